//! Comments: a log per draft that the server keeps beside the text, in threads, each for an audience. They are in no
//! document: what is in one reaches every replica (docs/decisions/0017).

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    model::{
        Audience, BracketId, Comment, CommentEntry, CommentId, CommentKind, CommentPlace, ParagraphId, Permission,
        Person, Resolution, Timestamp, may_answer, may_read, may_resolve,
    },
    ops::is_forbidden,
    schema::is_cursor,
};

/// The longest comment, in code points.
pub const MAX_COMMENT: usize = 4_000;

/// The longest quotation of the words that a comment is about, in code points; what is longer is cut.
pub const MAX_QUOTED: usize = 300;

/// The most entries that a draft's log of comments holds: all of them, each as long as can be, fit a `Welcome`.
pub const MAX_ENTRIES: usize = 3_000;

/// The longest name of a place, in bytes.
const MAX_CURSOR: usize = 160;

/// What somebody wants to say. Offsets count code points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewComment {
    /// Identity, fresh.
    pub id: CommentId,
    /// The thread to go on with; `None` begins one.
    pub thread: Option<CommentId>,
    /// What it is.
    pub kind: CommentKind,
    /// For whom; an answer is for whom its thread is.
    pub audience: Audience,
    /// What it is about; an answer is about what its thread is.
    pub place: At,
    /// What is said. Line breaks are kept.
    pub text: String,
}

/// What a new comment is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// The whole draft.
    Draft,
    /// A paragraph.
    Paragraph(ParagraphId),
    /// A bracket.
    Bracket(BracketId),
    /// Words of a paragraph.
    Words {
        /// The paragraph.
        paragraph: ParagraphId,
        /// Where they begin, in code points.
        from: usize,
        /// Where they end, in code points.
        to: usize,
    },
}

/// What is asked to be added to the log: everything but what the server says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CommentRequest {
    /// To say something.
    Say(Saying),
    /// To resolve a thread, or to reopen it.
    Resolve {
        /// Identity, fresh.
        id: CommentId,
        /// The thread.
        thread: CommentId,
        /// Resolved, or open again.
        resolved: bool,
    },
}

/// A comment as it is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saying {
    /// Identity, fresh.
    pub id: CommentId,
    /// The thread to go on with; `None` begins one.
    pub thread: Option<CommentId>,
    /// What it is.
    pub kind: CommentKind,
    /// For whom, when it begins a thread.
    pub audience: Audience,
    /// What it is about, when it begins a thread.
    pub place: CommentPlace,
    /// The words it is about.
    pub quoted: String,
    /// What is said.
    pub text: String,
}

impl CommentRequest {
    /// Its identity.
    pub fn id(&self) -> CommentId {
        match self {
            Self::Say(saying) => saying.id,
            Self::Resolve { id, .. } => *id,
        }
    }
}

/// Why a comment is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CommentRefusal {
    /// The role does not include it.
    #[error("an observer reads comments and writes none")]
    NotAllowed,
    /// The document is a reference, or there is none yet.
    #[error("a reference document is read, not negotiated")]
    NotNegotiated,
    /// Nothing is said.
    #[error("the comment is empty")]
    Empty,
    /// Too long.
    #[error("a comment has at most {MAX_COMMENT} characters")]
    TooLong,
    /// A character that nobody sees.
    #[error("the comment holds a control character")]
    ControlCharacter,
    /// What it is about cannot be named so.
    #[error("the place of the comment cannot be read")]
    NoPlace,
    /// There is no such thread for this person.
    #[error("the thread is not in this draft")]
    NoThread,
    /// Another delegation began the thread.
    #[error("only the delegation that began a thread, or the chair, resolves it")]
    NotYours,
    /// The log is full.
    #[error("a draft holds at most {MAX_ENTRIES} comments")]
    TooMany,
    /// The role includes proposals to the chair and no other comments.
    #[error("a contributor sends proposals to the chair, and goes on with those alone")]
    ProposalsOnly,
}

