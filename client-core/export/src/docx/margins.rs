//! The head and the foot of each page, and the page itself.

use super::{
    Setter,
    paragraphs::Form,
    runs::{Look, Piece},
    words,
    xml::{WORDS, Xml},
};

impl Setter<'_> {
    /// The head of each page: the symbol at the leading edge, the date at the other, below them what kind of text it is.
    pub fn header(&mut self) -> Option<Vec<u8>> {
        let header = &self.edition.header;
        if !self.has_header() {
            return None;
        }
        let mut xml = Xml::new("w:hdr", &WORDS);
        let first = format!("{}\t{}", header.symbol, header.date);
        if !first.trim().is_empty() {
            let pieces = [
                Piece::words(header.symbol.as_str(), Look { style: Some("Symbol"), ..Look::default() }, None),
                Piece::words("\t", Look::default(), None),
                Piece::words(header.date.as_str(), Look { is_label: true, ..Look::default() }, None),
            ];
            self.margin(&mut xml, "Header", &pieces, false);
        }
        if !header.status.is_empty() {
            let pieces = [Piece::words(header.status.as_str(), Look { is_label: true, ..Look::default() }, None)];
            self.margin(&mut xml, "HeaderStatus", &pieces, false);
        }
        Some(xml.finish())
    }

    fn has_header(&self) -> bool {
        let header = &self.edition.header;
        [&header.symbol, &header.date, &header.status].iter().any(|text| !text.is_empty())
    }

    /// The foot of each page: its number, and of how many.
    pub fn footer(&mut self) -> Vec<u8> {
        let mut xml = Xml::new("w:ftr", &WORDS);
        let [before, between, after] = words::page(&self.edition.labels);
        let look = Look { is_label: true, ..Look::default() };
        let said = |text: &'static str| [Piece::words(text, look, None)];
        let from_the_right = self.labels.from_the_right;
        xml.within("w:p", &[], |xml| {
            self.form(xml, Form { style: "Footer", from_the_right, ..Form::default() }, None);
            self.pieces(xml, &said(before), from_the_right, false);
            field(xml, " PAGE ", from_the_right);
            self.pieces(xml, &said(between), from_the_right, false);
            field(xml, " NUMPAGES ", from_the_right);
            self.pieces(xml, &said(after), from_the_right, false);
        });
        xml.finish()
    }

    fn margin(&mut self, xml: &mut Xml, style: &'static str, pieces: &[Piece<'_>], in_body: bool) {
        let from_the_right = self.labels.from_the_right;
        xml.within("w:p", &[], |xml| {
            self.form(xml, Form { style, from_the_right, ..Form::default() }, None);
            self.pieces(xml, pieces, from_the_right, in_body);
        });
    }

    /// The section: head and foot, paper, margins, numbered lines, direction.
    pub fn section(&self, xml: &mut Xml) {
        xml.within("w:sectPr", &[], |xml| {
            if self.has_header() {
                xml.empty("w:headerReference", &[("w:type", "default"), ("r:id", super::package::HEADER.id)]);
            }
            xml.empty("w:footerReference", &[("w:type", "default"), ("r:id", super::package::FOOTER.id)]);
            // A4, in twentieths of a point.
            xml.empty("w:pgSz", &[("w:w", "11906"), ("w:h", "16838")]);
            xml.empty(
                "w:pgMar",
                &[
                    ("w:top", "1701"),
                    ("w:right", "1134"),
                    ("w:bottom", "1304"),
                    ("w:left", "1134"),
                    ("w:header", "680"),
                    ("w:footer", "567"),
                    ("w:gutter", "0"),
                ],
            );
            if self.edition.line_numbers {
                xml.empty("w:lnNumType", &[("w:countBy", "1"), ("w:distance", "227"), ("w:restart", "newPage")]);
            }
            xml.empty("w:cols", &[("w:space", "708")]);
            if self.text.from_the_right {
                xml.empty("w:bidi", &[]);
            }
        });
    }
}

/// A field that the word processor counts; until then it says 1.
fn field(xml: &mut Xml, instruction: &str, from_the_right: bool) {
    xml.within("w:fldSimple", &[("w:instr", instruction)], |xml| {
        xml.within("w:r", &[], |xml| {
            if from_the_right {
                xml.within("w:rPr", &[], |xml| xml.empty("w:rtl", &[]));
            }
            xml.text("w:t", &[], "1");
        });
    });
}
