//! The body of the document: the plain form and the form in three columns.

use client_core::model::ParagraphKind;

use super::{
    Setter,
    paragraphs::Place,
    tables::{self, WIDTH},
    xml::{WORDS, Xml},
};
use crate::edition::{Block, Columns, Paragraph, Revision};

/// The widths of the three columns.
const COLUMNS: [usize; 3] = [1985, WIDTH - 1985 - 1814, 1814];

impl Setter<'_> {
    /// The part of the document.
    pub fn body(&mut self) -> Vec<u8> {
        let mut xml = Xml::new("w:document", &WORDS);
        xml.open("w:body", &[]);
        let edition = self.edition;
        match &edition.columns {
            None => self.plain(&mut xml),
            Some(columns) => self.in_columns(&mut xml, columns),
        }
        self.uncalled_notes(&mut xml);
        self.concordance(&mut xml);
        self.open_matters(&mut xml);
        if !self.has_begun {
            self.empty_draft(&mut xml);
        }
        self.section(&mut xml);
        xml.finish()
    }

    fn plain(&mut self, xml: &mut Xml) {
        let edition = self.edition;
        for block in &edition.blocks {
            match block {
                Block::Paragraph(paragraph) => {
                    let around = paragraph.revision.as_ref();
                    if !paragraph.idea.is_empty() {
                        self.line(xml, "Idea", &paragraph.idea, false, around);
                    }
                    self.paragraph(xml, paragraph, Place::Page);
                    if !paragraph.sources.is_empty() {
                        self.line(xml, "Source", &paragraph.sources.join("; "), false, around);
                    }
                }
                Block::Table(table) => self.table(xml, table),
            }
        }
    }

    /// Titles and tables of the draft stand across the page; between them each paragraph is a row, with what stands under it.
    fn in_columns(&mut self, xml: &mut Xml, columns: &Columns) {
        let edition = self.edition;
        let mut row: Vec<&Paragraph> = Vec::new();
        let mut is_open = false;
        for block in &edition.blocks {
            match block {
                Block::Paragraph(paragraph) if paragraph.stands_across() => {
                    self.end_columns(xml, &mut row, &mut is_open);
                    self.paragraph(xml, paragraph, Place::Page);
                }
                Block::Paragraph(paragraph) => {
                    let goes_on = paragraph.depth > 0 && paragraph.idea.is_empty() && paragraph.sources.is_empty();
                    if !goes_on || row.is_empty() {
                        self.column_row(xml, &std::mem::take(&mut row));
                    }
                    if !std::mem::replace(&mut is_open, true) {
                        self.begin_columns(xml, columns);
                    }
                    row.push(paragraph);
                    if paragraph.kind == ParagraphKind::Heading {
                        self.column_row(xml, &std::mem::take(&mut row));
                    }
                }
                Block::Table(table) => {
                    self.end_columns(xml, &mut row, &mut is_open);
                    self.table(xml, table);
                }
            }
        }
        self.end_columns(xml, &mut row, &mut is_open);
    }

    fn begin_columns(&mut self, xml: &mut Xml, columns: &Columns) {
        xml.open("w:tbl", &[]);
        self.table_form(xml, "ColumnsTable", &COLUMNS);
        xml.within("w:tr", &[], |xml| {
            tables::row_form(xml, true, |_| {});
            for (head, width) in [&columns.idea, &columns.text, &columns.source].into_iter().zip(COLUMNS) {
                tables::cell(xml, width, 1, |xml| self.line(xml, "TableHead", head, true, None));
            }
        });
    }

    fn end_columns(&mut self, xml: &mut Xml, row: &mut Vec<&Paragraph>, is_open: &mut bool) {
        self.column_row(xml, &std::mem::take(row));
        if std::mem::take(is_open) {
            xml.close();
            tables::gap(xml);
        }
    }

    fn column_row(&mut self, xml: &mut Xml, row: &[&Paragraph]) {
        let Some(first) = row.first() else { return };
        let revision = of_all(row.iter().copied());
        xml.within("w:tr", &[], |xml| {
            if let Some(revision) = revision {
                tables::row_form(xml, false, |xml| self.mark(xml, revision));
            }
            let around = first.revision.as_ref();
            let is_plain = first.idea.is_empty() && first.sources.is_empty();
            if first.kind == ParagraphKind::Heading && is_plain {
                tables::cell(xml, WIDTH, 3, |xml| self.paragraph(xml, first, Place::Column));
                return;
            }
            let [idea, text, source] = COLUMNS;
            tables::cell(xml, idea, 1, |xml| self.line(xml, "Idea", &first.idea, false, around));
            tables::cell(xml, text, 1, |xml| {
                row.iter().for_each(|paragraph| self.paragraph(xml, paragraph, Place::Column));
            });
            tables::cell(xml, source, 1, |xml| {
                if first.sources.is_empty() {
                    self.line(xml, "Source", "", false, around);
                }
                first.sources.iter().for_each(|source| self.line(xml, "Source", source, false, around));
            });
        });
    }
}

/// The change in which all of some paragraphs came or went, if it is one.
pub(super) fn of_all<'a>(mut paragraphs: impl Iterator<Item = &'a Paragraph>) -> Option<&'a Revision> {
    let first = paragraphs.next()?.revision.as_ref()?;
    paragraphs.all(|paragraph| paragraph.revision.as_ref() == Some(first)).then_some(first)
}
