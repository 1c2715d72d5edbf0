//! What a change must pass before Automerge applies it: size, form, authorship, causality, and every operation against
//! the draft's schema. Neither the room nor the session applies a foreign byte that has not been here.
//!
//! The gate looks at what the change says, not at what the document becomes: a refused change never touches a document.

mod choices;
mod columns;
mod elements;
mod index;
mod lines;
mod notes;
mod operations;
mod places;
mod positions;
mod predecessors;
mod proposed;
mod refused;
mod reversed;
mod rows;
mod said;
mod single;
mod typing;
mod written;

use std::{
    collections::BTreeSet,
    panic::{AssertUnwindSafe, catch_unwind},
};

use automerge::{Change, ChangeHash, ExpandedChange};

pub use index::Index;
pub(crate) use index::unit_ids;
pub use refused::Refused;
pub(crate) use typing::{Tried, Waiting, vet_typing};

use crate::{
    model::{BracketId, ParagraphId, Permission, Person, Phase, Standings, Topic},
    schema::{Document, parse_change},
};

/// The largest change, in bytes.
pub const MAX_CHANGE: usize = 256 * 1024;

/// The most operations that one change of a person may hold, so that it costs little to refuse it; an act of more words is several changes.
pub const MAX_OPERATIONS: usize = 1_000;

/// The most operations of a change that was taken before, by whichever version.
pub const MAX_OPERATIONS_TAKEN: usize = 50_000;

/// The largest first change of a draft, which holds all of its words, in bytes and in operations.
const MAX_IMPORT: usize = 16 << 20;
const MAX_IMPORT_OPERATIONS: usize = 1_000_000;

/// The length of the actor that the server issues, in bytes. A client may append [`MAX_GENERATION`] bytes of its own: after
/// a refusal it goes on as a new actor.
pub const ACTOR: usize = 16;

/// How many bytes a client may append to the actor it was issued.
pub const MAX_GENERATION: usize = 4;

/// The longest message of a change, in bytes: the name of an act.
const MAX_MESSAGE: usize = 64;

/// The type byte of a plain change chunk in Automerge's binary format; deflated ones are not accepted.
const PLAIN_CHANGE: u8 = 1;

/// Who sends a change.
#[derive(Clone, Copy, Debug)]
pub struct Writer<'a> {
    /// The person.
    pub person: &'a Person,
    /// The actor that the server issued to the connection.
    pub actor: [u8; ACTOR],
    /// What the chair has decided.
    pub standings: &'a Standings,
}

/// What a change touches.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Touched {
    /// Paragraphs whose words, anchors or fields change.
    pub paragraphs: BTreeSet<ParagraphId>,
    /// Brackets whose register changes.
    pub brackets: BTreeSet<BracketId>,
    /// Whether paragraphs, brackets or alternatives appear or disappear.
    pub structure: bool,
    /// What positions are taken on.
    pub positions: BTreeSet<Topic>,
}

impl Touched {
    /// Takes what another change touches into account.
    pub fn merge(&mut self, other: &Self) {
        self.paragraphs.extend(&other.paragraphs);
        self.brackets.extend(&other.brackets);
        self.structure |= other.structure;
        self.positions.extend(&other.positions);
    }

    /// Whether nothing is touched.
    pub fn is_empty(&self) -> bool {
        self.paragraphs.is_empty() && self.brackets.is_empty() && !self.structure && self.positions.is_empty()
    }
}

/// A change that passed.
#[derive(Clone, Debug)]
pub struct Vetted {
    /// The change.
    pub change: Change,
    /// What it touches.
    pub touched: Touched,
    pub(crate) expanded: ExpandedChange,
}

/// A change that is refused, and what that leaves behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// Why.
    pub(crate) reason: Refused,
    /// Whether the document has applied the change, or a part of it: it is of no use any more.
    pub(crate) spoilt: bool,
}

impl From<Refused> for Refusal {
    /// What is refused before the document was touched.
    fn from(reason: Refused) -> Self {
        Self { reason, spoilt: false }
    }
}

