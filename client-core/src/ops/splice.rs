use super::{Circumstances, Refusal, changes_own_words_only, check_splice, units};
use crate::{
    model::{ParagraphId, Phase},
    schema::Document,
};

/// Inserts, deletes or replaces words of one paragraph. Anchors inside the deleted range stay: a bracket whose words
/// are all deleted is empty, can still be decided, and keeps its life story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Splice {
    /// The paragraph.
    pub paragraph: ParagraphId,
    /// Where, in code points; an anchor counts one.
    pub at: usize,
    /// How much to delete, in code points; an anchor counts one and stays.
    pub delete: usize,
    /// What to insert at `at`.
    pub insert: String,
}

impl Splice {
    /// How many operations the act makes at most.
    pub fn size(&self) -> usize {
        self.delete.saturating_add(self.insert.chars().count())
    }

    pub(super) fn check(&self, document: &Document, circumstances: Circumstances<'_>) -> Result<(), Refusal> {
        let spots = check_splice(document, circumstances, self.paragraph, self.at, self.delete, &self.insert)?;
        let free = circumstances.standings.phase == Phase::Drafting
            || changes_own_words_only(&units(document, self.paragraph)?, &spots, self.at, self.delete);
        if free { Ok(()) } else { Err(Refusal::ByBracketOnly) }
    }

    pub(super) fn apply(&self, document: &mut Document) -> Result<Vec<ParagraphId>, Refusal> {
        let text = document.text(self.paragraph).ok_or(Refusal::NoParagraph)?;
        document.splice(&text, self.at, self.delete, &self.insert)?;
        Ok(vec![self.paragraph])
    }
}
