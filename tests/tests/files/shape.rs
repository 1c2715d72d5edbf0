//! A draft as lines, as far as a format carries it.

use std::collections::BTreeMap;

use client_core::model::{Anchor, Draft, Extent, Inline, Paragraph, ParagraphId, ParagraphKind, Style, numbering};

/// What a format carries beside words, labels, brackets and alternatives.
#[derive(Clone, Copy, Debug)]
pub struct Carries {
    /// Bold, italic, underlined.
    pub styles: bool,
    /// Which paragraph is the title, a heading of which level, a cell, a bullet.
    pub structure: bool,
    /// The signs of footnotes; elsewhere they are counted.
    pub signs: bool,
    /// The cells of a table; elsewhere a row is a paragraph.
    pub cells: bool,
}

/// One line a paragraph: what it is, its label, what it is an alternative to, its words with `⟦`, `/` and `⟧`. Footnotes come
/// last, in the order of their calls: there the formats have them.
pub fn shape(draft: &Draft, carries: Carries) -> Vec<String> {
    let shaper = Shaper { draft, labels: numbering::labels(draft, "en"), signs: numbering::signs(draft), carries };
    let mut lines: Vec<String> = Vec::new();
    let mut row = None;
    for paragraph in &draft.paragraphs {
        if paragraph.kind.is_container() || paragraph.kind == ParagraphKind::Note {
            continue;
        }
        let line = shaper.line(paragraph);
        let above = in_row(draft, paragraph);
        match lines.last_mut() {
            Some(last) if above.is_some() && above == row && !carries.cells => {
                let between = if paragraph.kind == ParagraphKind::Cell { " | " } else { " " };
                *last = format!("{last}{between}{line}").trim_end().to_owned();
            }
            _ => lines.push(line),
        }
        row = above;
    }
    // The signs around the whole draft are printed at its first and last words.
    for _ in draft.brackets.values().filter(|bracket| bracket.extent != Extent::Anchored) {
        if let Some(first) = lines.first_mut() {
            first.insert(first.find("] ").map_or(0, |at| at + 2), '⟦');
        }
        if let Some(last) = lines.last_mut() {
            last.push('⟧');
        }
    }
    // Of a label in a row of words it is not known whether it ends in a full stop.
    for line in lines.iter_mut().filter(|line| !carries.cells && line.contains(" | ")) {
        *line = line.replacen(". ", " ", 1);
    }
    let notes = draft.paragraphs.iter().filter(|paragraph| paragraph.kind == ParagraphKind::Note);
    let mut notes: Vec<&Paragraph> = notes.collect();
    let calls: Vec<ParagraphId> =
        draft.paragraphs.iter().flat_map(|paragraph| &paragraph.content).filter_map(called).collect();
    notes.sort_by_key(|note| calls.iter().position(|call| *call == note.id).unwrap_or(calls.len()));
    lines.extend(notes.into_iter().map(|note| shaper.line(note)));
    lines
}

fn called(piece: &Inline) -> Option<ParagraphId> {
    if let Inline::Anchor(Anchor::Note(id)) = piece { Some(*id) } else { None }
}

/// The row that a paragraph is in.
fn in_row(draft: &Draft, paragraph: &Paragraph) -> Option<ParagraphId> {
    let parent = draft.paragraph(paragraph.parent?)?;
    match parent.kind {
        ParagraphKind::HeadRow | ParagraphKind::Row => Some(parent.id),
        _ => in_row(draft, parent),
    }
}

struct Shaper<'a> {
    draft: &'a Draft,
    labels: BTreeMap<ParagraphId, String>,
    signs: BTreeMap<ParagraphId, String>,
    carries: Carries,
}

impl Shaper<'_> {
    fn line(&self, paragraph: &Paragraph) -> String {
        let mut parts = Vec::new();
        if self.carries.structure {
            // A paragraph without a number is front matter, a preamble, a placeholder or a paragraph by its words alone.
            let kind = match paragraph.kind {
                ParagraphKind::Front | ParagraphKind::Preambular | ParagraphKind::Placeholder => {
                    ParagraphKind::Operative
                }
                kind => kind,
            };
            parts.push(format!("[{kind:?} {}]", paragraph.level));
        }
        if paragraph.kind != ParagraphKind::Note {
            parts.extend(self.labels.get(&paragraph.id).cloned());
        }
        parts.extend(self.instead_of(paragraph));
        parts.push(self.words(&paragraph.content));
        parts.retain(|part| !part.is_empty());
        parts.join(" ")
    }

    fn instead_of(&self, paragraph: &Paragraph) -> Option<String> {
        let set = self.draft.alternatives.get(&paragraph.variant_of?)?;
        let base = set.base.iter().filter_map(|id| self.labels.get(id)).map(String::as_str);
        Some(format!("<{}>", base.collect::<Vec<_>>().join("+")))
    }

    fn words(&self, content: &[Inline]) -> String {
        let mut text = String::new();
        let mut last = Style::default();
        let mut set = |style: Style, text: &mut String| {
            let signs = [
                (last.bold, style.bold, '𝐛'),
                (last.italic, style.italic, '𝑖'),
                (last.underline, style.underline, 'u'),
            ];
            let signs = signs.into_iter().filter(|(was, is, _)| self.carries.styles && was != is);
            text.extend(signs.map(|(_, _, sign)| sign));
            last = style;
        };
        for piece in content {
            match piece {
                Inline::Text { text: words, style } => {
                    set(*style, &mut text);
                    text.push_str(words);
                }
                Inline::Anchor(anchor) => match anchor {
                    Anchor::Open(_) => text.push('⟦'),
                    Anchor::Close(_) => text.push('⟧'),
                    Anchor::Or(_) => text.push('/'),
                    Anchor::Note(id) => {
                        text.push('^');
                        let sign = self.signs.get(id).filter(|_| self.carries.signs);
                        text.push_str(sign.map(String::as_str).unwrap_or_default());
                    }
                    Anchor::Split(_) | Anchor::Erased(_) => {}
                },
            }
        }
        set(Style::default(), &mut text);
        text.trim().to_owned()
    }
}
