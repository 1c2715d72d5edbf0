//! A bundle: what is needed to check who wrote what of one draft, as lines of JSON, without the comments.

use client_core::{
    chain::Link,
    checkpoint::{Checkpoint, PublicKey, Signed, Succession},
    model::{BracketId, DraftId, Entry, ParagraphId, PersonId, Timestamp},
    record,
    sync::{protocol::WireEntry, room::StoredChange},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Fault, Findings, Looked, draft};
use crate::store::{DraftRow, KeyRow, Store, StoreError};

/// The format of the bundles that this version writes and reads.
const FORMAT: u32 = 1;

/// Why a bundle cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    /// The line is none of a bundle.
    #[error("line {line} is no line of a bundle: {reason}")]
    Line {
        /// Which, from 1.
        line: usize,
        /// What is wrong.
        reason: String,
    },
    /// It does not begin like a bundle.
    #[error("the file is no bundle")]
    NoBundle,
    /// It was written by a newer version.
    #[error("the bundle has the format {0}, and this version knows {FORMAT}")]
    Newer(u32),
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line {
    AdrefBundle { format: u32, draft: Uuid, slug: String, title: String, language: String },
    Key(KeyLine),
    Change(Box<ChangeLine>),
    Entry(Box<WireEntry>),
    Checkpoint(Box<CheckpointLine>),
}

#[derive(Serialize, Deserialize)]
struct KeyLine {
    key: Hex<32>,
    at: Timestamp,
    before: Option<Hex<32>>,
    signature: Option<Hex<64>>,
}

#[derive(Serialize, Deserialize)]
struct ChangeLine {
    hash: String,
    actor: String,
    person: Option<Uuid>,
    name: String,
    delegation: String,
    at: Timestamp,
    bytes: String,
    paragraphs: Vec<Uuid>,
    brackets: Vec<Uuid>,
    link: Hex<32>,
}

#[derive(Serialize, Deserialize)]
struct CheckpointLine {
    at: Timestamp,
    changes: u64,
    changes_link: Hex<32>,
    record: u64,
    record_hash: Hex<32>,
    heads: Vec<String>,
    key: Hex<32>,
    signature: Hex<64>,
}

/// Bytes as hexadecimal digits.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
struct Hex<const N: usize>([u8; N]);

impl<const N: usize> From<Hex<N>> for String {
    fn from(hex: Hex<N>) -> Self {
        digits(&hex.0)
    }
}

impl<const N: usize> TryFrom<String> for Hex<N> {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let bytes = bytes(&text).and_then(|bytes| bytes.try_into().ok());
        bytes.map(Self).ok_or_else(|| format!("{N} bytes in hexadecimal digits are expected"))
    }
}

fn digits(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn bytes(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) {
        return None;
    }
    (0..text.len() / 2).map(|index| u8::from_str_radix(text.get(2 * index..2 * index + 2)?, 16).ok()).collect()
}

/// What is needed to check who wrote what of a draft.
#[derive(Clone, Debug)]
pub struct Bundle {
    draft: DraftId,
    slug: String,
    title: String,
    language: String,
    keys: Vec<KeyRow>,
    changes: Vec<StoredChange>,
    /// As the bundle says.
    links: Vec<Link>,
    entries: Vec<Entry>,
    checkpoints: Vec<Checkpoint>,
}

