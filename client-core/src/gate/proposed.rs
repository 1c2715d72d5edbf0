//! What a change proposes: new paragraphs, sets of alternatives, and proposals to move, split or merge. Each is written
//! once, whole, and in the name of who sends it.

use std::collections::{BTreeMap, BTreeSet};

use automerge::{
    ObjType, ScalarValue,
    legacy::{Key, Op, OpType},
};

use super::{Index, Refused, index::Object, rows::Rows, written::Written};
use crate::{
    model::{AlternativeSetId, BracketId, Draft, Numeral, Paragraph, ParagraphId, ParagraphKind, Person, ProposalId},
    ops::{MAX_BASE, check_reason, is_placed},
    schema::{
        ADDED_IN, AFTER, BASE, DELEGATION, FIRST_IN, KIND, LEVEL, MERGE, MOVE, NEXT, NUMERAL, OPENED_AT, OPENED_BY,
        PARAGRAPH, PARENT, PLACE, REASON, SPLIT, TEXT, TOP, VARIANT_OF, WITHDRAWN, is_place, paragraph_kind,
        parse_numeral, parse_paragraph_kind, write_numeral,
    },
};

/// The longest name that a number can have which is not computed: `99.1 bis`, `iii`, `1 -bis (2)`.
const MAX_NAME: usize = 24;

/// What a change proposes, gathered operation by operation.
#[derive(Debug, Default)]
pub(super) struct Proposed<'a> {
    paragraphs: BTreeMap<ParagraphId, Fields<'a>>,
    sets: BTreeMap<AlternativeSetId, Vec<ParagraphId>>,
    proposals: BTreeMap<ProposalId, Fields<'a>>,
    /// The anchors of splits: the paragraphs that they stand in.
    splits: BTreeMap<ProposalId, Vec<ParagraphId>>,
    /// The brackets that say they propose their words.
    inserting: BTreeSet<BracketId>,
}

/// The fields of a new entry.
pub(super) type Fields<'a> = BTreeMap<&'a str, &'a str>;

impl<'a> Proposed<'a> {
    /// Whether anything is proposed.
    pub(super) fn is_empty(&self) -> bool {
        self.paragraphs.is_empty() && self.sets.is_empty() && self.proposals.is_empty() && self.splits.is_empty()
    }

    /// A bracket that says it proposes its words.
    pub(super) fn inserts(&mut self, bracket: BracketId) {
        self.inserting.insert(bracket);
    }

    /// The anchor of a split.
    pub(super) fn split(&mut self, proposal: ProposalId, paragraph: ParagraphId) {
        self.splits.entry(proposal).or_default().push(paragraph);
    }

    /// A new entry in the map of paragraphs, of sets or of proposals.
    pub(super) fn entry(&mut self, op: &Op, made: Option<&Object>, index: &Index) -> Result<(), Refused> {
        let fresh = match made {
            None => return Err(Refused::NotAnAct("an operation outside words and brackets")),
            Some(Object::Paragraph(id)) if !index.paragraphs.contains(id) => {
                self.paragraphs.entry(*id).or_default();
                true
            }
            Some(Object::Set(id)) if !index.sets.contains(id) => {
                self.sets.entry(*id).or_default();
                true
            }
            Some(Object::Proposal(id)) if !index.proposals.contains_key(id) => {
                self.proposals.entry(*id).or_default();
                true
            }
            _ => false,
        };
        if fresh && op.pred.is_empty() { Ok(()) } else { Err(Refused::NotAnAct("an entry that exists already")) }
    }

    /// A field of a new paragraph's entry.
    pub(super) fn field_of_paragraph(&mut self, op: &'a Op, id: ParagraphId) -> Result<(), Refused> {
        let refused = Refused::NotAnAct("a paragraph that nobody proposes so");
        let (Key::Map(key), true) = (&op.key, op.pred.is_empty()) else { return Err(refused) };
        let value = match (key.as_str(), &op.action) {
            (TEXT, OpType::Make(ObjType::Text)) => "",
            (KIND, OpType::Put(ScalarValue::Str(kind))) if can_be_proposed(kind) => kind.as_str(),
            (PLACE, OpType::Put(ScalarValue::Str(place))) if is_place(place) => place.as_str(),
            (NUMERAL, OpType::Put(ScalarValue::Str(numeral))) if is_numeral(numeral) => numeral.as_str(),
            (LEVEL, OpType::Put(ScalarValue::Int(1..=9))) => "",
            (PARENT | VARIANT_OF | ADDED_IN, OpType::Put(ScalarValue::Str(id))) => id.as_str(),
            _ => return Err(refused),
        };
        match self.paragraphs.entry(id).or_default().insert(key.as_str(), value) {
            None => Ok(()),
            Some(_) => Err(refused),
        }
    }

    /// A field of a new set: its base is a list.
    pub(super) fn field_of_set(&mut self, op: &Op) -> Result<(), Refused> {
        match (&op.key, &op.action) {
            (Key::Map(key), OpType::Make(ObjType::List)) if key == BASE && op.pred.is_empty() => Ok(()),
            _ => Err(Refused::NotAnAct("a set of alternatives with something else in it")),
        }
    }