/// Examines a change by a client. `document` is asked what it has, never changed; answers the change and the document that has
/// applied it, which takes the other's place when the change is taken.
///
/// # Errors
/// The first reason found.
pub fn vet(
    bytes: &[u8],
    writer: Writer<'_>,
    index: &Index,
    document: &mut Document,
) -> Result<(Vetted, Document), Refused> {
    let begun = begin(bytes, writer, index, |hash| document.max_op_of(hash))?;
    let mut after = None;
    let vetted = examine(begun, writer, index, document, Trial::On(&mut after)).map_err(|refusal| refusal.reason)?;
    after.map(|after| (vetted, after)).ok_or(Refused::Malformed)
}

/// The same of a change that was begun with, on the document itself, which then has applied the change. A copy costs as much as the history is long: whoever takes
/// many changes in one go makes one and goes back to it when a change leaves the document spoilt. `fallback` becomes that copy,
/// before the document is touched, unless it is there already.
///
/// # Errors
/// The first reason found, and whether the document is of use yet.
pub(crate) fn vet_in_place(
    begun: Begun,
    writer: Writer<'_>,
    index: &Index,
    document: &mut Document,
    fallback: &mut Option<Document>,
) -> Result<Vetted, Refusal> {
    examine(begun, writer, index, document, Trial::InPlace(fallback))
}

