use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use client_core::{
    model::{DirectoryEntry, Person},
    view::{self, DelegationView},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    ApiError,
    asked::Body,
    caller::{Caller, Signed},
    cookie,
    describe::Problem,
};
use crate::{
    app::App,
    auth::{self, AuthError},
    clock,
    store::Sessions,
};

/// An invitation to look at.
#[derive(Deserialize, ToSchema)]
pub struct Look {
    /// The token of its link.
    token: String,
}

/// What an invitation gives.
#[derive(Serialize, ToSchema)]
pub struct Invitation {
    /// What whoever joins by it may do.
    role: &'static str,
    /// For whom one speaks; null where one may say.
    delegation: Option<String>,
    /// Whom one can speak for; others may be named. Whoever has no invitation does not learn it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    delegations: Vec<DelegationView>,
    /// The groups that one may speak for instead: of a regional coordinator's invitation.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    groups: Vec<String>,
    /// What the directory leaves of the role, by the code of the delegation: of those alone of which it leaves less.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    less: BTreeMap<String, &'static str>,
}

/// Look at an invitation
///
/// What a link gives, before anybody joins by it.
#[utoipa::path(post, operation_id = "look_at_invitation", path = "/api/invitations/look", request_body = Look, tag = "people", security(()),
    responses((status = 200, body = Invitation), (status = 404, body = Problem), (status = 410, body = Problem, description = "It has expired, was revoked or was used as often as it allows"),
        (status = 429, body = Problem, description = "Too many ask from this address")))]
pub async fn look(State(app): State<Arc<App>>, Body(ask): Body<Look>) -> Result<Json<Invitation>, ApiError> {
    let (found, directory) = app
        .database
        .read(move |store| {
            let found = auth::look(store, &ask.token, clock::now())?;
            Ok::<_, AuthError>((found, store.delegations()?))
        })
        .await?;
    let delegations = view::write_directory(&directory);
    let invited = found.delegation.as_deref();
    let role = invited.map_or(found.role, |delegation| directory.role(found.role, delegation));
    let groups = invited.map(|delegation| directory.coordinates(delegation)).unwrap_or_default();
    let groups = groups.into_iter().map(|group| group.canonical().to_owned()).collect();
    let left = |entry: &DirectoryEntry| (entry.code.clone(), directory.role(role, &entry.code));
    let less = directory.entries().iter().map(left).filter(|(_, left)| *left != role);
    let less = less.map(|(code, left)| (code, left.name())).collect();
    Ok(Json(Invitation { role: role.name(), delegation: found.delegation, delegations, groups, less }))
}

/// Somebody who joins.
#[derive(Deserialize, ToSchema)]
pub struct Join {
    /// The token of the invitation.
    invitation: String,
    /// The name that others see: 1 to 80 characters.
    name: String,
    /// The delegation to speak for, where the invitation leaves it open; the name without it.
    #[serde(default)]
    delegation: Option<String>,
    /// The slot whose session ends when this one begins: that which the tab had before.
    #[serde(default)]
    replaces: Option<String>,
}

/// A person.
#[derive(Serialize, ToSchema)]
pub struct PersonJson {
    /// Identity.
    id: String,
    /// The name that others see.
    name: String,
    /// In whose name.
    delegation: String,
    /// `observer`, `contributor`, `ex-officio`, `secretariat`, `member` or `chair`.
    role: &'static str,
}

impl From<Person> for PersonJson {
    fn from(person: Person) -> Self {
        Self { id: person.id.to_string(), name: person.name, delegation: person.delegation.0, role: person.role.name() }
    }
}

/// Somebody who has joined.
#[derive(Serialize, ToSchema)]
pub struct Joined {
    /// The secret, for programs, told this once: that of a page is in its cookie.
    #[serde(skip_serializing_if = "Option::is_none")]
    session: Option<String>,
    /// Who.
    person: PersonJson,
    /// Whether this server takes changes alone that the device signed whose key the session registered.
    #[serde(rename = "mustSign")]
    must_sign: bool,
}

