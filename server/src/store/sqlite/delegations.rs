//! The directory of delegations.

use std::collections::BTreeMap;

use client_core::model::{DelegationKind, Directory, DirectoryEntry, Part};
use rusqlite::{Connection, TransactionBehavior, params};

use super::values;
use crate::store::StoreError;

pub fn all(connection: &Connection) -> Result<Directory, StoreError> {
    let mut names: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    let mut statement = connection.prepare_cached("SELECT code, language, name FROM delegation_names")?;
    let rows = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get(1)?, row.get(2)?)))?;
    for row in rows {
        let (code, language, name) = row?;
        names.entry(code).or_default().insert(language, name);
    }
    let mut members: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut statement =
        connection.prepare_cached("SELECT of_group, member FROM delegation_members ORDER BY of_group, place")?;
    for row in statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get(1)?)))? {
        let (group, member) = row?;
        members.entry(group).or_default().push(member);
    }
    let mut entries = Vec::new();
    let mut statement = connection.prepare_cached("SELECT code, kind, iso, role FROM delegations ORDER BY place")?;
    let rows = statement.query_map([], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get(2)?, row.get::<_, String>(3)?))
    })?;
    for row in rows {
        let (code, kind, iso, role) = row?;
        entries.push(DirectoryEntry {
            kind: DelegationKind::from_name(&kind).ok_or_else(|| values::unreadable("kind of delegation"))?,
            part: Part::from_name(&role).ok_or_else(|| values::unreadable("role of a delegation"))?,
            iso,
            names: names.remove(&code).unwrap_or_default(),
            members: members.remove(&code).unwrap_or_default(),
            code,
        });
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
            "INSERT INTO delegations (code, place, kind, iso, role) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![entry.code, place, entry.kind.name(), entry.iso, entry.part.name()],
        )?;
        for (language, name) in &entry.names {
            transaction.execute(
                "INSERT INTO delegation_names (code, language, name) VALUES (?1, ?2, ?3)",
                [&entry.code, language, name],
            )?;
        }
    }
    for entry in directory.entries() {
        for (place, member) in (1_i64..).zip(&entry.members) {
            transaction.execute(
                "INSERT INTO delegation_members (of_group, place, member) VALUES (?1, ?2, ?3)",
                params![entry.code, place, member],
            )?;
        }
    }
    Ok(transaction.commit()?)
}
