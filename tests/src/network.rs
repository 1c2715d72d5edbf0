use std::{
    collections::{BTreeMap, VecDeque},
    ops::Range,
};

use client_core::{
    checkpoint::PublicKey,
    comments::{At, CommentRefusal, NewComment},
    device::Signing,
    model::{
        Anchor, Audience, BracketId, CommentId, CommentKind, Decision, Delegation, Draft, EntryId, Inline, Permission,
        Person, PersonId, Phase, Role, Timestamp, Wish,
    },
    ops::{Act, OpenBracket, ProposeWords, Refusal, Splice},
    record::{DecisionRefusal, Request},
    sync::{
        protocol::{self, ClientMessage, Credential},
        room::{self, Batch, Room, StoredDraft},
        session::{Effect, Session},
    },
};
use uuid::Uuid;

use crate::paragraph_id;

/// Somebody with a session.
#[derive(Debug)]
pub struct Client {
    /// Who.
    pub person: Person,
    /// The session under test.
    pub session: Session,
    /// Every effect but `Send`, oldest first.
    pub seen: Vec<Effect>,
    /// Every byte that the room ever sent to this client.
    pub heard: Vec<u8>,
    connection: Option<u64>,
    /// The key that the server knows of this client.
    pub device: Option<PublicKey>,
    outbox: VecDeque<Vec<u8>>,
    inbox: VecDeque<Vec<u8>>,
}

/// A room, its disk and its clients. Nothing moves until the test says so.
#[derive(Debug)]
pub struct Network {
    /// The room under test.
    pub room: Room,
    /// The clients, by name.
    pub clients: BTreeMap<&'static str, Client>,
    /// What the disk holds.
    pub disk: Vec<Batch>,
    writing: VecDeque<Batch>,
    now: Timestamp,
    fresh: u128,
}

impl Network {
    /// A room for a draft, without clients.
    pub fn new(draft: &Draft) -> Self {
        let (room, batch) = Room::create(draft, 0).expect("a draft can be written");
        Self { room, clients: BTreeMap::new(), disk: vec![batch], writing: VecDeque::new(), now: 1_000, fresh: 1 }
    }

    /// A number that no one has had.
    pub fn fresh(&mut self) -> u128 {
        self.fresh += 1;
        self.fresh
    }

    /// Somebody comes with a role and joins.
    pub fn join(&mut self, name: &'static str, role: Role) {
        self.join_for(name, role, &format!("Delegation of {name}"));
    }

    /// Somebody comes with a role, in the name of a delegation, and joins.
    pub fn join_for(&mut self, name: &'static str, role: Role, delegation: &str) {
        let person = Person {
            id: PersonId(Uuid::from_u128(self.fresh() << 64)),
            name: name.into(),
            delegation: Delegation(delegation.into()),
            role,
        };
        let session = Session::new("test", Credential::Session { secret: name.into() });
        let client = Client {
            person,
            session,
            seen: Vec::new(),
            heard: Vec::new(),
            connection: None,
            device: None,
            outbox: VecDeque::new(),
            inbox: VecDeque::new(),
        };
        self.clients.insert(name, client);
        self.connect(name);
    }

    /// A client, by name.
    pub fn client(&mut self, name: &str) -> &mut Client {
        self.clients.get_mut(name).expect("a client of this name")
    }

    /// The client opens a connection.
    pub fn connect(&mut self, name: &str) {
        let (connection, now) = (u64::try_from(self.fresh()).expect("few connections"), self.tick());
        let client = self.client(name);
        if client.connection.is_none() {
            client.connection = Some(connection);
            let effects = client.session.opened(now);
            client.take(effects);
        }
    }

    /// The connection breaks; frames in flight are lost in both directions.
    pub fn cut(&mut self, name: &str) {
        let now = self.tick();
        let client = self.client(name);
        client.outbox.clear();
        client.inbox.clear();
        let Some(connection) = client.connection.take() else { return };
        let effects = client.session.closed(now);
        client.take(effects);
        let effects = self.room.handle(room::Event::Leave { connection }, now);
        self.perform(effects);
    }

    /// The connection breaks without the room noticing; frames in flight are lost in both directions.
    pub fn lose_silently(&mut self, name: &str) {
        let now = self.tick();
        let client = self.client(name);
        client.outbox.clear();
        client.inbox.clear();
        client.connection = None;
        let effects = client.session.closed(now);
        client.take(effects);
    }

