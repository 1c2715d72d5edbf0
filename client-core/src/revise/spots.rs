//! Where edges of brackets and calls of notes stand in a paragraph, and where those of the version would come.

use std::{cmp::Ordering, collections::BTreeSet};

use super::{
    align::{Aligned, Edge, Item, Mark},
    notes::is_call,
};
use crate::model::BracketId;

impl Aligned {
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
        let (mut from, mut to) = (self.margin.0, self.length() - self.margin.1);
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
