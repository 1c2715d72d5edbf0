//! What one client may ask: how much, how often, how many at once, how slowly.

use std::{
    io::{Read, Write},
    net::TcpStream,
    time::{Duration, Instant},
};

use adref_server::limits::{Allowed, at_least_one};
use client_core::sync::protocol::{ClientMessage, Credential, encode};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::{Message, WebSocket};

use crate::{
    cli::Served,
    greeting::visit,
    support::{Client, DEADLINE, TestServer, agent, farewell},
};

#[test]
fn an_account_has_so_many_windows() {
    let server = TestServer::start_with(Allowed { of_account: 2, ..Allowed::default() });
    let secret = server.session("member", "Alice");
    let (_one, mut two) = (server.join_by(secret.clone()), server.join_by(secret.clone()));
    let again = || {
        Client::new(
            &server,
            client_core::sync::session::Session::new(
                server.slug.as_str(),
                Credential::Session { secret: secret.clone() },
            ),
        )
    };
    assert_eq!(farewell(&mut again().socket), ("too-many".into(), 4429));
    server.join("member", "Bob");
    two.socket.close(None).expect("closing");
    let end = Instant::now() + DEADLINE;
    // The server hears of the closing when it does.
    while farewell_of_one_more(&mut again()) {
        assert!(Instant::now() < end, "the seat is not given back");
    }
}

/// Whether a client is turned away.
fn farewell_of_one_more(client: &mut Client) -> bool {
    loop {
        match client.socket.read() {
            Ok(Message::Binary(frame)) => {
                drop(client.session.frame(&frame, 1));
                if client.session.person().is_some() {
                    return false;
                }
            }
            Ok(_) => {}
            Err(_) => return true,
        }
    }
}

#[test]
fn who_takes_too_long_to_ask_is_let_go() {
    let server = TestServer::start_with(Allowed { patience: Duration::from_millis(200), ..Allowed::default() });
    let mut slow = TcpStream::connect(server.address()).expect("a connection");
    slow.set_read_timeout(Some(DEADLINE)).expect("a deadline");
    slow.write_all(b"GET /healthz HTTP/1.1\r\nHost: ").expect("half a head");
    let mut rest = Vec::new();
    // Closed or reset, whichever the system says.
    drop(slow.read_to_end(&mut rest));
    assert!(rest.is_empty() || rest.starts_with(b"HTTP/1.1 408"), "{}", String::from_utf8_lossy(&rest));
    let mut silent = server.socket(&server.slug);
    assert_eq!(farewell(&mut silent), ("out-of-order".into(), 4400));
}

#[test]
fn more_connections_than_allowed_wait_at_the_door() {
    let server = TestServer::start_with(Allowed { connections: 2, ..Allowed::default() });
    let ask = |stream: &mut TcpStream| stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: here\r\n\r\n").expect("asked");
    let connect = || {
        let stream = TcpStream::connect(server.address()).expect("a connection");
        stream.set_read_timeout(Some(DEADLINE)).expect("a deadline");
        stream
    };
    let mut answer = [0; 12];
    let (mut one, mut two, mut three) = (connect(), connect(), connect());
    for stream in [&mut one, &mut two] {
        ask(stream);
        stream.read_exact(&mut answer).expect("an answer");
        assert_eq!(&answer, b"HTTP/1.1 200");
    }
    ask(&mut three);
    three.set_read_timeout(Some(Duration::from_millis(100))).expect("a deadline");
    assert!(three.read(&mut answer).is_err(), "it waits");
    drop(one);
    three.set_read_timeout(Some(DEADLINE)).expect("a deadline");
    three.read_exact(&mut answer).expect("an answer, now that one left");
    assert_eq!(&answer, b"HTTP/1.1 200");
}

#[test]
fn one_address_joins_so_often() {
    let server = TestServer::start_with(Allowed { joins: at_least_one(1), ..Allowed::default() });
    let ask = || server.post("/api/invitations/look", &json!({"token": "no"}));
    let (status, refused) = (0..1_200).map(|_| ask()).find(|(status, _)| *status != 404).expect("a limit");
    assert_eq!((status, refused["code"].as_str()), (429, Some("too-often")), "{refused}");
    assert_eq!(server.get("/healthz", None).0, 200, "the rest goes on");
}

#[test]
fn a_socket_is_no_way_around_it() {
    let server = TestServer::start_with(Allowed { joins: at_least_one(1), ..Allowed::default() });
    while server.post("/api/invitations/look", &json!({"token": "no"})).0 == 404 {}
    let credential =
        Credential::Invitation { token: server.token("member"), name: "Mallory".into(), delegation: String::new() };
    let session = client_core::sync::session::Session::new(server.slug.as_str(), credential);
    assert_eq!(farewell(&mut Client::new(&server, session).socket), ("too-often".into(), 4429));
}