    /// The window is loaded again: a new session, which takes over what the old one had not got onto the disk.
    pub fn reload(&mut self, name: &str) {
        self.cut(name);
        let kept = self.kept(name);
        self.open_window(name, &kept);
    }

    /// What a window keeps of what is not on the disk; empty when there is nothing.
    pub fn kept(&mut self, name: &str) -> Vec<u8> {
        let now = self.tick();
        let client = self.client(name);
        let (effects, kept) = client.session.unsaved(now);
        client.take(effects);
        kept.unwrap_or_default()
    }

    /// A window in place of the one that was: a new session, which takes over what another kept.
    pub fn open_window(&mut self, name: &str, kept: &[u8]) {
        let client = self.client(name);
        client.session = Session::new("test", Credential::Session { secret: name.into() });
        if !kept.is_empty() {
            assert!(client.session.restore(kept), "what was kept can be taken over");
        }
        self.connect(name);
    }

    /// The server comes back without knowing to whom it issued which actor.
    pub fn forget_actors(&mut self) {
        for batch in &mut self.disk {
            batch.actors.clear();
        }
        self.restart();
    }

    /// The server stops without warning and starts from its disk; every connection breaks.
    pub fn restart(&mut self) {
        self.writing.clear();
        let names: Vec<&str> = self.clients.keys().copied().collect();
        for name in &names {
            let now = self.tick();
            let client = self.client(name);
            client.outbox.clear();
            client.inbox.clear();
            if client.connection.take().is_some() {
                let effects = client.session.closed(now);
                client.take(effects);
            }
        }
        let stored = StoredDraft {
            snapshot: None,
            changes: self.disk.iter().flat_map(|batch| &batch.changes).map(|change| change.bytes.clone()).collect(),
            entries: self.disk.iter().flat_map(|batch| &batch.entries).cloned().collect(),
            actors: self.disk.iter().flat_map(|batch| &batch.actors).copied().collect(),
            comments: self.disk.iter().flat_map(|batch| &batch.comments).cloned().collect(),
        };
        self.room = Room::open(stored).expect("the disk holds a draft");
    }

    /// The client's connection.
    pub fn connection(&mut self, name: &str) -> u64 {
        self.client(name).connection.expect("a connected client")
    }

    /// Takes away the next frame that a client would send.
    pub fn take_frame(&mut self, name: &str) -> Vec<u8> {
        self.client(name).outbox.pop_front().expect("a frame to send")
    }

    /// The frames that are on their way to a client.
    pub fn waiting(&mut self, name: &str) -> Vec<Vec<u8>> {
        self.client(name).inbox.iter().cloned().collect()
    }

    /// Puts bytes of the test's own into a client's connection.
    pub fn send_raw(&mut self, name: &str, frame: Vec<u8>) {
        self.client(name).outbox.push_back(frame);
    }

    /// The server learns that somebody has another role, or speaks for another delegation.
    pub fn become_person(&mut self, name: &str, role: Role, delegation: &str) {
        let now = self.tick();
        let client = self.client(name);
        client.person = Person { role, delegation: Delegation(delegation.into()), ..client.person.clone() };
        let (connection, person) = (client.connection.expect("a connected client"), client.person.clone());
        let effects = self.room.handle(room::Event::Person { connection, person }, now);
        self.perform(effects);
    }

    /// Delivers one frame from a client to the room; false when there is none.
    pub fn deliver_up(&mut self, name: &str) -> bool {
        let now = self.tick();
        let fresh = self.fresh().to_be_bytes();
        let client = self.client(name);
        let Some(connection) = client.connection else { return false };
        let Some(frame) = client.outbox.pop_front() else { return false };
        let person = client.person.clone();
        let event = match protocol::decode_client(&frame) {
            Ok(ClientMessage::Hello(hello)) => room::Event::Join {
                connection,
                person,
                session: String::new(),
                actor: fresh,
                hello,
                signing: Signing::of(client.device, false),
            },
            Ok(_) | Err(_) => room::Event::Frame { connection, frame },
        };
        let effects = self.room.handle(event, now);
        self.perform(effects);
        true
    }

    /// Delivers one frame from the room to a client; false when there is none.
    pub fn deliver_down(&mut self, name: &str) -> bool {
        let now = self.tick();
        let client = self.client(name);
        let Some(frame) = client.inbox.pop_front() else { return false };
        let effects = client.session.frame(&frame, now);
        client.take(effects);
        true
    }

