//! One WebSocket: greets, then carries frames between a socket and a room. What the frames mean is the room's.

mod conversation;
mod greeting;
mod origin;
mod socket;

pub use origin::is_ours;

use std::sync::Arc;

use axum::{
    Extension,
    extract::{Request, State},
    response::Response,
};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    app::App,
    http::{self, ApiError, Names, Options, Problem},
    serving::Peer,
};

/// Options of the address.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Of {
    /// Which cookie has the session of this page, see [`http::secret_in`].
    slot: Option<String>,
}

/// The conversation about a draft
///
/// A WebSocket; docs/protocol.md has its messages. The first one says who asks.
///
/// # Errors
/// When a page of another origin asks.
#[utoipa::path(get, operation_id = "converse", path = "/ws/drafts/{slug}", tag = "drafts", security(()), description = "A WebSocket; docs/protocol.md has its messages. The first one says who asks.",
    params(("slug" = String, Path, description = "Slug or identity of the draft"), Of),
    responses((status = 101, description = "The conversation begins"), (status = 400, body = Problem), (status = 403, body = Problem, description = "A page of another site asks")))]
pub async fn upgrade(
    State(app): State<Arc<App>>,
    Names(slug): Names<String>,
    Options(of): Options<Of>,
    peer: Option<Extension<Peer>>,
    request: Request,
) -> Result<Response, ApiError> {
    let (request, _) = request.into_parts();
    if !is_ours(&request.headers, &app.public_url) {
        return Err(ApiError::ForeignOrigin);
    }
    let cookie = of.slot.and_then(|slot| http::secret_in(&request.headers, &slot, &app.public_url));
    let shaken = socket::shake_hands(request);
    let (response, upgrade) =
        shaken.ok_or_else(|| ApiError::Malformed("this address takes WebSockets alone".into()))?;
    tokio::spawn(async move {
        if let Some(socket) = socket::open(upgrade).await {
            conversation::hold(app, slug, cookie, socket, peer.map(|Extension(peer)| peer)).await;
        }
    });
    Ok(response)
}
