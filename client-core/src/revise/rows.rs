//! Rows of tables in a second version: new ones, and those that are gone. A row goes as one.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Left,
    align::{Aligned, Wanted},
    paragraphs::{Leaving, leave, writable},
    writing::Writing,
};
use crate::{
    import::Difference,
    model::{BracketId, Decision, Draft, Paragraph, ParagraphId, ParagraphKind},
    ops::{Act, ProposeRow, whole},
};

/// A row of the draft, and the table that it is in.
#[derive(Clone, Copy)]
struct Known {
    table: ParagraphId,
    row: ParagraphId,
}

fn cells(draft: &Draft, row: ParagraphId) -> impl Iterator<Item = &Paragraph> {
    draft.children(Some(row)).filter(|own| own.kind == ParagraphKind::Cell)
}

/// Proposes the rows of which every cell is new, and has that decided where the person decides. Answers their cells in the version.
pub(super) fn add(
    (stored, version): (&Draft, &Draft),
    wanted: &[(ParagraphId, Wanted)],
    differences: &[Difference],
    (ids, aligned): (&mut BTreeMap<ParagraphId, ParagraphId>, &mut Vec<Aligned>),
    writing: &mut Writing<'_>,
) -> BTreeSet<ParagraphId> {
    let new: BTreeSet<ParagraphId> = differences
        .iter()
        .filter_map(|difference| match difference {
            Difference::New { new, .. } => Some(*new),
            _ => None,
        })
        .collect();
    let wanted: BTreeMap<ParagraphId, &Wanted> = wanted.iter().map(|(id, wanted)| (*id, wanted)).collect();
    let known = |(new, old): (&ParagraphId, &ParagraphId)| {
        let row = version.paragraph(*new).filter(|own| own.kind == ParagraphKind::Cell)?.parent?;
        let old = stored.paragraph(*old).filter(|own| own.kind == ParagraphKind::Cell)?.parent?;
        Some((row, Known { table: stored.paragraph(old)?.parent?, row: old }))
    };
    let mut rows: BTreeMap<ParagraphId, Known> = ids.iter().filter_map(known).collect();
    let mut added = BTreeSet::new();
    for row in version.paragraphs.iter().filter(|own| own.kind == ParagraphKind::Row) {
        let own: Vec<(ParagraphId, &Wanted)> =
            cells(version, row.id).filter_map(|cell| Some((cell.id, *wanted.get(&cell.id)?))).collect();
        if own.is_empty() || !own.iter().all(|(id, _)| new.contains(id)) {
            continue;
        }
        let Some((table, behind)) = place((stored, version), row, &rows) else { continue };
        let written: Vec<Vec<(usize, char)>> = own.iter().map(|(_, wanted)| writable(wanted)).collect();
        let fresh: Vec<ParagraphId> = own.iter().map(|(id, _)| writing.fresh_paragraph(*id)).collect();
        let id = writing.fresh_paragraph(row.id);
        let bracket = writing.fresh_bracket(BracketId::derived(id.0, "added"));
        let words = written.iter().map(|chars| chars.iter().map(|(_, c)| *c).collect());
        let act = Act::ProposeRow(ProposeRow {
            id,
            cells: fresh.iter().copied().zip(words).collect(),
            bracket,
            table,
            behind,
            reason: writing.reason.clone(),
        });
        added.extend(own.iter().map(|(id, _)| *id));
        if !writing.act(None, &act) {
            continue;
        }
        rows.insert(row.id, Known { table, row: id });
        let last = own.len() - 1;
        for (n, ((new, wanted), chars)) in own.into_iter().zip(written).enumerate() {
            ids.insert(new, fresh[n]);
            let items: Vec<usize> = chars.iter().map(|(n, _)| *n).collect();
            let edges = (usize::from(n == 0), usize::from(n == last));
            aligned.push(Aligned::proposed(fresh[n], (new, wanted.clone()), &items, edges));
        }
        match writing.decides {
            true => writing.decisions.push((Some(fresh[0]), Decision::KeepBracket(bracket))),
            false => writing.left.push(Left::proposed(fresh[0])),
        }
    }
    added
}

/// In which table a new row goes, and behind which row of it: beside the one that it stands beside in the version.
fn place(
    (stored, version): (&Draft, &Draft),
    row: &Paragraph,
    rows: &BTreeMap<ParagraphId, Known>,
) -> Option<(ParagraphId, Option<ParagraphId>)> {
    let siblings: Vec<ParagraphId> = version.children(row.parent).map(|sibling| sibling.id).collect();
    let at = siblings.iter().position(|sibling| *sibling == row.id)?;
    if let Some(Known { table, row }) = siblings[..at].iter().rev().find_map(|sibling| rows.get(sibling)) {
        return Some((*table, Some(*row)));
    }
    if let Some(Known { table, row }) = siblings[at + 1..].iter().find_map(|sibling| rows.get(sibling)) {
        let before = stored.children(Some(*table)).take_while(|sibling| sibling.id != *row).last();
        return Some((*table, before.map(|before| before.id)));
    }
    // None of its rows is known: the tables are those that they were, if there are as many.
    let tables = |draft: &Draft| -> Vec<ParagraphId> {
        draft.paragraphs.iter().filter(|own| own.kind == ParagraphKind::Table).map(|own| own.id).collect()
    };
    let (here, there) = (tables(stored), tables(version));
    let at = there.iter().position(|table| Some(*table) == row.parent).filter(|_| here.len() == there.len())?;
    Some((here[at], stored.children(Some(here[at])).last().map(|last| last.id)))
}

/// The cells of rows.
pub(super) fn with_cells(stored: &Draft, paragraphs: &mut BTreeSet<ParagraphId>) {
    let below = |own: &&Paragraph| own.parent.is_some_and(|parent| paragraphs.contains(&parent));
    let cells = stored.paragraphs.iter().filter(|own| own.kind == ParagraphKind::Cell).filter(below);
    let cells: Vec<ParagraphId> = cells.map(|cell| cell.id).collect();
    paragraphs.extend(cells);
}

/// Brackets the rows of which no cell is in the version any more, with the wish to delete them, and has that decided where the person
/// decides. Answers their cells.
pub(super) fn remove(stored: &Draft, differences: &[Difference], writing: &mut Writing<'_>) -> BTreeSet<ParagraphId> {
    let (mut gone, mut stay) = (BTreeMap::new(), BTreeSet::new());
    for difference in differences {
        match difference {
            Difference::Gone { old, words } => drop(gone.insert(*old, words.as_str())),
            Difference::Same { old, .. } | Difference::Changed { old, .. } => drop(stay.insert(*old)),
            Difference::New { .. } => {}
        }
    }
    let mut removed = BTreeSet::new();
    for row in &stored.paragraphs {
        if !matches!(row.kind, ParagraphKind::Row | ParagraphKind::HeadRow) {
            continue;
        }
        let own: Vec<ParagraphId> = cells(stored, row.id).map(|cell| cell.id).collect();
        let going: Vec<ParagraphId> = own.iter().copied().filter(|cell| gone.contains_key(cell)).collect();
        let (Some(first), false) = (going.first(), own.iter().any(|cell| stay.contains(cell))) else { continue };
        let Some((from, to)) = whole(stored, row.id) else { continue };
        removed.extend(going.iter().copied());
        let blank = going.iter().all(|cell| gone.get(cell).is_none_or(|words| words.is_empty()));
        leave(
            stored,
            &Leaving { paragraph: row, told: *first, from, to: (to.0, writing.length(to.0)), blank },
            writing,
        );
    }
    removed
}
