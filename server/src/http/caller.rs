use std::sync::Arc;

use axum::{
    extract::FromRequestParts,
    http::{header, request::Parts},
};
use client_core::model::Person;

use super::ApiError;
use crate::{
    app::App,
    auth::{AuthError, Known},
};

/// The person of the session or the token that the request carries: `Authorization: Bearer SECRET`. A token for reading alone
/// gives nobody to a request that changes something.
pub struct Caller(pub Person);

impl FromRequestParts<Arc<App>> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, ApiError> {
        let value = parts.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let (scheme, secret) = value.and_then(|value| value.split_once(' ')).ok_or(AuthError::Session)?;
        if !scheme.eq_ignore_ascii_case("bearer") {
            return Err(AuthError::Session.into());
        }
        let Known { person, reading } = app.known(secret.trim().into()).await?;
        if reading && !parts.method.is_safe() {
            return Err(ApiError::ReadingToken);
        }
        Ok(Self(person))
    }
}
