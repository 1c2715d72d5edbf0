//! Paragraphs, the cells that they are in, and how they and their runs are set.

use client_core::import::source::{Cell, Paragraph, Shape};

use super::{Open, Run, Walker, note};
use crate::{docx::styles::Said, error::ReadError, xml::Tag};

impl Walker<'_> {
    pub(super) fn open_paragraph(&mut self) {
        let mut paragraph = Paragraph { starts_page: std::mem::take(&mut self.page), ..Paragraph::default() };
        paragraph.identity = self.identity.take();
        // A paragraph in a table in a table belongs to the cell of the outer one.
        if let Some(table) = self.tables.first().filter(|table| table.in_row) {
            paragraph.shape =
                Shape::Cell(Cell { table: table.id, row: table.row, column: table.column, head: table.head });
        }
        if let Some(key) = self.note {
            paragraph.shape = note(key);
        }
        self.open.push(Open {
            paragraph,
            style: Said::default(),
            number: None,
            level: None,
            heading: None,
            in_properties: false,
            run: Run::default(),
        });
    }

    pub(super) fn close_paragraph(&mut self) -> Result<(), ReadError> {
        let Some(open) = self.open.pop() else { return Ok(()) };
        let mut paragraph = open.paragraph;
        paragraph.place = self.place();
        let number = open.number.or(open.style.number).filter(|number| self.parts.numbering.has(number));
        let level = open.level.or(open.style.level).unwrap_or(0);
        if let Some(number) = &number {
            let label = self.parts.numbering.label(&mut self.counted, number, level);
            paragraph.label = label.filter(|label| !label.is_empty());
            paragraph.depth = level;
        }
        if paragraph.shape == Shape::Body {
            paragraph.shape = match open.heading.or(open.style.heading) {
                _ if open.style.title => Shape::Title,
                Some(level) => Shape::Heading(level),
                None if paragraph.label.is_some() => Shape::Item,
                None => Shape::Body,
            };
        }
        self.pieces += 1 + paragraph.pieces.len();
        if self.pieces > self.limits.pieces {
            return Err(ReadError::TooMuch { what: "runs of text", limit: self.limits.pieces as u64 });
        }
        self.source.paragraphs.push(paragraph);
        Ok(())
    }

    /// A section says at its end how it begins: on a page of its own, when it says nothing.
    pub(super) fn end_section(&mut self) {
        let (first, continuous) = self.section;
        if !continuous && first > 0 {
            let own = self.source.paragraphs.get_mut(first).or(self.open.first_mut().map(|open| &mut open.paragraph));
            own.into_iter().for_each(|paragraph| paragraph.starts_page = true);
        }
        // The paragraph that it stands in is its last.
        self.section = (self.source.paragraphs.len() + 1, false);
    }

    pub(super) fn property(&mut self, name: &str, tag: &Tag<'_>) {
        let styles = &self.parts.styles;
        let Some(open) = self.open.last_mut() else { return };
        if open.run.in_properties {
            match name {
                "w:rStyle" => open.run.named = tag.get("w:val").map(|id| styles.of(&id).toggles).unwrap_or_default(),
                _ => open.run.toggles.read(name, tag),
            }
            return;
        }
        match name {
            "w:pStyle" => open.style = tag.get("w:val").map(|id| styles.of(&id)).unwrap_or_default(),
            "w:numId" => open.number = tag.get("w:val"),
            "w:ilvl" => open.level = tag.number("w:val"),
            "w:outlineLvl" => {
                let level: Option<u8> = tag.number("w:val").filter(|level| *level < 9);
                open.heading = level.map(|level| level + 1);
            }
            "w:pageBreakBefore" => open.paragraph.starts_page = true,
            _ => {}
        }
    }

    pub(super) fn table(&mut self, name: &str, tag: &Tag<'_>) {
        let Some(table) = self.tables.last_mut() else { return };
        match name {
            "w:tr" => (table.column, table.head, table.in_row) = (0, false, false),
            "w:tc" => (table.span, table.in_row) = (1, true),
            "w:gridSpan" => table.span = tag.number("w:val").unwrap_or(1),
            "w:gridBefore" => table.column = tag.number("w:val").unwrap_or(0),
            _ => table.head = !tag.get("w:val").is_some_and(|value| matches!(value.as_str(), "0" | "false")),
        }
    }
}
