use super::{Circumstances, Refusal, check_reason, not_agreed, units, within};
use crate::{
    model::{BracketId, Draft, InlineExt, ParagraphId, Wish},
    schema::Document,
};

/// Opens a bracket around words, or empty at one place; the two ends may stand in different paragraphs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenBracket {
    /// The bracket's identity, fresh.
    pub id: BracketId,
    /// Where it opens: paragraph and code points.
    pub from: (ParagraphId, usize),
    /// Where it closes: paragraph and code points.
    pub to: (ParagraphId, usize),
    /// What is wished.
    pub wish: Wish,
    /// Why; may be empty.
    pub reason: String,
}

/// The range of a whole paragraph, with what stands under it: what a bracket with the wish to delete it goes around. The two
/// places are as in [`OpenBracket`]; `None` when the paragraph is not here. `draft` is in the order that people see
/// ([`Draft::ordered`]).
pub fn whole(draft: &Draft, paragraph: ParagraphId) -> Option<((ParagraphId, usize), (ParagraphId, usize))> {
    let range = draft.subtree(paragraph)?;
    let mut with_words = draft.paragraphs[range].iter().filter(|below| !below.kind.is_container());
    let first = with_words.next()?;
    let last = with_words.next_back().unwrap_or(first);
    Some(((first.id, 0), (last.id, last.content.length())))
}

impl OpenBracket {
    pub(super) fn check(&self, document: &Document, circumstances: Circumstances<'_>) -> Result<(), Refusal> {
        within(self.from.1, units(document, self.from.0)?.len())?;
        within(self.to.1, units(document, self.to.0)?.len())?;
        check_reason(&self.reason)?;
        not_agreed(circumstances.standings, self.from.0)?;
        not_agreed(circumstances.standings, self.to.0)?;
        let forwards = if self.from.0 == self.to.0 {
            self.from.1 <= self.to.1
        } else {
            let draft = document.hydrate()?;
            let order: Vec<_> = draft.ordered(circumstances.standings).paragraphs.iter().map(|p| p.id).collect();
            order.iter().position(|id| *id == self.from.0) < order.iter().position(|id| *id == self.to.0)
        };
        if forwards { Ok(()) } else { Err(Refusal::Backwards) }
    }

    pub(super) fn apply(
        &self,
        document: &mut Document,
        circumstances: Circumstances<'_>,
    ) -> Result<Vec<ParagraphId>, Refusal> {
        let opening = circumstances.opening(self.id, self.wish, &self.reason, false);
        document.open_bracket(&opening, self.from, self.to)?;
        let mut touched = vec![self.from.0, self.to.0];
        touched.dedup();
        Ok(touched)
    }
}
