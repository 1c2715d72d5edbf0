//! What an export says in its own words, in the six official languages. It is a table and not Fluent: each is a word or two,
//! counts nothing, and a language that lacks one does not compile.

use client_core::model::{ParagraphStanding, Stance};

use crate::Mode;

/// The words of a language.
pub struct Words {
    /// What kind of text it is, in the order of [`Mode::ALL`].
    status: [&'static str; 5],
    /// Head of the column that says what a paragraph is about.
    pub idea: &'static str,
    /// Head of the column of the words.
    pub text: &'static str,
    /// Head of the column that says who proposed it.
    pub source: &'static str,
    /// A delegation wants the words to stay.
    pub retain: &'static str,
    /// A delegation wants the words to go.
    pub delete: &'static str,
    /// A delegation is not ready to say.
    pub reserve: &'static str,
    /// A delegation would not stand in the way.
    pub can_accept: &'static str,
    /// None of the versions is wanted.
    pub no_text: &'static str,
    /// What is said of all versions together.
    pub all: &'static str,
    /// Whoever presides.
    pub chair: &'static str,
    /// Somebody of whom nothing is known.
    pub unknown: &'static str,
    /// A delegation proposes to split the paragraph; words follow.
    pub split: &'static str,
    /// A delegation proposes to merge the paragraph; a label follows.
    pub merge: &'static str,
    /// A delegation proposes to move the paragraph; a label follows.
    pub move_after: &'static str,
    /// A delegation proposes to move the paragraph to the beginning; a label may follow.
    pub move_first: &'static str,
    /// A paragraph is left aside.
    pub suspended: &'static str,
    /// A paragraph is agreed ad referendum.
    pub agreed_ad_ref: &'static str,
    /// A paragraph is agreed.
    pub agreed: &'static str,
    /// Heading of what is open.
    pub open: &'static str,
    /// Heading of the footnotes.
    pub notes: &'static str,
    /// Heading of the comments.
    pub comments: &'static str,
    /// A thread of comments is closed.
    pub resolved: &'static str,
    /// Heading of the concordance.
    pub concordance: &'static str,
    /// Head of the old labels.
    pub before: &'static str,
    /// Head of the new labels.
    pub after: &'static str,
    /// Head of who contributed.
    pub contributors: &'static str,
    /// Head of why.
    pub reason: &'static str,
    /// Why a label changed: the paragraph went elsewhere.
    pub moved: &'static str,
    /// Words that came.
    pub came: &'static str,
    /// Words that went.
    pub went: &'static str,
    /// The way from a footnote to its call.
    pub back: &'static str,
    /// Head: what kind of matter.
    pub kind: &'static str,
    /// Head: the label of the place.
    pub place: &'static str,
    /// Head: in whose name.
    pub opened_by: &'static str,
    /// Head: when.
    pub opened_at: &'static str,
    /// Head: what the opener wants.
    pub wish: &'static str,
    /// Head: what became of it.
    pub state: &'static str,
    /// Head: when it was decided.
    pub decided_at: &'static str,
    /// Head: in which meeting.
    pub meeting: &'static str,
    /// A matter: a square bracket.
    pub bracket: &'static str,
    /// A matter: several versions of a place.
    pub alternatives: &'static str,
    /// A matter: a proposal to move, split or merge.
    pub proposal: &'static str,
    /// A matter: words that are still to come.
    pub placeholder: &'static str,
    /// A wish: one branch is to be chosen.
    pub choose: &'static str,
    /// A state: not decided.
    pub is_open: &'static str,
    /// A state: the words stay.
    pub kept: &'static str,
    /// A state: the words went.
    pub deleted: &'static str,
    /// A state: taken back by who opened it.
    pub withdrawn: &'static str,
    /// A state: one branch stays.
    pub picked: &'static str,
    /// A state: other words came.
    pub replaced: &'static str,
    /// A state of a proposal.
    pub accepted: &'static str,
    /// A state of a proposal.
    pub rejected: &'static str,
    /// A state: another version replaced the place.
    pub moot: &'static str,
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

    /// What kind of text a mode gives.
    pub fn status(&self, mode: Mode) -> &'static str {
        let at = Mode::ALL.iter().position(|other| *other == mode).unwrap_or_default();
        self.status[at]
    }

    /// What a delegation says.
    pub fn stance(&self, stance: Stance) -> &'static str {
        match stance {
            Stance::Retain => self.retain,
            Stance::Delete => self.delete,
            Stance::Reserve => self.reserve,
            Stance::CanAccept => self.can_accept,
        }
    }

    /// How far a paragraph is.
    pub fn standing(&self, standing: ParagraphStanding) -> &'static str {
        match standing {
            ParagraphStanding::Suspended => self.suspended,
            ParagraphStanding::AgreedAdRef => self.agreed_ad_ref,
            ParagraphStanding::Agreed => self.agreed,
        }
    }
}

