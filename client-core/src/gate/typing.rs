//! Changes that type and do nothing else, while words change freely. All that is to be asked of them can be asked before they are
//! applied, so many can be applied in one go: Automerge walks through a whole Text for each time that it applies something to it.

use std::collections::HashMap;

use automerge::{
    Change, ChangeHash, ExpandedChange, ScalarValue,
    legacy::{ObjectId, Op, OpType},
};

use super::{Begun, Index, Refused, Vetted, Writer, begin, elements, index::Object, operations};
use crate::{model::Phase, schema::Document};

/// Changes that have passed and are not applied yet.
#[derive(Debug, Default)]
pub(crate) struct Waiting {
    changes: Vec<Change>,
    /// The number of the last operation of each.
    max_ops: HashMap<ChangeHash, u64>,
}

impl Waiting {
    /// Adds a change behind the others.
    pub(crate) fn push(&mut self, change: &Change) {
        self.max_ops.insert(change.hash(), change.max_op());
        self.changes.push(change.clone());
    }

    /// Takes all of them, in their order.
    pub(crate) fn take(&mut self) -> Vec<Change> {
        self.max_ops.clear();
        std::mem::take(&mut self.changes)
    }

    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }
}

/// What an examination without applying comes to.
#[derive(Debug)]
pub(crate) enum Tried {
    /// The change passes, and may wait.
    Passed(Vetted),
    /// It does something else than typing, or takes away what a waiting one may have written: [`super::vet_in_place`] has to see it when
    /// nothing waits.
    Begun(Begun),
}

/// Examines a change by a client as far as it can be before it is applied. `document` is asked what it has, never changed, and has not
/// applied what waits; `index` knows what waits.
///
/// # Errors
/// The first reason found.
pub(crate) fn vet_typing(
    bytes: &[u8],
    writer: Writer<'_>,
    index: &Index,
    document: &mut Document,
    waiting: &Waiting,
) -> Result<Tried, Refused> {
    let known = |hash: &ChangeHash| waiting.max_ops.get(hash).copied().or_else(|| document.max_op_of(hash));
    let begun = begin(bytes, writer, index, known)?;
    let freely =
        writer.standings.phase == Phase::Drafting && writer.standings.brackets.is_empty() && !index.has_retracted();
    if !freely || !types_only(&begun.expanded, index) {
        return Ok(Tried::Begun(begun));
    }
    let examined = operations::examine(&begun.expanded, writer.person, index)?;
    if !examined.places.deleted.is_empty() {
        if begun.change.deps().iter().any(|dep| waiting.max_ops.contains_key(dep)) {
            return Ok(Tried::Begun(begun));
        }
        elements::examine(&examined.places, begun.change.deps(), document)?;
    }
    let touched = examined.touched;
    if touched.paragraphs.iter().any(|paragraph| writer.standings.is_agreed(*paragraph)) {
        return Err(Refused::Agreed);
    }
    Ok(Tried::Passed(Vetted { change: begun.change, touched, expanded: begun.expanded }))
}

/// Whether every operation writes a character into words of an earlier change, or takes one away there.
fn types_only(change: &ExpandedChange, index: &Index) -> bool {
    change.operations.iter().all(|op| {
        let in_words =
            matches!(&op.obj, ObjectId::Id(object) if matches!(index.objects.get(object), Some(Object::Text(_))));
        in_words && types(op)
    })
}

fn types(op: &Op) -> bool {
    match &op.action {
        OpType::Put(ScalarValue::Str(_)) => op.insert,
        OpType::Delete => true,
        _ => false,
    }
}
