//! The protocol's rules, one story each (docs/protocol.md).

use std::collections::BTreeSet;

use adref_tests::{Network, draft, paragraph_id};
use client_core::{
    model::{BracketState, Decision, Role},
    ops::{Act, Refusal, WithdrawBracket},
    record::DecisionRefusal,
    sync::{
        protocol::{self, ClientMessage, ServerMessage},
        room,
        session::Effect,
    },
};

fn room_of_three() -> Network {
    let mut network = Network::new(&draft(&["我们重申承诺。", "We reaffirm."]));
    network.join("Alice", Role::Member);
    network.join("Bob", Role::Member);
    network.join("Chair", Role::Chair);
    network.join("Olga", Role::Observer);
    network.settle();
    network
}

fn all_equal(network: &mut Network, expected: &str) {
    assert_eq!(network.room_text(), expected, "the room");
    let names: Vec<&str> = network.clients.keys().copied().collect();
    for name in names {
        assert_eq!(network.text(name), expected, "{name}");
        assert_eq!(network.client(name).session.pending(), 0, "{name} has everything on disk");
    }
}

#[test]
fn everybody_sees_the_draft_on_joining() {
    let mut network = room_of_three();
    all_equal(&mut network, "我们重申承诺。\nWe reaffirm.\n");
}

#[test]
fn edits_at_the_same_second_merge() {
    let mut network = room_of_three();
    network.splice("Alice", 1, 2, 0, "再次").expect("a member may edit");
    network.splice("Bob", 1, 4, 2, "誓言").expect("a member may edit");
    network.splice("Bob", 2, 3, 0, "strongly ").expect("a member may edit");
    network.settle();
    all_equal(&mut network, "我们再次重申誓言。\nWe strongly reaffirm.\n");
}

#[test]
fn words_around_and_inside_a_bracket_stay_on_their_side() {
    let mut network = room_of_three();
    network.bracket("Alice", 2, 3, 11).expect("a member may bracket");
    network.settle();
    all_equal(&mut network, "我们重申承诺。\nWe [reaffirm].\n");
    // Offsets: `We ` 3, the edge 1, `reaffirm` 8, the edge 1.
    network.splice("Bob", 2, 3, 0, "do ").expect("before the edge");
    network.splice("Alice", 2, 4, 0, "gladly ").expect("behind the edge");
    network.settle();
    all_equal(&mut network, "我们重申承诺。\nWe do [gladly reaffirm].\n");
}

#[test]
fn deleting_all_words_leaves_an_empty_bracket() {
    let mut network = room_of_three();
    network.bracket("Alice", 2, 3, 11).expect("a member may bracket");
    network.splice("Alice", 2, 2, 11, "").expect("a member may delete");
    network.settle();
    all_equal(&mut network, "我们重申承诺。\nWe[].\n");
}

#[test]
fn crossing_brackets_stay_two() {
    let mut network = room_of_three();
    network.bracket("Alice", 1, 0, 4).expect("a member may bracket");
    network.bracket("Bob", 1, 2, 6).expect("a member may bracket");
    network.settle();
    all_equal(&mut network, "[我们[重申]承诺]。\nWe reaffirm.\n");
    assert_eq!(network.room.draft().expect("a draft").brackets.len(), 2);
}

#[test]
fn an_observer_is_refused_here_and_there() {
    let mut network = room_of_three();
    let refusal = network.splice("Olga", 1, 0, 0, "x");
    assert_eq!(refusal, Err(Refusal::NotAllowed("observer")));

    // A client that is not ours sends all the same.
    network.splice("Alice", 1, 0, 0, "x").expect("a member may edit");
    network.flush("Alice");
    network.client("Alice").person.role = Role::Observer;
    network.cut("Alice");
    network.settle();
    all_equal(&mut network, "我们重申承诺。\nWe reaffirm.\n");
    let refused = network.client("Alice").seen.iter().find_map(|effect| match effect {
        Effect::Refused { reason, lost, .. } => Some((reason.clone(), lost.clone())),
        _ => None,
    });
    let (reason, lost) = refused.expect("the refusal is told");
    assert_eq!(reason, "not-allowed");
    assert_eq!(
        lost.iter().map(|lost| (lost.paragraph, lost.words.as_str())).collect::<Vec<_>>(),
        [(paragraph_id(1), "x")]
    );
}

