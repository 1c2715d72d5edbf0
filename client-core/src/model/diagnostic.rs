/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; the reading is certain.
    Note,
    /// The reading is a choice that a person should confirm.
    Warning,
    /// Something could not be read as meant; the characters are kept.
    Error,
}

/// A place in a source text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Line, from 1.
    pub line: usize,
    /// Column in Unicode code points, from 1.
    pub column: usize,
}

impl Default for Place {
    /// The beginning.
    fn default() -> Self {
        Self { line: 1, column: 1 }
    }
}

/// Something that an import was unsure of: where, what, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// A stable name for the kind of finding, such as `stray-close`.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// Where in the source.
    pub place: Place,
    /// One sentence: what was found.
    pub message: String,
    /// The proposed next step, or the other reading that a person may choose.
    pub hint: String,
    /// What the sentences name, for whoever says them in another language. `variant` tells the sentences of one code apart.
    pub values: Vec<(&'static str, String)>,
}

impl Diagnostic {
    /// A finding whose sentences name nothing.
    pub fn new(
        code: &'static str,
        severity: Severity,
        place: Place,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        debug_assert!(CODES.contains(&code), "{code} is not among the codes");
        Self { code, severity, place, message: message.into(), hint: hint.into(), values: Vec::new() }
    }

    /// The same with something that its sentences name.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.values.push((name, value.to_string()));
        self
    }
}

/// The code of every finding that an import can have, in the order of the alphabet. The page has words for each of them in each of its
/// languages (`finding-` and the code).
pub const CODES: [&str; 44] = [
    "alternative-without-base",
    "another-document",
    "bracket-around-drafts",
    "contents",
    "correlated-brackets",
    "decided-elsewhere",
    "deleted-paragraphs",
    "embedded-document",
    "embedded-file",
    "empty-note",
    "encoding-guessed",
    "encoding-lost",
    "format-change",
    "from-another-server",
    "hidden-text",
    "idea-group",
    "idea-pairing",
    "left-out",
    "linked-brackets",
    "macros",
    "markdown-definitions",
    "mixed-bracket",
    "page-furniture",
    "pdf-layout",
    "pdf-right-to-left",
    "pdf-signs",
    "pictures",
    "remote-content",
    "report-brackets",
    "scripts",
    "second-title",
    "slash",
    "slash-in-bracket",
    "source-pairing",
    "stray-close",
    "stray-open",
    "symbol",
    "text-box",
    "too-many-brackets",
    "too-many-comments",
    "tracked-bracket-sign",
    "tracked-paragraph-end",
    "tracked-row",
    "unsigned",
];
