//! What the gate knows of a document: every object by the operation that made it, every anchor, every actor's last
//! change. Kept up to date change by change, so that examining one costs nothing that grows with the history.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use automerge::{ActorId, ObjId, ObjType, ReadDoc, ScalarValueRef, ValueRef, iter::ListRangeItem, legacy};

use super::{Vetted, said};
use crate::{
    model::{
        AlternativeSetId, Anchor, BracketId, ChoiceId, DraftKind, Inline, ParagraphId, ParagraphKind, PositionId,
        ProposalId,
    },
    schema::{
        ABOUT, ALTERNATIVES, BRACKETS, CHOICES, Document, PARAGRAPHS, POSITIONS, PROPOSALS, SchemaError, Standpoint,
        TEXT, reading_order,
    },
};

/// An operation's identity.
pub(crate) type OpId = legacy::OpId;

/// What an object of the document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Object {
    /// The map of paragraphs.
    Paragraphs,
    /// The map of brackets.
    Brackets,
    /// A paragraph's entry.
    Paragraph(ParagraphId),
    /// A paragraph's Text.
    Text(ParagraphId),
    /// An anchor in a Text.
    Anchor(ParagraphId),
    /// A bracket's register.
    Bracket(BracketId),
    /// The map of sets of alternatives.
    Alternatives,
    /// A set of alternatives.
    Set(AlternativeSetId),
    /// The base of a set.
    Base(AlternativeSetId),
    /// The map of proposals.
    Proposals,
    /// A proposal.
    Proposal(ProposalId),
    /// The map of joined choices.
    Choices,
    /// A joined choice.
    Choice(ChoiceId),
    /// The brackets of a joined choice.
    Joined(ChoiceId),
    /// Anything else: nobody but the server writes there.
    Other,
    /// The map of positions.
    Positions,
    /// A statement of a position.
    Position(PositionId),
}

/// What is known of a bracket.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Known {
    /// In whose name it was opened; empty when it came with the source.
    pub(super) delegation: String,
    /// The words inside were proposed with it.
    pub(super) inserts: bool,
    /// Lifted by its delegation.
    pub(super) withdrawn: bool,
    /// The paragraphs of its edges.
    pub(super) opens: Option<ParagraphId>,
    pub(super) closes: Option<ParagraphId>,
}

/// Where each paragraph stands in reading order.
pub(super) type Order = HashMap<ParagraphId, usize>;

/// See the module.
#[derive(Clone, Debug, Default)]
pub struct Index {
    pub(super) objects: HashMap<OpId, Object>,
    pub(super) brackets: HashMap<BracketId, Known>,
    pub(super) paragraphs: HashSet<ParagraphId>,
    /// The brackets that go over the end of a paragraph.
    pub(super) crossing: BTreeSet<BracketId>,
    /// The paragraph of each line between the branches of a bracket, in no order.
    pub(super) line_places: HashMap<BracketId, Vec<ParagraphId>>,
    pub(super) standpoints: BTreeMap<ParagraphId, Standpoint>,
    pub(super) order: Order,
    pub(super) sets: HashSet<AlternativeSetId>,
    /// Proposals, each with the delegation that made it.
    pub(super) proposals: HashMap<ProposalId, String>,
    seqs: HashMap<ActorId, u64>,
    reference: bool,
    // The block elements of Texts: deleting one would leave half a bracket.
    pub(super) anchors: HashSet<OpId>,
    /// Statements are made once.
    pub(super) positions: HashSet<PositionId>,
    pub(super) choices: HashMap<ChoiceId, KnownChoice>,
    /// The lines between branches that a delegation drew and did not take back.
    pub(super) lines: HashMap<OpId, KnownLine>,
    /// The footnotes that people added, each with the delegation.
    pub(super) notes: HashMap<ParagraphId, String>,
}

/// What is known of a line between branches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct KnownLine {
    /// The bracket that it divides.
    pub(super) bracket: BracketId,
    /// In whose name it was drawn; empty when it came with the source.
    pub(super) delegation: String,
    /// Whether it came with an offer beside words: then it goes with its bracket.
    pub(super) offers: bool,
}

/// What is known of a joined choice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct KnownChoice {
    /// In whose name it was made.
    pub(super) delegation: String,
    /// Taken apart again.
    pub(super) withdrawn: bool,
    /// Its brackets: they are not withdrawn by one delegation.
    pub(super) brackets: Vec<BracketId>,
}