#[test]
fn offline_edits_arrive_after_the_return() {
    let mut network = room_of_three();
    network.cut("Alice");
    network.splice("Alice", 1, 0, 0, "此外，").expect("offline too");
    let bracket = network.bracket("Alice", 1, 3, 5).expect("offline too");
    network.splice("Bob", 1, 7, 0, "！").expect("a member may edit");
    network.settle();
    all_equal(&mut network, "此外，[我们]重申承诺。！\nWe reaffirm.\n");
    assert_eq!(network.room.draft().expect("a draft").brackets[&bracket].delegation, "Delegation of Alice");
}

#[test]
fn what_was_typed_before_a_refused_act_is_sent() {
    let mut network = room_of_three();
    let bracket = network.bracket("Alice", 2, 3, 11).expect("a member may bracket");
    network.settle();
    network.splice("Bob", 1, 0, 0, "b").expect("a member may edit");
    let theirs = Act::WithdrawBracket(WithdrawBracket { bracket });
    assert_eq!(network.act("Bob", &theirs), Err(Refusal::NotYours));
    assert!(network.decide("Bob", Decision::KeepBracket(bracket)).is_err());
    network.settle();
    all_equal(&mut network, "b我们重申承诺。\nWe [reaffirm].\n");
}

#[test]
fn a_great_many_edits_are_sent_in_parts() {
    let mut network = room_of_three();
    let much = "x".repeat(client_core::ops::MAX_INSERT);
    for _ in 0..3 {
        network.splice("Alice", 2, 0, 0, &much).expect("each insertion is within the limit");
    }
    network.settle();
    let expected = format!("我们重申承诺。\n{}We reaffirm.\n", much.repeat(3));
    all_equal(&mut network, &expected);
}

#[test]
fn a_refusal_is_told_after_the_acknowledgement() {
    let mut network = room_of_three();
    network.splice("Alice", 1, 0, 0, "a").expect("a member may edit");
    network.flush("Alice");
    let connection = network.connection("Alice");
    let frame = network.take_frame("Alice");
    let Ok(ClientMessage::Push { mut changes, .. }) = protocol::decode_client(&frame) else { panic!("a push") };
    changes.push(b"no change at all".to_vec().into());
    let frame = protocol::encode(&ClientMessage::Push { changes, signatures: Vec::new() });
    let effects = network.room.handle(room::Event::Frame { connection, frame }, 0);
    let [room::Effect::Store(batch)] = &effects[..] else {
        panic!("nothing is told before it is on disk: {effects:?}")
    };
    let told: Vec<ServerMessage> = network
        .room
        .handle(room::Event::Stored { batch: batch.id }, 0)
        .iter()
        .filter_map(|effect| match effect {
            room::Effect::Send { connections, frame } if *connections == [connection] => {
                protocol::decode_server(frame).ok()
            }
            _ => None,
        })
        .collect();
    assert!(matches!(told[..], [ServerMessage::Ack { .. }, ServerMessage::Refuse(_)]), "{told:?}");
}

/// What the room tells a connection of frames that come in one go, with each batch on disk as soon as it is made.
fn told(network: &mut Network, connection: u64, frames: Vec<ClientMessage>) -> Vec<ServerMessage> {
    let frame = |message| room::Event::Frame { connection, frame: protocol::encode(&message) };
    let mut effects = network.room.handle_all(frames.into_iter().map(frame).collect::<Vec<_>>(), 0);
    let mut told = Vec::new();
    while !effects.is_empty() {
        let mut later = Vec::new();
        for effect in effects {
            match effect {
                room::Effect::Send { connections, frame } if connections.contains(&connection) => {
                    told.push(protocol::decode_server(&frame).expect("a message"));
                }
                room::Effect::Store(batch) => {
                    later.extend(network.room.handle(room::Event::Stored { batch: batch.id }, 0));
                }
                _ => {}
            }
        }
        effects = later;
    }
    told.retain(|message| !matches!(message, ServerMessage::Presence { .. }));
    told
}

