//! The words of a Word file, in one pass without recursion: a paragraph may hold a text box with paragraphs of its own.

mod fields;
mod marks;
mod paragraphs;
mod words;

use std::collections::BTreeMap;

use client_core::{
    import::source::{Paragraph, Piece, Shape, Source, Tracked, TrackedKind},
    model::{ParagraphId, Place},
};

use marks::key;

use super::{
    Parts, instant, note,
    numbering::Counted,
    styles::{Said, Toggles},
};
use crate::{
    error::ReadError,
    fields::Fields,
    limits::Limits,
    met::{Finding, Met},
    references,
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
    /// Bytes of words so far.
    bytes: usize,
    /// Paragraphs under way, the outermost first.
    open: Vec<Open>,
    tables: Vec<Table>,
    tables_seen: u32,
    /// Tracked changes under way, the outermost first.
    tracked: Vec<Tracked>,
    /// Names of the moves under way.
    moves: Vec<String>,
    fields: Fields,
    identity: Option<ParagraphId>,
    page: bool,
    /// The first paragraph of the section under way, and whether that goes on on the page of the one before.
    section: (usize, bool),
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
            bytes: 0,
            open: Vec::new(),
            tables: Vec::new(),
            tables_seen: 0,
            tracked: Vec::new(),
            moves: Vec::new(),
            fields: Fields::default(),
            identity: None,
            page: false,
            section: (0, false),
            note: None,
            labels: BTreeMap::new(),
            met: Met::default(),
        }
    }

    /// Reads one part.
    pub fn walk(&mut self, mut xml: Xml<'_>, story: Story) -> Result<(), ReadError> {
        let (mut in_words, mut in_instruction) = (false, false);
        while let Some(node) = xml.next()? {
            match node {
                Node::Start(tag) => {
                    let name = tag.name();
                    match name.as_str() {
                        "w:t" | "w:delText" | "m:t" => in_words = true,
                        "w:instrText" | "w:delInstrText" => in_instruction = true,
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
                        "w:instrText" | "w:delInstrText" => in_instruction = false,
                        "w:footnote" | "w:endnote" => self.note = None,
                        _ => {}
                    }
                    self.end(&name)?;
                }
                Node::Text(words) if in_words => self.words(&words)?,
                Node::Text(words) if in_instruction => self.fields.instruction(&words),
                Node::Text(_) => {}
            }
        }
        self.open.clear();
        self.tables.clear();
        self.tracked.clear();
        self.fields.end_part();
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
            "w:fldChar" => self.field(tag),
            "w:fldSimple" => self.simple_field(tag),
            "w:bookmarkStart" => self.bookmark(tag),
            "w:bookmarkEnd" => self.fields.end_bookmark(&tag.get("w:id").unwrap_or_default()),
            "w:commentRangeStart" => self.comment(tag, Piece::CommentStart),
            "w:commentRangeEnd" => self.comment(tag, Piece::CommentEnd),
            "w:commentReference" => {
                // Some programs write the reference alone.
                self.comment(tag, Piece::CommentStart);
                self.comment(tag, Piece::CommentEnd);
            }
            "w:footnoteReference" | "w:endnoteReference" if story == Story::Main => self.call(name, tag)?,
            "w:type" => self.section.1 = tag.get("w:val").as_deref() == Some("continuous"),
            "w:txbxContent" => self.meet(Finding::TextBox),
            "w:altChunk" => self.meet(Finding::EmbeddedDocument),
            _ if self.open.last().is_some_and(|open| open.in_properties || open.run.in_properties) => {
                self.property(name, tag);
            }
            "w:tab" | "w:ptab" => {
                // In a cell the label before it is one of the words.
                let in_cell = |open: &Open| matches!(open.paragraph.shape, Shape::Cell(_));
                self.words(if self.open.last().is_some_and(in_cell) { " " } else { "\t" })?;
            }
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
            "w:sectPr" => self.end_section(),
            "w:fldSimple" => self.end_field(),
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

    /// Says what was met.
    pub fn finish(mut self) {
        std::mem::take(&mut self.fields).resolve(self.source);
        references::sign(self.source, &self.labels);
        self.source.diagnostics.extend(self.met.diagnostics());
    }
}
