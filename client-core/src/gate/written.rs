//! What a change writes into the Texts of paragraphs that it makes. All insertions into these are in this change and by one actor,
//! so each comes to stand directly behind what it names.

use std::collections::{BTreeSet, HashMap};

use automerge::{
    ExpandedChange,
    legacy::{ElementId, Key, ObjectId, OpType},
};

use super::{
    index::{Object, OpId},
    said::numbered,
};
use crate::model::ParagraphId;

/// What an anchor is, by the operation that made it.
pub(super) type Anchors<'a> = HashMap<&'a ObjectId, (&'a str, &'a str)>;

/// A change, asked for what it writes.
pub(super) struct Written<'a> {
    pub(super) change: &'a ExpandedChange,
    pub(super) made: &'a HashMap<OpId, Object>,
    pub(super) anchors: &'a Anchors<'a>,
}

impl Written<'_> {
    /// The characters and anchors of a new paragraph, in their order; `None` when it is not written so.
    pub(super) fn units(&self, paragraph: ParagraphId) -> Option<Vec<OpId>> {
        let mut sequence: Vec<OpId> = Vec::new();
        let mut shown: BTreeSet<usize> = BTreeSet::new();
        let mut numbers: HashMap<OpId, usize> = HashMap::new();
        for (number, (id, op)) in numbered(self.change).enumerate() {
            let here = matches!(&op.obj, ObjectId::Id(text) if self.made.get(text) == Some(&Object::Text(paragraph)));
            if !here {
                continue;
            }
            let Key::Seq(place) = &op.key else { return None };
            if !op.insert {
                if let (OpType::Delete, ElementId::Id(gone)) = (&op.action, place) {
                    numbers.get(gone).map(|number| shown.remove(number));
                }
                continue;
            }
            let at = match place {
                ElementId::Head => 0,
                ElementId::Id(before) => sequence.iter().rposition(|known| known == before)? + 1,
            };
            sequence.insert(at, id.clone());
            numbers.insert(id, number);
            if matches!(op.action, OpType::Put(_) | OpType::Make(_)) {
                shown.insert(number);
            }
        }
        sequence.retain(|id| numbers.get(id).is_some_and(|number| shown.contains(number)));
        Some(sequence)
    }

    /// Whether one new paragraph begins with the opening edge of a bracket, and one, which may be the same, ends with its closing
    /// edge.
    pub(super) fn encloses(&self, bracket: &str, first: ParagraphId, last: ParagraphId) -> bool {
        let is = |id: Option<&OpId>, kind| {
            id.is_some_and(|id| self.anchors.get(&ObjectId::Id(id.clone())) == Some(&(kind, bracket)))
        };
        let (Some(begins), Some(ends)) = (self.units(first), self.units(last)) else { return false };
        // One edge is not both.
        is(begins.first(), "open") && is(ends.last(), "close")
    }
}
