//! The WebSocket below a conversation: the handshake, its limits, and where what it reads and writes goes.

use std::{
    io,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use axum::{
    body::Body,
    http::{Request, Response, request::Parts},
};
use client_core::sync::protocol::MAX_FRAME;
use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf, ReadHalf, split},
    net::{TcpStream, tcp::OwnedReadHalf},
};
use tokio_rustls::server::TlsStream;
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{
        handshake::server::create_response_with_body,
        protocol::{Role, WebSocketConfig},
    },
};

use crate::room::Outbox;

/// An idle connection holds this much for what it reads; the default would be 128 KiB.
const READ_BUFFER: usize = 4 << 10;

/// A WebSocket of a client, to read from. What it writes itself, such as the answer to a ping, goes to the outbox: that alone writes to
/// the socket, so that frames never mix.
pub type Socket = WebSocketStream<Ends>;

/// Answers a handshake (RFC 6455, 4.2): what to say, and what [`open`] makes a socket of then. `None` when the request is none.
pub fn shake_hands(mut request: Parts) -> Option<(Response<Body>, OnUpgrade)> {
    let upgrade = request.extensions.remove::<OnUpgrade>()?;
    let response = create_response_with_body(&Request::from_parts(request, ()), Body::empty).ok()?;
    Some((response, upgrade))
}

/// The socket and what writes to it, once the answer is out; `None` when the client is gone.
pub async fn open(upgrade: OnUpgrade) -> Option<(Socket, Arc<Outbox>)> {
    let (read, outbox, begun) = match upgrade.await.ok()?.downcast::<TokioIo<TcpStream>>() {
        Ok(open) => {
            let (read, write) = open.io.into_inner().into_split();
            (Incoming::Open(read), Outbox::new(write), open.read_buf)
        }
        Err(other) => {
            let sealed = other.downcast::<TokioIo<TlsStream<TcpStream>>>().ok()?;
            let (read, write) = split(sealed.io.into_inner());
            (Incoming::Sealed(read), Outbox::new(write), sealed.read_buf)
        }
    };
    let outbox = Arc::new(outbox);
    let ends = Ends { read, outbox: outbox.clone() };
    let config = WebSocketConfig::default()
        .read_buffer_size(READ_BUFFER)
        .write_buffer_size(0)
        .max_message_size(Some(MAX_FRAME))
        .max_frame_size(Some(MAX_FRAME));
    let socket = WebSocketStream::from_partially_read(ends, begun.to_vec(), Role::Server, Some(config)).await;
    Some((socket, outbox))
}

/// The half of a socket that is read, with or without TLS.
enum Incoming {
    Open(OwnedReadHalf),
    Sealed(ReadHalf<TlsStream<TcpStream>>),
}

/// Reads from the client, writes to the outbox.
pub struct Ends {
    read: Incoming,
    outbox: Arc<Outbox>,
}

impl AsyncRead for Ends {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match &mut self.read {
            Incoming::Open(read) => Pin::new(read).poll_read(context, buffer),
            Incoming::Sealed(read) => Pin::new(read).poll_read(context, buffer),
        }
    }
}

impl AsyncWrite for Ends {
    /// Takes whole frames: without a buffer of its own the codec writes each at once.
    fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, frames: &[u8]) -> Poll<io::Result<usize>> {
        self.outbox.push_raw(frames.to_vec());
        Poll::Ready(Ok(frames.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}
