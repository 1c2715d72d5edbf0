use std::path::Path;

use client_core::{
    checkpoint::{Checkpoint, ServerKey, Succession},
    model::DraftId,
    sync::room::Batch,
};
use tokio::sync::{oneshot, watch};

use super::{
    Access, Condition, DataDir, MayBeStore, Store, StoreError,
    identity::{self, Place},
    sqlite::Sqlite,
    worker::Worker,
};
use crate::clock;

/// The stores of a running server, each on a thread of its own: one that writes, one that reads, and one that reads who somebody is,
/// which waits for no long reading.
pub struct Database {
    writer: Worker,
    reader: Worker,
    door: Worker,
    directory: DataDir,
    key: ServerKey,
    keys: Vec<Succession>,
    condition: watch::Sender<Condition>,
}

impl Database {
    /// Opens the database of a directory that this process owns, and brings it to this version's format. It signs with the key of a file, or
    /// with that of the directory.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn open(directory: DataDir, signing_key: Option<&Path>) -> Result<Self, StoreError> {
        let mut writer = Sqlite::open(&directory.database(), Access::Own)?;
        let key = identity::open(Place::of(directory.path(), signing_key), &mut writer, clock::now())?;
        let keys = writer.keys()?.into_iter().filter_map(|row| row.succession).collect();
        let reader = Sqlite::open(&directory.database(), Access::Read)?;
        let door = Sqlite::open(&directory.database(), Access::Read)?;
        let condition = watch::Sender::new(Condition::Sound);
        Ok(Self {
            writer: Worker::start("store-write", Box::new(writer), condition.clone())?,
            reader: Worker::start("store-read", Box::new(reader), watch::Sender::new(Condition::Sound))?,
            door: Worker::start("store-door", Box::new(door), watch::Sender::new(Condition::Sound))?,
            directory,
            key,
            keys,
            condition,
        })
    }

    /// The directory.
    pub fn directory(&self) -> &DataDir {
        &self.directory
    }

    /// Asks for a batch to be committed.
    pub fn append(&self, draft: DraftId, batch: Batch) -> oneshot::Receiver<Result<(), StoreError>> {
        self.writer.append(draft, batch)
    }

    /// Signs how far the logs of a draft go, `heads` being heads of its text that are stored.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn checkpoint(&self, draft: DraftId, heads: Vec<String>) -> Result<Checkpoint, StoreError> {
        let key = self.key.clone();
        self.writer.call(move |store| store.checkpoint(draft, heads, &key, clock::now())).await
    }

    /// The keys that this server signed with, one after the other.
    pub fn keys(&self) -> &[Succession] {
        &self.keys
    }

    /// What the store can do, as it changes.
    pub fn condition(&self) -> watch::Receiver<Condition> {
        self.condition.subscribe()
    }

    /// Reads, beside the writer.
    ///
    /// # Errors
    /// What `ask` answers, or [`StoreError::Stopped`].
    pub async fn read<T, E, F>(&self, ask: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + MayBeStore + Send + 'static,
        F: FnOnce(&mut dyn Store) -> Result<T, E> + Send + 'static,
    {
        self.reader.call(ask).await
    }

    /// Reads something short about people and sessions, while drafts are read.
    ///
    /// # Errors
    /// What `ask` answers, or [`StoreError::Stopped`].
    pub async fn look<T, E, F>(&self, ask: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + MayBeStore + Send + 'static,
        F: FnOnce(&mut dyn Store) -> Result<T, E> + Send + 'static,
    {
        self.door.call(ask).await
    }

    /// Writes, in the order of asking.
    ///
    /// # Errors
    /// What `ask` answers, or [`StoreError::Stopped`].
    pub async fn write<T, E, F>(&self, ask: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + MayBeStore + Send + 'static,
        F: FnOnce(&mut dyn Store) -> Result<T, E> + Send + 'static,
    {
        self.writer.call(ask).await
    }
}
