//! What outlives a process: drafts as a log of changes and a record of decisions, people, sessions and invitations.
//!
//! [`Store`] is small and fallible; every backend passes the same suite (`store/contract.rs`). [`Database`] runs two of
//! them on their own threads: one that writes, with group commit, and one that reads. Acknowledged means committed.

#[cfg(test)]
mod contract;
mod database;
mod directory;
mod error;
pub mod identity;
mod rows;
pub mod sqlite;
mod worker;

pub use database::Database;
pub use directory::{Access, DataDir};
pub use error::{MayBeStore, StoreError};
pub use rows::{
    Claim, DiagnosticRow, DraftRow, Identity, InvitationRow, LogEnd, NewDraft, OpenSession, PersonRow, Registration,
    SessionRow, Sessions, TokenRow,
};
pub use sqlite::{KeyRow, StoredCheckpoint};
pub use worker::Condition;

use client_core::{
    checkpoint::{Checkpoint, PublicKey, ServerKey},
    model::{CommentEntry, Directory, DraftId, Entry, Person, PersonId, Timestamp},
    sync::room::{Batch, StoredChange, StoredDraft},
};
use uuid::Uuid;

/// The SHA-256 of a secret; the secret itself is never stored.
pub type SecretHash = [u8; 32];

/// How much of a draft's stored state to load.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Load {
    /// The snapshot, when its checksum holds, and the changes after it.
    Cached,
    /// Every change from the log, without the snapshot.
    FromLog,
}

/// Stored state of one process's view. A value is used by one thread at a time.
pub trait Store: Send {
    /// Every draft, in the order of arrival.
    ///
    /// # Errors
    /// [`StoreError`] as for every method here.
    fn drafts(&mut self) -> Result<Vec<DraftRow>, StoreError>;

    /// Adds a draft with its first changes and diagnostics; `false` when a draft of this identity is there already, and
    /// then nothing changes.
    ///
    /// # Errors
    /// [`StoreError::SlugTaken`] when another draft has the slug.
    fn create(&mut self, draft: &NewDraft) -> Result<bool, StoreError>;

    /// What a room needs to open.
    ///
    /// # Errors
    /// [`StoreError::UnknownDraft`].
    fn load(&mut self, draft: DraftId, load: Load) -> Result<StoredDraft, StoreError>;

    /// The log of a draft, oldest first.
    ///
    /// # Errors
    /// [`StoreError`].
    fn changes(&mut self, draft: DraftId) -> Result<Vec<StoredChange>, StoreError>;

    /// How far the log of a draft goes, without reading it.
    ///
    /// # Errors
    /// [`StoreError`].
    fn log_end(&mut self, draft: DraftId) -> Result<LogEnd, StoreError>;

    /// The changes behind the first `after` ones, at most so many, oldest first.
    ///
    /// # Errors
    /// [`StoreError`].
    fn changes_behind(&mut self, draft: DraftId, after: u64, most: usize) -> Result<Vec<StoredChange>, StoreError>;

    /// The changes before the first that was received later than a time, oldest first.
    ///
    /// # Errors
    /// [`StoreError`].
    fn changes_until(&mut self, draft: DraftId, time: Timestamp) -> Result<Vec<StoredChange>, StoreError>;

    /// The record of a draft, in order.
    ///
    /// # Errors
    /// [`StoreError`].
    fn entries(&mut self, draft: DraftId) -> Result<Vec<Entry>, StoreError>;

    /// The log of comments of a draft, in order, whoever may read it: what is given to somebody is filtered for them.
    ///
    /// # Errors
    /// [`StoreError`].
    fn comments(&mut self, draft: DraftId) -> Result<Vec<CommentEntry>, StoreError>;

    /// What the import of a draft was unsure of.
    ///
    /// # Errors
    /// [`StoreError`].
    fn diagnostics(&mut self, draft: DraftId) -> Result<Vec<DiagnosticRow>, StoreError>;

    /// Writes batches in one commit: all of them are on disk when it returns, or none is. A change that is there
    /// already is not written twice.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when an entry of the record or of the comments contradicts one on disk.
    fn append(&mut self, batches: &[(DraftId, &Batch)]) -> Result<(), StoreError>;

