use super::{Circumstances, Refusal, not_agreed};
use crate::{
    model::{Anchor, BracketId, BracketState, Inline, ParagraphId, Preference, Topic, holding},
    schema::Document,
};

/// Takes the lines between branches back that one's own delegation drew in a bracket: where a slash went for a line, there is a
/// slash again. While nobody has decided the bracket, and no other delegation prefers one of its branches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EraseLines {
    /// The bracket.
    pub bracket: BracketId,
}

impl EraseLines {
    pub(super) fn check(&self, document: &Document, circumstances: Circumstances<'_>) -> Result<(), Refusal> {
        let delegation = circumstances.person.delegation.0.as_str();
        let bracket = document.bracket(self.bracket).ok_or(Refusal::NoBracket)?;
        let lines = document.lines_by(self.bracket, delegation);
        // An offer beside words is a bracket with its line: it is withdrawn whole.
        if lines.is_empty() || lines.iter().any(|(.., line)| line.within.is_some()) {
            return Err(Refusal::NoLines);
        }
        if circumstances.standings.of(&bracket) != BracketState::Open {
            return Err(Refusal::Settled);
        }
        lines.iter().try_for_each(|(paragraph, ..)| not_agreed(circumstances.standings, *paragraph))?;
        let positions = document.positions_on(Topic::Bracket(self.bracket))?;
        let held = holding(&positions).remove(&Topic::Bracket(self.bracket)).unwrap_or_default();
        let relies = held.iter().filter(|(name, position)| {
            **name != delegation && matches!(position.preference, Some(Preference::Branch { .. }))
        });
        let relying: Vec<String> = relies.map(|(name, _)| (*name).to_owned()).collect();
        if relying.is_empty() { Ok(()) } else { Err(Refusal::Preferred(relying)) }
    }

    pub(super) fn apply(
        &self,
        document: &mut Document,
        circumstances: Circumstances<'_>,
    ) -> Result<Vec<ParagraphId>, Refusal> {
        let lines = document.lines_by(self.bracket, &circumstances.person.delegation.0);
        document.erase_lines(&lines)?;
        let line = Inline::Anchor(Anchor::Or(self.bracket));
        let left = |id: &ParagraphId| document.content(*id).is_some_and(|content| content.contains(&line));
        if !document.paragraph_ids().iter().any(left) {
            document.make_choice(self.bracket, false)?;
        }
        let mut touched: Vec<ParagraphId> = lines.into_iter().map(|(paragraph, ..)| paragraph).collect();
        touched.dedup();
        Ok(touched)
    }
}
