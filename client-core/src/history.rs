//! Lives: of a bracket, who opened it and why, each change of the words inside, what became of it; of a paragraph and of a
//! proposal likewise (`paragraph`).

mod moment;
mod paragraph;

use std::collections::{BTreeMap, BTreeSet, btree_map};

use automerge::Change;

use crate::{
    device::DeviceSignature,
    model::{
        AlternativeSetId, Anchor, BracketId, ChoiceId, Decision, Draft, Entry, Extent, JoinedChoice, ParagraphId,
        PersonId, Position, Preference, ProposalId, Stance, Subject, Timestamp, Topic, Wish, Written, occurrences,
    },
    schema::{Document, Element, SchemaError, elements, parse_change},
};

pub use moment::{Moment, Then, at};
pub use paragraph::{paragraph_life, proposal_life};

/// Changes by one person within this time are told as one.
const SITTING: Timestamp = 120_000;

/// A change as the log keeps it: what was received, from whom, when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredChange {
    /// Hash, hexadecimal.
    pub hash: String,
    /// The actor that made it.
    pub actor: Vec<u8>,
    /// The person; `None` for the import.
    pub person: Option<PersonId>,
    /// The person's name then.
    pub name: String,
    /// The delegation then.
    pub delegation: String,
    /// When the server received it.
    pub at: Timestamp,
    /// The raw change chunk.
    pub bytes: Vec<u8>,
    /// The paragraphs that it touches.
    pub paragraphs: Vec<ParagraphId>,
    /// The brackets whose register it touches.
    pub brackets: Vec<BracketId>,
    /// What the device signed that it came from; `None` where no device did.
    pub signature: Option<DeviceSignature>,
}

/// The life of one bracket, oldest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Life {
    /// The bracket.
    pub bracket: BracketId,
    /// What happened.
    pub events: Vec<LifeEvent>,
}

/// Something that happened to a bracket, a paragraph or a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LifeEvent {
    /// When the server received it.
    pub at: Timestamp,
    /// Name of who did it; empty for the import.
    pub by: String,
    /// In whose name.
    pub delegation: String,
    /// What.
    pub what: What,
    /// What it happened to.
    pub about: About,
    /// Whether the device that it came from signed it; no decision is.
    pub signed: bool,
}

/// What an event happened to, in the life of a paragraph: itself, or something that is told of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// What the life is of.
    Itself,
    /// The bracket in which a delegation proposed the paragraph.
    Addition(BracketId),
    /// A bracket around all of its words with the wish that they go.
    Deletion(BracketId),
    /// A proposal to move, split or merge.
    Proposal(ProposalId),
    /// Alternatives of which it is a version.
    Alternatives(AlternativeSetId),
}

/// What can happen to a bracket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// It came with the source.
    Imported {
        /// The words inside.
        words: String,
    },
    /// Somebody opened it.
    Opened {
        /// The words inside.
        words: String,
        /// Why.
        reason: String,
        /// What was wished.
        wish: Wish,
    },
    /// The words inside changed.
    Changed {
        /// The words before.
        before: String,
        /// The words after.
        after: String,
    },
    /// Its delegation lifted it.
    Withdrawn,
    /// Somebody made it a choice, or drew one more line in it.
    Split {
        /// The words of each branch.
        branches: Vec<String>,
    },
    /// The chair decided.
    Decided {
        /// What; of a package the part that is about this bracket.
        decision: Decision,
        /// How many decisions were taken as one; 1 for a decision by itself.
        parts: usize,
        /// The words of the branch that was picked, as the chair saw them.
        picked: Option<String>,
        /// Why.
        reason: String,
        /// In which meeting; empty when nobody said.
        meeting: String,
    },
    /// A delegation took a position, or took it back.
    Position {
        /// What it says; `None` takes back what it had said.
        stance: Option<Stance>,
        /// The words of the branch that it prefers, as they were then; empty for "no text".
        preferred: Option<String>,
        /// Why.
        reason: String,
    },
    /// Somebody made it one question with those beside it.
    Joined {
        /// The words of each bracket of the question, as they are now.
        brackets: Vec<String>,
    },
    /// Somebody proposed to move, split or merge.
    Proposed {
        /// Why.
        reason: String,
    },
    /// The delegation that had made it one question with others took that apart again.
    Parted,
    /// A delegation took its lines between branches back.
    Unsplit {
        /// The words after.
        words: String,
    },
}

