//! Tables of the draft, and the form in three columns.

use std::fmt::Write;

use super::{Writer, escaped};
use crate::edition::{Paragraph, Row, Table};

impl Writer<'_> {
    pub(super) fn table(&mut self, table: &Table) {
        let width = table.rows.iter().map(|row| row.cells.len()).max().unwrap_or_default();
        self.push("<table class=\"own\">\n");
        let (heads, body) = table.rows.split_at(table.rows.iter().take_while(|row| row.head).count());
        for (part, name, rows) in [("thead", "th", heads), ("tbody", "td", body)] {
            if !rows.is_empty() {
                let _ = writeln!(self.html, "<{part}>");
                rows.iter().for_each(|row| self.row(row, name, width));
                let _ = writeln!(self.html, "</{part}>");
            }
        }
        self.push("</table>\n");
    }

    fn row(&mut self, row: &Row, name: &str, width: usize) {
        self.push("<tr>\n");
        let (name, scope) = if row.head || name == "th" { ("th", " scope=\"col\"") } else { (name, "") };
        for cell in &row.cells {
            let _ = write!(self.html, "<{name}{scope}>");
            match cell.as_slice() {
                [only] => {
                    let _ = write!(self.html, "<span id=\"p-{}\">", only.id);
                    self.inside(only);
                    self.push("</span>");
                }
                several => several.iter().for_each(|paragraph| self.paragraph(paragraph, 0)),
            }
            let _ = writeln!(self.html, "</{name}>");
        }
        for _ in row.cells.len()..width {
            let _ = writeln!(self.html, "<td></td>");
        }
        self.push("</tr>\n");
    }

    /// Begins or ends the three columns.
    pub(super) fn columns(&mut self, begin: bool) {
        let Some(heads) = &self.edition.columns else { return };
        if !begin {
            self.push("</tbody>\n</table>\n");
            return;
        }
        self.push("<table class=\"columns\">\n<thead>\n<tr>\n");
        for head in [&heads.idea, &heads.text, &heads.source] {
            let _ = writeln!(self.html, "<th scope=\"col\">{}</th>", escaped(head));
        }
        self.push("</tr>\n</thead>\n<tbody>\n");
    }

    pub(super) fn columned(&mut self, paragraph: &Paragraph) {
        let _ = write!(self.html, "<tr>\n<td>{}</td>\n<td>\n", escaped(&paragraph.idea));
        self.paragraph(paragraph, 0);
        let sources: Vec<String> = paragraph.sources.iter().map(|source| escaped(source)).collect();
        let _ = write!(self.html, "</td>\n<td>{}</td>\n</tr>\n", sources.join("<br>"));
    }
}
