//! The splices that make the words of a paragraph those of the version.

use super::{
    align::{Aligned, Edge, Item},
    diff::folded,
    notes::is_call,
};
use crate::ops::{is_bracket_sign, is_forbidden};

/// A splice: where, how many characters go, what comes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Edit {
    pub(super) at: usize,
    pub(super) delete: usize,
    pub(super) insert: String,
}

impl Aligned {
    /// Edges that nothing in the version asks for give way: what comes stands outside their bracket where it can.
    fn settle_edges(&mut self) {
        let own_region = |edges: &[(usize, Edge)], edge: &Edge| {
            edges.iter().any(|(_, other)| {
                other.bracket == edge.bracket && other.opens && (other.from, other.to) == (edge.from, edge.to)
            })
        };
        let mut edges: Vec<(usize, Edge)> = self.edges().map(|(n, edge)| (n, *edge)).collect();
        let all = edges.clone();
        // Those that have their place keep it.
        let mut least = 0;
        for (_, edge) in &mut edges {
            least = edge.at.unwrap_or(least).max(least);
            edge.from = edge.from.max(least);
        }
        let mut limit = self.wanted.words.len();
        for ((n, edge), (_, as_it_was)) in edges.iter().zip(&all).rev() {
            let late = edge.opens || own_region(&all, as_it_was);
            let at = edge.at.unwrap_or(if late { edge.to } else { edge.from }).min(limit);
            limit = at;
            self.place_edge(*n, at);
        }
    }

    /// The edits that make the words those of the version, from the end to the beginning, so that each leaves the places of
    /// the others; and whether signs were left out that no edit may write. The items are as they will be.
    pub(super) fn edits(&mut self) -> (Vec<Edit>, bool) {
        self.settle_edges();
        let target = |item: &Item| match item {
            Item::Kept(at) | Item::Ghost(Some(at)) => Some(*at),
            Item::Edge(edge) => edge.at,
            Item::Gone | Item::Other | Item::Ghost(None) => None,
        };
        // Up to which character of the version words may come before each item.
        let mut upto = vec![self.wanted.words.len(); self.items.len() + 1];
        for (n, item) in self.items.iter().enumerate().rev() {
            upto[n] = target(item).unwrap_or(upto[n + 1]);
        }
        let (mut edits, mut items): (Vec<Edit>, Vec<Item>) = (Vec::new(), Vec::new());
        let (mut next, mut place, mut left_out) = (0, 0, false);
        let ends = std::iter::once((self.items.len(), None));
        for (n, item) in self.items.iter().enumerate().map(|(n, item)| (n, Some(item))).chain(ends) {
            let comes = !matches!(item, Some(Item::Other | Item::Ghost(None)));
            let until = if comes { upto[n].max(next) } else { next };
            let mut insert = String::new();
            for at in next..until {
                let c = self.wanted.words.get(at).copied().map(folded).unwrap_or(' ');
                if is_call(c) {
                    continue;
                }
                if is_bracket_sign(c) || is_forbidden(c) {
                    left_out = true;
                } else {
                    insert.push(c);
                    items.push(Item::Kept(at));
                }
            }
            next = until;
            let goes = usize::from(item == Some(&Item::Gone));
            match edits.last_mut() {
                Some(edit) if edit.at + edit.delete == place && (goes > 0 || !insert.is_empty()) => {
                    edit.delete += goes;
                    edit.insert.push_str(&insert);
                }
                _ if goes > 0 || !insert.is_empty() => edits.push(Edit { at: place, delete: goes, insert }),
                _ => {}
            }
            let Some(item) = item else { break };
            if let Item::Kept(at) | Item::Ghost(Some(at)) = item {
                next = *at + 1;
            }
            place += item.length();
            if goes == 0 {
                items.push(item.clone());
            }
        }
        edits.reverse();
        self.items = items;
        (edits, left_out)
    }
}
