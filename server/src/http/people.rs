//! Who has joined, for whoever presides; and each person's own sessions.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use client_core::model::Role;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    ApiError,
    asked::Names,
    caller::{Caller, Signed},
    describe::Problem,
    paging::{Paging, Part},
    sessions,
};
use crate::{
    app::App,
    auth, clock,
    roster::{self, ListedPerson, ListedSession},
    store::{Sessions, StoreError},
};

/// The people
///
/// Everybody who joined, the first first; for the chair.
#[utoipa::path(get, operation_id = "list_people", path = "/api/people", tag = "people", params(Part),
    responses((status = 200, body = Vec<ListedPerson>), (status = 403, body = Problem)))]
pub async fn list(State(app): State<Arc<App>>, Caller(person): Caller, paging: Paging) -> Result<Response, ApiError> {
    if person.role != Role::Chair {
        return Err(ApiError::PeopleOfChair);
    }
    let people = app.database.read(|store| roster::people(store, clock::now())).await?;
    Ok(paging.part(people, |one| one.id.clone(), |_| true)?.into_response())
}

/// A session of whoever asks.
#[derive(Serialize, ToSchema)]
pub struct OwnSession {
    #[serde(flatten)]
    session: ListedSession,
    /// From which device it was last used, as that calls itself, such as `Firefox, Windows`; null where it was not used since the server
    /// started.
    device: Option<String>,
    /// Whether it is the one that asks.
    current: bool,
}

/// One's own sessions
///
/// Those of the person who asks that are open, the first first. A token is none.
#[utoipa::path(get, operation_id = "list_own_sessions", path = "/api/me/sessions", tag = "people", params(Part), responses((status = 200, body = Vec<OwnSession>)))]
pub async fn own(State(app): State<Arc<App>>, signed: Signed, paging: Paging) -> Result<Response, ApiError> {
    let (of, asking) = (signed.person.id, auth::number_of(&signed.session));
    let sessions = app.database.read(move |store| roster::sessions(store, Some(of), clock::now())).await?;
    let own = sessions.into_iter().map(|session| {
        let device = app.attendance.device(&session.id);
        OwnSession { device, current: session.id == asking, session }
    });
    Ok(paging.part(own.collect(), |one| one.session.id.clone(), |_| true)?.into_response())
}

/// End one of one's own sessions
///
/// And with it every connection by it.
#[utoipa::path(delete, operation_id = "end_own_session", path = "/api/me/sessions/{id}", tag = "people",
    params(("id" = String, Path, description = "Number of the session, as the list has it")),
    responses((status = 204, description = "The session is over"), (status = 404, body = Problem)))]
pub async fn end(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    signed: Signed,
    Names(id): Names<String>,
) -> Result<Response, ApiError> {
    let of = signed.person.id;
    let known = app.database.read(|store| store.sessions()).await.map_err(|error: StoreError| error)?;
    let asked = known.into_iter().find(|one| one.person.id == of && auth::number_of(&one.secret) == id);
    let session = asked.ok_or(ApiError::UnknownSession)?.secret;
    // The cookie of the tab that asks goes with its session, and stays with any other.
    let headers = if session == signed.session { headers } else { HeaderMap::new() };
    sessions::end(&app, &headers, &signed.person, Sessions::One(session)).await
}

/// What became of the other sessions.
#[derive(Serialize, ToSchema)]
pub struct Ended {
    /// How many ended.
    ended: usize,
}

/// End one's other sessions
///
/// All but the one that asks, and with them every connection by them.
#[utoipa::path(delete, operation_id = "end_other_sessions", path = "/api/me/sessions", tag = "people", responses((status = 200, body = Ended)))]
pub async fn end_others(State(app): State<Arc<App>>, signed: Signed) -> Result<Json<Ended>, ApiError> {
    let ended = app.end_other_sessions(signed.person.id, signed.session).await?;
    tracing::info!(person = %signed.person.id, ended, "somebody ended the own other sessions");
    Ok(Json(Ended { ended }))
}
