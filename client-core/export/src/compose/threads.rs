//! Threads of comments, and where their words stand in the rows.

use std::{
    collections::{BTreeMap, HashMap},
    ops::Range,
};

use client_core::model::{Comment, CommentEntry, CommentId, CommentPlace, ParagraphId, Style};

use super::{
    Source,
    attribution::Names,
    cell::{Cell, What},
    lines::Line,
};
use crate::edition::{Remark, Role, Thread};

/// The threads in reading order, their places marked in the lines: those on the whole draft first, those whose place is not
/// printed last.
pub(super) fn place(lines: &mut [Line], source: &Source<'_>, names: &Names<'_>) -> Vec<Thread> {
    let mut begun: BTreeMap<CommentId, (usize, &Comment, Thread)> = BTreeMap::new();
    for (at, entry) in source.comments.iter().enumerate() {
        match entry {
            CommentEntry::Said(comment) => {
                let (.., thread) = begun.entry(comment.thread).or_insert_with(|| (at, comment, thread(comment)));
                thread.remarks.push(Remark {
                    by: comment.by.clone(),
                    delegation: names.print(&comment.delegation),
                    at: comment.at,
                    text: comment.text.clone(),
                });
            }
            CommentEntry::Settled(resolution) => {
                if let Some((.., thread)) = begun.get_mut(&resolution.thread) {
                    thread.resolved = resolution.resolved;
                }
            }
        }
    }
    let spots: HashMap<CommentId, &Range<usize>> = source.spots.iter().map(|(id, range)| (*id, range)).collect();
    let at_line: HashMap<ParagraphId, usize> =
        lines.iter().enumerate().map(|(at, line)| (line.paragraph.id, at)).collect();
    let mut found: Vec<(Rank, Option<Span>, Thread)> = Vec::new();
    for (id, (at, comment, mut thread)) in begun {
        let span = span(lines, &at_line, comment, spots.get(&id).copied());
        if let Some(span) = &span {
            thread.paragraph = Some(lines[span.line].paragraph.id);
        }
        let rank = match (&span, &comment.place) {
            (Some(span), _) => (1, span.line, span.cells.start, at),
            (None, CommentPlace::Draft) => (0, 0, 0, at),
            (None, _) => (2, 0, 0, at),
        };
        found.push((rank, span, thread));
    }
    found.sort_by_key(|(rank, ..)| *rank);
    let mut threads = Vec::with_capacity(found.len());
    let mut marks: BTreeMap<usize, Vec<(usize, u8, What)>> = BTreeMap::new();
    for (number, (_, span, thread)) in found.into_iter().enumerate() {
        if let Some(span) = span {
            let at = marks.entry(span.line).or_default();
            at.push((span.cells.start, 1, What::ThreadStart(number)));
            // Where one ends and another begins, the one that ends comes first; one without words ends behind its beginning.
            let order = if span.cells.is_empty() { 2 } else { 0 };
            at.push((span.cells.end, order, What::ThreadEnd(number)));
        }
        threads.push(thread);
    }
    for (line, mut at) in marks {
        at.sort();
        for (offset, _, what) in at.into_iter().rev() {
            let cell = Cell { what, style: Style::default(), role: Role::Words, revision: None, place: 0 };
            lines[line].row.insert(offset, cell);
        }
    }
    threads
}

type Rank = (u8, usize, usize, usize);

/// Where the words of a thread stand.
struct Span {
    line: usize,
    cells: Range<usize>,
}

fn thread(first: &Comment) -> Thread {
    Thread {
        id: first.thread,
        paragraph: first.place.paragraph(),
        quoted: first.quoted.clone(),
        resolved: false,
        remarks: Vec::new(),
    }
}

fn span(
    lines: &[Line],
    at_line: &HashMap<ParagraphId, usize>,
    comment: &Comment,
    spot: Option<&Range<usize>>,
) -> Option<Span> {
    match &comment.place {
        CommentPlace::Draft => None,
        CommentPlace::Bracket(id) => {
            let is = |cell: &Cell, opens: bool| match cell.role {
                Role::Open { bracket, .. } => opens && bracket == Some(*id),
                Role::Close { bracket, .. } => !opens && bracket == Some(*id),
                _ => false,
            };
            let open = |line: &Line| line.row.iter().position(|cell| is(cell, true));
            let (line, start) = lines.iter().enumerate().find_map(|(at, line)| Some((at, open(line)?)))?;
            let row = &lines[line].row;
            let end = row[start..].iter().position(|cell| is(cell, false)).map_or(row.len(), |end| start + end + 1);
            Some(Span { line, cells: start..end })
        }
        CommentPlace::Paragraph(id) => at_line.get(id).map(|line| whole(lines, *line)),
        CommentPlace::Words { paragraph, .. } => {
            let line = *at_line.get(paragraph)?;
            let row = &lines[line].row;
            let cells = spot.and_then(|spot| at_spot(row, spot)).or_else(|| quoted(row, &comment.quoted));
            Some(cells.map_or_else(|| whole(lines, line), |cells| Span { line, cells }))
        }
    }
}

fn whole(lines: &[Line], line: usize) -> Span {
    Span { line, cells: 0..lines[line].row.len() }
}

/// The cells that come from a range of the paragraph's content.
fn at_spot(row: &[Cell], spot: &Range<usize>) -> Option<Range<usize>> {
    let inside = |cell: &Cell| cell.role == Role::Words && spot.contains(&cell.place);
    let (start, end) = (row.iter().position(inside)?, row.iter().rposition(inside)?);
    Some(start..end + 1)
}

/// The cells of words, signs between them aside.
fn quoted(row: &[Cell], words: &str) -> Option<Range<usize>> {
    let wanted: Vec<char> = words.chars().filter(|c| !c.is_whitespace()).collect();
    let in_row = row.iter().enumerate().filter_map(|(at, cell)| match (cell.what, cell.role) {
        (What::Char(c), Role::Words) if !c.is_whitespace() => Some((at, c)),
        _ => None,
    });
    let in_row: Vec<(usize, char)> = in_row.collect();
    if wanted.is_empty() || wanted.len() > in_row.len() {
        return None;
    }
    let same = |window: &[(usize, char)]| window.iter().zip(&wanted).all(|((_, c), wanted)| c == wanted);
    let at = in_row.windows(wanted.len()).position(same)?;
    Some(in_row[at].0..in_row[at + wanted.len() - 1].0 + 1)
}
