//! Plain text: one paragraph a line, an empty line between paragraphs.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
};

use client_core::model::{
    Anchor, Draft, Inline, InlineExt, LabelScheme, Matter, MatterKind, Numeral, ParagraphId, ParagraphKind, Read,
    Standings, numbering, open_matters, read,
};

use crate::{Mode, repair};

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
    let open = blockers(draft, standings, options.labels.as_deref());
    if options.mode == Mode::Final && !open.is_empty() {
        return Err(Open(open));
    }
    let arranged = draft.arranged(standings);
    let writer = Writer::new(&arranged, standings, options);
    let mut text = writer.write(&arranged, standings);
    if options.mode == Mode::Agreed && !open.is_empty() {
        list(&mut text, &open);
    }
    Ok(text)
}

struct Writer {
    mode: Mode,
    labels: BTreeMap<ParagraphId, String>,
    /// Paragraphs that are in a set of alternatives without a decision.
    undecided: BTreeSet<ParagraphId>,
    /// Versions that stand in brackets of their own, since the draft is labelled as the Editorial Manual has it.
    bracketed: BTreeSet<ParagraphId>,
}

impl Writer {
    fn new(draft: &Draft, standings: &Standings, options: &TextOptions) -> Self {
        let mut labels = numbering::labels(draft, options.labels.as_deref().unwrap_or(&draft.language));
        let mut undecided = BTreeSet::new();
        for set in draft.alternatives.values() {
            let variants: Vec<_> = draft.standing_variants(set.id, standings).map(|variant| variant.id).collect();
            match standings.alternatives.get(&set.id) {
                None if !variants.is_empty() => undecided.extend(set.base.iter().chain(&variants).copied()),
                // A chosen version takes the number of what it replaces.
                Some(chosen) if options.mode != Mode::AsItStands => {
                    let number = set.base.first().and_then(|id| draft.paragraph(*id)?.numeral.as_ref());
                    if let Some(number @ Numeral::Number { .. }) = number {
                        let chosen = chosen.or_else(|| set.base.first().copied());
                        labels.extend(chosen.map(|id| (id, format!("{}.", numbering::numeral(number)))));
                    }
                }
                Some(_) | None => {}
            }
        }
        let by_manual = draft.label_scheme == LabelScheme::EditorialManual && options.mode == Mode::AsItStands;
        let bracketed = if by_manual { undecided.clone() } else { BTreeSet::new() };
        // Children are as undecided as the paragraph that they stand under.
        for paragraph in &draft.paragraphs {
            if paragraph.parent.is_some_and(|parent| undecided.contains(&parent)) {
                undecided.insert(paragraph.id);
            }
        }
        Self { mode: options.mode, labels, undecided, bracketed }
    }

    fn write(&self, draft: &Draft, standings: &Standings) -> String {
        let reading = read(draft, standings);
        let mut text = String::new();
        // Nothing inside a bracket around the whole draft is agreed.
        let nothing_agreed = self.mode == Mode::Agreed && !reading.around.is_empty();
        let signs = if self.mode == Mode::AsItStands { reading.around.len() } else { 0 };
        text.extend(std::iter::repeat_n('[', signs));
        // How many open brackets the text is inside of: one may go on from paragraph to paragraph.
        let mut depth = 0;
        let mut row: Option<Vec<String>> = None;
        for read in reading.paragraphs.iter().filter(|_| !nothing_agreed) {
            let line = self.line(read, &mut depth);
            match read.paragraph.kind {
                ParagraphKind::Table => {}
                ParagraphKind::HeadRow | ParagraphKind::Row => self.end_row(&mut text, row.replace(Vec::new())),
                ParagraphKind::Cell => match &mut row {
                    Some(cells) => {
                        let label =
                            self.labels.get(&read.paragraph.id).map_or(String::new(), |label| format!("{label} "));
                        cells.push(format!("{label}{line}"));
                    }
                    None => self.paragraph(&mut text, read, &line),
                },
                _ => {
                    match row.as_mut().filter(|_| read.paragraph.parent.is_some()).and_then(|cells| cells.last_mut()) {
                        // What stands under a cell goes on in it.
                        Some(cell) => {
                            let label = self.labels.get(&read.paragraph.id).map(String::as_str).unwrap_or_default();
                            let _ = write!(cell, " {label} {line}");
                        }
                        None => {
                            self.end_row(&mut text, row.take());
                            self.paragraph(&mut text, read, &line);
                        }
                    }
                }
            }
        }
        self.end_row(&mut text, row.take());
        if signs > 0 {
            let end = text.trim_end().len();
            text.truncate(end);
            text.extend(std::iter::repeat_n(']', signs));
            text.push('\n');
        }
        text
    }

