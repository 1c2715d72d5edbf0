//! The rows of tables: cells are matched by their row and their column.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{ALIKE, COMPARED, Match, Side, likeness::likeness, plain};
use crate::model::{Draft, ParagraphId, ParagraphKind};

/// A row of a table: of each column the cell, if people see one.
type Row = Vec<Option<usize>>;

fn rows(draft: &Draft, sides: &[Side<'_>]) -> Vec<Row> {
    let shown: HashMap<ParagraphId, usize> =
        sides.iter().enumerate().map(|(at, side)| (side.paragraph.id, at)).collect();
    let (mut rows, mut places): (Vec<Row>, HashMap<ParagraphId, usize>) = (Vec::new(), HashMap::new());
    for cell in draft.paragraphs.iter().filter(|own| own.kind == ParagraphKind::Cell) {
        let Some(row) = cell.parent else { continue };
        let place = *places.entry(row).or_insert(rows.len());
        if place == rows.len() {
            rows.push(Row::new());
        }
        if let Some(row) = rows.get_mut(place) {
            row.push(shown.get(&cell.id).copied());
        }
    }
    rows
}

fn words(row: &Row, sides: &[Side<'_>]) -> String {
    let cell = |at: &Option<usize>| at.and_then(|at| sides.get(at)).map_or("", |side| side.signs.as_str());
    row.iter().map(cell).collect::<Vec<_>>().join("\u{1f}")
}

/// Finds the cells of the draft that are those of the new version.
pub(super) fn matches(
    (draft, old): (&Draft, &[Side<'_>]),
    (imported, new): (&Draft, &[Side<'_>]),
    free: &mut BTreeSet<usize>,
    found: &mut BTreeMap<usize, (usize, Match)>,
) {
    let (before, after) = (rows(draft, old), rows(imported, new));
    let (was, is): (Vec<String>, Vec<String>) =
        (before.iter().map(|row| words(row, old)).collect(), after.iter().map(|row| words(row, new)).collect());
    let mut pairs: BTreeMap<usize, usize> = BTreeMap::new();
    // Of a row that was decided to go nothing is there.
    let mut open: BTreeSet<usize> = (0..before.len()).filter(|row| before[*row].iter().any(Option::is_some)).collect();
    // By a cell that kept its identity.
    for (n, row) in after.iter().enumerate() {
        let known = row.iter().flatten().find_map(|at| found.get(at)).map(|(old, _)| *old);
        let known = known.and_then(|at| before.iter().position(|row| row.contains(&Some(at))));
        if let Some(known) = known.filter(|known| open.remove(known)) {
            pairs.insert(n, known);
        }
    }
    for by in [Match::Words, Match::Brackets] {
        let key = |words: &String| if by == Match::Words { words.clone() } else { plain(words) };
        let mut waiting: HashMap<String, Vec<usize>> = HashMap::new();
        open.iter().rev().for_each(|row| waiting.entry(key(&was[*row])).or_default().push(*row));
        for (n, words) in is.iter().enumerate() {
            if !pairs.contains_key(&n)
                && let Some(row) = waiting.get_mut(&key(words)).and_then(Vec::pop)
            {
                open.remove(&row);
                pairs.insert(n, row);
            }
        }
    }
    let rest: Vec<usize> = (0..after.len()).filter(|n| !pairs.contains_key(n)).collect();
    if rest.len().saturating_mul(open.len()) <= COMPARED {
        let alike = |n: &usize| open.iter().map(|row| (likeness(&was[*row], &is[*n]), *n, *row)).collect::<Vec<_>>();
        let mut alike: Vec<(f32, usize, usize)> = rest.iter().flat_map(alike).collect();
        alike.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
        for (likeness, n, row) in alike {
            if likeness >= ALIKE && !pairs.contains_key(&n) && open.remove(&row) {
                pairs.insert(n, row);
            }
        }
    }
    for (n, row) in pairs {
        for (old_cell, new_cell) in before[row].iter().zip(&after[n]) {
            let (Some(at), Some(cell)) = (*old_cell, *new_cell) else { continue };
            if found.contains_key(&cell) || !free.remove(&at) {
                continue;
            }
            let by = match (old.get(at), new.get(cell)) {
                (Some(old), Some(new)) if old.signs == new.signs => Match::Words,
                (Some(old), Some(new)) if plain(&old.signs) == plain(&new.signs) => Match::Brackets,
                _ => Match::Label,
            };
            found.insert(cell, (at, by));
        }
    }
}
