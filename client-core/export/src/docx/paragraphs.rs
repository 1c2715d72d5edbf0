//! A paragraph: its style, its label as text, its indents, its direction.

use client_core::model::{ParagraphKind, ParagraphStanding, Style};

use super::{
    Setter,
    runs::{Look, Piece},
    tongue,
    xml::Xml,
};
use crate::edition::{Paragraph, Revision, Run};

/// Where a paragraph is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Across the page.
    Page,
    /// In the middle column of the form in three columns.
    Column,
    /// In a cell of a table of the draft; whether in a head row.
    Cell { head: bool },
}

/// One step of indentation, and the least room for a label, in twentieths of a point.
const STEP: usize = 567;
/// The same in a narrow cell.
const NARROW_STEP: usize = 340;
/// The most room for a label.
const WIDEST_LABEL: usize = 2268;

impl Setter<'_> {
    /// Sets a paragraph of the draft.
    pub fn paragraph(&mut self, xml: &mut Xml, paragraph: &Paragraph, place: Place) {
        let around = paragraph.revision.as_ref();
        let mut pieces = Vec::new();
        if let Some(label) = label(paragraph) {
            let is_bold = matches!(place, Place::Cell { head: true });
            let look = Look { set: Style { bold: is_bold, ..Style::default() }, is_label: true, ..Look::default() };
            pieces.push(Piece::words(label, look, around));
        }
        pieces.extend(paragraph.runs.iter().map(|run| Piece::run(run, around)));
        if let Some(standing) = paragraph.standing {
            let look = Look { style: Some("Standing"), is_label: true, ..Look::default() };
            pieces.push(Piece::words(format!(" [{}]", self.words.standing(standing)), look, around));
        }
        let from_the_right = self.text.is_from_the_right(&words(paragraph));
        let threads = self.threads_of(paragraph.id);
        xml.within("w:p", &[], |xml| {
            let indent = indent(paragraph, place);
            let form = Form {
                style: style(paragraph, place),
                shade: paragraph.standing.map(shade),
                indent: Some(indent).filter(|indent| *indent != (0, 0)),
                from_the_right,
                is_left: place != Place::Page,
            };
            self.form(xml, form, around);
            let bookmark = self.bookmarked.insert(paragraph.id).then(|| (self.next_id(), Self::bookmark(paragraph.id)));
            if let Some((id, name)) = &bookmark {
                xml.empty("w:bookmarkStart", &[("w:id", id), ("w:name", name)]);
            }
            threads.iter().for_each(|(thread, place)| self.thread_start(xml, *thread, *place));
            self.pieces(xml, &pieces, from_the_right, true);
            threads.iter().for_each(|(thread, place)| self.thread_end(xml, *thread, *place));
            if let Some((id, _)) = &bookmark {
                xml.empty("w:bookmarkEnd", &[("w:id", id)]);
            }
        });
    }

    /// Sets words in a paragraph of a style, in the language of labels or that of the text.
    pub fn line(&mut self, xml: &mut Xml, style: &'static str, text: &str, is_label: bool, around: Option<&Revision>) {
        let tongue = if is_label { &self.labels } else { &self.text };
        let from_the_right = tongue.is_from_the_right(text);
        let form = Form { style, from_the_right, ..Form::default() };
        xml.within("w:p", &[], |xml| {
            self.form(xml, form, around);
            let look = Look { is_label, ..Look::default() };
            self.pieces(xml, &[Piece::words(text, look, around)], from_the_right, false);
        });
    }

    /// The properties of a paragraph. The mark of the paragraph itself came or went with `around`.
    pub fn form(&mut self, xml: &mut Xml, form: Form, around: Option<&Revision>) {
        xml.within("w:pPr", &[], |xml| {
            xml.value("w:pStyle", form.style);
            if let Some(fill) = form.shade {
                xml.empty("w:shd", &[("w:val", "clear"), ("w:color", "auto"), ("w:fill", fill)]);
            }
            if form.from_the_right {
                xml.empty("w:bidi", &[]);
            }
            if let Some((left, hanging)) = form.indent {
                let (left, hanging) = (left.to_string(), hanging.to_string());
                xml.empty("w:ind", &[("w:left", &left), ("w:hanging", &hanging)]);
            }
            if form.is_left {
                xml.value("w:jc", "left");
            }
            if let Some(revision) = around {
                xml.within("w:rPr", &[], |xml| self.mark(xml, revision));
            }
        });
    }
}

/// What the properties of a paragraph say.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Form {
    pub style: &'static str,
    pub shade: Option<&'static str>,
    /// From the leading edge, and by how much the first line is less.
    pub indent: Option<(usize, usize)>,
    pub from_the_right: bool,
    /// Whether lines end as they fall, whatever the style says.
    pub is_left: bool,
}

/// All that is printed of a paragraph: what tells its direction.
fn words(paragraph: &Paragraph) -> String {
    let text = |run: &Run| match run {
        Run::Text { text, .. } => text.clone(),
        Run::Note { .. } | Run::ThreadStart(_) | Run::ThreadEnd(_) => String::new(),
    };
    paragraph.runs.iter().map(text).collect()
}

/// The label with what parts it from the words: a tabulator that the indent stops, or a space where lines are centred.
fn label(paragraph: &Paragraph) -> Option<String> {
    let gap = if paragraph.stands_across() { ' ' } else { '\t' };
    (!paragraph.label.is_empty()).then(|| format!("{}{gap}", paragraph.label))
}

/// From the leading edge, and by how much the first line is less.
fn indent(paragraph: &Paragraph, place: Place) -> (usize, usize) {
    let step = if place == Place::Page { STEP } else { NARROW_STEP };
    let before = usize::from(paragraph.depth).min(8) * step;
    if paragraph.label.is_empty() || paragraph.stands_across() {
        return (before, 0);
    }
    let width: usize = paragraph.label.chars().map(|c| if tongue::is_east_asian(c) { 220 } else { 125 }).sum();
    let hanging = (width + 140).clamp(step, WIDEST_LABEL);
    (before + hanging, hanging)
}

fn style(paragraph: &Paragraph, place: Place) -> &'static str {
    if let Place::Cell { head } = place {
        return if head { "TableHead" } else { "TableText" };
    }
    match paragraph.kind {
        ParagraphKind::Title => "Title",
        ParagraphKind::Front => "FrontMatter",
        ParagraphKind::Heading => match paragraph.level {
            0 | 1 => "Heading1",
            2 => "Heading2",
            3 => "Heading3",
            _ => "Heading4",
        },
        ParagraphKind::Preambular => "PreambularParagraph",
        ParagraphKind::SubItem => "SubItem",
        ParagraphKind::Bullet => "Bullet",
        ParagraphKind::Placeholder => "Placeholder",
        ParagraphKind::Cell => "TableText",
        ParagraphKind::Note => "FootnoteText",
        ParagraphKind::Operative | ParagraphKind::Table | ParagraphKind::HeadRow | ParagraphKind::Row => "Paragraph",
    }
}

/// The colour behind a paragraph by how far it is, as conference rooms have it: yellow, then green. The tag says it too.
fn shade(standing: ParagraphStanding) -> &'static str {
    match standing {
        ParagraphStanding::Suspended => "EDEDED",
        ParagraphStanding::AgreedAdRef => "FFF6CC",
        ParagraphStanding::Agreed => "E2F2DC",
    }
}
