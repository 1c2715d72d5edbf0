//! Which paragraph an idea or a source of the table form belongs to.

use super::{
    blocks::Block,
    findings::Findings,
    glyph::{Glyph, words},
    raw::{Raw, RawDraft},
};
use crate::model::{ParagraphKind, Place, Severity, numbering::numeral};

/// A cell of the idea or source column.
pub(super) struct Entry {
    text: String,
    place: Place,
    over_gap: bool,
}

impl Entry {
    pub fn of(block: &Block) -> Self {
        Self { over_gap: block.over_gap, ..Self::of_glyphs(&block.glyphs) }
    }

    pub fn of_glyphs(glyphs: &[Glyph]) -> Self {
        let place = glyphs.first().map_or(super::findings::START, |glyph| glyph.place());
        Self { text: words(glyphs), place, over_gap: false }
    }
}

/// Gives the ideas of a row to its paragraphs: one idea to the first, as many ideas as numbers one by one.
pub(super) fn ideas(draft: &mut RawDraft, row: &[usize], ideas: Vec<Entry>, findings: &mut Findings) {
    let Some(place) = ideas.first().map(|idea| idea.place) else { return };
    let numbered: Vec<usize> =
        row.iter().copied().filter(|&at| draft.paragraphs.get(at).is_some_and(|raw| raw.numeral.is_some())).collect();
    if ideas.len() > 1 && ideas.len() == numbered.len() {
        let message = format!("{} ideas stand beside {} paragraphs and were paired in order", ideas.len(), ideas.len());
        let hint = "Check the pairs; move an idea if it is wrong.";
        findings.add("idea-pairing", Severity::Note, place, message, hint).with("count", ideas.len());
        for (at, idea) in numbered.into_iter().zip(ideas) {
            if let Some(raw) = draft.paragraphs.get_mut(at) {
                raw.idea = Some(idea.text);
            }
        }
        return;
    }
    let joined: Vec<String> = ideas.iter().map(|idea| idea.text.clone()).collect();
    if ideas.len() > 1 {
        let message = format!("{} ideas stand beside one run of paragraphs: {}", ideas.len(), joined.join(", "));
        let hint = "All of them were put at the first paragraph; move those that begin further down.";
        let named = findings.add("idea-group", Severity::Warning, place, message, hint);
        named.with("count", ideas.len()).with("ideas", joined.join(", "));
    }
    match row.first().and_then(|&at| draft.paragraphs.get_mut(at)) {
        Some(raw) => raw.idea = Some(joined.join(" ")),
        None => {
            // No words follow: the idea stands alone.
            let mut raw = Raw::new(ParagraphKind::Placeholder, place);
            raw.idea = Some(joined.join(" "));
            draft.push(raw);
        }
    }
}

/// Gives the sources that were printed after the words of a page to these words: one by one where there are as many as
/// paragraphs and sub-items, else to the paragraphs in order and the rest to the last of them.
pub(super) fn sources(draft: &mut RawDraft, units: &[usize], sources: Vec<Entry>, findings: &mut Findings) {
    let certain = sources.len() == units.len() && !sources.iter().any(|source| source.over_gap);
    let is_chapeau = |at: &usize| draft.paragraphs.get(*at).is_some_and(|raw| raw.kind != ParagraphKind::SubItem);
    let chapeaux: Vec<usize> = units.iter().copied().filter(is_chapeau).collect();
    let targets = if certain || chapeaux.is_empty() { units } else { &chapeaux };
    let Some(last) = targets.len().checked_sub(1) else { return };
    if !certain && let Some(place) = sources.first().map(|source| source.place) {
        let names: Vec<String> =
            targets.iter().filter_map(|&at| draft.paragraphs.get(at)?.numeral.as_ref()).map(numeral).collect();
        let message = format!(
            "{} sources stand beside {} paragraphs and sub-items ({}); which belongs to which is not printed",
            sources.len(),
            units.len(),
            names.join(", ")
        );
        let hint = format!("They were put in order at {}; move those that belong to a sub-item.", names.join(", "));
        let named = findings.add("source-pairing", Severity::Warning, place, message, hint);
        named.with("sources", sources.len()).with("paragraphs", units.len()).with("labels", names.join(", "));
    }
    for (index, source) in sources.into_iter().enumerate() {
        if let Some(raw) = targets.get(index.min(last)).and_then(|&at| draft.paragraphs.get_mut(at)) {
            raw.sources.push(source.text);
        }
    }
}
