//! Rows of tables that a change proposes: each whole, with its cells, in one bracket from the first of them to the last.

use std::collections::{BTreeMap, BTreeSet};

use super::{Refused, proposed::Fields, written::Written};
use crate::{
    model::{BracketId, Draft, ParagraphId, ParagraphKind},
    ops::MAX_CELLS,
    schema::{ADDED_IN, KIND, LEVEL, NUMERAL, PARENT, PLACE, VARIANT_OF, parse_paragraph_kind},
};

/// The rows among the paragraphs that a change proposes.
pub(super) struct Rows<'a> {
    paragraphs: &'a BTreeMap<ParagraphId, Fields<'a>>,
}

const NONE: Refused = Refused::NotAnAct("a row that nobody proposes so");

impl<'a> Rows<'a> {
    pub(super) fn of(paragraphs: &'a BTreeMap<ParagraphId, Fields<'a>>) -> Self {
        Self { paragraphs }
    }

    fn is(fields: &Fields<'_>, kind: ParagraphKind) -> bool {
        fields.get(KIND).is_some_and(|own| parse_paragraph_kind(own) == kind)
    }

    /// Whether a paragraph is a row or a cell.
    pub(super) fn holds(&self, paragraph: ParagraphId) -> bool {
        let is = |fields| Self::is(fields, ParagraphKind::Row) || Self::is(fields, ParagraphKind::Cell);
        self.paragraphs.get(&paragraph).is_some_and(is)
    }

    fn parent(fields: &Fields<'_>) -> Option<ParagraphId> {
        fields.get(PARENT)?.parse().ok()
    }

    fn all(&self, kind: ParagraphKind) -> impl Iterator<Item = (ParagraphId, &'a Fields<'a>)> {
        let paragraphs = self.paragraphs;
        paragraphs.iter().filter(move |(_, fields)| Self::is(fields, kind)).map(|(id, fields)| (*id, fields))
    }

    /// The brackets of the rows.
    pub(super) fn brackets(&self) -> BTreeSet<BracketId> {
        self.all(ParagraphKind::Row).filter_map(|(_, fields)| fields.get(ADDED_IN)?.parse().ok()).collect()
    }

    /// The cells.
    pub(super) fn cells(&self) -> BTreeSet<ParagraphId> {
        self.all(ParagraphKind::Cell).map(|(id, _)| id).collect()
    }

    /// Whether each row is whole; `written` is the change, asked for what it writes into a paragraph.
    pub(super) fn examine(&self, written: &Written<'_>) -> Result<(), Refused> {
        let more = [LEVEL, NUMERAL, VARIANT_OF];
        let plain = |fields: &Fields<'_>| !more.iter().any(|key| fields.contains_key(key));
        for (id, fields) in self.paragraphs {
            let below = Self::parent(fields).filter(|parent| self.holds(*parent));
            let fits = match parse_paragraph_kind(fields.get(KIND).copied().unwrap_or_default()) {
                ParagraphKind::Cell => {
                    let row = below.and_then(|row| self.paragraphs.get(&row));
                    let same = |row: &Fields<'_>| row.get(ADDED_IN) == fields.get(ADDED_IN);
                    plain(fields) && row.is_some_and(|row| Self::is(row, ParagraphKind::Row) && same(row))
                }
                ParagraphKind::Row => {
                    let empty = written.units(*id).is_some_and(|units| units.is_empty());
                    plain(fields) && below.is_none() && Self::parent(fields).is_some() && empty
                }
                _ => below.is_none(),
            };
            if !fits {
                return Err(NONE);
            }
        }
        for (row, fields) in self.all(ParagraphKind::Row) {
            let bracket = fields.get(ADDED_IN).copied().unwrap_or_default();
            let cells = self.all(ParagraphKind::Cell).filter(|(_, cell)| Self::parent(cell) == Some(row));
            // In the order in which they are read.
            let mut cells: Vec<(&str, ParagraphId)> =
                cells.map(|(id, cell)| (cell.get(PLACE).copied().unwrap_or_default(), id)).collect();
            cells.sort_unstable();
            let (Some((_, first)), Some((_, last))) = (cells.first(), cells.last()) else { return Err(NONE) };
            if cells.len() > MAX_CELLS || !written.encloses(bracket, *first, *last) {
                return Err(NONE);
            }
            if !cells.iter().all(|(_, cell)| written.units(*cell).is_some()) {
                return Err(NONE);
            }
        }
        Ok(())
    }

    /// Whether the rows come into tables; `draft` may be newer than the change, but a table stays one.
    pub(super) fn are_in_tables(&self, draft: &Draft) -> bool {
        self.all(ParagraphKind::Row).all(|(_, fields)| {
            let table = Self::parent(fields).and_then(|table| draft.paragraph(table));
            table.is_some_and(|table| table.kind == ParagraphKind::Table)
        })
    }
}