    /// The disk finishes one batch; false when there is none.
    pub fn write(&mut self) -> bool {
        let now = self.tick();
        let Some(batch) = self.writing.pop_front() else { return false };
        let id = batch.id;
        self.disk.push(batch);
        let effects = self.room.handle(room::Event::Stored { batch: id }, now);
        self.perform(effects);
        true
    }

    /// Everybody connects, every keystroke is flushed and everything is delivered, until nothing moves.
    pub fn settle(&mut self) {
        self.settle_without("nobody");
    }

    /// The same, but for one who stays away.
    pub fn settle_without(&mut self, absent: &str) {
        let names: Vec<&str> = self.clients.keys().copied().filter(|name| *name != absent).collect();
        for name in &names {
            self.connect(name);
            let now = self.tick();
            let client = self.client(name);
            let effects = client.session.flush(now);
            client.take(effects);
        }
        let mut moved = true;
        while moved {
            moved = self.write();
            for name in &names {
                moved |= self.deliver_up(name);
                moved |= self.deliver_down(name);
            }
            moved |= !moved && self.tell_presence();
        }
    }

    /// Time passes until the room tells who came, moved and left; false when there is no such news.
    pub fn tell_presence(&mut self) -> bool {
        let Some(due) = self.room.presence_due() else { return false };
        self.now = self.now.max(due);
        let effects = self.room.handle(room::Event::Tick, self.now);
        self.perform(effects);
        true
    }

    /// Inserts, deletes or replaces in the `n`-th paragraph: offsets in code points.
    ///
    /// # Errors
    /// Why it does not apply.
    pub fn splice(&mut self, name: &str, n: u32, at: usize, delete: usize, insert: &str) -> Result<(), Refusal> {
        let act = Act::Splice(Splice { paragraph: paragraph_id(n), at, delete, insert: insert.into() });
        self.act(name, &act)
    }

    /// Changes words as the phase of the draft allows: freely, or by bracket. Offsets in code points.
    ///
    /// # Errors
    /// Why it does not apply.
    pub fn change(&mut self, name: &str, n: u32, at: usize, delete: usize, insert: &str) -> Result<(), Refusal> {
        let phase = self.client(name).session.standings().map(|standings| standings.phase);
        if phase != Some(Phase::Negotiation) {
            return self.splice(name, n, at, delete, insert);
        }
        let id = BracketId(Uuid::from_u128(self.fresh()));
        let (insert, reason) = (insert.into(), String::new());
        let act = ProposeWords { id, paragraph: paragraph_id(n), at, delete, insert, reason };
        self.act(name, &Act::ProposeWords(act))
    }

    /// Opens a bracket in the `n`-th paragraph: offsets in code points.
    ///
    /// # Errors
    /// Why it does not apply.
    pub fn bracket(&mut self, name: &str, n: u32, from: usize, to: usize) -> Result<BracketId, Refusal> {
        let id = BracketId(Uuid::from_u128(self.fresh()));
        let paragraph = paragraph_id(n);
        let act = Act::OpenBracket(OpenBracket {
            id,
            from: (paragraph, from),
            to: (paragraph, to),
            wish: Wish::Retain,
            reason: "a reason".into(),
        });
        self.act(name, &act).map(|()| id)
    }

    /// Does an act.
    ///
    /// # Errors
    /// Why it does not apply.
    pub fn act(&mut self, name: &str, act: &Act) -> Result<(), Refusal> {
        let now = self.tick();
        let client = self.client(name);
        let effects = client.session.act(act, now)?;
        client.take(effects);
        Ok(())
    }

    /// Makes a change of what somebody typed.
    pub fn flush(&mut self, name: &str) {
        let now = self.tick();
        let client = self.client(name);
        let effects = client.session.flush(now);
        client.take(effects);
    }

    /// Asks for a decision.
    ///
    /// # Errors
    /// Why it would be refused.
    pub fn decide(&mut self, name: &str, decision: Decision) -> Result<(), DecisionRefusal> {
        let request = Request {
            id: EntryId(Uuid::from_u128(self.fresh())),
            decision,
            meeting: "1st meeting".into(),
            reason: "because".into(),
            heads: Vec::new(),
        };
        let now = self.tick();
        let client = self.client(name);
        let effects = client.session.decide(request, now)?;
        client.take(effects);
        Ok(())
    }

