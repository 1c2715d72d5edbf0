use client_core::import::ImportError;

use crate::format::Format;

/// Why a file is not read. The message is a sentence, [`ReadError::hint`] the next step.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// The text cannot be read.
    #[error(transparent)]
    Text(#[from] ImportError),
    /// The file is protected by a password.
    #[error("the file is encrypted")]
    Encrypted,
    /// A document of Word before 2007, or another file of that container.
    #[error("the file is in the binary format of Word before 2007 (.doc), which is not read")]
    OldWord,
    /// A format that is not read.
    #[error("the file is {0}, which is not read")]
    Unsupported(&'static str),
    /// A part of the file is missing or cut.
    #[error("the {format} file is damaged: {part}: {detail}")]
    Damaged {
        /// What the file seems to be.
        format: Format,
        /// Which part of it.
        part: String,
        /// What is wrong.
        detail: String,
    },
    /// A part declares entities, which can name files of this machine or grow without end.
    #[error("the part {part} of the file declares a document type, which is refused")]
    DocumentType {
        /// Which part.
        part: String,
    },
    /// More of something than is read.
    #[error("the file has more than {limit} {what}")]
    TooMuch {
        /// Of what.
        what: &'static str,
        /// How much is read.
        limit: u64,
    },
    /// A PDF of pictures.
    #[error("the PDF has no text, only pictures of pages")]
    NoText,
}

impl ReadError {
    /// The next step.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Text(ImportError::Empty) => "Check that the right file was chosen.",
            Self::Text(_) => "Split the text, or save it as plain text, and try again.",
            Self::Encrypted => "Open it with its password, save a copy without one, and import the copy.",
            Self::OldWord => "Open it in a word processor and save it as .docx.",
            Self::Unsupported(_) => "Save it as .docx, .odt, HTML or plain text.",
            Self::Damaged { .. } => "Ask for the file again, or open it in a word processor and save it anew.",
            Self::DocumentType { .. } => "Open it in a word processor and save it anew.",
            Self::TooMuch { .. } => "Split it into one file for each annex.",
            Self::NoText => "Let a program recognise the text (OCR), or ask for the file that it was printed from.",
        }
    }
}
