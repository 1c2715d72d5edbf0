use std::sync::Arc;

use axum::{
    Json,
    extract::{Query, State},
    http::{HeaderMap, StatusCode, header},
    response::{AppendHeaders, IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{ApiError, cookie};
use crate::{
    app::App,
    auth::AuthError,
    clock,
    sign_in::{self, SignIn, SignInError},
};

/// How one can come in but by invitation.
#[derive(Serialize, ToSchema)]
pub struct Entrances {
    /// The host of the provider of identities; null when none is set.
    provider: Option<String>,
}

/// Whether one can sign in by a provider of identities
#[utoipa::path(get, operation_id = "get_entrances", path = "/api/sign-in", tag = "people", security(()), responses((status = 200, body = Entrances)))]
pub async fn offered(State(app): State<Arc<App>>) -> Json<Entrances> {
    Json(Entrances { provider: app.provider.clone() })
}

/// Who begins.
#[derive(Deserialize, IntoParams)]
pub struct Start {
    /// The slot of the tab.
    slot: String,
}

/// Begin to sign in
///
/// Sends the browser to the provider.
#[utoipa::path(get, operation_id = "begin_sign_in", path = "/api/sign-in/start", params(Start), tag = "people", security(()),
    responses((status = 303, description = "On to the provider"), (status = 502, body = String, content_type = "text/html", description = "The provider does not answer")))]
pub async fn start(State(app): State<Arc<App>>, headers: HeaderMap, Query(ask): Query<Start>) -> Response {
    begun(&app, &headers, ask.slot).await.unwrap_or_else(told)
}

async fn begun(app: &App, headers: &HeaderMap, slot: String) -> Result<Response, SignInError> {
    let sign_in = app.sign_in.clone().ok_or(SignInError::Off)?;
    if !cookie::is_slot(&slot) {
        return Err(SignInError::State);
    }
    let (url, (name, value)) = blocking(move || sign_in.begin(slot, clock::now())).await?;
    let line = cookie::passing(headers, &name, &value, &app.public_url).ok_or(SignInError::State)?;
    Ok((StatusCode::SEE_OTHER, [(header::LOCATION, url)], [(header::SET_COOKIE, line)]).into_response())
}

/// What the provider sends the browser back with.
#[derive(Deserialize, IntoParams)]
pub struct Back {
    /// Which sign-in.
    #[serde(default)]
    state: String,
    /// What is redeemed for the identity.
    code: Option<String>,
    /// Why there is none.
    error: Option<String>,
}

/// End signing in
///
/// Where the provider sends the browser. A session is opened for the person who is registered, and its secret is in the cookie of the tab.
#[utoipa::path(get, operation_id = "end_sign_in", path = "/api/sign-in/callback", params(Back), tag = "people", security(()),
    responses((status = 303, description = "Back to the page"), (status = 403, body = String, content_type = "text/html", description = "Nobody registered the person, or the answer does not hold")))]
pub async fn callback(State(app): State<Arc<App>>, headers: HeaderMap, Query(back): Query<Back>) -> Response {
    ended(&app, &headers, back).await.unwrap_or_else(told)
}

async fn ended(app: &App, headers: &HeaderMap, back: Back) -> Result<Response, SignInError> {
    let sign_in: Arc<SignIn> = app.sign_in.clone().ok_or(SignInError::Off)?;
    let holds = |name: &str| cookie::secret_in(headers, name, &app.public_url);
    let pending = sign_in.take(&back.state, clock::now(), holds)?;
    let (slot, begun) = (pending.slot.clone(), pending.cookie.0.clone());
    let code = back.code.ok_or_else(|| SignInError::Refused(back.error.unwrap_or_default()))?;
    let vouched = blocking(move || sign_in.redeem(pending, code)).await?;
    let life = app.limits.allowed().sessions;
    let (secret, person) = app.database.write(move |store| sign_in::enter(store, &vouched, life, clock::now())).await?;
    tracing::info!(person = %person.id, role = person.role.name(), "somebody signed in by the provider");
    let lines =
        [cookie::line(headers, &slot, &secret, &app.public_url), cookie::line(headers, &begun, "", &app.public_url)];
    let lines = lines.into_iter().flatten().map(|line| (header::SET_COOKIE, line));
    let lines: Vec<_> = lines.collect();
    Ok((StatusCode::SEE_OTHER, [(header::LOCATION, "/#/signed-in")], AppendHeaders(lines)).into_response())
}

/// Runs what waits for the provider where it holds nobody up.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, SignInError> + Send + 'static,
) -> Result<T, SignInError> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|error| Err(SignInError::Provider(error.to_string())))
}

/// A page that says what to do. The browser was sent here: there is no page of ours to say it.
fn told(error: SignInError) -> Response {
    tracing::warn!(?error, "somebody was not signed in");
    let status = match &error {
        SignInError::Off => StatusCode::NOT_FOUND,
        SignInError::Provider(_) => StatusCode::BAD_GATEWAY,
        SignInError::State => StatusCode::BAD_REQUEST,
        SignInError::Refused(_) | SignInError::Answer(_) | SignInError::Unregistered(_) => StatusCode::FORBIDDEN,
        SignInError::Auth(AuthError::Store(error)) => return ApiError::from(error.clone()).into_response(),
        SignInError::Auth(error) => return ApiError::from(error.clone()).into_response(),
    };
    let text = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Not signed in · Adref</title>\
         <h1>You are not signed in</h1><p>{error}</p><p><a href=\"/\">To the start page</a></p>"
    );
    (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], text).into_response()
}
