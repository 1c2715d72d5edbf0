//! A draft as the signs that were printed: for tests and for a quick look.

use std::collections::BTreeMap;

use crate::model::{Anchor, Draft, Extent, Inline, Paragraph, ParagraphId};

/// Everything of a draft that was printed: heads of the columns, ideas, markers, words with their brackets and note signs,
/// sources; one paragraph a line.
pub fn source_text(draft: &Draft) -> String {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(draft.columns.values().cloned());
    parts.extend(around(draft, true));
    let signs = note_signs(draft);
    for paragraph in &draft.paragraphs {
        let mut line: Vec<String> = Vec::new();
        line.extend(paragraph.idea.clone());
        line.extend(paragraph.marker.clone());
        line.push(printed(draft, paragraph, &signs));
        line.extend(paragraph.sources.iter().cloned());
        line.retain(|part| !part.is_empty());
        if !line.is_empty() {
            parts.push(line.join(" "));
        }
    }
    parts.extend(around(draft, false));
    parts.join("\n")
}

/// The text column alone: words with their brackets and note signs, one paragraph a line.
pub fn text_column(draft: &Draft) -> String {
    let signs = note_signs(draft);
    let lines: Vec<String> = draft.paragraphs.iter().map(|paragraph| printed(draft, paragraph, &signs)).collect();
    lines.join("\n")
}

/// The printed signs of the brackets around the whole draft.
fn around(draft: &Draft, opening: bool) -> Vec<String> {
    let signs = draft.brackets.values().filter_map(|bracket| match bracket.extent {
        Extent::Draft { opens, closes } if (opening && opens) || (!opening && closes) => {
            Some(sign(bracket.full_width, opening).to_string())
        }
        Extent::Draft { .. } | Extent::Anchored => None,
    });
    signs.collect()
}

fn sign(full_width: bool, opening: bool) -> char {
    match (full_width, opening) {
        (false, true) => '[',
        (false, false) => ']',
        (true, true) => '［',
        (true, false) => '］',
    }
}

fn note_signs(draft: &Draft) -> BTreeMap<ParagraphId, &str> {
    draft.paragraphs.iter().filter_map(|paragraph| Some((paragraph.id, paragraph.marker.as_deref()?))).collect()
}

fn printed(draft: &Draft, paragraph: &Paragraph, signs: &BTreeMap<ParagraphId, &str>) -> String {
    let mut text = String::new();
    let full_width = |id| draft.brackets.get(id).is_some_and(|bracket| bracket.full_width);
    for piece in &paragraph.content {
        match piece {
            Inline::Text { text: words, .. } => text.push_str(words),
            Inline::Anchor(Anchor::Open(id)) => text.push(sign(full_width(id), true)),
            Inline::Anchor(Anchor::Close(id)) => text.push(sign(full_width(id), false)),
            Inline::Anchor(Anchor::Or(_)) => text.push('/'),
            Inline::Anchor(Anchor::Split(_) | Anchor::Erased(_)) => {}
            Inline::Anchor(Anchor::Note(id)) => text.push_str(signs.get(id).copied().unwrap_or_default()),
        }
    }
    text
}
