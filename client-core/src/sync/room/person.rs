//! Somebody who is here may do more or less than a moment ago.

use super::{Room, batch::NextBatch};
use crate::{
    model::{Permission, Person},
    sync::protocol::{ServerMessage, WireCommentEntry, WirePerson, You},
};

impl Room {
    /// The person of a connection is another from here on: what the client sent before counts as before. It learns who it is and
    /// which comments it may read; the others see it anew.
    pub(super) fn become_person(&mut self, id: u64, person: Person, next: &mut NextBatch) {
        let Some(connection) = self.connections.get_mut(&id) else { return };
        if connection.person == person {
            return;
        }
        connection.person = person.clone();
        let actor = connection.actor;
        // Who only read so far was handed an actor that was not issued.
        if person.role.may(Permission::Edit) && !self.actors.contains_key(&actor) {
            next.issue(actor, person.id);
            self.actors.insert(actor, person.id);
        }
        let comments = self.comments.readable_after(&person, None).into_iter().map(WireCommentEntry::from).collect();
        let you = You { person: WirePerson::from(&person), comments };
        // After the batch that the actor is in: what is made with it must find it on disk.
        next.answer(id, &ServerMessage::You(you));
        self.moved.insert(id);
    }
}
