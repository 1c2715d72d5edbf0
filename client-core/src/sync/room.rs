//! The server's side of one draft: who is here, what they send, what goes to disk and what goes out.
//!
//! A change passes the gate, is applied, is handed out to be stored, and only when that is done it is acknowledged and
//! published. One batch is under way at a time; what arrives meanwhile waits and makes the next one (group commit).

mod batch;
mod bring;
mod comments;
mod join;
mod person;
mod text;

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::Arc,
};

use super::protocol::{
    self, ClientMessage, Cursor, FrameError, Hello, Presence, Problem, Refuse, ServerMessage, WirePerson,
};
use crate::{
    checkpoint::{Checkpoint, Succession},
    comments::{CommentLog, CommentRequest},
    device::Signing,
    gate::ACTOR,
    model::{CommentEntry, Draft, Entry, EntryId, Person, PersonId, Standings, Timestamp},
    record,
    schema::{Document, SchemaError, parse_change},
};

pub use crate::history::StoredChange;
pub use batch::Batch;
pub use bring::{Bringing, Brought, Prepared, Step};

/// Something that happened to the room.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "an event lives for a moment, and few wait at once")]
pub enum Event {
    /// Somebody's `Hello` was accepted by the host, who knows the person.
    Join {
        /// The connection.
        connection: u64,
        /// Who it is.
        person: Person,
        /// The secret of a session made for this `Hello`; empty when the client brought one.
        session: String,
        /// A fresh random actor, issued if the client brings none of its own.
        actor: [u8; ACTOR],
        /// The first message.
        hello: Hello,
        /// Whether what comes by it must be signed.
        signing: Signing,
    },
    /// A later frame, as received.
    Frame {
        /// The connection.
        connection: u64,
        /// The bytes.
        frame: Vec<u8>,
    },
    /// The connection ended.
    Leave {
        /// The connection.
        connection: u64,
    },
    /// A batch is on disk.
    Stored {
        /// The batch.
        batch: u64,
    },
    /// Time has passed; see [`Room::presence_due`].
    Tick,
    /// Somebody beside the conversations asks for the draft: answered with [`Effect::Show`].
    Read {
        /// The host's name for the question.
        question: u64,
    },
    /// Changes and decisions that come in together, on no connection: answered with [`Effect::Brought`].
    Bring {
        /// The host's name for the question.
        question: u64,
        /// What comes.
        bringing: Box<Bringing>,
    },
    /// The host knows the person of a connection as somebody else by now: a role was taken or given.
    Person {
        /// The connection.
        connection: u64,
        /// Who it is from here on.
        person: Person,
    },
}

/// What the host is to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Send one frame to these connections.
    Send {
        /// To whom.
        connections: Vec<u64>,
        /// The bytes, serialised once.
        frame: Arc<[u8]>,
    },
    /// Put this on disk and answer with [`Event::Stored`]. When that fails the room knows more than the disk does: drop it
    /// and open it again from the store.
    Store(Batch),
    /// The draft as it is on disk, for whoever asked.
    Show {
        /// The question.
        question: u64,
        /// The answer; `None` when the document cannot be read, which would be a defect.
        shown: Option<Box<Shown>>,
    },
    /// Something of a connection was refused: for whoever watches over the server. Its author is told by a frame.
    Refused(Rejected),
    /// What became of what was brought, told when it is on disk.
    Brought {
        /// The question.
        question: u64,
        /// The answer.
        brought: Brought,
    },
    /// Close the connection after what was sent before.
    Close {
        /// The connection.
        connection: u64,
    },
}

/// Something that was refused, without a word of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// Who asked for it.
    pub person: PersonId,
    /// What it was.
    pub kind: RejectedKind,
    /// Why not: one of the reasons of a refusal (docs/protocol.md).
    pub reason: &'static str,
}

/// What can be refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RejectedKind {
    /// A change of the text.
    Change,
    /// A decision.
    Decision,
    /// A comment, or the settling of a thread.
    Comment,
}

impl RejectedKind {
    /// Its name in metrics and logs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Change => "change",
            Self::Decision => "decision",
            Self::Comment => "comment",
        }
    }
}

