//! Adjacent brackets as one question, and a bracket that begins with a slash as an alternative to the words before it.

use adref_tests::{Network, draft, paragraph_id};
use client_core::{
    history::{What, bracket_life},
    model::{BracketId, BracketState, ChoiceId, Decision, Phase, Role, joinable, occurrences, words_before},
    ops::{Act, JoinChoice, OfferInstead, Refusal, WithdrawBracket},
    record::DecisionRefusal,
};
use uuid::Uuid;

/// A room for these texts with brackets where the texts have them: `[a][b]`.
fn room(texts: &[&str]) -> (Network, Vec<BracketId>) {
    let plain: Vec<String> = texts.iter().map(|text| text.replace(['[', ']'], "")).collect();
    let mut network = Network::new(&draft(&plain.iter().map(String::as_str).collect::<Vec<_>>()));
    for (name, role) in
        [("Alice", Role::Member), ("Bob", Role::Member), ("Chair", Role::Chair), ("Olga", Role::Observer)]
    {
        network.join(name, role);
    }
    network.settle();
    let mut brackets = Vec::new();
    for (n, text) in (1..).zip(texts) {
        let signs: Vec<usize> = text.chars().enumerate().filter(|(_, c)| "[]".contains(*c)).map(|(at, _)| at).collect();
        for pair in signs.chunks(2) {
            // Those before have brought as many anchors as they have signs in the text.
            let (from, to) = (pair[0], pair[1] - 1);
            brackets.push(network.bracket("Alice", n, from, to).expect("a member brackets"));
        }
    }
    network.settle();
    assert_eq!(network.room_text().lines().collect::<Vec<_>>(), texts);
    (network, brackets)
}

fn join(network: &mut Network, brackets: &[BracketId]) -> Act {
    Act::JoinChoice(JoinChoice { id: ChoiceId(Uuid::from_u128(network.fresh())), brackets: brackets.to_vec() })
}

fn offered(network: &mut Network, id: BracketId) -> Vec<BracketId> {
    let draft = network.room.draft().expect("a draft");
    joinable(&draft, network.room.standings(), id)
}

fn package(parts: impl IntoIterator<Item = Decision>) -> Decision {
    Decision::Package(parts.into_iter().collect())
}

/// One of them stays, the others go.
fn answer(brackets: &[BracketId], stays: Option<usize>) -> Decision {
    package(
        brackets
            .iter()
            .enumerate()
            .map(|(at, id)| if Some(at) == stays { Decision::KeepBracket(*id) } else { Decision::DeleteBracket(*id) }),
    )
}

#[test]
fn what_stands_side_by_side_is_offered_and_what_does_not_is_not() {
    let (mut network, ids) = room(&["We [urge] [call upon][invite] all, [and] the [rest].", "[one]", "[two]"]);
    for id in &ids[..3] {
        assert_eq!(offered(&mut network, *id), &ids[..3]);
    }
    for id in &ids[3..] {
        assert_eq!(offered(&mut network, *id), []);
    }
    // One that was settled divides a row.
    network.decide("Chair", Decision::KeepBracket(ids[1])).expect("the chair decides");
    network.settle();
    assert_eq!(offered(&mut network, ids[0]), []);
    assert_eq!(offered(&mut network, ids[2]), []);
}

