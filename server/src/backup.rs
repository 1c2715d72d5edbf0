//! Backup beside a running server, and restoring it: a copy of one moment, looked at before it counts.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

use client_core::model::Timestamp;

use crate::{
    store::{Access, DataDir, StoreError, identity, sqlite::Sqlite},
    verify::{self, Findings},
};

/// What a data directory holds beside the database, and what of it may be missing.
const BESIDE: [&str; 2] = [identity::FILE, "invitations.txt"];

/// Everything that a data directory may hold but the lock.
const EVERYTHING: [&str; 5] = ["adref.db", "adref.db-wal", "adref.db-shm", identity::FILE, "invitations.txt"];

/// Why there is no backup, or nothing was restored.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The store cannot be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A file cannot be read or written.
    #[error("{} cannot be used: {reason}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// Something is there already.
    #[error("{} is there already", .0.display())]
    There(PathBuf),
    /// What was copied does not hold.
    #[error("the copy does not hold: {}", .0.faults.first().map(|fault| format!("{}: {}", fault.place, fault.what)).unwrap_or_default())]
    Broken(Findings),
}

impl BackupError {
    /// The next step.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Store(error) => error.hint(),
            Self::File { .. } => "Check the place, the rights of this user, and that there is room.",
            Self::There(_) => "Give a place where nothing is; to restore over data, add --replace.",
            Self::Broken(_) => "Run `adref verify` on what was copied; take an older backup that holds.",
        }
    }
}

fn failed(path: &Path) -> impl Fn(io::Error) -> BackupError {
    move |error| BackupError::File { path: path.into(), reason: error.to_string() }
}

/// Copies the data of one moment to a directory that is not there yet, beside whoever uses it, and looks at the copy. The directory has its name
/// only when everything in it is on disk and holds.
///
/// # Errors
/// [`BackupError`]; then nothing is left behind.
pub fn backup(data: &Path, to: &Path) -> Result<Findings, BackupError> {
    if to.exists() {
        return Err(BackupError::There(to.into()));
    }
    let name = to.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let partial = to.with_file_name(format!("{name}.partial"));
    if partial.exists() {
        fs::remove_dir_all(&partial).map_err(failed(&partial))?;
    }
    let copied = copy(data, &partial).and_then(|findings| {
        fs::rename(&partial, to).map_err(failed(to))?;
        let parent = to.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        sync(parent)?;
        Ok(findings)
    });
    if copied.is_err() {
        // What is half there is nothing to restore from.
        drop(fs::remove_dir_all(&partial));
    }
    copied
}

/// Puts a backup in the place of the data of a directory that no server uses. What was there stays in a directory beside it, when `replace` allows
/// that there is something; its path comes back.
///
/// # Errors
/// [`BackupError`]; then the data is as it was.
pub fn restore(from: &Path, data: &Path, replace: bool, now: Timestamp) -> Result<Option<PathBuf>, BackupError> {
    let directory = DataDir::open(data, Access::Own)?;
    let there: Vec<&str> = EVERYTHING.into_iter().filter(|name| data.join(name).exists()).collect();
    if !there.is_empty() && !replace {
        return Err(BackupError::There(data.join("adref.db")));
    }
    let fresh = data.join("restoring");
    if fresh.exists() {
        fs::remove_dir_all(&fresh).map_err(failed(&fresh))?;
    }
    if let Err(error) = copy(from, &fresh) {
        drop(fs::remove_dir_all(&fresh));
        return Err(error);
    }
    let mut aside = None;
    if !there.is_empty() {
        let place = data.join(format!("before-restore-{now}"));
        make(&place)?;
        for name in there {
            fs::rename(data.join(name), place.join(name)).map_err(failed(&place))?;
        }
        sync(&place)?;
        aside = Some(place);
    }
    // The database last: a directory without one begins anew rather than with half of it.
    for name in BESIDE.into_iter().chain(["adref.db"]) {
        if fresh.join(name).exists() {
            fs::rename(fresh.join(name), data.join(name)).map_err(failed(data))?;
        }
    }
    fs::remove_dir_all(&fresh).map_err(failed(&fresh))?;
    sync(directory.path())?;
    Ok(aside)
}

/// A copy that is on disk and holds.
fn copy(data: &Path, to: &Path) -> Result<Findings, BackupError> {
    let directory = DataDir::open(data, Access::Read)?;
    let store = Sqlite::open(&directory.database(), Access::Read)?;
    make(to)?;
    let database = to.join("adref.db");
    // The database first: a key that was replaced meanwhile is behind it, never before it.
    store.copy_into(&database)?;
    File::open(&database).and_then(|file| file.sync_all()).map_err(failed(&database))?;
    for name in BESIDE {
        let path = data.join(name);
        if path.exists() {
            copy_secret(&path, &to.join(name)).map_err(failed(&path))?;
        }
    }
    sync(to)?;
    let findings = verify::store(&mut Sqlite::open(&database, Access::Read)?)?;
    if findings.faults.is_empty() { Ok(findings) } else { Err(BackupError::Broken(findings)) }
}

/// Copies a file for its owner alone.
fn copy_secret(from: &Path, to: &Path) -> io::Result<()> {
    let mut bytes = Vec::new();
    File::open(from)?.read_to_end(&mut bytes)?;
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(to)?;
    file.write_all(&bytes)?;
    file.sync_all()
}

fn make(directory: &Path) -> Result<(), BackupError> {
    fs::DirBuilder::new().mode(0o700).create(directory).map_err(failed(directory))
}

fn sync(directory: &Path) -> Result<(), BackupError> {
    File::open(directory).and_then(|file| file.sync_all()).map_err(failed(directory))
}
