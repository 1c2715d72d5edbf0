//! A draft as JSON and back, nothing lost: docs/draft-json.md. Same draft, same bytes.

mod form;
mod hex;
mod limits;
mod read;
mod write;

use serde::Deserialize;

use crate::whole::{Unsound, Whole};

/// The format that this version writes, and the only one that it reads.
pub const FORMAT: &str = "adref-draft/1";

/// What every format of this family begins with.
const FAMILY: &str = "adref-draft/";

/// The largest file that [`read`] reads: 16 MiB, more than ten times a draft of 120 KB with 1 050 brackets.
pub const MAX_BYTES: usize = 16 * 1024 * 1024;

/// The most values that a file may hold: what bounds the memory that reading takes.
pub const MAX_VALUES: usize = 1_000_000;

/// How deep objects and lists may stand in one another.
pub const MAX_DEPTH: usize = 32;

/// Why a file cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// More bytes than [`MAX_BYTES`].
    #[error("the file has {0} bytes, more than the {MAX_BYTES} that are read")]
    TooLarge(usize),
    /// More values than [`MAX_VALUES`].
    #[error("line {0}: the file holds more than {MAX_VALUES} values")]
    TooMany(usize),
    /// Deeper than [`MAX_DEPTH`].
    #[error("line {0}: objects and lists stand more than {MAX_DEPTH} deep in one another")]
    TooDeep(usize),
    /// No JSON.
    #[error("line {line}, column {column}: this is no JSON: {reason}")]
    NotJson {
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
        /// What is wrong.
        reason: String,
    },
    /// JSON, and no draft.
    #[error("the file is JSON, but no draft: it has no `format` that begins with {FAMILY}")]
    NoDraft,
    /// Written by a version that is not known.
    #[error("the file has the format {0}, and this version reads {FORMAT}")]
    Unknown(String),
    /// A field is not what it has to be.
    #[error("{path} (line {line}, column {column}): {reason}")]
    Field {
        /// Where, as a path of fields.
        path: String,
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
        /// What is wrong.
        reason: String,
    },
    /// The fields are what they have to be, and do not fit together.
    #[error(transparent)]
    Unsound(#[from] Unsound),
}

impl ReadError {
    /// The next step.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::TooLarge(_) | Self::TooMany(_) | Self::TooDeep(_) => "Check that the right file was chosen.",
            Self::NotJson { .. } => "Save it as JSON in UTF-8, or export it again.",
            Self::NoDraft => "Choose a file that was written by `adref export --format json`.",
            Self::Unknown(_) => "Read it with a newer version.",
            Self::Field { .. } => "Compare the field with docs/draft-json.md.",
            Self::Unsound(unsound) => unsound.hint,
        }
    }
}

/// A draft as JSON, UTF-8, indented, with a line break at the end.
pub fn write(whole: &Whole) -> Vec<u8> {
    // Plain data with strings as keys: JSON can say all of it. If it ever could not, a reader would refuse what is empty.
    let mut bytes = serde_json::to_vec_pretty(&form::File::from(whole)).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// Reads what [`write()`] wrote, or what another program wrote by docs/draft-json.md.
///
/// # Errors
/// [`ReadError`], with the place.
pub fn read(bytes: &[u8]) -> Result<Whole, ReadError> {
    let whole = read::whole(file(bytes)?)?;
    whole.check()?;
    Ok(whole)
}

fn file(bytes: &[u8]) -> Result<form::File, ReadError> {
    limits::check(bytes)?;
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    match format_of(bytes)? {
        Some(format) if format == FORMAT => {}
        Some(format) if format.starts_with(FAMILY) => return Err(ReadError::Unknown(readable(&format))),
        Some(_) | None => return Err(ReadError::NoDraft),
    }
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let file: form::File = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let path = readable(&error.path().to_string());
        let (line, column) = (error.inner().line(), error.inner().column());
        ReadError::Field { path, line, column, reason: reason(error.inner()) }
    })?;
    deserializer.end().map_err(|error| syntax(&error))?;
    Ok(file)
}

/// A draft without the words of its paragraphs, for a format that has them elsewhere: the same JSON in one line, in characters
/// that XML has too.
pub(crate) fn write_without_words(whole: &Whole) -> String {
    let mut file = form::File::from(whole);
    file.draft.paragraphs.iter_mut().for_each(|paragraph| paragraph.content.clear());
    let text = serde_json::to_string(&file).unwrap_or_default();
    text.replace('\u{fffe}', "\\ufffe").replace('\u{ffff}', "\\uffff")
}

/// Reads what [`write_without_words`] wrote. Whether it fits together is for the caller to ask, once the words are there.
pub(crate) fn read_without_words(text: &str) -> Result<Whole, ReadError> {
    Ok(read::whole(file(text.as_bytes())?)?)
}

/// Whether bytes look like a draft as JSON, from their beginning.
pub fn is_json(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let start = bytes.get(..4096).unwrap_or(bytes);
    let text = String::from_utf8_lossy(start);
    text.trim_start().starts_with('{') && text.contains("\"format\"") && text.contains(FAMILY)
}

fn format_of(bytes: &[u8]) -> Result<Option<String>, ReadError> {
    #[derive(Deserialize)]
    struct Head {
        format: Option<serde_json::Value>,
    }
    let head: Head = serde_json::from_slice(bytes).map_err(|error| match error.classify() {
        serde_json::error::Category::Data => ReadError::NoDraft,
        _ => syntax(&error),
    })?;
    Ok(head.format.and_then(|format| format.as_str().map(str::to_owned)))
}

fn syntax(error: &serde_json::Error) -> ReadError {
    ReadError::NotJson { line: error.line(), column: error.column(), reason: reason(error) }
}

/// What is wrong, without the place, which is told apart.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    readable(text.rsplit_once(" at line ").map_or(text.as_str(), |(reason, _)| reason))
}

/// Words of a file as they are shown in a message: not long, and no control characters.
pub(crate) fn readable(text: &str) -> String {
    const MOST: usize = 300;
    let mut shown: String = text.chars().take(MOST).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    if text.chars().nth(MOST).is_some() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use expect_test::expect_file;

    #[test]
    fn the_schema_in_the_documents_is_made_of_the_types() {
        let schema = schemars::schema_for!(super::form::File);
        let text = serde_json::to_string_pretty(&schema).expect("a schema is JSON") + "\n";
        expect_file!["../../../docs/draft-json.schema.json"].assert_eq(&text);
    }
}
