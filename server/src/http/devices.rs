//! The key of the device that a session is used from.

use std::sync::Arc;

use axum::{extract::State, http::StatusCode};
use client_core::device;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{ApiError, asked::Body, caller::Signed, describe::Problem, etag::unhex};
use crate::{
    app::App,
    clock,
    store::{Store, StoreError},
};

/// A key, and the proof that whoever registers it holds it.
#[derive(Deserialize, ToSchema)]
pub struct Device {
    /// The public key (Ed25519): 64 hexadecimal digits.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    key: String,
    /// The signature of SHA-256 of the fields `adref device 1` and the identity of the person (docs/protocol.md, H35): 128 hexadecimal
    /// digits.
    #[schema(pattern = "^[0-9a-f]{128}$")]
    proof: String,
}

/// Register the key of a device
///
/// For the session that asks, once: from the next connection on every change that comes by it must be signed with the key. The same key
/// again changes nothing. A token has no device.
#[utoipa::path(post, operation_id = "register_device", path = "/api/session/device", request_body = Device, tag = "people",
    responses((status = 204, description = "The key is registered"), (status = 403, body = Problem, description = "The proof is not of this key and this person"),
        (status = 404, body = Problem, description = "It is no session that asks"), (status = 409, body = Problem, description = "Another key is registered for this session")))]
pub async fn register(
    State(app): State<Arc<App>>,
    signed: Signed,
    Body(ask): Body<Device>,
) -> Result<StatusCode, ApiError> {
    let unread = || ApiError::Malformed("`key` has 64 hexadecimal digits, `proof` 128".into());
    let key: [u8; 32] = unhex(&ask.key).ok_or_else(unread)?;
    let proof: [u8; 64] = unhex(&ask.proof).ok_or_else(unread)?;
    if !device::possesses(&key, signed.person.id, &proof) {
        return Err(ApiError::NoProof);
    }
    let register = move |store: &mut dyn Store| store.register_device(&signed.session, &key, clock::now());
    let there = app.database.write(register).await.map_err(|error: StoreError| error)?;
    match there {
        Some(there) if there == key => Ok(StatusCode::NO_CONTENT),
        Some(_) => Err(ApiError::AnotherDevice),
        None => Err(ApiError::UnknownSession),
    }
}
