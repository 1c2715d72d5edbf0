use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{AppendHeaders, IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    ApiError,
    asked::{Form, Options},
    cookie,
    describe::Problem,
};
use crate::{
    app::App,
    auth::AuthError,
    clock,
    sign_in::{self, SignIn, SignInError, Ticket},
};

/// How one can come in but by invitation.
#[derive(Serialize, ToSchema)]
pub struct Offered {
    /// The host of the provider of identities; null when none is set.
    provider: Option<String>,
}

/// Who vouches for people
///
/// Whether one can sign in by a provider of identities, and which.
#[utoipa::path(get, operation_id = "get_sign_in", path = "/api/sign-in", tag = "people", security(()), responses((status = 200, body = Offered)))]
pub async fn offered(State(app): State<Arc<App>>) -> Json<Offered> {
    Json(Offered { provider: app.sign_in.as_ref().map(|sign_in| sign_in.host()) })
}

/// A sign-in that was begun.
#[derive(Serialize, ToSchema)]
pub struct Begun {
    /// Where the browser goes on, at the provider.
    address: String,
}

/// Begin to sign in
///
/// Answers where the browser goes on, and gives it a cookie that is asked for when it comes back. The session will be in the cookie of the slot that the
/// request names in `X-Adref-Slot`.
#[utoipa::path(post, operation_id = "begin_sign_in", path = "/api/sign-in", tag = "people", security(()), params(("X-Adref-Slot" = String, Header, description = "The slot of the tab", pattern = r"^[0-9A-Za-z]{16,40}$")),
    responses((status = 200, body = Begun), (status = 400, body = Problem, description = "No slot is named"), (status = 404, body = Problem, description = "No provider is set"),
        (status = 429, body = Problem, description = "Too many ask from this address"), (status = 502, body = Problem, description = "The provider does not answer")))]
pub async fn begin(State(app): State<Arc<App>>, headers: HeaderMap) -> Result<Response, ApiError> {
    let no_slot = || ApiError::Malformed("it names no slot".into());
    let slot = cookie::slot(&headers).ok_or_else(no_slot)?;
    let sign_in = app.sign_in.clone().ok_or(SignInError::Off)?;
    let now = clock::now();
    let ticket = Ticket::new(slot, now).map_err(SignInError::Auth)?;
    let (state, value) = (ticket.state(), ticket.value().to_owned());
    let line = Ticket::cookie_of(&state).and_then(|name| cookie::passing(&headers, name, &value, &app.public_url));
    let line = line.ok_or(ApiError::Internal)?;
    let address = sign_in.ask(move |sign_in| sign_in.begin(&ticket, now)).await?;
    Ok(([(header::SET_COOKIE, line)], Json(Begun { address })).into_response())
}

/// What the provider sends the browser back with.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Back {
    /// Which sign-in.
    #[serde(default)]
    #[param(required = false)]
    state: String,
    /// What is redeemed for the identity.
    code: Option<String>,
    /// Why there is none.
    error: Option<String>,
    /// Who sends it.
    iss: Option<String>,
}

/// End signing in
///
/// Where the provider sends the browser. A session is opened for the person who is registered, its secret is in the cookie of the slot, and
/// the page is told: `/#/signed-in/SLOT`, or `/#/not-signed-in/CODE`.
#[utoipa::path(get, operation_id = "end_sign_in", path = "/api/sign-in/callback", params(Back), tag = "people", security(()),
    responses((status = 303, description = "Back to the page"), (status = 400, body = Problem), (status = 429, body = Problem, description = "Too many ask from this address")))]
pub async fn end(State(app): State<Arc<App>>, headers: HeaderMap, Options(back): Options<Back>) -> Response {
    let name = Ticket::cookie_of(&back.state).map(str::to_owned);
    let kept = name.as_deref().and_then(|name| cookie::secret_in(&headers, name, &app.public_url));
    let ticket = kept.and_then(|kept| Ticket::read(&kept, &back.state, clock::now()));
    // Whatever comes of it, it was used.
    let used = name.filter(|_| ticket.is_some());
    let used = used.and_then(|name| cookie::line(&headers, &name, "", &app.public_url));
    let (place, session) = match entered(&app, ticket, back).await {
        Ok((slot, secret)) => (format!("/#/signed-in/{slot}"), cookie::line(&headers, &slot, &secret, &app.public_url)),
        Err(error) => (turned_away(error), None),
    };
    let lines: Vec<_> = session.into_iter().chain(used).map(|line| (header::SET_COOKIE, line)).collect();
    (StatusCode::SEE_OTHER, [(header::LOCATION, place)], AppendHeaders(lines)).into_response()
}

