//! What is decided now.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::LabelScheme;

/// What is decided now; what is not listed is open.
#[derive(Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(in crate::json) struct Standings {
    /// How far the negotiation is.
    #[serde(default, skip_serializing_if = "Phase::is_default")]
    pub phase: Phase,
    /// Decided brackets.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub brackets: Vec<BracketStanding>,
    /// The words that came in the place of a bracket's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replacements: Vec<Replacement>,
    /// Decided sets of alternatives.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<Chosen>,
    /// Paragraphs that are agreed or suspended.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub paragraphs: Vec<ParagraphStanding>,
    /// Decided proposals, in the order in which they were decided.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub proposals: Vec<ProposalStanding>,
    /// How alternatives are labelled, if that was decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label_scheme: Option<LabelScheme>,
}

impl Standings {
    pub(in crate::json) fn is_empty(&self) -> bool {
        self.phase.is_default()
            && self.brackets.is_empty()
            && self.replacements.is_empty()
            && self.alternatives.is_empty()
            && self.paragraphs.is_empty()
            && self.proposals.is_empty()
            && self.label_scheme.is_none()
    }
}

/// How far the negotiation is.
#[derive(Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub(in crate::json) enum Phase {
    /// Members edit freely.
    #[default]
    Drafting,
    /// Words change by bracket only.
    Negotiation,
    /// Nothing changes.
    Closed,
}

impl Phase {
    pub(in crate::json) fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// What became of a bracket.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(in crate::json) struct BracketStanding {
    /// The bracket.
    pub bracket: Uuid,
    /// What became of it.
    pub state: BracketState,
}

/// What becomes of a bracket.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub(in crate::json) enum BracketState {
    /// Not agreed.
    Open,
    /// The words stay.
    Kept,
    /// The words go.
    Deleted,
    /// Lifted by its delegation; the words stay.
    Withdrawn,
    /// Lifted by its delegation; the words go with it.
    Retracted,
    /// The words go, others come.
    Replaced,
    /// One branch stays, counted from 0.
    Branch(u32),
    /// No branch stays.
    NoBranch,
}

/// Words that came in the place of others.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(in crate::json) struct Replacement {
    /// The bracket whose words went.
    pub bracket: Uuid,
    /// The words that came.
    pub words: String,
}

/// Which version of a set stands.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(in crate::json) struct Chosen {
    /// The set.
    pub set: Uuid,
    /// The variant; left out for the base.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variant: Option<Uuid>,
}

/// How far a paragraph is.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(in crate::json) struct ParagraphStanding {
    /// The paragraph.
    pub paragraph: Uuid,
    /// How far.
    pub standing: Standing,
}

/// How far a paragraph is.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub(in crate::json) enum Standing {
    /// Left aside.
    Suspended,
    /// Agreed ad referendum.
    AgreedAdRef,
    /// Agreed.
    Agreed,
}

/// What became of a proposal.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(in crate::json) struct ProposalStanding {
    /// The proposal.
    pub proposal: Uuid,
    /// What became of it.
    pub state: ProposalState,
}

/// What becomes of a proposal.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub(in crate::json) enum ProposalState {
    /// Not decided.
    Open,
    /// Taken in.
    Accepted,
    /// Not taken in.
    Rejected,
    /// Taken back.
    Withdrawn,
}
