//! The key of this device: made the first time, and kept in a file that only whoever runs the program can read.

use std::{
    env, fs,
    fs::{DirBuilder, OpenOptions},
    io::{self, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

use client_core::device::DeviceKey;

use crate::{
    cli::Failure,
    http::{hex, unhex},
};

/// The name of the file.
const FILE: &str = "device.key";

/// The key in a directory, the usual one where none is named.
pub fn key(directory: Option<&Path>) -> Result<DeviceKey, Failure> {
    let none = || Failure::new("there is no place for the key of this device", "Give one with --state-dir.");
    let directory = directory.map(Path::to_owned).or_else(usual).ok_or_else(none)?;
    let failed = |error: io::Error| {
        let told = format!("the key of this device in {} cannot be read or made: {error}", directory.display());
        Failure::new(told, "Look at who may write there, or give another place with --state-dir.")
    };
    let path = directory.join(FILE);
    if !path.exists() {
        make(&directory, &path).map_err(failed)?;
    }
    let text = fs::read_to_string(&path).map_err(failed)?;
    let secret = unhex(text.trim()).ok_or_else(|| {
        Failure::new(format!("{} is no key of a device", path.display()), "Move it away: another one is made.")
    })?;
    Ok(DeviceKey::new(&secret))
}

/// Where programs keep what is theirs alone (XDG Base Directory Specification).
fn usual() -> Option<PathBuf> {
    let named = |name| env::var_os(name).map(PathBuf::from).filter(|path: &PathBuf| path.is_absolute());
    let state = named("XDG_STATE_HOME").or_else(|| Some(named("HOME")?.join(".local/state")))?;
    Some(state.join("adref"))
}

/// Makes a key. One that somebody else made meanwhile stays.
fn make(directory: &Path, path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(directory)?;
    let mut secret = [0; 32];
    getrandom::fill(&mut secret).map_err(io::Error::other)?;
    let fresh = directory.join(format!("{FILE}.{}", std::process::id()));
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&fresh)?;
    let written = writeln!(file, "{}", hex(&secret)).and_then(|()| file.sync_all());
    let linked = written.and_then(|()| match fs::hard_link(&fresh, path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        other => other,
    });
    fs::remove_file(&fresh)?;
    linked
}