impl Index {
    /// The index of a document.
    ///
    /// # Errors
    /// When the document is no draft.
    pub fn of(document: &mut Document) -> Result<Self, SchemaError> {
        let mut index = Self { reference: document.kind()? == DraftKind::Reference, ..Self::default() };
        for change in document.inner_mut().get_changes_meta(&[]) {
            let last = index.seqs.entry(change.actor.clone().into_owned()).or_default();
            *last = change.seq.max(*last);
        }
        for (key, object) in [
            (ABOUT, Object::Other),
            (ALTERNATIVES, Object::Alternatives),
            (PROPOSALS, Object::Proposals),
            (PARAGRAPHS, Object::Paragraphs),
            (BRACKETS, Object::Brackets),
            (POSITIONS, Object::Positions),
            (CHOICES, Object::Choices),
        ] {
            index.insert(&document.root(key)?, object);
        }
        index.add_paragraphs(document)?;
        let brackets = document.root(BRACKETS)?;
        for (id, bracket) in document.brackets()? {
            if let Some(entry) = document.object(&brackets, &id.to_string()) {
                index.insert(&entry, Object::Bracket(id));
            }
            let known = index.brackets.entry(id).or_default();
            known.delegation = bracket.delegation;
            (known.inserts, known.withdrawn) = (bracket.inserts, bracket.withdrawn);
        }
        let positions = document.root(POSITIONS)?;
        for id in document.positions()?.into_keys() {
            if let Some(entry) = document.object(&positions, &id.to_string()) {
                index.insert(&entry, Object::Position(id));
            }
            index.positions.insert(id);
        }
        let alternatives = document.root(ALTERNATIVES)?;
        for id in document.alternatives()?.into_keys() {
            if let Some(entry) = document.object(&alternatives, &id.to_string()) {
                index.insert(&entry, Object::Set(id));
            }
            index.sets.insert(id);
        }
        let proposals = document.root(PROPOSALS)?;
        for (id, proposal) in document.proposals()? {
            if let Some(entry) = document.object(&proposals, &id.to_string()) {
                index.insert(&entry, Object::Proposal(id));
            }
            index.proposals.insert(id, proposal.delegation);
        }
        let choices = document.root(CHOICES)?;
        for (id, choice) in document.choices()? {
            if let Some(entry) = document.object(&choices, &id.to_string()) {
                index.insert(&entry, Object::Choice(id));
            }
            let known =
                KnownChoice { delegation: choice.delegation, withdrawn: choice.withdrawn, brackets: choice.brackets };
            index.choices.insert(id, known);
        }
        Ok(index)
    }

    fn add_paragraphs(&mut self, document: &Document) -> Result<(), SchemaError> {
        let paragraphs = document.root(PARAGRAPHS)?;
        for (place, paragraph) in document.places()? {
            let id = paragraph.id;
            let Some(entry) = document.object(&paragraphs, &id.to_string()) else { continue };
            self.insert(&entry, Object::Paragraph(id));
            self.paragraphs.insert(id);
            self.standpoints.insert(id, Standpoint { parent: paragraph.parent, place });
            if paragraph.kind == ParagraphKind::Note {
                self.notes.insert(id, paragraph.delegation.clone());
            }
            let Some(text) = document.object(&entry, TEXT) else { continue };
            self.insert(&text, Object::Text(id));
            let mut anchored = false;
            for piece in &paragraph.content {
                let Inline::Anchor(anchor) = piece else { continue };
                anchored = true;
                self.anchor(*anchor, id);
            }
            if anchored {
                for block in units_of(document, &text).filter(|unit| matches!(unit.value, ValueRef::Object(_))) {
                    let block = block.id();
                    self.insert(&block, Object::Anchor(id));
                    if let (Some(line), Some(op)) = (document.line_of(&block), op_id(&block)) {
                        let (bracket, delegation, offers) = (line.bracket, line.delegation, line.within.is_some());
                        self.lines.insert(op, KnownLine { bracket, delegation, offers });
                    }
                    self.anchors.extend(op_id(&block));
                }
            }
        }
        self.reorder();
        Ok(())
    }

    /// Takes note of an anchor in a paragraph.
    pub(super) fn anchor(&mut self, anchor: Anchor, paragraph: ParagraphId) {
        let id = match anchor {
            Anchor::Open(id) => {
                self.brackets.entry(id).or_default().opens = Some(paragraph);
                id
            }
            Anchor::Close(id) => {
                self.brackets.entry(id).or_default().closes = Some(paragraph);
                id
            }
            Anchor::Or(id) => return self.line_places.entry(id).or_default().push(paragraph),
            Anchor::Note(_) | Anchor::Split(_) | Anchor::Erased(_) => return,
        };
        let edges = self.brackets.get(&id).and_then(|known| known.opens.zip(known.closes));
        if edges.is_some_and(|(opens, closes)| opens != closes) {
            self.crossing.insert(id);
        }
    }

