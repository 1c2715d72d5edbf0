//! The words of a Word file, in one pass without recursion: a paragraph may hold a text box with paragraphs of its own.

use std::collections::BTreeMap;

use client_core::{
    import::source::{Cell, Paragraph, Piece, Shape, Source, Tracked, TrackedKind},
    model::{ParagraphId, Place},
};

use super::{
    Parts, instant, note,
    numbering::Counted,
    styles::{Said, Toggles},
};
use crate::{
    error::ReadError,
    limits::Limits,
    met::{Finding, Met},
    xml::{Node, Tag, Xml},
};

/// The beginning of the bookmarks with which our own export names paragraphs.
const BOOKMARK: &str = "_adref_";

/// Which part of the file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Story {
    Main,
    Footnotes,
    Endnotes,
}

/// Reads parts of a file into a source.
pub(super) struct Walker<'a> {
    parts: &'a Parts,
    limits: &'a Limits,
    source: &'a mut Source,
    counted: Counted,
    pieces: usize,
    /// Paragraphs under way, the outermost first.
    open: Vec<Open>,
    tables: Vec<Table>,
    tables_seen: u32,
    /// Tracked changes under way, the outermost first.
    tracked: Vec<Tracked>,
    /// Names of the moves under way.
    moves: Vec<String>,
    /// For each field under way: whether its instruction is being read, which is no text.
    fields: Vec<bool>,
    identity: Option<ParagraphId>,
    page: bool,
    note: Option<u32>,
    labels: BTreeMap<u32, String>,
    /// How often something was met that is said once.
    met: Met,
}

/// A paragraph under way.
struct Open {
    paragraph: Paragraph,
    style: Said,
    number: Option<String>,
    level: Option<u8>,
    heading: Option<u8>,
    /// In its properties, which also say how its end is set.
    in_properties: bool,
    run: Run,
}

#[derive(Default)]
struct Run {
    in_properties: bool,
    inside: bool,
    toggles: Toggles,
    named: Toggles,
    /// The note whose sign is written out in this run.
    own_sign: Option<u32>,
}

#[derive(Default)]
struct Table {
    id: u32,
    row: u32,
    column: u32,
    span: u32,
    head: bool,
    in_row: bool,
}

impl<'a> Walker<'a> {
    pub fn new(parts: &'a Parts, limits: &'a Limits, source: &'a mut Source) -> Self {
        Self {
            parts,
            limits,
            source,
            counted: Counted::default(),
            pieces: 0,
            open: Vec::new(),
            tables: Vec::new(),
            tables_seen: 0,
            tracked: Vec::new(),
            moves: Vec::new(),
            fields: Vec::new(),
            identity: None,
            page: false,
            note: None,
            labels: BTreeMap::new(),
            met: Met::default(),
        }
    }

    /// Reads one part.
    pub fn walk(&mut self, mut xml: Xml<'_>, story: Story) -> Result<(), ReadError> {
        let mut in_words = false;
        while let Some(node) = xml.next()? {
            match node {
                Node::Start(tag) => {
                    let name = tag.name();
                    match name.as_str() {
                        "w:t" | "w:delText" | "m:t" => in_words = true,
                        // The same once more for programs that cannot show the first form; what things were set like; how
                        // words are pronounced.
                        "mc:Fallback" | "w:pPrChange" | "w:rPrChange" | "w:sectPrChange" | "w:tblPrChange"
                        | "w:tcPrChange" | "w:trPrChange" | "w:numberingChange" | "w:rt" | "w:sdtPr" | "w:fldData" => {
                            if name.ends_with("Change") {
                                self.meet(Finding::FormatChange);
                            }
                            xml.skip()?;
                        }
                        "w:footnote" | "w:endnote" if story != Story::Main => {
                            if tag.get("w:type").is_some_and(|kind| kind != "normal") {
                                xml.skip()?;
                            } else {
                                self.note = tag.number("w:id").and_then(|id| key(id, story == Story::Endnotes));
                            }
                        }
                        _ => self.start(&name, &tag, story)?,
                    }
                }
                Node::End(name) => {
                    match name.as_ref() {
                        "w:t" | "w:delText" | "m:t" => in_words = false,
                        "w:footnote" | "w:endnote" => self.note = None,
                        _ => {}
                    }
                    self.end(&name)?;
                }
                Node::Text(words) if in_words => self.words(&words)?,
                Node::Text(_) => {}
            }
        }
        self.open.clear();
        self.tables.clear();
        self.tracked.clear();
        self.fields.clear();
        Ok(())
    }

