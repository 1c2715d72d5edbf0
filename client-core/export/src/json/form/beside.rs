//! What is said beside the words: positions, and proposals.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::is_default;
use crate::json::hex::Hex;

/// What a delegation says of a bracket or of alternatives.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(in crate::json) struct Position {
    /// Identity.
    pub id: Uuid,
    /// What it is about.
    pub subject: Topic,
    /// In whose name.
    pub delegation: String,
    /// Name of the person.
    pub by: String,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// What is said; nothing takes back what was said before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stance: Option<Stance>,
    /// Which branch or version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preference: Option<Preference>,
    /// Why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// Of two statements of a delegation on one subject the one that is greater here holds: the counter first, then the actor.
    pub written: Written,
}

/// What a position is on.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub(in crate::json) enum Topic {
    /// A bracket.
    Bracket(Uuid),
    /// A set of alternatives.
    Alternatives(Uuid),
}

/// What is said.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub(in crate::json) enum Stance {
    /// The words are to stay.
    Retain,
    /// The words are to go.
    Delete,
    /// Not ready to say.
    Reserve,
    /// Does not stand in the way.
    CanAccept,
}

/// Which of several versions.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(in crate::json) enum Preference {
    /// A branch, of how many.
    Branch {
        /// Counted from 0; left out for "no text".
        #[serde(default, skip_serializing_if = "Option::is_none")]
        branch: Option<u32>,
        /// How many there were.
        of: u32,
    },
    /// A variant of a set of alternatives.
    Version(Uuid),
    /// The base of a set of alternatives.
    Base,
}

/// The order in which statements were made, the same for every reader.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(in crate::json) struct Written {
    /// A counter.
    pub counter: u64,
    /// Who wrote it, in hexadecimal digits.
    #[cfg_attr(test, schemars(with = "String"))]
    pub actor: Hex,
}

/// A proposal to move, split or merge paragraphs.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(in crate::json) struct Proposal {
    /// Identity.
    pub id: Uuid,
    /// What is proposed.
    pub change: Change,
    /// Name of the person.
    pub by: String,
    /// In whose name.
    pub delegation: String,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// Why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// Taken back.
    #[serde(default, skip_serializing_if = "is_default")]
    pub withdrawn: bool,
}

/// What is proposed.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(in crate::json) enum Change {
    /// A paragraph goes to another place, with what stands under it.
    Move {
        /// The paragraph.
        paragraph: Uuid,
        /// Where.
        to: Target,
    },
    /// A paragraph becomes two, where the piece `split` stands in it.
    Split {
        /// The paragraph.
        paragraph: Uuid,
    },
    /// A paragraph goes on with the words of the next.
    Merge {
        /// The paragraph.
        paragraph: Uuid,
        /// The one whose words follow.
        next: Uuid,
    },
}

/// A place among the paragraphs.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub(in crate::json) enum Target {
    /// Behind a paragraph and what stands under it.
    After(Uuid),
    /// First under a paragraph.
    FirstUnder(Uuid),
    /// First of the draft.
    First,
}

/// Adjacent brackets that are branches of one question.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(in crate::json) struct Choice {
    /// Identity.
    pub id: Uuid,
    /// The brackets, in the order of the text.
    pub brackets: Vec<Uuid>,
    /// Name of the person who joined them.
    pub by: String,
    /// In whose name.
    pub delegation: String,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// Taken apart again.
    #[serde(default, skip_serializing_if = "is_default")]
    pub withdrawn: bool,
}
