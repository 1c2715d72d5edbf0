//! Document -> draft. Reads whatever is there: a field of a wrong type reads as absent, a paragraph whose parent is gone
//! stands at the top. Nothing that a document holds makes it panic.

use std::collections::{BTreeMap, HashMap};

use automerge::{ObjId, ReadDoc, ScalarValue, Value};

use super::keys::{ADDED_IN, AFTER, FIRST_IN, MERGE, MOVE, NEXT, PARAGRAPH, PROPOSALS, SPLIT, TOP};
use super::{
    ABOUT, ALTERNATIVES, BRACKETS, CHOICE, Document, INSERTS, PARAGRAPHS, SchemaError, TEXT, WITHDRAWN,
    fields::Fields,
    keys::{
        BASE, COLUMN_IDEA, COLUMN_SOURCE, COLUMN_TEXT, DELEGATION, FULL_WIDTH, ID, IDEA, KIND, LANGUAGE, LEVEL, MARKER,
        NUMERAL, OPENED_AT, OPENED_BY, PACKAGE, PARENT, PLACE, QUESTION, REASON, SCHEMA, SCHEMA_VERSION, SLUG, SOURCES,
        TITLE, VARIANT_OF, WHOLE, WISH, parse_paragraph_kind, parse_wish,
    },
};
use crate::model::{
    AlternativeSet, AlternativeSetId, Bracket, BracketId, Change, Column, Draft, DraftId, DraftKind, Extent, Numeral,
    Paragraph, ParagraphId, Proposal, ProposalId, Target, Wish, numbering::Suffix,
};

impl Document {
    /// The draft as a plain value, in reading order.
    ///
    /// # Errors
    /// When the skeleton is missing: the bytes are an Automerge document, but no draft.
    pub fn hydrate(&self) -> Result<Draft, SchemaError> {
        let version = self.string(&automerge::ROOT, SCHEMA).ok_or(SchemaError::Missing("form"))?;
        if version != SCHEMA_VERSION {
            return Err(SchemaError::Version(version));
        }
        let about = self.root(ABOUT)?;
        let title = self.string(&about, TITLE).unwrap_or_default();
        let mut draft = Draft::new(self.id()?, self.slug()?, title, self.kind()?);
        draft.language = self.string(&about, LANGUAGE).unwrap_or_else(|| "und".into());
        for (column, key) in [(Column::Idea, COLUMN_IDEA), (Column::Text, COLUMN_TEXT), (Column::Source, COLUMN_SOURCE)]
        {
            draft.columns.extend(self.string(&about, key).map(|head| (column, head)));
        }
        draft.paragraphs = self.paragraphs()?;
        draft.brackets = self.brackets()?;
        draft.alternatives = self.alternatives()?;
        draft.positions = self.positions()?;
        draft.proposals = self.proposals()?;
        draft.choices = self.choices()?;
        Ok(draft)
    }

    /// Whether the document is negotiated or read.
    ///
    /// # Errors
    /// When the skeleton is missing.
    pub fn kind(&self) -> Result<DraftKind, SchemaError> {
        let kind = self.string(&self.root(ABOUT)?, KIND);
        Ok(if kind.as_deref() == Some("reference") { DraftKind::Reference } else { DraftKind::Draft })
    }

    /// The draft's identity.
    ///
    /// # Errors
    /// When the skeleton is missing, or names none.
    pub fn id(&self) -> Result<DraftId, SchemaError> {
        let id = self.string(&self.root(ABOUT)?, ID).and_then(|id| id.parse().ok());
        id.ok_or(SchemaError::Missing("identity"))
    }

    /// The draft's short name.
    ///
    /// # Errors
    /// When the skeleton is missing.
    pub fn slug(&self) -> Result<String, SchemaError> {
        Ok(self.string(&self.root(ABOUT)?, SLUG).unwrap_or_default())
    }

    /// One paragraph; `None` when there is none with this identity.
    pub fn paragraph(&self, id: ParagraphId) -> Option<Paragraph> {
        let paragraphs = self.root(PARAGRAPHS).ok()?;
        let entry = self.object(&paragraphs, &id.to_string())?;
        Some(self.read_paragraph(id, &entry).0)
    }

    /// The register of brackets.
    ///
    /// # Errors
    /// When the skeleton is missing.
    pub fn brackets(&self) -> Result<BTreeMap<BracketId, Bracket>, SchemaError> {
        let mut brackets = BTreeMap::new();
        for (id, entry) in self.entries(BRACKETS)? {
            let Ok(id) = id.parse::<BracketId>() else { continue };
            brackets.insert(id, self.read_bracket(id, &entry));
        }
        Ok(brackets)
    }

    /// The register of one bracket; `None` when there is none with this identity.
    pub fn bracket(&self, id: BracketId) -> Option<Bracket> {
        let entry = self.object(&self.root(BRACKETS).ok()?, &id.to_string())?;
        Some(self.read_bracket(id, &entry))
    }

