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
    devices,
    limits::Cost,
    serving::Peer,
    store::SecretHash,
};

/// The person of the session or the token that the request carries: `Authorization: Bearer SECRET` of a program, the cookie of its slot of
/// a page. A token for reading alone gives nobody to a request that changes something.
pub struct Caller(pub Person);

/// The same, for an answer that is told from the log of a draft or set as a file.
pub struct Reader(pub Person);

/// The same as [`Caller`], with the session.
pub struct Signed {
    /// Who.
    pub person: Person,
    /// The hash of the session's secret.
    pub session: SecretHash,
}

/// Whoever reads what is for everybody.
pub struct Anybody;

impl FromRequestParts<Arc<App>> for Signed {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, ApiError> {
        sign(parts, app, Cost::Plain).await
    }
}

impl FromRequestParts<Arc<App>> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, ApiError> {
        sign(parts, app, Cost::Plain).await.map(|signed| Self(signed.person))
    }
}

impl FromRequestParts<Arc<App>> for Reader {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, ApiError> {
        sign(parts, app, Cost::Dear).await.map(|signed| Self(signed.person))
    }
}

impl FromRequestParts<Arc<App>> for Anybody {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, ApiError> {
        unknown(parts, app)?;
        Ok(Self)
    }
}

/// Who asks, if what reading costs is within the limits: those of the account, or of the address while nobody is recognised there.
async fn sign(parts: &Parts, app: &Arc<App>, cost: Cost) -> Result<Signed, ApiError> {
    let Some(secret) = secret(&parts.headers, &app.public_url) else {
        unknown(parts, app)?;
        return Err(AuthError::Session.into());
    };
    let session = auth::hash(&secret);
    let known = match app.known(secret).await {
        Ok(known) => known,
        Err(error) => {
            unknown(parts, app)?;
            return Err(error.into());
        }
    };
    app.attendance.saw(session, devices::device(&parts.headers));
    if !parts.method.is_safe() {
        return if known.reading { Err(ApiError::ReadingToken) } else { Ok(Signed { person: known.person, session }) };
    }
    app.limits.may_read(known.person.id, cost).map_err(ApiError::ReadTooOften)?;
    Ok(Signed { person: known.person, session })
}

/// Counts an answer for an address.
fn unknown(parts: &Parts, app: &App) -> Result<(), ApiError> {
    let address = parts.extensions.get::<Peer>().map(|peer| peer.address);
    app.limits.may_read_unknown(address).map_err(ApiError::ReadTooOften)
}

fn secret(headers: &HeaderMap, public_url: &str) -> Option<String> {
    let Some(value) = headers.get(header::AUTHORIZATION) else {
        return cookie::secret_in(headers, cookie::slot(headers)?, public_url);
    };
    let (scheme, secret) = value.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| secret.trim().to_owned())
}
