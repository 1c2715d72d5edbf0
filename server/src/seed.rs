//! The documents that a new Adref begins with; they ship in the binary.

use client_core::model::Timestamp;

use crate::{
    delegations,
    importing::{self, ImportingError},
    store::Store,
};

macro_rules! seeds {
    ($($name:literal)*) => {
        [$(($name, include_bytes!(concat!("../../seeds/", $name)).as_slice())),*]
    };
}

/// Name and bytes of each.
pub const SEEDS: [(&str, &[u8]); 5] = seeds![
    "000_f5c0fb1b3a270f9b.txt"
    "001_7b072de2455aec5a.txt"
    "002_7af3ffa0c4c50526.txt"
    "003_109704c1ce885dbf.txt"
    "004_82b41a7465f77ec1.txt"
];

/// The one that carries the Tunis drafts; it comes in first.
pub const TUNIS: (&str, &[u8]) = SEEDS[2];

/// An invented directory of delegations.
pub const DELEGATIONS: &[u8] = include_bytes!("../../seeds/delegations.json");

/// The Tunis drafts negotiated to their end, by delegations that do not exist.
pub const TUNIS_STORY: &[u8] = include_bytes!("../../seeds/stories/tunis.json");

/// Says in the store that the seeds were brought in.
const DONE: &str = "seeded";

/// Brings the seeds in, once in the life of a store.
///
/// # Errors
/// [`ImportingError`].
pub fn sow(store: &mut dyn Store, now: Timestamp) -> Result<(), ImportingError> {
    if store.setting(DONE)?.is_some() {
        return Ok(());
    }
    store.set_delegations(&delegations::read(DELEGATIONS)?)?;
    let mut seeds = SEEDS;
    seeds.sort_by_key(|(name, _)| *name != TUNIS.0);
    for (name, bytes) in seeds {
        let report = importing::import_into(store, name, bytes, now)?;
        let drafts: Vec<_> = report.drafts.iter().map(|draft| draft.slug.as_str()).collect();
        tracing::info!(name, ?drafts, diagnostics = report.diagnostics.len(), "a seed document came in");
    }
    Ok(store.set_setting(DONE, "1")?)
}
