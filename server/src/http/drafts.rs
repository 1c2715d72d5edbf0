use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use client_core::{
    model::DraftKind,
    view::{self, DraftView, OpenMatters},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    ApiError,
    asked::{Names, Options},
    caller::Caller,
    describe::Problem,
    paging::{Paging, Part},
};
use crate::{
    app::App,
    room::{RoomError, RoomView},
    store::{DiagnosticRow, StoreError},
};

/// A draft in the list.
#[derive(Serialize, ToSchema)]
pub struct DraftLine {
    /// Identity.
    id: String,
    /// Short name for addresses.
    slug: String,
    /// Title.
    title: String,
    /// BCP 47 tag of the text.
    language: String,
    /// `draft` or `reference`.
    kind: &'static str,
    /// How many paragraphs it has.
    paragraphs: usize,
    /// How many matters are open.
    open: OpenMatters,
    /// How many findings its import had.
    diagnostics: usize,
    /// What is stored of it is not what was written: it is listed, and not shown.
    damaged: bool,
}

/// The drafts
///
/// In the order of arrival.
#[utoipa::path(get, operation_id = "list_drafts", path = "/api/drafts", tag = "drafts", params(Part), responses((status = 200, body = Vec<DraftLine>)))]
pub async fn list(State(app): State<Arc<App>>, Caller(_): Caller, paging: Paging) -> Result<Response, ApiError> {
    let rows = app
        .database
        .read(|store| {
            let mut counted = Vec::new();
            for row in store.drafts()? {
                let count = match store.diagnostics(row.id) {
                    Ok(diagnostics) => diagnostics.len(),
                    Err(StoreError::Damaged(_)) => 0,
                    Err(error) => return Err(error),
                };
                counted.push((row, count));
            }
            Ok::<_, StoreError>(counted)
        })
        .await?;
    let mut listed = Vec::with_capacity(rows.len());
    for (row, diagnostics) in rows {
        let (paragraphs, open, damaged) = match app.rooms.read(row.id).await {
            Ok(view) => (view.draft.paragraphs.len(), draw(view, "en").await?.open, false),
            // The others go on.
            Err(RoomError::Damaged(damage)) => {
                tracing::error!(draft = %row.slug, damage, "a draft is listed and not shown");
                (0, OpenMatters::default(), true)
            }
            Err(error) => return Err(error.into()),
        };
        listed.push(DraftLine {
            id: row.id.to_string(),
            slug: row.slug,
            title: row.title,
            language: row.language,
            kind: match row.kind {
                DraftKind::Draft => "draft",
                DraftKind::Reference => "reference",
            },
            paragraphs,
            open,
            diagnostics,
            damaged,
        });
    }
    Ok(paging.part(listed, |draft| draft.id.clone(), |_| true)?.into_response())
}

/// How labels are written.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Labels {
    /// Language of the labels (BCP 47); English without it.
    #[serde(default)]
    labels: Option<String>,
}

impl Labels {
    /// The language.
    pub fn language(&self) -> &str {
        self.labels.as_deref().unwrap_or("en")
    }
}

/// One draft
///
/// The text as it is now, paragraph by paragraph, with its brackets, alternatives and proposals.
#[utoipa::path(get, operation_id = "get_draft", path = "/api/drafts/{slug}", tag = "drafts", params(("slug" = String, Path, description = "Slug or identity of the draft"), Labels),
    responses((status = 200, body = DraftView), (status = 404, body = Problem)))]
pub async fn view(
    State(app): State<Arc<App>>,
    Caller(_): Caller,
    Names(slug): Names<String>,
    Options(ask): Options<Labels>,
) -> Result<Json<DraftView>, ApiError> {
    let row = app.draft(&slug).await?;
    let view = app.rooms.read(row.id).await?;
    Ok(Json(draw(view, ask.language()).await?))
}

/// What the import was unsure of
///
/// With line and column in the source.
#[utoipa::path(get, operation_id = "list_diagnostics", path = "/api/drafts/{slug}/diagnostics", tag = "drafts", params(("slug" = String, Path, description = "Slug or identity of the draft"), Part),
    responses((status = 200, body = Vec<DiagnosticJson>), (status = 404, body = Problem)))]
pub async fn diagnostics(
    State(app): State<Arc<App>>,
    Caller(_): Caller,
    Names(slug): Names<String>,
    paging: Paging,
) -> Result<Response, ApiError> {
    let row = app.draft(&slug).await?;
    let found: Vec<DiagnosticRow> =
        app.database.read(move |store| store.diagnostics(row.id)).await.map_err(|error: StoreError| error)?;
    let numbered = (1..).zip(found).map(|(number, finding)| DiagnosticJson { number, finding });
    Ok(paging.part(numbered.collect(), |finding| finding.number.to_string(), |_| true)?.into_response())
}

/// A finding of the import.
#[derive(Serialize, ToSchema)]
pub struct DiagnosticJson {
    /// Its place among the findings of this draft, from 1.
    number: u64,
    #[serde(flatten)]
    finding: DiagnosticRow,
}

/// Works a view out off the threads that serve sockets; a defect in it fails this request alone.
pub async fn draw(view: RoomView, language: &str) -> Result<DraftView, ApiError> {
    let language = language.to_owned();
    tokio::task::spawn_blocking(move || view::draft(&view.draft, &view.standings, &language))
        .await
        .map_err(|_| ApiError::Internal)
}
