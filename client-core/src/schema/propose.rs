//! The writes of proposals: a new paragraph, a set of alternatives, a move, a split, a merge.

use automerge::{ObjId, ObjType, ReadDoc, transaction::Transactable};
use fractional_index::FractionalIndex;

use super::{ALTERNATIVES, Document, PARAGRAPHS, SchemaError, WITHDRAWN, keys};
use crate::model::{AlternativeSet, Change, Inline, Paragraph, ParagraphId, Proposal, ProposalId, Target, Written};

/// The longest place, in characters: new places grow by two where somebody adds at one spot again and again.
const MAX_PLACE: usize = 2_000;

/// Whether a text is a place among siblings as [`Document::place_between`] writes them.
pub(crate) fn is_place(text: &str) -> bool {
    text.len() <= MAX_PLACE
        && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
        && FractionalIndex::from_string(text).is_ok_and(|index| index.to_string() == text)
}

impl Document {
    /// A place between two siblings; at an end where there is none.
    pub(crate) fn place_between(&self, before: Option<ParagraphId>, after: Option<ParagraphId>) -> String {
        let read = |id: Option<ParagraphId>| {
            id.and_then(|id| self.place(id)).and_then(|place| FractionalIndex::from_string(&place).ok())
        };
        let place = match (read(before), read(after)) {
            (Some(before), Some(after)) => {
                // Two that were added apart at one place share it, and are told apart by their identities.
                FractionalIndex::new_between(&before, &after).unwrap_or(before)
            }
            (Some(before), None) => FractionalIndex::new_after(&before),
            (None, Some(after)) => FractionalIndex::new_before(&after),
            (None, None) => FractionalIndex::default(),
        };
        place.to_string()
    }

    /// Writes a new paragraph without its words, which [`Document::fill_paragraph`] writes: many are written in parts, when what
    /// they stand in is whole.
    ///
    /// # Errors
    /// When Automerge refuses.
    pub(crate) fn add_paragraph(&mut self, paragraph: &Paragraph, place: &str) -> Result<(), SchemaError> {
        let paragraphs = self.root(PARAGRAPHS)?;
        let is_anchor = |piece: &&Inline| matches!(piece, Inline::Anchor(_));
        let anchors = paragraph.content.iter().filter(is_anchor).cloned().collect();
        self.write_paragraph(&paragraphs, &Paragraph { content: anchors, ..paragraph.clone() }, place)
    }

    /// Writes the words of a new paragraph, whose anchors stand already.
    ///
    /// # Errors
    /// When the paragraph is unknown or Automerge refuses.
    pub(crate) fn fill_paragraph(&mut self, paragraph: &Paragraph) -> Result<(), SchemaError> {
        let text = self.text(paragraph.id).ok_or(SchemaError::Missing("paragraph"))?;
        self.write_content(&text, &paragraph.content, true)
    }

    /// Writes a new set of alternatives.
    ///
    /// # Errors
    /// When Automerge refuses.
    pub(crate) fn add_set(&mut self, set: &AlternativeSet) -> Result<(), SchemaError> {
        let alternatives = self.root(ALTERNATIVES)?;
        self.write_set(&alternatives, set)
    }

    pub(super) fn write_set(&mut self, alternatives: &ObjId, set: &AlternativeSet) -> Result<(), SchemaError> {
        let entry = self.inner_mut().put_object(alternatives, set.id.to_string(), ObjType::Map)?;
        let base: Vec<String> = set.base.iter().map(ToString::to_string).collect();
        self.write_strings(&entry, keys::BASE, &base)
    }

    /// Writes the register of a proposal; the anchor of a split stands already.
    ///
    /// # Errors
    /// When Automerge refuses.
    pub(crate) fn register_proposal(&mut self, proposal: &Proposal) -> Result<(), SchemaError> {
        let proposals = self.root(keys::PROPOSALS)?;
        let entry = self.inner_mut().put_object(&proposals, proposal.id.to_string(), ObjType::Map)?;
        let (kind, more) = match proposal.change {
            Change::Move { to: Target::After(sibling), .. } => (keys::MOVE, Some((keys::AFTER, sibling.to_string()))),
            Change::Move { to: Target::FirstIn(parent), .. } => {
                (keys::MOVE, Some((keys::FIRST_IN, parent.map_or_else(|| keys::TOP.into(), |id| id.to_string()))))
            }
            Change::Split { .. } => (keys::SPLIT, None),
            Change::Merge { next, .. } => (keys::MERGE, Some((keys::NEXT, next.to_string()))),
        };
        let doc = self.inner_mut();
        doc.put(&entry, keys::KIND, kind)?;
        doc.put(&entry, keys::PARAGRAPH, proposal.change.paragraph().to_string())?;
        if let Some((key, value)) = more {
            doc.put(&entry, key, value)?;
        }
        doc.put(&entry, keys::OPENED_BY, proposal.by.as_str())?;
        doc.put(&entry, keys::DELEGATION, proposal.delegation.as_str())?;
        doc.put(&entry, keys::OPENED_AT, proposal.at)?;
        if !proposal.reason.is_empty() {
            doc.put(&entry, keys::REASON, proposal.reason.as_str())?;
        }
        if proposal.withdrawn {
            doc.put(&entry, WITHDRAWN, true)?;
        }
        Ok(())
    }

    /// Marks a proposal as taken back.
    ///
    /// # Errors
    /// When the proposal is unknown or Automerge refuses.
    pub(crate) fn withdraw_proposal(&mut self, id: ProposalId) -> Result<(), SchemaError> {
        let proposals = self.root(keys::PROPOSALS)?;
        let entry = self.object(&proposals, &id.to_string()).ok_or(SchemaError::Missing("proposal"))?;
        Ok(self.inner_mut().put(&entry, WITHDRAWN, true)?)
    }

    /// The operation that wrote the register of a proposal, and the one that took it back.
    pub(crate) fn proposal_written(&self, id: ProposalId) -> Option<(Written, Option<Written>)> {
        let entry = self.object(&self.root(keys::PROPOSALS).ok()?, &id.to_string())?;
        // Of several that took it back the one that holds for all.
        let withdrawn = self.inner().get(&entry, WITHDRAWN).ok().flatten();
        Some((written(&entry)?, withdrawn.and_then(|(_, operation)| written(&operation))))
    }
}

fn written(operation: &ObjId) -> Option<Written> {
    match operation {
        ObjId::Id(counter, actor, _) => Some(Written { counter: *counter, actor: actor.to_bytes().to_vec() }),
        ObjId::Root => None,
    }
}
