//! Brings a file into the store: reads it, makes the first changes of each draft, writes them. A bundle brings its own.

mod bundle;
mod interchange;
pub mod version;

use client_core::{
    comments::{MAX_COMMENT, MAX_ENTRIES, quotation},
    import::{Imported, ImportedComment},
    model::{
        Audience, Comment, CommentEntry, CommentId, CommentKind, CommentPlace, Diagnostic, Directory, Draft, DraftKind,
        PersonId, Place, Severity, Timestamp,
    },
    ops::{Refusal, is_forbidden},
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
    /// The version cannot be written into the draft as it is now.
    #[error(transparent)]
    NotNow(#[from] Refusal),
    /// The operating system has no random number to give.
    #[error("the operating system gives no random numbers")]
    Randomness,
    /// A draft that was read cannot be written as a document: a defect.
    #[error("the draft {slug} cannot be kept: {reason}")]
    Document {
        /// The draft.
        slug: String,
        /// Why.
        reason: String,
    },
}

impl ImportingError {
    /// The next step.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::File(error) => error.hint(),
            Self::Store(error) => error.hint(),
            Self::Json(error) => error.hint(),
            Self::Akn(error) => error.hint(),
            Self::Bundle(_) => "Give a file that `adref bundle` wrote.",
            Self::Broken { .. } => "Nothing was stored. Export the bundle again, and ask how it came here.",
            Self::OtherHistory { .. } | Self::Longer { .. } => {
                "Nothing was stored. Import it into another data directory."
            }
            Self::NotNow(Refusal::Closed) => {
                "Nothing was stored. The chair opens the draft again first; or bring the file in as a draft of its own."
            }
            Self::NotNow(Refusal::NotNegotiated) => "Nothing was stored. Bring the file in as a document of its own.",
            Self::NotNow(refusal) => refusal.hint(),
            Self::Randomness => "Try again in a moment.",
            Self::Document { .. } | Self::Delegations(_) => "Report this with the file.",
        }
    }

    /// A draft of the store that cannot be read.
    pub fn unreadable(slug: &str, error: &dyn std::fmt::Display) -> Self {
        Self::Document { slug: slug.into(), reason: error.to_string() }
    }
}

/// A file that was read, before anything is stored.
pub struct Opened {
    /// What the file is, as one says it.
    pub format: String,
    /// Its drafts, diagnostics and comments.
    pub imported: Imported,
    /// The words around each diagnostic; empty where there are none.
    pub around: Vec<String>,
}

/// Reads a file of any format, a draft as JSON or Akoma Ntoso included. `name` is the file's name without its directories: the
/// identities derive from it.
///
/// # Errors
/// [`ImportingError`].
pub fn read_file(name: &str, bytes: &[u8], directory: &Directory) -> Result<Opened, ImportingError> {
    let (format, mut imported, mut around) = match interchange::read(bytes)? {
        Some((format, imported)) => (format.to_owned(), imported, Vec::new()),
        None => {
            let options = Options { directory: Some(directory), ..Options::default() };
            let read = client_core_import::read(name, bytes, &options)?;
            (read.format.to_string(), read.imported, read.around)
        }
    };
    for index in 0..imported.drafts.len() {
        if imported.comments.iter().filter(|said| said.draft == index).count() > MAX_ENTRIES {
            imported.diagnostics.push(too_many_comments());
        }
    }
    around.resize(imported.diagnostics.len(), String::new());
    Ok(Opened { format, imported, around })
}

/// Imports a file of any format that is read, a draft as JSON or Akoma Ntoso included; its comments go into the drafts' logs of
/// comments. `name` is the file's name without its directories: the identities derive from it.
///
/// # Errors
/// [`ImportingError`]; drafts written before the error stay.
pub fn import_into(store: &mut dyn Store, name: &str, bytes: &[u8], now: Timestamp) -> Result<Report, ImportingError> {
    let directory = store.delegations()?;
    let Opened { imported, .. } = read_file(name, bytes, &directory)?;
    let diagnostics = imported.diagnostics.clone();
    let made = make(name, imported, &store.drafts()?, now)?;
    Ok(Report { drafts: keep(store, made, now)?, diagnostics })
}

