//! The form of a story: JSON, one object a step. A place is named by its label (`9.`, `24./i.`, `Alt 10+11`) or by words of
//! the paragraph; words are those of the text as it stands then.

use client_core::model::Timestamp;
use serde::Deserialize;

/// A negotiation from beginning to end.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Story {
    /// What it is.
    pub title: String,
    /// Who takes part.
    pub people: Vec<Person>,
    /// What happens, in order.
    pub meetings: Vec<Meeting>,
}

/// Somebody in a story.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// The name.
    pub name: String,
    /// In whose name the person speaks.
    pub delegation: String,
    /// The role of the invitation: `observer`, `member` or `chair`. The directory may leave less of it.
    pub role: String,
}

/// A meeting on one draft.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Meeting {
    /// Its name, kept with each decision.
    pub name: String,
    /// When it begins, in milliseconds since 1970.
    pub at: Timestamp,
    /// The draft it is about, by slug.
    pub draft: String,
    /// What happens.
    pub acts: Vec<Step>,
}

/// One thing that somebody does.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Who.
    pub by: String,
    /// Another draft than the meeting's.
    #[serde(default)]
    pub draft: Option<String>,
    /// What.
    #[serde(rename = "do")]
    pub act: Act,
}

/// A bracket: by its place and the beginning of its words. The one around the whole draft has neither.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bracket {
    /// The paragraph.
    #[serde(default)]
    pub at: Option<String>,
    /// How its words begin.
    #[serde(default)]
    pub words: String,
}

/// What somebody does.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Act {
    /// Writes words, as the phase of the draft allows: beside words that are there, in their place, or as the whole paragraph.
    Write {
        /// The paragraph.
        at: String,
        /// Before these words.
        #[serde(default)]
        before: Option<String>,
        /// Behind these words.
        #[serde(default)]
        after: Option<String>,
        /// In the place of these words.
        #[serde(default)]
        instead: Option<String>,
        /// The words; none to delete.
        words: String,
        /// Why; for a proposal.
        #[serde(default)]
        reason: String,
    },
    /// Brackets words.
    Bracket {
        /// The paragraph.
        at: String,
        /// The words.
        words: String,
        /// `retain` or `delete`.
        #[serde(default)]
        wish: Option<String>,
        /// Why.
        #[serde(default)]
        reason: String,
    },
    /// Makes brackets choices at their slashes.
    MakeChoice(Vec<Bracket>),
    /// Withdraws a bracket.
    Withdraw(Bracket),
    /// Takes a position on a bracket.
    Position {
        /// The bracket.
        on: Bracket,
        /// `retain`, `delete`, `reserve`, `can-accept`.
        stance: String,
        /// Why.
        #[serde(default)]
        reason: String,
    },
    /// Takes a position on the alternatives to a paragraph.
    PositionOnAlternatives {
        /// The number of what they are alternatives to, such as `10+11`.
        to: String,
        /// The version, by its label; `base` for what stands there.
        version: String,
        /// `retain`, `delete`, `reserve`, `can-accept`.
        stance: String,
        /// Why.
        #[serde(default)]
        reason: String,
    },
    /// The chair decides; several as one package.
    Decide {
        /// What.
        what: Vec<Ruling>,
        /// Why.
        #[serde(default)]
        reason: String,
    },
    /// The chair agrees whatever nothing is open in and that is not agreed yet.
    AgreeTheRest {
        /// For good, and not subject to confirmation.
        #[serde(default)]
        fully: bool,
        /// Why.
        #[serde(default)]
        reason: String,
    },
    /// Proposes a paragraph.
    Add {
        /// Where.
        place: NewPlace,
        /// Its words.
        words: String,
        /// Why.
        #[serde(default)]
        reason: String,
    },
    /// Proposes to move a paragraph: behind another one, first under one, or to the beginning.
    Move {
        /// The paragraph.
        at: String,
        /// Behind this one.
        #[serde(default)]
        behind: Option<String>,
        /// First under this one.
        #[serde(default)]
        first_in: Option<String>,
        /// Why.
        #[serde(default)]
        reason: String,
    },
    /// Proposes to split a paragraph.
    Split {
        /// The paragraph.
        at: String,
        /// Before these words.
        before: String,
        /// Why.
        #[serde(default)]
        reason: String,
    },
    /// Proposes that a paragraph goes on with the next one.
    Merge {
        /// The paragraph.
        at: String,
        /// Why.
        #[serde(default)]
        reason: String,
    },
    /// Proposes to delete a paragraph.
    ProposeDeletion {
        /// The paragraph.
        at: String,
        /// Why.
        #[serde(default)]
        reason: String,
    },
    /// Takes an own proposal to move, split or merge back.
    TakeBack(ProposalName),
    /// Adds a footnote.
    Footnote {
        /// The paragraph.
        at: String,
        /// Behind these words.
        after: String,
        /// Its words; in a negotiation they come afterwards.
        words: String,
    },
    /// Makes brackets side by side one question.
    Join(Vec<Bracket>),
    /// Makes a bracket that begins with a slash an alternative to words before it.
    OfferInstead {
        /// The bracket.
        bracket: Bracket,
        /// The words before it, from their beginning.
        words: String,
    },
    /// Says something beside the text.
    Comment {
        /// What about; the whole draft without it.
        #[serde(default)]
        about: About,
        /// `all`, `delegation` or `chair`.
        to: String,
        /// Whether it is a proposal to take in.
        #[serde(default)]
        proposal: bool,
        /// What is said.
        text: String,
    },
    /// Answers.
    Answer {
        /// How a comment of the thread begins.
        to: String,
        /// What is said.
        text: String,
    },
    /// Resolves a thread of comments.
    Resolve(String),
    /// Loses the connection, and goes on without it.
    Leave,
    /// Comes back: what was done meanwhile is sent.
    Return,
}

