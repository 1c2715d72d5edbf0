//! In a negotiation a version is brought in by proposals, and what reads as the version is the draft with these accepted.

use std::collections::BTreeSet;

use super::{
    align::{Aligned, Item},
    before::once_more,
    matching::ends,
};
use crate::{
    model::{Bracket, BracketId, BracketState, Change, Decision, Draft, ParagraphId, ProposalState, Standings, Wish},
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

/// The identity of the first proposal of words in a paragraph of a version.
pub(super) fn words(new: ParagraphId) -> BracketId {
    BracketId::derived(new.0, "words")
}

/// The brackets that may come of a proposal of words which takes as many characters away.
pub(super) fn all_of_words(id: BracketId, delete: usize) -> impl Iterator<Item = BracketId> {
    std::iter::once(id).chain(away(id, delete))
}

/// Those of them that ask for words to go. A proposal names at least the first few.
fn away(id: BracketId, delete: usize) -> impl Iterator<Item = BracketId> {
    (0..=delete.max(FEW)).map(move |n| BracketId::derived(id.0, &format!("delete/{n}")))
}

/// How many brackets around words to go are looked for of each proposal.
const FEW: usize = 8;

/// The brackets in which a version has asked for words to go: the file has none of them, where it has one like it.
pub(super) fn asked_away(stored: &Draft, new: impl Iterator<Item = ParagraphId>) -> BTreeSet<BracketId> {
    let is_there = |id: &BracketId| stored.brackets.contains_key(id);
    let chain = |new| std::iter::successors(Some(words(new)), |id| Some(once_more(*id)));
    let made = |new| chain(new).take_while(|id| all_of_words(*id, 0).any(|id| is_there(&id)));
    new.flat_map(made).flat_map(|id| away(id, 0)).filter(is_there).collect()
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
