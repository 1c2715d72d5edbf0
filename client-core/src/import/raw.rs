use std::collections::BTreeMap;

use super::{
    glyph::{Glyph, Mark, trim, words},
    markers::{self, Marker},
    source::Tracked,
};
use crate::model::{Column, DraftKind, Numeral, ParagraphId, ParagraphKind, Place};

/// A paragraph before brackets, notes and alternatives are resolved.
#[derive(Clone, Debug)]
pub(super) struct Raw {
    pub kind: ParagraphKind,
    /// Index of the paragraph that it stands under.
    pub parent: Option<usize>,
    pub level: u8,
    pub numeral: Option<Numeral>,
    pub marker: Option<String>,
    pub idea: Option<String>,
    pub sources: Vec<String>,
    /// Numbers of the run of paragraphs that it is an alternative to.
    pub alternative_to: Vec<u32>,
    pub glyphs: Vec<Glyph>,
    pub place: Place,
    /// The identity that it had in the file.
    pub identity: Option<ParagraphId>,
    /// The key by which marks call it, of a note.
    pub note: Option<u32>,
    /// The tracked change that brought the whole paragraph.
    pub added_in: Option<u32>,
}

impl Raw {
    pub fn new(kind: ParagraphKind, place: Place) -> Self {
        Self {
            kind,
            parent: None,
            level: 0,
            numeral: None,
            marker: None,
            idea: None,
            sources: Vec::new(),
            alternative_to: Vec::new(),
            glyphs: Vec::new(),
            place,
            identity: None,
            note: None,
            added_in: None,
        }
    }

    /// What a marker makes of a paragraph.
    pub fn marked(marker: Marker, printed: String, glyphs: Vec<Glyph>, place: Place) -> Self {
        let (kind, level, numeral, alternative_to) = match marker {
            Marker::Number { number, suffix } => {
                (ParagraphKind::Operative, 0, Some(Numeral::Number { number, suffix }), Vec::new())
            }
            Marker::Series { preambular, number, suffix } => {
                let kind = if preambular { ParagraphKind::Preambular } else { ParagraphKind::Operative };
                (kind, 0, Some(Numeral::Number { number, suffix }), Vec::new())
            }
            // What an article says may stand beside its name, or under it.
            Marker::Article(name) if glyphs.is_empty() => {
                (ParagraphKind::Heading, 2, Some(Numeral::Named(name)), Vec::new())
            }
            Marker::Decimal(name) | Marker::Option(name) | Marker::Article(name) => {
                (ParagraphKind::Operative, 0, Some(Numeral::Named(name)), Vec::new())
            }
            Marker::Letter(letter) => (ParagraphKind::SubItem, 0, Some(Numeral::Letter(letter)), Vec::new()),
            Marker::Roman(name) => (ParagraphKind::SubItem, 0, Some(Numeral::Named(name)), Vec::new()),
            Marker::Alternative(base) => (ParagraphKind::Operative, 0, None, base),
            Marker::Bullet => (ParagraphKind::Bullet, 0, None, Vec::new()),
            Marker::Chapter(name) => (ParagraphKind::Heading, 1, Some(Numeral::Named(name)), Vec::new()),
            Marker::Section(name) => (ParagraphKind::Heading, 2, Some(Numeral::Named(name)), Vec::new()),
            Marker::Hash(level) => (ParagraphKind::Heading, level, None, Vec::new()),
        };
        Self { kind, level, numeral, alternative_to, marker: Some(printed), glyphs, ..Self::new(kind, place) }
    }

    /// With words, which also say where it stands.
    pub fn with(kind: ParagraphKind, glyphs: Vec<Glyph>) -> Self {
        let place = glyphs.first().map_or(Place { line: 1, column: 1 }, |glyph| glyph.place());
        Self { glyphs, ..Self::new(kind, place) }
    }

    /// The number, when it is a plain one.
    pub fn number(&self) -> Option<u32> {
        match &self.numeral {
            Some(Numeral::Number { number, suffix }) if suffix.0 == 0 => Some(*number),
            _ => None,
        }
    }
}

/// A block taken apart: its marker, the marker as printed, and the words. Opening brackets that stand before a number
/// (`[14. We urge]`) come to stand before the words.
pub(super) fn marked(glyphs: &[Glyph]) -> Option<(Marker, String, Vec<Glyph>)> {
    let before = |glyph: &Glyph| glyph.opens() || glyph.mark == Mark::Open;
    let signs: Vec<Glyph> = glyphs.iter().copied().take_while(before).collect();
    let rest = trim(glyphs.get(signs.len()..)?);
    let chars: Vec<char> = rest.iter().take(64).map(|glyph| glyph.c).collect();
    let (marker, length) = markers::read(&chars)?;
    let printed = words(rest.get(..length)?);
    Some((marker, printed, signs.into_iter().chain(trim(rest.get(length..)?).iter().copied()).collect()))
}

/// A document before brackets, notes and alternatives are resolved.
#[derive(Clone, Debug)]
pub(super) struct RawDraft {
    pub kind: DraftKind,
    pub columns: BTreeMap<Column, String>,
    pub paragraphs: Vec<Raw>,
    /// The tracked changes that marks name.
    pub tracked: Vec<Tracked>,
    /// Who inserted the printed signs at these places.
    pub signed: BTreeMap<Place, Tracked>,
}

impl RawDraft {
    /// Without paragraphs.
    pub fn new(kind: DraftKind) -> Self {
        Self { kind, columns: BTreeMap::new(), paragraphs: Vec::new(), tracked: Vec::new(), signed: BTreeMap::new() }
    }

    /// Adds a paragraph and says where.
    pub fn push(&mut self, raw: Raw) -> usize {
        self.paragraphs.push(raw);
        self.paragraphs.len() - 1
    }
}
