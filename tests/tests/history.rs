//! The life of a bracket, as an observer reads it.

use adref_tests::{Network, draft};
use client_core::{
    history::{Life, What, bracket_life},
    model::{BracketId, Decision, Role},
    ops::{Act, WithdrawBracket},
};
use expect_test::{Expect, expect};

fn room() -> Network {
    let mut network = Network::new(&draft(&["We reaffirm our commitment."]));
    network.join("Alice", Role::Member);
    network.join("Bob", Role::Member);
    network.join("Chair", Role::Chair);
    network.settle();
    network
}

fn life(network: &Network, id: BracketId) -> Life {
    let changes: Vec<_> = network.disk.iter().flat_map(|batch| batch.changes.clone()).collect();
    let entries: Vec<_> = network.disk.iter().flat_map(|batch| batch.entries.clone()).collect();
    bracket_life(&changes, &entries, id).expect("a bracket of this draft")
}

#[track_caller]
fn check(network: &Network, id: BracketId, expected: Expect) {
    let tell = |what: &What| match what {
        What::Imported { words } => format!("came with the source: {words}"),
        What::Opened { words, reason, wish } => format!("opened ({wish:?}, {reason}): {words}"),
        What::Changed { before, after } => format!("changed: {before} -> {after}"),
        What::Withdrawn => "withdrawn".into(),
        What::Joined { brackets } => format!("joined {}", brackets.join(" + ")),
        What::Proposed { reason } => format!("proposed ({reason})"),
        What::Parted => "parted".into(),
        What::Unsplit { words } => format!("one text again: {words}"),
        What::Split { branches } => format!("made a choice: {}", branches.join(" or ")),
        What::Decided { decision: Decision::KeepBracket(_), .. } => "kept".into(),
        What::Decided { decision: Decision::DeleteBracket(_), .. } => "deleted".into(),
        What::Decided { decision: Decision::ReopenBracket(_), .. } => "reopened".into(),
        What::Decided { decision, .. } => format!("{decision:?}"),
        What::Position { stance: Some(stance), preferred, reason } => {
            let preferred = preferred.as_ref().map(|words| format!(" “{words}”")).unwrap_or_default();
            format!("{}{preferred} ({reason})", stance.name())
        }
        What::Position { stance: None, .. } => "takes it back".into(),
    };
    let lines: Vec<String> =
        life(network, id).events.iter().map(|event| format!("{}: {}\n", event.by, tell(&event.what))).collect();
    expected.assert_eq(&lines.concat());
}

#[test]
fn opened_changed_decided_reopened() {
    let mut network = room();
    let id = network.bracket("Alice", 1, 3, 11).expect("a member may bracket");
    network.settle();
    network.splice("Bob", 1, 4, 0, "firmly ").expect("a member may edit");
    network.settle();
    network.splice("Alice", 1, 0, 0, "Today ").expect("a member may edit");
    network.settle();
    network.decide("Chair", Decision::DeleteBracket(id)).expect("the chair decides");
    network.settle();
    network.decide("Chair", Decision::ReopenBracket(id)).expect("the chair decides");
    network.settle();
    check(
        &network,
        id,
        expect![[r#"
            Alice: opened (Retain, a reason): reaffirm
            Bob: changed: reaffirm -> firmly reaffirm
            Chair: deleted
            Chair: reopened
        "#]],
    );
}

#[test]
fn keystrokes_of_one_sitting_are_one_change() {
    let mut network = room();
    let id = network.bracket("Alice", 1, 3, 11).expect("a member may bracket");
    network.settle();
    for (at, key) in (4..).zip(["n", "o", "t", " "]) {
        network.splice("Bob", 1, at, 0, key).expect("a member may edit");
        network.settle();
    }
    check(
        &network,
        id,
        expect![[r#"
            Alice: opened (Retain, a reason): reaffirm
            Bob: changed: reaffirm -> not reaffirm
        "#]],
    );
}

#[test]
fn withdrawn_by_its_delegation_alone() {
    let mut network = room();
    let id = network.bracket("Alice", 1, 3, 11).expect("a member may bracket");
    network.settle();
    let withdraw = Act::WithdrawBracket(WithdrawBracket { bracket: id });
    assert!(network.act("Bob", &withdraw).is_err());
    network.act("Alice", &withdraw).expect("one's own");
    network.settle();
    check(
        &network,
        id,
        expect![[r#"
            Alice: opened (Retain, a reason): reaffirm
            Alice: withdrawn
        "#]],
    );
}

#[test]
fn a_life_survives_the_words() {
    let mut network = room();
    let id = network.bracket("Alice", 1, 3, 11).expect("a member may bracket");
    network.splice("Bob", 1, 0, 27, "").expect("a member may delete");
    network.settle();
    network.decide("Chair", Decision::KeepBracket(id)).expect("an empty bracket can be decided");
    network.settle();
    check(
        &network,
        id,
        expect![[r#"
            Alice: opened (Retain, a reason): reaffirm
            Bob: changed: reaffirm -> 
            Chair: kept
        "#]],
    );
}