    fn read_bracket(&self, id: BracketId, entry: &ObjId) -> Bracket {
        let fields = self.fields(entry);
        let extent = match fields.string(WHOLE) {
            Some(edges) => Extent::Draft { opens: edges.contains('['), closes: edges.contains(']') },
            None => Extent::Anchored,
        };
        Bracket {
            id,
            opened_by: fields.string(OPENED_BY).unwrap_or_default(),
            delegation: fields.string(DELEGATION).unwrap_or_default(),
            opened_at: fields.int(OPENED_AT).unwrap_or_default(),
            wish: if fields.flag(CHOICE) { Wish::Choose } else { parse_wish(&fields.string(WISH).unwrap_or_default()) },
            reason: fields.string(REASON).unwrap_or_default(),
            extent,
            full_width: fields.flag(FULL_WIDTH),
            question: fields.string(QUESTION),
            package: fields.string(PACKAGE),
            withdrawn: fields.flag(WITHDRAWN),
            inserts: fields.flag(INSERTS),
        }
    }

    /// The register of alternative sets.
    ///
    /// # Errors
    /// When the skeleton is missing.
    pub fn alternatives(&self) -> Result<BTreeMap<AlternativeSetId, AlternativeSet>, SchemaError> {
        let mut sets = BTreeMap::new();
        for (id, entry) in self.entries(ALTERNATIVES)? {
            let Ok(id) = id.parse() else { continue };
            let base = self.fields(&entry).strings_of(self, BASE).iter().filter_map(|id| id.parse().ok()).collect();
            sets.insert(id, AlternativeSet { id, base });
        }
        Ok(sets)
    }

    /// The register of proposals. One that is neither a move, a split nor a merge reads as absent.
    ///
    /// # Errors
    /// When the skeleton is missing.
    pub fn proposals(&self) -> Result<BTreeMap<ProposalId, Proposal>, SchemaError> {
        let mut proposals = BTreeMap::new();
        for (id, entry) in self.entries(PROPOSALS)? {
            let Ok(id) = id.parse::<ProposalId>() else { continue };
            let fields = self.fields(&entry);
            let Some(change) = proposed(&fields) else { continue };
            let proposal = Proposal {
                id,
                change,
                by: fields.string(OPENED_BY).unwrap_or_default(),
                delegation: fields.string(DELEGATION).unwrap_or_default(),
                at: fields.int(OPENED_AT).unwrap_or_default(),
                reason: fields.string(REASON).unwrap_or_default(),
                withdrawn: fields.flag(WITHDRAWN),
            };
            proposals.insert(id, proposal);
        }
        Ok(proposals)
    }

    /// Where a paragraph stands among its siblings, as stored.
    pub(crate) fn place(&self, id: ParagraphId) -> Option<String> {
        let entry = self.object(&self.root(PARAGRAPHS).ok()?, &id.to_string())?;
        self.string(&entry, PLACE)
    }

    /// Every paragraph, in reading order.
    ///
    /// # Errors
    /// When the skeleton is missing.
    pub(crate) fn paragraphs(&self) -> Result<Vec<Paragraph>, SchemaError> {
        Ok(in_reading_order(self.places()?))
    }

    pub(crate) fn places(&self) -> Result<Vec<(String, Paragraph)>, SchemaError> {
        let mut placed = Vec::new();
        for (id, entry) in self.entries(PARAGRAPHS)? {
            let Ok(id) = id.parse() else { continue };
            let (paragraph, place) = self.read_paragraph(id, &entry);
            placed.push((place, paragraph));
        }
        Ok(placed)
    }

    fn read_paragraph(&self, id: ParagraphId, entry: &ObjId) -> (Paragraph, String) {
        let fields = self.fields(entry);
        let mut paragraph = Paragraph::new(id, parse_paragraph_kind(&fields.string(KIND).unwrap_or_default()));
        paragraph.parent = fields.string(PARENT).and_then(|id| id.parse().ok());
        paragraph.level = fields.int(LEVEL).and_then(|level| u8::try_from(level).ok()).unwrap_or(0);
        paragraph.numeral = fields.string(NUMERAL).and_then(|text| parse_numeral(&text));
        paragraph.marker = fields.string(MARKER);
        paragraph.idea = fields.string(IDEA);
        paragraph.sources = fields.strings_of(self, SOURCES);
        paragraph.variant_of = fields.string(VARIANT_OF).and_then(|id| id.parse().ok());
        paragraph.added_in = fields.string(ADDED_IN).and_then(|id| id.parse().ok());
        paragraph.delegation = fields.string(DELEGATION).unwrap_or_default();
        paragraph.withdrawn = fields.flag(WITHDRAWN);
        if let Some(text) = fields.object(TEXT) {
            paragraph.content = self.read_content(&text, None);
        }
        (paragraph, fields.string(PLACE).unwrap_or_default())
    }

