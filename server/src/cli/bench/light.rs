use client_core::sync::protocol::{
    ClientMessage, Credential, Hello, ServerMessage, VERSION, Welcome, decode_server, encode,
};
use futures_util::{SinkExt, StreamExt};
use tokio::net::TcpStream;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async, tungstenite::Message};

/// A client without a replica: a thousand of them cost little, so that the server is measured and not they.
pub struct Light {
    /// The connection, which ends with this.
    _socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    /// What the server told at the beginning.
    pub welcome: Welcome,
    /// How many bytes that was.
    pub bytes: usize,
}

/// How to show who one is, by an invitation.
pub fn invited(token: &str, name: String) -> Credential {
    Credential::Invitation { token: token.into(), name, delegation: "Bench".into() }
}

impl Light {
    /// Joins a draft, with the heads that are known already; `None` when the server does not let it in.
    pub async fn join(address: &str, draft: &str, credential: Credential, heads: Vec<String>) -> Option<Self> {
        let (mut socket, _) = connect_async(format!("ws://{address}/ws/drafts/{draft}")).await.ok()?;
        let hello = Hello {
            version: VERSION,
            draft: draft.into(),
            credential,
            actor: None,
            heads,
            record_seq: 0,
            last_comment: None,
        };
        socket.send(Message::binary(encode(&ClientMessage::Hello(hello)))).await.ok()?;
        loop {
            if let Message::Binary(frame) = socket.next().await?.ok()? {
                return match decode_server(&frame).ok()? {
                    ServerMessage::Welcome(welcome) => {
                        Some(Self { _socket: socket, welcome: *welcome, bytes: frame.len() })
                    }
                    _ => None,
                };
            }
        }
    }
}
