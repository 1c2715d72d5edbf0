use std::fmt;

use crate::{encoding, error::ReadError, package};

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Plain text.
    Text,
    /// Markdown.
    Markdown,
    /// HTML.
    Html,
    /// Office Open XML: Word since 2007.
    Docx,
    /// OpenDocument text.
    Odt,
    /// PDF with a text layer.
    Pdf,
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text => "text",
            Self::Markdown => "Markdown",
            Self::Html => "HTML",
            Self::Docx => "DOCX",
            Self::Odt => "ODT",
            Self::Pdf => "PDF",
        })
    }
}

impl Format {
    /// What the bytes are. Markdown and plain text are told apart by the name where that says it, since every plain text is
    /// Markdown too: [`Format::Text`] stands for both here.
    ///
    /// # Errors
    /// When they are nothing that is read.
    pub fn of(bytes: &[u8]) -> Result<Self, ReadError> {
        match bytes {
            [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, ..] => return Err(compound(bytes)),
            [b'P', b'K', 3 | 5, 4 | 6, ..] => return package::format(bytes),
            [b'{', b'\\', b'r', b't', b'f', ..] => return Err(ReadError::Unsupported("rich text (RTF)")),
            [0x1F, 0x8B, ..] | [b'7', b'z', 0xBC, 0xAF, ..] | [b'R', b'a', b'r', b'!', ..] => {
                return Err(ReadError::Unsupported("an archive of files"));
            }
            _ => {}
        }
        let head = bytes.get(..bytes.len().min(1_024)).unwrap_or_default();
        if head.windows(5).any(|window| window == b"%PDF-") {
            return Ok(Self::Pdf);
        }
        if !encoding::is_text(bytes) {
            return Err(ReadError::Unsupported("no text and no document"));
        }
        // Tags are ASCII in every encoding but UTF-16, whose every second byte is none.
        let ascii: String =
            head.iter().filter(|byte| **byte != 0 && byte.is_ascii()).map(|byte| char::from(*byte)).collect();
        let ascii = ascii.trim_start().to_ascii_lowercase();
        if ascii.starts_with("<!doctype html") || ascii.starts_with("<html") || ascii.starts_with("<body") {
            return Ok(Self::Html);
        }
        if ascii.starts_with("<?xml") || ascii.starts_with("<!--") || ascii.starts_with("<head") {
            if ascii.contains("<html") || ascii.contains("<head") {
                return Ok(Self::Html);
            }
            if ascii.starts_with("<?xml") {
                return Err(ReadError::Unsupported("XML of a kind that is not known here"));
            }
        }
        Ok(Self::Text)
    }
}

/// What a file of Microsoft's old container is.
fn compound(bytes: &[u8]) -> ReadError {
    // Names of streams are UTF-16; the directory may stand anywhere.
    let holds = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(wide.len()).any(|window| window == wide)
    };
    if holds("EncryptedPackage") {
        ReadError::Encrypted
    } else if holds("WordDocument") {
        ReadError::OldWord
    } else {
        ReadError::Unsupported("of the container of old Microsoft programs")
    }
}
