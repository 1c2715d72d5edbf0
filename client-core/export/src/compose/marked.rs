//! What came and went between two moments: paragraph by paragraph, each found by its identity, and in a paragraph by the
//! words ([`client_core::redline`]).

mod authors;

use std::{collections::HashSet, ops::Range, rc::Rc};

use client_core::{
    model::{BracketId, ParagraphId, Style},
    redline::{Unit, differences, is_letter},
};
use similar::{Algorithm, DiffOp, capture_diff_slices};

use authors::Who;
pub(super) use authors::{Authors, Moment};

use super::{
    cell::{Cell, What},
    lines::Line,
};
use crate::edition::{Revision, Role};

/// The lines of the later moment, with what went since the earlier one at its place, all of it marked.
pub(super) fn mark(before: Vec<Line>, after: Vec<Line>, authors: &Authors<'_>) -> Vec<Line> {
    let ids = |lines: &[Line]| lines.iter().map(|line| line.paragraph.id).collect::<Vec<_>>();
    let (old, new) = (ids(&before), ids(&after));
    let still: HashSet<ParagraphId> = new.iter().copied().collect();
    let known: HashSet<ParagraphId> = old.iter().copied().collect();
    let mut before: Vec<Option<Line>> = before.into_iter().map(Some).collect();
    let mut after: Vec<Option<Line>> = after.into_iter().map(Some).collect();
    let mut marked = Vec::with_capacity(after.len());
    for op in capture_diff_slices(Algorithm::Myers, &old, &new) {
        let (from, to) = (op.old_range(), op.new_range());
        if let DiffOp::Equal { .. } = op {
            for (old, new) in from.zip(to) {
                if let (Some(old), Some(new)) = (before[old].take(), after[new].take()) {
                    marked.push(changed(old, new, authors));
                }
            }
            continue;
        }
        for old in before[from].iter_mut().filter_map(Option::take) {
            let moved = still.contains(&old.paragraph.id);
            marked.push(went(old, moved, authors));
        }
        for new in after[to].iter_mut().filter_map(Option::take) {
            let moved = known.contains(&new.paragraph.id);
            marked.push(came(new, moved, authors));
        }
    }
    marked
}

/// A paragraph that left, or that stands elsewhere now.
fn went(mut line: Line, moved: bool, authors: &Authors<'_>) -> Line {
    let revision = Rc::new(authors.paragraph(&line.paragraph, false, moved));
    line.row.iter_mut().for_each(|cell| cell.revision = Some(revision.clone()));
    line.revision = Some(revision);
    line.standing = None;
    if moved {
        // It stands in the text twice: where it was it is another.
        let own = Rc::make_mut(&mut line.paragraph);
        own.id = ParagraphId::derived(own.id.0, "moved from here");
    }
    line
}

/// A paragraph that came, or that stood elsewhere.
fn came(mut line: Line, moved: bool, authors: &Authors<'_>) -> Line {
    let revision = Rc::new(authors.paragraph(&line.paragraph, true, moved));
    line.row.iter_mut().for_each(|cell| cell.revision = Some(revision.clone()));
    line.revision = Some(revision);
    line
}

/// A paragraph that is there in both.
fn changed(before: Line, after: Line, authors: &Authors<'_>) -> Line {
    let (old, new) = (units(&before.row), units(&after.row));
    let mut row = Vec::with_capacity(after.row.len());
    let mut at = 0;
    for (gone, come) in readable(&old, differences(&old, &new, true)) {
        row.extend_from_slice(&after.row[at..come.start]);
        row.extend(authored(&before, gone, false, authors));
        row.extend(authored(&after, come.clone(), true, authors));
        at = come.end;
    }
    row.extend_from_slice(&after.row[at..]);
    Line { row, ..after }
}

