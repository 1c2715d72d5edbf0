//! What a write to something that exists says it replaces, against what stands there. Automerge applies a write with a
//! predecessor that nobody ever made, and the document that it saves then cannot be loaded.

use std::collections::HashMap;

use automerge::{
    ChangeHash, ExpandedChange, ObjId, ReadDoc,
    legacy::{Key, ObjectId, Op},
};

use super::{
    Index, Refused,
    index::{Object, OpId, op_id},
    said::numbered,
};
use crate::schema::Document;

/// Whether every write to a register of an earlier change replaces exactly what its author saw there: the values at the heads
/// that the change builds on, or what the change itself wrote there before.
///
/// # Errors
/// The first write that does not.
pub(super) fn examine(
    change: &ExpandedChange,
    deps: &[ChangeHash],
    index: &Index,
    document: &Document,
) -> Result<(), Refused> {
    let mut own: HashMap<(&OpId, &str), OpId> = HashMap::new();
    for (id, op) in numbered(change) {
        let (ObjectId::Id(object), Key::Map(key)) = (&op.obj, &op.key) else { continue };
        let Some(register) = register(object, index) else { continue };
        let seen = match own.insert((object, key), id) {
            Some(earlier) => vec![earlier],
            None => stands(document, &register, key, deps),
        };
        if !same(op, seen) {
            return Err(Refused::NotAnAct("a write that replaces what is not there"));
        }
    }
    Ok(())
}

/// The object of an earlier change that acts write to under keys.
fn register(object: &OpId, index: &Index) -> Option<ObjId> {
    let written = matches!(
        index.objects.get(object)?,
        Object::Bracket(_) | Object::Proposal(_) | Object::Choice(_) | Object::Anchor(_) | Object::Paragraph(_)
    );
    // The last number only says where to look for the actor first.
    written.then(|| ObjId::Id(object.counter(), object.actor().clone(), 0))
}

/// The operations whose values stood under a key.
fn stands(document: &Document, register: &ObjId, key: &str, heads: &[ChangeHash]) -> Vec<OpId> {
    let values = document.inner().get_all_at(register, key, heads).unwrap_or_default();
    values.iter().filter_map(|(_, id)| op_id(id)).collect()
}

fn same(op: &Op, mut seen: Vec<OpId>) -> bool {
    seen.sort_unstable();
    op.pred.iter().eq(&seen)
}
