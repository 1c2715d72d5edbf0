//! The draft of a document that changes: read once, then read anew only where changes touched it. Reading a draft of a
//! thousand brackets costs a hundred times what one of its paragraphs costs.

use std::sync::Arc;

use crate::{
    gate::{Index, Touched},
    model::Draft,
    schema::{Document, SchemaError},
};

/// See the module. Costs nothing until it is asked for the first time.
#[derive(Debug, Default)]
pub(super) struct CachedDraft {
    draft: Option<Arc<Draft>>,
    /// What changed since the draft was read.
    stale: Touched,
}

impl CachedDraft {
    /// Takes note that a change by somebody touched this. What is not told here is not read again.
    pub(super) fn note(&mut self, touched: &Touched) {
        if self.draft.is_some() {
            self.stale.merge(touched);
        }
    }

    /// Reads everything anew the next time.
    pub(super) fn forget(&mut self) {
        *self = Self::default();
    }

    /// The draft of `document` as it is now; `index` knows its changes.
    ///
    /// # Errors
    /// When the document cannot be read, which would be a defect.
    pub(super) fn get(&mut self, document: &Document, index: &Index) -> Result<Arc<Draft>, SchemaError> {
        let stale = std::mem::take(&mut self.stale);
        let mut draft = match self.draft.take() {
            Some(draft) if stale.is_empty() => draft,
            Some(mut draft) => {
                renew(Arc::make_mut(&mut draft), document, index, &stale)?;
                draft
            }
            None => Arc::new(document.hydrate()?),
        };
        draft = self.draft.insert(draft).clone();
        Ok(draft)
    }
}

fn renew(draft: &mut Draft, document: &Document, index: &Index, stale: &Touched) -> Result<(), SchemaError> {
    let mut added = false;
    for id in &stale.paragraphs {
        let Some(new) = document.paragraph(*id) else { continue };
        match draft.paragraphs.iter_mut().find(|paragraph| paragraph.id == *id) {
            Some(old) => *old = new,
            None => {
                draft.paragraphs.push(new);
                added = true;
            }
        }
    }
    if added {
        draft.paragraphs.sort_by_cached_key(|paragraph| index.position(paragraph.id).unwrap_or(usize::MAX));
    }
    for id in &stale.brackets {
        if let Some(bracket) = document.bracket(*id) {
            draft.brackets.insert(*id, bracket);
        }
    }
    if stale.structure {
        draft.alternatives = document.alternatives()?;
        draft.proposals = document.proposals()?;
        draft.choices = document.choices()?;
    }
    if !stale.positions.is_empty() {
        draft.positions = document.positions()?;
    }
    Ok(())
}
