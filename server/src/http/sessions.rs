use std::{collections::BTreeMap, sync::Arc};

use axum::{Json, extract::State, http::StatusCode};
use client_core::{
    model::{DirectoryEntry, Person},
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