    /// Keeps a snapshot that covers everything appended to the draft so far.
    ///
    /// # Errors
    /// [`StoreError`].
    fn save_snapshot(&mut self, draft: DraftId, bytes: &[u8]) -> Result<(), StoreError>;

    /// Adds an invitation.
    ///
    /// # Errors
    /// [`StoreError`].
    fn add_invitation(&mut self, token: &SecretHash, invitation: &InvitationRow) -> Result<(), StoreError>;

    /// An invitation, whatever its state.
    ///
    /// # Errors
    /// [`StoreError`].
    fn invitation(&mut self, token: &SecretHash) -> Result<Option<InvitationRow>, StoreError>;

    /// Revokes an invitation; `false` when there is none.
    ///
    /// # Errors
    /// [`StoreError`].
    fn revoke_invitation(&mut self, token: &SecretHash, now: Timestamp) -> Result<bool, StoreError>;

    /// Uses an invitation once: adds the person and the session. `false` when the invitation is unknown, expired,
    /// revoked or used up, and then nothing changes.
    ///
    /// # Errors
    /// [`StoreError`].
    fn open_session(
        &mut self,
        token: &SecretHash,
        secret: &SecretHash,
        session: &SessionRow,
        now: Timestamp,
    ) -> Result<bool, StoreError>;

    /// The person of a session that has not expired.
    ///
    /// # Errors
    /// [`StoreError`].
    fn session(&mut self, secret: &SecretHash, now: Timestamp) -> Result<Option<Person>, StoreError>;

    /// Whether a session was opened by a link; not by a provider of identities, and no token was.
    ///
    /// # Errors
    /// [`StoreError`].
    fn opened_by_link(&mut self, secret: &SecretHash) -> Result<bool, StoreError>;

    /// Registers the key of the device that a session is used from, and answers the key that is registered: another one when there was
    /// one already, `None` when there is no such session or it has expired.
    ///
    /// # Errors
    /// [`StoreError`].
    fn register_device(
        &mut self,
        session: &SecretHash,
        key: &PublicKey,
        now: Timestamp,
    ) -> Result<Option<PublicKey>, StoreError>;

    /// The key that a session registered.
    ///
    /// # Errors
    /// [`StoreError`].
    fn device(&mut self, session: &SecretHash) -> Result<Option<PublicKey>, StoreError>;

    /// Forgets sessions that have expired; the people stay, since their changes name them.
    ///
    /// # Errors
    /// [`StoreError`].
    fn forget_expired(&mut self, now: Timestamp) -> Result<usize, StoreError>;

    /// A setting by name.
    ///
    /// # Errors
    /// [`StoreError`].
    fn setting(&mut self, key: &str) -> Result<Option<String>, StoreError>;

    /// Writes a setting.
    ///
    /// # Errors
    /// [`StoreError`].
    fn set_setting(&mut self, key: &str, value: &str) -> Result<(), StoreError>;

    /// Writes something and takes it away again: whether there is room on the disk, with some to spare.
    ///
    /// # Errors
    /// [`StoreError`].
    fn probe(&mut self) -> Result<(), StoreError>;

    /// The directory of delegations; empty when none was ever brought in.
    ///
    /// # Errors
    /// [`StoreError`].
    fn delegations(&mut self) -> Result<Directory, StoreError>;

    /// Replaces the directory of delegations.
    ///
    /// # Errors
    /// [`StoreError`].
    fn set_delegations(&mut self, directory: &Directory) -> Result<(), StoreError>;

    /// Signs how far the logs of a draft go; `heads` are heads of the text that are stored. What is signed already is not signed
    /// again.
    ///
    /// # Errors
    /// [`StoreError`].
    fn checkpoint(
        &mut self,
        draft: DraftId,
        heads: Vec<String>,
        key: &ServerKey,
        now: Timestamp,
    ) -> Result<Checkpoint, StoreError>;

    /// The checkpoints of a draft, oldest first.
    ///
    /// # Errors
    /// [`StoreError`].
    fn checkpoints(&mut self, draft: DraftId) -> Result<Vec<StoredCheckpoint>, StoreError>;

