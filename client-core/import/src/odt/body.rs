//! The words of an OpenDocument file, in one pass without recursion.

mod marks;
mod paragraphs;
mod words;

use std::collections::BTreeMap;

use client_core::{
    import::source::{Paragraph, Piece, Shape, Source, Tracked},
    model::{ParagraphId, Place},
};

use super::{
    changes::Change,
    lists::Counts,
    styles::{Said, Styles},
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

/// Reads the text into a source.
pub(super) struct Walker<'a> {
    styles: &'a Styles,
    changes: &'a BTreeMap<String, Change>,
    limits: &'a Limits,
    source: &'a mut Source,
    pieces: usize,
    /// Bytes of words so far.
    bytes: usize,
    open: Vec<Open>,
    /// Lists under way, the outermost first.
    lists: Vec<UnderWay>,
    /// How far lists were counted, by the style and by the name of each.
    by_style: BTreeMap<String, Counts>,
    by_name: BTreeMap<String, Counts>,
    headings: Counts,
    label: Option<(String, u8)>,
    tables: Vec<Table>,
    tables_seen: u32,
    tracked: Vec<(String, Tracked)>,
    notes: Vec<u32>,
    notes_seen: u32,
    fields: Fields,
    /// The signs of notes that are not counted.
    signs: BTreeMap<u32, String>,
    /// The call of a note is being read.
    citation: bool,
    comment: Option<(usize, &'static str)>,
    names: BTreeMap<String, usize>,
    identity: Option<ParagraphId>,
    met: Met,
}

struct Open {
    paragraph: Paragraph,
    said: Said,
    spans: Vec<Said>,
}

struct UnderWay {
    style: String,
    name: Option<String>,
    counts: Counts,
    start: Option<u32>,
}

#[derive(Default)]
struct Table {
    id: u32,
    row: u32,
    column: u32,
    span: u32,
    head: bool,
    in_cell: bool,
}

impl<'a> Walker<'a> {
    pub fn new(
        styles: &'a Styles,
        changes: &'a BTreeMap<String, Change>,
        limits: &'a Limits,
        source: &'a mut Source,
    ) -> Self {
        Self {
            styles,
            changes,
            limits,
            source,
            pieces: 0,
            bytes: 0,
            open: Vec::new(),
            lists: Vec::new(),
            by_style: BTreeMap::new(),
            by_name: BTreeMap::new(),
            headings: Counts::default(),
            label: None,
            tables: Vec::new(),
            tables_seen: 0,
            tracked: Vec::new(),
            notes: Vec::new(),
            notes_seen: 0,
            fields: Fields::default(),
            signs: BTreeMap::new(),
            citation: false,
            comment: None,
            names: BTreeMap::new(),
            identity: None,
            met: Met::default(),
        }
    }

    pub fn walk(&mut self, mut xml: Xml<'_>) -> Result<(), ReadError> {
        let mut in_body = false;
        while let Some(node) = xml.next()? {
            match node {
                Node::Start(tag) => {
                    let name = tag.name();
                    match name.as_str() {
                        "office:body" => in_body = true,
                        // What was deleted is read where the text names it; a table of contents says again what is said.
                        "text:tracked-changes"
                        | "text:sequence-decls"
                        | "office:forms"
                        | "text:table-of-content"
                        | "svg:title"
                        | "svg:desc"
                        | "text:ruby-text"
                        | "text:index-title"
                        | "office:event-listeners" => {
                            if name == "text:table-of-content" {
                                self.meet(Finding::Contents);
                            }
                            xml.skip()?;
                        }
                        _ if in_body => self.start(&name, &tag)?,
                        _ => {}
                    }
                }
                Node::End(name) => self.end(&name)?,
                Node::Text(words) if in_body => self.text(&words)?,
                Node::Text(_) => {}
            }
        }
        Ok(())
    }

    fn place(&self) -> Place {
        Place { line: self.source.paragraphs.len() + 1, column: 1 }
    }

    fn meet(&mut self, finding: Finding) {
        let place = self.place();
        self.met.note(finding, place);
    }

    fn start(&mut self, name: &str, tag: &Tag<'_>) -> Result<(), ReadError> {
        match name {
            "text:p" | "text:h" => self.open_paragraph(name, tag),
            "text:span" => {
                let said = tag.get("text:style-name").map(|name| self.styles.of(&name)).unwrap_or_default();
                self.open.iter_mut().rev().take(1).for_each(|open| open.spans.push(said));
            }
            "text:s" => self.words(&" ".repeat(tag.number::<usize>("text:c").unwrap_or(1).min(1_000)))?,
            "text:tab" => {
                // In a cell the label before it is one of the words.
                let in_cell = |open: &Open| matches!(open.paragraph.shape, Shape::Cell(_));
                self.words(if self.open.last().is_some_and(in_cell) { " " } else { "\t" })?;
            }
            "text:line-break" => self.words("\n")?,
            "text:list" => self.list(tag),
            "text:list-item" | "text:list-header" => self.item(tag, name == "text:list-header"),
            "text:note" => self.note(tag),
            "text:note-ref" => self.fields.refer(&tag.get("text:ref-name").unwrap_or_default()),
            // What LibreOffice does not know of a field of Word, it keeps as it is.
            "field:fieldmark-start" => self.fields.begin(),
            "field:param" if tag.get("field:name").is_some_and(|name| name.ends_with(".field.code")) => {
                self.fields.instruction(&tag.get("field:value").unwrap_or_default());
            }
            "field:fieldmark-separator" => self.fields.separate(),
            "field:fieldmark-end" => self.end_field(),
            "text:note-citation" => {
                self.citation = true;
                self.signs.extend(self.notes.last().copied().zip(tag.get("text:label")));
            }
            "office:annotation" => self.annotation(tag),
            "office:annotation-end" => {
                let which = tag.get("office:name").and_then(|name| self.names.get(&name)).copied();
                self.piece(which.map(Piece::CommentEnd));
            }
            "dc:creator" | "dc:date" if self.comment.is_some() => {
                let field = if name == "dc:creator" { "creator" } else { "date" };
                self.comment = self.comment.map(|(which, _)| (which, field));
            }
            "text:change-start" => {
                let id = tag.get("text:change-id").unwrap_or_default();
                if let Some(change) = self.changes.get(&id).filter(|_| self.tracked.len() < 64) {
                    self.tracked.push((id, change.tracked.clone()));
                }
            }
            "text:change-end" => {
                let id = tag.get("text:change-id").unwrap_or_default();
                self.tracked.retain(|(open, _)| *open != id);
            }
            "text:change" => self.gone(tag)?,
            "text:bookmark" | "text:bookmark-start" => self.bookmark(tag),
            "text:bookmark-end" => self.fields.end_bookmark(&tag.get("text:name").unwrap_or_default()),
            "table:table" => {
                self.tables.push(Table { id: self.tables_seen, ..Table::default() });
                self.tables_seen += 1;
            }
            "table:table-header-rows" => self.tables.iter_mut().rev().take(1).for_each(|table| table.head = true),
            "table:table-row" => self.tables.iter_mut().rev().take(1).for_each(|table| table.column = 0),
            "table:table-cell" => {
                if let Some(table) = self.tables.last_mut() {
                    (table.in_cell, table.span) = (true, tag.number("table:number-columns-spanned").unwrap_or(1));
                    // The cells that it covers are in the file, too.
                    table.span = 1;
                }
            }
            "table:covered-table-cell" => {
                let repeated = tag.number("table:number-columns-repeated").unwrap_or(1);
                if let Some(table) = self.tables.last_mut() {
                    table.span = repeated;
                }
            }
            "draw:text-box" => self.meet(Finding::TextBox),
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &str) -> Result<(), ReadError> {
        match name {
            "text:p" | "text:h" => self.close_paragraph()?,
            "text:span" => self.open.iter_mut().rev().take(1).for_each(|open| _ = open.spans.pop()),
            "text:list" => {
                if let Some(list) = self.lists.pop() {
                    if let Some(name) = list.name {
                        self.by_name.insert(name, list.counts);
                    }
                    // A list in a list is counted with it.
                    match self.lists.last_mut() {
                        Some(outer) => outer.counts = list.counts,
                        None => _ = self.by_style.insert(list.style, list.counts),
                    }
                }
                self.label = None;
            }
            "text:list-item" | "text:list-header" => self.label = None,
            "text:note" => _ = self.notes.pop(),
            "text:note-ref" => self.end_field(),
            "text:note-citation" => self.citation = false,
            "office:annotation" => self.comment = None,
            "dc:creator" | "dc:date" => self.comment = self.comment.map(|(which, _)| (which, "text")),
            "table:table" => _ = self.tables.pop(),
            "table:table-header-rows" => self.tables.iter_mut().rev().take(1).for_each(|table| table.head = false),
            "table:table-row" => self.tables.iter_mut().rev().take(1).for_each(|table| table.row += 1),
            "table:table-cell" | "table:covered-table-cell" => {
                if let Some(table) = self.tables.last_mut() {
                    table.in_cell &= name != "table:table-cell";
                    table.column = table.column.saturating_add(table.span.max(1));
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Says what was met.
    pub fn finish(self) {
        self.fields.resolve(self.source);
        references::sign(self.source, &self.signs);
        self.source.diagnostics.extend(self.met.diagnostics());
    }
}
