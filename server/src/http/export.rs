use std::sync::Arc;

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use client_core::model::Permission;
use client_core_export::{
    Mode,
    text::{self as plain, Open, TextOptions},
};
use serde::Deserialize;

use super::{
    ApiError,
    asked::{Names, Options},
    caller::Caller,
};
use crate::{app::App, export::BlockerJson};

#[derive(Deserialize)]
pub struct Ask {
    #[serde(default)]
    format: Option<String>,
    #[serde(default)]
    mode: Option<String>,
    #[serde(default)]
    labels: Option<String>,
}

/// `GET /api/drafts/{slug}/export`: the text as a file, for the chair.
pub async fn text(
    State(app): State<Arc<App>>,
    Caller(person): Caller,
    Names(slug): Names<String>,
    Options(ask): Options<Ask>,
) -> Result<Response, ApiError> {
    if !person.role.may(Permission::Decide) {
        return Err(ApiError::ChairOnly);
    }
    if ask.format.as_deref().is_some_and(|format| format != "text") {
        return Err(ApiError::Malformed("the format is `text`".into()));
    }
    let mode = Mode::from_name(ask.mode.as_deref().unwrap_or("as-it-stands"))
        .ok_or_else(|| ApiError::Malformed("the mode is `as-it-stands`, `agreed` or `final`".into()))?;
    let row = app.draft(&slug).await?;
    let view = app.rooms.read(row.id).await?;
    let options = TextOptions { mode, labels: ask.labels };
    let written = tokio::task::spawn_blocking(move || plain::write(&view.draft, &view.standings, &options));
    match written.await.map_err(|_| ApiError::Internal)? {
        Ok(text) => {
            let name = format!("attachment; filename=\"{}-{}.txt\"", row.slug, mode.name());
            let headers =
                [(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CONTENT_DISPOSITION, name.as_str())];
            Ok((headers, text).into_response())
        }
        Err(Open(blockers)) => Err(ApiError::OpenMatters(blockers.into_iter().map(BlockerJson::from).collect())),
    }
}
