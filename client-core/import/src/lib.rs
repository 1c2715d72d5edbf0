//! Files of other programs as drafts.
//!
//! What a file is, its bytes say, not its name. Each format is read into a [`Source`],
//! and that by the one reader of negotiated texts in client-core. Everything here is bytes in, values out: no clock, no
//! file, no network; what a file wants to have fetched is named in a diagnostic and never fetched. No reader recurses, and
//! every one of them has a bound on what it takes in ([`Limits`]).

mod builder;
mod date;
mod docx;
mod encoding;
mod error;
mod fields;
mod format;
mod headings;
mod html;
mod limits;
mod markdown;
mod met;
mod numerals;
mod odt;
mod package;
mod pdf;
mod references;
mod xml;

pub use error::ReadError;
pub use format::Format;
pub use limits::Limits;

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    panic,
};

use client_core::{
    import::{
        CheckReport, Checker, Imported, from_source,
        source::{self, Source},
    },
    model::{Diagnostic, Directory},
};

/// What a reader may be told.
#[derive(Clone, Debug, Default)]
pub struct Options<'a> {
    /// The delegations of the conference: an author of tracked changes who is one of them acts in its name.
    pub directory: Option<&'a Directory>,
    /// What a file may at most contain.
    pub limits: Limits,
}

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read {
    /// What the file is.
    pub format: Format,
    /// Its drafts, comments and diagnostics. Places in a file of paragraphs count paragraphs, not lines.
    pub imported: Imported,
    /// For each of the diagnostics the words around its place; empty where there are none.
    pub around: Vec<String>,
}

/// How much is shown of the words around a place, in characters.
const AROUND: usize = 120;

/// A file taken apart, before anything is read into its words.
enum Content<'a> {
    Text(Cow<'a, str>),
    Source(Source),
}

/// Reads a file. `name` is the file's name without its directories: the identities derive from it, so that reading a file
/// twice gives equal drafts.
///
/// # Errors
/// [`ReadError`], which says what to do.
pub fn read(name: &str, bytes: &[u8], options: &Options<'_>) -> Result<Read, ReadError> {
    let (format, content, found) = open(name, bytes, &options.limits)?;
    let none = Directory::default();
    let directory = options.directory.unwrap_or(&none);
    let (mut imported, lines) = match content {
        Content::Text(text) => {
            let imported = client_core::import::import(name, text.as_bytes())?;
            let lines = shown(&imported.diagnostics, text.lines().map(str::to_owned));
            (imported, lines)
        }
        Content::Source(source) => {
            let lines: Vec<String> = source.paragraphs.iter().map(source::Paragraph::words).collect();
            let imported = from_source(name, source, directory)?;
            let lines = shown(&imported.diagnostics, lines.into_iter());
            (imported, lines)
        }
    };
    let around = found.iter().map(|_| String::new()).chain(lines).collect();
    imported.diagnostics.splice(0..0, found);
    Ok(Read { format, imported, around })
}

/// The words around the place of each diagnostic, from the lines that the places count.
fn shown(diagnostics: &[Diagnostic], lines: impl Iterator<Item = String>) -> Vec<String> {
    let wanted: BTreeSet<usize> = diagnostics.iter().map(|found| found.place.line).collect();
    let lines: BTreeMap<usize, String> = (1..).zip(lines).filter(|(at, _)| wanted.contains(at)).collect();
    let around = |found: &Diagnostic| {
        let line = lines.get(&found.place.line).map_or("", String::as_str);
        let skipped = found.place.column.saturating_sub(1 + AROUND / 2);
        let mut words: String = if skipped > 0 { "…".into() } else { String::new() };
        words.extend(line.chars().skip(skipped).take(AROUND).map(|c| if c.is_control() { ' ' } else { c }));
        if line.chars().count() > skipped + AROUND {
            words.push('…');
        }
        words.trim().to_owned()
    };
    diagnostics.iter().map(around).collect()
}

/// Counts the brackets and alternatives of a file. Places in a file of paragraphs count paragraphs.
///
/// # Errors
/// [`ReadError`], which says what to do.
pub fn check(name: &str, bytes: &[u8], options: &Options<'_>) -> Result<CheckReport, ReadError> {
    let (_, content, _) = open(name, bytes, &options.limits)?;
    let mut checker = Checker::default();
    match content {
        Content::Text(text) => checker.feed(text.as_bytes())?,
        Content::Source(source) => {
            for paragraph in source.paragraphs {
                if let Some(label) = &paragraph.label {
                    checker.feed(label.as_bytes())?;
                    checker.feed(b" ")?;
                }
                checker.feed(paragraph.words().replace('\n', " ").as_bytes())?;
                checker.feed(b"\n")?;
            }
        }
    }
    Ok(checker.finish()?)
}

fn open<'a>(name: &str, bytes: &'a [u8], limits: &Limits) -> Result<(Format, Content<'a>, Vec<Diagnostic>), ReadError> {
    if bytes.len() > limits.file {
        return Err(ReadError::TooMuch { what: "bytes", limit: limits.file as u64 });
    }
    let format = Format::of(bytes)?;
    match format {
        Format::Docx => Ok((format, Content::Source(docx::read(bytes, limits)?), Vec::new())),
        Format::Odt => Ok((format, Content::Source(odt::read(bytes, limits)?), Vec::new())),
        Format::Pdf => Ok((format, Content::Source(pdf::read(bytes, limits)?), Vec::new())),
        Format::Text | Format::Markdown | Format::Html => {
            if bytes.len() > 4 * client_core::import::MAX_BYTES {
                let limit = client_core::import::MAX_BYTES;
                return Err(client_core::import::ImportError::TooLarge { limit }.into());
            }
            let declared = if format == Format::Html { html::declared(bytes) } else { None };
            let encoding::Decoded { text, diagnostics } = encoding::decode(bytes, declared);
            if format == Format::Html {
                return Ok((format, Content::Source(html::read(&text, limits)?), diagnostics));
            }
            let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
            let named = matches!(ending.as_deref(), Some("md" | "markdown" | "mdown"));
            let other = matches!(ending.as_deref(), Some("txt" | "text"));
            if named || (!other && markdown::is_likely(&text)) {
                // The parser is not ours: a panic of it is an error of the file.
                let source =
                    panic::catch_unwind(|| markdown::read(&text, limits)).map_err(|_| ReadError::Damaged {
                        format: Format::Markdown,
                        part: "the text".into(),
                        detail: "it cannot be parsed".into(),
                    })??;
                return Ok((Format::Markdown, Content::Source(source), diagnostics));
            }
            Ok((Format::Text, Content::Text(text), diagnostics))
        }
    }
}
