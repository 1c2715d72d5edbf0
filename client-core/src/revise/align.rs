//! The words of one paragraph of the draft beside those of the new version: which characters stay, which go, where new ones
//! come, and between which of them each edge of a bracket may stand.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet},
};

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
    mark: Option<usize>,
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
    /// How many edges of the bracket that proposes it stand at its beginning and at its end, outside of all others.
    margin: usize,
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
        let mut aligned = Self { old: read.paragraph.id, new, changed, items, wanted, margin: 0 };
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

    /// A paragraph that is not in the draft yet: its words between the edges of the bracket that proposes it.
    pub(super) fn proposed(old: ParagraphId, new: ParagraphId, wanted: Wanted, words: &[Option<usize>]) -> Self {
        let kept = words.iter().map(|at| at.map_or(Item::Other, Item::Kept));
        let items = [Item::Other].into_iter().chain(kept).chain([Item::Other]).collect();
        Self { old, new, changed: true, items, wanted, margin: 1 }
    }

    /// The place of each item, in code points of the paragraph, and its number.
    fn places(&self) -> Vec<(usize, usize)> {
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

    /// Which of the edges of the version a mark is.
    fn order(&self, bracket: BracketId, opens: bool) -> Option<usize> {
        self.wanted.marks.iter().position(|mark| mark.bracket == bracket && mark.opens == opens)
    }

    /// Whether the edge that is item `n` can be that of the version, beside those that have their place.
    pub(super) fn can_stand(&self, n: usize, mark: &Mark) -> bool {
        let own = self.order(mark.bracket, mark.opens);
        self.edges().all(|(other, edge)| match (edge.mark, other.cmp(&n)) {
            (_, Ordering::Equal) => (edge.from..=edge.to).contains(&mark.at),
            (Some(before), Ordering::Less) => Some(before) < own,
            (Some(behind), Ordering::Greater) => Some(behind) > own,
            (None, _) => true,
        })
    }

    /// Makes the edge that is item `n` that of the version.
    pub(super) fn take_mark(&mut self, n: usize, mark: &Mark) {
        let own = self.order(mark.bracket, mark.opens);
        if let Some(Item::Edge(edge)) = self.items.get_mut(n) {
            (edge.at, edge.mark) = (Some(mark.at), own);
        }
    }

    pub(super) fn place_edge(&mut self, n: usize, at: usize) {
        if let Some(Item::Edge(edge)) = self.items.get_mut(n) {
            edge.at = Some(at);
        }
    }

    /// Whether there is one place only where the edge that is item `n` can stand.
    pub(super) fn is_fixed(&self, n: usize) -> bool {
        matches!(self.items.get(n), Some(Item::Edge(edge)) if edge.from == edge.to)
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

    /// Where an edge of the version would be inserted, in code points: among the edges that stand there already as the
    /// version has them. `known` says which bracket of the version one of the draft is.
    pub(super) fn spot(&self, mark: &Mark, known: impl Fn(BracketId) -> Option<BracketId>) -> usize {
        let own = self.order(mark.bracket, mark.opens);
        self.spot_at((mark.at, own, mark.opens), known)
    }

    /// The same for the call of a note, which is the character `at` of the version.
    pub(super) fn call_spot(&self, at: usize, known: impl Fn(BracketId) -> Option<BracketId>) -> usize {
        let behind = self.wanted.marks.iter().position(|mark| mark.at > at).unwrap_or(self.wanted.marks.len());
        self.spot_at((at, Some(behind), false), known)
    }

    /// The calls of the version that are not here: which characters of it.
    pub(super) fn missing_calls(&self) -> Vec<(usize, char)> {
        let kept: BTreeSet<char> = self.kept_calls().collect();
        let calls = self.wanted.words.iter().copied().enumerate().filter(|(_, c)| is_call(*c));
        calls.filter(|(_, c)| !kept.contains(c)).collect()
    }

    /// The calls that stay.
    pub(super) fn kept_calls(&self) -> impl Iterator<Item = char> {
        let kept = self.items.iter().filter_map(|item| match item {
            Item::Kept(at) | Item::Ghost(Some(at)) => self.wanted.words.get(*at).copied(),
            _ => None,
        });
        kept.filter(|c| is_call(*c))
    }

    fn spot_at(
        &self,
        (until, own, opens): (usize, Option<usize>, bool),
        known: impl Fn(BracketId) -> Option<BracketId>,
    ) -> usize {
        let places = self.places();
        let (mut from, mut to) = (self.margin, self.length() - self.margin);
        for ((place, _), item) in places.iter().zip(&self.items) {
            match item {
                Item::Kept(at) | Item::Ghost(Some(at)) if *at < until => from = place + item.length(),
                Item::Kept(_) | Item::Ghost(Some(_)) => {
                    to = *place;
                    break;
                }
                Item::Edge(_) | Item::Gone | Item::Other | Item::Ghost(None) => {}
            }
        }
        let (mut least, mut most) = (None, None);
        for ((place, _), item) in places.iter().zip(&self.items) {
            let Item::Edge(edge) = item else { continue };
            if !(from..to).contains(place) {
                continue;
            }
            let other = known(edge.bracket).and_then(|bracket| self.order(bracket, edge.opens));
            match (other, own) {
                (Some(other), Some(own)) if other < own => least = Some(place + 1),
                (Some(other), Some(own)) if other >= own && most.is_none() => most = Some(*place),
                _ => {}
            }
        }
        let (from, to) = (least.unwrap_or(from), most.unwrap_or(to));
        if opens { to.max(from) } else { from }
    }

    /// The call of a note was inserted, character `at` of the version.
    pub(super) fn called(&mut self, place: usize, at: usize) {
        let n = self.places().iter().find(|(own, _)| *own == place).map_or(self.items.len(), |(_, n)| *n);
        self.items.insert(n, Item::Kept(at));
    }

    /// An edge was inserted.
    pub(super) fn inserted(&mut self, place: usize, bracket: BracketId, opens: bool) {
        let n = self.places().iter().find(|(at, _)| *at == place).map_or(self.items.len(), |(_, n)| *n);
        let edge = Edge { bracket, opens, from: 0, to: 0, at: None, mark: None };
        self.items.insert(n, Item::Edge(edge));
    }
}
