//! The words of a run.

use super::{Open, Walker};
use crate::{error::ReadError, met::Finding, xml::Tag};

impl Walker<'_> {
    /// A character that is named by its place in a font.
    pub(super) fn symbol(&mut self, tag: &Tag<'_>) -> Result<(), ReadError> {
        let code = tag.get("w:char").and_then(|hex| u32::from_str_radix(hex.trim(), 16).ok()).unwrap_or(0);
        let known = match code & 0xFF {
            0xB7 => Some('•'),
            0xA7 => Some('▪'),
            0xE0 => Some('→'),
            0xA3 => Some('≤'),
            0xB3 => Some('≥'),
            0xB1 => Some('±'),
            0xB0 => Some('°'),
            0xBE => Some('…'),
            _ => None,
        };
        let printed = match (0xF000..=0xF0FF).contains(&code) {
            true => known.or(char::from_u32(code)),
            false => char::from_u32(code),
        };
        if (0xF000..=0xF0FF).contains(&code) && known.is_none() {
            self.meet(Finding::Symbol);
        }
        printed.map_or(Ok(()), |c| self.words(c.encode_utf8(&mut [0; 4])))
    }

    pub(super) fn words(&mut self, words: &str) -> Result<(), ReadError> {
        if self.fields.in_instruction() {
            return Ok(());
        }
        let heading = |open: &Open| open.heading.or(open.style.heading).is_some() || open.style.title;
        let Some(open) = self.open.last_mut() else { return Ok(()) };
        if let Some(key) = open.run.own_sign.take() {
            self.labels.insert(key, words.trim().to_owned());
            return Ok(());
        }
        let mut toggles = open.run.toggles.over(open.run.named);
        if !heading(open) {
            toggles = toggles.over(open.style.toggles);
        }
        self.bytes += words.len();
        self.limits.words(self.bytes)?;
        if let Some(reference) = self.fields.reference() {
            reference.show(words, toggles.look(), &self.tracked);
            return Ok(());
        }
        open.paragraph.push(words, toggles.look(), &self.tracked);
        if open.paragraph.pieces.len() > self.limits.pieces {
            return Err(ReadError::TooMuch { what: "runs of text", limit: self.limits.pieces as u64 });
        }
        if toggles.hidden == Some(true) && !words.trim().is_empty() {
            self.meet(Finding::HiddenText);
        }
        Ok(())
    }
}
