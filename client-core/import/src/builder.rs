//! A source that grows paragraph by paragraph: for formats that are read as a stream of marks and words.

use std::collections::BTreeMap;

use client_core::{
    import::source::{Cell, Paragraph, Piece, Shape, Source, Tracked},
    model::{Diagnostic, Place, Severity, Style},
};

use crate::{error::ReadError, limits::Limits};

/// The deepest list that is told apart.
const DEEPEST: u8 = 32;

pub(crate) struct Builder<'a> {
    pub source: Source,
    limits: &'a Limits,
    pieces: usize,
    /// Bytes of words so far.
    bytes: usize,
    open: Option<Paragraph>,
    /// How many marks of each style are open.
    pub bold: usize,
    pub italic: usize,
    pub underline: usize,
    pub tracked: Vec<Tracked>,
    /// The label and depth that the next paragraph takes.
    pub label: Option<(String, u8)>,
    /// Tables under way; only the outermost counts.
    tables: usize,
    tables_seen: u32,
    cell: Cell,
    in_cell: bool,
    pub note: Option<u32>,
    /// The next paragraph with words begins a page: a rule or a break stands before it.
    pub page: bool,
    notes: BTreeMap<String, u32>,
}

impl<'a> Builder<'a> {
    pub fn new(limits: &'a Limits) -> Self {
        Self {
            source: Source::default(),
            limits,
            pieces: 0,
            bytes: 0,
            open: None,
            bold: 0,
            italic: 0,
            underline: 0,
            tracked: Vec::new(),
            label: None,
            tables: 0,
            tables_seen: 0,
            cell: Cell { table: 0, row: 0, column: 0, head: false },
            in_cell: false,
            note: None,
            page: false,
            notes: BTreeMap::new(),
        }
    }

    pub fn place(&self) -> Place {
        Place { line: self.source.paragraphs.len() + 1, column: 1 }
    }

    pub fn say(&mut self, code: &'static str, severity: Severity, message: impl Into<String>, hint: &str) {
        let place = self.place();
        self.source.diagnostics.push(Diagnostic::new(code, severity, place, message, hint));
    }

    /// Begins a paragraph; the one under way ends.
    pub fn begin(&mut self, shape: Shape) -> Result<(), ReadError> {
        self.end()?;
        let shape = match (self.note, self.in_cell) {
            (Some(key), _) => Shape::Note(key),
            (None, true) => Shape::Cell(self.cell),
            (None, false) => shape,
        };
        let mut paragraph = Paragraph { shape, place: self.place(), ..Paragraph::default() };
        if let Some((label, depth)) = self.label.take() {
            paragraph.label = Some(label).filter(|label| !label.is_empty() && self.note.is_none());
            paragraph.depth = depth.min(DEEPEST);
            if paragraph.shape == Shape::Body {
                paragraph.shape = Shape::Item;
            }
        }
        self.open = Some(paragraph);
        Ok(())
    }

    /// Ends the paragraph under way. One without words is kept only as a cell, whose place it holds.
    pub fn end(&mut self) -> Result<(), ReadError> {
        let Some(paragraph) = self.open.take() else { return Ok(()) };
        let holds = matches!(paragraph.shape, Shape::Cell(_) | Shape::Note(_)) || paragraph.label.is_some();
        if paragraph.is_blank() && !holds {
            return Ok(());
        }
        self.pieces += 1 + paragraph.pieces.len();
        if self.pieces > self.limits.pieces {
            return Err(ReadError::TooMuch { what: "runs of text", limit: self.limits.pieces as u64 });
        }
        let in_text = !matches!(paragraph.shape, Shape::Note(_));
        let starts_page = in_text && !paragraph.is_blank() && std::mem::take(&mut self.page);
        self.source.paragraphs.push(Paragraph { starts_page, ..paragraph });
        Ok(())
    }

    /// Whether a cell of a table is under way, whose words may come in several paragraphs.
    pub fn in_cell(&self) -> bool {
        self.in_cell
    }

    /// The sign of the note under way, which stands before its words.
    pub fn sign(&mut self, sign: &str) -> Result<(), ReadError> {
        if self.open.is_none() {
            self.begin(Shape::Body)?;
        }
        if let (Some(_), Some(open)) = (self.note, &mut self.open) {
            open.label = Some(sign.trim().to_owned()).filter(|sign| !sign.is_empty());
        }
        Ok(())
    }

    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Adds words to the paragraph under way, or to a new one.
    pub fn words(&mut self, words: &str) -> Result<(), ReadError> {
        if self.open.is_none() {
            if words.trim().is_empty() {
                return Ok(());
            }
            self.begin(Shape::Body)?;
        }
        self.bytes += words.len();
        self.limits.words(self.bytes)?;
        let style = Style { bold: self.bold > 0, italic: self.italic > 0, underline: self.underline > 0 };
        if let Some(open) = &mut self.open {
            open.push(words, style, &self.tracked);
            if open.pieces.len() > self.limits.pieces {
                return Err(ReadError::TooMuch { what: "runs of text", limit: self.limits.pieces as u64 });
            }
        }
        Ok(())
    }

    /// Whether the last character of the paragraph under way is white space, or there is none.
    pub fn ends_in_space(&self) -> bool {
        match self.open.as_ref().and_then(|open| open.pieces.last()) {
            Some(Piece::Text { text, .. }) => text.ends_with(char::is_whitespace),
            Some(_) => false,
            None => true,
        }
    }

    /// The key of a note that the file calls by a name.
    pub fn key(&mut self, name: &str) -> u32 {
        let next = u32::try_from(self.notes.len()).unwrap_or(u32::MAX);
        *self.notes.entry(name.to_owned()).or_insert(next)
    }

    pub fn known_note(&self, name: &str) -> Option<u32> {
        self.notes.get(name).copied()
    }

    pub fn call(&mut self, key: u32) -> Result<(), ReadError> {
        if self.open.is_none() {
            self.begin(Shape::Body)?;
        }
        if let Some(open) = &mut self.open {
            open.pieces.push(Piece::Note(key));
        }
        Ok(())
    }

    pub fn table(&mut self) -> Result<(), ReadError> {
        self.end()?;
        if self.tables == 0 {
            self.cell = Cell { table: self.tables_seen, row: 0, column: 0, head: false };
            self.tables_seen += 1;
        }
        self.tables += 1;
        Ok(())
    }

    pub fn end_table(&mut self) -> Result<(), ReadError> {
        self.end()?;
        self.tables = self.tables.saturating_sub(1);
        self.in_cell &= self.tables > 0;
        Ok(())
    }

    pub fn row(&mut self, head: bool) {
        if self.tables == 1 {
            (self.cell.column, self.cell.head) = (0, head);
        }
    }

    pub fn end_row(&mut self) -> Result<(), ReadError> {
        if self.tables == 1 {
            self.end()?;
            self.cell.row += 1;
            self.in_cell = false;
        }
        Ok(())
    }

    /// Begins a cell; words may come in several paragraphs.
    pub fn cell(&mut self, head: bool) -> Result<(), ReadError> {
        if self.tables == 1 {
            self.end()?;
            self.in_cell = true;
            self.cell.head |= head;
            self.begin(Shape::Body)?;
        }
        Ok(())
    }

    pub fn end_cell(&mut self, span: u32) -> Result<(), ReadError> {
        if self.tables == 1 {
            self.end()?;
            self.in_cell = false;
            self.cell.column = self.cell.column.saturating_add(span.max(1));
        }
        Ok(())
    }
}
