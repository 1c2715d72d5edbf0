//! Changes, record, actors and snapshots of a draft.

use client_core::{
    model::{BracketId, DraftId, Entry, EntryId, ParagraphId, PersonId},
    sync::room::{Batch, StoredChange, StoredDraft},
};
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use sha2::{Digest, Sha256};

use super::values;
use crate::store::{Load, StoreError};

pub fn append(transaction: &Transaction<'_>, draft: DraftId, batch: &Batch) -> Result<(), StoreError> {
    let key = draft.0.as_bytes();
    let mut seq: i64 = transaction
        .prepare_cached("SELECT coalesce(max(seq), 0) FROM changes WHERE draft = ?1")?
        .query_row([key], |row| row.get(0))?;
    for change in &batch.changes {
        let written = transaction
            .prepare_cached(
                "INSERT INTO changes
                 (draft, seq, hash, actor, person, name, delegation, received_at, bytes, paragraphs, brackets)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) ON CONFLICT (draft, hash) DO NOTHING",
            )?
            .execute(params![
                key,
                seq + 1,
                change.hash,
                change.actor,
                change.person.as_ref().map(|person| person.0.as_bytes()),
                change.name,
                change.delegation,
                change.at,
                change.bytes,
                values::ids_bytes(change.paragraphs.iter().map(|id| id.0)),
                values::ids_bytes(change.brackets.iter().map(|id| id.0))
            ])?;
        seq += i64::try_from(written).unwrap_or(0);
    }
    for entry in &batch.entries {
        append_entry(transaction, draft, entry)?;
    }
    for entry in &batch.comments {
        super::comments::append(transaction, draft, entry)?;
    }
    for (actor, person) in &batch.actors {
        transaction
            .prepare_cached(
                "INSERT INTO actors (draft, actor, person) VALUES (?1, ?2, ?3) ON CONFLICT (draft, actor) DO NOTHING",
            )?
            .execute(params![key, actor, person.0.as_bytes()])?;
    }
    Ok(())
}

fn append_entry(transaction: &Transaction<'_>, draft: DraftId, entry: &Entry) -> Result<(), StoreError> {
    let seq = i64::try_from(entry.seq).map_err(|_| StoreError::Conflict)?;
    let heads = serde_json::to_string(&entry.heads).map_err(|error| StoreError::Other(error.to_string()))?;
    let written = transaction
        .prepare_cached(
            "INSERT INTO record
             (draft, seq, id, at, by_name, delegation, decision, meeting, reason, heads, previous, hash)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
             ON CONFLICT (draft, seq) DO NOTHING",
        )?
        .execute(params![
            draft.0.as_bytes(),
            seq,
            entry.id.0.as_bytes(),
            entry.at,
            entry.by,
            entry.delegation,
            values::decision_text(&entry.decision)?,
            entry.meeting,
            entry.reason,
            heads,
            entry.previous,
            entry.hash
        ])?;
    if written == 0 {
        let there: [u8; 32] = transaction
            .prepare_cached("SELECT hash FROM record WHERE draft = ?1 AND seq = ?2")?
            .query_row(params![draft.0.as_bytes(), seq], |row| row.get(0))?;
        return if there == entry.hash { Ok(()) } else { Err(StoreError::Conflict) };
    }
    Ok(())
}