#[test]
fn nobody_is_answered_before_what_was_asked_before() {
    let mut network = room_of_three();
    let need = || ClientMessage::Need { heads: Vec::new() };
    let refused = || ClientMessage::Push { changes: vec![b"no change at all".to_vec().into()], signatures: Vec::new() };
    let connection = network.connection("Alice");
    let answers = told(&mut network, connection, vec![refused(), need(), refused(), refused(), need()]);
    use ServerMessage::{Ack, Changes, Error, Refuse};
    assert!(matches!(answers[..], [Refuse(_), Changes { .. }, Refuse(_), Refuse(_), Changes { .. }]), "{answers:?}");

    // What is here already is acknowledged again.
    network.splice("Alice", 1, 0, 0, "a").expect("a member may edit");
    network.flush("Alice");
    let push = protocol::decode_client(&network.take_frame("Alice")).expect("a push");
    let answers = told(&mut network, connection, vec![push.clone(), need()]);
    assert!(matches!(answers[..], [Ack { .. }, Changes { .. }]), "{answers:?}");
    let answers = told(&mut network, connection, vec![push, need()]);
    assert!(matches!(answers[..], [Ack { .. }, Changes { .. }]), "{answers:?}");

    // An end is told last, too.
    let again = ClientMessage::Hello(protocol::Hello {
        version: protocol::VERSION,
        draft: "test".into(),
        credential: protocol::Credential::Cookie,
        actor: None,
        heads: Vec::new(),
        record_seq: 0,
        last_comment: None,
    });
    let answers = told(&mut network, connection, vec![refused(), again, need()]);
    assert!(matches!(answers[..], [Refuse(_), Error(_)]), "{answers:?}");
}

#[test]
fn a_withdrawal_survives_being_done_again() {
    let mut network = room_of_three();
    let bracket = network.bracket("Alice", 2, 3, 11).expect("a member may bracket");
    network.settle();
    network.cut("Alice");
    network.act("Alice", &Act::WithdrawBracket(WithdrawBracket { bracket })).expect("one's own");
    let both = network.bracket("Alice", 1, 0, 2).expect("offline too");
    network.act("Alice", &Act::WithdrawBracket(WithdrawBracket { bracket: both })).expect("one's own");
    // The server has forgotten the actor: everything is done again as another.
    network.forget_actors();
    network.settle();
    let draft = network.room.draft().expect("a draft");
    assert!(draft.brackets[&bracket].withdrawn && draft.brackets[&both].withdrawn);
    all_equal(&mut network, "[我们]重申承诺。\nWe [reaffirm].\n");
}

#[test]
fn a_second_connection_of_one_replica_ends_the_first() {
    let mut network = room_of_three();
    network.splice("Alice", 1, 0, 0, "a").expect("a member may edit");
    network.flush("Alice");
    // The network is gone on Alice's side; the room has not noticed.
    network.lose_silently("Alice");
    network.settle();
    all_equal(&mut network, "a我们重申承诺。\nWe reaffirm.\n");
    assert_eq!(network.room.connections(), 4, "each of the four once");
}

#[test]
fn unsaved_words_outlive_the_window() {
    let mut network = room_of_three();
    network.cut("Alice");
    network.splice("Alice", 1, 0, 0, "此外，").expect("offline too");
    network.bracket("Alice", 1, 3, 5).expect("offline too");
    network.splice("Bob", 1, 7, 0, "！").expect("a member may edit");
    network.settle_without("Alice");
    network.reload("Alice");
    network.settle();
    all_equal(&mut network, "此外，[我们]重申承诺。！\nWe reaffirm.\n");
}

#[test]
fn unsaved_words_that_were_saved_after_all_are_not_doubled() {
    let mut network = room_of_three();
    network.splice("Alice", 1, 0, 0, "a").expect("a member may edit");
    network.flush("Alice");
    network.deliver_up("Alice");
    network.write();
    network.reload("Alice");
    network.settle();
    all_equal(&mut network, "a我们重申承诺。\nWe reaffirm.\n");
    network.splice("Alice", 1, 0, 0, "b").expect("and goes on");
    network.settle();
    all_equal(&mut network, "ba我们重申承诺。\nWe reaffirm.\n");
}

#[test]
fn a_second_window_of_one_person_takes_nothing_from_the_first() {
    let mut network = room_of_three();
    network.cut("Alice");
    network.splice("Alice", 1, 0, 0, "a").expect("offline too");
    let kept = network.kept("Alice");
    // The tab is duplicated. The copy goes on and saves; the first one types as well, and is loaded again.
    network.splice("Alice", 2, 0, 0, "first ").expect("offline too");
    let kept_by_first = network.kept("Alice");
    network.open_window("Alice", &kept);
    network.settle();
    network.splice("Alice", 2, 0, 0, "second ").expect("a member may edit");
    network.settle();
    all_equal(&mut network, "a我们重申承诺。\nsecond We reaffirm.\n");
    network.cut("Alice");
    network.open_window("Alice", &kept_by_first);
    network.settle();
    assert_eq!(network.room_text().matches("first ").count(), 1);
    assert_eq!(network.room_text().matches("second ").count(), 1);
    let expected = network.room_text();
    all_equal(&mut network, &expected);
}

