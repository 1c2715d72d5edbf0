//! A stored draft in the formats that lose nothing: JSON, Akoma Ntoso, and the bundle that another server goes on with. They carry
//! everything, so there is no mode to choose.

use client_core::model::{Draft, Entry, Standings, Timestamp};
use client_core_export::{
    akn::{self, AknOptions},
    json,
    whole::Whole,
};

use crate::{
    store::{DraftRow, Store, StoreError},
    verify::Bundle,
};

/// A format that loses nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lossless {
    /// docs/draft-json.md.
    Json,
    /// docs/akoma-ntoso.md.
    Akn,
    /// The log, the record and the signatures; without what people said.
    Bundle,
}

impl Lossless {
    /// What the file is.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Akn => "application/akn+xml",
            Self::Bundle => "application/jsonl",
        }
    }

    /// What the file's name ends in.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Akn => "akn.xml",
            Self::Bundle => "bundle",
        }
    }
}

/// A draft as it is stored, with what is decided on it and how that came about.
pub struct Stored<'a> {
    /// Its line in the list.
    pub row: &'a DraftRow,
    /// The text.
    pub draft: &'a Draft,
    /// What is decided.
    pub standings: &'a Standings,
}

/// Writes a draft, UTF-8. An Akoma Ntoso document is dated by what happened last, so that the same state gives the same bytes;
/// `labels` is the language of its labels.
///
/// # Errors
/// [`StoreError`].
pub fn write(
    store: &mut dyn Store,
    stored: &Stored<'_>,
    format: Lossless,
    labels: Option<String>,
) -> Result<Vec<u8>, StoreError> {
    let Stored { row, draft, standings } = *stored;
    if format == Lossless::Bundle {
        let text = Bundle::of(store, row, false)?.write().map_err(|error| StoreError::Other(error.to_string()))?;
        return Ok(text.into_bytes());
    }
    let record = store.entries(row.id)?;
    let whole = Whole { draft: draft.clone(), standings: standings.clone(), record };
    if format == Lossless::Json {
        return Ok(json::write(&whole));
    }
    let date = last(store, row, &whole.record)?;
    Ok(akn::write(&whole, &AknOptions { date, labels }))
}

/// When something happened to a draft last.
fn last(store: &mut dyn Store, row: &DraftRow, record: &[Entry]) -> Result<Timestamp, StoreError> {
    let changed = store.changes(row.id)?.last().map(|change| change.at);
    Ok([changed, record.last().map(|entry| entry.at)].into_iter().flatten().max().unwrap_or(row.created_at))
}