/// A draft as it is on disk.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// The text.
    pub draft: Arc<Draft>,
    /// What was decided.
    pub standings: Standings,
    /// The record.
    pub entries: Vec<Entry>,
}

/// What the store has of a draft.
#[derive(Clone, Debug, Default)]
pub struct StoredDraft {
    /// A saved document, if there is one.
    pub snapshot: Option<Vec<u8>>,
    /// Raw changes: all of them, or those that came after the snapshot.
    pub changes: Vec<Vec<u8>>,
    /// The whole record.
    pub entries: Vec<Entry>,
    /// The actors that were issued, and to whom.
    pub actors: Vec<([u8; ACTOR], PersonId)>,
    /// The whole log of comments.
    pub comments: Vec<CommentEntry>,
}

/// Why a stored draft cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The document cannot be read.
    #[error("the stored text cannot be read: {0}")]
    Document(#[from] SchemaError),
    /// The record's chain is broken.
    #[error("the stored record is broken at entry {0}")]
    Record(usize),
}

/// How often presence is told at most, in milliseconds.
const PRESENCE_EVERY: Timestamp = 100;

#[derive(Clone, Debug)]
struct Connection {
    person: Person,
    actor: [u8; ACTOR],
    cursor: Option<Cursor>,
    signing: Signing,
}

/// See the module.
#[derive(Debug)]
pub struct Room {
    text: text::Text,
    entries: Vec<Entry>,
    standings: Standings,
    /// What is on disk of the record: how many entries, and what they amount to.
    published: (usize, Standings),
    actors: BTreeMap<[u8; ACTOR], PersonId>,
    connections: BTreeMap<u64, Connection>,
    /// Who came or moved, and who left, and has not been told of.
    moved: BTreeSet<u64>,
    gone: BTreeSet<u64>,
    /// Who came while many were here, and was told of some.
    in_crowd: Vec<u64>,
    /// When that was last told.
    told_at: Timestamp,
    /// What waits for the batch under way.
    waiting: VecDeque<Event>,
    under_way: Option<batch::UnderWay>,
    batches: u64,
    comments: CommentLog,
    /// How many entries of `comments` are on disk.
    published_comments: usize,
    /// The latest checkpoint, and the keys that the server signed with one after the other.
    signed: (Option<Checkpoint>, Vec<Succession>),
    /// Nothing can be stored now; what clients send waits with them.
    read_only: bool,
}

impl Room {
    /// A room for a new draft, and what the store must keep of it.
    ///
    /// # Errors
    /// When the draft cannot be written as a document, which would be a defect.
    pub fn create(draft: &Draft, at: Timestamp) -> Result<(Self, Batch), SchemaError> {
        let mut document = Document::from_draft(draft, at)?;
        let changes = document.changes_since(&[])?;
        let batch = batch::of_import(&changes, draft, at);
        let room = Self::over(document, Vec::new(), BTreeMap::new(), Vec::new())?;
        Ok((room, batch))
    }

    /// The room of a stored draft.
    ///
    /// # Errors
    /// When the text cannot be read or the record's chain is broken.
    pub fn open(stored: StoredDraft) -> Result<Self, OpenError> {
        if let Some(index) = record::first_broken(&stored.entries) {
            return Err(OpenError::Record(index + 1));
        }
        let mut document = match &stored.snapshot {
            Some(bytes) => Document::load(bytes)?,
            None => Document::empty(),
        };
        let changes = stored.changes.iter().map(|bytes| parse_change(bytes)).collect::<Result<Vec<_>, _>>()?;
        document.apply(changes)?;
        Ok(Self::over(document, stored.entries, stored.actors.into_iter().collect(), stored.comments)?)
    }

    fn over(
        document: Document,
        entries: Vec<Entry>,
        actors: BTreeMap<[u8; ACTOR], PersonId>,
        comments: Vec<CommentEntry>,
    ) -> Result<Self, SchemaError> {
        let standings = record::fold(&entries);
        let comments: CommentLog = comments.into_iter().collect();
        Ok(Self {
            text: text::Text::over(document)?,
            published: (entries.len(), standings.clone()),
            entries,
            standings,
            actors,
            connections: BTreeMap::new(),
            moved: BTreeSet::new(),
            gone: BTreeSet::new(),
            in_crowd: Vec::new(),
            told_at: Timestamp::MIN,
            waiting: VecDeque::new(),
            under_way: None,
            batches: 0,
            published_comments: comments.entries().len(),
            comments,
            signed: (None, Vec::new()),
            read_only: false,
        })
    }

