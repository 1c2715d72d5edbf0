//! What an export says in its own words, in the six official languages. It is a table and not Fluent: each is a word or two,
//! counts nothing, and a language that lacks one does not compile.

use crate::Mode;

/// The words of a language.
pub(crate) struct Words {
    /// What kind of text it is, in the order of [`Mode::ALL`].
    status: [&'static str; 5],
    /// Head of the column that says what a paragraph is about.
    pub idea: &'static str,
    /// Head of the column of the words.
    pub text: &'static str,
    /// Head of the column that says who proposed it.
    pub source: &'static str,
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
}

const ENGLISH: Words = Words {
    status: ["Text as it stands", "Compilation text", "Text with changes marked", "Agreed text", "Final text"],
    idea: "Idea",
    text: "Text",
    source: "Source",
};

const FRENCH: Words = Words {
    status: ["Texte en l’état", "Texte de compilation", "Texte avec modifications", "Texte agréé", "Texte final"],
    idea: "Idée",
    text: "Texte",
    source: "Source",
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
};

const CHINESE: Words = Words {
    status: ["现有案文", "汇编案文", "修订标记案文", "议定案文", "最后案文"],
    idea: "构思",
    text: "案文",
    source: "来源",
};

const ARABIC: Words = Words {
    status: ["النص بصيغته الراهنة", "نص تجميعي", "النص مع بيان التغييرات", "النص المتفق عليه", "النص النهائي"],
    idea: "الفكرة",
    text: "النص",
    source: "المصدر",
};