/// Where a new paragraph is to stand.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum NewPlace {
    /// Behind a paragraph.
    After(String),
    /// Before a paragraph.
    Before(String),
    /// Under a paragraph, as its last sub-item.
    Under(String),
    /// As an alternative to a paragraph, or to several that follow one another.
    AlternativeTo(Vec<String>),
}

/// A proposal to move, split or merge.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProposalName {
    /// `move`, `split` or `merge`.
    pub kind: String,
    /// The paragraph that it is about.
    pub at: String,
}

/// What a comment is about.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// A paragraph.
    #[serde(default)]
    pub at: Option<String>,
    /// Words of it.
    #[serde(default)]
    pub words: Option<String>,
    /// A bracket.
    #[serde(default)]
    pub bracket: Option<Bracket>,
}

/// What the chair can decide.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Ruling {
    /// The words of a bracket stay.
    Keep(Bracket),
    /// They go.
    Delete(Bracket),
    /// A bracket is open again.
    Reopen(Bracket),
    /// Of a choice one branch stays, by its words; `null` for no text.
    Pick {
        /// The choice.
        of: Bracket,
        /// The branch.
        branch: Option<String>,
        /// Also in every other place of the same question.
        #[serde(default)]
        linked: bool,
    },
    /// Other words come.
    Replace {
        /// The bracket.
        bracket: Bracket,
        /// The words.
        words: String,
    },
    /// One version is chosen.
    Choose {
        /// The number of what the alternatives are to, such as `10+11`.
        to: String,
        /// The version, by its label; `base` for what stands there.
        version: String,
    },
    /// Agreed in the room, subject to confirmation.
    AgreeAdRef(String),
    /// Agreed.
    Agree(String),
    /// Left aside.
    Suspend(String),
    /// Open again.
    ReopenParagraph(String),
    /// The phase of the draft.
    Phase(String),
    /// A proposal to move, split or merge is taken in.
    Accept(ProposalName),
    /// It is not.
    Reject(ProposalName),
    /// It is open again.
    ReopenProposal(ProposalName),
}
