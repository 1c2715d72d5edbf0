//! What is being written: vetting, applying and sealing into one batch; acknowledging and publishing it when it is on disk.

use std::collections::BTreeMap;

use automerge::Change;
use serde_bytes::ByteBuf;

use super::{Effect, Refusing, Rejected, RejectedKind, Room, send};
use crate::{
    device::{DeviceSignature, Signing},
    gate::{ACTOR, Refusal, Refused, Tried, Vetted, Writer},
    history::StoredChange,
    model::{CommentEntry, Draft, Entry, Person, PersonId, Timestamp},
    record::{self, Request},
    sync::protocol::{ServerMessage, WireEntry},
};

/// What the store is to keep, in one transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// Counts the room's batches.
    pub id: u64,
    /// Changes, in order.
    pub changes: Vec<StoredChange>,
    /// Entries of the record, in order.
    pub entries: Vec<Entry>,
    /// Actors that were issued.
    pub actors: Vec<([u8; ACTOR], PersonId)>,
    /// Entries of the log of comments, in order.
    pub comments: Vec<CommentEntry>,
}

/// A raw change, and what the device signed of it.
pub(super) type Sent<'a> = (&'a [u8], Option<DeviceSignature>);

/// A batch in the making.
#[derive(Debug)]
pub(super) struct NextBatch {
    batch: Batch,
    authors: Vec<u64>,
    repeated: BTreeMap<u64, Vec<String>>,
    /// Answers to single clients, told after the acknowledgements: a client that hears a refusal first would take back what it is about to be told
    /// is on disk.
    answers: Vec<Effect>,
    /// The heads of the text before the first change of it.
    before: Option<Vec<String>>,
    /// A change has spoilt the document.
    careful: bool,
    /// Who sent the last changes, those that are not applied yet.
    typing: Vec<(u64, Person, [u8; ACTOR])>,
}

/// A batch that is being stored.
#[derive(Debug)]
pub(super) struct UnderWay {
    id: u64,
    /// Each change with the connection that sent it.
    changes: Vec<(u64, String, Vec<u8>)>,
    entries: Vec<Entry>,
    repeated: BTreeMap<u64, Vec<String>>,
    answers: Vec<Effect>,
    before: Option<Vec<String>>,
    comments: Vec<CommentEntry>,
}

impl UnderWay {
    /// The heads of the text without this batch; `None` when the batch does not change it.
    pub(super) fn heads_before(&self) -> Option<&[String]> {
        self.before.as_deref()
    }
}

/// What becomes of a batch.
pub(super) enum Finished {
    /// There is nothing to store; these answers can be told.
    Nothing(Vec<Effect>),
    /// This is to be stored.
    Store(Batch, Box<UnderWay>),
}

impl NextBatch {
    pub(super) fn new(id: u64) -> Self {
        let batch = Batch { id, changes: Vec::new(), entries: Vec::new(), actors: Vec::new(), comments: Vec::new() };
        Self {
            batch,
            authors: Vec::new(),
            repeated: BTreeMap::new(),
            answers: Vec::new(),
            before: None,
            careful: false,
            typing: Vec::new(),
        }
    }

    /// Whether nothing that a joiner would see is in it: an issued actor alone does not count.
    pub(super) fn is_empty(&self) -> bool {
        self.batch.changes.is_empty() && self.batch.entries.is_empty() && self.batch.comments.is_empty()
    }

    /// Whether somebody is yet to be told something that stores nothing: a refusal, or what is here already.
    pub(super) fn owes(&self) -> bool {
        !self.answers.is_empty() || !self.repeated.is_empty()
    }

    /// A change has passed.
    fn take(&mut self, connection: u64, person: &Person, vetted: Vetted, (bytes, signature): Sent<'_>, now: Timestamp) {
        self.authors.push(connection);
        self.batch.changes.push(StoredChange {
            hash: vetted.change.hash().to_string(),
            actor: vetted.change.actor_id().to_bytes().to_vec(),
            person: Some(person.id),
            name: person.name.clone(),
            delegation: person.delegation.0.clone(),
            at: now,
            bytes: bytes.to_vec(),
            paragraphs: vetted.touched.paragraphs.into_iter().collect(),
            brackets: vetted.touched.brackets.into_iter().collect(),
            signature,
        });
    }

    pub(super) fn issue(&mut self, actor: [u8; ACTOR], person: PersonId) {
        self.batch.actors.push((actor, person));
    }

    pub(super) fn comment(&mut self, entry: CommentEntry) {
        self.batch.comments.push(entry);
    }

    pub(super) fn answer(&mut self, connection: u64, message: &ServerMessage) {
        self.answers.push(send(vec![connection], message));
    }

    /// Tells a client of a refusal, and the host.
    pub(super) fn refuse(&mut self, connection: u64, person: PersonId, kind: RejectedKind, refusing: Refusing) {
        let reason = refusing.reason;
        self.answer(connection, &refusing.into());
        self.answers.push(Effect::Refused(Rejected { person, kind, reason }));
    }

