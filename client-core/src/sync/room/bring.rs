//! A second version of the text, brought in as one: all of its changes and decisions in one batch, or none.

use super::{Effect, Room, batch::NextBatch};
use crate::{
    gate::ACTOR,
    import::Difference,
    model::{Decision, Draft, EntryId, Person, Timestamp},
    ops::{Circumstances, Refusal},
    record::{MAX_PARTS, Request},
    revise::{Left, Revision, revise},
};

/// The connection of what comes on none.
const NOBODY: u64 = u64::MAX;

/// A second version, made ready on one state of the draft.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// What the version has changed.
    pub differences: Vec<Difference>,
    /// What will not read as in the version.
    pub left: Vec<Left>,
    /// What is to be written.
    pub bringing: Bringing,
}

/// Changes and decisions that come in together, on the state that they were made on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bringing {
    /// Who brings them.
    pub person: Person,
    /// The actor of the changes, fresh.
    pub actor: [u8; ACTOR],
    /// The heads of that state.
    pub heads: Vec<String>,
    /// How many entries its record has.
    pub seq: u64,
    /// The changes, in order.
    pub changes: Vec<Vec<u8>>,
    /// The decisions, in order.
    pub requests: Vec<Request>,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Brought {
    /// It is on disk; there may have been nothing to write.
    Stored,
    /// The draft is not any more what it was made on; nothing is written.
    Changed,
    /// Nothing can be stored now.
    ReadOnly,
    /// Something of it does not pass, which would be a defect. The room is not to be used any more, and nothing is written.
    Refused,
}

impl Room {
    /// Makes a version ready to be brought in by a person; nothing changes. `meeting` and `reason` are those of the decisions.
    ///
    /// # Errors
    /// When nothing of it can be written.
    pub fn prepare(
        &mut self,
        version: &Draft,
        (person, actor): (&Person, [u8; ACTOR]),
        (meeting, reason): (&str, &str),
        now: Timestamp,
    ) -> Result<Prepared, Refusal> {
        let heads = self.text.heads();
        let mut document = self.text.copy();
        document.set_actor(&actor);
        let circumstances = Circumstances { person, standings: &self.standings, now };
        let Revision { differences, changes, decisions, left } = revise(&mut document, circumstances, version, reason)?;
        let then = document.heads();
        let request = |(n, parts): (usize, &[Decision])| Request {
            id: EntryId::derived(uuid::Uuid::from_bytes(actor), &format!("decision {n}")),
            decision: match parts {
                [one] => one.clone(),
                parts => Decision::Package(parts.to_vec()),
            },
            meeting: meeting.to_owned(),
            reason: reason.to_owned(),
            heads: then.clone(),
        };
        let bringing = Bringing {
            person: person.clone(),
            actor,
            heads,
            seq: self.entries.len() as u64,
            changes: changes.iter().map(|change| change.raw_bytes().to_vec()).collect(),
            requests: decisions.chunks(MAX_PARTS).enumerate().map(request).collect(),
        };
        Ok(Prepared { differences, left, bringing })
    }

    /// Takes what was made ready. The batch is empty.
    pub(super) fn bring(&mut self, question: u64, bringing: Bringing, now: Timestamp, next: &mut NextBatch) {
        let Bringing { person, actor, heads, seq, changes, requests } = bringing;
        let there = (changes.len(), requests.len());
        let brought = if self.read_only {
            Brought::ReadOnly
        } else if heads != self.text.heads() || seq != self.entries.len() as u64 {
            Brought::Changed
        } else {
            for bytes in &changes {
                // The server itself writes them, on somebody's word.
                self.push(NOBODY, (&person, actor), (bytes, None), now, next);
            }
            self.settle(now, next);
            for request in requests {
                self.decide(NOBODY, &person, request, now, next);
            }
            if next.counts() == there { Brought::Stored } else { Brought::Refused }
        };
        match brought {
            Brought::Stored if there.0 > 0 => {
                self.actors.insert(actor, person.id);
                next.issue(actor, person.id);
            }
            Brought::Refused => *next = NextBatch::new(self.batches + 1),
            Brought::Stored | Brought::Changed | Brought::ReadOnly => {}
        }
        next.tell(Effect::Brought { question, brought });
    }
}
