//! The rules for brackets that somebody joins to one question: a register under a fresh identity, signed, with two brackets or
//! more, written once. That they stand side by side is asked of the document.

use std::collections::{BTreeMap, BTreeSet};

use automerge::{
    ObjType, ScalarValue,
    legacy::{Key, Op, OpType},
};

use super::{Index, Refused};
use crate::{
    model::{BracketId, ChoiceId, MAX_JOINED, Person},
    schema::{DELEGATION, JOINED, OPENED_AT, OPENED_BY},
};

/// The choices that a change makes, as far as it has been read.
#[derive(Default)]
pub(super) struct Choices<'a> {
    /// The fields of each.
    entries: BTreeMap<ChoiceId, BTreeSet<&'a str>>,
    /// The brackets of each, in their order.
    joined: BTreeMap<ChoiceId, Vec<BracketId>>,
}

impl<'a> Choices<'a> {
    /// An entry appears under the map of choices.
    pub(super) fn begins(&mut self, id: ChoiceId, op: &Op, index: &Index) -> Result<(), Refused> {
        let fresh = !index.choices.contains_key(&id) && op.pred.is_empty();
        if !fresh || self.entries.insert(id, BTreeSet::new()).is_some() {
            return Err(Refused::NotAnAct("a choice that exists already"));
        }
        Ok(())
    }

    /// A field of an entry that this change makes.
    pub(super) fn field(&mut self, id: ChoiceId, op: &'a Op, person: &Person) -> Result<(), Refused> {
        let Key::Map(key) = &op.key else { return Err(Refused::NotAnAct("a choice without fields")) };
        let honest = match (key.as_str(), &op.action) {
            (OPENED_BY, OpType::Put(ScalarValue::Str(name))) => name.as_str() == person.name,
            (DELEGATION, OpType::Put(ScalarValue::Str(name))) => name.as_str() == person.delegation.0,
            (OPENED_AT, OpType::Put(ScalarValue::Int(at))) => *at >= 0,
            (JOINED, OpType::Make(ObjType::List)) => true,
            _ => false,
        };
        let first = self.entries.get_mut(&id).is_some_and(|fields| fields.insert(key.as_str()));
        if honest && first && op.pred.is_empty() {
            Ok(())
        } else {
            Err(Refused::NotAnAct("a choice in another's name"))
        }
    }

    /// A bracket of a choice that this change makes.
    pub(super) fn bracket(&mut self, id: ChoiceId, op: &Op) -> Result<(), Refused> {
        let bracket = match &op.action {
            OpType::Put(ScalarValue::Str(bracket)) if op.insert && op.pred.is_empty() => bracket.parse().ok(),
            _ => None,
        };
        let joined = self.joined.entry(id).or_default();
        joined.push(bracket.ok_or(Refused::NotAnAct("a choice of something else"))?);
        if joined.len() > MAX_JOINED { Err(Refused::NotAnAct("a choice of too many")) } else { Ok(()) }
    }

    /// The choices; whether they may be made is still to be asked of the document.
    ///
    /// # Errors
    /// When one is not signed, or joins nothing.
    pub(super) fn made(self) -> Result<Vec<ChoiceId>, Refused> {
        let whole = |id: &ChoiceId, fields: &BTreeSet<&str>| fields.len() == 4 && self.joined.contains_key(id);
        if self.entries.iter().all(|(id, fields)| whole(id, fields)) {
            Ok(self.entries.into_keys().collect())
        } else {
            Err(Refused::NotAnAct("a choice that nobody signs"))
        }
    }
}
