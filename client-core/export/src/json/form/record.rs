//! The decisions, one by one.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Chosen, LabelScheme, Phase, Replacement};
use crate::json::hex::Hex;

/// One entry of the record.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(in crate::json) struct Entry {
    /// Place in the record, from 1.
    pub seq: u64,
    /// Identity.
    pub id: Uuid,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// Name of the person who decided.
    pub by: String,
    /// In whose name.
    pub delegation: String,
    /// What was decided.
    pub decision: Decision,
    /// In which meeting.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub meeting: String,
    /// Why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// The hashes of the changes that the text consisted of, the newest ones.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub heads: Vec<String>,
    /// SHA-256 of the entry before, in hexadecimal digits; zeros for the first.
    #[cfg_attr(test, schemars(with = "String"))]
    pub previous: Hex,
    /// SHA-256 of this entry.
    #[cfg_attr(test, schemars(with = "String"))]
    pub hash: Hex,
}

/// A decision of the chair.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(in crate::json) enum Decision {
    /// The words of a bracket stay.
    KeepBracket(Uuid),
    /// The words of a bracket go.
    DeleteBracket(Uuid),
    /// A decided bracket is open again.
    ReopenBracket(Uuid),
    /// One version of a set stands.
    ChooseAlternative(Chosen),
    /// A decided set is open again.
    ReopenAlternative(Uuid),
    /// One branch of a choice stays.
    PickBranch {
        /// The bracket.
        bracket: Uuid,
        /// Counted from 0; left out for "no text".
        #[serde(default, skip_serializing_if = "Option::is_none")]
        branch: Option<u32>,
        /// How many there were.
        of: u32,
    },
    /// Several decisions taken as one.
    Package(Vec<Decision>),
    /// The words of a bracket go, others come.
    ReplaceBracket(Replacement),
    /// A paragraph is agreed ad referendum.
    AgreeAdRef(Uuid),
    /// A paragraph is agreed.
    Agree(Uuid),
    /// A paragraph is left aside.
    Suspend(Uuid),
    /// A paragraph is open again.
    ReopenParagraph(Uuid),
    /// The negotiation enters another phase.
    SetPhase(Phase),
    /// A proposal is taken in.
    AcceptProposal(Uuid),
    /// A proposal is not taken in.
    RejectProposal(Uuid),
    /// A decided proposal is open again.
    ReopenProposal(Uuid),
    /// How alternatives are labelled from now on.
    SetLabelScheme(LabelScheme),
}