    /// Comments, or goes on with a thread.
    ///
    /// # Errors
    /// Why it would be refused.
    pub fn comment(&mut self, name: &str, comment: NewComment) -> Result<CommentId, CommentRefusal> {
        let (id, now) = (comment.id, self.tick());
        let client = self.client(name);
        let effects = client.session.comment(comment, now)?;
        client.take(effects);
        Ok(id)
    }

    /// A comment on words of the `n`-th paragraph: offsets in code points.
    pub fn about(&mut self, n: u32, range: Range<usize>, audience: Audience, text: &str) -> NewComment {
        let place = At::Words { paragraph: paragraph_id(n), from: range.start, to: range.end };
        let id = CommentId(Uuid::from_u128(self.fresh()));
        NewComment { id, thread: None, kind: CommentKind::Remark, audience, place, text: text.into() }
    }

    /// An answer in a thread.
    pub fn answer(&mut self, thread: CommentId, text: &str) -> NewComment {
        let id = CommentId(Uuid::from_u128(self.fresh()));
        // An answer is for whom its thread is, whatever it says.
        let (audience, place) = (Audience::Everybody, At::Draft);
        NewComment { id, thread: Some(thread), kind: CommentKind::Remark, audience, place, text: text.into() }
    }

    /// Resolves a thread, or reopens it.
    ///
    /// # Errors
    /// Why it would be refused.
    pub fn resolve(&mut self, name: &str, thread: CommentId, resolved: bool) -> Result<(), CommentRefusal> {
        let (id, now) = (CommentId(Uuid::from_u128(self.fresh())), self.tick());
        let client = self.client(name);
        let effects = client.session.resolve_comment(id, thread, resolved, now)?;
        client.take(effects);
        Ok(())
    }

    /// What a client sees, one line a paragraph, brackets as signs.
    pub fn text(&mut self, name: &str) -> String {
        let draft = self.client(name).session.draft().expect("a joined client");
        plain(&draft)
    }

    /// What the room has, one line a paragraph, brackets as signs.
    pub fn room_text(&mut self) -> String {
        plain(&self.room.draft().expect("a draft"))
    }

    /// The clients that may change the text.
    pub fn editors(&self) -> Vec<&'static str> {
        let editors = self.clients.iter().filter(|(_, client)| client.person.role.may(Permission::Edit));
        editors.map(|(name, _)| *name).collect()
    }

    fn tick(&mut self) -> Timestamp {
        self.now += 10;
        self.now
    }

    fn perform(&mut self, effects: Vec<room::Effect>) {
        for effect in effects {
            match effect {
                room::Effect::Send { connections, frame } => {
                    for client in self.clients.values_mut() {
                        if client.connection.is_some_and(|connection| connections.contains(&connection)) {
                            client.heard.extend_from_slice(&frame);
                            client.inbox.push_back(frame.to_vec());
                        }
                    }
                }
                room::Effect::Store(batch) => self.writing.push_back(batch),
                room::Effect::Show { .. } | room::Effect::Refused(_) | room::Effect::Brought { .. } => {}
                room::Effect::Close { connection } => {
                    for client in self.clients.values_mut().filter(|client| client.connection == Some(connection)) {
                        // What was sent before still arrives.
                        while let Some(frame) = client.inbox.pop_front() {
                            let effects = client.session.frame(&frame, self.now);
                            client.take(effects);
                        }
                        client.connection = None;
                        let effects = client.session.closed(self.now);
                        client.take(effects);
                        client.outbox.clear();
                    }
                }
            }
        }
    }
}

impl Client {
    fn take(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Send(frame) if self.connection.is_some() => self.outbox.push_back(frame),
                Effect::Send(_) => {}
                shown => self.seen.push(shown),
            }
        }
    }
}

fn plain(draft: &Draft) -> String {
    let mut text = String::new();
    for paragraph in &draft.paragraphs {
        for piece in &paragraph.content {
            match piece {
                Inline::Text { text: words, .. } => text.push_str(words),
                Inline::Anchor(Anchor::Open(_)) => text.push('['),
                Inline::Anchor(Anchor::Close(_)) => text.push(']'),
                Inline::Anchor(Anchor::Or(_)) => text.push('|'),
                Inline::Anchor(Anchor::Note(_)) => text.push('*'),
                Inline::Anchor(Anchor::Split(_)) => text.push('¶'),
                Inline::Anchor(Anchor::Erased(_)) => {}
            }
        }
        text.push('\n');
    }
    text
}
