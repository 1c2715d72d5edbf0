//! What only a page says: its number, and of how many, in the six official languages. Every other word is [`crate::words`]'.

/// Before, between and behind the number of the page and that of all pages, in the language of labels (BCP 47; the primary
/// subtag counts), English for any other.
pub(super) fn page(language: &str) -> [&'static str; 3] {
    let primary = language.split(['-', '_']).next().unwrap_or_default();
    match primary.to_ascii_lowercase().as_str() {
        "ar" => ["الصفحة ", " من ", ""],
        "es" => ["Página ", " de ", ""],
        "fr" => ["Page ", " sur ", ""],
        "ru" => ["Стр. ", " из ", ""],
        "zh" => ["第 ", " 页，共 ", " 页"],
        _ => ["Page ", " of ", ""],
    }
}
