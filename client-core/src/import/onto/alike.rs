//! Paragraphs with the same words.

use std::collections::BTreeMap;

use super::{Match, Side, plain};
use crate::model::ParagraphKind;

/// The paragraphs of one version with the same words: which they are, and how they read with their brackets.
type Group<'a> = Vec<(usize, &'a str)>;

/// Where as many paragraphs have the same words in both, they are the same ones in their order, wherever their brackets stand: by
/// their brackets they would seem to have changed places. Answers which of the new version is which of the draft.
pub(super) fn in_order<'a>(
    old: impl Iterator<Item = (usize, &'a Side<'a>)>,
    new: impl Iterator<Item = (usize, &'a Side<'a>)>,
) -> Vec<(usize, usize, Match)> {
    let mut groups: BTreeMap<(bool, String), [Group<'_>; 2]> = BTreeMap::new();
    // No footnote becomes a paragraph.
    let key = |side: &Side<'_>| (side.paragraph.kind == ParagraphKind::Note, plain(&side.signs));
    for (at, side) in old {
        groups.entry(key(side)).or_default()[0].push((at, &side.signs));
    }
    for (at, side) in new {
        groups.entry(key(side)).or_default()[1].push((at, &side.signs));
    }
    let mut pairs = Vec::new();
    for ((_, words), [old, new]) in groups {
        if old.len() == new.len() && old.len() > 1 && !words.is_empty() {
            let pair = |((before, was), (at, is)): ((usize, &str), (usize, &str))| {
                (at, before, if was == is { Match::Words } else { Match::Brackets })
            };
            pairs.extend(old.into_iter().zip(new).map(pair));
        }
    }
    pairs
}
