use std::sync::Arc;

use client_core::{
    comments::NewComment,
    model::{CommentId, Directory, Draft, Standings},
    ops::Act,
    sync::session::Session,
    view::{self, DraftView},
};
use serde_json::Value;
use uuid::Uuid;

use super::{Problem, ruling::Ruling};
use crate::auth;

/// The language of the labels in a terminal.
pub const LABELS: &str = "en";

/// What holds for every line until another is said.
#[derive(Clone, Debug, Default)]
pub struct Habits {
    /// The reason of a line that gives none.
    pub reason: String,
    /// The meeting that decisions are taken in.
    pub meeting: String,
    /// Decisions that do more than was named are recorded without asking.
    pub yes: bool,
}

/// A draft as it is here and now, for one line to be understood in.
pub struct Scene<'a> {
    /// Who acts, and where.
    pub session: &'a mut Session,
    stored: Arc<Draft>,
    /// In the order that people see.
    pub draft: Draft,
    /// What was decided.
    pub standings: Standings,
    /// The same as people are shown it, with numbers and labels.
    pub view: DraftView,
    /// Who takes part.
    pub directory: &'a Directory,
    /// What holds for every line.
    pub habits: &'a Habits,
}

/// What a line comes to.
pub enum Intent {
    /// Acts, one after the other; then something to say.
    Acts(Vec<Act>, Option<Told>),
    /// To comment.
    Comment(NewComment),
    /// To resolve a thread, or to reopen it.
    Resolve(CommentId, bool),
    /// To ask for a decision.
    Decide(Box<Ruling>),
    /// To show something.
    Look(Told),
    /// The meeting that decisions are taken in from now on.
    Meeting(String),
    /// To end.
    Quit,
}

/// Something to be shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// Its name as an event.
    pub event: &'static str,
    /// For people.
    pub text: String,
    /// For programs: an object.
    pub about: Value,
}

impl<'a> Scene<'a> {
    /// The draft as it is now.
    pub fn of(session: &'a mut Session, directory: &'a Directory, habits: &'a Habits) -> Result<Self, Problem> {
        let standings = session.standings().cloned().unwrap_or_default();
        let absent = || Problem::unknown("the draft is not here yet", "Wait, or join again.");
        let stored = session.draft().ok_or_else(absent)?;
        let view = view::draft(&stored, &standings, LABELS);
        let draft = stored.ordered(&standings).into_owned();
        Ok(Self { session, stored, draft, standings, view, directory, habits })
    }

    /// The draft in the order that it is stored in, which decisions are checked on.
    pub fn draft_as_stored(&self) -> Arc<Draft> {
        self.stored.clone()
    }

    /// The reason of a line.
    pub fn reason(&self, given: &Option<String>) -> String {
        given.clone().unwrap_or_else(|| self.habits.reason.clone())
    }

    /// In whose name the person speaks.
    pub fn delegation(&self) -> String {
        self.session.person().map(|person| person.delegation.0.clone()).unwrap_or_default()
    }
}

/// A fresh identity.
pub fn fresh() -> Result<Uuid, Problem> {
    Ok(auth::identity()?)
}
