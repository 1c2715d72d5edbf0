//! What is answered to somebody who brings in a file.

use std::collections::BTreeMap;

use client_core::view::DraftView;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    importing::version::{DifferenceJson, LeftJson},
    store::DiagnosticRow,
};

/// What a file would become. Nothing is stored.
#[derive(Serialize, ToSchema)]
pub struct Review {
    /// A name for this result, to be shown when it is to be stored.
    pub reviewed: String,
    /// What the file is: `DOCX`, `PDF`, …
    pub format: String,
    /// The drafts that it would make; none for a new version.
    pub drafts: Vec<Arriving>,
    /// What the reading was unsure of.
    pub diagnostics: Vec<Found>,
    /// What a new version would change.
    #[schema(inline)]
    pub version: Option<Compared>,
}

/// A draft that a file would make.
#[derive(Serialize, ToSchema)]
pub struct Arriving {
    /// Title.
    pub title: String,
    /// BCP 47 tag of the text.
    pub language: String,
    /// `draft` or `reference`.
    pub kind: &'static str,
    /// How many paragraphs it has.
    pub paragraphs: usize,
    /// How many brackets.
    pub brackets: usize,
    /// How many sets of alternatives.
    pub alternatives: usize,
    /// How many comments.
    pub comments: usize,
    /// Under which slug it is here already; then it is left as it is.
    pub there: Option<String>,
    /// Its text.
    pub text: DraftView,
}

/// Something that the reading was unsure of.
#[derive(Serialize, ToSchema)]
pub struct Found {
    #[serde(flatten)]
    pub found: DiagnosticRow,
    /// The words around the place; empty where there are none.
    pub around: String,
    /// What the sentences name, for whoever says them in another language; `variant` tells those of one code apart.
    pub values: BTreeMap<&'static str, String>,
}

/// A new version beside the draft.
#[derive(Serialize, ToSchema)]
pub struct Compared {
    /// Slug of the draft.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// BCP 47 tag of its text.
    pub language: String,
    /// Every paragraph, in the order of the file.
    pub paragraphs: Vec<DifferenceJson>,
    /// How many changes would be written.
    pub changes: usize,
    /// How many decisions would be taken: by the chair alone.
    pub decisions: usize,
    /// Whether the draft is negotiated: then the changes are proposals, and what reads as the file is the draft with these accepted.
    pub proposed: bool,
    /// What would not read as in the file, and why.
    pub left: Vec<LeftJson>,
}

/// What was stored.
#[derive(Serialize, ToSchema)]
pub struct Stored {
    /// The drafts.
    pub drafts: Vec<StoredDraft>,
}

/// A draft that was made or written into.
#[derive(Serialize, ToSchema)]
pub struct StoredDraft {
    /// Short name for addresses.
    pub slug: String,
    /// Title.
    pub title: String,
    /// Whether it is new.
    pub new: bool,
    /// Whether anything was written.
    pub written: bool,
}
