//! What a document says in its own words behind the text and in its margins, in the six official languages.

use client_core::model::{MatterKind, ParagraphStanding};

/// The words of a language.
pub(super) struct Words {
    /// Before, between and behind the number of the page and that of all pages.
    pub page: [&'static str; 3],
    /// The list of what is open.
    pub open: &'static str,
    /// The table from old labels to new ones.
    pub concordance: &'static str,
    /// The notes that nothing calls.
    pub notes: &'static str,
    /// The columns of the list of what is open: where, what, which words.
    pub open_columns: [&'static str; 3],
    /// The columns of the concordance: before, after, contributors, reason.
    pub concordance_columns: [&'static str; 4],
    /// A bracket, alternatives, a placeholder, a proposal.
    matters: [&'static str; 4],
    /// Suspended, agreed ad referendum, agreed.
    standings: [&'static str; 3],
    /// The whole draft, as a place.
    pub draft: &'static str,
}

impl Words {
    /// Those of a language (BCP 47; the primary subtag counts), English for any other.
    pub fn of(language: &str) -> &'static Self {
        let primary = language.split(['-', '_']).next().unwrap_or_default();
        match primary.to_ascii_lowercase().as_str() {
            "ar" => &ARABIC,
            "zh" => &CHINESE,
            "fr" => &FRENCH,
            "ru" => &RUSSIAN,
            "es" => &SPANISH,
            _ => &ENGLISH,
        }
    }

    /// What an open matter is.
    pub fn matter(&self, kind: MatterKind) -> &'static str {
        let [bracket, alternatives, placeholder, proposal] = self.matters;
        match kind {
            MatterKind::Bracket(_) => bracket,
            MatterKind::Alternatives(_) => alternatives,
            MatterKind::Placeholder => placeholder,
            MatterKind::Proposal(_) => proposal,
        }
    }

    /// How far a paragraph is.
    pub fn standing(&self, standing: ParagraphStanding) -> &'static str {
        let [suspended, agreed_ad_ref, agreed] = self.standings;
        match standing {
            ParagraphStanding::Suspended => suspended,
            ParagraphStanding::AgreedAdRef => agreed_ad_ref,
            ParagraphStanding::Agreed => agreed,
        }
    }
}

const ENGLISH: Words = Words {
    page: ["Page ", " of ", ""],
    open: "Open matters",
    concordance: "Concordance",
    notes: "Notes",
    open_columns: ["Paragraph", "Matter", "Words"],
    concordance_columns: ["Old number", "New number", "Contributors", "Reason"],
    matters: ["Bracket", "Alternatives", "Placeholder", "Proposal"],
    standings: ["Suspended", "Agreed ad ref", "Agreed"],
    draft: "Whole draft",
};

const FRENCH: Words = Words {
    page: ["Page ", " sur ", ""],
    open: "Questions en suspens",
    concordance: "Tableau de concordance",
    notes: "Notes",
    open_columns: ["Paragraphe", "Question", "Texte"],
    concordance_columns: ["Ancien numéro", "Nouveau numéro", "Contributions de", "Motif"],
    matters: ["Crochets", "Variantes", "Texte à insérer", "Proposition"],
    standings: ["En suspens", "Convenu ad referendum", "Convenu"],
    draft: "Ensemble du projet",
};

const SPANISH: Words = Words {
    page: ["Página ", " de ", ""],
    open: "Cuestiones pendientes",
    concordance: "Tabla de concordancias",
    notes: "Notas",
    open_columns: ["Párrafo", "Cuestión", "Texto"],
    concordance_columns: ["Número anterior", "Número nuevo", "Contribuciones de", "Motivo"],
    matters: ["Corchetes", "Variantes", "Texto por insertar", "Propuesta"],
    standings: ["Suspendido", "Acordado ad referéndum", "Acordado"],
    draft: "Todo el proyecto",
};

const RUSSIAN: Words = Words {
    page: ["Стр. ", " из ", ""],
    open: "Нерешенные вопросы",
    concordance: "Таблица соответствия",
    notes: "Примечания",
    open_columns: ["Пункт", "Вопрос", "Текст"],
    concordance_columns: ["Прежний номер", "Новый номер", "Авторы предложений", "Основание"],
    matters: ["Скобки", "Варианты", "Текст будет внесен", "Предложение"],
    standings: ["Отложено", "Согласовано ad referendum", "Согласовано"],
    draft: "Весь проект",
};

const CHINESE: Words = Words {
    page: ["第 ", " 页，共 ", " 页"],
    open: "未决事项",
    concordance: "段次对照表",
    notes: "注",
    open_columns: ["段落", "事项", "案文"],
    concordance_columns: ["原段次", "新段次", "提出者", "理由"],
    matters: ["方括号", "备选案文", "占位段落", "提议"],
    standings: ["暂缓", "待核准同意", "已同意"],
    draft: "整个草案",
};

const ARABIC: Words = Words {
    page: ["الصفحة ", " من ", ""],
    open: "المسائل المعلقة",
    concordance: "جدول المطابقة",
    notes: "الحواشي",
    open_columns: ["الفقرة", "المسألة", "النص"],
    concordance_columns: ["الرقم السابق", "الرقم الجديد", "المساهمون", "السبب"],
    matters: ["قوسان معقوفان", "بدائل", "موضع نص", "اقتراح"],
    standings: ["معلّقة", "متفق عليها رهن الاستشارة", "متفق عليها"],
    draft: "المشروع كله",
};
