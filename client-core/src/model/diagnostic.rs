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
}
