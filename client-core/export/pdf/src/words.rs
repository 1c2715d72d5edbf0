//! What stands on a page of paper and nowhere else, in the six official languages; the rest is the table of all writers,
//! [`client_core_export::words`].

/// The words of a language.
pub(crate) struct OnPaper {
    /// `Page 3 of 7`: what stands before, between and behind the numbers.
    pub page: [&'static str; 3],
    /// Heading of the list of who changed something.
    pub changes: &'static str,
    /// Head of the column of their names.
    pub author: &'static str,
}

impl OnPaper {
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
}

const ENGLISH: OnPaper = OnPaper { page: ["Page ", " of ", ""], changes: "Authors of the changes", author: "Author" };
const FRENCH: OnPaper =
    OnPaper { page: ["Page ", " sur ", ""], changes: "Auteurs des modifications", author: "Auteur" };
const SPANISH: OnPaper = OnPaper { page: ["Página ", " de ", ""], changes: "Autores de los cambios", author: "Autor" };
const RUSSIAN: OnPaper = OnPaper {
    page: ["Страница ", " из ", ""], changes: "Авторы изменений", author: "Автор"
};
const CHINESE: OnPaper = OnPaper { page: ["第", "页，共", "页"], changes: "修改提出方", author: "提出方" };
const ARABIC: OnPaper = OnPaper {
    page: ["صفحة ", " من ", ""], changes: "أصحاب التغييرات", author: "صاحب التغيير"
};
