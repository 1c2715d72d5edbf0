//! The directory of delegations.

use std::collections::BTreeMap;

use client_core::model::{DelegationKind, Directory, DirectoryEntry, Part};
use rusqlite::{Connection, Transaction, TransactionBehavior, params};

use super::{seal, values};
use crate::store::StoreError;

/// The setting that says how many rows the directory has, so that a missing one is seen.
const ROWS: &str = "delegation-rows";

pub fn all(connection: &mut Connection) -> Result<Directory, StoreError> {
    let transaction = connection.transaction()?;
    let damaged = || "directory of delegations".to_owned();
    let mut count: usize = 0;
    let mut names: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    let mut statement = transaction.prepare_cached(&seal::DELEGATION_NAMES.select(""))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        seal::DELEGATION_NAMES.check(row, damaged)?;
        names.entry(row.get(0)?).or_default().insert(row.get(1)?, row.get(2)?);
        count += 1;
    }
    let mut members: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut statement = transaction.prepare_cached(&seal::DELEGATION_MEMBERS.select("ORDER BY of_group, place"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        seal::DELEGATION_MEMBERS.check(row, damaged)?;
        let of_group = members.entry(row.get(0)?).or_default();
        if i64::try_from(of_group.len()) != Ok(row.get::<_, i64>(1)? - 1) {
            return Err(StoreError::Damaged(damaged()));
        }
        of_group.push(row.get(2)?);
        count += 1;
    }
    let mut entries = Vec::new();
    let mut statement = transaction.prepare_cached(&seal::DELEGATIONS.select("ORDER BY place"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        seal::DELEGATIONS.check(row, damaged)?;
        if i64::try_from(entries.len()) != Ok(row.get::<_, i64>(1)? - 1) {
            return Err(StoreError::Damaged(damaged()));
        }
        let (code, kind, role): (String, String, String) = (row.get(0)?, row.get(2)?, row.get(4)?);
        entries.push(DirectoryEntry {
            kind: DelegationKind::from_name(&kind).ok_or_else(|| values::unreadable("kind of delegation"))?,
            part: Part::from_name(&role).ok_or_else(|| values::unreadable("role of a delegation"))?,
            iso: row.get(3)?,
            names: names.remove(&code).unwrap_or_default(),
            members: members.remove(&code).unwrap_or_default(),
            code,
        });
        count += 1;
    }
    let written = super::setting(&transaction, ROWS)?.unwrap_or_else(|| "0".into());
    if written != count.to_string() {
        return Err(StoreError::Damaged(damaged()));
    }
    Directory::new(entries).map_err(|fault| StoreError::Corrupt(fault.to_string()))
}

pub fn replace(connection: &mut Connection, directory: &Directory) -> Result<(), StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for table in ["delegation_members", "delegation_names", "delegations"] {
        transaction.execute(&format!("DELETE FROM {table}"), [])?;
    }
    for (place, entry) in (1_i64..).zip(directory.entries()) {
        transaction.execute(
            &seal::DELEGATIONS.insert(),
            params![entry.code, place, entry.kind.name(), entry.iso, entry.part.name()],
        )?;
        for (language, name) in &entry.names {
            transaction.execute(&seal::DELEGATION_NAMES.insert(), [&entry.code, language, name])?;
        }
    }
    for entry in directory.entries() {
        for (place, member) in (1_i64..).zip(&entry.members) {
            transaction.execute(&seal::DELEGATION_MEMBERS.insert(), params![entry.code, place, member])?;
        }
    }
    count(&transaction)?;
    super::identities::bump(&transaction)?;
    Ok(transaction.commit()?)
}

/// Says how many rows the directory has.
pub fn count(transaction: &Transaction<'_>) -> Result<(), StoreError> {
    let rows: i64 = transaction.query_row(
        "SELECT (SELECT count(*) FROM delegations) + (SELECT count(*) FROM delegation_names)
         + (SELECT count(*) FROM delegation_members)",
        [],
        |row| row.get(0),
    )?;
    super::set_setting(transaction, ROWS, &rows.to_string())
}
