use super::{Circumstances, Refusal, deleted_at, not_agreed, units};
use crate::{
    model::{Anchor, ParagraphId, ParagraphKind},
    schema::{Document, Element},
};

/// Takes a footnote of one's own delegation back while nobody has anything in it, or puts it there again under its sign. Its
/// paragraph and its call stay in the document, so words that somebody writes in it meanwhile bring it back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WithdrawNote {
    /// The note.
    pub note: ParagraphId,
    /// Whether it goes; false puts it there again.
    pub withdrawn: bool,
}

impl WithdrawNote {
    pub(super) fn check(&self, document: &Document, circumstances: Circumstances<'_>) -> Result<(), Refusal> {
        let note = document.paragraph(self.note).filter(|note| note.kind == ParagraphKind::Note);
        let note = note.ok_or(Refusal::NoParagraph)?;
        if note.delegation.is_empty() || note.delegation != circumstances.person.delegation.0 {
            return Err(Refusal::NotYours);
        }
        not_agreed(circumstances.standings, self.note)?;
        for paragraph in document.paragraph_ids() {
            let units = units(document, paragraph)?;
            let Some(at) = units.iter().position(|unit| *unit == Element::Anchor(Anchor::Note(self.note))) else {
                continue;
            };
            not_agreed(circumstances.standings, paragraph)?;
            if deleted_at(document, &units, at, circumstances) {
                return Err(Refusal::Decided);
            }
        }
        if self.withdrawn && !document.hydrate()?.is_blank(&note, circumstances.standings) {
            return Err(Refusal::NotEmpty);
        }
        Ok(())
    }

    pub(super) fn apply(&self, document: &mut Document) -> Result<Vec<ParagraphId>, Refusal> {
        document.withdraw_note(self.note, self.withdrawn)?;
        Ok(vec![self.note])
    }
}
