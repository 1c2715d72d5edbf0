//! The local replica: the document, what of it is not on the server's disk, and the record as far as it has come here.

use std::{
    collections::BTreeSet,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use automerge::ActorId;
use serde_bytes::ByteBuf;

use super::unreadable;
use crate::{
    gate::{self, Index, MAX_GENERATION, Touched},
    model::{Draft, Entry, Person, Standings, Timestamp},
    ops::Circumstances,
    schema::Document,
    sync::{cached::CachedDraft, protocol::Problem},
};

#[derive(Clone, Debug)]
pub(super) struct Pending {
    pub(super) hash: String,
    pub(super) bytes: Vec<u8>,
    pub(super) touched: Touched,
}

/// The local replica and what goes with it; exists from the first `Welcome` on.
#[derive(Debug)]
pub(super) struct Replica {
    pub(super) document: Document,
    pub(super) index: Index,
    /// The heads of what the server has confirmed.
    pub(super) confirmed: BTreeSet<String>,
    pub(super) pending: Vec<Pending>,
    /// What the edits touch that are in no change yet, and how many operations they are at most.
    pub(super) typed: (Touched, usize),
    /// The actor that the server issued.
    pub(super) issued: Vec<u8>,
    /// How many times this replica had to continue as a new actor.
    pub(super) generation: u32,
    pub(super) person: Person,
    pub(super) entries: Vec<Entry>,
    pub(super) standings: Standings,
    pub(super) draft: CachedDraft,
}

impl Replica {
    pub(super) fn circumstances(&self, now: Timestamp) -> Circumstances<'_> {
        Circumstances { person: &self.person, standings: &self.standings, now }
    }

    pub(super) fn draft(&mut self) -> Option<Arc<Draft>> {
        self.draft.get(&self.document, &self.index).ok()
    }

    /// Applies changes from the server. After an error the replica is not to be used.
    pub(super) fn apply(&mut self, changes: &[ByteBuf]) -> Result<Touched, Problem> {
        let mut touched = Touched::default();
        let mut new = Vec::with_capacity(changes.len());
        for bytes in changes {
            let vetted = gate::read_trusted(bytes, &self.index).map_err(|error| unreadable(&error.to_string()))?;
            self.index.absorb(&vetted);
            touched.merge(&vetted.touched);
            new.push(vetted.change);
        }
        let hashes: Vec<_> = new.iter().map(|change| (change.hash().to_string(), change.deps().to_vec())).collect();
        // A server that means ill, or a disk that went bad, can send what breaks a document. Where panics end the process (in
        // the page) the page is loaded again.
        catch_unwind(AssertUnwindSafe(|| self.document.apply(new)))
            .map_err(|_| unreadable("a change breaks the document"))?
            .map_err(|error| unreadable(&error.to_string()))?;
        for (hash, deps) in hashes {
            for dep in deps {
                self.confirmed.remove(&dep.to_string());
            }
            self.confirmed.insert(hash);
        }
        self.draft.note(&touched);
        Ok(touched)
    }

    /// A change of one's own is on the server's disk.
    pub(super) fn confirm(&mut self, hash: &str) {
        if let Some(change) = hash.parse().ok().and_then(|hash| self.document.inner_mut().get_change_by_hash(&hash)) {
            for dep in change.deps() {
                self.confirmed.remove(&dep.to_string());
            }
            self.confirmed.insert(hash.to_owned());
        }
    }

    /// Returns to what the server has, as a new actor.
    pub(super) fn go_back(&mut self) {
        let confirmed: Vec<String> = self.confirmed.iter().cloned().collect();
        if let Ok(document) = self.document.at(&confirmed) {
            self.document = document;
            if let Ok(index) = Index::of(&mut self.document) {
                self.index = index;
            }
        }
        self.pending.clear();
        self.draft.forget();
        self.next_actor();
    }

    /// Goes on as the next actor that has made no change here.
    pub(super) fn next_actor(&mut self) {
        loop {
            self.generation += 1;
            let mut actor = self.issued.clone();
            actor.extend(&self.generation.to_be_bytes()[4 - MAX_GENERATION..]);
            if self.index.last_seq(&ActorId::from(&actor[..])) == 0 {
                return self.document.set_actor(&actor);
            }
        }
    }
}
