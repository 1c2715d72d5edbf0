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
    /// `observer`, `member` or `chair`.
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
}
