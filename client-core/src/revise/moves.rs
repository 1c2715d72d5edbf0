//! The paragraphs that stand elsewhere in a second version.

use std::collections::{BTreeMap, BTreeSet};

use super::{Left, writing::Writing};
use crate::{
    import::Difference,
    model::{
        Change, Decision, Draft, Paragraph, ParagraphId, ParagraphKind, Proposal, ProposalState, Standings, Target,
    },
    ops::{Act, Propose, Proposed, is_placed},
    record::DecisionRefusal,
};

/// The paragraphs that stand elsewhere in the version, in its order: as few as explain it. Notes have no order of their own.
pub(super) fn moved(shown: &Draft, differences: &[Difference]) -> Vec<ParagraphId> {
    let ordered = shown.paragraphs.iter().enumerate().filter(|(_, own)| own.kind != ParagraphKind::Note);
    let order: BTreeMap<ParagraphId, usize> = ordered.map(|(n, own)| (own.id, n)).collect();
    let places: Vec<(ParagraphId, usize)> = differences
        .iter()
        .filter_map(|difference| match difference {
            Difference::Same { old, .. } | Difference::Changed { old, .. } => Some((*old, *order.get(old)?)),
            Difference::New { .. } | Difference::Gone { .. } => None,
        })
        .collect();
    // The longest run that rises: by its length, which place ends it lowest, and what came before each.
    let (mut ends, mut before): (Vec<usize>, Vec<Option<usize>>) = (Vec::new(), Vec::new());
    for (n, (_, place)) in places.iter().enumerate() {
        let at = ends.partition_point(|end| places[*end].1 < *place);
        before.push(at.checked_sub(1).map(|at| ends[at]));
        if at == ends.len() { ends.push(n) } else { ends[at] = n }
    }
    let mut stays = BTreeSet::new();
    let mut last = ends.last().copied();
    while let Some(n) = last {
        stays.insert(n);
        last = before[n];
    }
    places.iter().enumerate().filter(|(n, _)| !stays.contains(n)).map(|(_, (id, _))| *id).collect()
}

/// Proposes to move them, and has that decided where the person decides; whether some of them move then.
pub(super) fn moves(
    (stored, shown, version): (&Draft, &Draft, &Draft),
    moved: &[ParagraphId],
    ids: &BTreeMap<ParagraphId, ParagraphId>,
    writing: &mut Writing<'_>,
) -> bool {
    let of_draft: BTreeMap<ParagraphId, ParagraphId> = ids.iter().map(|(new, old)| (*old, *new)).collect();
    let mut decided = false;
    // The draft as the moves so far arrange it.
    let (mut then, mut standings) = (stored.clone(), writing.standings.clone());
    let order = |draft: &Draft, standings: &Standings| -> Vec<ParagraphId> {
        draft.ordered(standings).paragraphs.iter().map(|own| own.id).collect()
    };
    for id in moved {
        // What stands under a paragraph goes with it; whether it stands where it should is seen then.
        if shown.paragraph(*id).and_then(|own| own.parent).is_some_and(|parent| moved.contains(&parent)) {
            continue;
        }
        let own = of_draft.get(id).and_then(|new| version.paragraph(*new));
        let to = own.filter(|own| is_placed(version, own)).map(|own| target(shown, version, (*id, own), ids));
        let (Some(to), Some(_)) = (to, stored.paragraph(*id)) else {
            writing.left.push(Left::moved(*id));
            continue;
        };
        let (what, change) = (Proposed::Move { paragraph: *id, to }, Change::Move { paragraph: *id, to });
        let is_open = |proposal: &&Proposal| {
            let state = writing.standings.proposal(proposal);
            proposal.change == change && state == ProposalState::Open
        };
        let open = stored.proposals.values().find(is_open).map(|proposal| proposal.id);
        let proposal = open.unwrap_or_else(|| writing.fresh_proposal(*id, to));
        let (before, whole) = (order(&then, &standings), then.arranged(&standings).whole_brackets());
        then.proposals.insert(proposal, writing.proposal(proposal, change));
        let mut moving = standings.clone();
        moving.apply(&Decision::AcceptProposal(proposal));
        if !whole.is_subset(&then.arranged(&moving).whole_brackets()) {
            writing.left.push(Left::undecided(Some(*id), DecisionRefusal::TearsBracket));
            continue;
        }
        // It stands there behind one that stays where it is.
        if order(&then, &moving) == before {
            writing.left.push(Left::moved(*id));
            continue;
        }
        let act = Act::Propose(Propose { id: proposal, what, reason: writing.reason.clone() });
        if open.is_none() && !writing.act(Some(*id), &act) {
            continue;
        }
        standings = moving;
        if writing.decides {
            decided = true;
            writing.decisions.push((Some(*id), Decision::AcceptProposal(proposal)));
        } else {
            writing.left.push(Left::move_proposed(*id));
        }
    }
    decided
}

/// Behind what a paragraph stands in the version.
fn target(
    shown: &Draft,
    version: &Draft,
    (id, own): (ParagraphId, &Paragraph),
    ids: &BTreeMap<ParagraphId, ParagraphId>,
) -> Target {
    let parent = own.parent.and_then(|parent| ids.get(&parent).copied());
    let siblings: Vec<&Paragraph> = version.children(own.parent).take_while(|sibling| sibling.id != own.id).collect();
    let known = |sibling: &&Paragraph| ids.get(&sibling.id).copied().filter(|_| is_placed(version, sibling));
    let Some(before) = siblings.into_iter().rev().find_map(|sibling| known(&sibling)) else {
        return Target::FirstIn(parent);
    };
    // Where the version has no depths, what stood at the left margin stays there.
    let depth = |id: ParagraphId| std::iter::successors(Some(id), |id| shown.paragraph(*id)?.parent).count();
    let mut behind = before;
    while let Some(above) = shown.paragraph(behind).and_then(|own| own.parent)
        && Some(above) != parent
        && depth(behind) > depth(id)
        && shown.children(Some(above)).filter(|child| child.id != id).last().is_some_and(|last| last.id == behind)
    {
        behind = above;
    }
    Target::After(behind)
}
