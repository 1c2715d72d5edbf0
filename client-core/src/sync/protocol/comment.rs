use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    comments::{CommentRequest, Saying},
    model::{
        Audience, BracketId, Comment, CommentEntry, CommentId, CommentKind, CommentPlace, ParagraphId, PersonId,
        Resolution,
    },
};

/// For whom a thread is, on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WireAudience {
    /// [`Audience::Everybody`].
    Everybody,
    /// [`Audience::Delegation`].
    Delegation,
    /// [`Audience::Chair`].
    Chair,
}

/// What a comment is, on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WireCommentKind {
    /// [`CommentKind::Remark`].
    Remark,
    /// [`CommentKind::Proposal`].
    Proposal,
}

/// What a thread is about, on the wire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WirePlace {
    /// [`CommentPlace::Draft`].
    Draft,
    /// [`CommentPlace::Paragraph`].
    Paragraph(Uuid),
    /// [`CommentPlace::Bracket`].
    Bracket(Uuid),
    /// [`CommentPlace::Words`]: Automerge cursors, never integer offsets.
    Words {
        /// The paragraph.
        paragraph: Uuid,
        /// Where they begin.
        from: String,
        /// Where they end.
        to: String,
    },
}

/// A comment as a client says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WireSaying {
    /// Chosen by the client; saying it twice keeps it once.
    pub id: Uuid,
    /// The thread to go on with; `None` begins one.
    pub thread: Option<Uuid>,
    /// What it is.
    pub kind: WireCommentKind,
    /// For whom.
    pub audience: WireAudience,
    /// What it is about.
    pub place: WirePlace,
    /// The words it is about.
    pub quoted: String,
    /// What is said.
    pub text: String,
}

/// A wish to resolve a thread, or to reopen it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WireResolve {
    /// Chosen by the client.
    pub id: Uuid,
    /// The thread.
    pub thread: Uuid,
    /// Resolved, or open again.
    pub resolved: bool,
}

/// An entry of the log of comments, as somebody who may read it gets it. Its number in the log stays with the server: the
/// gaps would tell how much is said elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WireCommentEntry {
    /// Identity.
    pub id: Uuid,
    /// The thread.
    pub thread: Uuid,
    /// Who.
    pub author: Uuid,
    /// Name of the person.
    pub by: String,
    /// In whose name.
    pub delegation: String,
    /// Milliseconds since 1970.
    pub at: i64,
    /// What.
    pub what: WireCommented,
}

/// What an entry says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WireCommented {
    /// Something was said.
    Said {
        /// What it is.
        kind: WireCommentKind,
        /// For whom the thread is.
        audience: WireAudience,
        /// What the thread is about.
        place: WirePlace,
        /// The words it was about at the time.
        quoted: String,
        /// What was said.
        text: String,
    },
    /// The thread was resolved (true) or reopened.
    Resolved(bool),
}

macro_rules! same_names {
    ($wire:ident, $model:ident: $($name:ident)*) => {
        impl From<$model> for $wire {
            fn from(model: $model) -> Self {
                match model { $($model::$name => Self::$name),* }
            }
        }

        impl From<$wire> for $model {
            fn from(wire: $wire) -> Self {
                match wire { $($wire::$name => Self::$name),* }
            }
        }
    };
}

same_names!(WireAudience, Audience: Everybody Delegation Chair);
same_names!(WireCommentKind, CommentKind: Remark Proposal);

impl From<&CommentPlace> for WirePlace {
    fn from(place: &CommentPlace) -> Self {
        match place {
            CommentPlace::Draft => Self::Draft,
            CommentPlace::Paragraph(id) => Self::Paragraph(id.0),
            CommentPlace::Bracket(id) => Self::Bracket(id.0),
            CommentPlace::Words { paragraph, from, to } => {
                Self::Words { paragraph: paragraph.0, from: from.clone(), to: to.clone() }
            }
        }
    }
}

impl From<&WirePlace> for CommentPlace {
    fn from(wire: &WirePlace) -> Self {
        match wire {
            WirePlace::Draft => Self::Draft,
            WirePlace::Paragraph(id) => Self::Paragraph(ParagraphId(*id)),
            WirePlace::Bracket(id) => Self::Bracket(BracketId(*id)),
            WirePlace::Words { paragraph, from, to } => {
                Self::Words { paragraph: ParagraphId(*paragraph), from: from.clone(), to: to.clone() }
            }
        }
    }
}

impl From<&Saying> for WireSaying {
    fn from(saying: &Saying) -> Self {
        Self {
            id: saying.id.0,
            thread: saying.thread.map(|thread| thread.0),
            kind: saying.kind.into(),
            audience: saying.audience.into(),
            place: (&saying.place).into(),
            quoted: saying.quoted.clone(),
            text: saying.text.clone(),
        }
    }
}

impl From<&WireSaying> for CommentRequest {
    fn from(wire: &WireSaying) -> Self {
        Self::Say(Saying {
            id: CommentId(wire.id),
            thread: wire.thread.map(CommentId),
            kind: wire.kind.into(),
            audience: wire.audience.into(),
            place: (&wire.place).into(),
            quoted: wire.quoted.clone(),
            text: wire.text.clone(),
        })
    }
}

impl From<&WireResolve> for CommentRequest {
    fn from(wire: &WireResolve) -> Self {
        Self::Resolve { id: CommentId(wire.id), thread: CommentId(wire.thread), resolved: wire.resolved }
    }
}

impl From<&CommentEntry> for WireCommentEntry {
    fn from(entry: &CommentEntry) -> Self {
        let (by, delegation, at, what) = match entry {
            CommentEntry::Said(comment) => {
                let what = WireCommented::Said {
                    kind: comment.kind.into(),
                    audience: comment.audience.into(),
                    place: (&comment.place).into(),
                    quoted: comment.quoted.clone(),
                    text: comment.text.clone(),
                };
                (&comment.by, &comment.delegation, comment.at, what)
            }
            CommentEntry::Settled(resolution) => {
                let what = WireCommented::Resolved(resolution.resolved);
                (&resolution.by, &resolution.delegation, resolution.at, what)
            }
        };
        Self {
            id: entry.id().0,
            thread: entry.thread().0,
            author: entry.author().0,
            by: by.clone(),
            delegation: delegation.clone(),
            at,
            what,
        }
    }
}

impl WireCommentEntry {
    /// The entry, with the number that it gets where it arrives.
    pub fn into_entry(self, seq: u64) -> CommentEntry {
        let (id, thread, author) = (CommentId(self.id), CommentId(self.thread), PersonId(self.author));
        let Self { by, delegation, at, .. } = self;
        match self.what {
            WireCommented::Said { kind, audience, place, quoted, text } => CommentEntry::Said(Comment {
                id,
                seq,
                thread,
                kind: kind.into(),
                audience: audience.into(),
                author,
                by,
                delegation,
                at,
                place: (&place).into(),
                quoted,
                text,
            }),
            WireCommented::Resolved(resolved) => {
                CommentEntry::Settled(Resolution { id, seq, thread, resolved, author, by, delegation, at })
            }
        }
    }
}
