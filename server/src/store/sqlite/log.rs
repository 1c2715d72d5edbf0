//! Changes, record, actors and snapshots of a draft.

use client_core::{
    chain::{Link, START, change_link},
    device::DeviceSignature,
    model::{BracketId, DraftId, Entry, EntryId, ParagraphId, PersonId, Timestamp},
    sync::room::{Batch, StoredChange, StoredDraft},
};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use sha2::{Digest, Sha256};

use super::{
    heads::{self, Heads, called},
    seal, values,
};
use crate::store::{Load, LogEnd, StoreError};

pub fn append(transaction: &Transaction<'_>, draft: DraftId, batch: &Batch) -> Result<(), StoreError> {
    let before = heads::read(transaction, draft)?;
    let mut heads = before.clone();
    for change in &batch.changes {
        append_change(transaction, draft, change, &mut heads)?;
    }
    for entry in &batch.entries {
        append_entry(transaction, draft, entry, &mut heads)?;
    }
    for entry in &batch.comments {
        super::comments::append(transaction, draft, entry, &mut heads)?;
    }
    for (actor, person) in &batch.actors {
        let statement = format!("{} ON CONFLICT (draft, actor) DO NOTHING", seal::ACTORS.insert());
        let written =
            transaction.prepare_cached(&statement)?.execute(params![draft.0.as_bytes(), actor, person.0.as_bytes()])?;
        heads.actors += i64::try_from(written).unwrap_or(0);
    }
    if heads == before { Ok(()) } else { heads::write(transaction, draft, &heads) }
}

fn append_change(
    transaction: &Transaction<'_>,
    draft: DraftId,
    change: &StoredChange,
    heads: &mut Heads,
) -> Result<(), StoreError> {
    let seq = heads.changes + 1;
    let link = change_link(&heads.changes_link, draft, seq.unsigned_abs(), change);
    let written = transaction
        .prepare_cached(
            "INSERT INTO changes
             (draft, seq, hash, actor, person, name, delegation, received_at, bytes, paragraphs, brackets, link,
              device, signature)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14) ON CONFLICT (draft, hash) DO NOTHING",
        )?
        .execute(params![
            draft.0.as_bytes(),
            seq,
            change.hash,
            change.actor,
            change.person.as_ref().map(|person| person.0.as_bytes()),
            change.name,
            change.delegation,
            change.at,
            change.bytes,
            values::ids_bytes(change.paragraphs.iter().map(|id| id.0)),
            values::ids_bytes(change.brackets.iter().map(|id| id.0)),
            link,
            change.signature.as_ref().map(|signed| signed.key),
            change.signature.as_ref().map(|signed| signed.signature)
        ])?;
    if written > 0 {
        (heads.changes, heads.changes_link) = (seq, link);
    }
    Ok(())
}

fn append_entry(
    transaction: &Transaction<'_>,
    draft: DraftId,
    entry: &Entry,
    heads: &mut Heads,
) -> Result<(), StoreError> {
    let seq = i64::try_from(entry.seq).map_err(|_| StoreError::Conflict)?;
    if seq <= heads.record {
        let there: [u8; 32] = transaction
            .prepare_cached("SELECT hash FROM record WHERE draft = ?1 AND seq = ?2")?
            .query_row(params![draft.0.as_bytes(), seq], |row| row.get(0))?;
        return if there == entry.hash { Ok(()) } else { Err(StoreError::Conflict) };
    }
    if seq != heads.record + 1 {
        return Err(StoreError::Conflict);
    }
    let stored_heads = serde_json::to_string(&entry.heads).map_err(|error| StoreError::Other(error.to_string()))?;
    transaction.prepare_cached(&seal::RECORD.insert())?.execute(params![
        draft.0.as_bytes(),
        seq,
        entry.id.0.as_bytes(),
        entry.at,
        entry.by,
        entry.delegation,
        values::decision_text(&entry.decision)?,
        entry.meeting,
        entry.reason,
        stored_heads,
        entry.previous,
        entry.hash
    ])?;
    (heads.record, heads.record_hash) = (seq, entry.hash);
    Ok(())
}

