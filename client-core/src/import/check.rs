//! A count of brackets, alternatives and options that reads the text once and keeps a bounded number of places.

use super::{ImportError, markers};

/// The most places that a report lists.
const LISTED: usize = 10_000;

/// The most labels that a report lists.
const LABELS: usize = 1_000;

/// How much of a line is looked at for a label, in code points: brackets, list and heading signs may stand before it.
const HEAD: usize = 200;

/// What stands in a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CheckReport {
    /// Opening signs, `［` included.
    pub open: usize,
    /// Closing signs, `］` included.
    pub close: usize,
    /// How deep brackets nest.
    pub max_depth: usize,
    /// Signs without a partner in reading order; at most 10 000.
    pub unbalanced: Vec<Unbalanced>,
    /// How many signs without a partner there are.
    pub unbalanced_total: usize,
    /// Paragraphs that begin with the label of an alternative: `Alt 9`, `备选10+11：`, `Alternative 2`.
    pub alternatives: usize,
    /// Paragraphs that begin with the label of an option: `Option 1`, `OPTION II`.
    pub options: usize,
    /// These labels as printed, in reading order; at most 1000.
    pub labels: Vec<String>,
}

/// A sign without a partner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unbalanced {
    /// Line, from 1.
    pub line: usize,
    /// Column in code points, from 1.
    pub column: usize,
    /// Which sign it is.
    pub kind: UnbalancedKind,
}

/// Which sign has no partner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum UnbalancedKind {
    /// It opens, and nothing closes it.
    Open,
    /// It closes, and nothing is open.
    Close,
}

/// Counts brackets with a plain stack; a stray closing sign is skipped. Reads any UTF-8 text once.
///
/// # Errors
/// [`ImportError::NotUtf8`].
pub fn check(bytes: &[u8]) -> Result<CheckReport, ImportError> {
    let mut checker = Checker::default();
    checker.feed(bytes)?;
    checker.finish()
}

/// [`check`] for a text that comes in pieces, cut anywhere; in memory that does not grow with the text.
#[derive(Debug, Default)]
pub struct Checker {
    report: CheckReport,
    stack: Stack,
    /// Lines that ended.
    lines: usize,
    /// Code points of the line under way.
    column: usize,
    /// Bytes that were read, whole characters only.
    offset: usize,
    /// The beginning of the line under way, where a label would stand, and how many code points that is.
    head: String,
    head_length: usize,
    /// The first bytes of a character that the next piece goes on with.
    cut: Vec<u8>,
}

impl Checker {
    /// Reads on.
    ///
    /// # Errors
    /// [`ImportError::NotUtf8`] with the place in the whole text.
    pub fn feed(&mut self, mut piece: &[u8]) -> Result<(), ImportError> {
        while !self.cut.is_empty() {
            let Some((&next, rest)) = piece.split_first() else { return Ok(()) };
            let mut character = std::mem::take(&mut self.cut);
            character.push(next);
            match std::str::from_utf8(&character) {
                Ok(whole) => {
                    self.read(whole);
                    piece = rest;
                }
                Err(error) if error.error_len().is_none() => {
                    self.cut = character;
                    piece = rest;
                }
                Err(_) => return Err(self.not_utf8()),
            }
        }
        match std::str::from_utf8(piece) {
            Ok(text) => self.read(text),
            Err(error) => {
                let (good, bad) = piece.split_at(error.valid_up_to());
                self.read(std::str::from_utf8(good).unwrap_or_default());
                if error.error_len().is_some() {
                    return Err(self.not_utf8());
                }
                self.cut = bad.to_vec();
            }
        }
        Ok(())
    }

    /// The text ends here.
    ///
    /// # Errors
    /// [`ImportError::NotUtf8`] when it ends within a character.
    pub fn finish(mut self) -> Result<CheckReport, ImportError> {
        if !self.cut.is_empty() {
            return Err(self.not_utf8());
        }
        labels(&self.head, &mut self.report);
        self.stack.finish(&mut self.report);
        Ok(self.report)
    }