#[test]
fn a_member_makes_them_one_question_and_the_chair_answers_it() {
    let (mut network, ids) = room(&["We [urge][call upon][invite] all."]);
    let act = join(&mut network, &ids);
    assert_eq!(network.act("Olga", &act), Err(Refusal::NotAllowed("observer")));
    network.act("Bob", &act).expect("any member may, whoever opened them");
    network.settle();
    for id in &ids {
        assert_eq!(offered(&mut network, *id), []);
    }
    let draft = network.room.draft().expect("a draft");
    let choice = draft.choice_of(ids[1]).expect("a choice").clone();
    assert_eq!((choice.brackets.as_slice(), choice.joined_by.as_str()), (ids.as_slice(), "Bob"));
    let changes: Vec<_> = network.disk.iter().flat_map(|batch| batch.changes.clone()).collect();
    let life = bracket_life(&changes, network.room.entries(), ids[2]).expect("a life").events;
    assert_eq!(life.len(), 2);
    assert_eq!(life[1].by, "Bob");
    assert_eq!(life[1].what, What::Joined { brackets: ["urge", "call upon", "invite"].map(Into::into).into() });
    for decision in [
        Decision::KeepBracket(ids[0]),
        Decision::DeleteBracket(ids[0]),
        answer(&ids[..2], Some(0)),
        package(ids.iter().copied().map(Decision::KeepBracket)),
    ] {
        assert_eq!(network.decide("Chair", decision.clone()), Err(DecisionRefusal::Joined), "{decision:?}");
    }
    for stays in [Some(1), None] {
        network.decide("Chair", answer(&ids, stays)).expect("one stays, or none");
        network.settle();
        let kept = ids.iter().map(|id| network.room.standings().brackets[id] == BracketState::Kept);
        assert_eq!(kept.collect::<Vec<_>>(), (0..3).map(|at| Some(at) == stays).collect::<Vec<_>>());
    }
    assert_eq!(network.decide("Chair", Decision::ReopenBracket(ids[0])), Err(DecisionRefusal::Joined));
    let mixed =
        package([Decision::ReopenBracket(ids[0]), Decision::DeleteBracket(ids[1]), Decision::DeleteBracket(ids[2])]);
    assert_eq!(network.decide("Chair", mixed), Err(DecisionRefusal::Joined));
    network.restart();
    network.settle();
    network
        .decide("Chair", package(ids.iter().copied().map(Decision::ReopenBracket)))
        .expect("the question is open again as a whole");
    network.settle();
    assert!(network.room.standings().brackets.is_empty());
}

#[test]
fn what_is_no_question_is_not_joined() {
    let (mut network, ids) = room(&["We [urge][call upon] all [and] the rest.", "[one][two][three]"]);
    for (brackets, refusal) in [
        (vec![ids[0]], Refusal::NotAdjacent),
        (vec![ids[0], ids[0]], Refusal::NotAdjacent),
        (vec![ids[1], ids[0]], Refusal::NotAdjacent),
        (vec![ids[1], ids[2]], Refusal::NotAdjacent),
        (vec![ids[3], ids[5]], Refusal::NotAdjacent),
        (vec![ids[0], BracketId(Uuid::nil())], Refusal::NoBracket),
    ] {
        let act = join(&mut network, &brackets);
        assert_eq!(network.act("Alice", &act), Err(refusal), "{brackets:?}");
    }
    let act = join(&mut network, &ids[3..5]);
    network.act("Alice", &act).expect("two of three");
    network.settle();
    let again = join(&mut network, &ids[4..6]);
    assert_eq!(network.act("Bob", &again), Err(Refusal::Joined));
    let withdraw = Act::WithdrawBracket(WithdrawBracket { bracket: ids[3] });
    assert_eq!(network.act("Alice", &withdraw), Err(Refusal::Joined), "it is not one delegation's any more");
    network.decide("Chair", Decision::KeepBracket(ids[0])).expect("the chair decides");
    network.settle();
    let settled = join(&mut network, &ids[0..2]);
    assert_eq!(network.act("Bob", &settled), Err(Refusal::Settled));
}

