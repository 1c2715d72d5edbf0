//! Paragraphs and the items of lists.

use client_core::import::source::{Cell, Paragraph, Piece, Shape};

use super::{Open, UnderWay, Walker};
use crate::{error::ReadError, xml::Tag};

impl Walker<'_> {
    pub(super) fn open_paragraph(&mut self, name: &str, tag: &Tag<'_>) {
        if let Some((which, _)) = self.comment {
            if let Some(comment) = self.source.comments.get_mut(which).filter(|comment| !comment.text.is_empty()) {
                comment.text.push('\n');
            }
            return;
        }
        let said = tag.get("text:style-name").map(|name| self.styles.of(&name)).unwrap_or_default();
        let mut paragraph = Paragraph { starts_page: said.page, ..Paragraph::default() };
        paragraph.identity = self.identity.take();
        if name == "text:h" {
            let level: u8 = tag.number("text:outline-level").unwrap_or(1);
            paragraph.shape = if said.title { Shape::Title } else { Shape::Heading(level.clamp(1, 9)) };
            let number = tag.get("text:is-list-header").is_none_or(|header| header != "true");
            let at = usize::from(level.clamp(1, 9)) - 1;
            if number && self.lists.is_empty() {
                let label = self.styles.outline.label(&mut self.headings, at, None);
                paragraph.label = Some(label).filter(|label| !label.is_empty());
            }
        } else if said.title {
            paragraph.shape = Shape::Title;
        }
        if let Some((label, depth)) = self.label.take() {
            paragraph.label = Some(label).filter(|label| !label.is_empty());
            paragraph.depth = depth;
            if paragraph.shape == Shape::Body && paragraph.label.is_some() {
                paragraph.shape = Shape::Item;
            }
        }
        if let Some(table) = self.tables.first().filter(|table| table.in_cell) {
            paragraph.shape =
                Shape::Cell(Cell { table: table.id, row: table.row, column: table.column, head: table.head });
        }
        if let Some(key) = self.notes.last() {
            paragraph.shape = Shape::Note(*key);
        }
        self.open.push(Open { paragraph, said, spans: Vec::new() });
    }

    pub(super) fn close_paragraph(&mut self) -> Result<(), ReadError> {
        if self.comment.is_some() {
            return Ok(());
        }
        let Some(open) = self.open.pop() else { return Ok(()) };
        let mut paragraph = open.paragraph;
        paragraph.place = self.place();
        self.pieces += 1 + paragraph.pieces.len();
        if self.pieces > self.limits.pieces {
            return Err(ReadError::TooMuch { what: "runs of text", limit: self.limits.pieces as u64 });
        }
        // A change that goes on behind the end of the paragraph took its end with it.
        if let Some((_, tracked)) = self.tracked.first() {
            let all = paragraph.pieces.iter().all(|piece| match piece {
                Piece::Text { tracked: by, .. } => by.first() == Some(tracked),
                _ => true,
            });
            paragraph.tracked = (all && !paragraph.pieces.is_empty()).then(|| tracked.clone());
        }
        self.source.paragraphs.push(paragraph);
        Ok(())
    }

    pub(super) fn list(&mut self, tag: &Tag<'_>) {
        let style = tag.get("text:style-name").or_else(|| self.lists.last().map(|list| list.style.clone()));
        let style = style.unwrap_or_default();
        let continued = tag.get("text:continue-list").and_then(|name| self.by_name.get(&name)).copied();
        let same = tag.get("text:continue-numbering").is_some_and(|value| value == "true");
        let counts = match self.lists.last() {
            Some(outer) => Some(outer.counts),
            None => continued.or(same.then(|| self.by_style.get(&style)).flatten().copied()),
        };
        self.lists.push(UnderWay { style, name: tag.get("xml:id"), counts: counts.unwrap_or_default(), start: None });
    }

    pub(super) fn item(&mut self, tag: &Tag<'_>, header: bool) {
        let depth = self.lists.len().saturating_sub(1);
        let Some(list) = self.lists.last_mut() else { return };
        list.start = tag.number("text:start-value");
        if header {
            self.label = None;
            return;
        }
        let label = match self.styles.lists.get(&list.style) {
            Some(style) => style.label(&mut list.counts, depth, list.start.take()),
            None => "•".into(),
        };
        self.label = Some((label, u8::try_from(depth).unwrap_or(u8::MAX)));
    }
}
