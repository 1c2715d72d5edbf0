//! Bringing in a file: a review that stores nothing, and the same once more that stores what was reviewed.

mod answer;
mod place;

use std::sync::Arc;

use axum::{
    Json,
    body::Bytes,
    extract::{FromRequest, Request, State},
    http::StatusCode,
};
use client_core::{
    model::{Diagnostic, DraftKind, Person, Phase, Role, Standings},
    sync::room::{Brought, Prepared},
    view,
};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use utoipa::IntoParams;

use super::{ApiError, asked::Options, caller::Caller, describe::Problem};
use answer::{Arriving, Compared, Found, Review, Stored, StoredDraft};
pub use place::Intake;
use place::Working;

use crate::{
    app::App,
    clock,
    importing::{
        self, ImportingError, Opened,
        version::{self, Version},
    },
    store::{DraftRow, Load, Store},
};

/// The largest file, in bytes. What it may unpack to has limits of its own.
pub const MOST_FILE: usize = 16 << 20;

/// How many times a version is made ready for a draft in which people write.
const TRIES: usize = 4;

/// The bytes of a file.
pub struct File(Bytes);

impl<S: Send + Sync> FromRequest<S> for File {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        Bytes::from_request(request, state).await.map(Self).map_err(|rejection| match rejection.status() {
            StatusCode::PAYLOAD_TOO_LARGE => ApiError::FileTooLarge,
            _ => ApiError::Malformed("its body ended early".into()),
        })
    }
}

/// What a file is brought in as.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// The file's name without its directories; its ending tells Markdown from plain text.
    #[param(max_length = 255)]
    name: String,
    /// The draft that it is a new version of, by slug or identity; a draft of its own without it.
    onto: Option<String>,
    /// Language of the labels (BCP 47); English without it.
    labels: Option<String>,
}

/// The same, to be stored.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Confirmed {
    /// As reviewed.
    #[param(max_length = 255)]
    name: String,
    /// As reviewed.
    onto: Option<String>,
    /// Language of the labels (BCP 47); English without it.
    labels: Option<String>,
    /// What the review said under this name. If the same file would give another result by now, nothing is stored.
    reviewed: String,
}

/// Drafts are made by whoever presides, and by the secretariat.
fn brings_in(person: &Person) -> Result<(), ApiError> {
    match person.role {
        Role::Chair | Role::Secretariat => Ok(()),
        Role::Observer | Role::Contributor | Role::ExOfficio | Role::Member => Err(ApiError::IntakeOfSecretariat),
    }
}

/// The name of a file, the language to tell of it in, and the place of who may bring it in.
async fn begin(
    app: &App,
    person: &Person,
    name: &str,
    labels: Option<String>,
) -> Result<(String, String, Working), ApiError> {
    brings_in(person)?;
    let name = file_name(name)?;
    let language = labels.unwrap_or_else(|| "en".into());
    Ok((name, language, app.intake.begin(person.id, &app.turns).await?))
}

/// Review a file
///
/// What it would become, and what the reading was unsure of; with `onto` what it would change of a draft, paragraph by paragraph. Nothing is
/// stored. For the chair and the secretariat.
#[utoipa::path(post, operation_id = "review_file", path = "/api/imports/review", tag = "drafts", params(Asked),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "The file, of at most 16 MiB"),
    responses((status = 200, body = Review), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 413, body = Problem, description = "The file has more than 16 MiB"), (status = 422, body = Problem, description = "The file cannot be read"),
        (status = 429, body = Problem, description = "Another file of this account is being read")))]
pub async fn review(
    State(app): State<Arc<App>>,
    Caller(person): Caller,
    Options(ask): Options<Asked>,
    File(bytes): File,
) -> Result<Json<Review>, ApiError> {
    let (name, language, working) = begin(&app, &person, &ask.name, ask.labels).await?;
    match ask.onto {
        None => {
            let there = app.database.read(there).await?;
            in_background(working, move || Ok(fresh(&name, &bytes, &there, &language)?.0)).await.map(Json)
        }
        Some(draft) => {
            let row = app.draft(&draft).await?;
            Ok(Json(ready(&app, working, row, name, bytes, person, language).await?.0))
        }
    }
}

/// Bring in a file
///
/// The same file as reviewed, and what the review called its result. A result that is another by now is refused with 409. A new version comes in
/// as one: all of its changes and decisions, or none. For the chair and the secretariat.
#[utoipa::path(post, operation_id = "bring_in_file", path = "/api/imports", tag = "drafts", params(Confirmed),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "The file, of at most 16 MiB"),
    responses((status = 201, body = Stored), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem, description = "The result is not the one that was reviewed, or the draft takes no version now"),
        (status = 413, body = Problem, description = "The file has more than 16 MiB"), (status = 422, body = Problem, description = "The file cannot be read"),
        (status = 429, body = Problem, description = "Another file of this account is being read")))]