    fn not_utf8(&self) -> ImportError {
        ImportError::NotUtf8 { line: self.lines + 1, column: self.column + 1, offset: self.offset }
    }

    fn read(&mut self, text: &str) {
        self.offset += text.len();
        let mut parts = text.split('\n');
        if let Some(first) = parts.next() {
            self.line(first);
        }
        for part in parts {
            labels(&self.head, &mut self.report);
            self.head.clear();
            self.head_length = 0;
            self.lines += 1;
            self.column = 0;
            self.line(part);
        }
    }

    /// A part of one line.
    fn line(&mut self, part: &str) {
        let near = part.chars().take(HEAD - self.head_length);
        for character in near {
            self.head.push(character);
            self.head_length += 1;
        }
        // Signs are found by their bytes: no other character contains the bytes of `[`, and `［` is EF BC BB.
        let bytes = part.as_bytes();
        for (at, &byte) in bytes.iter().enumerate() {
            self.column += usize::from(byte & 0xC0 != 0x80);
            let opens = match byte {
                b'[' => true,
                b']' => false,
                0xEF => match bytes.get(at + 1..at + 3) {
                    Some([0xBC, 0xBB]) => true,
                    Some([0xBC, 0xBD]) => false,
                    _ => continue,
                },
                _ => continue,
            };
            self.stack.sign(opens, self.lines + 1, self.column, &mut self.report);
        }
    }
}

/// The brackets that are open. Only the places of the outermost are kept: the depth is exact, and whatever is still open
/// at the end is listed from the outermost on.
#[derive(Debug, Default)]
struct Stack {
    depth: usize,
    outermost: Vec<Unbalanced>,
    closing: Vec<Unbalanced>,
    closing_total: usize,
}

impl Stack {
    fn sign(&mut self, opens: bool, line: usize, column: usize, report: &mut CheckReport) {
        if opens {
            report.open += 1;
            if self.depth < LISTED {
                self.outermost.push(Unbalanced { line, column, kind: UnbalancedKind::Open });
            }
            self.depth += 1;
            report.max_depth = report.max_depth.max(self.depth);
            return;
        }
        report.close += 1;
        match self.depth.checked_sub(1) {
            Some(depth) => {
                self.depth = depth;
                self.outermost.truncate(depth);
            }
            None => {
                self.closing_total += 1;
                if self.closing.len() < LISTED {
                    self.closing.push(Unbalanced { line, column, kind: UnbalancedKind::Close });
                }
            }
        }
    }

    fn finish(mut self, report: &mut CheckReport) {
        report.unbalanced_total = self.depth + self.closing_total;
        report.unbalanced = self.outermost;
        report.unbalanced.append(&mut self.closing);
        report.unbalanced.sort_unstable();
        report.unbalanced.truncate(LISTED);
    }
}

/// Reads the label at the beginning of a line.
fn labels(head: &str, report: &mut CheckReport) {
    let start = head.trim_start_matches(|c: char| c.is_whitespace() || "[［#*_>-•●".contains(c));
    let quadrupled = start.starts_with("备选备选备选备选");
    if !quadrupled && !start.starts_with("备选") && !matches!(start.as_bytes().first(), Some(b'A' | b'a' | b'O' | b'o'))
    {
        return;
    }
    let head: String = start.chars().take(120).collect();
    let chars: Vec<char> = match quadrupled {
        true => super::dequadruple(&head).into_iter().flat_map(|run| run.text.chars().collect::<Vec<_>>()).collect(),
        false => head.chars().collect(),
    };
    let length = if let Some((_, length)) = markers::option(&chars) {
        report.options += 1;
        length
    } else if let Some((_, length)) = markers::alternative(&chars) {
        report.alternatives += 1;
        length
    } else {
        return;
    };
    if report.labels.len() < LABELS {
        report.labels.push(chars.iter().take(length).collect());
    }
}
