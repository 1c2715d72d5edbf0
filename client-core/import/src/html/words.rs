//! Words, with white space as a browser shows it.

use super::{Reader, SIGN};
use crate::error::ReadError;

impl Reader<'_> {
    pub(super) fn words(&mut self, words: &str) -> Result<(), ReadError> {
        if !self.silent.is_empty() || self.backlink || self.called {
            return Ok(());
        }
        if let Some(sign) = &mut self.sign {
            sign.extend(words.chars().take(SIGN.saturating_sub(sign.len())));
            return Ok(());
        }
        if self.pre > 0 {
            return self.builder.words(words);
        }
        // White space is one space; a space that may not break is a character.
        let mut collapsed = String::with_capacity(words.len());
        let mut space = self.builder.ends_in_space();
        for c in words.chars() {
            match c {
                ' ' | '\t' | '\n' | '\r' | '\u{c}' if space => {}
                ' ' | '\t' | '\r' | '\u{c}' => {
                    collapsed.push(' ');
                    space = true;
                }
                '\n' => {
                    collapsed.push('\n');
                    space = true;
                }
                c => {
                    collapsed.push(c);
                    space = false;
                }
            }
        }
        self.builder.words(&collapsed)
    }
}
