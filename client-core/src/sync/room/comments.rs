//! Comments: kept like changes and decisions, told to those alone who may read them.

use std::collections::BTreeMap;

use super::{Effect, Refusing, RejectedKind, Room, batch::NextBatch, send};
use crate::{
    comments::{CommentRefusal, CommentRequest},
    model::{CommentEntry, Person, Timestamp},
    sync::protocol::{ServerMessage, WireCommentEntry},
};

impl Room {
    /// A comment, or the end of a thread.
    pub(super) fn comment(
        &mut self,
        connection: u64,
        person: &Person,
        request: &CommentRequest,
        now: Timestamp,
        next: &mut NextBatch,
    ) {
        // Asked again because the answer was lost. One that is not on disk yet is told when it is. The person may have come
        // back as another one, so who may read it is told it; for anybody else it is not there.
        if let Some(entry) = self.comments.entry(request.id())
            && self.comments.may_read(person, entry)
        {
            let on_disk = self.comments.entries().get(..self.published_comments).unwrap_or_default();
            if on_disk.iter().any(|kept| kept.id() == entry.id()) {
                let entries = vec![WireCommentEntry::from(entry)];
                next.answer(connection, &ServerMessage::Comments { entries });
            }
            return;
        }
        let refusal = match self.comments.check(request, person) {
            _ if self.text.is_reference() => Some(CommentRefusal::NotNegotiated),
            Ok(()) => None,
            Err(refusal) => Some(refusal),
        };
        if let Some(refusal) = refusal {
            let (subject, message) = (request.id().to_string(), refusal.to_string());
            let refusing = Refusing { subject, reason: refusal.code(), message, hint: refusal.hint() };
            next.refuse(connection, person.id, RejectedKind::Comment, refusing);
            return;
        }
        let entry = self.comments.seal(request, person, now);
        self.comments.add(entry.clone());
        next.comment(entry);
    }

    /// Tells each connection what it may read, encoded once for those that may read the same.
    pub(super) fn publish_comments(&self, entries: &[CommentEntry], effects: &mut Vec<Effect>) {
        let mut readers: BTreeMap<Vec<usize>, Vec<u64>> = BTreeMap::new();
        for (id, connection) in &self.connections {
            let readable = |index: &usize| self.comments.may_read(&connection.person, &entries[*index]);
            let mine: Vec<usize> = (0..entries.len()).filter(readable).collect();
            if !mine.is_empty() {
                readers.entry(mine).or_default().push(*id);
            }
        }
        for (mine, connections) in readers {
            let entries = mine.into_iter().map(|index| WireCommentEntry::from(&entries[index])).collect();
            effects.push(send(connections, &ServerMessage::Comments { entries }));
        }
    }

    /// The log of comments, as far as it is on disk.
    pub fn comments(&self) -> &[CommentEntry] {
        self.comments.entries().get(..self.published_comments).unwrap_or_default()
    }
}
