use super::{Circumstances, MAX_INSERT, Refusal, deleted_at, is_bracket_sign, is_forbidden, short, within};
use crate::{
    model::ParagraphId,
    schema::{Document, elements},
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
        let paragraph = document.paragraph(self.paragraph).ok_or(Refusal::NoParagraph)?;
        let units = elements(&paragraph.content);
        within(self.at, units.len())?;
        within(self.at.saturating_add(self.delete), units.len())?;
        short(&self.insert, MAX_INSERT)?;
        if self.delete > MAX_INSERT {
            return Err(Refusal::TooLong { length: self.delete, limit: MAX_INSERT });
        }
        if self.insert.chars().any(is_bracket_sign) {
            return Err(Refusal::BracketSign);
        }
        if self.insert.chars().any(is_forbidden) {
            return Err(Refusal::ControlCharacter);
        }
        if paragraph.kind.is_container() {
            return Err(Refusal::NoWords);
        }
        if deleted_at(document, &units, self.at, circumstances.standings)? {
            return Err(Refusal::Decided);
        }
        Ok(())
    }

    pub(super) fn apply(&self, document: &mut Document) -> Result<Vec<ParagraphId>, Refusal> {
        let text = document.text(self.paragraph).ok_or(Refusal::NoParagraph)?;
        document.splice(&text, self.at, self.delete, &self.insert)?;
        Ok(vec![self.paragraph])
    }
}
