//! CommonMark with the footnotes and tables of GitHub: what is a sign to Markdown and a word to the text is escaped, so that the
//! brackets read back as brackets. Changes are `<ins>` and `<del>`, in [`Mode::Marked`] alone: in a compilation the brackets
//! say what is proposed.

mod signs;

use std::{collections::BTreeSet, fmt::Write};

use client_core::model::ParagraphKind;

use crate::{
    Mode, date,
    edition::{Block, Edition, Paragraph, Revision, Run, Table},
    text::{blocker_line, label_of},
    words::Words,
};
use signs::{escaped, escaped_label, opening, styled};

/// An edition as Markdown, UTF-8, lines ended by `\n`.
pub fn write(edition: &Edition) -> String {
    let mut writer =
        Writer { edition, words: Words::of(&edition.labels), text: String::new(), called: BTreeSet::new() };
    writer.header();
    let mut rows: Vec<[String; 3]> = Vec::new();
    for block in &edition.blocks {
        match block {
            Block::Paragraph(paragraph) if edition.columns.is_some() && paragraph.is_row() => {
                rows.push(writer.columns(paragraph));
            }
            Block::Paragraph(paragraph) => {
                writer.end_columns(&mut rows);
                writer.paragraph(paragraph);
            }
            Block::Table(table) => {
                writer.end_columns(&mut rows);
                writer.table(table);
            }
        }
    }
    writer.end_columns(&mut rows);
    writer.notes();
    writer.open();
    writer.threads();
    writer.concordance();
    writer.text
}

struct Writer<'a> {
    edition: &'a Edition,
    words: &'a Words,
    text: String,
    /// The notes that something calls.
    called: BTreeSet<usize>,
}

