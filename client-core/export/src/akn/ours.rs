//! Reading what we wrote: `<proprietary>` says what each paragraph is, the document has the words.

use std::collections::HashMap;

use client_core::model::{Anchor, BracketId, Inline, InlineExt, ParagraphId, ProposalId, Style};

use super::{
    ReadError, place,
    tree::{Child, Node, Tree},
    xml::unescape,
};
use crate::{json, whole::Whole};

/// The draft of a document that we wrote; `None` for one that says nothing of the kind. Whether it fits together is for the caller
/// to ask.
pub(super) fn read(tree: &Tree, bytes: &[u8]) -> Result<Option<Whole>, ReadError> {
    let proprietary = tree.nodes.iter().filter(|node| node.name == "proprietary");
    let within = proprietary.flat_map(|node| &node.children).filter_map(|child| match child {
        Child::Element(at) => Some(&tree.nodes[*at]),
        Child::Words(_) => None,
    });
    let Some(register) = within.into_iter().find(|node| node.name == "draft") else { return Ok(None) };
    let mut whole = json::read_without_words(&unescape(&tree.words(register))).map_err(ReadError::Register)?;
    let known = whole.draft.paragraphs.iter().map(|paragraph| (paragraph.id, None)).collect();
    let mut reader = Reader { tree, bytes, content: known };
    for node in &tree.nodes {
        if matches!(node.name.as_str(), "preface" | "preamble" | "mainBody") {
            reader.element(node, Within::default())?;
        }
    }
    for paragraph in &mut whole.draft.paragraphs {
        match reader.content.remove(&paragraph.id).flatten() {
            Some(content) => paragraph.content = content.normalised(),
            None => {
                let what = format!("the document does not have the paragraph {} of <proprietary>", paragraph.id);
                return Err(wrong(bytes, register, what));
            }
        }
    }
    Ok(Some(whole))
}

/// Where the reading is.
#[derive(Clone, Copy, Default)]
struct Within {
    paragraph: Option<ParagraphId>,
    /// In an element whose words are those of the paragraph.
    words: bool,
    style: Style,
}

struct Reader<'a> {
    tree: &'a Tree,
    bytes: &'a [u8],
    /// What was read of each paragraph; `None` until its element comes.
    content: HashMap<ParagraphId, Option<Vec<Inline>>>,
}

impl Reader<'_> {
    fn element(&mut self, node: &Node, mut within: Within) -> Result<(), ReadError> {
        if let Some(id) = node.get("wId").and_then(|id| id.parse::<ParagraphId>().ok()) {
            let Some(content) = self.content.get_mut(&id) else {
                return Err(wrong(self.bytes, node, format!("<proprietary> does not have the paragraph {id}")));
            };
            if content.is_some() {
                return Err(wrong(self.bytes, node, format!("the paragraph {id} stands here once more")));
            }
            *content = Some(Vec::new());
            if node.name == "authorialNote" {
                self.push(node, within, Inline::Anchor(Anchor::Note(id)))?;
            }
            within = Within { paragraph: Some(id), ..Within::default() };
        }
        match node.name.as_str() {
            "num" => return Ok(()),
            "heading" if node.is_class("idea") => return Ok(()),
            "p" | "heading" => within.words = true,
            "b" => within.style.bold = true,
            "i" => within.style.italic = true,
            "u" => within.style.underline = true,
            "inline" if matches!(node.get("name"), Some("num" | "replacement")) => return Ok(()),
            "inline" | "marker" | "noteRef" => {
                if let Some(anchor) = anchor(node) {
                    return self.push(node, within, Inline::Anchor(anchor));
                }
            }
            _ => {}
        }
        for child in &node.children {
            match child {
                Child::Element(at) => self.element(&self.tree.nodes[*at], within)?,
                Child::Words(words) if within.words => {
                    self.push(node, within, Inline::Text { text: unescape(words), style: within.style })?;
                }
                Child::Words(words) if words.trim().is_empty() => {}
                Child::Words(_) => {
                    return Err(wrong(self.bytes, node, "there are words outside of a paragraph".into()));
                }
            }
        }
        Ok(())
    }

    fn push(&mut self, node: &Node, within: Within, piece: Inline) -> Result<(), ReadError> {
        let content = within.paragraph.and_then(|id| self.content.get_mut(&id)?.as_mut());
        match content {
            Some(content) => content.push(piece),
            None => return Err(wrong(self.bytes, node, "there are words outside of a paragraph".into())),
        }
        Ok(())
    }
}

/// The anchor that an element is; `None` for one that is none of ours.
fn anchor(node: &Node) -> Option<Anchor> {
    if node.name == "noteRef" {
        return node.get("note")?.parse().ok().map(Anchor::Note);
    }
    let name = node.get("refersTo")?.strip_prefix('#')?;
    let bracket = || name.strip_prefix("bracket_").and_then(|id| id.parse::<BracketId>().ok());
    match (node.get("name")?, node.get("class")) {
        ("bracket", Some("open")) => bracket().map(Anchor::Open),
        ("bracket", Some("close")) => bracket().map(Anchor::Close),
        ("bracket", Some("or")) => bracket().map(Anchor::Or),
        ("erased-or", _) => bracket().map(Anchor::Erased),
        ("split", _) => name.strip_prefix("proposal_")?.parse::<ProposalId>().ok().map(Anchor::Split),
        _ => None,
    }
}

fn wrong(bytes: &[u8], node: &Node, what: String) -> ReadError {
    let (line, column) = place(bytes, node.offset);
    ReadError::Body { line, column, what }
}
