//! What a program knew of the beginning of a paragraph: its label, or that it is a heading.

use crate::import::{
    glyph::Glyph,
    markers::{self, Marker},
    raw::Raw,
};
use crate::model::{Numeral, ParagraphKind, Place};

/// What a label that a program counted makes of a paragraph.
pub(super) fn labelled_raw(label: &str, glyphs: Vec<Glyph>, place: Place) -> Raw {
    let chars: Vec<char> = label.chars().chain([' ']).collect();
    let whole = |(_, length): &(Marker, usize)| length + 1 >= chars.len();
    match markers::read(&chars).filter(whole) {
        Some((marker, _)) => Raw::marked(marker, label.into(), glyphs, place),
        None => {
            let name = label.trim_end_matches(['.', '．', ':', '：']).to_owned();
            let mut raw = Raw { glyphs, ..Raw::new(ParagraphKind::Operative, place) };
            if name.chars().any(char::is_alphanumeric) {
                raw.numeral = Some(Numeral::Named(name));
            } else {
                raw.kind = ParagraphKind::Bullet;
            }
            raw.marker = Some(label.into());
            raw
        }
    }
}

/// A paragraph that the program knew to be a heading: what stands before its words is its name.
pub(super) fn heading(raw: &mut Raw, level: u8) {
    raw.kind = ParagraphKind::Heading;
    raw.level = level.clamp(1, 9);
    raw.alternative_to.clear();
    if let (Some(marker), true) = (&raw.marker, raw.numeral.is_none()) {
        let name = marker.trim_end_matches(['.', '．', ':', '：']).trim();
        raw.numeral = name.chars().any(char::is_alphanumeric).then(|| Numeral::Named(name.to_owned()));
    }
}
