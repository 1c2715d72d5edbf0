//! The client's side of one draft: the local replica, what is not yet on the server's disk, who else is here. The page and
//! the terminal client run this same machine.
//!
//! Acts apply at once to the local replica. What is pending is sent when there is a connection and sent again after a
//! lost one. After a refusal the replica goes back to what the server has, continues as a new actor, and does the
//! person's edits again; if they are refused once more they are handed back as text.

mod comments;
mod effect;
mod inside;
mod late;
mod person;
mod pin;
mod redo;
mod replica;
mod unsaved;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use serde_bytes::ByteBuf;

use super::cached::CachedDraft;
use super::protocol::{
    self, ClientMessage, Credential, Cursor, Hello, Presence, Problem, ServerMessage, VERSION, Welcome,
};
use crate::{
    checkpoint::Checkpoint,
    comments::CommentLog,
    gate::{self, Index, MAX_OPERATIONS, Touched},
    model::{Draft, Entry, ParagraphId, Permission, Person, Phase, Standings, Timestamp},
    ops::{self, Act, Circumstances, Refusal},
    record::{self, Request},
    schema::Document,
};

pub use effect::{Effect, Other, Selection, State};
pub use redo::Lost;
use replica::{Pending, Replica};
use unsaved::Unsaved;

/// See the module.
#[derive(Debug)]
pub struct Session {
    draft: String,
    credential: Credential,
    state: State,
    connection: u64,
    replica: Option<Replica>,
    others: BTreeMap<u64, Presence>,
    cursor: Option<Cursor>,
    /// Decisions that were asked for and not yet answered.
    asked: Vec<(Request, Vec<u8>)>,
    /// Set while edits are being done again after a refusal, so that a second refusal gives up.
    again: bool,
    /// How long the record was when edits were last done again.
    redone_at: usize,
    /// What an earlier session had not got onto the server's disk; taken in with the first `Welcome`.
    carried: Option<Unsaved>,
    /// What this person may read of the log of comments, as far as it has come here.
    comments: CommentLog,
    /// Comments that the server has not answered.
    outgoing: Vec<comments::Outgoing>,
    /// The latest checkpoint that the server showed.
    pinned: Option<Checkpoint>,
    /// The server can store nothing now.
    read_only: bool,
}

impl Session {
    /// A session for a draft (slug or identity).
    pub fn new(draft: impl Into<String>, credential: Credential) -> Self {
        Self {
            draft: draft.into(),
            credential,
            state: State::Offline,
            connection: 0,
            replica: None,
            others: BTreeMap::new(),
            cursor: None,
            asked: Vec::new(),
            again: false,
            redone_at: 0,
            carried: None,
            comments: CommentLog::default(),
            outgoing: Vec::new(),
            pinned: None,
            read_only: false,
        }
    }

    /// The connection is open.
    pub fn opened(&mut self, now: Timestamp) -> Vec<Effect> {
        let mut effects = self.flush(now);
        self.state = State::Greeting;
        let replica = self.replica.as_ref();
        let carried = self.carried.as_ref().map(|carried| &carried.issued);
        let hello = ClientMessage::Hello(Hello {
            version: VERSION,
            draft: self.draft.clone(),
            credential: self.credential.clone(),
            actor: replica.map(|replica| &replica.issued).or(carried).map(|issued| ByteBuf::from(issued.clone())),
            heads: replica.map(|replica| replica.confirmed.iter().cloned().collect()).unwrap_or_default(),
            record_seq: replica.and_then(|replica| replica.entries.last()).map_or(0, |entry| entry.seq),
            last_comment: self.comments.entries().last().map(|entry| entry.id().0),
        });
        effects.push(Effect::Send(protocol::encode(&hello)));
        effects
    }

    /// The connection is lost; acts go on and wait.
    pub fn closed(&mut self, now: Timestamp) -> Vec<Effect> {
        // First, so that nothing is sent to nobody.
        self.state = State::Offline;
        let mut effects = self.flush(now);
        self.others.clear();
        self.read_only = false;
        effects.push(Effect::Presence);
        effects
    }

