//! Running text: a report, a letter, a Markdown file, a draft without a table form.

use super::{
    blocks::Block,
    glyph::{Glyph, is_date, is_url, words},
    markers::Marker,
    notes,
    raw::{Raw, RawDraft, marked},
};
use crate::model::{DraftKind, ParagraphKind};

/// The longest heading without a number, in characters.
pub(super) const SHORT: usize = 40;

/// The most brackets of a report that is read and not negotiated.
pub(super) const QUOTED: usize = 2;

/// Reads running text.
pub(super) fn parse(blocks: Vec<Block>) -> RawDraft {
    let body = blocks.iter().position(begins_body).unwrap_or(blocks.len());
    let title = title(blocks.get(..body).unwrap_or_default());
    let is_report = title.and_then(|at| blocks.get(at)).is_some_and(|block| is_report(&block.words()));
    let negotiated = blocks.iter().any(|block| {
        block.glyphs.iter().any(|glyph| glyph.opens() || glyph.closes())
            || matches!(
                marked(&block.glyphs),
                Some((marker, ..)) if marker.is_of_a_draft()
            )
    });
    // A report quotes a bracket or two; a text with more is negotiated, whatever its title says.
    let brackets = blocks.iter().flat_map(|block| &block.glyphs).filter(|glyph| glyph.opens()).count();
    let reference = !negotiated || (is_report && brackets <= QUOTED);
    let kind = if reference { DraftKind::Reference } else { DraftKind::Draft };
    let mut reader = Reader { draft: RawDraft::new(kind), chapeau: None, holder: None, listing: false };
    for (index, block) in blocks.into_iter().enumerate() {
        if Some(index) == title && marked(&block.glyphs).is_none() {
            reader.draft.push(Raw::with(ParagraphKind::Title, block.glyphs));
        } else if Some(index) == title {
            reader.title(block);
        } else if index < body && kind == DraftKind::Reference {
            reader.before_body(block, index + 1 == body);
        } else {
            reader.block(block);
        }
    }
    reader.draft
}

/// Whether the text proper begins: a number, a letter, a heading with a sign of its own.
fn begins_body(block: &Block) -> bool {
    !matches!(marked(&block.glyphs), None | Some((Marker::Hash(1), ..)))
}

pub(super) fn is_report(title: &str) -> bool {
    let title = title.to_lowercase();
    title.contains("报告") || title.contains("report")
}

/// The title among the blocks before the text proper: a Markdown title, else the line that names a report, else the first
/// short line.
fn title(blocks: &[Block]) -> Option<usize> {
    let hash = blocks.iter().position(|block| matches!(marked(&block.glyphs), Some((Marker::Hash(1), ..))));
    let report = || {
        let ends = |block: &Block| {
            let said = block.words();
            let said = said.trim_end_matches(['*', '+']);
            said.ends_with("报告") || said.to_lowercase().ends_with("report")
        };
        blocks.iter().position(|block| is_short(&block.glyphs) && ends(block))
    };
    let first = || {
        let block = blocks.first()?;
        (block.glyphs.len() <= 2 * SHORT && is_short(&block.glyphs) && !is_date(&block.words())).then_some(0)
    };
    hash.or_else(report).or_else(first)
}

/// Words that are no sentence.
pub(super) fn is_short(glyphs: &[Glyph]) -> bool {
    glyphs.len() <= 3 * SHORT
        && !glyphs.iter().any(|glyph| glyph.opens() || glyph.closes())
        && glyphs.last().is_some_and(|glyph| !"。；，：、.;,:！？!?".contains(glyph.c))
}

/// A line without a number that heads what follows: short, no sentence, no figures.
fn is_heading(glyphs: &[Glyph]) -> bool {
    // A line with figures or parentheses is more likely to be one of a table.
    glyphs.len() <= SHORT / 2
        && is_short(glyphs)
        && !glyphs.iter().any(|glyph| glyph.c.is_ascii_digit() || matches!(glyph.c, '(' | '（'))
        && glyphs.iter().any(|glyph| glyph.c.is_alphabetic())
}

