//! Text in, drafts and diagnostics out.
//!
//! A text is read in steps, each of which knows nothing of the next: `lines` (quadrupled bold undone), `blocks` (hard line
//! breaks joined), `tabled` or `prose` (what each block is), `build` (brackets, notes, alternatives).
//! A file of another program comes as a [`source::Source`] and is read by `structured`, then by `build` too.
//! Nothing printed is dropped: a sign that cannot be read as meant stays in the words, and a [`Diagnostic`] says where.

mod alternatives;
mod assign;
mod blocks;
mod brackets;
mod build;
mod check;
mod columns;
mod dequadruple;
mod findings;
mod glyph;
mod lines;
mod markers;
mod notes;
mod onto;
mod proposals;
mod prose;
mod raw;
mod render;
pub mod source;
mod structured;
mod tabled;

pub use check::{CheckReport, Checker, Unbalanced, UnbalancedKind, check};
pub use dequadruple::{Run, dequadruple, is_quadrupled};
pub use onto::{Difference, Match, Words, onto};
pub(crate) use onto::{Known, onto_knowing, tokens, unprinted};
pub use render::{source_text, text_column};

use crate::model::{Diagnostic, Directory, Draft, ParagraphId, Timestamp};

/// The most bytes of words that [`import`] and [`from_source`] read: seventeen times the longest draft of any conference, and
/// as much as 256 MiB of memory bear, since each character is kept with its place and its style.
pub const MAX_BYTES: usize = 2 * 1024 * 1024;

/// The most lines with words that [`import`] reads.
pub const MAX_LINES: usize = 100_000;

/// What an import found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// The documents of the text, in reading order; never empty.
    pub drafts: Vec<Draft>,
    /// What the import was unsure of, in reading order.
    pub diagnostics: Vec<Diagnostic>,
    /// What people said about the text, beside it; answers behind what they answer. Only files have comments, no plain text.
    pub comments: Vec<ImportedComment>,
}

/// A comment that came with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedComment {
    /// Which of the drafts it is about.
    pub draft: usize,
    /// The paragraph; `None` when it is about the whole draft.
    pub paragraph: Option<ParagraphId>,
    /// The words that it is about; may be empty.
    pub quoted: String,
    /// Who said it, as the file tells it; may be empty.
    pub author: String,
    /// The delegation that the author is; empty when the directory has none of that name.
    pub delegation: String,
    /// When; 0 when the file does not say.
    pub at: Timestamp,
    /// What was said.
    pub text: String,
    /// The comment of this list that it answers.
    pub answers: Option<usize>,
}

/// Why a text cannot be read at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// Bytes that are not UTF-8.
    #[error(
        "the file is not UTF-8 text: line {line}, column {column} (byte {offset}) is not a character; save it as \
         \"Plain text, UTF-8\" and try again"
    )]
    NotUtf8 {
        /// Line of the first bad byte, from 1.
        line: usize,
        /// Column of the first bad byte in code points, from 1.
        column: usize,
        /// Offset of the first bad byte, from 0.
        offset: usize,
    },
    /// Nothing but white space and page rules.
    #[error("the file holds no words; check that the right file was chosen")]
    Empty,
    /// More bytes than [`MAX_BYTES`].
    #[error("the file has more than {limit} bytes; split it into one file for each annex")]
    TooLarge {
        /// The limit.
        limit: usize,
    },
    /// More lines than [`MAX_LINES`].
    #[error("the file has more than {limit} lines with words; split it into one file for each annex")]
    TooManyLines {
        /// The limit.
        limit: usize,
    },
}

/// Reads a text as one or more drafts. `name` is the file's name: the identities derive from it, so that importing a file
/// twice gives equal drafts.
pub fn import(name: &str, bytes: &[u8]) -> Result<Imported, ImportError> {
    if bytes.len() > MAX_BYTES {
        return Err(ImportError::TooLarge { limit: MAX_BYTES });
    }
    let text = utf8(bytes)?;
    let lines = lines::read(text)?;
    let mut findings = findings::Findings::default();
    let raw = if lines::is_printed(&lines) {
        let blocks = blocks::printed(lines);
        let mut drafts = Vec::new();
        for segment in columns::segments(blocks) {
            drafts.push(match segment.columns {
                Some(columns) => tabled::parse(columns, segment.blocks, segment.front, &mut findings),
                None => prose::parse(segment.blocks),
            });
        }
        drafts
    } else {
        vec![prose::parse(blocks::plain(lines))]
    };
    let drafts = build::build(name, &raw, &Directory::default(), &mut findings);
    if drafts.is_empty() {
        return Err(ImportError::Empty);
    }
    Ok(Imported { drafts, diagnostics: findings.finish(), comments: Vec::new() })
}

/// Reads a file that was taken apart into paragraphs, in the same way: brackets, markers, notes and alternatives. Tracked
/// changes become brackets of their authors; `directory` says which of them are delegations.
///
/// # Errors
/// When there are no words, or more paragraphs or words than are read.
pub fn from_source(name: &str, source: source::Source, directory: &Directory) -> Result<Imported, ImportError> {
    structured::import(name, source, directory)
}

/// The bytes as text, or where they stop being text.
fn utf8(bytes: &[u8]) -> Result<&str, ImportError> {
    std::str::from_utf8(bytes).map_err(|error| {
        let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = good.iter().filter(|&&byte| byte == b'\n').count() + 1;
        let start = good.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
        // A continuation byte is not the beginning of a code point.
        let column = good.iter().skip(start).filter(|&&byte| byte & 0xC0 != 0x80).count() + 1;
        ImportError::NotUtf8 { line, column, offset: error.valid_up_to() }
    })
}
