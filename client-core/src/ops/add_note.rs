use super::{Circumstances, MAX_INSERT, Refusal, check_signs, deleted_at, not_agreed, short, within};
use crate::{
    model::{Anchor, ParagraphId, ParagraphKind, Phase},
    schema::{Document, elements},
};

/// Adds a footnote: a call at a place of the text, and a paragraph for its words behind all others. Its sign is computed, the
/// next one that is free ([`crate::model::numbering::signs`]). [`super::WithdrawNote`] takes it back
/// while nobody has anything in it; else a bracket around its call, with the wish to delete, is how it goes. In a negotiation its words come afterwards, in a bracket as all words do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddNote {
    /// The note's identity, fresh.
    pub id: ParagraphId,
    /// Where it is called: paragraph and code points.
    pub at: (ParagraphId, usize),
    /// Its words; may be empty.
    pub words: String,
}

impl AddNote {
    pub(super) fn check(&self, document: &Document, circumstances: Circumstances<'_>) -> Result<(), Refusal> {
        let paragraph = document.paragraph(self.at.0).ok_or(Refusal::NoParagraph)?;
        let units = elements(&paragraph.content);
        within(self.at.1, units.len())?;
        short(&self.words, MAX_INSERT)?;
        check_signs(&self.words)?;
        if paragraph.kind.is_container() {
            return Err(Refusal::NoWords);
        }
        if paragraph.kind == ParagraphKind::Note {
            return Err(Refusal::NoteInNote);
        }
        if document.text(self.id).is_some() {
            return Err(Refusal::Document("a paragraph of this identity is there".into()));
        }
        not_agreed(circumstances.standings, self.at.0)?;
        if circumstances.standings.phase == Phase::Negotiation && !self.words.is_empty() {
            return Err(Refusal::ByBracketOnly);
        }
        if deleted_at(document, &units, self.at.1, circumstances) {
            return Err(Refusal::Decided);
        }
        Ok(())
    }

    pub(super) fn apply(
        &self,
        document: &mut Document,
        circumstances: Circumstances<'_>,
    ) -> Result<Vec<ParagraphId>, Refusal> {
        let text = document.text(self.at.0).ok_or(Refusal::NoParagraph)?;
        document.insert_anchor(&text, self.at.1, Anchor::Note(self.id))?;
        document.add_note(self.id, &circumstances.person.delegation.0)?;
        let note = document.text(self.id).ok_or(Refusal::NoParagraph)?;
        document.splice(&note, 0, 0, &self.words)?;
        Ok(vec![self.at.0, self.id])
    }
}
