//! Who has joined and by which sessions they are here: the lists that commands and the API give, made in one place so that both say the
//! same.

use std::collections::HashMap;

use client_core::model::{Person, PersonId, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    auth,
    store::{PersonRow, Store, StoreError},
};

/// Somebody who joined. Times are milliseconds since 1970.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ListedPerson {
    /// Identity.
    pub id: String,
    /// The name that others see.
    pub name: String,
    /// In whose name.
    pub delegation: String,
    /// What they were invited as.
    pub invited_as: &'static str,
    /// What they may do, as the directory leaves it.
    pub role: &'static str,
    /// When they joined.
    pub joined_at: i64,
    /// When one of their open sessions was last used, to about a minute; null for whoever has none.
    pub seen_at: Option<i64>,
    /// How many sessions they have open.
    pub sessions: usize,
}

/// Everybody who joined, the first first. Whoever has signed out is there, too: the record names them.
///
/// # Errors
/// [`StoreError`].
pub fn people(store: &mut dyn Store, now: Timestamp) -> Result<Vec<ListedPerson>, StoreError> {
    let (people, directory) = (store.people()?, store.delegations()?);
    let mut open: HashMap<PersonId, (usize, i64)> = HashMap::new();
    for session in store.sessions()?.into_iter().filter(|session| session.expires_at > now) {
        let (count, seen) = open.entry(session.person.id).or_insert((0, session.used_at));
        *count += 1;
        *seen = session.used_at.max(*seen);
    }
    let lines = people.into_iter().map(|PersonRow { person, created_at }| {
        let invited_as = person.role.name();
        let Person { id, name, delegation, role } = auth::in_role(person, &directory);
        let (sessions, seen_at) = open.get(&id).map_or((0, None), |(count, seen)| (*count, Some(*seen)));
        let (id, delegation, role) = (id.to_string(), delegation.0, role.name());
        ListedPerson { id, name, delegation, invited_as, role, joined_at: created_at, seen_at, sessions }
    });
    Ok(lines.collect())
}

/// A session that is open. Times are milliseconds since 1970.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ListedSession {
    /// Its number in lists and commands: no secret, and nothing of one can be told from it.
    pub id: String,
    /// The identity of whose it is.
    pub person: String,
    /// The name that others see.
    pub name: String,
    /// In whose name.
    pub delegation: String,
    /// What they may do, as the directory leaves it.
    pub role: &'static str,
    /// When it was opened.
    pub opened_at: i64,
    /// When it was last used, to about a minute.
    pub used_at: i64,
    /// When it ends if it is not used.
    pub expires_at: i64,
    /// The name of the invitation that it was opened by; null where that is not known.
    pub invitation: Option<String>,
}

/// The sessions that are open, of one person or of everybody, the first first.
///
/// # Errors
/// [`StoreError`].
pub fn sessions(store: &mut dyn Store, of: Option<PersonId>, now: Timestamp) -> Result<Vec<ListedSession>, StoreError> {
    let directory = store.delegations()?;
    let open = store.sessions()?.into_iter();
    let open = open.filter(|session| session.expires_at > now && of.is_none_or(|of| session.person.id == of));
    let lines = open.map(|session| {
        let Person { id, name, delegation, role } = auth::in_role(session.person, &directory);
        ListedSession {
            id: auth::number_of(&session.secret),
            person: id.to_string(),
            name,
            delegation: delegation.0,
            role: role.name(),
            opened_at: session.created_at,
            used_at: session.used_at,
            expires_at: session.expires_at,
            invitation: session.invitation.as_ref().map(auth::name_of),
        }
    });
    Ok(lines.collect())
}
