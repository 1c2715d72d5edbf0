//! Editions by hand, and a reader of packages that shares nothing with the writer.

use std::{
    collections::BTreeMap,
    io::{Cursor, Read},
};

use client_core::model::{BracketId, CommentId, ParagraphId, ParagraphKind, Style, Timestamp};
use client_core_export::edition::{Block, Edition, Note, Paragraph, Remark, Revision, Role, Row, Run, Table, Thread};
use quick_xml::{Reader, events::Event};
use uuid::Uuid;

/// 4 January 2005, 11:04:05.
pub const JANUARY: Timestamp = 1_104_836_645_000;

pub fn id(number: u128) -> ParagraphId {
    ParagraphId(Uuid::from_u128(number))
}

pub fn paragraph(number: u128, kind: ParagraphKind, label: &str, runs: Vec<Run>) -> Paragraph {
    Paragraph {
        id: id(number),
        kind,
        level: 0,
        depth: 0,
        label: label.into(),
        runs,
        idea: String::new(),
        sources: Vec::new(),
        standing: None,
        revision: None,
    }
}

pub fn operative(number: u128, label: &str, runs: Vec<Run>) -> Block {
    Block::Paragraph(paragraph(number, ParagraphKind::Operative, label, runs))
}

pub fn text(text: &str) -> Run {
    set(text, Style::default(), Role::Words, None)
}

pub fn bold(text: &str) -> Run {
    set(text, Style { bold: true, ..Style::default() }, Role::Words, None)
}

pub fn set(text: &str, style: Style, role: Role, revision: Option<Revision>) -> Run {
    Run::Text { text: text.into(), style, role, revision }
}

pub fn open(depth: u16) -> Run {
    set("[", Style::default(), Role::Open { bracket: Some(bracket(depth)), depth }, None)
}

pub fn close(depth: u16) -> Run {
    set("]", Style::default(), Role::Close { bracket: Some(bracket(depth)), depth }, None)
}

pub fn or(depth: u16) -> Run {
    set("/", Style::default(), Role::Or { bracket: bracket(depth) }, None)
}

fn bracket(depth: u16) -> BracketId {
    BracketId(Uuid::from_u128(1000 + u128::from(depth)))
}

pub fn came(author: &str, at: Timestamp) -> Option<Revision> {
    Some(Revision { inserted: true, author: author.into(), at: Some(at) })
}

pub fn went(author: &str, at: Timestamp) -> Option<Revision> {
    Some(Revision { inserted: false, author: author.into(), at: Some(at) })
}

pub fn inserted(words: &str, author: &str) -> Run {
    set(words, Style::default(), Role::Words, came(author, JANUARY))
}

pub fn deleted(words: &str, author: &str) -> Run {
    set(words, Style::default(), Role::Words, went(author, JANUARY))
}

pub fn call(note: usize) -> Run {
    Run::Note { note, revision: None }
}

pub fn note(number: u128, sign: &str, words: &str) -> Note {
    Note { id: id(number), sign: sign.into(), runs: vec![text(words)], revision: None }
}

pub fn thread(number: u128, paragraph: Option<u128>, resolved: bool, remarks: &[(&str, &str, &str)]) -> Thread {
    let remark = |(by, delegation, text): &(&str, &str, &str)| Remark {
        by: (*by).into(),
        delegation: (*delegation).into(),
        at: JANUARY + 60_000,
        text: (*text).into(),
    };
    Thread {
        id: CommentId(Uuid::from_u128(number)),
        paragraph: paragraph.map(id),
        quoted: String::new(),
        resolved,
        remarks: remarks.iter().map(remark).collect(),
    }
}

pub fn table(rows: &[&[&str]]) -> Block {
    let mut number = 5000;
    let mut cell = |words: &&str| {
        number += 1;
        vec![paragraph(number, ParagraphKind::Cell, "", vec![text(words)])]
    };
    let rows = rows.iter().enumerate();
    let rows = rows.map(|(at, cells)| Row { head: at == 0, cells: cells.iter().map(&mut cell).collect() }).collect();
    Block::Table(Table { rows })
}

