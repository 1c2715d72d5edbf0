//! The formats that a draft can be written in: one row each. Commands, addresses and their description follow the table.

use client_core_export::{
    Mode,
    akn::{self, AknOptions},
    compose::{Options, Source, compose},
    csv,
    docx::{self, DocxOptions},
    edition::Edition,
    html, json, markdown,
    text::{self, Open},
    whole::Whole,
    xlsx,
};

/// Why a draft is not written.
#[derive(Debug, thiserror::Error)]
pub enum NotWritten {
    /// It cannot be final yet.
    #[error(transparent)]
    Open(#[from] Open),
    /// The format has no such mode.
    #[error("{format} is written {modes}, not {mode}")]
    NoMode {
        /// The format.
        format: &'static str,
        /// What was asked for.
        mode: &'static str,
        /// What there is.
        modes: String,
    },
    /// What changed since when?
    #[error("a marked text needs another moment to be compared with")]
    AgainstWhat,
    /// The writer failed.
    #[error("{0}")]
    Failed(String),
}

/// A format.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// The name used in commands and addresses.
    pub name: &'static str,
    /// What the file is.
    pub media_type: &'static str,
    /// How the name of a file ends, without the dot.
    pub extension: &'static str,
    /// What it can contain.
    pub modes: &'static [Mode],
    /// Whether it is no text: nothing to be shown in a terminal.
    pub binary: bool,
    /// Whether several drafts can stand in one file, one behind the other.
    pub joins: bool,
    writer: Writer,
}

/// What writes a format.
type Writer = fn(&Source<'_>, &Options) -> Result<Vec<u8>, NotWritten>;

/// Every format, in the order in which people are offered them.
pub const FORMATS: &[Format] = &[
    Format {
        name: "text",
        media_type: "text/plain; charset=utf-8",
        extension: "txt",
        modes: &Mode::ALL,
        binary: false,
        joins: true,
        writer: |source, options| edition(source, options, text::print),
    },
    Format {
        name: "markdown",
        media_type: "text/markdown; charset=utf-8",
        extension: "md",
        modes: &Mode::ALL,
        binary: false,
        joins: true,
        writer: |source, options| edition(source, options, markdown::write),
    },
    Format {
        name: "html",
        media_type: "text/html; charset=utf-8",
        extension: "html",
        modes: &Mode::ALL,
        binary: false,
        joins: false,
        writer: |source, options| edition(source, options, html::write),
    },
    Format {
        name: "docx",
        media_type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        extension: "docx",
        modes: &Mode::ALL,
        binary: true,
        joins: false,
        writer: |source, options| Ok(docx::write(&compose(source, options)?, &DocxOptions { creator: "Adref".into() })),
    },
    // The matters of the draft, whatever stands around them.
    Format {
        name: "csv",
        media_type: "text/csv; charset=utf-8",
        extension: "csv",
        modes: &[Mode::AsItStands],
        binary: false,
        joins: false,
        writer: |source, options| Ok(csv::write(source, options)),
    },
    Format {
        name: "xlsx",
        media_type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        extension: "xlsx",
        modes: &[Mode::AsItStands],
        binary: true,
        joins: false,
        writer: |source, options| xlsx::write(source, options).map_err(|error| NotWritten::Failed(error.to_string())),
    },
    // Everything that stands in the draft, to be brought in again.
    Format {
        name: "json",
        media_type: "application/json",
        extension: "json",
        modes: &[Mode::AsItStands],
        binary: false,
        joins: false,
        writer: |source, _| Ok(json::write(&whole(source))),
    },
    Format {
        name: "akn",
        media_type: "application/akn+xml",
        extension: "xml",
        modes: &[Mode::AsItStands],
        binary: false,
        joins: false,
        writer: |source, options| {
            // Dated by what happened last: the same state gives the same bytes.
            let options = AknOptions { date: options.made_at.unwrap_or_default(), labels: options.labels.clone() };
            Ok(akn::write(&whole(source), &options))
        },
    },
];

/// A draft with its decisions, as the formats that lose nothing carry it.
fn whole(source: &Source<'_>) -> Whole {
    Whole { draft: source.draft.clone(), standings: source.standings.clone(), record: source.entries.to_vec() }
}

/// What a writer of editions makes of a source.
fn edition(
    source: &Source<'_>,
    options: &Options,
    write: impl FnOnce(&Edition) -> String,
) -> Result<Vec<u8>, NotWritten> {
    Ok(write(&compose(source, options)?).into_bytes())
}

impl Format {
    /// The format with a name.
    pub fn named(name: &str) -> Option<&'static Self> {
        FORMATS.iter().find(|format| format.name == name)
    }

    /// The media type without its parameters.
    pub fn media(&self) -> &'static str {
        self.media_type.split(';').next().unwrap_or(self.media_type)
    }

    /// The draft in this format.
    ///
    /// # Errors
    /// [`NotWritten`].
    pub fn write(&self, source: &Source<'_>, options: &Options) -> Result<Vec<u8>, NotWritten> {
        if !self.modes.contains(&options.mode) {
            let modes = self.modes.iter().map(|mode| mode.name()).collect::<Vec<_>>().join(", ");
            return Err(NotWritten::NoMode { format: self.name, mode: options.mode.name(), modes });
        }
        if options.mode == Mode::Marked && source.against.is_none() {
            return Err(NotWritten::AgainstWhat);
        }
        (self.writer)(source, options)
    }
}

/// The names of all formats.
pub fn names() -> Vec<&'static str> {
    FORMATS.iter().map(|format| format.name).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_two_formats_share_a_name_or_an_ending() {
        let distinct = |of: fn(&Format) -> &'static str| FORMATS.iter().map(of).collect::<BTreeSet<_>>().len();
        assert_eq!(distinct(|format| format.name), FORMATS.len());
        assert_eq!(distinct(|format| format.extension), FORMATS.len());
        assert!(FORMATS.iter().all(|format| !format.modes.is_empty()));
        // What is appended to a file is read on by people: nothing but running text is.
        assert!(FORMATS.iter().all(|format| !format.joins || (!format.binary && format.modes == Mode::ALL)));
        assert!(Format::named("text").is_some_and(|format| format.media() == "text/plain"));
    }
}
