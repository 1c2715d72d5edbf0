//! Signed checkpoints and the keys that they were signed with.

use client_core::{
    chain::Link,
    checkpoint::{self, Checkpoint, PublicKey, ServerKey, Signed, Succession},
    model::{DraftId, Timestamp},
};
use rusqlite::{Connection, Row, TransactionBehavior, params};

use super::{
    heads::{self, called},
    seal, values,
};
use crate::store::StoreError;

/// A checkpoint as it is kept: with how far the log of comments went, which clients are not told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredCheckpoint {
    /// What clients are shown.
    pub shown: Checkpoint,
    /// How many entries the log of comments had.
    pub comments: u64,
    /// The link of the last one.
    pub comments_link: Link,
    /// Signed with the key of `shown`.
    pub comments_signature: Signed,
}

/// A key that the server signed with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyRow {
    /// The key.
    pub key: PublicKey,
    /// Since when.
    pub at: Timestamp,
    /// How the key before signed it in; nothing for the first one, and for one that was put in without the one before.
    pub succession: Option<Succession>,
}

/// Signs how far the logs of a draft go; what is signed already is not signed again.
pub fn make(
    connection: &mut Connection,
    draft: DraftId,
    text: Vec<String>,
    key: &ServerKey,
    now: Timestamp,
) -> Result<Checkpoint, StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let heads = heads::read(&transaction, draft)?;
    // A damaged one is not looked at: another is signed.
    let latest = of_draft(&transaction, draft, "ORDER BY changes DESC, record DESC, comments DESC LIMIT 1");
    if let Some(latest) = latest.unwrap_or_default().pop() {
        let same = (latest.shown.changes_link, latest.shown.record_hash, latest.comments_link)
            == (heads.changes_link, heads.record_hash, heads.comments_link);
        if same && latest.shown.key == key.public() {
            return Ok(latest.shown);
        }
    }
    let unsigned = Checkpoint {
        draft,
        at: now,
        changes: heads.changes.unsigned_abs(),
        changes_link: heads.changes_link,
        record: heads.record.unsigned_abs(),
        record_hash: heads.record_hash,
        heads: text,
        key: key.public(),
        signature: [0; 64],
    };
    let shown = unsigned.signed(key);
    let text = serde_json::to_string(&shown.heads).map_err(|error| StoreError::Other(error.to_string()))?;
    let comments = checkpoint::sign_comments(key, draft, now, heads.comments.unsigned_abs(), &heads.comments_link);
    let statement = seal::CHECKPOINTS.insert() + " ON CONFLICT DO NOTHING";
    transaction.prepare_cached(&statement)?.execute(params![
        draft.0.as_bytes(),
        heads.changes,
        heads.record,
        heads.comments,
        now,
        heads.changes_link,
        heads.record_hash,
        heads.comments_link,
        text,
        shown.key,
        shown.signature,
        comments
    ])?;
    transaction.commit()?;
    Ok(shown)
}

/// The checkpoints of a draft, oldest first.
pub fn all(connection: &Connection, draft: DraftId) -> Result<Vec<StoredCheckpoint>, StoreError> {
    of_draft(connection, draft, "ORDER BY changes, record, comments, at")
}

fn of_draft(connection: &Connection, draft: DraftId, rest: &str) -> Result<Vec<StoredCheckpoint>, StoreError> {
    let mut statement = connection.prepare_cached(&seal::CHECKPOINTS.select(&format!("WHERE draft = ?1 {rest}")))?;
    let mut rows = statement.query([draft.0.as_bytes()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        seal::CHECKPOINTS.check(row, || format!("checkpoint {} of {}", found.len() + 1, called(connection, draft)))?;
        found.push(read(draft, row)?);
    }
    Ok(found)
}

fn read(draft: DraftId, row: &Row<'_>) -> Result<StoredCheckpoint, StoreError> {
    let shown = Checkpoint {
        draft,
        at: row.get(4)?,
        changes: row.get::<_, i64>(1)?.unsigned_abs(),
        changes_link: row.get(5)?,
        record: row.get::<_, i64>(2)?.unsigned_abs(),
        record_hash: row.get(6)?,
        heads: serde_json::from_str(&row.get::<_, String>(8)?).map_err(|_| values::unreadable("list of heads"))?,
        key: row.get(9)?,
        signature: row.get(10)?,
    };
    Ok(StoredCheckpoint {
        shown,
        comments: row.get::<_, i64>(3)?.unsigned_abs(),
        comments_link: row.get(7)?,
        comments_signature: row.get(11)?,
    })
}

/// The keys, in their order.
pub fn keys(connection: &Connection) -> Result<Vec<KeyRow>, StoreError> {
    let mut statement = connection.prepare_cached(&seal::SIGNING_KEYS.select("ORDER BY place"))?;
    let mut rows = statement.query([])?;
    let mut keys = Vec::new();
    while let Some(row) = rows.next()? {
        seal::SIGNING_KEYS.check(row, || format!("signing key {}", keys.len() + 1))?;
        let (key, at) = (row.get(1)?, row.get(2)?);
        let (before, signature): (Option<PublicKey>, Option<Signed>) = (row.get(3)?, row.get(4)?);
        let signed = before.zip(signature);
        let succession = signed.map(|(before, signature)| Succession { before, key, at, signature });
        keys.push(KeyRow { key, at, succession });
    }
    Ok(keys)
}

/// Adds a key behind the others; one that is the last already is not added again.
pub fn add_key(connection: &mut Connection, row: &KeyRow) -> Result<(), StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let there = keys(&transaction)?;
    if there.last().is_some_and(|last| last.key == row.key) {
        return Ok(());
    }
    let place = i64::try_from(there.len()).unwrap_or(i64::MAX - 1) + 1;
    let signed = row.succession.as_ref().map(|succession| (succession.before, succession.signature));
    transaction.prepare_cached(&seal::SIGNING_KEYS.insert())?.execute(params![
        place,
        row.key,
        row.at,
        signed.map(|(before, _)| before),
        signed.map(|(_, signature)| signature)
    ])?;
    Ok(transaction.commit()?)
}
