//! Devices that sign: what is taken, what is refused, and what is found later.

use std::{fs, os::unix::fs::PermissionsExt};

use adref_server::{
    auth,
    http::hex,
    store::{NewDraft, Store},
    verify::{self, Bundle},
};
use client_core::{
    checkpoint::Signed,
    device::{DeviceKey, change_message},
    model::{Audience, DraftId},
    ops::{Act, Splice},
    schema::parse_hash,
    sync::{
        protocol::{ClientMessage, ServerMessage, decode_client, decode_server},
        room::Batch,
        session::Effect,
        signing,
    },
};
use rusqlite::Connection;
use serde_json::json;
use tokio_tungstenite::tungstenite::Message;
use uuid::Uuid;

use crate::{
    cli::{self, Served},
    support::{Client, TestServer, adref, bring_in, open, paragraph_with},
};

fn key(n: u8) -> DeviceKey {
    DeviceKey::new(&[n; 32])
}

/// A stopped server on whose draft Alice wrote and signed, and Bob wrote.
fn signed() -> TestServer {
    let mut server = TestServer::start();
    let mut alice = server.join_signing(server.session("member", "Alice"), key(1));
    let mut bob = server.join("member", "Bob");
    for client in [&mut alice, &mut bob] {
        client.insert("reaffirm", "Today ");
        client.until("the acknowledgement", |client| client.session.pending() == 0);
    }
    drop((alice, bob));
    server.stop();
    server
}

#[test]
fn what_a_device_signs_is_kept_told_and_checked() {
    let mut server = signed();
    let data = server.directory.path().to_path_buf();
    let (sound, text, _) = adref(&data, &["verify"]);
    assert!(sound, "{text}");
    server.restart();
    let session = server.session("observer", "Olga");
    let (_, told) = server.get(&format!("/api/drafts/{}/history", server.slug), Some(&session));
    let of = |name: &str| told.as_array().and_then(|all| all.iter().find(|one| one["by"] == name)).expect("a change");
    assert_eq!(of("Alice")["device"], hex(&key(1).public()));
    assert_eq!(of("Alice")["signature"].as_str().map(str::len), Some(128));
    assert!(of("Bob").get("device").is_none(), "{told}");
    let paragraph = of("Alice")["paragraphs"][0]["id"].as_str().expect("a paragraph").to_owned();
    let (_, life) = server.get(&format!("/api/drafts/{}/paragraphs/{paragraph}/history", server.slug), Some(&session));
    let events = life["events"].as_array().expect("events");
    let by = |name: &str| events.iter().find(|one| one["by"] == name).map(|one| one["signed"] == true);
    assert_eq!((by("Alice"), by("Bob")), (Some(true), Some(false)), "{life}");
    server.stop();
    let place = tempfile::tempdir().expect("a directory");
    let file = place.path().join("bundle.jsonl");
    let name = file.to_str().expect("a name");
    assert!(adref(&data, &["bundle", &server.slug, "-o", name]).0);
    let (sound, text, _) = adref(place.path(), &["verify", name]);
    assert!(sound, "{text}");
    // Another server that takes the draft over has the signatures, too.
    let other = tempfile::tempdir().expect("a directory");
    assert!(adref(other.path(), &["import", name]).0);
    let (sound, text, _) = adref(other.path(), &["verify"]);
    assert!(sound, "{text}");
    let mut store = open(other.path());
    let id = store.drafts().expect("listed")[0].id;
    assert_eq!(store.changes(id).expect("readable").iter().filter(|change| change.signature.is_some()).count(), 1);
    // Without the signature, or with another, the change is named.
    let whole = fs::read_to_string(&file).expect("readable");
    let digits = hex(&store.changes(id).expect("readable")[2].signature.expect("signed").signature);
    let first = if digits.starts_with('0') { "1" } else { "0" };
    for spoilt in [
        whole.replace(&format!(",\"signature\":\"{digits}\""), ""),
        whole.replace(&digits, &format!("{first}{}", &digits[1..])),
    ] {
        assert_ne!(spoilt, whole);
        let findings = Bundle::read(&spoilt).expect("a bundle").verify(None);
        assert_eq!(findings.faults[0].place, format!("change 3 of the draft {}", server.slug));
    }
}

