//! The words and anchors of one paragraph: reading them, changing them, and naming places in them.

use automerge::{
    ChangeHash, Cursor, MoveCursor, ObjId, ReadDoc, ScalarValue, Span,
    hydrate::{self, Map},
    marks::{ExpandMark, Mark, MarkSet},
    transaction::Transactable,
};

use super::{
    ANCHOR_ID, ANCHOR_KIND, Document, SchemaError, WITHDRAWN, anchor_kind,
    keys::{BOLD, ITALIC, UNDERLINE},
    parse_anchor,
};
use crate::model::{Anchor, Inline, InlineExt, ParagraphId, Style};

/// One unit of a paragraph: what an offset counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Element {
    /// A code point and its style.
    Char(char, Style),
    /// An anchor.
    Anchor(Anchor),
}

/// A paragraph as its units.
pub fn elements(content: &[Inline]) -> Vec<Element> {
    let mut units = Vec::new();
    for piece in content {
        match piece {
            Inline::Text { text, style } => units.extend(text.chars().map(|c| Element::Char(c, *style))),
            Inline::Anchor(anchor) => units.push(Element::Anchor(*anchor)),
        }
    }
    units
}

/// Units as the pieces of a paragraph.
pub fn pieces(units: &[Element]) -> Vec<Inline> {
    let mut pieces: Vec<Inline> = Vec::new();
    for unit in units {
        match (unit, pieces.last_mut()) {
            (Element::Char(c, style), Some(Inline::Text { text, style: before })) if before == style => text.push(*c),
            (Element::Char(c, style), _) => pieces.push(Inline::Text { text: c.to_string(), style: *style }),
            (Element::Anchor(anchor), _) => pieces.push(Inline::Anchor(*anchor)),
        }
    }
    pieces
}

impl Document {
    /// The words and anchors of a paragraph; `None` when there is no such paragraph.
    pub fn content(&self, paragraph: ParagraphId) -> Option<Vec<Inline>> {
        let text = self.text(paragraph)?;
        Some(self.read_content(&text, None))
    }

    /// How many units a Text has.
    pub(crate) fn length(&self, text: &ObjId) -> usize {
        self.inner().length(text)
    }

    /// The words and anchors of a paragraph as they were at `heads` (hexadecimal).
    ///
    /// # Errors
    /// When a head is no hash.
    pub fn content_at(&self, paragraph: ParagraphId, heads: &[String]) -> Result<Option<Vec<Inline>>, SchemaError> {
        let hashes = super::parse_heads(heads)?;
        Ok(self.text(paragraph).map(|text| self.read_content(&text, Some(&hashes))))
    }

    pub(super) fn read_content(&self, text: &ObjId, heads: Option<&[automerge::ChangeHash]>) -> Vec<Inline> {
        let spans = match heads {
            Some(heads) => self.inner().spans_at(text, heads),
            None => self.inner().spans(text),
        };
        let Ok(spans) = spans else { return Vec::new() };
        let pieces: Vec<Inline> = spans
            .map(|span| match span {
                Span::Text { text, marks } => {
                    Inline::Text { text, style: marks.as_deref().map(style).unwrap_or_default() }
                }
                // A block that is no anchor keeps its unit, so that offsets stay right.
                Span::Block(map) => anchor(&map).map_or_else(|| Inline::plain("\u{fffc}"), Inline::Anchor),
            })
            .collect();
        pieces.normalised()
    }

    /// Replaces `delete` units at `at` by `insert`; anchors inside the deleted range stay where they are.
    ///
    /// # Errors
    /// When Automerge refuses.
    pub(crate) fn splice(&mut self, text: &ObjId, at: usize, delete: usize, insert: &str) -> Result<(), SchemaError> {
        let units = elements(&self.read_content(text, None));
        let range = at.min(units.len())..at.saturating_add(delete).min(units.len());
        // Runs of words between anchors, from the end, so that what is still to be deleted keeps its offset.
        let mut end = range.end;
        for at in range.clone().rev() {
            let next_is_word = at > range.start && matches!(units[at - 1], Element::Char(..));
            match units[at] {
                Element::Anchor(_) => end = at,
                Element::Char(..) if next_is_word => {}
                Element::Char(..) => {
                    let length = isize::try_from(end - at).unwrap_or(0);
                    self.inner_mut().splice_text(text, at, length, "")?;
                    end = at;
                }
            }
        }
        if !insert.is_empty() {
            self.inner_mut().splice_text(text, at, 0, insert)?;
        }
        Ok(())
    }

    /// Puts an anchor at an offset.
    ///
    /// # Errors
    /// When Automerge refuses.
    pub(crate) fn insert_anchor(&mut self, text: &ObjId, at: usize, anchor: Anchor) -> Result<(), SchemaError> {
        let (kind, id) = anchor_kind(anchor);
        let block = self.inner_mut().split_block(text, at)?;
        self.inner_mut().put(&block, ANCHOR_KIND, kind)?;
        self.inner_mut().put(&block, ANCHOR_ID, id)?;
        if let Anchor::Erased(_) = anchor {
            self.inner_mut().put(&block, WITHDRAWN, true)?;
        }
        Ok(())
    }

