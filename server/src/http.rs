//! HTTP: the page, and JSON for what is asked once. What changes goes over the WebSocket.

mod asked;
mod brackets;
mod caller;
mod comments;
mod cookie;
mod delegations;
mod describe;
mod devices;
mod docs;
mod drafts;
mod error;
mod etag;
mod export;
mod headers;
mod history;
mod intake;
mod invitations;
mod page;
mod paging;
mod people;
mod record;
mod sessions;
mod sign_in;

pub use asked::{Names, Options};
pub use cookie::{is_private, secret_in};
pub use describe::Problem;
pub use error::ApiError;
pub use etag::{hex, unhex};
pub use history::{LifeEventJson, Names as LifeNames, life_json};
pub use intake::Intake;

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    extract::{DefaultBodyLimit, Request, State},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::any,
};
use tokio::time::timeout;
use tower_http::{catch_panic::CatchPanicLayer, trace::TraceLayer};
use tracing::Instrument;
use utoipa::openapi::OpenApi;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{app::App, serving::Peer, store::StoreError, ws};

/// The largest body of a request.
const MOST_BODY: usize = 64 << 10;

/// How long a request may take. A WebSocket counts as answered once it is open.
const PATIENCE: Duration = Duration::from_secs(30);

/// Where somebody without a session comes in.
fn entrance() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(sessions::look))
        .routes(routes!(sessions::create))
        .routes(routes!(sign_in::begin))
        .routes(routes!(sign_in::end))
        .routes(routes!(sign_in::log_out))
}

/// Where whole files come in.
fn intake() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(intake::review)).routes(routes!(intake::bring_in))
}

/// Every other route. `routes!` takes none that does not describe itself.
fn described() -> OpenApiRouter<Arc<App>> {
    describe::router()
        .routes(routes!(sessions::current, sessions::sign_out))
        .routes(routes!(sessions::sign_out_everywhere))
        .routes(routes!(devices::register))
        .routes(routes!(sign_in::offered))
        .routes(routes!(people::list))
        .routes(routes!(people::own, people::end_others))
        .routes(routes!(people::end))
        .routes(routes!(invitations::list, invitations::create))
        .routes(routes!(invitations::revoke))
        .routes(routes!(drafts::list))
        .routes(routes!(drafts::view))
        .routes(routes!(record::text))
        .routes(routes!(export::text))
        .routes(routes!(export::formats))
        .routes(routes!(drafts::diagnostics))
        .routes(routes!(brackets::brackets))
        .routes(routes!(brackets::proposals))
        .routes(routes!(brackets::positions))
        .routes(routes!(comments::list))
        .routes(routes!(record::decisions))
        .routes(routes!(record::changes))
        .routes(routes!(history::bracket))
        .routes(routes!(history::paragraph))
        .routes(routes!(history::proposal))
        .routes(routes!(delegations::list))
        .routes(routes!(describe::openapi))
        .routes(routes!(docs::page))
        .routes(routes!(docs::style))
        .routes(routes!(ws::upgrade))
        .routes(routes!(alive))
        .routes(routes!(ready))
}

/// What every route takes and answers.
pub fn description() -> OpenApi {
    describe::describe(described().merge(entrance()).merge(intake()).into_openapi())
}

/// Every route.
pub fn router(app: Arc<App>) -> Router {
    let entrance = entrance().route_layer(middleware::from_fn_with_state(app.clone(), not_too_often));
    let intake = intake().layer(DefaultBodyLimit::max(intake::MOST_FILE));
    let (routes, _) = described().merge(entrance).merge(intake).split_for_parts();
    routes
        .route(NOTHING, any(|| async { ApiError::NotFound }))
        .fallback(page::serve)
        .method_not_allowed_fallback(|| async { ApiError::Method })
        .layer(DefaultBodyLimit::max(MOST_BODY))
        .layer(middleware::from_fn(etag::tagged))
        .layer(middleware::from_fn_with_state(app.clone(), asked_by_us))
        .layer(middleware::from_fn(in_time))
        .layer(CatchPanicLayer::custom(|_| ApiError::Internal.into_response()))
        .layer(middleware::map_response_with_state(app.clone(), headers::protect))
        .layer(middleware::from_fn_with_state(app.clone(), counted))
        .layer(TraceLayer::new_for_http().make_span_with(named))
        .layer(middleware::from_fn(from_whom))
        .with_state(app)
}

/// What else begins like the API: nothing is there.
const NOTHING: &str = "/api/{*rest}";

/// Looking up invitations and joining by them, so often from one address: it is all that somebody without a session can ask for.
async fn not_too_often(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let address = request.extensions().get::<Peer>().map(|peer| peer.address);
    if app.limits.may_join(address) { next.run(request).await } else { ApiError::TooOften.into_response() }
}

/// What changes something is asked for by our own page, or by a program: no browser sends such a request for another page's sake.
async fn asked_by_us(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    if request.method().is_safe() || ws::is_ours(request.headers(), &app.public_url) {
        return next.run(request).await;
    }
    ApiError::ForeignOrigin.into_response()
}

/// Lets every line of the log about a request say from where it came.
async fn from_whom(request: Request, next: Next) -> Response {
    let address = request.extensions().get::<Peer>().map(|peer| peer.address);
    let span = tracing::info_span!("request", from = address.map(tracing::field::display));
    next.run(request).instrument(span).await
}

