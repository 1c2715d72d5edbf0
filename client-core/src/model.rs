//! Plain values of a negotiated text: draft, paragraph, bracket, alternative, decision, permission, number.
//!
//! Knows nothing of Automerge, of the wire or of a file format; nothing here derives `Serialize`.

mod alternative;
mod arrange;
mod bracket;
mod choice;
mod comment;
mod decision;
mod delegation;
mod diagnostic;
mod draft;
mod ids;
mod inline;
mod label_scheme;
mod matter;
mod note;
pub mod numbering;
mod occurrence;
mod paragraph;
mod permission;
mod position;
mod positions;
mod proposal;
mod reading;
mod standing;

mod companion;

pub use alternative::AlternativeSet;
pub use arrange::second_part;
pub use bracket::{Bracket, BracketState, Extent, Wish};
pub use choice::{Beside, JoinedChoice, MAX_JOINED, NotJoined, WordsBefore, joinable, may_join, words_before};
pub use comment::{
    Audience, Comment, CommentEntry, CommentKind, CommentPlace, Resolution, may_answer, may_read, may_resolve,
};
pub use decision::{Decision, Entry, Standings, Subject};
pub use delegation::{DelegationKind, Directory, DirectoryEntry, DirectoryFault, LANGUAGES, Part};
pub use diagnostic::{Diagnostic, Place, Severity};
pub use draft::{Column, Draft, DraftKind};
pub use ids::{
    AlternativeSetId, BracketId, ChoiceId, CommentId, DraftId, EntryId, ParagraphId, PersonId, PositionId, ProposalId,
};
pub use inline::{Anchor, Inline, InlineExt, Style};
pub use label_scheme::LabelScheme;
pub use matter::{Matter, MatterKind, open_matters};
pub use occurrence::{Around, Occurrence, occurrences};
pub use paragraph::{Numeral, Paragraph, ParagraphKind};
pub use permission::{Delegation, Permission, Person, Role};
pub use position::{Position, Preference, Stance, Topic, Written, holding, supporters_beside};
pub use positions::{Question, Sides, Source, Voice, sides};
pub use proposal::{Change, Proposal, ProposalState, Target};
pub use reading::{Read, Reading, read};
pub use standing::{ParagraphStanding, Phase};

pub use companion::{Companion, Relation, companions};

/// Milliseconds since 1970-01-01T00:00:00Z. The core never reads a clock: callers pass the time in.
pub type Timestamp = i64;
