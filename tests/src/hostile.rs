//! Changes that no client of ours makes: honest ones, spoilt byte by byte or operation by operation, with their checksums put
//! right. What the room knew when the honest ones came is kept with them, so that each is vetted where it belongs.

mod bytes;
pub mod frames;
pub mod gross;
mod operations;

use std::{
    collections::BTreeMap,
    panic::{AssertUnwindSafe, catch_unwind},
};

use client_core::{
    gate::{ACTOR, Index, Refused, Writer, vet},
    model::{Delegation, Person, PersonId, Role, Standings},
    ops::{Act, Circumstances, Splice},
    record,
    schema::{Document, parse_change},
    sync::room::Batch,
};
use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::TestRunner,
};

use crate::{
    paragraph_id,
    plan::{self, balanced, played},
};

/// A change that passed, and what the room knew when it came.
#[derive(Clone, Debug)]
pub struct Honest {
    /// The document without the change.
    pub before: Document,
    /// Its index.
    pub index: Index,
    /// The record.
    pub standings: Standings,
    /// Who sent it.
    pub person: Person,
    /// The actor that was issued to them.
    pub actor: [u8; ACTOR],
    /// The raw change.
    pub bytes: Vec<u8>,
}

impl Honest {
    /// What the gate says of a change in this one's place, and the document with it.
    ///
    /// # Errors
    /// [`Refused`].
    pub fn vet(&mut self, bytes: &[u8]) -> Result<Document, Refused> {
        let writer = Writer { person: &self.person, actor: self.actor, standings: &self.standings };
        vet(bytes, writer, &self.index, &mut self.before).map(|(_, after)| after)
    }
}

/// The honest changes of `plans` random plans of what people do (the same ones each time), in the order of the rooms' disks.
///
/// # Errors
/// What does not hold: a plan that fails, or an honest change that does not pass.
pub fn honest(plans: usize) -> Result<Vec<Honest>, String> {
    let mut runner = TestRunner::deterministic();
    let mut changes = Vec::new();
    for _ in 0..plans {
        let plan = plan::plans(140).new_tree(&mut runner).map_err(|reason| reason.to_string())?.current();
        changes.extend(taken(&played(&plan)?.disk)?);
    }
    Ok(changes)
}

/// The changes that people sent, of those that a disk holds, in its order.
///
/// # Errors
/// An honest change that does not pass.
pub fn taken(disk: &[Batch]) -> Result<Vec<Honest>, String> {
    let mut document = Document::empty();
    let mut found = Vec::new();
    let mut entries = Vec::new();
    let mut actors = BTreeMap::new();
    for batch in disk {
        actors.extend(batch.actors.iter().map(|(actor, person)| (*person, *actor)));
        let earlier = record::fold(&entries);
        entries.extend(batch.entries.iter().cloned());
        let later = record::fold(&entries);
        for change in &batch.changes {
            if let Some(person) = change.person {
                let person = somebody(person, &change.name, &change.delegation);
                let index = Index::of(&mut document).map_err(|error| error.to_string())?;
                let actor = change.actor.get(..ACTOR).and_then(|actor| actor.try_into().ok()).ok_or("no actor")?;
                let (before, bytes) = (document.clone(), change.bytes.clone());
                let mut honest = Honest { before, index, standings: earlier.clone(), person, actor, bytes };
                // A decision of the same batch may have come before the change or behind it.
                if honest.vet(&change.bytes).is_err() {
                    honest.standings.clone_from(&later);
                }
                honest.vet(&change.bytes).map_err(|refused| format!("an honest change is refused: {refused}"))?;
                found.push(honest);
            }
            let parsed = parse_change(&change.bytes).map_err(|error| error.to_string())?;
            document.apply([parsed]).map_err(|error| error.to_string())?;
        }
    }
    Ok(found)
}

fn somebody(id: PersonId, name: &str, delegation: &str) -> Person {
    let role = if name == plan::CHAIR { Role::Chair } else { Role::Member };
    Person { id, name: name.into(), delegation: Delegation(delegation.into()), role }
}

