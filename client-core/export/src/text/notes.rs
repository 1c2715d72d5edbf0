//! Footnotes: they stand where they stand in the draft, under a rule; without it a `*` would begin an item of a list.

use std::collections::{BTreeSet, HashMap};

use client_core::model::ParagraphId;

use super::{Printer, separate};
use crate::edition::{Block, Edition, Paragraph, Run};

/// What is known of the notes while they are printed.
pub(super) struct Notes {
    /// Those that a reader of the text knows to be called: something stands right before their sign, and no letter right behind it.
    called: BTreeSet<usize>,
    /// The signs of those that were printed.
    signs: BTreeSet<String>,
    /// How long the text was behind the last one.
    end: usize,
}

impl Notes {
    /// Before the first is printed.
    pub fn of(edition: &Edition) -> Self {
        let mut called = BTreeSet::new();
        for block in &edition.blocks {
            match block {
                Block::Paragraph(paragraph) => calls(paragraph, &mut called),
                Block::Table(table) => {
                    let cells = table.rows.iter().flat_map(|row| row.cells.iter().flatten());
                    cells.for_each(|paragraph| calls(paragraph, &mut called));
                }
            }
        }
        Self { called, signs: BTreeSet::new(), end: 0 }
    }
}

/// Adds the notes that a paragraph calls.
fn calls(paragraph: &Paragraph, called: &mut BTreeSet<usize>) {
    let mut before = paragraph.label.chars().next_back();
    // The last note whose sign nothing stood behind so far.
    let mut open = None;
    for run in &paragraph.runs {
        match run {
            Run::Text { text, .. } => {
                let Some(next) = text.chars().next() else { continue };
                called.extend(open.take().filter(|_| !next.is_ascii_alphanumeric()));
                before = text.chars().next_back();
            }
            Run::Note { note, .. } => {
                open = before.filter(|before| !before.is_whitespace()).map(|_| *note);
                // Of two signs in a row a reader knows neither.
                before = None;
            }
            Run::ThreadStart(_) | Run::ThreadEnd(_) => {}
        }
    }
    called.extend(open);
}

impl Printer<'_> {
    /// The notes that stand behind a paragraph of the draft.
    pub(super) fn notes(
        &mut self,
        behind: &mut HashMap<Option<ParagraphId>, Vec<usize>>,
        paragraph: Option<ParagraphId>,
    ) {
        behind.remove(&paragraph).into_iter().flatten().for_each(|note| self.note(note));
    }

    /// A note. It goes on under the rule of the one before it where it cannot be mistaken for an item of a list: its sign is called, and
    /// no other note had it.
    pub(super) fn note(&mut self, number: usize) {
        let Some(note) = self.edition.notes.get(number) else { return };
        let words = self.runs(&note.runs);
        let is_new = self.notes.signs.insert(note.sign.clone());
        if !(is_new && self.notes.called.contains(&number) && self.notes.end == self.text.len()) || self.text.is_empty()
        {
            separate(&mut self.text);
            self.text.push_str("_____\n");
        }
        self.line("", &note.sign, &words);
        self.notes.end = self.text.len();
    }
}
