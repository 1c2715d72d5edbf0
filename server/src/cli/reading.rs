use std::{path::Path, sync::Arc};

use client_core::{
    model::{Draft, Standings},
    sync::room::Room,
};

use super::Failure;
use crate::{
    app,
    store::{Access, DataDir, DraftRow, Load, Store, StoreError, sqlite::Sqlite},
};

/// The store of a directory, to read beside a running server.
pub fn store(data: &Path) -> Result<Sqlite, StoreError> {
    let directory = DataDir::open(data, Access::Read)?;
    Sqlite::open(&directory.database(), Access::Read)
}

/// A stored draft.
pub struct Stored {
    /// Its line in the list.
    pub row: DraftRow,
    /// The text.
    pub draft: Arc<Draft>,
    /// What was decided.
    pub standings: Standings,
}

/// A draft by its slug or identity.
pub fn find(store: &mut dyn Store, name: &str) -> Result<DraftRow, Failure> {
    app::find(store.drafts()?, name).map_err(|error| match error {
        StoreError::UnknownDraft => {
            Failure::new(format!("there is no draft called {name}"), "`adref drafts` lists what there is.")
        }
        error => error.into(),
    })
}

/// Opens a stored draft, from the log when the snapshot is no use.
pub fn open(store: &mut dyn Store, row: DraftRow) -> Result<Stored, Failure> {
    let mut room = match Room::open(store.load(row.id, Load::Cached)?) {
        Ok(room) => room,
        Err(_) => Room::open(store.load(row.id, Load::FromLog)?).map_err(|error| unreadable(&row, &error))?,
    };
    let draft = room.draft().map_err(|error| unreadable(&row, &error))?;
    Ok(Stored { draft, standings: room.standings().clone(), row })
}

fn unreadable(row: &DraftRow, error: &dyn std::fmt::Display) -> Failure {
    Failure::new(format!("the draft {} cannot be read: {error}", row.slug), "Restore a backup of the data directory.")
}

/// The address that links to a running server begin with.
pub fn base(store: &mut dyn Store) -> Result<String, StoreError> {
    Ok(store.setting("public-url")?.unwrap_or_else(|| "http://127.0.0.1:8080".into()))
}
