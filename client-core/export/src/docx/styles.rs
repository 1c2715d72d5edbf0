//! The styles: how each thing looks, under the name by which people find it in their word processor.

use super::{
    runs::BRACKET_COLOURS,
    tables::WIDTH,
    tongue::Tongue,
    xml::{Attribute, WORDS, Xml},
};

/// The font of Latin, Cyrillic, … and of Arabic letters: the one of United Nations documents.
const FONT: &str = "Times New Roman";

/// The styles of brackets by their depth, with their colours: dark, so that they are near black where there is no colour;
/// the signs are bold in any.
pub(super) const BRACKETS: [(&str, &str, &str); BRACKET_COLOURS] = [
    ("BracketSign1", "Bracket sign 1", "1F3864"),
    ("BracketSign2", "Bracket sign 2", "8A1C1C"),
    ("BracketSign3", "Bracket sign 3", "1E5631"),
    ("BracketSign4", "Bracket sign 4", "5B2A86"),
    ("BracketSign5", "Bracket sign 5", "7A4A00"),
    ("BracketSign6", "Bracket sign 6", "0B5563"),
];

/// How the characters of a style are set.
#[derive(Clone, Copy, Default)]
struct Characters {
    bold: bool,
    italic: bool,
    /// In red, green and blue; empty leaves it.
    colour: &'static str,
    /// In half points, and that of Arabic, Hebrew, … letters, which look smaller; 0 leaves it.
    size: (u8, u8),
    raised: bool,
}

impl Characters {
    fn plain() -> Self {
        Self::default()
    }

    fn sized(size: u8, complex: u8) -> Self {
        Self { size: (size, complex), ..Self::default() }
    }

    fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    /// Slanted, unless the text is in characters that are not.
    fn italic(self, text: &Tongue) -> Self {
        Self { italic: !text.is_east_asian && !text.from_the_right, ..self }
    }

    fn coloured(self, colour: &'static str) -> Self {
        Self { colour, ..self }
    }

