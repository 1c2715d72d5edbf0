//! Akoma Ntoso 3.0, in the profile for documents of the United Nations, and back: docs/akoma-ntoso.md.
//!
//! What Akoma Ntoso has a word for stands in the document itself; what it has none for, in `<proprietary>`. Of a document that
//! another program wrote, what can be told of a draft is read, with diagnostics.

mod body;
mod date;
mod foreign;
mod marks;
mod meta;
mod names;
mod ours;
mod tree;
mod xml;

use client_core::{
    import::ImportError,
    model::{Diagnostic, Timestamp},
};

use crate::{
    json,
    whole::{Unsound, Whole},
};

/// The namespace of Akoma Ntoso 3.0.
pub const NAMESPACE: &str = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0";

/// The namespace of what we add to it.
pub const OWN_NAMESPACE: &str = "urn:adref:akn:1";

/// The largest document that [`read`] reads.
pub const MAX_BYTES: usize = 16 * 1024 * 1024;

/// The most elements of a document that is read: thirty times a draft with 1 050 brackets.
pub const MAX_ELEMENTS: usize = 300_000;

/// How deep elements may stand in one another.
pub const MAX_DEPTH: usize = 256;

/// What the caller chooses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AknOptions {
    /// The date of the document: no clock is read here.
    pub date: Timestamp,
    /// Language of the labels (BCP 47); `None` takes the draft's.
    pub labels: Option<String>,
}

/// What a document held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read {
    /// The draft.
    pub whole: Whole,
    /// What the reading was unsure of; nothing for what [`write()`] wrote.
    pub diagnostics: Vec<Diagnostic>,
}

/// Why a document cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// More bytes than [`MAX_BYTES`].
    #[error("the file has {0} bytes, more than the {MAX_BYTES} that are read")]
    TooLarge(usize),
    /// No XML, or XML that is not read.
    #[error("line {line}, column {column}: this XML cannot be read: {reason}")]
    NotXml {
        /// From 1.
        line: usize,
        /// In code points, from 1.
        column: usize,
        /// What is wrong.
        reason: String,
    },
    /// XML of another kind.
    #[error("the file is XML, but no Akoma Ntoso: its first element is {0:?}")]
    NotAkn(String),
    /// It has no words.
    #[error("the document has no words")]
    Empty,
    /// It has more than is read.
    #[error(transparent)]
    Words(ImportError),
    /// What stands in `<proprietary>` cannot be read.
    #[error("what the document says of itself in <proprietary>: {0}")]
    Register(json::ReadError),
    /// The words in the document and what is said of them in `<proprietary>` do not fit together.
    #[error("line {line}, column {column}: {what}")]
    Body {
        /// From 1.
        line: usize,
        /// In code points, from 1.
        column: usize,
        /// What does not fit.
        what: String,
    },
    /// It does not fit together.
    #[error(transparent)]
    Unsound(#[from] Unsound),
}

impl ReadError {
    /// The next step.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::TooLarge(_) | Self::Empty | Self::Words(_) => "Check that the right file was chosen.",
            Self::NotXml { .. } => "Save it as XML in UTF-8, without a document type.",
            Self::NotAkn(_) => "Choose an Akoma Ntoso 3.0 document.",
            Self::Register(error) => error.hint(),
            Self::Body { .. } => {
                "Export it again; or take out <proprietary>, and the document is read without what only Adref knows."
            }
            Self::Unsound(unsound) => unsound.hint,
        }
    }
}

/// A draft as an Akoma Ntoso document, UTF-8. A draft whose words are normalised ([`client_core::model::InlineExt::normalised`])
/// comes back from [`read`] the same.
pub fn write(whole: &Whole, options: &AknOptions) -> Vec<u8> {
    body::write(whole, options).into_bytes()
}

/// Reads a document: one that [`write()`] wrote gives the same draft, another one what can be told of it.
///
/// # Errors
/// [`ReadError`], with the place.
pub fn read(bytes: &[u8]) -> Result<Read, ReadError> {
    let tree = tree::parse(bytes)?;
    let root = tree.nodes.first().map(|root| root.name.as_str()).unwrap_or_default();
    if root != "akomaNtoso" {
        return Err(ReadError::NotAkn(json::readable(root)));
    }
    match ours::read(&tree, bytes)? {
        Some(whole) => {
            whole.check()?;
            Ok(Read { whole, diagnostics: Vec::new() })
        }
        None => foreign::read(&tree),
    }
}

/// Whether bytes look like an Akoma Ntoso document, from their beginning.
pub fn is_akn(bytes: &[u8]) -> bool {
    let start = bytes.get(..4096).unwrap_or(bytes);
    let text = String::from_utf8_lossy(start);
    text.trim_start_matches('\u{feff}').trim_start().starts_with('<') && text.contains("akomaNtoso")
}

/// Line and column of an offset in bytes, from 1.
fn place(bytes: &[u8], offset: usize) -> (usize, usize) {
    let before = bytes.get(..offset).unwrap_or(bytes);
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    // A continuation byte is not the beginning of a code point.
    let column = before.iter().skip(start).filter(|byte| **byte & 0xc0 != 0x80).count() + 1;
    (line, column)
}
