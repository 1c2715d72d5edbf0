//! A version laid beside the draft: which paragraph, which word and which bracket is which.

use std::collections::BTreeMap;

use super::{
    Left,
    align::{Aligned, Wanted},
    matching::{Asked, asked, matched},
    notes,
};
use crate::{
    import::{Difference, Known, onto_knowing},
    model::{BracketId, Draft, ParagraphId, Standings, read},
    ops::Refusal,
};

/// A version beside the draft.
pub(super) struct Compared {
    pub(super) differences: Vec<Difference>,
    /// The paragraphs of the draft that those of the version are.
    pub(super) ids: BTreeMap<ParagraphId, ParagraphId>,
    pub(super) calls: notes::Calls,
    pub(super) wanted: Vec<(ParagraphId, Wanted)>,
    pub(super) aligned: Vec<Aligned>,
    pub(super) asked: Vec<Asked>,
    /// The brackets of the version that those of the draft are.
    pub(super) found: BTreeMap<BracketId, BracketId>,
}

/// Lays a version beside the draft as it reads under `standings`.
pub(super) fn compared(
    (stored, version): (&Draft, &Draft),
    standings: &Standings,
    (known, opened): (&Known, &BTreeMap<BracketId, BracketId>),
    left: &mut Vec<Left>,
) -> Compared {
    let shown = stored.arranged(standings);
    let mut differences = onto_knowing(stored, standings, version, known);
    let mut ids: BTreeMap<ParagraphId, ParagraphId> = BTreeMap::new();
    for difference in &differences {
        if let Difference::Same { old, new, .. } | Difference::Changed { old, new, .. } = difference {
            ids.insert(*new, *old);
        }
    }
    let calls = notes::calls(stored, version, &ids);
    let none = Standings::default();
    let reading = read(version, &none);
    let wanted: Vec<(ParagraphId, Wanted)> =
        reading.paragraphs.iter().map(|read| (read.paragraph.id, Wanted::of(read, &calls))).collect();
    let mut aligned = lay_out((stored, &shown), &calls, &wanted, &differences, (standings, left));
    notes::part(&calls, &wanted, (&mut differences, &mut ids), &mut aligned);
    let asked = asked(wanted.iter().map(|(id, wanted)| (*id, wanted)));
    let found = matched(&mut aligned, &asked, opened);
    Compared { differences, ids, calls, wanted, aligned, asked, found }
}

/// The paragraphs of the draft that are in the version, each beside its own.
fn lay_out(
    (stored, shown): (&Draft, &Draft),
    calls: &notes::Calls,
    wanted: &[(ParagraphId, Wanted)],
    differences: &[Difference],
    (standings, left): (&Standings, &mut Vec<Left>),
) -> Vec<Aligned> {
    let reading = read(shown, standings);
    let reads: BTreeMap<ParagraphId, _> = reading.paragraphs.iter().map(|read| (read.paragraph.id, read)).collect();
    let wanted: BTreeMap<ParagraphId, &Wanted> = wanted.iter().map(|(id, wanted)| (*id, wanted)).collect();
    let mut aligned = Vec::new();
    for difference in differences {
        let (old, new, changed) = match difference {
            Difference::Same { old, new, .. } => (*old, *new, false),
            Difference::Changed { old, new, .. } => (*old, *new, true),
            Difference::New { .. } | Difference::Gone { .. } => continue,
        };
        let (Some(read), Some(wanted)) = (reads.get(&old), wanted.get(&new)) else { continue };
        let as_stored = stored.paragraph(old).is_some_and(|own| own.content == read.paragraph.content);
        match (as_stored, changed) {
            (true, _) if changed && standings.is_agreed(old) => left.push(Left::refused(Some(old), &Refusal::Agreed)),
            (true, _) => aligned.push(Aligned::of(read, (new, (*wanted).clone()), calls, changed)),
            (false, true) => left.push(Left::arranged(old)),
            (false, false) => {}
        }
    }
    aligned
}
