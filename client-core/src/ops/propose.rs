use super::{
    Circumstances, Refusal, check_reason, deleted_at, not_agreed, propose_paragraph::is_placed, units, within,
};
use crate::{
    model::{
        Anchor, Change, Draft, Inline, InlineExt, ParagraphId, ParagraphKind, Proposal, ProposalId, ProposalState,
        Standings, Target,
    },
    schema::{Document, pieces},
};

/// Proposes to move, split or merge paragraphs. The text stays as it is until the chair accepts the proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Propose {
    /// The proposal's identity, fresh.
    pub id: ProposalId,
    /// What is proposed.
    pub what: Proposed,
    /// Why; may be empty.
    pub reason: String,
}

/// What is proposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proposed {
    /// A paragraph, with what stands under it, goes to another place.
    Move {
        /// The paragraph.
        paragraph: ParagraphId,
        /// Where it goes.
        to: Target,
    },
    /// A paragraph becomes two.
    Split {
        /// The paragraph.
        paragraph: ParagraphId,
        /// Where the second one begins, in code points; an anchor counts one.
        at: usize,
    },
    /// A paragraph goes on with the words of the next one.
    Merge {
        /// The paragraph.
        paragraph: ParagraphId,
        /// The next one.
        next: ParagraphId,
    },
}

/// Takes back a proposal of one's own delegation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WithdrawProposal {
    /// The proposal.
    pub proposal: ProposalId,
}

impl Propose {
    pub(super) fn check(&self, document: &Document, circumstances: Circumstances<'_>) -> Result<(), Refusal> {
        check_reason(&self.reason)?;
        let stored = document.hydrate()?;
        if stored.proposals.contains_key(&self.id) {
            return Err(Refusal::Document("the identity is in use".into()));
        }
        let shown = stored.ordered(circumstances.standings);
        match self.what {
            Proposed::Move { paragraph, to } => check_move(&shown, circumstances.standings, paragraph, to),
            Proposed::Split { paragraph, at } => check_split(document, &shown, circumstances, paragraph, at),
            Proposed::Merge { paragraph, next } => check_merge(&shown, circumstances.standings, paragraph, next),
        }
    }

    pub(super) fn apply(
        &self,
        document: &mut Document,
        circumstances: Circumstances<'_>,
    ) -> Result<Vec<ParagraphId>, Refusal> {
        let (change, touched) = match self.what {
            Proposed::Move { paragraph, to } => (Change::Move { paragraph, to }, vec![paragraph]),
            Proposed::Split { paragraph, at } => {
                let text = document.text(paragraph).ok_or(Refusal::NoParagraph)?;
                document.insert_anchor(&text, at, Anchor::Split(self.id))?;
                (Change::Split { paragraph }, vec![paragraph])
            }
            Proposed::Merge { paragraph, next } => (Change::Merge { paragraph, next }, vec![paragraph, next]),
        };
        document.register_proposal(&Proposal {
            id: self.id,
            change,
            by: circumstances.person.name.clone(),
            delegation: circumstances.person.delegation.0.clone(),
            at: circumstances.now,
            reason: self.reason.trim().to_owned(),
            withdrawn: false,
        })?;
        Ok(touched)
    }
}

fn check_move(shown: &Draft, standings: &Standings, id: ParagraphId, to: Target) -> Result<(), Refusal> {
    let paragraph = shown.paragraph(id).ok_or(Refusal::NoParagraph)?;
    let movable = is_placed(shown, paragraph) && paragraph.kind != ParagraphKind::Title;
    let target = match to {
        Target::After(sibling) => Some(sibling),
        Target::FirstIn(parent) => parent,
    };
    if let Some(target) = target {
        let beside = shown.paragraph(target).ok_or(Refusal::NoParagraph)?;
        if !is_placed(shown, beside) {
            return Err(Refusal::NoPlace);
        }
        let inside = shown.subtree(id).is_some_and(|range| shown.paragraphs[range].iter().any(|p| p.id == target));
        if inside {
            return Err(Refusal::Circle);
        }
    }
    if !movable {
        Err(Refusal::NoPlace)
    } else if shown.in_alternatives(id, standings) {
        Err(Refusal::InAlternatives)
    } else {
        Ok(())
    }
}

fn check_split(
    document: &Document,
    shown: &Draft,
    circumstances: Circumstances<'_>,
    id: ParagraphId,
    at: usize,
) -> Result<(), Refusal> {
    let paragraph = shown.paragraph(id).ok_or(Refusal::NoParagraph)?;
    let units = units(document, id)?;
    within(at, units.len())?;
    not_agreed(circumstances.standings, id)?;
    if !is_placed(shown, paragraph) || paragraph.kind == ParagraphKind::Title {
        return Err(Refusal::NoPlace);
    }
    if deleted_at(document, &units, at, circumstances) {
        return Err(Refusal::Decided);
    }
    let blank = |part: Vec<Inline>| part.words().trim().is_empty();
    if blank(pieces(&units[..at])) || blank(pieces(&units[at..])) { Err(Refusal::NothingToSplit) } else { Ok(()) }
}

fn check_merge(shown: &Draft, standings: &Standings, id: ParagraphId, next: ParagraphId) -> Result<(), Refusal> {
    let first = shown.paragraph(id).ok_or(Refusal::NoParagraph)?;
    let second = shown.paragraph(next).ok_or(Refusal::NoParagraph)?;
    if !is_placed(shown, first) || !is_placed(shown, second) || first.kind == ParagraphKind::Title {
        return Err(Refusal::NoPlace);
    }
    if shown.in_alternatives(id, standings) || shown.in_alternatives(next, standings) {
        return Err(Refusal::InAlternatives);
    }
    // A paragraph that was proposed and taken back stands between nobody.
    let siblings = shown.children(first.parent).filter(|p| p.id == next || !shown.is_gone(p, standings));
    let follower = siblings.skip_while(|sibling| sibling.id != id).nth(1).map(|sibling| sibling.id);
    if follower == Some(next) { Ok(()) } else { Err(Refusal::NotNeighbours) }
}

impl WithdrawProposal {
    pub(super) fn check(&self, document: &Document, circumstances: Circumstances<'_>) -> Result<(), Refusal> {
        let proposals = document.proposals()?;
        let proposal = proposals.get(&self.proposal).ok_or(Refusal::NoProposal)?;
        if proposal.delegation.is_empty() || proposal.delegation != circumstances.person.delegation.0 {
            return Err(Refusal::NotYours);
        }
        match circumstances.standings.proposal(proposal) {
            ProposalState::Open => Ok(()),
            ProposalState::Accepted | ProposalState::Rejected | ProposalState::Withdrawn => Err(Refusal::Settled),
        }
    }

    pub(super) fn apply(&self, document: &mut Document) -> Result<Vec<ParagraphId>, Refusal> {
        let paragraph = document.proposals()?.get(&self.proposal).map(|proposal| proposal.change.paragraph());
        document.withdraw_proposal(self.proposal)?;
        Ok(paragraph.into_iter().collect())
    }
}
