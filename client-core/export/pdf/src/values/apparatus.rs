//! What stands behind the text: comments, what is open, the concordance, who changed how much.

use std::collections::BTreeMap;

use client_core::model::{MatterKind, ParagraphId, Timestamp};
use client_core_export::{
    edition::{Block, Thread},
    words::Words,
};
use typst::foundations::{Array, IntoValue, dict};

use super::{Writer, comment_sign, row};

impl Writer<'_> {
    pub(super) fn threads(&self) -> Array {
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

    pub(super) fn open(&self) -> Array {
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

    pub(super) fn concordance(&self) -> Array {
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

    pub(super) fn authors(&self) -> Array {
        let line =
            |(name, [came, went]): &(String, [usize; 2])| row([name.clone(), came.to_string(), went.to_string()]);
        self.authors.iter().map(line).collect()
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

/// A moment as people write it, to the minute, in UTC.
fn moment(at: Timestamp) -> String {
    let Ok(at) = time::OffsetDateTime::from_unix_timestamp(at.div_euclid(1000)) else { return String::new() };
    let (date, time) = (at.date(), at.time());
    let month = u8::from(date.month());
    format!("{:04}-{month:02}-{:02} {:02}:{:02} UTC", date.year(), date.day(), time.hour(), time.minute())
}
