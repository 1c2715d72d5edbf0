//! The embedded backend: SQLite with a write-ahead log, every commit flushed to disk.

mod checkpoints;
mod comments;
mod damage;
mod delegations;
mod devices;
mod drafts;
mod heads;
mod identities;
mod log;
mod people;
mod registered;
mod seal;
mod tokens;
mod values;

use std::{path::Path, time::Duration};

use client_core::{
    checkpoint::{Checkpoint, PublicKey, ServerKey},
    model::{CommentEntry, Directory, DraftId, Entry, Person, PersonId, Timestamp},
    sync::room::{Batch, StoredChange, StoredDraft},
};
use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use uuid::Uuid;

use super::{
    Access, Claim, DiagnosticRow, DraftRow, Identity, InvitationRow, Load, LogEnd, NewDraft, OpenSession, PersonRow,
    Registration, SecretHash, SessionRow, Sessions, Store, StoreError, TokenRow,
};

pub use checkpoints::{KeyRow, StoredCheckpoint};
pub use seal::register;

/// The migrations, in order; `user_version` counts those that were applied.
const MIGRATIONS: [&str; 8] = [
    include_str!("../../migrations/sqlite/0001_first.sql"),
    include_str!("../../migrations/sqlite/0002_delegations.sql"),
    include_str!("../../migrations/sqlite/0003_comments.sql"),
    include_str!("../../migrations/sqlite/0004_seals.sql"),
    include_str!("../../migrations/sqlite/0005_identity.sql"),
    include_str!("../../migrations/sqlite/0006_tokens.sql"),
    include_str!("../../migrations/sqlite/0007_registered.sql"),
    include_str!("../../migrations/sqlite/0008_devices.sql"),
];

/// The first SQLite without the fault that could damage a write-ahead log when it is reset.
const OLDEST: i32 = 3_051_003;

/// The migration after which everything that is there is chained and sealed.
const SEALS: i64 = 4;

/// The setting that is written to find out whether there is room, and how many bytes it has.
const PROBE: &str = "probe";
const ROOM: usize = 256 << 10;

/// How long to wait for another process.
const PATIENCE: Duration = Duration::from_secs(5);

/// A connection to a database file.
pub struct Sqlite {
    connection: Connection,
}

impl Sqlite {
    /// Opens a database; makes it and brings it to this version's format when the access is [`Access::Own`].
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn open(path: &Path, access: Access) -> Result<Self, StoreError> {
        if rusqlite::version_number() < OLDEST {
            return Err(StoreError::Backend(rusqlite::version().into()));
        }
        let mode = match access {
            Access::Own => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
            Access::Share => OpenFlags::SQLITE_OPEN_READ_WRITE,
            Access::Read => OpenFlags::SQLITE_OPEN_READ_ONLY,
        };
        let connection =
            Connection::open_with_flags(path, mode | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(|error| {
                StoreError::Directory { path: path.parent().unwrap_or(path).into(), reason: error.to_string() }
            })?;
        connection.busy_timeout(PATIENCE)?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.pragma_update(None, "cell_size_check", true)?;
        seal::register(&connection)?;
        let mut store = Self { connection };
        if access == Access::Own {
            store.prepare(path)?;
        }
        let found = store.version()?;
        let known = known();
        match found {
            0 => Err(StoreError::Empty(path.parent().unwrap_or(path).into())),
            _ if found > known => Err(StoreError::Newer { found, known }),
            _ if found < known => Err(StoreError::Older),
            _ => {
                store.connection.pragma_update(None, "synchronous", "FULL")?;
                Ok(store)
            }
        }
    }

    /// Writes a copy of one moment to a file that is not there yet. It is not flushed to disk.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn copy_into(&self, path: &Path) -> Result<(), StoreError> {
        let name = path
            .to_str()
            .ok_or_else(|| StoreError::Directory { path: path.into(), reason: "its name is no UTF-8".into() })?;
        self.connection.execute("VACUUM INTO ?1", [name])?;
        Ok(())
    }

    /// What SQLite itself finds wrong with the file, and every row whose seal does not hold: where, and what is wrong.
    ///
    /// # Errors
    /// [`StoreError`] when the file cannot even be looked at.
    pub fn damage(&self) -> Result<Vec<(String, String)>, StoreError> {
        damage::all(&self.connection)
    }

