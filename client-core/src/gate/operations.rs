//! Every operation of a change, one by one, against what a person's acts can do: insert and delete words, open a bracket
//! with both its edges, withdraw a bracket of one's own delegation, make a bracket a choice, take a position.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    str::FromStr,
};

use automerge::{
    ExpandedChange, ObjType, ScalarValue,
    legacy::{ElementId, Key, MarkData, ObjectId, Op, OpId as Id, OpType},
};

use super::{
    Index, Refused, Touched,
    choices::Choices,
    index::{KnownLine, Object, OpId},
    notes::Notes,
    places::Places,
    positions::{self, Statement, Statements},
    proposed::Proposed,
    reversed::Reversed,
    written::{Anchors, Written},
};
use crate::{
    model::{BracketId, ChoiceId, ParagraphId, Person, ProposalId},
    ops::{check_reason, is_bracket_sign, is_forbidden, is_slash},
    schema::{
        ANCHOR_ID, ANCHOR_KIND, CHOICE, DELEGATION, INSERTS, JOINED, KIND, NOTE, OPENED_AT, OPENED_BY, PARENT, PLACE,
        REASON, SLASH, SLASH_IN, STYLES, Standpoint, WISH, WITHDRAWN, parse_anchor,
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
fn identity<T: FromStr + ToString>(key: &str) -> Option<T> {
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
fn bracket_of(op: &Op) -> Option<BracketId> {
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

/// A change whose operations are all part of acts.
pub(super) struct Examined<'a> {
    /// What it touches.
    pub(super) touched: Touched,
    /// The brackets in which it draws lines between branches: that these stand inside is still to be examined.
    pub(super) lines: BTreeSet<BracketId>,
    /// The joined choices that it makes: that their brackets stand side by side is still to be examined.
    pub(super) choices: Vec<ChoiceId>,
    /// What it does to words: that it may do so where it does is still to be examined.
    pub(super) places: Places,
    /// The statements of positions that it makes: that they fit what is there is still to be examined.
    pub(super) statements: Statements<'a>,
    /// The brackets that it opens.
    pub(super) opened: BTreeSet<BracketId>,
    /// The brackets of earlier changes that it lifts: that nobody else supports them is still to be examined.
    pub(super) withdrawn: BTreeSet<BracketId>,
    /// What it proposes: that this stands outside tables is still to be examined.
    pub(super) proposed: Proposed<'a>,
    /// Where the paragraphs stand that it makes.
    pub(super) standpoints: BTreeMap<ParagraphId, Standpoint>,
    /// What it takes back: that it may is still to be examined.
    pub(super) reversed: Reversed,
}

/// Whether every operation is part of an act that this person may do.
///
/// # Errors
/// The first operation that is not.
pub(super) fn examine<'a>(change: &'a ExpandedChange, person: &Person, index: &Index) -> Result<Examined<'a>, Refused> {
    let made = created(change, index);
    let mut edges: BTreeMap<BracketId, (usize, usize)> = BTreeMap::new();
    let mut lines: BTreeSet<BracketId> = BTreeSet::new();
    let mut places = Places::default();
    let mut choices: BTreeSet<BracketId> = BTreeSet::new();
    let mut kinds: HashMap<&ObjectId, &str> = HashMap::new();
    let mut named: HashSet<&ObjectId> = HashSet::new();
    let mut registers: BTreeMap<BracketId, BTreeSet<&str>> = BTreeMap::new();
    let mut marks: HashMap<&ObjectId, i64> = HashMap::new();
    let mut statements: Statements<'a> = Statements::new();
    let mut withdrawn: BTreeSet<BracketId> = BTreeSet::new();
    let mut proposed = Proposed::default();
    let mut meaning = Anchors::default();
    let mut notes = Notes::default();
    let mut joins = Choices::default();
    let mut reversed = Reversed::default();
    let mut drawn: HashSet<(&ObjectId, &str)> = HashSet::new();
    let footnotes = footnotes(change, &made);
    let is_note = |made: Option<&Object>| matches!(made, Some(Object::Paragraph(id)) if footnotes.contains(id));
    for (id, op) in numbered(change) {
        let is_new = matches!(&op.obj, ObjectId::Id(object) if made.contains_key(object));
        let object = find(&op.obj, index, &made);
        keyed(op, object)?;
        match object {
            Some(Object::Text(paragraph)) => {
                text(op, index, &made, marks.entry(&op.obj).or_default())?;
                places.note(paragraph, id, op);
            }
            Some(Object::Anchor(paragraph)) if is_new => {
                let (key, value) = put(op)?;
                let line = kinds.get(&op.obj) == Some(&"or");
                match key {
                    DELEGATION | SLASH | SLASH_IN if line && drawn.insert((&op.obj, key)) => {
                        let mut signs = value.chars();
                        let honest = match key {
                            DELEGATION => value == person.delegation.0,
                            SLASH => signs.next().is_some_and(is_slash) && signs.next().is_none(),
                            _ => identity::<BracketId>(value).is_some(),
                        };
                        if !honest {
                            return Err(Refused::NotAnAct("a line between branches in another's name"));
                        }
                    }
                    ANCHOR_KIND
                        if matches!(value, "open" | "close" | "or" | "split" | NOTE)
                            && !kinds.contains_key(&op.obj) =>
                    {
                        kinds.insert(&op.obj, value);
                    }
                    ANCHOR_ID if kinds.get(&op.obj) == Some(&NOTE) && named.insert(&op.obj) => {
                        let note = value.parse().map_err(|_| Refused::NotAnAct("a call without a note"))?;
                        notes.called(note, paragraph);
                    }
                    ANCHOR_ID if named.insert(&op.obj) => {
                        meaning.extend(kinds.get(&op.obj).map(|kind| (&op.obj, (*kind, value))));
                        if kinds.get(&op.obj) == Some(&"split") {
                            let id = value.parse().map_err(|_| Refused::NotAnAct("a split that nobody proposes"))?;
                            proposed.split(id, paragraph);
                            continue;
                        }
                        let bracket = value.parse().map_err(|_| Refused::NotAnAct("an anchor without a bracket"))?;
                        match kinds.get(&op.obj) {
                            Some(&"or") => {
                                lines.insert(bracket);
                                *places.lines.entry(paragraph).or_default() += 1;
                            }
                            Some(&"open") => edges.entry(bracket).or_default().0 += 1,
                            Some(_) => edges.entry(bracket).or_default().1 += 1,
                            None => return Err(Refused::NotAnAct("an anchor without a kind")),
                        }
                    }
                    _ => return Err(Refused::NotAnAct("an anchor of an unknown kind")),
                }
            }
            Some(Object::Anchor(paragraph)) if withdraws(op) => {
                let line = if let ObjectId::Id(line) = &op.obj { index.lines.get(line) } else { None };
                let own = line.filter(|line| !line.delegation.is_empty() && line.delegation == person.delegation.0);
                let (Some(line), true) = (own, drawn.insert((&op.obj, WITHDRAWN))) else {
                    return Err(Refused::NotAnAct("another's line between branches"));
                };
                if line.offers { &mut reversed.offers } else { &mut reversed.erased }.insert(line.bracket);
                *places.erased.entry(paragraph).or_default() += 1;
            }
            Some(Object::Brackets) => {
                let fresh = matches!(made.get(&id), Some(Object::Bracket(new)) if !index.brackets.contains_key(new));
                if !fresh || !op.pred.is_empty() {
                    return Err(Refused::NotAnAct("a bracket that exists already"));
                }
            }
            Some(Object::Bracket(bracket)) if is_new => {
                let field = field(op, person)?;
                if field == INSERTS {
                    places.proposals.insert(bracket);
                    proposed.inserts(bracket);
                }
                registers.entry(bracket).or_default().insert(field);
                edges.entry(bracket).or_default();
            }
            Some(Object::Bracket(bracket)) if is_choice(op, true) => drop(choices.insert(bracket)),
            Some(Object::Bracket(bracket)) if is_choice(op, false) => drop(reversed.unchosen.insert(bracket)),
            Some(Object::Bracket(bracket)) => {
                withdrawal(op, bracket, person, index)?;
                withdrawn.insert(bracket);
            }
            Some(Object::Positions) => {
                let new = match made.get(&id) {
                    Some(Object::Position(new)) if !index.positions.contains(new) && op.pred.is_empty() => *new,
                    _ => return Err(Refused::NotAnAct("a position that exists already")),
                };
                if statements.insert(new, Statement::default()).is_some() {
                    return Err(Refused::NotAnAct("a position that exists already"));
                }
            }
            Some(Object::Position(position)) if is_new => {
                statements.entry(position).or_default().read(op, person)?;
            }
            Some(Object::Position(_)) => return Err(Refused::NotAnAct("a change to a position that was taken")),
            Some(Object::Paragraphs) if is_note(made.get(&id)) => {
                if let Some(Object::Paragraph(note)) = made.get(&id) {
                    notes.begins(*note, op, index)?;
                }
            }
            Some(Object::Paragraph(note)) if is_new && footnotes.contains(&note) => notes.field(note, op, person)?,
            Some(Object::Paragraph(note)) if !is_new && is_withdrawn(op).is_some() => {
                let own = index.notes.get(&note).is_some_and(|by| !by.is_empty() && *by == person.delegation.0);
                let gone = is_withdrawn(op).filter(|_| own);
                let gone = gone.ok_or(Refused::NotAnAct("something of another delegation taken back"))?;
                if reversed.notes.insert(note, gone).is_some() {
                    return Err(Refused::NotAnAct("a footnote taken back twice"));
                }
            }
            Some(Object::Paragraphs | Object::Alternatives | Object::Proposals) => {
                proposed.entry(op, made.get(&id), index)?;
            }
            Some(Object::Paragraph(paragraph)) if is_new => proposed.field_of_paragraph(op, paragraph)?,
            Some(Object::Set(_)) if is_new => proposed.field_of_set(op)?,
            Some(Object::Base(set)) if is_new => proposed.base(op, set)?,
            Some(Object::Proposal(proposal)) if is_new => proposed.field_of_proposal(op, proposal, person)?,
            Some(Object::Proposal(proposal)) => {
                let own = index.proposals.get(&proposal).is_some_and(|by| !by.is_empty() && *by == person.delegation.0);
                if !own || !withdraws(op) {
                    return Err(Refused::NotAnAct("a change to another's proposal"));
                }
            }
            Some(Object::Choices) => match made.get(&id) {
                Some(Object::Choice(choice)) => joins.begins(*choice, op, index)?,
                _ => return Err(Refused::NotAnAct("an operation outside words and brackets")),
            },
            Some(Object::Choice(choice)) if is_new => joins.field(choice, op, person)?,
            Some(Object::Choice(choice)) if withdraws(op) => drop(reversed.parted.insert(choice)),
            Some(Object::Joined(choice)) if is_new => joins.bracket(choice, op)?,
            Some(
                Object::Choice(_)
                | Object::Joined(_)
                | Object::Paragraph(_)
                | Object::Anchor(_)
                | Object::Set(_)
                | Object::Base(_)
                | Object::Other,
            )
            | None => {
                return Err(Refused::NotAnAct("an operation outside words and brackets"));
            }
        }
    }
    let new: BTreeSet<BracketId> =
        made.values().filter_map(|object| if let Object::Bracket(id) = object { Some(*id) } else { None }).collect();
    let anchors = made.values().filter(|object| matches!(object, Object::Anchor(_))).count();
    let paired = new.iter().all(|id| edges.get(id) == Some(&(1, 1)));
    let styled = marks.values().all(|open| *open == 0);
    if !paired || edges.len() != new.len() || anchors != named.len() || !styled {
        return Err(Refused::NotAnAct("a bracket or a style with one edge"));
    }
    if !notes.are_whole() {
        return Err(Refused::NotAnAct("a note without its call, or a call without its note"));
    }
    if !lines.iter().all(|id| new.contains(id) || index.brackets.contains_key(id)) {
        return Err(Refused::NotAnAct("a line between branches of no bracket"));
    }
    if !choices.is_subset(&lines) {
        return Err(Refused::NotAnAct("a choice without branches"));
    }
    let signed =
        |fields: &BTreeSet<&str>| [OPENED_BY, DELEGATION, OPENED_AT, WISH].iter().all(|key| fields.contains(key));
    if !new.iter().all(|id| registers.get(id).is_some_and(signed)) {
        return Err(Refused::NotAnAct("a bracket that nobody signs"));
    }
    // An offer beside words is a bracket with its line, lifted together.
    if !reversed.offers.is_subset(&withdrawn) {
        return Err(Refused::NotAnAct("half an offer taken back"));
    }
    proposed.examine(&Written { change, made: &made, anchors: &meaning }, index)?;
    let rows = proposed.rows();
    (places.rows, places.cells) = (rows.brackets(), rows.cells());
    let (touched, choices) = (touched(change, index), joins.made()?);
    let standpoints = standpoints(change, index, &made);
    Ok(Examined {
        touched,
        lines,
        choices,
        places,
        statements,
        opened: new,
        withdrawn,
        proposed,
        standpoints,
        reversed,
    })
}

/// Maps have keys, and texts and lists have places: Automerge mixes them up and cannot load what it saves then.
fn keyed(op: &Op, object: Option<Object>) -> Result<(), Refused> {
    let fits = match object {
        // Refused anyway.
        None | Some(Object::Other) => true,
        Some(Object::Text(_) | Object::Base(_) | Object::Joined(_)) => matches!(op.key, Key::Seq(_)),
        Some(_) => matches!(op.key, Key::Map(_)) && !op.insert,
    };
    if fits { Ok(()) } else { Err(Refused::NotAnAct("a key that does not fit")) }
}

/// An operation on a paragraph's words.
fn text(op: &Op, index: &Index, made: &HashMap<OpId, Object>, marks: &mut i64) -> Result<(), Refused> {
    if op.insert && !op.pred.is_empty() {
        return Err(Refused::NotAnAct("an insertion that replaces"));
    }
    // Operations count from 1. Automerge reads a place behind number 0 as the beginning, and a saved document spells it so.
    if matches!(&op.key, Key::Seq(ElementId::Id(element)) if element.counter() == 0) {
        return Err(Refused::NotAnAct("a place behind nothing"));
    }
    match &op.action {
        OpType::Put(ScalarValue::Str(words)) if op.insert => {
            let mut characters = words.chars();
            match (characters.next(), characters.next()) {
                (Some(c), None) if !is_bracket_sign(c) && !is_forbidden(c) => Ok(()),
                _ => Err(Refused::NotAnAct("a character that words cannot hold")),
            }
        }
        OpType::Make(ObjType::Map) if op.insert => Ok(()),
        OpType::Delete if !op.insert => match &op.key {
            Key::Seq(ElementId::Id(element)) if index.anchors.contains(element) || made.contains_key(element) => {
                Err(Refused::NotAnAct("half a bracket taken away"))
            }
            // A character has one value: the operation that inserted it.
            Key::Seq(ElementId::Id(element)) if op.pred.iter().eq([element]) => Ok(()),
            Key::Seq(ElementId::Id(_)) => Err(Refused::NotAnAct("a deletion of something else")),
            Key::Seq(ElementId::Head) | Key::Map(_) => Err(Refused::NotAnAct("a deletion of nothing")),
        },
        OpType::MarkBegin(MarkData { name, value: ScalarValue::Boolean(_), .. }) if STYLES.contains(&name.as_str()) => {
            *marks += 1;
            Ok(())
        }
        OpType::MarkEnd(_) if *marks > 0 => {
            *marks -= 1;
            Ok(())
        }
        _ => Err(Refused::NotAnAct("something other than words")),
    }
}

/// A field of a new bracket's register, by its key: it speaks in the name of who sends it.
fn field<'a>(op: &'a Op, person: &Person) -> Result<&'a str, Refused> {
    let Key::Map(key) = &op.key else { return Err(Refused::NotAnAct("a register without fields")) };
    let honest = match (key.as_str(), &op.action) {
        (OPENED_BY, OpType::Put(ScalarValue::Str(name))) => name.as_str() == person.name,
        (DELEGATION, OpType::Put(ScalarValue::Str(name))) => name.as_str() == person.delegation.0,
        (OPENED_AT, OpType::Put(ScalarValue::Int(at))) => *at >= 0,
        (WISH, OpType::Put(ScalarValue::Str(wish))) => matches!(wish.as_str(), "retain" | "delete" | "choose"),
        (REASON, OpType::Put(ScalarValue::Str(reason))) => check_reason(reason).is_ok(),
        // Opened and withdrawn again before it was sent.
        (WITHDRAWN | INSERTS | CHOICE, OpType::Put(ScalarValue::Boolean(true))) => true,
        _ => false,
    };
    if honest && op.pred.is_empty() { Ok(key) } else { Err(Refused::NotAnAct("a bracket in another's name")) }
}

