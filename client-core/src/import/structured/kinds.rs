//! What a document is, and which of its paragraphs is the title.

use super::{table, unit::Unit};
use crate::import::{
    glyph::{is_date, words},
    markers,
    prose::{QUOTED, SHORT, is_report, is_short},
    raw::{RawDraft, marked},
    source::Shape,
};
use crate::model::DraftKind;

/// Whether the text is negotiated: it has tracked changes, brackets, or numbers as such texts have them. A report quotes a
/// bracket or two.
pub(super) fn kind(units: &[Unit], draft: &RawDraft) -> DraftKind {
    if !draft.tracked.is_empty() || !draft.signed.is_empty() {
        return DraftKind::Draft;
    }
    let brackets = units.iter().flat_map(|unit| &unit.glyphs).filter(|glyph| glyph.opens() || glyph.closes()).count();
    let counted = |unit: &Unit| {
        let marker = match &unit.label {
            Some(label) => {
                let chars: Vec<char> = label.chars().chain([' ']).collect();
                markers::read(&chars).map(|(marker, _)| marker)
            }
            None => marked(&unit.glyphs).map(|(marker, ..)| marker),
        };
        let heading = matches!(unit.shape, Shape::Heading(_) | Shape::Note(_));
        !heading && marker.is_some_and(|marker| marker.is_of_a_draft())
    };
    let report = title(units)
        .and_then(|at| units.get(at))
        .is_some_and(|unit| is_report(&words(&unit.glyphs)) && unit.glyphs.len() <= 3 * SHORT);
    let negotiated = brackets > 0 || units.iter().any(counted) || table::has_heads(units);
    if !negotiated || (report && brackets <= 2 * QUOTED) { DraftKind::Reference } else { DraftKind::Draft }
}

/// The title: what the program calls so, else a first heading with nothing but short lines before it, else a first short line.
pub(super) fn title(units: &[Unit]) -> Option<usize> {
    let said = |unit: &Unit| !unit.glyphs.is_empty();
    if let Some(at) = units.iter().position(|unit| unit.shape == Shape::Title && said(unit)) {
        return Some(at);
    }
    let body = units.iter().position(|unit| unit.shape != Shape::Body || marked(&unit.glyphs).is_some());
    let front = units.get(..body.unwrap_or(units.len())).unwrap_or_default();
    if let Some(at) = body
        && units.get(at).is_some_and(|unit| unit.shape == Shape::Heading(1) && unit.label.is_none() && said(unit))
        && front.iter().all(|unit| is_short(&unit.glyphs) || unit.glyphs.is_empty())
    {
        return Some(at);
    }
    let first = front.iter().position(said)?;
    let unit = units.get(first)?;
    let short = unit.glyphs.len() <= 2 * SHORT && is_short(&unit.glyphs) && !is_date(&words(&unit.glyphs));
    short.then_some(first)
}
