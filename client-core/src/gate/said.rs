//! What a change says, whether it may or not: the objects that it makes, the registers that it writes, what it touches.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    str::FromStr,
};

use automerge::{
    ExpandedChange, ObjType, ScalarValue,
    legacy::{Key, ObjectId, Op, OpId as Id, OpType},
};

use super::{
    Index, Touched,
    index::{KnownLine, Object, OpId},
    positions,
};
use crate::{
    model::{BracketId, ChoiceId, ParagraphId, ProposalId},
    schema::{
        ANCHOR_ID, ANCHOR_KIND, DELEGATION, INSERTS, JOINED, KIND, NOTE, PARENT, PLACE, SLASH_IN, Standpoint,
        WITHDRAWN, parse_anchor,
    },
};

/// The objects that a change makes, with what they are.
pub(super) fn created(change: &ExpandedChange, index: &Index) -> HashMap<OpId, Object> {
    let mut made = HashMap::new();
    for (id, op) in numbered(change) {
        let OpType::Make(kind) = &op.action else { continue };
        let object = match (find(&op.obj, index, &made), kind, &op.key) {
            (Some(Object::Brackets), ObjType::Map, Key::Map(key)) => {
                identity(key).map_or(Object::Other, Object::Bracket)
            }
            (Some(Object::Paragraphs), ObjType::Map, Key::Map(key)) => {
                identity(key).map_or(Object::Other, Object::Paragraph)
            }
            (Some(Object::Choices), ObjType::Map, Key::Map(key)) => identity(key).map_or(Object::Other, Object::Choice),
            (Some(Object::Choice(choice)), ObjType::List, Key::Map(key)) if key == JOINED => Object::Joined(choice),
            (Some(Object::Paragraph(paragraph)), ObjType::Text, _) => Object::Text(paragraph),
            (Some(Object::Text(paragraph)), ObjType::Map, Key::Seq(_)) => Object::Anchor(paragraph),
            (Some(Object::Positions), ObjType::Map, Key::Map(key)) => {
                identity(key).map_or(Object::Other, Object::Position)
            }
            (Some(Object::Alternatives), ObjType::Map, Key::Map(key)) => key.parse().map_or(Object::Other, Object::Set),
            (Some(Object::Set(set)), ObjType::List, Key::Map(_)) => Object::Base(set),
            (Some(Object::Proposals), ObjType::Map, Key::Map(key)) => {
                key.parse().map_or(Object::Other, Object::Proposal)
            }
            _ => Object::Other,
        };
        made.insert(id, object);
    }
    made
}

/// The identity that a key spells, in its one spelling: under another one nobody would find what is there.
pub(super) fn identity<T: FromStr + ToString>(key: &str) -> Option<T> {
    key.parse().ok().filter(|id: &T| id.to_string() == key)
}

/// Notes the brackets that a change opens or withdraws. To be called when the objects that the change makes are known.
pub(super) fn register(change: &ExpandedChange, index: &mut Index) {
    let none = HashMap::new();
    let mut kinds: HashMap<&ObjectId, &str> = HashMap::new();
    let mut lines: HashMap<&ObjectId, BracketId> = HashMap::new();
    for op in &change.operations {
        let (Key::Map(key), OpType::Put(value)) = (&op.key, &op.action) else { continue };
        match (find(&op.obj, index, &none), key.as_str(), value) {
            (Some(Object::Bracket(id)), DELEGATION, ScalarValue::Str(delegation)) => {
                index.brackets.entry(id).or_default().delegation = delegation.to_string();
            }
            (Some(Object::Bracket(id)), INSERTS, ScalarValue::Boolean(on)) => {
                index.brackets.entry(id).or_default().inserts = *on;
            }
            (Some(Object::Bracket(id)), WITHDRAWN, ScalarValue::Boolean(on)) => {
                index.brackets.entry(id).or_default().withdrawn = *on;
            }
            (Some(Object::Anchor(_)), ANCHOR_KIND, ScalarValue::Str(kind)) => drop(kinds.insert(&op.obj, kind)),
            (Some(Object::Anchor(_)), DELEGATION, ScalarValue::Str(delegation)) => {
                if let (ObjectId::Id(line), Some(bracket)) = (&op.obj, lines.get(&op.obj)) {
                    let delegation = delegation.to_string();
                    let known = KnownLine { bracket: *bracket, delegation, offers: false };
                    index.lines.insert(line.clone(), known);
                }
            }
            (Some(Object::Anchor(_)), SLASH_IN, ScalarValue::Str(_)) => {
                let known = if let ObjectId::Id(line) = &op.obj { index.lines.get_mut(line) } else { None };
                if let Some(known) = known {
                    known.offers = true;
                }
            }
            (Some(Object::Anchor(paragraph)), WITHDRAWN, ScalarValue::Boolean(true)) => {
                if let ObjectId::Id(line) = &op.obj {
                    index.erase(line, paragraph);
                }
            }
            (Some(Object::Paragraph(note)), DELEGATION, ScalarValue::Str(delegation)) => {
                index.notes.insert(note, delegation.to_string());
            }
            (Some(Object::Choice(choice)), DELEGATION, ScalarValue::Str(delegation)) => {
                index.choices.entry(choice).or_default().delegation = delegation.to_string();
            }
            (Some(Object::Choice(choice)), WITHDRAWN, ScalarValue::Boolean(true)) => {
                index.choices.entry(choice).or_default().withdrawn = true;
            }
            (Some(Object::Anchor(paragraph)), ANCHOR_ID, ScalarValue::Str(id)) => {
                if let (Some(&"or"), Ok(bracket)) = (kinds.get(&op.obj), id.parse()) {
                    lines.insert(&op.obj, bracket);
                }
                if let Some(anchor) = kinds.get(&op.obj).and_then(|kind| parse_anchor(kind, id)) {
                    index.anchor(anchor, paragraph);
                }
            }
            _ => {}
        }
    }
}