impl Bundle {
    /// The bundle of a stored draft.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn of(store: &mut dyn Store, row: &DraftRow) -> Result<Self, StoreError> {
        let changes = store.changes(row.id)?;
        Ok(Self {
            draft: row.id,
            slug: row.slug.clone(),
            title: row.title.clone(),
            language: row.language.clone(),
            keys: store.keys()?,
            links: draft::links_of(row.id, &changes),
            changes,
            entries: store.entries(row.id)?,
            checkpoints: store.checkpoints(row.id)?.into_iter().map(|stored| stored.shown).collect(),
        })
    }

    /// As lines of JSON.
    ///
    /// # Errors
    /// What JSON cannot say, which would be a defect.
    pub fn write(&self) -> serde_json::Result<String> {
        let mut lines = vec![Line::AdrefBundle {
            format: FORMAT,
            draft: self.draft.0,
            slug: self.slug.clone(),
            title: self.title.clone(),
            language: self.language.clone(),
        }];
        lines.extend(self.keys.iter().map(|row| {
            Line::Key(KeyLine {
                key: Hex(row.key),
                at: row.at,
                before: row.succession.as_ref().map(|succession| Hex(succession.before)),
                signature: row.succession.as_ref().map(|succession| Hex(succession.signature)),
            })
        }));
        lines.extend(self.changes.iter().zip(&self.links).map(|(change, link)| {
            Line::Change(Box::new(ChangeLine {
                hash: change.hash.clone(),
                actor: digits(&change.actor),
                person: change.person.map(|person| person.0),
                name: change.name.clone(),
                delegation: change.delegation.clone(),
                at: change.at,
                bytes: digits(&change.bytes),
                paragraphs: change.paragraphs.iter().map(|id| id.0).collect(),
                brackets: change.brackets.iter().map(|id| id.0).collect(),
                link: Hex(*link),
            }))
        }));
        lines.extend(self.entries.iter().map(|entry| Line::Entry(Box::new(entry.into()))));
        lines.extend(self.checkpoints.iter().map(|shown| {
            Line::Checkpoint(Box::new(CheckpointLine {
                at: shown.at,
                changes: shown.changes,
                changes_link: Hex(shown.changes_link),
                record: shown.record,
                record_hash: Hex(shown.record_hash),
                heads: shown.heads.clone(),
                key: Hex(shown.key),
                signature: Hex(shown.signature),
            }))
        }));
        let lines: Result<Vec<String>, _> = lines.iter().map(serde_json::to_string).collect();
        Ok(lines?.join("\n") + "\n")
    }

    /// Reads what [`Bundle::write`] wrote.
    ///
    /// # Errors
    /// [`BundleError`].
    pub fn read(text: &str) -> Result<Self, BundleError> {
        let mut lines = text.lines();
        let first = lines.next().and_then(|line| serde_json::from_str(line).ok());
        let Some(Line::AdrefBundle { format, draft, slug, title, language }) = first else {
            return Err(BundleError::NoBundle);
        };
        if format > FORMAT {
            return Err(BundleError::Newer(format));
        }
        let (keys, changes, links, entries, checkpoints) = Default::default();
        let draft = DraftId(draft);
        let mut bundle = Self { draft, slug, title, language, keys, changes, links, entries, checkpoints };
        for (line, text) in (2..).zip(lines) {
            let wrong = |reason: String| BundleError::Line { line, reason };
            match serde_json::from_str(text).map_err(|error| wrong(error.to_string()))? {
                Line::AdrefBundle { .. } => return Err(wrong("a bundle begins once".into())),
                Line::Key(key) => bundle.keys.push(key.row()),
                Line::Change(change) => {
                    bundle.links.push(change.link.0);
                    bundle.changes.push(change.stored().ok_or_else(|| wrong("digits are missing".into()))?);
                }
                Line::Entry(entry) => bundle.entries.push((&*entry).into()),
                Line::Checkpoint(checkpoint) => bundle.checkpoints.push(checkpoint.of(draft)),
            }
        }
        Ok(bundle)
    }

    /// Looks at all of it. `trusted` is a key that is known from elsewhere; without it the keys of the bundle have to do.
    pub fn verify(&self, trusted: Option<&PublicKey>) -> Findings {
        let mut findings = Findings::default();
        super::look_at_keys(&self.keys, &mut findings);
        let mut looked = Looked { draft: self.slug.clone(), ..Looked::default() };
        let name = |what: &str, number: usize| format!("{what} {number} of the draft {}", self.slug);
        let keys: Vec<PublicKey> = self.keys.iter().map(|row| row.key).collect();
        if trusted.is_some_and(|trusted| !keys.contains(trusted)) {
            findings.faults.push(Fault::new("the keys", "the key that you trust is not among them"));
        }
        let links = draft::links_of(self.draft, &self.changes);
        match links.iter().zip(&self.links).position(|(link, said)| link != said) {
            Some(at) => {
                findings.faults.push(Fault::new(name("change", at + 1), "it does not follow from the one before"));
            }
            None => looked.changes = links.len(),
        }
        findings.faults.extend(draft::check_changes(&self.changes, |number| name("change", number)));
        match record::first_broken(&self.entries) {
            Some(at) => {
                let place = name("entry of the record", at + 1);
                findings.faults.push(Fault::new(place, "it does not follow from the one before"));
            }
            None => looked.record = self.entries.len(),
        }
        for (number, shown) in (1..).zip(&self.checkpoints) {
            match draft::check_checkpoint(shown, Some(&links), Some(&self.entries), &keys) {
                Some(what) => findings.faults.push(Fault::new(name("checkpoint", number), what)),
                None => looked.checkpoints += 1,
            }
        }
        let signed = self.checkpoints.iter().map(|shown| shown.changes).max().unwrap_or(0);
        let beyond = u64::try_from(self.changes.len()).unwrap_or(u64::MAX).saturating_sub(signed);
        if beyond > 0 {
            findings.notes.push(format!("{beyond} changes of the draft {} came after the last checkpoint", self.slug));
        }
        findings.drafts.push(looked);
        findings
    }
}

impl KeyLine {
    fn row(&self) -> KeyRow {
        let (key, at) = (self.key.0, self.at);
        let signed = self.before.zip(self.signature);
        let succession =
            signed.map(|(before, signature)| Succession { before: before.0, key, at, signature: signature.0 });
        KeyRow { key, at, succession }
    }
}

impl ChangeLine {
    fn stored(&self) -> Option<StoredChange> {
        Some(StoredChange {
            hash: self.hash.clone(),
            actor: bytes(&self.actor)?,
            person: self.person.map(PersonId),
            name: self.name.clone(),
            delegation: self.delegation.clone(),
            at: self.at,
            bytes: bytes(&self.bytes)?,
            paragraphs: self.paragraphs.iter().copied().map(ParagraphId).collect(),
            brackets: self.brackets.iter().copied().map(BracketId).collect(),
        })
    }
}

impl CheckpointLine {
    fn of(&self, draft: DraftId) -> Checkpoint {
        let signature: Signed = self.signature.0;
        Checkpoint {
            draft,
            at: self.at,
            changes: self.changes,
            changes_link: self.changes_link.0,
            record: self.record,
            record_hash: self.record_hash.0,
            heads: self.heads.clone(),
            key: self.key.0,
            signature,
        }
    }
}
