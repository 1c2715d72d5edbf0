//! Plain text: one paragraph a line, an empty line between paragraphs.

mod behind;
mod notes;

use std::{collections::HashMap, fmt::Write};

use client_core::model::{
    Draft, InlineExt, Matter, MatterKind, ParagraphId, ParagraphKind, Standings, numbering, open_matters,
};

use crate::{
    Mode,
    compose::{Options, Source, compose, printed},
    edition::{Block, Edition, Paragraph, Run, Table},
    words::Words,
};
use notes::Notes;

/// What the caller chooses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextOptions {
    /// What the text contains.
    pub mode: Mode,
    /// Language of the labels (BCP 47); `None` takes the draft's.
    pub labels: Option<String>,
}

/// Something that keeps a final text from being written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blocker {
    /// What it is.
    pub kind: MatterKind,
    /// The label of the place, such as `11.` or `Alt 10+11`; empty for the whole draft.
    pub label: String,
    /// The paragraph; `None` for the whole draft.
    pub paragraph: Option<ParagraphId>,
    /// The words concerned.
    pub words: String,
}

/// The matters that are open stand in the way of a final text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{} matters are still open", .0.len())]
pub struct Open(pub Vec<Blocker>);

/// What is open in a draft, with the labels of the places.
pub fn blockers(draft: &Draft, standings: &Standings, labels: Option<&str>) -> Vec<Blocker> {
    let arranged = draft.arranged(standings);
    let labels = numbering::labels(&arranged, labels.unwrap_or(&draft.language));
    let places = numbering::places(&arranged, &labels);
    let blocker = |matter: Matter| Blocker {
        kind: matter.kind,
        label: matter.paragraph.and_then(|id| places.get(&id)).copied().unwrap_or_default().to_owned(),
        paragraph: matter.paragraph,
        words: matter.words,
    };
    open_matters(draft, standings).into_iter().map(blocker).collect()
}

/// The draft as plain text.
///
/// # Errors
/// In [`Mode::Final`], what is open.
pub fn write(draft: &Draft, standings: &Standings, options: &TextOptions) -> Result<String, Open> {
    let options = Options { mode: options.mode, labels: options.labels.clone(), ..Options::default() };
    compose(&Source::new(draft, standings), &options).map(|edition| print(&edition))
}

/// An edition as plain text. Changes are marked as CriticMarkup has them, `{++came++}` and `{--went--}`, in
/// [`Mode::Marked`] alone: in a compilation the brackets say what is proposed.
pub fn print(edition: &Edition) -> String {
    let mut printer = Printer { edition, text: String::new(), notes: Notes::of(edition) };
    printer.header();
    let mut behind: HashMap<Option<ParagraphId>, Vec<usize>> = HashMap::new();
    let numbers: HashMap<ParagraphId, usize> =
        edition.notes.iter().enumerate().map(|(number, note)| (note.id, number)).collect();
    for (note, place) in &edition.note_places {
        behind.entry(*place).or_default().extend(numbers.get(note));
    }
    printer.notes(&mut behind, None);
    for block in &edition.blocks {
        match block {
            Block::Paragraph(paragraph) => {
                printer.paragraph(paragraph);
                printer.notes(&mut behind, Some(paragraph.id));
            }
            Block::Table(table) => printer.table(table, &mut behind),
        }
    }
    // Those whose paragraph is not printed.
    let mut left: Vec<usize> = behind.into_values().flatten().collect();
    left.sort_unstable();
    left.into_iter().for_each(|note| printer.note(note));
    if !edition.open.is_empty() {
        list(&mut printer.text, &edition.open);
    }
    printer.threads();
    printer.concordance();
    printer.text
}

struct Printer<'a> {
    edition: &'a Edition,
    text: String,
    notes: Notes,
}

