//! The first message, for tests that write every message by hand.

use std::net::TcpStream;

use adref_server::auth;
use client_core::sync::protocol::{ClientMessage, Credential, Hello, VERSION, encode};
use tokio_tungstenite::tungstenite::{Message, WebSocket};

use crate::{cli::Served, support::dial};

/// The first message of a client that has nothing yet.
pub fn hello(draft: &str, credential: Credential) -> Hello {
    let (actor, last_comment) = (None, None);
    Hello { version: VERSION, draft: draft.into(), credential, actor, heads: Vec::new(), record_seq: 0, last_comment }
}

/// Somebody who came to the Tunis Agenda on a served store by a link, and who reads every frame by hand.
pub fn visit(served: &Served, role: &str, name: &str) -> WebSocket<TcpStream> {
    let address = served.address().parse().expect("an address");
    let mut socket = dial(address, "tunis-agenda");
    let token = auth::token_of(served.link(role)).expect("a link").1;
    let credential = Credential::Invitation { token, name: name.into(), delegation: "Freedonia".into() };
    let hello = ClientMessage::Hello(hello("tunis-agenda", credential));
    socket.send(Message::binary(encode(&hello))).expect("greeted");
    socket
}