    /// Whether nothing can be stored now (RM31). Before anybody joins: whoever is here already is not told.
    pub fn set_read_only(&mut self, read_only: bool) {
        self.read_only = read_only;
    }

    /// From here on whoever joins is shown this checkpoint, and the keys that the server signed with one after the other.
    pub fn show_checkpoint(&mut self, checkpoint: Checkpoint, keys: Vec<Succession>) {
        self.signed = (Some(checkpoint), keys);
    }

    /// The heads of the text as it is on disk, hexadecimal and sorted.
    pub fn stored_heads(&mut self) -> Vec<String> {
        let before = self.under_way.as_ref().and_then(batch::UnderWay::heads_before).map(<[String]>::to_vec);
        before.unwrap_or_else(|| self.text.heads())
    }

    /// What happens next. `now` stamps what is stored.
    pub fn handle(&mut self, event: Event, now: Timestamp) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.take(event, now, &mut effects);
        effects
    }

    /// Several events at once: what they ask to be stored makes one batch.
    pub fn handle_all(&mut self, events: impl IntoIterator<Item = Event>, now: Timestamp) -> Vec<Effect> {
        let mut effects = Vec::new();
        let mut events: VecDeque<Event> = events.into_iter().collect();
        while let Some(event) = events.pop_front() {
            match event {
                Event::Stored { batch } => self.stored(batch, &mut effects),
                Event::Tick => {}
                Event::Join { .. }
                | Event::Frame { .. }
                | Event::Leave { .. }
                | Event::Person { .. }
                | Event::Read { .. }
                | Event::Bring { .. } => {
                    self.waiting.push_back(event);
                }
            }
        }
        self.advance(now, &mut effects);
        effects
    }

    fn take(&mut self, event: Event, now: Timestamp, effects: &mut Vec<Effect>) {
        match event {
            Event::Stored { batch } => self.stored(batch, effects),
            Event::Tick => {}
            Event::Join { .. }
            | Event::Frame { .. }
            | Event::Leave { .. }
            | Event::Person { .. }
            | Event::Read { .. }
            | Event::Bring { .. } => {
                self.waiting.push_back(event);
            }
        }
        self.advance(now, effects);
    }

    /// Works off what waits, unless a batch is under way, and tells who came and went.
    fn advance(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        // Something that waited for answers alone goes on when they are told; the first of what waits never waits for any.
        while self.under_way.is_none() && !self.waiting.is_empty() {
            self.work_off(now, effects);
        }
        self.tell_presence(now, effects);
    }

    fn work_off(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        let mut next = batch::NextBatch::new(self.batches + 1);
        while let Some(event) = self.waiting.pop_front() {
            match event {
                // Whoever joins or asks sees what is on disk: not while this batch is not.
                Event::Join { .. } | Event::Read { .. } | Event::Bring { .. } if !next.is_empty() => {
                    self.waiting.push_front(event);
                    break;
                }
                Event::Join { connection, person, session, actor, hello, signing } => {
                    self.join(connection, (person, signing), session, actor, &hello, &mut next, effects);
                }
                Event::Frame { connection, frame } => {
                    if !self.frame(connection, &frame, now, &mut next, effects) {
                        self.waiting.push_front(Event::Frame { connection, frame });
                        break;
                    }
                }
                Event::Leave { connection } => self.leave(connection),
                Event::Read { question } => {
                    let shown =
                        |draft| Shown { draft, standings: self.standings.clone(), entries: self.entries.clone() };
                    let shown = self.text.draft().ok().map(shown).map(Box::new);
                    effects.push(Effect::Show { question, shown });
                }
                Event::Bring { question, bringing } => self.bring(question, *bringing, now, &mut next),
                Event::Stored { .. } | Event::Tick => {}
                // It is told the comments that are on disk.
                Event::Person { .. } if !next.is_empty() => {
                    self.waiting.push_front(event);
                    break;
                }
                Event::Person { connection, person } => self.become_person(connection, person, &mut next),
            }
        }
        self.settle(now, &mut next);
        self.tell_of_crowd(effects);
        match next.finish() {
            batch::Finished::Nothing(answers) => effects.extend(answers),
            batch::Finished::Store(batch, under_way) => {
                self.batches = batch.id;
                self.under_way = Some(*under_way);
                effects.push(Effect::Store(batch));
            }
        }
    }

    /// Works a frame off; false when it has to wait until the batch is on disk, or what it owes is told.
    fn frame(
        &mut self,
        id: u64,
        frame: &[u8],
        now: Timestamp,
        next: &mut batch::NextBatch,
        effects: &mut Vec<Effect>,
    ) -> bool {
        let Some(connection) = self.connections.get(&id).cloned() else { return true };
        let message = protocol::decode_client(frame);
        let answered_at_once = matches!(message, Err(_) | Ok(ClientMessage::Hello(_)) | Ok(ClientMessage::Need { .. }));
        // What is not on disk is shown to nobody, and nobody is answered before what was asked before.
        if answered_at_once && (!next.is_empty() || next.owes()) {
            return false;
        }
        let message = match message {
            Ok(message) => message,
            Err(error) => {
                self.end(id, problem(&error), effects);
                return true;
            }
        };
        let is_stored = match &message {
            ClientMessage::Push { .. }
            | ClientMessage::Decide { .. }
            | ClientMessage::Comment(_)
            | ClientMessage::ResolveComment(_) => true,
            ClientMessage::Hello(_) | ClientMessage::Presence { .. } | ClientMessage::Need { .. } => false,
        };
        if self.read_only && is_stored {
            // It stays with the client, who sends it again after the next `Welcome`.
            return true;
        }
        match message {
            ClientMessage::Hello(_) => self.end(id, out_of_order(), effects),
            ClientMessage::Push { changes, signatures } => {
                let writer = (&connection.person, connection.actor);
                let mut signatures = signatures.into_iter();
                for bytes in changes {
                    match self.signature(connection.signing, &bytes, signatures.next()) {
                        Ok(signature) => self.push(id, writer, (&bytes, signature), now, next),
                        Err(reason) => self.refuse_change((id, writer.0.id), reason, &bytes, now, next),
                    }
                }
            }
            ClientMessage::Decide { id: entry, decision, meeting, reason, heads } => {
                self.settle(now, next);
                let (id_of_entry, decision) = (EntryId(entry), (&decision).into());
                let request = record::Request { id: id_of_entry, decision, meeting, reason, heads };
                self.decide(id, &connection.person, request, now, next);
            }
            ClientMessage::Presence { cursor } => self.presence(id, cursor),
            ClientMessage::Need { heads } => match self.text.since(&heads) {
                Ok(changes) => effects.push(send(vec![id], &ServerMessage::Changes { changes })),
                Err(_) => self.end(id, malformed("a head is no hash"), effects),
            },
            ClientMessage::Comment(saying) => {
                self.comment(id, &connection.person, &CommentRequest::from(&saying), now, next);
            }
            ClientMessage::ResolveComment(resolve) => {
                self.comment(id, &connection.person, &CommentRequest::from(&resolve), now, next);
            }
        }
        true
    }

    fn presence(&mut self, id: u64, cursor: Option<Cursor>) {
        let Some(connection) = self.connections.get_mut(&id) else { return };
        // Cursors are short; what is not one is dropped, since nobody is served by it.
        let sane = cursor.as_ref().is_none_or(|cursor| cursor.anchor.len() <= 160 && cursor.head.len() <= 160);
        if sane && connection.cursor != cursor {
            connection.cursor = cursor;
            self.moved.insert(id);
        }
    }

    fn leave(&mut self, id: u64) {
        if self.connections.remove(&id).is_some() {
            self.moved.remove(&id);
            self.in_crowd.retain(|newcomer| *newcomer != id);
            self.gone.insert(id);
        }
        if self.connections.is_empty() {
            self.text.forget_draft();
        }
    }

    /// When who came, moved or left is to be told: the host then sends [`Event::Tick`]. `None` when there is no such news.
    pub fn presence_due(&self) -> Option<Timestamp> {
        let news = !self.moved.is_empty() || !self.gone.is_empty();
        news.then(|| self.told_at.saturating_add(PRESENCE_EVERY))
    }

    /// Tells everybody who came, moved or left, in one message however many they are, and not more often than each
    /// [`PRESENCE_EVERY`]: in a room of a hundred that write, each would otherwise hear of every key of every other, and one that
    /// comes back after a restart would send each of its people a message about each.
    fn tell_presence(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        if self.presence_due().is_none_or(|due| now < due && now >= self.told_at) {
            return;
        }
        self.told_at = now;
        let (moved, gone) = (std::mem::take(&mut self.moved), std::mem::take(&mut self.gone));
        let here = moved.iter().filter_map(|id| self.connections.get(id).map(|connection| connection.presence(*id)));
        let message = ServerMessage::Presence { here: here.collect(), gone: gone.into_iter().collect() };
        let everybody: Vec<u64> = self.connections.keys().copied().collect();
        let only_oneself = everybody.len() == 1 && moved.len() == everybody.len();
        let news = !matches!(&message, ServerMessage::Presence { here, gone } if here.is_empty() && gone.is_empty());
        if news && !everybody.is_empty() && !only_oneself {
            effects.push(send(everybody, &message));
        }
    }

    /// Says why and closes. Others learn that somebody left.
    fn end(&mut self, id: u64, problem: Problem, effects: &mut Vec<Effect>) {
        effects.push(send(vec![id], &ServerMessage::Error(problem)));
        effects.push(Effect::Close { connection: id });
        self.leave(id);
    }

    /// The draft, with what is not on disk yet; [`Event::Read`] asks for what is.
    ///
    /// # Errors
    /// When the document cannot be read, which would be a defect.
    pub fn draft(&mut self) -> Result<Arc<Draft>, SchemaError> {
        self.text.draft()
    }

    /// Nobody has written, decided or asked for a while: keeps the text in the form in which it costs least. Whatever comes finds it
    /// again.
    pub fn rest(&mut self) {
        if self.under_way.is_none() && self.waiting.is_empty() {
            self.text.rest();
        }
    }

    /// What the record says, as far as it is on disk.
    pub fn standings(&self) -> &Standings {
        &self.published.1
    }

    /// The record, as far as it is on disk.
    pub fn entries(&self) -> &[Entry] {
        self.entries.get(..self.published.0).unwrap_or(&self.entries)
    }

    /// How many connections there are.
    pub fn connections(&self) -> usize {
        self.connections.len()
    }

    /// The heads of the text, hexadecimal and sorted.
    pub fn heads(&mut self) -> Vec<String> {
        self.text.heads()
    }

    /// The whole document, saved.
    pub fn snapshot(&mut self) -> Arc<Vec<u8>> {
        self.text.save()
    }
}

