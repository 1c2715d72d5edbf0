//! What is in question: brackets, proposals, and who says what of them.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use client_core::view::{self, BracketView, PositionsView, ProposalView};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::{
    ApiError,
    asked::{Names, Options},
    caller::Caller,
    describe::Problem,
    drafts::{self, Labels},
    paging::{Paging, Part},
};
use crate::app::App;

/// Which brackets.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// Only those in this state.
    #[param(inline)]
    state: Option<BracketStateName>,
    /// Only those whose opening edge is in this paragraph.
    paragraph: Option<String>,
    /// Only those that this delegation opened.
    delegation: Option<String>,
}

/// The state of a bracket.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum BracketStateName {
    /// Nothing is decided.
    Open,
    /// Its words stay.
    Kept,
    /// Its words go.
    Deleted,
    /// Its delegation took it back.
    Withdrawn,
    /// A branch of it was picked.
    Picked,
    /// The delegation that had proposed the words took them back.
    Retracted,
    /// Other words came in the place of its own.
    Replaced,
}

impl BracketStateName {
    fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Kept => "kept",
            Self::Deleted => "deleted",
            Self::Withdrawn => "withdrawn",
            Self::Picked => "picked",
            Self::Retracted => "retracted",
            Self::Replaced => "replaced",
        }
    }
}

/// The brackets
///
/// In the order of the text, with what became of each.
#[utoipa::path(get, operation_id = "list_brackets", path = "/api/drafts/{slug}/brackets", tag = "questions", params(("slug" = String, Path, description = "Slug or identity of the draft"), Part, Which, Labels),
    responses((status = 200, body = Vec<BracketView>), (status = 404, body = Problem)))]
pub async fn brackets(
    State(app): State<Arc<App>>,
    Caller(_): Caller,
    Names(slug): Names<String>,
    paging: Paging,
    Options(which): Options<Which>,
    Options(ask): Options<Labels>,
) -> Result<Response, ApiError> {
    let view = app.rooms.read(app.draft(&slug).await?.id).await?;
    let brackets = drafts::draw(view, ask.language()).await?.brackets;
    let keep = |bracket: &BracketView| {
        which.state.is_none_or(|state| bracket.state == state.name())
            && which.paragraph.as_deref().is_none_or(|id| bracket.paragraph.as_deref() == Some(id))
            && which.delegation.as_deref().is_none_or(|name| bracket.delegation == name)
    };
    Ok(paging.part(brackets, |bracket| bracket.id.clone(), keep)?.into_response())
}

/// Which proposals.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WhichProposals {
    /// Only those in this state.
    #[param(inline)]
    state: Option<ProposalStateName>,
}

/// The state of a proposal.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ProposalStateName {
    /// Nothing is decided.
    Open,
    /// It was taken in.
    Accepted,
    /// It was not taken in.
    Rejected,
    /// Its delegation took it back.
    Withdrawn,
}

impl ProposalStateName {
    fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// The proposals
///
/// To move, split and merge paragraphs, the newest first.
#[utoipa::path(get, operation_id = "list_proposals", path = "/api/drafts/{slug}/proposals", tag = "questions", params(("slug" = String, Path, description = "Slug or identity of the draft"), Part, WhichProposals, Labels),
    responses((status = 200, body = Vec<ProposalView>), (status = 404, body = Problem)))]
pub async fn proposals(
    State(app): State<Arc<App>>,
    Caller(_): Caller,
    Names(slug): Names<String>,
    paging: Paging,
    Options(which): Options<WhichProposals>,
    Options(ask): Options<Labels>,
) -> Result<Response, ApiError> {
    let view = app.rooms.read(app.draft(&slug).await?.id).await?;
    let proposals = drafts::draw(view, ask.language()).await?.proposals;
    let keep = |proposal: &ProposalView| which.state.is_none_or(|state| proposal.state == state.name());
    Ok(paging.part(proposals, |proposal| proposal.id.clone(), keep)?.into_response())
}

/// Who says what
///
/// The positions of all delegations as a matrix: its columns, and for each subject who says what and who blocks it. `waits`,
/// `mine` and `waiting` are told for the delegation of who asks.
#[utoipa::path(get, operation_id = "get_positions", path = "/api/drafts/{slug}/positions", tag = "questions", params(("slug" = String, Path, description = "Slug or identity of the draft")),
    responses((status = 200, body = PositionsView), (status = 404, body = Problem)))]
pub async fn positions(
    State(app): State<Arc<App>>,
    Caller(person): Caller,
    Names(slug): Names<String>,
) -> Result<Json<PositionsView>, ApiError> {
    let view = app.rooms.read(app.draft(&slug).await?.id).await?;
    let directory = app.database.read(|store| store.delegations()).await?;
    let told = tokio::task::spawn_blocking(move || {
        view::positions(&view.draft, &view.standings, &directory, &person.delegation.0)
    });
    told.await.map(Json).map_err(|_| ApiError::Internal)
}
