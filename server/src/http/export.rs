use std::sync::Arc;

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use client_core::{
    comments::CommentLog,
    history::{HistoryError, Moment},
    model::{LabelScheme, Permission},
};
use client_core_export::{Mode, compose, text::Open};
use serde::{Deserialize, Serialize};
use utoipa::{
    IntoParams, ToSchema,
    openapi::{Content, ContentBuilder, Object, ObjectBuilder, OpenApi, RefOr, schema::Type},
};

use super::{
    ApiError,
    asked::{Names, Options},
    caller::{Caller, Reader},
    describe::Problem,
    paging::{Paging, Part},
};
use crate::{
    app::App,
    export::BlockerJson,
    formats::{self, FORMATS, Format, NotWritten},
    material::{Material, Moments, Stored, read_moment},
    store::StoreError,
};

/// The longest symbol or date, in code points.
const MAX_HEAD: usize = 200;

/// How to write a text.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase")]
pub struct Ask {
    /// One of the formats that `GET /api/exports` lists; `text` without it.
    #[serde(default)]
    #[param(schema_with = format_names)]
    format: Option<String>,
    /// What it contains, as far as the format has it: `as-it-stands`; `compilation`, every proposal with who wants what; `marked`,
    /// with what changed since `against`; `agreed`; or `final`, which is refused while anything is open. `as-it-stands` without it.
    #[serde(default)]
    #[param(schema_with = mode_names)]
    mode: Option<String>,
    /// Language of the labels (BCP 47); that of the draft without it.
    #[serde(default)]
    labels: Option<String>,
    /// A time such as `2005-01-31T12:00:00Z` or `2005-01-31`, or the number of an entry of the record, just after which it is. Now
    /// without it.
    #[serde(default)]
    #[param(pattern = r"^([1-9]\d{0,8}|\d{4}-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8]))$")]
    at: Option<String>,
    /// The moment that a marked text is compared with.
    #[serde(default)]
    #[param(pattern = r"^([1-9]\d{0,8}|\d{4}-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8]))$")]
    against: Option<String>,
    /// Whether brackets tell who wants what; only a compilation does without it.
    #[serde(default)]
    attribution: Option<bool>,
    /// Whether the text stands in three columns, between idea and source.
    #[serde(default)]
    columns: Option<bool>,
    /// Whether lines are numbered in the margin.
    #[serde(default)]
    line_numbers: Option<bool>,
    /// Whether the comments that whoever asks may read are shown.
    #[serde(default)]
    comments: Option<bool>,
    /// How alternatives are labelled; as the draft has it without it.
    #[serde(default)]
    #[param(schema_with = scheme_names)]
    scheme: Option<String>,
    /// Whether paragraphs are numbered anew, with a concordance.
    #[serde(default)]
    renumber: Option<bool>,
    /// Symbol of the document, for the head of the page.
    #[serde(default)]
    #[param(max_length = 200, pattern = r"^[^\x00-\x1f\x7f-\x9f]*$")]
    symbol: Option<String>,
    /// Date of the document, as it is printed.
    #[serde(default)]
    #[param(max_length = 200, pattern = r"^[^\x00-\x1f\x7f-\x9f]*$")]
    date: Option<String>,
}

fn one_of(names: impl IntoIterator<Item = &'static str>) -> Object {
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(names)).build()
}

fn format_names() -> Object {
    one_of(formats::names())
}

fn mode_names() -> Object {
    one_of(Mode::ALL.map(Mode::name))
}

fn scheme_names() -> Object {
    one_of(LabelScheme::ALL.map(LabelScheme::name))
}

/// A format that a draft can be written in.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FormatJson {
    /// Its name.
    format: &'static str,
    /// What the file is.
    media_type: &'static str,
    /// How the name of a file ends.
    extension: &'static str,
    /// What the text can contain.
    modes: Vec<&'static str>,
}

/// The formats
///
/// In which a draft can be exported.
#[utoipa::path(get, operation_id = "list_exports", path = "/api/exports", tag = "drafts", params(Part), responses((status = 200, body = Vec<FormatJson>)))]
pub async fn formats(Caller(_): Caller, paging: Paging) -> Result<Response, ApiError> {
    let listed = FORMATS.iter().map(|format| FormatJson {
        format: format.name,
        media_type: format.media_type,
        extension: format.extension,
        modes: format.modes.iter().map(|mode| mode.name()).collect(),
    });
    Ok(paging.part(listed.collect(), |format: &FormatJson| format.format.into(), |_| true)?.into_response())
}

/// The text as a file
///
/// For the chair.
#[utoipa::path(get, operation_id = "export", path = "/api/drafts/{slug}/export", tag = "drafts", params(("slug" = String, Path, description = "Slug or identity of the draft"), Ask),
    responses((status = 200, body = String, content_type = "text/plain"), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem, description = "Something is open, listed in `blockers`: the text cannot be final")))]
