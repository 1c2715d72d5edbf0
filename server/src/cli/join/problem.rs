use client_core::{comments::CommentRefusal, ops::Refusal, record::DecisionRefusal};

use crate::{auth::AuthError, cli::Failure};

/// What the process ends with when a decision would do more than was said, and nobody was there to be asked.
const UNCONFIRMED: u8 = 2;

/// Why something was not done: the stable name of the reason, a sentence, the next step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The name of the reason.
    pub reason: &'static str,
    /// One sentence.
    pub message: String,
    /// The next step.
    pub hint: String,
}

impl Problem {
    /// What was said cannot be understood.
    pub fn unclear(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { reason: "unclear", message: message.into(), hint: hint.into() }
    }

    /// What was named is not there.
    pub fn unknown(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { reason: "unknown", message: message.into(), hint: hint.into() }
    }

    /// What was named may be several things; the hint lists them.
    pub fn ambiguous(message: impl Into<String>, candidates: impl IntoIterator<Item = String>) -> Self {
        let list: Vec<String> = candidates.into_iter().collect();
        let hint = format!("Say which, by the beginning of its identity:\n    {}", list.join("\n    "));
        Self { reason: "ambiguous", message: message.into(), hint }
    }

    /// A decision would do more than was said.
    pub fn unconfirmed(may_be_alone: bool) -> Self {
        let alone = if may_be_alone { ", or --alone to leave the others out" } else { "" };
        Self {
            reason: "unconfirmed",
            message: "this decides more than was named, and was not recorded".into(),
            hint: format!("Read what it would do; then add --yes to record it{alone}."),
        }
    }

    /// The same, with where it was said.
    pub fn at(self, place: &str) -> Self {
        Self { message: format!("{place}{}", self.message), ..self }
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        let code = if problem.reason == "unconfirmed" { UNCONFIRMED } else { 1 };
        Self::new(format!("{} ({})", problem.message, problem.reason), problem.hint).with_code(code)
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Self { reason: refusal.code(), message: refusal.to_string(), hint: refusal.hint().into() }
    }
}

impl From<DecisionRefusal> for Problem {
    fn from(refusal: DecisionRefusal) -> Self {
        Self { reason: refusal.code(), message: refusal.to_string(), hint: refusal.hint().into() }
    }
}

impl From<CommentRefusal> for Problem {
    fn from(refusal: CommentRefusal) -> Self {
        Self { reason: refusal.code(), message: refusal.to_string(), hint: refusal.hint().into() }
    }
}

impl From<AuthError> for Problem {
    fn from(error: AuthError) -> Self {
        Self { reason: "randomness", message: error.to_string(), hint: error.hint().into() }
    }
}