#[test]
fn of_two_who_join_the_same_bracket_the_first_at_the_server_prevails() {
    let (mut network, ids) = room(&["[one][two][three]"]);
    let (first, second) = (join(&mut network, &ids[..2]), join(&mut network, &ids[1..]));
    network.act("Alice", &first).expect("a member may");
    network.act("Bob", &second).expect("as far as Bob sees");
    network.splice("Bob", 1, 0, 0, "Here: ").expect("and goes on writing");
    network.settle();
    let draft = network.room.draft().expect("a draft");
    assert_eq!(draft.choices.len(), 1);
    assert_eq!(draft.choice_of(ids[1]).map(|choice| choice.joined_by.as_str()), Some("Alice"));
    assert_eq!(draft.choice_of(ids[2]), None);
    assert_eq!(network.room_text(), "Here: [one][two][three]\n");
    for name in ["Alice", "Bob", "Olga"] {
        assert_eq!(network.text(name), network.room_text(), "{name}");
        assert_eq!(network.client(name).session.draft().expect("joined").choices, draft.choices, "{name}");
    }
    assert_eq!(network.client("Bob").session.pending(), 0);
}

#[test]
fn words_typed_between_before_the_server_hears_of_it_keep_them_apart() {
    let (mut network, ids) = room(&["[one][two]"]);
    network.cut("Bob");
    let act = join(&mut network, &ids);
    network.act("Bob", &act).expect("offline as well");
    network.splice("Bob", 1, 1, 0, "exactly ").expect("offline as well");
    network.splice("Alice", 1, 5, 0, " and ").expect("between them");
    network.settle_without("Bob");
    network.settle();
    assert_eq!(network.room_text(), "[exactly one] and [two]\n");
    assert!(network.room.draft().expect("a draft").choices.is_empty());
    assert_eq!(network.text("Bob"), network.room_text());
    assert_eq!(network.client("Bob").session.pending(), 0);
    network.decide("Chair", Decision::KeepBracket(ids[0])).expect("each is its own question");
}

#[test]
fn brackets_that_were_opened_and_joined_offline_survive_being_done_again() {
    let (mut network, _) = room(&["The host/facilitator and [more].", "onetwo"]);
    network.cut("Bob");
    let two = network.bracket("Bob", 2, 3, 6).expect("offline as well");
    let one = network.bracket("Bob", 2, 0, 3).expect("offline as well");
    let act = join(&mut network, &[one, two]);
    network.act("Bob", &act).expect("offline as well");
    network.forget_actors();
    network.settle();
    let draft = network.room.draft().expect("a draft");
    assert_eq!(draft.choice_of(two).map(|choice| choice.brackets.clone()), Some(vec![one, two]));
    assert_eq!(network.text("Bob"), network.room_text());
}

fn instead(network: &mut Network, bracket: BracketId, from: usize) -> (BracketId, Act) {
    let id = BracketId(Uuid::from_u128(network.fresh()));
    (id, Act::OfferInstead(OfferInstead { id, bracket, from }))
}

#[test]
fn a_bracket_that_begins_with_a_slash_becomes_a_branch_beside_the_words_before_it() {
    let (mut network, ids) = room(&["第三章 因特网治理[/与因特网相关的公共政策]"]);
    let draft = network.room.draft().expect("a draft");
    let words = words_before(&draft, network.room.standings(), ids[0]);
    let words = words.expect("words before it");
    assert_eq!((words.paragraph, words.from), (paragraph_id(1), 4), "back to the space");
    assert_eq!(words.words, "因特网治理");
    let (outer, act) = instead(&mut network, ids[0], 4);
    network.act("Bob", &act).expect("any member may");
    network.settle();
    assert_eq!(network.room_text(), "第三章 [因特网治理|[与因特网相关的公共政策]]\n");
    let draft = network.room.draft().expect("a draft");
    let found = occurrences(&draft).into_iter().find(|found| found.bracket == outer).expect("it stands");
    assert_eq!(found.branches, ["因特网治理", "与因特网相关的公共政策"]);
    assert_eq!(draft.brackets[&outer].delegation, "Delegation of Bob");
    assert_eq!(words_before(&draft, network.room.standings(), ids[0]), None, "offered no more");
    let pick = Decision::PickBranch { bracket: outer, branch: Some(0), of: 2 };
    network.decide("Chair", pick).expect("the chair decides");
    network.settle();
    assert_eq!(network.text("Olga"), network.room_text());
}