impl CommentRefusal {
    /// A stable name for the reason.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotAllowed => "not-allowed",
            Self::NotNegotiated => "not-negotiated",
            Self::Empty => "empty",
            Self::TooLong => "too-long",
            Self::ControlCharacter => "control-character",
            Self::NoPlace => "no-place",
            Self::NoThread => "no-thread",
            Self::NotYours => "not-your-thread",
            Self::TooMany => "too-many-comments",
            Self::ProposalsOnly => "proposals-only",
        }
    }

    /// The next step.
    pub fn hint(self) -> &'static str {
        match self {
            Self::NotAllowed => "Ask the secretariat: it depends on your link and on the role of your delegation.",
            Self::NotNegotiated => "Comment on a draft.",
            Self::Empty => "Write what you have to say.",
            Self::TooLong => "Say it in several comments.",
            Self::ControlCharacter => "Write it without special characters.",
            Self::NoPlace | Self::NoThread => "Reload the draft and try again.",
            Self::NotYours => "Ask the delegation that began it, or the chair.",
            Self::TooMany => "Ask the secretariat to begin a new draft.",
            Self::ProposalsOnly => "Send it as a proposal, for the chair.",
        }
    }
}

/// A draft's log of comments, or as much of it as somebody may read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CommentLog {
    entries: Vec<CommentEntry>,
    /// Where in `entries` a thread begins.
    first: BTreeMap<CommentId, usize>,
    ids: BTreeSet<CommentId>,
}

impl CommentLog {
    /// Everything, in order.
    pub fn entries(&self) -> &[CommentEntry] {
        &self.entries
    }

    /// The comment that a thread begins with.
    pub fn first(&self, thread: CommentId) -> Option<&Comment> {
        match self.entries.get(*self.first.get(&thread)?)? {
            CommentEntry::Said(comment) => Some(comment),
            CommentEntry::Settled(_) => None,
        }
    }

    /// The entry with an identity.
    pub fn entry(&self, id: CommentId) -> Option<&CommentEntry> {
        self.ids.contains(&id).then(|| self.entries.iter().find(|entry| entry.id() == id)).flatten()
    }

    /// Adds an entry; one that is here already, or whose thread is not, is passed over, and `false` says so.
    pub fn add(&mut self, entry: CommentEntry) -> bool {
        let begins = matches!(&entry, CommentEntry::Said(comment) if comment.thread == comment.id);
        if self.ids.contains(&entry.id()) || (!begins && !self.first.contains_key(&entry.thread())) {
            return false;
        }
        if begins {
            self.first.insert(entry.thread(), self.entries.len());
        }
        self.ids.insert(entry.id());
        self.entries.push(entry);
        true
    }

    /// Whether a person may read an entry.
    pub fn may_read(&self, person: &Person, entry: &CommentEntry) -> bool {
        self.first(entry.thread()).is_some_and(|first| may_read(person, first))
    }

    /// What a person may read of the log behind an entry; all of it when the entry is not among that, or is `None`.
    pub fn readable_after(&self, person: &Person, after: Option<CommentId>) -> Vec<&CommentEntry> {
        let readable: Vec<_> = self.entries.iter().filter(|entry| self.may_read(person, entry)).collect();
        let known = after.and_then(|after| readable.iter().position(|entry| entry.id() == after));
        readable.into_iter().skip(known.map_or(0, |at| at + 1)).collect()
    }

