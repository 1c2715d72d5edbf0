//! What a delegation takes back of its own: questions of adjacent brackets, lines between branches, offers, footnotes; online and
//! offline, and when others were faster.

use adref_tests::{Network, draft, paragraph_id};
use client_core::{
    history::{What, bracket_life},
    model::{
        BracketId, ChoiceId, Decision, ParagraphId, Phase, PositionId, Preference, Role, Stance, Topic, Wish, joinable,
        numbering,
    },
    ops::{
        Act, AddNote, EraseLines, JoinChoice, OfferInstead, PartChoice, Refusal, Splice, SplitBranches, TakePosition,
        WithdrawBracket, WithdrawNote,
    },
    sync::session::Effect,
};
use client_core_export::{
    Mode,
    text::{TextOptions, write},
};
use uuid::Uuid;

/// A room for these texts with brackets of Alice where the texts have them: `[a][b]`.
fn room(texts: &[&str]) -> (Network, Vec<BracketId>) {
    let plain: Vec<String> = texts.iter().map(|text| text.replace(['[', ']'], "")).collect();
    let mut network = Network::new(&draft(&plain.iter().map(String::as_str).collect::<Vec<_>>()));
    for (name, role) in [("Alice", Role::Member), ("Bob", Role::Member), ("Chair", Role::Chair)] {
        network.join(name, role);
    }
    network.settle();
    let mut brackets = Vec::new();
    for (n, text) in (1..).zip(texts) {
        let signs: Vec<usize> = text.chars().enumerate().filter(|(_, c)| "[]".contains(*c)).map(|(at, _)| at).collect();
        for pair in signs.chunks(2) {
            brackets.push(network.bracket("Alice", n, pair[0], pair[1] - 1).expect("a member brackets"));
        }
    }
    network.settle();
    (network, brackets)
}

fn join(network: &mut Network, brackets: &[BracketId]) -> (PartChoice, Act) {
    let id = ChoiceId(Uuid::from_u128(network.fresh()));
    (PartChoice { choice: id }, Act::JoinChoice(JoinChoice { id, brackets: brackets.to_vec() }))
}

fn split(network: &mut Network, bracket: BracketId) -> Act {
    let draft = network.room.draft().expect("a draft");
    let act = SplitBranches::at_slashes(&draft, network.room.standings(), bracket);
    Act::SplitBranches(act.expect("a slash"))
}

fn erase(bracket: BracketId) -> Act {
    Act::EraseLines(EraseLines { bracket })
}

fn withdraw(note: ParagraphId, withdrawn: bool) -> Act {
    Act::WithdrawNote(WithdrawNote { note, withdrawn })
}

fn add_note(network: &mut Network, name: &str, at: usize) -> ParagraphId {
    let id = ParagraphId(Uuid::from_u128(network.fresh()));
    let act = Act::AddNote(AddNote { id, at: (paragraph_id(1), at), words: String::new() });
    network.act(name, &act).expect("a member adds a note");
    id
}

fn edit(paragraph: ParagraphId, insert: &str) -> Act {
    Act::Splice(Splice { paragraph, at: 0, delete: 0, insert: insert.into() })
}

/// Everybody has the same, and everything is on the disk.
#[track_caller]
fn agree(network: &mut Network) {
    network.settle();
    let draft = network.room.draft().expect("a draft");
    for name in ["Alice", "Bob", "Chair"] {
        assert_eq!(network.text(name), network.room_text(), "{name}");
        let theirs = network.client(name).session.draft().expect("joined");
        assert_eq!((&theirs.choices, &theirs.brackets), (&draft.choices, &draft.brackets), "{name}");
        assert_eq!(network.client(name).session.pending(), 0, "{name}");
    }
}

fn told(network: &mut Network, name: &str) -> Vec<String> {
    let reason =
        |effect: &Effect| if let Effect::Refused { reason, .. } = effect { Some(reason.clone()) } else { None };
    network.client(name).seen.iter().filter_map(reason).collect()
}

fn printed(network: &mut Network) -> String {
    let draft = network.room.draft().expect("a draft");
    let options = TextOptions { mode: Mode::AsItStands, labels: None };
    write(&draft, network.room.standings(), &options).expect("as it stands is always printed")
}

fn life(network: &Network, id: BracketId) -> Vec<What> {
    let changes: Vec<_> = network.disk.iter().flat_map(|batch| batch.changes.clone()).collect();
    let entries: Vec<_> = network.disk.iter().flat_map(|batch| batch.entries.clone()).collect();
    let life = bracket_life(&changes, &entries, id).expect("a bracket of this draft");
    life.events.into_iter().map(|event| event.what).collect()
}

