//! What a file has that is said once, however often it is met, and what to do about it.

use std::collections::BTreeMap;

use client_core::model::{Diagnostic, Place, Severity};

/// Something that a reader met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Finding {
    /// A table of contents.
    Contents,
    /// A tracked deletion over the end of a paragraph.
    DeletedParagraphs,
    /// Another document inside.
    EmbeddedDocument,
    /// A tracked change of the layout.
    FormatChange,
    /// Words that are not shown.
    HiddenText,
    /// A sign that only its font knows.
    Symbol,
    /// Words in a box.
    TextBox,
    /// A row of a table that came or went.
    TrackedRow,
}

/// How often each was met, and where first.
#[derive(Debug, Default)]
pub struct Met(BTreeMap<Finding, (usize, Place)>);

impl Met {
    /// Takes note of one more.
    pub fn note(&mut self, finding: Finding, place: Place) {
        self.0.entry(finding).or_insert((0, place)).0 += 1;
    }

    /// All of it, in the order of the codes.
    pub fn diagnostics(self) -> impl Iterator<Item = Diagnostic> {
        self.0.into_iter().map(|(finding, (times, place))| {
            let (code, severity, message, hint) = finding.said();
            let message = if times > 1 { format!("{message}, {times} times") } else { message.to_owned() };
            Diagnostic::new(code, severity, place, message, hint).with("times", times)
        })
    }
}

impl Finding {
    fn said(self) -> (&'static str, Severity, &'static str, &'static str) {
        match self {
            Self::Contents => (
                "contents",
                Severity::Note,
                "the file has a table of contents, which was left out",
                "The headings that it lists were kept.",
            ),
            Self::DeletedParagraphs => (
                "deleted-paragraphs",
                Severity::Warning,
                "a tracked deletion goes across paragraphs",
                "Its words stand in one bracket in the paragraph where it begins; split the paragraph if it is to stay.",
            ),
            Self::EmbeddedDocument => (
                "embedded-document",
                Severity::Warning,
                "the file includes other documents",
                "They were not read; import each as a file of its own.",
            ),
            Self::FormatChange => (
                "format-change",
                Severity::Note,
                "the file has tracked changes of the layout",
                "Only changes of words become brackets.",
            ),
            Self::HiddenText => (
                "hidden-text",
                Severity::Warning,
                "the file has hidden text",
                "It was kept and is visible now; delete it if nobody was meant to read it.",
            ),
            Self::Symbol => (
                "symbol",
                Severity::Warning,
                "the file has signs of a font that are no characters",
                "They were kept by their number; replace them by characters.",
            ),
            Self::TextBox => (
                "text-box",
                Severity::Note,
                "the file has text in boxes",
                "It was put before the paragraph that its box is tied to; move it if it belongs elsewhere.",
            ),
            Self::TrackedRow => (
                "tracked-row",
                Severity::Warning,
                "the file has rows of tables that somebody inserted or deleted",
                "They were kept as the file prints them.",
            ),
        }
    }
}
