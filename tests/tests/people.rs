//! Who somebody is can change while they are connected: what they may do follows at once.

use adref_tests::{Network, draft};
use client_core::{
    model::{Audience, Permission, Role},
    sync::session::Effect,
};

fn room() -> Network {
    let mut network = Network::new(&draft(&["We reaffirm our commitment."]));
    network.join_for("Alice", Role::Member, "Freedonia");
    network.join_for("Anna", Role::Member, "Freedonia");
    network.join_for("Bob", Role::Member, "Sylvania");
    network.join_for("Olga", Role::Observer, "Freedonia");
    network.settle();
    network
}

#[test]
fn rm70_who_is_made_an_observer_is_told_and_changes_nothing_any_more() {
    let mut network = room();
    network.splice("Alice", 1, 0, 0, "Before ").expect("a member writes");
    network.flush("Alice");
    while network.deliver_up("Alice") {}
    // Typed while she was a member, heard when she is none.
    network.splice("Alice", 1, 0, 0, "After ").expect("she does not know yet");
    network.flush("Alice");
    network.become_person("Alice", Role::Observer, "Freedonia");
    network.settle();
    assert_eq!(network.room_text(), "Before We reaffirm our commitment.\n");
    assert_eq!(network.text("Alice"), network.room_text());
    let alice = network.client("Alice");
    assert!(alice.seen.contains(&Effect::You));
    assert!(!alice.session.may(Permission::Edit) && alice.session.may(Permission::Read));
    let lost = alice.seen.iter().find_map(|effect| match effect {
        Effect::Refused { reason, lost, .. } if reason == "not-allowed" => lost.first().map(|lost| lost.words.clone()),
        _ => None,
    });
    assert_eq!(lost.as_deref(), Some("After "), "the words are handed back");
    assert!(network.splice("Alice", 1, 0, 0, "Later ").is_err());
    let others = network.client("Bob").session.others();
    assert!(others.iter().any(|other| other.person.name == "Alice" && other.person.role == Role::Observer));
}

#[test]
fn rm70_who_is_made_a_member_writes_in_the_same_conversation() {
    let mut network = room();
    assert!(network.splice("Olga", 1, 0, 0, "Now ").is_err());
    network.become_person("Olga", Role::Member, "Freedonia");
    network.settle();
    network.splice("Olga", 1, 0, 0, "Now ").expect("a member writes");
    network.flush("Olga");
    network.settle();
    assert_eq!(network.room_text(), "Now We reaffirm our commitment.\n");
    assert_eq!(network.text("Bob"), network.room_text());
    // What was made is on the disk with its actor.
    network.restart();
    network.connect("Olga");
    network.settle();
    assert_eq!(network.text("Olga"), "Now We reaffirm our commitment.\n");
}

#[test]
fn rm71_whoever_changes_delegation_reads_what_the_new_one_reads_and_no_more() {
    let mut network = room();
    for (who, audience, text) in [
        ("Alice", Audience::Delegation, "among Freedonians"),
        ("Bob", Audience::Delegation, "among Sylvanians"),
        ("Bob", Audience::Everybody, "to all"),
    ] {
        let comment = network.about(1, 0..2, audience, text);
        network.comment(who, comment).expect("a member comments");
        network.settle();
    }
    let reads = |network: &mut Network, name: &str| -> Vec<String> {
        let threads = network.client(name).session.threads("en");
        threads.iter().flat_map(|thread| &thread.comments).map(|comment| comment.text.clone()).collect()
    };
    assert_eq!(reads(&mut network, "Anna"), ["among Freedonians", "to all"]);
    network.become_person("Anna", Role::Member, "Sylvania");
    network.settle();
    assert_eq!(reads(&mut network, "Anna"), ["among Sylvanians", "to all"]);
    // And after a lost connection the same.
    network.cut("Anna");
    network.connect("Anna");
    network.settle();
    assert_eq!(reads(&mut network, "Anna"), ["among Sylvanians", "to all"]);
}

#[test]
fn nobody_is_told_what_has_not_changed() {
    let mut network = room();
    network.become_person("Alice", Role::Member, "Freedonia");
    assert!(network.waiting("Alice").is_empty());
}
