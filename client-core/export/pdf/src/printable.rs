//! Words as they can be printed: what no face has is written as its code point, so that nothing is lost and the file keeps
//! its promise that every sign can be read.

use std::{cell::RefCell, collections::HashMap, fmt::Write};

use unicode_segmentation::UnicodeSegmentation;

use crate::Fonts;

/// How many characters a head, a sign or a name may have before it is cut: they stand where a page has little room.
const SHORT: usize = 90;

pub(crate) struct Printer<'a> {
    fonts: &'a Fonts,
    families: Vec<&'a str>,
    /// What was found out of characters that stand alone.
    known: RefCell<HashMap<char, bool>>,
}

impl<'a> Printer<'a> {
    pub fn new(fonts: &'a Fonts, families: Vec<&'a str>) -> Self {
        Self { fonts, families, known: RefCell::default() }
    }

    /// The words, without what cannot be printed.
    pub fn print(&self, text: &str) -> String {
        if text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
            return text.to_owned();
        }
        let mut printed = String::with_capacity(text.len());
        for cluster in text.graphemes(true) {
            let mut chars = cluster.chars();
            match (chars.next(), chars.next()) {
                (Some('\n' | '\u{2028}' | '\u{2029}' | '\u{b}' | '\u{c}' | '\u{85}' | '\r'), _) => printed.push('\n'),
                (Some('\t'), _) => printed.push(' '),
                (Some(c), None) => self.one(c, &mut printed),
                // A mark is set with its letter, so one face must have both.
                (Some(_), Some(_)) if self.fonts.cover(&self.families, cluster) => printed.push_str(cluster),
                _ => cluster.chars().for_each(|c| self.one(c, &mut printed)),
            }
        }
        printed
    }

    /// As [`Self::print`] on one line, cut when it is too long for where it stands.
    pub fn short(&self, text: &str) -> String {
        let cut: String = text.chars().take(SHORT).collect();
        let more = if cut.len() < text.len() { "…" } else { "" };
        self.print(&format!("{cut}{more}")).replace('\n', " ")
    }

    fn one(&self, c: char, printed: &mut String) {
        if c.is_control() {
            return;
        }
        let mut bytes = [0; 4];
        let alone = c.encode_utf8(&mut bytes);
        let covered =
            *self.known.borrow_mut().entry(c).or_insert_with(|| !is_mark(c) && self.fonts.cover(&self.families, alone));
        if covered {
            printed.push(c);
        } else if !is_invisible(c) {
            // Writing to a string does not fail.
            let _ = write!(printed, "‹U+{:04X}›", u32::from(c));
        }
    }
}

/// Whether a character joins the one before it. One that comes here has none that shares a face with it.
fn is_mark(c: char) -> bool {
    format!("a{c}").graphemes(true).count() == 1 && !is_invisible(c)
}

/// Characters that have no shape of their own: direction, joining, variation.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
}
