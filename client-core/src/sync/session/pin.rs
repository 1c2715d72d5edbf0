//! The checkpoint that this client has seen: what the server says later has to contain it (docs/protocol.md, S30).

use serde::{Deserialize, Serialize};

use super::Session;
use crate::{
    checkpoint::{Checkpoint, Succession, follows, short},
    model::Entry,
    record,
    schema::Document,
    sync::protocol::{self, Problem, Welcome, WireCheckpoint},
};

/// A pin as a host keeps it.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    checkpoint: WireCheckpoint,
}

impl Session {
    /// The latest checkpoint that the server showed, as bytes for the host to keep.
    pub fn pin(&self) -> Option<Vec<u8>> {
        let checkpoint = WireCheckpoint::from(self.pinned.as_ref()?);
        Some(protocol::encode(&Kept { checkpoint }))
    }

    /// Takes over what an earlier session had pinned, before the first connection; bytes that are not from [`Session::pin`] are
    /// passed over, and `false` says so.
    pub fn set_pin(&mut self, bytes: &[u8]) -> bool {
        let kept = ciborium::from_reader::<Kept, _>(bytes).ok();
        self.pinned = kept.map(|kept| Checkpoint::from(&kept.checkpoint)).filter(Checkpoint::holds);
        self.pinned.is_some()
    }

    /// The checkpoint of a `Welcome` that contains what was seen before; it is the one to hold from here on, when the text has it
    /// too ([`Session::look_into`]).
    ///
    /// # Errors
    /// What to tell the person. Nothing of the `Welcome` is to be taken in then.
    pub(super) fn look_at(&self, welcome: &Welcome) -> Result<Option<Checkpoint>, Problem> {
        let Some(shown) = welcome.checkpoint.as_ref().map(Checkpoint::from) else {
            return if self.pinned.is_some() { Err(forked("signs nothing any more")) } else { Ok(None) };
        };
        if !shown.holds() {
            return Err(forked("gave a signature that does not hold"));
        }
        let mut entries = self.replica.as_ref().map(|replica| replica.entries.clone()).unwrap_or_default();
        for entry in welcome.record.iter().map(Entry::from) {
            if record::follows(&entry, entries.last()) {
                entries.push(entry);
            }
        }
        if let Some(pinned) = &self.pinned {
            let keys: Vec<Succession> = welcome.keys.iter().map(Succession::from).collect();
            if !follows(&pinned.key, &shown.key, &keys) {
                return Err(another_key(pinned, &shown));
            }
            let shorter = shown.changes < pinned.changes || shown.record < pinned.record;
            if pinned.draft != shown.draft || shorter || !pinned.is_in_record(&entries) {
                return Err(forked("lacks decisions or words that it had confirmed"));
            }
        }
        if !shown.is_in_record(&entries) {
            return Err(forked("gave another record than the one that it signed"));
        }
        Ok(Some(shown))
    }

    /// Whether a whole document has the text that was confirmed. (Where the server sends what is lacking alone, it has said that it knows
    /// everything that is here.)
    ///
    /// # Errors
    /// As for [`Session::look_at`].
    pub(super) fn look_into(
        &self,
        document: &mut Document,
        welcome: &Welcome,
        shown: Option<&Checkpoint>,
    ) -> Result<(), Problem> {
        let after: Vec<String> = welcome.changes.iter().map(|bytes| crate::schema::parse_hash(bytes)).collect();
        let mut has_all = |checkpoint: &Checkpoint| {
            checkpoint.heads.iter().all(|head| after.contains(head) || document.has_hex(head))
        };
        let whole = shown.is_none_or(&mut has_all) && self.pinned.as_ref().is_none_or(has_all);
        if whole { Ok(()) } else { Err(forked("lacks words that it had confirmed")) }
    }
}

fn another_key(pinned: &Checkpoint, shown: &Checkpoint) -> Problem {
    Problem {
        code: "another-key".into(),
        message: format!(
            "the server signs with the key {}, and signed with {} before",
            short(&shown.key),
            short(&pinned.key)
        ),
        hint: "Ask the secretariat whether the server has a new key; copy what is not saved before you go on.".into(),
    }
}

fn forked(what: &str) -> Problem {
    Problem {
        code: "forked".into(),
        message: format!("the server {what}"),
        hint: "Ask the secretariat whether a backup was restored; copy what is not saved before you go on.".into(),
    }
}
