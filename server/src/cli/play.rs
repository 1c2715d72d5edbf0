use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Args;

use super::{Failure, table::Table};
use crate::{
    clock, play, seed,
    store::{Access, DataDir, sqlite::Sqlite},
};

/// Play a story: a negotiation written down, from the first proposal to the clean text.
#[derive(Debug, Args)]
pub struct Play {
    /// The story; the Tunis drafts negotiated to their end without it
    story: Option<PathBuf>,
    /// Say no more than what came of it
    #[arg(long)]
    quiet: bool,
}

impl Play {
    /// Plays the story into the data directory, which gets the seed drafts when it is new.
    pub fn run(self, data: &Path) -> Result<ExitCode, Failure> {
        let json = match &self.story {
            None => seed::TUNIS_STORY.to_vec(),
            Some(path) => fs::read(path).map_err(|error| Failure::reading(path, &error))?,
        };
        let story = play::read(&json)?;
        let directory = DataDir::open(data, Access::Own)?;
        let mut store = Sqlite::open(&directory.database(), Access::Own)?;
        let begins = story.meetings.first().map_or_else(clock::now, |meeting| meeting.at);
        seed::sow(&mut store, begins)?;
        let mut steps = Table::new(["WHEN", "MEETING", "WHO", "WHAT"]);
        let mut count = 0;
        let ended = play::play(&story, &mut store, |meeting, played| {
            count += 1;
            let who = format!("{} ({})", played.by, played.delegation);
            steps.row([clock::written(played.at), meeting.name.clone(), who, played.act.into()]);
        });
        if !self.quiet {
            super::print(&steps.render())?;
        }
        ended?;
        super::print(&format!("{}: {count} steps in {} meetings\n", story.title, story.meetings.len()))?;
        Ok(ExitCode::SUCCESS)
    }
}

impl From<play::PlayError> for Failure {
    fn from(error: play::PlayError) -> Self {
        let hint = match &error {
            play::PlayError::Story(_) => "The form of a story is described in seeds/README.md.",
            play::PlayError::Store(error) => return Self::new(error.to_string(), error.hint()),
            play::PlayError::Step { .. } => {
                "A story begins on drafts that nobody has changed: use a new directory with --data."
            }
        };
        Self::new(error.to_string(), hint)
    }
}
