//! In a negotiation a version is brought in by proposals, and what reads as the version is the draft with these accepted.

use std::collections::BTreeSet;

use super::{
    align::{Aligned, Item},
    matching::ends,
};
use crate::{
    model::{Bracket, BracketId, BracketState, Change, Decision, Draft, ProposalState, Standings, Wish},
    ops::Circumstances,
};

/// The proposals of the own delegation that are open.
fn own<'a>(stored: &'a Draft, circumstances: Circumstances<'a>) -> impl Iterator<Item = &'a Bracket> {
    let Circumstances { person, standings, .. } = circumstances;
    stored.brackets.values().filter(move |own| {
        let proposes = own.inserts || own.wish == Wish::Delete;
        let ours = !own.delegation.is_empty() && own.delegation == person.delegation.0;
        proposes && ours && standings.of(own) == BracketState::Open
    })
}

/// What would be decided if the own delegation had its way: its words are in, those that it wants away are gone, and what it wants
/// elsewhere stands there. `asked` are the brackets that the version has: they stay what they are; the words of those in `again` stay.
pub(super) fn standings(
    stored: &Draft,
    circumstances: Circumstances<'_>,
    (asked, again): (&BTreeSet<BracketId>, &[BracketId]),
) -> Standings {
    let mut supposed = circumstances.standings.clone();
    for bracket in own(stored, circumstances).filter(|own| !asked.contains(&own.id)) {
        supposed.apply(&match bracket.inserts || again.contains(&bracket.id) {
            true => Decision::KeepBracket(bracket.id),
            false => Decision::DeleteBracket(bracket.id),
        });
    }
    let ours = |delegation: &String| *delegation == circumstances.person.delegation.0 && !delegation.is_empty();
    for proposal in stored.proposals.values().filter(|proposal| ours(&proposal.delegation)) {
        let is_open = circumstances.standings.proposal(proposal) == ProposalState::Open;
        if is_open && matches!(proposal.change, Change::Move { .. }) {
            supposed.apply(&Decision::AcceptProposal(proposal.id));
        }
    }
    supposed
}

/// The brackets in which the own delegation wanted words away that the version has again.
pub(super) fn wanted_again(
    stored: &Draft,
    circumstances: Circumstances<'_>,
    aligned: &[Aligned],
    asked: &BTreeSet<BracketId>,
) -> Vec<BracketId> {
    let ends = ends(aligned);
    let again = |own: &&Bracket| {
        let place = ends.get(&own.id).and_then(|ends| ends.open);
        place.is_some_and(|(n, _)| {
            let inside = aligned[n].inside(own.id).unwrap_or_default();
            aligned[n].items.get(inside).unwrap_or_default().iter().any(|item| matches!(item, Item::Kept(_)))
        })
    };
    let away = own(stored, circumstances).filter(|own| !own.inserts && !asked.contains(&own.id));
    away.filter(again).map(|own| own.id).collect()
}

/// Of those, the ones whose paragraphs are nearer to the version with their words than without: else they would be taken back and
/// asked for in turn.
pub(super) fn nearer(stored: &Draft, again: &mut Vec<BracketId>, (away, here): (&[Aligned], &[Aligned])) {
    let distance = |aligned: &[Aligned], paragraph| {
        let own = aligned.iter().find(|own| own.old == paragraph)?;
        let gone = own.items.iter().filter(|item| **item == Item::Gone).count();
        let kept = own.items.iter().filter(|item| matches!(item, Item::Kept(_) | Item::Ghost(Some(_)))).count();
        Some(gone + own.wanted.words.len().saturating_sub(kept))
    };
    again.retain(|bracket| {
        let paragraph = stored.span(*bracket).first().copied();
        let distances = paragraph.and_then(|id| Some((distance(here, id)?, distance(away, id)?)));
        distances.is_some_and(|(here, away)| here < away)
    });
}
