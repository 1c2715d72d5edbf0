//! Long words as several changes. The gate reads no change of more than [`MAX_OPERATIONS`], so that refusing one is cheap; what a
//! person does may be longer: a page of text that is pasted, a footnote, everything of an hour without a connection.

use std::{collections::HashMap, num::NonZeroU64};

use automerge::{
    Change, ExpandedChange, ScalarValue,
    legacy::{Key, ObjectId, Op, OpId, OpType},
};
use uuid::Uuid;

use super::Act;
use crate::{
    gate::MAX_OPERATIONS,
    model::Timestamp,
    schema::{CHOICE, Document, PARENT, WITHDRAWN},
};

impl Act {
    /// A copy of the document as it is before the act, for [`Document::commit_in_parts`], where the act may write much: what it writes
    /// beside its words is far less than a part holds.
    pub(crate) fn before(&self, document: &Document) -> Option<Document> {
        (self.length() > MAX_OPERATIONS / 2).then(|| document.clone())
    }
}

impl Document {
    /// Makes changes of the pending edits, as [`Document::commit`] makes one: each of at most [`MAX_OPERATIONS`] where the edits
    /// can be divided so. `before` is a copy of the document as it was without them; without it there is one change.
    pub(crate) fn commit_in_parts(&mut self, before: Option<Self>, message: &str, at: Timestamp) -> Vec<Change> {
        let Some(change) = self.commit(message, at) else { return Vec::new() };
        let Some(mut before) = before.filter(|_| change.len() > MAX_OPERATIONS) else { return vec![change] };
        let parts = divided(&change, MAX_OPERATIONS);
        // The same operations with the same names, so whatever points into the text still does.
        if parts.len() > 1 && before.apply(parts.clone()).is_ok() {
            *self = before;
            return parts;
        }
        vec![change]
    }
}

/// A change as several by the same author, each of at most `most` operations where it can be divided so: what is whole only together
/// stays in one. Operations keep their names.
fn divided(change: &Change, most: usize) -> Vec<Change> {
    let mut whole = change.decode();
    let operations = std::mem::take(&mut whole.operations);
    let start = whole.start_op.get();
    let (mut parts, mut begin): (Vec<Change>, _) = (Vec::new(), 0);
    for end in ends(&operations, start, &whole.actor_id, most) {
        let Some(start_op) = NonZeroU64::new(start + begin as u64) else { break };
        let part = Change::from(ExpandedChange {
            operations: operations[begin..end].to_vec(),
            hash: None,
            seq: whole.seq + parts.len() as u64,
            start_op,
            deps: parts.last().map_or_else(|| whole.deps.clone(), |before| vec![before.hash()]),
            ..whole.clone()
        });
        begin = end;
        parts.push(part);
    }
    parts
}

/// In bytes.
const LONGEST_CHARACTER: usize = 4;

/// What the operations of a part may name in common.
#[derive(PartialEq, Eq, Hash)]
enum Common<'a> {
    /// The register of a bracket, the entry of a paragraph, an anchor.
    Object(OpId),
    /// Both edges of a bracket and its register, the call of a note and the note.
    Identity(Uuid),
    /// The edges of styles in one text.
    Styles(&'a ObjectId),
    /// Lines between branches, and that there is a choice.
    Lines,
    /// An offer is taken back with its bracket.
    Withdrawn,
}

/// Where the parts end, as numbers of operations.
fn ends(operations: &[Op], start: u64, actor: &automerge::ActorId, most: usize) -> Vec<usize> {
    let mut spans: HashMap<Common<'_>, (usize, usize)> = HashMap::new();
    for (n, op) in operations.iter().enumerate() {
        let mut note = |common| spans.entry(common).or_insert((n, n)).1 = n;
        let made = matches!(op.action, OpType::Make(_));
        match (&op.key, &op.action) {
            (Key::Seq(_), OpType::MarkBegin(_) | OpType::MarkEnd(_)) => note(Common::Styles(&op.obj)),
            // An element of a list; a text has characters.
            (Key::Seq(_), OpType::Put(ScalarValue::Str(value))) if value.len() > LONGEST_CHARACTER => {
                if let ObjectId::Id(list) = &op.obj {
                    note(Common::Object(list.clone()));
                }
            }
            (Key::Seq(_), _) => {}
            (Key::Map(key), action) => {
                if let ObjectId::Id(object) = &op.obj {
                    note(Common::Object(object.clone()));
                }
                let value = if let OpType::Put(ScalarValue::Str(value)) = action { value.as_str() } else { key };
                match key.as_str() {
                    CHOICE => note(Common::Lines),
                    WITHDRAWN => note(Common::Withdrawn),
                    // Parents come first.
                    PARENT => {}
                    _ if value == "or" => note(Common::Lines),
                    _ => drop(Uuid::parse_str(value).map(|id| note(Common::Identity(id)))),
                }
            }
        }
        // The roots, which everything is in, hold nothing together.
        if made {
            note(Common::Object(OpId::new(start + n as u64, actor)));
        }
    }
    let roots =
        |common: &Common<'_>| matches!(common, Common::Object(id) if id.counter() < start || id.actor() != actor);
    // How many things are begun and not whole before each operation.
    let mut open = vec![0_i64; operations.len() + 1];
    for (_, (first, last)) in spans.iter().filter(|(common, _)| !roots(common)) {
        open[first + 1] += 1;
        open[last + 1] -= 1;
    }
    let (mut ends, mut begin, mut safe, mut depth) = (Vec::new(), 0, None, 0);
    for (n, change) in open.iter().enumerate() {
        depth += change;
        if n - begin > most
            && let Some(end) = safe.take()
        {
            ends.push(end);
            begin = end;
        }
        if depth == 0 && n > begin {
            safe = Some(n);
        }
    }
    ends.extend((begin < operations.len()).then_some(operations.len()));
    ends
}