    fn reorder(&mut self) {
        self.order = positions(&self.standpoints);
    }

    /// Where each paragraph will stand when these are there, too.
    pub(super) fn order_with(&self, new: BTreeMap<ParagraphId, Standpoint>) -> Order {
        let mut standpoints = self.standpoints.clone();
        standpoints.extend(new);
        positions(&standpoints)
    }

    fn insert(&mut self, id: &ObjId, object: Object) {
        if let Some(id) = op_id(id) {
            self.objects.insert(id, object);
        }
    }

    /// The number of an actor's last change; 0 when it has made none.
    pub fn last_seq(&self, actor: &ActorId) -> u64 {
        self.seqs.get(actor).copied().unwrap_or(0)
    }

    /// Whether the document is a reference, which nobody changes.
    pub fn is_reference(&self) -> bool {
        self.reference
    }

    /// Where a paragraph stands in reading order; `None` for one that is unknown here.
    pub(crate) fn position(&self, paragraph: ParagraphId) -> Option<usize> {
        self.order.get(&paragraph).copied()
    }

    /// Whether a delegation took a proposal of words back.
    pub(super) fn has_retracted(&self) -> bool {
        self.brackets.values().any(|known| known.withdrawn && known.inserts)
    }

    /// Whether a bracket is one question with others.
    pub(super) fn is_joined(&self, bracket: BracketId) -> bool {
        self.choices.values().any(|known| !known.withdrawn && known.brackets.contains(&bracket))
    }

    /// A line between branches in a paragraph was taken back.
    pub(super) fn erase(&mut self, line: &OpId, paragraph: ParagraphId) {
        let places = self.lines.remove(line).and_then(|known| self.line_places.get_mut(&known.bracket));
        if let Some(places) = places
            && let Some(at) = places.iter().position(|place| *place == paragraph)
        {
            places.swap_remove(at);
        }
    }

    /// Takes a change into account that the document has applied.
    pub fn absorb(&mut self, vetted: &Vetted) {
        let change = &vetted.change;
        let last = self.seqs.entry(change.actor_id().clone()).or_default();
        *last = change.seq().max(*last);
        for (id, object) in said::created(&vetted.expanded, self) {
            match object {
                Object::Anchor(_) => drop(self.anchors.insert(id.clone())),
                Object::Paragraph(paragraph) => {
                    self.paragraphs.insert(paragraph);
                    self.standpoints.entry(paragraph).or_default();
                }
                Object::Set(set) => drop(self.sets.insert(set)),
                _ => {}
            }
            if let Object::Position(position) = object {
                self.positions.insert(position);
            }
            if let Object::Choice(choice) = object {
                self.choices.entry(choice).or_default();
            }
            self.objects.insert(id, object);
        }
        for (choice, bracket) in said::joined(&vetted.expanded, self) {
            self.choices.entry(choice).or_default().brackets.push(bracket);
        }
        said::register(&vetted.expanded, self);
        let new = said::standpoints(&vetted.expanded, self, &HashMap::new());
        if self.standpoints.len() > self.order.len() || !new.is_empty() {
            self.standpoints.extend(new);
            self.reorder();
        }
        for (id, delegation) in said::proposed(&vetted.expanded, self) {
            self.proposals.insert(id, delegation);
        }
    }
}

fn positions(standpoints: &BTreeMap<ParagraphId, Standpoint>) -> Order {
    reading_order(standpoints).into_iter().enumerate().map(|(at, id)| (id, at)).collect()
}

/// The operation that inserted each unit of a paragraph, in their order.
pub(crate) fn unit_ids(document: &Document, paragraph: ParagraphId) -> Vec<OpId> {
    let Some(text) = document.text(paragraph) else { return Vec::new() };
    units_of(document, &text).filter_map(|unit| op_id(&unit.id())).collect()
}

/// The units of a Text. Its range also counts the ends of styles, which hold no character and no block.
fn units_of<'a>(document: &'a Document, text: &ObjId) -> impl Iterator<Item = ListRangeItem<'a>> {
    document
        .inner()
        .list_range(text, ..)
        .filter(|item| matches!(item.value, ValueRef::Scalar(ScalarValueRef::Str(_)) | ValueRef::Object(ObjType::Map)))
}

pub(super) fn op_id(id: &ObjId) -> Option<OpId> {
    match id {
        ObjId::Root => None,
        ObjId::Id(counter, actor, _) => Some(legacy::OpId::new(*counter, actor)),
    }
}
