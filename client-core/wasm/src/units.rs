//! Offsets within one paragraph: UTF-16 code units on the page's side, code points on the core's; an anchor counts one on
//! both.

use client_core::schema::Element;

fn width(unit: &Element) -> usize {
    match unit {
        Element::Char(c, _) => c.len_utf16(),
        Element::Anchor(_) => 1,
    }
}

/// UTF-16 code units -> code points. An offset inside a surrogate pair is the one before it; one behind the end goes as
/// far beyond, so that it is refused as out of range.
pub fn to_code_points(units: &[Element], utf16: usize) -> usize {
    let mut left = utf16;
    for (at, unit) in units.iter().enumerate() {
        let width = width(unit);
        if left < width {
            return at;
        }
        left -= width;
    }
    units.len() + left
}

/// Code points -> UTF-16 code units.
pub fn to_utf16(units: &[Element], code_points: usize) -> usize {
    units.iter().take(code_points).map(width).sum()
}

#[cfg(test)]
mod tests {
    use client_core::model::{Anchor, BracketId, Style};

    use super::*;

    fn text(words: &str) -> Vec<Element> {
        words.chars().map(|c| Element::Char(c, Style::default())).collect()
    }

    #[test]
    fn emoji_extension_b_and_arabic_convert_there_and_back() {
        // U+20000 is in CJK extension B: two code units; so is the emoji.
        let mut units = text("é😀𠀀العربية我");
        units.insert(1, Element::Anchor(Anchor::Open(BracketId(Default::default()))));
        assert_eq!(to_utf16(&units, units.len()), units.len() + 2);
        for at in 0..=units.len() {
            assert_eq!(to_code_points(&units, to_utf16(&units, at)), at);
        }
    }

    #[test]
    fn inside_a_surrogate_pair_is_before_it() {
        assert_eq!(to_code_points(&text("a😀b"), 2), 1);
        assert_eq!(to_code_points(&text("a😀b"), 3), 2);
    }

    #[test]
    fn behind_the_end_stays_behind_the_end() {
        assert_eq!(to_code_points(&text("ab"), 5), 5);
    }
}
