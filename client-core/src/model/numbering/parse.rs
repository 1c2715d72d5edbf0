//! Reading a number in any of the ways in which people type one (domain.md, "Numbers").

use super::Suffix;
use crate::model::Numeral;

/// A number as somebody wrote it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// `PP` or `OP` before it, as upper case.
    pub series: Option<String>,
    /// The number: one part for `9`, two for `99.1`; empty for a letter.
    pub parts: Vec<u32>,
    /// The letter of a sub-item, from 1 = `a`.
    pub letter: Option<u32>,
    /// `bis`, `ter`, …
    pub suffix: Suffix,
    /// A hyphen before the number or before the adverb: it stands before what it names.
    pub before: bool,
    /// `New` before it: it was added since the last text.
    pub new: bool,
    /// `alt` before or behind it: another version of that paragraph, not one that was added after it.
    pub version: bool,
}

impl Given {
    /// The number as it is stored; one of several parts becomes a name. `None` when there is none.
    pub fn numeral(&self) -> Option<Numeral> {
        match (self.parts.as_slice(), self.letter) {
            ([number], None) if self.before => {
                Some(Numeral::Between { letter: false, number: *number, suffix: self.suffix, before: true })
            }
            ([number], None) => Some(Numeral::Number { number: *number, suffix: self.suffix }),
            ([], Some(letter)) if self.before || self.suffix != Suffix::NONE => {
                Some(Numeral::Between { letter: true, number: letter, suffix: self.suffix, before: self.before })
            }
            ([], Some(letter)) => Some(Numeral::Letter(letter)),
            ([_, ..], None) => {
                let number = self.parts.iter().map(ToString::to_string).collect::<Vec<_>>().join(".");
                Some(Numeral::Named(match self.suffix.adverb() {
                    Some(adverb) => format!("{number} {adverb}"),
                    None => number,
                }))
            }
            _ => None,
        }
    }
}

/// Reads a number: `9`, `9 bis`, `2.bis`, `99.1ter`, `12 bis.`, `New 1 bis:`, `OP7ter`, `PP2bis`, `OP6alt`, `Alt 9`, `-1`,
/// `1 -bis`, `a.`, `(a)`. `None` for anything else.
pub fn parse(text: &str) -> Option<Given> {
    let mut given = Given::default();
    let mut rest = text.trim().trim_start_matches(['(', '（']).trim_end_matches([')', '）', '.', '．', ':', '：', ' ']);
    loop {
        rest = rest.trim_start();
        let before = rest;
        if let Some(more) = strip_word(rest, "new") {
            given.new = true;
            rest = more;
        }
        for word in ["alternative", "alt.", "alt", "备选"] {
            if let Some(more) = strip_word(rest, word) {
                given.version = true;
                rest = more.trim_start();
            }
        }
        for series in ["PP", "OP"] {
            if let Some(more) = strip_word(rest, series) {
                given.series = Some(series.to_owned());
                rest = more;
            }
        }
        if rest == before {
            break;
        }
    }
    if let Some(more) = rest.strip_prefix(['-', '\u{2013}']) {
        given.before = true;
        rest = more;
    }
    let digits = |text: &str| text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    match digits(rest) {
        0 => {
            let letter = rest.chars().next().filter(char::is_ascii_lowercase)?;
            given.letter = Some(u32::from(letter) - u32::from('a') + 1);
            rest = &rest[1..];
            if rest.chars().next().is_some_and(char::is_alphanumeric) {
                return None;
            }
        }
        _ => loop {
            let length = digits(rest);
            given.parts.push(rest[..length].parse().ok()?);
            rest = &rest[length..];
            match rest.strip_prefix('.') {
                Some(more) if digits(more) > 0 => rest = more,
                _ => break,
            }
        },
    }
    rest = rest.trim_start_matches(['.', '．', ' ']);
    if let Some(more) = rest.strip_prefix(['-', '\u{2013}']) {
        given.before = true;
        rest = more;
    }
    let word = rest.trim().to_ascii_lowercase();
    match word.as_str() {
        "" => {}
        "alt" => given.version = true,
        adverb => given.suffix = Suffix::parse(adverb)?,
    }
    Some(given)
}

/// What follows a word, in any case.
fn strip_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let head = text.get(..word.len())?;
    head.eq_ignore_ascii_case(word).then(|| &text[word.len()..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::numbering;

    /// What is read, and how it is printed.
    #[track_caller]
    fn check(text: &str, printed: &str) -> Given {
        let given = parse(text).unwrap_or_else(|| panic!("{text} is a number"));
        assert_eq!(given.numeral().map(|numeral| numbering::numeral(&numeral)).as_deref(), Some(printed), "{text}");
        given
    }

    #[test]
    fn every_typography_reads_and_one_is_printed() {
        for text in ["2 bis", "2.bis", "2bis", "2 BIS.", "2. bis:", "（2 bis）", "2．bis"] {
            check(text, "2 bis");
        }
        check("99.1ter", "99.1 ter");
        check("12 bis.", "12 bis");
        check("7", "7");
        check("7.", "7");
        check("-1", "-1");
        check("1 -bis", "1 -bis");
        check("1-bis", "1 -bis");
        check("(a)", "a");
        check("l.", "l");
        check("a bis", "a bis");
    }

    #[test]
    fn what_stands_around_the_number_is_kept_apart() {
        let new = check("New 1 bis:", "1 bis");
        assert!(new.new && !new.version);
        let operative = check("OP7ter", "7 ter");
        assert_eq!(operative.series.as_deref(), Some("OP"));
        assert_eq!(check("PP2bis", "2 bis").series.as_deref(), Some("PP"));
        let version = check("OP6alt", "6");
        assert!(version.version && version.suffix == Suffix::NONE);
        assert!(check("Alt 9", "9").version);
        assert!(check("备选9", "9").version);
    }

    #[test]
    fn words_are_no_numbers() {
        for text in ["", "We", "bis", "9 tris", "10+11", "aa", "第一章"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