impl Connection {
    fn presence(&self, id: u64) -> Presence {
        Presence { connection: id, person: WirePerson::from(&self.person), cursor: self.cursor.clone() }
    }
}

fn send(connections: Vec<u64>, message: &ServerMessage) -> Effect {
    Effect::Send { connections, frame: protocol::encode(message).into() }
}

/// What tells an author that something of theirs was refused.
struct Refusing {
    subject: String,
    reason: &'static str,
    message: String,
    hint: &'static str,
}

impl From<Refusing> for ServerMessage {
    fn from(refusing: Refusing) -> Self {
        let Refusing { subject, reason, message, hint } = refusing;
        Self::Refuse(Refuse { subject, reason: reason.into(), message, hint: hint.into() })
    }
}

fn problem(error: &FrameError) -> Problem {
    let (code, hint) = match error {
        FrameError::TooLarge { .. } => ("too-large", "Insert the text in parts."),
        FrameError::Malformed(_) => ("malformed", "Reload the page; if it happens again, the client is too old."),
    };
    Problem { code: code.into(), message: error.to_string(), hint: hint.into() }
}

fn malformed(what: &str) -> Problem {
    problem(&FrameError::Malformed(what.into()))
}

fn out_of_order() -> Problem {
    Problem {
        code: "out-of-order".into(),
        message: "the conversation was opened twice".into(),
        hint: "Reload the page.".into(),
    }
}
