//! The words of an OpenDocument file, in one pass without recursion.

use std::collections::BTreeMap;

use client_core::{
    import::source::{Cell, Comment, Paragraph, Piece, Shape, Source, Tracked, TrackedKind},
    model::{ParagraphId, Place, Style},
};

use super::{
    lists::Counts,
    styles::{Said, Styles},
};
use crate::{
    date,
    error::ReadError,
    format::Format,
    limits::Limits,
    met::{Finding, Met},
    xml::{Node, Tag, Xml},
};

/// The beginning of the bookmarks with which our own export names paragraphs.
const BOOKMARK: &str = "_adref_";

/// A tracked change, which the text names by a key.
pub(super) struct Change {
    tracked: Tracked,
    /// What was deleted, paragraph by paragraph: it stands here and not in the text.
    gone: Vec<String>,
}

/// The tracked changes of a file.
pub(super) fn changes(text: &str) -> Result<BTreeMap<String, Change>, ReadError> {
    let mut found = BTreeMap::new();
    if !text.contains("<text:tracked-changes") {
        return Ok(found);
    }
    let mut xml = Xml::new(text, "content.xml", Format::Odt);
    let mut under_way: Option<(String, Change)> = None;
    let mut field: Option<&'static str> = None;
    let mut inside = false;
    let mut words = 0;
    while let Some(node) = xml.next()? {
        match node {
            Node::Start(tag) => match tag.name().as_str() {
                "text:tracked-changes" => inside = true,
                "text:changed-region" if inside => {
                    let id = tag.get("xml:id").or_else(|| tag.get("text:id")).unwrap_or_default();
                    let tracked = Tracked { kind: TrackedKind::Insertion, author: String::new(), at: 0, moved: None };
                    under_way = Some((id, Change { tracked, gone: Vec::new() }));
                }
                "text:deletion" => {
                    if let Some((_, change)) = &mut under_way {
                        change.tracked.kind = TrackedKind::Deletion;
                    }
                }
                "dc:creator" if inside => field = Some("creator"),
                "dc:date" if inside => field = Some("date"),
                "text:p" | "text:h" if inside => {
                    if let Some((_, change)) = &mut under_way {
                        change.gone.push(String::new());
                        words = change.gone.len();
                    }
                }
                "text:s" if words > 0 => add(&mut under_way, &" ".repeat(tag.number("text:c").unwrap_or(1).min(1_000))),
                "text:tab" if words > 0 => add(&mut under_way, "\t"),
                "text:line-break" if words > 0 => add(&mut under_way, "\n"),
                _ => {}
            },
            Node::End(name) => match name.as_ref() {
                "text:tracked-changes" => return Ok(found),
                "text:changed-region" => found.extend(under_way.take()),
                "dc:creator" | "dc:date" => field = None,
                "text:p" | "text:h" => words = 0,
                _ => {}
            },
            Node::Text(text) => match (field, &mut under_way) {
                (Some("creator"), Some((_, change))) => change.tracked.author.push_str(text.trim()),
                (Some(_), Some((_, change))) => change.tracked.at = date::millis(&text).unwrap_or(0),
                (None, Some(_)) if words > 0 => add(&mut under_way, &text),
                _ => {}
            },
        }
    }
    Ok(found)
}

fn add(under_way: &mut Option<(String, Change)>, words: &str) {
    if let Some(last) = under_way.as_mut().and_then(|(_, change)| change.gone.last_mut()) {
        last.push_str(words);
    }
}

/// Reads the text into a source.
pub(super) struct Walker<'a> {
    styles: &'a Styles,
    changes: &'a BTreeMap<String, Change>,
    limits: &'a Limits,
    source: &'a mut Source,
    pieces: usize,
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
    /// The sign of a note that is being read.
    citation: Option<String>,
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
            citation: None,
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
            "text:tab" => self.words("\t")?,
            "text:line-break" => self.words("\n")?,
            "text:list" => self.list(tag),
            "text:list-item" | "text:list-header" => self.item(tag, name == "text:list-header"),
            "text:note" => self.note(),
            "text:note-citation" => self.citation = Some(tag.get("text:label").unwrap_or_default()),
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
            "text:note-citation" => self.citation = None,
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

    fn text(&mut self, text: &str) -> Result<(), ReadError> {
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
        if self.citation.is_some() {
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

    fn words(&mut self, words: &str) -> Result<(), ReadError> {
        let tracked: Vec<Tracked> = self.tracked.iter().map(|(_, tracked)| tracked.clone()).collect();
        self.tracked_words(words, &tracked)
    }

    fn tracked_words(&mut self, words: &str, tracked: &[Tracked]) -> Result<(), ReadError> {
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
        open.paragraph.push(words, look, tracked);
        if open.paragraph.pieces.len() > limit {
            return Err(ReadError::TooMuch { what: "runs of text", limit: limit as u64 });
        }
        if hidden && !words.trim().is_empty() {
            self.meet(Finding::HiddenText);
        }
        Ok(())
    }

    fn piece(&mut self, piece: Option<Piece>) {
        if let (Some(piece), Some(open)) = (piece, self.open.last_mut()) {
            open.paragraph.pieces.push(piece);
        }
    }

    fn open_paragraph(&mut self, name: &str, tag: &Tag<'_>) {
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

    fn close_paragraph(&mut self) -> Result<(), ReadError> {
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

    fn list(&mut self, tag: &Tag<'_>) {
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

    fn item(&mut self, tag: &Tag<'_>, header: bool) {
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

    fn note(&mut self) {
        let key = self.notes_seen;
        self.notes_seen += 1;
        self.piece(Some(Piece::Note(key)));
        self.notes.push(key);
    }

    fn annotation(&mut self, tag: &Tag<'_>) {
        let which = self.source.comments.len();
        let parent = tag.get("loext:parent-name").and_then(|name| self.names.get(&name)).copied();
        self.source.comments.push(Comment { answers: parent, ..Comment::default() });
        self.piece(Some(Piece::CommentStart(which)));
        match tag.get("office:name") {
            Some(name) => _ = self.names.insert(name, which),
            None => self.piece(Some(Piece::CommentEnd(which))),
        }
        self.comment = Some((which, "text"));
    }

    /// Words that were deleted at this place.
    fn gone(&mut self, tag: &Tag<'_>) -> Result<(), ReadError> {
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

    fn bookmark(&mut self, tag: &Tag<'_>) {
        let name = tag.get("text:name").unwrap_or_default();
        let identity = name.strip_prefix(BOOKMARK).and_then(|hex| hex.parse().ok());
        match self.open.last_mut() {
            Some(open) if identity.is_some() => open.paragraph.identity = open.paragraph.identity.or(identity),
            None => self.identity = identity.or(self.identity),
            Some(_) => {}
        }
    }

    /// Says what was met.
    pub fn finish(self) {
        self.source.diagnostics.extend(self.met.diagnostics());
    }
}
