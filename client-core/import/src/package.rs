//! A package of parts: DOCX and ODT are ZIP files. Nothing is ever written to a disk, so a part whose name climbs out of its
//! folder is just a part that nobody asks for.

use std::io::{Cursor, Read};

use zip::{ZipArchive, result::ZipError};

use crate::{error::ReadError, format::Format, limits::Limits};

/// A package that parts are read from.
pub(crate) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    format: Format,
    limits: Limits,
    /// Bytes that may still be inflated.
    left: u64,
}

impl<'a> Package<'a> {
    /// Opens a package.
    pub fn open(bytes: &'a [u8], format: Format, limits: &Limits) -> Result<Self, ReadError> {
        let too_many = || ReadError::TooMuch { what: "entries", limit: limits.entries as u64 };
        // The list of entries is read at once: how many there are is looked at before.
        if announced(bytes).is_some_and(|entries| entries > limits.entries) {
            return Err(too_many());
        }
        let archive =
            ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(format, "the list of parts", &error))?;
        if archive.len() > limits.entries {
            return Err(too_many());
        }
        Ok(Self { archive, format, limits: *limits, left: limits.inflated })
    }

    /// Whether there is a part.
    pub fn has(&self, name: &str) -> bool {
        self.archive.index_for_name(name).is_some()
    }

    /// The names of all parts.
    pub fn names(&self) -> Vec<String> {
        self.archive.file_names().flatten().map(|name| name.into_owned()).collect()
    }

    /// A part as text.
    pub fn text(&mut self, name: &str) -> Result<String, ReadError> {
        let Some(index) = self.archive.index_for_name(name) else {
            return Err(ReadError::Damaged { format: self.format, part: name.into(), detail: "it is missing".into() });
        };
        let format = self.format;
        let part = self.archive.by_index(index).map_err(|error| match error {
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => ReadError::Encrypted,
            error => damaged(format, name, &error),
        })?;
        let mut bytes = Vec::new();
        // What a part says of its own size is not believed.
        part.take(self.left + 1).read_to_end(&mut bytes).map_err(|error| damaged(format, name, &error))?;
        let Some(left) = self.left.checked_sub(bytes.len() as u64) else {
            return Err(ReadError::TooMuch { what: "bytes when it is unpacked", limit: self.limits.inflated });
        };
        self.left = left;
        text(bytes).map_err(|detail| ReadError::Damaged { format, part: name.into(), detail: detail.into() })
    }
}

/// XML is UTF-8, or UTF-16 with a byte order mark; other encodings are not used in packages.
fn text(bytes: Vec<u8>) -> Result<String, &'static str> {
    let wide = |bytes: &[u8], read: fn([u8; 2]) -> u16| {
        let units = bytes.chunks_exact(2).map(|pair| read([pair[0], pair[1]]));
        char::decode_utf16(units).collect::<Result<String, _>>().map_err(|_| "it is not UTF-16")
    };
    match bytes.as_slice() {
        [0xFF, 0xFE, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => wide(rest, u16::from_be_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8(rest.to_vec()).map_err(|_| "it is not UTF-8"),
        _ => String::from_utf8(bytes).map_err(|_| "it is not UTF-8"),
    }
}

/// How many entries the end of the package announces.
fn announced(bytes: &[u8]) -> Option<usize> {
    let tail = bytes.get(bytes.len().saturating_sub(65_557)..)?;
    let at = tail.windows(4).rposition(|window| window == b"PK\x05\x06")?;
    let count = tail.get(at + 10..at + 12)?;
    Some(usize::from(u16::from_le_bytes([*count.first()?, *count.get(1)?])))
}

fn damaged(format: Format, part: &str, error: &dyn std::fmt::Display) -> ReadError {
    ReadError::Damaged { format, part: part.into(), detail: error.to_string() }
}

/// What a package is.
pub(crate) fn format(bytes: &[u8]) -> Result<Format, ReadError> {
    let limits = Limits::default();
    let package = Package::open(bytes, Format::Docx, &limits)?;
    if package.has("mimetype") || package.has("content.xml") {
        let mut package = package;
        let kind = if package.has("mimetype") { package.text("mimetype")? } else { String::new() };
        return match kind.trim() {
            "application/vnd.oasis.opendocument.text" | "application/vnd.oasis.opendocument.text-template" | "" => {
                Ok(Format::Odt)
            }
            _ => Err(ReadError::Unsupported("a spreadsheet, a presentation or a book")),
        };
    }
    if package.has("word/document.xml") || package.has("_rels/.rels") {
        return match package.names().iter().any(|name| name.starts_with("xl/") || name.starts_with("ppt/")) {
            true => Err(ReadError::Unsupported("a spreadsheet or a presentation")),
            false => Ok(Format::Docx),
        };
    }
    Err(ReadError::Unsupported("an archive of files"))
}
