//! Values of the model as columns, and back.

use client_core::{
    model::{Decision, DraftKind, PersonId, Role},
    sync::protocol::WireDecision,
};
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

/// A decision as it is kept: the JSON of its form on the wire.
pub fn decision_text(decision: &Decision) -> Result<String, StoreError> {
    serde_json::to_string(&WireDecision::from(decision)).map_err(|error| StoreError::Other(error.to_string()))
}

pub fn decision(text: &str) -> Result<Decision, StoreError> {
    let wire: WireDecision = serde_json::from_str(text).map_err(|_| unreadable("decision"))?;
    Ok((&wire).into())
}
