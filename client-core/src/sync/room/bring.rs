//! A second version of the text, brought in as one: all of its changes and decisions in one batch, or none.

use super::{Effect, Room, batch::NextBatch};
use crate::{
    gate::ACTOR,
    import::Difference,
    model::{Decision, Draft, EntryId, Person, Timestamp},
    ops::{Circumstances, Refusal},
    record::{MAX_PARTS, Request},
    revise::{Left, Revision, Round, revise},
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
    /// What is written, step by step.
    pub steps: Vec<Step>,
}

/// Changes, and what is decided on them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Step {
    /// The changes, in order.
    pub changes: Vec<Vec<u8>>,
    /// The decisions, in order.
    pub requests: Vec<Request>,
}

impl Bringing {
    /// How many changes there are.
    pub fn changes(&self) -> usize {
        self.steps.iter().map(|step| step.changes.len()).sum()
    }

    /// How many decisions are taken, those of packages one by one.
    pub fn decisions(&self) -> usize {
        self.steps.iter().flat_map(|step| &step.requests).map(|request| request.decision.parts().len()).sum()
    }

    /// Whether there is nothing to write.
    pub fn is_empty(&self) -> bool {
        self.steps.iter().all(|step| step.changes.is_empty() && step.requests.is_empty())
    }
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
        let Revision { differences, rounds, left } = revise(&mut document, circumstances, version, reason)?;
        let mut taken = 0;
        let mut request = |parts: &[Decision], heads: &[String]| {
            taken += 1;
            Request {
                id: EntryId::derived(uuid::Uuid::from_bytes(actor), &format!("decision {taken}")),
                decision: match parts {
                    [one] => one.clone(),
                    parts => Decision::Package(parts.to_vec()),
                },
                meeting: meeting.to_owned(),
                reason: reason.to_owned(),
                heads: heads.to_vec(),
            }
        };
        let mut step = |round: &Round| Step {
            changes: round.changes.iter().map(|change| change.raw_bytes().to_vec()).collect(),
            requests: round.decisions.chunks(MAX_PARTS).map(|parts| request(parts, &round.heads)).collect(),
        };
        let bringing = Bringing {
            person: person.clone(),
            actor,
            heads,
            seq: self.entries.len() as u64,
            steps: rounds.iter().map(&mut step).collect(),
        };
        Ok(Prepared { differences, left, bringing })
    }

    /// Takes what was made ready. The batch is empty.
    pub(super) fn bring(&mut self, question: u64, bringing: Bringing, now: Timestamp, next: &mut NextBatch) {
        let Bringing { person, actor, heads, seq, steps } = bringing;
        let there = steps
            .iter()
            .fold((0, 0), |(changes, requests), step| (changes + step.changes.len(), requests + step.requests.len()));
        let brought = if self.read_only {
            Brought::ReadOnly
        } else if heads != self.text.heads() || seq != self.entries.len() as u64 {
            Brought::Changed
        } else {
            for Step { changes, requests } in steps {
                for bytes in &changes {
                    // The server itself writes them, on somebody's word.
                    self.push(NOBODY, (&person, actor), (bytes, None), now, next);
                }
                self.settle(now, next);
                for request in requests {
                    self.decide(NOBODY, &person, request, now, next);
                }
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
