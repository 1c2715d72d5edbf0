use std::sync::Arc;

use axum::{Json, extract::State, http::StatusCode};
use client_core::{
    model::Person,
    view::{self, DelegationView},
};
use serde::{Deserialize, Serialize};

use super::{ApiError, asked::Body, caller::Caller};
use crate::{
    app::App,
    auth::{self, AuthError},
    clock,
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
    Ok(Json(Invitation { role: found.role.name(), delegation: found.delegation, delegations }))
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
    session: String,
    person: PersonJson,
}

/// `POST /api/sessions`: joins by an invitation.
pub async fn create(
    State(app): State<Arc<App>>,
    Body(ask): Body<Join>,
) -> Result<(StatusCode, Json<Joined>), ApiError> {
    let delegation = ask.delegation.unwrap_or_default();
    let joined = app
        .database
        .write(move |store| auth::join(store, &ask.invitation, &ask.name, &delegation, clock::now()))
        .await?;
    tracing::info!(person = %joined.person.id, role = joined.person.role.name(), "a session was opened");
    Ok((StatusCode::CREATED, Json(Joined { session: joined.secret, person: joined.person.into() })))
}

#[derive(Serialize)]
pub struct Current {
    person: PersonJson,
}

/// `GET /api/session`: who asks.
pub async fn current(Caller(person): Caller) -> Json<Current> {
    Json(Current { person: person.into() })
}
