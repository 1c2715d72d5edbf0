//! DOCX (ECMA-376, transitional): an edition as a word processor opens it, with real footnotes, comments and tracked changes.
//!
//! Numbers are text, never `w:numPr`: a number that was given does not move because somebody edits (domain.md, "Numbers").
//! Each paragraph is in a bookmark `_adref_` with its id in hexadecimal digits, by which it is known when the file comes back.

use std::collections::BTreeSet;

use client_core::model::ParagraphId;

use crate::{edition::Edition, words::Words};

mod behind;
mod body;
mod comments;
mod margins;
mod notes;
mod package;
mod paragraphs;
mod plan;
mod properties;
mod runs;
mod styles;
mod tables;
mod tongue;
mod words;
mod xml;

use plan::Plan;
use runs::Stage;
use tongue::Tongue;

/// What the caller chooses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocxOptions {
    /// By whom the file was made, for its properties; may be empty.
    pub creator: String,
}

/// The edition as the bytes of a DOCX file. The same edition and the same options give the same bytes.
pub fn write(edition: &Edition, options: &DocxOptions) -> Vec<u8> {
    let mut setter = Setter::new(edition);
    let mut package = package::Package::default();
    // The body comes first: what it calls is what the other parts hold.
    let body = setter.body();
    let header = setter.header();
    package.add("word/document.xml", package::DOCUMENT, body);
    package.add("word/styles.xml", package::STYLES, styles::styles(&setter.text));
    package.add("word/settings.xml", package::SETTINGS, properties::settings(&setter.text, setter.has_notes()));
    package.add("word/fontTable.xml", package::FONTS, styles::fonts());
    if let Some(header) = header {
        package.add("word/header1.xml", package::HEADER, header);
    }
    package.add("word/footer1.xml", package::FOOTER, setter.footer());
    if setter.has_notes() {
        package.add("word/footnotes.xml", package::FOOTNOTES, setter.notes());
    }
    if setter.has_comments() {
        package.add("word/comments.xml", package::COMMENTS, setter.comments());
        package.add("word/commentsExtended.xml", package::COMMENTS_EXTENDED, setter.comments_extended());
    }
    package.add("docProps/core.xml", package::CORE, properties::core(edition, options));
    package.add("docProps/app.xml", package::APP, properties::app());
    package.finish()
}

/// What is kept while an edition is set.
struct Setter<'a> {
    edition: &'a Edition,
    plan: Plan,
    words: &'static Words,
    /// The languages of the text.
    text: Tongue,
    /// The languages of what is not the text.
    labels: Tongue,
    /// Changes and bookmarks are numbered together.
    last_id: u32,
    /// The paragraphs whose bookmark was set.
    bookmarked: BTreeSet<ParagraphId>,
    /// For each note whether its call was set.
    called: Vec<bool>,
    /// For each thread how far it is.
    stages: Vec<Stage>,
    /// Whether the first paragraph was set.
    has_begun: bool,
}

impl<'a> Setter<'a> {
    fn new(edition: &'a Edition) -> Self {
        Self {
            edition,
            plan: Plan::of(edition),
            words: Words::of(&edition.labels),
            text: Tongue::of(&edition.language),
            labels: Tongue::of(&edition.labels),
            last_id: 0,
            bookmarked: BTreeSet::new(),
            called: vec![false; edition.notes.len()],
            stages: vec![Stage::Waiting; edition.threads.len()],
            has_begun: false,
        }
    }

    fn next_id(&mut self) -> String {
        self.last_id += 1;
        self.last_id.to_string()
    }

    /// The name of the bookmark around a paragraph: at most 40 characters, and hidden by its first.
    fn bookmark(id: ParagraphId) -> String {
        format!("_adref_{}", id.0.simple())
    }
}
