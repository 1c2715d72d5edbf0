//! What stands behind the text: notes that nothing calls, the concordance, the list of what is open.

use client_core::model::{ParagraphId, ParagraphKind};

use super::{
    Setter,
    paragraphs::Place,
    plan::Call,
    runs::{Look, Piece},
    tables::{self, WIDTH},
    xml::Xml,
};
use crate::edition::{Paragraph, Run};

/// The columns of the concordance: before, after, contributors, reason.
const CONCORDANCE: [usize; 4] = [1417, 1417, 3402, WIDTH - 2 * 1417 - 3402];
/// The columns of the list of what is open: where, what, which words.
const OPEN: [usize; 3] = [1701, 1985, WIDTH - 1701 - 1985];
/// How much of the words of an open matter is printed, in characters.
const EXCERPT: usize = 160;

impl Setter<'_> {
    /// The notes that nothing calls.
    pub fn uncalled_notes(&mut self, xml: &mut Xml) {
        let edition = self.edition;
        let uncalled = |at: &usize| self.plan.calls.get(*at) == Some(&Call::Never);
        let uncalled: Vec<usize> = (0..edition.notes.len()).filter(uncalled).collect();
        if uncalled.is_empty() {
            return;
        }
        self.line(xml, "Heading2", self.words.notes, true, None);
        for note in uncalled.into_iter().filter_map(|at| edition.notes.get(at)) {
            let paragraph = Paragraph {
                id: note.id,
                kind: ParagraphKind::Note,
                level: 0,
                depth: 0,
                label: note.sign.clone(),
                runs: note.runs.iter().filter(|run| matches!(run, Run::Text { .. })).cloned().collect(),
                idea: String::new(),
                sources: Vec::new(),
                standing: None,
                revision: note.revision.clone(),
            };
            self.paragraph(xml, &paragraph, Place::Page);
        }
    }

    /// From old labels to new ones.
    pub fn concordance(&mut self, xml: &mut Xml) {
        let edition = self.edition;
        if edition.concordance.is_empty() {
            return;
        }
        let words = self.words;
        let heads = [words.before, words.after, words.contributors, words.reason];
        self.list(xml, words.concordance, &CONCORDANCE, &heads, |setter, xml| {
            for line in &edition.concordance {
                let after = if line.after.is_empty() { "—" } else { &line.after };
                let contributors = line.contributors.join("; ");
                setter.list_row(xml, &CONCORDANCE, |setter, xml, column| match column {
                    0 => setter.line(xml, "TableText", &line.before, true, None),
                    1 => setter.linked(xml, after, line.id),
                    2 => setter.line(xml, "TableText", &contributors, false, None),
                    _ => setter.line(xml, "TableText", &line.reason, false, None),
                });
            }
        });
    }

    /// What is open.
    pub fn open_matters(&mut self, xml: &mut Xml) {
        let edition = self.edition;
        if edition.open.is_empty() {
            return;
        }
        let words = self.words;
        let heads = [words.place, words.kind, words.text];
        self.list(xml, words.open, &OPEN, &heads, |setter, xml| {
            for blocker in &edition.open {
                setter.list_row(xml, &OPEN, |setter, xml, column| match (column, blocker.paragraph) {
                    (0, Some(id)) => setter.linked(xml, &blocker.label, id),
                    (0, None) => setter.line(xml, "TableText", "—", true, None),
                    (1, _) => setter.line(xml, "TableText", setter.words.matter(blocker.kind), true, None),
                    _ => setter.line(xml, "TableText", &excerpt(&blocker.words), false, None),
                });
            }
        });
    }

    /// Where nothing was set, an empty paragraph, for the comments on the draft.
    pub fn empty_draft(&mut self, xml: &mut Xml) {
        let threads = self.threads_at(super::plan::Place::Beginning);
        xml.within("w:p", &[], |xml| {
            let place = super::plan::Place::Beginning;
            threads.iter().for_each(|thread| self.thread_start(xml, *thread, place));
            threads.iter().for_each(|thread| self.thread_end(xml, *thread, place));
        });
    }

    fn list(
        &mut self,
        xml: &mut Xml,
        heading: &str,
        widths: &[usize],
        heads: &[&str],
        rows: impl FnOnce(&mut Self, &mut Xml),
    ) {
        self.line(xml, "Heading1", heading, true, None);
        xml.within("w:tbl", &[], |xml| {
            self.table_form(xml, "DraftTable", widths);
            xml.within("w:tr", &[], |xml| {
                tables::row_form(xml, true, |_| {});
                for (head, width) in heads.iter().zip(widths) {
                    tables::cell(xml, *width, 1, |xml| self.line(xml, "TableHead", head, true, None));
                }
            });
            rows(self, xml);
        });
        tables::gap(xml);
    }

    fn list_row(&mut self, xml: &mut Xml, widths: &[usize], cell: impl Fn(&mut Self, &mut Xml, usize)) {
        xml.within("w:tr", &[], |xml| {
            for (column, width) in widths.iter().enumerate() {
                tables::cell(xml, *width, 1, |xml| cell(self, xml, column));
            }
        });
    }

    /// A label that leads to its paragraph, where that is in the text.
    fn linked(&mut self, xml: &mut Xml, label: &str, id: ParagraphId) {
        if !self.bookmarked.contains(&id) {
            return self.line(xml, "TableText", label, true, None);
        }
        let from_the_right = self.labels.is_from_the_right(label);
        let form = super::paragraphs::Form { style: "TableText", from_the_right, ..Default::default() };
        xml.within("w:p", &[], |xml| {
            self.form(xml, form, None);
            xml.within("w:hyperlink", &[("w:anchor", &Self::bookmark(id)), ("w:history", "1")], |xml| {
                let look = Look { is_label: true, ..Look::default() };
                self.pieces(xml, &[Piece::words(label, look, None)], from_the_right, false);
            });
        });
    }
}

/// The beginning of some words, in one line.
fn excerpt(words: &str) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let excerpt: String = words.chars().take(EXCERPT).collect();
    let more = if excerpt.len() < words.len() { "…" } else { "" };
    format!("{excerpt}{more}")
}
