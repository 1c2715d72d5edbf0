//! What is not on the server's disk yet, as bytes: a page that is loaded again, or a terminal that is started again, goes on
//! with it.

use automerge::Change;
use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

use super::{Effect, Pending, Replica, Session, comments::Kept};
use crate::{
    gate::{self, ACTOR, Touched, Vetted},
    model::Timestamp,
    schema::Document,
    sync::protocol,
};

/// The changes of one replica and the comments that are not on disk, and the actor that it was issued.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Unsaved {
    #[serde(with = "serde_bytes")]
    pub(super) issued: Vec<u8>,
    changes: Vec<ByteBuf>,
    /// Comments that the server has not answered.
    #[serde(default)]
    comments: Vec<Kept>,
}

impl Unsaved {
    /// The pending changes of a replica.
    pub(super) fn of(replica: &Replica) -> Self {
        let changes = replica.pending.iter().map(|pending| ByteBuf::from(pending.bytes.clone())).collect();
        Self { issued: replica.issued.clone(), changes, comments: Vec::new() }
    }
}

impl Session {
    /// What is not on the server's disk, to be kept until [`Session::restore`]; `None` when there is nothing. What was
    /// typed becomes a change first, so the host sends the effects.
    pub fn unsaved(&mut self, now: Timestamp) -> (Vec<Effect>, Option<Vec<u8>>) {
        let effects = self.flush(now);
        let comments: Vec<Kept> = self.outgoing.iter().map(Kept::from).collect();
        let kept = match &self.replica {
            Some(replica) if !replica.pending.is_empty() || !comments.is_empty() => {
                Some(Unsaved { comments, ..Unsaved::of(replica) })
            }
            Some(_) => None,
            // Carried, but not yet taken in.
            None => self.carried.clone().map(|carried| Unsaved { comments, ..carried }),
        };
        (effects, kept.map(|kept| protocol::encode(&kept)))
    }

    /// Takes over what an earlier session of the same person had not got onto the server's disk. To be called before the
    /// first connection; bytes that are not from [`Session::unsaved`] are passed over, and `false` says so.
    pub fn restore(&mut self, bytes: &[u8]) -> bool {
        let carried = ciborium::from_reader::<Unsaved, _>(bytes).ok();
        let fits = carried.as_ref().is_some_and(|carried| carried.issued.len() == ACTOR);
        self.carried = carried.filter(|_| fits && self.replica.is_none());
        if let Some(carried) = &self.carried {
            self.outgoing = carried.comments.iter().filter_map(Kept::outgoing).collect();
        }
        self.carried.is_some()
    }

    /// Puts what was carried onto the fresh replica: as the changes that it was, or as new ones when the server gave out
    /// another actor.
    pub(super) fn take_carried(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        let (Some(carried), Some(replica)) = (self.carried.take(), &mut self.replica) else { return };
        if carried.changes.is_empty() {
            return;
        }
        let same_actor = carried.issued == replica.issued;
        let clean = replica.document.clone();
        let stranded = replica.resume(&carried);
        let rest = replica.stranded(&stranded);
        if !same_actor {
            let edits = replica.edits();
            replica.start_again_from(clean);
            self.redo(&edits, now, effects);
        } else if !rest.is_empty() {
            replica.next_actor();
        }
        if !rest.is_empty() {
            self.redo(&rest, now, effects);
        }
    }
}

impl Replica {
    /// Applies changes of one's own that are not confirmed; answers those that cannot be, from the first one on: another
    /// window of the same person went on as the same actor.
    fn resume(&mut self, carried: &Unsaved) -> Vec<(Change, Touched)> {
        let mut stranded = Vec::new();
        for bytes in &carried.changes {
            let Ok(vetted) = gate::read_trusted(bytes, &self.index) else { break };
            let Vetted { change, touched, .. } = &vetted;
            let hash = change.hash().to_string();
            if self.document.has_hex(&hash) {
                continue;
            }
            if change.actor_id().to_bytes().get(..ACTOR) != Some(&carried.issued[..]) {
                break;
            }
            let known = change.deps().iter().all(|dep| self.document.has(dep));
            let next = change.seq() == self.index.last_seq(change.actor_id()) + 1;
            if !stranded.is_empty() || !known || !next || self.document.apply([change.clone()]).is_err() {
                stranded.push((change.clone(), touched.clone()));
                continue;
            }
            self.document.set_actor(change.actor_id().to_bytes());
            self.pending.push(Pending { hash, bytes: bytes.to_vec(), touched: touched.clone() });
            self.index.absorb(&vetted);
        }
        stranded
    }

    /// Goes on from a document without one's pending changes.
    fn start_again_from(&mut self, clean: Document) {
        self.document = clean;
        if let Ok(index) = gate::Index::of(&mut self.document) {
            self.index = index;
        }
        self.pending.clear();
        self.draft.forget();
    }
}
