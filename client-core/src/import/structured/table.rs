//! Tables: the three-column form of a draft, and any other.

use std::collections::BTreeMap;

use super::{Reader, Unit, append};
use crate::import::{
    columns,
    glyph::{Glyph, words},
    raw::{Raw, marked},
    source::{Cell, Shape},
};
use crate::model::{Column, ParagraphKind};

/// The most columns that are filled up to; a file may say that a cell covers a million.
const WIDEST: u32 = 64;

/// The units of one cell with where they stand in the file.
type Units = Vec<(usize, Unit)>;

/// Whether a table of the file is in the form of a draft.
pub(super) fn has_heads(units: &[Unit]) -> bool {
    let mut at = 0;
    while let Some(unit) = units.get(at) {
        let Shape::Cell(first) = unit.shape else {
            at += 1;
            continue;
        };
        let row = |unit: &&Unit| matches!(unit.shape, Shape::Cell(cell) if (cell.table, cell.row) == (first.table, first.row));
        let length = units.iter().skip(at).take_while(row).count();
        let said: Vec<String> = units.iter().skip(at).take(length).map(|unit| words(&unit.glyphs)).collect();
        if columns::heads(&said.join(" ")).is_some() {
            return true;
        }
        at += length.max(1);
    }
    false
}

/// The cells of a table by row and column.
fn rows(units: Units) -> BTreeMap<u32, BTreeMap<u32, Units>> {
    let mut rows: BTreeMap<u32, BTreeMap<u32, Units>> = BTreeMap::new();
    for (at, unit) in units {
        if let Shape::Cell(Cell { row, column, .. }) = unit.shape {
            rows.entry(row).or_default().entry(column).or_default().push((at, unit));
        }
    }
    rows
}

fn said(units: &Units) -> String {
    let parts: Vec<String> =
        units.iter().map(|(_, unit)| words(&unit.glyphs)).filter(|words| !words.is_empty()).collect();
    parts.join(" ")
}

