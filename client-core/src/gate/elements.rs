//! Whether the characters that a change takes away are there. Automerge applies the deletion of one that nobody ever wrote, and
//! the document that it saves then cannot be loaded.

use std::collections::HashSet;

use automerge::{ChangeHash, Cursor, ObjId, ReadDoc};

use super::{
    Refused,
    index::{OpId, op_id},
    places::Places,
};
use crate::{model::ParagraphId, schema::Document};

/// Up to so many characters are looked up one by one; more are compared with all that the text holds.
const FEW: usize = 8;

/// Whether every character that a change deletes stood in that text when its author deleted it, or was written by the change
/// itself.
///
/// # Errors
/// The first one that did not.
pub(super) fn examine(places: &Places, deps: &[ChangeHash], document: &Document) -> Result<(), Refused> {
    for (paragraph, deleted) in &places.deleted {
        let own: HashSet<&OpId> = places.inserted.get(paragraph).into_iter().flatten().collect();
        let foreign: Vec<&OpId> = deleted.iter().filter(|id| !own.contains(id)).collect();
        if !foreign.is_empty() && !stand(&foreign, *paragraph, deps, document) {
            return Err(Refused::NotAnAct("a deletion of what is not there"));
        }
    }
    Ok(())
}

fn stand(ids: &[&OpId], paragraph: ParagraphId, heads: &[ChangeHash], document: &Document) -> bool {
    let Some(text) = document.text(paragraph) else { return false };
    if ids.len() <= FEW {
        return ids.iter().all(|id| stands(id, &text, heads, document));
    }
    let there = document.inner().list_range_at(&text, .., heads).filter_map(|item| op_id(&item.id()));
    let there: HashSet<OpId> = there.collect();
    ids.iter().all(|id| there.contains(id))
}

fn stands(id: &OpId, text: &ObjId, heads: &[ChangeHash], document: &Document) -> bool {
    // Automerge counts operations in 32 bits, and panics on a name that does not fit.
    let counted = u32::try_from(id.counter()).is_ok();
    let name = format!("{}@{}", id.counter(), id.actor());
    counted && Cursor::try_from(name.as_str()).is_ok_and(|cursor| document.holds(text, &cursor, heads))
}
