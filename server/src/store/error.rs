use std::path::PathBuf;

/// Why the store could not do it. The text names no table and no statement; details go to the log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// No room on the disk.
    #[error("the disk that holds the data is full")]
    Full,
    /// The data may not be written.
    #[error("the data may be read but not written")]
    ReadOnly,
    /// Another process writes, and did not finish in time.
    #[error("another process holds the data")]
    Locked,
    /// Another server or import runs on the directory.
    #[error("another server or import is using {}", .0.display())]
    InUse(PathBuf),
    /// The file is damaged, or no database.
    #[error("the data is damaged: {0}")]
    Corrupt(String),
    /// Something stored is not what was written: a bit flipped, a row is missing, or somebody altered it.
    #[error("what is stored is damaged: {0}")]
    Damaged(String),
    /// The directory cannot be made, opened or written.
    #[error("the data directory {} cannot be used: {reason}", path.display())]
    Directory {
        /// The directory.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// Nothing was ever stored in the directory.
    #[error("there is no data in {}", .0.display())]
    Empty(PathBuf),
    /// The data was written by a newer version.
    #[error("the data has the format {found}, newer than the {known} that this version knows")]
    Newer {
        /// What the data says.
        found: i64,
        /// What this version knows.
        known: i64,
    },
    /// The data was written by an older version, and this command may not change it.
    #[error("the data has an older format")]
    Older,
    /// SQLite is older than the first version that is safe here.
    #[error("SQLite {0} is older than 3.51.3")]
    Backend(String),
    /// No draft has this identity.
    #[error("there is no such draft")]
    UnknownDraft,
    /// Another draft has this slug.
    #[error("another draft is called {0}")]
    SlugTaken(String),
    /// What is to be written contradicts what is on disk.
    #[error("what is to be written contradicts what is stored")]
    Conflict,
    /// The store has stopped.
    #[error("the store has stopped")]
    Stopped,
    /// The disk did not do what it was asked: what is on it now is not known.
    #[error("the disk failed: {0}")]
    Io(String),
    /// Anything else.
    #[error("the data could not be read or written: {0}")]
    Other(String),
}

impl StoreError {
    /// The next step.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Full => "Free some space and try again; nothing that was acknowledged is lost.",
            Self::ReadOnly => "Give this user the right to write to the data directory, or choose another with --data.",
            Self::Locked => "Wait for the other process to finish, or stop it.",
            Self::InUse(_) => "Stop it first, or choose another directory with --data.",
            Self::Corrupt(_) => "Put the directory aside and restore a backup of it.",
            Self::Damaged(_) => "Run `adref verify` to see what is damaged, and restore a backup.",
            Self::Directory { .. } => "Create the directory with rights for this user, or choose another with --data.",
            Self::Empty(_) => "Start `adref serve` or `adref import` first, or choose another directory with --data.",
            Self::Newer { .. } => "Use the version of adref that wrote it, or a newer one.",
            Self::Older => "Start `adref serve` once: it brings the data to this version's format.",
            Self::Backend(_) => "Build adref with its bundled SQLite.",
            Self::UnknownDraft => "`adref drafts` lists what there is.",
            Self::SlugTaken(_) => "Rename one of the two.",
            Self::Conflict => "Reload the draft and try again.",
            Self::Stopped => "Start the server again.",
            Self::Io(_) => {
                "Check the disk and the system's log, then start again; what was acknowledged is looked for on the disk."
            }
            Self::Other(_) => "Look into the log for the cause.",
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        // The index of the write-ahead log cannot grow: the disk is full.
        if let rusqlite::Error::SqliteFailure(failure, _) = &error
            && failure.extended_code == rusqlite::ffi::SQLITE_IOERR_SHMSIZE
        {
            return Self::Full;
        }
        match error.sqlite_error_code() {
            Some(Code::DiskFull) => Self::Full,
            Some(Code::ReadOnly | Code::PermissionDenied) => Self::ReadOnly,
            Some(Code::DatabaseBusy | Code::DatabaseLocked) => Self::Locked,
            Some(Code::DatabaseCorrupt | Code::NotADatabase) => Self::Corrupt(error.to_string()),
            Some(Code::SystemIoFailure) => Self::Io(error.to_string()),
            _ => Self::Other(error.to_string()),
        }
    }
}

/// An error that a store's failure may be behind.
pub trait MayBeStore {
    /// The store's failure.
    fn store(&self) -> Option<&StoreError>;
}

impl MayBeStore for StoreError {
    fn store(&self) -> Option<&StoreError> {
        Some(self)
    }
}
