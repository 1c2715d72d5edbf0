//! The embedded backend: SQLite with a write-ahead log, every commit flushed to disk.

mod comments;
mod delegations;
mod drafts;
mod log;
mod people;
mod tokens;
mod values;

use std::{path::Path, time::Duration};

use client_core::{
    model::{CommentEntry, Directory, DraftId, Entry, Person, Timestamp},
    sync::room::{Batch, StoredChange, StoredDraft},
};
use rusqlite::{Connection, OpenFlags, OptionalExtension, TransactionBehavior};
use uuid::Uuid;

use super::{
    Access, DiagnosticRow, DraftRow, InvitationRow, Load, NewDraft, SecretHash, SessionRow, Store, StoreError, TokenRow,
};

/// The migrations, in order; `user_version` counts those that were applied.
const MIGRATIONS: [&str; 4] = [
    include_str!("../../migrations/sqlite/0001_first.sql"),
    include_str!("../../migrations/sqlite/0002_delegations.sql"),
    include_str!("../../migrations/sqlite/0003_comments.sql"),
    include_str!("../../migrations/sqlite/0006_tokens.sql"),
];

/// The first SQLite without the fault that could damage a write-ahead log when it is reset.
const OLDEST: i32 = 3_051_003;

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
        for (number, migration) in (1_i64..).zip(MIGRATIONS).filter(|(number, _)| *number > found) {
            let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            transaction.execute_batch(migration)?;
            transaction.pragma_update(None, "user_version", number)?;
            transaction.commit()?;
        }
        Ok(())
    }

    fn version(&self) -> Result<i64, StoreError> {
        Ok(self.connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
    }
}

fn known() -> i64 {
    i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX)
}

impl Store for Sqlite {
    fn drafts(&mut self) -> Result<Vec<DraftRow>, StoreError> {
        drafts::all(&self.connection)
    }

    fn create(&mut self, draft: &NewDraft) -> Result<bool, StoreError> {
        drafts::create(&mut self.connection, draft)
    }

    fn load(&mut self, draft: DraftId, load: Load) -> Result<StoredDraft, StoreError> {
        log::load(&mut self.connection, draft, load)
    }

    fn changes(&mut self, draft: DraftId) -> Result<Vec<StoredChange>, StoreError> {
        log::changes(&self.connection, draft)
    }

    fn entries(&mut self, draft: DraftId) -> Result<Vec<Entry>, StoreError> {
        log::entries(&self.connection, draft)
    }

    fn comments(&mut self, draft: DraftId) -> Result<Vec<CommentEntry>, StoreError> {
        comments::all(&self.connection, draft)
    }

    fn diagnostics(&mut self, draft: DraftId) -> Result<Vec<DiagnosticRow>, StoreError> {
        drafts::diagnostics(&self.connection, draft)
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
        people::revoke_invitation(&self.connection, token, now)
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

    fn forget_expired(&mut self, now: Timestamp) -> Result<usize, StoreError> {
        Ok(self.connection.execute("DELETE FROM sessions WHERE expires_at <= ?1", [now])?)
    }

    fn setting(&mut self, key: &str) -> Result<Option<String>, StoreError> {
        Ok(self
            .connection
            .query_row("SELECT value FROM settings WHERE key = ?1", [key], |row| row.get(0))
            .optional()?)
    }

    fn set_setting(&mut self, key: &str, value: &str) -> Result<(), StoreError> {
        self.connection.execute(
            "INSERT INTO settings (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            [key, value],
        )?;
        Ok(())
    }

    fn delegations(&mut self) -> Result<Directory, StoreError> {
        delegations::all(&self.connection)
    }

    fn set_delegations(&mut self, directory: &Directory) -> Result<(), StoreError> {
        delegations::replace(&mut self.connection, directory)
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
        tokens::revoke(&self.connection, id, now)
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
}
