//! Files made in memory, and drafts as lines that a test can compare.

use std::io::{Cursor, Write};

use client_core::{
    import::Imported,
    model::{
        Anchor, BracketId, Column, DelegationKind, Directory, DirectoryEntry, Draft, Inline, ParagraphId, Part, Wish,
        numbering,
    },
};
use client_core_import::{Options, Read, ReadError};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// A package of parts.
pub fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        zip.start_file(*name, options).expect("a part begins");
        zip.write_all(text.as_bytes()).expect("written");
    }
    zip.finish().expect("a package").into_inner()
}

const NAMESPACES: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:m="m" xmlns:mc="mc" xmlns:w14="w14" xmlns:w15="w15""#;

/// A part of a Word file.
pub fn part(root: &str, inside: &str) -> String {
    format!(r#"<?xml version="1.0" encoding="UTF-8"?><w:{root} {NAMESPACES}>{inside}</w:{root}>"#)
}

/// A Word file with this body and these other parts.
pub fn docx_with(body: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let document = part("document", &format!("<w:body>{body}</w:body>"));
    let mut all = vec![("[Content_Types].xml", "<Types/>"), ("word/document.xml", document.as_str())];
    all.extend(parts);
    package(&all)
}

/// A Word file with this body.
pub fn docx(body: &str) -> Vec<u8> {
    docx_with(body, &[])
}

/// A paragraph of one run.
pub fn p(words: &str) -> String {
    format!(r#"<w:p><w:r><w:t xml:space="preserve">{words}</w:t></w:r></w:p>"#)
}

/// Three delegations.
pub fn directory() -> Directory {
    let entry = |code: &str, name: &str| DirectoryEntry {
        code: code.into(),
        kind: DelegationKind::State,
        iso: None,
        names: [("en".to_owned(), name.to_owned())].into(),
        members: Vec::new(),
        part: Part::Member,
    };
    Directory::new(vec![entry("FRA", "France"), entry("JPN", "Japan")]).expect("a directory")
}

/// Reads a file with the three delegations known.
pub fn read(name: &str, bytes: &[u8]) -> Result<Read, ReadError> {
    let directory = directory();
    client_core_import::read(name, bytes, &Options { directory: Some(&directory), ..Options::default() })
}

/// The drafts, diagnostics and comments of a file.
pub fn told(name: &str, bytes: &[u8]) -> String {
    match read(name, bytes) {
        Ok(read) => dump(&read.imported),
        Err(error) => format!("error: {error}\n"),
    }
}

/// Everything that came in.
pub fn dump(imported: &Imported) -> String {
    let mut text: String = imported.drafts.iter().map(draft).collect();
    for found in &imported.diagnostics {
        text += &format!("{}:{} {:?} {}\n", found.place.line, found.place.column, found.severity, found.code);
    }
    for said in &imported.comments {
        let paragraphs = || imported.drafts.iter().flat_map(|draft| &draft.paragraphs);
        let at = said.paragraph.and_then(|id| paragraphs().position(|paragraph| paragraph.id == id));
        let at = at.map_or_else(|| "the draft".to_owned(), |at| format!("paragraph {at}"));
        let answers = said.answers.map(|which| format!(" answers {which}")).unwrap_or_default();
        text += &format!(
            "{} ({}) at {} on {at} {:?}{answers}: {}\n",
            said.author, said.delegation, said.at, said.quoted, said.text
        );
    }
    text
}

fn draft(draft: &Draft) -> String {
    let labels = numbering::labels(draft, "en");
    let mut text = format!("# {} | {} | {:?} | {}\n", draft.slug, draft.title, draft.kind, draft.language);
    for (column, name) in [(Column::Idea, "idea"), (Column::Text, "text"), (Column::Source, "source")] {
        if let Some(head) = draft.columns.get(&column) {
            text += &format!("{name}: {head}\n");
        }
    }
    for paragraph in &draft.paragraphs {
        let mut depth = 0;
        let mut parent = paragraph.parent;
        while let Some(found) = parent.and_then(|id| draft.paragraph(id)) {
            depth += 1;
            parent = found.parent;
        }
        let mut parts = vec![format!("{:?}", paragraph.kind)];
        if paragraph.level > 0 {
            parts.push(paragraph.level.to_string());
        }
        parts.extend(labels.get(&paragraph.id).cloned());
        parts.extend(paragraph.marker.as_ref().map(|marker| format!("({marker})")));
        parts.extend(paragraph.idea.as_ref().map(|idea| format!("<{idea}>")));
        parts.push(inline(draft, &paragraph.content));
        parts.extend(paragraph.sources.iter().map(|source| format!("<- {source}")));
        parts.extend(paragraph.added_in.map(|_| "(added)".to_owned()));
        parts.retain(|part| !part.is_empty());
        text += &format!("{}{}\n", "  ".repeat(depth), parts.join(" "));
    }
    text
}

/// Words with their anchors: `⟦` and `⟧`, after the opening one who opened it and what is wished.
fn inline(draft: &Draft, content: &[Inline]) -> String {
    let mut text = String::new();
    let opened = |id: &BracketId| {
        let Some(bracket) = draft.brackets.get(id) else { return "?".to_owned() };
        let mut said = Vec::new();
        if !bracket.opened_by.is_empty() {
            said.push(bracket.opened_by.clone());
        }
        if !bracket.delegation.is_empty() {
            said.push(format!("for {}", bracket.delegation));
        }
        if bracket.opened_at != 0 {
            said.push(format!("@{}", bracket.opened_at / 1000));
        }
        match (bracket.wish, bracket.inserts) {
            (_, true) => said.push("inserts".into()),
            (Wish::Delete, _) => said.push("deletes".into()),
            _ => {}
        }
        said.extend(bracket.package.clone());
        if said.is_empty() { String::new() } else { format!("{}: ", said.join(" ")) }
    };
    let sign = |id: &ParagraphId| draft.paragraph(*id).and_then(|note| note.marker.clone()).unwrap_or_default();
    for piece in content {
        match piece {
            Inline::Text { text: words, style } => {
                let mut words = words.clone();
                for (on, mark) in [(style.bold, '*'), (style.italic, '/'), (style.underline, '_')] {
                    if on {
                        words = format!("{mark}{words}{mark}");
                    }
                }
                text += &words;
            }
            Inline::Anchor(Anchor::Open(id)) => text += &format!("⟦{}", opened(id)),
            Inline::Anchor(Anchor::Close(_)) => text.push('⟧'),
            Inline::Anchor(Anchor::Or(_)) => text.push('|'),
            Inline::Anchor(Anchor::Split(_) | Anchor::Erased(_)) => {}
            Inline::Anchor(Anchor::Note(id)) => text += &format!("^{}^", sign(id)),
        }
    }
    text
}
