//! Whose the words of a paragraph are, place by place: what was decided away, and what one delegation itself proposed.

use crate::{
    model::{Anchor, BracketId, BracketState, Wish},
    schema::Element,
};

/// What is asked of a bracket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Facts {
    /// What became of it.
    pub(crate) state: BracketState,
    /// The words inside were proposed with it.
    pub(crate) inserts: bool,
    /// The opener wishes the words away.
    pub(crate) wish: Wish,
    /// It was opened by the delegation that asks.
    pub(crate) own: bool,
}

/// What holds at a place of a paragraph.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Spot {
    /// The bracket that decided the words here away.
    pub(crate) hidden: Option<BracketId>,
    /// The open bracket of the own delegation that proposed the words here; of nested proposals the innermost counts.
    pub(crate) proposal: Option<BracketId>,
    /// The own delegation has already asked for the words here to go.
    pub(crate) to_go: bool,
}

/// The spot before each unit, and the one behind the last: one more than there are units. What a character is, the spot
/// before it tells. Looks at this paragraph alone; `around` are the brackets that it begins inside of, with their branches.
pub(crate) fn spots(
    units: &[Element],
    around: &[(BracketId, u32)],
    facts: impl Fn(BracketId) -> Option<Facts>,
) -> Vec<Spot> {
    let mut inside: Vec<(BracketId, u32, Facts)> = Vec::new();
    inside.extend(around.iter().filter_map(|(id, branch)| facts(*id).map(|facts| (*id, *branch, facts))));
    let mut found = Vec::with_capacity(units.len() + 1);
    let mut spot = spot(&inside);
    for unit in units {
        found.push(spot);
        match unit {
            Element::Char(..) | Element::Anchor(Anchor::Note(_) | Anchor::Split(_) | Anchor::Erased(_)) => continue,
            Element::Anchor(Anchor::Open(id)) => inside.extend(facts(*id).map(|facts| (*id, 0, facts))),
            Element::Anchor(Anchor::Close(id)) => inside.retain(|(open, ..)| open != id),
            Element::Anchor(Anchor::Or(id)) => {
                inside.iter_mut().filter(|(open, ..)| open == id).for_each(|(_, branch, _)| *branch += 1);
            }
        }
        spot = self::spot(&inside);
    }
    found.push(spot);
    found
}

fn spot(inside: &[(BracketId, u32, Facts)]) -> Spot {
    let open = |(_, _, facts): &&(BracketId, u32, Facts)| facts.state == BracketState::Open;
    let proposal = inside.iter().filter(open).rfind(|(_, _, facts)| facts.inserts);
    Spot {
        hidden: inside.iter().find(|(_, branch, facts)| facts.state.hides(*branch)).map(|(id, ..)| *id),
        proposal: proposal.filter(|(_, _, facts)| facts.own).map(|(id, ..)| *id),
        to_go: inside.iter().filter(open).any(|(_, _, facts)| facts.own && facts.wish == Wish::Delete),
    }
}
