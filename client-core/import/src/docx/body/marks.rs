//! What stands between words: tracked changes, bookmarks, comments, calls of notes.

use client_core::import::source::{Piece, Tracked, TrackedKind};

use super::{BOOKMARK, Walker, instant};
use crate::{error::ReadError, met::Finding, xml::Tag};

impl Walker<'_> {
    /// Whether a tracked change is one of words, and not of the end of a paragraph or of a row.
    pub(super) fn is_text_of_change(&self) -> bool {
        !self.open.last().is_some_and(|open| open.in_properties || open.run.in_properties)
            && self.tables.last().is_none_or(|table| table.in_row)
    }

    pub(super) fn change(&mut self, kind: TrackedKind, tag: &Tag<'_>, is_move: bool) {
        let moved = if is_move { self.moves.last().cloned() } else { None };
        let author = tag.get("w:author").unwrap_or_default().trim().to_owned();
        let tracked = Tracked { kind, author, at: instant(tag.get("w:date")), moved };
        if self.is_text_of_change() {
            self.tracked.push(tracked);
        } else if let Some(open) = self.open.last_mut() {
            open.paragraph.tracked = Some(tracked);
        } else {
            self.meet(Finding::TrackedRow);
        }
    }

    pub(super) fn bookmark(&mut self, tag: &Tag<'_>) {
        let name = tag.get("w:name").unwrap_or_default();
        let identity = name.strip_prefix(BOOKMARK).and_then(|hex| hex.parse().ok());
        match self.open.last_mut() {
            Some(open) if identity.is_some() => open.paragraph.identity = open.paragraph.identity.or(identity),
            // It stands before the paragraph that it names.
            None => self.identity = identity.or(self.identity),
            Some(_) => {}
        }
        if identity.is_none() {
            self.fields.begin_bookmark(tag.get("w:id").unwrap_or_default(), name);
        }
    }

    pub(super) fn comment(&mut self, tag: &Tag<'_>, piece: fn(usize) -> Piece) {
        let which = tag.get("w:id").and_then(|id| self.parts.comments.get(&id));
        if let (Some(which), Some(open)) = (which, self.open.last_mut()) {
            open.paragraph.pieces.push(piece(*which));
        }
    }

    pub(super) fn call(&mut self, name: &str, tag: &Tag<'_>) -> Result<(), ReadError> {
        let Some(key) = tag.number("w:id").and_then(|id| key(id, name == "w:endnoteReference")) else { return Ok(()) };
        self.fields.call(key);
        if let Some(open) = self.open.last_mut() {
            open.paragraph.pieces.push(Piece::Note(key));
            if tag.get("w:customMarkFollows").is_some_and(|value| !matches!(value.as_str(), "0" | "false")) {
                open.run.own_sign = Some(key);
            }
        }
        Ok(())
    }
}

/// The key of a note: footnotes and endnotes are counted apart.
pub(super) fn key(id: i64, endnote: bool) -> Option<u32> {
    u32::try_from(id).ok()?.checked_mul(2)?.checked_add(u32::from(endnote))
}
