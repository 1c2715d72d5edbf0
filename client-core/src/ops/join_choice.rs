use super::{Circumstances, Refusal};
use crate::{
    model::{BracketId, ChoiceId, JoinedChoice, NotJoined, ParagraphId, may_join},
    schema::Document,
};

/// Makes adjacent brackets `[a][b][c]` the branches of one question. A person does this and nothing else does: brackets that
/// stand side by side may as well be independent (domain.md, "Square brackets").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JoinChoice {
    /// The choice's identity, fresh.
    pub id: ChoiceId,
    /// The brackets, in the order of the text.
    pub brackets: Vec<BracketId>,
}

impl From<NotJoined> for Refusal {
    fn from(why: NotJoined) -> Self {
        match why {
            NotJoined::Number | NotJoined::Apart => Self::NotAdjacent,
            NotJoined::Unknown => Self::NoBracket,
            NotJoined::Settled => Self::Settled,
            NotJoined::Joined => Self::Joined,
            NotJoined::Correlated => Self::Correlated,
        }
    }
}

impl JoinChoice {
    pub(super) fn check(&self, document: &Document, circumstances: Circumstances<'_>) -> Result<(), Refusal> {
        Ok(may_join(&document.hydrate()?, circumstances.standings, &self.brackets)?)
    }

    pub(super) fn apply(
        &self,
        document: &mut Document,
        circumstances: Circumstances<'_>,
    ) -> Result<Vec<ParagraphId>, Refusal> {
        document.join_choice(&JoinedChoice {
            id: self.id,
            brackets: self.brackets.clone(),
            joined_by: circumstances.person.name.clone(),
            delegation: circumstances.person.delegation.0.clone(),
            joined_at: circumstances.now,
            withdrawn: false,
        })?;
        Ok(document.paragraphs_of(&self.brackets))
    }
}
