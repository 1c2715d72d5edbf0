use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    checkpoint::{Checkpoint, Succession},
    model::DraftId,
};

/// A checkpoint on the wire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WireCheckpoint {
    /// The draft.
    pub draft: Uuid,
    /// Milliseconds since 1970.
    pub at: i64,
    /// How many changes the log had.
    pub changes: u64,
    /// The link of the last one.
    #[serde(with = "serde_bytes")]
    pub changes_link: [u8; 32],
    /// How many entries the record had.
    pub record: u64,
    /// The hash of the last one.
    #[serde(with = "serde_bytes")]
    pub record_hash: [u8; 32],
    /// Heads of the text, hexadecimal and sorted.
    pub heads: Vec<String>,
    /// The public key.
    #[serde(with = "serde_bytes")]
    pub key: [u8; 32],
    /// The signature.
    #[serde(with = "serde_bytes")]
    pub signature: [u8; 64],
}

impl From<&Checkpoint> for WireCheckpoint {
    fn from(checkpoint: &Checkpoint) -> Self {
        let Checkpoint { draft, at, changes, changes_link, record, record_hash, heads, key, signature } = checkpoint;
        Self {
            draft: draft.0,
            at: *at,
            changes: *changes,
            changes_link: *changes_link,
            record: *record,
            record_hash: *record_hash,
            heads: heads.clone(),
            key: *key,
            signature: *signature,
        }
    }
}

impl From<&WireCheckpoint> for Checkpoint {
    fn from(wire: &WireCheckpoint) -> Self {
        Self {
            draft: DraftId(wire.draft),
            at: wire.at,
            changes: wire.changes,
            changes_link: wire.changes_link,
            record: wire.record,
            record_hash: wire.record_hash,
            heads: wire.heads.clone(),
            key: wire.key,
            signature: wire.signature,
        }
    }
}

/// A key that took the place of another, on the wire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WireSuccession {
    /// The key before.
    #[serde(with = "serde_bytes")]
    pub before: [u8; 32],
    /// The key from there on.
    #[serde(with = "serde_bytes")]
    pub key: [u8; 32],
    /// Milliseconds since 1970.
    pub at: i64,
    /// By the key before.
    #[serde(with = "serde_bytes")]
    pub signature: [u8; 64],
}

impl From<&Succession> for WireSuccession {
    fn from(succession: &Succession) -> Self {
        let Succession { before, key, at, signature } = *succession;
        Self { before, key, at, signature }
    }
}

impl From<&WireSuccession> for Succession {
    fn from(wire: &WireSuccession) -> Self {
        let WireSuccession { before, key, at, signature } = *wire;
        Self { before, key, at, signature }
    }
}