#[test]
fn a_question_is_taken_apart_by_its_delegation_and_asked_again() {
    let (mut network, ids) = room(&["[one][two]"]);
    let (part, act) = join(&mut network, &ids);
    network.act("Bob", &act).expect("a member may");
    network.settle();
    let part = Act::PartChoice(part);
    assert_eq!(network.act("Alice", &part), Err(Refusal::NotYours));
    network.act("Bob", &part).expect("its own delegation");
    agree(&mut network);
    let draft = network.room.draft().expect("a draft");
    assert_eq!(draft.choice_of(ids[0]), None);
    assert_eq!(joinable(&draft, network.room.standings(), ids[0]), ids, "offered again");
    network.decide("Chair", Decision::KeepBracket(ids[0])).expect("each is its own question");
    network.settle();
    network.decide("Chair", Decision::ReopenBracket(ids[0])).expect("each is its own question");
    network.settle();
    let (_, again) = join(&mut network, &ids);
    network.act("Bob", &again).expect("a member may");
    agree(&mut network);
    assert!(network.room.draft().expect("a draft").choice_of(ids[1]).is_some());
    let words = vec!["one".to_owned(), "two".to_owned()];
    let told = life(&network, ids[0]);
    assert_eq!(told[1..3], [What::Joined { brackets: words.clone() }, What::Parted]);
    assert!(told.contains(&What::Joined { brackets: words }));
    network.restart();
    agree(&mut network);
    let withdraw = Act::WithdrawBracket(WithdrawBracket { bracket: ids[0] });
    assert_eq!(network.act("Alice", &withdraw), Err(Refusal::Joined));
}

#[test]
fn a_question_that_the_chair_answered_meanwhile_stays_and_the_person_is_told() {
    let (mut network, ids) = room(&["[one][two]"]);
    let (part, act) = join(&mut network, &ids);
    network.act("Bob", &act).expect("a member may");
    network.settle();
    network.cut("Bob");
    network.act("Bob", &Act::PartChoice(part.clone())).expect("as far as Bob knows");
    network.splice("Bob", 1, 0, 0, "Here: ").expect("and goes on writing");
    let answer = Decision::Package(vec![Decision::KeepBracket(ids[0]), Decision::DeleteBracket(ids[1])]);
    network.decide("Chair", answer).expect("the chair decides");
    network.settle_without("Bob");
    agree(&mut network);
    assert!(network.room.draft().expect("a draft").choice_of(ids[0]).is_some());
    assert_eq!(network.room_text(), "Here: [one][two]\n");
    assert_eq!(told(&mut network, "Bob"), ["settled"]);
    assert_eq!(network.act("Bob", &Act::PartChoice(part)), Err(Refusal::Settled));
}

#[test]
fn a_question_that_was_made_and_taken_apart_offline_survives_a_new_actor() {
    let (mut network, ids) = room(&["[one][two]"]);
    network.cut("Bob");
    let (part, act) = join(&mut network, &ids);
    network.act("Bob", &act).expect("offline as well");
    network.act("Bob", &Act::PartChoice(part)).expect("offline as well");
    network.forget_actors();
    agree(&mut network);
    assert_eq!(network.room.draft().expect("a draft").choice_of(ids[0]), None);
}

#[test]
fn lines_become_the_slashes_that_they_were() {
    let (mut network, ids) = room(&["The [host/facilitator／chair] speaks."]);
    network.decide("Chair", Decision::SetPhase(Phase::Negotiation)).expect("the chair switches the phase");
    network.settle();
    let act = split(&mut network, ids[0]);
    network.act("Bob", &act).expect("any member may");
    agree(&mut network);
    assert_eq!(network.room_text(), "The [host|facilitator|chair] speaks.\n");
    assert_eq!(network.act("Alice", &erase(ids[0])), Err(Refusal::NoLines), "Alice drew none");
    network.act("Bob", &erase(ids[0])).expect("one's own");
    agree(&mut network);
    assert_eq!(network.room_text(), "The [host/facilitator／chair] speaks.\n");
    assert_eq!(printed(&mut network), "1. The [host/facilitator／chair] speaks.\n");
    let draft = network.room.draft().expect("a draft");
    assert_eq!(draft.brackets[&ids[0]].wish, Wish::Retain);
    assert_eq!(network.act("Bob", &erase(ids[0])), Err(Refusal::NoLines), "there is none any more");
    let told = life(&network, ids[0]);
    assert_eq!(told.last(), Some(&What::Unsplit { words: "host/facilitator／chair".into() }));
    let again = split(&mut network, ids[0]);
    network.act("Bob", &again).expect("any member may");
    agree(&mut network);
    assert_eq!(network.room_text(), "The [host|facilitator|chair] speaks.\n");
    network.restart();
    network.act("Bob", &erase(ids[0])).expect("one's own, after a restart too");
    agree(&mut network);
    assert_eq!(network.room_text(), "The [host/facilitator／chair] speaks.\n");
}