#[test]
fn unsaved_words_outlive_a_server_that_forgot_the_actor() {
    let mut network = room_of_three();
    network.cut("Alice");
    network.splice("Alice", 1, 0, 0, "a").expect("offline too");
    network.forget_actors();
    network.reload("Alice");
    network.settle();
    all_equal(&mut network, "a我们重申承诺。\nWe reaffirm.\n");
}

#[test]
fn a_lost_acknowledgement_doubles_nothing() {
    let mut network = room_of_three();
    network.splice("Alice", 1, 0, 0, "a").expect("a member may edit");
    network.flush("Alice");
    assert!(network.deliver_up("Alice"));
    assert!(network.write(), "the change is on disk");
    network.cut("Alice");
    network.settle();
    all_equal(&mut network, "a我们重申承诺。\nWe reaffirm.\n");
}

#[test]
fn a_server_that_stops_before_the_disk_loses_nothing_of_a_client() {
    let mut network = room_of_three();
    network.splice("Alice", 1, 0, 0, "a").expect("a member may edit");
    network.splice("Bob", 1, 7, 0, "b").expect("a member may edit");
    network.flush("Alice");
    network.flush("Bob");
    network.deliver_up("Alice");
    network.deliver_up("Bob");
    network.restart();
    network.settle();
    all_equal(&mut network, "a我们重申承诺。b\nWe reaffirm.\n");
}

#[test]
fn the_chair_decides_and_everybody_learns() {
    let mut network = room_of_three();
    let bracket = network.bracket("Alice", 2, 3, 11).expect("a member may bracket");
    network.settle();
    assert_eq!(network.decide("Alice", Decision::KeepBracket(bracket)), Err(DecisionRefusal::NotAllowed));
    network.decide("Chair", Decision::DeleteBracket(bracket)).expect("the chair decides");
    network.settle();
    let names: Vec<&str> = network.clients.keys().copied().collect();
    for name in names {
        let session = &mut network.client(name).session;
        let draft = session.draft().expect("a joined client");
        let state = session.standings().expect("a joined client").of(&draft.brackets[&bracket]);
        assert_eq!(state, BracketState::Deleted, "{name}");
    }
    // The words are still there for whoever reads the history, but nobody writes among them.
    assert_eq!(network.splice("Bob", 2, 6, 0, "x"), Err(Refusal::Decided));
    network.decide("Chair", Decision::ReopenBracket(bracket)).expect("a decision can be reversed");
    network.settle();
    network.splice("Bob", 2, 6, 0, "x").expect("open again");
    network.settle();
    assert_eq!(network.room.entries().len(), 2);
    all_equal(&mut network, "我们重申承诺。\nWe [rexaffirm].\n");
}

#[test]
fn the_record_survives_a_restart() {
    let mut network = room_of_three();
    let bracket = network.bracket("Alice", 2, 3, 11).expect("a member may bracket");
    network.settle();
    network.decide("Chair", Decision::KeepBracket(bracket)).expect("the chair decides");
    network.settle();
    network.restart();
    network.settle();
    let draft = network.room.draft().expect("a draft");
    assert_eq!(network.room.standings().of(&draft.brackets[&bracket]), BracketState::Kept);
}

#[test]
fn a_decision_asked_for_offline_is_taken_once() {
    let mut network = room_of_three();
    let bracket = network.bracket("Alice", 2, 3, 11).expect("a member may bracket");
    network.settle();
    network.cut("Chair");
    network.decide("Chair", Decision::KeepBracket(bracket)).expect("the chair decides");
    network.connect("Chair");
    network.deliver_up("Chair");
    while network.write() {}
    while network.deliver_down("Chair") {}
    while network.deliver_up("Chair") {}
    network.cut("Chair");
    network.settle();
    network.cut("Chair");
    network.settle();
    assert_eq!(network.room.entries().len(), 1);
}

