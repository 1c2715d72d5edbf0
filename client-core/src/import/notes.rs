//! Footnotes and the calls to them.

use std::collections::BTreeSet;

use super::{
    blocks::Block,
    glyph::{Glyph, trim, words},
    raw::Raw,
};
use crate::model::ParagraphKind;

/// Reads a block as a footnote: under a page rule with a sign, or anywhere with a superscript number.
pub(super) fn read(block: &Block) -> Option<Raw> {
    let sign = sign_at(&block.glyphs, 0)?;
    let superscript = sign.chars().all(is_superscript);
    let rest = block.glyphs.get(sign.chars().count()..)?;
    let apart = rest.first().is_some_and(|glyph| glyph.c.is_whitespace());
    (block.under_rule || (superscript && apart)).then(|| {
        let mut note = Raw::with(ParagraphKind::Note, trim(rest).to_vec());
        note.place = block.glyphs.first().map_or(note.place, |glyph| glyph.place());
        note.marker = Some(sign);
        note
    })
}

/// The sign of a footnote that begins at `at`: `*`, `**`, `+`, `¹²`.
pub(super) fn sign_at(glyphs: &[Glyph], at: usize) -> Option<String> {
    let rest = glyphs.get(at..)?;
    let first = rest.first()?.c;
    let before = at.checked_sub(1).and_then(|at| glyphs.get(at)).map(|glyph| glyph.c);
    if before == Some(first) || before.is_some_and(|c| is_superscript(c) && is_superscript(first)) {
        // Inside a run of signs, which is read from its beginning.
        return None;
    }
    let length = match first {
        '*' | '+' => rest.iter().take_while(|glyph| glyph.c == first).count(),
        c if is_superscript(c) => rest.iter().take_while(|glyph| is_superscript(glyph.c)).count(),
        _ => return None,
    };
    (length <= 3).then(|| words(rest.get(..length).unwrap_or_default()))
}

/// Finds the footnotes that follow one under its rule: blocks that begin with a sign which is called in the text, and which no
/// footnote before has. Anything else may be an item of a list.
pub(super) fn go_on(blocks: &mut [Block]) {
    if !blocks.iter().any(|block| block.under_rule) {
        return;
    }
    let mut called = BTreeSet::new();
    for block in blocks.iter() {
        let glyphs = &block.glyphs;
        for at in 1..glyphs.len() {
            called.extend(sign_at(glyphs, at).filter(|sign| is_call(glyphs, at, sign)));
        }
    }
    let mut goes_on = false;
    for block in blocks {
        let sign = sign_at(&block.glyphs, 0).filter(|sign| {
            let behind = block.glyphs.get(sign.chars().count());
            behind.is_some_and(|glyph| glyph.c.is_whitespace())
        });
        // One that was noted is called no longer.
        let known = (goes_on || block.under_rule) && sign.is_some_and(|sign| called.remove(&sign));
        block.under_rule |= known;
        goes_on = block.under_rule;
    }
}

fn is_superscript(c: char) -> bool {
    matches!(c, '¹' | '²' | '³' | '\u{2070}' | '\u{2074}'..='\u{2079}')
}

/// Whether a sign at `at` of this length is a call and not arithmetic (`10+11`, `WSIS+10`): something stands right before
/// it, and no letter or digit right after it. A superscript is always one.
pub(super) fn is_call(glyphs: &[Glyph], at: usize, sign: &str) -> bool {
    if sign.chars().all(is_superscript) {
        return true;
    }
    let before = at.checked_sub(1).and_then(|at| glyphs.get(at));
    let after = glyphs.get(at + sign.chars().count());
    // At the very beginning the sign stands after the marker: `第二章+`.
    let attached = before.is_none_or(|glyph| !glyph.c.is_whitespace());
    attached && after.is_none_or(|glyph| !glyph.c.is_ascii_alphanumeric())
}
