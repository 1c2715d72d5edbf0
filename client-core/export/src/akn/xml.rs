//! Writing XML: elements, attributes, words. Characters that XML 1.0 cannot carry at all are written as `␛` and their number, so
//! that nothing is lost on the way.

use std::fmt::Write;

/// Stands before the number of a character that XML cannot carry, and before its own.
const ESCAPE: char = '␛';

/// XML in the making.
#[derive(Default)]
pub(super) struct Xml {
    out: String,
    open: Vec<&'static str>,
}

impl Xml {
    /// `<name a="…">`
    pub fn open(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes);
        self.out.push('>');
        self.open.push(name);
    }

    /// `<name a="…"/>`
    pub fn empty(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes);
        self.out.push_str("/>");
    }

    /// Closes the element that was opened last.
    pub fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            let _ = write!(self.out, "</{name}>");
        }
    }

    /// An element with words only.
    pub fn leaf(&mut self, name: &'static str, attributes: &[(&str, &str)], words: &str) {
        self.open(name, attributes);
        self.words(words);
        self.close();
    }

    /// Words between tags.
    pub fn words(&mut self, words: &str) {
        push(&mut self.out, words, false);
    }

    /// A line break where it is not part of anybody's words.
    pub fn line(&mut self) {
        self.out.push('\n');
    }

    /// What was written.
    pub fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.out
    }

    fn tag(&mut self, name: &str, attributes: &[(&str, &str)]) {
        let _ = write!(self.out, "<{name}");
        for (key, value) in attributes.iter().filter(|(_, value)| !value.is_empty()) {
            let _ = write!(self.out, " {key}=\"");
            push(&mut self.out, value, true);
            self.out.push('"');
        }
    }
}

fn push(out: &mut String, words: &str, attribute: bool) {
    for c in words.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if attribute => out.push_str("&quot;"),
            // As they are they would be read as a space, or as a line feed.
            '\r' => out.push_str("&#13;"),
            '\n' | '\t' if attribute => _ = write!(out, "&#{};", u32::from(c)),
            c if c == ESCAPE || !is_xml(c) => _ = write!(out, "{ESCAPE}{:x};", u32::from(c)),
            c => out.push(c),
        }
    }
}

/// Whether XML 1.0 has a character at all.
fn is_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// Words as they were before they were written.
pub(super) fn unescape(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let mut rest = words;
    while let Some((before, behind)) = rest.split_once(ESCAPE) {
        out.push_str(before);
        let number = behind.split_once(';').filter(|(digits, _)| digits.len() <= 6);
        let character = number.and_then(|(digits, after)| {
            let c = u32::from_str_radix(digits, 16).ok().and_then(char::from_u32)?;
            Some((c, after))
        });
        match character {
            Some((c, after)) => {
                out.push(c);
                rest = after;
            }
            None => {
                out.push(ESCAPE);
                rest = behind;
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_that_xml_has_not_come_back() {
        let words = "a\u{0}b␛c\u{fffe}␛41;\u{1b}[0m";
        let mut xml = Xml::default();
        xml.words(words);
        let written = xml.finish();
        assert!(written.chars().all(is_xml), "{written:?}");
        assert_eq!(unescape(&written), words);
        assert_eq!(unescape("␛ is a sign; ␛110000;"), "␛ is a sign; ␛110000;");
    }
}