    /// A frame arrived.
    pub fn frame(&mut self, frame: &[u8], now: Timestamp) -> Vec<Effect> {
        let message = match protocol::decode_server(frame) {
            Ok(message) => message,
            Err(error) => return vec![Effect::Failed(unreadable(&error.to_string()))],
        };
        // Nothing is taken from a server whose `Welcome` was not.
        let greeted = self.state == State::Live;
        if !greeted && !matches!(message, ServerMessage::Welcome(_) | ServerMessage::Error(_)) {
            return Vec::new();
        }
        // What was typed before the frame came is a change of its own.
        let mut effects = self.flush(now);
        match message {
            ServerMessage::Welcome(welcome) => self.welcome(*welcome, now, &mut effects),
            ServerMessage::Ack { hashes } => self.acknowledged(&hashes, &mut effects),
            ServerMessage::Refuse(refuse) => self.refused(&refuse, now, &mut effects),
            ServerMessage::Changes { changes } => self.changes(&changes, &mut effects),
            ServerMessage::Record { entries } => self.recorded(entries.iter().map(Entry::from).collect(), &mut effects),
            ServerMessage::Presence { here, gone } => {
                self.others.retain(|connection, _| !gone.contains(connection));
                let own = self.connection;
                let others = here.into_iter().filter(|presence| presence.connection != own);
                self.others.extend(others.map(|presence| (presence.connection, presence)));
                effects.push(Effect::Presence);
            }
            ServerMessage::Error(problem) => effects.push(Effect::Failed(problem)),
            ServerMessage::Comments { entries } => self.commented(entries, &mut effects),
            ServerMessage::You(you) => self.become_person(you, &mut effects),
        }
        effects
    }

    /// Does an act of this person. What it changes is in no change until [`Session::flush`].
    ///
    /// # Errors
    /// Why it does not apply; then nothing has changed.
    pub fn act(&mut self, act: &Act, now: Timestamp) -> Result<Vec<Effect>, Refusal> {
        let mut effects = Vec::new();
        // Keystrokes gather; every other act is a change of its own, with its own name. Checked first: what the flush
        // wants sent must not be lost with a refusal.
        let replica = self.replica.as_ref().ok_or(Refusal::NoParagraph)?;
        let alone = !matches!(act, Act::Splice(_));
        let size = act.length();
        if replica.typed.1 > 0 && (alone || replica.typed.1 + size > MAX_OPERATIONS) {
            act.check(&replica.document, replica.circumstances(now))?;
            effects = self.flush(now);
        }
        let replica = self.replica.as_mut().ok_or(Refusal::NoParagraph)?;
        let before = act.before(&replica.document);
        let circumstances = Circumstances { person: &replica.person, standings: &replica.standings, now };
        let paragraphs = act.apply(&mut replica.document, circumstances)?;
        let positions = match act {
            Act::TakePosition(act) => BTreeSet::from([act.subject]),
            _ => BTreeSet::new(),
        };
        let touched = Touched {
            paragraphs: paragraphs.into_iter().collect(),
            brackets: BTreeSet::new(),
            structure: alone && positions.is_empty(),
            positions,
        };
        replica.draft.note(&touched);
        replica.typed.0.merge(&touched);
        replica.typed.1 += size;
        effects.push(Effect::Changed(touched));
        if alone || size > MAX_OPERATIONS {
            effects.extend(self.commit(before, act.name(), now));
        }
        Ok(effects)
    }

    /// Whether words may be changed as they are, and not by bracket; see [`ops::is_free`]. Offsets in code points. False before
    /// the first `Welcome`, and where the words cannot be changed at all.
    pub fn is_free(&self, paragraph: ParagraphId, at: usize, delete: usize) -> bool {
        let Some(replica) = &self.replica else { return false };
        ops::is_free(&replica.document, replica.circumstances(0), paragraph, at, delete) == Ok(true)
    }

