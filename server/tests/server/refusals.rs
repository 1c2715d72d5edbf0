//! What a room refuses is counted and logged, without a word of the draft.

use std::{
    net::TcpStream,
    time::{Duration, Instant},
};

use client_core::sync::protocol::{ClientMessage, ServerMessage, WireDecision, decode_server, encode};
use tokio_tungstenite::tungstenite::{Message, WebSocket};

use crate::{
    cli::Served,
    greeting::visit,
    support::{DEADLINE, agent},
};

/// The reason of the next refusal.
fn refused(socket: &mut WebSocket<TcpStream>) -> String {
    loop {
        let frame = socket.read().expect("an answer").into_data();
        if let Ok(ServerMessage::Refuse(refuse)) = decode_server(&frame) {
            return refuse.reason;
        }
    }
}

#[test]
fn what_a_room_refuses_is_counted_by_reason_and_logged_without_its_words() {
    const TRIES: usize = 40;
    let place = tempfile::tempdir().expect("a directory");
    let log = place.path().join("log");
    let arguments = ["--metrics", "127.0.0.1:0", "--log-format", "json"];
    let served = Served::start_logging(&place.path().join("data"), &arguments, &log);
    let (mut olga, mut mallory) = (visit(&served, "observer", "Mallory"), visit(&served, "member", "Mallory"));
    let push = |bytes: &[u8]| {
        Message::binary(encode(&ClientMessage::Push { changes: vec![bytes.to_vec().into()], signatures: Vec::new() }))
    };
    olga.send(push(b"by an observer")).expect("sent");
    assert_eq!(refused(&mut olga), "not-allowed");
    for _ in 0..TRIES {
        mallory.send(push(b"no change at all")).expect("sent");
        assert_eq!(refused(&mut mallory), "malformed");
    }
    let decide = ClientMessage::Decide {
        id: uuid::Uuid::from_u128(5),
        decision: WireDecision::KeepBracket(uuid::Uuid::from_u128(6)),
        meeting: "a secret meeting".into(),
        reason: "a secret reason".into(),
        heads: Vec::new(),
    };
    mallory.send(Message::binary(encode(&decide))).expect("sent");
    assert_eq!(refused(&mut mallory), "not-allowed");

    let mut answer = agent().get(served.metrics()).call().expect("an answer");
    let metrics = answer.body_mut().read_to_string().expect("text");
    for line in [
        r#"adref_refusals_total{kind="change",reason="not-allowed"} 1"#.to_owned(),
        format!(r#"adref_refusals_total{{kind="change",reason="malformed"}} {TRIES}"#),
        r#"adref_refusals_total{kind="decision",reason="not-allowed"} 1"#.to_owned(),
    ] {
        assert!(metrics.contains(&line), "{line} in {metrics}");
    }

    let said = |text: &str| text.lines().filter(|line| line.contains("something was refused")).count();
    let read = || std::fs::read_to_string(&log).expect("a log");
    let mut text = read();
    let found = text.lines().find(|line| line.contains(r#""reason":"not-allowed""#)).expect("a line");
    assert!(found.contains(r#""kind":"change""#) && found.contains(r#""person":"#), "{found}");
    assert!((2..TRIES).contains(&said(&text)), "one person fills no log: {}", said(&text));
    // What was left out is said with the next line about anybody.
    let end = Instant::now() + DEADLINE;
    while !text.lines().any(|line| line.contains("something was refused") && !line.contains(r#""unsaid":0"#)) {
        assert!(Instant::now() < end, "{text}");
        olga.send(push(b"once more")).expect("sent");
        refused(&mut olga);
        std::thread::sleep(Duration::from_millis(10));
        text = read();
    }
    assert!(!text.contains("secret") && !text.contains("no change at all"), "{text}");
    assert!(served.stop());
}