    /// Sets the style of a range. `After`: what is typed behind a bold word is bold, what is typed before it is not, as
    /// in every word processor.
    ///
    /// # Errors
    /// When Automerge refuses.
    pub(crate) fn set_style(
        &mut self,
        text: &ObjId,
        range: std::ops::Range<usize>,
        style: Style,
    ) -> Result<(), SchemaError> {
        for (name, on) in [(BOLD, style.bold), (ITALIC, style.italic), (UNDERLINE, style.underline)] {
            if on {
                let mark = Mark::new(name.into(), true, range.start, range.end);
                self.inner_mut().mark(text, mark, ExpandMark::After)?;
            }
        }
        Ok(())
    }

    /// A name for a place in a paragraph that edits elsewhere do not move. `offset` may be the paragraph's length.
    pub fn cursor(&self, paragraph: ParagraphId, offset: usize) -> Option<String> {
        let text = self.text(paragraph)?;
        if offset >= self.inner().length(&text) {
            return Some(Cursor::End.to_string());
        }
        let cursor = self.inner().get_cursor_moving(&text, offset, None, MoveCursor::After).ok()?;
        Some(cursor.to_string())
    }

    /// The offset of a place now; `None` when the paragraph or the place is unknown here.
    pub fn offset(&self, paragraph: ParagraphId, cursor: &str) -> Option<usize> {
        let text = self.text(paragraph)?;
        let length = self.inner().length(&text);
        let cursor = parse_cursor(cursor)?;
        match cursor {
            Cursor::Start => Some(0),
            Cursor::End => Some(length),
            Cursor::Op(_) => {
                let here = self.holds(&text, &cursor, self.committed());
                here.then(|| self.inner().get_cursor_position(&text, &cursor, None).ok())
                    .flatten()
                    .map(|at| at.min(length))
            }
        }
    }

    /// Whether a text has had what a cursor names, at `heads`. To be asked first: Automerge panics over the name of something that
    /// stands in another text.
    pub(crate) fn holds(&self, text: &ObjId, cursor: &Cursor, heads: &[ChangeHash]) -> bool {
        // With the hash of no change they are not the newest heads, for which Automerge takes the short cut that panics.
        let heads = [heads, &[ChangeHash([0; 32])]].concat();
        self.inner().get_cursor_position(text, cursor, Some(&heads)).is_ok()
    }

    /// Names for the two ends of a range that is not empty: words typed at either end stay outside, and a range whose words
    /// are deleted is empty at its place.
    pub fn range_names(&self, paragraph: ParagraphId, from: usize, to: usize) -> Option<(String, String)> {
        let text = self.text(paragraph)?;
        let last = to.checked_sub(1).filter(|last| *last >= from && to <= self.inner().length(&text))?;
        let from = self.inner().get_cursor_moving(&text, from, None, MoveCursor::After).ok()?;
        let last = self.inner().get_cursor_moving(&text, last, None, MoveCursor::Before).ok()?;
        Some((from.to_string(), last.to_string()))
    }

    /// Where a range named by [`Document::range_names`] stands now: from and to, in code points.
    pub fn range(&self, paragraph: ParagraphId, from: &str, last: &str) -> Option<(usize, usize)> {
        let length = self.inner().length(&self.text(paragraph)?);
        let from = self.offset(paragraph, from)?;
        let last = self.offset(paragraph, last)?;
        Some((from, last.saturating_add(1).clamp(from, length.max(from))))
    }
}

/// Reads a cursor that somebody else wrote. Automerge panics on some texts, so only the shape that it prints itself
/// passes: `s`, `e`, or `[-]counter@actor` in ASCII.
fn parse_cursor(text: &str) -> Option<Cursor> {
    let shaped = match text {
        "s" | "e" => true,
        _ => {
            let (counter, actor) = text.strip_prefix('-').unwrap_or(text).split_once('@')?;
            // Operations are counted in 32 bits.
            counter.bytes().all(|b| b.is_ascii_digit())
                && counter.parse::<u32>().is_ok()
                && !actor.is_empty()
                && actor.len() <= 128
                && actor.len().is_multiple_of(2)
                && actor.bytes().all(|b| b.is_ascii_hexdigit())
        }
    };
    if shaped { Cursor::try_from(text).ok() } else { None }
}

/// Whether a text has the shape of a name for a place; see [`Document::cursor`].
pub fn is_cursor(text: &str) -> bool {
    parse_cursor(text).is_some()
}

fn style(marks: &MarkSet) -> Style {
    let mut style = Style::default();
    for (name, value) in marks.iter() {
        let on = matches!(value, ScalarValue::Boolean(true));
        match name {
            BOLD => style.bold = on,
            ITALIC => style.italic = on,
            UNDERLINE => style.underline = on,
            _ => {}
        }
    }
    style
}

fn anchor(block: &Map) -> Option<Anchor> {
    let string = |key| match block.get(key) {
        Some(hydrate::Value::Scalar(ScalarValue::Str(text))) => Some(text.as_str()),
        _ => None,
    };
    let withdrawn = matches!(block.get(WITHDRAWN), Some(hydrate::Value::Scalar(ScalarValue::Boolean(true))));
    match parse_anchor(string(ANCHOR_KIND)?, string(ANCHOR_ID)?)? {
        Anchor::Or(bracket) if withdrawn => Some(Anchor::Erased(bracket)),
        anchor => Some(anchor),
    }
}
