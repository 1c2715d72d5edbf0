//! The messages of one WebSocket per draft: binary frames, one CBOR value a frame. docs/protocol.md numbers the rules.
//!
//! These are wire types: they derive `Serialize` and convert to the model at the edge.

mod checkpoint;
mod comment;
mod needs;

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_bytes::ByteBuf;
use uuid::Uuid;

use crate::model::{
    AlternativeSetId, BracketId, Decision, Delegation, Entry, EntryId, LabelScheme, ParagraphId, Person, PersonId,
    Phase, ProposalId, Role,
};

pub use checkpoint::{WireCheckpoint, WireSuccession};
pub use comment::{WireAudience, WireCommentEntry, WireCommentKind, WireCommented, WirePlace, WireResolve, WireSaying};

/// The version of the protocol; the first message of either side carries it (P1).
pub const VERSION: u32 = 1;

/// The largest frame that the server accepts, in bytes (P2).
pub const MAX_FRAME: usize = 1 << 20;

/// The largest frame that a client accepts, in bytes: a `Welcome` carries the whole document (P2).
pub const MAX_SERVER_FRAME: usize = 64 << 20;

/// How deep a message may nest; checked before it is decoded (P3).
const MAX_DEPTH: usize = 16;

/// What a client says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClientMessage {
    /// The first message.
    Hello(Hello),
    /// Changes made here, oldest first: raw Automerge change chunks, not deflated.
    Push {
        /// The changes.
        changes: Vec<ByteBuf>,
        /// What the device signed of each, in the same order; empty where it holds no key.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        signatures: Vec<ByteBuf>,
    },
    /// The chair decides. Answered by the entry in `Record`, or by `Refuse`.
    Decide {
        /// Chosen by the client; asking twice records once.
        id: Uuid,
        /// The decision.
        decision: WireDecision,
        /// In which meeting; may be left out.
        #[serde(default)]
        meeting: String,
        /// Why.
        reason: String,
        /// The heads that the chair saw, hexadecimal and sorted.
        heads: Vec<String>,
    },
    /// Where this person's cursor is; coalesced, never stored.
    Presence {
        /// `None` when the person looks elsewhere.
        cursor: Option<Cursor>,
    },
    /// A request for what the client lacks; answered by `Changes`.
    Need {
        /// The heads that the client has, hexadecimal.
        heads: Vec<String>,
    },
    /// Somebody comments. Answered by the entry in `Comments`, or by `Refuse`.
    Comment(WireSaying),
    /// Somebody resolves or reopens a thread. Answered like `Comment`.
    ResolveComment(WireResolve),
}

/// Opens a conversation about one draft.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hello {
    /// [`VERSION`].
    pub version: u32,
    /// Slug or identity of the draft.
    pub draft: String,
    /// Who asks.
    pub credential: Credential,
    /// The actor that an earlier `Welcome` issued to this session and that this replica goes on using.
    pub actor: Option<ByteBuf>,
    /// The heads of what the client has confirmed, hexadecimal; empty for a fresh client.
    pub heads: Vec<String>,
    /// The last entry of the record that the client has; 0 for none.
    pub record_seq: u64,
    /// The last entry of the log of comments that the client has; `None` for none.
    #[serde(default)]
    pub last_comment: Option<Uuid>,
}

/// Proof of who asks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Credential {
    /// An invitation link's token: makes a session.
    Invitation {
        /// The token, as in the link.
        token: String,
        /// The name to be seen by.
        name: String,
        /// The delegation to speak for, where the invitation leaves it open.
        delegation: String,
    },
    /// A session made earlier.
    Session {
        /// Its secret.
        secret: String,
    },
    /// A session whose secret is in a cookie: the request that opened the socket carried it. Of a page, which cannot read it.
    Cookie,
}

