//! Which words came or went, as far as brackets tell: what `<ins>`, `<del>` and `status="removed"` are written from.

use std::collections::{BTreeMap, HashMap};

use client_core::model::{Anchor, BracketId, BracketState, Inline, Wish};

use crate::whole::Whole;

/// What is said of a piece of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// They were proposed with a bracket that is open.
    Proposed(BracketId),
    /// Somebody wishes to delete them, and the bracket is open.
    ToGo(BracketId),
    /// They were decided away, or taken back.
    Gone(BracketId),
}

/// The mark of each piece that has one: by position of the paragraph and of the piece in it. The innermost bracket counts, and a
/// bracket that is gone before one that is open.
pub(super) fn marks(whole: &Whole) -> HashMap<(usize, usize), Mark> {
    let mut found = HashMap::new();
    // Those that say something, by the order in which they opened.
    let mut open: [BTreeMap<usize, Mark>; 2] = Default::default();
    let mut opened: HashMap<BracketId, (usize, usize)> = HashMap::new();
    let in_order = whole.draft.whole_brackets();
    for (at, paragraph) in whole.draft.paragraphs.iter().enumerate() {
        for (piece_at, piece) in paragraph.content.iter().enumerate() {
            match piece {
                Inline::Anchor(Anchor::Open(id)) => {
                    if let Some(mark) = mark(whole, *id).filter(|_| in_order.contains(id)) {
                        let (list, order) = (usize::from(!matches!(mark, Mark::Gone(_))), opened.len());
                        open[list].insert(order, mark);
                        opened.insert(*id, (list, order));
                    }
                }
                Inline::Anchor(Anchor::Close(id)) => {
                    if let Some((list, order)) = opened.get(id) {
                        open[*list].remove(order);
                    }
                }
                Inline::Anchor(Anchor::Or(_) | Anchor::Note(_) | Anchor::Split(_) | Anchor::Erased(_)) => {}
                Inline::Text { .. } => {
                    let mark = open.iter().find_map(|list| list.last_key_value().map(|(_, mark)| *mark));
                    found.extend(mark.map(|mark| ((at, piece_at), mark)));
                }
            }
        }
    }
    found
}

fn mark(whole: &Whole, id: BracketId) -> Option<Mark> {
    let bracket = whole.draft.brackets.get(&id)?;
    match whole.standings.of(bracket) {
        BracketState::Deleted | BracketState::Retracted | BracketState::Replaced | BracketState::Picked(None) => {
            Some(Mark::Gone(id))
        }
        BracketState::Open if bracket.inserts => Some(Mark::Proposed(id)),
        BracketState::Open if bracket.wish == Wish::Delete => Some(Mark::ToGo(id)),
        BracketState::Open | BracketState::Kept | BracketState::Withdrawn | BracketState::Picked(Some(_)) => None,
    }
}
