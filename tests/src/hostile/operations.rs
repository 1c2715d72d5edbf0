//! Spoiling operations: well-formed changes that say what no act says.

use std::panic::{AssertUnwindSafe, catch_unwind};

use automerge::{
    ActorId, Change, ChangeHash, ExpandedChange, ObjType, ScalarValue,
    legacy::{ElementId, Key, ObjectId, Op, OpId, OpType},
};

/// A change like `honest` with one to three of its operations or numbers replaced; `other` lends operations. `None` when
/// Automerge cannot write it down.
pub(super) fn spoil(honest: &[u8], other: &[u8], random: &mut fastrand::Rng) -> Option<Vec<u8>> {
    let mut change = Change::from_bytes(honest.to_vec()).ok()?.decode();
    let other = Change::from_bytes(other.to_vec()).ok()?.decode();
    for _ in 0..random.u8(1..=3) {
        if change.operations.is_empty() || random.u8(..4) == 0 {
            number(&mut change, random);
        } else {
            let at = random.usize(..change.operations.len());
            operation(&mut change, at, &other, random);
        }
    }
    catch_unwind(AssertUnwindSafe(|| Change::from(change).raw_bytes().to_vec())).ok()
}

fn number(change: &mut ExpandedChange, random: &mut fastrand::Rng) {
    match random.u8(..9) {
        0 => change.seq = change.seq.wrapping_add(random.u64(..3)).wrapping_sub(1),
        1 => change.seq = random.u64(..),
        2 => change.start_op = change.start_op.checked_add(random.u64(1..4)).unwrap_or(change.start_op),
        3 => change.start_op = change.start_op.checked_add(u64::MAX >> random.u32(1..40)).unwrap_or(change.start_op),
        4 => change.time = random.i64(..),
        5 => change.message = Some("x".repeat(random.usize(..200))),
        6 => drop(change.deps.pop()),
        7 => change.deps.push(ChangeHash([random.u8(..); 32])),
        _ => change.extra_bytes = vec![random.u8(..); random.usize(..40)],
    }
    if random.u8(..12) == 0 {
        change.actor_id = actor(change, random);
    }
}

fn operation(change: &mut ExpandedChange, at: usize, other: &ExpandedChange, random: &mut fastrand::Rng) {
    let lent = other.operations.get(random.usize(..=other.operations.len())).cloned();
    let id = identity(change, random);
    match random.u8(..12) {
        0 => change.operations[at].obj = if random.bool() { ObjectId::Root } else { ObjectId::Id(id) },
        1 => change.operations[at].key = key(change, id, random),
        2 => change.operations[at].pred = [id].into_iter().collect(),
        3 => change.operations[at].pred = Vec::new().into(),
        4 => change.operations[at].insert ^= true,
        5 => change.operations[at].action = action(random),
        6 => change.operations.truncate(at),
        7 => drop(change.operations.remove(at)),
        8 => {
            let again: Op = change.operations[at].clone();
            change.operations.insert(at, again);
        }
        9 => change.operations.swap(0, at),
        _ => change.operations.extend(lent),
    }
}

fn actor(change: &ExpandedChange, random: &mut fastrand::Rng) -> ActorId {
    let mut bytes = change.actor_id.to_bytes().to_vec();
    match random.u8(..4) {
        0 => bytes = vec![random.u8(..); random.usize(..24)],
        1 => bytes.push(random.u8(..)),
        2 => bytes.truncate(random.usize(..=bytes.len())),
        _ => {}
    }
    ActorId::from(bytes)
}

/// The identity of one of the change's own operations, of one before it, or of none.
fn identity(change: &ExpandedChange, random: &mut fastrand::Rng) -> OpId {
    let own = change.start_op.get() + random.u64(..change.operations.len() as u64 + 2);
    let counter = match random.u8(..3) {
        0 => own,
        1 => random.u64(..change.start_op.get() + 1),
        _ => random.u64(..) >> random.u32(..64),
    };
    OpId::new(counter, &actor(change, random))
}

fn key(change: &ExpandedChange, id: OpId, random: &mut fastrand::Rng) -> Key {
    const KEYS: [&str; 10] =
        ["text", "place", "wish", "withdrawn", "t", "id", "delegation", "paragraphs", "", "a key that nobody knows"];
    match random.u8(..4) {
        0 => Key::Map(KEYS[random.usize(..KEYS.len())].into()),
        1 => Key::Seq(ElementId::Head),
        2 => Key::Seq(ElementId::Id(id)),
        _ => change.operations[random.usize(..change.operations.len())].key.clone(),
    }
}

fn action(random: &mut fastrand::Rng) -> OpType {
    let value = |random: &mut fastrand::Rng| match random.u8(..8) {
        0 => ScalarValue::Null,
        1 => ScalarValue::Boolean(random.bool()),
        2 => ScalarValue::Int(random.i64(..)),
        3 => ScalarValue::F64(f64::NAN),
        4 => ScalarValue::counter(random.i64(..)),
        5 => ScalarValue::Timestamp(random.i64(..)),
        6 => ScalarValue::Bytes(vec![random.u8(..); random.usize(..20)]),
        _ => ScalarValue::Str(["[", "\u{202e}", "", "delete", "x\u{0}", "词"][random.usize(..6)].into()),
    };
    match random.u8(..6) {
        0 => OpType::Delete,
        1 => OpType::Make([ObjType::Map, ObjType::List, ObjType::Text, ObjType::Table][random.usize(..4)]),
        2 => OpType::Increment(random.i64(..)),
        3 => OpType::MarkEnd(random.bool()),
        _ => OpType::Put(value(random)),
    }
}
