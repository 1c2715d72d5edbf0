//! The table form of a draft: an idea at the left, the words, and at the right who proposed them. The extraction prints
//! the cells of a row one after the other.

use std::collections::BTreeMap;

use super::blocks::Block;
use crate::model::Column;

/// The longest line of the idea or source column, in characters.
pub(super) const NARROW: usize = 8;

/// A part of the text that is a document of its own.
pub(super) struct Segment {
    /// The heads of its columns; none for running text.
    pub columns: Option<BTreeMap<Column, String>>,
    /// Its blocks, the one with the heads of the columns left out.
    pub blocks: Vec<Block>,
    /// How many of the blocks stand before the heads of the columns.
    pub front: usize,
}

/// Reads the heads of the columns: `构思 案文`, `想法 案文草案 来源`.
pub(super) fn heads(text: &str) -> Option<BTreeMap<Column, String>> {
    if text.len() > 80 {
        return None;
    }
    let mut heads = BTreeMap::new();
    for word in text.split_whitespace() {
        let column = match word.to_lowercase().as_str() {
            "构思" | "想法" | "idea" | "ideas" => Column::Idea,
            "案文" | "案文草案" | "text" => Column::Text,
            "来源" | "source" | "sources" => Column::Source,
            _ => return None,
        };
        if heads.insert(column, word.into()).is_some() {
            return None;
        }
    }
    (heads.len() >= 2 && heads.contains_key(&Column::Text)).then_some(heads)
}

/// Cuts the text at the first page of each table form: what stands on that page before the heads of the columns is the
/// title and the front matter of the draft.
pub(super) fn segments(blocks: Vec<Block>) -> Vec<Segment> {
    let mut segments = vec![Segment { columns: None, blocks: Vec::new(), front: 0 }];
    for block in blocks {
        let found = heads(&block.words());
        let Some(current) = segments.last_mut() else { break };
        let Some(found) = found else {
            current.blocks.push(block);
            continue;
        };
        let page = current.blocks.iter().rposition(|block| block.starts_page).unwrap_or(0);
        let front = if page == 0 && current.columns.is_some() { Vec::new() } else { current.blocks.split_off(page) };
        segments.push(Segment { columns: Some(found), front: front.len(), blocks: front });
    }
    segments.retain(|segment| segment.columns.is_some() || !segment.blocks.is_empty());
    segments
}

/// Whether words are a source: governments, other stakeholders, a code of the action plan (`C3.1+2`), conclusions of the
/// task force (`TFFM结论6-11`). This vocabulary belongs to this family of documents.
pub(super) fn is_source(text: &str) -> bool {
    let mut rest: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    for word in ["其他利益相关方", "政府", "结论", "背景", "TFFM", "Conclusion", "OS", "G"] {
        rest = rest.replace(word, "/");
    }
    let is_separator = |c: char| "/;,、；，-–.+".contains(c);
    let mut bytes = rest.chars().peekable();
    while let Some(c) = bytes.next() {
        // A letter of a code stands before a digit: `C1A2`, `C3`.
        let code = c.is_ascii_uppercase() && bytes.peek().is_some_and(char::is_ascii_digit);
        if !(is_separator(c) || c.is_ascii_digit() || code) {
            return false;
        }
    }
    // A number alone is no source; `1.` is the number of a paragraph.
    !rest.is_empty() && text.chars().any(char::is_alphabetic)
}

/// Whether a block of the text can be a cell of the idea column: short lines of unstyled words without a sentence's end.
pub(super) fn is_idea(block: &Block) -> bool {
    block.widest < NARROW && is_idea_text(&block.glyphs)
}

/// Whether the words can be an idea that stands on one line with the paragraph that it is about.
pub(super) fn is_idea_text(glyphs: &[super::glyph::Glyph]) -> bool {
    !glyphs.is_empty()
        && glyphs.len() <= 3 * NARROW
        && glyphs.iter().all(|glyph| {
            !glyph.bold
                && !glyph.opens()
                && !glyph.closes()
                && !"。；：;:*+•●".contains(glyph.c)
                && !glyph.c.is_ascii_digit()
        })
        && glyphs.first().is_some_and(|glyph| glyph.c.is_alphabetic())
}
