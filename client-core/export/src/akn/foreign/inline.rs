//! What stands in a paragraph.

use client_core::{
    import::source::{Piece, Shape, Tracked, TrackedKind},
    model::Style,
};

use super::{PASSED_OVER, Reader, Within};
use crate::{
    akn::tree::{Child, Node},
    json,
};

impl<'a> Reader<'a> {
    /// What stands in a paragraph.
    pub(super) fn inline(&mut self, node: &'a Node, within: Within, shape: &Shape) {
        for child in &node.children {
            let child = match child {
                Child::Words(words) => {
                    self.words(words, within.style);
                    continue;
                }
                Child::Element(at) => &self.tree.nodes[*at],
            };
            let mut inner = within;
            match child.name.as_str() {
                "authorialNote" => {
                    self.notes += 1;
                    self.called.push((self.notes, child));
                    if let Some(open) = &mut self.open {
                        open.pieces.push(Piece::Note(self.notes));
                    }
                    continue;
                }
                "br" | "eol" => {
                    self.words(" ", within.style);
                    continue;
                }
                // Another paragraph in this one: it stands behind, and what follows it stands behind that.
                "p" | "ul" | "ol" | "li" | "table" | "block" | "blockList" => {
                    self.end();
                    self.block(child, within);
                    self.begin(within, shape.clone());
                    continue;
                }
                name if PASSED_OVER.contains(&name) => {
                    self.left_out += 1;
                    continue;
                }
                "b" => inner.style.bold = true,
                "i" => inner.style.italic = true,
                "u" => inner.style.underline = true,
                _ => {}
            }
            let kind = match child.name.as_str() {
                "ins" => Some(TrackedKind::Insertion),
                "del" => Some(TrackedKind::Deletion),
                _ => None,
            };
            let marked = self.tracked.len();
            if let Some(kind) = kind {
                let who = child.get("refersTo").and_then(|to| to.split_whitespace().next()?.strip_prefix('#'));
                let author = who.and_then(|who| self.shown.get(who)).copied().unwrap_or_default();
                self.tracked.push(Tracked { kind, author: json::readable(author), at: 0, moved: None });
            }
            self.inline(child, inner, shape);
            self.tracked.truncate(marked);
        }
    }

    /// Words with white space as it is read, not as the document is indented.
    fn words(&mut self, words: &str, style: Style) {
        let Some(open) = &mut self.open else { return };
        let after_space = match open.pieces.last() {
            Some(Piece::Text { text, .. }) => text.ends_with(' '),
            Some(_) => false,
            None => true,
        };
        let begins = words.starts_with(char::is_whitespace) && !after_space;
        let ends = words.ends_with(char::is_whitespace);
        let inner = collapsed(words);
        let spaced = match (inner.is_empty(), begins, ends) {
            (true, true, _) => " ".to_owned(),
            (true, false, _) => String::new(),
            (false, begins, ends) => {
                format!("{}{inner}{}", if begins { " " } else { "" }, if ends { " " } else { "" })
            }
        };
        open.push(&spaced, style, &self.tracked);
    }
}

pub(super) fn collapsed(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
