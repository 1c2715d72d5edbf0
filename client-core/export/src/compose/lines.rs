//! The paragraphs of an edition as rows of cells, mended where a decision took something away.

use std::{
    collections::{HashMap, HashSet},
    rc::Rc,
};

use client_core::model::{
    Anchor, BracketId, BracketState, Draft, Inline, Numeral, Paragraph, ParagraphId, ParagraphKind, ParagraphStanding,
    Read, Standings, Style, read,
};

use super::{
    cell::{Cell, What, cells, is_blank},
    labels::Labels,
};
use crate::{
    Mode,
    edition::{Revision, Role},
    repair,
};

/// A paragraph as a row of cells.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    /// The paragraph: its words and anchors are those of the draft.
    pub paragraph: Rc<Paragraph>,
    /// The cells.
    pub row: Vec<Cell>,
    /// Its label; for a note its sign.
    pub label: String,
    /// How deep it stands under other paragraphs.
    pub depth: u8,
    /// Whether a decision took all its words away.
    pub emptied: bool,
    /// How far it is, where that is shown.
    pub standing: Option<ParagraphStanding>,
    /// Whether the whole paragraph came or went.
    pub revision: Option<Rc<Revision>>,
}

impl Line {
    /// The words and signs as they read. `sign` gives the sign of a note.
    pub fn text(&self, sign: impl Fn(ParagraphId) -> String) -> String {
        let mut text = String::new();
        for cell in &self.row {
            match cell.what {
                What::Char(c) => text.push(c),
                What::Note(id) => text.push_str(&sign(id)),
                What::ThreadStart(_) | What::ThreadEnd(_) => {}
            }
        }
        text
    }
}

/// Every paragraph that reads as something, containers included, as the text stands; nothing stands around the draft. For
/// whoever compares sentences.
pub(crate) fn printed(draft: &Draft, standings: &Standings, language: &str) -> Vec<Line> {
    let labels = Labels::new(draft, standings, Mode::AsItStands, language);
    Scan::new(draft, standings, Mode::AsItStands, &labels, 0).run(&read(draft, standings).paragraphs)
}

/// The paragraphs of an arranged draft as a mode prints them, in reading order, notes among them.
pub(crate) fn lines(draft: &Draft, standings: &Standings, mode: Mode, language: &str) -> Vec<Line> {
    let labels = Labels::new(draft, standings, mode, language);
    let reading = read(draft, standings);
    // Nothing inside a bracket around the whole draft is agreed.
    if !mode.shows_open() && !reading.around.is_empty() {
        return Vec::new();
    }
    let scan = Scan::new(draft, standings, mode, &labels, reading.around.len());
    let mut lines = scan.run(&reading.paragraphs);
    let mut under_cell = HashMap::new();
    let mut rows_gone = HashSet::new();
    let proposed = |paragraph: &Paragraph| {
        let bracket = paragraph.added_in.and_then(|id| draft.brackets.get(&id));
        bracket.is_some_and(|bracket| standings.of(bracket) == BracketState::Open)
    };
    lines.retain(|line| {
        let kind = line.paragraph.kind;
        // A row goes with all of its cells.
        let row_goes = matches!(kind, ParagraphKind::Row | ParagraphKind::HeadRow)
            && (line.emptied || (!mode.shows_open() && proposed(&line.paragraph)));
        if row_goes || line.paragraph.parent.is_some_and(|parent| rows_gone.contains(&parent)) {
            rows_gone.insert(line.paragraph.id);
            return false;
        }
        // A cell keeps its place in the row.
        let is_placed = kind.is_container() || kind == ParagraphKind::Cell;
        let inside = line.paragraph.parent.is_some_and(|parent| under_cell.contains_key(&parent));
        if kind == ParagraphKind::Cell || inside {
            under_cell.insert(line.paragraph.id, ());
        }
        // `Article 1` says what it has to say in its name.
        let named = matches!(line.paragraph.numeral, Some(Numeral::Named(_)));
        let blank = is_blank(&line.row) && (line.emptied || (!mode.shows_open() && !named));
        let undecided = mode == Mode::Agreed && labels.undecided.contains(&line.paragraph.id) && !inside;
        is_placed || !(blank || undecided)
    });
    for line in lines.iter_mut().filter(|line| labels.bracketed.contains(&line.paragraph.id)) {
        wrap(line, None, 0);
    }
    for (depth, id) in reading.around.iter().enumerate().rev() {
        around(&mut lines, *id, u16::try_from(depth).unwrap_or(u16::MAX));
    }
    lines
}

/// Puts the signs of a bracket around a whole version.
fn wrap(line: &mut Line, bracket: Option<BracketId>, depth: u16) {
    line.row.splice(0..0, cells("[", Style::default(), Role::Open { bracket, depth }, 0));
    line.row.extend(cells("]", Style::default(), Role::Close { bracket, depth }, usize::MAX));
}

