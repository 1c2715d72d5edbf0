//! Invitations, people and sessions.

use client_core::model::{Delegation, Person, Timestamp};
use rusqlite::{Connection, TransactionBehavior, params};

use super::{seal, values};
use crate::store::{InvitationRow, SecretHash, SessionRow, StoreError};

pub fn add_invitation(
    connection: &Connection,
    token: &SecretHash,
    invitation: &InvitationRow,
) -> Result<(), StoreError> {
    connection.execute(
        &seal::INVITATIONS.insert(),
        params![
            token,
            invitation.role.name(),
            invitation.delegation,
            invitation.created_at,
            invitation.expires_at,
            invitation.uses,
            invitation.max_uses,
            invitation.revoked_at,
            invitation.made_by
        ],
    )?;
    Ok(())
}

pub fn invitation(connection: &Connection, token: &SecretHash) -> Result<Option<InvitationRow>, StoreError> {
    let mut statement = connection.prepare_cached(&seal::INVITATIONS.select("WHERE token_hash = ?1"))?;
    let mut rows = statement.query([token])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    seal::INVITATIONS.check(row, || "invitation".into())?;
    Ok(Some(read_invitation(row)?))
}

/// The columns of an invitation in their order.
pub fn read_invitation(row: &rusqlite::Row<'_>) -> Result<InvitationRow, StoreError> {
    Ok(InvitationRow {
        role: values::role(&row.get::<_, String>(1)?)?,
        delegation: row.get(2)?,
        created_at: row.get(3)?,
        expires_at: row.get(4)?,
        uses: row.get(5)?,
        max_uses: row.get(6)?,
        revoked_at: row.get(7)?,
        made_by: row.get(8)?,
    })
}

/// The columns of a person in their order.
pub fn read_person(row: &rusqlite::Row<'_>) -> Result<Person, StoreError> {
    Ok(Person {
        id: values::person(&row.get::<_, Vec<u8>>(0)?)?,
        name: row.get(1)?,
        delegation: Delegation(row.get(2)?),
        role: values::role(&row.get::<_, String>(3)?)?,
    })
}

pub fn revoke_invitation(connection: &mut Connection, token: &SecretHash, now: Timestamp) -> Result<bool, StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found = transaction.execute(
        "UPDATE invitations SET revoked_at = coalesce(revoked_at, ?2) WHERE token_hash = ?1",
        params![token, now],
    )?;
    transaction.execute(&seal::INVITATIONS.reseal("WHERE token_hash = ?1"), [token])?;
    transaction.commit()?;
    Ok(found > 0)
}

pub fn open_session(
    connection: &mut Connection,
    token: &SecretHash,
    secret: &SecretHash,
    session: &SessionRow,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Looked at first: a damaged one is not sealed anew.
    invitation(&transaction, token)?;
    let used = transaction.execute(
        "UPDATE invitations SET uses = uses + 1
         WHERE token_hash = ?1 AND revoked_at IS NULL AND expires_at > ?2 AND (max_uses IS NULL OR uses < max_uses)",
        params![token, now],
    )?;
    if used == 0 {
        return Ok(false);
    }
    transaction.execute(&seal::INVITATIONS.reseal("WHERE token_hash = ?1"), [token])?;
    let person = &session.person;
    transaction.execute(
        &seal::PEOPLE.insert(),
        params![person.id.0.as_bytes(), person.name, person.delegation.0, person.role.name(), now],
    )?;
    transaction.execute(
        &seal::SESSIONS.insert(),
        params![secret, person.id.0.as_bytes(), now, session.expires_at, session.ends_at, now, token],
    )?;
    transaction.commit()?;
    Ok(true)
}

pub fn session(connection: &Connection, secret: &SecretHash, now: Timestamp) -> Result<Option<Person>, StoreError> {
    let mut statement = connection.prepare_cached(&seal::SESSIONS.select("WHERE secret_hash = ?1"))?;
    let mut rows = statement.query([secret])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    seal::SESSIONS.check(row, || "session".into())?;
    let (id, expires_at): (Vec<u8>, Timestamp) = (row.get(1)?, row.get(3)?);
    if expires_at <= now {
        return Ok(None);
    }
    person(connection, &id, "person of a session").map(Some)
}

pub fn opened_by_link(connection: &Connection, secret: &SecretHash) -> Result<bool, StoreError> {
    let mut statement = connection.prepare_cached(&seal::SESSIONS.select("WHERE secret_hash = ?1"))?;
    let mut rows = statement.query([secret])?;
    let Some(row) = rows.next()? else { return Ok(false) };
    seal::SESSIONS.check(row, || "session".into())?;
    Ok(row.get::<_, Option<SecretHash>>(6)?.is_some())
}

/// A person who is there for sure; `what` names one who is not.
pub fn person(connection: &Connection, id: &[u8], what: &str) -> Result<Person, StoreError> {
    let mut statement = connection.prepare_cached(&seal::PEOPLE.select("WHERE id = ?1"))?;
    let mut rows = statement.query([id])?;
    let row = rows.next()?.ok_or_else(|| StoreError::Damaged(what.into()))?;
    seal::PEOPLE.check(row, || what.into())?;
    read_person(row)
}

pub fn forget_expired(connection: &Connection, now: Timestamp) -> Result<usize, StoreError> {
    let holds = seal::SESSIONS.holds();
    Ok(connection.execute(&format!("DELETE FROM sessions WHERE expires_at <= ?1 AND {holds}"), [now])?)
}