#[test]
fn the_words_before_are_what_the_person_says() {
    let (mut network, ids) = room(&["Invites the host country [/facilitator] to [speak]."]);
    let draft = network.room.draft().expect("a draft");
    let words = words_before(&draft, network.room.standings(), ids[0]);
    let words = words.expect("words before it");
    assert_eq!((words.from, words.words.as_str()), (17, "country "), "the last word, and the space behind it");
    for (from, refusal) in [(25, Refusal::NotBefore), (24, Refusal::NotBefore), (99, Refusal::NotBefore)] {
        let (_, act) = instead(&mut network, ids[0], from);
        assert_eq!(network.act("Bob", &act), Err(refusal), "{from}");
    }
    let (_, none) = instead(&mut network, ids[1], 0);
    assert_eq!(network.act("Bob", &none), Err(Refusal::NotBefore), "it begins with no slash");
    let (_, act) = instead(&mut network, ids[0], 12);
    network.act("Bob", &act).expect("a member may");
    network.settle();
    assert_eq!(network.room_text(), "Invites the [host country |[facilitator]] to [speak].\n");
}

#[test]
fn an_alternative_to_words_that_a_bracket_crosses_is_refused() {
    let (mut network, ids) = room(&["We [strongly urge][/call upon] all."]);
    let draft = network.room.draft().expect("a draft");
    assert_eq!(words_before(&draft, network.room.standings(), ids[1]), None);
    let (_, across) = instead(&mut network, ids[1], 8);
    assert_eq!(network.act("Bob", &across), Err(Refusal::NotBefore));
    let (_, whole) = instead(&mut network, ids[1], 3);
    network.act("Bob", &whole).expect("the whole bracket before it");
    network.settle();
    assert_eq!(network.room_text(), "We [[strongly urge]|[call upon]] all.\n");
}

#[test]
fn both_are_done_in_a_negotiation_as_well() {
    let (mut network, ids) = room(&["We [urge][call upon] all.", "the host[/facilitator]"]);
    network.decide("Chair", Decision::SetPhase(Phase::Negotiation)).expect("the chair switches the phase");
    network.settle();
    let act = join(&mut network, &ids[..2]);
    network.act("Bob", &act).expect("it changes no word");
    let (_, act) = instead(&mut network, ids[2], 4);
    network.act("Bob", &act).expect("the line takes the place of the slash");
    network.settle();
    assert_eq!(network.room_text(), "We [urge][call upon] all.\nthe [host|[facilitator]]\n");
    assert_eq!(network.room.draft().expect("a draft").choices.len(), 1);
    assert_eq!(network.text("Bob"), network.room_text());
    network.decide("Chair", Decision::SetPhase(Phase::Closed)).expect("the chair closes");
    network.settle();
    let closed = join(&mut network, &ids[..2]);
    assert_eq!(network.act("Bob", &closed), Err(Refusal::Closed));
}

#[test]
fn a_withdrawal_that_comes_after_others_made_it_one_question_is_dropped() {
    let (mut network, ids) = room(&["[one][two]"]);
    network.cut("Alice");
    network.act("Alice", &Act::WithdrawBracket(WithdrawBracket { bracket: ids[0] })).expect("as far as Alice knows");
    network.splice("Alice", 1, 0, 0, "Here: ").expect("and goes on writing");
    let act = join(&mut network, &ids);
    network.act("Bob", &act).expect("a member may");
    network.settle_without("Alice");
    network.settle();
    let draft = network.room.draft().expect("a draft");
    assert_eq!((draft.choices.len(), draft.brackets[&ids[0]].withdrawn), (1, false));
    assert_eq!(network.room_text(), "Here: [one][two]\n");
    assert_eq!(network.text("Alice"), network.room_text());
    assert_eq!(network.client("Alice").session.pending(), 0);
}