/// The cells of a range with who is behind each. Spaces and stops that went or came where a decision took words away are of
/// whoever is behind those words.
fn authored(line: &Line, range: Range<usize>, inserted: bool, authors: &Authors<'_>) -> Vec<Cell> {
    let cells = &line.row[range];
    let mut found: Vec<Option<Who>> = Vec::with_capacity(cells.len());
    for (at, cell) in cells.iter().enumerate() {
        let same = at > 0
            && [cells[at - 1].role, cell.role] == [Role::Words; 2]
            && !authors.is_edge(line, cell.place, inserted);
        let who = if same { found[at - 1].clone() } else { authors.cell(line, cell, inserted) };
        found.push(who);
    }
    let contributed = authors.contributed(line.paragraph.id);
    let nearest = |at: usize| {
        let (before, after) = (found[..at].iter().rev(), found[at..].iter());
        before.chain(after).flatten().next().cloned()
    };
    let mut revisions: Vec<Rc<Revision>> = Vec::with_capacity(cells.len());
    for (at, cell) in cells.iter().enumerate() {
        let is_letter = matches!(cell.what, What::Char(c) if c.is_alphanumeric());
        let who = match &found[at] {
            Some(who) => Some(who.clone()),
            None if is_letter => contributed.clone().or_else(|| nearest(at)),
            None => nearest(at).or_else(|| contributed.clone()),
        };
        let revision = authors.revision(who, inserted);
        match revisions.last() {
            Some(last) if **last == revision => revisions.push(last.clone()),
            _ => revisions.push(Rc::new(revision)),
        }
    }
    let marked = cells.iter().zip(revisions);
    marked.map(|(cell, revision)| Cell { revision: Some(revision), ..cell.clone() }).collect()
}

/// Joins differences that have only a few characters of no sign between them: a sentence that is half new reads better as
/// one that went and one that came.
fn readable(old: &[Kept], found: Vec<(Range<usize>, Range<usize>)>) -> Vec<(Range<usize>, Range<usize>)> {
    let mut joined: Vec<(Range<usize>, Range<usize>)> = Vec::with_capacity(found.len());
    for (gone, come) in found {
        let replaces = |gone: &Range<usize>, come: &Range<usize>| !gone.is_empty() && !come.is_empty();
        match joined.last_mut() {
            Some((last_gone, last_come))
                if is_short(&old[last_gone.end..gone.start])
                    && (replaces(last_gone, last_come) || replaces(&gone, &come)) =>
            {
                (last_gone.end, last_come.end) = (gone.end, come.end);
            }
            _ => joined.push((gone, come)),
        }
    }
    joined
}

/// Whether what both have is a space, or a single character of a script without spaces.
fn is_short(between: &[Kept]) -> bool {
    let spaces = |unit: &Kept| matches!(unit.what, What::Char(c) if c.is_whitespace());
    let plain = between.iter().all(|unit| unit.sign.is_none() && matches!(unit.what, What::Char(_)));
    plain && (between.iter().all(spaces) || (between.len() == 1 && !between[0].is_letter()))
}

/// A cell as it is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Kept {
    what: What,
    style: Style,
    sign: Option<Sign>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Sign {
    Open(Option<BracketId>, usize),
    Close(Option<BracketId>, usize),
    Or(BracketId),
}

impl Unit for Kept {
    fn is_letter(&self) -> bool {
        matches!(self.what, What::Char(c) if is_letter(c))
    }

    fn is_pin(&self) -> bool {
        matches!(self.sign, Some(Sign::Open(..) | Sign::Close(..))) || matches!(self.what, What::Note(_))
    }
}

/// The cells as they are compared. One bracket may have been cut into pieces: they are counted.
fn units(row: &[Cell]) -> Vec<Kept> {
    let mut seen: Vec<Role> = Vec::new();
    let unit = |cell: &Cell| {
        let mut count = |same: Role| {
            seen.push(same);
            seen.iter().filter(|role| **role == same).count()
        };
        let sign = match cell.role {
            Role::Open { bracket, .. } => Some(Sign::Open(bracket, count(Role::Open { bracket, depth: 0 }))),
            Role::Close { bracket, .. } => Some(Sign::Close(bracket, count(Role::Close { bracket, depth: 0 }))),
            Role::Or { bracket } => Some(Sign::Or(bracket)),
            Role::Words | Role::Attribution => None,
        };
        Kept { what: cell.what, style: cell.style, sign }
    };
    row.iter().map(unit).collect()
}
