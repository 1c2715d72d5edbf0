use std::sync::Arc;

use axum::{Json, extract::State};
use client_core::{
    model::DraftKind,
    view::{self, DraftView, OpenMatters},
};
use serde::{Deserialize, Serialize};

use super::{
    ApiError,
    asked::{Names, Options},
    caller::Caller,
};
use crate::{
    app::App,
    room::{RoomError, RoomView},
    store::{DiagnosticRow, StoreError},
};

/// A draft in the list.
#[derive(Serialize)]
pub struct Listed {
    id: String,
    slug: String,
    title: String,
    language: String,
    kind: &'static str,
    paragraphs: usize,
    open: OpenMatters,
    diagnostics: usize,
    /// What is stored of it is not what was written: it is listed, and not shown.
    damaged: bool,
}

/// `GET /api/drafts`.
pub async fn list(State(app): State<Arc<App>>, Caller(_): Caller) -> Result<Json<Vec<Listed>>, ApiError> {
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
        listed.push(Listed {
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
    Ok(Json(listed))
}

#[derive(Deserialize)]
pub struct Labels {
    #[serde(default)]
    labels: Option<String>,
}

/// `GET /api/drafts/{slug}`: the text to show before the page has its own replica.
pub async fn view(
    State(app): State<Arc<App>>,
    Caller(_): Caller,
    Names(slug): Names<String>,
    Options(ask): Options<Labels>,
) -> Result<Json<DraftView>, ApiError> {
    let row = app.draft(&slug).await?;
    let view = app.rooms.read(row.id).await?;
    Ok(Json(draw(view, ask.labels.as_deref().unwrap_or("en")).await?))
}

/// `GET /api/drafts/{slug}/diagnostics`.
pub async fn diagnostics(
    State(app): State<Arc<App>>,
    Caller(_): Caller,
    Names(slug): Names<String>,
) -> Result<Json<Vec<DiagnosticRow>>, ApiError> {
    let row = app.draft(&slug).await?;
    Ok(Json(app.database.read(move |store| store.diagnostics(row.id)).await?))
}

/// Works a view out off the threads that serve sockets; a defect in it fails this request alone.
async fn draw(view: RoomView, language: &str) -> Result<DraftView, ApiError> {
    let language = language.to_owned();
    tokio::task::spawn_blocking(move || view::draft(&view.draft, &view.standings, &language))
        .await
        .map_err(|_| ApiError::Internal)
}
