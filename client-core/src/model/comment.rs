use super::{BracketId, CommentId, ParagraphId, Permission, Person, PersonId, Timestamp};

/// For whom a thread of comments is. It holds for the whole thread, and does not change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Audience {
    /// Whoever may read the draft, observers included.
    Everybody,
    /// The delegation that began the thread, and nobody else.
    Delegation,
    /// The delegation that began the thread, and the chair.
    Chair,
}

/// What a comment is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CommentKind {
    /// A remark on the text.
    #[default]
    Remark,
    /// Words that arrived late for decided text (domain.md, "Decisions").
    Proposal,
}

/// What a thread is about. Edits elsewhere do not move it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum CommentPlace {
    /// The whole draft.
    Draft,
    /// A paragraph.
    Paragraph(ParagraphId),
    /// A bracket.
    Bracket(BracketId),
    /// A range of words.
    Words {
        /// Their paragraph.
        paragraph: ParagraphId,
        /// Where they begin: a name for the place that outlives edits, never an offset.
        from: String,
        /// Where they end.
        to: String,
    },
}

impl CommentPlace {
    /// The paragraph, when it is about one or about words in it.
    pub fn paragraph(&self) -> Option<ParagraphId> {
        match self {
            Self::Paragraph(paragraph) | Self::Words { paragraph, .. } => Some(*paragraph),
            Self::Draft | Self::Bracket(_) => None,
        }
    }
}

/// What somebody said, as the server keeps it. It is never rewritten.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// Identity, chosen by whoever says it: saying it twice keeps it once.
    pub id: CommentId,
    /// Place in the draft's log of comments, from 1. The server's own: a client that saw the numbers of others would know how
    /// often they confer.
    pub seq: u64,
    /// The comment that the thread begins with: this one, or an earlier one.
    pub thread: CommentId,
    /// What it is.
    pub kind: CommentKind,
    /// For whom the thread is.
    pub audience: Audience,
    /// Who said it.
    pub author: PersonId,
    /// Name of the person.
    pub by: String,
    /// In whose name.
    pub delegation: String,
    /// When the server kept it.
    pub at: Timestamp,
    /// What the thread is about.
    pub place: CommentPlace,
    /// The words it was about at the time; may be empty.
    pub quoted: String,
    /// What was said.
    pub text: String,
}

/// A thread was resolved, or reopened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolution {
    /// Identity, chosen by whoever asks.
    pub id: CommentId,
    /// As for a comment.
    pub seq: u64,
    /// The thread.
    pub thread: CommentId,
    /// Resolved, or open again.
    pub resolved: bool,
    /// Who.
    pub author: PersonId,
    /// Name of the person.
    pub by: String,
    /// In whose name.
    pub delegation: String,
    /// When the server kept it.
    pub at: Timestamp,
}

/// One entry of a draft's log of comments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CommentEntry {
    /// Something was said.
    Said(Comment),
    /// A thread was resolved or reopened.
    Settled(Resolution),
}

impl CommentEntry {
    /// Identity.
    pub fn id(&self) -> CommentId {
        match self {
            Self::Said(comment) => comment.id,
            Self::Settled(resolution) => resolution.id,
        }
    }

    /// The thread that it belongs to.
    pub fn thread(&self) -> CommentId {
        match self {
            Self::Said(comment) => comment.thread,
            Self::Settled(resolution) => resolution.thread,
        }
    }

    /// Place in the log, from 1.
    pub fn seq(&self) -> u64 {
        match self {
            Self::Said(comment) => comment.seq,
            Self::Settled(resolution) => resolution.seq,
        }
    }

    /// Who it is by.
    pub fn author(&self) -> PersonId {
        match self {
            Self::Said(comment) => comment.author,
            Self::Settled(resolution) => resolution.author,
        }
    }
}

/// Whether a person may read the thread that `first` begins. The one question about secrecy: the room asks it before it
/// sends, the server before it answers. An observer reads what is for everybody, whatever delegation the name says.
pub fn may_read(person: &Person, first: &Comment) -> bool {
    match first.audience {
        Audience::Everybody => person.role.may(Permission::Read),
        Audience::Delegation => is_own(person, first),
        Audience::Chair => is_own(person, first) || person.role.may(Permission::Decide),
    }
}

/// Whether a person may resolve the thread that `first` begins, and reopen it: the delegation that began it, and the chair;
/// nobody who may not read it.
pub fn may_resolve(person: &Person, first: &Comment) -> bool {
    may_read(person, first) && (is_own(person, first) || person.role.may(Permission::Decide))
}

/// Whether a person may go on with the thread that `first` begins: whoever comments, and who sends proposals in the threads of
/// the own delegation.
pub fn may_answer(person: &Person, first: &Comment) -> bool {
    let contributes = person.role.may(Permission::Contribute) && is_own(person, first);
    may_read(person, first) && (person.role.may(Permission::Comment) || contributes)
}

/// Whether a thread is of a person's own delegation. Two people who speak for none have nothing in common.
fn is_own(person: &Person, first: &Comment) -> bool {
    let same = !first.delegation.is_empty() && person.delegation.0 == first.delegation;
    person.role.may(Permission::Contribute) && (same || person.id == first.author)
}