/// What the server says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServerMessage {
    /// The answer to `Hello`.
    Welcome(Box<Welcome>),
    /// These changes are on disk.
    Ack {
        /// Their hashes, hexadecimal.
        hashes: Vec<String>,
    },
    /// Something was not accepted.
    Refuse(Refuse),
    /// Changes by others, oldest first, all of them on disk.
    Changes {
        /// Raw Automerge change chunks.
        changes: Vec<ByteBuf>,
    },
    /// New entries of the record.
    Record {
        /// In order, without gaps.
        entries: Vec<WireEntry>,
    },
    /// Who came or moved, and who left, since the last such message. Whoever receives it may be among them.
    Presence {
        /// Who came or moved, and where they are now.
        here: Vec<Presence>,
        /// The connections that ended.
        gone: Vec<u64>,
    },
    /// The conversation ends; the socket closes after it.
    Error(Problem),
    /// New entries of the log of comments, all of them on disk: those that the receiver may read.
    Comments {
        /// In order.
        entries: Vec<WireCommentEntry>,
    },
    /// The receiver may do something else from here on.
    You(You),
}

/// Who the receiver is from here on: a role or a delegation was changed while it was connected.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct You {
    /// Who the server takes the client for now.
    pub person: WirePerson,
    /// The whole log of comments, as far as this person may read it.
    pub comments: Vec<WireCommentEntry>,
}

/// The state of the draft for somebody who joins.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Welcome {
    /// [`VERSION`].
    pub version: u32,
    /// The draft's slug.
    pub draft: String,
    /// This connection, as others see it in `Presence`.
    pub connection: u64,
    /// Who the server takes the client for.
    pub person: WirePerson,
    /// The session's secret; empty when the client brought it.
    pub session: String,
    /// The actor to make changes with: 16 bytes.
    pub actor: ByteBuf,
    /// The heads after what this message carries, hexadecimal and sorted.
    pub heads: Vec<String>,
    /// The whole document, when the client had nothing; otherwise `None`.
    pub snapshot: Option<ByteBuf>,
    /// What the client lacked, when it had something.
    pub changes: Vec<ByteBuf>,
    /// The entries of the record after `record_seq`.
    pub record: Vec<WireEntry>,
    /// Who else is here.
    pub present: Vec<Presence>,
    /// The entries of the log of comments after `last_comment` that this person may read; all of them when it is unknown.
    #[serde(default)]
    pub comments: Vec<WireCommentEntry>,
    /// How far text and record are signed; what else this message carries contains it.
    #[serde(default)]
    pub checkpoint: Option<WireCheckpoint>,
    /// The keys that the server signed with one after the other.
    #[serde(default)]
    pub keys: Vec<WireSuccession>,
    /// Nothing can be stored now: what the client sends is not answered, and is to be sent again after the next `Welcome`.
    #[serde(default)]
    pub read_only: bool,
}

/// A change, a decision or a comment that was not accepted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Refuse {
    /// The hash of the change (hexadecimal) or the id of the decision or the comment.
    pub subject: String,
    /// A stable name for the reason, such as `not-allowed`.
    pub reason: String,
    /// One sentence.
    pub message: String,
    /// The next step.
    pub hint: String,
}

/// An error that ends the conversation. `code` is one of: `version`, `credential`, `unknown-draft`, `malformed`,
/// `too-large`, `out-of-order`, `replaced`, `slow`, `store`, `shutdown`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Problem {
    /// A stable name.
    pub code: String,
    /// One sentence.
    pub message: String,
    /// The next step.
    pub hint: String,
}

/// A cursor or a selection: Automerge cursors, never integer offsets, so that edits elsewhere do not move it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// The paragraph of both ends.
    pub paragraph: Uuid,
    /// The fixed end.
    pub anchor: String,
    /// The moving end; equal to `anchor` for a caret.
    pub head: String,
}

/// Where somebody is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Presence {
    /// The connection; one person may have several.
    pub connection: u64,
    /// Who.
    pub person: WirePerson,
    /// Where; `None` when the person looks elsewhere.
    pub cursor: Option<Cursor>,
}

