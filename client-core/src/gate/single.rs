//! One operation by itself: whether anybody's act has such a one.

use std::collections::HashMap;

use automerge::{
    ObjType, ScalarValue,
    legacy::{ElementId, Key, MarkData, Op, OpType},
};

use super::{
    Index, Refused,
    index::{Object, OpId},
};
use crate::{
    model::{BracketId, Person},
    ops::{check_reason, is_bracket_sign, is_forbidden},
    schema::{CHOICE, DELEGATION, INSERTS, OPENED_AT, OPENED_BY, REASON, STYLES, WISH, WITHDRAWN},
};

/// Maps have keys, and texts and lists have places: Automerge mixes them up and cannot load what it saves then.
pub(super) fn keyed(op: &Op, object: Option<Object>) -> Result<(), Refused> {
    let fits = match object {
        // Refused anyway.
        None | Some(Object::Other) => true,
        Some(Object::Text(_) | Object::Base(_) | Object::Joined(_)) => matches!(op.key, Key::Seq(_)),
        Some(_) => matches!(op.key, Key::Map(_)) && !op.insert,
    };
    if fits { Ok(()) } else { Err(Refused::NotAnAct("a key that does not fit")) }
}

/// An operation on a paragraph's words.
pub(super) fn text(op: &Op, index: &Index, made: &HashMap<OpId, Object>, marks: &mut i64) -> Result<(), Refused> {
    if op.insert && !op.pred.is_empty() {
        return Err(Refused::NotAnAct("an insertion that replaces"));
    }
    // Operations count from 1. Automerge reads a place behind number 0 as the beginning, and a saved document spells it so.
    if matches!(&op.key, Key::Seq(ElementId::Id(element)) if element.counter() == 0) {
        return Err(Refused::NotAnAct("a place behind nothing"));
    }
    match &op.action {
        OpType::Put(ScalarValue::Str(words)) if op.insert => {
            let mut characters = words.chars();
            match (characters.next(), characters.next()) {
                (Some(c), None) if !is_bracket_sign(c) && !is_forbidden(c) => Ok(()),
                _ => Err(Refused::NotAnAct("a character that words cannot hold")),
            }
        }
        OpType::Make(ObjType::Map) if op.insert => Ok(()),
        OpType::Delete if !op.insert => match &op.key {
            Key::Seq(ElementId::Id(element)) if index.anchors.contains(element) || made.contains_key(element) => {
                Err(Refused::NotAnAct("half a bracket taken away"))
            }
            // A character has one value: the operation that inserted it.
            Key::Seq(ElementId::Id(element)) if op.pred.iter().eq([element]) => Ok(()),
            Key::Seq(ElementId::Id(_)) => Err(Refused::NotAnAct("a deletion of something else")),
            Key::Seq(ElementId::Head) | Key::Map(_) => Err(Refused::NotAnAct("a deletion of nothing")),
        },
        OpType::MarkBegin(MarkData { name, value: ScalarValue::Boolean(_), .. }) if STYLES.contains(&name.as_str()) => {
            *marks += 1;
            Ok(())
        }
        OpType::MarkEnd(_) if *marks > 0 => {
            *marks -= 1;
            Ok(())
        }
        _ => Err(Refused::NotAnAct("something other than words")),
    }
}

/// A field of a new bracket's register, by its key: it speaks in the name of who sends it.
pub(super) fn field<'a>(op: &'a Op, person: &Person) -> Result<&'a str, Refused> {
    let Key::Map(key) = &op.key else { return Err(Refused::NotAnAct("a register without fields")) };
    let honest = match (key.as_str(), &op.action) {
        (OPENED_BY, OpType::Put(ScalarValue::Str(name))) => name.as_str() == person.name,
        (DELEGATION, OpType::Put(ScalarValue::Str(name))) => name.as_str() == person.delegation.0,
        (OPENED_AT, OpType::Put(ScalarValue::Int(at))) => *at >= 0,
        (WISH, OpType::Put(ScalarValue::Str(wish))) => matches!(wish.as_str(), "retain" | "delete" | "choose"),
        (REASON, OpType::Put(ScalarValue::Str(reason))) => check_reason(reason).is_ok(),
        // Opened and withdrawn again before it was sent.
        (WITHDRAWN | INSERTS | CHOICE, OpType::Put(ScalarValue::Boolean(true))) => true,
        _ => false,
    };
    if honest && op.pred.is_empty() { Ok(key) } else { Err(Refused::NotAnAct("a bracket in another's name")) }
}

/// A write to a bracket that exists: who draws lines between branches says that one is to be chosen, who takes the last one
/// back that none is.
pub(super) fn is_choice(op: &Op, on: bool) -> bool {
    matches!(&op.key, Key::Map(key) if key == CHOICE)
        && matches!(op.action, OpType::Put(ScalarValue::Boolean(value)) if value == on)
}

/// A write to a bracket that exists: its own delegation may withdraw it.
pub(super) fn withdrawal(op: &Op, bracket: BracketId, person: &Person, index: &Index) -> Result<(), Refused> {
    let own = index
        .brackets
        .get(&bracket)
        .is_some_and(|known| !known.delegation.is_empty() && known.delegation == person.delegation.0);
    if index.is_joined(bracket) {
        return Err(Refused::NotAnAct("a bracket that is one question with others"));
    }
    if own && withdraws(op) { Ok(()) } else { Err(Refused::NotAnAct("a change to another's bracket")) }
}

/// Whether a write says that something is taken back.
pub(super) fn withdraws(op: &Op) -> bool {
    matches!(&op.key, Key::Map(key) if key == WITHDRAWN) && matches!(op.action, OpType::Put(ScalarValue::Boolean(true)))
}

/// The key and the string of a plain write.
pub(super) fn put(op: &Op) -> Result<(&str, &str), Refused> {
    match (&op.key, &op.action) {
        (Key::Map(key), OpType::Put(ScalarValue::Str(text))) if op.pred.is_empty() => Ok((key, text)),
        _ => Err(Refused::NotAnAct("an anchor with something else in it")),
    }
}