    fn write(self, xml: &mut Xml) {
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
struct Paragraphs {
    /// Whether it stays on the page of what follows, and how deep a heading it is, from 0.
    heading: Option<u8>,
    keep_next: bool,
    /// Whether its lines are left out of the numbers in the margin: they are not words of the text.
    uncounted: bool,
    /// A line below, or a frame.
    border: &'static [&'static str],
    /// Where a tabulator stops, and how what is before it stands.
    tab: Option<(&'static str, usize)>,
    /// Before and after.
    space: Option<(u16, u16)>,
    /// From the leading edge, and by how much the first line is less, or more if it is below 0.
    indent: Option<(u16, i16)>,
    align: &'static str,
}

impl Paragraphs {
    fn space(before: u16, after: u16) -> Self {
        Self { space: Some((before, after)), ..Self::default() }
    }

    fn write(self, xml: &mut Xml) {
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

/// The part of the styles.
pub(super) fn styles(text: &Tongue) -> Vec<u8> {
    let mut xml = Xml::new("w:styles", &WORDS);
    defaults(&mut xml, text);
    style(&mut xml, "paragraph", ("Normal", "Normal"), "", |xml| xml.empty("w:qFormat", &[]));
    style(&mut xml, "character", ("DefaultParagraphFont", "Default Paragraph Font"), "", |_| {});
    paragraphs(&mut xml, text);
    characters(&mut xml, text);
    tables(&mut xml);
    xml.finish()
}

fn defaults(xml: &mut Xml, text: &Tongue) {
    xml.within("w:docDefaults", &[], |xml| {
        xml.within("w:rPrDefault", &[], |xml| {
            xml.within("w:rPr", &[], |xml| {
                let east_asian = text.east_asian_font();
                let fonts = [("w:ascii", FONT), ("w:hAnsi", FONT), ("w:eastAsia", east_asian), ("w:cs", FONT)];
                xml.empty("w:rFonts", &fonts);
                xml.value("w:sz", "21");
                xml.value("w:szCs", "25");
                let (western, east_asian, complex) = (&text.western, &text.east_asian, &text.complex);
                xml.empty("w:lang", &[("w:val", western), ("w:eastAsia", east_asian), ("w:bidi", complex)]);
            });
        });
        xml.within("w:pPrDefault", &[], |xml| {
            xml.within("w:pPr", &[], |xml| xml.empty("w:spacing", &[("w:line", "264"), ("w:lineRule", "auto")]));
        });
    });
}

fn paragraphs(xml: &mut Xml, text: &Tongue) {
    let plain = Characters::plain();
    let centred = |before, after| Paragraphs { align: "center", ..Paragraphs::space(before, after) };
    let title = Paragraphs { keep_next: true, ..centred(240, 240) };
    paragraph(xml, ("Title", "Title"), "Normal", title, Characters::sized(32, 38).bold());
    paragraph(xml, ("FrontMatter", "Front matter"), "Normal", centred(0, 120), plain);
    for (level, ids, before, size) in [
        (0, ("Heading1", "heading 1"), 360, (27, 32)),
        (1, ("Heading2", "heading 2"), 300, (24, 28)),
        (2, ("Heading3", "heading 3"), 240, (21, 25)),
        (3, ("Heading4", "heading 4"), 200, (21, 25)),
    ] {
        let set = Paragraphs { heading: Some(level), ..Paragraphs::space(before, 120) };
        let sized = Characters::sized(size.0, size.1).bold();
        paragraph(xml, ids, "Normal", set, if level == 3 { sized.italic(text) } else { sized });
    }
    let body = |after| Paragraphs { align: "both", ..Paragraphs::space(0, after) };
    paragraph(xml, ("Paragraph", "Paragraph"), "Normal", body(140), plain);
    let preambular = Paragraphs { indent: Some((0, -567)), ..body(140) };
    paragraph(xml, ("PreambularParagraph", "Preambular paragraph"), "Paragraph", preambular, plain);
    paragraph(xml, ("SubItem", "Sub-item"), "Paragraph", body(100), plain);
    paragraph(xml, ("Bullet", "Bullet"), "Paragraph", body(80), plain);
    let framed = Paragraphs { border: &["w:top", "w:left", "w:bottom", "w:right"], ..body(160) };
    paragraph(xml, ("Placeholder", "Placeholder"), "Paragraph", framed, plain.italic(text).coloured("404040"));
    let small = Characters::sized(19, 23);
    paragraph(xml, ("TableText", "Table text"), "Normal", Paragraphs::space(40, 40), small);
    // Nothing in a table is kept with what follows: the whole table would go to the next page with it.
    paragraph(xml, ("TableHead", "Table head"), "TableText", Paragraphs::space(40, 40), plain.bold());
    let beside = |before, after| Paragraphs { uncounted: true, ..Paragraphs::space(before, after) };
    paragraph(xml, ("Idea", "Idea"), "TableText", beside(40, 60), plain.italic(text));
    paragraph(xml, ("Source", "Source"), "TableText", beside(40, 60), plain.coloured("404040"));
    let note = Paragraphs { indent: Some((340, 340)), ..beside(0, 40) };
    paragraph(xml, ("FootnoteText", "footnote text"), "Normal", note, Characters::sized(18, 22));
    paragraph(xml, ("CommentText", "annotation text"), "Normal", Paragraphs::default(), Characters::sized(20, 22));
    let header = Paragraphs { tab: Some(("right", WIDTH)), ..Paragraphs::space(0, 20) };
    paragraph(xml, ("Header", "header"), "Normal", header, Characters::sized(18, 22));
    let below = Paragraphs { border: &["w:bottom"], ..Paragraphs::space(0, 0) };
    paragraph(xml, ("HeaderStatus", "Header status"), "Header", below, plain.italic(text));
    let footer = Paragraphs { align: "center", ..Paragraphs::default() };
    paragraph(xml, ("Footer", "footer"), "Normal", footer, Characters::sized(18, 22));
    paragraph(xml, ("Gap", "Gap after a table"), "Normal", beside(0, 0), Characters::sized(12, 12));
}

fn characters(xml: &mut Xml, text: &Tongue) {
    let plain = Characters::plain();
    let mut character = |ids, based_on, set: Characters| style(xml, "character", ids, based_on, |xml| set.write(xml));
    character(("BracketSign", "Bracket sign"), "", plain.bold());
    for (id, name, colour) in BRACKETS {
        character((id, name), "BracketSign", plain.coloured(colour));
    }
    character(("Attribution", "Attribution"), "", Characters::sized(18, 22).italic(text).coloured("404040"));
    character(("Standing", "Standing"), "", Characters::sized(17, 20).bold().coloured("404040"));
    character(("Symbol", "Symbol"), "", plain.bold());
    let raised = Characters { raised: true, ..plain };
    character(("FootnoteReference", "footnote reference"), "", raised);
    character(("CommentReference", "annotation reference"), "", Characters::sized(16, 16));
}

fn tables(xml: &mut Xml) {
    let margins = |xml: &mut Xml, top| {
        xml.within("w:tblCellMar", &[], |xml| {
            for (side, width) in [("w:top", top), ("w:left", "108"), ("w:bottom", "0"), ("w:right", "108")] {
                xml.empty(side, &[("w:w", width), ("w:type", "dxa")]);
            }
        });
    };
    xml.within("w:style", &[("w:type", "table"), ("w:default", "1"), ("w:styleId", "TableNormal")], |xml| {
        xml.value("w:name", "Normal Table");
        xml.value("w:uiPriority", "99");
        xml.within("w:tblPr", &[], |xml| {
            xml.empty("w:tblInd", &[("w:w", "0"), ("w:type", "dxa")]);
            margins(xml, "0");
        });
    });
    for (ids, top) in [(("ColumnsTable", "Columns table"), "57"), (("DraftTable", "Draft table"), "0")] {
        style(xml, "table", ids, "TableNormal", |xml| {
            xml.within("w:tblPr", &[], |xml| {
                xml.within("w:tblBorders", &[], |xml| {
                    for side in ["w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV"] {
                        let line = [("w:val", "single"), ("w:sz", "4"), ("w:space", "0"), ("w:color", "7F7F7F")];
                        xml.empty(side, &line);
                    }
                });
                margins(xml, top);
            });
            xml.within("w:tblStylePr", &[("w:type", "firstRow")], |xml| {
                xml.within("w:tcPr", &[], |xml| {
                    xml.empty("w:shd", &[("w:val", "clear"), ("w:color", "auto"), ("w:fill", "EAEAEA")]);
                });
            });
        });
    }
}

fn paragraph(
    xml: &mut Xml,
    ids: (&'static str, &'static str),
    based_on: &'static str,
    form: Paragraphs,
    set: Characters,
) {
    style(xml, "paragraph", ids, based_on, |xml| {
        xml.empty("w:qFormat", &[]);
        form.write(xml);
        set.write(xml);
    });
}

/// A style with its id and its name. The one without a base is the default of its type; characters have one of their own.
fn style(
    xml: &mut Xml,
    kind: &'static str,
    (id, name): (&'static str, &'static str),
    based_on: &'static str,
    content: impl FnOnce(&mut Xml),
) {
    let is_default = matches!(id, "Normal" | "DefaultParagraphFont");
    // Names in small letters, and a few others, are those that word processors know of themselves.
    let is_known = is_default || id == "Title" || name.starts_with(|c: char| c.is_lowercase());
    let mut attributes: Vec<Attribute<'_>> = vec![("w:type", kind)];
    attributes.extend(is_default.then_some(("w:default", "1")));
    attributes.extend((!is_known).then_some(("w:customStyle", "1")));
    attributes.push(("w:styleId", id));
    xml.within("w:style", &attributes, |xml| {
        xml.value("w:name", name);
        let based_on = if based_on.is_empty() && kind == "character" { "DefaultParagraphFont" } else { based_on };
        if !based_on.is_empty() && !is_default {
            xml.value("w:basedOn", based_on);
        }
        content(xml);
    });
}

/// The part of the fonts: what may stand for one that is not there.
pub(super) fn fonts() -> Vec<u8> {
    let mut xml = Xml::new("w:fonts", &WORDS);
    for (name, other, family) in [
        (FONT, "Liberation Serif", "roman"),
        ("SimSun", "Noto Serif CJK SC", "roman"),
        ("MS Mincho", "Noto Serif CJK JP", "roman"),
        ("Batang", "Noto Serif CJK KR", "roman"),
    ] {
        xml.within("w:font", &[("w:name", name)], |xml| {
            xml.value("w:altName", other);
            xml.value("w:family", family);
            xml.value("w:pitch", "variable");
        });
    }
    xml.finish()
}
