//! References to a footnote that is called elsewhere in the text. What one refers to may stand behind it, so it is known only when the
//! file was read whole: until then a mark keeps its place.

use std::collections::BTreeMap;

use client_core::{
    import::source::{Paragraph, Piece, Shape, Source, Tracked},
    model::Style,
};

/// The most bytes that are kept of what a reference refers to, and of how it reads.
const LONGEST: usize = 256;

/// A reference: what it refers to, by the name that the format gives it, and how it reads where that leads nowhere.
#[derive(Debug, Default)]
pub(crate) struct Reference {
    pub name: String,
    pub shown: String,
    pub style: Style,
    pub tracked: Vec<Tracked>,
}

impl Reference {
    /// One to `name`.
    pub fn to(name: &str) -> Self {
        Self { name: name.chars().take(LONGEST).collect(), ..Self::default() }
    }

    /// Adds words to how it reads.
    pub fn show(&mut self, words: &str, style: Style, tracked: &[Tracked]) {
        if self.shown.is_empty() {
            (self.style, self.tracked) = (style, tracked.to_vec());
        }
        let room = LONGEST.saturating_sub(self.shown.len());
        self.shown.extend(words.chars().take(room));
    }
}

/// The references of a file so far.
#[derive(Debug, Default)]
pub(crate) struct References(Vec<Reference>);

impl References {
    /// The mark that keeps the place of a reference. Their keys are counted from the last, where no note has one.
    pub fn mark(&mut self, reference: Reference) -> Piece {
        self.0.push(reference);
        Piece::Note(u32::MAX.saturating_sub(u32::try_from(self.0.len()).unwrap_or(u32::MAX)))
    }

    /// Puts calls of notes in the places of the references, by the keys of what they refer to, and words where there is none.
    pub fn resolve(self, source: &mut Source, keys: &BTreeMap<String, u32>) {
        if self.0.is_empty() {
            return;
        }
        for piece in source.paragraphs.iter_mut().flat_map(|paragraph| &mut paragraph.pieces) {
            let Piece::Note(mark) = piece else { continue };
            let at = (u32::MAX - *mark).checked_sub(1).and_then(|at| usize::try_from(at).ok());
            let Some(reference) = at.and_then(|at| self.0.get(at)) else { continue };
            *piece = match keys.get(&reference.name) {
                Some(key) => Piece::Note(*key),
                None => {
                    let Reference { shown, style, tracked, .. } = reference;
                    Piece::Text { text: shown.clone(), style: *style, tracked: tracked.clone() }
                }
            };
        }
    }
}

/// Gives notes the signs that their calls have, by the key of each. A note begins with its sign, which is not one of its words.
pub(crate) fn sign(source: &mut Source, signs: &BTreeMap<u32, String>) {
    for paragraph in &mut source.paragraphs {
        if let Shape::Note(key) = paragraph.shape
            && let Some(sign) = signs.get(&key).filter(|sign| !sign.is_empty())
        {
            take_sign(paragraph, sign);
            paragraph.label = Some(sign.clone());
        }
    }
}

fn take_sign(paragraph: &mut Paragraph, sign: &str) {
    if let Some(Piece::Text { text, .. }) = paragraph.pieces.first_mut()
        && let Some(rest) = text.trim_start().strip_prefix(sign)
    {
        *text = rest.trim_start().to_owned();
    }
}
