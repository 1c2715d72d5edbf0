//! A draft as lines that a test can compare.

use client_core::model::{Anchor, Column, Draft, Extent, Inline, ParagraphId, numbering};

/// The whole draft: kind, label, idea, words (bold between `*`, note calls between `^`), sources.
pub fn dump(draft: &Draft) -> String {
    let labels = numbering::labels(draft, "zh");
    let mut text = format!("# {} | {} | {:?} | {}\n", draft.slug, draft.title, draft.kind, draft.language);
    for (column, name) in [(Column::Idea, "idea"), (Column::Text, "text"), (Column::Source, "source")] {
        if let Some(head) = draft.columns.get(&column) {
            text += &format!("{name}: {head}\n");
        }
    }
    for bracket in draft.brackets.values() {
        if let Extent::Draft { opens, closes } = bracket.extent {
            text += &format!("around the draft: opens {opens}, closes {closes}\n");
        }
    }
    for paragraph in &draft.paragraphs {
        let mut depth = 0;
        let mut parent = paragraph.parent;
        while let Some(found) = parent.and_then(|id| draft.paragraph(id)) {
            depth += 1;
            parent = found.parent;
        }
        let mut parts = vec![format!("{:?}", paragraph.kind)];
        parts.extend(labels.get(&paragraph.id).cloned());
        parts.extend(paragraph.marker.as_ref().map(|marker| format!("({marker})")));
        parts.extend(paragraph.idea.as_ref().map(|idea| format!("<{idea}>")));
        parts.push(inline(draft, &paragraph.content));
        parts.extend(paragraph.sources.iter().map(|source| format!("<- {source}")));
        parts.retain(|part| !part.is_empty());
        text += &format!("{}{}\n", "  ".repeat(depth), parts.join(" "));
    }
    text
}

/// Words with their anchors.
pub fn inline(draft: &Draft, content: &[Inline]) -> String {
    let mut text = String::new();
    let wide = |id| draft.brackets.get(id).is_some_and(|bracket| bracket.full_width);
    let sign = |id: &ParagraphId| draft.paragraph(*id).and_then(|note| note.marker.clone()).unwrap_or_default();
    for piece in content {
        match piece {
            Inline::Text { text: words, style } if style.bold => text += &format!("*{words}*"),
            Inline::Text { text: words, .. } => text += words,
            Inline::Anchor(Anchor::Open(id)) => text.push_str(if wide(id) { "⟦w " } else { "⟦" }),
            Inline::Anchor(Anchor::Close(_)) => text.push('⟧'),
            Inline::Anchor(Anchor::Or(_)) => text.push('|'),
            Inline::Anchor(Anchor::Split(_) | Anchor::Erased(_)) => {}
            Inline::Anchor(Anchor::Note(id)) => text += &format!("^{}^", sign(id)),
        }
    }
    text
}
