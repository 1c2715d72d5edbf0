//! Choices inside a bracket, and several decisions taken as one.

use adref_tests::{Network, draft, paragraph_id};
use client_core::{
    history::{What, bracket_life},
    model::{BracketId, BracketState, Decision, InlineExt, Role, Wish, occurrences, open_matters, read},
    ops::{Act, Refusal, SplitBranches},
    record::{self, DecisionRefusal},
};

/// `The [host/facilitator] and the [host/facilitator] open.` and `[one][two]`.
fn room() -> (Network, [BracketId; 4]) {
    let mut network = Network::new(&draft(&["The host/facilitator and the host/facilitator open.", "onetwo"]));
    network.join("Alice", Role::Member);
    network.join("Bob", Role::Member);
    network.join("Chair", Role::Chair);
    network.join("Olga", Role::Observer);
    network.settle();
    let second = network.bracket("Alice", 1, 29, 45).expect("a member may bracket");
    let first = network.bracket("Alice", 1, 4, 20).expect("a member may bracket");
    let two = network.bracket("Bob", 2, 3, 6).expect("a member may bracket");
    let one = network.bracket("Bob", 2, 0, 3).expect("a member may bracket");
    network.settle();
    (network, [first, second, one, two])
}

const FIRST: usize = 9;
const SECOND: usize = 36;

fn split(bracket: BracketId, at: &[usize]) -> Act {
    let at = at.iter().map(|at| (paragraph_id(1), *at)).collect();
    Act::SplitBranches(SplitBranches { bracket, at })
}

fn pick(bracket: BracketId, branch: Option<u32>) -> Decision {
    Decision::PickBranch { bracket, branch, of: 2 }
}

/// What the first paragraph reads like to everybody, who all agree.
fn reads(network: &mut Network) -> String {
    let mut all = Vec::new();
    for name in ["Alice", "Bob", "Chair", "Olga"] {
        let session = &mut network.client(name).session;
        let draft = session.draft().expect("a joined client");
        let standings = session.standings().expect("a joined client").clone();
        assert_eq!(&standings, network.room.standings(), "{name}");
        all.push(read(&draft, &standings).paragraphs[0].content.words());
    }
    assert!(all.windows(2).all(|pair| pair[0] == pair[1]), "{all:?}");
    all.remove(0)
}

#[test]
fn any_member_makes_a_bracket_a_choice_and_the_slash_becomes_the_line() {
    let (mut network, [first, ..]) = room();
    assert_eq!(network.act("Olga", &split(first, &[FIRST])), Err(Refusal::NotAllowed("observer")));
    network.act("Bob", &split(first, &[FIRST])).expect("any member may, whoever opened it");
    network.settle();
    assert_eq!(network.room_text(), "The [host|facilitator] and the [host/facilitator] open.\n[one][two]\n");
    assert_eq!(network.text("Olga"), network.room_text());
    let draft = network.room.draft().expect("a draft");
    assert_eq!(draft.brackets[&first].wish, Wish::Choose);
    let found = occurrences(&draft).into_iter().find(|found| found.bracket == first).expect("it stands");
    assert_eq!(found.branches, ["host", "facilitator"]);
}

#[test]
fn a_line_outside_the_bracket_is_no_branch() {
    let (mut network, [first, second, ..]) = room();
    for at in [0, 4, 22, SECOND] {
        assert_eq!(network.act("Bob", &split(first, &[at])), Err(Refusal::OutsideBracket), "{at}");
    }
    assert_eq!(network.act("Bob", &split(second, &[])), Err(Refusal::OutsideBracket));
    assert!(matches!(network.act("Bob", &split(second, &[99])), Err(Refusal::OutOfRange { .. })));
    assert_eq!(network.act("Bob", &split(BracketId(uuid::Uuid::nil()), &[5])), Err(Refusal::NoBracket));
}

#[test]
fn linked_choices_are_decided_as_one_entry_and_reopened_as_one() {
    let (mut network, [first, second, ..]) = room();
    network.act("Alice", &split(first, &[FIRST])).expect("a member may");
    network.act("Alice", &split(second, &[SECOND])).expect("a member may");
    network.settle();
    let both = |branch| Decision::Package(vec![pick(first, branch), pick(second, branch)]);
    network.decide("Chair", both(Some(1))).expect("the chair decides");
    network.settle();
    assert_eq!(network.room.entries().len(), 1, "one entry of the record");
    assert_eq!(reads(&mut network), "The facilitator and the facilitator open.");
    network.decide("Chair", both(None)).expect("a decision is overridden");
    network.settle();
    assert_eq!(reads(&mut network), "The  and the  open.");
    let reopened = Decision::Package(vec![Decision::ReopenBracket(first), Decision::ReopenBracket(second)]);
    network.decide("Chair", reopened).expect("the chair reopens");
    network.settle();
    assert_eq!(reads(&mut network), "The hostfacilitator and the hostfacilitator open.");
    network.restart();
    network.settle();
    assert_eq!(reads(&mut network), "The hostfacilitator and the hostfacilitator open.");
    assert_eq!(record::first_broken(network.room.entries()), None);
}

