//! Whom a provider of identities vouches for.

use client_core::model::{Person, Timestamp};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::{people, seal};
use crate::store::{SecretHash, SessionRow, StoreError, Vouched};

pub fn add(
    connection: &mut Connection,
    vouched: &Vouched,
    person: &Person,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let (claim, value) = vouched.parts();
    let taken = transaction
        .query_row(
            "SELECT 1 FROM registered WHERE issuer = ?1 AND claim = ?2 AND value = ?3",
            params![vouched.issuer, claim, value],
            |_| Ok(()),
        )
        .optional()?;
    if taken.is_some() {
        return Ok(false);
    }
    let id = person.id.0.as_bytes();
    transaction
        .execute(&seal::PEOPLE.insert(), params![id, person.name, person.delegation.0, person.role.name(), now])?;
    transaction.execute(&seal::REGISTERED.insert(), params![vouched.issuer, claim, value, id, now])?;
    transaction.commit()?;
    Ok(true)
}

pub fn find(connection: &Connection, vouched: &Vouched) -> Result<Option<Person>, StoreError> {
    let mut statement =
        connection.prepare_cached(&seal::REGISTERED.select("WHERE issuer = ?1 AND claim = ?2 AND value = ?3"))?;
    let (claim, value) = vouched.parts();
    let mut rows = statement.query(params![vouched.issuer, claim, value])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    seal::REGISTERED.check(row, || "registered person".into())?;
    let id: Vec<u8> = row.get(3)?;
    people::person(connection, &id, "registered person").map(Some)
}

pub fn open_session(
    connection: &Connection,
    secret: &SecretHash,
    session: &SessionRow,
    now: Timestamp,
) -> Result<(), StoreError> {
    let none: Option<Vec<u8>> = None;
    connection.execute(
        &seal::SESSIONS.insert(),
        params![secret, session.person.id.0.as_bytes(), now, session.expires_at, session.ends_at, now, none],
    )?;
    Ok(())
}