    fn place(&self) -> Place {
        Place { line: self.source.paragraphs.len() + 1, column: 1 }
    }

    fn meet(&mut self, finding: Finding) {
        let place = self.place();
        self.met.note(finding, place);
    }

    fn start(&mut self, name: &str, tag: &Tag<'_>, story: Story) -> Result<(), ReadError> {
        match name {
            "w:p" => self.open_paragraph(),
            "w:pPr" => self.open.iter_mut().rev().take(1).for_each(|open| open.in_properties = !open.run.inside),
            "w:r" => {
                if let Some(open) = self.open.last_mut() {
                    open.run = Run { inside: true, ..Run::default() };
                }
            }
            "w:rPr" => {
                if let Some(open) = self.open.last_mut() {
                    open.run.in_properties = open.run.inside;
                }
            }
            "w:ins" | "w:moveTo" => self.change(TrackedKind::Insertion, tag, name == "w:moveTo"),
            "w:del" | "w:moveFrom" => self.change(TrackedKind::Deletion, tag, name == "w:moveFrom"),
            "w:moveFromRangeStart" | "w:moveToRangeStart" => self.moves.extend(tag.get("w:name")),
            "w:moveFromRangeEnd" | "w:moveToRangeEnd" => _ = self.moves.pop(),
            "w:tbl" => {
                self.tables.push(Table { id: self.tables_seen, ..Table::default() });
                self.tables_seen += 1;
            }
            "w:tr" | "w:tc" | "w:gridSpan" | "w:gridBefore" | "w:tblHeader" => self.table(name, tag),
            "w:fldChar" => match tag.get("w:fldCharType").as_deref() {
                Some("begin") => self.fields.push(true),
                Some("separate") => self.fields.iter_mut().rev().take(1).for_each(|instruction| *instruction = false),
                Some("end") => _ = self.fields.pop(),
                _ => {}
            },
            "w:bookmarkStart" => self.bookmark(tag),
            "w:commentRangeStart" => self.comment(tag, Piece::CommentStart),
            "w:commentRangeEnd" => self.comment(tag, Piece::CommentEnd),
            "w:commentReference" => {
                // Some programs write the reference alone.
                self.comment(tag, Piece::CommentStart);
                self.comment(tag, Piece::CommentEnd);
            }
            "w:footnoteReference" | "w:endnoteReference" if story == Story::Main => self.call(name, tag)?,
            "w:txbxContent" => self.meet(Finding::TextBox),
            "w:altChunk" => self.meet(Finding::EmbeddedDocument),
            _ if self.open.last().is_some_and(|open| open.in_properties || open.run.in_properties) => {
                self.property(name, tag);
            }
            "w:tab" | "w:ptab" => self.words("\t")?,
            "w:br" if tag.get("w:type").as_deref() == Some("page") => {
                self.page = true;
                self.words("\n")?;
            }
            "w:br" | "w:cr" => self.words("\n")?,
            "w:noBreakHyphen" => self.words("\u{2011}")?,
            "w:softHyphen" => self.words("\u{ad}")?,
            "w:sym" => self.symbol(tag)?,
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &str) -> Result<(), ReadError> {
        match name {
            "w:p" => self.close_paragraph()?,
            "w:pPr" => self.open.iter_mut().rev().take(1).for_each(|open| open.in_properties = false),
            "w:r" => self.open.iter_mut().rev().take(1).for_each(|open| open.run = Run::default()),
            "w:rPr" => self.open.iter_mut().rev().take(1).for_each(|open| open.run.in_properties = false),
            "w:ins" | "w:moveTo" | "w:del" | "w:moveFrom" if self.is_text_of_change() => _ = self.tracked.pop(),
            "w:tbl" => _ = self.tables.pop(),
            "w:tr" => self.tables.iter_mut().rev().take(1).for_each(|table| table.row += 1),
            "w:tc" => {
                if let Some(table) = self.tables.last_mut() {
                    table.column = table.column.saturating_add(table.span.max(1));
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn open_paragraph(&mut self) {
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

    fn close_paragraph(&mut self) -> Result<(), ReadError> {
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

    /// Whether a tracked change is one of words, and not of the end of a paragraph or of a row.
    fn is_text_of_change(&self) -> bool {
        !self.open.last().is_some_and(|open| open.in_properties || open.run.in_properties)
            && self.tables.last().is_none_or(|table| table.in_row)
    }

    fn change(&mut self, kind: TrackedKind, tag: &Tag<'_>, is_move: bool) {
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

    fn table(&mut self, name: &str, tag: &Tag<'_>) {
        let Some(table) = self.tables.last_mut() else { return };
        match name {
            "w:tr" => (table.column, table.head, table.in_row) = (0, false, false),
            "w:tc" => (table.span, table.in_row) = (1, true),
            "w:gridSpan" => table.span = tag.number("w:val").unwrap_or(1),
            "w:gridBefore" => table.column = tag.number("w:val").unwrap_or(0),
            _ => table.head = !tag.get("w:val").is_some_and(|value| matches!(value.as_str(), "0" | "false")),
        }
    }

    fn property(&mut self, name: &str, tag: &Tag<'_>) {
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

    fn bookmark(&mut self, tag: &Tag<'_>) {
        let name = tag.get("w:name").unwrap_or_default();
        let identity = name.strip_prefix(BOOKMARK).and_then(|hex| hex.parse().ok());
        match self.open.last_mut() {
            Some(open) if identity.is_some() => open.paragraph.identity = open.paragraph.identity.or(identity),
            // It stands before the paragraph that it names.
            None => self.identity = identity.or(self.identity),
            Some(_) => {}
        }
    }

    fn comment(&mut self, tag: &Tag<'_>, piece: fn(usize) -> Piece) {
        let which = tag.get("w:id").and_then(|id| self.parts.comments.get(&id));
        if let (Some(which), Some(open)) = (which, self.open.last_mut()) {
            open.paragraph.pieces.push(piece(*which));
        }
    }

    fn call(&mut self, name: &str, tag: &Tag<'_>) -> Result<(), ReadError> {
        let Some(key) = tag.number("w:id").and_then(|id| key(id, name == "w:endnoteReference")) else { return Ok(()) };
        if let Some(open) = self.open.last_mut() {
            open.paragraph.pieces.push(Piece::Note(key));
            if tag.get("w:customMarkFollows").is_some_and(|value| !matches!(value.as_str(), "0" | "false")) {
                open.run.own_sign = Some(key);
            }
        }
        Ok(())
    }

    /// A character that is named by its place in a font.
    fn symbol(&mut self, tag: &Tag<'_>) -> Result<(), ReadError> {
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

    fn words(&mut self, words: &str) -> Result<(), ReadError> {
        if self.fields.last().copied().unwrap_or(false) {
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
        open.paragraph.push(words, toggles.look(), &self.tracked);
        if open.paragraph.pieces.len() > self.limits.pieces {
            return Err(ReadError::TooMuch { what: "runs of text", limit: self.limits.pieces as u64 });
        }
        if toggles.hidden == Some(true) && !words.trim().is_empty() {
            self.meet(Finding::HiddenText);
        }
        Ok(())
    }

    /// Says what was met.
    pub fn finish(self) {
        for paragraph in &mut self.source.paragraphs {
            if let Shape::Note(key) = paragraph.shape
                && let Some(sign) = self.labels.get(&key).filter(|sign| !sign.is_empty())
            {
                paragraph.label = Some(sign.clone());
            }
        }
        self.source.diagnostics.extend(self.met.diagnostics());
    }
}

/// The key of a note: footnotes and endnotes are counted apart.
fn key(id: i64, endnote: bool) -> Option<u32> {
    u32::try_from(id).ok()?.checked_mul(2)?.checked_add(u32::from(endnote))
}
