use std::sync::Arc;

use axum::{
    extract::FromRequestParts,
    http::{header, request::Parts},
};
use client_core::model::Person;

use super::ApiError;
use crate::{app::App, auth::AuthError};

/// The person of the session that the request carries: `Authorization: Bearer SESSION`.
pub struct Caller(pub Person);

impl FromRequestParts<Arc<App>> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, ApiError> {
        let value = parts.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let (scheme, secret) = value.and_then(|value| value.split_once(' ')).ok_or(AuthError::Session)?;
        if !scheme.eq_ignore_ascii_case("bearer") {
            return Err(AuthError::Session.into());
        }
        Ok(Self(app.person(secret.trim().into()).await?))
    }
}