    /// Sets the journal and applies the migrations that are missing.
    fn prepare(&mut self, path: &Path) -> Result<(), StoreError> {
        let journal: String = self.connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))?;
        if !journal.eq_ignore_ascii_case("wal") {
            return Err(StoreError::Directory {
                path: path.parent().unwrap_or(path).into(),
                reason: "its file system allows no write-ahead log".into(),
            });
        }
        let found = self.version()?;
        if found > known() {
            return Err(StoreError::Newer { found, known: known() });
        }
        if found == known() {
            return Ok(());
        }
        // All of them or none: the seals are over the columns as they are after the last one.
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for (_, migration) in (1_i64..).zip(MIGRATIONS).filter(|(number, _)| *number > found) {
            transaction.execute_batch(migration)?;
        }
        if found < SEALS {
            heads::seal_everything(&transaction)?;
        }
        transaction.pragma_update(None, "user_version", known())?;
        Ok(transaction.commit()?)
    }

    fn version(&self) -> Result<i64, StoreError> {
        Ok(self.connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
    }
}

fn known() -> i64 {
    i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX)
}

fn setting(connection: &Connection, key: &str) -> Result<Option<String>, StoreError> {
    let mut statement = connection.prepare_cached(&seal::SETTINGS.select("WHERE key = ?1"))?;
    let mut rows = statement.query([key])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    seal::SETTINGS.check(row, || format!("setting {key}"))?;
    Ok(Some(row.get(1)?))
}

fn set_setting(connection: &Connection, key: &str, value: &str) -> Result<(), StoreError> {
    let statement =
        seal::SETTINGS.insert() + " ON CONFLICT (key) DO UPDATE SET value = excluded.value, seal = excluded.seal";
    connection.prepare_cached(&statement)?.execute([key, value])?;
    Ok(())
}

impl Store for Sqlite {
    fn drafts(&mut self) -> Result<Vec<DraftRow>, StoreError> {
        let (drafts, damaged) = drafts::all(&self.connection)?;
        for damage in damaged {
            tracing::error!(damage, "a draft is left out of the list");
        }
        Ok(drafts)
    }

    fn create(&mut self, draft: &NewDraft) -> Result<bool, StoreError> {
        drafts::create(&mut self.connection, draft)
    }

    fn load(&mut self, draft: DraftId, load: Load) -> Result<StoredDraft, StoreError> {
        log::load(&mut self.connection, draft, load)
    }

    fn changes(&mut self, draft: DraftId) -> Result<Vec<StoredChange>, StoreError> {
        log::changes(&mut self.connection, draft)
    }

    fn log_end(&mut self, draft: DraftId) -> Result<LogEnd, StoreError> {
        log::end(&mut self.connection, draft)
    }

    fn changes_behind(&mut self, draft: DraftId, after: u64, most: usize) -> Result<Vec<StoredChange>, StoreError> {
        log::changes_behind(&mut self.connection, draft, after, most)
    }

    fn changes_until(&mut self, draft: DraftId, time: Timestamp) -> Result<Vec<StoredChange>, StoreError> {
        log::changes_until(&mut self.connection, draft, time)
    }

    fn entries(&mut self, draft: DraftId) -> Result<Vec<Entry>, StoreError> {
        log::entries(&mut self.connection, draft)
    }

    fn comments(&mut self, draft: DraftId) -> Result<Vec<CommentEntry>, StoreError> {
        let transaction = self.connection.transaction()?;
        let heads = heads::read(&transaction, draft)?;
        comments::all(&transaction, draft, &heads)
    }

    fn diagnostics(&mut self, draft: DraftId) -> Result<Vec<DiagnosticRow>, StoreError> {
        drafts::diagnostics(&mut self.connection, draft)
    }

