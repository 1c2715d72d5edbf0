//! `adref verify`: what holds is said to hold, and what does not is named.

use std::{fs, os::unix::fs::PermissionsExt};

use adref_server::{
    store::{NewDraft, Store},
    verify::{self, Bundle},
};
use client_core::{checkpoint::ServerKey, model::Audience, sync::room::Batch};
use rusqlite::Connection;
use serde_json::Value;

use crate::support::{TestServer, adref, open, written};

#[test]
fn what_holds_is_said_to_hold_beside_a_running_server_too() {
    let mut server = written(Audience::Everybody, "Why?");
    let data = server.directory.path().to_path_buf();
    let (sound, text, _) = adref(&data, &["verify"]);
    assert!(sound, "{text}");
    assert!(text.contains("4 changes, 0 decisions, 1 comments, ") && text.ends_with("everything holds\n"), "{text}");
    server.restart();
    let (sound, text, _) = adref(&data, &["verify", "--json"]);
    let found: Value = serde_json::from_str(&text).expect("JSON");
    assert!(sound && found["faults"] == serde_json::json!([]), "{text}");
    assert!(found["drafts"][0]["checkpoints"].as_u64() >= Some(2), "one at the start, one at the stop: {text}");
    let mode = fs::metadata(data.join("server.key")).expect("a key").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn the_broken_change_is_named() {
    let server = written(Audience::Everybody, "Why?");
    let database = Connection::open(server.directory.path().join("adref.db")).expect("opens");
    let spoil = "UPDATE changes SET received_at = received_at + 1 WHERE seq = 3";
    assert_eq!(database.execute(spoil, []), Ok(1));
    let (sound, text, _) = adref(server.directory.path(), &["verify"]);
    assert!(!sound && text.contains(&format!("change 3 of the draft {}", server.slug)), "{text}");
}

#[test]
fn a_log_that_was_written_anew_is_found_by_what_was_signed() {
    let server = written(Audience::Everybody, "Why?");
    let mut store = open(server.directory.path());
    let row = store.drafts().expect("listed").remove(0);
    let mut changes = store.changes(row.id).expect("readable");
    for change in changes.iter_mut().filter(|change| change.name == "Alice") {
        change.name = "Mallory".into();
    }
    // Another store, every link and seal of which holds, with the signatures of the first.
    let other = tempfile::tempdir().expect("a directory");
    let mut forged = open(other.path());
    let batch = Batch { id: 0, changes, entries: Vec::new(), actors: Vec::new(), comments: Vec::new() };
    assert!(forged.create(&NewDraft { row: row.clone(), batch, diagnostics: Vec::new() }).expect("created"));
    drop((store, forged));
    let database = Connection::open(other.path().join("adref.db")).expect("opens");
    let real = server.directory.path().join("adref.db");
    let copy = format!(
        "ATTACH '{}' AS real; INSERT INTO checkpoints SELECT * FROM real.checkpoints;
         INSERT INTO signing_keys SELECT * FROM real.signing_keys",
        real.display()
    );
    database.execute_batch(&copy).expect("copied");
    drop(database);
    let findings = verify::store(&mut open(other.path())).expect("readable");
    let named: Vec<_> = findings.faults.iter().map(|fault| (fault.place.as_str(), fault.what.as_str())).collect();
    let what = "the log of changes is another one than was signed";
    assert!(named.iter().any(|(place, found)| place.starts_with("checkpoint ") && *found == what), "{named:?}");
}

#[test]
fn a_bundle_is_checked_without_the_store() {
    let server = written(Audience::Everybody, "Why?");
    let place = tempfile::tempdir().expect("a directory");
    let file = place.path().join("bundle.jsonl");
    let name = file.to_str().expect("a name");
    let (sound, _, _) = adref(server.directory.path(), &["bundle", &server.slug, "-o", name]);
    assert!(sound);
    let (sound, text, _) = adref(place.path(), &["verify", name]);
    assert!(sound && text.contains("4 changes"), "{text}");
    let whole = fs::read_to_string(&file).expect("readable");
    assert!(!whole.contains("Why?"), "no comments");
    let lines: Vec<&str> = whole.lines().collect();
    let first = lines.iter().position(|line| line.contains("\"change\"")).expect("changes");
    let faults = |text: &str| -> Vec<String> {
        let findings = Bundle::read(text).expect("a bundle").verify(None);
        findings.faults.iter().map(|fault| fault.place.clone()).collect()
    };
    assert_eq!(faults(&whole), Vec::<String>::new());
    let change = |number: usize| format!("change {number} of the draft {}", server.slug);
    assert_eq!(faults(&whole.replacen("Alice", "Mallory", 1))[0], change(3));
    let without = |index: usize| {
        lines.iter().enumerate().filter(|(at, _)| *at != index).map(|(_, line)| format!("{line}\n")).collect::<String>()
    };
    assert_eq!(faults(&without(first + 1))[0], change(2), "one is missing");
    assert!(faults(&without(first + 3))[0].starts_with("checkpoint "), "the last one is missing");
    let findings = Bundle::read(&whole).expect("a bundle").verify(Some(&ServerKey::new(&[1; 32]).public()));
    assert_eq!(findings.faults.len(), 1, "another key is trusted");
    assert!(Bundle::read("{}").is_err() && Bundle::read(&(whole.clone() + "{}\n")).is_err());
}

#[test]
fn a_key_is_replaced_by_one_that_it_signs_in() {
    let mut server = written(Audience::Everybody, "Why?");
    let data = server.directory.path().to_path_buf();
    let before = fs::read_to_string(data.join("server.key")).expect("a key");
    let (done, text, _) = adref(&data, &["key", "--rotate"]);
    assert!(done && text.lines().count() == 2 && text.contains("signed in by"), "{text}");
    assert_ne!(fs::read_to_string(data.join("server.key")).expect("a key"), before);
    server.restart();
    let mut alice = server.join("member", "Alice");
    alice.insert("reaffirm", "Again ");
    alice.until("the acknowledgement", |alice| alice.session.pending() == 0);
    drop(alice);
    server.stop();
    let (sound, text, _) = adref(&data, &["verify"]);
    assert!(sound && !text.contains("note:"), "{text}");
    // A key that comes from nowhere is no fault of the logs, and is told.
    fs::remove_file(data.join("server.key")).expect("removed");
    server.restart();
    server.stop();
    let (sound, text, _) = adref(&data, &["verify"]);
    assert!(sound && text.contains("not signed by the one before"), "{text}");
}

#[test]
fn a_key_that_is_kept_elsewhere_signs_and_is_replaced_there() {
    let mut server = written(Audience::Everybody, "Why?");
    let data = server.directory.path().to_path_buf();
    let vault = tempfile::tempdir().expect("a directory");
    let (inside, outside) = (data.join("server.key"), vault.path().join("adref-signing-key"));
    fs::copy(&inside, &outside).expect("copied");
    fs::remove_file(&inside).expect("removed");
    server.signing_key = Some(outside.clone());
    let write = |server: &mut TestServer, words: &str| {
        server.restart();
        let mut alice = server.join("member", "Alice");
        alice.insert("reaffirm", words);
        alice.until("the acknowledgement", |alice| alice.session.pending() == 0);
        drop(alice);
        server.stop();
        let (sound, text, _) = adref(&data, &["verify"]);
        assert!(sound && !text.contains("note:"), "{text}");
        assert!(!inside.exists(), "none is made beside it");
    };
    write(&mut server, "Again ");
    let before = fs::read_to_string(&outside).expect("a key");
    let name = outside.to_str().expect("a name");
    let (done, text, _) = adref(&data, &["key", "--rotate", "--signing-key", name]);
    assert!(done && text.lines().count() == 2 && text.contains("signed in by"), "{text}");
    assert_ne!(fs::read_to_string(&outside).expect("a key"), before);
    write(&mut server, "Once more ");
    // One that is not there is not made: nobody would believe it.
    let (done, _, told) = adref(&data, &["serve", "--listen", "127.0.0.1:0", "--signing-key", "/nowhere/key"]);
    assert!(!done && told.contains("there is no such file") && told.contains("hint: "), "{told}");
}

#[test]
fn a_client_that_saw_another_key_says_so() {
    let mut server = TestServer::start();
    let mut alice = server.join("member", "Alice");
    assert!(alice.session.pin().is_some(), "the welcome shows a checkpoint");
    server.restart();
    alice.reconnect(&server);
    alice.until("the welcome", |alice| alice.session.state() == client_core::sync::session::State::Live);
    server.stop();
    fs::remove_file(server.directory.path().join("server.key")).expect("removed");
    server.restart();
    alice.reconnect(&server);
    let failed = |effect: &client_core::sync::session::Effect| matches!(effect, client_core::sync::session::Effect::Failed(problem) if problem.code == "another-key");
    alice.until("the warning", |alice| alice.seen.iter().any(failed));
}
