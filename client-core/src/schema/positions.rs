//! Statements of positions: one entry each, under a fresh identity, never written to again.

use std::collections::BTreeMap;

use automerge::{ObjId, ObjType, transaction::Transactable};

use super::{
    Document, POSITIONS, SchemaError,
    keys::{self, DELEGATION, OPENED_AT, OPENED_BY, PREFERS, REASON, STANCE, SUBJECT},
};
use crate::model::{Position, PositionId, Topic, Written};

impl Document {
    /// Every statement of a position, whether it holds or not.
    ///
    /// # Errors
    /// When the skeleton is missing.
    pub fn positions(&self) -> Result<BTreeMap<PositionId, Position>, SchemaError> {
        let entries = self.entries(POSITIONS)?.into_iter();
        Ok(entries.filter_map(|(id, entry)| self.read_position(&id, &entry)).map(|found| (found.id, found)).collect())
    }

    /// Every statement on one subject.
    ///
    /// # Errors
    /// When the skeleton is missing.
    pub fn positions_on(&self, subject: Topic) -> Result<Vec<Position>, SchemaError> {
        let wanted = keys::subject(subject);
        let on_it = |entry: &ObjId| self.string(entry, SUBJECT).as_ref() == Some(&wanted);
        let entries = self.entries(POSITIONS)?.into_iter().filter(|(_, entry)| on_it(entry));
        Ok(entries.filter_map(|(id, entry)| self.read_position(&id, &entry)).collect())
    }

    /// `None` for an entry that says nothing that this version knows.
    fn read_position(&self, id: &str, entry: &ObjId) -> Option<Position> {
        let ObjId::Id(counter, actor, _) = entry else { return None };
        let fields = self.fields(entry);
        Some(Position {
            id: id.parse().ok()?,
            subject: keys::parse_subject(&fields.string(SUBJECT)?)?,
            delegation: fields.string(DELEGATION)?,
            by: fields.string(OPENED_BY).unwrap_or_default(),
            at: fields.int(OPENED_AT).unwrap_or_default(),
            stance: keys::parse_stance(&fields.string(STANCE)?)?,
            preference: fields.string(PREFERS).and_then(|text| keys::parse_preference(&text)),
            reason: fields.string(REASON).unwrap_or_default(),
            written: Written { counter: *counter, actor: actor.to_bytes().to_vec() },
        })
    }

    /// Whether there is such a bracket or set of alternatives.
    ///
    /// # Errors
    /// When the skeleton is missing.
    pub fn knows(&self, subject: Topic) -> Result<bool, SchemaError> {
        let (root, id) = match subject {
            Topic::Bracket(id) => (super::BRACKETS, id.to_string()),
            Topic::Alternatives(id) => (super::ALTERNATIVES, id.to_string()),
        };
        let root = self.root(root)?;
        Ok(self.object(&root, &id).is_some())
    }

    /// Writes a statement; `written` is what becomes of it and is not looked at.
    ///
    /// # Errors
    /// When Automerge refuses.
    pub(crate) fn take_position(&mut self, position: &Position) -> Result<(), SchemaError> {
        let positions = self.root(POSITIONS)?;
        let doc = self.inner_mut();
        let entry = doc.put_object(&positions, position.id.to_string(), ObjType::Map)?;
        doc.put(&entry, SUBJECT, keys::subject(position.subject))?;
        doc.put(&entry, STANCE, keys::stance(position.stance))?;
        doc.put(&entry, OPENED_BY, position.by.as_str())?;
        doc.put(&entry, DELEGATION, position.delegation.as_str())?;
        doc.put(&entry, OPENED_AT, position.at)?;
        if let Some(preference) = position.preference {
            doc.put(&entry, PREFERS, keys::preference(preference))?;
        }
        if !position.reason.is_empty() {
            doc.put(&entry, REASON, position.reason.as_str())?;
        }
        Ok(())
    }
}
