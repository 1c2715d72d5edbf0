//! The invitation links of a server: made once, kept in a file that only its owner reads, since the store keeps hashes.

use std::{
    fs::{self, OpenOptions},
    io::Write,
    os::unix::fs::OpenOptionsExt,
    path::Path,
};

use client_core::model::{Role, Timestamp};

use crate::{
    auth::{self, AuthError, DAY},
    store::{Store, StoreError},
};

/// The file in the data directory.
pub const FILE: &str = "invitations.txt";

/// How long they live.
const LIFE: Timestamp = 30 * DAY;

/// The links for the chair, members and observers, for a server at `base`; where the chair signs in, none for the chair. Those in the file
/// are kept as long as they hold; the others are made.
///
/// # Errors
/// [`AuthError`].
pub fn standing(
    store: &mut dyn Store,
    directory: &Path,
    base: &str,
    now: Timestamp,
) -> Result<Vec<(Role, String)>, AuthError> {
    let path = directory.join(FILE);
    let before = fs::read_to_string(&path).unwrap_or_default();
    let mut links = Vec::new();
    for role in [Role::Chair, Role::Member, Role::Observer] {
        match auth::by_link(store, role) {
            Err(AuthError::SignIn) => continue,
            other => other?,
        }
        let known = before.lines().find_map(|line| {
            let link = line.strip_prefix(role.name())?;
            auth::token_of(link).map(|(_, token)| token)
        });
        let holds = match &known {
            Some(token) => matches!(auth::look(store, token, now), Ok(found) if found.role == role),
            None => false,
        };
        let token = match known.filter(|_| holds) {
            Some(token) => token,
            None => auth::invite(store, role, None, LIFE, now)?,
        };
        links.push((role, auth::link(base, &token)));
    }
    let text: String = links.iter().map(|(role, link)| format!("{} {link}\n", role.name())).collect();
    if text != before {
        write(&path, &text).map_err(|error| StoreError::Directory {
            path: directory.into(),
            reason: format!("{FILE} cannot be written: {error}"),
        })?;
    }
    Ok(links)
}

/// Replaces the file as a whole; nobody else may read it, not even for a moment.
fn write(path: &Path, text: &str) -> std::io::Result<()> {
    let fresh = path.with_extension("new");
    // A file left over from a crash may have other rights.
    match fs::remove_file(&fresh) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&fresh)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(fresh, path)
}
