//! What stands behind the text: comments, what is open, the concordance, who changed how much.

use std::collections::BTreeMap;

use client_core::model::ParagraphId;
use client_core_export::{
    date::minute,
    edition::{Block, Thread},
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
                    dict! { "by" => format!("{by}{of}"), "at" => format!("{} UTC", minute(remark.at)), "text" => self.printer.print(&remark.text) }
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
                self.words.matter(blocker.kind).into(),
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