/// Where the paragraphs stand that a change makes.
pub(super) fn standpoints(
    change: &ExpandedChange,
    index: &Index,
    made: &HashMap<OpId, Object>,
) -> BTreeMap<ParagraphId, Standpoint> {
    let mut found: BTreeMap<ParagraphId, Standpoint> = BTreeMap::new();
    for op in &change.operations {
        let (Key::Map(key), OpType::Put(ScalarValue::Str(value))) = (&op.key, &op.action) else { continue };
        let Some(Object::Paragraph(id)) = find(&op.obj, index, made) else { continue };
        let before = || index.standpoints.get(&id).cloned().unwrap_or_default();
        match key.as_str() {
            PLACE => found.entry(id).or_insert_with(before).place = value.to_string(),
            PARENT => found.entry(id).or_insert_with(before).parent = value.parse().ok(),
            _ => {}
        }
    }
    found
}

/// The proposals that a change makes, with the delegation that does.
pub(super) fn proposed(change: &ExpandedChange, index: &Index) -> Vec<(ProposalId, String)> {
    let made = created(change, index);
    let mut proposed: BTreeMap<ProposalId, String> = BTreeMap::new();
    for object in made.values() {
        if let Object::Proposal(id) = object {
            proposed.entry(*id).or_default();
        }
    }
    for op in &change.operations {
        if let (Some(Object::Proposal(id)), Key::Map(key), OpType::Put(ScalarValue::Str(text))) =
            (find(&op.obj, index, &made), &op.key, &op.action)
            && key == DELEGATION
            && let Some(delegation) = proposed.get_mut(&id)
        {
            *delegation = text.to_string();
        }
    }
    proposed.into_iter().collect()
}

/// The brackets that a change joins to questions.
pub(super) fn joined(change: &ExpandedChange, index: &Index) -> Vec<(ChoiceId, BracketId)> {
    let made = created(change, index);
    let joined = |op: &Op| match find(&op.obj, index, &made) {
        Some(Object::Joined(choice)) => Some((choice, bracket_of(op)?)),
        _ => None,
    };
    change.operations.iter().filter_map(joined).collect()
}

/// The bracket that an element of a joined choice names.
pub(super) fn bracket_of(op: &Op) -> Option<BracketId> {
    match &op.action {
        OpType::Put(ScalarValue::Str(bracket)) => bracket.parse().ok(),
        _ => None,
    }
}

/// What a change touches, as far as the index knows it.
pub(super) fn touched(change: &ExpandedChange, index: &Index) -> Touched {
    let made = created(change, index);
    let mut touched = Touched::default();
    for op in &change.operations {
        match find(&op.obj, index, &made) {
            Some(Object::Paragraph(id)) if is_withdrawn(op).is_some() => {
                // A footnote is called from another paragraph.
                touched.paragraphs.insert(id);
                touched.structure = true;
            }
            Some(Object::Paragraph(id) | Object::Text(id) | Object::Anchor(id)) => drop(touched.paragraphs.insert(id)),
            Some(Object::Bracket(id)) => drop(touched.brackets.insert(id)),
            Some(Object::Joined(_)) => touched.brackets.extend(bracket_of(op)),
            Some(Object::Choice(choice)) => {
                touched.brackets.extend(index.choices.get(&choice).into_iter().flat_map(|known| &known.brackets));
                touched.structure = true;
            }
            Some(Object::Position(_)) => touched.positions.extend(positions::subject_of(op)),
            Some(Object::Positions) => {}
            Some(_) | None => touched.structure = true,
        }
    }
    touched
}

/// The paragraphs that a change makes and says to be footnotes.
pub(super) fn footnotes(change: &ExpandedChange, made: &HashMap<OpId, Object>) -> HashSet<ParagraphId> {
    let footnote = |op: &Op| {
        let ObjectId::Id(object) = &op.obj else { return None };
        let kind = matches!((&op.key, &op.action), (Key::Map(key), OpType::Put(ScalarValue::Str(kind)))
            if key == KIND && kind.as_str() == NOTE);
        match made.get(object) {
            Some(Object::Paragraph(id)) if kind => Some(*id),
            _ => None,
        }
    };
    change.operations.iter().filter_map(footnote).collect()
}

/// Whether a write says that something is taken back, or that it is not any more.
pub(super) fn is_withdrawn(op: &Op) -> Option<bool> {
    match (&op.key, &op.action) {
        (Key::Map(key), OpType::Put(ScalarValue::Boolean(on))) if key == WITHDRAWN => Some(*on),
        _ => None,
    }
}

/// Each operation with its identity.
pub(super) fn numbered(change: &ExpandedChange) -> impl Iterator<Item = (OpId, &Op)> {
    let start = change.start_op.get();
    change.operations.iter().enumerate().map(move |(i, op)| (Id::new(start + i as u64, &change.actor_id), op))
}

pub(super) fn find(object: &ObjectId, index: &Index, made: &HashMap<OpId, Object>) -> Option<Object> {
    match object {
        ObjectId::Root => None,
        ObjectId::Id(id) => made.get(id).or_else(|| index.objects.get(id)).copied(),
    }
}