    /// How many changes and how many decisions are in it.
    pub(super) fn counts(&self) -> (usize, usize) {
        (self.batch.changes.len(), self.batch.entries.len())
    }

    /// Tells the host something, when all that is in it is on disk.
    pub(super) fn tell(&mut self, effect: Effect) {
        self.answers.push(effect);
    }

    pub(super) fn finish(self) -> Finished {
        if self.is_empty() && self.batch.actors.is_empty() && self.repeated.is_empty() {
            return Finished::Nothing(self.answers);
        }
        let changes = self.authors.iter().zip(&self.batch.changes);
        let under_way = UnderWay {
            id: self.batch.id,
            changes: changes.map(|(author, change)| (*author, change.hash.clone(), change.bytes.clone())).collect(),
            entries: self.batch.entries.clone(),
            repeated: self.repeated,
            answers: self.answers,
            before: self.before,
            comments: self.batch.comments.clone(),
        };
        Finished::Store(self.batch, Box::new(under_way))
    }
}

/// The batch that stores a freshly imported draft.
pub(super) fn of_import(changes: &[Change], draft: &Draft, at: Timestamp) -> Batch {
    let stored = changes.iter().enumerate().map(|(index, change)| {
        // The skeleton touches nothing; the import touches everything.
        let all = index > 0;
        StoredChange {
            hash: change.hash().to_string(),
            actor: change.actor_id().to_bytes().to_vec(),
            person: None,
            name: String::new(),
            delegation: String::new(),
            at,
            bytes: change.raw_bytes().to_vec(),
            paragraphs: draft.paragraphs.iter().filter(|_| all).map(|paragraph| paragraph.id).collect(),
            brackets: draft.brackets.keys().filter(|_| all).copied().collect(),
            signature: None,
        }
    });
    Batch { id: 0, changes: stored.collect(), entries: Vec::new(), actors: Vec::new(), comments: Vec::new() }
}

impl Room {
    /// A change by a client: the gate, the document, the batch.
    pub(super) fn push(
        &mut self,
        connection: u64,
        (person, actor): (&Person, [u8; ACTOR]),
        sent: Sent<'_>,
        now: Timestamp,
        next: &mut NextBatch,
    ) {
        let (bytes, _) = sent;
        if next.before.is_none() {
            next.before = Some(self.text.heads());
        }
        let writer = Writer { person, actor, standings: &self.standings };
        let begun = match (!next.careful).then(|| self.text.take_typing(bytes, writer)) {
            Some(Ok(Tried::Passed(vetted))) => {
                next.typing.push((connection, person.clone(), actor));
                return next.take(connection, person, vetted, sent, now);
            }
            Some(Ok(Tried::Begun(begun))) => Some(begun),
            Some(Err(reason)) => return self.refuse_change((connection, person.id), reason, bytes, now, next),
            None => None,
        };
        self.settle(now, next);
        match begun.filter(|_| !next.careful) {
            Some(begun) => {
                let writer = Writer { person, actor, standings: &self.standings };
                match self.text.take(begun, writer) {
                    Ok(vetted) => next.take(connection, person, vetted, sent, now),
                    Err(Refusal { reason, spoilt }) => {
                        next.careful |= spoilt;
                        self.refuse_change((connection, person.id), reason, bytes, now, next);
                    }
                }
            }
            None => self.push_alone(connection, (person, actor), sent, now, next),
        }
    }

    /// The same behind a change that spoilt the document. Nothing waits to be applied.
    fn push_alone(
        &mut self,
        connection: u64,
        (person, actor): (&Person, [u8; ACTOR]),
        sent: Sent<'_>,
        now: Timestamp,
        next: &mut NextBatch,
    ) {
        let (bytes, _) = sent;
        let writer = Writer { person, actor, standings: &self.standings };
        match self.text.take_on_copy(bytes, writer) {
            Ok(vetted) => next.take(connection, person, vetted, sent, now),
            Err(reason) => self.refuse_change((connection, person.id), reason, bytes, now, next),
        }
    }

    /// What is kept of a signature, if it is the one that the change must have.
    pub(super) fn signature(
        &self,
        signing: Signing,
        bytes: &[u8],
        given: Option<ByteBuf>,
    ) -> Result<Option<DeviceSignature>, Refused> {
        let key = match signing {
            Signing::Free => return Ok(None),
            Signing::Required => return Err(Refused::MustBeSigned),
            Signing::By(key) => key,
        };
        let signature = given.ok_or(Refused::Unsigned)?.into_vec().try_into().map_err(|_| Refused::BadSignature)?;
        let signed = DeviceSignature { key, signature };
        let holds = signed.holds(self.text.id(), &crate::schema::parse_hash(bytes));
        if holds { Ok(Some(signed)) } else { Err(Refused::BadSignature) }
    }