pub async fn text(
    State(app): State<Arc<App>>,
    Reader(person): Reader,
    Names(slug): Names<String>,
    Options(ask): Options<Ask>,
) -> Result<Response, ApiError> {
    if !person.role.may(Permission::Decide) {
        return Err(ApiError::ChairOnly);
    }
    let (format, moments, options) = read(ask)?;
    let row = app.draft(&slug).await?;
    let (pressed, turn) = match format.pressed {
        true => app.turns.take_behind(app.press.turn()).await?,
        false => (None, app.turns.take().await?),
    };
    let view = app.rooms.read(row.id).await?;
    let id = row.id;
    let (wants_comments, needed) = (options.comments, moments.needed(&view.entries, options.comments));
    let read = turn.read(&app.database, move |store| {
        let comments = if wants_comments { store.comments(id)? } else { Vec::new() };
        Ok((needed.read(store, id)?, comments, store.delegations()?))
    });
    let (turn, ((changes, received), comments, directory)) = read.await.map_err(|error: StoreError| error)?;
    let press = app.press.clone();
    let written = turn.work(move || {
        let _pressed = pressed;
        let log: CommentLog = comments.into_iter().collect();
        let comments = log.readable_after(&person, None).into_iter().cloned().collect();
        let (draft, standings, entries) = (view.draft, view.standings, view.entries);
        let stored = Stored { draft, standings, entries, changes, received, comments, directory };
        let material = Material::gather(stored, moments).map_err(|error| match error {
            HistoryError::Unknown => ApiError::UnknownMoment,
            error @ HistoryError::Log(_) => {
                tracing::error!(draft = %id, %error, "a text could not be told");
                ApiError::Internal
            }
        })?;
        let options = compose::Options { made_at: Some(material.last), ..options };
        format.write(&material.source(), &options, &press).map(|bytes| (bytes, options.mode)).map_err(refusal)
    });
    let (bytes, mode) = written.await.map_err(|_| ApiError::Internal)??;
    let name = format!("attachment; filename=\"{}-{}.{}\"", row.slug, mode.name(), format.extension);
    let headers = [(header::CONTENT_TYPE, format.media_type), (header::CONTENT_DISPOSITION, name.as_str())];
    Ok((headers, bytes).into_response())
}

fn refusal(error: NotWritten) -> ApiError {
    match error {
        NotWritten::Open(Open(blockers)) => {
            ApiError::OpenMatters(blockers.into_iter().map(BlockerJson::from).collect())
        }
        NotWritten::NoMode { .. } | NotWritten::AgainstWhat => ApiError::Malformed(error.to_string()),
        NotWritten::Fonts(told) => ApiError::NoFonts(told),
        NotWritten::TooLarge(told) => ApiError::TooLong(told),
        NotWritten::Failed(error) => {
            tracing::error!(%error, "a draft could not be written");
            ApiError::Internal
        }
    }
}

/// What was asked for.
fn read(ask: Ask) -> Result<(&'static Format, Moments, compose::Options), ApiError> {
    let name = ask.format.as_deref().unwrap_or("text");
    let format = Format::named(name)
        .ok_or_else(|| ApiError::Malformed(format!("the format is one of {}", formats::names().join(", "))))?;
    let modes = Mode::ALL.map(Mode::name).join(", ");
    let mode = Mode::from_name(ask.mode.as_deref().unwrap_or("as-it-stands"))
        .ok_or_else(|| ApiError::Malformed(format!("the mode is one of {modes}")))?;
    let moment = |name: &str, written: Option<&str>| -> Result<Option<Moment>, ApiError> {
        written
            .map(|written| {
                read_moment(written).ok_or_else(|| {
                    ApiError::Malformed(format!(
                        "`{name}` is a time such as 2005-01-31T12:00:00Z, or a number of the record"
                    ))
                })
            })
            .transpose()
    };
    let scheme = ask.scheme.as_deref().map(|name| {
        LabelScheme::from_name(name)
            .ok_or_else(|| ApiError::Malformed("the scheme is `alt`, `option` or `editorial-manual`".into()))
    });
    let head = |name: &str, given: Option<String>| {
        let given = given.unwrap_or_default();
        let sound = given.chars().count() <= MAX_HEAD && !given.chars().any(char::is_control);
        if sound {
            Ok(given)
        } else {
            Err(ApiError::Malformed(format!("`{name}` has at most {MAX_HEAD} characters on one line")))
        }
    };
    let moments = Moments { at: moment("at", ask.at.as_deref())?, against: moment("against", ask.against.as_deref())? };
    let options = compose::Options {
        mode,
        attribution: ask.attribution,
        columns: ask.columns.unwrap_or_default(),
        line_numbers: ask.line_numbers.unwrap_or_default(),
        comments: ask.comments.unwrap_or_default(),
        scheme: scheme.transpose()?,
        renumber: ask.renumber.unwrap_or_default(),
        symbol: head("symbol", ask.symbol)?,
        date: head("date", ask.date)?,
        labels: ask.labels,
        made_at: None,
    };
    Ok((format, moments, options))
}

/// Writes the media types of the table of formats into the description: an attribute cannot read it.
pub fn describe(api: &mut OpenApi) {
    let operation = api.paths.paths.get_mut("/api/drafts/{slug}/export").and_then(|item| item.get.as_mut());
    let Some(RefOr::T(written)) = operation.and_then(|operation| operation.responses.responses.get_mut("200")) else {
        return;
    };
    written.content.clear();
    for format in FORMATS {
        let schema = ObjectBuilder::new().schema_type(Type::String).build();
        let content: Content = ContentBuilder::new().schema(Some(schema)).build();
        written.content.insert(format.media().into(), content);
    }
}
