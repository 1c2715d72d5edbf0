//! Every operation of a change, one by one, against what a person's acts can do: insert and delete words, open a bracket
//! with both its edges, withdraw a bracket of one's own delegation, make a bracket a choice, take a position.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use automerge::{ExpandedChange, legacy::ObjectId};

use super::{
    Index, Refused, Touched,
    choices::Choices,
    index::Object,
    notes::Notes,
    places::Places,
    positions::{Statement, Statements},
    proposed::Proposed,
    reversed::Reversed,
    said::{created, find, footnotes, identity, is_withdrawn, numbered, standpoints, touched},
    single::{field, is_choice, keyed, put, text, withdrawal, withdraws},
    written::{Anchors, Written},
};
use crate::{
    model::{BracketId, ChoiceId, ParagraphId, Person},
    ops::is_slash,
    schema::{
        ANCHOR_ID, ANCHOR_KIND, DELEGATION, INSERTS, NOTE, OPENED_AT, OPENED_BY, SLASH, SLASH_IN, Standpoint, WISH,
        WITHDRAWN,
    },
};

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
