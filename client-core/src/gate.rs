//! What a change must pass before Automerge applies it: size, form, authorship, causality, and every operation against
//! the draft's schema. Neither the room nor the session applies a foreign byte that has not been here.
//!
//! The gate looks at what the change says, not at what the document becomes: a refused change never touches a document.

mod choices;
mod columns;
mod elements;
mod index;
mod notes;
mod operations;
mod places;
mod positions;
mod predecessors;
mod proposed;
mod reversed;
mod rows;
mod typing;
mod written;

use std::{
    collections::BTreeSet,
    panic::{AssertUnwindSafe, catch_unwind},
};

use automerge::{Change, ChangeHash, ExpandedChange};

pub use index::Index;
pub(crate) use index::unit_ids;
pub(crate) use typing::{Tried, Waiting, vet_typing};

use crate::{
    model::{
        Anchor, BracketId, BracketState, ChoiceId, Draft, Inline, NotJoined, ParagraphId, Permission, Person, Phase,
        Standings, Topic, may_join,
    },
    schema::{Document, SchemaError, parse_change},
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

/// Why a change does not pass.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Too many bytes or operations.
    #[error("the change is too large")]
    TooLarge,
    /// Not a change, or one that cannot be read.
    #[error("the change cannot be read")]
    Malformed,
    /// The actor was not issued to this person.
    #[error("the change speaks in another's name")]
    WrongActor,
    /// A change it builds on is unknown here.
    #[error("the change builds on others that are unknown here")]
    MissingDependency,
    /// It does not follow the actor's last change.
    #[error("the change does not follow the last one of its author")]
    OutOfSequence,
    /// The role does not include changes to the text.
    #[error("this role does not include it")]
    NotAllowed,
    /// The document is a reference.
    #[error("a reference document is read, not negotiated")]
    NotNegotiated,
    /// The bracket that is to become a choice is decided or withdrawn: a line more would give the number of the branch
    /// that was picked to another one.
    #[error("the bracket is not open any more")]
    Settled,
    /// The paragraph was agreed.
    #[error("this paragraph is agreed")]
    Agreed,
    /// Words were written where others were decided away.
    #[error("the words around were decided away meanwhile")]
    Late,
    /// In a negotiation words change by bracket.
    #[error("in a negotiation words change only by bracket")]
    ByBracketOnly,
    /// The negotiation of the draft is closed.
    #[error("the negotiation of this draft is closed")]
    Closed,
    /// An operation does something that no act does.
    #[error("the change does something that is no act of a negotiation: {0}")]
    NotAnAct(&'static str),
    /// It lifts a bracket that another delegation has come to support.
    #[error("another delegation supports the bracket")]
    Supported,
    /// The brackets that are to become one question do not stand side by side any more, or one is of another question.
    #[error("the brackets are no one question any more")]
    NotJoined,
    /// It takes lines back between branches of which another delegation prefers one.
    #[error("another delegation prefers one of these branches")]
    Preferred,
    /// It comes by a session that registered the key of a device, and is not signed.
    #[error("the change is not signed by the device")]
    Unsigned,
    /// The server takes signed changes alone, and the session registered no key.
    #[error("this server takes signed changes alone, and this device signs none")]
    MustBeSigned,
    /// It is signed with another key, or for another draft or change.
    #[error("the signature of the change does not hold")]
    BadSignature,
    /// It takes a footnote back in which others have written.
    #[error("there are words or brackets in this footnote")]
    NotEmpty,
}

impl From<SchemaError> for Refused {
    /// What the document cannot apply or be read after is nothing that a client of ours writes.
    fn from(_: SchemaError) -> Self {
        Self::Malformed
    }
}

impl Refused {
    /// A stable name for the reason.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLarge => "too-large",
            Self::Malformed => "malformed",
            Self::WrongActor => "wrong-actor",
            Self::MissingDependency => "missing-dependency",
            Self::OutOfSequence => "out-of-sequence",
            Self::NotAllowed => "not-allowed",
            Self::NotNegotiated => "not-negotiated",
            Self::Settled => "settled",
            Self::Agreed => "agreed",
            Self::Late => "late",
            Self::ByBracketOnly => "by-bracket-only",
            Self::Closed => "closed",
            Self::NotAnAct(_) => "not-an-act",
            Self::Supported => "supported",
            Self::NotJoined => "not-joined",
            Self::Preferred => "preferred",
            Self::NotEmpty => "not-empty",
            Self::Unsigned => "unsigned",
            Self::MustBeSigned => "must-be-signed",
            Self::BadSignature => "bad-signature",
        }
    }

    /// The next step.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::TooLarge => "Insert the text in parts.",
            Self::NotAllowed => "Ask the secretariat: it depends on your link and on the role of your delegation.",
            Self::NotNegotiated => "Propose the words in a draft.",
            Self::MissingDependency | Self::OutOfSequence => {
                "The draft is brought up to date and the edit tried again."
            }
            Self::Settled | Self::Late => "Ask the chair to reopen the bracket.",
            Self::Agreed => "Ask the chair to reopen the paragraph.",
            Self::ByBracketOnly => "Propose the change in a bracket.",
            Self::Closed => "Ask the chair.",
            Self::NotJoined => "Look at the brackets again.",
            Self::Malformed | Self::WrongActor | Self::NotAnAct(_) => "Reload the draft and try again.",
            Self::Supported => "Ask that delegation to take its support back, or the chair to decide.",
            Self::Preferred => "Ask that delegation to take its position back, or the chair to decide.",
            Self::Unsigned | Self::BadSignature => {
                "Sign out and open your link again: the device has another key by now."
            }
            Self::MustBeSigned => "Open your link again in a current browser, over https, or write with `adref join`.",
            Self::NotEmpty => "Put a bracket around its call, with the wish to delete.",
        }
    }
}

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
        examine_divided(&lines, writer.standings, document)?;
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
            examine_lines(&lines, &choices, writer.standings, after)?;
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

