//! An edition as the values that the template reads.

use std::collections::{BTreeMap, BTreeSet};

use client_core::model::{MatterKind, ParagraphId, ParagraphKind, Timestamp};
use client_core_export::{
    edition::{Block, Edition, Paragraph, Revision, Role, Run, Table, Thread},
    words::Words,
};
use typst::foundations::{Array, Dict, IntoValue, Value, dict};

use crate::{Fonts, fonts, languages, printable::Printer, words::OnPaper};

mod size;
mod texts;

pub(crate) use size::measure;
pub(crate) use texts::each_text;

/// How deep a paragraph is set in at most: deeper ones would leave no room for words.
const DEEPEST: u8 = 8;
/// How many columns of letters a label may have before the words stand behind it and not beside it.
const LABEL_WIDTH: usize = 4;

/// The values of an edition.
pub(crate) fn of(edition: &Edition, fonts: &Fonts) -> Dict {
    let families = families(edition);
    let words = Words::of(&edition.labels);
    let mut writer = Writer {
        edition,
        words,
        printer: Printer::new(fonts, families.clone()),
        called: BTreeSet::new(),
        authors: Vec::new(),
        rank: 0,
    };
    writer.document(&families)
}

/// The families in the order in which they are tried.
fn families(edition: &Edition) -> Vec<&'static str> {
    let mut families: Vec<&'static str> = Vec::new();
    for face in fonts::needed(edition) {
        if !families.contains(&face.family) {
            families.push(face.family);
        }
    }
    families
}

struct Writer<'a> {
    edition: &'a Edition,
    words: &'static Words,
    printer: Printer<'a>,
    /// Footnotes that were called already.
    called: BTreeSet<usize>,
    /// Who changed something, in the order of the text, with how much came and went.
    authors: Vec<(String, [usize; 2])>,
    /// The rank of the last heading: the next one goes at most one deeper, as accessible documents must.
    rank: u8,
}

