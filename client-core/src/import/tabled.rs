//! A draft in table form. The extraction prints the cells of a row one after the other: its ideas, its words, its sources;
//! where a row goes over several pages, the sources of each page come after the words of that page.

use std::collections::BTreeMap;

use super::{
    assign::{self, Entry},
    blocks::Block,
    columns,
    findings::Findings,
    glyph::{Glyph, is_date, trim, words},
    markers::Marker,
    raw::{Raw, RawDraft, marked},
};
use crate::model::{Column, DraftKind, Numeral, ParagraphKind};

/// What is known while the blocks go by.
struct Reader<'a> {
    draft: RawDraft,
    findings: &'a mut Findings,
    /// Ideas whose row has begun.
    ideas: Vec<Entry>,
    /// Paragraphs of the row, sub-items and unnumbered parts left out.
    row: Vec<usize>,
    /// Sources that were printed after the words in `units`.
    sources: Vec<Entry>,
    /// Numbered paragraphs and sub-items since the last sources.
    units: Vec<usize>,
    /// The last numbered paragraph: sub-items stand under it.
    chapeau: Option<usize>,
    /// The last paragraph that bullets can stand under.
    holder: Option<usize>,
    table: Table,
}

/// The table at the end of the draft.
#[derive(Clone, Copy)]
enum Table {
    /// Its heading has not been seen.
    None,
    /// Its heading has been seen.
    Announced,
    /// Its head row has been seen: the table, and its last row.
    Begun(usize, Option<usize>),
}

/// Reads a draft in table form; the first `front` blocks stand before the heads of the columns.
pub(super) fn parse(
    heads: BTreeMap<Column, String>,
    blocks: Vec<Block>,
    front: usize,
    findings: &mut Findings,
) -> RawDraft {
    let draft = RawDraft { columns: heads, ..RawDraft::new(DraftKind::Draft) };
    let mut reader = Reader {
        draft,
        findings,
        ideas: Vec::new(),
        row: Vec::new(),
        sources: Vec::new(),
        units: Vec::new(),
        chapeau: None,
        holder: None,
        table: Table::None,
    };
    let mut blocks = blocks.into_iter().peekable();
    let mut before: Vec<Block> = blocks.by_ref().take(front).collect();
    let title = before.iter().rposition(|block| !is_date(&block.words()));
    for (index, block) in before.drain(..).enumerate() {
        let kind = if Some(index) == title { ParagraphKind::Title } else { ParagraphKind::Front };
        reader.draft.push(Raw::with(kind, block.glyphs));
    }
    while let Some(block) = blocks.next() {
        let next = blocks.peek();
        reader.block(block, next);
    }
    reader.end_row();
    reader.draft
}

