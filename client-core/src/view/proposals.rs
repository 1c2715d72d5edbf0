//! Proposals to move, split and merge, with what they would make of the text.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{LineView, ProposalView};
use crate::model::{
    Change, Decision, Draft, InlineExt, ParagraphId, Proposal, ProposalId, ProposalState, Standings, numbering, read,
    second_part,
};

/// Every proposal, the newest first. `labels` are those of the draft as it is arranged.
pub(super) fn views(
    draft: &Draft,
    standings: &Standings,
    language: &str,
    labels: &BTreeMap<ParagraphId, String>,
) -> Vec<ProposalView> {
    if draft.proposals.is_empty() {
        return Vec::new();
    }
    let ordered = draft.ordered(standings);
    let places = numbering::places(&ordered, labels);
    let mut proposals: Vec<&Proposal> = draft.proposals.values().collect();
    proposals.sort_by_key(|proposal| (-proposal.at, proposal.id));
    let view = |proposal: &&Proposal| {
        let state = standings.proposal(proposal);
        let (now, then) = match state {
            ProposalState::Open => preview(draft, standings, language, proposal),
            _ => (Vec::new(), Vec::new()),
        };
        ProposalView {
            id: proposal.id.to_string(),
            kind: kind(proposal.change),
            paragraph: proposal.change.paragraph().to_string(),
            place: places.get(&proposal.change.paragraph()).map_or_else(String::new, |place| (*place).to_owned()),
            by: proposal.by.clone(),
            delegation: proposal.delegation.clone(),
            at: proposal.at,
            reason: proposal.reason.clone(),
            state: self::state(state),
            now,
            then,
        }
    };
    proposals.iter().map(view).collect()
}

/// The paragraphs that go on in another one, each with that one.
pub(super) fn joined(draft: &Draft, standings: &Standings, arranged: &Draft) -> HashMap<ParagraphId, ParagraphId> {
    let accepted = draft.proposals.values().filter(|p| standings.proposal(p) == ProposalState::Accepted);
    let merged = accepted.filter_map(|proposal| match proposal.change {
        Change::Merge { paragraph, next } => Some((next, paragraph)),
        Change::Move { .. } | Change::Split { .. } => None,
    });
    merged.filter(|(next, _)| arranged.paragraph(*next).is_none()).collect()
}

/// What became of each split, with the label of the second part.
pub(super) fn splits(
    draft: &Draft,
    standings: &Standings,
    labels: &BTreeMap<ParagraphId, String>,
) -> HashMap<ProposalId, (&'static str, Option<String>)> {
    let splits = draft.proposals.values().filter(|proposal| matches!(proposal.change, Change::Split { .. }));
    let view = |proposal: &Proposal| {
        let label = labels.get(&second_part(proposal.id)).cloned();
        (proposal.id, (state(standings.proposal(proposal)), label))
    };
    splits.map(view).collect()
}

/// The paragraphs concerned and their neighbours, before and after.
fn preview(
    draft: &Draft,
    standings: &Standings,
    language: &str,
    proposal: &Proposal,
) -> (Vec<LineView>, Vec<LineView>) {
    let mut accepted = standings.clone();
    accepted.apply(&Decision::AcceptProposal(proposal.id));
    let mut concerned = BTreeSet::from([proposal.change.paragraph(), second_part(proposal.id)]);
    if let Change::Merge { next, .. } = proposal.change {
        concerned.insert(next);
    }
    (lines(draft, standings, language, &concerned), lines(draft, &accepted, language, &concerned))
}

fn lines(draft: &Draft, standings: &Standings, language: &str, concerned: &BTreeSet<ParagraphId>) -> Vec<LineView> {
    let arranged = draft.arranged(standings);
    let labels = numbering::labels(&arranged, language);
    let read: Vec<_> = read(&arranged, standings).paragraphs.into_iter().filter(|read| !read.emptied).collect();
    let is_concerned = |at: usize| read.get(at).is_some_and(|read| concerned.contains(&read.paragraph.id));
    let near = |at: &usize| is_concerned(*at) || is_concerned(at + 1) || at.checked_sub(1).is_some_and(is_concerned);
    let line = |at: usize| LineView {
        label: labels.get(&read[at].paragraph.id).cloned(),
        words: read[at].content.words(),
        concerned: is_concerned(at),
    };
    (0..read.len()).filter(near).map(line).collect()
}

fn kind(change: Change) -> &'static str {
    match change {
        Change::Move { .. } => "move",
        Change::Split { .. } => "split",
        Change::Merge { .. } => "merge",
    }
}

fn state(state: ProposalState) -> &'static str {
    match state {
        ProposalState::Open => "open",
        ProposalState::Accepted => "accepted",
        ProposalState::Rejected => "rejected",
        ProposalState::Withdrawn => "withdrawn",
    }
}