impl Writer<'_> {
    fn document(&mut self, families: &[&str]) -> Dict {
        let edition = self.edition;
        let titled = edition.blocks.iter().any(is_title);
        self.rank = u8::from(!titled);
        let east_asian = languages::east_asian(&edition.language).is_some();
        let fonts: Array = families
            .iter()
            .enumerate()
            .map(|(at, family)| match at {
                // In a text of Chinese characters, quotation marks and dashes are theirs.
                0 if east_asian => dict! { "name" => *family, "covers" => "latin-in-cjk" }.into_value(),
                _ => family.into_value(),
            })
            .collect();
        let parts = self.parts();
        let notes: Array = edition
            .notes
            .iter()
            .map(|note| {
                let runs = self.runs(&note.runs, note.revision.as_ref(), false);
                dict! { "sign" => self.printer.short(&note.sign), "runs" => runs }.into_value()
            })
            .collect();
        let uncalled: Array = (0..edition.notes.len())
            .filter(|note| !self.called.contains(note))
            .map(|note| i64::try_from(note).unwrap_or_default().into_value())
            .collect();
        let title = [&edition.title, &edition.header.symbol, &edition.header.status]
            .into_iter()
            .map(|name| self.printer.short(name).trim().to_owned())
            .find(|name| !name.is_empty());
        let head = |text: &str| self.printer.short(text);
        dict! {
            "title" => title.unwrap_or_else(|| "Adref".into()),
            "print-title" => !titled && !edition.title.trim().is_empty(),
            "lang" => languages::primary(&edition.language),
            "region" => languages::region(&edition.language),
            "labels" => languages::primary(&edition.labels),
            "rtl" => languages::right_to_left(&edition.language),
            "leading" => if east_asian || languages::right_to_left(&edition.language) { 0.9 } else { 0.7 },
            "fonts" => fonts,
            "header" => dict! {
                "symbol" => head(&edition.header.symbol),
                "status" => head(&edition.header.status),
                "date" => head(&edition.header.date),
            },
            "columns" => edition.columns.as_ref().map(|columns| {
                [&columns.idea, &columns.text, &columns.source].map(|name| head(name).into_value()).into_iter().collect::<Array>()
            }),
            "line-numbers" => edition.line_numbers,
            "parts" => parts,
            "notes" => notes,
            "uncalled" => uncalled,
            "threads" => self.threads(),
            "open" => self.open(),
            "concordance" => self.concordance(),
            "authors" => self.authors(),
            "words" => self.said(),
        }
    }

    /// The text, cut where the way of setting it changes.
    fn parts(&mut self) -> Array {
        let mut parts: Vec<(&str, Array)> = Vec::new();
        let mut out = Array::new();
        let mut first = true;
        let edition = self.edition;
        for block in &edition.blocks {
            let (kind, value) = match block {
                Block::Table(table) => ("table", self.table(table)),
                Block::Paragraph(paragraph) => {
                    let across = paragraph.stands_across();
                    let kind = if edition.columns.is_some() && !across { "columns" } else { "plain" };
                    let value = self.paragraph(paragraph, first, false);
                    first = across;
                    (kind, value)
                }
            };
            let Some(value) = value else { continue };
            match parts.last_mut() {
                Some((last, list)) if *last == kind && kind != "table" => list.push(value),
                _ => parts.push((kind, Array::from_iter([value]))),
            }
        }
        for (kind, list) in parts {
            out.push(dict! { "kind" => kind, "list" => list }.into_value());
        }
        out
    }

    fn table(&mut self, table: &Table) -> Option<Value> {
        let columns = table.rows.iter().map(|row| row.cells.len()).max().filter(|columns| *columns > 0)?;
        let heads = table.rows.iter().take_while(|row| row.head).count();
        let mut rows: Vec<Value> = Vec::with_capacity(table.rows.len());
        for row in &table.rows {
            let mut cells = Array::with_capacity(columns);
            for cell in &row.cells {
                let cell: Array = cell.iter().filter_map(|paragraph| self.paragraph(paragraph, false, true)).collect();
                cells.push(cell.into_value());
            }
            cells.extend((row.cells.len()..columns).map(|_| Array::new().into_value()));
            rows.push(cells.into_value());
        }
        let body: Array = rows.split_off(heads).into_iter().collect();
        let head: Array = rows.into_iter().collect();
        Some(dict! { "columns" => i64::try_from(columns).unwrap_or(1), "head" => head, "rows" => body }.into_value())
    }

    /// `None` when there is nothing to print.
    fn paragraph(&mut self, paragraph: &Paragraph, first: bool, in_cell: bool) -> Option<Value> {
        let label = self.printer.short(&paragraph.label);
        let runs = self.runs(&paragraph.runs, paragraph.revision.as_ref(), true);
        let idea = self.printer.print(&paragraph.idea);
        if runs.is_empty() && label.is_empty() && idea.is_empty() && paragraph.sources.is_empty() {
            return None;
        }
        let kind = match paragraph.kind {
            _ if in_cell => "cell",
            ParagraphKind::Title => "title",
            ParagraphKind::Heading => "heading",
            ParagraphKind::Front => "front",
            ParagraphKind::Placeholder => "placeholder",
            ParagraphKind::Preambular
            | ParagraphKind::Operative
            | ParagraphKind::SubItem
            | ParagraphKind::Bullet
            | ParagraphKind::Table
            | ParagraphKind::HeadRow
            | ParagraphKind::Row
            | ParagraphKind::Cell
            | ParagraphKind::Note => "paragraph",
        };
        // A heading without words would be an empty line in the list of headings.
        let kind = if runs.is_empty() && label.is_empty() { "paragraph" } else { kind };
        let wide = label.chars().map(|c| if c < '\u{1100}' { 1 } else { 2 }).sum::<usize>() > LABEL_WIDTH;
        let sources: Array = paragraph.sources.iter().map(|source| self.printer.print(source).into_value()).collect();
        let depth = if in_cell { 0 } else { paragraph.depth.min(DEEPEST) };
        Some(
            dict! {
                "kind" => kind,
                "level" => i64::from(if kind == "title" || kind == "heading" { self.rank(paragraph) } else { 0 }),
                "depth" => i64::from(depth),
                "label" => label,
                "wide" => wide,
                "runs" => runs,
                "idea" => idea,
                "sources" => sources,
                "standing" => paragraph.standing.map_or("", |standing| self.words.standing(standing)),
                "first" => first,
            }
            .into_value(),
        )
    }

    fn rank(&mut self, paragraph: &Paragraph) -> u8 {
        let wanted = match paragraph.kind {
            ParagraphKind::Title => 1,
            _ => paragraph.level.clamp(1, 5) + 1,
        };
        self.rank = wanted.min(self.rank + 1);
        self.rank
    }

    /// The pieces of a paragraph or a note; what came or went of neighbours by one author in one group.
    fn runs(&mut self, runs: &[Run], whole: Option<&Revision>, calls: bool) -> Array {
        let mut out = Array::new();
        let mut group: Option<(&Revision, Array)> = None;
        for run in runs {
            let (revision, value) = match run {
                Run::Text { text, style, role, revision } => {
                    let text = self.printer.print(text);
                    if text.is_empty() {
                        continue;
                    }
                    let value = match role {
                        Role::Words => {
                            let mut set = String::new();
                            set.extend(
                                [(style.bold, 'b'), (style.italic, 'i'), (style.underline, 'u')]
                                    .iter()
                                    .filter(|(on, _)| *on)
                                    .map(|(_, sign)| *sign),
                            );
                            dict! { "x" => "w", "t" => text, "s" => set }
                        }
                        Role::Open { .. } | Role::Close { .. } | Role::Or { .. } => dict! { "x" => "s", "t" => text },
                        Role::Attribution => dict! { "x" => "a", "t" => text },
                    };
                    (revision.as_ref().or(whole), value)
                }
                Run::Note { note, revision } if calls && *note < self.edition.notes.len() => {
                    let again = !self.called.insert(*note);
                    let at = i64::try_from(*note).unwrap_or_default();
                    (revision.as_ref().or(whole), dict! { "x" => "n", "note" => at, "again" => again })
                }
                Run::ThreadEnd(thread) if *thread < self.edition.threads.len() => {
                    let of = group.as_ref().map(|(revision, _)| *revision);
                    (of, dict! { "x" => "c", "t" => comment_sign(*thread) })
                }
                Run::Note { .. } | Run::ThreadStart(_) | Run::ThreadEnd(_) => continue,
            };
            let goes_on = matches!((&group, revision), (Some((of, _)), Some(by)) if of.inserted == by.inserted && of.author == by.author);
            if !goes_on {
                self.close(&mut out, group.take());
                group = revision.map(|by| (by, Array::new()));
            }
            match &mut group {
                Some((_, list)) => list.push(value.into_value()),
                None => out.push(value.into_value()),
            }
        }
        self.close(&mut out, group);
        out
    }

    fn close(&mut self, out: &mut Array, group: Option<(&Revision, Array)>) {
        let Some((revision, runs)) = group else { return };
        let author = self.printer.short(&revision.author);
        let sign = if revision.inserted { '+' } else { '–' };
        let by = format!("{sign}{author}");
        let at = self.authors.iter().position(|(name, _)| *name == author).unwrap_or_else(|| {
            self.authors.push((author, [0, 0]));
            self.authors.len() - 1
        });
        self.authors[at].1[usize::from(!revision.inserted)] += 1;
        out.push(dict! { "x" => "r", "came" => revision.inserted, "by" => by, "runs" => runs }.into_value());
    }

    fn threads(&self) -> Array {
        let labels = self.labels();
        let thread = |(at, thread): (usize, &Thread)| {
            let remarks: Array = thread
                .remarks
                .iter()
                .map(|remark| {
                    let by = self.printer.short(&remark.by);
                    let of = if remark.delegation.is_empty() { String::new() } else { format!(" ({})", self.printer.short(&remark.delegation)) };
                    dict! { "by" => format!("{by}{of}"), "at" => moment(remark.at), "text" => self.printer.print(&remark.text) }
                        .into_value()
                })
                .collect();
            let label = thread.paragraph.and_then(|id| labels.get(&id)).copied().unwrap_or_default();
            dict! {
                "sign" => comment_sign(at),
                "label" => self.printer.short(label),
                "quoted" => self.printer.print(&thread.quoted),
                "resolved" => if thread.resolved { self.words.resolved } else { "" },
                "remarks" => remarks,
            }
            .into_value()
        };
        self.edition.threads.iter().enumerate().map(thread).collect()
    }

    fn labels(&self) -> BTreeMap<ParagraphId, &str> {
        let mut labels = BTreeMap::new();
        for block in &self.edition.blocks {
            match block {
                Block::Paragraph(paragraph) => {
                    labels.insert(paragraph.id, paragraph.label.as_str());
                }
                Block::Table(table) => {
                    let cells = table.rows.iter().flat_map(|row| row.cells.iter().flatten());
                    labels.extend(cells.map(|paragraph| (paragraph.id, paragraph.label.as_str())));
                }
            }
        }
        labels
    }

    fn open(&self) -> Array {
        let rows = self.edition.open.iter().map(|blocker| {
            let cells = [
                self.printer.short(&blocker.label),
                matter(self.words, blocker.kind).into(),
                self.printer.print(&blocker.words),
            ];
            row(cells)
        });
        rows.collect()
    }

    fn concordance(&self) -> Array {
        let rows = self.edition.concordance.iter().map(|line| {
            let after = if line.after.is_empty() { "–".into() } else { self.printer.short(&line.after) };
            row([
                self.printer.short(&line.before),
                after,
                self.printer.print(&line.contributors.join(", ")),
                self.printer.print(&line.reason),
            ])
        });
        rows.collect()
    }

    fn authors(&self) -> Array {
        let line =
            |(name, [came, went]): &(String, [usize; 2])| row([name.clone(), came.to_string(), went.to_string()]);
        self.authors.iter().map(line).collect()
    }

    fn said(&self) -> Dict {
        let words = self.words;
        let paper = OnPaper::of(&self.edition.labels);
        dict! {
            "page" => row(paper.page),
            "notes" => words.notes,
            "comments" => words.comments,
            "open" => words.open,
            "open-heads" => row([words.place, words.kind, words.text]),
            "concordance" => words.concordance,
            "concordance-heads" => row([words.before, words.after, words.contributors, words.reason]),
            "changes" => paper.changes,
            "changes-heads" => row([paper.author, words.came, words.went]),
        }
    }
}

/// What is open, in words.
fn matter(words: &Words, kind: MatterKind) -> &'static str {
    match kind {
        MatterKind::Bracket(_) => words.bracket,
        MatterKind::Alternatives(_) => words.alternatives,
        MatterKind::Placeholder => words.placeholder,
        MatterKind::Proposal(_) => words.proposal,
    }
}

fn is_title(block: &Block) -> bool {
    matches!(block, Block::Paragraph(paragraph) if paragraph.kind == ParagraphKind::Title && !paragraph.runs.is_empty())
}

fn row<const N: usize>(cells: [impl IntoValue; N]) -> Value {
    cells.into_iter().map(IntoValue::into_value).collect::<Array>().into_value()
}

fn comment_sign(thread: usize) -> String {
    format!("C{}", thread + 1)
}

/// A moment as people write it, to the minute, in UTC.
fn moment(at: Timestamp) -> String {
    let Ok(at) = time::OffsetDateTime::from_unix_timestamp(at.div_euclid(1000)) else { return String::new() };
    let (date, time) = (at.date(), at.time());
    let month = u8::from(date.month());
    format!("{:04}-{month:02}-{:02} {:02}:{:02} UTC", date.year(), date.day(), time.hour(), time.minute())
}