impl Printer<'_> {
    fn header(&mut self) {
        let header = &self.edition.header;
        if header.symbol.is_empty() && header.date.is_empty() {
            return;
        }
        for line in [&header.symbol, &header.date, &header.status].into_iter().filter(|line| !line.is_empty()) {
            let _ = writeln!(self.text, "{line}");
        }
    }

    fn paragraph(&mut self, paragraph: &Paragraph) {
        let columns = self.edition.columns.as_ref();
        if let Some(columns) = columns.filter(|_| !paragraph.idea.is_empty()) {
            self.line("", "", &format!("{}: {}", columns.idea, paragraph.idea));
        }
        let words = self.words(paragraph);
        let indent = matches!(paragraph.kind, ParagraphKind::SubItem | ParagraphKind::Bullet);
        self.line(if indent { "   " } else { "" }, &paragraph.label, &words);
        if let Some(columns) = columns.filter(|_| !paragraph.sources.is_empty()) {
            self.line("", "", &format!("{}: {}", columns.source, paragraph.sources.join(", ")));
        }
    }

    fn line(&mut self, indent: &str, label: &str, words: &str) {
        separate(&mut self.text);
        self.text.push_str(indent);
        if !label.is_empty() {
            self.text.push_str(label);
            self.text.push(' ');
        }
        self.text.push_str(words);
        // No trailing space after a label without words.
        self.text.truncate(self.text.trim_end_matches(' ').len());
        self.text.push('\n');
    }

    fn table(&mut self, table: &Table, behind: &mut HashMap<Option<ParagraphId>, Vec<usize>>) {
        for row in &table.rows {
            let cell = |cell: &Vec<Paragraph>| {
                let parts = cell.iter().map(|paragraph| {
                    let words = self.words(paragraph);
                    if paragraph.label.is_empty() { words } else { format!("{} {words}", paragraph.label) }
                });
                parts.collect::<Vec<_>>().join(" ")
            };
            let cells: Vec<String> = row.cells.iter().map(cell).collect();
            if !cells.is_empty() {
                separate(&mut self.text);
                let _ = writeln!(self.text, "{}", cells.join(" | "));
            }
            row.cells.iter().flatten().for_each(|paragraph| self.notes(behind, Some(paragraph.id)));
        }
    }

    /// The words of a paragraph, and how far it is where that is shown.
    fn words(&self, paragraph: &Paragraph) -> String {
        let mut words = self.runs(&paragraph.runs);
        if let Some(standing) = paragraph.standing {
            let _ = write!(words, " [{}]", Words::of(&self.edition.labels).standing(standing));
        }
        words
    }

    fn runs(&self, runs: &[Run]) -> String {
        let mut words = String::new();
        let mut marked = None;
        let marks = self.edition.mode == Mode::Marked;
        for run in runs {
            let (text, revision) = match run {
                Run::Text { text, revision, .. } => (text.as_str(), revision),
                Run::Note { note, revision } => {
                    (self.edition.notes.get(*note).map_or("", |note| note.sign.as_str()), revision)
                }
                Run::ThreadStart(_) | Run::ThreadEnd(_) => continue,
            };
            let inserted = revision.as_ref().filter(|_| marks).map(|revision| revision.inserted);
            if inserted != marked {
                words.push_str(end_of_change(marked));
                words.push_str(match inserted {
                    Some(true) => "{++",
                    Some(false) => "{--",
                    None => "",
                });
                marked = inserted;
            }
            words.push_str(text);
        }
        words.push_str(end_of_change(marked));
        words
    }
}

fn end_of_change(marked: Option<bool>) -> &'static str {
    match marked {
        Some(true) => "++}",
        Some(false) => "--}",
        None => "",
    }
}

/// The label of a paragraph of the edition.
pub(crate) fn label_of(blocks: &[Block], id: ParagraphId) -> Option<&str> {
    let found = blocks.iter().find_map(|block| match block {
        Block::Paragraph(paragraph) => Some(paragraph).filter(|paragraph| paragraph.id == id),
        Block::Table(table) => {
            let mut cells = table.rows.iter().flat_map(|row| row.cells.iter().flatten());
            cells.find(|paragraph| paragraph.id == id)
        }
    });
    found.map(|paragraph| paragraph.label.as_str())
}

fn separate(text: &mut String) {
    if !text.is_empty() && !text.ends_with("\n\n") {
        text.push('\n');
    }
}

/// The open matters, behind the agreed text.
fn list(text: &mut String, open: &[Blocker]) {
    separate(text);
    text.push_str("--\n");
    for blocker in open {
        let _ = writeln!(text, "{}", blocker_line(blocker));
    }
}

/// An open matter on one line: what it is, where, and its first words.
pub(crate) fn blocker_line(blocker: &Blocker) -> String {
    let kind = match blocker.kind {
        MatterKind::Bracket(_) => "[ ]",
        MatterKind::Alternatives(_) => "Alt",
        MatterKind::Placeholder => "...",
        MatterKind::Proposal(_) => "<->",
    };
    let words: String = blocker.words.split_whitespace().collect::<Vec<_>>().join(" ");
    let excerpt: String = words.chars().take(60).collect();
    let more = if excerpt.len() < words.len() { "…" } else { "" };
    format!("{kind} {} {excerpt}{more}", blocker.label).trim_end().to_owned()
}

/// Every word of a draft in reading order, without labels or columns: what an import must not have lost.
pub fn words(draft: &Draft) -> String {
    draft.paragraphs.iter().map(|paragraph| paragraph.content.words()).collect::<Vec<_>>().join("\n")
}

/// A paragraph as it reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// The paragraph.
    pub paragraph: ParagraphId,
    /// Its label; empty for one that has none.
    pub label: String,
    /// Its words with the signs of what is open, mended where a decision took something away.
    pub words: String,
}

/// Every paragraph that reads as something, as the text stands: what a decision would make of a text is told by comparing.
/// `labels` is the language of the labels (BCP 47).
pub fn sentences(draft: &Draft, standings: &Standings, labels: &str) -> Vec<Sentence> {
    let arranged = draft.arranged(standings);
    let signs = numbering::signs(&arranged);
    let line = |id| signs.get(&id).cloned().unwrap_or_default();
    let mut sentences = Vec::new();
    for printed in printed(&arranged, standings, labels) {
        let words = printed.text(line);
        let is_gone = printed.emptied && words.trim().is_empty();
        if is_gone || printed.paragraph.kind.is_container() {
            continue;
        }
        sentences.push(Sentence { paragraph: printed.paragraph.id, label: printed.label, words });
    }
    sentences
}
