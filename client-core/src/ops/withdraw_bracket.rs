use super::{Circumstances, Refusal};
use crate::{
    model::{BracketId, ParagraphId},
    schema::Document,
};

/// Lifts a bracket: the words stay, the signs go. The delegation that opened it may do so (domain.md, "Square
/// brackets").
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
        // Who made it one question with others made it a matter of more than one delegation.
        let joined = document.choices()?.values().any(|choice| choice.brackets.contains(&self.bracket));
        if joined { Err(Refusal::Joined) } else { Ok(()) }
    }

    pub(super) fn apply(&self, document: &mut Document) -> Result<Vec<ParagraphId>, Refusal> {
        document.withdraw_bracket(self.bracket)?;
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