impl Writer<'_> {
    /// A block: an empty line before it, none for what is empty.
    fn block(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(text);
        self.text.push('\n');
    }

    fn header(&mut self) {
        let header = &self.edition.header;
        if header.symbol.is_empty() && header.date.is_empty() {
            return;
        }
        let lines = [&header.symbol, &header.date, &header.status].into_iter().filter(|line| !line.is_empty());
        // A backslash at the end of a line is a line break.
        let lines = lines.map(|line| opening(&escaped(line))).collect::<Vec<_>>().join("\\\n");
        self.block(&lines);
    }

    fn paragraph(&mut self, paragraph: &Paragraph) {
        let line = self.line(paragraph);
        let line = line.trim();
        let text = match paragraph.kind {
            ParagraphKind::Title => format!("# {line}"),
            ParagraphKind::Heading => {
                format!("{} {line}", "#".repeat(usize::from(paragraph.level.max(1)).saturating_add(1).min(6)))
            }
            ParagraphKind::Bullet => format!("- {line}"),
            _ => line.to_owned(),
        };
        self.block(text.trim_end());
    }

    /// Label and words on one line.
    fn line(&mut self, paragraph: &Paragraph) -> String {
        let words = self.runs(&paragraph.runs);
        let label = match paragraph.kind {
            ParagraphKind::Bullet => "",
            _ => paragraph.label.as_str(),
        };
        let label = change(&escaped_label(label), paragraph.revision.as_ref().filter(|_| self.marks()));
        let standing = paragraph.standing.map(|standing| format!(" *\\[{}\\]*", self.words.standing(standing)));
        let words = if label.is_empty() { opening(words.trim_start()) } else { words };
        let gap = if label.is_empty() || words.is_empty() { "" } else { " " };
        format!("{label}{gap}{words}{}", standing.unwrap_or_default())
    }

    fn marks(&self) -> bool {
        self.edition.mode == Mode::Marked
    }

    fn runs(&mut self, runs: &[Run]) -> String {
        let marks = self.marks();
        let mut text = String::new();
        let mut revision: Option<&Revision> = None;
        for (at, run) in runs.iter().enumerate() {
            let own = match run {
                Run::Text { revision, .. } | Run::Note { revision, .. } => revision.as_ref().filter(|_| marks),
                Run::ThreadStart(_) | Run::ThreadEnd(_) => continue,
            };
            if own != revision {
                text.push_str(revision.map_or("", end));
                text.push_str(&own.map(start).unwrap_or_default());
                revision = own;
            }
            match run {
                Run::Text { text: words, style, .. } => {
                    let next = runs[at + 1..].iter().find_map(|run| match run {
                        Run::Text { text, .. } => text.chars().next(),
                        Run::Note { .. } => Some('['),
                        Run::ThreadStart(_) | Run::ThreadEnd(_) => None,
                    });
                    let styled = styled(words, *style, text.chars().next_back(), next);
                    text.push_str(&styled);
                }
                Run::Note { note, .. } => {
                    self.called.insert(*note);
                    let _ = write!(text, "[^{}]", note + 1);
                }
                Run::ThreadStart(_) | Run::ThreadEnd(_) => {}
            }
        }
        text.push_str(revision.map_or("", end));
        text
    }

    fn columns(&mut self, paragraph: &Paragraph) -> [String; 3] {
        let text = self.line(paragraph);
        let sources: Vec<String> = paragraph.sources.iter().map(|source| escaped(source)).collect();
        [escaped(&paragraph.idea), text, sources.join("<br>")]
    }

    fn end_columns(&mut self, rows: &mut Vec<[String; 3]>) {
        let Some(heads) = self.edition.columns.as_ref().filter(|_| !rows.is_empty()) else { return };
        let heads = [&heads.idea, &heads.text, &heads.source].map(|head| escaped(head));
        let rows: Vec<Vec<String>> = rows.drain(..).map(Vec::from).collect();
        self.grid(&heads, &rows);
    }

    fn table(&mut self, table: &Table) {
        let mut rows: Vec<(bool, Vec<String>)> = Vec::new();
        for row in &table.rows {
            let cells = row.cells.iter().map(|cell| {
                let parts = cell.iter().map(|paragraph| {
                    let bullet = if paragraph.kind == ParagraphKind::Bullet { "• " } else { "" };
                    format!("{bullet}{}", self.line(paragraph))
                });
                parts.collect::<Vec<_>>().join("<br>")
            });
            let cells: Vec<String> = cells.collect();
            rows.push((row.head, cells));
        }
        rows.retain(|(_, cells)| !cells.is_empty());
        // A table has one head; without any it is empty.
        let has_head = rows.first().is_some_and(|(head, _)| *head);
        let heads = if has_head { rows.remove(0).1 } else { Vec::new() };
        let rows: Vec<Vec<String>> = rows.into_iter().map(|(_, cells)| cells).collect();
        self.grid(&heads, &rows);
    }

    fn grid(&mut self, heads: &[String], rows: &[Vec<String>]) {
        let width = rows.iter().map(Vec::len).chain([heads.len()]).max().unwrap_or_default();
        if width == 0 {
            return;
        }
        let line = |cells: &[String]| {
            let cells = (0..width).map(|at| cells.get(at).map_or("", |cell| cell.trim()));
            format!("| {} |", cells.collect::<Vec<_>>().join(" | "))
        };
        let rule = format!("|{}", " --- |".repeat(width));
        let lines = [line(heads), rule].into_iter().chain(rows.iter().map(|row| line(row)));
        let text = lines.collect::<Vec<_>>().join("\n");
        self.block(&text);
    }

    /// What is called as footnotes, what nothing calls as paragraphs: a reader would drop a footnote without a call.
    fn notes(&mut self) {
        for (number, note) in self.edition.notes.iter().enumerate() {
            let words = self.runs(&note.runs);
            let text = if self.called.contains(&number) {
                format!("[^{}]: {}", number + 1, opening(words.trim()))
            } else {
                format!("{} {}", escaped_label(&note.sign), words.trim())
            };
            self.block(text.trim_end());
        }
    }

    fn heading(&mut self, text: &str) {
        self.block(&format!("## {}", escaped(text)));
    }

    fn open(&mut self) {
        if self.edition.open.is_empty() {
            return;
        }
        self.heading(self.words.open);
        let lines = self.edition.open.iter().map(|blocker| format!("- {}", escaped(&blocker_line(blocker))));
        let lines = lines.collect::<Vec<_>>().join("\n");
        self.block(&lines);
    }

    fn threads(&mut self) {
        if self.edition.threads.is_empty() {
            return;
        }
        self.heading(self.words.comments);
        for thread in &self.edition.threads {
            let label = thread.paragraph.and_then(|id| label_of(&self.edition.blocks, id)).unwrap_or_default();
            let quoted = if thread.quoted.is_empty() { String::new() } else { format!("“{}”", thread.quoted) };
            let resolved = if thread.resolved { format!("({})", self.words.resolved) } else { String::new() };
            let head: Vec<&str> = [label, &quoted, &resolved].into_iter().filter(|part| !part.is_empty()).collect();
            let head = head.join(" ");
            let mut lines = Vec::new();
            for remark in &thread.remarks {
                let who = match remark.delegation.as_str() {
                    "" => remark.by.clone(),
                    delegation => format!("{} ({delegation})", remark.by),
                };
                let said = remark.text.split_whitespace().collect::<Vec<_>>().join(" ");
                lines.push(format!("- {}", escaped(&format!("{}, {who}: {said}", date::minute(remark.at)))));
            }
            if !head.is_empty() {
                self.block(&escaped_label(&head));
            }
            self.block(&lines.join("\n"));
        }
    }

    fn concordance(&mut self) {
        if self.edition.concordance.is_empty() {
            return;
        }
        self.heading(self.words.concordance);
        let words = self.words;
        let heads = [words.before, words.after, words.contributors, words.reason].map(escaped);
        let rows = self.edition.concordance.iter().map(|line| {
            let contributors = line.contributors.join(", ");
            [&line.before, &line.after, &contributors, &line.reason].map(|cell| escaped(cell)).into()
        });
        let rows: Vec<Vec<String>> = rows.collect();
        self.grid(&heads, &rows);
    }
}

fn start(revision: &Revision) -> String {
    let name = if revision.inserted { "ins" } else { "del" };
    let at = revision.at.map(|at| format!(" datetime=\"{}\"", date::iso(at))).unwrap_or_default();
    format!("<{name}{at} title=\"{}\">", crate::html::attribute(&revision.author))
}

fn end(revision: &Revision) -> &'static str {
    if revision.inserted { "</ins>" } else { "</del>" }
}

fn change(text: &str, revision: Option<&Revision>) -> String {
    match revision.filter(|_| !text.is_empty()) {
        None => text.to_owned(),
        Some(revision) => format!("{}{text}{}", start(revision), end(revision)),
    }
}
