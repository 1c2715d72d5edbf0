//! Tables of the draft, and what every table is made of.

use super::{Setter, body::of_all, paragraphs::Place, xml::Xml};
use crate::edition::{Paragraph, Row, Run, Table};

/// The width of the text on the page, in twentieths of a point: A4 with 2 cm on each side.
pub(super) const WIDTH: usize = 9638;

/// What word processors take for the number of columns.
const MOST_COLUMNS: usize = 63;

impl Setter<'_> {
    /// Sets a table of the draft.
    pub fn table(&mut self, xml: &mut Xml, table: &Table) {
        let rows: Vec<&Row> = table.rows.iter().filter(|row| !row.cells.is_empty()).collect();
        let columns = rows.iter().map(|row| row.cells.len()).max().unwrap_or_default().min(MOST_COLUMNS);
        if columns == 0 {
            return;
        }
        let widths = widths(&rows, columns);
        xml.open("w:tbl", &[]);
        self.table_form(xml, "DraftTable", &widths);
        // Only the rows that the table begins with are repeated on every page.
        let mut repeats = true;
        for row in rows {
            repeats &= row.head;
            self.row(xml, row, &widths, repeats);
        }
        xml.close();
        gap(xml);
    }

    fn row(&mut self, xml: &mut Xml, row: &Row, widths: &[usize], repeats: bool) {
        let revision = of_all(row.cells.iter().flatten());
        xml.within("w:tr", &[], |xml| {
            if repeats || revision.is_some() {
                row_form(xml, repeats, |xml| {
                    if let Some(revision) = revision {
                        self.mark(xml, revision);
                    }
                });
            }
            let last = row.cells.len().min(widths.len()) - 1;
            for (at, _) in widths.iter().enumerate().take(last + 1) {
                // The last cell of a row that has fewer goes on to the edge; what is beyond the most columns goes into it.
                let end = if at == last { widths.len() } else { at + 1 };
                let paragraphs: Vec<&Paragraph> = match at == last {
                    true => row.cells.iter().skip(at).flatten().collect(),
                    false => row.cells.get(at).into_iter().flatten().collect(),
                };
                let width = widths.get(at..end).unwrap_or_default().iter().sum();
                cell(xml, width, end - at, |xml| {
                    if paragraphs.is_empty() {
                        xml.within("w:p", &[], |xml| {
                            xml.within("w:pPr", &[], |xml| xml.value("w:pStyle", "TableText"))
                        });
                    }
                    let place = Place::Cell { head: row.head };
                    paragraphs.iter().for_each(|paragraph| self.paragraph(xml, paragraph, place));
                });
            }
        });
    }

    /// The properties of a table and its columns.
    pub fn table_form(&self, xml: &mut Xml, style: &'static str, widths: &[usize]) {
        xml.within("w:tblPr", &[], |xml| {
            xml.value("w:tblStyle", style);
            if self.text.from_the_right {
                xml.empty("w:bidiVisual", &[]);
            }
            let width = widths.iter().sum::<usize>().to_string();
            xml.empty("w:tblW", &[("w:w", &width), ("w:type", "dxa")]);
            xml.empty("w:tblLayout", &[("w:type", "fixed")]);
        });
        xml.within("w:tblGrid", &[], |xml| {
            widths.iter().for_each(|width| xml.empty("w:gridCol", &[("w:w", &width.to_string())]));
        });
    }
}

/// The properties of a row: whether it is repeated on every page, and the change in which it came or went.
pub(super) fn row_form(xml: &mut Xml, repeats: bool, mark: impl FnOnce(&mut Xml)) {
    xml.within("w:trPr", &[], |xml| {
        if repeats {
            xml.empty("w:cantSplit", &[]);
            xml.empty("w:tblHeader", &[]);
        }
        mark(xml);
    });
}

/// A cell of a width that goes over some columns.
pub(super) fn cell(xml: &mut Xml, width: usize, columns: usize, content: impl FnOnce(&mut Xml)) {
    xml.within("w:tc", &[], |xml| {
        xml.within("w:tcPr", &[], |xml| {
            xml.empty("w:tcW", &[("w:w", &width.to_string()), ("w:type", "dxa")]);
            if columns > 1 {
                xml.value("w:gridSpan", &columns.to_string());
            }
        });
        content(xml);
    });
}

/// An empty line behind a table, without which two tables are read as one.
pub(super) fn gap(xml: &mut Xml) {
    xml.within("w:p", &[], |xml| xml.within("w:pPr", &[], |xml| xml.value("w:pStyle", "Gap")));
}

/// The widths of the columns: by the root of how much stands in each, so that a long one does not starve the others.
fn widths(rows: &[&Row], columns: usize) -> Vec<usize> {
    let mut amounts = vec![0_usize; columns];
    for row in rows {
        for (amount, cell) in amounts.iter_mut().zip(&row.cells) {
            *amount = (*amount).max(cell.iter().map(length).sum());
        }
    }
    let weights: Vec<usize> = amounts.iter().map(|amount| (*amount).clamp(16, 4096).isqrt()).collect();
    let sum: usize = weights.iter().sum();
    let mut widths: Vec<usize> = weights.iter().map(|weight| WIDTH * weight / sum).collect();
    let rest = WIDTH - widths.iter().sum::<usize>();
    if let Some(last) = widths.last_mut() {
        *last += rest;
    }
    widths
}

fn length(paragraph: &Paragraph) -> usize {
    let of = |run: &Run| if let Run::Text { text, .. } = run { text.chars().count() } else { 0 };
    paragraph.label.chars().count() + paragraph.runs.iter().map(of).sum::<usize>()
}