pub async fn bring_in(
    State(app): State<Arc<App>>,
    Caller(person): Caller,
    Options(ask): Options<Confirmed>,
    File(bytes): File,
) -> Result<(StatusCode, Json<Stored>), ApiError> {
    let (name, language, working) = begin(&app, &person, &ask.name, ask.labels).await?;
    let stored = match ask.onto {
        None => store_drafts(&app, working, name, bytes, ask.reviewed, language).await?,
        Some(draft) => {
            let row = app.draft(&draft).await?;
            store_version(&app, working, row, name, bytes, person, (ask.reviewed, language)).await?
        }
    };
    Ok((StatusCode::CREATED, Json(stored)))
}

async fn store_drafts(
    app: &App,
    working: Working,
    name: String,
    bytes: Bytes,
    reviewed: String,
    language: String,
) -> Result<Stored, ApiError> {
    let by = working.person;
    let there = app.database.read(there).await?;
    let now = clock::now();
    let made = in_background(working, move || {
        let (review, opened) = fresh(&name, &bytes, &there, &language)?;
        if review.reviewed != reviewed {
            return Err(ApiError::NotAsReviewed);
        }
        Ok(importing::make(&name, opened.imported, &there.rows, now)?)
    })
    .await?;
    let kept = app.database.write(move |store| importing::keep(store, made, now)).await?;
    tracing::info!(person = %by, drafts = kept.len(), "a file was brought in");
    let drafts = kept.into_iter().map(|draft| StoredDraft {
        slug: draft.slug,
        title: draft.title,
        new: draft.new,
        written: draft.new,
    });
    Ok(Stored { drafts: drafts.collect() })
}

async fn store_version(
    app: &App,
    working: Working,
    row: DraftRow,
    name: String,
    bytes: Bytes,
    person: Person,
    (reviewed, language): (String, String),
) -> Result<Stored, ApiError> {
    let mut working = working;
    for _ in 0..TRIES {
        let (review, prepared, back) =
            ready(app, working, row.clone(), name.clone(), bytes.clone(), person.clone(), language.clone()).await?;
        working = back;
        if review.reviewed != reviewed {
            return Err(ApiError::NotAsReviewed);
        }
        let written = !prepared.bringing.is_empty();
        match app.rooms.bring(row.id, prepared.bringing).await? {
            Brought::Stored => {
                tracing::info!(person = %person.id, draft = %row.id, "a version was brought in");
                let draft = StoredDraft { slug: row.slug, title: row.title, new: false, written };
                return Ok(Stored { drafts: vec![draft] });
            }
            // Somebody wrote meanwhile: perhaps elsewhere, and the result is the same.
            Brought::Changed => {}
            Brought::ReadOnly => return Err(ApiError::Late),
            Brought::Refused => return Err(ApiError::Internal),
        }
    }
    Err(ApiError::NotAsReviewed)
}

/// What of the store a review of new drafts depends on.
struct There {
    rows: Vec<DraftRow>,
    directory: client_core::model::Directory,
}

fn there(store: &mut dyn Store) -> Result<There, ImportingError> {
    Ok(There { directory: store.delegations()?, rows: store.drafts()? })
}

/// Reads a file as drafts of their own.
fn fresh(name: &str, bytes: &[u8], there: &There, language: &str) -> Result<(Review, Opened), ApiError> {
    let opened = importing::read_file(name, bytes, &there.directory)?;
    let none = Standings::default();
    let drafts: Vec<Arriving> = opened
        .imported
        .drafts
        .iter()
        .enumerate()
        .map(|(index, draft)| Arriving {
            title: draft.title.clone(),
            language: draft.language.clone(),
            kind: match draft.kind {
                DraftKind::Draft => "draft",
                DraftKind::Reference => "reference",
            },
            paragraphs: draft.paragraphs.len(),
            brackets: draft.brackets.len(),
            alternatives: draft.alternatives.len(),
            comments: opened.imported.comments.iter().filter(|said| said.draft == index).count(),
            there: there.rows.iter().find(|row| row.id == draft.id).map(|row| row.slug.clone()),
            text: view::draft(draft, &none, language),
        })
        .collect();
    let mut hash = Sha256::new();
    hash.update(Sha256::digest(bytes));
    hash.update(name);
    for draft in &drafts {
        hash.update([0, u8::from(draft.there.is_some())]);
        hash.update(&draft.text.id);
    }
    let diagnostics = found(&opened.imported.diagnostics, &opened.around);
    let reviewed = version::hex(&hash.finalize());
    let format = opened.format.clone();
    Ok((Review { reviewed, format, drafts, diagnostics, version: None }, opened))
}

