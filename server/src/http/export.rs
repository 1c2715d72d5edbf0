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
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    ApiError,
    asked::{Names, Options},
    caller::Caller,
    describe::Problem,
    paging::{Paging, Part},
};
use crate::{app::App, export::BlockerJson};

/// How to write a text.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Ask {
    /// One of the formats that `GET /api/exports` lists; `text` without it.
    #[serde(default)]
    #[param(pattern = "^text$")]
    format: Option<String>,
    /// `as-it-stands`, `agreed` or `final`, which is refused while anything is open; `as-it-stands` without it.
    #[serde(default)]
    #[param(pattern = "^(as-it-stands|agreed|final)$")]
    mode: Option<String>,
    /// Language of the labels (BCP 47); that of the draft without it.
    #[serde(default)]
    labels: Option<String>,
}

/// A format that a draft can be written in.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FormatJson {
    /// Its name.
    format: &'static str,
    /// What the file is.
    media_type: &'static str,
    /// What the text can contain.
    modes: Vec<&'static str>,
}

/// The formats
///
/// In which a draft can be exported.
#[utoipa::path(get, operation_id = "list_exports", path = "/api/exports", tag = "drafts", params(Part), responses((status = 200, body = Vec<FormatJson>)))]
pub async fn formats(Caller(_): Caller, paging: Paging) -> Result<Response, ApiError> {
    let modes = [Mode::AsItStands, Mode::Agreed, Mode::Final].map(Mode::name).into();
    let formats = vec![FormatJson { format: "text", media_type: TEXT, modes }];
    Ok(paging.part(formats, |format| format.format.into(), |_| true)?.into_response())
}

/// What a text file is.
const TEXT: &str = "text/plain; charset=utf-8";

/// The text as a file
///
/// For the chair.
#[utoipa::path(get, operation_id = "export", path = "/api/drafts/{slug}/export", tag = "drafts", params(("slug" = String, Path, description = "Slug or identity of the draft"), Ask),
    responses((status = 200, body = String, content_type = "text/plain"), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem, description = "Something is open, listed in `blockers`: the text cannot be final")))]
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
            let headers = [(header::CONTENT_TYPE, TEXT), (header::CONTENT_DISPOSITION, name.as_str())];
            Ok((headers, text).into_response())
        }
        Err(Open(blockers)) => Err(ApiError::OpenMatters(blockers.into_iter().map(BlockerJson::from).collect())),
    }
}
