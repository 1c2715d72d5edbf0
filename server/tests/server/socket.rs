//! The WebSocket: greeting, edits, refusals, restarts.

use crate::{
    greeting::hello,
    support::{Client, TestServer, farewell, paragraph_with},
};
use client_core::{
    model::{BracketState, Decision, EntryId},
    record::Request,
    sync::{
        protocol::{ClientMessage, Credential, Hello, ServerMessage, decode_server, encode},
        session::{Effect, Selection, Session},
    },
};
use tokio_tungstenite::tungstenite::{Message, client::IntoClientRequest};

fn secret(server: &TestServer) -> Credential {
    Credential::Session { secret: server.session("member", "Alice") }
}

#[test]
fn an_edit_is_acknowledged_and_reaches_the_others() {
    let server = TestServer::start();
    let (mut alice, mut bob) = (server.join("member", "Alice"), server.join("member", "Bob"));
    alice.insert("reaffirm", "Today ");
    assert_eq!(alice.session.pending(), 1);
    alice.until("the acknowledgement", |alice| alice.session.pending() == 0);
    bob.until("the edit", |bob| bob.words().contains("Today We reaffirm"));
    assert_eq!(alice.session.heads(), bob.session.heads());
}

#[test]
fn an_invitation_alone_is_enough_to_join() {
    let server = TestServer::start();
    let credential =
        Credential::Invitation { token: server.token("observer"), name: "Olga".into(), delegation: "Ruritania".into() };
    let mut olga = Client::new(&server, Session::new(server.slug.as_str(), credential));
    olga.until("the welcome", |olga| olga.session.person().is_some());
    let handed = olga.seen.iter().find_map(|effect| match effect {
        Effect::Joined { session } => Some(session.clone()),
        _ => None,
    });
    let (status, answer) = server.get("/api/session", handed.as_deref());
    assert_eq!((status, answer["person"]["delegation"].as_str()), (200, Some("Ruritania")));
}

#[test]
fn an_observers_push_is_refused_by_the_server_too() {
    let server = TestServer::start();
    let (mut alice, mut olga) = (server.join("member", "Alice"), server.join("observer", "Olga"));
    // What an honest client would never send.
    let push =
        ClientMessage::Push { changes: vec![vec![0x85, 0x6f, 0x4a, 0x83, 1, 2, 3].into()], signatures: Vec::new() };
    olga.socket.send(Message::binary(encode(&push))).expect("sent");
    let answer = loop {
        let frame = olga.socket.read().expect("an answer");
        match decode_server(&frame.into_data()).expect("a message") {
            ServerMessage::Presence { .. } => {}
            answer => break answer,
        }
    };
    assert!(matches!(&answer, ServerMessage::Refuse(refuse) if refuse.reason == "not-allowed"), "{answer:?}");
    alice.insert("reaffirm", "Still ");
    alice.until("the acknowledgement", |alice| alice.session.pending() == 0);
    olga.until("the edit", |olga| olga.words().contains("Still We reaffirm"));
}

#[test]
fn the_chairs_decision_reaches_everybody_and_outlives_a_restart() {
    let mut server = TestServer::start();
    let (mut chair, mut alice) = (server.join("chair", "Carla"), server.join("member", "Alice"));
    let bracket = *chair.session.draft().expect("a draft").brackets.keys().next().expect("a bracket");
    let request = Request {
        id: EntryId(uuid::Uuid::from_u128(77)),
        decision: Decision::KeepBracket(bracket),
        meeting: String::new(),
        reason: "agreed in the room".into(),
        heads: Vec::new(),
    };
    let effects = chair.session.decide(request, adref_server::clock::now()).expect("allowed");
    chair.perform(effects);
    let kept = |client: &mut Client| {
        client
            .session
            .standings()
            .is_some_and(|standings| standings.brackets.get(&bracket) == Some(&BracketState::Kept))
    };
    chair.until("the record", kept);
    alice.until("the record", kept);
    server.restart();
    let mut late = server.join("observer", "Olga");
    assert!(kept(&mut late));
    let session = server.session("chair", "Carla");
    let path = format!("/api/drafts/{}/brackets/{bracket}/history", server.slug);
    let (_, life) = server.get(&path, Some(&session));
    assert_eq!(life["events"][1]["reason"], "agreed in the room", "{life}");
    assert_eq!(life["events"][1]["decision"], "keep", "{life}");
}

#[test]
fn a_restart_keeps_everything_and_clients_carry_on() {
    let mut server = TestServer::start();
    let mut alice = server.join("member", "Alice");
    alice.insert("reaffirm", "One ");
    alice.until("the acknowledgement", |alice| alice.session.pending() == 0);
    server.stop();
    assert_eq!(farewell(&mut alice.socket), ("shutdown".into(), 1012));
    server.restart();
    let mut bob = server.join("member", "Bob");
    assert!(bob.words().contains("One We reaffirm"));
    alice.reconnect(&server);
    alice.insert("reaffirm", "Two ");
    alice.until("the acknowledgement", |alice| alice.session.pending() == 0);
    bob.until("the edit", |bob| bob.words().contains("Two One We reaffirm"));
}

