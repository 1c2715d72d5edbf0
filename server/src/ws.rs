//! One WebSocket: greets, then carries frames between a socket and a room. What the frames mean is the room's.

mod conversation;
mod greeting;
mod origin;

pub use origin::is_ours;

use std::sync::Arc;

use axum::{
    Extension,
    extract::{State, WebSocketUpgrade, ws::rejection::WebSocketUpgradeRejection},
    http::HeaderMap,
    response::Response,
};
use client_core::sync::protocol::MAX_FRAME;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    app::App,
    http::{self, ApiError, Names, Options, Problem},
    serving::Peer,
};

/// An idle connection holds this much for what it reads; the default would be 128 KiB.
const READ_BUFFER: usize = 4 << 10;

/// Frames that wait together go out together, up to this much.
const WRITE_BUFFER: usize = 16 << 10;

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
    headers: HeaderMap,
    peer: Option<Extension<Peer>>,
    socket: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, ApiError> {
    if !is_ours(&headers, &app.public_url) {
        return Err(ApiError::ForeignOrigin);
    }
    let cookie = of.slot.and_then(|slot| http::secret_in(&headers, &slot, &app.public_url));
    let socket = socket.map_err(|_| ApiError::Malformed("this address takes WebSockets alone".into()))?;
    Ok(socket
        .max_message_size(MAX_FRAME)
        .max_frame_size(MAX_FRAME)
        .read_buffer_size(READ_BUFFER)
        .write_buffer_size(WRITE_BUFFER)
        .on_upgrade(move |socket| conversation::hold(app, slug, cookie, socket, peer.map(|Extension(peer)| peer))))
}
