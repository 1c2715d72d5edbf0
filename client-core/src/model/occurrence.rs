//! Where brackets stand in the text.

use super::{Anchor, BracketId, Draft, Extent, Inline, ParagraphId};

/// Where a bracket stands and what it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// The bracket.
    pub bracket: BracketId,
    /// The brackets around it, outermost first; those around the whole draft included.
    pub around: Vec<BracketId>,
    /// The paragraph of the opening edge; `None` for the whole draft.
    pub paragraph: Option<ParagraphId>,
    /// The words inside, those of nested brackets included; `\n` between paragraphs. Empty for the whole draft.
    pub words: String,
}

/// Every bracket that stands somewhere: those around the whole draft first, then by the first place in the text.
pub fn occurrences(draft: &Draft) -> Vec<Occurrence> {
    let mut found: Vec<Occurrence> = Vec::new();
    for bracket in draft.brackets.values().filter(|bracket| matches!(bracket.extent, Extent::Draft { .. })) {
        let around = found.iter().map(|outer| outer.bracket).collect();
        found.push(Occurrence { bracket: bracket.id, around, paragraph: None, words: String::new() });
    }
    let outer: Vec<BracketId> = found.iter().map(|occurrence| occurrence.bracket).collect();
    // The positions in `found` of the brackets that are open where the scan stands.
    let mut inside: Vec<usize> = Vec::new();
    for paragraph in &draft.paragraphs {
        for index in &inside {
            found[*index].words.push('\n');
        }
        for piece in &paragraph.content {
            match piece {
                Inline::Text { text, .. } => inside.iter().for_each(|index| found[*index].words.push_str(text)),
                Inline::Anchor(Anchor::Open(id)) if draft.brackets.contains_key(id) => {
                    let nested = inside.iter().map(|index| found[*index].bracket);
                    let around = outer.iter().copied().chain(nested).collect();
                    inside.push(found.len());
                    let paragraph = Some(paragraph.id);
                    found.push(Occurrence { bracket: *id, around, paragraph, words: String::new() });
                }
                Inline::Anchor(Anchor::Close(id)) => inside.retain(|index| found[*index].bracket != *id),
                Inline::Anchor(Anchor::Open(_) | Anchor::Or(_) | Anchor::Note(_)) => {}
            }
        }
    }
    found
}