    pub(super) fn entries(&self, root: &'static str) -> Result<Vec<(String, ObjId)>, SchemaError> {
        let map = self.root(root)?;
        Ok(self.fields(&map).objects().collect())
    }

    fn scalar(&self, object: &ObjId, key: &str) -> Option<ScalarValue> {
        match self.inner().get(object, key) {
            Ok(Some((Value::Scalar(value), _))) => Some(value.into_owned()),
            _ => None,
        }
    }

    pub(super) fn string(&self, object: &ObjId, key: &str) -> Option<String> {
        match self.scalar(object, key)? {
            ScalarValue::Str(text) => Some(text.to_string()),
            _ => None,
        }
    }

    pub(super) fn strings(&self, list: &ObjId) -> Vec<String> {
        let read = |(value, _): (Value<'_>, ObjId)| match value {
            Value::Scalar(scalar) => scalar.as_str().map(str::to_owned),
            Value::Object(_) => None,
        };
        (0..self.inner().length(list)).filter_map(|i| self.inner().get(list, i).ok().flatten().and_then(read)).collect()
    }
}

fn proposed(fields: &Fields<'_>) -> Option<Change> {
    let id = |key| fields.string(key).and_then(|id| id.parse::<ParagraphId>().ok());
    let paragraph = id(PARAGRAPH)?;
    match fields.string(KIND)?.as_str() {
        MOVE => {
            let to = match (id(AFTER), fields.string(FIRST_IN).as_deref()) {
                (Some(sibling), _) => Target::After(sibling),
                (None, Some(TOP)) => Target::FirstIn(None),
                (None, parent) => Target::FirstIn(Some(parent?.parse().ok()?)),
            };
            Some(Change::Move { paragraph, to })
        }
        SPLIT => Some(Change::Split { paragraph }),
        MERGE => Some(Change::Merge { paragraph, next: id(NEXT)? }),
        _ => None,
    }
}

/// Reads what [`super::write::numeral`] wrote.
pub(crate) fn parse_numeral(text: &str) -> Option<Numeral> {
    let (kind, rest) = text.split_once(':')?;
    match kind {
        "n" => {
            let (number, suffix) = rest.split_once('/').unwrap_or((rest, "0"));
            Some(Numeral::Number { number: number.parse().ok()?, suffix: Suffix(suffix.parse().ok()?) })
        }
        "l" => rest.parse().ok().map(Numeral::Letter),
        "x" => Some(Numeral::Named(rest.to_owned())),
        "b" => {
            let [unit, number, suffix, side] = rest.split('/').collect::<Vec<_>>().try_into().ok()?;
            Some(Numeral::Between {
                letter: unit == "l",
                number: number.parse().ok()?,
                suffix: Suffix(suffix.parse().ok()?),
                before: side == "before",
            })
        }
        _ => None,
    }
}

/// Where a paragraph stands in its document: under which one, and at which place among its siblings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Standpoint {
    /// The paragraph it stands under.
    pub(crate) parent: Option<ParagraphId>,
    /// Its place, as stored.
    pub(crate) place: String,
}

fn in_reading_order(placed: Vec<(String, Paragraph)>) -> Vec<Paragraph> {
    let standpoints = placed
        .iter()
        .map(|(place, paragraph)| (paragraph.id, Standpoint { parent: paragraph.parent, place: place.clone() }))
        .collect();
    let mut paragraphs: HashMap<ParagraphId, Paragraph> =
        placed.into_iter().map(|(_, paragraph)| (paragraph.id, paragraph)).collect();
    reading_order(&standpoints).into_iter().filter_map(|id| paragraphs.remove(&id)).collect()
}

/// Parents before children, siblings by place and then by identity. Whatever cannot be reached from the top (its parent
/// is gone, or concurrent moves made a circle) follows at the end.
pub(crate) fn reading_order(standpoints: &BTreeMap<ParagraphId, Standpoint>) -> Vec<ParagraphId> {
    let mut children: BTreeMap<Option<ParagraphId>, Vec<(&str, ParagraphId)>> = BTreeMap::new();
    for (id, Standpoint { parent, place }) in standpoints {
        let parent = parent.filter(|parent| standpoints.contains_key(parent));
        children.entry(parent).or_default().push((place, *id));
    }
    for siblings in children.values_mut() {
        // Reversed: they are taken from the end.
        siblings.sort_by(|a, b| b.cmp(a));
    }
    let mut ordered = Vec::with_capacity(standpoints.len());
    let mut stack = children.remove(&None).unwrap_or_default();
    while let Some((_, id)) = stack.pop() {
        stack.extend(children.remove(&Some(id)).unwrap_or_default());
        ordered.push(id);
    }
    ordered.extend(children.into_values().flatten().map(|(_, id)| id));
    ordered
}