#[test]
fn nobody_types_into_a_branch_that_was_not_picked() {
    let (mut network, [first, ..]) = room();
    network.act("Alice", &split(first, &[FIRST])).expect("a member may");
    network.settle();
    network.decide("Chair", pick(first, Some(1))).expect("the chair decides");
    network.settle();
    for at in [5, 6, 9] {
        assert_eq!(network.splice("Bob", 1, at, 0, "x"), Err(Refusal::Decided), "{at}");
    }
    assert_eq!(network.act("Bob", &split(first, &[12])), Err(Refusal::Settled));
    network.splice("Bob", 1, 10, 0, "chief ").expect("the picked branch goes on");
    network.splice("Bob", 1, 4, 0, "new ").expect("before the bracket");
    network.settle();
    assert_eq!(reads(&mut network), "The new chief facilitator and the host/facilitator open.");
}

#[test]
fn what_is_inside_a_branch_that_was_not_picked_is_not_open() {
    let (mut network, [first, ..]) = room();
    network.act("Alice", &split(first, &[FIRST])).expect("a member may");
    let inner = network.bracket("Alice", 1, 12, 14).expect("a member may bracket");
    network.settle();
    let is_open = |network: &mut Network| {
        let draft = network.room.draft().expect("a draft");
        let open = open_matters(&draft, network.room.standings());
        open.iter().any(|matter| matches!(matter.kind, client_core::model::MatterKind::Bracket(id) if id == inner))
    };
    network.decide("Chair", pick(first, Some(1))).expect("the chair decides");
    network.settle();
    assert!(is_open(&mut network), "it stands in the branch that was picked");
    network.decide("Chair", pick(first, Some(0))).expect("the chair decides");
    network.settle();
    assert!(!is_open(&mut network), "it went with the branch");
}

#[test]
fn a_package_is_taken_whole_or_not_at_all() {
    let (mut network, [first, second, one, two]) = room();
    let keep = |ids: &[BracketId]| Decision::Package(ids.iter().copied().map(Decision::KeepBracket).collect());
    let nested = Decision::Package(vec![keep(&[one]), Decision::KeepBracket(two)]);
    let missing = Decision::Package(vec![Decision::KeepBracket(one), Decision::ReopenBracket(two)]);
    let twice = Decision::Package(vec![Decision::KeepBracket(one), Decision::DeleteBracket(one)]);
    let unknown =
        Decision::Package(vec![Decision::KeepBracket(one), Decision::KeepBracket(BracketId(uuid::Uuid::nil()))]);
    let many = Decision::Package((0..65).map(|n| Decision::KeepBracket(BracketId(uuid::Uuid::from_u128(n)))).collect());
    for (decision, refusal) in [
        (nested, DecisionRefusal::NotAPackage),
        (Decision::Package(Vec::new()), DecisionRefusal::NotAPackage),
        (missing, DecisionRefusal::AlreadyOpen),
        (twice, DecisionRefusal::Twice),
        (unknown, DecisionRefusal::Unknown),
        (many, DecisionRefusal::TooManyParts),
        (pick(first, Some(0)), DecisionRefusal::NotABranch),
    ] {
        assert_eq!(network.decide("Chair", decision.clone()), Err(refusal), "{decision:?}");
    }
    assert_eq!(network.decide("Bob", keep(&[one, two])), Err(DecisionRefusal::NotAllowed));
    network.act("Alice", &split(first, &[FIRST])).expect("a member may");
    network.settle();
    assert_eq!(network.decide("Chair", pick(first, Some(2))), Err(DecisionRefusal::NotABranch));
    let of_three = Decision::PickBranch { bracket: first, branch: Some(1), of: 3 };
    assert_eq!(network.decide("Chair", of_three), Err(DecisionRefusal::BranchesChanged));
    network.decide("Chair", keep(&[one, two, second])).expect("the chair decides");
    network.settle();
    let standings = network.room.standings();
    assert!([one, two, second].iter().all(|id| standings.brackets[id] == BracketState::Kept));
}

