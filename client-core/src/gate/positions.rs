//! Statements of positions in a change: each is new, whole, signed by who sends it, and about something that is there.

use std::collections::{BTreeSet, HashMap};

use automerge::{
    ScalarValue,
    legacy::{Key, Op, OpType},
};

use super::{Index, Refused};
use crate::{
    model::{BracketId, Person, PositionId, Preference, Stance, Standings, Topic, supporters_beside},
    ops::check_reason,
    schema::{
        DELEGATION, Document, OPENED_AT, OPENED_BY, PREFERS, REASON, STANCE, SUBJECT, parse_preference, parse_stance,
        parse_subject,
    },
};

/// The fields of a statement, as far as they have been read.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Statement<'a> {
    fields: BTreeSet<&'a str>,
    subject: Option<Topic>,
    stance: Option<Option<Stance>>,
    preference: Option<Preference>,
}

/// Statements by the identity that they are put under.
pub(super) type Statements<'a> = HashMap<PositionId, Statement<'a>>;

impl<'a> Statement<'a> {
    /// Reads one field: it speaks in the name of who sends it.
    pub(super) fn read(&mut self, op: &'a Op, person: &Person) -> Result<(), Refused> {
        let Key::Map(key) = &op.key else { return Err(Refused::NotAnAct("a position without fields")) };
        let honest = match (key.as_str(), &op.action) {
            (OPENED_BY, OpType::Put(ScalarValue::Str(name))) => name.as_str() == person.name,
            (DELEGATION, OpType::Put(ScalarValue::Str(name))) => {
                !name.is_empty() && name.as_str() == person.delegation.0
            }
            (OPENED_AT, OpType::Put(ScalarValue::Int(at))) => *at >= 0,
            (REASON, OpType::Put(ScalarValue::Str(reason))) => check_reason(reason).is_ok(),
            (SUBJECT, OpType::Put(ScalarValue::Str(text))) => {
                self.subject = parse_subject(text);
                self.subject.is_some()
            }
            (STANCE, OpType::Put(ScalarValue::Str(text))) => {
                self.stance = parse_stance(text);
                self.stance.is_some()
            }
            (PREFERS, OpType::Put(ScalarValue::Str(text))) => {
                self.preference = parse_preference(text);
                self.preference.is_some()
            }
            _ => false,
        };
        if !honest || !op.pred.is_empty() || !self.fields.insert(key) {
            return Err(Refused::NotAnAct("a position in another's name, or of another kind"));
        }
        Ok(())
    }
}

/// Whether every statement is whole and about something that is there; `opened` are the brackets that the same change opens.
pub(super) fn examine(
    statements: &Statements<'_>,
    opened: &BTreeSet<BracketId>,
    document: &Document,
) -> Result<(), Refused> {
    for statement in statements.values() {
        let signed =
            [SUBJECT, STANCE, OPENED_BY, DELEGATION, OPENED_AT].iter().all(|key| statement.fields.contains(key));
        let (true, Some(subject), Some(stance)) = (signed, statement.subject, statement.stance) else {
            return Err(Refused::NotAnAct("a position that nobody signs"));
        };
        let here = matches!(subject, Topic::Bracket(id) if opened.contains(&id));
        if !here && !document.knows(subject).map_err(|_| Refused::Malformed)? {
            return Err(Refused::NotAnAct("a position on nothing"));
        }
        if !fits(document, subject, stance, statement.preference) {
            return Err(Refused::NotAnAct("a position on a version that is not there"));
        }
    }
    Ok(())
}

/// How many branches a choice has is not looked at: one more may have been drawn meanwhile, and then the statement is read as
/// one without a preference.
fn fits(document: &Document, subject: Topic, stance: Option<Stance>, preference: Option<Preference>) -> bool {
    match (subject, stance, preference) {
        (_, None, preference) => preference.is_none(),
        (Topic::Bracket(_), Some(_), None | Some(Preference::Branch { .. })) => true,
        (Topic::Bracket(_), Some(_), Some(Preference::Version(_))) => false,
        (Topic::Alternatives(_), Some(stance), None) => stance == Stance::Reserve,
        (Topic::Alternatives(_), Some(_), Some(Preference::Version(None))) => true,
        (Topic::Alternatives(set), Some(_), Some(Preference::Version(Some(version)))) => {
            document.paragraph(version).is_some_and(|paragraph| paragraph.variant_of == Some(set))
        }
        (Topic::Alternatives(_), Some(_), Some(Preference::Branch { .. })) => false,
    }
}

/// Refuses to lift brackets that are decided, or that another delegation supports.
pub(super) fn examine_withdrawals(
    withdrawn: &BTreeSet<BracketId>,
    standings: &Standings,
    index: &Index,
    document: &Document,
) -> Result<(), Refused> {
    for id in withdrawn {
        if standings.brackets.contains_key(id) {
            return Err(Refused::Settled);
        }
        let positions = document.positions_on(Topic::Bracket(*id)).map_err(|_| Refused::Malformed)?;
        let opener = index.brackets.get(id).map_or("", |known| known.delegation.as_str());
        if !supporters_beside(&positions, *id, opener).is_empty() {
            return Err(Refused::Supported);
        }
    }
    Ok(())
}

/// The subject of a statement, where an operation names it.
pub(super) fn subject_of(op: &Op) -> Option<Topic> {
    match (&op.key, &op.action) {
        (Key::Map(key), OpType::Put(ScalarValue::Str(text))) if key == SUBJECT => parse_subject(text),
        _ => None,
    }
}