#[test]
fn a_hundred_moves_of_a_cursor_are_told_in_a_few_messages() {
    let mut network = room_of_three();
    let heard = |network: &mut Network| {
        let mut messages = 0;
        for frame in network.waiting("Bob") {
            messages += usize::from(matches!(protocol::decode_server(&frame), Ok(ServerMessage::Presence { .. })));
        }
        messages
    };
    for _ in 0..50 {
        for at in [1, 2] {
            let frame = ClientMessage::Presence {
                cursor: Some(protocol::Cursor { paragraph: paragraph_id(at).0, anchor: "s".into(), head: "e".into() }),
            };
            network.send_raw("Alice", protocol::encode(&frame));
            network.deliver_up("Alice");
        }
    }
    network.tell_presence();
    // A frame takes 10 ms here: a hundred are a second, which has ten tenths.
    let told = heard(&mut network);
    assert!((5..=12).contains(&told), "{told} messages for 100 moves");
    network.settle();
    let alice = network.client("Bob").session.others().into_iter().find(|other| other.person.name == "Alice");
    let place = alice.and_then(|alice| alice.selection).map(|selection| selection.paragraph);
    assert_eq!(place, Some(paragraph_id(2)), "the last move is told");
    assert_eq!(network.room.presence_due(), None, "and nothing is left to tell");
}

#[test]
fn whoever_comes_into_a_crowd_is_told_of_everybody() {
    let mut network = room_of_three();
    for number in 0..100 {
        let name: &'static str = format!("Delegate {number}").leak();
        network.join(name, Role::Observer);
    }
    network.settle();
    network.join("Dana", Role::Member);
    network.settle();
    let seen: BTreeSet<String> =
        network.client("Dana").session.others().into_iter().map(|other| other.person.name).collect();
    assert_eq!(seen.len(), 104, "four and a hundred, each once");
}

#[test]
fn a_malformed_frame_ends_one_conversation_only() {
    let mut network = room_of_three();
    let effects = network.room.handle(room::Event::Frame { connection: 999, frame: vec![1, 2, 3] }, 0);
    assert_eq!(effects, [], "an unknown connection is nobody's business");
    let frame = protocol::encode(&"hello");
    let alice = network.clients.get("Alice").expect("Alice").session.state();
    assert_eq!(alice, client_core::sync::session::State::Live);
    network.send_raw("Alice", frame);
    network.deliver_up("Alice");
    let failed =
        network.client("Alice").seen.iter().any(|effect| matches!(effect, Effect::Failed(p) if p.code == "malformed"));
    assert!(failed);
    network.splice("Bob", 1, 0, 0, "b").expect("others are undisturbed");
    network.settle();
    all_equal(&mut network, "b我们重申承诺。\nWe reaffirm.\n");
}

#[test]
fn what_is_typed_together_is_taken_together_but_for_what_breaks_the_text() {
    let mut network = room_of_three();
    network.join("Mallory", Role::Member);
    network.settle();
    // A batch is under way, and what comes now waits for it.
    network.splice("Bob", 1, 0, 0, "今天").expect("a member may edit");
    network.flush("Bob");
    network.deliver_up("Bob");
    network.splice("Alice", 2, 0, 0, "Today ").expect("a member may edit");
    network.splice("Mallory", 2, 0, 0, "x").expect("a member may edit");
    for name in ["Alice", "Mallory"] {
        network.flush(name);
    }
    // Behind a character that nobody wrote.
    let ClientMessage::Push { changes, .. } = protocol::decode_client(&network.take_frame("Mallory")).expect("a frame")
    else {
        panic!("a change is pushed");
    };
    let mut change = automerge::Change::from_bytes(changes[0].to_vec()).expect("a change").decode();
    let nobody = automerge::legacy::OpId::new(7_777, &change.actor_id);
    change.operations[0].key = automerge::legacy::Key::Seq(automerge::legacy::ElementId::Id(nobody));
    let forged = automerge::Change::from(change).raw_bytes().to_vec();
    network.send_raw(
        "Mallory",
        protocol::encode(&ClientMessage::Push { changes: vec![forged.into()], signatures: Vec::new() }),
    );
    network.deliver_up("Alice");
    network.deliver_up("Mallory");
    network.splice("Alice", 2, 6, 0, "all ").expect("a member may edit");
    network.flush("Alice");
    network.deliver_up("Alice");
    let written = network.disk.len();
    network.write();
    network.write();
    let batch = &network.disk[written + 1];
    let by: BTreeSet<&str> = batch.changes.iter().map(|change| change.name.as_str()).collect();
    assert_eq!((batch.changes.len(), by), (2, BTreeSet::from(["Alice"])), "one batch of two honest changes");
    network.settle_without("Mallory");
    assert_eq!(network.room_text(), "今天我们重申承诺。\nToday all We reaffirm.\n");
    assert_eq!(network.text("Alice"), network.room_text());
    network.restart();
    assert_eq!(network.room_text(), "今天我们重申承诺。\nToday all We reaffirm.\n", "and it can be loaded again");
}
