//! More words than one change may hold: they are sent in parts, and nothing of them is seen in parts or lost.

use adref_tests::{Network, draft, paragraph_id};
use automerge::Change;
use client_core::{
    gate::MAX_OPERATIONS,
    model::{BracketId, Decision, Draft, Paragraph, ParagraphId, ParagraphKind, Phase, Role},
    ops::{Act, AddNote, Place, ProposeParagraph, ProposeRow, Splice},
};
use uuid::Uuid;

/// Longer than any change may be.
const LONG: usize = 5 * MAX_OPERATIONS;

/// So many of them make more operations than a change may hold.
const BRACKETS: usize = 60;

fn room() -> Network {
    room_of(&draft(&["We act.", "We reaffirm."]))
}

fn room_of(draft: &Draft) -> Network {
    let mut network = Network::new(draft);
    for (name, role) in [("Alice", Role::Member), ("Bob", Role::Member), ("Chair", Role::Chair)] {
        network.join(name, role);
    }
    network.settle();
    network
}

/// Everybody reads this, nothing waits, and no change was larger than it may be.
#[track_caller]
fn check(network: &mut Network, text: &str) {
    network.settle();
    for name in ["Alice", "Bob", "Chair"] {
        assert!(network.text(name) == text, "{name} reads\n{}\nand not\n{text}", network.text(name));
    }
    let changes = network.disk.iter().skip(1).flat_map(|batch| &batch.changes);
    let lengths = changes.map(|change| Change::from_bytes(change.bytes.clone()).expect("a change").len());
    assert!(lengths.max().is_some_and(|longest| longest <= MAX_OPERATIONS));
    assert_eq!(network.client("Alice").session.pending(), 0);
}

fn negotiate(network: &mut Network) {
    network.decide("Chair", Decision::SetPhase(Phase::Negotiation)).expect("the chair switches the phase");
    network.settle();
}

#[test]
fn words_are_replaced_by_many() {
    let (mut network, much) = (room(), "x".repeat(LONG));
    network.splice("Alice", 1, 3, 3, &much).expect("not longer than an act may be");
    check(&mut network, &format!("We {much}.\nWe reaffirm.\n"));
    network.splice("Alice", 1, 1, LONG, "").expect("not longer than an act may be");
    check(&mut network, "Wxx.\nWe reaffirm.\n");
}

#[test]
fn in_a_negotiation_many_words_stand_in_one_bracket() {
    let (mut network, much) = (room(), "x".repeat(LONG));
    negotiate(&mut network);
    network.change("Alice", 1, 3, 3, &much).expect("by bracket");
    check(&mut network, &format!("We [act][{much}].\nWe reaffirm.\n"));
    let brackets = network.room.draft().expect("a draft").brackets.clone();
    assert_eq!(brackets.len(), 2);
}

#[test]
fn a_long_paragraph_is_proposed_whole() {
    let (mut network, words) = (room(), "x".repeat(LONG));
    let (id, bracket) = (ParagraphId(Uuid::from_u128(7)), BracketId(Uuid::from_u128(8)));
    for phase in [Phase::Drafting, Phase::Negotiation] {
        if phase == Phase::Negotiation {
            negotiate(&mut network);
        }
        let (id, bracket) = (ParagraphId::derived(id.0, phase.name()), BracketId::derived(bracket.0, phase.name()));
        let (place, words, reason) = (Place::After(paragraph_id(2)), words.clone(), String::new());
        let act = Act::ProposeParagraph(ProposeParagraph { id, bracket, place, words, reason });
        network.act("Alice", &act).expect("not longer than an act may be");
    }
    check(&mut network, &format!("We act.\nWe reaffirm.\n[{words}]\n[{words}]\n"));
}

#[test]
fn a_long_row_is_proposed_whole_in_a_negotiation() {
    let id = |n| ParagraphId(Uuid::from_u128(n));
    let mut with_table = draft(&["We act.", "We reaffirm."]);
    let of = |kind, own, parent| Paragraph { parent, ..Paragraph::new(own, kind) };
    with_table.paragraphs.extend([
        of(ParagraphKind::Table, id(1_000), None),
        of(ParagraphKind::Row, id(1_001), Some(id(1_000))),
        of(ParagraphKind::Cell, id(1_002), Some(id(1_001))),
    ]);
    let mut network = room_of(&with_table);
    negotiate(&mut network);
    let before = network.room_text();
    let words = "x".repeat(LONG / 3);
    let cells = (1..4).map(|n| (id(2_000 + n), words.clone())).collect();
    let (bracket, behind) = (BracketId(Uuid::from_u128(8)), Some(id(1_001)));
    let act = ProposeRow { id: id(2_000), cells, bracket, table: id(1_000), behind, reason: String::new() };
    network.act("Alice", &Act::ProposeRow(act)).expect("not longer than an act may be");
    network.settle();
    let text = network.room_text();
    assert!(text != before && text.matches('x').count() == 3 * words.len(), "{text}");
    check(&mut network, &text);
}

#[test]
fn a_long_footnote_is_added_whole() {
    let (mut network, words) = (room(), "x".repeat(LONG));
    let act = AddNote { id: ParagraphId(Uuid::from_u128(7)), at: (paragraph_id(1), 6), words: words.clone() };
    network.act("Alice", &Act::AddNote(act)).expect("not longer than an act may be");
    check(&mut network, &format!("We act*.\nWe reaffirm.\n{words}\n"));
}

#[test]
fn much_that_was_written_offline_is_done_again_in_parts() {
    let (mut network, much) = (room(), "x".repeat(LONG));
    network.cut("Alice");
    network.splice("Alice", 1, 3, 0, &much).expect("offline as well");
    for n in (0..BRACKETS).rev() {
        network.bracket("Alice", 1, 3 + 20 * n, 13 + 20 * n).expect("offline as well");
        let inside = BRACKETS - 1 - n;
        network.bracket("Alice", 2, inside, inside + 2).expect("offline as well");
    }
    // The server has forgotten the actor: everything is done again as another.
    network.forget_actors();
    let (words, signs) = ("[xxxxxxxxxx]xxxxxxxxxx".repeat(BRACKETS), ["[", "]"].map(|sign| sign.repeat(BRACKETS)));
    let [open, close] = signs;
    let rest = "x".repeat(LONG - 20 * BRACKETS);
    check(&mut network, &format!("We {words}{rest}act.\n{open}We{close} reaffirm.\n"));
}

#[test]
fn much_that_was_written_offline_is_bracketed_in_parts_when_the_negotiation_began() {
    let (mut network, much) = (room(), "x".repeat(LONG));
    network.cut("Alice");
    network.splice("Alice", 1, 3, 0, &much).expect("offline as well");
    let act = Splice { paragraph: paragraph_id(2), at: 0, delete: 0, insert: much.clone() };
    network.act("Alice", &Act::Splice(act)).expect("offline as well");
    network.decide("Chair", Decision::SetPhase(Phase::Negotiation)).expect("the chair switches the phase");
    network.settle_without("Alice");
    check(&mut network, &format!("We [{much}]act.\n[{much}]We reaffirm.\n"));
}
