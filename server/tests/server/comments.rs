//! Comments over sockets, HTTP and the command line: who gets to read them, and who does not.

use client_core::model::Audience;

use crate::support::{Client, TestServer, farewell};

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

/// Alice and Anna of one delegation, Bob of another, the chair, and an observer who says that she is of the first; with
/// each the secret of the session.
fn room(server: &TestServer) -> [(String, Client); 5] {
    [
        ("member", "Alice", "Freedonia"),
        ("member", "Anna", "Freedonia"),
        ("member", "Bob", "Sylvania"),
        ("chair", "Clara", "Chair"),
        ("observer", "Olga", "Freedonia"),
    ]
    .map(|(role, name, delegation)| {
        let secret = server.session_for(role, name, delegation);
        (secret.clone(), server.join_by(secret))
    })
}

const ALL: &str = "said to all";
const OURS: &str = "said among us";
const CHAIRS: &str = "said to the chair";

#[test]
fn internal_comments_reach_no_socket_and_no_answer_of_another_delegation() {
    let mut server = TestServer::start();
    let mut people = room(&server);
    for (audience, text) in [(Audience::Delegation, OURS), (Audience::Chair, CHAIRS), (Audience::Everybody, ALL)] {
        people[0].1.comment("reaffirm", audience, text);
    }
    let expected: [&[&str]; 5] = [&[ALL, OURS, CHAIRS], &[ALL, OURS, CHAIRS], &[ALL], &[ALL, CHAIRS], &[ALL]];
    for again in [false, true] {
        for ((secret, client), readable) in people.iter_mut().zip(expected) {
            // What is for everybody was said last: when it is here, all that comes is here.
            client
                .until("the comments", |client| client.session.pending() == 0 && client.reads().contains(&ALL.into()));
            let (status, threads) = server.get(&format!("/api/drafts/{}/comments", server.slug), Some(secret));
            assert_eq!(status, 200);
            let told = threads.to_string();
            for text in [ALL, OURS, CHAIRS] {
                let may = readable.contains(&text);
                assert_eq!(holds(&client.heard, text), may, "socket, {text}");
                assert_eq!(told.contains(text), may, "HTTP, {text}");
            }
        }
        if again {
            return;
        }
        // The same after the server came back, to people who come back with nothing.
        server.restart();
        people = people.map(|(secret, _)| (secret.clone(), server.join_by(secret)));
    }
}

#[test]
fn comments_are_asked_for_with_a_session() {
    let server = TestServer::start();
    assert_eq!(server.get(&format!("/api/drafts/{}/comments", server.slug), None).0, 401);
    let secret = server.session("observer", "Olga");
    assert_eq!(server.get("/api/drafts/none/comments", Some(&secret)).0, 404);
    let (status, threads) = server.get(&format!("/api/drafts/{}/comments", server.slug), Some(&secret));
    assert_eq!((status, threads), (200, serde_json::json!([])));
}

#[test]
fn a_comment_that_cannot_be_stored_is_not_acknowledged_and_not_lost() {
    let server = TestServer::start();
    let (mut alice, mut bob) = (server.join("member", "Alice"), server.join("member", "Bob"));
    let database = rusqlite::Connection::open(server.directory.path().join("adref.db")).expect("the database opens");
    database
        .execute_batch("CREATE TRIGGER full BEFORE INSERT ON comments BEGIN SELECT RAISE(ABORT, 'no'); END")
        .expect("the disk fails from here on");
    alice.comment("reaffirm", Audience::Everybody, ALL);
    assert_eq!(farewell(&mut alice.socket), ("store".into(), 1011));
    assert_eq!(farewell(&mut bob.socket), ("store".into(), 1011));
    assert_eq!(alice.session.pending(), 1);
    database.execute_batch("DROP TRIGGER full").expect("the disk works again");
    bob.reconnect(&server);
    alice.reconnect(&server);
    alice.until("the acknowledgement", |alice| alice.session.pending() == 0);
    bob.until("the comment", |bob| bob.reads() == [ALL]);
}

#[test]
fn the_operator_reads_them_all_and_for_whom_each_is() {
    let server = TestServer::start();
    let mut alice = server.join("member", "Alice");
    let comments = |arguments: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_adref"));
        command.env("ADREF_DATA", server.directory.path()).args(["comments", &server.slug]).args(arguments);
        String::from_utf8(command.output().expect("it runs").stdout).expect("UTF-8")
    };
    assert_eq!(comments(&[]), "no comments\n");
    for (audience, text) in [(Audience::Everybody, ALL), (Audience::Delegation, OURS), (Audience::Chair, CHAIRS)] {
        alice.comment("reaffirm", audience, text);
    }
    alice.until("the acknowledgements", |alice| alice.session.pending() == 0);
    let told = comments(&[]);
    let heads: Vec<&str> = told.lines().filter(|line| !line.starts_with(' ')).collect();
    assert_eq!(heads, ["1.: for everybody", "1.: FOR Freedonia ONLY", "1.: FOR Freedonia AND THE CHAIR ONLY"]);
    assert!(told.contains("“We”") && told.contains("Alice (Freedonia):\n        said among us\n"), "{told}");
    let json: serde_json::Value = serde_json::from_str(&comments(&["--json"])).expect("JSON");
    assert_eq!(json[1]["audience"], "delegation");
    assert_eq!(json[1]["comments"][0]["text"], OURS);
}
