use super::{Circumstances, Refusal, Spot, check_reason, check_splice, spots_of};
use crate::{
    model::{Anchor, BracketId, ParagraphId, Wish},
    schema::{Document, Element, elements},
};

/// Changes words as a negotiation allows (domain.md, "Square brackets"): what one's own delegation proposed is changed as
/// it is; other words are bracketed with the wish "delete", and what is written comes in a bracket of its own behind them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposeWords {
    /// The identity of the bracket around what is written, fresh. Those around words to go are derived from it.
    pub id: BracketId,
    /// The paragraph.
    pub paragraph: ParagraphId,
    /// Where, in code points; an anchor counts one.
    pub at: usize,
    /// How much is to go, in code points; an anchor counts one and stays.
    pub delete: usize,
    /// What is written; empty opens an empty bracket when nothing is to go.
    pub insert: String,
    /// Why; may be empty.
    pub reason: String,
}

/// A run of units of one paragraph that go the same way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Run {
    /// Words that one's own delegation proposed: they go.
    Own(usize, usize),
    /// Other words: they are bracketed.
    Others(usize, usize),
}

impl ProposeWords {
    pub(super) fn check(&self, document: &Document, circumstances: Circumstances<'_>) -> Result<(), Refusal> {
        check_reason(&self.reason)?;
        check_splice(document, circumstances, self.paragraph, self.at, self.delete, &self.insert).map(drop)
    }

    pub(super) fn apply(
        &self,
        document: &mut Document,
        circumstances: Circumstances<'_>,
    ) -> Result<Vec<ParagraphId>, Refusal> {
        let content = document.content(self.paragraph).ok_or(Refusal::NoParagraph)?;
        let units = elements(&content);
        let spots = spots_of(document, &units, circumstances);
        let text = document.text(self.paragraph).ok_or(Refusal::NoParagraph)?;
        let end = (self.at + self.delete).min(units.len());
        let runs = runs(&units, &spots, self.at, end);
        let written = if self.insert.is_empty() && self.delete > 0 { None } else { Some(spots[end].proposal) };
        match written {
            Some(Some(_)) => document.splice(&text, end, 0, &self.insert)?,
            Some(None) => {
                // Each behind the one before, so that nothing that others write at this place comes to stand between them; and the
                // words last, so that many can be written in parts.
                document.insert_anchor(&text, end, Anchor::Open(self.id))?;
                document.insert_anchor(&text, end + 1, Anchor::Close(self.id))?;
                document.register_bracket(&circumstances.opening(self.id, Wish::Retain, &self.reason, true))?;
                document.splice(&text, end + 1, 0, &self.insert)?;
            }
            None => {}
        }
        // From the end, so that what comes before keeps its offset.
        for (n, run) in runs.iter().enumerate().rev() {
            match *run {
                Run::Own(from, to) => document.splice(&text, from, to - from, "")?,
                Run::Others(from, to) => {
                    let id = BracketId::derived(self.id.0, &format!("delete/{n}"));
                    let opening = circumstances.opening(id, Wish::Delete, &self.reason, false);
                    document.open_bracket(&opening, (self.paragraph, from), (self.paragraph, to))?;
                }
            }
        }
        self.take_back_what_is_empty(document, &units, &spots, &runs, written.flatten())?;
        Ok(vec![self.paragraph])
    }

    /// A proposal whose words its own delegation has all deleted is taken back.
    fn take_back_what_is_empty(
        &self,
        document: &mut Document,
        units: &[Element],
        spots: &[Spot],
        runs: &[Run],
        written: Option<BracketId>,
    ) -> Result<(), Refusal> {
        let is_gone =
            |at: usize| runs.iter().any(|run| matches!(run, Run::Own(from, to) if (*from..*to).contains(&at)));
        let mut emptied: Vec<BracketId> =
            (0..units.len()).filter(|at| is_gone(*at)).filter_map(|at| spots[at].proposal).collect();
        emptied.dedup();
        for id in emptied.into_iter().filter(|id| Some(*id) != written) {
            let left = |(at, unit): (usize, &Element)| {
                matches!(unit, Element::Char(..)) && spots[at].proposal == Some(id) && !is_gone(at)
            };
            if !units.iter().enumerate().any(left) {
                document.withdraw_bracket(id)?;
            }
        }
        Ok(())
    }
}

/// The words of a range, as runs in their order. Words that were decided away, and those that the own delegation has
/// already asked to go, are in none.
fn runs(units: &[Element], spots: &[Spot], from: usize, to: usize) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    // Whether the run before may go on: a sign between words of others does not end it.
    let mut goes_on = false;
    for at in from..to {
        let Element::Char(..) = units[at] else { continue };
        let spot = spots[at];
        let own = spot.proposal.is_some();
        match runs.last_mut() {
            _ if spot.hidden.is_some() || (!own && spot.to_go) => {
                goes_on = false;
                continue;
            }
            Some(Run::Own(_, end)) if own && goes_on => *end = at + 1,
            Some(Run::Others(_, end)) if !own && goes_on => *end = at + 1,
            _ if own => runs.push(Run::Own(at, at + 1)),
            _ => runs.push(Run::Others(at, at + 1)),
        }
        goes_on = true;
    }
    runs
}
