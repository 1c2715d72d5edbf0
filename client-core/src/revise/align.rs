//! The words of one paragraph of the draft beside those of the new version: which characters stay, which go, where new ones
//! come, and between which of them each edge of a bracket may stand.

use std::collections::BTreeMap;

use super::{
    diff::kept,
    notes::{Calls, is_call},
};
use crate::{
    model::{Anchor, BracketId, Inline, ParagraphId, Read},
    schema::{Element, elements},
};

/// What stands at a place of the paragraph, for the new version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Item {
    /// A character that the version has too, as its `n`-th.
    Kept(usize),
    /// A character that the version does not have.
    Gone,
    /// The edge of a bracket that people see.
    Edge(Edge),
    /// What is not seen, or is no word: hidden words, edges of decided brackets, calls of notes.
    Other,
    /// A character that is read here and stands nowhere: a decision put it in the place of a bracket. The version may have
    /// it, as its `n`-th.
    Ghost(Option<usize>),
}

/// The edge of a bracket among the characters of the version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Edge {
    pub(super) bracket: BracketId,
    pub(super) opens: bool,
    /// Before which character of the version it may stand at the earliest, and at the latest.
    pub(super) from: usize,
    pub(super) to: usize,
    /// Before which one it is to stand.
    pub(super) at: Option<usize>,
    /// Which of the edges of the version it is.
    pub(super) mark: Option<usize>,
}

/// An edge of a bracket in the new version, before the character `at`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) bracket: BracketId,
    pub(super) opens: bool,
    pub(super) at: usize,
}

/// The words of a paragraph of the new version.
#[derive(Clone, Debug, Default)]
pub(super) struct Wanted {
    pub(super) words: Vec<char>,
    /// The edges of its brackets, in their order.
    pub(super) marks: Vec<Mark>,
}

/// A paragraph of the draft beside the one of the version that it is.
#[derive(Clone, Debug)]
pub(super) struct Aligned {
    pub(super) old: ParagraphId,
    pub(super) new: ParagraphId,
    /// Its words or brackets are others in the version.
    pub(super) changed: bool,
    pub(super) items: Vec<Item>,
    pub(super) wanted: Wanted,
    /// How many edges of the bracket that proposes it stand at its beginning, and at its end, outside of all others.
    pub(super) margin: (usize, usize),
}

impl Item {
    pub(super) fn length(&self) -> usize {
        usize::from(!matches!(self, Self::Ghost(_)))
    }
}

/// The places of a paragraph that people see: a character each, or an edge. A line between branches reads as a slash, the call of
/// a note as a character that stands for the note.
fn seen(read: &Read<'_>, calls: &Calls) -> BTreeMap<usize, Vec<char>> {
    let mut seen: BTreeMap<usize, Vec<char>> = BTreeMap::new();
    let own = elements(&read.paragraph.content);
    for (piece, place) in read.content.iter().zip(&read.places) {
        match piece {
            Inline::Text { text, .. } if matches!(own.get(*place), Some(Element::Char(..))) => {
                seen.extend(text.chars().enumerate().map(|(n, c)| (place + n, vec![c])));
            }
            Inline::Text { text, .. } => seen.entry(*place).or_default().extend(text.chars()),
            Inline::Anchor(Anchor::Or(_)) => drop(seen.insert(*place, vec!['/'])),
            Inline::Anchor(Anchor::Note(note)) => {
                drop(seen.insert(*place, calls.get(note).copied().into_iter().collect()))
            }
            Inline::Anchor(_) => {}
        }
    }
    seen
}

fn shown_brackets(read: &Read<'_>) -> Vec<BracketId> {
    let edge = |piece: &Inline| match piece {
        Inline::Anchor(Anchor::Open(id) | Anchor::Close(id)) => Some(*id),
        _ => None,
    };
    read.content.iter().filter_map(edge).collect()
}

impl Wanted {
    /// The words and brackets of a paragraph of the new version.
    pub(super) fn of(read: &Read<'_>, calls: &Calls) -> Self {
        let (seen, shown) = (seen(read, calls), shown_brackets(read));
        let mut wanted = Self::default();
        for (place, unit) in elements(&read.paragraph.content).iter().enumerate() {
            let at = wanted.words.len();
            match unit {
                Element::Anchor(Anchor::Open(bracket)) if shown.contains(bracket) => {
                    wanted.marks.push(Mark { bracket: *bracket, opens: true, at });
                }
                Element::Anchor(Anchor::Close(bracket)) if shown.contains(bracket) => {
                    wanted.marks.push(Mark { bracket: *bracket, opens: false, at });
                }
                Element::Anchor(_) | Element::Char(..) => {}
            }
            wanted.words.extend(seen.get(&place).into_iter().flatten());
        }
        wanted
    }
}

impl Wanted {
    /// Before which of its characters which signs stand.
    fn signs(&self) -> Vec<(usize, char)> {
        self.marks.iter().map(|mark| (mark.at, if mark.opens { '[' } else { ']' })).collect()
    }
}