/// What the log calls a request. Not what is behind the `?`, where a provider of identities puts the code of a sign-in.
fn named(request: &Request) -> tracing::Span {
    tracing::debug_span!("request", method = %request.method(), path = request.uri().path())
}

/// Counts the answers.
async fn counted(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    app.metrics.answered(response.status().as_u16());
    response
}

/// Gives up on an answer that takes too long.
async fn in_time(request: Request, next: Next) -> Response {
    timeout(PATIENCE, next.run(request)).await.unwrap_or_else(|_| ApiError::Late.into_response())
}

/// Whether the server lives
#[utoipa::path(get, operation_id = "is_alive", path = "/healthz", tag = "server", security(()), responses((status = 200, body = String, content_type = "text/plain")))]
async fn alive() -> &'static str {
    "ok\n"
}

/// Whether the server can do its work
///
/// It reads its data and is not about to stop.
#[utoipa::path(get, operation_id = "is_ready", path = "/readyz", tag = "server", security(()), responses((status = 200, body = String, content_type = "text/plain")))]
async fn ready(State(app): State<Arc<App>>) -> Result<Response, ApiError> {
    if app.rooms.is_stopping() {
        return Err(ApiError::Late);
    }
    let read: Result<_, StoreError> = app.database.read(|store| store.setting("public-url")).await;
    read?;
    Ok("ready\n".into_response())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use axum::extract::FromRequestParts;
    use client_core::model::Role;
    use tokio::sync::watch;

    use super::*;
    use crate::{
        attendance::Attendance,
        auth::{self, AuthError, DAY, NewToken},
        clock,
        limits::{Allowed, Limits},
        metrics::Metrics,
        press::{FONTS_DIR, Press},
        room::Rooms,
        store::{Access, DataDir, Database, Store},
        turns::Turns,
    };

    /// What requests share, on a data directory.
    fn app(directory: &std::path::Path) -> Arc<App> {
        let data = DataDir::open(directory, Access::Own).expect("a data directory");
        let database = Arc::new(Database::open(data, None).expect("a database"));
        let metrics = Arc::new(Metrics::default());
        Arc::new(App {
            rooms: Rooms::new(database.clone(), metrics.clone()),
            turns: Turns::new(&Allowed::default(), metrics.clone()),
            metrics,
            database,
            public_url: "http://127.0.0.1".into(),
            conversations: watch::Sender::new(0),
            limits: Limits::new(Allowed::default()),
            intake: Intake::default(),
            attendance: Arc::new(Attendance::new(DAY)),
            press: Press::new(FONTS_DIR),
            must_sign: false,
            sign_in: None,
        })
    }

    #[tokio::test]
    async fn a_token_for_reading_gives_nobody_to_what_would_change_something() {
        let directory = tempfile::tempdir().expect("a directory");
        let app = app(directory.path());
        let new = |reading| NewToken { name: "Bot".into(), role: Role::Chair, delegation: None, reading, life: DAY };
        let make = move |store: &mut dyn Store| {
            let now = clock::now();
            Ok::<_, AuthError>((
                auth::make_token(store, new(true), now)?.0,
                auth::make_token(store, new(false), now)?.0,
            ))
        };
        let (reading, writing) = app.database.write(make).await.expect("made");
        for (method, secret, takes) in
            [("GET", &reading, true), ("POST", &reading, false), ("DELETE", &reading, false), ("POST", &writing, true)]
        {
            let request = Request::builder().method(method).header("authorization", format!("Bearer {secret}"));
            let (mut parts, ()) = request.body(()).expect("a request").into_parts();
            let caller = caller::Caller::from_request_parts(&mut parts, &app).await;
            match caller {
                Ok(caller::Caller(person)) => assert_eq!((takes, person.role), (true, Role::Chair), "{method}"),
                Err(error) => assert_eq!((takes, error), (false, ApiError::ReadingToken), "{method}"),
            }
        }
    }

    #[tokio::test]
    async fn every_route_is_described_and_every_description_has_a_route() {
        let directory = tempfile::tempdir().expect("a directory");
        let app = app(directory.path());
        // A router shows its paths to nobody but a programmer who prints it.
        let printed = format!("{:?}", router(app));
        let named = printed.split("RouteId(").filter_map(|rest| rest.split_once("): \"")?.1.split_once('"'));
        // What is not found, and the page, which axum keeps under these two.
        let others = [NOTHING, "/", "/{*__private__axum_fallback}"];
        let routed: BTreeSet<&str> = named.map(|(path, _)| path).filter(|path| !others.contains(path)).collect();
        let api = description();
        let described: BTreeSet<&str> = api.paths.paths.keys().map(String::as_str).collect();
        assert!(routed.contains("/api/drafts/{slug}") && printed.contains(NOTHING), "{printed}");
        assert_eq!(routed, described);
    }

    #[test]
    fn what_is_described_is_named_once_and_says_who_may_ask() {
        let mut api = description();
        let mut names = BTreeSet::new();
        for (path, item) in &mut api.paths.paths {
            for (_, operation) in describe::operations(item) {
                let name = operation.operation_id.clone().expect("a name");
                assert!(operation.summary.is_some() && operation.tags.is_some(), "{path}");
                assert!(operation.security.is_some(), "{path}");
                assert!(names.insert(name.clone()), "{name} is the name of two");
            }
        }
    }
}
