//! What a draft prints beside its words, and a file has among them.

use std::borrow::Cow;

use super::{matches, sides};
use crate::model::{Anchor, Draft, Inline, InlineExt, ParagraphKind, Standings, read};

/// A new version without what the draft prints beside its words: the brackets around the whole draft, and the labels of cells.
pub(crate) fn unprinted<'a>(draft: &Draft, standings: &Standings, imported: &'a Draft) -> Cow<'a, Draft> {
    let draft = draft.arranged(standings);
    let mut version = Cow::Borrowed(imported);
    for _ in read(&draft, standings).around {
        around(&mut version);
    }
    let none = Standings::default();
    let (old, new) = (sides(&draft, standings), sides(imported, &none));
    for (at, (before, _)) in matches((&draft, &old), (imported, &new), &Default::default()) {
        let (Some(old), Some(new)) = (old.get(before), new.get(at)) else { continue };
        let Some(label) =
            old.label.as_deref().filter(|label| new.paragraph.kind == ParagraphKind::Cell && *label != "•")
        else {
            continue;
        };
        let printed = new.label.is_none() && !old.signs.starts_with(label);
        let rest = new.signs.strip_prefix(label).filter(|rest| printed && rest.starts_with(' '));
        if rest.is_some()
            && let Some(own) = version.to_mut().paragraphs.iter_mut().find(|own| own.id == new.paragraph.id)
        {
            strip(&mut own.content, label.chars().count());
        }
    }
    version
}

/// Takes the first characters away, and the spaces behind them.
fn strip(content: &mut Vec<Inline>, mut length: usize) {
    for piece in content.iter_mut() {
        let Inline::Text { text, .. } = piece else { continue };
        let cut = text.chars().take(length).count();
        *text = text.chars().skip(cut).collect();
        length -= cut;
        if length == 0 && !text.is_empty() {
            *text = text.trim_start().to_owned();
            if !text.is_empty() {
                break;
            }
        }
    }
    *content = std::mem::take(content).normalised();
}

/// Takes a bracket away that encloses all the words.
fn around(version: &mut Cow<'_, Draft>) {
    let in_run = |(_, own): &(usize, &crate::model::Paragraph)| {
        own.kind != ParagraphKind::Note && !own.kind.is_container() && !own.content.is_empty()
    };
    let run: Vec<usize> = version.paragraphs.iter().enumerate().filter(in_run).map(|(at, _)| at).collect();
    let (Some(first), Some(last)) = (run.first().copied(), run.last().copied()) else { return };
    let open = version.paragraphs.get(first).and_then(|own| own.content.first());
    let close = version.paragraphs.get(last).and_then(|own| own.content.last());
    let (Some(Inline::Anchor(Anchor::Open(id))), Some(Inline::Anchor(Anchor::Close(other)))) = (open, close) else {
        return;
    };
    let id = *id;
    if id != *other {
        return;
    }
    let version = version.to_mut();
    for own in &mut version.paragraphs {
        own.content.retain(|piece| !matches!(piece, Inline::Anchor(Anchor::Open(of) | Anchor::Close(of)) if *of == id));
    }
    version.brackets.remove(&id);
}
