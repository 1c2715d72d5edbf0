//! Statements of positions: one entry each, under a fresh identity, never written to again.

use std::collections::BTreeMap;

use automerge::{ObjId, ObjType, ReadDoc, ScalarValueRef, ValueRef, transaction::Transactable};

use super::{
    Document, POSITIONS, SchemaError,
    keys::{self, DELEGATION, OPENED_AT, OPENED_BY, PREFERS, REASON, STANCE, SUBJECT},
};
use crate::model::{BracketId, Position, PositionId, Topic, Written};

impl Document {
    /// Every statement of a position, whether it holds or not.
    ///
    /// # Errors
    /// When the skeleton is missing.
    pub fn positions(&self) -> Result<BTreeMap<PositionId, Position>, SchemaError> {
        let positions = self.read_positions(|_| true)?;
        Ok(positions.into_iter().map(|found| (found.id, found)).collect())
    }

    /// Every statement on one topic.
    ///
    /// # Errors
    /// When the skeleton is missing.
    pub fn positions_on(&self, topic: Topic) -> Result<Vec<Position>, SchemaError> {
        self.read_positions(|position| position.subject == topic)
    }

    /// One walk over the map and each entry: asking for each field by its key would cost ten times as much.
    fn read_positions(&self, wanted: impl Fn(&Position) -> bool) -> Result<Vec<Position>, SchemaError> {
        let root = self.root(POSITIONS)?;
        let entries = self.inner().map_range(&root, ..);
        let found = entries.filter_map(|item| self.read_position(&item.key, &item.id()));
        Ok(found.filter(wanted).collect())
    }

    /// `None` for an entry that says nothing that this version knows.
    fn read_position(&self, id: &str, entry: &ObjId) -> Option<Position> {
        let ObjId::Id(counter, actor, _) = entry else { return None };
        let (mut subject, mut delegation, mut stance) = (None, None, None);
        let mut position = Position {
            id: id.parse().ok()?,
            subject: Topic::Bracket(BracketId(uuid::Uuid::nil())),
            delegation: String::new(),
            by: String::new(),
            at: 0,
            stance: None,
            preference: None,
            reason: String::new(),
            written: Written { counter: *counter, actor: actor.to_bytes().to_vec() },
        };
        for item in self.inner().map_range(entry, ..) {
            match (item.key.as_ref(), item.value) {
                (SUBJECT, ValueRef::Scalar(ScalarValueRef::Str(text))) => subject = keys::parse_subject(&text),
                (STANCE, ValueRef::Scalar(ScalarValueRef::Str(text))) => stance = keys::parse_stance(&text),
                (DELEGATION, ValueRef::Scalar(ScalarValueRef::Str(text))) => delegation = Some(text.into_owned()),
                (OPENED_BY, ValueRef::Scalar(ScalarValueRef::Str(text))) => position.by = text.into_owned(),
                (REASON, ValueRef::Scalar(ScalarValueRef::Str(text))) => position.reason = text.into_owned(),
                (PREFERS, ValueRef::Scalar(ScalarValueRef::Str(text))) => {
                    position.preference = keys::parse_preference(&text);
                }
                (OPENED_AT, ValueRef::Scalar(ScalarValueRef::Int(at))) => position.at = at,
                _ => {}
            }
        }
        Some(Position { subject: subject?, delegation: delegation?, stance: stance?, ..position })
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
