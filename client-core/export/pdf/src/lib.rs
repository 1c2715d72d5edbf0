//! An edition of a draft, typeset as a PDF: as a secretariat prints it, and tagged so that it can be read aloud (PDF/UA-1).
//!
//! The engine is typst, used as a library; how a page looks is `template.typ`. Words reach it as values and are never
//! evaluated. The package reads no file and no clock: the fonts are handed in ([`Fonts`]), the date is in the edition, and
//! the same edition with the same fonts gives the same bytes.

mod engine;
mod fonts;
mod languages;
mod printable;
mod values;
mod words;

use client_core::model::Timestamp;
use client_core_export::edition::Edition;

pub use fonts::{Face, Fonts, needed};

/// What the caller chooses.
#[derive(Clone, Copy, Debug)]
pub struct PdfOptions<'a> {
    /// The fonts; [`needed`] says which an edition wants.
    pub fonts: &'a Fonts,
    /// When the state that is printed was reached: the date of creation in the file. `None` leaves it out.
    pub created: Option<Timestamp>,
}

/// Why there is no PDF.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PdfError {
    /// Faces are not there. Each names the package of Debian that brings it.
    #[error("fonts are missing: {}", fonts::describe(.0))]
    Fonts(Vec<&'static Face>),
    /// What was given as a font cannot be read as that face.
    #[error("{file} is not the font {family}")]
    Unreadable {
        /// The file that was expected.
        file: &'static str,
        /// The family that was expected in it.
        family: &'static str,
    },
    /// The text is larger than what is set in one go.
    #[error("the text is too large to be set: {what} is {size}, at most {limit}")]
    TooLarge {
        /// What is counted.
        what: &'static str,
        /// How many there are.
        size: usize,
        /// How many there may be.
        limit: usize,
    },
    /// The engine refused. This is a fault of the template, not of the text.
    #[error("the text could not be set: {0}")]
    Engine(String),
}

/// Sets an edition.
///
/// # Errors
/// When faces are missing, when the text is too large, and when the engine fails; its panics are caught.
pub fn write(edition: &Edition, options: &PdfOptions<'_>) -> Result<Vec<u8>, PdfError> {
    values::measure(edition)?;
    let missing: Vec<_> = needed(edition).into_iter().filter(|face| !options.fonts.has(face)).collect();
    if !missing.is_empty() {
        return Err(PdfError::Fonts(missing));
    }
    engine::set(values::of(edition, options.fonts), options)
}