    fn end_row(&self, text: &mut String, cells: Option<Vec<String>>) {
        let Some(cells) = cells.filter(|cells| !cells.is_empty()) else { return };
        separate(text);
        text.push_str(&cells.join(" | "));
        text.push('\n');
    }

    fn paragraph(&self, text: &mut String, read: &Read<'_>, line: &str) {
        if line.trim().is_empty() && (read.emptied || self.mode != Mode::AsItStands) {
            return;
        }
        if self.mode == Mode::Agreed && self.undecided.contains(&read.paragraph.id) {
            return;
        }
        separate(text);
        if matches!(read.paragraph.kind, ParagraphKind::SubItem | ParagraphKind::Bullet) {
            text.push_str("   ");
        }
        if let Some(label) = self.labels.get(&read.paragraph.id) {
            text.push_str(label);
            text.push(' ');
        }
        let bracketed = self.bracketed.contains(&read.paragraph.id);
        text.push_str(if bracketed { "[" } else { "" });
        text.push_str(line);
        text.push_str(if bracketed { "]" } else { "" });
        // No trailing space after a label without words.
        text.truncate(text.trim_end_matches(' ').len());
        text.push('\n');
    }

    /// The words of one paragraph, signs included where the mode shows them.
    fn line(&self, read: &Read<'_>, depth: &mut usize) -> String {
        let signs = self.mode == Mode::AsItStands;
        let mut line = String::new();
        let mut seams = Vec::new();
        // Offset in the content and in the line, in code points: they part where something is left out.
        let (mut at, mut written) = (0, 0);
        let mut before: Option<&Inline> = None;
        for piece in &read.content {
            let end = at + piece.len();
            let after_line = matches!(before, Some(Inline::Anchor(Anchor::Or(_))));
            before = Some(piece);
            let shown = match piece {
                Inline::Text { text, .. } if signs || *depth == 0 => text.clone(),
                Inline::Text { .. } => String::new(),
                Inline::Anchor(Anchor::Open(_)) => {
                    *depth += 1;
                    if signs { "[".into() } else { String::new() }
                }
                Inline::Anchor(Anchor::Close(_)) => {
                    *depth = depth.saturating_sub(1);
                    if signs { "]".into() } else { String::new() }
                }
                // Two lines beside each other were drawn at one place by two people.
                Inline::Anchor(Anchor::Or(_)) if line.ends_with('/') && after_line => String::new(),
                Inline::Anchor(Anchor::Or(_)) if signs || *depth == 0 => "/".into(),
                Inline::Anchor(Anchor::Note(note)) if signs || *depth == 0 => {
                    self.labels.get(note).cloned().unwrap_or_default()
                }
                Inline::Anchor(Anchor::Or(_) | Anchor::Note(_) | Anchor::Split(_) | Anchor::Erased(_)) => String::new(),
            };
            seams.extend(read.seams.iter().filter(|seam| (at..end).contains(seam)).map(|seam| written + seam - at));
            if shown.is_empty() {
                seams.push(written);
            }
            written += shown.chars().count();
            line.push_str(&shown);
            at = end;
        }
        seams.extend(read.seams.iter().filter(|seam| **seam >= at).map(|_| written));
        repair::at_seams(&line, &seams)
    }
}

fn separate(text: &mut String) {
    if !text.is_empty() && !text.ends_with("\n\n") && !text.chars().all(|c| c == '[') {
        text.push('\n');
    }
}

/// The open matters, behind the agreed text.
fn list(text: &mut String, open: &[Blocker]) {
    separate(text);
    text.push_str("--\n");
    for blocker in open {
        let kind = match blocker.kind {
            MatterKind::Bracket(_) => "[ ]",
            MatterKind::Alternatives(_) => "Alt",
            MatterKind::Placeholder => "...",
            MatterKind::Proposal(_) => "<->",
        };
        let words: String = blocker.words.split_whitespace().collect::<Vec<_>>().join(" ");
        let excerpt: String = words.chars().take(60).collect();
        let more = if excerpt.len() < words.len() { "…" } else { "" };
        let line = format!("{kind} {} {excerpt}{more}", blocker.label);
        let _ = writeln!(text, "{}", line.trim_end());
    }
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
    let options = TextOptions { mode: Mode::AsItStands, labels: Some(labels.to_owned()) };
    let writer = Writer::new(&arranged, standings, &options);
    let mut depth = 0;
    let mut sentences = Vec::new();
    for read in &read(&arranged, standings).paragraphs {
        let words = writer.line(read, &mut depth);
        let is_gone = read.emptied && words.trim().is_empty();
        if is_gone || read.paragraph.kind.is_container() {
            continue;
        }
        let label = writer.labels.get(&read.paragraph.id).cloned().unwrap_or_default();
        sentences.push(Sentence { paragraph: read.paragraph.id, label, words });
    }
    sentences
}
