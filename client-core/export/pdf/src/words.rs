//! What stands on a page beside the words of the text, in the six official languages. As in the other writers it is a table:
//! each is a word or two, and a language that lacks one does not compile.

use client_core::model::{MatterKind, ParagraphStanding};

/// The words of a language.
pub(crate) struct Words {
    /// `Page 3 of 7`: what stands before, between and behind the numbers.
    pub page: [&'static str; 3],
    /// Heading of the notes that nothing calls.
    pub notes: &'static str,
    /// Heading of the comments.
    pub comments: &'static str,
    /// Behind a thread that is resolved.
    pub resolved: &'static str,
    /// Heading of what is open, and the heads of its columns: where, what, the words.
    pub open: [&'static str; 4],
    /// Heading of the concordance, and the heads of its columns: old number, new number, contributors, reason.
    pub concordance: [&'static str; 5],
    /// Heading of the authors of the changes, and the heads of its columns: author, inserted, deleted.
    pub changes: [&'static str; 4],
    /// A bracket, a set of alternatives, a placeholder, a proposal.
    matters: [&'static str; 4],
    /// Suspended, agreed ad referendum, agreed.
    standings: [&'static str; 3],
}

impl Words {
    /// Those of a language (BCP 47; the primary subtag counts), English for any other.
    pub fn of(language: &str) -> &'static Self {
        match crate::languages::primary(language).as_str() {
            "ar" => &ARABIC,
            "zh" => &CHINESE,
            "fr" => &FRENCH,
            "ru" => &RUSSIAN,
            "es" => &SPANISH,
            _ => &ENGLISH,
        }
    }

    /// What is open.
    pub fn matter(&self, kind: MatterKind) -> &'static str {
        let at = match kind {
            MatterKind::Bracket(_) => 0,
            MatterKind::Alternatives(_) => 1,
            MatterKind::Placeholder => 2,
            MatterKind::Proposal(_) => 3,
        };
        self.matters[at]
    }

    /// How far a paragraph is.
    pub fn standing(&self, standing: ParagraphStanding) -> &'static str {
        let at = match standing {
            ParagraphStanding::Suspended => 0,
            ParagraphStanding::AgreedAdRef => 1,
            ParagraphStanding::Agreed => 2,
        };
        self.standings[at]
    }

    /// All of them.
    pub fn each(&self, f: &mut dyn FnMut(&str)) {
        let groups: [&[&str]; 6] =
            [&self.page, &self.open, &self.concordance, &self.changes, &self.matters, &self.standings];
        groups.iter().flat_map(|group| group.iter()).for_each(|word| f(word));
        [self.notes, self.comments, self.resolved].iter().for_each(|word| f(word));
    }
}

const ENGLISH: Words = Words {
    page: ["Page ", " of ", ""],
    notes: "Notes",
    comments: "Comments",
    resolved: "resolved",
    open: ["Open matters", "Place", "Matter", "Words"],
    concordance: ["Concordance", "Previous number", "New number", "Contributors", "Reason"],
    changes: ["Authors of the changes", "Author", "Inserted", "Deleted"],
    matters: ["Square bracket", "Alternatives", "Placeholder", "Proposal"],
    standings: ["Suspended", "Agreed ad ref", "Agreed"],
};

const FRENCH: Words = Words {
    page: ["Page ", " sur ", ""],
    notes: "Notes",
    comments: "Commentaires",
    resolved: "réglé",
    open: ["Questions en suspens", "Endroit", "Question", "Libellé"],
    concordance: ["Tableau de concordance", "Ancien numéro", "Nouveau numéro", "Contributeurs", "Motif"],
    changes: ["Auteurs des modifications", "Auteur", "Ajouts", "Suppressions"],
    matters: ["Crochets", "Variantes", "Texte à venir", "Proposition"],
    standings: ["Suspendu", "Agréé ad referendum", "Agréé"],
};

const SPANISH: Words = Words {
    page: ["Página ", " de ", ""],
    notes: "Notas",
    comments: "Comentarios",
    resolved: "resuelto",
    open: ["Cuestiones pendientes", "Lugar", "Cuestión", "Texto"],
    concordance: ["Tabla de concordancias", "Número anterior", "Número nuevo", "Contribuyentes", "Motivo"],
    changes: ["Autores de los cambios", "Autor", "Inserciones", "Supresiones"],
    matters: ["Corchetes", "Variantes", "Texto pendiente", "Propuesta"],
    standings: ["Suspendido", "Acordado ad referéndum", "Acordado"],
};

const RUSSIAN: Words = Words {
    page: ["Страница ", " из ", ""],
    notes: "Примечания",
    comments: "Комментарии",
    resolved: "снят",
    open: ["Нерешённые вопросы", "Место", "Вопрос", "Текст"],
    concordance: ["Таблица соответствия", "Прежний номер", "Новый номер", "Авторы", "Причина"],
    changes: ["Авторы изменений", "Автор", "Вставлено", "Исключено"],
    matters: ["Квадратные скобки", "Варианты", "Текст будет представлен", "Предложение"],
    standings: ["Отложено", "Согласовано ad referendum", "Согласовано"],
};

const CHINESE: Words = Words {
    page: ["第", "页，共", "页"],
    notes: "注",
    comments: "意见",
    resolved: "已解决",
    open: ["未决事项", "位置", "事项", "案文"],
    concordance: ["对照表", "原编号", "新编号", "提出者", "理由"],
    changes: ["修改提出者", "提出者", "增加", "删除"],
    matters: ["方括号", "备选案文", "待补案文", "提案"],
    standings: ["暂搁", "暂定商定", "商定"],
};

const ARABIC: Words = Words {
    page: ["صفحة ", " من ", ""],
    notes: "الحواشي",
    comments: "التعليقات",
    resolved: "تمت تسويته",
    open: ["المسائل المعلقة", "الموضع", "المسألة", "النص"],
    concordance: ["جدول المطابقة", "الرقم السابق", "الرقم الجديد", "المساهمون", "السبب"],
    changes: ["أصحاب التغييرات", "صاحب التغيير", "إضافات", "محذوفات"],
    matters: ["قوسان معقوفان", "بدائل", "نص يُستكمل لاحقا", "مقترح"],
    standings: ["معلق", "متفق عليه بشرط الاستشارة", "متفق عليه"],
};
