//! The lives of brackets, paragraphs and proposals, for whoever may read.

mod event;

use std::sync::Arc;

use axum::{Json, extract::State};
use client_core::{
    history::{HistoryError, StoredChange, bracket_life, paragraph_life, proposal_life},
    model::{BracketId, ParagraphId, ProposalId},
    view::{self, BracketView, ProposalView},
};
use serde::Serialize;
use utoipa::ToSchema;

pub use event::{LifeEventJson, Names, life_json};

use super::{
    ApiError,
    asked::{Names as Asked, Options},
    caller::Reader,
    describe::Problem,
    drafts::Labels,
};
use crate::{app::App, room::RoomView, store::StoreError};

/// The names that a life is told with.
fn names<'a>(ask: &Labels, view: &'a RoomView) -> Names<'a> {
    Names::new(&view.draft, &view.standings, ask.language())
}

/// The life of a bracket.
#[derive(Serialize, ToSchema)]
pub struct BracketLife {
    /// The bracket as it is now.
    bracket: BracketView,
    /// What happened, oldest first.
    events: Vec<LifeEventJson>,
}

/// The life of a paragraph.
#[derive(Serialize, ToSchema)]
pub struct ParagraphLife {
    /// Its identity.
    paragraph: String,
    /// Its label now, or its first words.
    label: String,
    /// What happened, oldest first.
    events: Vec<LifeEventJson>,
}

/// The life of a proposal.
#[derive(Serialize, ToSchema)]
pub struct ProposalLife {
    /// The proposal as it is now.
    proposal: ProposalView,
    /// What happened, oldest first.
    events: Vec<LifeEventJson>,
}

/// The life of a bracket
///
/// Each event with who, in whose name, when and why, oldest first.
#[utoipa::path(get, operation_id = "bracket_life", path = "/api/drafts/{slug}/brackets/{id}/history", tag = "record",
    params(("slug" = String, Path, description = "Slug or identity of the draft"), ("id" = String, Path, description = "Identity of the bracket"), Labels),
    responses((status = 200, body = BracketLife), (status = 404, body = Problem)))]
pub async fn bracket(
    State(app): State<Arc<App>>,
    Reader(_): Reader,
    Asked((slug, id)): Asked<(String, String)>,
    Options(ask): Options<Labels>,
) -> Result<Json<BracketLife>, ApiError> {
    let id: BracketId = id.parse().map_err(|_| ApiError::UnknownBracket)?;
    let unknown = || ApiError::UnknownBracket;
    tell(&app, &slug, unknown, move |view, changes| {
        let brackets = view::draft(&view.draft, &view.standings, "en").brackets;
        let bracket = brackets.into_iter().find(|bracket| bracket.id == id.to_string());
        let bracket = bracket.ok_or(HistoryError::Unknown)?;
        let events = bracket_life(changes, &view.entries, id)?.events;
        Ok(BracketLife { bracket, events: life_json(events, &names(&ask, view)) })
    })
    .await
}

/// The life of a paragraph
///
/// Each event with who, in whose name, when and why, oldest first.
#[utoipa::path(get, operation_id = "paragraph_life", path = "/api/drafts/{slug}/paragraphs/{id}/history", tag = "record",
    params(("slug" = String, Path, description = "Slug or identity of the draft"), ("id" = String, Path, description = "Identity of the paragraph"), Labels),
    responses((status = 200, body = ParagraphLife), (status = 404, body = Problem)))]
pub async fn paragraph(
    State(app): State<Arc<App>>,
    Reader(_): Reader,
    Asked((slug, id)): Asked<(String, String)>,
    Options(ask): Options<Labels>,
) -> Result<Json<ParagraphLife>, ApiError> {
    let id: ParagraphId = id.parse().map_err(|_| ApiError::UnknownParagraph)?;
    let unknown = || ApiError::UnknownParagraph;
    tell(&app, &slug, unknown, move |view, changes| {
        let names = names(&ask, view);
        let events = life_json(paragraph_life(changes, &view.entries, id)?, &names);
        Ok(ParagraphLife { paragraph: id.to_string(), label: names.of(id).unwrap_or_default(), events })
    })
    .await
}

/// The life of a proposal
///
/// Each event with who, in whose name, when and why, oldest first.
#[utoipa::path(get, operation_id = "proposal_life", path = "/api/drafts/{slug}/proposals/{id}/history", tag = "record",
    params(("slug" = String, Path, description = "Slug or identity of the draft"), ("id" = String, Path, description = "Identity of the proposal"), Labels),
    responses((status = 200, body = ProposalLife), (status = 404, body = Problem)))]
pub async fn proposal(
    State(app): State<Arc<App>>,
    Reader(_): Reader,
    Asked((slug, id)): Asked<(String, String)>,
    Options(ask): Options<Labels>,
) -> Result<Json<ProposalLife>, ApiError> {
    let id: ProposalId = id.parse().map_err(|_| ApiError::UnknownProposal)?;
    let unknown = || ApiError::UnknownProposal;
    tell(&app, &slug, unknown, move |view, changes| {
        let proposals = view::draft(&view.draft, &view.standings, ask.language()).proposals;
        let proposal = proposals.into_iter().find(|proposal| proposal.id == id.to_string());
        let events = life_json(proposal_life(changes, &view.entries, id)?, &names(&ask, view));
        Ok(ProposalLife { proposal: proposal.ok_or(HistoryError::Unknown)?, events })
    })
    .await
}

/// Reads a draft with its log and tells of it, away from the threads that serve others.
async fn tell<T: Send + 'static>(
    app: &App,
    slug: &str,
    unknown: fn() -> ApiError,
    life: impl FnOnce(&RoomView, &[StoredChange]) -> Result<T, HistoryError> + Send + 'static,
) -> Result<Json<T>, ApiError> {
    let draft = app.draft(slug).await?.id;
    let turn = app.turns.take().await?;
    let view = app.rooms.read(draft).await?;
    let read = turn.read(&app.database, move |store| store.changes(draft));
    let (turn, changes) = read.await.map_err(|error: StoreError| error)?;
    let told = turn.work(move || life(&view, &changes));
    match told.await.map_err(|_| ApiError::Internal)? {
        Ok(life) => Ok(Json(life)),
        Err(HistoryError::Unknown) => Err(unknown()),
        Err(error @ HistoryError::Log(_)) => {
            tracing::error!(%draft, %error, "a history could not be told");
            Err(ApiError::Internal)
        }
    }
}
