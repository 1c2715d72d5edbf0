//! Lines -> blocks, tables and notes.

use std::{collections::HashMap, rc::Rc};

use client_core::model::{ParagraphId, ParagraphKind};

use super::{
    cell::{What, runs},
    lines::Line,
};
use crate::edition::{Block, Edition, Note, Paragraph, Row, Table};

/// Sorts the lines into the edition's blocks and notes.
pub(super) fn build(edition: &mut Edition, lines: Vec<Line>) {
    let (notes, text) = part(edition, lines);
    let numbers: HashMap<ParagraphId, usize> =
        notes.iter().enumerate().map(|(at, note)| (note.paragraph.id, at)).collect();
    let number = |id| numbers.get(&id).copied();
    edition.notes = notes
        .into_iter()
        .map(|line| Note {
            id: line.paragraph.id,
            sign: line.label,
            runs: runs(line.row.into_iter().filter(|cell| !matches!(cell.what, What::Note(_))).collect(), number),
            revision: line.revision.as_deref().cloned(),
        })
        .collect();
    let columns = edition.columns.is_some();
    let mut building = Building { blocks: Vec::new(), table: None };
    for line in text {
        let kind = line.paragraph.kind;
        let is_below = line.paragraph.parent.is_some();
        let paragraph = || paragraph(line, columns, number);
        match kind {
            ParagraphKind::Table => building.end_table(),
            ParagraphKind::HeadRow | ParagraphKind::Row => building.row(kind == ParagraphKind::HeadRow),
            ParagraphKind::Cell => building.cell(paragraph()),
            _ => building.paragraph(paragraph(), is_below),
        }
    }
    building.end_table();
    edition.blocks = building.blocks;
}

/// The notes in the order of their calls, those that nothing calls last; and the other lines.
fn part(edition: &mut Edition, lines: Vec<Line>) -> (Vec<Line>, Vec<Line>) {
    let mut last = None;
    let mut calls: HashMap<ParagraphId, usize> = HashMap::new();
    for line in &lines {
        if line.paragraph.kind == ParagraphKind::Note {
            edition.note_places.push((line.paragraph.id, last));
        } else {
            last = Some(line.paragraph.id);
            for cell in &line.row {
                if let What::Note(id) = cell.what {
                    let next = calls.len();
                    calls.entry(id).or_insert(next);
                }
            }
        }
    }
    let (mut notes, text): (Vec<Line>, Vec<Line>) =
        lines.into_iter().partition(|line| line.paragraph.kind == ParagraphKind::Note);
    notes.sort_by_key(|note| calls.get(&note.paragraph.id).copied().unwrap_or(usize::MAX));
    (notes, text)
}

fn paragraph(line: Line, columns: bool, number: impl Fn(ParagraphId) -> Option<usize>) -> Paragraph {
    let own = Rc::unwrap_or_clone(line.paragraph);
    Paragraph {
        id: own.id,
        kind: own.kind,
        level: own.level,
        depth: line.depth,
        label: line.label,
        runs: runs(line.row, number),
        idea: own.idea.filter(|_| columns).unwrap_or_default(),
        sources: if columns { own.sources } else { Vec::new() },
        standing: line.standing,
        revision: line.revision.as_deref().cloned(),
    }
}

/// The blocks so far, and the table that goes on.
struct Building {
    blocks: Vec<Block>,
    table: Option<Table>,
}

impl Building {
    fn end_table(&mut self) {
        let table = self.table.take().filter(|table| !table.rows.is_empty());
        self.blocks.extend(table.map(Block::Table));
    }

    fn row(&mut self, head: bool) {
        self.table.get_or_insert_default().rows.push(Row { head, cells: Vec::new() });
    }

    fn cell(&mut self, cell: Paragraph) {
        match self.table.as_mut().and_then(|table| table.rows.last_mut()) {
            Some(row) => row.cells.push(vec![cell]),
            // A cell outside a table: nothing is lost.
            None => self.blocks.push(Block::Paragraph(cell)),
        }
    }

    fn paragraph(&mut self, paragraph: Paragraph, is_below: bool) {
        let row = self.table.as_mut().and_then(|table| table.rows.last_mut());
        match row.filter(|_| is_below).and_then(|row| row.cells.last_mut()) {
            // What stands under a cell goes on in it.
            Some(cell) => cell.push(paragraph),
            None => {
                self.end_table();
                self.blocks.push(Block::Paragraph(paragraph));
            }
        }
    }
}
