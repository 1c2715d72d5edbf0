//! Somebody joins: an actor to write with, the text or what is lacking of it, the record, who else is here.

use serde_bytes::ByteBuf;

use super::{Connection, Effect, Room, batch::NextBatch, send};
use crate::{
    device::Signing,
    gate::ACTOR,
    model::{CommentId, Permission, Person},
    sync::protocol::{
        Hello, Presence, Problem, ServerMessage, VERSION, Welcome, WireCheckpoint, WireCommentEntry, WireEntry,
        WirePerson, WireSuccession,
    },
};

/// How many people one message tells of. In a room of a thousand the list of all of them is longer than the draft, and each would be
/// sent another one.
const CROWD: usize = 64;

impl Room {
    #[expect(clippy::too_many_arguments, reason = "the fields of one event, and where its effects go")]
    pub(super) fn join(
        &mut self,
        id: u64,
        (person, signing): (Person, Signing),
        session: String,
        fresh: [u8; ACTOR],
        hello: &Hello,
        next: &mut NextBatch,
        effects: &mut Vec<Effect>,
    ) {
        if hello.version != VERSION {
            let problem = Problem {
                code: "version".into(),
                message: format!("this server speaks version {VERSION} of the protocol, the client {}", hello.version),
                hint: "Reload the page to get the current client.".into(),
            };
            effects.push(send(vec![id], &ServerMessage::Error(problem)));
            effects.push(Effect::Close { connection: id });
            return;
        }
        let resumed = self.resumed_actor(&person, hello);
        let actor = resumed.unwrap_or(fresh);
        if resumed.is_some() {
            self.replace(actor, effects);
        } else if person.role.may(Permission::Edit) && !self.read_only {
            next.issue(actor, person.id);
            self.actors.insert(actor, person.id);
        }
        let knows = !hello.heads.is_empty() && self.text.has_all(&hello.heads);
        let (snapshot, changes) = if knows {
            (None, self.text.since(&hello.heads).unwrap_or_default())
        } else {
            let (bytes, lacking) = self.text.snapshot();
            (Some(ByteBuf::from(bytes.as_slice().to_vec())), lacking)
        };
        let record = self.entries.iter().filter(|entry| entry.seq > hello.record_seq).map(WireEntry::from).collect();
        let present: Vec<Presence> =
            self.connections.iter().take(CROWD).map(|(id, other)| other.presence(*id)).collect();
        if self.connections.len() > CROWD {
            self.in_crowd.push(id);
        }
        let last = hello.last_comment.map(CommentId);
        let comments = self.comments.readable_after(&person, last).into_iter().map(WireCommentEntry::from).collect();
        let connection = Connection { person, actor, cursor: None, signing };
        let welcome = Welcome {
            version: VERSION,
            draft: self.text.slug().to_owned(),
            connection: id,
            person: WirePerson::from(&connection.person),
            session,
            actor: ByteBuf::from(actor.to_vec()),
            heads: self.text.heads(),
            snapshot,
            changes,
            record,
            present,
            comments,
            checkpoint: self.signed.0.as_ref().map(WireCheckpoint::from),
            read_only: self.read_only,
            keys: self.signed.1.iter().map(WireSuccession::from).collect(),
        };
        effects.push(send(vec![id], &ServerMessage::Welcome(Box::new(welcome))));
        self.moved.insert(id);
        self.connections.insert(id, connection);
    }

    /// The actor that the client goes on using, if it was issued to this person.
    fn resumed_actor(&self, person: &Person, hello: &Hello) -> Option<[u8; ACTOR]> {
        let actor: [u8; ACTOR] = hello.actor.as_deref()?.get(..ACTOR)?.try_into().ok()?;
        (self.actors.get(&actor) == Some(&person.id)).then_some(actor)
    }

    /// Ends the connection that an actor was in use on: a dead one that nobody has noticed yet. Two living ones would make
    /// changes of the same number.
    fn replace(&mut self, actor: [u8; ACTOR], effects: &mut Vec<Effect>) {
        let old = self.connections.iter().find(|(_, connection)| connection.actor == actor).map(|(id, _)| *id);
        if let Some(old) = old {
            let problem = Problem {
                code: "replaced".into(),
                message: "this replica is connected a second time".into(),
                hint: "Go on in the window that was opened last.".into(),
            };
            self.end(old, problem, effects);
        }
    }

    /// Tells those who came into a crowd of everybody else who is here: the same messages for all of them.
    pub(super) fn tell_of_crowd(&mut self, effects: &mut Vec<Effect>) {
        let newcomers = std::mem::take(&mut self.in_crowd);
        if newcomers.is_empty() {
            return;
        }
        let everybody: Vec<Presence> = self.connections.iter().map(|(id, other)| other.presence(*id)).collect();
        for here in everybody.chunks(CROWD) {
            let message = ServerMessage::Presence { here: here.to_vec(), gone: Vec::new() };
            effects.push(send(newcomers.clone(), &message));
        }
    }
}