fn found(diagnostics: &[Diagnostic], around: &[String]) -> Vec<Found> {
    let around = around.iter().cloned().chain(std::iter::repeat(String::new()));
    let found = |(found, around): (&Diagnostic, String)| {
        let values = found.values.iter().cloned().collect();
        Found { found: found.into(), around, values }
    };
    diagnostics.iter().zip(around).map(found).collect()
}

/// Makes a version ready for a draft as it is on disk, and tries it there.
async fn ready(
    app: &App,
    working: Working,
    row: DraftRow,
    name: String,
    bytes: Bytes,
    person: Person,
    language: String,
) -> Result<(Review, Prepared, Working), ApiError> {
    let id = row.id;
    let (stored, directory) = app
        .database
        .read(move |store| {
            let directory = store.delegations()?;
            Ok::<_, ImportingError>((store.load(id, Load::Cached)?, directory))
        })
        .await?;
    let done = tokio::task::spawn_blocking(move || {
        let Version { format, draft, diagnostics, around } = version::read_version(&name, &bytes, &directory, &row)?;
        let damaged = |error: &dyn std::fmt::Display| ImportingError::unreadable(&row.slug, error);
        let mut room = client_core::sync::room::Room::open(stored).map_err(|error| damaged(&error))?;
        let (before, standings) = (room.draft().map_err(|error| damaged(&error))?, room.standings().clone());
        let (now, reason) = (clock::now(), format!("As in {name}"));
        let prepared = version::prepare(&mut room, &draft, &person, ("", &reason), now)?;
        let paragraphs = version::told(&prepared.differences, (&before, &standings), &draft, &language);
        // What passes here passes in the room that people are in, as long as it is in the same state.
        version::take(&mut room, &prepared, &row.slug, now)?;
        let after = room.draft().map_err(|error| damaged(&error))?;
        let left = version::told_left(&prepared.left, &after, &standings, &language);
        let decisions = prepared.bringing.decisions();
        let mut hash = Sha256::new();
        hash.update(Sha256::digest(&bytes));
        hash.update(person.role.name());
        hash.update(row.id.to_string());
        for part in paragraphs.iter().flat_map(|paragraph| &paragraph.words) {
            hash.update([0]);
            hash.update(part.what);
            hash.update([0]);
            hash.update(&part.words);
        }
        for left in &left {
            hash.update([1]);
            hash.update(left.code);
            hash.update(left.paragraph.as_deref().unwrap_or_default());
        }
        let version = Compared {
            slug: row.slug,
            title: row.title,
            language: row.language,
            paragraphs,
            changes: prepared.bringing.changes(),
            decisions,
            proposed: standings.phase == Phase::Negotiation,
            left,
        };
        let review = Review {
            reviewed: version::hex(&hash.finalize()),
            format,
            drafts: Vec::new(),
            diagnostics: found(&diagnostics, &around),
            version: Some(version),
        };
        Ok::<_, ApiError>((review, prepared, working))
    });
    done.await.unwrap_or(Err(ApiError::Internal))
}

/// Runs what takes long off the threads that serve sockets. The place is taken until it has ended.
async fn in_background<T: Send + 'static>(
    working: Working,
    work: impl FnOnce() -> Result<T, ApiError> + Send + 'static,
) -> Result<T, ApiError> {
    let done = tokio::task::spawn_blocking(move || {
        let _working = working;
        work()
    });
    done.await.unwrap_or(Err(ApiError::Internal))
}

/// The name of a file without its directories.
fn file_name(name: &str) -> Result<String, ApiError> {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default().trim();
    let odd = name.chars().any(client_core::ops::is_forbidden);
    if name.is_empty() || odd || name.chars().count() > 255 {
        return Err(ApiError::Malformed("the file has no name of at most 255 characters".into()));
    }
    Ok(name.into())
}

impl From<ImportingError> for ApiError {
    fn from(error: ImportingError) -> Self {
        match error {
            ImportingError::Store(error) => error.into(),
            ImportingError::Document { slug, reason } => {
                tracing::error!(slug, reason, "a file could not be brought in");
                Self::Internal
            }
            error @ ImportingError::NotNow(_) => Self::NotNow(error.to_string(), error.hint()),
            error => Self::Unreadable(error.to_string(), error.hint()),
        }
    }
}
