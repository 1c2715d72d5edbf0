/// What a file may at most contain; beyond it is refused and not read in part. The numbers are many times those of the
/// largest draft of a conference (120 KB of text with 1 050 brackets, less than 3 MB of XML as DOCX).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file itself.
    pub file: usize,
    /// Entries of a package.
    pub entries: usize,
    /// Bytes of all parts that are read, inflated.
    pub inflated: u64,
    /// Words and what stands between them: pieces of one style or author.
    pub pieces: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { file: 64 * 1024 * 1024, entries: 4_096, inflated: 32 * 1024 * 1024, pieces: 130_000 }
    }
}
