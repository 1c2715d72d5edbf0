//! The draft as an Automerge document; docs/document-schema.md describes it. The only module that constructs or loads
//! Automerge documents, always with one text unit: Unicode code points.

mod choices;
mod content;
mod fields;
mod hydrate;
mod keys;
mod lines;
mod notes;
mod positions;
mod propose;
mod write;

use std::{collections::BTreeSet, fmt};

use automerge::{
    ActorId, AutoCommit, AutomergeError, Change, ChangeHash, LoadOptions, ObjId, ReadDoc, TextEncoding, Value,
    transaction::{CommitOptions, Transactable},
};

pub use content::{Element, elements, is_cursor, pieces};
pub(crate) use hydrate::{Standpoint, parse_numeral, reading_order};
pub(crate) use keys::{
    ABOUT, ALTERNATIVES, ANCHOR_ID, ANCHOR_KIND, BRACKETS, CHOICES, DELEGATION, INSERTS, JOINED, NOTE, OPENED_AT,
    OPENED_BY, PARAGRAPHS, REASON, STYLES, TEXT, WISH, WITHDRAWN, anchor_kind, parse_anchor,
};
pub(crate) use keys::{
    ADDED_IN, AFTER, BASE, FIRST_IN, KIND, LEVEL, MERGE, MOVE, NEXT, NUMERAL, PARAGRAPH, PARENT, PLACE, PROPOSALS,
    SPLIT, TOP, VARIANT_OF, paragraph_kind, parse_paragraph_kind,
};
pub(crate) use keys::{CHOICE, SLASH, SLASH_IN};
pub(crate) use keys::{POSITIONS, PREFERS, STANCE, SUBJECT, parse_preference, parse_stance, parse_subject};
pub(crate) use lines::Line;
pub(crate) use propose::is_place;
pub use write::BracketOpening;
pub(crate) use write::numeral as write_numeral;

use crate::model::{ParagraphId, Timestamp};

/// The text unit of every offset in this crate.
const UNIT: TextEncoding = TextEncoding::UnicodeCodePoint;

/// The actor of the skeleton that every replica shares.
const GENESIS_ACTOR: [u8; 16] = [0; 16];

/// A draft as a replicated document.
#[derive(Clone)]
pub struct Document {
    doc: AutoCommit,
    /// The heads without the pending edits.
    committed: Vec<ChangeHash>,
}

impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Document").field("actor", self.doc.get_actor()).finish_non_exhaustive()
    }
}

