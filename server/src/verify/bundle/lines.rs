//! The lines of a bundle: what each says, and how it is spelt.

use client_core::{
    checkpoint::{Checkpoint, Signed, Succession},
    device::DeviceSignature,
    model::{BracketId, CommentEntry, DraftId, ParagraphId, PersonId, Timestamp},
    sync::{
        protocol::{WireCommentEntry, WireEntry},
        room::StoredChange,
    },
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Origin, Signature};
use crate::store::KeyRow;

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Line {
    AdrefBundle { format: u32, draft: Uuid, slug: String, title: String, language: String },
    Key(KeyLine),
    Origin(Box<OriginLine>),
    Change(Box<ChangeLine>),
    Entry(Box<WireEntry>),
    Comment(Box<CommentLine>),
    Checkpoint(Box<CheckpointLine>),
}

#[derive(Serialize, Deserialize)]
pub(super) struct KeyLine {
    key: Hex<32>,
    at: Timestamp,
    before: Option<Hex<32>>,
    signature: Option<Hex<64>>,
}

/// A server that the draft was kept on before.
#[derive(Serialize, Deserialize)]
pub(super) struct OriginLine {
    keys: Vec<KeyLine>,
    checkpoints: Vec<CheckpointLine>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct ChangeLine {
    hash: String,
    actor: String,
    person: Option<Uuid>,
    name: String,
    delegation: String,
    at: Timestamp,
    bytes: String,
    paragraphs: Vec<Uuid>,
    brackets: Vec<Uuid>,
    pub link: Hex<32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    device: Option<Hex<32>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    signature: Option<Hex<64>>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct CommentLine {
    pub seq: u64,
    pub entry: WireCommentEntry,
}

#[derive(Serialize, Deserialize)]
pub(super) struct CheckpointLine {
    at: Timestamp,
    changes: u64,
    changes_link: Hex<32>,
    record: u64,
    record_hash: Hex<32>,
    heads: Vec<String>,
    key: Hex<32>,
    signature: Hex<64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    comments: Option<CommentsLine>,
}

/// How far the log of comments went, signed apart.
#[derive(Serialize, Deserialize)]
struct CommentsLine {
    count: u64,
    link: Hex<32>,
    signature: Hex<64>,
}

/// Bytes as hexadecimal digits.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub(super) struct Hex<const N: usize>(pub [u8; N]);

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

impl From<&KeyRow> for KeyLine {
    fn from(row: &KeyRow) -> Self {
        Self {
            key: Hex(row.key),
            at: row.at,
            before: row.succession.as_ref().map(|succession| Hex(succession.before)),
            signature: row.succession.as_ref().map(|succession| Hex(succession.signature)),
        }
    }
}

impl KeyLine {
    pub fn row(&self) -> KeyRow {
        let (key, at) = (self.key.0, self.at);
        let signed = self.before.zip(self.signature);
        let succession =
            signed.map(|(before, signature)| Succession { before: before.0, key, at, signature: signature.0 });
        KeyRow { key, at, succession }
    }
}

impl From<&Origin> for OriginLine {
    fn from(origin: &Origin) -> Self {
        Self {
            keys: origin.keys.iter().map(Into::into).collect(),
            checkpoints: origin.signatures.iter().map(Into::into).collect(),
        }
    }
}

impl OriginLine {
    pub fn of(&self, draft: DraftId) -> Origin {
        Origin {
            keys: self.keys.iter().map(KeyLine::row).collect(),
            signatures: self.checkpoints.iter().map(|line| line.of(draft)).collect(),
        }
    }
}

impl From<(&StoredChange, &[u8; 32])> for ChangeLine {
    fn from((change, link): (&StoredChange, &[u8; 32])) -> Self {
        Self {
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
            device: change.signature.map(|signed| Hex(signed.key)),
            signature: change.signature.map(|signed| Hex(signed.signature)),
        }
    }
}

impl ChangeLine {
    pub fn stored(&self) -> Option<StoredChange> {
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
            signature: self
                .device
                .zip(self.signature)
                .map(|(key, signature)| DeviceSignature { key: key.0, signature: signature.0 }),
        })
    }
}

impl From<&CommentEntry> for CommentLine {
    fn from(entry: &CommentEntry) -> Self {
        Self { seq: entry.seq(), entry: entry.into() }
    }
}

impl From<&Signature> for CheckpointLine {
    fn from(signature: &Signature) -> Self {
        let Signature { shown, comments } = signature;
        Self {
            at: shown.at,
            changes: shown.changes,
            changes_link: Hex(shown.changes_link),
            record: shown.record,
            record_hash: Hex(shown.record_hash),
            heads: shown.heads.clone(),
            key: Hex(shown.key),
            signature: Hex(shown.signature),
            comments: comments.as_ref().map(|(count, link, signature)| CommentsLine {
                count: *count,
                link: Hex(*link),
                signature: Hex(*signature),
            }),
        }
    }
}

impl CheckpointLine {
    pub fn of(&self, draft: DraftId) -> Signature {
        let signature: Signed = self.signature.0;
        let shown = Checkpoint {
            draft,
            at: self.at,
            changes: self.changes,
            changes_link: self.changes_link.0,
            record: self.record,
            record_hash: self.record_hash.0,
            heads: self.heads.clone(),
            key: self.key.0,
            signature,
        };
        let comments = self.comments.as_ref().map(|said| (said.count, said.link.0, said.signature.0));
        Signature { shown, comments }
    }
}
