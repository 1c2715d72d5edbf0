//! Where a change writes and takes words away, against what was decided and whose the words are. Where an insertion comes to
//! stand only the document can tell, so this is asked of a copy that has applied the change.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use automerge::legacy::{ElementId, Key, Op, OpType};

use super::{
    Index, Refused, Writer,
    index::{OpId, unit_ids},
};
use crate::{
    model::{Anchor, BracketId, BracketState, Inline, Paragraph, ParagraphId, Phase},
    ops::{Facts, Spot, is_slash, spots},
    schema::{Document, Element, elements},
};

/// What a change does to words, by paragraph.
#[derive(Clone, Debug, Default)]
pub(super) struct Places {
    /// The characters that it inserts, in the order of its operations.
    pub(super) inserted: BTreeMap<ParagraphId, Vec<OpId>>,
    /// The characters that it deletes.
    pub(super) deleted: BTreeMap<ParagraphId, Vec<OpId>>,
    /// Where it sets a style.
    pub(super) styled: BTreeSet<ParagraphId>,
    /// Where it sets anchors.
    pub(super) anchored: BTreeSet<ParagraphId>,
    /// How many lines between branches it draws.
    pub(super) lines: BTreeMap<ParagraphId, usize>,
    /// How many lines between branches it takes back.
    pub(super) erased: BTreeMap<ParagraphId, usize>,
    /// The brackets that it opens and says to have written the words of.
    pub(super) proposals: BTreeSet<BracketId>,
}

impl Places {
    /// Takes an operation on a paragraph's words into account.
    pub(super) fn note(&mut self, paragraph: ParagraphId, id: OpId, op: &Op) {
        match &op.action {
            OpType::Put(_) => self.inserted.entry(paragraph).or_default().push(id),
            OpType::Make(_) => drop(self.anchored.insert(paragraph)),
            OpType::Delete => {
                if let Key::Seq(ElementId::Id(element)) = &op.key {
                    self.deleted.entry(paragraph).or_default().push(element.clone());
                }
            }
            _ => drop(self.styled.insert(paragraph)),
        }
    }
}

/// Examines the places of a change. `before` is the document without it, `after` with it; `index` knows `before`.
///
/// # Errors
/// The first place where the change may not do what it does.
pub(super) fn examine(
    places: &Places,
    writer: Writer<'_>,
    index: &Index,
    before: &Document,
    after: &Document,
) -> Result<(), Refused> {
    proposals(places, after)?;
    let negotiated = writer.standings.phase == Phase::Negotiation;
    // A place is hidden by what was decided, or by a proposal that was taken back; where there is neither, and words change
    // freely, no place has to be found.
    if !negotiated && writer.standings.brackets.is_empty() && !index.has_retracted() {
        return Ok(());
    }
    let crossing = crossing(writer, index, after);
    let ask = Ask { writer, index };
    for (paragraph, ids) in &places.inserted {
        let (units, spots) = ask.spots(after, *paragraph, crossing.get(paragraph), places);
        // A slash comes again where a line between branches goes.
        let mut lines = places.erased.get(paragraph).copied().unwrap_or(0);
        let inserted: HashSet<&OpId> = ids.iter().collect();
        let stand = unit_ids(after, *paragraph);
        let here = stand.iter().zip(&spots).enumerate().filter(|(_, (id, _))| inserted.contains(id));
        for (at, (_, spot)) in here {
            if spot.hidden.is_some() {
                return Err(Refused::Late);
            }
            if negotiated && spot.proposal.is_none() {
                if lines == 0 || !comes_again(&units, at) {
                    return Err(Refused::ByBracketOnly);
                }
                lines -= 1;
            }
        }
    }
    if !negotiated {
        return Ok(());
    }
    if !places.styled.is_empty() {
        return Err(Refused::ByBracketOnly);
    }
    for (paragraph, ids) in &places.deleted {
        let (units, spots) = ask.spots(before, *paragraph, crossing.get(paragraph), places);
        // A slash goes where a line between branches comes.
        let mut lines = places.lines.get(paragraph).copied().unwrap_or(0);
        let deleted: HashSet<&OpId> = ids.iter().collect();
        let stand = unit_ids(before, *paragraph);
        // One that somebody else has deleted already stands nowhere.
        for (at, _) in stand.iter().enumerate().filter(|(_, id)| deleted.contains(id)) {
            let own = spots.get(at).is_some_and(|spot| spot.proposal.is_some());
            let slash = matches!(units.get(at), Some(Element::Char(c, _)) if is_slash(*c));
            let drawn = slash && lines > 0;
            if !own && !drawn {
                return Err(Refused::ByBracketOnly);
            }
            lines = lines.saturating_sub(usize::from(!own));
        }
    }
    Ok(())
}

