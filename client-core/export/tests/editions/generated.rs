//! Drafts that nobody would write: nothing panics, no word is lost.

use client_core::model::{InlineExt, Standings, Wish};
use client_core_export::{
    Mode,
    compose::{Options, Source, compose},
    csv, html, markdown, text, xlsx,
};
use proptest::prelude::*;

use crate::support::draft;

/// Paragraphs of words and signs, balanced or not.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-z]{1,6}".prop_map(String::from),
        2 => Just("[".to_owned()),
        2 => Just("]".to_owned()),
        1 => Just("/".to_owned()),
        1 => Just(", ".to_owned()),
        1 => "[我们重申承诺，。、]{1,4}".prop_map(String::from),
        1 => "[*_<>&|`#~\\\\]{1,3}".prop_map(String::from),
        3 => Just(" ".to_owned()),
    ];
    let paragraph = prop::collection::vec(piece, 1..14).prop_map(|pieces| pieces.concat());
    let labels = prop_oneof![Just("1. "), Just("Alt 1. "), Just("(a) "), Just("2 bis. "), Just("")];
    let line = (labels, paragraph).prop_map(|(label, words)| format!("{label}{words}\n"));
    prop::collection::vec(line, 1..8).prop_map(|lines| lines.join("\n"))
}

/// Letters alone, in any order that a text may put them.
fn letters(text: &str) -> Vec<char> {
    let mut letters: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
    letters.sort_unstable();
    letters
}

/// Whether every letter is among others, as often as it is there. Both are sorted.
fn holds(all: &[char], wanted: &[char]) -> bool {
    let mut all = all.iter();
    wanted.iter().all(|letter| all.any(|other| other == letter))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_word_is_lost(before in texts(), after in texts(), seed in 0u8..8) {
        // A text of page rules or of nothing is no draft.
        let is_draft = |text: &String| client_core::import::import("example.txt", text.as_bytes()).is_ok();
        prop_assume!(is_draft(&before) && is_draft(&after));
        let mut now = draft(&after);
        let then = draft(&before);
        let standings = Standings::default();
        for (n, bracket) in now.brackets.values_mut().enumerate() {
            let bits = seed.wrapping_add(u8::try_from(n % 8).unwrap_or_default());
            bracket.delegation = if bits & 1 == 0 { "US".into() } else { String::new() };
            bracket.wish = if bits & 2 == 0 { Wish::Retain } else { Wish::Delete };
            bracket.inserts = bits & 4 == 0 && bracket.wish == Wish::Retain;
        }
        let source = Source { against: Some((&then, &standings)), ..Source::new(&now, &standings) };
        for mode in Mode::ALL {
            for (columns, renumber) in [(false, false), (true, true)] {
                let options = Options { mode, columns, renumber, line_numbers: columns, comments: columns, ..Options::default() };
                let Ok(edition) = compose(&source, &options) else {
                    prop_assert_eq!(mode, Mode::Final);
                    continue;
                };
                let written = text::print(&edition);
                prop_assert_eq!(compose(&source, &options).ok(), Some(edition.clone()));
                let _ = (markdown::write(&edition), html::write(&edition));
                if mode.shows_open() {
                    let all: String = now.paragraphs.iter().map(|paragraph| paragraph.content.words()).collect();
                    prop_assert!(holds(&letters(&written), &letters(&all)), "{} in {}", all, written);
                }
            }
        }
        let _ = csv::write(&source, &Options::default());
        prop_assert!(xlsx::write(&source, &Options::default()).is_ok());
    }
}