    fn append(&mut self, batches: &[(DraftId, &Batch)]) -> Result<(), StoreError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for (draft, batch) in batches {
            log::append(&transaction, *draft, batch)?;
        }
        Ok(transaction.commit()?)
    }

    fn save_snapshot(&mut self, draft: DraftId, bytes: &[u8]) -> Result<(), StoreError> {
        log::save_snapshot(&self.connection, draft, bytes)
    }

    fn add_invitation(&mut self, token: &SecretHash, invitation: &InvitationRow) -> Result<(), StoreError> {
        people::add_invitation(&self.connection, token, invitation)
    }

    fn invitation(&mut self, token: &SecretHash) -> Result<Option<InvitationRow>, StoreError> {
        people::invitation(&self.connection, token)
    }

    fn revoke_invitation(&mut self, token: &SecretHash, now: Timestamp) -> Result<bool, StoreError> {
        people::revoke_invitation(&mut self.connection, token, now)
    }

    fn open_session(
        &mut self,
        token: &SecretHash,
        secret: &SecretHash,
        session: &SessionRow,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        people::open_session(&mut self.connection, token, secret, session, now)
    }

    fn session(&mut self, secret: &SecretHash, now: Timestamp) -> Result<Option<Person>, StoreError> {
        people::session(&self.connection, secret, now)
    }

    fn opened_by_link(&mut self, secret: &SecretHash) -> Result<bool, StoreError> {
        people::opened_by_link(&self.connection, secret)
    }

    fn register_device(
        &mut self,
        session: &SecretHash,
        key: &PublicKey,
        now: Timestamp,
    ) -> Result<Option<PublicKey>, StoreError> {
        devices::register(&mut self.connection, session, key, now)
    }

    fn device(&mut self, session: &SecretHash) -> Result<Option<PublicKey>, StoreError> {
        devices::of_session(&self.connection, session)
    }

    fn forget_expired(&mut self, now: Timestamp) -> Result<usize, StoreError> {
        people::forget_expired(&self.connection, now)
    }

    fn setting(&mut self, key: &str) -> Result<Option<String>, StoreError> {
        setting(&self.connection, key)
    }

    fn set_setting(&mut self, key: &str, value: &str) -> Result<(), StoreError> {
        set_setting(&self.connection, key, value)
    }

    fn probe(&mut self) -> Result<(), StoreError> {
        set_setting(&self.connection, PROBE, &"0".repeat(ROOM))?;
        self.connection.execute("DELETE FROM settings WHERE key = ?1", [PROBE])?;
        Ok(())
    }

    fn delegations(&mut self) -> Result<Directory, StoreError> {
        delegations::all(&mut self.connection)
    }

    fn set_delegations(&mut self, directory: &Directory) -> Result<(), StoreError> {
        delegations::replace(&mut self.connection, directory)
    }

    fn checkpoint(
        &mut self,
        draft: DraftId,
        heads: Vec<String>,
        key: &ServerKey,
        now: Timestamp,
    ) -> Result<Checkpoint, StoreError> {
        checkpoints::make(&mut self.connection, draft, heads, key, now)
    }

    fn checkpoints(&mut self, draft: DraftId) -> Result<Vec<StoredCheckpoint>, StoreError> {
        checkpoints::all(&self.connection, draft)
    }

    fn keys(&mut self) -> Result<Vec<KeyRow>, StoreError> {
        checkpoints::keys(&self.connection)
    }

    fn add_key(&mut self, key: &KeyRow) -> Result<(), StoreError> {
        checkpoints::add_key(&mut self.connection, key)
    }

    fn invitations(&mut self) -> Result<Vec<(SecretHash, InvitationRow)>, StoreError> {
        identities::invitations(&self.connection)
    }

    fn register(&mut self, issuer: &str, claim: &Claim, person: &Person, now: Timestamp) -> Result<bool, StoreError> {
        registered::add(&mut self.connection, issuer, claim, person, now)
    }

    fn admit(
        &mut self,
        identity: &Identity,
        secret: &SecretHash,
        expires_at: Timestamp,
        ends_at: Timestamp,
        now: Timestamp,
    ) -> Result<Option<Person>, StoreError> {
        registered::admit(&mut self.connection, identity, secret, [expires_at, ends_at], now)
    }

    fn unregister(&mut self, person: PersonId) -> Result<usize, StoreError> {
        registered::remove(&mut self.connection, person)
    }

    fn registrations(&mut self) -> Result<Vec<Registration>, StoreError> {
        registered::list(&self.connection)
    }

    fn people(&mut self) -> Result<Vec<PersonRow>, StoreError> {
        identities::people(&self.connection)
    }

    fn set_person(&mut self, person: &Person) -> Result<bool, StoreError> {
        identities::set_person(&mut self.connection, person)
    }

    fn sessions(&mut self) -> Result<Vec<OpenSession>, StoreError> {
        identities::sessions(&self.connection)
    }

    fn use_session(&mut self, secret: &SecretHash, now: Timestamp, idle: Timestamp) -> Result<(), StoreError> {
        identities::use_session(&mut self.connection, secret, now, idle)
    }

    fn end_sessions(&mut self, which: Sessions) -> Result<usize, StoreError> {
        identities::end_sessions(&mut self.connection, which)
    }

    fn identities_version(&mut self) -> Result<u64, StoreError> {
        identities::version(&self.connection)
    }

    fn add_token(&mut self, secret: &SecretHash, token: &TokenRow) -> Result<(), StoreError> {
        tokens::add(&mut self.connection, secret, token)
    }

    fn token(&mut self, secret: &SecretHash, now: Timestamp) -> Result<Option<TokenRow>, StoreError> {
        tokens::find(&self.connection, secret, now)
    }

    fn tokens(&mut self) -> Result<Vec<TokenRow>, StoreError> {
        tokens::all(&self.connection)
    }

    fn revoke_token(&mut self, id: Uuid, now: Timestamp) -> Result<bool, StoreError> {
        tokens::revoke(&mut self.connection, id, now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_named_and_harms_nothing() {
        let directory = tempfile::tempdir().expect("a directory");
        let mut store = Sqlite::open(&directory.path().join("adref.db"), Access::Own).expect("opens");
        store.set_setting("a", "b").expect("set");
        let pages: i64 = store.connection.pragma_query_value(None, "page_count", |row| row.get(0)).expect("counted");
        let limit = |store: &Sqlite, pages: i64| {
            store.connection.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(())).expect("limited");
        };
        limit(&store, pages);
        assert_eq!(store.set_setting("a", &"x".repeat(100_000)), Err(StoreError::Full));
        assert_eq!(store.setting("a"), Ok(Some("b".into())));
        limit(&store, pages + 1000);
        assert_eq!(store.set_setting("a", &"x".repeat(100_000)), Ok(()));
    }

    #[test]
    fn a_newer_format_is_left_alone() {
        let directory = tempfile::tempdir().expect("a directory");
        let path = directory.path().join("adref.db");
        let store = Sqlite::open(&path, Access::Own).expect("opens");
        store.connection.pragma_update(None, "user_version", 99).expect("set");
        drop(store);
        for access in [Access::Own, Access::Share, Access::Read] {
            let found = Sqlite::open(&path, access).err();
            assert_eq!(found, Some(StoreError::Newer { found: 99, known: known() }));
        }
    }

    #[test]
    fn sessions_of_the_format_before_go_on_and_what_was_damaged_stays_so() {
        let directory = tempfile::tempdir().expect("a directory");
        let path = directory.path().join("adref.db");
        let older = Connection::open(&path).expect("opens");
        seal::register(&older).expect("known");
        for migration in &MIGRATIONS[..4] {
            older.execute_batch(migration).expect("applied");
        }
        older
            .execute_batch(
                "INSERT INTO people (id, name, delegation, role, created_at, seal) VALUES (zeroblob(16), 'Alice', 'EU', 'member', 5,
                   adref_seal('people', zeroblob(16), 'Alice', 'EU', 'member', 5));
                 INSERT INTO sessions (secret_hash, person, created_at, expires_at, seal) VALUES (zeroblob(32), zeroblob(16), 5, 900,
                   adref_seal('sessions', zeroblob(32), zeroblob(16), 5, 900));
                 INSERT INTO invitations (token_hash, role, delegation, created_at, expires_at, uses, max_uses, revoked_at, seal)
                   VALUES (zeroblob(32), 'chair', NULL, 5, 900, 1, NULL, NULL,
                   adref_seal('invitations', zeroblob(32), 'member', NULL, 5, 900, 1, NULL, NULL));
                 PRAGMA user_version = 4",
            )
            .expect("written");
        drop(older);
        let mut store = Sqlite::open(&path, Access::Own).expect("brought up");
        let alice = store.session(&[0; 32], 100).expect("sealed").expect("there");
        assert_eq!(alice.name, "Alice");
        let open = store.sessions().expect("readable").remove(0);
        assert_eq!((open.used_at, open.expires_at, open.invitation), (5, 900, None));
        // Somebody had made a chair's of it.
        assert!(matches!(store.invitation(&[0; 32]), Err(StoreError::Damaged(_))));
    }
}
