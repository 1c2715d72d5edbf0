use std::{
    fs::{self, File, OpenOptions, TryLockError},
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use super::StoreError;

/// How long a process waits for another that is just ending to let go of the directory, and how often it looks.
const PATIENCE: Duration = Duration::from_secs(1);
const PAUSE: Duration = Duration::from_millis(10);

/// What a process wants of a data directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// To be the only one who holds drafts open: `serve`, `import`.
    Own,
    /// To write a line beside a running server: `invite`.
    Share,
    /// To read beside a running server: `export`, `history`, `drafts`.
    Read,
}

/// A directory that holds the data of one Adref.
#[derive(Debug)]
pub struct DataDir {
    path: PathBuf,
    /// Held, and with it the lock, as long as the process owns the directory.
    _lock: Option<File>,
}

impl DataDir {
    /// Opens a directory; makes it when the access is to own it.
    ///
    /// # Errors
    /// [`StoreError::Directory`] when it cannot be made or written, [`StoreError::InUse`] when another process owns it,
    /// [`StoreError::Empty`] when there is nothing to read.
    pub fn open(path: &Path, access: Access) -> Result<Self, StoreError> {
        let failed = |error: std::io::Error| StoreError::Directory { path: path.into(), reason: error.to_string() };
        if access != Access::Own {
            return match fs::metadata(path.join("adref.db")) {
                Ok(_) => Ok(Self { path: path.into(), _lock: None }),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(StoreError::Empty(path.into())),
                Err(error) => Err(failed(error)),
            };
        }
        fs::DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(failed)?;
        let lock = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(path.join("adref.lock"))
            .map_err(failed)?;
        let begun = Instant::now();
        loop {
            match lock.try_lock() {
                Ok(()) => return Ok(Self { path: path.into(), _lock: Some(lock) }),
                Err(TryLockError::WouldBlock) if begun.elapsed() < PATIENCE => thread::sleep(PAUSE),
                Err(TryLockError::WouldBlock) => return Err(StoreError::InUse(path.into())),
                Err(TryLockError::Error(error)) => return Err(failed(error)),
            }
        }
    }

    /// The directory.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The database in it.
    pub fn database(&self) -> PathBuf {
        self.path.join("adref.db")
    }
}
