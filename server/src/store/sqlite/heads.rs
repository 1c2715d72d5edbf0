//! How far the logs of a draft go, and how a damaged row is called.

use client_core::{
    chain::{Link, START},
    model::DraftId,
};
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::{comments, log, seal};
use crate::store::StoreError;

/// How far the logs of a draft go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heads {
    /// How many changes there are.
    pub changes: i64,
    /// The link of the last one.
    pub changes_link: Link,
    /// How many entries the record has.
    pub record: i64,
    /// The hash of the last one.
    pub record_hash: Link,
    /// How many entries the log of comments has.
    pub comments: i64,
    /// The link of the last one.
    pub comments_link: Link,
    /// How many actors were issued.
    pub actors: i64,
    /// How many things the import was unsure of.
    pub diagnostics: i64,
}

impl Default for Heads {
    fn default() -> Self {
        Self {
            changes: 0,
            changes_link: START,
            record: 0,
            record_hash: START,
            comments: 0,
            comments_link: START,
            actors: 0,
            diagnostics: 0,
        }
    }
}

/// How far the logs of a draft go; nothing for a draft that is not there.
pub fn read(connection: &Connection, draft: DraftId) -> Result<Heads, StoreError> {
    let damaged = || StoreError::Damaged(format!("length of the logs of {}", called(connection, draft)));
    let mut statement = connection.prepare_cached(&seal::HEADS.select("WHERE draft = ?1"))?;
    let mut rows = statement.query([draft.0.as_bytes()])?;
    let Some(row) = rows.next()? else {
        let known = connection
            .prepare_cached("SELECT 1 FROM drafts WHERE id = ?1")?
            .query_row([draft.0.as_bytes()], |_| Ok(()))
            .optional()?;
        return if known.is_some() { Err(damaged()) } else { Ok(Heads::default()) };
    };
    seal::HEADS.check(row, || format!("length of the logs of {}", called(connection, draft)))?;
    Ok(Heads {
        changes: row.get(1)?,
        changes_link: row.get(2)?,
        record: row.get(3)?,
        record_hash: row.get(4)?,
        comments: row.get(5)?,
        comments_link: row.get(6)?,
        actors: row.get(7)?,
        diagnostics: row.get(8)?,
    })
}

/// Writes how far the logs go, in the transaction that writes them.
pub fn write(transaction: &Transaction<'_>, draft: DraftId, heads: &Heads) -> Result<(), StoreError> {
    let statement = format!(
        "{} ON CONFLICT (draft) DO UPDATE SET changes = excluded.changes, changes_link = excluded.changes_link,
         record = excluded.record, record_hash = excluded.record_hash, comments = excluded.comments,
         comments_link = excluded.comments_link, actors = excluded.actors, diagnostics = excluded.diagnostics, seal = excluded.seal",
        seal::HEADS.insert()
    );
    transaction.prepare_cached(&statement)?.execute(params![
        draft.0.as_bytes(),
        heads.changes,
        heads.changes_link,
        heads.record,
        heads.record_hash,
        heads.comments,
        heads.comments_link,
        heads.actors,
        heads.diagnostics
    ])?;
    Ok(())
}

/// What a draft is called in a message: its slug, or its identity when that cannot be read.
pub fn called(connection: &Connection, draft: DraftId) -> String {
    let slug = connection
        .query_row("SELECT slug FROM drafts WHERE id = ?1", [draft.0.as_bytes()], |row| row.get::<_, String>(0))
        .unwrap_or_else(|_| draft.to_string());
    format!("the draft {slug}")
}

/// Chains and seals what an older version wrote.
pub fn seal_everything(transaction: &Transaction<'_>) -> Result<(), StoreError> {
    transaction.execute("DELETE FROM snapshots", [])?;
    let drafts: Vec<Vec<u8>> =
        transaction.prepare("SELECT id FROM drafts")?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for id in drafts {
        let draft = DraftId(super::values::uuid(&id)?);
        let mut heads = Heads::default();
        log::chain(transaction, draft, &mut heads)?;
        comments::chain(transaction, draft, &mut heads)?;
        let count = |table: &str| {
            transaction.query_row(&format!("SELECT count(*) FROM {table} WHERE draft = ?1"), [&id], |row| row.get(0))
        };
        (heads.actors, heads.diagnostics) = (count("actors")?, count("diagnostics")?);
        write(transaction, draft, &heads)?;
    }
    super::delegations::count(transaction)?;
    for table in seal::ALL {
        transaction.execute(&table.reseal(""), [])?;
    }
    Ok(())
}
