//! Why a change does not pass, and what its author can do.

use crate::schema::SchemaError;

/// Why a change does not pass.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Too many bytes or operations.
    #[error("the change is too large")]
    TooLarge,
    /// Not a change, or one that cannot be read.
    #[error("the change cannot be read")]
    Malformed,
    /// The actor was not issued to this person.
    #[error("the change speaks in another's name")]
    WrongActor,
    /// A change it builds on is unknown here.
    #[error("the change builds on others that are unknown here")]
    MissingDependency,
    /// It does not follow the actor's last change.
    #[error("the change does not follow the last one of its author")]
    OutOfSequence,
    /// The role does not include changes to the text.
    #[error("this role does not include it")]
    NotAllowed,
    /// The document is a reference.
    #[error("a reference document is read, not negotiated")]
    NotNegotiated,
    /// The bracket that is to become a choice is decided or withdrawn: a line more would give the number of the branch
    /// that was picked to another one.
    #[error("the bracket is not open any more")]
    Settled,
    /// The paragraph was agreed.
    #[error("this paragraph is agreed")]
    Agreed,
    /// Words were written where others were decided away.
    #[error("the words around were decided away meanwhile")]
    Late,
    /// In a negotiation words change by bracket.
    #[error("in a negotiation words change only by bracket")]
    ByBracketOnly,
    /// The negotiation of the draft is closed.
    #[error("the negotiation of this draft is closed")]
    Closed,
    /// An operation does something that no act does.
    #[error("the change does something that is no act of a negotiation: {0}")]
    NotAnAct(&'static str),
    /// It lifts a bracket that another delegation has come to support.
    #[error("another delegation supports the bracket")]
    Supported,
    /// The brackets that are to become one question do not stand side by side any more, or one is of another question.
    #[error("the brackets are no one question any more")]
    NotJoined,
    /// It takes lines back between branches of which another delegation prefers one.
    #[error("another delegation prefers one of these branches")]
    Preferred,
    /// It comes by a session that registered the key of a device, and is not signed.
    #[error("the change is not signed by the device")]
    Unsigned,
    /// The server takes signed changes alone, and the session registered no key.
    #[error("this server takes signed changes alone, and this device signs none")]
    MustBeSigned,
    /// It is signed with another key, or for another draft or change.
    #[error("the signature of the change does not hold")]
    BadSignature,
    /// It takes a footnote back in which others have written.
    #[error("there are words or brackets in this footnote")]
    NotEmpty,
}

impl From<SchemaError> for Refused {
    /// What the document cannot apply or be read after is nothing that a client of ours writes.
    fn from(_: SchemaError) -> Self {
        Self::Malformed
    }
}

impl Refused {
    /// A stable name for the reason.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLarge => "too-large",
            Self::Malformed => "malformed",
            Self::WrongActor => "wrong-actor",
            Self::MissingDependency => "missing-dependency",
            Self::OutOfSequence => "out-of-sequence",
            Self::NotAllowed => "not-allowed",
            Self::NotNegotiated => "not-negotiated",
            Self::Settled => "settled",
            Self::Agreed => "agreed",
            Self::Late => "late",
            Self::ByBracketOnly => "by-bracket-only",
            Self::Closed => "closed",
            Self::NotAnAct(_) => "not-an-act",
            Self::Supported => "supported",
            Self::NotJoined => "not-joined",
            Self::Preferred => "preferred",
            Self::NotEmpty => "not-empty",
            Self::Unsigned => "unsigned",
            Self::MustBeSigned => "must-be-signed",
            Self::BadSignature => "bad-signature",
        }
    }

    /// The next step.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::TooLarge => "Insert the text in parts.",
            Self::NotAllowed => "Ask the secretariat: it depends on your link and on the role of your delegation.",
            Self::NotNegotiated => "Propose the words in a draft.",
            Self::MissingDependency | Self::OutOfSequence => {
                "The draft is brought up to date and the edit tried again."
            }
            Self::Settled | Self::Late => "Ask the chair to reopen the bracket.",
            Self::Agreed => "Ask the chair to reopen the paragraph.",
            Self::ByBracketOnly => "Propose the change in a bracket.",
            Self::Closed => "Ask the chair.",
            Self::NotJoined => "Look at the brackets again.",
            Self::Malformed | Self::WrongActor | Self::NotAnAct(_) => "Reload the draft and try again.",
            Self::Supported => "Ask that delegation to take its support back, or the chair to decide.",
            Self::Preferred => "Ask that delegation to take its position back, or the chair to decide.",
            Self::Unsigned | Self::BadSignature => {
                "Sign out and open your link again: the device has another key by now."
            }
            Self::MustBeSigned => "Open your link again in a current browser, over https, or write with `adref join`.",
            Self::NotEmpty => "Put a bracket around its call, with the wish to delete.",
        }
    }
}