    /// A paragraph in the base of a new set.
    pub(super) fn base(&mut self, op: &Op, set: AlternativeSetId) -> Result<(), Refused> {
        match &op.action {
            OpType::Put(ScalarValue::Str(id)) if op.insert && op.pred.is_empty() => {
                let id = id.parse().map_err(|_| Refused::NotAnAct("a base that is no paragraph"))?;
                self.sets.entry(set).or_default().push(id);
                Ok(())
            }
            _ => Err(Refused::NotAnAct("a base that is no paragraph")),
        }
    }

    /// A field of a new proposal: it speaks in the name of who sends it.
    pub(super) fn field_of_proposal(&mut self, op: &'a Op, id: ProposalId, person: &Person) -> Result<(), Refused> {
        let refused = Refused::NotAnAct("a proposal in another's name");
        let (Key::Map(key), true) = (&op.key, op.pred.is_empty()) else { return Err(refused) };
        let value = match (key.as_str(), &op.action) {
            (KIND, OpType::Put(ScalarValue::Str(kind))) if [MOVE, SPLIT, MERGE].contains(&kind.as_str()) => {
                kind.as_str()
            }
            (PARAGRAPH | NEXT | AFTER | FIRST_IN, OpType::Put(ScalarValue::Str(id))) => id.as_str(),
            (OPENED_BY, OpType::Put(ScalarValue::Str(name))) if name.as_str() == person.name => "",
            (DELEGATION, OpType::Put(ScalarValue::Str(name))) if name.as_str() == person.delegation.0 => "",
            (OPENED_AT, OpType::Put(ScalarValue::Int(0..))) => "",
            (REASON, OpType::Put(ScalarValue::Str(reason))) if check_reason(reason).is_ok() => "",
            // Proposed and taken back before it was sent.
            (WITHDRAWN, OpType::Put(ScalarValue::Boolean(true))) => "",
            _ => return Err(refused),
        };
        match self.proposals.entry(id).or_default().insert(key.as_str(), value) {
            None => Ok(()),
            Some(_) => Err(refused),
        }
    }

    /// Whether everything that is proposed is whole.
    pub(super) fn examine(&self, written: &Written<'_>, index: &Index) -> Result<(), Refused> {
        let rows = self.rows();
        for (id, fields) in &self.paragraphs {
            self.examine_paragraph(*id, fields, index)?;
        }
        rows.examine(written)?;
        for (id, fields) in self.paragraphs.iter().filter(|(id, _)| !rows.holds(**id)) {
            let bracket = fields.get(ADDED_IN).copied().unwrap_or_default();
            if !written.encloses(bracket, *id, *id) {
                return Err(Refused::NotAnAct("a new paragraph with words outside its bracket"));
            }
        }
        let used = |set: &AlternativeSetId| {
            let set = set.to_string();
            self.paragraphs.values().any(|fields| fields.get(VARIANT_OF) == Some(&set.as_str()))
        };
        for (id, base) in &self.sets {
            let known = base.iter().all(|id| self.knows(*id, index));
            let once = base.iter().collect::<BTreeSet<_>>().len() == base.len();
            if base.is_empty() || base.len() > MAX_BASE || !known || !once || !used(id) {
                return Err(Refused::NotAnAct("a set of alternatives without a base or a version"));
            }
        }
        for (id, fields) in &self.proposals {
            self.examine_proposal(*id, fields, index)?;
        }
        if self.splits.keys().all(|id| self.proposals.contains_key(id)) {
            Ok(())
        } else {
            Err(Refused::NotAnAct("a split that nobody proposes"))
        }
    }

    fn examine_paragraph(&self, id: ParagraphId, fields: &BTreeMap<&str, &str>, index: &Index) -> Result<(), Refused> {
        let whole = [KIND, PLACE, TEXT, ADDED_IN].iter().all(|key| fields.contains_key(key));
        let proposes = fields.get(ADDED_IN).and_then(|id| id.parse().ok());
        let proposes = proposes.is_some_and(|bracket: BracketId| self.inserting.contains(&bracket));
        let parent = fields.get(PARENT).is_none_or(|parent| {
            parent.parse().is_ok_and(|parent: ParagraphId| parent != id && self.knows(parent, index))
        });
        let set = fields.get(VARIANT_OF).is_none_or(|set| {
            set.parse().is_ok_and(|set: AlternativeSetId| self.sets.contains_key(&set) || index.sets.contains(&set))
        });
        if whole && proposes && parent && set {
            Ok(())
        } else {
            Err(Refused::NotAnAct("a paragraph that nobody proposes so"))
        }
    }