/// A write to a bracket that exists: who draws lines between branches says that one is to be chosen, who takes the last one
/// back that none is.
fn is_choice(op: &Op, on: bool) -> bool {
    matches!(&op.key, Key::Map(key) if key == CHOICE)
        && matches!(op.action, OpType::Put(ScalarValue::Boolean(value)) if value == on)
}

/// A write to a bracket that exists: its own delegation may withdraw it.
fn withdrawal(op: &Op, bracket: BracketId, person: &Person, index: &Index) -> Result<(), Refused> {
    let own = index
        .brackets
        .get(&bracket)
        .is_some_and(|known| !known.delegation.is_empty() && known.delegation == person.delegation.0);
    if index.is_joined(bracket) {
        return Err(Refused::NotAnAct("a bracket that is one question with others"));
    }
    if own && withdraws(op) { Ok(()) } else { Err(Refused::NotAnAct("a change to another's bracket")) }
}

/// The paragraphs that a change makes and says to be footnotes.
fn footnotes(change: &ExpandedChange, made: &HashMap<OpId, Object>) -> HashSet<ParagraphId> {
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

/// Whether a write says that something is taken back.
fn withdraws(op: &Op) -> bool {
    matches!(&op.key, Key::Map(key) if key == WITHDRAWN) && matches!(op.action, OpType::Put(ScalarValue::Boolean(true)))
}

/// Whether a write says that something is taken back, or that it is not any more.
fn is_withdrawn(op: &Op) -> Option<bool> {
    match (&op.key, &op.action) {
        (Key::Map(key), OpType::Put(ScalarValue::Boolean(on))) if key == WITHDRAWN => Some(*on),
        _ => None,
    }
}

/// The key and the string of a plain write.
fn put(op: &Op) -> Result<(&str, &str), Refused> {
    match (&op.key, &op.action) {
        (Key::Map(key), OpType::Put(ScalarValue::Str(text))) if op.pred.is_empty() => Ok((key, text)),
        _ => Err(Refused::NotAnAct("an anchor with something else in it")),
    }
}

/// Each operation with its identity.
pub(super) fn numbered(change: &ExpandedChange) -> impl Iterator<Item = (OpId, &Op)> {
    let start = change.start_op.get();
    change.operations.iter().enumerate().map(move |(i, op)| (Id::new(start + i as u64, &change.actor_id), op))
}

fn find(object: &ObjectId, index: &Index, made: &HashMap<OpId, Object>) -> Option<Object> {
    match object {
        ObjectId::Root => None,
        ObjectId::Id(id) => made.get(id).or_else(|| index.objects.get(id)).copied(),
    }
}