    /// The keys that checkpoints were signed with, in their order.
    ///
    /// # Errors
    /// [`StoreError`].
    fn keys(&mut self) -> Result<Vec<KeyRow>, StoreError>;

    /// Adds a key behind the others.
    ///
    /// # Errors
    /// [`StoreError`].
    fn add_key(&mut self, key: &KeyRow) -> Result<(), StoreError>;

    /// Every invitation under the hash of its token, the latest first.
    ///
    /// # Errors
    /// [`StoreError`].
    fn invitations(&mut self) -> Result<Vec<(SecretHash, InvitationRow)>, StoreError>;

    /// Registers a person, who may be new, to sign in by what a provider says; `false` when somebody is registered so.
    ///
    /// # Errors
    /// [`StoreError`].
    fn register(&mut self, issuer: &str, claim: &Claim, person: &Person, now: Timestamp) -> Result<bool, StoreError>;

    /// Opens a session for the person who is registered by the subject or, the first time, by the address: from then on the
    /// subject is registered, too, and nobody else gets in by that address. `None` when nobody is registered so.
    ///
    /// # Errors
    /// [`StoreError`].
    fn admit(
        &mut self,
        identity: &Identity,
        secret: &SecretHash,
        expires_at: Timestamp,
        ends_at: Timestamp,
        now: Timestamp,
    ) -> Result<Option<Person>, StoreError>;

    /// Lets a person sign in no more, and ends the sessions; how many registrations there were.
    ///
    /// # Errors
    /// [`StoreError`].
    fn unregister(&mut self, person: PersonId) -> Result<usize, StoreError>;

    /// By what people may sign in, the first registered first.
    ///
    /// # Errors
    /// [`StoreError`].
    fn registrations(&mut self) -> Result<Vec<Registration>, StoreError>;

    /// Everybody who ever joined, in the order of coming.
    ///
    /// # Errors
    /// [`StoreError`].
    fn people(&mut self) -> Result<Vec<PersonRow>, StoreError>;

    /// Gives a person that is there another name, delegation or role; `false` when it is not there.
    ///
    /// # Errors
    /// [`StoreError`].
    fn set_person(&mut self, person: &Person) -> Result<bool, StoreError>;

    /// Every session, in the order of opening, those included that have expired and are not forgotten yet.
    ///
    /// # Errors
    /// [`StoreError`].
    fn sessions(&mut self) -> Result<Vec<OpenSession>, StoreError>;

    /// A session was used: it lives so many milliseconds from now on, unless it ends before anyway. One that is not there or has
    /// expired stays as it is.
    ///
    /// # Errors
    /// [`StoreError`].
    fn use_session(&mut self, secret: &SecretHash, now: Timestamp, idle: Timestamp) -> Result<(), StoreError>;

    /// Ends sessions; how many.
    ///
    /// # Errors
    /// [`StoreError`].
    fn end_sessions(&mut self, which: Sessions) -> Result<usize, StoreError>;

    /// A number that grows with whatever may change what an open connection may do: a person, the end of a session, the directory.
    ///
    /// # Errors
    /// [`StoreError`].
    fn identities_version(&mut self) -> Result<u64, StoreError>;

    /// Adds a token with its person, who is new.
    ///
    /// # Errors
    /// [`StoreError`].
    fn add_token(&mut self, secret: &SecretHash, token: &TokenRow) -> Result<(), StoreError>;

    /// A token that holds.
    ///
    /// # Errors
    /// [`StoreError`].
    fn token(&mut self, secret: &SecretHash, now: Timestamp) -> Result<Option<TokenRow>, StoreError>;

    /// Every token that was made, oldest first, those that hold no more included.
    ///
    /// # Errors
    /// [`StoreError`].
    fn tokens(&mut self) -> Result<Vec<TokenRow>, StoreError>;

    /// Revokes a token; `false` when there is none.
    ///
    /// # Errors
    /// [`StoreError`].
    fn revoke_token(&mut self, id: Uuid, now: Timestamp) -> Result<bool, StoreError>;
}