    pub(super) fn refuse_change(
        &mut self,
        (connection, person): (u64, PersonId),
        reason: Refused,
        bytes: &[u8],
        now: Timestamp,
        next: &mut NextBatch,
    ) {
        let hash = crate::schema::parse_hash(bytes);
        if reason == Refused::OutOfSequence {
            self.settle(now, next);
            // Sent again because the answer was lost: it is here already.
            if self.text.has(&hash) {
                next.repeated.entry(connection).or_default().push(hash);
                return;
            }
        }
        let (code, message, hint) = (reason.code(), reason.to_string(), reason.hint());
        let refusing = Refusing { subject: hash, reason: code, message, hint };
        next.refuse(connection, person, RejectedKind::Change, refusing);
    }

    /// Applies what waits to be applied. To be called before anything but a change is asked of the text.
    pub(super) fn settle(&mut self, now: Timestamp, next: &mut NextBatch) {
        let typing = std::mem::take(&mut next.typing);
        // Whoever runs the room loads another in its place.
        if typing.is_empty() || self.text.settle().expect("a document that was a draft is one") {
            return;
        }
        // One of them breaks the document. Which one is found by taking each by itself.
        next.careful = true;
        let from = next.batch.changes.len().saturating_sub(typing.len());
        next.authors.truncate(from);
        for ((connection, person, actor), change) in typing.into_iter().zip(next.batch.changes.split_off(from)) {
            self.push_alone(connection, (&person, actor), (&change.bytes, change.signature), now, next);
        }
    }

    /// A decision: checked against the text and the record as they are now.
    pub(super) fn decide(
        &mut self,
        connection: u64,
        person: &Person,
        request: Request,
        now: Timestamp,
        next: &mut NextBatch,
    ) {
        // Asked again because the answer was lost. One of this batch is told when it is on disk.
        if let Some(entry) = self.entries.iter().find(|entry| entry.id == request.id) {
            if entry.seq <= self.published.0 as u64 {
                let entries = vec![WireEntry::from(entry)];
                next.answer(connection, &ServerMessage::Record { entries });
            }
            return;
        }
        let refusal = match self.text.draft() {
            Ok(draft) => record::check(&request, person, &draft, &self.standings)
                .map_err(|refusal| (refusal.code(), refusal.to_string(), refusal.hint())),
            Err(error) => Err(("document", error.to_string(), "Reload the draft and try again.")),
        };
        if let Err((code, message, hint)) = refusal {
            let refusing = Refusing { subject: request.id.to_string(), reason: code, message, hint };
            next.refuse(connection, person.id, RejectedKind::Decision, refusing);
            return;
        }
        let entry = record::seal(request, person, self.entries.last(), now);
        self.standings.apply(&entry.decision);
        self.entries.push(entry.clone());
        next.batch.entries.push(entry);
    }

    /// The batch is on disk: acknowledge to its authors, publish to everybody else.
    pub(super) fn stored(&mut self, batch: u64, effects: &mut Vec<Effect>) {
        let Some(done) = self.under_way.take_if(|under_way| under_way.id == batch) else { return };
        self.published = (self.entries.len(), self.standings.clone());
        self.published_comments = self.comments.entries().len();
        let mut hashes: BTreeMap<u64, Vec<String>> = done.repeated;
        for (author, hash, _) in &done.changes {
            hashes.entry(*author).or_default().push(hash.clone());
        }
        for (author, hashes) in &hashes {
            if self.connections.contains_key(author) {
                effects.push(send(vec![*author], &ServerMessage::Ack { hashes: hashes.clone() }));
            }
        }
        self.publish(&done.changes, effects);
        if !done.entries.is_empty() {
            let everybody = self.connections.keys().copied().collect();
            let entries = done.entries.iter().map(WireEntry::from).collect();
            effects.push(send(everybody, &ServerMessage::Record { entries }));
        }
        self.publish_comments(&done.comments, effects);
        // Refusals come last: whoever does an edit again does it on the text and the record that it was refused for.
        effects.extend(done.answers);
    }

    fn publish(&self, changes: &[(u64, String, Vec<u8>)], effects: &mut Vec<Effect>) {
        if changes.is_empty() {
            return;
        }
        let is_author = |connection: &u64| changes.iter().any(|(author, _, _)| author == connection);
        let (authors, readers): (Vec<u64>, Vec<u64>) = self.connections.keys().copied().partition(is_author);
        let of_others = |reader: Option<u64>| -> Vec<ByteBuf> {
            let others = changes.iter().filter(|(author, _, _)| Some(*author) != reader);
            others.map(|(_, _, bytes)| ByteBuf::from(bytes.clone())).collect()
        };
        if !readers.is_empty() {
            effects.push(send(readers, &ServerMessage::Changes { changes: of_others(None) }));
        }
        for author in authors {
            let changes = of_others(Some(author));
            if !changes.is_empty() {
                effects.push(send(vec![author], &ServerMessage::Changes { changes }));
            }
        }
    }
}