impl Reader<'_> {
    fn block(&mut self, block: Block, next: Option<&Block>) {
        if block.furniture || is_date(&block.words()) {
            self.draft.push(Raw::with(ParagraphKind::Front, block.glyphs));
        } else if let Some(note) = super::notes::read(&block) {
            self.draft.push(note);
        } else if self.is_table_block(&block, next) {
            self.table_block(block);
        } else if is_annex(&block) {
            self.end_row();
            self.table = Table::Announced;
            self.heading(Raw { level: 1, ..Raw::with(ParagraphKind::Heading, block.glyphs) });
        } else if self.takes_source(&block.words()) {
            self.sources.push(Entry::of(&block));
        } else if self.draft.columns.contains_key(&Column::Idea) && columns::is_idea(&block) && next.is_some() {
            if !self.row.is_empty() {
                self.end_row();
            }
            self.ideas.push(Entry::of(&block));
        } else {
            self.text(block.glyphs);
        }
    }

    /// Sources belong to words; before any words they are something else.
    fn takes_source(&self, text: &str) -> bool {
        self.draft.columns.contains_key(&Column::Source) && !self.units.is_empty() && columns::is_source(text)
    }

    fn heading(&mut self, raw: Raw) {
        self.draft.push(raw);
        (self.chapeau, self.holder) = (None, None);
    }

    fn end_row(&mut self) {
        self.end_sources();
        assign::ideas(&mut self.draft, &std::mem::take(&mut self.row), std::mem::take(&mut self.ideas), self.findings);
    }

    fn end_sources(&mut self) {
        if !self.sources.is_empty() {
            let (units, sources) = (std::mem::take(&mut self.units), std::mem::take(&mut self.sources));
            assign::sources(&mut self.draft, &units, sources, self.findings);
        }
    }

    /// A block of the text column, perhaps with its idea before it on the first line.
    fn text(&mut self, glyphs: Vec<Glyph>) {
        let glyphs = match self.draft.columns.contains_key(&Column::Idea).then(|| inline_idea(&glyphs)).flatten() {
            Some((idea, rest)) => {
                self.end_row();
                self.ideas.push(Entry::of_glyphs(idea));
                rest.to_vec()
            }
            None => glyphs,
        };
        self.end_sources();
        let place = glyphs.first().map(|glyph| glyph.place()).unwrap_or(super::findings::START);
        let mut raw = match marked(&glyphs) {
            Some((marker, printed, rest)) => Raw::marked(marker, printed, rest, place),
            None => Raw::with(unmarked_kind(&glyphs), glyphs),
        };
        match raw.kind {
            ParagraphKind::Heading => {
                // Words that follow a heading are a row of their own.
                self.end_row();
                self.units.clear();
                return self.heading(raw);
            }
            ParagraphKind::SubItem => raw.parent = self.chapeau,
            ParagraphKind::Bullet => raw.parent = self.holder,
            _ => {}
        }
        // A numbered paragraph with an idea and a source and no words yet: `25.  C3`.
        let counted = raw.numeral.is_some() || !raw.alternative_to.is_empty();
        let source = words(&raw.glyphs);
        let has_source = self.draft.columns.contains_key(&Column::Source);
        if counted && raw.kind == ParagraphKind::Operative && has_source && columns::is_source(&source) {
            raw.sources.push(source);
            raw.glyphs.clear();
        }
        let (kind, sourced) = (raw.kind, !raw.sources.is_empty());
        let at = self.draft.push(raw);
        if counted && !sourced {
            self.units.push(at);
        }
        if !matches!(kind, ParagraphKind::SubItem | ParagraphKind::Bullet) {
            self.row.push(at);
            self.chapeau = if counted { Some(at) } else { self.chapeau };
        }
        if kind != ParagraphKind::Bullet {
            self.holder = Some(at);
        }
    }

    /// Whether the block belongs to the table after the heading "Annex": its head row, a row (`C1. …`), a bullet or a
    /// cell.
    fn is_table_block(&self, block: &Block, next: Option<&Block>) -> bool {
        match self.table {
            Table::None => false,
            Table::Announced => next.is_some_and(|next| row_name(&next.glyphs).is_some()),
            Table::Begun(_, row) => {
                let belongs = is_blank_cell(&block.glyphs) || is_bullet(&block.glyphs);
                row_name(&block.glyphs).is_some() || (row.is_some() && belongs)
            }
        }
    }

    fn table_block(&mut self, block: Block) {
        let place = block.glyphs.first().map(|glyph| glyph.place()).unwrap_or(super::findings::START);
        let child = |kind, parent, glyphs| Raw { parent: Some(parent), ..Raw::with(kind, glyphs) };
        let (table, last_row) = match self.table {
            Table::Begun(table, row) => (table, row),
            Table::None | Table::Announced => {
                let table = self.draft.push(Raw::new(ParagraphKind::Table, place));
                self.table = Table::Begun(table, None);
                let head = self.draft.push(Raw { parent: Some(table), ..Raw::new(ParagraphKind::HeadRow, place) });
                for cell in block.glyphs.split(|glyph| glyph.c == ' ').filter(|cell| !cell.is_empty()) {
                    self.draft.push(child(ParagraphKind::Cell, head, cell.to_vec()));
                }
                return;
            }
        };
        if let Some((name, length)) = row_name(&block.glyphs) {
            let mut row = Raw { parent: Some(table), ..Raw::new(ParagraphKind::Row, place) };
            row.marker = Some(format!("{name}."));
            row.numeral = Some(Numeral::Named(name));
            let row = self.draft.push(row);
            self.table = Table::Begun(table, Some(row));
            let rest = trim(block.glyphs.get(length..).unwrap_or_default());
            let split = rest.len().saturating_sub(2);
            let (text, blank) = match rest.split_at_checked(split) {
                Some((text, blank)) if is_blank_cell(blank) => (trim(text), blank),
                _ => (rest, Default::default()),
            };
            self.holder = Some(self.draft.push(child(ParagraphKind::Cell, row, text.to_vec())));
            if !blank.is_empty() {
                self.draft.push(child(ParagraphKind::Cell, row, blank.to_vec()));
            }
        } else if let Some((Marker::Bullet, printed, rest)) = marked(&block.glyphs) {
            let bullet = Raw::marked(Marker::Bullet, printed, rest, place);
            self.draft.push(Raw { parent: self.holder, ..bullet });
        } else if let Some(row) = last_row {
            self.draft.push(child(ParagraphKind::Cell, row, block.glyphs));
        }
    }
}

