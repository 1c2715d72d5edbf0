//! The keys of devices.

use client_core::{checkpoint::PublicKey, model::Timestamp};
use rusqlite::{Connection, TransactionBehavior, params};

use super::seal;
use crate::store::{SecretHash, StoreError};

pub fn register(
    connection: &mut Connection,
    session: &SecretHash,
    key: &PublicKey,
    now: Timestamp,
) -> Result<Option<PublicKey>, StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if super::people::session(&transaction, session, now)?.is_none() {
        return Ok(None);
    }
    if let Some(there) = of_session(&transaction, session)? {
        return Ok(Some(there));
    }
    transaction.execute(&seal::DEVICES.insert(), params![session, key, now])?;
    transaction.commit()?;
    Ok(Some(*key))
}

pub fn of_session(connection: &Connection, session: &SecretHash) -> Result<Option<PublicKey>, StoreError> {
    let mut statement = connection.prepare_cached(&seal::DEVICES.select("WHERE session = ?1"))?;
    let mut rows = statement.query([session])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    seal::DEVICES.check(row, || "device".into())?;
    Ok(Some(row.get(1)?))
}
