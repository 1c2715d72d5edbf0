//! Values of the model as columns, and back.

use client_core::model::{AlternativeSetId, BracketId, Decision, DraftKind, ParagraphId, PersonId, Role};
use uuid::Uuid;

use crate::store::StoreError;

/// A value on disk that this version cannot read.
pub fn unreadable(what: &str) -> StoreError {
    StoreError::Corrupt(format!("a stored {what} cannot be read"))
}

pub fn kind_name(kind: DraftKind) -> &'static str {
    match kind {
        DraftKind::Draft => "draft",
        DraftKind::Reference => "reference",
    }
}

pub fn kind(name: &str) -> Result<DraftKind, StoreError> {
    match name {
        "draft" => Ok(DraftKind::Draft),
        "reference" => Ok(DraftKind::Reference),
        _ => Err(unreadable("kind of draft")),
    }
}

pub fn role(name: &str) -> Result<Role, StoreError> {
    Role::from_name(name).ok_or_else(|| unreadable("role"))
}

pub fn uuid(bytes: &[u8]) -> Result<Uuid, StoreError> {
    Uuid::from_slice(bytes).map_err(|_| unreadable("identity"))
}

pub fn person(bytes: &[u8]) -> Result<PersonId, StoreError> {
    uuid(bytes).map(PersonId)
}

pub fn ids_bytes(ids: impl Iterator<Item = Uuid>) -> Vec<u8> {
    ids.flat_map(|id| *id.as_bytes()).collect()
}

pub fn ids(bytes: &[u8]) -> Result<Vec<Uuid>, StoreError> {
    bytes.chunks(16).map(uuid).collect()
}

/// Name, subject and variant of a decision.
pub fn decision_columns(decision: &Decision) -> (&'static str, Uuid, Option<Uuid>) {
    match decision {
        Decision::KeepBracket(id) => ("keep-bracket", id.0, None),
        Decision::DeleteBracket(id) => ("delete-bracket", id.0, None),
        Decision::ReopenBracket(id) => ("reopen-bracket", id.0, None),
        Decision::ChooseAlternative(set, variant) => ("choose-alternative", set.0, variant.map(|id| id.0)),
        Decision::ReopenAlternative(set) => ("reopen-alternative", set.0, None),
    }
}

pub fn decision(name: &str, subject: Uuid, variant: Option<Uuid>) -> Result<Decision, StoreError> {
    Ok(match name {
        "keep-bracket" => Decision::KeepBracket(BracketId(subject)),
        "delete-bracket" => Decision::DeleteBracket(BracketId(subject)),
        "reopen-bracket" => Decision::ReopenBracket(BracketId(subject)),
        "choose-alternative" => Decision::ChooseAlternative(AlternativeSetId(subject), variant.map(ParagraphId)),
        "reopen-alternative" => Decision::ReopenAlternative(AlternativeSetId(subject)),
        _ => return Err(unreadable("decision")),
    })
}
