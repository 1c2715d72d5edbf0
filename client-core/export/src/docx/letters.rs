//! Letters of a run: their directions, their languages, and the elements that some have.

use super::{
    tongue::{self, Tongue},
    xml::Xml,
};

/// The longest that word processors take for the name of an author, in UTF-16 units.
const LONGEST_AUTHOR: usize = 255;

/// A text in parts of one direction.
pub(super) fn parts<'a>(text: &'a str, directions: &[bool]) -> Vec<(&'a str, bool)> {
    let mut parts = Vec::new();
    let mut from = 0;
    let mut last = directions.first().copied().unwrap_or_default();
    for ((at, _), direction) in text.char_indices().zip(directions) {
        if *direction != last {
            parts.push((&text[from..at], last));
            (from, last) = (at, *direction);
        }
    }
    parts.push((&text[from..], last));
    parts.retain(|(part, _)| !part.is_empty());
    parts
}

/// The languages of a run, where they are not those of the document: of words in the language of labels, and of letters
/// that the language is not written in.
pub(super) fn languages<'a>(text: &str, tongue: &'a Tongue, usual: &Tongue) -> Vec<(&'static str, &'a str)> {
    let has = |low: char, high: char| text.chars().any(|c| (low..=high).contains(&c));
    let (is_latin, is_cyrillic) = (text.chars().any(|c| c.is_ascii_alphabetic()), has('\u{400}', '\u{52f}'));
    let cyrillic = matches!(tongue.western.split('-').next(), Some("be" | "bg" | "mk" | "ru" | "sr" | "uk"));
    let western = match (is_cyrillic, is_latin, cyrillic) {
        (true, _, false) => "ru-RU",
        (false, true, true) => "en-GB",
        _ => &tongue.western,
    };
    let east_asian = if has('\u{3041}', '\u{30ff}') {
        "ja-JP"
    } else if has('\u{ac00}', '\u{d7af}') {
        "ko-KR"
    } else {
        &tongue.east_asian
    };
    let complex =
        if has('\u{590}', '\u{5ff}') && !tongue.complex.starts_with("yi") { "he-IL" } else { &tongue.complex };
    let is_western = |c: char| c.is_alphabetic() && !tongue::is_east_asian(c) && !tongue::is_from_the_right(c);
    let mut languages = Vec::new();
    for (name, language, usual, counts) in [
        ("w:val", western, &usual.western, text.chars().any(is_western)),
        ("w:eastAsia", east_asian, &usual.east_asian, text.chars().any(tongue::is_east_asian)),
        ("w:bidi", complex, &usual.complex, text.chars().any(tongue::is_from_the_right)),
    ] {
        if counts && language != usual {
            languages.push((name, language));
        }
    }
    languages
}

/// A name as it may stand for an author.
pub(super) fn short(author: &str) -> &str {
    let mut units = 0;
    let end = author.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units > LONGEST_AUTHOR
    });
    end.map_or(author, |(at, _)| &author[..at])
}

/// Characters in a run: a tabulator and the end of a line have elements of their own.
pub(super) fn characters(xml: &mut Xml, text: &str, is_deleted: bool) {
    let name = if is_deleted { "w:delText" } else { "w:t" };
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(['\t', '\n', '\r']).unwrap_or(rest.len());
        let (words, after) = rest.split_at(end);
        if !words.is_empty() {
            xml.text(name, &[("xml:space", "preserve")], words);
        }
        rest = if let Some(after) = after.strip_prefix('\t') {
            xml.empty("w:tab", &[]);
            after
        } else if let Some(after) = after.strip_prefix("\r\n").or_else(|| after.strip_prefix(['\n', '\r'])) {
            xml.empty("w:br", &[]);
            after
        } else {
            after
        };
    }
}