/// Whether a unit is a slash directly behind a line that was taken back, or behind the edge of a bracket that it stood in.
fn comes_again(units: &[Element], at: usize) -> bool {
    let slash = |unit: &Element| matches!(unit, Element::Char(c, _) if is_slash(*c));
    let before = units.get(..at).unwrap_or_default().iter().rev().find(|unit| !slash(unit));
    units.get(at).is_some_and(slash) && matches!(before, Some(Element::Anchor(Anchor::Erased(_) | Anchor::Open(_))))
}

/// Whether the brackets that propose words hold such words alone: whoever took one back would take others along.
fn proposals(places: &Places, after: &Document) -> Result<(), Refused> {
    if places.proposals.is_empty() {
        return Ok(());
    }
    let written: HashSet<&OpId> = places.inserted.values().flatten().collect();
    let mut found = BTreeSet::new();
    for paragraph in &places.anchored {
        let units = elements(&after.content(*paragraph).unwrap_or_default());
        let ids = unit_ids(after, *paragraph);
        for id in &places.proposals {
            let edge = |anchor| units.iter().position(|unit| *unit == Element::Anchor(anchor));
            let (Some(open), Some(close)) = (edge(Anchor::Open(*id)), edge(Anchor::Close(*id))) else { continue };
            let words = (open..close).filter(|at| matches!(units[*at], Element::Char(..)));
            if words.into_iter().any(|at| ids.get(at).is_none_or(|id| !written.contains(id))) {
                return Err(Refused::NotAnAct("a proposal of words that stood there before"));
            }
            found.insert(*id);
        }
    }
    if found == places.proposals { Ok(()) } else { Err(Refused::NotAnAct("a proposal across paragraphs")) }
}

struct Ask<'a> {
    writer: Writer<'a>,
    index: &'a Index,
}

impl Ask<'_> {
    fn facts(&self, places: &Places, id: BracketId) -> Option<Facts> {
        let delegation = &self.writer.person.delegation.0;
        if places.proposals.contains(&id) {
            return Some(Facts {
                state: BracketState::Open,
                inserts: true,
                wish: crate::model::Wish::Retain,
                own: true,
            });
        }
        let known = self.index.brackets.get(&id)?;
        Some(Facts {
            state: self.writer.standings.state(id, known.withdrawn, known.inserts),
            inserts: known.inserts,
            wish: crate::model::Wish::Retain,
            own: !known.delegation.is_empty() && known.delegation == *delegation,
        })
    }

    fn spots(
        &self,
        document: &Document,
        paragraph: ParagraphId,
        around: Option<&Vec<(BracketId, u32)>>,
        places: &Places,
    ) -> (Vec<Element>, Vec<Spot>) {
        let units = elements(&document.content(paragraph).unwrap_or_default());
        let around = around.map(Vec::as_slice).unwrap_or_default();
        let spots = spots(&units, around, |id| self.facts(places, id));
        (units, spots)
    }
}

/// For each paragraph that begins inside a bracket that decides words away: which, with the branch. Brackets that stand in
/// one paragraph, which are nearly all, cost nothing.
fn crossing(writer: Writer<'_>, index: &Index, after: &Document) -> BTreeMap<ParagraphId, Vec<(BracketId, u32)>> {
    let hides = |id: &BracketId| {
        let state = writer.standings.brackets.get(id).copied();
        state.is_some_and(|state| state.hides(0) || matches!(state, BracketState::Picked(_)))
    };
    let far: BTreeSet<BracketId> =
        writer.standings.brackets.keys().filter(|id| hides(id) && index.crosses(**id)).copied().collect();
    if far.is_empty() {
        return BTreeMap::new();
    }
    after.paragraphs().map(|paragraphs| starts(&paragraphs, &far)).unwrap_or_default()
}

fn starts(paragraphs: &[Paragraph], far: &BTreeSet<BracketId>) -> BTreeMap<ParagraphId, Vec<(BracketId, u32)>> {
    let mut inside: Vec<(BracketId, u32)> = Vec::new();
    let mut starts = BTreeMap::new();
    for paragraph in paragraphs {
        if !inside.is_empty() {
            starts.insert(paragraph.id, inside.clone());
        }
        for piece in &paragraph.content {
            match piece {
                Inline::Anchor(Anchor::Open(id)) if far.contains(id) => inside.push((*id, 0)),
                Inline::Anchor(Anchor::Close(id)) => inside.retain(|(open, _)| open != id),
                Inline::Anchor(Anchor::Or(id)) => {
                    inside.iter_mut().filter(|(open, _)| open == id).for_each(|(_, branch)| *branch += 1);
                }
                Inline::Anchor(_) | Inline::Text { .. } => {}
            }
        }
    }
    starts
}
