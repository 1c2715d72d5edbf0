//! The restore drill: a backup under load, put in place of everything, holds what had been acknowledged.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Command, Output},
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use crate::support::TestServer;

fn adref(data: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_adref"))
        .args(arguments)
        .env("ADREF_DATA", data)
        .env_remove("ADREF_LOG")
        .output()
        .expect("it runs")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&[output.stdout.as_slice(), output.stderr.as_slice()].concat()).into_owned()
}

#[test]
fn a_backup_under_three_writers_holds_everything_that_was_acknowledged_before_it_began() {
    let mut server = TestServer::start();
    let place = tempfile::tempdir().expect("a directory");
    let copy = place.path().join("copy");
    let copy = copy.to_str().expect("a name");
    let (acknowledged, done) = (Mutex::new(Vec::<String>::new()), AtomicBool::new(false));
    let before = thread::scope(|scope| {
        for name in ["Alice", "Bob", "Carol"] {
            let (mut client, acknowledged, done) = (server.join("member", name), &acknowledged, &done);
            scope.spawn(move || {
                for number in 0_u32.. {
                    if done.load(Ordering::SeqCst) {
                        return;
                    }
                    let word = format!("{name}-{number} ");
                    client.insert("reaffirm", &word);
                    client.until("the acknowledgement", |client| client.session.pending() == 0);
                    acknowledged.lock().expect("unpoisoned").push(word);
                }
            });
        }
        while acknowledged.lock().expect("unpoisoned").len() < 60 {
            thread::yield_now();
        }
        let before = acknowledged.lock().expect("unpoisoned").clone();
        let output = adref(server.directory.path(), &["backup", copy]);
        done.store(true, Ordering::SeqCst);
        assert!(output.status.success(), "{}", said(&output));
        before
    });
    let mode = |name: &str| fs::metadata(Path::new(copy).join(name)).expect("copied").permissions().mode() & 0o777;
    assert_eq!((mode("server.key"), mode("invitations.txt")), (0o600, 0o600));
    // A disk later: the data is gone, and another edit with it.
    let data = server.directory.path().to_path_buf();
    let output = adref(&data, &["restore", copy, "--replace"]);
    assert!(!output.status.success() && said(&output).contains("using"), "a server runs: {}", said(&output));
    server.stop();
    let output = adref(&data, &["restore", copy]);
    assert!(!output.status.success() && said(&output).contains("there already"), "{}", said(&output));
    let output = adref(&data, &["restore", copy, "--replace"]);
    assert!(output.status.success() && said(&output).contains("before-restore-"), "{}", said(&output));
    let output = adref(&data, &["verify"]);
    assert!(output.status.success() && said(&output).ends_with("everything holds\n"), "{}", said(&output));
    server.restart();
    let words = server.join("observer", "Olga").words();
    let lost: Vec<_> = before.iter().filter(|word| !words.contains(word.as_str())).collect();
    assert!(before.len() >= 60 && lost.is_empty(), "{lost:?} of {} are not in {words}", before.len());
}

#[test]
fn a_backup_of_what_is_damaged_is_none() {
    let mut server = TestServer::start();
    server.stop();
    let database = rusqlite::Connection::open(server.directory.path().join("adref.db")).expect("opens");
    assert_eq!(database.execute("UPDATE changes SET name = 'Mallory' WHERE seq = 1", []), Ok(1));
    drop(database);
    let place = tempfile::tempdir().expect("a directory");
    let copy = place.path().join("copy");
    let output = adref(server.directory.path(), &["backup", copy.to_str().expect("a name")]);
    assert!(!output.status.success() && said(&output).contains("change 1 of the draft"), "{}", said(&output));
    assert_eq!(fs::read_dir(place.path()).expect("readable").count(), 0, "nothing is left behind");
    fs::create_dir(&copy).expect("made");
    let output = adref(server.directory.path(), &["backup", copy.to_str().expect("a name")]);
    assert!(!output.status.success() && said(&output).contains("is there already"), "{}", said(&output));
}