    /// Whether a request may be added now. The person may be told nothing of a thread that is not for them: it is not there.
    ///
    /// # Errors
    /// The reason why not.
    pub fn check(&self, request: &CommentRequest, person: &Person) -> Result<(), CommentRefusal> {
        if !person.role.may(Permission::Contribute) {
            return Err(CommentRefusal::NotAllowed);
        }
        let thread = match request {
            CommentRequest::Say(saying) => {
                // Who may not comment sends proposals, and those to the chair.
                let contribution = saying.kind == CommentKind::Proposal && saying.audience == Audience::Chair;
                if saying.thread.is_none() && !contribution && !person.role.may(Permission::Comment) {
                    return Err(CommentRefusal::ProposalsOnly);
                }
                check_words(saying)?;
                saying.thread
            }
            CommentRequest::Resolve { thread, .. } => Some(*thread),
        };
        let readable = |thread| self.first(thread).filter(|first| may_read(person, first));
        let first = thread.map(|thread| readable(thread).ok_or(CommentRefusal::NoThread)).transpose()?;
        if let (CommentRequest::Resolve { .. }, Some(first)) = (request, first)
            && !may_resolve(person, first)
        {
            return Err(CommentRefusal::NotYours);
        }
        if let (CommentRequest::Say(_), Some(first)) = (request, first)
            && !may_answer(person, first)
        {
            return Err(CommentRefusal::ProposalsOnly);
        }
        // An identity that somebody else has used names nothing that this person could add.
        if self.ids.contains(&request.id()) {
            return Err(CommentRefusal::NoThread);
        }
        if self.entries.len() >= MAX_ENTRIES { Err(CommentRefusal::TooMany) } else { Ok(()) }
    }

    /// The entry that a request becomes, after [`CommentLog::check`]. An answer takes audience and place from its thread.
    pub fn seal(&self, request: &CommentRequest, person: &Person, at: Timestamp) -> CommentEntry {
        let seq = self.entries.last().map_or(1, |entry| entry.seq() + 1);
        let (author, by, delegation) = (person.id, person.name.clone(), person.delegation.0.clone());
        match request {
            CommentRequest::Resolve { id, thread, resolved } => CommentEntry::Settled(Resolution {
                id: *id,
                seq,
                thread: *thread,
                resolved: *resolved,
                author,
                by,
                delegation,
                at,
            }),
            CommentRequest::Say(saying) => {
                let first = saying.thread.and_then(|thread| self.first(thread));
                CommentEntry::Said(Comment {
                    id: saying.id,
                    seq,
                    thread: saying.thread.unwrap_or(saying.id),
                    kind: saying.kind,
                    audience: first.map_or(saying.audience, |first| first.audience),
                    author,
                    by,
                    delegation,
                    at,
                    place: first.map_or_else(|| saying.place.clone(), |first| first.place.clone()),
                    quoted: if first.is_some() { String::new() } else { saying.quoted.clone() },
                    text: saying.text.trim().to_owned(),
                })
            }
        }
    }
}

impl FromIterator<CommentEntry> for CommentLog {
    fn from_iter<I: IntoIterator<Item = CommentEntry>>(entries: I) -> Self {
        let mut log = Self::default();
        for entry in entries {
            log.add(entry);
        }
        log
    }
}

fn check_words(saying: &Saying) -> Result<(), CommentRefusal> {
    if saying.text.trim().is_empty() {
        return Err(CommentRefusal::Empty);
    }
    if saying.text.chars().count() > MAX_COMMENT || saying.quoted.chars().count() > MAX_QUOTED {
        return Err(CommentRefusal::TooLong);
    }
    let unseen = |c: char| c != '\n' && is_forbidden(c);
    if saying.text.chars().any(unseen) || saying.quoted.chars().any(unseen) {
        return Err(CommentRefusal::ControlCharacter);
    }
    let sane = |cursor: &String| cursor.len() <= MAX_CURSOR && is_cursor(cursor);
    match &saying.place {
        CommentPlace::Words { from, to, .. } if !sane(from) || !sane(to) => Err(CommentRefusal::NoPlace),
        CommentPlace::Draft | CommentPlace::Paragraph(_) | CommentPlace::Bracket(_) | CommentPlace::Words { .. } => {
            Ok(())
        }
    }
}

/// The beginning of words, fit to be quoted: without what nobody sees, at most [`MAX_QUOTED`] code points.
pub fn quotation(words: &str) -> String {
    let seen: Vec<char> =
        words.chars().map(|c| if c == '\n' { ' ' } else { c }).filter(|c| !is_forbidden(*c)).collect();
    if seen.len() <= MAX_QUOTED {
        return seen.into_iter().collect();
    }
    seen.into_iter().take(MAX_QUOTED - 1).chain(['…']).collect()
}
