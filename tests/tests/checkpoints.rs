//! What a server signed it cannot take back unnoticed (docs/protocol.md, RM30, S30, S31).

use adref_tests::{Network, draft};
use client_core::{
    checkpoint::{Checkpoint, ServerKey, Succession},
    model::{Decision, DraftId, Role},
    sync::session::{Effect, Session, State},
};
use uuid::Uuid;

fn key(number: u8) -> ServerKey {
    ServerKey::new(&[number; 32])
}

/// The room signs how far it has come and shows it from here on.
fn sign(network: &mut Network, key: &ServerKey, keys: &[Succession]) {
    let record = network.room.entries();
    let unsigned = Checkpoint {
        draft: DraftId(Uuid::from_u128(1)),
        at: 7,
        changes: u64::try_from(network.disk.iter().flat_map(|batch| &batch.changes).count()).expect("few"),
        changes_link: [1; 32],
        record: u64::try_from(record.len()).expect("few"),
        record_hash: record.last().map_or([0; 32], |entry| entry.hash),
        heads: network.room.stored_heads(),
        key: [0; 32],
        signature: [0; 64],
    };
    network.room.show_checkpoint(unsigned.signed(key), keys.to_vec());
}

/// A room in which Alice wrote and the chair decided, and Alice has seen it signed.
fn signed_room() -> Network {
    let mut network = Network::new(&draft(&["We reaffirm."]));
    for (name, role) in [("Alice", Role::Member), ("Chair", Role::Chair)] {
        network.join(name, role);
    }
    network.settle();
    let bracket = network.bracket("Alice", 1, 3, 11).expect("a member may bracket");
    network.settle();
    network.decide("Chair", Decision::KeepBracket(bracket)).expect("the chair decides");
    network.settle();
    sign(&mut network, &key(1), &[]);
    network.cut("Alice");
    network.connect("Alice");
    network.settle();
    assert!(network.client("Alice").session.pin().is_some());
    network
}

/// The problems that Alice was told.
fn told(network: &mut Network) -> Vec<String> {
    let seen = &network.client("Alice").seen;
    seen.iter()
        .filter_map(|effect| if let Effect::Failed(problem) = effect { Some(problem.code.clone()) } else { None })
        .collect()
}

fn come_back(network: &mut Network) {
    network.connect("Alice");
    network.settle();
}

#[test]
fn s30_a_server_that_goes_on_is_believed() {
    let mut network = signed_room();
    network.splice("Alice", 1, 0, 0, "Today ").expect("a member may edit");
    network.settle();
    network.restart();
    sign(&mut network, &key(1), &[]);
    come_back(&mut network);
    assert_eq!(told(&mut network), Vec::<String>::new());
    assert_eq!(network.client("Alice").session.state(), State::Live);
}

#[test]
fn s30_another_key_is_told_and_nothing_is_taken_from_it() {
    let mut network = signed_room();
    network.cut("Alice");
    network.splice("Alice", 1, 0, 0, "Offline ").expect("offline");
    network.restart();
    sign(&mut network, &key(2), &[]);
    come_back(&mut network);
    assert_eq!(told(&mut network), ["another-key"]);
    let alice = network.client("Alice");
    assert_ne!(alice.session.state(), State::Live);
    assert_eq!(alice.session.pending(), 1, "what was not saved stays here");
}

#[test]
fn s30_a_key_that_the_one_before_signed_in_is_believed() {
    let mut network = signed_room();
    network.restart();
    let succession = Succession::signed(&key(1), key(2).public(), 9);
    sign(&mut network, &key(2), std::slice::from_ref(&succession));
    come_back(&mut network);
    assert_eq!(told(&mut network), Vec::<String>::new());
    network.restart();
    sign(&mut network, &key(1), &[succession]);
    come_back(&mut network);
    assert_eq!(told(&mut network), ["another-key"], "not back to the old one");
}

#[test]
fn s31_a_record_that_lost_a_decision_is_told() {
    let mut network = signed_room();
    let decided = network.disk.iter().position(|batch| !batch.entries.is_empty()).expect("a decision");
    network.disk[decided].entries.clear();
    network.restart();
    sign(&mut network, &key(1), &[]);
    come_back(&mut network);
    assert_eq!(told(&mut network), ["forked"]);
}

#[test]
fn s31_a_text_that_lost_words_is_told_to_a_window_that_was_opened_anew() {
    let mut network = signed_room();
    let pin = network.client("Alice").session.pin().expect("a pin");
    network.splice("Chair", 1, 0, 0, "Later ").expect("a chair may edit");
    network.settle();
    let last = network.disk.iter().rposition(|batch| !batch.changes.is_empty()).expect("changes");
    for (keep, expected) in [(last, vec![]), (last - 1, vec!["forked"])] {
        let mut changes = 0;
        for (index, batch) in network.disk.iter_mut().enumerate() {
            if index > keep || (index == last && keep < last) {
                batch.changes.clear();
            }
            changes += batch.changes.len();
        }
        if keep < last {
            // The bracket, which Alice saw signed, goes too; as many changes are claimed as before.
            let bracket = network.disk.iter_mut().rfind(|batch| !batch.changes.is_empty()).expect("the bracket");
            bracket.changes.clear();
        }
        assert!(changes > 0);
        network.restart();
        let heads = network.room.stored_heads();
        let entries = network.room.entries();
        let claimed = Checkpoint {
            draft: DraftId(Uuid::from_u128(1)),
            at: 8,
            changes: 99,
            changes_link: [2; 32],
            record: 1,
            record_hash: entries.first().expect("the decision").hash,
            heads,
            key: [0; 32],
            signature: [0; 64],
        };
        network.room.show_checkpoint(claimed.signed(&key(1)), Vec::new());
        network.cut("Alice");
        let alice = network.client("Alice");
        alice.seen.clear();
        alice.session =
            Session::new("test", client_core::sync::protocol::Credential::Session { secret: "Alice".into() });
        assert!(alice.session.set_pin(&pin));
        come_back(&mut network);
        assert_eq!(told(&mut network), expected);
    }
}

#[test]
fn s31_a_server_that_signs_nothing_any_more_is_told() {
    let mut network = signed_room();
    network.restart();
    come_back(&mut network);
    assert_eq!(told(&mut network), ["forked"]);
}

#[test]
fn what_is_no_pin_is_none() {
    let mut network = signed_room();
    let pin = network.client("Alice").session.pin().expect("a pin");
    let mut session = Session::new("test", client_core::sync::protocol::Credential::Session { secret: "Alice".into() });
    assert!(!session.set_pin(b"no"));
    let mut forged = pin.clone();
    let last = forged.len() - 1;
    forged[last] ^= 1;
    assert!(!session.set_pin(&forged));
    assert!(session.set_pin(&pin));
}
