//! The record, the log and the text at a moment.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use client_core::{
    history::{self, HistoryError},
    model::{Draft, Entry, Standings, Timestamp},
    sync::protocol::WireDecision,
    view::{self, DraftView},
};
use client_core_export::{
    Mode,
    text::{self as plain, TextOptions},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    ApiError,
    asked::{Names as Asked, Options},
    caller::{Caller, Reader},
    describe::Problem,
    drafts::Labels,
    etag::hex,
    history::Names,
    paging::{Paging, Part},
};
use crate::{app::App, material::read_moment, room::RoomView, store::StoreError};

/// An entry of the record.
#[derive(Serialize, ToSchema)]
pub struct DecisionJson {
    /// Its place in the record, from 1.
    number: u64,
    /// Its identity, chosen by the client that asked for it.
    id: String,
    /// When, in milliseconds since 1970.
    at: i64,
    /// Who decided.
    by: String,
    /// In whose name.
    delegation: String,
    /// What was decided.
    decision: WireDecision,
    /// In which meeting; empty when nobody said.
    meeting: String,
    /// Why.
    reason: String,
    /// The heads of the text that it was taken on.
    heads: Vec<String>,
    /// The hash of the entry before, in hexadecimal; zeros for the first.
    previous: String,
    /// The hash of this entry.
    hash: String,
}

impl From<Entry> for DecisionJson {
    fn from(entry: Entry) -> Self {
        Self {
            number: entry.seq,
            id: entry.id.to_string(),
            at: entry.at,
            decision: (&entry.decision).into(),
            by: entry.by,
            delegation: entry.delegation,
            meeting: entry.meeting,
            reason: entry.reason,
            heads: entry.heads,
            previous: hex(&entry.previous),
            hash: hex(&entry.hash),
        }
    }
}

/// The decisions
///
/// The record of the draft, in the order in which the chair decided.
#[utoipa::path(get, operation_id = "list_decisions", path = "/api/drafts/{slug}/decisions", tag = "record", params(("slug" = String, Path, description = "Slug or identity of the draft"), Part),
    responses((status = 200, body = Vec<DecisionJson>), (status = 404, body = Problem)))]
pub async fn decisions(
    State(app): State<Arc<App>>,
    Caller(_): Caller,
    Asked(slug): Asked<String>,
    paging: Paging,
) -> Result<Response, ApiError> {
    let draft = app.draft(&slug).await?.id;
    let entries = app.rooms.read(draft).await?.entries;
    let decisions: Vec<DecisionJson> = entries.into_iter().map(Into::into).collect();
    Ok(paging.part(decisions, |decision| decision.number.to_string(), |_| true)?.into_response())
}

/// A change of the text.
#[derive(Serialize, ToSchema)]
pub struct ChangeJson {
    /// Its place in the log, from 1.
    number: u64,
    /// Its hash.
    hash: String,
    /// When the server received it, in milliseconds since 1970.
    at: i64,
    /// Identity of who made it; absent for the import.
    #[serde(skip_serializing_if = "Option::is_none")]
    person: Option<String>,
    /// Who made it; empty for the import.
    by: String,
    /// In whose name.
    delegation: String,
    /// The paragraphs that it touched.
    paragraphs: Vec<TouchedJson>,
    /// The brackets whose register it touched.
    brackets: Vec<String>,
    /// The key of the device that signed it, in hexadecimal; absent where none did.
    #[serde(skip_serializing_if = "Option::is_none")]
    device: Option<String>,
    /// The signature of the device, in hexadecimal.
    #[serde(skip_serializing_if = "Option::is_none")]
    signature: Option<String>,
}

/// A paragraph that a change touched.
#[derive(Serialize, ToSchema)]
pub struct TouchedJson {
    /// Its identity.
    id: String,
    /// Its label or first words as they are now; absent for one that is not there.
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<String>,
}

/// What changed, when, by whom
///
/// The log of the draft's text, in the order in which the server received it. What was decided is in `decisions`.
#[utoipa::path(get, operation_id = "list_changes", path = "/api/drafts/{slug}/history", tag = "record", params(("slug" = String, Path, description = "Slug or identity of the draft"), Part, Labels),
    responses((status = 200, body = Vec<ChangeJson>), (status = 404, body = Problem)))]
