//! The lives of paragraphs and of proposals, as an observer reads them.

use adref_tests::{Network, draft, paragraph_id};
use client_core::{
    history::{About, HistoryError, LifeEvent, What, paragraph_life, proposal_life},
    model::{
        AlternativeSetId, BracketId, Decision, ParagraphId, Preference, ProposalId, Role, Stance, Target, Wish,
        second_part,
    },
    ops::{Act, OpenBracket, Place, Propose, ProposeParagraph, Proposed, TakePosition, WithdrawProposal},
};
use expect_test::{Expect, expect};
use uuid::Uuid;

fn room() -> Network {
    let mut network = Network::new(&draft(&["First words. More words.", "Second.", "Third."]));
    network.join_for("Alice", Role::Member, "Arkadia");
    network.join_for("Bob", Role::Member, "Boria");
    network.join("Chair", Role::Chair);
    network.settle();
    network
}

fn propose(network: &mut Network, name: &str, what: Proposed) -> ProposalId {
    let id = ProposalId(Uuid::from_u128(network.fresh()));
    network.act(name, &Act::Propose(Propose { id, what, reason: "to be clear".into() })).expect("it applies");
    network.settle();
    id
}

fn decide(network: &mut Network, decision: Decision) {
    network.decide("Chair", decision).expect("the chair decides");
    network.settle();
}

fn life(network: &Network, id: ParagraphId) -> Result<Vec<LifeEvent>, HistoryError> {
    let (changes, entries) = log(network);
    paragraph_life(&changes, &entries, id)
}

fn log(network: &Network) -> (Vec<client_core::history::StoredChange>, Vec<client_core::model::Entry>) {
    let changes = network.disk.iter().flat_map(|batch| batch.changes.clone()).collect();
    (changes, network.disk.iter().flat_map(|batch| batch.entries.clone()).collect())
}

#[track_caller]
fn check(events: Result<Vec<LifeEvent>, HistoryError>, expected: Expect) {
    let about = |about: About| match about {
        About::Itself => "",
        About::Addition(_) => "addition ",
        About::Deletion(_) => "deletion ",
        About::Proposal(_) => "proposal ",
        About::Alternatives(_) => "alternatives ",
    };
    let tell = |what: &What| match what {
        What::Parted => "parted".into(),
        What::Unsplit { words } => format!("one text again: {words}"),
        What::Imported { words } => format!("came with the source: {words}"),
        What::Opened { words, reason, wish } => format!("opened ({wish:?}, {reason}): {words}"),
        What::Changed { before, after } => format!("changed: {before} -> {after}"),
        What::Proposed { reason } => format!("proposed ({reason})"),
        What::Withdrawn => "taken back".into(),
        What::Decided { decision, reason, meeting, parts, .. } => {
            let name = format!("{decision:?}");
            format!("{} ({reason}, {meeting}, {parts})", name.split('(').next().unwrap_or_default())
        }
        What::Position { stance, reason, .. } => format!("{} ({reason})", stance.map_or("takes it back", Stance::name)),
        What::Split { .. } | What::Joined { .. } => "a choice".into(),
    };
    let events = events.expect("it can be told");
    let line = |event: &LifeEvent| {
        let who = if event.by.is_empty() { "source" } else { &event.by };
        format!("{who} ({}): {}{}\n", event.delegation, about(event.about), tell(&event.what))
    };
    expected.assert_eq(&events.iter().map(line).collect::<String>());
}

