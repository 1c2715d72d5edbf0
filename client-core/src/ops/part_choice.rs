use super::{Circumstances, Refusal};
use crate::{
    model::{BracketState, ChoiceId, ParagraphId},
    schema::Document,
};

/// Takes a question apart again that one's own delegation made of adjacent brackets, while the chair has decided none of
/// them: each bracket is its own question again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartChoice {
    /// The question.
    pub choice: ChoiceId,
}

impl PartChoice {
    pub(super) fn check(&self, document: &Document, circumstances: Circumstances<'_>) -> Result<(), Refusal> {
        let choices = document.choices()?;
        let choice = choices.get(&self.choice).ok_or(Refusal::NoChoice)?;
        if choice.delegation.is_empty() || choice.delegation != circumstances.person.delegation.0 {
            return Err(Refusal::NotYours);
        }
        let brackets = document.brackets()?;
        let decided = |state| !matches!(state, BracketState::Open | BracketState::Withdrawn | BracketState::Retracted);
        let standing = |bracket| circumstances.standings.of(bracket);
        if choice.brackets.iter().filter_map(|id| brackets.get(id)).map(standing).any(decided) {
            return Err(Refusal::Settled);
        }
        Ok(())
    }

    pub(super) fn apply(&self, document: &mut Document) -> Result<Vec<ParagraphId>, Refusal> {
        let brackets = document.choices()?.remove(&self.choice).map(|choice| choice.brackets).unwrap_or_default();
        document.part_choice(self.choice)?;
        Ok(document.paragraphs_of(&brackets))
    }
}
