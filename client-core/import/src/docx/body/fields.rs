//! Fields as a Word file has them: in runs of their own, or around their words.

use super::Walker;
use crate::xml::Tag;

impl Walker<'_> {
    /// A field in the runs of a paragraph begins, comes to its words, or ends.
    pub(super) fn field(&mut self, tag: &Tag<'_>) {
        match tag.get("w:fldCharType").as_deref() {
            Some("begin") => self.fields.begin(),
            Some("separate") => self.fields.separate(),
            Some("end") => self.end_field(),
            _ => {}
        }
    }

    /// A field around its words begins.
    pub(super) fn simple_field(&mut self, tag: &Tag<'_>) {
        let inside = self.fields.in_instruction();
        self.fields.begin();
        self.fields.instruction(&tag.get("w:instr").unwrap_or_default());
        if !inside {
            self.fields.separate();
        }
    }

    pub(super) fn end_field(&mut self) {
        if let (Some(mark), Some(open)) = (self.fields.end(), self.open.last_mut()) {
            open.paragraph.pieces.push(mark);
        }
    }
}
