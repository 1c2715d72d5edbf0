//! Tokens for programs.

use client_core::model::{Delegation, Person, Timestamp};
use rusqlite::{Connection, Row, TransactionBehavior, params};
use uuid::Uuid;

use super::values;
use crate::store::{SecretHash, StoreError, TokenRow};

const ROWS: &str =
    "SELECT tokens.id, people.id, name, delegation, role, reading, tokens.created_at, expires_at, revoked_at
                    FROM tokens JOIN people ON people.id = tokens.person";

pub fn add(connection: &mut Connection, secret: &SecretHash, token: &TokenRow) -> Result<(), StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let person = &token.person;
    transaction.execute(
        "INSERT INTO people (id, name, delegation, role, created_at) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![person.id.0.as_bytes(), person.name, person.delegation.0, person.role.name(), token.created_at],
    )?;
    transaction.execute(
        "INSERT INTO tokens (id, hash, person, reading, created_at, expires_at, revoked_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            token.id.as_bytes(),
            secret,
            person.id.0.as_bytes(),
            token.reading,
            token.created_at,
            token.expires_at,
            token.revoked_at
        ],
    )?;
    Ok(transaction.commit()?)
}

pub fn find(connection: &Connection, secret: &SecretHash, now: Timestamp) -> Result<Option<TokenRow>, StoreError> {
    let mut statement =
        connection.prepare_cached(&format!("{ROWS} WHERE hash = ?1 AND expires_at > ?2 AND revoked_at IS NULL"))?;
    let mut rows = statement.query(params![secret, now])?;
    rows.next()?.map(read).transpose()
}

pub fn all(connection: &Connection) -> Result<Vec<TokenRow>, StoreError> {
    let mut statement = connection.prepare_cached(&format!("{ROWS} ORDER BY tokens.created_at, tokens.id"))?;
    let mut rows = statement.query([])?;
    let mut tokens = Vec::new();
    while let Some(row) = rows.next()? {
        tokens.push(read(row)?);
    }
    Ok(tokens)
}

pub fn revoke(connection: &Connection, id: Uuid, now: Timestamp) -> Result<bool, StoreError> {
    let found = connection.execute(
        "UPDATE tokens SET revoked_at = coalesce(revoked_at, ?2) WHERE id = ?1",
        params![id.as_bytes(), now],
    )?;
    Ok(found > 0)
}

fn read(row: &Row<'_>) -> Result<TokenRow, StoreError> {
    Ok(TokenRow {
        id: values::uuid(&row.get::<_, Vec<u8>>(0)?)?,
        person: Person {
            id: values::person(&row.get::<_, Vec<u8>>(1)?)?,
            name: row.get(2)?,
            delegation: Delegation(row.get(3)?),
            role: values::role(&row.get::<_, String>(4)?)?,
        },
        reading: row.get(5)?,
        created_at: row.get(6)?,
        expires_at: row.get(7)?,
        revoked_at: row.get(8)?,
    })
}
