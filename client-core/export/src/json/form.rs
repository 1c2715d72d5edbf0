//! What a file holds. Types of the file's own: a field of the model may be renamed and no file is read differently.
//!
//! Each struct and field is described here, and docs/draft-json.schema.json is made of it.

mod beside;
mod brackets;
mod paragraphs;
mod record;
mod standings;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub(super) use beside::{Change, Choice, Position, Preference, Proposal, Stance, Target, Topic, Written};
pub(super) use brackets::{AlternativeSet, Bracket, Whole, Wish};
pub(super) use paragraphs::{Numeral, Paragraph, ParagraphKind, Piece};
pub(super) use record::{Decision, Entry};
pub(super) use standings::{
    BracketStanding, BracketState, Chosen, ParagraphStanding, Phase, ProposalStanding, ProposalState, Replacement,
    Standing, Standings,
};

/// A draft with what was decided on it, and perhaps the record of the decisions.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(title = "Adref draft"))]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    /// Always `adref-draft/1`.
    pub format: String,
    /// The text, with everything that stands in it and beside it.
    pub draft: Draft,
    /// What is decided now. Where there is a record, it is what the record comes to.
    #[serde(default, skip_serializing_if = "Standings::is_empty")]
    pub standings: Standings,
    /// The decisions, in their order; each carries the hash of the one before. May be left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub record: Vec<Entry>,
}

/// One negotiated document.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct Draft {
    /// Identity.
    pub id: Uuid,
    /// Short name: ASCII lower case, digits and hyphens.
    pub slug: String,
    /// Title in the draft's language.
    pub title: String,
    /// BCP 47 tag of the text's language; `und` when nobody knows.
    pub language: String,
    /// Negotiated, or read.
    pub kind: DraftKind,
    /// The heads of the columns, when the source has table form.
    #[serde(default, skip_serializing_if = "Columns::is_empty")]
    pub columns: Columns,
    /// How alternatives are labelled, where the standings say nothing else.
    #[serde(default, skip_serializing_if = "LabelScheme::is_default")]
    pub label_scheme: LabelScheme,
    /// Every paragraph in reading order; what stands under a paragraph follows it.
    pub paragraphs: Vec<Paragraph>,
    /// The register of brackets, by identity.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub brackets: Vec<Bracket>,
    /// The sets of alternatives, by identity.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<AlternativeSet>,
    /// Every statement of a position that was ever made, by identity.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub positions: Vec<Position>,
    /// Proposals to move, split and merge paragraphs, by identity.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub proposals: Vec<Proposal>,
    /// Adjacent brackets that were made one question, by identity.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
}

/// What a document is to the negotiation.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub(super) enum DraftKind {
    /// A text under negotiation.
    Draft,
    /// Read, not negotiated.
    Reference,
}

/// The heads of the columns as the source printed them.
#[derive(Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct Columns {
    /// What the paragraph is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub idea: Option<String>,
    /// The words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Who proposed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

impl Columns {
    fn is_empty(&self) -> bool {
        self.idea.is_none() && self.text.is_none() && self.source.is_none()
    }
}

/// How alternatives are labelled.
#[derive(Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub(super) enum LabelScheme {
    /// `Alt 9`, `Alt 11A`, `Alt 10+11`.
    #[default]
    Alt,
    /// `Option 1`, below it `(a)`, below that `(i)`.
    Option,
    /// The first version keeps the numeral, the others are bis, ter.
    EditorialManual,
}

impl LabelScheme {
    pub(in crate::json) fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