    /// Makes a change of what was typed and sends it.
    pub fn flush(&mut self, now: Timestamp) -> Vec<Effect> {
        self.commit(None, "edit", now)
    }

    /// Makes changes of what was written, several where it is much and `before`, the document without it, is there.
    fn commit(&mut self, before: Option<Document>, name: &str, now: Timestamp) -> Vec<Effect> {
        let Some(replica) = &mut self.replica else { return Vec::new() };
        let changes = replica.document.commit_in_parts(before, name, now);
        if changes.is_empty() {
            return Vec::new();
        }
        let (touched, _) = std::mem::take(&mut replica.typed);
        let mut sent = Vec::with_capacity(changes.len());
        for change in changes {
            let bytes = change.raw_bytes().to_vec();
            match gate::read_trusted(&bytes, &replica.index) {
                Ok(vetted) => {
                    replica.index.absorb(&vetted);
                    // More than the act told: the registers that it wrote.
                    replica.draft.note(&vetted.touched);
                }
                Err(_) => replica.draft.forget(),
            }
            sent.push(bytes.clone());
            replica.pending.push(Pending { hash: change.hash().to_string(), bytes, touched: touched.clone() });
        }
        let pending = replica.pending.len();
        let mut effects = vec![Effect::Saved { pending }];
        if self.state == State::Live {
            effects.push(push(sent));
        }
        effects
    }

    /// Asks for a decision.
    ///
    /// # Errors
    /// Why it would be refused.
    pub fn decide(&mut self, request: Request, now: Timestamp) -> Result<Vec<Effect>, record::DecisionRefusal> {
        let replica = self.replica.as_mut().ok_or(record::DecisionRefusal::Unknown)?;
        let draft = replica.draft().ok_or(record::DecisionRefusal::Unknown)?;
        record::check(&request, &replica.person, &draft, &replica.standings)?;
        let mut effects = self.flush(now);
        let replica = self.replica.as_ref().ok_or(record::DecisionRefusal::Unknown)?;
        let request = Request { heads: replica.confirmed.iter().cloned().collect(), ..request };
        let frame = protocol::encode(&ClientMessage::Decide {
            id: request.id.0,
            decision: (&request.decision).into(),
            meeting: request.meeting.clone(),
            reason: request.reason.clone(),
            heads: request.heads.clone(),
        });
        self.asked.push((request, frame.clone()));
        if self.state == State::Live {
            effects.push(Effect::Send(frame));
        }
        Ok(effects)
    }

    /// Tells where this person's cursor is.
    pub fn set_cursor(&mut self, selection: Option<Selection>) -> Vec<Effect> {
        let document = self.replica.as_ref().map(|replica| &replica.document);
        let cursor = selection.and_then(|Selection { paragraph, anchor, head }| {
            let document = document?;
            let anchor = document.cursor(paragraph, anchor)?;
            Some(Cursor { paragraph: paragraph.0, anchor, head: document.cursor(paragraph, head)? })
        });
        if cursor == self.cursor || self.state != State::Live {
            return Vec::new();
        }
        self.cursor.clone_from(&cursor);
        vec![Effect::Send(protocol::encode(&ClientMessage::Presence { cursor }))]
    }

    /// Who else is here, and where.
    pub fn others(&self) -> Vec<Other> {
        let document = self.replica.as_ref().map(|replica| &replica.document);
        let place = |cursor: &Cursor| {
            let (document, paragraph) = (document?, ParagraphId(cursor.paragraph));
            let anchor = document.offset(paragraph, &cursor.anchor)?;
            Some(Selection { paragraph, anchor, head: document.offset(paragraph, &cursor.head)? })
        };
        let other = |presence: &Presence| Other {
            connection: presence.connection,
            person: Person::from(&presence.person),
            selection: presence.cursor.as_ref().and_then(place),
        };
        self.others.values().map(other).collect()
    }

    /// The draft as it is here, own edits included; `None` before the first `Welcome`.
    pub fn draft(&mut self) -> Option<Arc<Draft>> {
        self.replica.as_mut()?.draft()
    }