/// What a change is tried on.
enum Trial<'a> {
    /// A copy, which is handed back.
    On(&'a mut Option<Document>),
    /// The document, with a copy to go back to.
    InPlace(&'a mut Option<Document>),
}

fn examine(
    Begun { change, expanded }: Begun,
    writer: Writer<'_>,
    index: &Index,
    document: &mut Document,
    trial: Trial<'_>,
) -> Result<Vetted, Refusal> {
    let operations::Examined {
        touched,
        lines,
        choices,
        places,
        statements,
        opened,
        withdrawn,
        proposed,
        standpoints,
        reversed,
    } = operations::examine(&expanded, writer.person, index)?;
    if !statements.is_empty() && !writer.person.role.may(Permission::TakePosition) {
        return Err(Refused::NotAllowed.into());
    }
    predecessors::examine(&expanded, change.deps(), index, document)?;
    elements::examine(&places, change.deps(), document)?;
    positions::examine(&statements, &opened, document)?;
    positions::examine_withdrawals(&withdrawn, writer.standings, index, document)?;
    reversed.examine(writer, document)?;
    if !proposed.is_empty() {
        let draft = document.hydrate().map_err(|_| Refused::Malformed)?;
        proposed.examine_places(&draft)?;
        if proposed.replaced(&draft).iter().any(|paragraph| writer.standings.is_agreed(*paragraph)) {
            return Err(Refused::Agreed.into());
        }
    }
    if touched.paragraphs.iter().any(|paragraph| writer.standings.is_agreed(*paragraph)) {
        return Err(Refused::Agreed.into());
    }
    if !lines.is_empty() {
        lines::examine_divided(&lines, writer.standings, document)?;
    }
    let places = places::Examination::before(&places, standpoints, writer, index, document);
    let (after, spoilt) = match trial {
        Trial::On(copy) => (copy.insert(document.clone()), false),
        Trial::InPlace(fallback) => {
            fallback.get_or_insert_with(|| document.clone());
            (document, true)
        }
    };
    // What breaks a document in spite of all this breaks one that nobody has seen.
    let tried = catch_unwind(AssertUnwindSafe(|| {
        after.apply([change.clone()])?;
        if !lines.is_empty() || !choices.is_empty() {
            lines::examine_lines(&lines, &choices, writer.standings, after)?;
        }
        reversed.examine_choices(after)?;
        places.after(after)
    }));
    match tried.unwrap_or(Err(Refused::Malformed)) {
        Ok(()) => Ok(Vetted { change, touched, expanded }),
        Err(reason) => Err(Refusal { reason, spoilt }),
    }
}

/// A change of which holds what must hold of every change.
#[derive(Debug)]
pub(crate) struct Begun {
    change: Change,
    expanded: ExpandedChange,
}

/// Who may write at all, and what must hold of a change whatever it does. `known` has the number of the last operation of each change
/// that is here.
fn begin(
    bytes: &[u8],
    writer: Writer<'_>,
    index: &Index,
    mut known: impl FnMut(&ChangeHash) -> Option<u64>,
) -> Result<Begun, Refused> {
    if !writer.person.role.may(Permission::Edit) {
        return Err(Refused::NotAllowed);
    }
    if index.is_reference() {
        return Err(Refused::NotNegotiated);
    }
    if writer.standings.phase == Phase::Closed {
        return Err(Refused::Closed);
    }
    let change = read_within(bytes, MAX_CHANGE, MAX_OPERATIONS)?;
    let actor = change.actor_id().to_bytes();
    if actor.len() > ACTOR + MAX_GENERATION || actor.get(..ACTOR) != Some(&writer.actor[..]) {
        return Err(Refused::WrongActor);
    }
    let last: Option<Vec<u64>> = change.deps().iter().map(&mut known).collect();
    // One more than what it builds on: any other number would give an operation the identity of another.
    let follows = last.ok_or(Refused::MissingDependency)?.into_iter().max().unwrap_or(0) + 1;
    if change.seq() != index.last_seq(change.actor_id()) + 1 || change.start_op().get() != follows {
        return Err(Refused::OutOfSequence);
    }
    let expanded = expand(&change)?;
    canonical(&expanded, bytes)?;
    plain(&expanded)?;
    Ok(Begun { change, expanded })
}

/// Reads a change that the server sent: its form is examined, its author's rights are not.
///
/// # Errors
/// When the bytes are no change, or one that is too large.
pub fn read_trusted(bytes: &[u8], index: &Index) -> Result<Vetted, Refused> {
    let change = read(bytes)?;
    let expanded = expand(&change)?;
    let touched = said::touched(&expanded, index);
    Ok(Vetted { change, touched, expanded })
}

/// Examines the form of a change that comes with the whole log of a draft, from another server: whether Automerge can be given it.
/// Whether its author might write it then and there was asked over there. `by_server` says that it is none of a person's: the
/// import of a draft is as large as the draft.
///
/// # Errors
/// The first reason found.
pub fn examine_form(bytes: &[u8], by_server: bool) -> Result<(), Refused> {
    let change = match by_server {
        true => read_within(bytes, MAX_IMPORT, MAX_IMPORT_OPERATIONS)?,
        false => read(bytes)?,
    };
    let expanded = expand(&change)?;
    canonical(&expanded, bytes)?;
    plain(&expanded)
}

/// Reads a change that was taken before.
fn read(bytes: &[u8]) -> Result<Change, Refused> {
    read_within(bytes, MAX_CHANGE, MAX_OPERATIONS_TAKEN)
}

fn read_within(bytes: &[u8], most: usize, operations: usize) -> Result<Change, Refused> {
    if bytes.len() > most {
        return Err(Refused::TooLarge);
    }
    // 4 bytes magic, 4 bytes checksum, then the type.
    if bytes.get(8) != Some(&PLAIN_CHANGE) {
        return Err(Refused::Malformed);
    }
    columns::within(bytes, operations as u64).map_err(|fault| match fault {
        columns::Fault::Malformed => Refused::Malformed,
        columns::Fault::TooMany => Refused::TooLarge,
    })?;
    let change =
        catch_unwind(|| parse_change(bytes)).map_err(|_| Refused::Malformed)?.map_err(|_| Refused::Malformed)?;
    if change.len() > operations { Err(Refused::TooLarge) } else { Ok(change) }
}

/// Refuses what no client of ours writes beside operations, and what a saved document does not keep: a time before 1970,
/// bytes behind the columns.
fn plain(expanded: &ExpandedChange) -> Result<(), Refused> {
    let message = expanded.message.as_ref().map_or(0, String::len);
    let sane = expanded.time >= 0 && message <= MAX_MESSAGE && expanded.extra_bytes.is_empty();
    if sane { Ok(()) } else { Err(Refused::Malformed) }
}

/// Refuses another spelling of the same operations: a saved document keeps operations, not bytes, and would find another
/// hash for them when it is loaded.
fn canonical(expanded: &ExpandedChange, bytes: &[u8]) -> Result<(), Refused> {
    let again = catch_unwind(AssertUnwindSafe(|| Change::from(expanded.clone()))).map_err(|_| Refused::Malformed)?;
    if again.raw_bytes() == bytes { Ok(()) } else { Err(Refused::Malformed) }
}

fn expand(change: &Change) -> Result<ExpandedChange, Refused> {
    catch_unwind(AssertUnwindSafe(|| change.decode())).map_err(|_| Refused::Malformed)
}
