//! Positions: what the own delegation says of a bracket or of alternatives.

use clap::Args;
use client_core::{
    model::{PositionId, Preference, Stance, Topic},
    ops::{Act, TakePosition},
};

use super::{
    Problem,
    name::{self, Version},
    scene::{Intent, Scene, fresh},
};

/// Say what the own delegation says of a bracket or of a version, or take it back
#[derive(Clone, Debug, PartialEq, Eq, Args)]
pub struct Position {
    /// A bracket by its number; or a version, such as "Alt 11A" or "base 11"; or all versions, as "to 11", to reserve
    pub on: String,
    /// retain, can-accept, reserve, delete, or none to take it back
    pub stance: String,
    /// Of a choice: the number of the branch, or none for no text
    #[arg(long, value_name = "N")]
    pub branch: Option<String>,
    /// Why
    #[arg(long)]
    pub reason: Option<String>,
}

impl Position {
    /// `BRACKET=STANCE`, and of a choice `BRACKET=STANCE:BRANCH`.
    pub fn read(said: &str) -> Result<Self, Problem> {
        let hint =
            "Write it like 4=retain, 4=retain:2 for the second branch, \"Alt 9=retain\", or 4=none to take it back.";
        let unclear = || Problem::unclear(format!("{said} is no position"), hint);
        let (on, words) = said.split_once('=').ok_or_else(unclear)?;
        let (stance, branch) = words.split_once(':').map_or((words, None), |(stance, branch)| (stance, Some(branch)));
        let known = stance == "none" || Stance::from_name(stance).is_some();
        let position = Self { on: on.into(), stance: stance.into(), branch: branch.map(Into::into), reason: None };
        if known && branch.is_none_or(|branch| preference(branch, 0).is_some()) { Ok(position) } else { Err(unclear()) }
    }

    pub fn intent(&self, scene: &Scene<'_>) -> Result<Intent, Problem> {
        let unclear = || {
            let hint = "It is retain, can-accept, reserve, delete, or none to take it back.";
            Problem::unclear(format!("{} is no position", self.stance), hint)
        };
        let stance = match self.stance.as_str() {
            "none" => None,
            stance => Some(Stance::from_name(stance).ok_or_else(unclear)?),
        };
        let (subject, preference) = self.subject(scene, stance)?;
        let (id, reason) = (PositionId(fresh()?), scene.reason(&self.reason));
        Ok(Intent::Acts(vec![Act::TakePosition(TakePosition { id, subject, stance, preference, reason })], None))
    }

    fn subject(&self, scene: &Scene<'_>, stance: Option<Stance>) -> Result<(Topic, Option<Preference>), Problem> {
        let found = match name::bracket(&scene.view, &self.on) {
            Ok(found) => found,
            Err(problem) if problem.reason != "unknown" || self.on.starts_with(['[', '［']) => return Err(problem),
            Err(problem) => {
                // Labels of versions have a space in them, and what is said of all of them begins with a word.
                return match name::version(&scene.draft, &scene.view, &self.on) {
                    Ok(version) => self.on_version(version, stance),
                    Err(of_versions) if self.on.trim().contains(' ') => Err(of_versions),
                    Err(_) => Err(problem),
                };
            }
        };
        let preference = match &self.branch {
            None => None,
            Some(branch) => {
                let of = u32::try_from(found.branches.len()).unwrap_or(u32::MAX);
                let hint = "Count from 1, or write none for no text.";
                Some(preference(branch, of).ok_or_else(|| Problem::unclear(format!("{branch} is no branch"), hint))?)
            }
        };
        Ok((Topic::Bracket(name::bracket_id(found)?), preference))
    }

    fn on_version(&self, version: Version, stance: Option<Stance>) -> Result<(Topic, Option<Preference>), Problem> {
        if self.branch.is_some() {
            return Err(Problem::unclear("alternatives have versions, no branches", "Name the version instead."));
        }
        let preference = match version {
            // What is taken back names no version.
            _ if stance.is_none() => None,
            Version::Set(_) => None,
            Version::Base(_) => Some(Preference::Version(None)),
            Version::Variant(_, variant) => Some(Preference::Version(Some(variant))),
        };
        Ok((Topic::Alternatives(version.set()), preference))
    }
}

/// A branch as people count them, of so many.
fn preference(branch: &str, of: u32) -> Option<Preference> {
    let branch = match branch {
        "none" => None,
        number => Some(number.parse::<u32>().ok()?.checked_sub(1)?),
    };
    Some(Preference::Branch { branch, of })
}