#[test]
fn a_signature_that_flipped_or_was_forged_is_named() {
    let server = signed();
    let mut store = open(server.directory.path());
    let row = store.drafts().expect("listed").remove(0);
    let mut changes = store.changes(row.id).expect("readable");
    drop(store);
    let database = Connection::open(server.directory.path().join("adref.db")).expect("opens");
    let signature = changes[2].signature.expect("signed").signature;
    let flipped: Signed = std::array::from_fn(|at| if at == 9 { signature[at] ^ 4 } else { signature[at] });
    assert_eq!(database.execute("UPDATE changes SET signature = ?1 WHERE seq = 3", [flipped]), Ok(1));
    drop(database);
    let named = format!("change 3 of the draft {}", server.slug);
    let (sound, text, _) = adref(server.directory.path(), &["verify"]);
    assert!(!sound && text.contains(&named), "{text}");
    // Another store, every link and seal of which holds: only the device could have signed.
    changes[2].signature.iter_mut().for_each(|signed| signed.signature = flipped);
    let other = tempfile::tempdir().expect("a directory");
    let mut forged = open(other.path());
    let batch = Batch { id: 0, changes, entries: Vec::new(), actors: Vec::new(), comments: Vec::new() };
    assert!(forged.create(&NewDraft { row, batch, diagnostics: Vec::new() }).expect("created"));
    let faults = verify::store(&mut forged).expect("readable").faults;
    let told: Vec<_> = faults.iter().map(|fault| (fault.place.as_str(), fault.what.as_str())).collect();
    assert_eq!(told, [(named.as_str(), "the signature of its device does not hold")]);
}

/// What the server says of a push of one change with signatures that `sign` makes of the draft and the hash.
fn answer(client: &mut Client, sign: impl FnOnce(DraftId, &str) -> Vec<Signed>) -> String {
    let draft = client.session.draft().expect("a draft");
    let splice = Splice { paragraph: paragraph_with(&draft, "reaffirm"), at: 0, delete: 0, insert: "So ".into() };
    drop(client.session.act(&Act::Splice(splice), 1).expect("it applies"));
    let effects = client.session.flush(1);
    let frame =
        effects.into_iter().find_map(|effect| if let Effect::Send(frame) = effect { Some(frame) } else { None });
    let frame = frame.expect("a push");
    let Ok(ClientMessage::Push { changes, .. }) = decode_client(&frame) else { panic!("no push") };
    let frame = signing::signed(frame, &sign(draft.id, &parse_hash(&changes[0])));
    client.socket.send(Message::binary(frame)).expect("sent");
    loop {
        let Message::Binary(frame) = client.socket.read().expect("an answer") else { continue };
        match decode_server(&frame).expect("a message") {
            ServerMessage::Refuse(refuse) => return refuse.reason,
            ServerMessage::Ack { .. } => return "taken".into(),
            _ => {}
        }
    }
}

#[test]
fn a_session_with_a_key_signs_what_it_sends_and_one_without_does_not() {
    let server = TestServer::start();
    let secret = server.session("member", "Alice");
    assert_eq!(server.register(&secret, &key(1)).0, 204);
    let ask = |sign: &dyn Fn(DraftId, &str) -> Vec<Signed>| answer(&mut server.join_by(secret.clone()), sign);
    assert_eq!(ask(&|_, _| Vec::new()), "unsigned");
    assert_eq!(ask(&|_, _| vec![[7; 64]]), "bad-signature");
    assert_eq!(ask(&|draft, hash| vec![key(2).sign(&change_message(draft, hash))]), "bad-signature", "another's key");
    let elsewhere = DraftId(Uuid::from_u128(9));
    let replayed = |_, hash: &str| vec![key(1).sign(&change_message(elsewhere, hash))];
    assert_eq!(ask(&replayed), "bad-signature", "signed for another draft");
    let of_another = |draft, _: &str| vec![key(1).sign(&change_message(draft, "00"))];
    assert_eq!(ask(&of_another), "bad-signature", "signed for another change");
    assert_eq!(ask(&|draft, hash| vec![key(1).sign(&change_message(draft, hash))]), "taken");
    // Nobody else is asked for anything.
    assert_eq!(answer(&mut server.join("member", "Bob"), |_, _| Vec::new()), "taken");
    let metrics = server.metrics();
    assert!(metrics.contains("adref_refusals_total{kind=\"change\",reason=\"unsigned\"} 1\n"), "{metrics}");
    assert!(metrics.contains("adref_refusals_total{kind=\"change\",reason=\"bad-signature\"} 4\n"), "{metrics}");
}

#[test]
fn where_everybody_must_sign_who_does_not_writes_nothing_and_does_the_rest() {
    let server = TestServer::start_signing();
    let (alice, bob) = (server.session("member", "Alice"), server.session("member", "Bob"));
    assert_eq!(server.get("/api/session", Some(&bob)).1["mustSign"], true);
    assert_eq!(answer(&mut server.join_by(bob.clone()), |_, _| Vec::new()), "must-be-signed");
    // A signature is held against a key that was registered, and no other.
    let unknown = |draft, hash: &str| vec![key(1).sign(&change_message(draft, hash))];
    assert_eq!(answer(&mut server.join_by(bob.clone()), unknown), "must-be-signed");
    // Bob's client hands the words back with the next step, once.
    let mut bob = server.join_by(bob);
    bob.insert("reaffirm", "Unsigned ");
    let refused = |client: &Client| {
        let refusals = client.seen.iter().filter_map(|effect| match effect {
            Effect::Refused { reason, hint, lost, .. } => Some((reason.clone(), hint.clone(), lost.len())),
            _ => None,
        });
        refusals.collect::<Vec<_>>()
    };
    bob.until("the refusal", |bob| !refused(bob).is_empty());
    let [(reason, hint, lost)] = &refused(&bob)[..] else { panic!("{:?}", bob.seen) };
    assert_eq!((reason.as_str(), *lost, bob.session.pending()), ("must-be-signed", 1, 0));
    assert!(hint.contains("adref join"), "{hint}");
    bob.comment("reaffirm", Audience::Everybody, "I have a remark");
    bob.until("the comment", |bob| bob.session.pending() == 0);
    let mut alice = server.join_signing(alice, key(1));
    alice.insert("reaffirm", "Today ");
    alice.until("the acknowledgement", |alice| alice.session.pending() == 0);
    bob.until("the words", |bob| bob.words().contains("Today We reaffirm"));
    assert!(!bob.words().contains("Unsigned"));
}