#[test]
fn whoever_leaves_is_gone_for_the_others() {
    let server = TestServer::start();
    let (mut alice, mut bob) = (server.join("member", "Alice"), server.join("member", "Bob"));
    let place = paragraph_with(&bob.session.draft().expect("a draft"), "reaffirm");
    let selection = Some(Selection { paragraph: place, anchor: 1, head: 4 });
    let effects = bob.session.set_cursor(selection);
    bob.perform(effects);
    alice.until("Bob's cursor", |alice| alice.session.others().iter().any(|other| other.selection == selection));
    drop(bob);
    alice.until("Bob's leaving", |alice| alice.session.others().is_empty());
}

#[test]
fn wrong_greetings_are_answered_and_closed() {
    let server = TestServer::start();
    let greet = |message: &ClientMessage| {
        let mut socket = server.socket(&server.slug);
        socket.send(Message::binary(encode(message))).expect("sent");
        farewell(&mut socket)
    };
    let wrong = Credential::Session { secret: "AAAAAAAAAAAAAAAAAAAAAA".into() };
    assert_eq!(greet(&ClientMessage::Hello(hello(&server.slug, wrong))), ("credential".into(), 4401));
    let old = Hello { version: 99, ..hello(&server.slug, secret(&server)) };
    assert_eq!(greet(&ClientMessage::Hello(old)), ("version".into(), 4400));
    let other = Hello { draft: "else".into(), ..hello(&server.slug, secret(&server)) };
    assert_eq!(greet(&ClientMessage::Hello(other)), ("unknown-draft".into(), 4404));
    assert_eq!(greet(&ClientMessage::Need { heads: Vec::new() }), ("out-of-order".into(), 4400));
    let mut socket = server.socket(&server.slug);
    socket.send(Message::binary(vec![0xff, 0, 1])).expect("sent");
    assert_eq!(farewell(&mut socket), ("malformed".into(), 4400));
    let mut socket = server.socket(&server.slug);
    socket.send(Message::text("hello")).expect("sent");
    assert_eq!(farewell(&mut socket), ("malformed".into(), 4400));
    let mut socket = server.socket("none");
    socket.send(Message::binary(encode(&ClientMessage::Hello(hello(&server.slug, secret(&server)))))).expect("sent");
    assert_eq!(farewell(&mut socket), ("unknown-draft".into(), 4404));
}

#[test]
fn a_greeting_that_fails_makes_no_session() {
    let server = TestServer::start();
    let token = server.token("member");
    let greet = |slug: &str, name: &str| {
        let credential = Credential::Invitation { token: token.clone(), name: name.into(), delegation: String::new() };
        let message = ClientMessage::Hello(Hello { draft: slug.into(), ..hello(&server.slug, credential) });
        let mut socket = server.socket(slug);
        socket.send(Message::binary(encode(&message))).expect("sent");
        farewell(&mut socket)
    };
    assert_eq!(greet("none", "Alice"), ("unknown-draft".into(), 4404));
    assert_eq!(greet(&server.slug, ""), ("credential".into(), 4401));
    assert_eq!(server.uses("member"), 0);
}

#[test]
fn a_replica_that_connects_twice_is_told_so() {
    let server = TestServer::start();
    let mut alice = server.join("member", "Alice");
    // The first socket is still open: a network that fell silent closes nothing.
    let mut first = std::mem::replace(&mut alice.socket, server.socket(&server.slug));
    let effects = alice.session.opened(adref_server::clock::now());
    alice.perform(effects);
    assert_eq!(farewell(&mut first), ("replaced".into(), 4409));
    alice.insert("reaffirm", "Still ");
    alice.until("the acknowledgement", |alice| alice.session.pending() == 0);
}

#[test]
fn broken_frames_end_one_conversation_and_no_other() {
    let server = TestServer::start();
    let mut alice = server.join("member", "Alice");
    for (frame, problem, code) in [
        (Message::binary(vec![0xff; 40]), "malformed", 4400),
        (Message::binary(vec![0x9f; 100_000]), "malformed", 4400),
        (Message::text("hello"), "malformed", 4400),
        (Message::binary(vec![0; (1 << 20) + 1]), "too-large", 1009),
        (Message::binary(encode(&ClientMessage::Hello(hello(&server.slug, secret(&server))))), "out-of-order", 4400),
    ] {
        let mut bob = server.join("member", "Bob");
        // The server may close before it has read a large frame to its end.
        drop(bob.socket.send(frame));
        assert_eq!(farewell(&mut bob.socket), (problem.into(), code));
    }
    alice.insert("reaffirm", "Still ");
    alice.until("the acknowledgement", |alice| alice.session.pending() == 0);
}

#[test]
fn a_page_of_another_site_is_not_let_in() {
    let server = TestServer::start();
    let url = format!("ws://{}/ws/drafts/{}", server.address(), server.slug);
    let mut request = url.into_client_request().expect("a request");
    request.headers_mut().insert("origin", "https://evil.example".parse().expect("a value"));
    let stream = std::net::TcpStream::connect(server.address()).expect("a connection");
    let refused = tokio_tungstenite::tungstenite::client(request, stream).expect_err("refused");
    assert!(refused.to_string().contains("403"), "{refused}");
}
