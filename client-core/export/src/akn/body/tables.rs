//! Tables.

use client_core::model::ParagraphKind;

use super::{Place, Writer};

impl Writer<'_> {
    /// Whether a paragraph is a table as Akoma Ntoso knows one: rows that hold cells, and words in cells only.
    pub(super) fn is_table(&self, at: usize) -> bool {
        let paragraph = |at: &usize| &self.draft.paragraphs[*at];
        let is_row = |row: &usize| {
            matches!(paragraph(row).kind, ParagraphKind::Row | ParagraphKind::HeadRow)
                && paragraph(row).content.is_empty()
                && !self.children[*row].is_empty()
                && self.children[*row].iter().all(|cell| paragraph(cell).kind == ParagraphKind::Cell)
        };
        paragraph(&at).kind == ParagraphKind::Table
            && paragraph(&at).content.is_empty()
            && !self.children[at].is_empty()
            && self.children[at].iter().all(is_row)
    }

    pub(super) fn table(&mut self, at: usize, place: Place) {
        match place {
            Place::Body => {
                self.xml.open("hcontainer", &[("name", "table")]);
                self.xml.open("content", &[]);
            }
            Place::Preamble => self.xml.open("container", &[("name", "table")]),
        }
        self.start("table", "", at);
        for row in self.children[at].clone() {
            self.start("tr", "", row);
            let head = self.draft.paragraphs[row].kind == ParagraphKind::HeadRow;
            for cell in self.children[row].clone() {
                self.start(if head { "th" } else { "td" }, "", cell);
                self.xml.open("p", &[]);
                self.inline_number(cell);
                self.words(cell);
                self.xml.close();
                self.children[cell].clone().into_iter().for_each(|under| self.in_cell(under));
                self.xml.close();
            }
            self.xml.close();
            self.xml.line();
        }
        self.xml.close();
        self.xml.close();
        if let Place::Body = place {
            self.xml.close();
        }
        self.xml.line();
    }

    /// What stands under a cell: one line after the other.
    fn in_cell(&mut self, at: usize) {
        self.start("p", "", at);
        self.inline_number(at);
        self.words(at);
        self.xml.close();
        self.children[at].clone().into_iter().for_each(|under| self.in_cell(under));
    }
}
