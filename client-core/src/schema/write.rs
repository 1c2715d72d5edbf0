//! Draft -> document, and the writes of a person's act.

use automerge::{ObjId, ObjType, transaction::Transactable};
use fractional_index::FractionalIndex;

use super::{
    ABOUT, ALTERNATIVES, BRACKETS, CHOICES, Document, GENESIS_ACTOR, INSERTS, PARAGRAPHS, POSITIONS, SchemaError, TEXT,
    WITHDRAWN,
    keys::{self, SCHEMA, SCHEMA_VERSION},
};
use crate::model::{
    Anchor, Bracket, BracketId, Column, Draft, DraftKind, Extent, Inline, Numeral, Paragraph, ParagraphId, Timestamp,
    Wish,
};

/// What somebody says when opening a bracket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BracketOpening {
    /// The bracket's identity, fresh.
    pub id: BracketId,
    /// Who opens it.
    pub by: String,
    /// In whose name.
    pub delegation: String,
    /// When.
    pub at: Timestamp,
    /// What is wished.
    pub wish: Wish,
    /// Why.
    pub reason: String,
    /// Whether the words inside are proposed with it.
    pub inserts: bool,
}

impl Document {
    /// The document of an imported draft: the skeleton that every replica shares, then one change by the draft's own
    /// actor. The same draft at the same time gives the same bytes.
    ///
    /// # Errors
    /// When Automerge refuses, which for a fresh document would be a defect.
    pub fn from_draft(draft: &Draft, at: Timestamp) -> Result<Self, SchemaError> {
        let mut document = Self::empty();
        document.set_actor(&GENESIS_ACTOR);
        document.inner_mut().put(automerge::ROOT, SCHEMA, SCHEMA_VERSION)?;
        for root in [ABOUT, PARAGRAPHS, BRACKETS, ALTERNATIVES, POSITIONS, keys::PROPOSALS, CHOICES] {
            document.inner_mut().put_object(automerge::ROOT, root, ObjType::Map)?;
        }
        document.seal("skeleton", 0);
        document.set_actor(draft.id.0.as_bytes());
        document.write_about(draft)?;
        let paragraphs = document.root(PARAGRAPHS)?;
        let mut place = FractionalIndex::default();
        for paragraph in &draft.paragraphs {
            document.write_paragraph(&paragraphs, paragraph, &place.to_string())?;
            place = FractionalIndex::new_after(&place);
        }
        for bracket in draft.brackets.values() {
            document.write_bracket(bracket)?;
        }
        let alternatives = document.root(ALTERNATIVES)?;
        for set in draft.alternatives.values() {
            document.write_set(&alternatives, set)?;
        }
        for proposal in draft.proposals.values() {
            document.register_proposal(proposal)?;
        }
        // In the order in which they were made: the newest one of a delegation is the one that holds.
        let mut positions: Vec<_> = draft.positions.values().collect();
        positions.sort_by_key(|position| (&position.written, position.id));
        for position in positions {
            document.take_position(position)?;
        }
        for choice in draft.choices.values() {
            document.join_choice(choice)?;
        }
        document.seal("import", at);
        Ok(document)
    }

    fn write_about(&mut self, draft: &Draft) -> Result<(), SchemaError> {
        let about = self.root(ABOUT)?;
        let kind = match draft.kind {
            DraftKind::Draft => "draft",
            DraftKind::Reference => "reference",
        };
        let doc = self.inner_mut();
        doc.put(&about, keys::ID, draft.id.to_string())?;
        doc.put(&about, keys::SLUG, draft.slug.as_str())?;
        doc.put(&about, keys::TITLE, draft.title.as_str())?;
        doc.put(&about, keys::LANGUAGE, draft.language.as_str())?;
        doc.put(&about, keys::KIND, kind)?;
        for (column, head) in &draft.columns {
            let key = match column {
                Column::Idea => keys::COLUMN_IDEA,
                Column::Text => keys::COLUMN_TEXT,
                Column::Source => keys::COLUMN_SOURCE,
            };
            doc.put(&about, key, head.as_str())?;
        }
        Ok(())
    }

    pub(super) fn write_paragraph(
        &mut self,
        paragraphs: &ObjId,
        paragraph: &Paragraph,
        place: &str,
    ) -> Result<(), SchemaError> {
        let entry = self.inner_mut().put_object(paragraphs, paragraph.id.to_string(), ObjType::Map)?;
        let doc = self.inner_mut();
        doc.put(&entry, keys::KIND, keys::paragraph_kind(paragraph.kind))?;
        doc.put(&entry, keys::PLACE, place)?;
        if paragraph.level > 0 {
            doc.put(&entry, keys::LEVEL, i64::from(paragraph.level))?;
        }
        let optional = [
            (keys::PARENT, paragraph.parent.map(|id| id.to_string())),
            (keys::NUMERAL, paragraph.numeral.as_ref().map(numeral)),
            (keys::MARKER, paragraph.marker.clone()),
            (keys::IDEA, paragraph.idea.clone()),
            (keys::VARIANT_OF, paragraph.variant_of.map(|id| id.to_string())),
            (keys::ADDED_IN, paragraph.added_in.map(|id| id.to_string())),
            (keys::DELEGATION, Some(paragraph.delegation.clone()).filter(|name| !name.is_empty())),
        ];
        for (key, value) in optional {
            if let Some(value) = value {
                doc.put(&entry, key, value)?;
            }
        }
        if paragraph.withdrawn {
            doc.put(&entry, WITHDRAWN, true)?;
        }
        self.write_strings(&entry, keys::SOURCES, &paragraph.sources)?;
        let text = self.inner_mut().put_object(&entry, TEXT, ObjType::Text)?;
        self.write_content(&text, &paragraph.content, false)
    }