pub fn edition(language: &str, blocks: Vec<Block>) -> Edition {
    Edition {
        title: "A draft".into(),
        language: language.into(),
        labels: language.into(),
        blocks,
        ..Edition::default()
    }
}

/// Every paragraph of the blocks, in order.
pub fn blocks(edition: &Edition) -> impl Iterator<Item = &Paragraph> {
    edition.blocks.iter().flat_map(|block| match block {
        Block::Paragraph(paragraph) => vec![paragraph],
        Block::Table(table) => table.rows.iter().flat_map(|row| row.cells.iter().flatten()).collect(),
    })
}

/// What is printed of a paragraph: its label, its words, and how far it is if that is shown.
pub fn printed(paragraph: &Paragraph) -> String {
    let gap = match paragraph.kind {
        ParagraphKind::Title | ParagraphKind::Front => " ",
        _ => "\t",
    };
    let label = if paragraph.label.is_empty() { String::new() } else { format!("{}{gap}", paragraph.label) };
    let text = |run: &Run| if let Run::Text { text, .. } = run { text.clone() } else { String::new() };
    label + &paragraph.runs.iter().map(text).collect::<String>()
}

/// The parts of a package by name.
pub fn parts(docx: &[u8]) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(docx)).expect("an archive");
    let names: Vec<String> = archive.file_names().map(|name| name.expect("a name").into_owned()).collect();
    let mut read = |name: String| {
        let mut text = String::new();
        archive.by_name(&name).expect("a part").read_to_string(&mut text).expect("UTF-8");
        (name, text)
    };
    names.into_iter().map(&mut read).collect()
}

/// A paragraph of a part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Set {
    /// Its style.
    pub style: String,
    /// The name of its bookmark.
    pub bookmark: String,
    /// All words, those that went too. Tabulators and ends of lines are characters.
    pub words: String,
}

/// The paragraphs of a part, in order; what is between the elements of words does not count. Fails for what is no XML.
pub fn paragraphs(part: &str) -> Vec<Set> {
    let mut reader = Reader::from_str(part);
    let (mut found, mut open): (Vec<Set>, Vec<Set>) = (Vec::new(), Vec::new());
    let (mut in_words, mut depth) = (false, 0_usize);
    loop {
        let event = reader.read_event().expect("well-formed XML");
        let (element, is_empty) = match &event {
            Event::Start(start) => (start, false),
            Event::Empty(start) => (start, true),
            Event::End(end) => {
                depth -= 1;
                match end.name().as_ref() {
                    "w:t" | "w:delText" => in_words = false,
                    "w:p" => found.extend(open.pop()),
                    _ => {}
                }
                continue;
            }
            Event::Text(text) => {
                if let Some(set) = open.last_mut().filter(|_| in_words) {
                    set.words.push_str(text);
                }
                continue;
            }
            Event::GeneralRef(reference) => {
                let entity =
                    quick_xml::escape::unescape(&format!("&{};", &**reference)).expect("a known entity").into_owned();
                if let Some(set) = open.last_mut().filter(|_| in_words) {
                    set.words.push_str(&entity);
                }
                continue;
            }
            Event::Eof => break,
            _ => continue,
        };
        depth += usize::from(!is_empty);
        let value = |name: &str| {
            let mut attributes = element.attributes().map(|attribute| attribute.expect("an attribute"));
            let attribute = attributes.find(|attribute| attribute.key.as_ref() == name);
            attribute.map(|attribute| attribute.value.into_owned()).unwrap_or_default()
        };
        // Every attribute is looked at, so that one that is no XML is found.
        value("");
        match element.name().as_ref() {
            "w:p" if !is_empty => open.push(Set::default()),
            "w:t" | "w:delText" => in_words = !is_empty,
            name => {
                let Some(set) = open.last_mut() else { continue };
                match name {
                    "w:pStyle" => set.style = value("w:val"),
                    "w:bookmarkStart" => set.bookmark = value("w:name"),
                    // Those of the style `Header` are in its definition; in a run it is a character.
                    "w:tab" => set.words.push('\t'),
                    "w:br" => set.words.push('\n'),
                    _ => {}
                }
            }
        }
    }
    assert_eq!(depth, 0, "every element is closed");
    found
}