impl Reader<'_> {
    /// A table.
    pub(super) fn table(&mut self, units: Units) {
        let place = units.first().map_or(crate::import::findings::START, |(_, unit)| unit.place);
        let heads_rows =
            usize::from(units.iter().any(|(_, unit)| matches!(unit.shape, Shape::Cell(cell) if cell.head)));
        let rows = rows(units);
        let first = rows
            .values()
            .next()
            .map(|row| row.iter().map(|(column, units)| (*column, said(units))).collect::<Vec<_>>());
        let heads = first.and_then(|first| {
            let said: Vec<&str> = first.iter().map(|(_, said)| said.as_str()).collect();
            let heads = columns::heads(&said.join(" "))?;
            let column = |head: &String| first.iter().find(|(_, said)| said == head).map(|(column, _)| *column);
            let places: BTreeMap<u32, Column> =
                heads.iter().filter_map(|(kind, head)| Some((column(head)?, *kind))).collect();
            (places.len() == first.len()).then_some((heads, places))
        });
        match heads {
            Some((heads, places)) => {
                if self.draft.columns.is_empty() {
                    self.draft.columns = heads;
                }
                for row in rows.into_values().skip(1) {
                    self.form_row(row, &places);
                }
            }
            None => self.plain_table(rows, heads_rows, place),
        }
        (self.chapeau, self.holder) = (None, None);
        self.list.clear();
    }

    /// A row of the form of a draft: what the paragraph is about, its words, who proposed it.
    fn form_row(&mut self, row: BTreeMap<u32, Units>, places: &BTreeMap<u32, Column>) {
        let merged = row.len() == 1 && places.len() > 1;
        let (mut idea, mut sources, mut text) = (None, Vec::new(), Units::new());
        let mut place = None;
        for (column, units) in row {
            place = place.or(units.first().map(|(at, unit)| (*at, unit.place)));
            match places.get(&column).filter(|_| !merged) {
                Some(Column::Idea) => idea = Some(said(&units)).filter(|said| !said.is_empty()),
                Some(Column::Source) => {
                    sources =
                        units.iter().map(|(_, unit)| words(&unit.glyphs)).filter(|said| !said.is_empty()).collect();
                }
                Some(Column::Text) | None => text.extend(units),
            }
        }
        let mut first = None;
        for (at, unit) in text {
            if unit.glyphs.is_empty() && unit.label.is_none() {
                continue;
            }
            let index = self.paragraph(at, Unit { shape: inner(unit.shape.clone()), ..unit });
            first = first.or(Some(index));
        }
        if first.is_none() && (idea.is_some() || !sources.is_empty()) {
            // No words yet.
            let (at, place) = place.unwrap_or((0, crate::import::findings::START));
            first = Some(self.push(at, Raw::new(ParagraphKind::Placeholder, place)));
        }
        if let Some(raw) = first.and_then(|first| self.draft.paragraphs.get_mut(first)) {
            raw.idea = idea;
            raw.sources = sources;
        }
    }

    fn plain_table(&mut self, rows: BTreeMap<u32, BTreeMap<u32, Units>>, heads: usize, place: crate::model::Place) {
        let table = self.draft.push(Raw::new(ParagraphKind::Table, place));
        for (number, (_, cells)) in rows.into_iter().enumerate() {
            let kind = if number < heads { ParagraphKind::HeadRow } else { ParagraphKind::Row };
            let row = self.draft.push(Raw { parent: Some(table), ..Raw::new(kind, place) });
            let mut next = 0;
            for (column, units) in cells {
                for _ in next..column.min(next + WIDEST) {
                    self.draft.push(Raw { parent: Some(row), ..Raw::new(ParagraphKind::Cell, place) });
                }
                next = column.saturating_add(1);
                self.cell(row, units);
            }
        }
    }

    fn cell(&mut self, row: usize, units: Units) {
        let mut cell: Option<usize> = None;
        for (at, unit) in units {
            let found = cell.and_then(|_| marked(&unit.glyphs));
            let bullet = unit.label.as_deref() == Some("•");
            let place = unit.place;
            let glyphs = match (&unit.label, bullet) {
                (Some(label), false) => spelled(label, place).into_iter().chain(unit.glyphs).collect(),
                _ => unit.glyphs,
            };
            let raw = Raw { identity: unit.identity, ..Raw::new(ParagraphKind::Cell, place) };
            match (cell, found) {
                (Some(above), Some((marker @ crate::import::markers::Marker::Bullet, printed, rest))) => {
                    let raw = Raw { identity: unit.identity, ..Raw::marked(marker, printed, rest, place) };
                    self.push(at, Raw { parent: Some(above), ..raw });
                }
                (Some(above), _) if bullet => {
                    let marker = Some("•".to_owned());
                    self.push(at, Raw { kind: ParagraphKind::Bullet, parent: Some(above), marker, glyphs, ..raw });
                }
                (Some(above), _) => {
                    if let Some(raw) = self.draft.paragraphs.get_mut(above) {
                        append(&mut raw.glyphs, glyphs);
                    }
                    if let Some(placed) = self.placed.get_mut(at) {
                        *placed = Some(above);
                    }
                }
                (None, _) => {
                    let glyphs = match bullet {
                        true => spelled("•", place).into_iter().chain(glyphs).collect(),
                        false => glyphs,
                    };
                    cell = Some(self.push(at, Raw { parent: Some(row), glyphs, ..raw }));
                }
            }
        }
    }
}

/// What a paragraph of the text column is by itself.
fn inner(shape: Shape) -> Shape {
    if let Shape::Cell(_) = shape { Shape::Body } else { shape }
}

/// A counted label among the words, where there is no other place for it.
fn spelled(label: &str, place: crate::model::Place) -> Vec<Glyph> {
    let line = u32::try_from(place.line).unwrap_or(u32::MAX);
    let glyph = |c| Glyph { c, mark: crate::import::glyph::Mark::None, ..Glyph::marked(Default::default(), 1, line) };
    label.chars().chain([' ']).map(glyph).collect()
}