/// Why a life cannot be told.
#[derive(Debug, thiserror::Error)]
pub enum HistoryError {
    /// What the life is asked of is not in this draft.
    #[error("there is nothing of this identity in this draft")]
    Unknown,
    /// The log cannot be read.
    #[error(transparent)]
    Log(#[from] SchemaError),
}

/// The life of a bracket. `changes` is the whole log in the server's order, `entries` the whole record.
///
/// # Errors
/// When the bracket is unknown or the log cannot be read.
pub fn bracket_life(changes: &[StoredChange], entries: &[Entry], id: BracketId) -> Result<Life, HistoryError> {
    Ok(Life { bracket: id, events: Log::read(changes, entries)?.bracket(id)? })
}

/// The log of a draft and its record, read once.
struct Log<'a> {
    changes: &'a [StoredChange],
    parsed: Vec<Change>,
    entries: &'a [Entry],
    document: Document,
    draft: Draft,
}

impl<'a> Log<'a> {
    fn read(changes: &'a [StoredChange], entries: &'a [Entry]) -> Result<Self, HistoryError> {
        let mut document = Document::empty();
        let parsed = changes.iter().map(|change| parse_change(&change.bytes)).collect::<Result<Vec<_>, _>>()?;
        document.apply(parsed.clone())?;
        let draft = document.hydrate()?;
        Ok(Self { changes, parsed, entries, document, draft })
    }

    /// The events of a bracket's life, oldest first.
    fn bracket(&mut self, id: BracketId) -> Result<Vec<LifeEvent>, HistoryError> {
        let Self { changes, parsed, entries, document, draft } = self;
        bracket_events(changes, parsed, entries, document, draft, id)
    }
}

