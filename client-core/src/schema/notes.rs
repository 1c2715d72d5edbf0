//! Footnotes that people add, and take back.

use automerge::{ObjType, transaction::Transactable};
use fractional_index::FractionalIndex;

use super::{
    DELEGATION, Document, PARAGRAPHS, SchemaError, TEXT, WITHDRAWN,
    keys::{KIND, PLACE, paragraph_kind},
};
use crate::model::{ParagraphId, ParagraphKind};

impl Document {
    /// Writes the paragraph of a footnote without words, behind everything that stands at the top.
    ///
    /// # Errors
    /// When Automerge refuses.
    pub(crate) fn add_note(&mut self, id: ParagraphId, delegation: &str) -> Result<(), SchemaError> {
        let tops = self.places()?.into_iter().filter(|(_, paragraph)| paragraph.parent.is_none());
        let last = tops.map(|(place, _)| place).max().and_then(|place| FractionalIndex::from_string(&place).ok());
        let place = last.map_or_else(FractionalIndex::default, |last| FractionalIndex::new_after(&last));
        let paragraphs = self.root(PARAGRAPHS)?;
        let entry = self.inner_mut().put_object(&paragraphs, id.to_string(), ObjType::Map)?;
        self.inner_mut().put(&entry, KIND, paragraph_kind(ParagraphKind::Note))?;
        self.inner_mut().put(&entry, PLACE, place.to_string())?;
        self.inner_mut().put(&entry, DELEGATION, delegation)?;
        self.inner_mut().put_object(&entry, TEXT, ObjType::Text)?;
        Ok(())
    }

    /// Writes whether a footnote is taken back, unless that is written already.
    ///
    /// # Errors
    /// When the note is unknown or Automerge refuses.
    pub(crate) fn withdraw_note(&mut self, id: ParagraphId, withdrawn: bool) -> Result<(), SchemaError> {
        let paragraphs = self.root(PARAGRAPHS)?;
        let entry = self.object(&paragraphs, &id.to_string()).ok_or(SchemaError::Missing("note"))?;
        if self.fields(&entry).flag(WITHDRAWN) == withdrawn {
            return Ok(());
        }
        Ok(self.inner_mut().put(&entry, WITHDRAWN, withdrawn)?)
    }
}