pub fn load(connection: &mut Connection, draft: DraftId, load: Load) -> Result<StoredDraft, StoreError> {
    // One transaction: what is read belongs together, whatever is written meanwhile.
    let transaction = connection.transaction()?;
    transaction
        .prepare_cached("SELECT 1 FROM drafts WHERE id = ?1")?
        .query_row([draft.0.as_bytes()], |_| Ok(()))
        .optional()?
        .ok_or(StoreError::UnknownDraft)?;
    let heads = heads::read(&transaction, draft)?;
    let cached = match load {
        Load::Cached => snapshot(&transaction, draft)?,
        Load::FromLog => None,
    };
    let (snapshot, after) = match cached {
        Some(cached) => (Some(cached.bytes), (cached.seq, cached.link)),
        None => (None, (0, START)),
    };
    let changes = changes_after(&transaction, draft, after, &heads, ALL)?;
    Ok(StoredDraft {
        snapshot,
        changes: changes.into_iter().map(|change| change.bytes).collect(),
        entries: entries_of(&transaction, draft, &heads)?,
        actors: actors(&transaction, draft, &heads)?,
        comments: super::comments::all(&transaction, draft, &heads)?,
    })
}

fn actors(connection: &Connection, draft: DraftId, heads: &Heads) -> Result<Vec<([u8; 16], PersonId)>, StoreError> {
    let damaged = || StoreError::Damaged(format!("actor of {}", called(connection, draft)));
    let mut statement = connection.prepare_cached(&seal::ACTORS.select("WHERE draft = ?1"))?;
    let mut rows = statement.query([draft.0.as_bytes()])?;
    let mut actors = Vec::new();
    while let Some(row) = rows.next()? {
        seal::ACTORS.check(row, || format!("actor of {}", called(connection, draft)))?;
        actors.push((row.get(1)?, PersonId(uuid::Uuid::from_bytes(row.get(2)?))));
    }
    if i64::try_from(actors.len()) == Ok(heads.actors) { Ok(actors) } else { Err(damaged()) }
}

struct Snapshot {
    seq: i64,
    link: Link,
    bytes: Vec<u8>,
}

/// The snapshot, when its checksum holds and it belongs to the log: a damaged cache is as good as none.
fn snapshot(connection: &Connection, draft: DraftId) -> Result<Option<Snapshot>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT snapshots.seq, snapshots.link, snapshots.bytes, sha256 FROM snapshots
         JOIN changes ON changes.draft = snapshots.draft AND changes.seq = snapshots.seq AND changes.link = snapshots.link
         WHERE snapshots.draft = ?1",
    )?;
    let mut rows = statement.query([draft.0.as_bytes()])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let read = |row: &Row<'_>| -> rusqlite::Result<(Snapshot, [u8; 32])> {
        Ok((Snapshot { seq: row.get(0)?, link: row.get(1)?, bytes: row.get(2)? }, row.get(3)?))
    };
    let holds = |(found, sum): &(Snapshot, [u8; 32])| <[u8; 32]>::from(Sha256::digest(&found.bytes)) == *sum;
    let found = read(row).ok().filter(holds);
    if found.is_none() {
        tracing::warn!(%draft, "the snapshot is damaged; the log is read instead");
    }
    Ok(found.map(|(found, _)| found))
}

pub fn save_snapshot(connection: &Connection, draft: DraftId, bytes: &[u8]) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "INSERT INTO snapshots (draft, seq, link, bytes, sha256)
             SELECT draft, seq, link, ?2, ?3 FROM changes WHERE draft = ?1 ORDER BY seq DESC LIMIT 1
             ON CONFLICT (draft) DO UPDATE
             SET seq = excluded.seq, link = excluded.link, bytes = excluded.bytes, sha256 = excluded.sha256",
        )?
        .execute(params![draft.0.as_bytes(), bytes, <[u8; 32]>::from(Sha256::digest(bytes))])?;
    Ok(())
}

pub fn changes(connection: &mut Connection, draft: DraftId) -> Result<Vec<StoredChange>, StoreError> {
    let transaction = connection.transaction()?;
    let heads = heads::read(&transaction, draft)?;
    changes_after(&transaction, draft, (0, START), &heads, ALL)
}