fn bracket_events(
    changes: &[StoredChange],
    parsed: &[Change],
    entries: &[Entry],
    document: &mut Document,
    draft: &Draft,
    id: BracketId,
) -> Result<Vec<LifeEvent>, HistoryError> {
    let bracket = draft.brackets.get(&id).ok_or(HistoryError::Unknown)?;
    let whole = matches!(bracket.extent, Extent::Draft { .. });
    let paragraphs: Vec<ParagraphId> = draft.paragraphs.iter().map(|paragraph| paragraph.id).collect();
    let span = if whole { Vec::new() } else { span(document, &paragraphs, id) };
    let span_set: BTreeSet<ParagraphId> = span.iter().copied().collect();
    let said: Vec<&Position> =
        draft.positions.values().filter(|position| position.subject == Topic::Bracket(id)).collect();

    let mut events: Vec<LifeEvent> = Vec::new();
    let mut heads: BTreeSet<String> = BTreeSet::new();
    let mut words: Option<String> = None;
    let (mut lines, mut withdrawn) = (0, false);
    let found = occurrences(draft);
    let asked: Vec<&JoinedChoice> = draft.choices.values().filter(|choice| choice.brackets.contains(&id)).collect();
    // The questions that it was a branch of, as far as they have been told, and whether they were taken apart.
    let mut joined: BTreeMap<ChoiceId, bool> = BTreeMap::new();
    for (stored, change) in changes.iter().zip(parsed) {
        for dep in change.deps() {
            heads.remove(&dep.to_string());
        }
        heads.insert(stored.hash.clone());
        let event = |what| happened(stored, what, About::Itself);
        if words.is_none() && stored.brackets.contains(&id) {
            let branches = branches_at(document, &span, id, &heads)?;
            let now = branches.join("/");
            lines = branches.len();
            words = Some(now.clone());
            events.push(event(match stored.person {
                None => What::Imported { words: now },
                Some(_) => What::Opened { words: now, reason: bracket.reason.clone(), wish: bracket.wish },
            }));
        } else if let Some(before) = words.clone() {
            let was_withdrawn = withdrawn;
            if !withdrawn && stored.brackets.contains(&id) && is_withdrawn_at(document, id, &heads)? {
                withdrawn = true;
                events.push(event(What::Withdrawn));
            }
            if !asked.is_empty() && stored.brackets.contains(&id) {
                let choices = choices_at(document, &heads)?;
                for choice in &asked {
                    let Some(now) = choices.get(&choice.id) else { continue };
                    if let btree_map::Entry::Vacant(untold) = joined.entry(choice.id) {
                        untold.insert(false);
                        let words =
                            |id: &BracketId| found.iter().find(|found| found.bracket == *id).map(|f| f.words.clone());
                        let brackets = choice.brackets.iter().filter_map(words).collect();
                        events.push(event(What::Joined { brackets }));
                    }
                    if now.withdrawn && joined.insert(choice.id, true) == Some(false) {
                        events.push(event(What::Parted));
                    }
                }
            }
            if stored.paragraphs.iter().any(|paragraph| span_set.contains(paragraph)) {
                let branches = branches_at(document, &span, id, &heads)?;
                let after = branches.join("/");
                if branches.len() > lines {
                    lines = branches.len();
                    words = Some(after);
                    events.push(event(What::Split { branches }));
                } else if branches.len() < lines {
                    lines = branches.len();
                    words = Some(after.clone());
                    // An offer beside words is lifted with its line, and told once.
                    events.extend((withdrawn == was_withdrawn).then(|| event(What::Unsplit { words: after })));
                } else if after != before {
                    tell_change(&mut events, event(What::Changed { before, after: after.clone() }));
                    words = Some(after);
                }
            }
        }
        for position in said.iter().filter(|position| is_of(position, change)) {
            let branches = branches_at(document, &span, id, &heads)?;
            events.push(event(What::Position {
                stance: position.stance,
                preferred: position.preference.and_then(|preference| preferred_words(preference, &branches)),
                reason: position.reason.clone(),
            }));
        }
    }
    for entry in entries {
        let parts = entry.decision.parts();
        for part in parts.iter().filter(|part| part.subject() == Some(Subject::Bracket(id))) {
            let picked = match part {
                Decision::PickBranch { branch: Some(branch), of, .. } => {
                    picked_words(document, changes, &span, id, entry, (*branch, *of))?
                }
                _ => None,
            };
            events.push(decided(entry, part, picked, About::Itself));
        }
    }
    // Stable: a change and a decision of the same millisecond stay in the order of the log, changes first.
    events.sort_by_key(|event| event.at);
    Ok(events)
}

/// What a change did.
fn happened(stored: &StoredChange, what: What, about: About) -> LifeEvent {
    let (by, delegation, signed) = (stored.name.clone(), stored.delegation.clone(), stored.signature.is_some());
    LifeEvent { at: stored.at, by, delegation, what, about, signed }
}

/// What the chair decided.
fn decided(entry: &Entry, part: &Decision, picked: Option<String>, about: About) -> LifeEvent {
    let (decision, parts) = (part.clone(), entry.decision.parts().len());
    let (reason, meeting) = (entry.reason.clone(), entry.meeting.clone());
    let what = What::Decided { decision, parts, picked, reason, meeting };
    LifeEvent { at: entry.at, by: entry.by.clone(), delegation: entry.delegation.clone(), what, about, signed: false }
}

/// Joins a change of the words with the one before it when one person made both in one sitting.
fn tell_change(events: &mut Vec<LifeEvent>, event: LifeEvent) {
    if let Some(last) = events.last_mut()
        && last.by == event.by
        && last.delegation == event.delegation
        && event.at - last.at <= SITTING
        && let (What::Changed { after, .. }, What::Changed { after: newer, .. }) = (&mut last.what, &event.what)
    {
        after.clone_from(newer);
        last.at = event.at;
        last.signed &= event.signed;
        return;
    }
    events.push(event);
}

/// Whether a change made a statement.
fn is_of(position: &Position, change: &Change) -> bool {
    holds(change, &position.written)
}

/// Whether a change holds an operation.
fn holds(change: &Change, written: &Written) -> bool {
    let operations = change.start_op().get()..=change.max_op();
    operations.contains(&written.counter) && change.actor_id().to_bytes() == written.actor
}

