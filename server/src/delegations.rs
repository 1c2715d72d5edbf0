//! The directory of delegations as a file.

use client_core::{
    model::{Directory, DirectoryFault},
    view::{self, DelegationView},
};

/// The largest file, in bytes.
pub const MAX_BYTES: usize = 1 << 20;

/// Why a file is no directory.
#[derive(Debug, thiserror::Error)]
pub enum ReadingError {
    /// It is too large.
    #[error("the file has more than {} KiB", MAX_BYTES >> 10)]
    TooLarge,
    /// It is no JSON of this form.
    #[error("the file is no list of delegations: {0}")]
    Json(#[from] serde_json::Error),
    /// It contradicts itself.
    #[error(transparent)]
    Fault(#[from] DirectoryFault),
}

/// Reads a directory: a JSON list, one object a delegation.
///
/// # Errors
/// [`ReadingError`].
pub fn read(bytes: &[u8]) -> Result<Directory, ReadingError> {
    if bytes.len() > MAX_BYTES {
        return Err(ReadingError::TooLarge);
    }
    let list: Vec<DelegationView> = serde_json::from_slice(bytes)?;
    Ok(view::read_directory(list)?)
}

#[cfg(test)]
mod tests {
    use client_core::model::LANGUAGES;

    use super::*;
    use crate::seed::DELEGATIONS;

    #[test]
    fn the_seeds_hold_a_whole_directory() {
        let directory = read(DELEGATIONS).expect("sound");
        assert_eq!(directory.entries().len(), 18);
        for entry in directory.entries() {
            assert_eq!(entry.names.len(), LANGUAGES.len(), "{}", entry.code);
            // Nothing of it may be taken for a real State: the codes are those that ISO 3166 leaves to its users.
            assert!(entry.iso.as_ref().is_none_or(|iso| ("QM".."QZ").contains(&iso.as_str())), "{}", entry.code);
        }
        let groups: Vec<_> = directory.groups().map(|(group, members)| (group.name("en"), members.len())).collect();
        assert_eq!(groups, [("Coastal Group", 4), ("Upland Group", 4)]);
    }

    #[test]
    fn what_is_no_directory_is_named() {
        for (file, words) in [
            ("", "no list of delegations"),
            ("{}", "no list of delegations"),
            (r#"[{"code": "A", "kind": "state"}]"#, "names"),
            (r#"[{"code": "A", "kind": "planet", "names": {"en": "A"}}]"#, "planet"),
            (r#"[{"code": "A", "kind": "state", "names": {"en": "A"}, "colour": "red"}]"#, "colour"),
            (r#"[{"code": "A", "kind": "state", "names": {"de": "A"}}]"#, "de"),
        ] {
            let message = read(file.as_bytes()).expect_err("no directory").to_string();
            assert!(message.contains(words), "{message}");
        }
        let large = vec![b' '; MAX_BYTES + 1];
        assert!(matches!(read(&large), Err(ReadingError::TooLarge)));
    }
}
