//! What must be known before the first word is set: how each note is called, and where each thread of comments stands.

use std::collections::BTreeSet;

use client_core::model::ParagraphId;

use crate::edition::{Block, Edition, Paragraph, Run};

/// How a footnote is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Call {
    /// By the number that the word processor counts to.
    Counted,
    /// By a sign of its own.
    Sign(String),
    /// From nowhere: it is set behind the text.
    Never,
}

/// Where a thread stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// At its words.
    Words,
    /// At a whole paragraph.
    Paragraph(ParagraphId),
    /// At the call of a note: word processors have no comments inside of one.
    Note(usize),
    /// At the beginning of the text.
    Beginning,
}

/// What was found out about an edition.
pub(super) struct Plan {
    /// For each note.
    pub calls: Vec<Call>,
    /// For each note whether it is called again.
    pub again: Vec<bool>,
    /// For each thread.
    pub places: Vec<Place>,
}

impl Plan {
    /// Looks through an edition.
    pub fn of(edition: &Edition) -> Self {
        let paragraphs: Vec<&Paragraph> = paragraphs(edition).collect();
        let calls = calls(edition, &paragraphs);
        let places = places(edition, &paragraphs, &calls);
        Self { calls, again: again(edition, &paragraphs), places }
    }
}

/// Every paragraph of the blocks, in the order in which they are set.
pub(super) fn paragraphs(edition: &Edition) -> impl Iterator<Item = &Paragraph> {
    edition.blocks.iter().flat_map(|block| -> Box<dyn Iterator<Item = &Paragraph>> {
        match block {
            Block::Paragraph(paragraph) => Box::new(std::iter::once(paragraph)),
            Block::Table(table) => Box::new(table.rows.iter().flat_map(|row| row.cells.iter().flatten())),
        }
    })
}

fn calls(edition: &Edition, paragraphs: &[&Paragraph]) -> Vec<Call> {
    let mut calls = vec![Call::Never; edition.notes.len()];
    // What the word processor will count to next.
    let mut next = 1_u32;
    for run in paragraphs.iter().flat_map(|paragraph| &paragraph.runs) {
        let Run::Note { note, .. } = run else { continue };
        let (Some(call @ Call::Never), Some(sign)) = (calls.get_mut(*note), edition.notes.get(*note).map(sign)) else {
            continue;
        };
        *call = if sign == next.to_string() {
            next += 1;
            Call::Counted
        } else {
            Call::Sign(sign)
        };
    }
    calls
}

/// Which notes are called more than once, in the text or in another note.
fn again(edition: &Edition, paragraphs: &[&Paragraph]) -> Vec<bool> {
    let mut times = vec![0_usize; edition.notes.len()];
    let runs = paragraphs.iter().flat_map(|paragraph| &paragraph.runs);
    for run in runs.chain(edition.notes.iter().flat_map(|note| &note.runs)) {
        if let Run::Note { note, .. } = run
            && let Some(times) = times.get_mut(*note)
        {
            *times += 1;
        }
    }
    times.into_iter().map(|times| times > 1).collect()
}

/// The sign of a note in usual digits: it is raised where it is set. A note without a sign is called by an asterisk, since
/// nothing could be seen otherwise.
pub(super) fn sign(note: &crate::edition::Note) -> String {
    let usual = |c| match c {
        '⁰' => '0',
        '¹' => '1',
        '²' => '2',
        '³' => '3',
        '⁴'..='⁹' => char::from_digit(u32::from(c) - u32::from('⁰'), 10).unwrap_or(c),
        _ => c,
    };
    let sign: String = note.sign.trim().chars().map(usual).collect();
    if sign.is_empty() { "*".to_owned() } else { sign }
}

fn places(edition: &Edition, paragraphs: &[&Paragraph], calls: &[Call]) -> Vec<Place> {
    let mut seen = vec![Seen::Nothing; edition.threads.len()];
    let note_at = |id: ParagraphId| edition.notes.iter().position(|note| note.id == id);
    let known: BTreeSet<ParagraphId> = paragraphs.iter().map(|paragraph| paragraph.id).collect();
    for paragraph in paragraphs {
        for run in &paragraph.runs {
            let (thread, begins) = match run {
                Run::ThreadStart(thread) => (*thread, true),
                Run::ThreadEnd(thread) => (*thread, false),
                Run::Text { .. } | Run::Note { .. } => continue,
            };
            let Some(seen) = seen.get_mut(thread) else { continue };
            *seen = match (*seen, begins) {
                (Seen::Nothing, true) => Seen::Beginning(paragraph.id),
                (Seen::Beginning(_), false) => Seen::Both,
                (seen, _) => seen,
            };
        }
    }
    let at = |id: ParagraphId| match note_at(id) {
        Some(note) if calls.get(note) != Some(&Call::Never) => Some(Place::Note(note)),
        Some(_) => Some(Place::Paragraph(id)),
        None => known.contains(&id).then_some(Place::Paragraph(id)),
    };
    let place = |(thread, seen): (&crate::edition::Thread, Seen)| match seen {
        Seen::Both => Place::Words,
        Seen::Beginning(id) => at(id).unwrap_or(Place::Beginning),
        Seen::Nothing => thread.paragraph.and_then(at).unwrap_or(Place::Beginning),
    };
    edition.threads.iter().zip(seen).map(place).collect()
}

/// What of the words of a thread was met.
#[derive(Clone, Copy)]
enum Seen {
    Nothing,
    Beginning(ParagraphId),
    Both,
}