/// Reads until the server has had enough: how many answers there were, and the answer that says no with what it says of waiting.
fn read_on(server: &TestServer, path: &str, session: Option<&str>, usual: u16) -> (usize, Value, Option<u64>) {
    for read in 0..100 {
        let mut request = agent().get(format!("http://{}{path}", server.address()));
        if let Some(session) = session {
            request = request.header("authorization", format!("Bearer {session}"));
        }
        let mut response = request.call().expect("an answer");
        if response.status().as_u16() != usual {
            assert_eq!(response.status().as_u16(), 429);
            let wait = response.headers().get("retry-after").and_then(|wait| wait.to_str().ok()?.parse().ok());
            return (read, response.body_mut().read_json().expect("JSON"), wait);
        }
    }
    panic!("there is no end to it")
}

#[test]
fn who_reads_too_fast_is_told_when_to_come_again() {
    let server = TestServer::start_with(Allowed { reads: at_least_one(1), ..Allowed::default() });
    let (alice, bob) = (server.session("member", "Alice"), server.session("chair", "Bob"));
    let (read, refused, wait) = read_on(&server, "/api/session", Some(&alice), 200);
    // A little comes back while it is read.
    assert!((30..45).contains(&read), "{read}");
    assert_eq!(refused["code"], "too-often");
    assert!(refused["hint"].as_str().is_some_and(|hint| hint.contains("Retry-After")), "{refused}");
    assert!(wait.is_some_and(|wait| (1..=2).contains(&wait)), "{wait:?}");
    let dear = format!("/api/drafts/{}/text", server.slug);
    let (read, _, wait) = read_on(&server, &dear, Some(&bob), 200);
    assert!((3..6).contains(&read), "{read}");
    assert!(wait.is_some_and(|wait| (2..=11).contains(&wait)), "{wait:?}");
    // Another address of the API does not help, and nobody else is kept waiting.
    let carol = server.session("observer", "Carol");
    assert_eq!(server.get("/api/drafts", Some(&alice)).0, 429);
    assert_eq!(server.get(&dear, Some(&carol)).0, 200);
    assert_eq!(server.get("/healthz", None).0, 200);
    // What is sent over the socket has limits of its own.
    server.join_by(alice);
}

#[test]
fn who_is_not_known_reads_by_the_address() {
    let server = TestServer::start_with(Allowed { reads: at_least_one(1), ..Allowed::default() });
    let (read, refused, _) = read_on(&server, "/api/drafts", Some("adref_guessed"), 401);
    assert!((30..45).contains(&read), "{read}");
    assert_eq!(refused["code"], "too-often");
    assert_eq!(server.get("/api/openapi.json", None).0, 429, "the same address");
    let alice = server.session("member", "Alice");
    assert_eq!(server.get("/api/drafts", Some(&alice)).0, 200, "who is known there goes on");
}

#[test]
fn readers_that_stall_cost_little_memory() {
    const STALLED: usize = 100;
    let directory = tempfile::tempdir().expect("a directory");
    let served = Served::start(directory.path(), &["--messages-per-second", "100000"]);
    let before = served.resident();
    let need = encode(&ClientMessage::Need { heads: Vec::new() });
    let stalled: Vec<_> = (0..STALLED).map(|n| stalled(&served, &format!("Sleeper {n}"), &need)).collect();
    // Somebody who does read is answered meanwhile.
    let mut awake = visit(&served, "observer", "Awake");
    awake.send(Message::binary(need)).expect("asked");
    let mut answered = 0;
    while answered < 2 {
        answered +=
            usize::from(matches!(awake.read().expect("an answer"), Message::Binary(frame) if frame.len() > 10_000));
    }
    let grown = served.resident().saturating_sub(before);
    // An answer has about 100 KB: 40 for each of them would be 400 MB.
    assert!(grown < 150 << 20, "{} MB for {STALLED} stalled readers", grown >> 20);
    drop(stalled);
    assert!(served.stop());
}

/// A client that asks for the whole text over and over, and never reads.
fn stalled(served: &Served, name: &str, need: &[u8]) -> WebSocket<TcpStream> {
    let mut socket = visit(served, "observer", name);
    for _ in 0..40 {
        socket.send(Message::binary(need.to_vec())).expect("asked");
    }
    socket
}