    /// What the record says, as far as it has come here.
    pub fn standings(&self) -> Option<&Standings> {
        self.replica.as_ref().map(|replica| &replica.standings)
    }

    /// Who the server takes this client for.
    pub fn person(&self) -> Option<&Person> {
        self.replica.as_ref().map(|replica| &replica.person)
    }

    /// Whether this person may do something here; false before the first `Welcome`. A reference document is only read.
    pub fn may(&self, permission: Permission) -> bool {
        let Some(replica) = &self.replica else { return false };
        let negotiated = permission == Permission::Read || !replica.index.is_reference();
        negotiated && replica.person.role.may(permission)
    }

    /// How many own changes and comments are not on disk, keystrokes that are in no change included.
    pub fn pending(&self) -> usize {
        let replica = self.replica.as_ref();
        let changes = replica.map_or(0, |r| r.pending.len() + usize::from(r.document.has_pending_edits()));
        changes + self.outgoing.len()
    }

    /// Whether the server can store nothing now, as its disk is full: what is pending waits here.
    pub fn is_read_only(&self) -> bool {
        self.read_only
    }

    /// How many decisions were asked for that the server has not answered.
    pub fn asked(&self) -> usize {
        self.asked.len()
    }

    /// Where the conversation is.
    pub fn state(&self) -> State {
        self.state
    }

    /// The heads of the local replica.
    pub fn heads(&mut self) -> Vec<String> {
        self.replica.as_mut().map(|replica| replica.document.heads()).unwrap_or_default()
    }

    fn welcome(&mut self, welcome: Welcome, now: Timestamp, effects: &mut Vec<Effect>) {
        self.connection = welcome.connection;
        self.cursor = None;
        if !welcome.session.is_empty() {
            self.credential = Credential::Session { secret: welcome.session.clone() };
        }
        let looked = self.look_at(&welcome);
        match looked.and_then(|shown| self.take_in(&welcome, shown.as_ref(), now, effects).map(|()| shown)) {
            Ok(shown) => self.pinned = shown.or(self.pinned.take()),
            // Nothing was taken in: what is here is as good as it was.
            Err(problem) if matches!(problem.code.as_str(), "another-key" | "forked") => {
                effects.push(Effect::Failed(problem));
                return;
            }
            Err(problem) => {
                self.fail(problem, effects);
                return;
            }
        }
        self.state = State::Live;
        self.read_only = welcome.read_only;
        self.others = welcome.present.into_iter().map(|presence| (presence.connection, presence)).collect();
        effects.push(Effect::Joined { session: welcome.session });
        effects.push(Effect::Presence);
        if let Some(replica) = &mut self.replica {
            // What reached the disk before the connection broke needs no second push.
            let document = &mut replica.document;
            let confirmed: Vec<String> = replica.confirmed.iter().cloned().collect();
            let lacking: BTreeSet<String> = document
                .changes_since(&confirmed)
                .unwrap_or_default()
                .iter()
                .map(|change| change.hash().to_string())
                .collect();
            replica.pending.retain(|pending| lacking.contains(&pending.hash));
            effects.push(Effect::Saved { pending: replica.pending.len() });
            if !replica.pending.is_empty() {
                effects.push(push(replica.pending.iter().map(|pending| pending.bytes.clone())));
            }
        }
        let entries: Vec<Entry> = welcome.record.iter().map(Entry::from).collect();
        if !entries.is_empty() {
            self.recorded(entries, effects);
        }
        effects.extend(self.asked.iter().map(|(_, frame)| Effect::Send(frame.clone())));
        self.commented(welcome.comments, effects);
        effects.extend(self.unanswered_comments());
    }

