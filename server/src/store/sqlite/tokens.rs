//! Tokens for programs.

use client_core::model::Timestamp;
use rusqlite::{Connection, Row, TransactionBehavior, params};
use uuid::Uuid;

use super::{identities, people, seal, values};
use crate::store::{SecretHash, StoreError, TokenRow};

pub fn add(connection: &mut Connection, secret: &SecretHash, token: &TokenRow) -> Result<(), StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let person = &token.person;
    transaction.execute(
        &seal::PEOPLE.insert(),
        params![person.id.0.as_bytes(), person.name, person.delegation.0, person.role.name(), token.created_at],
    )?;
    transaction.execute(
        &seal::TOKENS.insert(),
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
    let mut statement = connection.prepare_cached(&seal::TOKENS.select("WHERE hash = ?1"))?;
    let mut rows = statement.query([secret])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let token = read(connection, row)?;
    Ok(Some(token).filter(|token| token.expires_at > now && token.revoked_at.is_none()))
}

pub fn all(connection: &Connection) -> Result<Vec<TokenRow>, StoreError> {
    let mut statement = connection.prepare_cached(&seal::TOKENS.select("ORDER BY created_at, id"))?;
    let mut rows = statement.query([])?;
    let mut tokens = Vec::new();
    while let Some(row) = rows.next()? {
        tokens.push(read(connection, row)?);
    }
    Ok(tokens)
}

pub fn revoke(connection: &mut Connection, id: Uuid, now: Timestamp) -> Result<bool, StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Only as it was written: a damaged one is not sealed anew.
    let found = transaction.execute(
        &format!("UPDATE tokens SET revoked_at = coalesce(revoked_at, ?2) WHERE id = ?1 AND {}", seal::TOKENS.holds()),
        params![id.as_bytes(), now],
    )?;
    if found > 0 {
        transaction.execute(&seal::TOKENS.reseal("WHERE id = ?1"), [id.as_bytes()])?;
        // Whoever is connected by it hears it.
        identities::bump(&transaction)?;
    }
    transaction.commit()?;
    Ok(found > 0)
}

fn read(connection: &Connection, row: &Row<'_>) -> Result<TokenRow, StoreError> {
    seal::TOKENS.check(row, || "token".into())?;
    Ok(TokenRow {
        id: values::uuid(&row.get::<_, Vec<u8>>(0)?)?,
        person: people::person(connection, &row.get::<_, Vec<u8>>(2)?, "person of a token")?,
        reading: row.get(3)?,
        created_at: row.get(4)?,
        expires_at: row.get(5)?,
        revoked_at: row.get(6)?,
    })
}
