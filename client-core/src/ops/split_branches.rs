use std::collections::BTreeSet;

use super::{Circumstances, MAX_LINES, Refusal, deleted_at, is_slash, units, within};
use crate::{
    model::{Anchor, BracketId, BracketState, Draft, ParagraphId, Standings},
    schema::{Document, Element, Line, elements},
};

/// Makes a bracket a choice: draws lines between branches. A slash at such a place goes, since the line says the same.
/// A person does this and nothing else does: a slash may mean "and" (domain.md, "Square brackets").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SplitBranches {
    /// The bracket.
    pub bracket: BracketId,
    /// Where: paragraph and code points.
    pub at: Vec<(ParagraphId, usize)>,
}

impl SplitBranches {
    /// The act that makes a bracket a choice at every slash among its own words, those of open brackets inside left out;
    /// `None` when there is none, when the bracket is a choice already, or when it begins with a slash: then it is an
    /// alternative to the words before it ([`super::OfferInstead`]).
    pub fn at_slashes(draft: &Draft, standings: &Standings, bracket: BracketId) -> Option<Self> {
        let has_signs = |id: &BracketId| {
            let state = draft.brackets.get(id).map(|bracket| standings.of(bracket));
            !matches!(state, Some(BracketState::Kept | BracketState::Withdrawn))
        };
        let mut at = Vec::new();
        let (mut inside, mut edge) = (false, false);
        let mut inner: BTreeSet<BracketId> = BTreeSet::new();
        for paragraph in &draft.paragraphs {
            for (offset, unit) in elements(&paragraph.content).iter().enumerate() {
                let begins = std::mem::take(&mut edge);
                match unit {
                    Element::Char(c, _) if begins && is_slash(*c) => return None,
                    Element::Char(c, _) if inside && inner.is_empty() && is_slash(*c) => {
                        at.push((paragraph.id, offset))
                    }
                    Element::Anchor(Anchor::Open(id)) if *id == bracket => (inside, edge) = (true, true),
                    Element::Anchor(Anchor::Close(id)) if *id == bracket => {
                        return Some(Self { bracket, at }).filter(|act| !act.at.is_empty());
                    }
                    Element::Anchor(Anchor::Or(id)) if *id == bracket => return None,
                    Element::Anchor(Anchor::Open(id)) if inside && has_signs(id) => drop(inner.insert(*id)),
                    Element::Anchor(Anchor::Close(id)) => drop(inner.remove(id)),
                    Element::Char(..) | Element::Anchor(_) => {}
                }
            }
        }
        None
    }

    pub(super) fn check(&self, document: &Document, circumstances: Circumstances<'_>) -> Result<(), Refusal> {
        let brackets = document.brackets()?;
        let bracket = brackets.get(&self.bracket).ok_or(Refusal::NoBracket)?;
        if circumstances.standings.of(bracket) != BracketState::Open {
            return Err(Refusal::Settled);
        }
        if self.at.len() > MAX_LINES {
            return Err(Refusal::TooLong { length: self.at.len(), limit: MAX_LINES });
        }
        for (paragraph, at) in &self.at {
            let units = units(document, *paragraph)?;
            within(*at, units.len())?;
            if deleted_at(document, &units, *at, circumstances) {
                return Err(Refusal::Decided);
            }
        }
        let inside = places_inside(document, self.bracket)?;
        let is_inside = |place: &(ParagraphId, usize)| {
            inside.iter().any(|(paragraph, from, to)| place.0 == *paragraph && (*from..=*to).contains(&place.1))
        };
        if self.at.is_empty() || !self.at.iter().all(is_inside) { Err(Refusal::OutsideBracket) } else { Ok(()) }
    }

    pub(super) fn apply(
        &self,
        document: &mut Document,
        circumstances: Circumstances<'_>,
    ) -> Result<Vec<ParagraphId>, Refusal> {
        let mut touched = BTreeSet::new();
        let places: BTreeSet<_> = self.at.iter().copied().collect();
        // From the end, so that the places before keep their offsets.
        for (paragraph, at) in places.into_iter().rev() {
            let text = document.text(paragraph).ok_or(Refusal::NoParagraph)?;
            let slash = match units(document, paragraph)?.get(at) {
                Some(Element::Char(c, _)) if is_slash(*c) => Some(*c),
                _ => None,
            };
            if slash.is_some() {
                document.splice(&text, at, 1, "")?;
            }
            let delegation = circumstances.person.delegation.0.clone();
            document.draw_line(&text, at, &Line { bracket: self.bracket, delegation, slash, within: None })?;
            touched.insert(paragraph);
        }
        document.make_choice(self.bracket, true)?;
        Ok(touched.into_iter().collect())
    }
}

/// Where a bracket's words stand: paragraphs, each with the first and the last place between the edges.
fn places_inside(document: &Document, id: BracketId) -> Result<Vec<(ParagraphId, usize, usize)>, Refusal> {
    let mut found = Vec::new();
    let mut running = false;
    for paragraph in document.hydrate()?.paragraphs {
        let mut from = running.then_some(0);
        let mut at = 0;
        for piece in &paragraph.content {
            let length = piece.len();
            match piece {
                crate::model::Inline::Anchor(Anchor::Open(open)) if *open == id => from = Some(at + 1),
                crate::model::Inline::Anchor(Anchor::Close(close)) if *close == id => {
                    found.extend(from.take().map(|from| (paragraph.id, from, at)));
                }
                _ => {}
            }
            at += length;
        }
        running = from.is_some();
        found.extend(from.map(|from| (paragraph.id, from, at)));
    }
    // A bracket that nothing closes encloses nothing.
    Ok(if running { Vec::new() } else { found })
}
