//! What one's own delegation did to a text, taken back: each act has its reverse, and its life goes on being told.

use clap::Args;
use client_core::{
    model::ParagraphKind,
    ops::{Act, EraseLines, PartChoice, WithdrawNote},
};

use super::{
    Problem, name,
    scene::{Intent, Scene},
};

/// Take a question apart that the own delegation made of brackets side by side
#[derive(Clone, Debug, PartialEq, Eq, Args)]
pub struct PartBrackets {
    /// One of the brackets
    bracket: String,
}

/// Make a choice one text again: the lines between branches that the own delegation drew are slashes as before
#[derive(Clone, Debug, PartialEq, Eq, Args)]
pub struct Unchoice {
    /// The bracket
    bracket: String,
}

/// Take a footnote of the own delegation back, as long as nothing is written in it
#[derive(Clone, Debug, PartialEq, Eq, Args)]
pub struct TakeNoteBack {
    /// Its sign, the beginning of its identity, or its words
    note: String,
    /// Bring it back
    #[arg(long)]
    restore: bool,
}

impl PartBrackets {
    pub fn intent(&self, scene: &Scene<'_>) -> Result<Intent, Problem> {
        let id = name::bracket_id(name::bracket(&scene.view, &self.bracket)?)?;
        let choice = scene.draft.choice_of(id).ok_or_else(|| {
            let message = format!("bracket {} is one question with no other", self.bracket);
            Problem::unclear(message, "`brackets` lists them.")
        })?;
        Ok(Intent::Acts(vec![Act::PartChoice(PartChoice { choice: choice.id })], None))
    }
}

impl Unchoice {
    pub fn intent(&self, scene: &Scene<'_>) -> Result<Intent, Problem> {
        let bracket = name::bracket_id(name::bracket(&scene.view, &self.bracket)?)?;
        Ok(Intent::Acts(vec![Act::EraseLines(EraseLines { bracket })], None))
    }
}

impl TakeNoteBack {
    pub fn intent(&self, scene: &Scene<'_>) -> Result<Intent, Problem> {
        let note = name::paragraph(&scene.draft, &self.note)?;
        if note.kind != ParagraphKind::Note {
            return Err(Problem::unclear(format!("{} is no footnote", self.note), "Name it by its sign, such as `*`."));
        }
        let act = WithdrawNote { note: note.id, withdrawn: !self.restore };
        Ok(Intent::Acts(vec![Act::WithdrawNote(act)], None))
    }
}
