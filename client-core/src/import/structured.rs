//! A file that came as paragraphs: what its program knew of each is kept, everything else is read from the words as in a
//! plain text.

mod documents;
mod kinds;
mod labels;
mod table;
mod unit;

use super::{
    ImportError, Imported, ImportedComment, MAX_BYTES, MAX_LINES, build,
    findings::Findings,
    glyph::{Glyph, Mark, is_date, is_url, words},
    prose::{is_section, is_short},
    raw::{Raw, RawDraft, marked},
    source::{Comment, Paragraph, Piece, Shape, Source},
};
use crate::model::{Directory, DraftKind, Numeral, ParagraphId, ParagraphKind, Severity, numbering};
use kinds::{kind, title};
use labels::{heading, labelled_raw};
use unit::{Remark, Unit};

/// Reads a file that was taken apart.
pub(super) fn import(name: &str, source: Source, directory: &Directory) -> Result<Imported, ImportError> {
    let length = |piece: &Piece| if let Piece::Text { text, .. } = piece { text.len() } else { 0 };
    if source.paragraphs.len() > MAX_LINES {
        return Err(ImportError::TooManyLines { limit: MAX_LINES });
    }
    if source.paragraphs.iter().flat_map(|paragraph| &paragraph.pieces).map(length).sum::<usize>() > MAX_BYTES {
        return Err(ImportError::TooLarge { limit: MAX_BYTES });
    }
    let mut findings = Findings::default();
    source.diagnostics.into_iter().for_each(|found| _ = findings.take(found));
    let (raw, read): (Vec<RawDraft>, Vec<Document>) =
        documents::documents(source.paragraphs, source.is_one, &mut findings)
            .into_iter()
            .map(|paragraphs| document(paragraphs, source.comments.len(), &mut findings))
            .unzip();
    if read.iter().all(|document| document.is_blank) {
        return Err(ImportError::Empty);
    }
    let mut drafts = build::build(name, &raw, directory, &mut findings);
    if let Some(language) = source.language {
        drafts.iter_mut().for_each(|draft| draft.language.clone_from(&language));
    }
    let ids: Vec<Vec<ParagraphId>> =
        drafts.iter().zip(&raw).map(|(draft, raw)| build::identities(draft.id, raw)).collect();
    let comments = comments(
        source.comments,
        &read,
        |draft, at| {
            let id = *ids.get(draft)?.get(at)?;
            // A paragraph that held nothing else is none of the draft.
            drafts.get(draft).and_then(|draft| draft.paragraph(id)).map(|paragraph| paragraph.id)
        },
        directory,
    );
    Ok(Imported { drafts, diagnostics: findings.finish(), comments })
}

/// What is known of a document of the file beside its words.
struct Document {
    /// For each comment of the file, what of this document it is about.
    remarks: Vec<Remark>,
    /// Where each unit came to stand.
    placed: Vec<Option<usize>>,
    is_blank: bool,
}

/// Reads the paragraphs of one document; the file has `comments` comments.
fn document(paragraphs: Vec<Paragraph>, comments: usize, findings: &mut Findings) -> (RawDraft, Document) {
    let mut draft = RawDraft::new(DraftKind::Draft);
    let unit::Units { units, remarks, calls } = unit::units(paragraphs, comments, &mut draft, findings);
    let is_blank = units.iter().all(|unit| unit.glyphs.is_empty());
    let placed = vec![None; units.len()];
    let mut reader = Reader { draft, findings, chapeau: None, holder: None, list: Vec::new(), placed };
    reader.read(units, &calls);
    (reader.draft, Document { remarks, placed: reader.placed, is_blank })
}

/// The comments of the file, each on the draft that it is about: `identity` tells a paragraph by its draft and its place in it.
/// One about no words is on the draft of the comment that it answers, else on the first.
fn comments(
    comments: Vec<Comment>,
    read: &[Document],
    identity: impl Fn(usize, usize) -> Option<ParagraphId>,
    directory: &Directory,
) -> Vec<ImportedComment> {
    let mut placed: Vec<ImportedComment> = Vec::with_capacity(comments.len());
    for (number, said) in comments.into_iter().enumerate() {
        let about = |(draft, document): (usize, &Document)| {
            let Remark { unit, quoted } = document.remarks.get(number)?.clone();
            let at = document.placed.get(unit?).copied().flatten();
            Some((draft, at.and_then(|at| identity(draft, at)), quoted))
        };
        let Comment { author, at, text, answers } = said;
        let answered = || answers.and_then(|above| placed.get(above)).map_or(0, |above| above.draft);
        let found = read.iter().enumerate().find_map(about);
        let (draft, paragraph, quoted) = found.unwrap_or_else(|| (answered(), None, String::new()));
        let delegation = build::delegation(directory, &author);
        placed.push(ImportedComment { draft, paragraph, quoted, author, delegation, at, text, answers });
    }
    placed
}