/// A person on the wire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WirePerson {
    /// Identity.
    pub id: Uuid,
    /// Name.
    pub name: String,
    /// Delegation.
    pub delegation: String,
    /// `observer`, `member` or `chair`.
    pub role: String,
}

impl From<&Person> for WirePerson {
    fn from(person: &Person) -> Self {
        Self {
            id: person.id.0,
            name: person.name.clone(),
            delegation: person.delegation.0.clone(),
            role: person.role.name().into(),
        }
    }
}

impl From<&WirePerson> for Person {
    /// A role that this version does not know gives the least: observer.
    fn from(wire: &WirePerson) -> Self {
        Self {
            id: PersonId(wire.id),
            name: wire.name.clone(),
            delegation: Delegation(wire.delegation.clone()),
            role: Role::from_name(&wire.role).unwrap_or(Role::Observer),
        }
    }
}

/// A decision on the wire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "describe", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "describe", schema(as = Decision))]
#[serde(rename_all = "snake_case")]
pub enum WireDecision {
    /// The words of a bracket stay.
    KeepBracket(Uuid),
    /// The words of a bracket go.
    DeleteBracket(Uuid),
    /// A decided bracket is open again.
    ReopenBracket(Uuid),
    /// One version of a set is chosen.
    ChooseAlternative {
        /// The set.
        set: Uuid,
        /// The variant; `None` chooses the base.
        variant: Option<Uuid>,
    },
    /// A decided set is open again.
    ReopenAlternative(Uuid),
    /// Of a choice inside a bracket one branch stays.
    PickBranch {
        /// The bracket.
        bracket: Uuid,
        /// The branch, counted from 0; `None` is "no text".
        branch: Option<u32>,
        /// How many branches there were to pick from.
        of: u32,
    },
    /// Several decisions taken as one.
    #[cfg_attr(feature = "describe", schema(no_recursion))]
    Package(Vec<WireDecision>),
    /// The words of a bracket go, and others come in their place.
    ReplaceBracket {
        /// The bracket.
        bracket: Uuid,
        /// The words that come.
        words: String,
    },
    /// A paragraph is agreed ad referendum.
    AgreeAdRef(Uuid),
    /// A paragraph is agreed.
    Agree(Uuid),
    /// A paragraph is left aside.
    Suspend(Uuid),
    /// An agreed or suspended paragraph is open again.
    ReopenParagraph(Uuid),
    /// The negotiation enters another phase.
    SetPhase(WirePhase),
    /// A proposal is taken in.
    AcceptProposal(Uuid),
    /// A proposal is not taken in.
    RejectProposal(Uuid),
    /// A decided proposal is open again.
    ReopenProposal(Uuid),
    /// How alternatives are labelled from now on.
    SetLabelScheme(WireLabelScheme),
}

/// A phase on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "describe", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "describe", schema(as = Phase))]
#[serde(rename_all = "snake_case")]
pub enum WirePhase {
    /// [`Phase::Drafting`].
    Drafting,
    /// [`Phase::Negotiation`].
    Negotiation,
    /// [`Phase::Closed`].
    Closed,
}

impl From<Phase> for WirePhase {
    fn from(phase: Phase) -> Self {
        match phase {
            Phase::Drafting => Self::Drafting,
            Phase::Negotiation => Self::Negotiation,
            Phase::Closed => Self::Closed,
        }
    }
}

impl From<WirePhase> for Phase {
    fn from(wire: WirePhase) -> Self {
        match wire {
            WirePhase::Drafting => Self::Drafting,
            WirePhase::Negotiation => Self::Negotiation,
            WirePhase::Closed => Self::Closed,
        }
    }
}

/// A label scheme on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "describe", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "describe", schema(as = LabelScheme))]
#[serde(rename_all = "kebab-case")]
pub enum WireLabelScheme {
    /// [`LabelScheme::Alt`].
    Alt,
    /// [`LabelScheme::Option`].
    Option,
    /// [`LabelScheme::EditorialManual`].
    EditorialManual,
}