/// What is wrong with the bytes or the structure of a document.
#[derive(Debug, thiserror::Error)]
pub enum SchemaError {
    /// Automerge could not do it.
    #[error("the document could not be read or changed: {0}")]
    Automerge(#[from] AutomergeError),
    /// A change could not be read.
    #[error("the change could not be read: {0}")]
    Change(String),
    /// The document was written by a later version.
    #[error("the document is of the form {0:?}, which this version does not know")]
    Version(String),
    /// Something that every draft has is missing.
    #[error("the document has no {0}")]
    Missing(&'static str),
    /// A hash is not 64 hexadecimal digits.
    #[error("not the hash of a change")]
    Hash,
}

impl Document {
    /// Reads a saved document.
    ///
    /// # Errors
    /// When the bytes are no document, or its heads do not match its content.
    pub fn load(bytes: &[u8]) -> Result<Self, SchemaError> {
        let doc = AutoCommit::load_with_options(bytes, LoadOptions::new().text_encoding(UNIT))?;
        Ok(Self::over(doc))
    }

    /// A document that holds nothing, not even the skeleton: the starting point for changes.
    pub fn empty() -> Self {
        Self::over(AutoCommit::new_with_encoding(UNIT))
    }

    fn over(mut doc: AutoCommit) -> Self {
        let committed = doc.get_heads();
        Self { doc, committed }
    }

    /// The heads without the pending edits.
    pub(crate) fn committed(&self) -> &[ChangeHash] {
        &self.committed
    }

    /// The whole history, compressed.
    pub fn save(&mut self) -> Vec<u8> {
        self.doc.save()
    }

    /// Who the next change is by. Pending edits become a change of the actor before.
    pub fn set_actor(&mut self, actor: &[u8]) {
        self.doc.commit();
        self.doc.set_actor(ActorId::from(actor));
        self.committed = self.doc.get_heads();
    }

    /// Who the next change is by.
    pub fn actor(&self) -> &[u8] {
        self.doc.get_actor().to_bytes()
    }

    /// The hashes of the newest changes, hexadecimal and sorted. Pending edits become a change first.
    pub fn heads(&mut self) -> Vec<String> {
        self.committed = self.doc.get_heads();
        let mut heads: Vec<_> = self.committed.iter().map(ToString::to_string).collect();
        heads.sort_unstable();
        heads
    }

    /// Makes a change of the pending edits. `at` is kept in whole seconds; `message` is the act's name.
    pub fn commit(&mut self, message: &str, at: Timestamp) -> Option<Change> {
        if self.doc.pending_ops() == 0 {
            return None;
        }
        self.seal(message, at)?;
        self.doc.get_last_local_change()
    }

    /// The same for a change that nobody asks for: it is not encoded a second time.
    fn seal(&mut self, message: &str, at: Timestamp) -> Option<ChangeHash> {
        let options = CommitOptions::default().with_message(message).with_time(at.div_euclid(1000));
        let hash = self.doc.commit_with(options)?;
        self.committed = self.doc.get_heads();
        Some(hash)
    }

    /// Drops the pending edits.
    pub fn rollback(&mut self) {
        self.doc.rollback();
    }

    /// Whether there are edits that are in no change yet.
    pub fn has_pending_edits(&self) -> bool {
        self.doc.pending_ops() > 0
    }

    /// Applies changes in any order; those that lack a dependency wait inside the document.
    ///
    /// # Errors
    /// When Automerge refuses a change.
    pub fn apply(&mut self, changes: impl IntoIterator<Item = Change>) -> Result<(), SchemaError> {
        let changes: Vec<Change> = changes.into_iter().collect();
        self.doc.apply_changes(changes)?;
        self.committed = self.doc.get_heads();
        Ok(())
    }

    /// Whether the document has a change.
    pub fn has(&mut self, hash: &ChangeHash) -> bool {
        self.doc.get_change_meta_by_hash(hash).is_some()
    }

    /// The number of a change's last operation; `None` when the change is not here.
    pub(crate) fn max_op_of(&mut self, hash: &ChangeHash) -> Option<u64> {
        self.doc.get_change_meta_by_hash(hash).map(|change| change.max_op)
    }

    /// Whether the document has the change with a hexadecimal hash.
    pub fn has_hex(&mut self, hash: &str) -> bool {
        hash.parse().is_ok_and(|hash| self.has(&hash))
    }

    /// Whether the document has every one of these heads (hexadecimal).
    ///
    /// # Errors
    /// When a head is no hash.
    pub fn has_all(&mut self, heads: &[String]) -> Result<bool, SchemaError> {
        let hashes = parse_heads(heads)?;
        Ok(hashes.iter().all(|hash| self.has(hash)))
    }

    /// Every change that is not an ancestor of `heads`, in an order that respects dependencies.
    ///
    /// # Errors
    /// When a head is no hash.
    pub fn changes_since(&mut self, heads: &[String]) -> Result<Vec<Change>, SchemaError> {
        let hashes = parse_heads(heads)?;
        Ok(self.doc.get_changes(&hashes))
    }

    /// A replica that holds what is known at `heads`, and nothing newer.
    ///
    /// # Errors
    /// When a head is unknown.
    pub fn at(&mut self, heads: &[String]) -> Result<Self, SchemaError> {
        let hashes = parse_heads(heads)?;
        Ok(Self::over(self.doc.fork_at(&hashes)?))
    }

    /// Every paragraph of the document, in no particular order.
    pub fn paragraph_ids(&self) -> BTreeSet<ParagraphId> {
        let Ok(paragraphs) = self.root(PARAGRAPHS) else { return BTreeSet::new() };
        self.doc.keys(&paragraphs).filter_map(|key| key.parse().ok()).collect()
    }

    pub(crate) fn inner(&self) -> &AutoCommit {
        &self.doc
    }

    pub(crate) fn inner_mut(&mut self) -> &mut AutoCommit {
        &mut self.doc
    }

    /// One of the maps of the skeleton.
    pub(crate) fn root(&self, key: &'static str) -> Result<ObjId, SchemaError> {
        self.object(&automerge::ROOT, key).ok_or(SchemaError::Missing(key))
    }

    /// The object under a key, if there is one.
    pub(crate) fn object(&self, parent: &ObjId, key: &str) -> Option<ObjId> {
        match self.doc.get(parent, key) {
            Ok(Some((Value::Object(_), id))) => Some(id),
            _ => None,
        }
    }

    /// The Text of a paragraph.
    pub(crate) fn text(&self, paragraph: ParagraphId) -> Option<ObjId> {
        let paragraphs = self.root(PARAGRAPHS).ok()?;
        let entry = self.object(&paragraphs, &paragraph.to_string())?;
        self.object(&entry, TEXT)
    }
}

/// Reads a raw change chunk. Refuses none that Automerge would read; the gate does.
///
/// # Errors
/// When the bytes are no change.
pub fn parse_change(bytes: &[u8]) -> Result<Change, SchemaError> {
    Change::from_bytes(bytes.to_vec()).map_err(|error| SchemaError::Change(error.to_string()))
}

/// The hash of a raw change chunk, hexadecimal, without reading the change: SHA-256 over the chunk from its type byte on
/// (Automerge's binary format). Empty for what is too short to be a chunk.
pub fn parse_hash(bytes: &[u8]) -> String {
    use sha2::Digest;
    let Some(chunk) = bytes.get(8..) else { return String::new() };
    sha2::Sha256::digest(chunk).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Reads hexadecimal hashes.
fn parse_heads(heads: &[String]) -> Result<Vec<ChangeHash>, SchemaError> {
    heads.iter().map(|head| head.parse().map_err(|_| SchemaError::Hash)).collect()
}
