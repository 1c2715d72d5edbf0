use super::{Circumstances, Refusal, deleted_at, is_slash, not_agreed, units};
use crate::{
    model::{Anchor, BracketId, BracketState, ParagraphId, Wish},
    schema::{Document, Element, Line},
};

/// Says which words the bracket behind them is an alternative to: `a[/b]` (domain.md, "Square brackets"). A bracket opens
/// around the words and the bracket, as a choice between the two, and the slash goes, since the line between branches says
/// the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferInstead {
    /// The identity of the bracket around both, fresh.
    pub id: BracketId,
    /// The bracket whose words begin with a slash.
    pub bracket: BracketId,
    /// Where the words before it begin, in the paragraph of the bracket, in code points.
    pub from: usize,
}

/// Where a bracket that begins with a slash stands, in its paragraph.
struct Place {
    paragraph: ParagraphId,
    units: Vec<Element>,
    open: usize,
    close: usize,
}

impl OfferInstead {
    fn place(&self, document: &Document) -> Result<Place, Refusal> {
        for paragraph in document.paragraph_ids() {
            let units = units(document, paragraph)?;
            if let Some((open, close)) = edges(&units, self.bracket) {
                return Ok(Place { paragraph, units, open, close });
            }
        }
        Err(Refusal::NotBefore)
    }

    pub(super) fn check(&self, document: &Document, circumstances: Circumstances<'_>) -> Result<(), Refusal> {
        let brackets = document.brackets()?;
        let bracket = brackets.get(&self.bracket).ok_or(Refusal::NoBracket)?;
        if circumstances.standings.of(bracket) != BracketState::Open {
            return Err(Refusal::Settled);
        }
        let place = self.place(document)?;
        let before = place.units.get(self.from..place.open).unwrap_or_default();
        let words = before.iter().any(|unit| matches!(unit, Element::Char(c, _) if !c.is_whitespace()));
        if !words || !nests(before) {
            return Err(Refusal::NotBefore);
        }
        not_agreed(circumstances.standings, place.paragraph)?;
        if deleted_at(document, &place.units, self.from, circumstances) {
            return Err(Refusal::Decided);
        }
        if document.hydrate()?.choice_of(self.bracket).is_some() {
            return Err(Refusal::Joined);
        }
        Ok(())
    }

    pub(super) fn apply(
        &self,
        document: &mut Document,
        circumstances: Circumstances<'_>,
    ) -> Result<Vec<ParagraphId>, Refusal> {
        let Place { paragraph, units, open, close } = self.place(document)?;
        let slash = units.get(open + 1).and_then(|unit| if let Element::Char(c, _) = unit { Some(*c) } else { None });
        let delegation = circumstances.person.delegation.0.clone();
        let line = Line { bracket: self.id, delegation, slash, within: Some(self.bracket) };
        let text = document.text(paragraph).ok_or(Refusal::NoParagraph)?;
        // From the end, so that the places before keep their offsets.
        document.insert_anchor(&text, close + 1, Anchor::Close(self.id))?;
        document.splice(&text, open + 1, 1, "")?;
        document.draw_line(&text, open, &line)?;
        document.insert_anchor(&text, self.from, Anchor::Open(self.id))?;
        document.register_bracket(&circumstances.opening(self.id, Wish::Choose, "", false))?;
        Ok(vec![paragraph])
    }
}

/// The edges of a bracket that stands in one paragraph and begins with a slash.
fn edges(units: &[Element], bracket: BracketId) -> Option<(usize, usize)> {
    let edge = |anchor| units.iter().position(|unit| *unit == Element::Anchor(anchor));
    let (open, close) = (edge(Anchor::Open(bracket))?, edge(Anchor::Close(bracket))?);
    let slash = matches!(units.get(open + 1), Some(Element::Char(c, _)) if is_slash(*c));
    (open < close && slash).then_some((open, close))
}

/// Whether each bracket that has an edge among some units has both.
fn nests(units: &[Element]) -> bool {
    let mut open = Vec::new();
    let nested = units.iter().all(|unit| match unit {
        Element::Anchor(Anchor::Open(id)) => {
            open.push(*id);
            true
        }
        Element::Anchor(Anchor::Close(id)) => open.pop() == Some(*id),
        Element::Anchor(Anchor::Or(id)) => open.contains(id),
        Element::Anchor(Anchor::Note(_) | Anchor::Split(_) | Anchor::Erased(_)) | Element::Char(..) => true,
    });
    nested && open.is_empty()
}
