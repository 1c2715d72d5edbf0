//! A draft and its decisions in, bytes out. No clock, file or network: whatever depends on them comes in through options,
//! so that the same state and the same options give the same bytes everywhere.

pub mod akn;
pub mod edition;
pub mod json;
pub mod repair;
pub mod text;
pub mod whole;

/// What a clean text contains (domain.md, "Clean text").
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Mode {
    /// Everything that stands, open brackets and alternatives visible.
    #[default]
    AsItStands,
    /// Only what is agreed; what is open is listed at the end.
    Agreed,
    /// Nothing may be open.
    Final,
}

impl Mode {
    /// The name used in commands and addresses.
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
