//! Whether others have a hand in what one is about to take back.

use super::Session;
use crate::{
    gate::unit_ids,
    model::{Anchor, BracketId},
    schema::{Element, elements},
};

impl Session {
    /// Whether others have words or brackets inside a bracket: whoever takes back a proposal takes along what stands in it. Words
    /// that this replica wrote are one's own; those of a colleague, or of another window, are not. False before the first
    /// `Welcome`, and for a bracket that encloses nothing.
    pub fn holds_others(&self, bracket: BracketId) -> bool {
        let Some(replica) = &self.replica else { return false };
        let own = |id: BracketId| {
            let delegation = &replica.person.delegation.0;
            replica.document.bracket(id).is_some_and(|inner| inner.delegation == *delegation)
        };
        let mut inside = false;
        for paragraph in replica.document.paragraph_ids() {
            let units = elements(&replica.document.content(paragraph).unwrap_or_default());
            let edge = |unit: &Element| matches!(unit, Element::Anchor(anchor) if anchor.bracket() == Some(bracket));
            if !inside && !units.iter().any(edge) {
                continue;
            }
            let ids = unit_ids(&replica.document, paragraph);
            for (at, unit) in units.iter().enumerate() {
                match unit {
                    Element::Anchor(Anchor::Open(id)) if *id == bracket => inside = true,
                    Element::Anchor(Anchor::Close(id)) if *id == bracket => return false,
                    Element::Anchor(Anchor::Open(id)) if inside && !own(*id) => return true,
                    Element::Char(..) if inside => {
                        let mine = ids.get(at).is_some_and(|id| id.actor().to_bytes().starts_with(&replica.issued));
                        if !mine {
                            return true;
                        }
                    }
                    Element::Char(..) | Element::Anchor(_) => {}
                }
            }
        }
        false
    }
}