/// The slot and the secret of the session that was opened.
async fn entered(app: &App, ticket: Option<Ticket>, back: Back) -> Result<(String, String), SignInError> {
    let sign_in: Arc<SignIn> = app.sign_in.clone().ok_or(SignInError::Off)?;
    let ticket = ticket.ok_or(SignInError::Over)?;
    // RFC 9207: another provider does not answer for this one.
    if back.iss.is_some_and(|iss| iss != sign_in.issuer()) {
        return Err(SignInError::Answer("it comes from another issuer".into()));
    }
    let code = back.code.ok_or_else(|| SignInError::Refused(back.error.unwrap_or_default()))?;
    let slot = ticket.slot().to_owned();
    let identity = sign_in.ask(move |sign_in| sign_in.redeem(&ticket, code, clock::now())).await?;
    let life = app.limits.allowed().sessions;
    let (secret, person) =
        app.database.write(move |store| sign_in::enter(store, &identity, life, clock::now())).await?;
    tracing::info!(person = %person.id, role = person.role.name(), "somebody signed in by the provider");
    Ok((slot, secret))
}

/// Where the page says why. The log says more: of whom nobody registered the provider's own name, which an operator needs to register them.
fn turned_away(error: SignInError) -> String {
    match &error {
        SignInError::Unregistered(subject) => tracing::warn!(?subject, "nobody registered who was to sign in"),
        SignInError::Refused(why) => {
            let why: String = why.chars().take(64).collect();
            tracing::info!(?why, "the provider let somebody not sign in");
        }
        SignInError::Down(why) | SignInError::Answer(why) | SignInError::Weak(why) => {
            tracing::warn!(code = error.code(), ?why, "nobody could sign in")
        }
        // Of another way in than this one.
        SignInError::Logout(why) => tracing::warn!(?why, "a logout token does not hold"),
        SignInError::Auth(AuthError::Store(cause)) => tracing::error!(error = %cause, "nobody could sign in"),
        SignInError::Auth(_) | SignInError::Off | SignInError::Over => {
            tracing::info!(code = error.code(), "somebody was not signed in")
        }
    }
    format!("/#/not-signed-in/{}", error.code())
}

/// What the provider sends when somebody signs out there.
#[derive(Deserialize, ToSchema)]
pub struct SignedOut {
    /// A logout token (OpenID Connect Back-Channel Logout 1.0).
    #[expect(dead_code, reason = "it describes the form, which is read field by field")]
    logout_token: String,
}

/// Hear that somebody signed out at the provider
///
/// The provider sends a logout token, which is held against its keys. Every session of the person whom it names ends, with what is open by it, whoever else the provider
/// means by `sid`. A token is taken once.
#[utoipa::path(post, operation_id = "sign_out_by_provider", path = "/api/sign-in/logout", tag = "people", security(()),
    request_body(content = SignedOut, content_type = "application/x-www-form-urlencoded"),
    responses((status = 200, description = "No session of the person is left"), (status = 400, body = Problem, description = "The token does not hold, or was taken already"),
        (status = 404, body = Problem, description = "No provider is set"), (status = 429, body = Problem, description = "Too many ask from this address"),
        (status = 502, body = Problem, description = "The provider does not answer")))]
pub async fn log_out(State(app): State<Arc<App>>, Form(fields): Form) -> Result<StatusCode, ApiError> {
    let sign_in = app.sign_in.clone().ok_or(SignInError::Off)?;
    let mut tokens = fields.into_iter().filter(|(name, _)| name == "logout_token").map(|(_, value)| value);
    let (Some(token), None) = (tokens.next(), tokens.next()) else {
        return Err(ApiError::Malformed("it has no logout_token, or two".into()));
    };
    let asked = sign_in.clone().ask(move |sign_in| sign_in.signed_out(&token, clock::now())).await;
    let logout = asked.inspect_err(|error| {
        if let SignInError::Logout(why) | SignInError::Down(why) = error {
            tracing::warn!(code = error.code(), ?why, "nobody was signed out by the provider");
        }
    })?;
    let ended = app.sign_out_by_provider(sign_in.issuer().to_owned(), logout.clone()).await;
    let ended = ended.inspect_err(|_| sign_in.not_signed_out(&logout))?;
    tracing::info!(ended, "somebody was signed out by the provider");
    Ok(StatusCode::OK)
}