    /// The document of a `Welcome`, or what it adds to the one that is here.
    fn take_in(
        &mut self,
        welcome: &Welcome,
        shown: Option<&Checkpoint>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) -> Result<(), Problem> {
        let person = Person::from(&welcome.person);
        let whole = Touched { structure: true, ..Touched::default() };
        if let Some(snapshot) = &welcome.snapshot {
            let mut document = Document::load(snapshot).map_err(|error| unreadable(&error.to_string()))?;
            self.look_into(&mut document, welcome, shown)?;
            document.set_actor(&welcome.actor);
            let index = Index::of(&mut document).map_err(|error| unreadable(&error.to_string()))?;
            let confirmed = document.heads().into_iter().collect();
            let before = self.replica.take();
            let (entries, pending) = match &before {
                Some(replica) => (replica.entries.clone(), !replica.pending.is_empty()),
                None => (Vec::new(), false),
            };
            let mut replica = Replica {
                document,
                index,
                confirmed,
                pending: Vec::new(),
                typed: (Touched::default(), 0),
                issued: welcome.actor.to_vec(),
                generation: 0,
                person,
                standings: record::fold(&entries),
                entries,
                draft: CachedDraft::default(),
            };
            replica.apply(&welcome.changes)?;
            self.replica = Some(replica);
            self.take_carried(now, effects);
            // The server does not know this replica's history any more: bring the edits over as text.
            if let Some(mut before) = before.filter(|_| pending) {
                let edits = before.edits();
                self.redo(&edits, now, effects);
            }
            effects.push(Effect::Changed(whole));
            return Ok(());
        }
        let replica = self.replica.as_mut().ok_or_else(|| unreadable("a welcome without a document"))?;
        replica.person = person;
        let touched = replica.apply(&welcome.changes)?;
        replica.confirmed = welcome.heads.iter().cloned().collect();
        // The server does not know the own actor any more: another was issued.
        if replica.issued != *welcome.actor {
            replica.issued = welcome.actor.to_vec();
            replica.generation = 0;
            let edits = replica.edits();
            if edits.is_empty() {
                replica.document.set_actor(&welcome.actor);
            } else {
                replica.go_back();
                effects.push(Effect::Changed(whole));
                self.redo(&edits, now, effects);
                return Ok(());
            }
        }
        if !touched.is_empty() {
            effects.push(Effect::Changed(touched));
        }
        Ok(())
    }

    fn changes(&mut self, changes: &[ByteBuf], effects: &mut Vec<Effect>) {
        let Some(replica) = &mut self.replica else { return };
        match replica.apply(changes) {
            Ok(touched) => effects.push(Effect::Changed(touched)),
            Err(problem) => self.fail(problem, effects),
        }
    }

    /// The server sent what cannot be read: a replica that is half of one thing is dropped, and what is not on the server's disk
    /// waits for a whole one.
    fn fail(&mut self, problem: Problem, effects: &mut Vec<Effect>) {
        self.carried = self.replica.take().map(|replica| Unsaved::of(&replica)).or(self.carried.take());
        effects.push(Effect::Failed(problem));
    }

    fn acknowledged(&mut self, hashes: &[String], effects: &mut Vec<Effect>) {
        let Some(replica) = &mut self.replica else { return };
        for hash in hashes {
            replica.confirm(hash);
        }
        replica.pending.retain(|pending| !hashes.contains(&pending.hash));
        if replica.pending.is_empty() {
            self.again = false;
        }
        effects.push(Effect::Saved { pending: replica.pending.len() });
    }

    fn recorded(&mut self, entries: Vec<Entry>, effects: &mut Vec<Effect>) {
        let Some(replica) = &mut self.replica else { return };
        let mut new = Vec::new();
        for entry in entries {
            if record::follows(&entry, replica.entries.last()) {
                replica.standings.apply(&entry.decision);
                self.asked.retain(|(request, _)| request.id != entry.id);
                replica.entries.push(entry.clone());
                new.push(entry);
            }
        }
        if !new.is_empty() {
            effects.push(Effect::Recorded(new));
        }
    }

