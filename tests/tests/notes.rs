//! Footnotes that people add.

use adref_tests::{Network, draft, paragraph_id};
use client_core::{
    model::{Decision, InlineExt, ParagraphId, ParagraphKind, Phase, Role, numbering},
    ops::{Act, AddNote, Refusal, SplitBranches},
    sync::session::Effect,
};
use client_core_export::{
    Mode,
    text::{TextOptions, write},
};
use uuid::Uuid;

fn room() -> Network {
    let mut network = Network::new(&draft(&["We reaffirm our commitment.", "The host/facilitator."]));
    for (name, role) in
        [("Alice", Role::Member), ("Bob", Role::Member), ("Chair", Role::Chair), ("Olga", Role::Observer)]
    {
        network.join(name, role);
    }
    network.settle();
    network
}

fn note(network: &mut Network, n: u32, at: usize, words: &str) -> (ParagraphId, Act) {
    let id = ParagraphId(Uuid::from_u128(network.fresh()));
    (id, Act::AddNote(AddNote { id, at: (paragraph_id(n), at), words: words.into() }))
}

/// The notes as somebody sees them: sign and words.
fn notes(network: &mut Network, name: &str) -> Vec<String> {
    let draft = network.client(name).session.draft().expect("a joined client");
    let signs = numbering::signs(&draft);
    let notes = draft.paragraphs.iter().filter(|paragraph| paragraph.kind == ParagraphKind::Note);
    notes.map(|note| format!("{} {}", signs[&note.id], note.content.words())).collect()
}

fn printed(network: &mut Network) -> String {
    let draft = network.room.draft().expect("a draft");
    let options = TextOptions { mode: Mode::AsItStands, labels: None };
    write(&draft, network.room.standings(), &options).expect("as it stands is always printed")
}

#[test]
fn a_note_is_called_listed_edited_and_printed() {
    let mut network = room();
    let (id, act) = note(&mut network, 1, 11, "Resolution 1.");
    network.act("Alice", &act).expect("a member adds a note");
    network.settle();
    let edit = client_core::ops::Splice { paragraph: id, at: 10, delete: 0, insert: " of 2004:".into() };
    network.act("Bob", &Act::Splice(edit)).expect("any member edits its words");
    network.settle();
    assert_eq!(notes(&mut network, "Olga"), ["* Resolution of 2004: 1."]);
    let text = printed(&mut network);
    assert_eq!(
        text,
        "1. We reaffirm* our commitment.\n\n2. The host/facilitator.\n\n_____\n\n* Resolution of 2004: 1.\n"
    );
    network.restart();
    network.settle();
    assert_eq!(printed(&mut network), text);
}

#[test]
fn two_notes_at_the_same_time_have_two_signs() {
    let mut network = room();
    let (_, alices) = note(&mut network, 1, 2, "first");
    let (_, bobs) = note(&mut network, 2, 3, "second");
    network.act("Alice", &alices).expect("a member adds a note");
    network.act("Bob", &bobs).expect("a member adds a note");
    network.settle();
    let seen = notes(&mut network, "Olga");
    assert_eq!(seen.iter().map(|note| &note[..1]).collect::<Vec<_>>(), ["*", "+"]);
    for name in ["Alice", "Bob", "Chair"] {
        assert_eq!(notes(&mut network, name), seen, "{name}");
    }
    let (_, third) = note(&mut network, 1, 0, "third");
    network.act("Alice", &third).expect("a member adds a note");
    network.settle();
    assert_eq!(notes(&mut network, "Bob")[2], "** third");
}

#[test]
fn what_no_note_can_be_is_refused() {
    let mut network = room();
    let (id, act) = note(&mut network, 1, 11, "");
    assert_eq!(network.act("Olga", &act), Err(Refusal::NotAllowed("observer")));
    network.act("Alice", &act).expect("a member adds a note");
    assert!(matches!(network.act("Alice", &act), Err(Refusal::Document(_))), "its identity is not fresh");
    let (_, nested) = note(&mut network, 1, 0, "");
    let Act::AddNote(nested) = nested else { panic!("a note") };
    assert_eq!(network.act("Alice", &Act::AddNote(AddNote { at: (id, 0), ..nested })), Err(Refusal::NoteInNote));
    for (at, words, refusal) in [
        (99, "", Refusal::OutOfRange { at: 99, length: 28 }),
        (0, "a [b]", Refusal::BracketSign),
        (0, "a\nb", Refusal::ControlCharacter),
    ] {
        let (_, act) = note(&mut network, 1, at, words);
        assert_eq!(network.act("Alice", &act), Err(refusal));
    }
}

