use super::{Circumstances, Refusal};
use crate::{
    model::{BracketId, BracketState, ParagraphId, Topic, supporters_beside},
    schema::Document,
};

/// Lifts a bracket: the words stay, the signs go. The delegation that opened it may do so while no other supports
/// it (domain.md, "Square brackets").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WithdrawBracket {
    /// The bracket.
    pub bracket: BracketId,
}

impl WithdrawBracket {
    pub(super) fn check(&self, document: &Document, circumstances: Circumstances<'_>) -> Result<(), Refusal> {
        let brackets = document.brackets()?;
        let bracket = brackets.get(&self.bracket).ok_or(Refusal::NoBracket)?;
        let own = !bracket.delegation.is_empty() && bracket.delegation == circumstances.person.delegation.0;
        if !own {
            return Err(Refusal::NotYours);
        }
        // What was decided is the chair's to reopen; to lift again what is lifted changes nothing.
        let state = circumstances.standings.of(bracket);
        if !matches!(state, BracketState::Open | BracketState::Withdrawn | BracketState::Retracted) {
            return Err(Refusal::Settled);
        }
        // Who made it one question with others made it a matter of more than one delegation.
        if document.choices()?.values().any(|choice| !choice.withdrawn && choice.brackets.contains(&self.bracket)) {
            return Err(Refusal::Joined);
        }
        let positions = document.positions_on(Topic::Bracket(self.bracket))?;
        let supporters = supporters_beside(&positions, self.bracket, &bracket.delegation);
        if supporters.is_empty() {
            Ok(())
        } else {
            Err(Refusal::Supported(supporters.into_iter().map(str::to_owned).collect()))
        }
    }

    pub(super) fn apply(
        &self,
        document: &mut Document,
        circumstances: Circumstances<'_>,
    ) -> Result<Vec<ParagraphId>, Refusal> {
        document.withdraw_bracket(self.bracket)?;
        // An offer beside words is taken back with its line: `a[/b]` as it was.
        let mut lines = document.lines_by(self.bracket, &circumstances.person.delegation.0);
        lines.retain(|(.., line)| line.within.is_some());
        document.erase_lines(&lines)?;
        let holds_it = |paragraph: &ParagraphId| {
            document.content(*paragraph).is_some_and(|content| {
                content.iter().any(|piece| {
                    matches!(piece, crate::model::Inline::Anchor(anchor) if anchor.bracket() == Some(self.bracket))
                })
            })
        };
        Ok(document.paragraph_ids().into_iter().filter(holds_it).collect())
    }
}