    /// Writes words with their anchors, or between anchors that stand already.
    pub(super) fn write_content(&mut self, text: &ObjId, content: &[Inline], stand: bool) -> Result<(), SchemaError> {
        let mut at = 0;
        let mut styled = Vec::new();
        for piece in content {
            let length = piece.len();
            match piece {
                Inline::Text { text: words, style } => {
                    self.inner_mut().splice_text(text, at, 0, words)?;
                    styled.push((at..at + length, *style));
                }
                Inline::Anchor(_) if stand => {}
                Inline::Anchor(anchor) => self.insert_anchor(text, at, *anchor)?,
            }
            at += length;
        }
        for (range, style) in styled {
            self.set_style(text, range, style)?;
        }
        Ok(())
    }

    pub(super) fn write_strings(&mut self, entry: &ObjId, key: &str, strings: &[String]) -> Result<(), SchemaError> {
        if strings.is_empty() {
            return Ok(());
        }
        let list = self.inner_mut().put_object(entry, key, ObjType::List)?;
        for (index, text) in strings.iter().enumerate() {
            self.inner_mut().insert(&list, index, text.as_str())?;
        }
        Ok(())
    }

    fn write_bracket(&mut self, bracket: &Bracket) -> Result<(), SchemaError> {
        let brackets = self.root(BRACKETS)?;
        let entry = self.inner_mut().put_object(&brackets, bracket.id.to_string(), ObjType::Map)?;
        let doc = self.inner_mut();
        doc.put(&entry, keys::WISH, keys::wish(bracket.wish))?;
        doc.put(&entry, keys::OPENED_AT, bracket.opened_at)?;
        let strings = [
            (keys::OPENED_BY, Some(bracket.opened_by.as_str()).filter(|text| !text.is_empty())),
            (keys::DELEGATION, Some(bracket.delegation.as_str()).filter(|text| !text.is_empty())),
            (keys::REASON, Some(bracket.reason.as_str()).filter(|text| !text.is_empty())),
            (keys::QUESTION, bracket.question.as_deref()),
            (keys::PACKAGE, bracket.package.as_deref()),
        ];
        for (key, value) in strings {
            if let Some(value) = value {
                doc.put(&entry, key, value)?;
            }
        }
        if let Extent::Draft { opens, closes } = bracket.extent {
            let edges = format!("{}{}", if opens { "[" } else { "" }, if closes { "]" } else { "" });
            doc.put(&entry, keys::WHOLE, edges)?;
        }
        for (key, on) in
            [(keys::FULL_WIDTH, bracket.full_width), (WITHDRAWN, bracket.withdrawn), (INSERTS, bracket.inserts)]
        {
            if on {
                doc.put(&entry, key, true)?;
            }
        }
        Ok(())
    }

    /// Opens a bracket between two places, the register and both anchors together.
    ///
    /// # Errors
    /// When a paragraph is unknown or Automerge refuses.
    pub(crate) fn open_bracket(
        &mut self,
        opening: &BracketOpening,
        from: (ParagraphId, usize),
        to: (ParagraphId, usize),
    ) -> Result<(), SchemaError> {
        let start = self.text(from.0).ok_or(SchemaError::Missing("paragraph"))?;
        let end = self.text(to.0).ok_or(SchemaError::Missing("paragraph"))?;
        // The far end first, so that the near end keeps its offset.
        self.insert_anchor(&end, to.1, Anchor::Close(opening.id))?;
        self.insert_anchor(&start, from.1, Anchor::Open(opening.id))?;
        self.register_bracket(opening)
    }

    /// Writes the register of a new bracket, whose anchors stand already.
    ///
    /// # Errors
    /// When Automerge refuses.
    pub(crate) fn register_bracket(&mut self, opening: &BracketOpening) -> Result<(), SchemaError> {
        self.write_bracket(&Bracket {
            opened_by: opening.by.clone(),
            delegation: opening.delegation.clone(),
            opened_at: opening.at,
            wish: opening.wish,
            reason: opening.reason.clone(),
            inserts: opening.inserts,
            ..Bracket::new(opening.id)
        })
    }

    /// Marks a bracket as lifted by its opener.
    ///
    /// # Errors
    /// When the bracket is unknown or Automerge refuses.
    pub(crate) fn withdraw_bracket(&mut self, id: BracketId) -> Result<(), SchemaError> {
        let brackets = self.root(BRACKETS)?;
        let entry = self.object(&brackets, &id.to_string()).ok_or(SchemaError::Missing("bracket"))?;
        Ok(self.inner_mut().put(&entry, WITHDRAWN, true)?)
    }
}

/// `n:9/1` for 9 bis, `l:1` for a., `x:C1` for a name that is not computed.
pub(crate) fn numeral(numeral: &Numeral) -> String {
    match numeral {
        Numeral::Number { number, suffix } => format!("n:{number}/{}", suffix.0),
        Numeral::Letter(letter) => format!("l:{letter}"),
        Numeral::Named(name) => format!("x:{name}"),
        Numeral::Between { letter, number, suffix, before } => {
            let (unit, side) = (if *letter { "l" } else { "n" }, if *before { "before" } else { "behind" });
            format!("b:{unit}/{number}/{}/{side}", suffix.0)
        }
    }
}