#[test]
fn a_paragraph_is_agreed_suspended_and_reopened() {
    let mut network = room();
    let id = paragraph_id(2);
    network.splice("Alice", 2, 0, 0, "The ").expect("a member may edit");
    network.settle();
    for decision in
        [Decision::Suspend(id), Decision::ReopenParagraph(id), Decision::AgreeAdRef(id), Decision::Agree(id)]
    {
        decide(&mut network, decision);
    }
    check(
        life(&network, id),
        expect![[r#"
        source (): came with the source: Second.
        Alice (Arkadia): changed: Second. -> The Second.
        Chair (Delegation of Chair): Suspend (because, 1st meeting, 1)
        Chair (Delegation of Chair): ReopenParagraph (because, 1st meeting, 1)
        Chair (Delegation of Chair): AgreeAdRef (because, 1st meeting, 1)
        Chair (Delegation of Chair): Agree (because, 1st meeting, 1)
    "#]],
    );
    // Nothing of it is told of another paragraph.
    check(
        life(&network, paragraph_id(3)),
        expect![[r#"
        source (): came with the source: Third.
    "#]],
    );
}

#[test]
fn a_move_is_proposed_rejected_reopened_and_accepted() {
    let mut network = room();
    let what = Proposed::Move { paragraph: paragraph_id(3), to: Target::After(paragraph_id(1)) };
    let id = propose(&mut network, "Alice", what);
    for decision in [Decision::RejectProposal(id), Decision::ReopenProposal(id), Decision::AcceptProposal(id)] {
        decide(&mut network, decision);
    }
    let (changes, entries) = log(&network);
    check(
        proposal_life(&changes, &entries, id),
        expect![[r#"
        Alice (Arkadia): proposed (to be clear)
        Chair (Delegation of Chair): RejectProposal (because, 1st meeting, 1)
        Chair (Delegation of Chair): ReopenProposal (because, 1st meeting, 1)
        Chair (Delegation of Chair): AcceptProposal (because, 1st meeting, 1)
    "#]],
    );
    check(
        life(&network, paragraph_id(3)),
        expect![[r#"
        source (): came with the source: Third.
        Alice (Arkadia): proposal proposed (to be clear)
        Chair (Delegation of Chair): proposal RejectProposal (because, 1st meeting, 1)
        Chair (Delegation of Chair): proposal ReopenProposal (because, 1st meeting, 1)
        Chair (Delegation of Chair): proposal AcceptProposal (because, 1st meeting, 1)
    "#]],
    );
    // The paragraph behind which it goes tells of it as well, the other one does not.
    assert_eq!(life(&network, paragraph_id(1)).expect("a life").len(), 5);
    assert_eq!(life(&network, paragraph_id(2)).expect("a life").len(), 1);
}

#[test]
fn a_proposal_that_is_taken_back_says_so() {
    let mut network = room();
    let id = propose(&mut network, "Alice", Proposed::Merge { paragraph: paragraph_id(1), next: paragraph_id(2) });
    network.act("Alice", &Act::WithdrawProposal(WithdrawProposal { proposal: id })).expect("one's own");
    network.settle();
    let (changes, entries) = log(&network);
    check(
        proposal_life(&changes, &entries, id),
        expect![[r#"
        Alice (Arkadia): proposed (to be clear)
        Alice (Arkadia): taken back
    "#]],
    );
    check(
        life(&network, paragraph_id(2)),
        expect![[r#"
        source (): came with the source: Second.
        Alice (Arkadia): proposal proposed (to be clear)
        Alice (Arkadia): proposal taken back
    "#]],
    );
    let nobodys = ProposalId(Uuid::from_u128(1));
    assert!(matches!(proposal_life(&changes, &entries, nobodys), Err(HistoryError::Unknown)));
}

#[test]
fn both_parts_of_a_split_have_a_life() {
    let mut network = room();
    let split = propose(&mut network, "Bob", Proposed::Split { paragraph: paragraph_id(1), at: 13 });
    let second = second_part(split);
    assert!(matches!(life(&network, second), Err(HistoryError::Unknown)), "there is no second part yet");
    decide(&mut network, Decision::AcceptProposal(split));
    // Words of the first part, then of the second.
    network.splice("Alice", 1, 0, 0, "Our ").expect("a member may edit");
    network.settle();
    let end = "Our First words. More words.".chars().count() + 1;
    network.splice("Alice", 1, end - 1, 0, " indeed").expect("a member may edit");
    network.settle();
    decide(&mut network, Decision::AgreeAdRef(paragraph_id(1)));
    check(
        life(&network, paragraph_id(1)),
        expect![[r#"
        source (): came with the source: First words. More words.
        Bob (Boria): proposal proposed (to be clear)
        Chair (Delegation of Chair): proposal AcceptProposal (because, 1st meeting, 1)
        Alice (Arkadia): changed: First words. More words. -> Our First words. More words indeed.
        Chair (Delegation of Chair): AgreeAdRef (because, 1st meeting, 1)
    "#]],
    );
    check(
        life(&network, second),
        expect![[r#"
        Bob (Boria): proposal proposed (to be clear)
        Chair (Delegation of Chair): proposal AcceptProposal (because, 1st meeting, 1)
        Alice (Arkadia): changed: More words. -> More words indeed.
        Chair (Delegation of Chair): AgreeAdRef (because, 1st meeting, 1)
    "#]],
    );
}

#[test]
fn an_added_paragraph_and_a_proposed_deletion_are_told_with_their_brackets() {
    let mut network = room();
    let (id, bracket) = (ParagraphId(Uuid::from_u128(900)), BracketId(Uuid::from_u128(901)));
    let (words, reason) = ("Added.".to_owned(), "it is missing".to_owned());
    let add = ProposeParagraph { id, bracket, place: Place::After(paragraph_id(1)), words, reason };
    network.act("Alice", &Act::ProposeParagraph(add)).expect("it applies");
    network.settle();
    let position = TakePosition {
        id: client_core::model::PositionId(Uuid::from_u128(902)),
        subject: client_core::model::Topic::Bracket(bracket),
        stance: Some(Stance::Retain),
        preference: None,
        reason: "we agree".into(),
    };
    network.act("Bob", &Act::TakePosition(position)).expect("a member may");
    network.settle();
    decide(&mut network, Decision::KeepBracket(bracket));
    check(
        life(&network, id),
        expect![[r#"
        Alice (Arkadia): addition opened (Retain, it is missing): Added.
        Bob (Boria): addition retain (we agree)
        Chair (Delegation of Chair): addition KeepBracket (because, 1st meeting, 1)
    "#]],
    );

    let deletion = BracketId(Uuid::from_u128(903));
    let open = OpenBracket {
        id: deletion,
        from: (paragraph_id(2), 0),
        to: (paragraph_id(2), "Second.".len()),
        wish: Wish::Delete,
        reason: "it says nothing".into(),
    };
    network.act("Bob", &Act::OpenBracket(open)).expect("a member may bracket");
    network.settle();
    decide(&mut network, Decision::DeleteBracket(deletion));
    check(
        life(&network, paragraph_id(2)),
        expect![[r#"
        source (): came with the source: Second.
        Bob (Boria): deletion opened (Delete, it says nothing): Second.
        Chair (Delegation of Chair): deletion DeleteBracket (because, 1st meeting, 1)
    "#]],
    );
}

#[test]
fn a_version_tells_who_prefers_it_and_what_was_chosen() {
    let mut network = room();
    let set = AlternativeSetId(Uuid::from_u128(910));
    let (id, bracket) = (ParagraphId(Uuid::from_u128(911)), BracketId(Uuid::from_u128(912)));
    let place = Place::Alternative { set, base: vec![paragraph_id(2)] };
    let add = ProposeParagraph { id, bracket, place, words: "Other.".into(), reason: String::new() };
    network.act("Alice", &Act::ProposeParagraph(add)).expect("it applies");
    network.settle();
    let position = TakePosition {
        id: client_core::model::PositionId(Uuid::from_u128(913)),
        subject: client_core::model::Topic::Alternatives(set),
        stance: Some(Stance::Retain),
        preference: Some(Preference::Version(Some(id))),
        reason: "shorter".into(),
    };
    network.act("Bob", &Act::TakePosition(position)).expect("a member may");
    network.settle();
    decide(&mut network, Decision::KeepBracket(bracket));
    decide(&mut network, Decision::ChooseAlternative(set, Some(id)));
    check(
        life(&network, id),
        expect![[r#"
        Alice (Arkadia): addition opened (Retain, ): Other.
        Bob (Boria): alternatives retain (shorter)
        Chair (Delegation of Chair): addition KeepBracket (because, 1st meeting, 1)
        Chair (Delegation of Chair): alternatives ChooseAlternative (because, 1st meeting, 1)
    "#]],
    );
    check(
        life(&network, paragraph_id(2)),
        expect![[r#"
        source (): came with the source: Second.
        Chair (Delegation of Chair): alternatives ChooseAlternative (because, 1st meeting, 1)
    "#]],
    );
}
