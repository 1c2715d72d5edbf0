//! The key that a server signs with: a file in its data directory, for its owner alone, or one that the operator gives it.

use std::{
    fs::{self, File, OpenOptions},
    io::Write,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use client_core::{
    checkpoint::{ServerKey, Succession},
    model::Timestamp,
};

use super::{KeyRow, Store, StoreError};

/// The name of the file.
pub const FILE: &str = "server.key";

/// Where the key is that a server signs with.
#[derive(Clone, Copy, Debug)]
pub enum Place<'a> {
    /// In its data directory; made there when there is none.
    Data(&'a Path),
    /// In a file that the operator gives it, such as a credential of systemd, which it may be able to read alone.
    File(&'a Path),
}

impl<'a> Place<'a> {
    /// The given file, or the data directory.
    pub fn of(directory: &'a Path, file: Option<&'a Path>) -> Self {
        file.map_or(Self::Data(directory), Self::File)
    }

    fn path(self) -> PathBuf {
        match self {
            Self::Data(directory) => directory.join(FILE),
            Self::File(file) => file.into(),
        }
    }
}

fn failed(path: &Path, reason: impl std::fmt::Display) -> StoreError {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    StoreError::Directory { path: path.parent().unwrap_or(path).into(), reason: format!("{name}: {reason}") }
}

/// The key at its place. The store learns of a key that it does not know.
///
/// # Errors
/// [`StoreError::Directory`] when the file cannot be read or made; [`StoreError`].
pub fn open(place: Place<'_>, store: &mut dyn Store, now: Timestamp) -> Result<ServerKey, StoreError> {
    let path = place.path();
    let key = match (read(&path)?, place) {
        (Some(key), _) => key,
        (None, Place::Data(_)) => make(&path)?,
        // Another one would not be believed by who has seen this one.
        (None, Place::File(_)) => return Err(failed(&path, "there is no such file")),
    };
    let known = store.keys()?;
    if known.last().is_none_or(|last| last.key != key.public()) {
        if !known.is_empty() {
            tracing::warn!(
                "the server's key is another one than before: clients that have seen the one before will say so"
            );
        }
        store.add_key(&KeyRow { key: key.public(), at: now, succession: None })?;
    }
    Ok(key)
}

/// Replaces the key by a fresh one that the old one signs in. For a directory that no server uses.
///
/// # Errors
/// As for [`open`].
pub fn rotate(place: Place<'_>, store: &mut dyn Store, now: Timestamp) -> Result<ServerKey, StoreError> {
    let before = open(place, store, now)?;
    let path = place.path();
    let (secret, fresh) = draw(&path)?;
    let succession = Succession::signed(&before, fresh.public(), now);
    // The store first: a key in the store that is in no file is one that nobody signs with, and is replaced at the next try.
    store.add_key(&KeyRow { key: fresh.public(), at: now, succession: Some(succession) })?;
    let mut new = path.clone().into_os_string();
    new.push(".new");
    let new = PathBuf::from(new);
    // Left behind by a rotation that was cut short.
    drop(fs::remove_file(&new));
    write(&new, &secret)?;
    fs::rename(&new, &path).and_then(|()| sync(&path)).map_err(|error| failed(&path, error))?;
    Ok(fresh)
}

/// The key in a file, if it is there.
fn read(path: &Path) -> Result<Option<ServerKey>, StoreError> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(path, error)),
    };
    let secret = unhex(text.trim()).ok_or_else(|| failed(path, "it is no key"))?;
    Ok(Some(ServerKey::new(&secret)))
}

/// Flushes the directory of a file.
fn sync(path: &Path) -> std::io::Result<()> {
    File::open(path.parent().unwrap_or(Path::new(".")))?.sync_all()
}

fn make(path: &Path) -> Result<ServerKey, StoreError> {
    let (secret, key) = draw(path)?;
    write(path, &secret)?;
    sync(path).map_err(|error| failed(path, error))?;
    Ok(key)
}

fn draw(path: &Path) -> Result<([u8; 32], ServerKey), StoreError> {
    let mut secret = [0; 32];
    getrandom::fill(&mut secret).map_err(|error| failed(path, error))?;
    Ok((secret, ServerKey::new(&secret)))
}

fn write(path: &Path, secret: &[u8; 32]) -> Result<(), StoreError> {
    let text: String = secret.iter().map(|byte| format!("{byte:02x}")).chain(["\n".into()]).collect();
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()))
        .map_err(|error| failed(path, error))
}

fn unhex(text: &str) -> Option<[u8; 32]> {
    let bytes: Option<Vec<u8>> = (0..text.len() / 2)
        .map(|index| text.get(2 * index..2 * index + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok()))
        .collect();
    bytes.filter(|_| text.len() == 64)?.try_into().ok()
}
