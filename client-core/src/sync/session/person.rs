//! Somebody may do more or less than a moment ago.

use super::{Effect, Session};
use crate::{comments::CommentLog, model::Person, sync::protocol::You};

impl Session {
    /// The server takes this client for somebody else from here on. What is pending stays so: the server answers it.
    pub(super) fn become_person(&mut self, you: You, effects: &mut Vec<Effect>) {
        let Some(replica) = &mut self.replica else { return };
        replica.person = Person::from(&you.person);
        // What this person may not read any more goes, and what was not for this person before is there in its place.
        self.comments = CommentLog::default();
        effects.push(Effect::You);
        self.commented(you.comments, effects);
        effects.push(Effect::Commented(Vec::new()));
    }
}
