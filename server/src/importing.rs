//! Brings a text into the store: reads it, makes the first changes of each draft, writes them. A bundle brings its own.

mod bundle;
mod interchange;

use client_core::{
    import::{self, ImportError},
    model::{Diagnostic, Draft, DraftKind, Timestamp},
    sync::room::Room,
};

use client_core_export::{akn, json};

use crate::{
    delegations::ReadingError,
    store::{DraftRow, NewDraft, Store, StoreError},
    verify::BundleError,
};

pub use bundle::import_bundle;

/// What came in.
#[derive(Clone, Debug)]
pub struct Report {
    /// The drafts, in reading order.
    pub drafts: Vec<Arrival>,
    /// What the import was unsure of.
    pub diagnostics: Vec<Diagnostic>,
}

/// A draft that came in, or that was there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// Its short name in the store.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// Draft or reference document.
    pub kind: DraftKind,
    /// How many paragraphs it has.
    pub paragraphs: usize,
    /// How many brackets it has.
    pub brackets: usize,
    /// How many sets of alternatives it has.
    pub alternatives: usize,
    /// Whether it is new; a draft that was there is left as it is.
    pub new: bool,
}

/// Why nothing came in.
#[derive(Debug, thiserror::Error)]
pub enum ImportingError {
    /// The text cannot be read.
    #[error(transparent)]
    Text(#[from] ImportError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The directory of delegations cannot be read.
    #[error(transparent)]
    Delegations(#[from] ReadingError),
    /// The file is a draft as JSON, and cannot be read.
    #[error(transparent)]
    Json(#[from] json::ReadError),
    /// The file is Akoma Ntoso, and cannot be read.
    #[error(transparent)]
    Akn(#[from] akn::ReadError),
    /// The file is a bundle, and cannot be read.
    #[error(transparent)]
    Bundle(#[from] BundleError),
    /// The bundle does not hold.
    #[error("the bundle does not hold: {place}: {what}")]
    Broken {
        /// What is broken first.
        place: String,
        /// What is wrong with it.
        what: String,
    },
    /// The draft of the bundle is here, and something else happened to it.
    #[error("the draft is here as {slug}, with another history than the bundle's")]
    OtherHistory {
        /// Its short name here.
        slug: String,
    },
    /// The draft of the bundle is here, with less of the same history.
    #[error("the draft is here as {slug}, and the bundle goes further")]
    Longer {
        /// Its short name here.
        slug: String,
    },
    /// A draft that was read cannot be written as a document: a defect.
    #[error("the draft {slug} cannot be kept: {reason}")]
    Document {
        /// The draft.
        slug: String,
        /// Why.
        reason: String,
    },
}

/// Imports a text, or a draft as JSON or Akoma Ntoso. `name` is the file's name without its directories: the identities derive from it.
///
/// # Errors
/// [`ImportingError`]; drafts written before the error stay.
pub fn import_into(store: &mut dyn Store, name: &str, bytes: &[u8], now: Timestamp) -> Result<Report, ImportingError> {
    let imported = match interchange::read(bytes)? {
        Some(imported) => imported,
        None => import::import(name, bytes)?,
    };
    let mut drafts = Vec::with_capacity(imported.drafts.len());
    for draft in imported.drafts {
        drafts.push(keep(store, name, draft, &imported.diagnostics, now)?);
    }
    Ok(Report { drafts, diagnostics: imported.diagnostics })
}

fn keep(
    store: &mut dyn Store,
    document: &str,
    mut draft: Draft,
    diagnostics: &[Diagnostic],
    now: Timestamp,
) -> Result<Arrival, ImportingError> {
    let there = store.drafts()?;
    let known = there.iter().find(|row| row.id == draft.id);
    if let Some(known) = known {
        return Ok(arrival(&draft, known.slug.clone(), false));
    }
    draft.slug = free_slug(&draft.slug, &there);
    let (_, batch) = Room::create(&draft, now)
        .map_err(|error| ImportingError::Document { slug: draft.slug.clone(), reason: error.to_string() })?;
    let row = DraftRow {
        id: draft.id,
        slug: draft.slug.clone(),
        title: draft.title.clone(),
        language: draft.language.clone(),
        kind: draft.kind,
        document: document.into(),
        created_at: now,
    };
    let new = store.create(&NewDraft { row, batch, diagnostics: diagnostics.to_vec() })?;
    Ok(arrival(&draft, draft.slug.clone(), new))
}

fn arrival(draft: &Draft, slug: String, new: bool) -> Arrival {
    Arrival {
        slug,
        title: draft.title.clone(),
        kind: draft.kind,
        paragraphs: draft.paragraphs.len(),
        brackets: draft.brackets.len(),
        alternatives: draft.alternatives.len(),
        new,
    }
}

/// The slug, or the first of `slug-2`, `slug-3`, … that no draft has.
fn free_slug(slug: &str, there: &[DraftRow]) -> String {
    let taken = |name: &str| there.iter().any(|row| row.slug == name);
    if !taken(slug) {
        return slug.into();
    }
    (2..).map(|n: u32| format!("{slug}-{n}")).find(|name| !taken(name)).unwrap_or_default()
}

impl crate::store::MayBeStore for ImportingError {
    fn store(&self) -> Option<&StoreError> {
        match self {
            Self::Store(error) => Some(error),
            Self::Text(_)
            | Self::Delegations(_)
            | Self::Document { .. }
            | Self::Json(_)
            | Self::Akn(_)
            | Self::Bundle(_)
            | Self::Broken { .. }
            | Self::OtherHistory { .. }
            | Self::Longer { .. } => None,
        }
    }
}