/// The heading of the table at the end of a draft.
fn is_annex(block: &Block) -> bool {
    block.starts_page && matches!(block.words().trim(), "附件" | "Annex" | "ANNEX")
}

/// The name of a row, `C11.` or `B.`, and the length of its marker.
fn row_name(glyphs: &[Glyph]) -> Option<(String, usize)> {
    let letter = glyphs.first().filter(|glyph| glyph.c.is_ascii_uppercase())?;
    let digits = glyphs.iter().skip(1).take_while(|glyph| glyph.c.is_ascii_digit()).count();
    let stop = glyphs.get(1 + digits)?.c == '.' && glyphs.get(2 + digits)?.c == ' ';
    (digits <= 2 && stop).then(|| {
        let name = std::iter::once(letter).chain(glyphs.iter().skip(1).take(digits)).map(|glyph| glyph.c).collect();
        (name, 2 + digits)
    })
}

/// `--`: nobody has been named yet.
fn is_blank_cell(glyphs: &[Glyph]) -> bool {
    glyphs.len() == 2 && glyphs.iter().all(|glyph| matches!(glyph.c, '-' | '–' | '—'))
}

fn is_bullet(glyphs: &[Glyph]) -> bool {
    matches!(marked(glyphs), Some((Marker::Bullet, ..)))
}

/// An idea before the number, or before the bold beginning, of the paragraph on its line: `结论 13. 峰会…`.
fn inline_idea(glyphs: &[Glyph]) -> Option<(&[Glyph], &[Glyph])> {
    let space = glyphs.iter().take(columns::NARROW).position(|glyph| glyph.c == ' ')?;
    let (idea, rest) = (glyphs.get(..space)?, trim(glyphs.get(space..)?));
    let numbered = matches!(marked(rest), Some((Marker::Number { .. } | Marker::Alternative(_), ..)));
    let begins = numbered || rest.first().is_some_and(|glyph| glyph.bold);
    (begins && columns::is_idea_text(idea) && marked(idea).is_none()).then_some((idea, rest))
}

/// A paragraph without a number is a placeholder when its words are still to come: they trail off, or all of them stand in
/// one bracket.
pub(super) fn unmarked_kind(glyphs: &[Glyph]) -> ParagraphKind {
    let said = words(glyphs);
    let trails_off = said.trim_end_matches(['*', '+']).ends_with("……");
    let mut depth = 0_usize;
    let mut closed_at = None;
    for (at, glyph) in glyphs.iter().enumerate() {
        depth += usize::from(glyph.opens());
        if glyph.closes() {
            depth = depth.saturating_sub(1);
            closed_at = closed_at.or((depth == 0).then_some(at));
        }
    }
    let one_bracket = glyphs.first().is_some_and(|glyph| glyph.opens()) && closed_at == Some(glyphs.len() - 1);
    if trails_off || one_bracket { ParagraphKind::Placeholder } else { ParagraphKind::Operative }
}