#[test]
fn lines_that_others_prefer_a_branch_of_stay() {
    let (mut network, ids) = room(&["The [host/facilitator] speaks."]);
    let act = split(&mut network, ids[0]);
    network.act("Bob", &act).expect("any member may");
    network.settle();
    network.cut("Bob");
    network.act("Bob", &erase(ids[0])).expect("as far as Bob knows");
    let prefers = TakePosition {
        id: PositionId(Uuid::from_u128(network.fresh())),
        subject: Topic::Bracket(ids[0]),
        stance: Some(Stance::Retain),
        preference: Some(Preference::Branch { branch: Some(1), of: 2 }),
        reason: String::new(),
    };
    network.act("Alice", &Act::TakePosition(prefers)).expect("a member speaks");
    network.settle_without("Bob");
    agree(&mut network);
    assert_eq!(network.room_text(), "The [host|facilitator] speaks.\n");
    assert_eq!(told(&mut network, "Bob"), ["preferred"]);
    let refused = network.act("Bob", &erase(ids[0]));
    assert_eq!(refused, Err(Refusal::Preferred(vec!["Delegation of Alice".into()])));
}

#[test]
fn words_of_others_around_a_line_stay_when_it_goes() {
    let (mut network, ids) = room(&["The [host/facilitator] speaks."]);
    let act = split(&mut network, ids[0]);
    network.act("Bob", &act).expect("any member may");
    network.settle();
    network.cut("Bob");
    network.act("Bob", &erase(ids[0])).expect("offline as well");
    network.splice("Alice", 1, 5, 0, "good ").expect("before the line");
    network.splice("Alice", 1, 26, 0, "s").expect("behind the line");
    network.settle_without("Bob");
    for again in [false, true] {
        if again {
            network.forget_actors();
        }
        agree(&mut network);
        assert_eq!(network.room_text(), "The [good host/facilitators] speaks.\n");
    }
}

#[test]
fn lines_drawn_and_taken_back_offline_leave_the_slash() {
    let (mut network, ids) = room(&["The [host/facilitator] speaks."]);
    network.cut("Bob");
    let act = split(&mut network, ids[0]);
    network.act("Bob", &act).expect("offline as well");
    network.act("Bob", &erase(ids[0])).expect("offline as well");
    network.forget_actors();
    agree(&mut network);
    assert_eq!(network.room_text(), "The [host/facilitator] speaks.\n");
}

#[test]
fn two_of_one_delegation_take_a_line_back_once() {
    let (mut network, ids) = room(&["The [host/facilitator] speaks."]);
    network.join_for("Boris", Role::Member, "Delegation of Bob");
    network.settle();
    let act = split(&mut network, ids[0]);
    network.act("Bob", &act).expect("any member may");
    network.settle();
    network.act("Bob", &erase(ids[0])).expect("one's own");
    network.act("Boris", &erase(ids[0])).expect("one's own delegation's");
    network.splice("Boris", 1, 0, 0, "Here: ").expect("and goes on writing");
    agree(&mut network);
    assert_eq!(network.room_text(), "Here: The [host/facilitator] speaks.\n");
}

#[test]
fn an_offer_that_is_withdrawn_leaves_the_text_as_it_was() {
    let (mut network, ids) = room(&["the host[/facilitator] speaks"]);
    for phase in [Phase::Drafting, Phase::Negotiation] {
        let _same = network.decide("Chair", Decision::SetPhase(phase));
        network.settle();
        let outer = BracketId(Uuid::from_u128(network.fresh()));
        let offer = Act::OfferInstead(OfferInstead {
            id: outer,
            bracket: ids[0],
            from: if phase == Phase::Drafting { 4 } else { 5 },
        });
        network.act("Bob", &offer).expect("a member may");
        agree(&mut network);
        assert_eq!(network.act("Bob", &erase(outer)), Err(Refusal::NoLines), "it goes as a whole");
        network.cut("Bob");
        network.act("Bob", &Act::WithdrawBracket(WithdrawBracket { bracket: outer })).expect("one's own");
        if phase == Phase::Negotiation {
            network.forget_actors();
        }
        agree(&mut network);
        assert_eq!(printed(&mut network), "1. the host[/facilitator] speaks\n", "{phase:?}");
        assert_eq!(life(&network, outer).last(), Some(&What::Withdrawn), "{phase:?}");
    }
}

