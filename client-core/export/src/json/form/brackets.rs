//! Brackets and alternatives.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::is_default;

/// The register of a bracket; its words stand between its two edges.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(in crate::json) struct Bracket {
    /// Identity.
    pub id: Uuid,
    /// Name of the person who opened it; empty when it came with the source.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub by: String,
    /// In whose name; empty when it came with the source.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub delegation: String,
    /// When, in milliseconds since 1970; 0 when it came with the source.
    #[serde(default, skip_serializing_if = "is_default")]
    pub at: i64,
    /// What the opener wants to become of the words.
    #[serde(default, skip_serializing_if = "Wish::is_default")]
    pub wish: Wish,
    /// Why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// It stands around the whole draft, and has no edges in the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whole: Option<Whole>,
    /// The source printed `［` and `］`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub full_width: bool,
    /// Brackets with the same value are one question in several places.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<String>,
    /// Brackets with the same value stand or fall together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub package: Option<String>,
    /// Lifted by the delegation that opened it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub withdrawn: bool,
    /// The words inside were proposed with it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub inserts: bool,
}

/// Which signs of a bracket around everything the source printed in this draft.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(in crate::json) struct Whole {
    /// The opening one.
    pub opens: bool,
    /// The closing one.
    pub closes: bool,
}

/// What becomes of the words, if it goes by the opener.
#[derive(Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub(in crate::json) enum Wish {
    /// They stay.
    #[default]
    Retain,
    /// They go.
    Delete,
    /// One of the branches is chosen.
    Choose,
}

impl Wish {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// Several versions of one place. The variants are the paragraphs whose `variant_of` names the set.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(in crate::json) struct AlternativeSet {
    /// Identity.
    pub id: Uuid,
    /// The paragraphs that a variant takes the place of.
    pub base: Vec<Uuid>,
}
