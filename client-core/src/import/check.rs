//! A count of brackets, alternatives and options that reads the text once and keeps a bounded number of places.

use super::{ImportError, markers, utf8};

/// The most places that a report lists.
const LISTED: usize = 1_000;

/// The most labels that a report lists.
const LABELS: usize = 1_000;

/// What stands in a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CheckReport {
    /// Opening signs, `［` included.
    pub open: usize,
    /// Closing signs, `］` included.
    pub close: usize,
    /// How deep brackets nest.
    pub max_depth: usize,
    /// Signs without a partner in reading order; at most 1000.
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

/// Counts brackets with a plain stack; a stray closing sign is skipped. Reads any UTF-8 text once, in memory that does not
/// grow with it.
pub fn check(bytes: &[u8]) -> Result<CheckReport, ImportError> {
    let text = utf8(bytes)?;
    let mut report = CheckReport::default();
    let mut stack = Stack::default();
    for (index, line) in text.split('\n').enumerate() {
        labels(line, &mut report);
        // Signs are found by their bytes: no other character contains the bytes of `[`, and `［` is EF BC BB.
        let (mut column, line) = (0, line.as_bytes());
        for (at, &byte) in line.iter().enumerate() {
            column += usize::from(byte & 0xC0 != 0x80);
            let opens = match byte {
                b'[' => true,
                b']' => false,
                0xEF => match line.get(at + 1..at + 3) {
                    Some([0xBC, 0xBB]) => true,
                    Some([0xBC, 0xBD]) => false,
                    _ => continue,
                },
                _ => continue,
            };
            stack.sign(opens, index + 1, column, &mut report);
        }
    }
    stack.finish(&mut report);
    Ok(report)
}

/// The brackets that are open. Only the places of the outermost are kept: the depth is exact, and whatever is still open
/// at the end is listed from the outermost on.
#[derive(Default)]
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
fn labels(line: &str, report: &mut CheckReport) {
    // Brackets, list and heading signs may stand before a label.
    let near = line.char_indices().nth(200).and_then(|(end, _)| line.get(..end)).unwrap_or(line);
    let start = near.trim_start_matches(|c: char| c.is_whitespace() || "[［#*_>-•●".contains(c));
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