const ENGLISH: Words = Words {
    status: ["Text as it stands", "Compilation text", "Text with changes marked", "Agreed text", "Final text"],
    idea: "Idea",
    text: "Text",
    source: "Source",
    retain: "retain",
    delete: "delete",
    reserve: "reserve",
    can_accept: "can accept",
    no_text: "no text",
    all: "all versions",
    chair: "Chair",
    unknown: "unknown",
    split: "split before",
    merge: "merge with",
    move_after: "move after",
    move_first: "move to the beginning",
    suspended: "suspended",
    agreed_ad_ref: "agreed ad ref",
    agreed: "agreed",
    open: "Still open",
    notes: "Notes",
    comments: "Comments",
    resolved: "resolved",
    concordance: "Concordance",
    before: "Before",
    after: "Now",
    contributors: "Contributors",
    reason: "Reason",
    moved: "moved",
    came: "inserted",
    went: "deleted",
    back: "Back to the text",
    kind: "Kind",
    place: "Place",
    opened_by: "Opened by",
    opened_at: "Opened at",
    wish: "Wish",
    state: "State",
    decided_at: "Decided at",
    meeting: "Meeting",
    bracket: "bracket",
    alternatives: "alternatives",
    proposal: "proposal",
    placeholder: "placeholder",
    choose: "choose",
    is_open: "open",
    kept: "kept",
    deleted: "deleted",
    withdrawn: "withdrawn",
    picked: "picked",
    replaced: "replaced",
    accepted: "accepted",
    rejected: "rejected",
    moot: "moot",
};

const FRENCH: Words = Words {
    status: ["Texte en l’état", "Texte de compilation", "Texte avec modifications", "Texte agréé", "Texte final"],
    idea: "Idée",
    text: "Texte",
    source: "Source",
    retain: "maintenir",
    delete: "supprimer",
    reserve: "réserve",
    can_accept: "peut accepter",
    no_text: "pas de texte",
    all: "toutes les versions",
    chair: "Présidence",
    unknown: "inconnu",
    split: "scinder avant",
    merge: "fusionner avec",
    move_after: "déplacer après",
    move_first: "déplacer au début",
    suspended: "en suspens",
    agreed_ad_ref: "agréé ad referendum",
    agreed: "agréé",
    open: "Reste à trancher",
    notes: "Notes",
    comments: "Commentaires",
    resolved: "résolu",
    concordance: "Table de concordance",
    before: "Avant",
    after: "Maintenant",
    contributors: "Contributeurs",
    reason: "Motif",
    moved: "déplacé",
    came: "inséré",
    went: "supprimé",
    back: "Retour au texte",
    kind: "Nature",
    place: "Endroit",
    opened_by: "Ouvert par",
    opened_at: "Ouvert le",
    wish: "Souhait",
    state: "État",
    decided_at: "Tranché le",
    meeting: "Séance",
    bracket: "crochet",
    alternatives: "variantes",
    proposal: "proposition",
    placeholder: "texte à venir",
    choose: "choisir",
    is_open: "ouvert",
    kept: "maintenu",
    deleted: "supprimé",
    withdrawn: "retiré",
    picked: "choisi",
    replaced: "remplacé",
    accepted: "accepté",
    rejected: "rejeté",
    moot: "sans objet",
};

const SPANISH: Words = Words {
    status: [
        "Texto en su estado actual",
        "Texto de compilación",
        "Texto con los cambios señalados",
        "Texto acordado",
        "Texto definitivo",
    ],
    idea: "Idea",
    text: "Texto",
    source: "Fuente",
    retain: "mantener",
    delete: "suprimir",
    reserve: "reserva",
    can_accept: "puede aceptar",
    no_text: "sin texto",
    all: "todas las versiones",
    chair: "Presidencia",
    unknown: "desconocido",
    split: "dividir antes de",
    merge: "fusionar con",
    move_after: "trasladar después de",
    move_first: "trasladar al principio",
    suspended: "en suspenso",
    agreed_ad_ref: "acordado ad referéndum",
    agreed: "acordado",
    open: "Cuestiones pendientes",
    notes: "Notas",
    comments: "Comentarios",
    resolved: "resuelto",
    concordance: "Tabla de concordancias",
    before: "Antes",
    after: "Ahora",
    contributors: "Contribuyentes",
    reason: "Motivo",
    moved: "trasladado",
    came: "insertado",
    went: "suprimido",
    back: "Volver al texto",
    kind: "Tipo",
    place: "Lugar",
    opened_by: "Abierto por",
    opened_at: "Abierto el",
    wish: "Petición",
    state: "Estado",
    decided_at: "Decidido el",
    meeting: "Sesión",
    bracket: "corchete",
    alternatives: "variantes",
    proposal: "propuesta",
    placeholder: "texto pendiente",
    choose: "elegir",
    is_open: "abierto",
    kept: "mantenido",
    deleted: "suprimido",
    withdrawn: "retirado",
    picked: "elegido",
    replaced: "sustituido",
    accepted: "aceptado",
    rejected: "rechazado",
    moot: "sin objeto",
};