/// How far a log goes: the last change alone is read, and it must be the one that the length of the log speaks of.
pub fn end(connection: &mut Connection, draft: DraftId) -> Result<LogEnd, StoreError> {
    let transaction = connection.transaction()?;
    let heads = heads::read(&transaction, draft)?;
    if heads.changes == 0 {
        return Ok(LogEnd::default());
    }
    let before = place_of(&transaction, draft, heads.changes - 1)?;
    let last = changes_after(&transaction, draft, before, &heads, ALL)?;
    Ok(LogEnd { changes: heads.changes.unsigned_abs(), at: last.last().map_or(0, |change| change.at) })
}

/// A part of a log, chained to the change before it.
pub fn changes_behind(
    connection: &mut Connection,
    draft: DraftId,
    after: u64,
    most: usize,
) -> Result<Vec<StoredChange>, StoreError> {
    let transaction = connection.transaction()?;
    let heads = heads::read(&transaction, draft)?;
    let Some(after) = i64::try_from(after).ok().filter(|after| *after < heads.changes) else { return Ok(Vec::new()) };
    let before = place_of(&transaction, draft, after)?;
    changes_after(&transaction, draft, before, &heads, i64::try_from(most).unwrap_or(ALL))
}

/// The beginning of a log, up to a time.
pub fn changes_until(
    connection: &mut Connection,
    draft: DraftId,
    time: Timestamp,
) -> Result<Vec<StoredChange>, StoreError> {
    let transaction = connection.transaction()?;
    let heads = heads::read(&transaction, draft)?;
    let later: Option<i64> = transaction
        .prepare_cached("SELECT min(seq) FROM changes WHERE draft = ?1 AND received_at > ?2")?
        .query_row(params![draft.0.as_bytes(), time], |row| row.get(0))?;
    changes_after(&transaction, draft, (0, START), &heads, later.map_or(ALL, |later| later - 1))
}

/// Where a log can be read on behind a change: its place and its link.
fn place_of(connection: &Connection, draft: DraftId, seq: i64) -> Result<(i64, Link), StoreError> {
    if seq == 0 {
        return Ok((0, START));
    }
    let link = connection
        .prepare_cached("SELECT link FROM changes WHERE draft = ?1 AND seq = ?2")?
        .query_row(params![draft.0.as_bytes(), seq], |row| row.get(0))
        .optional()?;
    let damaged = || StoreError::Damaged(format!("change {seq} of {}", called(connection, draft)));
    Ok((seq, link.ok_or_else(damaged)?))
}

const CHANGES: &str =
    "SELECT seq, hash, actor, person, name, delegation, received_at, bytes, paragraphs, brackets, link, device, signature
    FROM changes WHERE draft = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3";

/// No limit, as SQLite has it.
const ALL: i64 = -1;

/// The changes after one, at most so many, each looked at: the place, the chain, and that none lacks at the end.
fn changes_after(
    connection: &Connection,
    draft: DraftId,
    (mut seq, mut link): (i64, Link),
    heads: &Heads,
    most: i64,
) -> Result<Vec<StoredChange>, StoreError> {
    let damaged = |seq| StoreError::Damaged(format!("change {seq} of {}", called(connection, draft)));
    let end = if most == ALL { heads.changes } else { heads.changes.min(seq.saturating_add(most)) };
    let mut statement = connection.prepare_cached(CHANGES)?;
    let mut rows = statement.query(params![draft.0.as_bytes(), seq, most])?;
    let mut changes = Vec::new();
    while let Some(row) = rows.next()? {
        seq += 1;
        let (place, change, stored) = read_change(row).map_err(|_| damaged(seq))?;
        link = change_link(&link, draft, seq.unsigned_abs(), &change);
        if place != seq || link != stored {
            return Err(damaged(seq));
        }
        changes.push(change);
    }
    let whole = seq == end && (end < heads.changes || link == heads.changes_link);
    if whole { Ok(changes) } else { Err(damaged(seq + 1)) }
}

