//! Proposals among people: offline, done again, handed back, decided while somebody writes on.

use adref_tests::{Network, draft, paragraph_id};
use client_core::{
    model::{
        AlternativeSetId, BracketId, Decision, Inline, InlineExt, ParagraphId, ProposalId, ProposalState, Role, Target,
        numbering, read,
    },
    ops::{Act, Place, Propose, ProposeParagraph, Proposed, Splice, WithdrawProposal},
    record::DecisionRefusal,
    sync::session::Effect,
};
use uuid::Uuid;

fn room() -> Network {
    let mut network = Network::new(&draft(&["First words. More words.", "Second.", "Third."]));
    for (name, role) in [("Alice", Role::Member), ("Bob", Role::Member), ("Chair", Role::Chair)] {
        network.join(name, role);
    }
    network.settle();
    network
}

/// Somebody adds a paragraph; its identity and that of its bracket.
fn add(network: &mut Network, name: &str, place: Place, words: &str) -> (ParagraphId, BracketId) {
    let (id, bracket) = (ParagraphId(Uuid::from_u128(network.fresh())), BracketId(Uuid::from_u128(network.fresh())));
    let (words, reason) = (words.to_owned(), String::new());
    network
        .act(name, &Act::ProposeParagraph(ProposeParagraph { id, bracket, place, words, reason }))
        .expect("it applies");
    (id, bracket)
}

fn propose(network: &mut Network, name: &str, what: Proposed) -> ProposalId {
    let id = ProposalId(Uuid::from_u128(network.fresh()));
    network.act(name, &Act::Propose(Propose { id, what, reason: "to be clear".into() })).expect("it applies");
    id
}

/// What people read, as the room has it.
fn reads(network: &mut Network) -> Vec<String> {
    let draft = network.room.draft().expect("a draft");
    let standings = network.room.standings().clone();
    let arranged = draft.arranged(&standings);
    let labels = numbering::labels(&arranged, "en");
    let lines = read(&arranged, &standings).paragraphs.into_iter().filter(|read| !read.emptied);
    lines.map(|read| format!("{} {}", labels[&read.paragraph.id], read.content.words())).collect()
}

#[test]
fn what_was_proposed_offline_is_done_again_as_another_actor() {
    let mut network = room();
    let set = AlternativeSetId(Uuid::from_u128(7_000));
    let taken_back =
        propose(&mut network, "Alice", Proposed::Move { paragraph: paragraph_id(3), to: Target::FirstIn(None) });
    network.settle();
    network.cut("Alice");
    let (added, _) = add(&mut network, "Alice", Place::After(paragraph_id(1)), "Added.");
    propose(&mut network, "Alice", Proposed::Merge { paragraph: paragraph_id(2), next: paragraph_id(3) });
    add(&mut network, "Alice", Place::Alternative { set, base: vec![paragraph_id(2)] }, "Other.");
    add(&mut network, "Alice", Place::Under(added), "Below.");
    let words = Splice { paragraph: added, at: 0, delete: 0, insert: "Before. ".into() };
    network.act("Alice", &Act::Splice(words)).expect("it applies");
    let split = propose(&mut network, "Alice", Proposed::Split { paragraph: paragraph_id(1), at: 13 });
    network.act("Alice", &Act::WithdrawProposal(WithdrawProposal { proposal: taken_back })).expect("one's own");
    // The server has forgotten the actor: everything is done again as another.
    network.forget_actors();
    network.settle();
    let draft = network.room.draft().expect("a draft");
    assert_eq!(draft.proposals.len(), 3);
    assert!(draft.proposals[&taken_back].withdrawn);
    let paragraph = draft.paragraph(added).expect("it is there");
    assert_eq!(paragraph.content.words(), "Before. Added.");
    assert!(matches!(paragraph.content[0], Inline::Anchor(_)), "all of it is in its bracket");
    network.decide("Chair", Decision::AcceptProposal(split)).expect("the chair decides");
    network.settle();
    assert_eq!(
        reads(&mut network),
        [
            "1. First words.",
            "1 -bis. More words.",
            "1 bis. Before. Added.",
            "a. Below.",
            "2. Second.",
            "Alt 2 Other.",
            "3. Third."
        ]
    );
    for name in ["Alice", "Bob", "Chair"] {
        assert_eq!(network.text(name), network.room_text(), "{name}");
        assert_eq!(network.client(name).session.pending(), 0, "{name}");
    }
}

#[test]
fn words_of_a_paragraph_that_cannot_be_proposed_are_handed_back() {
    let mut network = room();
    let (added, _) = add(&mut network, "Alice", Place::After(paragraph_id(1)), "Added.");
    // The secretariat made Alice an observer meanwhile.
    network.client("Alice").person.role = Role::Observer;
    network.cut("Alice");
    network.settle();
    let lost = network.client("Alice").seen.iter().find_map(|effect| match effect {
        Effect::Refused { lost, .. } => Some(lost.clone()),
        _ => None,
    });
    let lost = lost.expect("the refusal is told");
    assert_eq!(lost.iter().map(|lost| (lost.paragraph, lost.words.as_str())).collect::<Vec<_>>(), [(added, "Added.")]);
    assert_eq!(network.room.draft().expect("a draft").paragraphs.len(), 3);
}

#[test]
fn words_written_while_the_chair_accepts_are_where_they_were_written() {
    let mut network = room();
    let split = propose(&mut network, "Alice", Proposed::Split { paragraph: paragraph_id(1), at: 13 });
    let moved =
        propose(&mut network, "Bob", Proposed::Move { paragraph: paragraph_id(1), to: Target::After(paragraph_id(2)) });
    network.settle();
    network.cut("Bob");
    let length =
        network.client("Bob").session.draft().expect("joined").paragraph(paragraph_id(1)).expect("it").content.length();
    network.splice("Bob", 1, length, 0, " Late words.").expect("offline too");
    network.splice("Bob", 1, 0, 0, "Early. ").expect("offline too");
    network.decide("Chair", Decision::AcceptProposal(split)).expect("the chair decides");
    network.decide("Chair", Decision::AcceptProposal(moved)).expect("the chair decides");
    network.settle_without("Bob");
    network.settle();
    assert_eq!(
        reads(&mut network),
        ["2. Second.", "1. Early. First words.", "1 bis. More words. Late words.", "3. Third."]
    );
    network.decide("Chair", Decision::ReopenProposal(split)).expect("the chair decides");
    network.settle();
    assert_eq!(reads(&mut network)[1], "1. Early. First words. More words. Late words.");
}

#[test]
fn a_proposal_that_was_taken_back_meanwhile_is_not_accepted() {
    let mut network = room();
    let merge = propose(&mut network, "Alice", Proposed::Merge { paragraph: paragraph_id(1), next: paragraph_id(2) });
    network.settle();
    network.act("Alice", &Act::WithdrawProposal(WithdrawProposal { proposal: merge })).expect("one's own");
    network.deliver_up("Alice");
    // The chair has not heard of it; the room has.
    network.decide("Chair", Decision::AcceptProposal(merge)).expect("as far as the chair knows");
    network.settle();
    let refused =
        network.client("Chair").seen.iter().any(
            |effect| matches!(effect, Effect::Refused { reason, .. } if reason == DecisionRefusal::TakenBack.code()),
        );
    assert!(refused, "the chair is told");
    let draft = network.room.draft().expect("a draft");
    assert_eq!(network.room.standings().proposal(&draft.proposals[&merge]), ProposalState::Withdrawn);
}