    fn examine_proposal(&self, id: ProposalId, fields: &BTreeMap<&str, &str>, index: &Index) -> Result<(), Refused> {
        let signed = [KIND, PARAGRAPH, OPENED_BY, DELEGATION, OPENED_AT].iter().all(|key| fields.contains_key(key));
        let known = |key| {
            let id = fields.get(key).and_then(|id| id.parse::<ParagraphId>().ok());
            id.is_some_and(|id| self.knows(id, index))
        };
        let only =
            |more: &[&str]| [NEXT, AFTER, FIRST_IN].iter().all(|key| more.contains(key) == fields.contains_key(key));
        let anchors = self.splits.get(&id).map_or(&[][..], Vec::as_slice);
        let own = fields.get(PARAGRAPH).and_then(|id| id.parse::<ParagraphId>().ok());
        let fits = match fields.get(KIND).copied() {
            Some(MOVE) if fields.contains_key(AFTER) => only(&[AFTER]) && known(AFTER) && anchors.is_empty(),
            Some(MOVE) => {
                let top = fields.get(FIRST_IN) == Some(&TOP);
                only(&[FIRST_IN]) && (top || known(FIRST_IN)) && anchors.is_empty()
            }
            Some(SPLIT) => only(&[]) && own.is_some_and(|own| anchors == [own]),
            Some(MERGE) => {
                only(&[NEXT]) && known(NEXT) && fields.get(NEXT) != fields.get(PARAGRAPH) && anchors.is_empty()
            }
            _ => false,
        };
        if signed && known(PARAGRAPH) && fits { Ok(()) } else { Err(Refused::NotAnAct("a proposal that is none")) }
    }

    /// The rows of tables.
    pub(super) fn rows(&self) -> Rows<'_> {
        Rows::of(&self.paragraphs)
    }

    /// The paragraphs that the new versions would replace.
    pub(super) fn replaced(&self, draft: &Draft) -> Vec<ParagraphId> {
        let sets =
            self.paragraphs.values().filter_map(|fields| fields.get(VARIANT_OF)?.parse::<AlternativeSetId>().ok());
        let base = |set| match (self.sets.get(&set), draft.alternatives.get(&set)) {
            (Some(base), _) => base.clone(),
            (None, Some(set)) => set.base.clone(),
            (None, None) => Vec::new(),
        };
        sets.flat_map(base).collect()
    }

    /// Whether a paragraph is here, or comes with the change.
    fn knows(&self, id: ParagraphId, index: &Index) -> bool {
        index.paragraphs.contains(&id) || self.paragraphs.contains_key(&id)
    }

    /// Whether what is proposed is proposed of paragraphs that an act would take: none in a table but rows, no note. That never
    /// changes, so it does not matter that the draft may be newer than the change.
    pub(super) fn examine_places(&self, draft: &Draft) -> Result<(), Refused> {
        let named = |fields: &BTreeMap<&str, &str>, keys: &[&str]| -> Vec<ParagraphId> {
            keys.iter().filter_map(|key| fields.get(key)?.parse().ok()).collect()
        };
        let rows = self.rows();
        let mut all: Vec<ParagraphId> = self.sets.values().flatten().copied().collect();
        let placed = self.paragraphs.iter().filter(|(id, _)| !rows.holds(**id)).map(|(_, fields)| fields);
        all.extend(placed.flat_map(|fields| named(fields, &[PARENT])));
        all.extend(self.proposals.values().flat_map(|fields| named(fields, &[PARAGRAPH, NEXT, AFTER, FIRST_IN])));
        let outside = all.iter().filter_map(|id| draft.paragraph(*id)).all(|paragraph| is_placed(draft, paragraph));
        let title = |id: &ParagraphId| draft.paragraph(*id).is_some_and(|p: &Paragraph| p.kind == ParagraphKind::Title);
        let titles = self.proposals.values().flat_map(|fields| named(fields, &[PARAGRAPH])).any(|id| title(&id));
        if outside && !titles && rows.are_in_tables(draft) {
            Ok(())
        } else {
            Err(Refused::NotAnAct("a proposal in a table"))
        }
    }
}

/// Whether a paragraph of a kind can be proposed.
fn can_be_proposed(kind: &str) -> bool {
    let parsed = parse_paragraph_kind(kind);
    let standing = matches!(
        parsed,
        ParagraphKind::Title
            | ParagraphKind::Front
            | ParagraphKind::Heading
            | ParagraphKind::Preambular
            | ParagraphKind::Operative
            | ParagraphKind::SubItem
            | ParagraphKind::Bullet
            | ParagraphKind::Row
            | ParagraphKind::Cell
    );
    standing && paragraph_kind(parsed) == kind
}

/// Whether a number is spelt as the schema spells it, and is not a text of its own.
fn is_numeral(text: &str) -> bool {
    let Some(numeral) = parse_numeral(text) else { return false };
    let sober = match &numeral {
        Numeral::Named(name) => {
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || " .-()".contains(c);
            name.len() <= MAX_NAME && !name.is_empty() && name.chars().all(plain)
        }
        Numeral::Number { .. } | Numeral::Letter(_) | Numeral::Between { .. } => true,
    };
    sober && write_numeral(&numeral) == text
}