pub async fn changes(
    State(app): State<Arc<App>>,
    Reader(_): Reader,
    Asked(slug): Asked<String>,
    paging: Paging,
    Options(ask): Options<Labels>,
) -> Result<Response, ApiError> {
    let draft = app.draft(&slug).await?.id;
    let (after, most) = paging.numbers()?;
    let turn = app.turns.take().await?;
    let view = app.rooms.read(draft).await?;
    let read =
        turn.read(&app.database, move |store| Ok((store.changes_behind(draft, after, most)?, store.log_end(draft)?)));
    let (turn, (changes, end)) = read.await.map_err(|error: StoreError| error)?;
    if after > end.changes {
        return Err(ApiError::UnknownItem);
    }
    let told = turn.work(move || {
        let names = Names::new(&view.draft, &view.standings, ask.language());
        let numbered = (after + 1..).zip(changes).map(|(number, change)| ChangeJson {
            number,
            hash: change.hash,
            at: change.at,
            person: change.person.map(|person| person.to_string()),
            by: change.name,
            delegation: change.delegation,
            paragraphs: change
                .paragraphs
                .into_iter()
                .map(|id| TouchedJson { id: id.to_string(), label: names.of(id) })
                .collect(),
            brackets: change.brackets.iter().map(ToString::to_string).collect(),
            device: change.signature.map(|signed| hex(&signed.key)),
            signature: change.signature.map(|signed| hex(&signed.signature)),
        });
        numbered.collect::<Vec<_>>()
    });
    let told = told.await.map_err(|_| ApiError::Internal)?;
    Ok(paging.listed(told, |change| change.number.to_string()).into_response())
}

/// Which moment.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct At {
    /// A time such as `2005-01-31T12:00:00Z` or `2005-01-31`, or the number of an entry of the record, just after which it is.
    /// Now without it.
    #[param(
        pattern = r"^([1-9]\d{0,8}|\d{4}-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])(T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,3})?)?(Z|[+-](0\d|1[0-4]):[0-5]\d))?)$"
    )]
    at: Option<String>,
    /// Language of the labels (BCP 47).
    labels: Option<String>,
}

/// The text at a moment.
#[derive(Serialize, ToSchema)]
pub struct TextJson {
    /// When the last of it was received or decided, in milliseconds since 1970.
    at: i64,
    /// How many changes of the log it is made of.
    changes: usize,
    /// How many decisions had been taken.
    decisions: usize,
    /// The text as it stood, what was open between its signs.
    text: String,
    /// The same paragraph by paragraph.
    draft: DraftView,
}

/// The text at a moment
///
/// As the server had it then: everything received and decided until that moment.
#[utoipa::path(get, operation_id = "text_at", path = "/api/drafts/{slug}/text", tag = "drafts", params(("slug" = String, Path, description = "Slug or identity of the draft"), At),
    responses((status = 200, body = TextJson), (status = 404, body = Problem)))]
pub async fn text(
    State(app): State<Arc<App>>,
    Reader(_): Reader,
    Asked(slug): Asked<String>,
    Options(ask): Options<At>,
) -> Result<Json<TextJson>, ApiError> {
    let moment = ask.at.as_deref().map(|at| {
        read_moment(at).ok_or_else(|| {
            ApiError::Malformed("`at` is a time such as 2005-01-31T12:00:00Z, or a number of the record".into())
        })
    });
    let moment = moment.transpose()?;
    let draft = app.draft(&slug).await?.id;
    let turn = app.turns.take().await?;
    let view = app.rooms.read(draft).await?;
    let time = moment.map(|moment| moment.time(&view.entries).unwrap_or(Timestamp::MIN));
    let read = turn.read(&app.database, move |store| {
        let changes = time.map(|time| store.changes_until(draft, time)).transpose()?;
        Ok((changes.unwrap_or_default(), store.log_end(draft)?))
    });
    let (turn, (changes, end)) = read.await.map_err(|error: StoreError| error)?;
    let told = turn.work(move || {
        let RoomView { draft, standings, entries } = view;
        // What is there now is with the room already.
        let Some(moment) = moment else {
            let decided = entries.last().map_or(0, |entry| entry.at);
            let received = usize::try_from(end.changes).unwrap_or(usize::MAX);
            return Ok(told(
                (&draft, &standings),
                (received, entries.len()),
                end.at.max(decided),
                ask.labels.as_deref(),
            ));
        };
        let then = history::at(&changes, &entries, moment)?;
        let last = changes.get(..then.changes).and_then(<[_]>::last).map_or(0, |change| change.at);
        let decided = entries.get(..then.entries).and_then(<[_]>::last).map_or(0, |entry| entry.at);
        let made_of = (then.changes, then.entries);
        Ok(told((&then.draft, &then.standings), made_of, last.max(decided), ask.labels.as_deref()))
    });
    match told.await.map_err(|_| ApiError::Internal)? {
        Ok(text) => Ok(Json(text)),
        Err(HistoryError::Unknown) => Err(ApiError::UnknownMoment),
        Err(error @ HistoryError::Log(_)) => {
            tracing::error!(%draft, %error, "a text could not be told");
            Err(ApiError::Internal)
        }
    }
}

/// A text that is made of so many changes and decisions, the last of them at a time.
fn told(
    (draft, standings): (&Draft, &Standings),
    (changes, decisions): (usize, usize),
    at: Timestamp,
    labels: Option<&str>,
) -> TextJson {
    let options = TextOptions { mode: Mode::AsItStands, labels: labels.map(str::to_owned) };
    TextJson {
        at,
        changes,
        decisions,
        // As it stands, every text can be written.
        text: plain::write(draft, standings, &options).unwrap_or_default(),
        draft: view::draft(draft, standings, labels.unwrap_or("en")),
    }
}
