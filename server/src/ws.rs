//! One WebSocket: greets, then carries frames between a socket and a room. What the frames mean is the room's.

mod conversation;
mod greeting;
mod origin;

use std::sync::Arc;

use axum::{
    extract::{Path, State, WebSocketUpgrade},
    http::HeaderMap,
    response::Response,
};
use client_core::sync::protocol::MAX_FRAME;

use crate::{app::App, http::ApiError};

/// An idle connection holds this much for what it reads; the default would be 128 KiB.
const READ_BUFFER: usize = 4 << 10;

/// `GET /ws/drafts/{slug}`.
///
/// # Errors
/// When a page of another origin asks.
pub async fn upgrade(
    State(app): State<Arc<App>>,
    Path(slug): Path<String>,
    headers: HeaderMap,
    socket: WebSocketUpgrade,
) -> Result<Response, ApiError> {
    if !origin::is_ours(&headers, &app.public_url) {
        return Err(ApiError::ForeignOrigin);
    }
    Ok(socket
        .max_message_size(MAX_FRAME)
        .max_frame_size(MAX_FRAME)
        .read_buffer_size(READ_BUFFER)
        .write_buffer_size(0)
        .on_upgrade(move |socket| conversation::hold(app, slug, socket)))
}
