//! Looks at a whole store, or at an exported bundle, and names what does not hold: the first broken entry of each log.

mod bundle;
mod draft;

use client_core::{checkpoint::PublicKey, model::Timestamp};
use serde::Serialize;

use crate::store::{KeyRow, Store, StoreError, sqlite::Sqlite};

pub use bundle::{Bundle, BundleError, Comparison, MAX_BUNDLE, Origin, Signature, origins, set_origins};

/// Something that does not hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// Where, such as `change 17 of the draft tunis-agenda`.
    pub place: String,
    /// What is wrong with it.
    pub what: String,
}

impl Fault {
    fn new(place: impl Into<String>, what: impl Into<String>) -> Self {
        Self { place: place.into(), what: what.into() }
    }
}

/// What was looked at of a draft.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Looked {
    /// Its slug.
    pub draft: String,
    /// How many changes hold.
    pub changes: usize,
    /// How many entries of the record hold.
    pub record: usize,
    /// How many entries of the log of comments hold.
    pub comments: usize,
    /// How many checkpoints hold.
    pub checkpoints: usize,
    /// How many checkpoints hold that servers signed on which the draft was kept before.
    pub elsewhere: usize,
}

/// What a look at everything found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Findings {
    /// What was looked at, draft by draft.
    pub drafts: Vec<Looked>,
    /// What does not hold; empty when all is well.
    pub faults: Vec<Fault>,
    /// What is no fault, and worth a question.
    pub notes: Vec<String>,
}

/// Looks at a whole store.
///
/// # Errors
/// When the store cannot be read at all.
pub fn store(store: &mut Sqlite) -> Result<Findings, StoreError> {
    let mut findings = Findings::default();
    findings.faults.extend(store.damage()?.into_iter().map(|(place, what)| Fault::new(place, what)));
    let keys = match store.keys() {
        Ok(keys) => keys,
        Err(error) => {
            findings.faults.push(Fault::new("the keys", error.to_string()));
            Vec::new()
        }
    };
    look_at_keys(&keys, &mut findings);
    let trusted: Vec<PublicKey> = keys.iter().map(|row| row.key).collect();
    for row in store.drafts()? {
        let looked = draft::look(store, &row, &trusted, &mut findings);
        findings.drafts.push(looked);
    }
    Ok(findings)
}

/// Each key but the first is signed in by the one before.
fn look_at_keys(keys: &[KeyRow], findings: &mut Findings) {
    let mut before: Option<PublicKey> = None;
    for row in keys {
        match (&row.succession, before) {
            (Some(succession), Some(before)) if succession.before == before && succession.holds() => {}
            (None, None) => {}
            (None, Some(_)) => findings.notes.push(format!(
                "the key {} was put in at {} and is not signed by the one before",
                client_core::checkpoint::short(&row.key),
                time(row.at)
            )),
            (Some(_), _) => {
                let place = format!("key {}", client_core::checkpoint::short(&row.key));
                findings.faults.push(Fault::new(place, "the key before has not signed it"));
            }
        }
        before = Some(row.key);
    }
}

/// A time as it is in messages: milliseconds since 1970, which every log and every tool can read.
fn time(at: Timestamp) -> String {
    format!("{at} ms")
}
