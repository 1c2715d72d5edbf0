//! What goes wrong beside the server: the disk, the process, the cache.

use rusqlite::Connection;
use sha2::{Digest, Sha256};

use crate::support::{TestServer, farewell};

fn beside(server: &TestServer) -> Connection {
    Connection::open(server.directory.path().join("adref.db")).expect("the database opens")
}

#[test]
fn an_edit_that_cannot_be_stored_is_not_acknowledged_and_not_lost() {
    let server = TestServer::start();
    let (mut alice, mut bob) = (server.join("member", "Alice"), server.join("member", "Bob"));
    let database = beside(&server);
    database
        .execute_batch("CREATE TRIGGER full BEFORE INSERT ON changes BEGIN SELECT RAISE(ABORT, 'no'); END")
        .expect("the disk fails from here on");
    alice.insert("reaffirm", "Today ");
    assert_eq!(farewell(&mut alice.socket), ("store".into(), 1011));
    assert_eq!(farewell(&mut bob.socket), ("store".into(), 1011));
    assert_eq!(alice.session.pending(), 1);
    bob.reconnect(&server);
    bob.until("the welcome", |bob| bob.session.state() == client_core::sync::session::State::Live);
    assert!(!bob.words().contains("Today"), "what is not on disk is shown to nobody");
    database.execute_batch("DROP TRIGGER full").expect("the disk works again");
    alice.reconnect(&server);
    alice.until("the acknowledgement", |alice| alice.session.pending() == 0);
    bob.until("the edit", |bob| bob.words().contains("Today We reaffirm"));
}

#[test]
fn a_useless_snapshot_is_passed_over_for_the_log() {
    let mut server = TestServer::start();
    let mut alice = server.join("member", "Alice");
    alice.insert("reaffirm", "Today ");
    alice.until("the acknowledgement", |alice| alice.session.pending() == 0);
    for (bytes, sum) in [(&b"no"[..], [7; 32]), (b"no", Sha256::digest(b"no").into())] {
        server.stop();
        let changed = beside(&server).execute("UPDATE snapshots SET bytes = ?1, sha256 = ?2", (bytes, sum));
        assert_eq!(changed, Ok(1), "stopping left a snapshot");
        server.restart();
        assert!(server.join("observer", "Olga").words().contains("Today We reaffirm"));
        // The next stop saves a snapshot after an edit alone.
        let mut alice = server.join("member", "Alice");
        alice.insert("reaffirm", "Again ");
        alice.until("the acknowledgement", |alice| alice.session.pending() == 0);
    }
}
