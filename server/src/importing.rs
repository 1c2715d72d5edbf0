//! Brings a file into the store: reads it, makes the first changes of each draft, writes them. A bundle brings its own.

mod bundle;
mod interchange;

use client_core::{
    comments::{MAX_COMMENT, MAX_ENTRIES, quotation},
    import::ImportedComment,
    model::{
        Audience, Comment, CommentEntry, CommentId, CommentKind, CommentPlace, Diagnostic, Draft, DraftKind, PersonId,
        Place, Severity, Timestamp,
    },
    ops::is_forbidden,
    sync::room::Room,
};
use client_core_import::{Options, ReadError};

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
    /// The file cannot be read.
    #[error(transparent)]
    File(#[from] ReadError),
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

/// Imports a file of any format that is read, a draft as JSON or Akoma Ntoso included; its comments go into the drafts' logs of
/// comments. `name` is the file's name without its directories: the identities derive from it.
///
/// # Errors
/// [`ImportingError`]; drafts written before the error stay.
pub fn import_into(store: &mut dyn Store, name: &str, bytes: &[u8], now: Timestamp) -> Result<Report, ImportingError> {
    let directory = store.delegations()?;
    let options = Options { directory: Some(&directory), ..Options::default() };
    let mut imported = match interchange::read(bytes)? {
        Some(imported) => imported,
        None => client_core_import::read(name, bytes, &options)?.imported,
    };
    let mut drafts = Vec::with_capacity(imported.drafts.len());
    for (index, draft) in imported.drafts.into_iter().enumerate() {
        let about = |said: &&ImportedComment| said.draft == index;
        if imported.comments.iter().filter(about).count() > MAX_ENTRIES {
            imported.diagnostics.push(too_many_comments());
        }
        let comments = entries(&draft, index, &imported.comments, now);
        drafts.push(keep(store, name, draft, comments, &imported.diagnostics, now)?);
    }
    Ok(Report { drafts, diagnostics: imported.diagnostics })
}

fn too_many_comments() -> Diagnostic {
    Diagnostic {
        code: "too-many-comments",
        severity: Severity::Warning,
        place: Place::default(),
        message: format!("the file has more comments on one draft than the {MAX_ENTRIES} that are kept"),
        hint: "The others were left out; they are still in the file.".into(),
    }
}

/// The comments of a file on one of its drafts, as its log of comments begins. Who said them is no person of this server: the
/// names are those of the file, and so are the dates where it has them.
fn entries(draft: &Draft, index: usize, said: &[ImportedComment], now: Timestamp) -> Vec<CommentEntry> {
    let id = |at: usize| CommentId::derived(draft.id.0, &format!("comment {}", at + 1));
    let mut entries = Vec::new();
    let own = said.iter().enumerate().filter(|(_, comment)| comment.draft == index);
    for (at, comment) in own.take(MAX_ENTRIES) {
        // An answer to an answer is one to what the thread begins with.
        let (mut first, mut steps) = (at, 0);
        while let Some(above) = said.get(first).and_then(|comment| comment.answers).filter(|_| steps < said.len()) {
            (first, steps) = (above, steps + 1);
        }
        let behind = first < at && said.get(first).is_some_and(|comment| comment.draft == index);
        let first = if behind { first } else { at };
        let paragraph = said.get(first).and_then(|comment| comment.paragraph);
        let text: String = comment.text.chars().filter(|c| *c == '\n' || !is_forbidden(*c)).take(MAX_COMMENT).collect();
        let text = text.trim().to_owned();
        if text.is_empty() {
            continue;
        }
        let by: String = comment.author.chars().filter(|c| !is_forbidden(*c)).take(80).collect();
        entries.push(CommentEntry::Said(Comment {
            id: id(at),
            seq: entries.len() as u64 + 1,
            thread: id(first),
            kind: CommentKind::Remark,
            audience: Audience::Everybody,
            author: PersonId::derived(draft.id.0, &format!("author {by}")),
            by,
            delegation: comment.delegation.clone(),
            at: if comment.at == 0 { now } else { comment.at },
            place: paragraph.map_or(CommentPlace::Draft, CommentPlace::Paragraph),
            quoted: quotation(&comment.quoted),
            text,
        }));
    }
    entries
}

fn keep(
    store: &mut dyn Store,
    document: &str,
    mut draft: Draft,
    comments: Vec<CommentEntry>,
    diagnostics: &[Diagnostic],
    now: Timestamp,
) -> Result<Arrival, ImportingError> {
    let there = store.drafts()?;
    let known = there.iter().find(|row| row.id == draft.id);
    if let Some(known) = known {
        return Ok(arrival(&draft, known.slug.clone(), false));
    }
    draft.slug = free_slug(&draft.slug, &there);
    let (_, mut batch) = Room::create(&draft, now)
        .map_err(|error| ImportingError::Document { slug: draft.slug.clone(), reason: error.to_string() })?;
    batch.comments = comments;
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
            Self::File(_)
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
