//! Where a change writes and takes words away, against what was decided and whose the words are. Where an insertion comes to
//! stand only the document can tell, so this is asked of a copy that has applied the change.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet, HashSet},
};

use automerge::legacy::{ElementId, Key, Op, OpType};

use super::{
    Index, Refused, Writer,
    index::{OpId, Order, unit_ids},
};
use crate::{
    model::{Anchor, BracketId, BracketState, ParagraphId, Phase},
    ops::{Facts, Spot, is_slash, spots},
    schema::{Document, Element, Standpoint, elements},
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
    /// Those of them that hold a new row of a table, and the cells of these rows: each is whole.
    pub(super) rows: BTreeSet<BracketId>,
    pub(super) cells: BTreeSet<ParagraphId>,
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

/// What the change may do where it does is asked twice: of the document without it, about the words that it takes away, and of
/// the one with it, about those that it writes.
pub(super) struct Examination<'a> {
    places: &'a Places,
    ask: Ask<'a>,
    /// Where no place has to be found: nothing is hidden by what was decided, or by a proposal that was taken back, and
    /// words change freely.
    everywhere: bool,
    crossing: Crossing<'a>,
    /// What is wrong with what the change takes away.
    taken: Result<(), Refused>,
}

impl<'a> Examination<'a> {
    /// Looks at the document without the change. `index` knows it; `standpoints` are those of the paragraphs that the change
    /// makes.
    pub(super) fn before(
        places: &'a Places,
        standpoints: BTreeMap<ParagraphId, Standpoint>,
        writer: Writer<'a>,
        index: &'a Index,
        document: &Document,
    ) -> Self {
        let negotiated = writer.standings.phase == Phase::Negotiation;
        let everywhere = !negotiated && writer.standings.brackets.is_empty() && !index.has_retracted();
        let crossing = if everywhere { Crossing::default() } else { Crossing::of(writer, index, standpoints) };
        let ask = Ask { writer, index };
        let mut examination = Self { places, ask, everywhere, crossing, taken: Ok(()) };
        if negotiated {
            examination.taken = examination.taken(document);
        }
        examination
    }

    /// Looks at the document with the change.
    ///
    /// # Errors
    /// The first place where the change may not do what it does.
    pub(super) fn after(self, document: &Document) -> Result<(), Refused> {
        proposals(self.places, document)?;
        if self.everywhere {
            return Ok(());
        }
        let negotiated = self.ask.writer.standings.phase == Phase::Negotiation;
        for (paragraph, ids) in &self.places.inserted {
            let (units, spots) = self.spots(document, *paragraph);
            // A slash comes again where a line between branches goes.
            let mut lines = self.places.erased.get(paragraph).copied().unwrap_or(0);
            let inserted: HashSet<&OpId> = ids.iter().collect();
            let stand = unit_ids(document, *paragraph);
            let here = stand.iter().zip(&spots).enumerate().filter(|(_, (id, _))| inserted.contains(id));
            for (at, (_, spot)) in here {
                if spot.hidden.is_some() {
                    return Err(Refused::Late);
                }
                if negotiated && spot.proposal.is_none() && !self.places.cells.contains(paragraph) {
                    if lines == 0 || !comes_again(&units, at) {
                        return Err(Refused::ByBracketOnly);
                    }
                    lines -= 1;
                }
            }
        }
        if negotiated && !self.places.styled.is_empty() {
            return Err(Refused::ByBracketOnly);
        }
        self.taken
    }

