//! What a style says of characters and of paragraphs.

use crate::docx::{tongue::Tongue, xml::Xml};

/// How the characters of a style are set.
#[derive(Clone, Copy, Default)]
pub(super) struct Characters {
    pub bold: bool,
    pub italic: bool,
    /// In red, green and blue; empty leaves it.
    pub colour: &'static str,
    /// In half points, and that of Arabic, Hebrew, … letters, which look smaller; 0 leaves it.
    pub size: (u8, u8),
    pub raised: bool,
}

impl Characters {
    pub fn plain() -> Self {
        Self::default()
    }

    pub fn sized(size: u8, complex: u8) -> Self {
        Self { size: (size, complex), ..Self::default() }
    }

    pub fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    /// Slanted, unless the text is in characters that are not.
    pub fn italic(self, text: &Tongue) -> Self {
        Self { italic: !text.is_east_asian && !text.from_the_right, ..self }
    }

    pub fn coloured(self, colour: &'static str) -> Self {
        Self { colour, ..self }
    }

    pub fn write(self, xml: &mut Xml) {
        let Self { bold, italic, colour, size: (size, complex), raised } = self;
        if !(bold || italic || raised || size > 0 || !colour.is_empty()) {
            return;
        }
        xml.within("w:rPr", &[], |xml| {
            for (is_set, name, complex) in [(bold, "w:b", "w:bCs"), (italic, "w:i", "w:iCs")] {
                if is_set {
                    xml.empty(name, &[]);
                    xml.empty(complex, &[]);
                }
            }
            if !colour.is_empty() {
                xml.value("w:color", colour);
            }
            if size > 0 {
                xml.value("w:sz", &size.to_string());
                xml.value("w:szCs", &complex.to_string());
            }
            if raised {
                xml.value("w:vertAlign", "superscript");
            }
        });
    }
}

/// How the paragraphs of a style are set. All lengths in twentieths of a point.
#[derive(Clone, Copy, Default)]
pub(super) struct Paragraphs {
    /// Whether it stays on the page of what follows, and how deep a heading it is, from 0.
    pub heading: Option<u8>,
    pub keep_next: bool,
    /// Whether its lines are left out of the numbers in the margin: they are not words of the text.
    pub uncounted: bool,
    /// A line below, or a frame.
    pub border: &'static [&'static str],
    /// Where a tabulator stops, and how what is before it stands.
    pub tab: Option<(&'static str, usize)>,
    /// Before and after.
    pub space: Option<(u16, u16)>,
    /// From the leading edge, and by how much the first line is less, or more if it is below 0.
    pub indent: Option<(u16, i16)>,
    pub align: &'static str,
}

impl Paragraphs {
    pub fn space(before: u16, after: u16) -> Self {
        Self { space: Some((before, after)), ..Self::default() }
    }

    pub fn write(self, xml: &mut Xml) {
        xml.within("w:pPr", &[], |xml| {
            if self.keep_next || self.heading.is_some() {
                xml.empty("w:keepNext", &[]);
                xml.empty("w:keepLines", &[]);
            }
            if self.uncounted {
                xml.empty("w:suppressLineNumbers", &[]);
            }
            if !self.border.is_empty() {
                xml.within("w:pBdr", &[], |xml| {
                    let attributes = [("w:val", "single"), ("w:sz", "4"), ("w:space", "4"), ("w:color", "808080")];
                    self.border.iter().for_each(|side| xml.empty(side, &attributes));
                });
            }
            if let Some((kind, at)) = self.tab {
                xml.within("w:tabs", &[], |xml| xml.empty("w:tab", &[("w:val", kind), ("w:pos", &at.to_string())]));
            }
            if let Some((before, after)) = self.space {
                xml.empty("w:spacing", &[("w:before", &before.to_string()), ("w:after", &after.to_string())]);
            }
            if let Some((left, hanging)) = self.indent {
                let first = if hanging < 0 { "w:firstLine" } else { "w:hanging" };
                let (left, hanging) = (left.to_string(), hanging.unsigned_abs().to_string());
                xml.empty("w:ind", &[("w:left", &left), (first, &hanging)]);
            }
            if !self.align.is_empty() {
                xml.value("w:jc", self.align);
            }
            if let Some(level) = self.heading {
                xml.value("w:outlineLvl", &level.to_string());
            }
        });
    }
}
