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

use super::{
    ApiError,
    asked::Body,
    caller::{Caller, Signed},
    cookie,
};
use crate::{
    app::App,
    auth::{self, AuthError},
    clock,
    store::Sessions,
};

#[derive(Deserialize)]
pub struct Look {
    token: String,
}

#[derive(Serialize)]
pub struct Invitation {
    role: &'static str,
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

/// `POST /api/invitations/look`: what a link gives, before anybody joins by it.
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

#[derive(Deserialize)]
pub struct Join {
    invitation: String,
    name: String,
    #[serde(default)]
    delegation: Option<String>,
}

#[derive(Serialize)]
pub struct PersonJson {
    id: String,
    name: String,
    delegation: String,
    role: &'static str,
}

impl From<Person> for PersonJson {
    fn from(person: Person) -> Self {
        Self { id: person.id.to_string(), name: person.name, delegation: person.delegation.0, role: person.role.name() }
    }
}

#[derive(Serialize)]
pub struct Joined {
    /// The secret, for programs: that of a page is in its cookie.
    #[serde(skip_serializing_if = "Option::is_none")]
    session: Option<String>,
    person: PersonJson,
}

/// `POST /api/sessions`: joins by an invitation. A request that names a slot gets the secret as a cookie.
pub async fn create(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Body(ask): Body<Join>,
) -> Result<Response, ApiError> {
    let delegation = ask.delegation.unwrap_or_default();
    let life = app.limits.allowed().sessions;
    let joined = app
        .database
        .write(move |store| auth::join(store, &ask.invitation, &ask.name, &delegation, life, clock::now()))
        .await?;
    tracing::info!(person = %joined.person.id, role = joined.person.role.name(), "a session was opened");
    let person = joined.person.into();
    let slot = cookie::slot(&headers);
    let Some(line) = slot.and_then(|slot| cookie::line(&headers, slot, &joined.secret, &app.public_url)) else {
        return Ok((StatusCode::CREATED, Json(Joined { session: Some(joined.secret), person })).into_response());
    };
    Ok((StatusCode::CREATED, [(header::SET_COOKIE, line)], Json(Joined { session: None, person })).into_response())
}

#[derive(Serialize)]
pub struct Current {
    person: PersonJson,
}

/// `GET /api/session`: who asks.
pub async fn current(Caller(person): Caller) -> Json<Current> {
    Json(Current { person: person.into() })
}

/// `DELETE /api/session`: signs out. The session ends, and with it every connection by it.
pub async fn sign_out(State(app): State<Arc<App>>, headers: HeaderMap, signed: Signed) -> Result<Response, ApiError> {
    end(&app, &headers, &signed.person, Sessions::One(signed.session)).await
}

/// `DELETE /api/sessions`: ends every session of the person who asks.
pub async fn sign_out_everywhere(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    signed: Signed,
) -> Result<Response, ApiError> {
    end(&app, &headers, &signed.person, Sessions::OfPerson(signed.person.id)).await
}

async fn end(app: &App, headers: &HeaderMap, person: &Person, which: Sessions) -> Result<Response, ApiError> {
    let ended = app.end_sessions(which).await?;
    tracing::info!(person = %person.id, ended, "somebody signed out");
    let mut response = StatusCode::NO_CONTENT.into_response();
    let line = cookie::slot(headers).and_then(|slot| cookie::line(headers, slot, "", &app.public_url));
    if let Some(line) = line {
        response.headers_mut().insert(header::SET_COOKIE, line);
    }
    Ok(response)
}