impl From<LabelScheme> for WireLabelScheme {
    fn from(scheme: LabelScheme) -> Self {
        match scheme {
            LabelScheme::Alt => Self::Alt,
            LabelScheme::Option => Self::Option,
            LabelScheme::EditorialManual => Self::EditorialManual,
        }
    }
}

impl From<WireLabelScheme> for LabelScheme {
    fn from(scheme: WireLabelScheme) -> Self {
        match scheme {
            WireLabelScheme::Alt => Self::Alt,
            WireLabelScheme::Option => Self::Option,
            WireLabelScheme::EditorialManual => Self::EditorialManual,
        }
    }
}

impl From<&Decision> for WireDecision {
    fn from(decision: &Decision) -> Self {
        match decision {
            Decision::KeepBracket(id) => Self::KeepBracket(id.0),
            Decision::DeleteBracket(id) => Self::DeleteBracket(id.0),
            Decision::ReopenBracket(id) => Self::ReopenBracket(id.0),
            Decision::ChooseAlternative(set, variant) => {
                Self::ChooseAlternative { set: set.0, variant: variant.map(|id| id.0) }
            }
            Decision::ReopenAlternative(id) => Self::ReopenAlternative(id.0),
            Decision::PickBranch { bracket, branch, of } => {
                Self::PickBranch { bracket: bracket.0, branch: *branch, of: *of }
            }
            Decision::Package(parts) => Self::Package(parts.iter().map(Self::from).collect()),
            Decision::ReplaceBracket { bracket, words } => {
                Self::ReplaceBracket { bracket: bracket.0, words: words.clone() }
            }
            Decision::AgreeAdRef(id) => Self::AgreeAdRef(id.0),
            Decision::Agree(id) => Self::Agree(id.0),
            Decision::Suspend(id) => Self::Suspend(id.0),
            Decision::ReopenParagraph(id) => Self::ReopenParagraph(id.0),
            Decision::SetPhase(phase) => Self::SetPhase((*phase).into()),
            Decision::AcceptProposal(id) => Self::AcceptProposal(id.0),
            Decision::RejectProposal(id) => Self::RejectProposal(id.0),
            Decision::ReopenProposal(id) => Self::ReopenProposal(id.0),
            Decision::SetLabelScheme(scheme) => Self::SetLabelScheme((*scheme).into()),
        }
    }
}

impl From<&WireDecision> for Decision {
    fn from(wire: &WireDecision) -> Self {
        match wire {
            WireDecision::KeepBracket(id) => Self::KeepBracket(BracketId(*id)),
            WireDecision::DeleteBracket(id) => Self::DeleteBracket(BracketId(*id)),
            WireDecision::ReopenBracket(id) => Self::ReopenBracket(BracketId(*id)),
            WireDecision::ChooseAlternative { set, variant } => {
                Self::ChooseAlternative(AlternativeSetId(*set), variant.map(ParagraphId))
            }
            WireDecision::ReopenAlternative(id) => Self::ReopenAlternative(AlternativeSetId(*id)),
            WireDecision::PickBranch { bracket, branch, of } => {
                Self::PickBranch { bracket: BracketId(*bracket), branch: *branch, of: *of }
            }
            WireDecision::Package(parts) => Self::Package(parts.iter().map(Self::from).collect()),
            WireDecision::ReplaceBracket { bracket, words } => {
                Self::ReplaceBracket { bracket: BracketId(*bracket), words: words.clone() }
            }
            WireDecision::AgreeAdRef(id) => Self::AgreeAdRef(ParagraphId(*id)),
            WireDecision::Agree(id) => Self::Agree(ParagraphId(*id)),
            WireDecision::Suspend(id) => Self::Suspend(ParagraphId(*id)),
            WireDecision::ReopenParagraph(id) => Self::ReopenParagraph(ParagraphId(*id)),
            WireDecision::SetPhase(phase) => Self::SetPhase((*phase).into()),
            WireDecision::AcceptProposal(id) => Self::AcceptProposal(ProposalId(*id)),
            WireDecision::RejectProposal(id) => Self::RejectProposal(ProposalId(*id)),
            WireDecision::ReopenProposal(id) => Self::ReopenProposal(ProposalId(*id)),
            WireDecision::SetLabelScheme(scheme) => Self::SetLabelScheme((*scheme).into()),
        }
    }
}

