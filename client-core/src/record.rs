//! The record: decisions in one order per draft, written by the server alone, each entry sealed with the hash of the one
//! before it.

use sha2::{Digest, Sha256};

use crate::model::{Decision, Draft, Entry, EntryId, Permission, Person, Standings, Timestamp};

/// What somebody asks to be decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Identity of the entry to be; asking twice records once.
    pub id: EntryId,
    /// The decision.
    pub decision: Decision,
    /// Why.
    pub reason: String,
    /// The heads of the text that the person saw.
    pub heads: Vec<String>,
}

/// Why a decision is not recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecisionRefusal {
    /// The role does not include it.
    #[error("only the chair decides")]
    NotAllowed,
    /// The bracket or the set is not in this draft.
    #[error("what is to be decided is not in this draft")]
    Unknown,
    /// The variant is not one of the set.
    #[error("the version chosen is not one of these alternatives")]
    NotAVariant,
    /// There is nothing to reopen.
    #[error("it is open already")]
    AlreadyOpen,
    /// The reason is too long.
    #[error("the reason is too long")]
    TooLong,
}

impl DecisionRefusal {
    /// A stable name for the reason.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotAllowed => "not-allowed",
            Self::Unknown => "unknown-matter",
            Self::NotAVariant => "not-a-variant",
            Self::AlreadyOpen => "already-open",
            Self::TooLong => "too-long",
        }
    }

    /// The next step.
    pub fn hint(self) -> &'static str {
        match self {
            Self::NotAllowed => "Ask the chair to take the decision.",
            Self::Unknown | Self::NotAVariant => "Reload the draft: it may have changed meanwhile.",
            Self::AlreadyOpen => "Look at its history: somebody reopened it.",
            Self::TooLong => "Shorten the reason.",
        }
    }
}

/// Whether a decision may be recorded now.
///
/// # Errors
/// The reason why not.
pub fn check(request: &Request, person: &Person, draft: &Draft, standings: &Standings) -> Result<(), DecisionRefusal> {
    if !person.role.may(Permission::Decide) {
        return Err(DecisionRefusal::NotAllowed);
    }
    if request.reason.chars().count() > crate::ops::MAX_REASON
        || request.heads.len() > 64
        || request.heads.iter().any(|head| head.len() > 64)
    {
        return Err(DecisionRefusal::TooLong);
    }
    let known = match &request.decision {
        Decision::KeepBracket(id) | Decision::DeleteBracket(id) | Decision::ReopenBracket(id) => {
            draft.brackets.contains_key(id)
        }
        Decision::ChooseAlternative(set, _) | Decision::ReopenAlternative(set) => draft.alternatives.contains_key(set),
    };
    if !known {
        return Err(DecisionRefusal::Unknown);
    }
    match &request.decision {
        Decision::ChooseAlternative(set, Some(variant)) if !draft.variants(*set).any(|v| v.id == *variant) => {
            Err(DecisionRefusal::NotAVariant)
        }
        Decision::ReopenBracket(id) if !standings.brackets.contains_key(id) => Err(DecisionRefusal::AlreadyOpen),
        Decision::ReopenAlternative(set) if !standings.alternatives.contains_key(set) => {
            Err(DecisionRefusal::AlreadyOpen)
        }
        _ => Ok(()),
    }
}

/// The entry that records a request after `last`.
pub fn seal(request: Request, person: &Person, last: Option<&Entry>, at: Timestamp) -> Entry {
    let mut entry = Entry {
        seq: last.map_or(1, |entry| entry.seq + 1),
        id: request.id,
        at,
        by: person.name.clone(),
        delegation: person.delegation.0.clone(),
        decision: request.decision,
        reason: request.reason.trim().to_owned(),
        heads: request.heads,
        previous: last.map_or([0; 32], |entry| entry.hash),
        hash: [0; 32],
    };
    entry.hash = hash(&entry);
    entry
}

/// What holds after these entries, in their order.
pub fn fold<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Standings {
    let mut standings = Standings::default();
    for entry in entries {
        standings.apply(&entry.decision);
    }
    standings
}

/// The first entry that does not follow from the one before it, by its place from 0.
pub fn first_broken(entries: &[Entry]) -> Option<usize> {
    let mut previous = [0; 32];
    for (index, entry) in entries.iter().enumerate() {
        if entry.seq != index as u64 + 1 || entry.previous != previous || entry.hash != hash(entry) {
            return Some(index);
        }
        previous = entry.hash;
    }
    None
}

/// SHA-256 over every field but the hash itself. Each field is preceded by its length, so that no two entries share
/// their bytes.
fn hash(entry: &Entry) -> [u8; 32] {
    let (kind, matter, choice) = match &entry.decision {
        Decision::KeepBracket(id) => ("keep-bracket", id.0, None),
        Decision::DeleteBracket(id) => ("delete-bracket", id.0, None),
        Decision::ReopenBracket(id) => ("reopen-bracket", id.0, None),
        Decision::ChooseAlternative(set, variant) => ("choose-alternative", set.0, variant.map(|id| id.0)),
        Decision::ReopenAlternative(set) => ("reopen-alternative", set.0, None),
    };
    let mut digest = Sha256::new();
    let mut field = |bytes: &[u8]| {
        digest.update((bytes.len() as u64).to_be_bytes());
        digest.update(bytes);
    };
    field(b"adref record 1");
    field(&entry.previous);
    field(&entry.seq.to_be_bytes());
    field(entry.id.0.as_bytes());
    field(&entry.at.to_be_bytes());
    field(entry.by.as_bytes());
    field(entry.delegation.as_bytes());
    field(kind.as_bytes());
    field(matter.as_bytes());
    field(choice.as_ref().map_or(&[][..], |id| id.as_bytes()));
    field(entry.reason.as_bytes());
    for head in &entry.heads {
        field(head.as_bytes());
    }
    digest.finalize().into()
}
