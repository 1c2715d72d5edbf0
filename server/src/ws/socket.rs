//! The WebSocket below a conversation: the handshake, its limits, and long messages in pieces.

use axum::{
    body::{Body, Bytes},
    http::{Request, Response, request::Parts},
};
use client_core::sync::protocol::MAX_FRAME;
use hyper::upgrade::{OnUpgrade, Upgraded};
use hyper_util::rt::TokioIo;
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{
        Message,
        handshake::server::create_response_with_body,
        protocol::{
            Role, WebSocketConfig,
            frame::{
                Frame,
                coding::{Data, OpCode},
            },
        },
    },
};

/// An idle connection holds this much for what it reads; the default would be 128 KiB.
const READ_BUFFER: usize = 4 << 10;

/// Frames that wait together go out together, up to this much.
const WRITE_BUFFER: usize = 4 << 10;

/// The longest piece of a message. A connection keeps room for the longest piece that it ever sent, so a draft that was sent whole would
/// be kept by everybody who joined.
const PIECE: usize = 4 << 10;

/// A WebSocket of a client.
pub type Socket = WebSocketStream<TokioIo<Upgraded>>;

/// Answers a handshake (RFC 6455, 4.2): what to say, and what [`open`] makes a socket of then. `None` when the request is none.
pub fn shake_hands(mut request: Parts) -> Option<(Response<Body>, OnUpgrade)> {
    let upgrade = request.extensions.remove::<OnUpgrade>()?;
    let response = create_response_with_body(&Request::from_parts(request, ()), Body::empty).ok()?;
    Some((response, upgrade))
}

/// The socket, once the answer is out; `None` when the client is gone.
pub async fn open(upgrade: OnUpgrade) -> Option<Socket> {
    let upgraded = upgrade.await.ok()?;
    let config = WebSocketConfig::default()
        .read_buffer_size(READ_BUFFER)
        .write_buffer_size(WRITE_BUFFER)
        .max_message_size(Some(MAX_FRAME))
        .max_frame_size(Some(MAX_FRAME));
    Some(WebSocketStream::from_raw_socket(TokioIo::new(upgraded), Role::Server, Some(config)).await)
}

/// A message in pieces that are sent one behind the other (RFC 6455, 5.4).
pub fn pieces(message: Bytes) -> impl Iterator<Item = Message> {
    let count = message.len().div_ceil(PIECE).max(1);
    (0..count).map(move |number| {
        if count == 1 {
            return Message::Binary(message.clone());
        }
        let piece = message.slice(number * PIECE..message.len().min((number + 1) * PIECE));
        let kind = if number == 0 { Data::Binary } else { Data::Continue };
        Message::Frame(Frame::message(piece, OpCode::Data(kind), number + 1 == count))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_message_goes_in_pieces_and_a_short_one_whole() {
        let bytes: Vec<u8> = (0..PIECE * 2 + 1).map(|at| u8::try_from(at % 251).unwrap_or(0)).collect();
        let mut whole = Vec::new();
        let mut ends = Vec::new();
        for piece in pieces(bytes.clone().into()) {
            let Message::Frame(frame) = piece else { panic!("a long message is sent in frames") };
            ends.push((frame.header().opcode, frame.header().is_final));
            assert!(frame.payload().len() <= PIECE);
            whole.extend_from_slice(frame.payload());
        }
        assert_eq!(whole, bytes);
        let (first, more) = (OpCode::Data(Data::Binary), OpCode::Data(Data::Continue));
        assert_eq!(ends, [(first, false), (more, false), (more, true)]);
        let short = Bytes::from_static(b"short");
        assert_eq!(pieces(short.clone()).collect::<Vec<_>>(), [Message::Binary(short)]);
        assert_eq!(pieces(Bytes::new()).collect::<Vec<_>>(), [Message::Binary(Bytes::new())]);
    }
}
