//! The phases of a draft and the standing of its paragraphs, with several people, one of them away.

use adref_tests::{Network, draft, paragraph_id};
use client_core::{
    model::{Decision, Phase, Role},
    ops::Refusal,
    record::DecisionRefusal,
    sync::session::{Effect, Lost},
};

fn room() -> Network {
    let mut network = Network::new(&draft(&["We act.", "We reaffirm."]));
    for (name, role) in
        [("Alice", Role::Member), ("Bob", Role::Member), ("Chair", Role::Chair), ("Second chair", Role::Chair)]
    {
        network.join(name, role);
    }
    network.settle();
    network
}

/// What was handed back to somebody.
fn lost(network: &mut Network, name: &str) -> Vec<Lost> {
    let seen = &network.client(name).seen;
    let words = seen.iter().filter_map(|effect| match effect {
        Effect::Refused { lost, .. } => Some(lost.clone()),
        _ => None,
    });
    words.flatten().collect()
}

fn decide(network: &mut Network, decision: Decision) {
    network.decide("Chair", decision).expect("the chair decides");
}

#[test]
fn words_typed_freely_while_the_negotiation_began_come_as_proposals() {
    let mut network = room();
    network.cut("Alice");
    network.splice("Alice", 1, 3, 0, "must ").expect("allowed");
    network.splice("Alice", 2, 3, 8, "recall").expect("allowed");
    decide(&mut network, Decision::SetPhase(Phase::Negotiation));
    network.settle_without("Alice");
    assert_eq!(network.splice("Bob", 1, 0, 0, "Today "), Err(Refusal::ByBracketOnly));
    network.settle();
    for name in ["Alice", "Bob", "Chair"] {
        assert_eq!(network.text(name), "We [must ]act.\nWe [reaffirm][recall].\n", "{name}");
    }
    assert_eq!(lost(&mut network, "Alice"), []);
}

#[test]
fn words_for_a_paragraph_that_was_agreed_meanwhile_are_handed_back_and_the_others_stay() {
    let mut network = room();
    network.cut("Alice");
    network.splice("Alice", 1, 3, 0, "must ").expect("allowed");
    network.splice("Alice", 2, 0, 0, "Today ").expect("allowed");
    decide(&mut network, Decision::AgreeAdRef(paragraph_id(1)));
    network.settle();
    for name in ["Alice", "Bob"] {
        assert_eq!(network.text(name), "We act.\nToday We reaffirm.\n", "{name}");
    }
    assert_eq!(lost(&mut network, "Alice"), [Lost { paragraph: paragraph_id(1), words: "must ".into() }]);
    assert_eq!(network.splice("Bob", 1, 0, 0, "x"), Err(Refusal::Agreed));
    decide(&mut network, Decision::ReopenParagraph(paragraph_id(1)));
    network.settle();
    network.splice("Bob", 1, 0, 0, "x").expect("open again");
}

#[test]
fn words_typed_into_a_bracket_that_was_deleted_meanwhile_are_handed_back() {
    let mut network = room();
    let bracket = network.bracket("Bob", 1, 3, 6).expect("allowed");
    network.settle();
    network.cut("Alice");
    network.splice("Alice", 1, 5, 0, "re").expect("allowed");
    decide(&mut network, Decision::DeleteBracket(bracket));
    network.settle();
    assert_eq!(lost(&mut network, "Alice"), [Lost { paragraph: paragraph_id(1), words: "re".into() }]);
    assert_eq!(network.room_text(), "We [act].\nWe reaffirm.\n");
}

#[test]
fn of_two_chairs_at_once_the_order_of_the_record_decides() {
    let mut network = room();
    network.decide("Chair", Decision::AgreeAdRef(paragraph_id(1))).expect("the chair decides");
    let bracket = network.bracket("Bob", 2, 0, 2).expect("allowed");
    network.settle();
    network.decide("Chair", Decision::KeepBracket(bracket)).expect("the chair decides");
    network.decide("Second chair", Decision::DeleteBracket(bracket)).expect("nothing is known yet");
    network.settle();
    let decisions: Vec<_> = network.room.entries().iter().map(|entry| entry.decision.clone()).collect();
    assert_eq!(decisions.len(), 3, "both are recorded, the later one holds");
    for name in ["Alice", "Chair", "Second chair"] {
        let standings = network.client(name).session.standings().cloned().expect("joined");
        assert_eq!(Some(&standings), Some(network.room.standings()), "{name}");
    }
    // What the first one decided can make the second one's request void.
    network.decide("Chair", Decision::SetPhase(Phase::Closed)).expect("the chair decides");
    network.decide("Second chair", Decision::ReopenBracket(bracket)).expect("nothing is known yet");
    network.settle();
    let refused = |effect: &Effect| matches!(effect, Effect::Refused { reason, .. } if reason == "closed");
    assert!(network.client("Second chair").seen.iter().any(refused), "told, with the reason");
    assert_eq!(network.decide("Chair", Decision::ReopenBracket(bracket)), Err(DecisionRefusal::Closed));
}
