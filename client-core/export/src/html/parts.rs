//! What stands behind the text: footnotes, what is open, comments, the concordance; and the numbers of lines.

use std::fmt::Write;

use super::{Writer, escaped, language};
use crate::{
    date,
    edition::Block,
    text::{blocker_line, label_of},
};

impl Writer<'_> {
    /// The call of a note. A note may be called more than once: the way back leads to the first call.
    pub(super) fn call(&mut self, note: usize) {
        let Some(found) = self.edition.notes.get(note) else { return };
        let Some(times) = self.calls.get_mut(note) else { return };
        *times += 1;
        let number = note + 1;
        let id = if *times == 1 { format!(" id=\"call-{number}\"") } else { String::new() };
        let sign = escaped(&found.sign);
        let sign = if sign.trim().is_empty() { number.to_string() } else { sign };
        let _ = write!(self.html, "<sup{id}><a href=\"#note-{number}\" role=\"doc-noteref\">{sign}</a></sup>");
    }

    /// Where the words of a thread end.
    pub(super) fn thread_mark(&mut self, thread: usize) {
        let Some(placed) = self.placed.get_mut(thread) else { return };
        let first = !std::mem::replace(placed, true);
        let number = thread + 1;
        let id = if first { format!(" id=\"said-{number}\"") } else { String::new() };
        let _ = write!(self.html, "<sup class=\"comment\"{id}><a href=\"#thread-{number}\">◆{number}</a></sup>");
    }

    pub(super) fn back_matter(&mut self) {
        self.notes();
        self.open();
        self.threads();
        self.concordance();
    }

    fn section(&mut self, id: &str, role: &str, title: &str) {
        let lang = language(&self.edition.labels);
        let role = if role.is_empty() { String::new() } else { format!(" role=\"{role}\"") };
        let _ = writeln!(self.html, "<section class=\"back\" aria-labelledby=\"{id}\"{role}>");
        let _ = writeln!(self.html, "<h2 id=\"{id}\" {lang}>{}</h2>", escaped(title));
    }

    fn notes(&mut self) {
        if self.edition.notes.is_empty() {
            return;
        }
        self.section("notes", "doc-endnotes", self.words.notes);
        self.push("<ul class=\"notes\">\n");
        for (at, note) in self.edition.notes.iter().enumerate() {
            let number = at + 1;
            let _ = write!(self.html, "<li id=\"note-{number}\"><span class=\"label\">{}</span> ", escaped(&note.sign));
            self.runs(&note.runs);
            if self.calls.get(at).is_some_and(|times| *times > 0) {
                let back = crate::html::attribute(self.words.back);
                let _ = write!(
                    self.html,
                    " <a href=\"#call-{number}\" role=\"doc-backlink\" aria-label=\"{back} {number}\">↩</a>"
                );
            }
            self.push("</li>\n");
        }
        self.push("</ul>\n</section>\n");
    }

    fn open(&mut self) {
        if self.edition.open.is_empty() {
            return;
        }
        self.section("open", "", self.words.open);
        self.push("<ul>\n");
        for blocker in &self.edition.open {
            let line = escaped(&blocker_line(blocker));
            let printed = blocker.paragraph.filter(|id| label_of(&self.edition.blocks, *id).is_some());
            let line = match printed {
                Some(id) => format!("<a href=\"#p-{id}\">{line}</a>"),
                None => line,
            };
            let _ = writeln!(self.html, "<li>{line}</li>");
        }
        self.push("</ul>\n</section>\n");
    }

    fn threads(&mut self) {
        if self.edition.threads.is_empty() {
            return;
        }
        self.section("comments", "", self.words.comments);
        self.push("<ol class=\"threads\">\n");
        for (at, thread) in self.edition.threads.iter().enumerate() {
            let number = at + 1;
            let _ = writeln!(self.html, "<li id=\"thread-{number}\">");
            let mut head = Vec::new();
            if self.placed.get(at).copied().unwrap_or_default() {
                let label = thread.paragraph.and_then(|id| label_of(&self.edition.blocks, id));
                let label = label.filter(|label| !label.is_empty()).unwrap_or(self.words.text);
                head.push(format!("<a href=\"#said-{number}\">{}</a>", escaped(label)));
            }
            if !thread.quoted.is_empty() {
                head.push(format!("<q>{}</q>", escaped(&thread.quoted)));
            }
            if thread.resolved {
                head.push(format!("({})", escaped(self.words.resolved)));
            }
            if !head.is_empty() {
                let _ = writeln!(self.html, "<p>{}</p>", head.join(" "));
            }
            for remark in &thread.remarks {
                let who = match remark.delegation.as_str() {
                    "" => escaped(&remark.by),
                    delegation => format!("{} ({})", escaped(&remark.by), escaped(delegation)),
                };
                let said = remark.text.lines().map(escaped).collect::<Vec<_>>().join("<br>");
                let (time, minute) = (date::iso(remark.at), date::minute(remark.at));
                let _ = writeln!(
                    self.html,
                    "<p><span class=\"by\">{who}, <time datetime=\"{time}\">{minute}</time>:</span> {said}</p>"
                );
            }
            self.push("</li>\n");
        }
        self.push("</ol>\n</section>\n");
    }

    fn concordance(&mut self) {
        if self.edition.concordance.is_empty() {
            return;
        }
        let words = self.words;
        self.section("concordance", "", words.concordance);
        self.push("<table class=\"own\">\n<thead>\n<tr>\n");
        for head in [words.before, words.after, words.contributors, words.reason] {
            let _ = writeln!(self.html, "<th scope=\"col\">{}</th>", escaped(head));
        }
        self.push("</tr>\n</thead>\n<tbody>\n");
        for line in &self.edition.concordance {
            self.push("<tr>\n");
            let contributors = line.contributors.join(", ");
            for cell in [&line.before, &line.after, &contributors, &line.reason] {
                let _ = writeln!(self.html, "<td>{}</td>", escaped(cell));
            }
            self.push("</tr>\n");
        }
        self.push("</tbody>\n</table>\n</section>\n");
    }

    /// Numbers beside the lines, every fifth. A style sheet cannot count lines: there are as many numbers as the text could
    /// have lines, in a column of its own with the same height of lines, cut off where the text ends.
    pub(super) fn line_numbers(&self) -> String {
        let length = |block: &Block| match block {
            Block::Paragraph(paragraph) => 3 + length_of(paragraph) / 16,
            Block::Table(table) => {
                table.rows.iter().flat_map(|row| row.cells.iter().flatten()).map(|p| 3 + length_of(p) / 6).sum()
            }
        };
        let lines: usize = self.edition.blocks.iter().map(length).sum();
        let mut numbers = String::new();
        for line in 1..=lines.min(100_000) {
            if line % 5 == 0 {
                let _ = write!(numbers, "{line}");
            }
            numbers.push_str("\\A ");
        }
        format!(".numbered::before {{ content: \"{numbers}\" / \"\"; }}\n")
    }
}

fn length_of(paragraph: &crate::edition::Paragraph) -> usize {
    let runs = paragraph.runs.iter().map(|run| match run {
        crate::edition::Run::Text { text, .. } => text.chars().count(),
        _ => 1,
    });
    runs.sum()
}