#[test]
fn a_footnote_is_taken_back_and_there_again_under_its_sign() {
    let (mut network, _) = room(&["We reaffirm."]);
    let first = add_note(&mut network, "Alice", 11);
    let second = add_note(&mut network, "Bob", 2);
    network.act("Bob", &edit(second, "See annex.")).expect("a member writes");
    agree(&mut network);
    assert_eq!(network.act("Bob", &withdraw(first, true)), Err(Refusal::NotYours));
    network.act("Alice", &withdraw(first, true)).expect("one's own");
    agree(&mut network);
    assert_eq!(printed(&mut network), "1. We+ reaffirm.\n\n_____\n\n+ See annex.\n");
    network.act("Alice", &withdraw(first, false)).expect("one's own");
    network.act("Alice", &edit(first, "Here.")).expect("a member writes");
    agree(&mut network);
    assert_eq!(printed(&mut network), "1. We+ reaffirm*.\n\n_____\n\n* Here.\n\n+ See annex.\n");
    let draft = network.room.draft().expect("a draft");
    assert_eq!(numbering::signs(&draft)[&first], "*");
    assert_eq!(network.act("Alice", &withdraw(first, true)), Err(Refusal::NotEmpty));
}

#[test]
fn words_that_others_write_in_a_footnote_bring_it_back() {
    let (mut network, _) = room(&["We reaffirm."]);
    let note = add_note(&mut network, "Alice", 11);
    network.settle();
    // Bob writes while he does not know that it goes.
    network.cut("Bob");
    network.act("Bob", &edit(note, "See annex.")).expect("offline as well");
    network.act("Alice", &withdraw(note, true)).expect("one's own");
    network.settle_without("Bob");
    assert_eq!(printed(&mut network), "1. We reaffirm.\n");
    agree(&mut network);
    assert_eq!(printed(&mut network), "1. We reaffirm*.\n\n_____\n\n* See annex.\n");
    // The other way round: Alice takes it back while she does not know of the words.
    let other = add_note(&mut network, "Alice", 0);
    network.settle();
    network.cut("Alice");
    network.act("Alice", &withdraw(other, true)).expect("as far as Alice knows");
    network.act("Bob", &edit(other, "Words.")).expect("a member writes");
    network.settle_without("Alice");
    agree(&mut network);
    assert_eq!(printed(&mut network), "1. +We reaffirm*.\n\n_____\n\n* See annex.\n\n_____\n\n+ Words.\n");
    assert_eq!(told(&mut network, "Alice"), ["not-empty"]);
}

#[test]
fn a_footnote_added_and_taken_back_offline_survives_a_new_actor() {
    let (mut network, _) = room(&["We reaffirm."]);
    network.cut("Alice");
    let note = add_note(&mut network, "Alice", 11);
    network.act("Alice", &withdraw(note, true)).expect("offline as well");
    network.forget_actors();
    agree(&mut network);
    assert_eq!(printed(&mut network), "1. We reaffirm.\n");
    assert!(told(&mut network, "Alice").is_empty());
    network.act("Alice", &withdraw(note, false)).expect("one's own");
    agree(&mut network);
    assert!(printed(&mut network).starts_with("1. We reaffirm*."));
}

#[test]
fn a_footnote_of_an_agreed_paragraph_stays() {
    let (mut network, _) = room(&["We reaffirm."]);
    let note = add_note(&mut network, "Alice", 11);
    network.settle();
    network.cut("Alice");
    network.act("Alice", &withdraw(note, true)).expect("as far as Alice knows");
    network.decide("Chair", Decision::AgreeAdRef(paragraph_id(1))).expect("the chair decides");
    network.settle_without("Alice");
    agree(&mut network);
    assert!(printed(&mut network).starts_with("1. We reaffirm*."));
    assert_eq!(told(&mut network, "Alice"), ["agreed"]);
}