/// Whether the brackets that a change draws lines in are open. `before` is without the change.
fn examine_divided(lines: &BTreeSet<BracketId>, standings: &Standings, before: &Document) -> Result<(), Refused> {
    let before = before.brackets()?;
    let settled = |id: &BracketId| before.get(id).is_some_and(|bracket| standings.of(bracket) != BracketState::Open);
    if lines.iter().any(settled) { Err(Refused::Settled) } else { Ok(()) }
}

/// Whether lines between branches stand inside their brackets, and brackets that are joined side by side and open. Where an
/// insertion comes to stand only the document can tell that has applied it.
fn examine_lines(
    lines: &BTreeSet<BracketId>,
    choices: &[ChoiceId],
    standings: &Standings,
    after: &Document,
) -> Result<(), Refused> {
    let mut after = after.hydrate()?;
    // Each as the others left the draft, and none as it left it itself.
    let made: Vec<_> = choices.iter().filter_map(|id| after.choices.remove(id)).collect();
    for choice in made {
        match may_join(&after, standings, &choice.brackets) {
            Ok(()) => drop(after.choices.insert(choice.id, choice)),
            Err(NotJoined::Settled) => return Err(Refused::Settled),
            Err(_) => return Err(Refused::NotJoined),
        }
    }
    if lines.iter().all(|id| lines_are_inside(&after, *id)) {
        Ok(())
    } else {
        Err(Refused::NotAnAct("a line between branches outside its bracket"))
    }
}

fn lines_are_inside(draft: &Draft, id: BracketId) -> bool {
    let mut inside = false;
    let mut anchors = draft.paragraphs.iter().flat_map(|paragraph| &paragraph.content);
    let holds = anchors.all(|piece| match piece {
        Inline::Anchor(Anchor::Open(open)) if *open == id => {
            inside = true;
            true
        }
        Inline::Anchor(Anchor::Close(close)) if *close == id => {
            inside = false;
            true
        }
        Inline::Anchor(Anchor::Or(or)) if *or == id => inside,
        _ => true,
    });
    // A bracket that nothing closes encloses nothing.
    holds && !inside
}

/// Reads a change that the server sent: its form is examined, its author's rights are not.
///
/// # Errors
/// When the bytes are no change, or one that is too large.
pub fn read_trusted(bytes: &[u8], index: &Index) -> Result<Vetted, Refused> {
    let change = read(bytes)?;
    let expanded = expand(&change)?;
    let touched = operations::touched(&expanded, index);
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