/// An entry of the record on the wire.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WireEntry {
    /// Place in the record, from 1.
    pub seq: u64,
    /// Identity.
    pub id: Uuid,
    /// Milliseconds since 1970.
    pub at: i64,
    /// Name of the person who decided.
    pub by: String,
    /// In whose name.
    pub delegation: String,
    /// What.
    pub decision: WireDecision,
    /// In which meeting.
    #[serde(default)]
    pub meeting: String,
    /// Why.
    pub reason: String,
    /// The heads it was taken on.
    pub heads: Vec<String>,
    /// The hash of the entry before.
    #[serde(with = "serde_bytes")]
    pub previous: [u8; 32],
    /// The hash of this entry.
    #[serde(with = "serde_bytes")]
    pub hash: [u8; 32],
}

impl From<&Entry> for WireEntry {
    fn from(entry: &Entry) -> Self {
        Self {
            seq: entry.seq,
            id: entry.id.0,
            at: entry.at,
            by: entry.by.clone(),
            delegation: entry.delegation.clone(),
            decision: (&entry.decision).into(),
            meeting: entry.meeting.clone(),
            reason: entry.reason.clone(),
            heads: entry.heads.clone(),
            previous: entry.previous,
            hash: entry.hash,
        }
    }
}

impl From<&WireEntry> for Entry {
    fn from(wire: &WireEntry) -> Self {
        Self {
            seq: wire.seq,
            id: EntryId(wire.id),
            at: wire.at,
            by: wire.by.clone(),
            delegation: wire.delegation.clone(),
            decision: (&wire.decision).into(),
            meeting: wire.meeting.clone(),
            reason: wire.reason.clone(),
            heads: wire.heads.clone(),
            previous: wire.previous,
            hash: wire.hash,
        }
    }
}

/// A frame that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FrameError {
    /// The frame is larger than the reader accepts.
    #[error("the message has {size} bytes, more than the {limit} allowed")]
    TooLarge {
        /// Its size in bytes.
        size: usize,
        /// The limit.
        limit: usize,
    },
    /// The frame is not a message of this protocol.
    #[error("the message is not one of this protocol: {0}")]
    Malformed(String),
}

/// Writes a message. Messages are plain data, so writing to memory does not fail; if it ever did, the frame would be
/// empty and the reader would refuse it.
pub fn encode<M: Serialize>(message: &M) -> Vec<u8> {
    let mut frame = Vec::new();
    if ciborium::into_writer(message, &mut frame).is_err() {
        frame.clear();
    }
    frame
}

/// Reads a client's message: one CBOR value and nothing behind it.
///
/// # Errors
/// [`FrameError`] when the frame is larger than [`MAX_FRAME`], too deep or no message.
pub fn decode_client(frame: &[u8]) -> Result<ClientMessage, FrameError> {
    decode(frame, MAX_FRAME)
}

/// Reads a server's message: one CBOR value and nothing behind it.
///
/// # Errors
/// [`FrameError`] when the frame is larger than [`MAX_SERVER_FRAME`], too deep or no message.
pub fn decode_server(frame: &[u8]) -> Result<ServerMessage, FrameError> {
    decode(frame, MAX_SERVER_FRAME)
}

fn decode<M: DeserializeOwned>(frame: &[u8], limit: usize) -> Result<M, FrameError> {
    if frame.len() > limit {
        return Err(FrameError::TooLarge { size: frame.len(), limit });
    }
    let mut rest = frame;
    let message = ciborium::de::from_reader_with_recursion_limit(&mut rest, MAX_DEPTH)
        .map_err(|error| FrameError::Malformed(error.to_string()))?;
    if rest.is_empty() { Ok(message) } else { Err(FrameError::Malformed(format!("{} bytes too many", rest.len()))) }
}
