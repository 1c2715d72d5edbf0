//! What every route takes and answers: OpenAPI 3.1, gathered from the handlers themselves.

use std::sync::{Arc, OnceLock};

use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use serde::Serialize;
use utoipa::{
    OpenApi, ToSchema,
    openapi::{
        Content, HttpMethod, OpenApi as Description, Ref, RefOr, ResponseBuilder, SecurityRequirement,
        path::{Operation, ParameterIn, PathItem},
        security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};
use utoipa_axum::router::OpenApiRouter;

use super::{ApiError, caller::Anybody};
use crate::{app::App, export::BlockerJson};

/// An answer that says no: the same for every route.
#[derive(Serialize, ToSchema)]
pub struct Problem {
    /// A stable name of the reason.
    pub code: &'static str,
    /// One sentence.
    pub message: String,
    /// The next step.
    pub hint: &'static str,
    /// What is open, where a text cannot be final.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blockers: Option<Vec<BlockerJson>>,
}

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Adref",
        description = "What can be asked of a server of Adref. What changes while people look is told over the WebSocket of a draft, \
                       whose messages docs/protocol.md describes.\n\nA program shows a token in `Authorization: Bearer TOKEN`; \
                       `adref token make` makes one. Times are milliseconds since 1970.\n\nAn account reads 20 answers a second on average, 600 in one go, unless the server is set otherwise; what is told from the log of a \
                       draft counts as ten. More is answered by 429 with `Retry-After`. Of these dear answers the server works on so many \
                       at once; others wait a moment, and what would wait too long is answered by 503 `busy` with `Retry-After`.\n\nLists come in parts: at most `limit` items \
                       after the item `after`, and a `Link` with `rel=\"next\"` while there are more. An answer has an `ETag`; who sends it in \
                       `If-None-Match` hears 304 as long as it holds."
    ),
    components(schemas(Problem)),
    tags(
        (name = "drafts", description = "Drafts and their text"),
        (name = "questions", description = "What is in question in a draft, and who says what of it"),
        (name = "record", description = "What was changed and decided, when and by whom"),
        (name = "people", description = "Who takes part"),
        (name = "server", description = "The server itself"),
    )
)]
struct Base;

/// The name of the one way to say who asks.
const BEARER: &str = "bearer";

/// A router without routes that goes by the description.
pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::with_openapi(Base::openapi())
}

/// The description of all routes: what the handlers say, and what is true of every route.
pub fn describe(mut api: Description) -> Description {
    let scheme = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some("The secret of a session, or a token."))
        .build();
    api.components.get_or_insert_default().add_security_scheme(BEARER, SecurityScheme::Http(scheme));
    super::export::describe(&mut api);
    for (path, item) in &mut api.paths.paths {
        for (method, operation) in operations(item) {
            complete(path, &method, operation);
        }
    }
    api
}

/// The operations of a path.
pub fn operations(item: &mut PathItem) -> Vec<(HttpMethod, &mut Operation)> {
    let all = [
        (HttpMethod::Get, item.get.as_mut()),
        (HttpMethod::Post, item.post.as_mut()),
        (HttpMethod::Put, item.put.as_mut()),
        (HttpMethod::Patch, item.patch.as_mut()),
        (HttpMethod::Delete, item.delete.as_mut()),
    ];
    all.into_iter().filter_map(|(method, operation)| Some((method, operation?))).collect()
}

/// Adds to an operation what the router and the extractors answer for it.
fn complete(path: &str, method: &HttpMethod, operation: &mut Operation) {
    let read = matches!(method, HttpMethod::Get);
    let asked: Vec<_> = operation.parameters.iter().flatten().collect();
    let query = asked.iter().any(|given| matches!(given.parameter_in, ParameterIn::Query));
    let listed = asked.iter().any(|given| given.name == "after");
    let body = operation.request_body.is_some();
    let closed = operation.security.is_none();
    // Of those that are open, the two that are worked out; joining says its own limit.
    let limited = closed || ["/api/openapi.json", "/api/docs"].contains(&path);
    let problems = [
        (query || body, "400", "The request cannot be read"),
        (closed, "401", "Who asks is not known"),
        (!read, "403", "A page of another site asks, or the token is for reading alone"),
        (listed, "404", "There is no such thing here, or nothing of the key `after` is in the list"),
        (body, "413", "The request has more than 64 KiB"),
        (
            limited,
            "429",
            "The account, or the address without one, read too much of late; `Retry-After` says when to ask again",
        ),
        (true, "500", "A defect"),
        (true, "503", "The server is too busy, stops or cannot read its data now"),
    ];
    if closed {
        operation.security = Some(vec![SecurityRequirement::new::<_, _, String>(BEARER, [])]);
    }
    let responses = &mut operation.responses.responses;
    for (_, status, said) in problems.into_iter().filter(|(is_so, ..)| *is_so) {
        let content = Content::new(Some(RefOr::Ref(Ref::from_schema_name("Problem"))));
        let response = ResponseBuilder::new().description(said).content("application/json", content).build();
        responses.entry(status.into()).or_insert(RefOr::T(response));
    }
    if read && path.starts_with("/api/") {
        let known = ResponseBuilder::new().description("The answer that `If-None-Match` names still holds").build();
        responses.entry("304".into()).or_insert(RefOr::T(known));
    }
    // What the handlers leave without words.
    for (status, response) in responses.iter_mut() {
        if let RefOr::T(response) = response
            && response.description.is_empty()
        {
            response.description = words(status).into();
        }
    }
}

/// What a status means where nothing else is said.
fn words(status: &str) -> &'static str {
    match status {
        "200" => "What was asked for",
        "201" => "It was made",
        "403" => "Who asks may not do this",
        "404" => "There is no such thing here",
        _ => "See `code`",
    }
}

/// The description as it is served; made once.
static SERVED: OnceLock<(Description, String)> = OnceLock::new();

/// The description of the routes of this server.
///
/// # Errors
/// [`ApiError::Internal`] when it cannot be written as JSON.
pub fn served() -> Result<&'static (Description, String), ApiError> {
    if let Some(served) = SERVED.get() {
        return Ok(served);
    }
    let api = super::description();
    let text = api.to_pretty_json().map_err(|_| ApiError::Internal)?;
    Ok(SERVED.get_or_init(|| (api, text)))
}

/// This description
///
/// OpenAPI 3.1. For people it is at `/api/docs`.
#[utoipa::path(get, operation_id = "get_description", path = "/api/openapi.json", tag = "server", security(()), responses((status = 200, body = Object)))]
pub async fn openapi(_: Anybody) -> Result<Response, ApiError> {
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-cache")];
    Ok((headers, served()?.1.as_str()).into_response())
}