pub fn load(connection: &mut Connection, draft: DraftId, load: Load) -> Result<StoredDraft, StoreError> {
    // One transaction: what is read belongs together, whatever is written meanwhile.
    let transaction = connection.transaction()?;
    let key = draft.0.as_bytes();
    transaction
        .prepare_cached("SELECT 1 FROM drafts WHERE id = ?1")?
        .query_row([key], |_| Ok(()))
        .optional()?
        .ok_or(StoreError::UnknownDraft)?;
    let (snapshot, after) = match load {
        Load::Cached => snapshot(&transaction, draft)?.map_or((None, 0), |(seq, bytes)| (Some(bytes), seq)),
        Load::FromLog => (None, 0),
    };
    let changes = transaction
        .prepare_cached("SELECT bytes FROM changes WHERE draft = ?1 AND seq > ?2 ORDER BY seq")?
        .query_map(params![key, after], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut actors = Vec::new();
    {
        let mut statement = transaction.prepare_cached("SELECT actor, person FROM actors WHERE draft = ?1")?;
        let mut rows = statement.query([key])?;
        while let Some(row) = rows.next()? {
            actors.push((row.get(0)?, PersonId(uuid::Uuid::from_bytes(row.get(1)?))));
        }
    }
    let entries = entries(&transaction, draft)?;
    let comments = super::comments::all(&transaction, draft)?;
    Ok(StoredDraft { snapshot, changes, entries, actors, comments })
}

/// The snapshot, when its checksum holds: a damaged cache is as good as none.
fn snapshot(connection: &Connection, draft: DraftId) -> Result<Option<(i64, Vec<u8>)>, StoreError> {
    let found: Option<(i64, Vec<u8>, [u8; 32])> = connection
        .prepare_cached("SELECT seq, bytes, sha256 FROM snapshots WHERE draft = ?1")?
        .query_row([draft.0.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    Ok(found.and_then(|(seq, bytes, sum)| {
        let holds = <[u8; 32]>::from(Sha256::digest(&bytes)) == sum;
        if !holds {
            tracing::warn!(%draft, "the snapshot is damaged; the log is read instead");
        }
        holds.then_some((seq, bytes))
    }))
}

pub fn save_snapshot(connection: &Connection, draft: DraftId, bytes: &[u8]) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "INSERT INTO snapshots (draft, seq, bytes, sha256)
             VALUES (?1, (SELECT coalesce(max(seq), 0) FROM changes WHERE draft = ?1), ?2, ?3)
             ON CONFLICT (draft) DO UPDATE SET seq = excluded.seq, bytes = excluded.bytes, sha256 = excluded.sha256",
        )?
        .execute(params![draft.0.as_bytes(), bytes, <[u8; 32]>::from(Sha256::digest(bytes))])?;
    Ok(())
}

pub fn changes(connection: &Connection, draft: DraftId) -> Result<Vec<StoredChange>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT hash, actor, person, name, delegation, received_at, bytes, paragraphs, brackets
         FROM changes WHERE draft = ?1 ORDER BY seq",
    )?;
    let mut rows = statement.query([draft.0.as_bytes()])?;
    let mut changes = Vec::new();
    while let Some(row) = rows.next()? {
        changes.push(StoredChange {
            hash: row.get(0)?,
            actor: row.get(1)?,
            person: row.get::<_, Option<Vec<u8>>>(2)?.map(|bytes| values::person(&bytes)).transpose()?,
            name: row.get(3)?,
            delegation: row.get(4)?,
            at: row.get(5)?,
            bytes: row.get(6)?,
            paragraphs: values::ids(&row.get::<_, Vec<u8>>(7)?)?.into_iter().map(ParagraphId).collect(),
            brackets: values::ids(&row.get::<_, Vec<u8>>(8)?)?.into_iter().map(BracketId).collect(),
        });
    }
    Ok(changes)
}

pub fn entries(connection: &Connection, draft: DraftId) -> Result<Vec<Entry>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT seq, id, at, by_name, delegation, decision, meeting, reason, heads, previous, hash
         FROM record WHERE draft = ?1 ORDER BY seq",
    )?;
    let mut rows = statement.query([draft.0.as_bytes()])?;
    let mut entries = Vec::new();
    while let Some(row) = rows.next()? {
        let seq: i64 = row.get(0)?;
        entries.push(Entry {
            seq: u64::try_from(seq).map_err(|_| values::unreadable("entry"))?,
            id: EntryId(values::uuid(&row.get::<_, Vec<u8>>(1)?)?),
            at: row.get(2)?,
            by: row.get(3)?,
            delegation: row.get(4)?,
            decision: values::decision(&row.get::<_, String>(5)?)?,
            meeting: row.get(6)?,
            reason: row.get(7)?,
            heads: serde_json::from_str(&row.get::<_, String>(8)?).map_err(|_| values::unreadable("list of heads"))?,
            previous: row.get(9)?,
            hash: row.get(10)?,
        });
    }
    Ok(entries)
}