/// A draft that was made of a file, and is not stored yet.
pub struct Made {
    draft: Draft,
    comments: Vec<CommentEntry>,
    new: NewDraft,
}

/// Makes the drafts of a file that was read, with their first changes. `there` are those of the store: a slug that one of them has is
/// not given again.
///
/// # Errors
/// [`ImportingError`].
pub fn make(name: &str, imported: Imported, there: &[DraftRow], now: Timestamp) -> Result<Vec<Made>, ImportingError> {
    let mut taken: Vec<String> = there.iter().map(|row| row.slug.clone()).collect();
    let Imported { drafts, diagnostics, comments } = imported;
    let made = drafts.into_iter().enumerate().map(|(index, draft)| {
        let comments = entries(&draft, index, &comments, now);
        let known = there.iter().any(|row| row.id == draft.id);
        let made = made(name, draft, comments, &diagnostics, &taken, now)?;
        if !known {
            taken.push(made.new.row.slug.clone());
        }
        Ok(made)
    });
    made.collect()
}

/// Writes drafts that were made; one that is in the store is left as it is.
///
/// # Errors
/// [`ImportingError`]; drafts written before the error stay.
pub fn keep(store: &mut dyn Store, made: Vec<Made>, now: Timestamp) -> Result<Vec<Arrival>, ImportingError> {
    let mut arrivals = Vec::with_capacity(made.len());
    for made in made {
        let there = store.drafts()?;
        if let Some(known) = there.iter().find(|row| row.id == made.draft.id) {
            arrivals.push(arrival(&made.draft, known.slug.clone(), false));
            continue;
        }
        let taken: Vec<String> = there.into_iter().map(|row| row.slug).collect();
        let Made { draft, comments, new } = made;
        let new = match taken.contains(&new.row.slug) {
            // Another draft has taken the name meanwhile.
            true => self::made(&new.row.document, draft.clone(), comments, &new.diagnostics, &taken, now)?.new,
            false => new,
        };
        let stored = store.create(&new)?;
        arrivals.push(arrival(&draft, new.row.slug, stored));
    }
    Ok(arrivals)
}

fn too_many_comments() -> Diagnostic {
    let message = format!("the file has more comments on one draft than the {MAX_ENTRIES} that are kept");
    let hint = "The others were left out; they are still in the file.";
    Diagnostic::new("too-many-comments", Severity::Warning, Place::default(), message, hint).with("limit", MAX_ENTRIES)
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

fn made(
    document: &str,
    mut draft: Draft,
    comments: Vec<CommentEntry>,
    diagnostics: &[Diagnostic],
    taken: &[String],
    now: Timestamp,
) -> Result<Made, ImportingError> {
    draft.slug = free_slug(&draft.slug, taken);
    let (_, mut batch) = Room::create(&draft, now).map_err(|error| ImportingError::unreadable(&draft.slug, &error))?;
    batch.comments = comments.clone();
    let row = DraftRow {
        id: draft.id,
        slug: draft.slug.clone(),
        title: draft.title.clone(),
        language: draft.language.clone(),
        kind: draft.kind,
        document: document.into(),
        created_at: now,
    };
    let new = NewDraft { row, batch, diagnostics: diagnostics.to_vec() };
    Ok(Made { draft, comments, new })
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
fn free_slug(slug: &str, taken: &[String]) -> String {
    let is_taken = |name: &str| taken.iter().any(|one| one == name);
    if !is_taken(slug) {
        return slug.into();
    }
    (2..).map(|n: u32| format!("{slug}-{n}")).find(|name| !is_taken(name)).unwrap_or_default()
}

impl crate::store::MayBeStore for ImportingError {
    fn store(&self) -> Option<&StoreError> {
        match self {
            Self::Store(error) => Some(error),
            Self::File(_)
            | Self::Delegations(_)
            | Self::Document { .. }
            | Self::NotNow(_)
            | Self::Randomness
            | Self::Json(_)
            | Self::Akn(_)
            | Self::Bundle(_)
            | Self::Broken { .. }
            | Self::OtherHistory { .. }
            | Self::Longer { .. } => None,
        }
    }
}