struct Reader<'a> {
    draft: RawDraft,
    findings: &'a mut Findings,
    /// The last paragraph that sub-items can stand under.
    chapeau: Option<usize>,
    /// The last paragraph that bullets can stand under.
    holder: Option<usize>,
    /// The items of the list under way, each deeper than the one before it.
    list: Vec<(u8, usize)>,
    /// Where each unit came to stand.
    placed: Vec<Option<usize>>,
}

impl Reader<'_> {
    /// Reads all units; `calls` are the keys of the notes in the order in which they are called.
    fn read(&mut self, units: Vec<Unit>, calls: &[u32]) {
        self.draft.kind = kind(&units, &self.draft);
        let title = title(&units);
        let mut notes: Vec<(usize, Unit)> = Vec::new();
        let mut rows: Vec<(usize, Unit)> = Vec::new();
        for (at, unit) in units.into_iter().enumerate() {
            let table = |unit: &Unit| if let Shape::Cell(cell) = unit.shape { Some(cell.table) } else { None };
            if rows.first().is_some_and(|(_, first)| table(first) != table(&unit))
                && !matches!(unit.shape, Shape::Note(_))
            {
                self.table(std::mem::take(&mut rows));
            }
            match unit.shape {
                Shape::Cell(_) => rows.push((at, unit)),
                Shape::Note(_) => notes.push((at, unit)),
                _ if unit.glyphs.is_empty() && unit.label.is_none() => {}
                _ if Some(at) == title => self.title(at, unit),
                _ => _ = self.paragraph(at, unit),
            }
        }
        if !rows.is_empty() {
            self.table(rows);
        }
        self.notes(notes, calls);
    }

    fn push(&mut self, at: usize, raw: Raw) -> usize {
        let index = self.draft.push(raw);
        if let Some(placed) = self.placed.get_mut(at) {
            *placed = Some(index);
        }
        index
    }

    fn title(&mut self, at: usize, unit: Unit) {
        let mut raw = Raw { place: unit.place, ..Raw::new(ParagraphKind::Title, unit.place) };
        raw.identity = unit.identity;
        raw.marker = unit.label.clone();
        raw.glyphs = unit.glyphs;
        self.push(at, raw);
        (self.chapeau, self.holder) = (None, None);
        self.list.clear();
    }

    /// A paragraph of the running text or of the text column.
    fn paragraph(&mut self, at: usize, unit: Unit) -> usize {
        let said = words(&unit.glyphs);
        let (identity, added_in, place) = (unit.identity, unit.added_in, unit.place);
        let (depth, shape) = (unit.depth, unit.shape.clone());
        let all_bold =
            unit.glyphs.iter().all(|glyph| glyph.bold || glyph.mark != Mark::None || glyph.c.is_whitespace());
        let labelled = unit.label.is_some();
        let mut raw = match &unit.label {
            Some(label) => labelled_raw(label, unit.glyphs, place),
            None => match marked(&unit.glyphs) {
                Some((marker, printed, rest)) => Raw::marked(marker, printed, rest, place),
                None if is_date(&said) || is_url(&said) => Raw::with(ParagraphKind::Front, unit.glyphs),
                None => Raw::with(super::tabled::unmarked_kind(&unit.glyphs), unit.glyphs),
            },
        };
        raw.place = place;
        raw.identity = identity;
        raw.added_in = added_in;
        match shape {
            Shape::Heading(level) => heading(&mut raw, level),
            Shape::Title => (raw.kind, raw.level) = (ParagraphKind::Title, 0),
            _ => {
                let heads = match raw.numeral {
                    Some(Numeral::Number { .. }) => {
                        !labelled && all_bold && !raw.glyphs.is_empty() && is_short(&raw.glyphs)
                    }
                    _ => false,
                };
                if heads {
                    (raw.kind, raw.level) = (ParagraphKind::Heading, 2);
                } else if raw.kind == ParagraphKind::Heading && !is_section(&raw) {
                    (raw.kind, raw.level) = (ParagraphKind::Operative, 0);
                }
            }
        }
        if matches!(shape, Shape::Item) && !labelled && raw.marker.is_none() && raw.kind == ParagraphKind::Operative {
            raw.kind = ParagraphKind::Bullet;
        }
        self.hang(&mut raw, depth, labelled);
        let kind = raw.kind;
        let index = self.push(at, raw);
        match kind {
            ParagraphKind::Heading | ParagraphKind::Title => {
                (self.chapeau, self.holder) = (None, None);
                self.list.clear();
            }
            ParagraphKind::Operative | ParagraphKind::Preambular | ParagraphKind::Placeholder => {
                self.chapeau = Some(index);
                self.holder = Some(index);
            }
            ParagraphKind::SubItem => self.holder = Some(index),
            _ => {}
        }
        if labelled && matches!(kind, ParagraphKind::Operative | ParagraphKind::SubItem | ParagraphKind::Bullet) {
            self.list.push((depth, index));
        } else if !labelled && kind == ParagraphKind::Operative {
            self.list.clear();
        }
        index
    }

    /// Says what a paragraph stands under: in a counted list the item above it that is less deep, else the last paragraph
    /// that has words of its own.
    fn hang(&mut self, raw: &mut Raw, depth: u8, labelled: bool) {
        if labelled {
            while self.list.last().is_some_and(|(above, _)| *above >= depth) {
                self.list.pop();
            }
        }
        let above = self.list.last().filter(|_| labelled).map(|(_, index)| *index);
        let above = above.filter(|index| {
            let kind = self.draft.paragraphs.get(*index).map(|raw| raw.kind);
            raw.kind == ParagraphKind::Bullet || kind != Some(ParagraphKind::Bullet)
        });
        // `(i)` under `(a)` is the first numeral and not the ninth letter.
        let lettered =
            |raw: &Raw| raw.kind == ParagraphKind::SubItem && matches!(raw.numeral, Some(Numeral::Letter(_)));
        let roman = |name: &str| name.chars().any(|c| "ivx".contains(c));
        if let (Some(Numeral::Letter(_)), Some(marker)) = (&raw.numeral, &raw.marker)
            && roman(marker)
            && above.and_then(|above| self.draft.paragraphs.get(above)).is_some_and(lettered)
        {
            raw.numeral = Some(Numeral::Named(marker.trim_end_matches('.').to_owned()));
        }
        match raw.kind {
            ParagraphKind::SubItem => raw.parent = above.or(self.chapeau),
            ParagraphKind::Bullet => raw.parent = above.or(self.holder),
            _ => {}
        }
    }

    /// The notes stand at the end, in the order in which they are called.
    fn notes(&mut self, notes: Vec<(usize, Unit)>, calls: &[u32]) {
        let key = |unit: &Unit| if let Shape::Note(key) = unit.shape { key } else { 0 };
        let order = |note: &(usize, Unit)| calls.iter().position(|call| *call == key(&note.1)).unwrap_or(calls.len());
        let mut notes = notes;
        if notes.len() <= 4_096 {
            notes.sort_by_key(order);
        }
        let mut last: Option<(u32, usize)> = None;
        let mut number = 0;
        for (at, unit) in notes {
            let key = key(&unit);
            if let Some((_, index)) = last.filter(|(before, _)| *before == key) {
                // A note of several paragraphs is one note.
                if let Some(raw) = self.draft.paragraphs.get_mut(index) {
                    append(&mut raw.glyphs, unit.glyphs);
                }
                continue;
            }
            number += 1;
            let mut raw = Raw::new(ParagraphKind::Note, unit.place);
            raw.marker = Some(unit.label.unwrap_or_else(|| numbering::superscript(number)));
            raw.glyphs = unit.glyphs;
            raw.note = Some(key);
            raw.identity = unit.identity;
            if self.draft.kind == DraftKind::Draft && raw.glyphs.is_empty() {
                let message = "a footnote has no words";
                let hint = "Its call was kept; write the note, or delete the call.";
                self.findings.add("empty-note", Severity::Note, unit.place, message, hint);
            }
            last = Some((key, self.push(at, raw)));
        }
    }
}

/// Words behind others, with a space between them where scripts have one.
fn append(glyphs: &mut Vec<Glyph>, more: Vec<Glyph>) {
    if let (Some(last), Some(_)) = (glyphs.last().copied(), more.first()) {
        glyphs.push(Glyph { c: ' ', mark: Mark::None, ..last });
    }
    glyphs.extend(more);
}
