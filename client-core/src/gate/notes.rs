//! The rules for a footnote that somebody adds: the paragraph's entry, with these fields and no other, and the call to it
//! stand in one change.

use std::collections::{BTreeMap, BTreeSet};

use automerge::{
    ObjType, ScalarValue,
    legacy::{Key, Op, OpType},
};

use super::{Index, Refused};
use crate::{
    model::{ParagraphId, Person},
    schema::{DELEGATION, KIND, NOTE, PLACE, TEXT, WITHDRAWN, is_place},
};

/// The notes that a change makes, as far as it has been read.
#[derive(Default)]
pub(super) struct Notes<'a> {
    /// The fields of each.
    entries: BTreeMap<ParagraphId, BTreeSet<&'a str>>,
    /// Where each is called from.
    calls: BTreeMap<ParagraphId, Vec<ParagraphId>>,
}

impl<'a> Notes<'a> {
    /// An entry appears under the map of paragraphs.
    pub(super) fn begins(&mut self, id: ParagraphId, op: &Op, index: &Index) -> Result<(), Refused> {
        let fresh = !index.paragraphs.contains(&id) && op.pred.is_empty();
        if !fresh || self.entries.insert(id, BTreeSet::new()).is_some() {
            return Err(Refused::NotAnAct("a paragraph that exists already"));
        }
        Ok(())
    }

    /// A field of an entry that this change makes.
    pub(super) fn field(&mut self, id: ParagraphId, op: &'a Op, person: &Person) -> Result<(), Refused> {
        let Key::Map(key) = &op.key else { return Err(Refused::NotAnAct("a paragraph without fields")) };
        let honest = match (key.as_str(), &op.action) {
            (KIND, OpType::Put(ScalarValue::Str(kind))) => kind.as_str() == NOTE,
            (PLACE, OpType::Put(ScalarValue::Str(place))) => is_place(place),
            (TEXT, OpType::Make(ObjType::Text)) => true,
            (DELEGATION, OpType::Put(ScalarValue::Str(name))) => name.as_str() == person.delegation.0,
            // Added and taken back again before it was sent.
            (WITHDRAWN, OpType::Put(ScalarValue::Boolean(true))) => true,
            _ => false,
        };
        let first = self.entries.get_mut(&id).is_some_and(|fields| fields.insert(key.as_str()));
        if honest && first && op.pred.is_empty() {
            Ok(())
        } else {
            Err(Refused::NotAnAct("a paragraph that is no note"))
        }
    }

    /// A call stands in a paragraph.
    pub(super) fn called(&mut self, id: ParagraphId, from: ParagraphId) {
        self.calls.entry(id).or_default().push(from);
    }

    /// Whether every note is whole: its fields, one call, and that in another paragraph that is no note of this change.
    pub(super) fn are_whole(&self) -> bool {
        let whole = |id: &ParagraphId, fields: &BTreeSet<&str>| {
            let calls = self.calls.get(id).map(Vec::as_slice).unwrap_or_default();
            let whole = [KIND, PLACE, TEXT, DELEGATION].iter().all(|key| fields.contains(key));
            whole && matches!(calls, [from] if !self.entries.contains_key(from))
        };
        self.calls.len() == self.entries.len() && self.entries.iter().all(|(id, fields)| whole(id, fields))
    }
}