    fn taken(&self, document: &Document) -> Result<(), Refused> {
        for (paragraph, ids) in &self.places.deleted {
            let (units, spots) = self.spots(document, *paragraph);
            // A slash goes where a line between branches comes.
            let mut lines = self.places.lines.get(paragraph).copied().unwrap_or(0);
            let deleted: HashSet<&OpId> = ids.iter().collect();
            let stand = unit_ids(document, *paragraph);
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

    fn spots(&self, document: &Document, paragraph: ParagraphId) -> (Vec<Element>, Vec<Spot>) {
        let units = elements(&document.content(paragraph).unwrap_or_default());
        let around = self.crossing.around(paragraph);
        let spots = spots(&units, &around, |id| self.ask.facts(self.places, id));
        (units, spots)
    }
}

/// Whether a unit is a slash directly behind a line that was taken back, or behind the edge of a bracket that it stood in.
fn comes_again(units: &[Element], at: usize) -> bool {
    let slash = |unit: &Element| matches!(unit, Element::Char(c, _) if is_slash(*c));
    let before = units.get(..at).unwrap_or_default().iter().rev().find(|unit| !slash(unit));
    units.get(at).is_some_and(slash) && matches!(before, Some(Element::Anchor(Anchor::Erased(_) | Anchor::Open(_))))
}

/// Whether the brackets that propose words hold such words alone: whoever took one back would take others along.
fn proposals(places: &Places, after: &Document) -> Result<(), Refused> {
    let proposals: BTreeSet<BracketId> = places.proposals.difference(&places.rows).copied().collect();
    if proposals.is_empty() {
        return Ok(());
    }
    let written: HashSet<&OpId> = places.inserted.values().flatten().collect();
    let mut found = BTreeSet::new();
    for paragraph in &places.anchored {
        let units = elements(&after.content(*paragraph).unwrap_or_default());
        let ids = unit_ids(after, *paragraph);
        for id in &proposals {
            let edge = |anchor| units.iter().position(|unit| *unit == Element::Anchor(anchor));
            let (Some(open), Some(close)) = (edge(Anchor::Open(*id)), edge(Anchor::Close(*id))) else { continue };
            let words = (open..close).filter(|at| matches!(units[*at], Element::Char(..)));
            if words.into_iter().any(|at| ids.get(at).is_none_or(|id| !written.contains(id))) {
                return Err(Refused::NotAnAct("a proposal of words that stood there before"));
            }
            found.insert(*id);
        }
    }
    if found == proposals { Ok(()) } else { Err(Refused::NotAnAct("a proposal across paragraphs")) }
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
}

/// The brackets over several paragraphs that decide words away, found without reading a paragraph.
#[derive(Default)]
struct Crossing<'a> {
    order: Cow<'a, Order>,
    far: Vec<Far<'a>>,
}

struct Far<'a> {
    id: BracketId,
    opens: usize,
    closes: usize,
    lines: &'a [ParagraphId],
}

impl<'a> Crossing<'a> {
    fn of(writer: Writer<'_>, index: &'a Index, new: BTreeMap<ParagraphId, Standpoint>) -> Self {
        // Of a row that was proposed and taken back, too, the words are not shown.
        let hides = |id: &&BracketId| {
            let state = index.brackets.get(id).map(|own| writer.standings.state(**id, own.withdrawn, own.inserts));
            state.is_some_and(|state| state.hides(0) || matches!(state, BracketState::Picked(_)))
        };
        let ids: Vec<BracketId> = index.crossing.iter().filter(hides).copied().collect();
        if ids.is_empty() {
            return Self::default();
        }
        let order = if new.is_empty() { Cow::Borrowed(&index.order) } else { Cow::Owned(index.order_with(new)) };
        let far = |id: BracketId| {
            let known = index.brackets.get(&id)?;
            let at = |edge: Option<ParagraphId>| order.get(&edge?).copied();
            let lines = index.line_places.get(&id).map_or(&[][..], Vec::as_slice);
            Some(Far { id, opens: at(known.opens)?, closes: at(known.closes)?, lines })
        };
        let mut far: Vec<Far<'a>> = ids.into_iter().filter_map(far).collect();
        far.sort_by_key(|far| far.opens);
        Self { order, far }
    }

    /// Those that a paragraph begins inside of, outermost first, each with its branch.
    fn around(&self, paragraph: ParagraphId) -> Vec<(BracketId, u32)> {
        let at = |paragraph: &ParagraphId| self.order.get(paragraph).copied();
        let Some(here) = at(&paragraph) else { return Vec::new() };
        // One whose edges stand the wrong way round encloses everything behind it.
        let inside = |far: &&Far<'_>| far.opens < here && (here <= far.closes || far.closes < far.opens);
        let branch = |far: &Far<'_>| {
            let passed = |line: &&ParagraphId| at(line).is_some_and(|at| far.opens <= at && at < here);
            (far.id, u32::try_from(far.lines.iter().filter(passed).count()).unwrap_or(u32::MAX))
        };
        self.far.iter().filter(inside).map(branch).collect()
    }
}