#[test]
fn a_line_drawn_meanwhile_makes_the_chair_look_again() {
    let (mut network, [first, ..]) = room();
    network.act("Alice", &split(first, &[FIRST])).expect("a member may");
    network.settle();
    // One more line reaches the server before the decision does.
    network.act("Bob", &split(first, &[7])).expect("a member may");
    while network.deliver_up("Bob") {}
    while network.write() {}
    network.decide("Chair", pick(first, Some(1))).expect("as far as the chair sees");
    network.settle();
    assert_eq!(network.room.entries().len(), 0);
    assert_eq!(network.room_text().lines().next(), Some("The [ho|st|facilitator] and the [host/facilitator] open."));
}

#[test]
fn a_line_that_comes_late_is_the_slash_again() {
    let (mut network, [first, second, ..]) = room();
    network.cut("Bob");
    network.act("Bob", &split(second, &[SECOND])).expect("offline as well");
    network.splice("Bob", 1, 0, 0, "Here ").expect("offline as well");
    network.decide("Chair", Decision::KeepBracket(second)).expect("the chair decides");
    network.settle_without("Bob");
    network.settle();
    assert_eq!(reads(&mut network), "Here The host/facilitator and the host/facilitator open.");
    assert_eq!(network.text("Bob"), network.room_text());
    assert_eq!(network.client("Bob").session.pending(), 0);
    let draft = network.room.draft().expect("a draft");
    assert_eq!(draft.brackets[&second].wish, Wish::Retain);
    assert_eq!(draft.brackets[&first].wish, Wish::Retain);
}

#[test]
fn a_line_and_a_decision_in_one_batch_lose_nothing() {
    let (mut network, [first, ..]) = room();
    network.act("Bob", &split(first, &[FIRST])).expect("a member may");
    network.decide("Chair", Decision::DeleteBracket(first)).expect("the chair decides");
    // Another batch is under way, so that both wait for the next one.
    network.splice("Alice", 1, 0, 0, "x").expect("a member may");
    network.flush("Alice");
    network.deliver_up("Alice");
    network.deliver_up("Chair");
    network.deliver_up("Bob");
    network.settle();
    assert_eq!(network.text("Bob"), network.room_text());
    assert_eq!(network.room_text().lines().next(), Some("xThe [host/facilitator] and the [host/facilitator] open."));
}

#[test]
fn two_people_draw_the_same_line() {
    let (mut network, [first, ..]) = room();
    network.act("Alice", &split(first, &[FIRST])).expect("a member may");
    network.act("Bob", &split(first, &[FIRST])).expect("a member may");
    network.settle();
    assert_eq!(network.room_text().lines().next(), Some("The [host||facilitator] and the [host/facilitator] open."));
    let three = Decision::PickBranch { bracket: first, branch: Some(2), of: 3 };
    network.decide("Chair", three).expect("the chair decides");
    network.settle();
    assert_eq!(reads(&mut network), "The facilitator and the host/facilitator open.");
}

#[test]
fn a_life_tells_the_choice_and_the_part_of_a_package() {
    let (mut network, [first, second, one, ..]) = room();
    network.act("Bob", &split(first, &[FIRST])).expect("a member may");
    network.settle();
    network
        .decide("Chair", Decision::Package(vec![Decision::KeepBracket(second), pick(first, Some(1))]))
        .expect("the chair decides");
    network.settle();
    network.decide("Chair", Decision::DeleteBracket(one)).expect("the chair decides");
    network.settle();
    let changes: Vec<_> = network.disk.iter().flat_map(|batch| batch.changes.clone()).collect();
    let life = |id| bracket_life(&changes, network.room.entries(), id).expect("a life").events;
    let events = life(first);
    let what: Vec<&What> = events.iter().map(|event| &event.what).collect();
    let [What::Opened { words, .. }, What::Split { branches }, What::Decided { decision, parts: 2, picked, .. }] =
        what.as_slice()
    else {
        panic!("{what:?}")
    };
    assert_eq!(words, "host/facilitator");
    assert_eq!(branches, &["host", "facilitator"]);
    assert_eq!((decision, picked.as_deref()), (&pick(first, Some(1)), Some("facilitator")));
    assert!(matches!(&life(second)[1].what, What::Decided { decision: Decision::KeepBracket(_), parts: 2, .. }));
    assert!(matches!(&life(one)[1].what, What::Decided { decision: Decision::DeleteBracket(_), parts: 1, .. }));
}
