//! The phases of a draft and the standing of its paragraphs, with several people, one of them away.

use adref_tests::{Network, draft, paragraph_id};
use client_core::{
    model::{Comment, CommentEntry, CommentKind, CommentPlace, Decision, ParagraphId, Phase, Role},
    ops::Refusal,
    record::DecisionRefusal,
    sync::session::Effect,
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

/// The late words that somebody may read as proposals beside the text: where, and what.
fn proposed(network: &mut Network, name: &str) -> Vec<(ParagraphId, String)> {
    let log = network.client(name).session.comments_here();
    let proposals = log.entries().iter().filter_map(|entry| match entry {
        CommentEntry::Said(comment) if comment.kind == CommentKind::Proposal => Some(comment),
        _ => None,
    });
    let place = |comment: &Comment| match comment.place {
        CommentPlace::Paragraph(paragraph) => Some((paragraph, comment.text.clone())),
        _ => None,
    };
    proposals.filter_map(place).collect()
}

/// Whether nothing was handed back to somebody.
fn kept_everything(network: &mut Network, name: &str) -> bool {
    let handed_back = |effect: &Effect| matches!(effect, Effect::Refused { lost, .. } if !lost.is_empty());
    !network.client(name).seen.iter().any(handed_back)
}

/// Alice's words for the first paragraph wait beside it, for the chair and for her delegation alone.
fn late(network: &mut Network, words: &str) {
    for name in ["Alice", "Chair"] {
        assert_eq!(proposed(network, name), [(paragraph_id(1), words.to_owned())], "{name}");
    }
    assert_eq!(proposed(network, "Bob"), []);
    assert!(kept_everything(network, "Alice"));
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
    assert_eq!(proposed(&mut network, "Alice"), []);
    assert!(kept_everything(&mut network, "Alice"));
}

#[test]
fn words_for_a_paragraph_that_was_agreed_meanwhile_are_a_proposal_beside_it_and_the_others_stay() {
    let mut network = room();
    network.cut("Alice");
    network.splice("Alice", 1, 3, 0, "must ").expect("allowed");
    network.splice("Alice", 2, 0, 0, "Today ").expect("allowed");
    decide(&mut network, Decision::AgreeAdRef(paragraph_id(1)));
    network.settle();
    for name in ["Alice", "Bob"] {
        assert_eq!(network.text(name), "We act.\nToday We reaffirm.\n", "{name}");
    }
    late(&mut network, "must");
    assert_eq!(network.splice("Bob", 1, 0, 0, "x"), Err(Refusal::Agreed));
    decide(&mut network, Decision::ReopenParagraph(paragraph_id(1)));
    network.settle();
    network.splice("Bob", 1, 0, 0, "x").expect("open again");
}

#[test]
fn words_typed_into_a_bracket_that_was_deleted_meanwhile_are_a_proposal_beside_it() {
    let mut network = room();
    let bracket = network.bracket("Bob", 1, 3, 6).expect("allowed");
    network.settle();
    network.cut("Alice");
    network.splice("Alice", 1, 5, 0, "re").expect("allowed");
    decide(&mut network, Decision::DeleteBracket(bracket));
    network.settle();
    late(&mut network, "re");
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