#[test]
fn where_everybody_must_sign_the_terminal_does_without_being_asked() {
    let directory = tempfile::tempdir().expect("a directory");
    let draft = bring_in(directory.path());
    let server = Served::start(directory.path(), &["--no-seed", "--require-signatures"]);
    let state = tempfile::tempdir().expect("a directory");
    let mut command = cli::adref(directory.path());
    command.args(["join", server.link("member"), "--draft", &draft, "--name", "Ada", "--once"]);
    command.args(["--paragraph", "1", "--insert", "One "]).env("ADREF_STATE_DIR", state.path());
    let output = command.output().expect("it runs");
    assert!(output.status.success(), "{}", cli::stderr(&output));
    assert!(server.stop());
    let mut store = open(directory.path());
    let id = store.drafts().expect("listed")[0].id;
    assert_eq!(store.changes(id).expect("readable").iter().filter(|one| one.signature.is_some()).count(), 1);
}

#[test]
fn a_key_is_registered_once_by_whoever_holds_it() {
    let server = TestServer::start();
    let (alice, bob) = (server.session("member", "Alice"), server.session("member", "Bob"));
    assert_eq!(server.register(&alice, &key(1)).0, 204);
    assert_eq!(server.register(&alice, &key(1)).0, 204, "the same again");
    let (status, answer) = server.register(&alice, &key(2));
    assert_eq!((status, &answer["code"]), (409, &json!("another-device")), "{answer}");
    // Alice's proof says nothing of Bob.
    let (_, known) = server.get("/api/session", Some(&alice));
    let person = known["person"]["id"].as_str().expect("a person").parse().expect("an identity");
    let proof = hex(&key(1).sign(&client_core::device::possession_message(person)));
    let body = json!({"key": hex(&key(1).public()), "proof": proof});
    let (status, answer) = server.post_by(&bob, "/api/session/device", &body);
    assert_eq!((status, &answer["code"]), (403, &json!("no-proof")), "{answer}");
    let (status, answer) = server.post_by(&bob, "/api/session/device", &json!({"key": "00", "proof": proof}));
    assert_eq!((status, &answer["code"]), (400, &json!("malformed")), "{answer}");
    assert_eq!(server.post("/api/session/device", &body).0, 401);
    // A token is no session.
    let data = server.directory.path().to_path_buf();
    let token = cli::run(&data, &["token", "make", "--name", "Bot", "--role", "member"]);
    let printed = cli::stdout(&token);
    let secret = printed.split_whitespace().find(|word| word.starts_with(auth::TOKEN_MARK)).expect("a token");
    let (status, answer) = server.register(secret, &key(3));
    assert_eq!((status, &answer["code"]), (404, &json!("unknown-session")), "{answer}");
}

#[test]
fn a_terminal_signs_with_a_key_that_only_its_user_can_read() {
    let directory = tempfile::tempdir().expect("a directory");
    let draft = bring_in(directory.path());
    let server = Served::start(directory.path(), &["--no-seed"]);
    let state = tempfile::tempdir().expect("a directory");
    let state = state.path().join("adref");
    for words in ["One ", "Two "] {
        let mut command = cli::adref(directory.path());
        command.args(["join", server.link("member"), "--draft", &draft, "--name", "Ada", "--sign"]);
        command.args(["--paragraph", "1", "--insert", words, "--once"]).env("ADREF_STATE_DIR", &state);
        let output = command.output().expect("it runs");
        assert!(output.status.success(), "{}", cli::stderr(&output));
    }
    let mode = |path: &std::path::Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
    assert_eq!((mode(&state), mode(&state.join("device.key"))), (0o700, 0o600));
    assert!(server.stop());
    let mut store = open(directory.path());
    let id = store.drafts().expect("listed")[0].id;
    let keys: Vec<_> = store.changes(id).expect("readable").iter().filter_map(|one| Some(one.signature?.key)).collect();
    assert_eq!(keys.len(), 2);
    assert_eq!(keys[0], keys[1], "one device");
    assert!(verify::store(&mut store).expect("readable").faults.is_empty());
}
