//! What stands in a paragraph: words, the signs of brackets, footnotes.

use client_core::model::{Anchor, BracketId, Inline, Paragraph, Style};

use super::Writer;
use crate::akn::{
    marks::Mark,
    meta::{bracket_name, proposal_name},
};

impl<'a> Writer<'a> {
    /// The words of a paragraph and what stands between them.
    pub(super) fn words(&mut self, at: usize) {
        let paragraph: &'a Paragraph = &self.draft.paragraphs[at];
        for (piece_at, piece) in paragraph.content.iter().enumerate() {
            match piece {
                Inline::Text { text, style } => {
                    let mark = self.marks.get(&(at, piece_at)).copied();
                    self.styled(text, *style, mark);
                }
                Inline::Anchor(anchor) => self.anchor(*anchor, (at, piece_at)),
            }
        }
    }

    fn styled(&mut self, words: &str, style: Style, mark: Option<Mark>) {
        let mut open = 0;
        if let Some(mark) = mark {
            self.mark(mark);
            open += 1;
        }
        for (on, element) in [(style.bold, "b"), (style.italic, "i"), (style.underline, "u")] {
            if on {
                self.xml.open(element, &[]);
                open += 1;
            }
        }
        self.xml.words(words);
        for _ in 0..open {
            self.xml.close();
        }
    }

    fn mark(&mut self, mark: Mark) {
        let bracket = |id: BracketId| self.draft.brackets.get(&id);
        match mark {
            Mark::Proposed(id) | Mark::ToGo(id) => {
                let bracket = bracket(id);
                let who = bracket.map(|bracket| self.references.delegation(&bracket.delegation)).unwrap_or_default();
                let when = bracket.map(|bracket| self.references.period(bracket.opened_at)).unwrap_or_default();
                let element = if matches!(mark, Mark::Proposed(_)) { "ins" } else { "del" };
                self.xml.open(element, &[("refersTo", &who), ("period", &when)]);
            }
            Mark::Gone(id) => {
                let refers = format!("#{}", bracket_name(id));
                self.xml.open("span", &[("refersTo", &refers), ("status", "removed")]);
            }
        }
    }

    fn anchor(&mut self, anchor: Anchor, place: (usize, usize)) {
        let refers = |name: String| format!("#{name}");
        let full_width = |id: &BracketId| self.draft.brackets.get(id).is_some_and(|bracket| bracket.full_width);
        match anchor {
            Anchor::Open(id) => {
                let sign = if full_width(&id) { "［" } else { "[" };
                self.sign("open", &refers(bracket_name(id)), sign);
            }
            Anchor::Close(id) => {
                let sign = if full_width(&id) { "］" } else { "]" };
                if let Some(words) = self.whole.standings.replacements.get(&id) {
                    let attributes = [("name", "replacement"), ("refersTo", &refers(bracket_name(id)))];
                    self.xml.leaf("inline", &attributes, words);
                }
                self.sign("close", &refers(bracket_name(id)), sign);
            }
            Anchor::Or(id) => self.sign("or", &refers(bracket_name(id)), "/"),
            Anchor::Erased(id) => {
                self.xml.empty("marker", &[("name", "erased-or"), ("refersTo", &refers(bracket_name(id)))]);
            }
            Anchor::Split(id) => {
                self.xml.empty("marker", &[("name", "split"), ("refersTo", &refers(proposal_name(id)))]);
            }
            Anchor::Note(id) => match self.called.get(&place).copied() {
                Some(note) => self.note(note),
                None => {
                    let target = self.eids.get(&id).cloned().unwrap_or_default();
                    let sign = self.labels.get(&id).cloned().unwrap_or_default();
                    let (href, identity) = (refers(target), id.to_string());
                    self.xml.empty("noteRef", &[("href", &href), ("marker", &sign), ("adref:note", &identity)]);
                }
            },
        }
    }

    fn sign(&mut self, class: &str, refers: &str, sign: &str) {
        self.xml.leaf("inline", &[("name", "bracket"), ("class", class), ("refersTo", refers)], sign);
    }

    /// A footnote where it is called.
    fn note(&mut self, at: usize) {
        let id = self.draft.paragraphs[at].id;
        let sign = self.labels.get(&id).cloned().unwrap_or_default();
        let (eid, identity) = (self.eids.get(&id).cloned().unwrap_or_default(), id.to_string());
        let attributes = [("eId", &*eid), ("wId", &*identity), ("marker", &*sign), ("placement", "bottom")];
        self.xml.open("authorialNote", &attributes);
        self.xml.open("p", &[]);
        self.words(at);
        self.xml.close();
        self.xml.close();
    }
}
