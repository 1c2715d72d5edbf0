//! What stands behind the text: comments, and what became of the numbers.

use std::fmt::Write;

use super::{Printer, label_of, separate};
use crate::{date, words::Words};

impl Printer<'_> {
    pub(super) fn threads(&mut self) {
        let words = Words::of(&self.edition.labels);
        if self.edition.threads.is_empty() {
            return;
        }
        separate(&mut self.text);
        let _ = writeln!(self.text, "-- {}", words.comments);
        for (number, thread) in (1..).zip(&self.edition.threads) {
            let resolved = if thread.resolved { format!(" ({})", words.resolved) } else { String::new() };
            let about = thread.paragraph.and_then(|id| label_of(&self.edition.blocks, id)).unwrap_or_default();
            let quoted = if thread.quoted.is_empty() { String::new() } else { format!(" “{}”", thread.quoted) };
            let head = format!("{number}. {about}{quoted}{resolved}");
            let _ = writeln!(self.text, "{}", head.trim_end());
            for remark in &thread.remarks {
                let who = if remark.delegation.is_empty() {
                    remark.by.clone()
                } else {
                    format!("{} ({})", remark.by, remark.delegation)
                };
                let said = remark.text.lines().collect::<Vec<_>>().join("\n      ");
                let _ = writeln!(self.text, "   {}, {who}: {said}", date::minute(remark.at));
            }
        }
    }

    pub(super) fn concordance(&mut self) {
        if self.edition.concordance.is_empty() {
            return;
        }
        let words = Words::of(&self.edition.labels);
        separate(&mut self.text);
        let _ = writeln!(self.text, "-- {}", words.concordance);
        for line in &self.edition.concordance {
            let after = if line.after.is_empty() { "–" } else { &line.after };
            let contributors = line.contributors.join(", ");
            let rest: Vec<&str> =
                [contributors.as_str(), line.reason.as_str()].into_iter().filter(|part| !part.is_empty()).collect();
            let text = format!("{} → {after}  {}", line.before, rest.join("; "));
            let _ = writeln!(self.text, "{}", text.trim_end());
        }
    }
}
