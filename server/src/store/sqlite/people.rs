//! Invitations, people and sessions.

use client_core::model::{Delegation, Person, Timestamp};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::values;
use crate::store::{InvitationRow, SecretHash, SessionRow, StoreError};

pub fn add_invitation(
    connection: &Connection,
    token: &SecretHash,
    invitation: &InvitationRow,
) -> Result<(), StoreError> {
    connection.execute(
        "INSERT INTO invitations (token_hash, role, delegation, created_at, expires_at, uses, max_uses, revoked_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            token,
            invitation.role.name(),
            invitation.delegation,
            invitation.created_at,
            invitation.expires_at,
            invitation.uses,
            invitation.max_uses,
            invitation.revoked_at
        ],
    )?;
    Ok(())
}

pub fn invitation(connection: &Connection, token: &SecretHash) -> Result<Option<InvitationRow>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT role, delegation, created_at, expires_at, uses, max_uses, revoked_at
         FROM invitations WHERE token_hash = ?1",
    )?;
    let mut rows = statement.query([token])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    Ok(Some(InvitationRow {
        role: values::role(&row.get::<_, String>(0)?)?,
        delegation: row.get(1)?,
        created_at: row.get(2)?,
        expires_at: row.get(3)?,
        uses: row.get(4)?,
        max_uses: row.get(5)?,
        revoked_at: row.get(6)?,
    }))
}

pub fn revoke_invitation(connection: &Connection, token: &SecretHash, now: Timestamp) -> Result<bool, StoreError> {
    let found = connection.execute(
        "UPDATE invitations SET revoked_at = coalesce(revoked_at, ?2) WHERE token_hash = ?1",
        params![token, now],
    )?;
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
    let used = transaction.execute(
        "UPDATE invitations SET uses = uses + 1
         WHERE token_hash = ?1 AND revoked_at IS NULL AND expires_at > ?2 AND (max_uses IS NULL OR uses < max_uses)",
        params![token, now],
    )?;
    if used == 0 {
        return Ok(false);
    }
    let person = &session.person;
    transaction.execute(
        "INSERT INTO people (id, name, delegation, role, created_at) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![person.id.0.as_bytes(), person.name, person.delegation.0, person.role.name(), now],
    )?;
    transaction.execute(
        "INSERT INTO sessions (secret_hash, person, created_at, expires_at) VALUES (?1, ?2, ?3, ?4)",
        params![secret, person.id.0.as_bytes(), now, session.expires_at],
    )?;
    transaction.commit()?;
    Ok(true)
}

pub fn session(connection: &Connection, secret: &SecretHash, now: Timestamp) -> Result<Option<Person>, StoreError> {
    let found = connection
        .prepare_cached(
            "SELECT people.id, name, delegation, role FROM sessions JOIN people ON people.id = sessions.person
             WHERE secret_hash = ?1 AND expires_at > ?2",
        )?
        .query_row(params![secret, now], |row| {
            Ok((row.get::<_, Vec<u8>>(0)?, row.get(1)?, row.get(2)?, row.get::<_, String>(3)?))
        })
        .optional()?;
    let Some((id, name, delegation, role)) = found else { return Ok(None) };
    Ok(Some(Person { id: values::person(&id)?, name, delegation: Delegation(delegation), role: values::role(&role)? }))
}
