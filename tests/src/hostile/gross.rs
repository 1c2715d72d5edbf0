//! Changes of many operations or bytes, wrong at their very end or in all of it: those that cost most before they are refused.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::bytes;
use automerge::{
    Change, ExpandedChange, ObjType, ScalarValue,
    legacy::{ElementId, Key, ObjectId, Op, OpId, OpType},
};

/// How many bytes are put into one value or number: with what a change needs beside it, about as many as a change may have.
const MANY: usize = 250 << 10;

/// Changes in the place of `honest`, of so many operations where they are many, each with what it is called.
pub fn changes(honest: &[u8], many: usize) -> Vec<(&'static str, Vec<u8>)> {
    let Ok(change) = Change::from_bytes(honest.to_vec()) else { return Vec::new() };
    let change = change.decode();
    let mut found = Vec::new();
    let mut make = |name, spoil: &dyn Fn(&mut ExpandedChange)| {
        let mut spoilt = change.clone();
        spoil(&mut spoilt);
        // Automerge itself cannot write down everything that one can think of.
        let bytes = catch_unwind(AssertUnwindSafe(|| Change::from(spoilt).raw_bytes().to_vec()));
        found.extend(bytes.ok().map(|bytes| (name, bytes)));
    };
    make("letters, then a field that nobody knows", &|change| {
        letters(change, many - 1);
        change.operations.push(field("a key that nobody knows", OpType::Put(ScalarValue::Null)));
    });
    make("letters, all of them of the paragraph", &|change| letters(change, many));
    make("letters, each behind one of nobody", &|change| {
        letters(change, many);
        for op in &mut change.operations {
            op.key = Key::Seq(ElementId::Id(OpId::new(u64::from(u32::MAX), &change.actor_id)));
        }
    });
    make("maps", &|change| change.operations = vec![field("brackets", OpType::Make(ObjType::Map)); many]);
    make("deletions of one letter", &|change| {
        let first = OpId::new(1, &change.actor_id);
        let gone = change.operations.first().map_or(ObjectId::Root, |op| op.obj.clone());
        let delete = Op {
            action: OpType::Delete,
            obj: gone,
            key: Key::Seq(ElementId::Id(first.clone())),
            pred: [first].into_iter().collect(),
            insert: false,
        };
        change.operations = vec![delete; many];
    });
    make("a value of 250 KiB", &|change| {
        change.operations.push(field("wish", OpType::Put(ScalarValue::Str("x".repeat(MANY).into()))));
    });
    make("a message of 250 KiB", &|change| change.message = Some("x".repeat(MANY)));
    make("250 KiB behind the columns", &|change| change.extra_bytes = vec![7; MANY]);
    make("thousands of heads that nobody has", &|change| {
        change.deps = (0..MANY / 32).map(|n| automerge::ChangeHash([(n % 251) as u8; 32])).collect();
    });
    found.push(("250 KiB of noise", bytes::sealed(1, &noise())));
    found.push(("250 KiB of one number", bytes::sealed(1, &vec![0x7f; MANY])));
    found
}

fn noise() -> Vec<u8> {
    let mut random = fastrand::Rng::with_seed(7);
    (0..MANY).map(|_| random.u8(..)).collect()
}

fn field(key: &str, action: OpType) -> Op {
    Op { action, obj: ObjectId::Root, key: Key::Map(key.into()), pred: Vec::new().into(), insert: false }
}

/// The first operation of the change, which inserts, and others of its kind behind one another.
fn letters(change: &mut ExpandedChange, many: usize) {
    let Some(first) = change.operations.iter().find(|op| op.insert).cloned() else { return };
    let start = change.start_op.get();
    change.operations = (0..many as u64)
        .map(|n| Op {
            key: if n == 0 {
                first.key.clone()
            } else {
                Key::Seq(ElementId::Id(OpId::new(start + n - 1, &change.actor_id)))
            },
            ..first.clone()
        })
        .collect();
}