/// Puts the signs of a bracket around everything.
fn around(lines: &mut [Line], id: BracketId, depth: u16) {
    let bracket = Some(id);
    let has_words =
        |line: &&mut Line| !line.paragraph.kind.is_container() && line.paragraph.kind != ParagraphKind::Note;
    if let Some(first) = lines.iter_mut().find(has_words) {
        first.row.splice(0..0, cells("[", Style::default(), Role::Open { bracket, depth }, 0));
    }
    if let Some(last) = lines.iter_mut().rev().find(has_words) {
        let end = last.row.iter().rposition(|cell| cell.what != What::Char(' ')).map_or(0, |at| at + 1);
        last.row.truncate(end);
        last.row.extend(cells("]", Style::default(), Role::Close { bracket, depth }, usize::MAX));
    }
}

/// One pass over the paragraphs: a bracket may go on from one to the next.
struct Scan<'a> {
    standings: &'a Standings,
    mode: Mode,
    labels: &'a Labels,
    depths: HashMap<ParagraphId, u8>,
    /// How many signs are around everything.
    around: usize,
}

impl<'a> Scan<'a> {
    fn new(draft: &Draft, standings: &'a Standings, mode: Mode, labels: &'a Labels, around: usize) -> Self {
        Self { standings, mode, labels, depths: depths(draft), around }
    }

    fn run(&self, paragraphs: &[Read<'_>]) -> Vec<Line> {
        let mut depth = 0;
        paragraphs.iter().map(|read| self.line(read, &mut depth)).collect()
    }

    fn line(&self, read: &Read<'_>, depth: &mut usize) -> Line {
        let id = read.paragraph.id;
        let shows = matches!(self.mode, Mode::Compilation | Mode::Marked);
        Line {
            row: self.row(read, depth),
            label: self.labels.of.get(&id).cloned().unwrap_or_default(),
            depth: self.depths.get(&id).copied().unwrap_or_default(),
            emptied: read.emptied,
            standing: self.standings.paragraphs.get(&id).copied().filter(|_| shows),
            revision: None,
            paragraph: Rc::new(read.paragraph.clone()),
        }
    }

    /// The words of one paragraph, signs included where the mode shows them.
    fn row(&self, read: &Read<'_>, depth: &mut usize) -> Vec<Cell> {
        let signs = self.mode.shows_open();
        let mut row: Vec<Cell> = Vec::new();
        let mut seams = Vec::new();
        // Offset in the content: it parts from that in the row where something is left out.
        let mut at = 0;
        let mut before: Option<&Inline> = None;
        for (piece, place) in read.content.iter().zip(&read.places) {
            let (end, written) = (at + piece_length(piece), row.len());
            let after_line = matches!(before, Some(Inline::Anchor(Anchor::Or(_))));
            before = Some(piece);
            let shown = signs || *depth == 0;
            let level = |depth: usize| u16::try_from(self.around + depth).unwrap_or(u16::MAX);
            let plain = Style::default();
            match piece {
                Inline::Text { text, style } if shown => {
                    let words = cells(text, *style, Role::Words, 0);
                    row.extend((*place..).zip(words).map(|(place, cell)| Cell { place, ..cell }));
                }
                Inline::Anchor(Anchor::Open(id)) => {
                    let role = Role::Open { bracket: Some(*id), depth: level(*depth) };
                    row.extend(cells("[", plain, role, *place).filter(|_| signs));
                    *depth += 1;
                }
                Inline::Anchor(Anchor::Close(id)) => {
                    *depth = depth.saturating_sub(1);
                    let role = Role::Close { bracket: Some(*id), depth: level(*depth) };
                    row.extend(cells("]", plain, role, *place).filter(|_| signs));
                }
                // Two lines beside each other were drawn at one place by two people.
                Inline::Anchor(Anchor::Or(_))
                    if after_line && row.last().is_some_and(|cell| cell.what == What::Char('/')) => {}
                Inline::Anchor(Anchor::Or(bracket)) if shown => {
                    row.extend(cells("/", plain, Role::Or { bracket: *bracket }, *place));
                }
                Inline::Anchor(Anchor::Note(note)) if shown => {
                    let what = What::Note(*note);
                    row.push(Cell { what, style: plain, role: Role::Words, revision: None, place: *place });
                }
                Inline::Text { .. }
                | Inline::Anchor(Anchor::Or(_) | Anchor::Note(_) | Anchor::Split(_) | Anchor::Erased(_)) => {}
            }
            seams.extend(read.seams.iter().filter(|seam| (at..end).contains(seam)).map(|seam| written + seam - at));
            if row.len() == written {
                seams.push(written);
            }
            at = end;
        }
        seams.extend(read.seams.iter().filter(|seam| **seam >= at).map(|_| row.len()));
        repair::mend_all(&mut row, &seams);
        row
    }
}

fn piece_length(piece: &Inline) -> usize {
    piece.len()
}

/// How deep each paragraph stands under others: those of a table count from their cell.
fn depths(draft: &Draft) -> HashMap<ParagraphId, u8> {
    let mut depths: HashMap<ParagraphId, u8> = HashMap::new();
    for paragraph in &draft.paragraphs {
        let is_table = paragraph.kind.is_container() || paragraph.kind == ParagraphKind::Cell;
        let above = paragraph.parent.filter(|_| !is_table).and_then(|parent| depths.get(&parent));
        // Parents precede their children in reading order.
        depths.insert(paragraph.id, above.map_or(0, |above| above.saturating_add(1)));
    }
    depths
}