    fn refused(&mut self, refuse: &protocol::Refuse, now: Timestamp, effects: &mut Vec<Effect>) {
        let tell = |lost| Effect::Refused {
            reason: refuse.reason.clone(),
            message: refuse.message.clone(),
            hint: refuse.hint.clone(),
            lost,
        };
        if self.asked.iter().any(|(request, _)| request.id.to_string() == refuse.subject) {
            self.asked.retain(|(request, _)| request.id.to_string() != refuse.subject);
            effects.push(tell(Vec::new()));
            return;
        }
        if self.comment_refused(refuse, effects) {
            return;
        }
        let Some(replica) = &mut self.replica else { return };
        // Those that built on the refused change are refused as well; the first one has been dealt with.
        if !replica.pending.iter().any(|pending| pending.hash == refuse.subject) {
            return;
        }
        let mut edits = replica.edits();
        replica.go_back();
        effects.push(Effect::Changed(Touched { structure: true, ..Touched::default() }));
        let hopeless = matches!(refuse.reason.as_str(), "not-allowed" | "not-negotiated" | "must-be-signed");
        // Each decision may refuse a line more; done again, the edits have one less, so this ends.
        let one_less = refuse.reason == "settled" && replica.has_settled_lines(&edits);
        // So may each decision that came since: what it leaves no room for is left out this time.
        let news = replica.entries.len() > self.redone_at;
        let gone = replica.hopeless(&edits);
        if let Some(refusal) = gone {
            // What cannot be taken back any more is left out, and the person has to know why.
            self.redo(&edits, now, effects);
            effects.push(Effect::Saved { pending: self.pending() });
            let (message, hint) = (refusal.to_string(), refusal.hint().to_owned());
            effects.push(Effect::Refused { reason: refusal.code().to_owned(), message, hint, lost: Vec::new() });
        } else if refuse.reason == "not-joined" && self.again && edits.joins() {
            // Others were faster twice. The question is left to be asked again, and takes no words along.
            edits.leave_apart();
            self.redo(&edits, now, effects);
            effects.push(Effect::Saved { pending: self.pending() });
            effects.push(tell(Vec::new()));
        } else if one_less || news {
            self.again |= news;
            self.redo(&edits, now, effects);
        } else if self.again || hopeless {
            self.again = false;
            let lost = edits.lost();
            effects.push(Effect::Saved { pending: 0 });
            effects.push(tell(lost));
        } else {
            self.again = true;
            self.redo(&edits, now, effects);
        }
    }

    /// Does edits again on the replica as it is, and sends them.
    fn redo(&mut self, edits: &redo::Edits, now: Timestamp, effects: &mut Vec<Effect>) {
        let Some(replica) = &mut self.replica else { return };
        let before = replica.document.clone();
        let (touched, lost) = replica.redo(edits, now);
        self.redone_at = replica.entries.len();
        replica.typed.0.merge(&touched);
        effects.push(Effect::Changed(touched));
        let closed = replica.standings.phase == Phase::Closed && edits.has_positions();
        effects.extend(self.commit(Some(before), "edit again", now));
        if closed && lost.is_empty() {
            effects.push(Effect::Refused {
                reason: "closed".into(),
                message: "the draft was closed meanwhile".into(),
                hint: "Ask the chair.".into(),
                lost: Vec::new(),
            });
        }
        if lost.is_empty() {
            return;
        }
        let lost = self.propose_late(lost, now, effects);
        let (reason, message, hint) = if lost.is_empty() {
            let hint = "They wait beside the paragraph, for the chair and your delegation to read.";
            ("proposed", "the words came after a decision, and are now a proposal beside the text", hint)
        } else {
            let hint = "Copy them, and propose them where the text is open.";
            ("late", "the words came after a decision that leaves no place for them", hint)
        };
        effects.push(Effect::Refused { reason: reason.into(), message: message.into(), hint: hint.into(), lost });
    }
}

fn push(changes: impl IntoIterator<Item = Vec<u8>>) -> Effect {
    let changes = changes.into_iter().map(ByteBuf::from).collect();
    Effect::Send(protocol::encode(&ClientMessage::Push { changes, signatures: Vec::new() }))
}

fn unreadable(what: &str) -> Problem {
    Problem {
        code: "unreadable".into(),
        message: format!("the server sent something that cannot be read: {what}"),
        hint: "Reload the page.".into(),
    }
}
