//! A paragraph while it is composed: one cell a character, so that it can be mended, compared and marked.

use std::rc::Rc;

use client_core::model::{ParagraphId, Style};

use crate::{
    edition::{Revision, Role, Run},
    repair::Glyph,
};

/// A character, or the call of a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cell {
    /// What stands there.
    pub what: What,
    /// How it is set.
    pub style: Style,
    /// What it is.
    pub role: Role,
    /// Whether it came or went.
    pub revision: Option<Rc<Revision>>,
    /// Where it comes from in the paragraph's own content, in code points.
    pub place: usize,
}

/// What stands in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum What {
    /// A character.
    Char(char),
    /// The call of a note.
    Note(ParagraphId),
    /// The words of a thread begin.
    ThreadStart(usize),
    /// The words of a thread end.
    ThreadEnd(usize),
}

impl Glyph for Cell {
    fn glyph(&self) -> char {
        match self.what {
            What::Char(c) => c,
            What::Note(_) | What::ThreadStart(_) | What::ThreadEnd(_) => '\u{fffc}',
        }
    }
}

/// The cells of some characters of one role.
pub(crate) fn cells(text: &str, style: Style, role: Role, place: usize) -> impl Iterator<Item = Cell> {
    text.chars().map(move |c| Cell { what: What::Char(c), style, role, revision: None, place })
}

/// Whether nothing but white space stands in a row.
pub(crate) fn is_blank(row: &[Cell]) -> bool {
    row.iter().all(|cell| cell.glyph().is_whitespace())
}

/// The runs of a row. `note` gives the index of a note.
pub(crate) fn runs(row: Vec<Cell>, note: impl Fn(ParagraphId) -> Option<usize>) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    // What the last run is a run of, so that neighbours join.
    let mut last: Option<(Style, Role, Option<Rc<Revision>>)> = None;
    for cell in row {
        let revision = || cell.revision.as_deref().cloned();
        match cell.what {
            What::Char(c) => {
                let same = last.as_ref().is_some_and(|(style, role, revision)| {
                    (*style, *role) == (cell.style, cell.role) && *revision == cell.revision
                });
                match runs.last_mut() {
                    // A sign is a run of its own, whatever stands beside it.
                    Some(Run::Text { text, .. }) if same && !is_sign(cell.role) => text.push(c),
                    _ => {
                        let revision = revision();
                        runs.push(Run::Text { text: c.into(), style: cell.style, role: cell.role, revision });
                        last = Some((cell.style, cell.role, cell.revision));
                    }
                }
            }
            What::Note(id) => {
                runs.extend(note(id).map(|note| Run::Note { note, revision: revision() }));
                last = None;
            }
            What::ThreadStart(thread) => {
                runs.push(Run::ThreadStart(thread));
                last = None;
            }
            What::ThreadEnd(thread) => {
                runs.push(Run::ThreadEnd(thread));
                last = None;
            }
        }
    }
    runs
}

fn is_sign(role: Role) -> bool {
    matches!(role, Role::Open { .. } | Role::Close { .. } | Role::Or { .. })
}
