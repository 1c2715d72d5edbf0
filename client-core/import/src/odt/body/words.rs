//! The words of the text: as they stand, and those that were deleted at a place.

use client_core::{
    import::source::{Piece, Shape, Tracked, TrackedKind},
    model::Style,
};

use super::Walker;
use crate::{date, error::ReadError, met::Finding, xml::Tag};

impl Walker<'_> {
    pub(super) fn text(&mut self, text: &str) -> Result<(), ReadError> {
        if let Some((which, field)) = self.comment {
            if let Some(comment) = self.source.comments.get_mut(which) {
                match field {
                    "creator" => comment.author.push_str(text.trim()),
                    "date" => comment.at = date::millis(text).unwrap_or(0),
                    _ => comment.text.push_str(text),
                }
            }
            return Ok(());
        }
        if self.citation {
            return Ok(());
        }
        // Line breaks and runs of spaces in the file are one space.
        let mut collapsed = String::with_capacity(text.len());
        let mut space = self.open.last().is_none_or(|open| match open.paragraph.pieces.last() {
            Some(Piece::Text { text, .. }) => text.ends_with(' '),
            Some(_) => false,
            None => true,
        });
        for c in text.chars() {
            let white = matches!(c, ' ' | '\t' | '\n' | '\r');
            if !(white && space) {
                collapsed.push(if white { ' ' } else { c });
            }
            space = white;
        }
        self.words(&collapsed)
    }

    pub(super) fn words(&mut self, words: &str) -> Result<(), ReadError> {
        let tracked: Vec<Tracked> = self.tracked.iter().map(|(_, tracked)| tracked.clone()).collect();
        self.tracked_words(words, &tracked)
    }

    pub(super) fn tracked_words(&mut self, words: &str, tracked: &[Tracked]) -> Result<(), ReadError> {
        self.bytes += words.len();
        self.limits.words(self.bytes)?;
        if let Some((which, _)) = self.comment {
            self.source.comments.iter_mut().skip(which).take(1).for_each(|comment| comment.text.push_str(words));
            return Ok(());
        }
        let limit = self.limits.pieces;
        let Some(open) = self.open.last_mut() else { return Ok(()) };
        let heading = matches!(open.paragraph.shape, Shape::Heading(_) | Shape::Title);
        let mut look = if heading { Style::default() } else { open.said.look };
        let mut hidden = open.said.hidden;
        for span in &open.spans {
            look.bold |= span.look.bold;
            look.italic |= span.look.italic;
            look.underline |= span.look.underline;
            hidden |= span.hidden;
        }
        if let Some(reference) = self.fields.reference() {
            reference.show(words, look, tracked);
            return Ok(());
        }
        open.paragraph.push(words, look, tracked);
        if open.paragraph.pieces.len() > limit {
            return Err(ReadError::TooMuch { what: "runs of text", limit: limit as u64 });
        }
        if hidden && !words.trim().is_empty() {
            self.meet(Finding::HiddenText);
        }
        Ok(())
    }

    /// Words that were deleted at this place.
    pub(super) fn gone(&mut self, tag: &Tag<'_>) -> Result<(), ReadError> {
        let id = tag.get("text:change-id").unwrap_or_default();
        let Some(change) = self.changes.get(&id).filter(|change| change.tracked.kind == TrackedKind::Deletion) else {
            return Ok(());
        };
        let mut tracked: Vec<Tracked> = self.tracked.iter().map(|(_, tracked)| tracked.clone()).collect();
        tracked.push(change.tracked.clone());
        if change.gone.len() > 1 {
            self.meet(Finding::DeletedParagraphs);
        }
        for (at, words) in change.gone.iter().enumerate() {
            if at > 0 && !words.is_empty() {
                self.tracked_words("\n", &tracked)?;
            }
            self.tracked_words(words, &tracked)?;
        }
        Ok(())
    }
}
