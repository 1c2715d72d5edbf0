use super::Lost;
use crate::{
    gate::Touched,
    model::{CommentEntry, Entry, ParagraphId, Person},
    sync::protocol::Problem,
};

/// What the host is to do, or to show.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Send a frame.
    Send(Vec<u8>),
    /// The draft is here, or here again after a lost connection.
    Joined {
        /// The secret of a session that was made for this client; empty when it brought one.
        session: String,
    },
    /// The text or its registers changed, by whoever it was.
    Changed(Touched),
    /// The record has new entries.
    Recorded(Vec<Entry>),
    /// Others came, went or moved.
    Presence,
    /// Own changes are on disk; so many are not yet.
    Saved {
        /// Own changes that are not on disk.
        pending: usize,
    },
    /// Something that this person did was not accepted.
    Refused {
        /// A stable name.
        reason: String,
        /// One sentence.
        message: String,
        /// The next step.
        hint: String,
        /// Words that could not be kept in the draft.
        lost: Vec<Lost>,
    },
    /// The comments changed: these are new from the server; none when this person commented.
    Commented(Vec<CommentEntry>),
    /// The conversation is over; do not connect again unless `code` is `shutdown`, `slow` or `store`.
    Failed(Problem),
    /// This person may do more or less than a moment ago: see [`super::Session::person`].
    You,
}

/// A caret or a selection in one paragraph: offsets in code points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Selection {
    /// The paragraph of both ends.
    pub paragraph: ParagraphId,
    /// The fixed end.
    pub anchor: usize,
    /// The moving end; equal to `anchor` for a caret.
    pub head: usize,
}

/// Somebody else who is here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Other {
    /// The connection; one person may have several.
    pub connection: u64,
    /// Who.
    pub person: Person,
    /// Where; `None` when the person looks elsewhere.
    pub selection: Option<Selection>,
}

/// Where the conversation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// No connection.
    Offline,
    /// `Hello` is sent.
    Greeting,
    /// In conversation.
    Live,
}