fn read_change(row: &Row<'_>) -> Result<(i64, StoredChange, Link), StoreError> {
    let change = StoredChange {
        hash: row.get(1)?,
        actor: row.get(2)?,
        person: row.get::<_, Option<Vec<u8>>>(3)?.map(|bytes| values::person(&bytes)).transpose()?,
        name: row.get(4)?,
        delegation: row.get(5)?,
        at: row.get(6)?,
        bytes: row.get(7)?,
        paragraphs: values::ids(&row.get::<_, Vec<u8>>(8)?)?.into_iter().map(ParagraphId).collect(),
        brackets: values::ids(&row.get::<_, Vec<u8>>(9)?)?.into_iter().map(BracketId).collect(),
        signature: match (row.get(11)?, row.get(12)?) {
            (Some(key), Some(signature)) => Some(DeviceSignature { key, signature }),
            (None, None) => None,
            _ => return Err(values::unreadable("signature of a device")),
        },
    };
    // What an older version wrote has no link yet.
    Ok((row.get(0)?, change, row.get(10).unwrap_or(START)))
}

pub fn entries(connection: &mut Connection, draft: DraftId) -> Result<Vec<Entry>, StoreError> {
    let transaction = connection.transaction()?;
    let heads = heads::read(&transaction, draft)?;
    entries_of(&transaction, draft, &heads)
}

fn entries_of(connection: &Connection, draft: DraftId, heads: &Heads) -> Result<Vec<Entry>, StoreError> {
    let name = |seq| format!("entry {seq} of the record of {}", called(connection, draft));
    let mut statement = connection.prepare_cached(&seal::RECORD.select("WHERE draft = ?1 ORDER BY seq"))?;
    let mut rows = statement.query([draft.0.as_bytes()])?;
    let (mut entries, mut last) = (Vec::new(), (0, START));
    while let Some(row) = rows.next()? {
        let seq = last.0 + 1;
        seal::RECORD.check(row, || name(seq))?;
        let (place, entry) = read_entry(row)?;
        if place != seq {
            return Err(StoreError::Damaged(name(seq)));
        }
        last = (seq, entry.hash);
        entries.push(entry);
    }
    let whole = last == (heads.record, heads.record_hash);
    if whole { Ok(entries) } else { Err(StoreError::Damaged(name(last.0 + 1))) }
}

fn read_entry(row: &Row<'_>) -> Result<(i64, Entry), StoreError> {
    let seq: i64 = row.get(1)?;
    let entry = Entry {
        seq: u64::try_from(seq).map_err(|_| values::unreadable("entry"))?,
        id: EntryId(values::uuid(&row.get::<_, Vec<u8>>(2)?)?),
        at: row.get(3)?,
        by: row.get(4)?,
        delegation: row.get(5)?,
        decision: values::decision(&row.get::<_, String>(6)?)?,
        meeting: row.get(7)?,
        reason: row.get(8)?,
        heads: serde_json::from_str(&row.get::<_, String>(9)?).map_err(|_| values::unreadable("list of heads"))?,
        previous: row.get(10)?,
        hash: row.get(11)?,
    };
    Ok((seq, entry))
}

/// Chains the changes that an older version wrote, and says how far they and the record go.
pub fn chain(transaction: &Transaction<'_>, draft: DraftId, heads: &mut Heads) -> Result<(), StoreError> {
    let mut statement = transaction.prepare(CHANGES)?;
    let mut rows = statement.query(params![draft.0.as_bytes(), 0, ALL])?;
    while let Some(row) = rows.next()? {
        let (seq, change, _) = read_change(row)?;
        heads.changes_link = change_link(&heads.changes_link, draft, seq.unsigned_abs(), &change);
        heads.changes = seq;
        transaction.prepare_cached("UPDATE changes SET link = ?3 WHERE draft = ?1 AND seq = ?2")?.execute(params![
            draft.0.as_bytes(),
            seq,
            heads.changes_link
        ])?;
    }
    let last = transaction
        .query_row(
            "SELECT seq, hash FROM record WHERE draft = ?1 ORDER BY seq DESC LIMIT 1",
            [draft.0.as_bytes()],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()?;
    (heads.record, heads.record_hash) = last.unwrap_or((0, START));
    Ok(())
}
