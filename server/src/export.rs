//! A draft as text, for the page and for the command line.

use client_core::model::{Draft, Standings};
use client_core_export::text::{self as core, Blocker, TextOptions};

use crate::http::BlockerJson;

/// How much of the negotiation the text shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Mode {
    /// Everything, open brackets with their signs.
    AsItStands,
    /// What is agreed alone.
    Agreed,
    /// The clean text: refused while anything is open.
    Final,
}

impl Mode {
    /// The name in addresses and commands.
    pub fn name(self) -> &'static str {
        match self {
            Self::AsItStands => "as-it-stands",
            Self::Agreed => "agreed",
            Self::Final => "final",
        }
    }

    /// The mode with a name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::AsItStands, Self::Agreed, Self::Final].into_iter().find(|mode| mode.name() == name)
    }
}

/// What an export gives.
pub enum Exported {
    /// The text.
    Text(String),
    /// What keeps it from being final.
    Open(Vec<Blocker>),
}

/// Writes a draft. `labels` is the language of the labels; the draft's own without it.
pub fn text(draft: &Draft, standings: &Standings, mode: Mode, labels: Option<&str>) -> Exported {
    let mode = match mode {
        Mode::AsItStands => core::Mode::AsItStands,
        Mode::Agreed => core::Mode::Agreed,
        Mode::Final => core::Mode::Final,
    };
    let options = TextOptions { mode, language: labels.unwrap_or(&draft.language).to_owned() };
    match core::write(draft, standings, &options) {
        Ok(text) => Exported::Text(text),
        Err(blockers) => Exported::Open(blockers),
    }
}

impl From<Blocker> for BlockerJson {
    fn from(blocker: Blocker) -> Self {
        Self {
            kind: blocker.kind,
            label: blocker.label,
            paragraph: blocker.paragraph.to_string(),
            bracket: blocker.bracket.map(|id| id.to_string()),
            words: blocker.words,
        }
    }
}