/// A change like `honest`, spoilt byte by byte or operation by operation; `other` lends some. `None` where Automerge itself cannot write
/// down what one thought of.
pub fn spoilt(honest: &[u8], other: &[u8], random: &mut fastrand::Rng) -> Option<Vec<u8>> {
    match random.u8(..3) {
        0 => operations::spoil(honest, other, random),
        _ => Some(bytes::spoil(honest, other, random)),
    }
}

/// What became of spoilt changes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    /// Refused.
    pub refused: usize,
    /// Passed: what was spoilt made another act that is allowed, or none at all.
    pub passed: usize,
}

/// Spoils each of the changes in turn until `rounds` were tried, and puts every one to the gate. `seed` makes the same run again.
///
/// # Errors
/// The first change that got past the gate and broke something, or made it panic: hexadecimal, with the seed.
pub fn assault(changes: &mut [Honest], rounds: usize, seed: u64) -> Result<Tally, String> {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut tally = Tally::default();
    for round in 0..rounds {
        let (one, other) = (round % changes.len(), random.usize(..changes.len()));
        let other = changes[other].bytes.clone();
        let honest = &mut changes[one];
        let Some(spoilt) = spoilt(&honest.bytes, &other, &mut random) else { continue };
        let tried = catch_unwind(AssertUnwindSafe(|| match honest.vet(&spoilt) {
            Ok(after) => examine(honest, &spoilt, after).map(|()| true),
            Err(_) => Ok(false),
        }));
        let passed = tried.unwrap_or_else(|_| Err("panicked".into())).map_err(|what| {
            let hex: String = spoilt.iter().map(|byte| format!("{byte:02x}")).collect();
            format!("{what}; seed {seed}, round {round}, {hex}")
        })?;
        *(if passed { &mut tally.passed } else { &mut tally.refused }) += 1;
    }
    Ok(tally)
}

/// A draft in which a change that passed is written: it can be saved, loaded, read and printed, and people write on.
fn examine(honest: &Honest, bytes: &[u8], mut after: Document) -> Result<(), String> {
    let draft = after.hydrate().map_err(|error| format!("cannot be read: {error}"))?;
    let saved = after.save();
    let mut loaded = Document::load(&saved).map_err(|error| format!("cannot be loaded: {error}"))?;
    if loaded.hydrate().map_err(|error| format!("cannot be read when loaded: {error}"))? != draft {
        return Err("is another draft when it is loaded".into());
    }
    if loaded.heads() != after.heads() {
        return Err("has other heads when it is loaded".into());
    }
    balanced(&draft, &honest.standings)?;
    let index = Index::of(&mut after).map_err(|error| error.to_string())?;
    let vetted = client_core::gate::read_trusted(bytes, &honest.index).map_err(|error| error.to_string())?;
    let mut grown = honest.index.clone();
    grown.absorb(&vetted);
    if grown.last_seq(vetted.change.actor_id()) != index.last_seq(vetted.change.actor_id()) {
        return Err("is counted otherwise when it is loaded".into());
    }
    another_writes(after, index)
}

fn another_writes(mut server: Document, index: Index) -> Result<(), String> {
    let person = somebody(PersonId(uuid::Uuid::from_u128(0xabc)), "Zoe", "Zubrowka");
    let standings = Standings::default();
    let actor = [0xee; ACTOR];
    let mut client = server.clone();
    client.set_actor(&actor);
    let act = Act::Splice(Splice { paragraph: paragraph_id(1), at: 0, delete: 0, insert: "Still ".into() });
    let circumstances = Circumstances { person: &person, standings: &standings, now: 9 };
    act.apply(&mut client, circumstances).map_err(|refusal| format!("nobody can write: {refusal}"))?;
    let change = client.commit("edit", 9).ok_or("nothing was written")?;
    let writer = Writer { person: &person, actor, standings: &standings };
    vet(change.raw_bytes(), writer, &index, &mut server)
        .map(drop)
        .map_err(|refused| format!("an honest change is refused behind it: {refused}"))
}
