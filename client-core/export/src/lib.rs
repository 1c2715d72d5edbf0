//! A draft and its decisions in, bytes out. No clock, file or network: whatever depends on them comes in through options,
//! so that the same state and the same options give the same bytes everywhere.

pub mod akn;
pub mod compose;
pub mod csv;
pub mod date;
pub mod docx;
pub mod edition;
pub mod html;
pub mod json;
mod kinds;
pub mod markdown;
pub mod matters;
pub mod repair;
pub mod text;
pub mod whole;
pub mod words;
pub mod xlsx;

/// What a text contains (domain.md, "Clean text", "compilation text").
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Mode {
    /// Everything that stands, open brackets and alternatives visible.
    #[default]
    AsItStands,
    /// Every proposal with who made it and who says what of it.
    Compilation,
    /// Everything that stands, with what came and went since another moment.
    Marked,
    /// Only what is agreed; what is open is listed at the end.
    Agreed,
    /// Nothing may be open.
    Final,
}

impl Mode {
    /// Every mode, in the order in which people are offered them.
    pub const ALL: [Self; 5] = [Self::AsItStands, Self::Compilation, Self::Marked, Self::Agreed, Self::Final];

    /// The name used in commands and addresses.
    pub fn name(self) -> &'static str {
        match self {
            Self::AsItStands => "as-it-stands",
            Self::Compilation => "compilation",
            Self::Marked => "marked",
            Self::Agreed => "agreed",
            Self::Final => "final",
        }
    }

    /// The mode with a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.name() == name)
    }

    /// Whether the signs of what is open are printed, and the words between them.
    pub fn shows_open(self) -> bool {
        matches!(self, Self::AsItStands | Self::Compilation | Self::Marked)
    }
}
