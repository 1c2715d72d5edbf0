//! What is decided, and the decisions one by one.

use client_core::model;

use crate::json::{form, hex::Hex};

impl From<&model::Standings> for form::Standings {
    fn from(standings: &model::Standings) -> Self {
        let bracket = |(id, state): (&model::BracketId, &model::BracketState)| form::BracketStanding {
            bracket: id.0,
            state: match state {
                model::BracketState::Open => form::BracketState::Open,
                model::BracketState::Kept => form::BracketState::Kept,
                model::BracketState::Deleted => form::BracketState::Deleted,
                model::BracketState::Withdrawn => form::BracketState::Withdrawn,
                model::BracketState::Retracted => form::BracketState::Retracted,
                model::BracketState::Replaced => form::BracketState::Replaced,
                model::BracketState::Picked(Some(branch)) => form::BracketState::Branch(*branch),
                model::BracketState::Picked(None) => form::BracketState::NoBranch,
            },
        };
        let paragraph = |(id, standing): (&model::ParagraphId, &model::ParagraphStanding)| form::ParagraphStanding {
            paragraph: id.0,
            standing: match standing {
                model::ParagraphStanding::Suspended => form::Standing::Suspended,
                model::ParagraphStanding::AgreedAdRef => form::Standing::AgreedAdRef,
                model::ParagraphStanding::Agreed => form::Standing::Agreed,
            },
        };
        let replacement =
            |(id, words): (&model::BracketId, &String)| form::Replacement { bracket: id.0, words: words.clone() };
        let chosen = |(set, variant): (&model::AlternativeSetId, &Option<model::ParagraphId>)| form::Chosen {
            set: set.0,
            variant: variant.map(|id| id.0),
        };
        let proposal = |(id, state): &(model::ProposalId, model::ProposalState)| form::ProposalStanding {
            proposal: id.0,
            state: (*state).into(),
        };
        Self {
            phase: standings.phase.into(),
            brackets: standings.brackets.iter().map(bracket).collect(),
            replacements: standings.replacements.iter().map(replacement).collect(),
            alternatives: standings.alternatives.iter().map(chosen).collect(),
            paragraphs: standings.paragraphs.iter().map(paragraph).collect(),
            proposals: standings.proposals.iter().map(proposal).collect(),
            label_scheme: standings.label_scheme.map(Into::into),
        }
    }
}

impl From<&model::Entry> for form::Entry {
    fn from(entry: &model::Entry) -> Self {
        Self {
            seq: entry.seq,
            id: entry.id.0,
            at: entry.at,
            by: entry.by.clone(),
            delegation: entry.delegation.clone(),
            decision: (&entry.decision).into(),
            meeting: entry.meeting.clone(),
            reason: entry.reason.clone(),
            heads: entry.heads.clone(),
            previous: Hex(entry.previous.to_vec()),
            hash: Hex(entry.hash.to_vec()),
        }
    }
}

impl From<&model::Decision> for form::Decision {
    fn from(decision: &model::Decision) -> Self {
        use model::Decision;
        match decision {
            Decision::KeepBracket(id) => Self::KeepBracket(id.0),
            Decision::DeleteBracket(id) => Self::DeleteBracket(id.0),
            Decision::ReopenBracket(id) => Self::ReopenBracket(id.0),
            Decision::ChooseAlternative(set, variant) => {
                Self::ChooseAlternative(form::Chosen { set: set.0, variant: variant.map(|id| id.0) })
            }
            Decision::ReopenAlternative(id) => Self::ReopenAlternative(id.0),
            Decision::PickBranch { bracket, branch, of } => {
                Self::PickBranch { bracket: bracket.0, branch: *branch, of: *of }
            }
            Decision::Package(parts) => Self::Package(parts.iter().map(Into::into).collect()),
            Decision::ReplaceBracket { bracket, words } => {
                Self::ReplaceBracket(form::Replacement { bracket: bracket.0, words: words.clone() })
            }
            Decision::AgreeAdRef(id) => Self::AgreeAdRef(id.0),
            Decision::Agree(id) => Self::Agree(id.0),
            Decision::Suspend(id) => Self::Suspend(id.0),
            Decision::ReopenParagraph(id) => Self::ReopenParagraph(id.0),
            Decision::SetPhase(phase) => Self::SetPhase((*phase).into()),
            Decision::AcceptProposal(id) => Self::AcceptProposal(id.0),
            Decision::RejectProposal(id) => Self::RejectProposal(id.0),
            Decision::ReopenProposal(id) => Self::ReopenProposal(id.0),
            Decision::SetLabelScheme(scheme) => Self::SetLabelScheme((*scheme).into()),
        }
    }
}
