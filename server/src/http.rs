//! HTTP: the page, and JSON for what is asked once. What changes goes over the WebSocket.

mod asked;
mod caller;
mod comments;
mod cookie;
mod delegations;
mod drafts;
mod error;
mod export;
mod headers;
mod history;
mod invitations;
mod page;
mod sessions;

pub use asked::{Names, Options};
pub use cookie::{is_private, secret_in};
pub use error::ApiError;
pub use history::{LifeEventJson, Names as LifeNames, life_json};

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    extract::{DefaultBodyLimit, Request, State},
    http::{HeaderValue, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{any, delete, get, post},
};
use tokio::time::timeout;
use tower_http::{catch_panic::CatchPanicLayer, trace::TraceLayer};

use crate::{app::App, serving::Peer, store::StoreError, ws};

/// The largest body of a request.
const MOST_BODY: usize = 64 << 10;

/// How long a request may take. A WebSocket counts as answered once it is open.
const PATIENCE: Duration = Duration::from_secs(30);

/// Every route.
pub fn router(app: Arc<App>) -> Router {
    Router::new()
        .route("/api/invitations/look", post(sessions::look))
        .route("/api/sessions", post(sessions::create))
        .route_layer(middleware::from_fn_with_state(app.clone(), not_too_often))
        .route("/api/session", get(sessions::current).delete(sessions::sign_out))
        .route("/api/sessions", delete(sessions::sign_out_everywhere))
        .route("/api/invitations", get(invitations::list).post(invitations::create))
        .route("/api/invitations/{id}", delete(invitations::revoke))
        .route("/api/drafts", get(drafts::list))
        .route("/api/drafts/{slug}", get(drafts::view))
        .route("/api/drafts/{slug}/diagnostics", get(drafts::diagnostics))
        .route("/api/drafts/{slug}/brackets/{id}/history", get(history::bracket))
        .route("/api/drafts/{slug}/export", get(export::text))
        .route("/api/delegations", get(delegations::list))
        .route("/api/drafts/{slug}/comments", get(comments::list))
        .route("/api/drafts/{slug}/paragraphs/{id}/history", get(history::paragraph))
        .route("/api/drafts/{slug}/proposals/{id}/history", get(history::proposal))
        .route("/api/{*rest}", any(|| async { ApiError::NotFound }))
        .route("/ws/drafts/{slug}", get(ws::upgrade))
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .fallback(page::serve)
        .method_not_allowed_fallback(|| async { ApiError::Method })
        .layer(DefaultBodyLimit::max(MOST_BODY))
        .layer(middleware::from_fn_with_state(app.clone(), asked_by_us))
        .layer(middleware::from_fn(in_time))
        .layer(CatchPanicLayer::custom(|_| ApiError::Internal.into_response()))
        .layer(middleware::map_response(headers::protect))
        .layer(middleware::from_fn_with_state(app.clone(), counted))
        .layer(TraceLayer::new_for_http())
        .with_state(app)
}

/// Looking up invitations and joining by them, so often from one address: it is all that somebody without a session can ask for.
async fn not_too_often(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let address = request.extensions().get::<Peer>().map(|peer| peer.address.ip());
    if app.limits.may_join(address) {
        return next.run(request).await;
    }
    let mut response = ApiError::TooOften.into_response();
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("60"));
    response
}

/// What changes something is asked for by our own page, or by a program: no browser sends such a request for another page's sake.
async fn asked_by_us(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    if request.method().is_safe() || ws::is_ours(request.headers(), &app.public_url) {
        return next.run(request).await;
    }
    ApiError::ForeignOrigin.into_response()
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

/// Whether the server can do its work: it reads its data and is not about to stop.
async fn ready(State(app): State<Arc<App>>) -> Result<Response, ApiError> {
    if app.rooms.is_stopping() {
        return Err(ApiError::Late);
    }
    let read: Result<_, StoreError> = app.database.read(|store| store.setting("public-url")).await;
    read?;
    Ok("ready\n".into_response())
}
