//! Lines between the branches of a choice: drawing them, and taking them back.

use automerge::{ObjId, ReadDoc, transaction::Transactable};

use super::{
    ANCHOR_ID, ANCHOR_KIND, BRACKETS, CHOICE, DELEGATION, Document, Element, SLASH, SLASH_IN, SchemaError, WITHDRAWN,
    anchor_kind, elements,
};
use crate::model::{Anchor, BracketId, ParagraphId};

/// A line between two branches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// The bracket that it divides.
    pub(crate) bracket: BracketId,
    /// In whose name it was drawn; empty when it came with the source.
    pub(crate) delegation: String,
    /// The slash that went for it.
    pub(crate) slash: Option<char>,
    /// The bracket in which that slash stood first; otherwise it stood where the line is.
    pub(crate) within: Option<BracketId>,
}

impl Document {
    /// Draws a line at an offset.
    ///
    /// # Errors
    /// When Automerge refuses.
    pub(crate) fn draw_line(&mut self, text: &ObjId, at: usize, line: &Line) -> Result<(), SchemaError> {
        let (kind, id) = anchor_kind(Anchor::Or(line.bracket));
        let block = self.inner_mut().split_block(text, at)?;
        self.inner_mut().put(&block, ANCHOR_KIND, kind)?;
        self.inner_mut().put(&block, ANCHOR_ID, id)?;
        self.write_line(&block, line)
    }

    /// The line at an offset; `None` when none stands there, or one that was taken back.
    pub(crate) fn line(&self, text: &ObjId, at: usize) -> Option<Line> {
        let (_, block) = self.inner().get(text, at).ok()??;
        self.line_of(&block)
    }

    /// The line that a block is; `None` for anything else, and for one that was taken back.
    pub(crate) fn line_of(&self, block: &ObjId) -> Option<Line> {
        let fields = self.fields(block);
        if fields.string(ANCHOR_KIND)? != "or" || fields.flag(WITHDRAWN) {
            return None;
        }
        Some(Line {
            bracket: fields.string(ANCHOR_ID)?.parse().ok()?,
            delegation: fields.string(DELEGATION).unwrap_or_default(),
            slash: fields.string(SLASH).and_then(|text| text.chars().next()),
            within: fields.string(SLASH_IN).and_then(|id| id.parse().ok()),
        })
    }

    /// The lines that a delegation drew in a bracket, with their paragraphs and offsets, in the order of the text.
    pub(crate) fn lines_by(&self, bracket: BracketId, delegation: &str) -> Vec<(ParagraphId, usize, Line)> {
        let mut lines = Vec::new();
        for paragraph in self.paragraph_ids() {
            let units = elements(&self.content(paragraph).unwrap_or_default());
            let Some(text) = self.text(paragraph) else { continue };
            let here = units.iter().enumerate().filter(|(_, unit)| **unit == Element::Anchor(Anchor::Or(bracket)));
            let found = here.filter_map(|(at, _)| Some((paragraph, at, self.line(&text, at)?)));
            lines.extend(found.filter(|(.., line)| !delegation.is_empty() && line.delegation == delegation));
        }
        lines
    }

    /// Takes lines back, and writes the slashes again that went for them; see [`Document::lines_by`].
    ///
    /// # Errors
    /// When Automerge refuses.
    pub(crate) fn erase_lines(&mut self, lines: &[(ParagraphId, usize, Line)]) -> Result<(), SchemaError> {
        // From the end, so that the places before keep their offsets.
        for (paragraph, at, line) in lines.iter().rev() {
            let Some(text) = self.text(*paragraph) else { continue };
            if let Some(slash) = line.slash {
                let open = line.within.map(|within| Element::Anchor(Anchor::Open(within)));
                let units = elements(&self.content(*paragraph).unwrap_or_default());
                let inside = open.and_then(|open| units.iter().position(|unit| *unit == open));
                self.splice(&text, inside.unwrap_or(*at) + 1, 0, &slash.to_string())?;
            }
            if let Some((_, block)) = self.inner().get(&text, *at)? {
                self.inner_mut().put(&block, WITHDRAWN, true)?;
            }
        }
        Ok(())
    }

    /// How often the line at an offset was taken back: by several people at a time, more than once.
    pub(crate) fn erasures(&self, text: &ObjId, at: usize) -> usize {
        let block = self.inner().get(text, at).ok().flatten();
        let values = block.and_then(|(_, block)| self.inner().get_all(&block, WITHDRAWN).ok());
        values.map_or(0, |values| values.len())
    }

    /// Writes of each line of a new paragraph, in the order of the text, who drew it and what went for it.
    ///
    /// # Errors
    /// When Automerge refuses.
    pub(crate) fn sign_lines(&mut self, paragraph: ParagraphId, lines: &[Line]) -> Result<(), SchemaError> {
        let Some(text) = self.text(paragraph) else { return Ok(()) };
        let units = elements(&self.content(paragraph).unwrap_or_default());
        let here = units.iter().enumerate().filter(|(_, unit)| matches!(unit, Element::Anchor(Anchor::Or(_))));
        for ((at, _), line) in here.zip(lines) {
            if let Some((_, block)) = self.inner().get(&text, at)? {
                self.write_line(&block, line)?;
            }
        }
        Ok(())
    }

    fn write_line(&mut self, block: &ObjId, line: &Line) -> Result<(), SchemaError> {
        if !line.delegation.is_empty() {
            self.inner_mut().put(block, DELEGATION, line.delegation.as_str())?;
        }
        if let Some(slash) = line.slash {
            self.inner_mut().put(block, SLASH, slash.to_string())?;
        }
        if let Some(within) = line.within {
            self.inner_mut().put(block, SLASH_IN, within.to_string())?;
        }
        Ok(())
    }

    /// Writes whether one of the branches of a bracket is to be chosen, unless that is written already.
    ///
    /// # Errors
    /// When the bracket is unknown or Automerge refuses.
    pub(crate) fn make_choice(&mut self, id: BracketId, on: bool) -> Result<(), SchemaError> {
        let brackets = self.root(BRACKETS)?;
        let entry = self.object(&brackets, &id.to_string()).ok_or(SchemaError::Missing("bracket"))?;
        if self.fields(&entry).flag(CHOICE) == on {
            return Ok(());
        }
        Ok(self.inner_mut().put(&entry, CHOICE, on)?)
    }
}
