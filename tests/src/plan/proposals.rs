//! Steps of a plan that propose paragraphs, and to move, split and merge them.

use client_core::{
    model::{
        AlternativeSetId, BracketId, Decision, Draft, InlineExt, ParagraphId, ProposalId, ProposalState, Standings,
        Target,
    },
    ops::{Act, Place, Propose, ProposeParagraph, Proposed, Refusal, WithdrawBracket, WithdrawProposal},
    record::DecisionRefusal,
};
use proptest::prelude::*;
use uuid::Uuid;

use super::CHAIR;
use crate::Network;

/// What somebody proposes; numbers are taken modulo what there is.
#[derive(Clone, Copy, Debug)]
pub enum Proposing {
    /// A paragraph, with a word that nobody else ever writes.
    Add(Where),
    /// To move, split or merge.
    Move,
    /// See [`Proposing::Move`].
    Split,
    /// See [`Proposing::Move`].
    Merge,
}

/// Where a paragraph is proposed.
#[derive(Clone, Copy, Debug)]
pub enum Where {
    /// Behind another.
    After,
    /// Before another.
    Before,
    /// Under another.
    Under,
    /// As a version of another.
    Alternative,
}

/// What may be proposed.
pub(super) fn proposings() -> impl Strategy<Value = Proposing> {
    prop_oneof![
        2 => Just(Proposing::Add(Where::After)),
        1 => Just(Proposing::Add(Where::Before)),
        1 => Just(Proposing::Add(Where::Under)),
        2 => Just(Proposing::Add(Where::Alternative)),
        2 => Just(Proposing::Move),
        2 => Just(Proposing::Split),
        2 => Just(Proposing::Merge),
    ]
}

/// Somebody proposes. Answers the bracket of a paragraph that came to be.
///
/// # Errors
/// A refusal that no state of the draft explains.
pub(super) fn propose(
    network: &mut Network,
    name: &str,
    what: Proposing,
    (which, other, at): (usize, usize, usize),
    word: char,
) -> Result<Option<BracketId>, String> {
    let (one, two) = (Uuid::from_u128(network.fresh()), Uuid::from_u128(network.fresh()));
    let set = AlternativeSetId(Uuid::from_u128(network.fresh()));
    let Some(draft) = network.client(name).session.draft() else { return Ok(None) };
    let nth = |n: usize| draft.paragraphs[n % draft.paragraphs.len()].id;
    let (paragraph, other) = (nth(which), nth(other));
    let reason = "a reason".to_owned();
    let act = match what {
        Proposing::Add(place) => Act::ProposeParagraph(ProposeParagraph {
            id: ParagraphId(one),
            bracket: BracketId(two),
            place: match place {
                Where::After => Place::After(paragraph),
                Where::Before => Place::Before(paragraph),
                Where::Under => Place::Under(paragraph),
                Where::Alternative => Place::Alternative { set, base: vec![paragraph] },
            },
            words: word.to_string(),
            reason,
        }),
        Proposing::Move => {
            let to = match at % 3 {
                0 => Target::FirstIn(None),
                1 => Target::FirstIn(Some(other)),
                _ => Target::After(other),
            };
            Act::Propose(Propose { id: ProposalId(one), what: Proposed::Move { paragraph, to }, reason })
        }
        Proposing::Split => {
            let length = draft.paragraph(paragraph).map_or(0, |paragraph| paragraph.content.length());
            let what = Proposed::Split { paragraph, at: at % (length + 1) };
            Act::Propose(Propose { id: ProposalId(one), what, reason })
        }
        Proposing::Merge => {
            Act::Propose(Propose { id: ProposalId(one), what: Proposed::Merge { paragraph, next: other }, reason })
        }
    };
    match network.act(name, &act) {
        Ok(()) => Ok(matches!(what, Proposing::Add(_)).then_some(BracketId(two))),
        Err(
            Refusal::Circle
            | Refusal::InAlternatives
            | Refusal::NothingToSplit
            | Refusal::NotNeighbours
            | Refusal::Decided
            | Refusal::Agreed
            | Refusal::Closed,
        ) => Ok(None),
        Err(refusal) => Err(format!("{act:?}: {refusal}")),
    }
}

/// Somebody takes back one of the delegation's own: a proposal, or a paragraph that was proposed.
pub(super) fn withdraw(network: &mut Network, name: &str, which: usize) -> Result<(), String> {
    let own = network.client(name).person.delegation.0.clone();
    let session = &mut network.client(name).session;
    let (Some(draft), Some(standings)) = (session.draft(), session.standings().cloned()) else { return Ok(()) };
    let is_open = |id: &&ProposalId| {
        let proposal = &draft.proposals[*id];
        proposal.delegation == own && standings.proposal(proposal) == ProposalState::Open
    };
    let proposals = draft.proposals.keys().filter(is_open);
    let proposals = proposals.map(|id| Act::WithdrawProposal(WithdrawProposal { proposal: *id }));
    let brackets = draft.brackets.values().filter(|bracket| bracket.inserts && bracket.delegation == own);
    let brackets = brackets.map(|bracket| Act::WithdrawBracket(WithdrawBracket { bracket: bracket.id }));
    let acts: Vec<Act> = proposals.chain(brackets).collect();
    let Some(which) = which.checked_rem(acts.len()) else { return Ok(()) };
    match network.act(name, &acts[which]) {
        Ok(()) | Err(Refusal::Closed | Refusal::Settled | Refusal::Agreed | Refusal::Supported(_)) => Ok(()),
        Err(refusal) => Err(refusal.to_string()),
    }
}

/// The chair decides a proposal, chooses a version, or reopens either. It may be refused by the room, which knows more.
pub(super) fn decide(network: &mut Network, which: usize, verdict: usize) -> Result<(), String> {
    let session = &mut network.client(CHAIR).session;
    let (Some(draft), Some(standings)) = (session.draft(), session.standings().cloned()) else { return Ok(()) };
    let all = decisions(&draft, &standings, verdict);
    let Some(which) = which.checked_rem(all.len()) else { return Ok(()) };
    match network.decide(CHAIR, all[which].clone()) {
        // A bracket runs over the paragraphs.
        Ok(()) | Err(DecisionRefusal::TearsBracket | DecisionRefusal::Closed | DecisionRefusal::Agreed) => Ok(()),
        Err(refusal) => Err(format!("{:?}: {refusal}", all[which])),
    }
}

fn decisions(draft: &Draft, standings: &Standings, verdict: usize) -> Vec<Decision> {
    let mut all = Vec::new();
    for (id, proposal) in &draft.proposals {
        let decided = standings.decided_proposal(*id).is_some();
        match verdict % 4 {
            0 | 1 if decided || !proposal.withdrawn => all.push(Decision::AcceptProposal(*id)),
            2 if decided || !proposal.withdrawn => all.push(Decision::RejectProposal(*id)),
            3 if decided => all.push(Decision::ReopenProposal(*id)),
            _ => {}
        }
    }
    for set in draft.alternatives.keys() {
        let variants = draft.standing_variants(*set, standings).map(|variant| Some(variant.id));
        match standings.alternatives.contains_key(set) {
            true if verdict % 4 == 3 => all.push(Decision::ReopenAlternative(*set)),
            _ => all.extend(variants.chain([None]).nth(verdict % 3).map(|v| Decision::ChooseAlternative(*set, v))),
        }
    }
    all
}
