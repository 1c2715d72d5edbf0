//! The key that a server signs with: a file in its data directory, for its owner alone.

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

fn failed(path: &Path, reason: impl std::fmt::Display) -> StoreError {
    StoreError::Directory { path: path.into(), reason: format!("{FILE}: {reason}") }
}

/// The key of a directory; made when there is none. The store learns of a key that it does not know.
///
/// # Errors
/// [`StoreError::Directory`] when the file cannot be read or made; [`StoreError`].
pub fn open(directory: &Path, store: &mut dyn Store, now: Timestamp) -> Result<ServerKey, StoreError> {
    let key = match read(directory)? {
        Some(key) => key,
        None => make(directory)?,
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
pub fn rotate(directory: &Path, store: &mut dyn Store, now: Timestamp) -> Result<ServerKey, StoreError> {
    let before = open(directory, store, now)?;
    let (secret, fresh) = draw(directory)?;
    let succession = Succession::signed(&before, fresh.public(), now);
    // The store first: a key in the store that is in no file is one that nobody signs with, and is replaced at the next try.
    store.add_key(&KeyRow { key: fresh.public(), at: now, succession: Some(succession) })?;
    let (path, new) = (directory.join(FILE), directory.join("server.key.new"));
    // Left behind by a rotation that was cut short.
    drop(fs::remove_file(&new));
    write(&new, &secret)?;
    fs::rename(&new, &path)
        .and_then(|()| File::open(directory)?.sync_all())
        .map_err(|error| failed(directory, error))?;
    Ok(fresh)
}

/// The key of a directory, if it has one.
///
/// # Errors
/// [`StoreError::Directory`] when the file is there and is no key.
pub fn read(directory: &Path) -> Result<Option<ServerKey>, StoreError> {
    let text = match fs::read_to_string(directory.join(FILE)) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(directory, error)),
    };
    let secret = unhex(text.trim()).ok_or_else(|| failed(directory, "it is no key"))?;
    Ok(Some(ServerKey::new(&secret)))
}

fn make(directory: &Path) -> Result<ServerKey, StoreError> {
    let (secret, key) = draw(directory)?;
    write(&directory.join(FILE), &secret)?;
    File::open(directory).and_then(|directory| directory.sync_all()).map_err(|error| failed(directory, error))?;
    Ok(key)
}

fn draw(directory: &Path) -> Result<([u8; 32], ServerKey), StoreError> {
    let mut secret = [0; 32];
    getrandom::fill(&mut secret).map_err(|error| failed(directory, error))?;
    Ok((secret, ServerKey::new(&secret)))
}

fn write(path: &PathBuf, secret: &[u8; 32]) -> Result<(), StoreError> {
    let text: String = secret.iter().map(|byte| format!("{byte:02x}")).chain(["\n".into()]).collect();
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()))
        .map_err(|error| failed(path.parent().unwrap_or(path), error))
}

fn unhex(text: &str) -> Option<[u8; 32]> {
    let bytes: Option<Vec<u8>> = (0..text.len() / 2)
        .map(|index| text.get(2 * index..2 * index + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok()))
        .collect();
    bytes.filter(|_| text.len() == 64)?.try_into().ok()
}
