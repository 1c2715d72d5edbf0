//! Plays a story: a negotiation written down step by step, done with the sessions and the rooms that people use, and kept in
//! a store. The times are those of the story, so that histories read as if it had happened.

mod find;
mod proposals;
mod stage;
mod story;

use client_core::model::Timestamp;

pub use stage::{Played, Stage};
pub use story::{Act, Meeting, Ruling, Story};

use crate::store::{Store, StoreError};

/// Why a story cannot be played to its end. Names the step.
#[derive(Debug, thiserror::Error)]
pub enum PlayError {
    /// The story is no story.
    #[error("the story cannot be read: {0}")]
    Story(#[from] serde_json::Error),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A step does not fit the text as it stands.
    #[error("{meeting}, step {step}: {what}")]
    Step {
        /// The meeting.
        meeting: String,
        /// The step in it, from 1.
        step: usize,
        /// What does not fit.
        what: String,
    },
}

/// Reads a story.
///
/// # Errors
/// [`PlayError::Story`].
pub fn read(json: &[u8]) -> Result<Story, PlayError> {
    Ok(serde_json::from_slice(json)?)
}

/// Plays a story on the drafts of a store, meeting by meeting; `told` hears of each step. Ends at the first step that does
/// not fit: what was played before it stays.
///
/// # Errors
/// [`PlayError`].
pub fn play(
    story: &Story,
    store: &mut dyn Store,
    mut told: impl FnMut(&Meeting, &Played),
) -> Result<Timestamp, PlayError> {
    let mut stages: Vec<Stage> = Vec::new();
    let mut now = 0;
    for (number, meeting) in story.meetings.iter().enumerate() {
        now = now.max(meeting.at);
        for (index, step) in meeting.acts.iter().enumerate() {
            let failed = |what: String| PlayError::Step { meeting: meeting.name.clone(), step: index + 1, what };
            let slug = step.draft.as_deref().unwrap_or(&meeting.draft);
            let stage = match stages.iter().position(|stage| stage.slug() == slug) {
                Some(at) => &mut stages[at],
                None => {
                    stages.push(Stage::open(story, store, slug).map_err(failed)?);
                    let last = stages.len() - 1;
                    &mut stages[last]
                }
            };
            // A minute and a bit between two steps, the same each time.
            now += 60_000 + i64::try_from((number * 31 + index * 17) % 40).unwrap_or(0) * 1000;
            let played = stage.step(step, &meeting.name, now, store).map_err(failed)?;
            told(meeting, &played);
        }
    }
    Ok(now)
}