const RUSSIAN: Words = Words {
    status: [
        "Текст в текущем виде",
        "Компиляционный текст",
        "Текст с отмеченными изменениями",
        "Согласованный текст",
        "Окончательный текст",
    ],
    idea: "Идея",
    text: "Текст",
    source: "Источник",
    retain: "сохранить",
    delete: "исключить",
    reserve: "оговорка",
    can_accept: "приемлемо",
    no_text: "без текста",
    all: "все варианты",
    chair: "Председатель",
    unknown: "неизвестно",
    split: "разделить перед",
    merge: "объединить с",
    move_after: "перенести после",
    move_first: "перенести в начало",
    suspended: "отложено",
    agreed_ad_ref: "согласовано ad referendum",
    agreed: "согласовано",
    open: "Остаётся открытым",
    notes: "Примечания",
    comments: "Комментарии",
    resolved: "решено",
    concordance: "Таблица соответствия",
    before: "Прежний",
    after: "Новый",
    contributors: "Авторы",
    reason: "Основание",
    moved: "перенесено",
    came: "добавлено",
    went: "исключено",
    back: "Назад к тексту",
    kind: "Вид",
    place: "Место",
    opened_by: "Кем открыто",
    opened_at: "Когда открыто",
    wish: "Пожелание",
    state: "Состояние",
    decided_at: "Когда решено",
    meeting: "Заседание",
    bracket: "скобка",
    alternatives: "варианты",
    proposal: "предложение",
    placeholder: "место для текста",
    choose: "выбрать",
    is_open: "открыто",
    kept: "сохранено",
    deleted: "исключено",
    withdrawn: "снято",
    picked: "выбрано",
    replaced: "заменено",
    accepted: "принято",
    rejected: "отклонено",
    moot: "неактуально",
};

const CHINESE: Words = Words {
    status: ["现有案文", "汇编案文", "修订标记案文", "议定案文", "最后案文"],
    idea: "构思",
    text: "案文",
    source: "来源",
    retain: "保留",
    delete: "删除",
    reserve: "待定",
    can_accept: "可接受",
    no_text: "不设案文",
    all: "所有备选",
    chair: "主席",
    unknown: "不详",
    split: "拆分于",
    merge: "合并",
    move_after: "移至其后",
    move_first: "移至开头",
    suspended: "暂缓",
    agreed_ad_ref: "暂定议定",
    agreed: "已议定",
    open: "尚未解决",
    notes: "注",
    comments: "评论",
    resolved: "已解决",
    concordance: "对照表",
    before: "原编号",
    after: "新编号",
    contributors: "提供方",
    reason: "理由",
    moved: "移动",
    came: "增加",
    went: "删去",
    back: "返回正文",
    kind: "类别",
    place: "位置",
    opened_by: "提出方",
    opened_at: "提出时间",
    wish: "要求",
    state: "状态",
    decided_at: "决定时间",
    meeting: "会议",
    bracket: "方括号",
    alternatives: "备选案文",
    proposal: "提案",
    placeholder: "占位",
    choose: "选择",
    is_open: "未决",
    kept: "保留",
    deleted: "删除",
    withdrawn: "撤回",
    picked: "选定",
    replaced: "替换",
    accepted: "接受",
    rejected: "否决",
    moot: "不再适用",
};

const ARABIC: Words = Words {
    status: ["النص بصيغته الراهنة", "نص تجميعي", "النص مع بيان التغييرات", "النص المتفق عليه", "النص النهائي"],
    idea: "الفكرة",
    text: "النص",
    source: "المصدر",
    retain: "إبقاء",
    delete: "حذف",
    reserve: "تحفظ",
    can_accept: "يمكن القبول",
    no_text: "بلا نص",
    all: "جميع الصيغ",
    chair: "الرئيس",
    unknown: "غير معروف",
    split: "تقسيم قبل",
    merge: "دمج مع",
    move_after: "نقل بعد",
    move_first: "نقل إلى البداية",
    suspended: "معلق",
    agreed_ad_ref: "متفق عليه رهن التأكيد",
    agreed: "متفق عليه",
    open: "ما زال مفتوحا",
    notes: "الحواشي",
    comments: "التعليقات",
    resolved: "تم الحل",
    concordance: "جدول المقابلة",
    before: "السابق",
    after: "الحالي",
    contributors: "المساهمون",
    reason: "السبب",
    moved: "نقل",
    came: "أضيف",
    went: "حذف",
    back: "العودة إلى النص",
    kind: "النوع",
    place: "الموضع",
    opened_by: "فتحه",
    opened_at: "تاريخ الفتح",
    wish: "الرغبة",
    state: "الحالة",
    decided_at: "تاريخ القرار",
    meeting: "الجلسة",
    bracket: "قوس",
    alternatives: "بدائل",
    proposal: "مقترح",
    placeholder: "نص لاحق",
    choose: "اختيار",
    is_open: "مفتوح",
    kept: "أبقي",
    deleted: "حذف",
    withdrawn: "سحب",
    picked: "اختير",
    replaced: "استبدل",
    accepted: "قبل",
    rejected: "رفض",
    moot: "لم يعد مطروحا",
};