#[test]
fn a_note_goes_with_the_bracket_around_its_call() {
    let mut network = room();
    let (_, act) = note(&mut network, 1, 11, "Resolution 1.");
    network.act("Alice", &act).expect("a member adds a note");
    let bracket = network.bracket("Bob", 1, 3, 12).expect("a member brackets");
    network.settle();
    network.decide("Chair", Decision::DeleteBracket(bracket)).expect("the chair decides");
    network.settle();
    assert_eq!(printed(&mut network), "1. We our commitment.\n\n2. The host/facilitator.\n");
    let (_, late) = note(&mut network, 1, 6, "late");
    assert_eq!(network.act("Alice", &late), Err(Refusal::Decided));
    network.decide("Chair", Decision::ReopenBracket(bracket)).expect("the chair reopens");
    network.settle();
    assert!(printed(&mut network).ends_with("\n\n* Resolution 1.\n"));
}

#[test]
fn a_note_outlives_a_refusal_beside_it() {
    let mut network = room();
    let bracket = network.bracket("Bob", 2, 4, 20).expect("a member brackets");
    network.settle();
    network.cut("Alice");
    let line = SplitBranches { bracket, at: vec![(paragraph_id(2), 9)] };
    network.act("Alice", &Act::SplitBranches(line)).expect("offline as well");
    let (id, act) = note(&mut network, 1, 11, "Resolution 1.");
    network.act("Alice", &act).expect("offline as well");
    let edit = client_core::ops::Splice { paragraph: id, at: 0, delete: 0, insert: "See ".into() };
    network.act("Alice", &Act::Splice(edit)).expect("offline as well");
    let inside = client_core::ops::OpenBracket {
        id: client_core::model::BracketId(Uuid::from_u128(network.fresh())),
        from: (id, 0),
        to: (id, 3),
        wish: client_core::model::Wish::Retain,
        reason: String::new(),
    };
    network.act("Alice", &Act::OpenBracket(inside)).expect("in a note as well");
    network.decide("Chair", Decision::KeepBracket(bracket)).expect("the chair decides");
    network.settle_without("Alice");
    network.settle();
    assert_eq!(
        printed(&mut network),
        "1. We reaffirm* our commitment.\n\n2. The host/facilitator.\n\n_____\n\n* [See] Resolution 1.\n"
    );
    for name in ["Alice", "Olga"] {
        assert_eq!(network.text(name), network.room_text(), "{name}");
    }
    assert_eq!(network.client("Alice").session.pending(), 0);
}

#[test]
fn in_a_negotiation_the_words_of_a_note_come_in_a_bracket() {
    let mut network = room();
    network.cut("Alice");
    let (_, early) = note(&mut network, 1, 11, "Resolution 1.");
    network.act("Alice", &early).expect("as far as Alice knows");
    network.decide("Chair", Decision::SetPhase(Phase::Negotiation)).expect("the chair switches the phase");
    network.settle_without("Alice");
    network.settle();
    assert_eq!(
        printed(&mut network),
        "1. We reaffirm* our commitment.\n\n2. The host/facilitator.\n\n_____\n\n* [Resolution 1.]\n"
    );
    let (_, worded) = note(&mut network, 2, 3, "words");
    assert_eq!(network.act("Alice", &worded), Err(Refusal::ByBracketOnly));
    let (_, empty) = note(&mut network, 2, 3, "");
    network.act("Alice", &empty).expect("its words are proposed afterwards");
    network.settle();
    assert_eq!(notes(&mut network, "Olga").len(), 2);
    assert_eq!(network.text("Alice"), network.room_text());
}

#[test]
fn a_note_that_comes_too_late_for_an_agreed_paragraph_is_handed_back() {
    let mut network = room();
    network.cut("Alice");
    let (_, late) = note(&mut network, 1, 11, "Resolution 1.");
    network.act("Alice", &late).expect("as far as Alice knows");
    network.decide("Chair", Decision::AgreeAdRef(paragraph_id(1))).expect("the chair decides");
    network.settle_without("Alice");
    network.settle();
    assert!(notes(&mut network, "Olga").is_empty());
    assert_eq!(network.text("Alice"), network.room_text());
    let lost: Vec<String> = network.client("Alice").seen.iter().flat_map(lost_words).collect();
    assert_eq!(lost, ["Resolution 1."]);
    let (_, again) = note(&mut network, 1, 11, "");
    assert_eq!(network.act("Alice", &again), Err(Refusal::Agreed));
}

fn lost_words(effect: &Effect) -> Vec<String> {
    match effect {
        Effect::Refused { lost, .. } => lost.iter().map(|lost| lost.words.clone()).collect(),
        _ => Vec::new(),
    }
}