/// Join
///
/// By an invitation: makes a person and a session. A request that names a slot in `X-Adref-Slot` gets the secret as a cookie. The session
/// that this slot had before, or the one that `replaces` names, ends.
#[utoipa::path(post, operation_id = "join", path = "/api/sessions", request_body = Join, tag = "people", security(()),
    responses((status = 201, body = Joined), (status = 404, body = Problem), (status = 410, body = Problem, description = "The invitation has expired, was revoked or was used as often as it allows"),
        (status = 422, body = Problem, description = "The name cannot be shown"), (status = 429, body = Problem, description = "Too many ask from this address")))]
pub async fn create(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Body(ask): Body<Join>,
) -> Result<Response, ApiError> {
    let delegation = ask.delegation.unwrap_or_default();
    let life = app.limits.allowed().sessions;
    let slot = cookie::slot(&headers);
    // The tab forgets it: nobody could sign out of it any more.
    let replaced = ask.replaces.as_deref().or(slot);
    let before = replaced.and_then(|slot| cookie::secret_in(&headers, slot, &app.public_url));
    // A cookie of another name is not written over, so it is taken away.
    let gone = ask.replaces.as_deref().filter(|old| before.is_some() && Some(*old) != slot);
    let gone = gone.and_then(|old| cookie::line(&headers, old, "", &app.public_url));
    let joined = app
        .database
        .write(move |store| auth::join(store, &ask.invitation, &ask.name, &delegation, life, clock::now()))
        .await?;
    tracing::info!(person = %joined.person.id, role = joined.person.role.name(), "a session was opened");
    if let Some(before) = before {
        let ended = app.end_sessions(Sessions::One(auth::hash(&before))).await?;
        tracing::info!(person = %joined.person.id, ended, "the session that a tab had before ended");
    }
    let (person, must_sign) = (joined.person.into(), app.must_sign);
    let Some(line) = slot.and_then(|slot| cookie::line(&headers, slot, &joined.secret, &app.public_url)) else {
        return Ok(
            (StatusCode::CREATED, Json(Joined { session: Some(joined.secret), person, must_sign })).into_response()
        );
    };
    let mut response = (StatusCode::CREATED, Json(Joined { session: None, person, must_sign })).into_response();
    for line in [line].into_iter().chain(gone) {
        response.headers_mut().append(header::SET_COOKIE, line);
    }
    Ok(response)
}

/// Who asks.
#[derive(Serialize, ToSchema)]
pub struct Current {
    /// Who.
    person: PersonJson,
    /// Whether this server takes changes alone that the device signed whose key the session registered.
    #[serde(rename = "mustSign")]
    must_sign: bool,
}

/// Who asks
///
/// The person of the session or the token, in the role that the directory leaves.
#[utoipa::path(get, operation_id = "get_session", path = "/api/session", tag = "people", responses((status = 200, body = Current)))]
pub async fn current(State(app): State<Arc<App>>, Caller(person): Caller) -> Json<Current> {
    Json(Current { person: person.into(), must_sign: app.must_sign })
}

/// Sign out
///
/// The session ends, and with it every connection by it. A token stays.
#[utoipa::path(delete, operation_id = "sign_out", path = "/api/session", tag = "people", responses((status = 204, description = "The session is over")))]
pub async fn sign_out(State(app): State<Arc<App>>, headers: HeaderMap, signed: Signed) -> Result<Response, ApiError> {
    end(&app, &headers, &signed.person, Sessions::One(signed.session)).await
}

/// Sign out everywhere
///
/// Every session of the person who asks ends.
#[utoipa::path(delete, operation_id = "sign_out_everywhere", path = "/api/sessions", tag = "people", responses((status = 204, description = "The sessions are over")))]
pub async fn sign_out_everywhere(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    signed: Signed,
) -> Result<Response, ApiError> {
    end(&app, &headers, &signed.person, Sessions::OfPerson(signed.person.id)).await
}

/// Ends sessions of a person, and takes away the cookie of the slot that the request names.
///
/// # Errors
/// [`ApiError::Store`].
pub async fn end(app: &App, headers: &HeaderMap, person: &Person, which: Sessions) -> Result<Response, ApiError> {
    let ended = app.end_sessions(which).await?;
    tracing::info!(person = %person.id, ended, "somebody signed out");
    let mut response = StatusCode::NO_CONTENT.into_response();
    let line = cookie::slot(headers).and_then(|slot| cookie::line(headers, slot, "", &app.public_url));
    if let Some(line) = line {
        response.headers_mut().insert(header::SET_COOKIE, line);
    }
    Ok(response)
}