/// The words of the branch that is preferred, where there are as many branches as the delegation saw.
fn preferred_words(preference: Preference, branches: &[String]) -> Option<String> {
    match preference {
        Preference::Branch { branch, of } if u32::try_from(branches.len()) == Ok(of) => match branch {
            Some(branch) => branches.get(usize::try_from(branch).ok()?).cloned(),
            None => Some(String::new()),
        },
        Preference::Branch { .. } | Preference::Version(_) => None,
    }
}

/// The paragraphs from the one that holds the opening edge to the one that holds the closing edge.
fn span(document: &Document, order: &[ParagraphId], id: BracketId) -> Vec<ParagraphId> {
    let holds = |anchor: Anchor| {
        order.iter().position(|paragraph| {
            document.content(*paragraph).is_some_and(|c| c.contains(&crate::model::Inline::Anchor(anchor)))
        })
    };
    match (holds(Anchor::Open(id)), holds(Anchor::Close(id))) {
        (Some(from), Some(to)) if from <= to => order[from..=to].to_vec(),
        _ => Vec::new(),
    }
}

/// The words of each branch of a bracket at some heads; one for a bracket that is no choice.
fn branches_at(
    document: &Document,
    span: &[ParagraphId],
    id: BracketId,
    heads: &BTreeSet<String>,
) -> Result<Vec<String>, SchemaError> {
    let heads: Vec<String> = heads.iter().cloned().collect();
    let mut units = Vec::new();
    for (index, paragraph) in span.iter().enumerate() {
        if index > 0 {
            units.push(Element::Char('\n', crate::model::Style::default()));
        }
        units.extend(elements(&document.content_at(*paragraph, &heads)?.unwrap_or_default()));
    }
    Ok(branches_inside(&units, id))
}

/// The words of each branch between the edges of a bracket, the words of nested ones included, signs left out.
fn branches_inside(units: &[Element], id: BracketId) -> Vec<String> {
    let mut branches = vec![String::new()];
    let edge = |anchor| units.iter().position(|unit| *unit == Element::Anchor(anchor));
    let (Some(open), Some(close)) = (edge(Anchor::Open(id)), edge(Anchor::Close(id))) else { return branches };
    for unit in units.get(open..close).unwrap_or_default() {
        match unit {
            Element::Anchor(Anchor::Or(of)) if *of == id => branches.push(String::new()),
            Element::Anchor(Anchor::Or(_)) => {
                branches.iter_mut().last().into_iter().for_each(|branch| branch.push('/'))
            }
            Element::Char(c, _) => branches.iter_mut().last().into_iter().for_each(|branch| branch.push(*c)),
            Element::Anchor(_) => {}
        }
    }
    branches
}

fn is_withdrawn_at(document: &mut Document, id: BracketId, heads: &BTreeSet<String>) -> Result<bool, SchemaError> {
    let heads: Vec<String> = heads.iter().cloned().collect();
    Ok(document.at(&heads)?.brackets()?.get(&id).is_some_and(|bracket| bracket.withdrawn))
}

fn choices_at(
    document: &mut Document,
    heads: &BTreeSet<String>,
) -> Result<BTreeMap<ChoiceId, JoinedChoice>, SchemaError> {
    let heads: Vec<String> = heads.iter().cloned().collect();
    document.at(&heads)?.choices()
}

/// The words of a picked branch on the text that the decision was taken on; on the text as it is now when that one had
/// other branches: what the chair had just written was not yet part of it.
fn picked_words(
    document: &Document,
    changes: &[StoredChange],
    span: &[ParagraphId],
    id: BracketId,
    entry: &Entry,
    (branch, of): (u32, u32),
) -> Result<Option<String>, SchemaError> {
    let known = entry.heads.iter().all(|head| changes.iter().any(|change| change.hash == *head));
    let heads: BTreeSet<String> = entry.heads.iter().cloned().collect();
    let mut branches = if known { branches_at(document, span, id, &heads)? } else { Vec::new() };
    if u32::try_from(branches.len()) != Ok(of) {
        let mut units = Vec::new();
        for paragraph in span {
            units.extend(elements(&document.content(*paragraph).unwrap_or_default()));
        }
        branches = branches_inside(&units, id);
    }
    Ok(usize::try_from(branch).ok().and_then(|branch| branches.get(branch).cloned()))
}
