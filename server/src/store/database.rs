use client_core::{model::DraftId, sync::room::Batch};
use tokio::sync::oneshot;

use super::{Access, DataDir, Store, StoreError, sqlite::Sqlite, worker::Worker};

/// The stores of a running server: one that writes and one that reads, each on a thread of its own.
pub struct Database {
    writer: Worker,
    reader: Worker,
    directory: DataDir,
}

impl Database {
    /// Opens the database of a directory that this process owns, and brings it to this version's format.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn open(directory: DataDir) -> Result<Self, StoreError> {
        let writer = Sqlite::open(&directory.database(), Access::Own)?;
        let reader = Sqlite::open(&directory.database(), Access::Read)?;
        Ok(Self {
            writer: Worker::start("store-write", Box::new(writer))?,
            reader: Worker::start("store-read", Box::new(reader))?,
            directory,
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

    /// Reads, beside the writer.
    ///
    /// # Errors
    /// What `ask` answers, or [`StoreError::Stopped`].
    pub async fn read<T, E, F>(&self, ask: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: FnOnce(&mut dyn Store) -> Result<T, E> + Send + 'static,
    {
        self.reader.call(ask).await
    }

    /// Writes, in the order of asking.
    ///
    /// # Errors
    /// What `ask` answers, or [`StoreError::Stopped`].
    pub async fn write<T, E, F>(&self, ask: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: FnOnce(&mut dyn Store) -> Result<T, E> + Send + 'static,
    {
        self.writer.call(ask).await
    }
}
