//! Who is there, changed while they are: people, sessions, invitations, and a count of what changed.

use client_core::model::{Person, Timestamp};
use rusqlite::{Connection, TransactionBehavior, params};

use super::{people, seal, set_setting, setting, values};
use crate::store::{InvitationRow, OpenSession, PersonRow, SecretHash, Sessions, StoreError};

/// The setting that counts the changes.
const VERSION: &str = "identities";

/// Counts a change of what an open connection may do, in the transaction of the change.
pub fn bump(connection: &Connection) -> Result<(), StoreError> {
    set_setting(connection, VERSION, &(version(connection)? + 1).to_string())
}

pub fn version(connection: &Connection) -> Result<u64, StoreError> {
    match setting(connection, VERSION)? {
        None => Ok(0),
        Some(count) => count.parse().map_err(|_| values::unreadable("count")),
    }
}

pub fn invitations(connection: &Connection) -> Result<Vec<(SecretHash, InvitationRow)>, StoreError> {
    let mut statement = connection.prepare_cached(&seal::INVITATIONS.select("ORDER BY created_at DESC, token_hash"))?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        seal::INVITATIONS.check(row, || "invitation".into())?;
        found.push((row.get(0)?, people::read_invitation(row)?));
    }
    Ok(found)
}

pub fn people(connection: &Connection) -> Result<Vec<PersonRow>, StoreError> {
    let mut statement = connection.prepare_cached(&seal::PEOPLE.select("ORDER BY created_at, id"))?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        seal::PEOPLE.check(row, || "person".into())?;
        found.push(PersonRow { person: people::read_person(row)?, created_at: row.get(4)? });
    }
    Ok(found)
}

pub fn set_person(connection: &mut Connection, person: &Person) -> Result<bool, StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let id = person.id.0.as_bytes();
    let holds = seal::PEOPLE.holds();
    // A damaged one is not sealed anew.
    let found = transaction.execute(
        &format!("UPDATE people SET name = ?2, delegation = ?3, role = ?4 WHERE id = ?1 AND {holds}"),
        params![id, person.name, person.delegation.0, person.role.name()],
    )?;
    if found > 0 {
        transaction.execute(&seal::PEOPLE.reseal("WHERE id = ?1"), [id])?;
        bump(&transaction)?;
    }
    transaction.commit()?;
    Ok(found > 0)
}

pub fn sessions(connection: &Connection) -> Result<Vec<OpenSession>, StoreError> {
    let mut known = std::collections::HashMap::new();
    for row in people(connection)? {
        known.insert(row.person.id, row.person);
    }
    let mut statement = connection.prepare_cached(&seal::SESSIONS.select("ORDER BY created_at, secret_hash"))?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        seal::SESSIONS.check(row, || "session".into())?;
        let id = values::person(&row.get::<_, Vec<u8>>(1)?)?;
        let person = known.get(&id).cloned().ok_or_else(|| StoreError::Damaged("person of a session".into()))?;
        found.push(OpenSession {
            secret: row.get(0)?,
            person,
            created_at: row.get(2)?,
            expires_at: row.get(3)?,
            used_at: row.get(5)?,
            invitation: row.get(6)?,
        });
    }
    Ok(found)
}

pub fn use_session(
    connection: &mut Connection,
    secret: &SecretHash,
    now: Timestamp,
    idle: Timestamp,
) -> Result<(), StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let holds = seal::SESSIONS.holds();
    // One that has ended stays so.
    let found = transaction.execute(
        &format!(
            "UPDATE sessions SET used_at = ?2, expires_at = min(ends_at, ?3)
             WHERE secret_hash = ?1 AND expires_at > ?2 AND {holds}"
        ),
        params![secret, now, now.saturating_add(idle)],
    )?;
    if found > 0 {
        transaction.execute(&seal::SESSIONS.reseal("WHERE secret_hash = ?1"), [secret])?;
    }
    Ok(transaction.commit()?)
}

pub fn end_sessions(connection: &mut Connection, which: Sessions) -> Result<usize, StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let ended = match which {
        Sessions::One(secret) => transaction.execute("DELETE FROM sessions WHERE secret_hash = ?1", [secret])?,
        Sessions::OfPerson(id) => transaction.execute("DELETE FROM sessions WHERE person = ?1", [id.0.as_bytes()])?,
        Sessions::OfInvitation(token) => transaction.execute("DELETE FROM sessions WHERE invitation = ?1", [token])?,
        Sessions::All => transaction.execute("DELETE FROM sessions", [])?,
    };
    if ended > 0 {
        bump(&transaction)?;
    }
    transaction.commit()?;
    Ok(ended)
}
