use std::sync::Arc;

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, header, request::Parts},
};
use client_core::model::Person;

use super::{ApiError, cookie};
use crate::{
    app::App,
    auth::{self, AuthError},
    store::SecretHash,
};

/// The person of the session or the token that the request carries: `Authorization: Bearer SECRET` of a program, the cookie of its slot of
/// a page. A token for reading alone gives nobody to a request that changes something.
pub struct Caller(pub Person);

/// The same, with the session.
pub struct Signed {
    /// Who.
    pub person: Person,
    /// The hash of the session's secret.
    pub session: SecretHash,
}

impl FromRequestParts<Arc<App>> for Signed {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, ApiError> {
        let secret = secret(&parts.headers, &app.public_url).ok_or(AuthError::Session)?;
        let session = auth::hash(&secret);
        let known = app.known(secret).await?;
        if known.reading && !parts.method.is_safe() {
            return Err(ApiError::ReadingToken);
        }
        Ok(Self { person: known.person, session })
    }
}

impl FromRequestParts<Arc<App>> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, ApiError> {
        Signed::from_request_parts(parts, app).await.map(|signed| Self(signed.person))
    }
}

fn secret(headers: &HeaderMap, public_url: &str) -> Option<String> {
    let Some(value) = headers.get(header::AUTHORIZATION) else {
        return cookie::secret_in(headers, cookie::slot(headers)?, public_url);
    };
    let (scheme, secret) = value.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| secret.trim().to_owned())
}