impl Aligned {
    /// Lays a paragraph of the draft, as it reads, beside the one of the version.
    pub(super) fn of(read: &Read<'_>, (new, wanted): (ParagraphId, Wanted), calls: &Calls, changed: bool) -> Self {
        let (seen, shown) = (seen(read, calls), shown_brackets(read));
        let mut items = Vec::new();
        // Which item each visible character is.
        let (mut visible, mut owners, mut signs) = (Vec::new(), Vec::new(), Vec::new());
        for (place, unit) in elements(&read.paragraph.content).iter().enumerate() {
            match unit {
                Element::Anchor(Anchor::Open(id)) if shown.contains(id) => signs.push((visible.len(), '[')),
                Element::Anchor(Anchor::Close(id)) if shown.contains(id) => signs.push((visible.len(), ']')),
                _ => {}
            }
            let edge = |bracket: BracketId, opens| Edge { bracket, opens, from: 0, to: 0, at: None, mark: None };
            let chars = seen.get(&place).map_or(&[][..], Vec::as_slice);
            match unit {
                Element::Anchor(Anchor::Or(_) | Anchor::Note(_)) | Element::Char(..) if !chars.is_empty() => {
                    owners.push(items.len());
                    visible.extend(chars);
                    items.push(Item::Gone);
                    continue;
                }
                Element::Anchor(Anchor::Open(id)) if shown.contains(id) => items.push(Item::Edge(edge(*id, true))),
                Element::Anchor(Anchor::Close(id)) if shown.contains(id) => items.push(Item::Edge(edge(*id, false))),
                Element::Anchor(_) | Element::Char(..) => items.push(Item::Other),
            }
            for c in chars {
                owners.push(items.len());
                visible.push(*c);
                items.push(Item::Ghost(None));
            }
        }
        for (owner, kept) in owners.iter().zip(kept((&visible, &signs), (&wanted.words, &wanted.signs()))) {
            match items.get_mut(*owner) {
                Some(Item::Ghost(at)) => *at = kept,
                Some(item) => *item = kept.map_or(Item::Gone, Item::Kept),
                None => {}
            }
        }
        let mut aligned = Self { old: read.paragraph.id, new, changed, items, wanted, margin: (0, 0) };
        let called = |c: &&char| is_call(**c);
        aligned.changed |= !visible.iter().filter(called).eq(aligned.wanted.words.iter().filter(called));
        // A line between branches is taken back by whoever drew it, not by an edit; a call goes with a bracket of its own.
        for (place, item) in aligned.places() {
            if matches!(
                elements(&read.paragraph.content).get(place),
                Some(Element::Anchor(Anchor::Or(_) | Anchor::Note(_)))
            ) && aligned.items.get(item) == Some(&Item::Gone)
                && let Some(item) = aligned.items.get_mut(item)
            {
                *item = Item::Other;
            }
        }
        aligned.measure();
        aligned
    }

    /// A paragraph that is not in the draft yet: which of the version's characters its words are, and how many edges of the bracket
    /// that proposes it stand before and behind them.
    pub(super) fn proposed(
        old: ParagraphId,
        (new, wanted): (ParagraphId, Wanted),
        words: &[usize],
        margin: (usize, usize),
    ) -> Self {
        let edges = |count| std::iter::repeat_n(Item::Other, count);
        let kept = words.iter().map(|at| Item::Kept(*at));
        let items = edges(margin.0).chain(kept).chain(edges(margin.1)).collect();
        Self { old, new, changed: true, items, wanted, margin }
    }

    /// The place of each item, in code points of the paragraph, and its number.
    pub(super) fn places(&self) -> Vec<(usize, usize)> {
        let mut place = 0;
        let mut places = Vec::with_capacity(self.items.len());
        for (n, item) in self.items.iter().enumerate() {
            places.push((place, n));
            place += item.length();
        }
        places
    }

    /// How long the paragraph is, in code points.
    pub(super) fn length(&self) -> usize {
        self.items.iter().map(Item::length).sum()
    }

    /// Between which characters of the version each edge may stand.
    fn measure(&mut self) {
        let mut from = 0;
        for item in &mut self.items {
            match item {
                Item::Kept(at) | Item::Ghost(Some(at)) => from = *at + 1,
                Item::Edge(edge) => edge.from = from,
                Item::Gone | Item::Other | Item::Ghost(None) => {}
            }
        }
        let mut to = self.wanted.words.len();
        for item in self.items.iter_mut().rev() {
            match item {
                Item::Kept(at) | Item::Ghost(Some(at)) => to = *at,
                Item::Edge(edge) => edge.to = to,
                Item::Gone | Item::Other | Item::Ghost(None) => {}
            }
        }
    }

    pub(super) fn edges(&self) -> impl DoubleEndedIterator<Item = (usize, &Edge)> {
        self.items.iter().enumerate().filter_map(|(n, item)| match item {
            Item::Edge(edge) => Some((n, edge)),
            _ => None,
        })
    }

    /// The items between the two edges of a bracket that both stand here.
    pub(super) fn inside(&self, bracket: BracketId) -> Option<std::ops::Range<usize>> {
        let find = |opens| self.edges().find(|(_, edge)| edge.bracket == bracket && edge.opens == opens);
        let (from, to) = (find(true)?.0 + 1, find(false)?.0);
        (from <= to).then_some(from..to)
    }

    /// Whether a range has words, and all of them go.
    pub(super) fn is_all_gone(&self, range: std::ops::Range<usize>) -> bool {
        let items = self.items.get(range).unwrap_or_default();
        items.contains(&Item::Gone) && !items.iter().any(|item| matches!(item, Item::Kept(_) | Item::Ghost(_)))
    }

    /// Leaves the words of a range as they are.
    pub(super) fn leave(&mut self, range: std::ops::Range<usize>) {
        for item in self.items.get_mut(range).unwrap_or_default() {
            if *item == Item::Gone {
                *item = Item::Other;
            }
        }
    }
}