struct Reader {
    draft: RawDraft,
    /// The last paragraph that sub-items can stand under, numbered or not: under one further up they would be read before
    /// what stands in between.
    chapeau: Option<usize>,
    /// The last paragraph that bullets can stand under.
    holder: Option<usize>,
    /// A list of annexes has begun.
    listing: bool,
}

impl Reader {
    /// A Markdown title.
    fn title(&mut self, block: Block) {
        if let Some((_, printed, rest)) = marked(&block.glyphs) {
            let mut raw = Raw::with(ParagraphKind::Title, rest);
            raw.place = block.glyphs.first().map_or(raw.place, |glyph| glyph.place());
            raw.marker = Some(printed);
            self.draft.push(raw);
        }
    }

    /// A block around the title of a report; the one right before the text proper heads it.
    fn before_body(&mut self, block: Block, last: bool) {
        if let Some(note) = notes::read(&block) {
            self.draft.push(note);
        } else if last && is_heading(&block.glyphs) && !block.furniture {
            self.draft.push(Raw { level: 1, ..Raw::with(ParagraphKind::Heading, block.glyphs) });
        } else {
            let kind = if is_short(&block.glyphs) { ParagraphKind::Front } else { ParagraphKind::Operative };
            self.draft.push(Raw::with(kind, block.glyphs));
        }
    }

    fn block(&mut self, block: Block) {
        let said = block.words();
        if let Some(note) = notes::read(&block) {
            self.draft.push(note);
            return;
        }
        let reference = self.draft.kind == DraftKind::Reference;
        let listed = self.listing && is_short(&block.glyphs);
        self.listing = said.starts_with("附件：") || said.starts_with("附件: ") || listed;
        let is_annex = said.starts_with("附件") && is_short(&block.glyphs) && said.chars().count() <= 8;
        if block.furniture || is_date(&said) || is_url(&said) || (self.listing && reference) || (is_annex && reference)
        {
            self.draft.push(Raw::with(ParagraphKind::Front, block.glyphs));
            return;
        }
        let place = block.glyphs.first().map_or(super::findings::START, |glyph| glyph.place());
        let all_bold = block.glyphs.iter().all(|glyph| glyph.bold);
        let mut raw = match marked(&block.glyphs) {
            Some((marker, printed, rest)) => {
                // A number alone before a tab, or one before bold words, heads a section.
                let heads = match &marker {
                    Marker::Decimal(name) => !name.contains('.') && is_short(&rest),
                    Marker::Number { .. } => all_bold && is_short(&rest),
                    _ => false,
                };
                let mut raw = Raw::marked(marker, printed, rest, place);
                if heads {
                    raw.kind = ParagraphKind::Heading;
                    raw.level = if all_bold { 2 } else { 1 };
                } else if raw.kind == ParagraphKind::Heading && !is_section(&raw) {
                    raw.kind = ParagraphKind::Operative;
                    raw.level = 0;
                }
                raw
            }
            None if reference && is_heading(&block.glyphs) => {
                Raw { level: 3, ..Raw::with(ParagraphKind::Heading, block.glyphs) }
            }
            None => Raw::with(ParagraphKind::Operative, block.glyphs),
        };
        match raw.kind {
            ParagraphKind::Heading => (self.chapeau, self.holder) = (None, None),
            ParagraphKind::SubItem => raw.parent = self.chapeau,
            ParagraphKind::Bullet => raw.parent = self.holder,
            _ => {}
        }
        let kind = raw.kind;
        let at = self.draft.push(raw);
        if matches!(kind, ParagraphKind::Operative | ParagraphKind::Preambular) {
            self.chapeau = Some(at);
        }
        if matches!(kind, ParagraphKind::Operative | ParagraphKind::Preambular | ParagraphKind::SubItem) {
            self.holder = Some(at);
        }
    }
}

/// Whether a lettered or Han-numbered line heads a section and does not say something.
pub(super) fn is_section(raw: &Raw) -> bool {
    let hash = raw.marker.as_deref().is_some_and(|marker| marker.starts_with('#'));
    hash || (raw.glyphs.len() <= 2 * SHORT
        && (raw.glyphs.is_empty() || !words(&raw.glyphs).ends_with(['。', '；', ';'])))
}
