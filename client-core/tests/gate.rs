//! What the gate refuses. The changes are made with Automerge itself, as a client that is not ours would make them.

use automerge::{ActorId, AutoCommit, LoadOptions, ObjType, ROOT, ReadDoc, TextEncoding, transaction::Transactable};
use client_core::{
    gate::{Index, Refused, Writer, vet},
    model::{
        AlternativeSet, AlternativeSetId, Anchor, Bracket, BracketId, BracketState, Delegation, Draft, DraftId,
        DraftKind, Extent, Inline, Paragraph, ParagraphId, ParagraphKind, Person, PersonId, Position, PositionId, Role,
        Stance, Standings, Topic, Written,
    },
    schema::Document,
};
use proptest::prelude::*;
use sha2::Digest;
use uuid::Uuid;

const ACTOR: [u8; 16] = [7; 16];

fn paragraph() -> ParagraphId {
    ParagraphId(Uuid::from_u128(1))
}

fn bracket() -> BracketId {
    BracketId(Uuid::from_u128(2))
}

/// `We [reaffirm]`, the bracket opened by another delegation.
fn draft() -> Draft {
    let mut draft = Draft::new(DraftId(Uuid::from_u128(9)), "test", "Test", DraftKind::Draft);
    let mut operative = Paragraph::new(paragraph(), ParagraphKind::Operative);
    let edges = [Inline::Anchor(Anchor::Open(bracket())), Inline::Anchor(Anchor::Close(bracket()))];
    let [open, close] = edges;
    operative.content = vec![Inline::plain("We "), open, Inline::plain("reaffirm"), close];
    draft.paragraphs.push(operative);
    let theirs = Bracket { delegation: "Another".into(), ..Bracket::new(bracket()) };
    draft.brackets.insert(bracket(), theirs);
    draft
}

fn member() -> Person {
    let delegation = Delegation("Ours".into());
    Person { id: PersonId(Uuid::from_u128(3)), name: "Alice".into(), delegation, role: Role::Member }
}

/// A replica of the server's document that is not bound to our acts.
fn client_of(server: &mut Document, actor: &[u8]) -> AutoCommit {
    let options = LoadOptions::new().text_encoding(TextEncoding::UnicodeCodePoint);
    let mut client = AutoCommit::load_with_options(&server.save(), options).expect("saved bytes load");
    client.set_actor(ActorId::from(actor));
    client
}

/// Lets a hostile client loose on the draft; answers what the gate says of its change.
fn attempt(person: &Person, actor: &[u8], hostile: impl FnOnce(&mut AutoCommit)) -> Result<(), Refused> {
    attempt_on(&draft(), &Standings::default(), person, actor, hostile)
}

fn attempt_on(
    draft: &Draft,
    standings: &Standings,
    person: &Person,
    actor: &[u8],
    hostile: impl FnOnce(&mut AutoCommit),
) -> Result<(), Refused> {
    let mut server = Document::from_draft(draft, 0).expect("a draft can be written");
    let index = Index::of(&mut server).expect("it is a draft");
    let mut client = client_of(&mut server, actor);
    hostile(&mut client);
    client.commit();
    let change = client.get_last_local_change().expect("a change");
    let writer = Writer { person, actor: ACTOR, standings };
    vet(change.raw_bytes(), writer, &index, &mut server).map(|_| ())
}

fn child(client: &AutoCommit, parent: &automerge::ObjId, key: &str) -> automerge::ObjId {
    client.get(parent, key).expect("readable").expect("present").1
}

fn text(client: &AutoCommit) -> automerge::ObjId {
    let paragraphs = child(client, &ROOT, "paragraphs");
    child(client, &child(client, &paragraphs, &paragraph().to_string()), "text")
}

fn brackets(client: &AutoCommit) -> automerge::ObjId {
    child(client, &ROOT, "brackets")
}

/// The reason why a change by a member is refused.
#[track_caller]
fn check(expected: Refused, hostile: impl FnOnce(&mut AutoCommit)) {
    assert_eq!(attempt(&member(), &ACTOR, hostile), Err(expected));
}

fn insert_words(client: &mut AutoCommit) {
    let text = text(client);
    client.splice_text(&text, 0, 0, "Today ").expect("it is done");
}

/// Puts a register and two anchors as an honest client does.
fn open_bracket(client: &mut AutoCommit, by: &str, delegation: &str, kinds: &[&str]) {
    let id = Uuid::from_u128(77).to_string();
    let text = text(client);
    for kind in kinds {
        let block = client.split_block(&text, 0).expect("it is done");
        client.put(&block, "t", *kind).expect("it is done");
        client.put(&block, "id", id.as_str()).expect("it is done");
    }
    let brackets = brackets(client);
    let entry = client.put_object(&brackets, id, ObjType::Map).expect("it is done");
    client.put(&entry, "wish", "retain").expect("it is done");
    client.put(&entry, "at", 5_i64).expect("it is done");
    client.put(&entry, "by", by).expect("it is done");
    client.put(&entry, "delegation", delegation).expect("it is done");
}

#[test]
fn honest_acts_pass() {
    assert_eq!(attempt(&member(), &ACTOR, insert_words), Ok(()));
    assert_eq!(attempt(&member(), &ACTOR, |c| open_bracket(c, "Alice", "Ours", &["close", "open"])), Ok(()));
    let next_generation = [&ACTOR[..], &[0, 0, 0, 1]].concat();
    assert_eq!(attempt(&member(), &next_generation, insert_words), Ok(()));
}

#[test]
fn observers_change_nothing() {
    let observer = Person { role: Role::Observer, ..member() };
    assert_eq!(attempt(&observer, &ACTOR, insert_words), Err(Refused::NotAllowed));
}

#[test]
fn nobody_speaks_as_another_actor() {
    for actor in [&[8; 16][..], &[7; 15], &[7; 21], &[]] {
        assert_eq!(attempt(&member(), actor, insert_words), Err(Refused::WrongActor), "{actor:?}");
    }
}

#[test]
fn nobody_opens_a_bracket_in_anothers_name() {
    let refused = || Refused::NotAnAct("a bracket in another's name");
    check(refused(), |client| open_bracket(client, "Bob", "Ours", &["close", "open"]));
    check(refused(), |client| open_bracket(client, "Alice", "Another", &["close", "open"]));
}

#[test]
fn nobody_withdraws_anothers_bracket() {
    check(Refused::NotAnAct("a change to another's bracket"), |client| {
        let entry = child(client, &brackets(client), &bracket().to_string());
        client.put(&entry, "withdrawn", true).expect("it is done");
    });
}

#[test]
fn a_bracket_has_two_edges() {
    let refused = || Refused::NotAnAct("a bracket or a style with one edge");
    check(refused(), |client| open_bracket(client, "Alice", "Ours", &["open"]));
    check(refused(), |client| open_bracket(client, "Alice", "Ours", &["open", "open"]));
    check(refused(), |client| open_bracket(client, "Alice", "Ours", &["close", "open", "open"]));
    check(refused(), |client| open_bracket(client, "Alice", "Ours", &[]));
}

#[test]
fn anchors_do_not_leave() {
    check(Refused::NotAnAct("half a bracket taken away"), |client| {
        let text = text(client);
        client.splice_text(&text, 3, 1, "").expect("it is done");
    });
}

#[test]
fn an_anchor_belongs_to_a_bracket_of_its_own_change() {
    check(Refused::NotAnAct("a bracket or a style with one edge"), |client| {
        let text = text(client);
        for kind in ["close", "open"] {
            let block = client.split_block(&text, 0).expect("it is done");
            client.put(&block, "t", kind).expect("it is done");
            client.put(&block, "id", bracket().to_string()).expect("it is done");
        }
    });
}

#[test]
fn an_edge_does_not_leave_in_the_change_that_brought_it() {
    check(Refused::NotAnAct("half a bracket taken away"), |client| {
        open_bracket(client, "Alice", "Ours", &["close", "open"]);
        let text = text(client);
        client.splice_text(&text, 0, 1, "").expect("it is done");
    });
}

#[test]
fn an_edge_does_not_turn_round() {
    check(Refused::NotAnAct("an anchor with something else in it"), |client| {
        open_bracket(client, "Alice", "Ours", &["close", "open"]);
        let text = text(client);
        let block = client.get(&text, 0).expect("readable").expect("present").1;
        client.put(&block, "t", "close").expect("it is done");
    });
}

#[test]
fn a_bracket_is_signed() {
    check(Refused::NotAnAct("a bracket that nobody signs"), |client| {
        let id = Uuid::from_u128(77).to_string();
        let text = text(client);
        for kind in ["close", "open"] {
            let block = client.split_block(&text, 0).expect("it is done");
            client.put(&block, "t", kind).expect("it is done");
            client.put(&block, "id", id.as_str()).expect("it is done");
        }
        let brackets = brackets(client);
        let entry = client.put_object(&brackets, id, ObjType::Map).expect("it is done");
        client.put(&entry, "wish", "retain").expect("it is done");
        client.put(&entry, "at", 5_i64).expect("it is done");
    });
}

#[test]
fn a_reference_document_is_only_read() {
    let mut reference = draft();
    reference.kind = DraftKind::Reference;
    let mut server = Document::from_draft(&reference, 0).expect("a draft can be written");
    let index = Index::of(&mut server).expect("it is a draft");
    let person = member();
    let verdict =
        vet(&[], Writer { person: &person, actor: ACTOR, standings: &Standings::default() }, &index, &mut server)
            .map(|_| ());
    assert_eq!(verdict, Err(Refused::NotNegotiated));
}

#[test]
fn operations_take_no_identity_twice() {
    let mut server = Document::from_draft(&draft(), 0).expect("a draft can be written");
    let index = Index::of(&mut server).expect("it is a draft");
    let mut client = client_of(&mut server, &ACTOR);
    insert_words(&mut client);
    client.commit();
    let mut change = client.get_last_local_change().expect("a change").decode();
    change.start_op = std::num::NonZeroU64::MIN;
    let forged = automerge::Change::from(change);
    let person = member();
    let writer = Writer { person: &person, actor: ACTOR, standings: &Standings::default() };
    assert_eq!(vet(forged.raw_bytes(), writer, &index, &mut server).map(|_| ()), Err(Refused::OutOfSequence));
}

#[test]
fn a_register_is_not_replaced() {
    check(Refused::NotAnAct("a bracket that exists already"), |client| {
        let brackets = brackets(client);
        client.put_object(&brackets, bracket().to_string(), ObjType::Map).expect("it is done");
    });
}

#[test]
fn signs_and_controls_are_not_words() {
    for c in ["[", "］", "\n", "\u{0}", "\u{202e}", "\u{fffc}"] {
        check(Refused::NotAnAct("a character that words cannot hold"), |client| {
            let text = text(client);
            client.splice_text(&text, 0, 0, c).expect("it is done");
        });
    }
}

#[test]
fn nothing_outside_words_and_brackets_is_written() {
    let refused = || Refused::NotAnAct("an operation outside words and brackets");
    check(refused(), |client| client.put(ROOT, "x", 1_i64).expect("it is done"));
    check(refused(), |client| {
        let about = child(client, &ROOT, "about");
        client.put(&about, "title", "mine").expect("it is done");
    });
    check(refused(), |client| {
        let paragraphs = child(client, &ROOT, "paragraphs");
        client.delete(&paragraphs, paragraph().to_string()).expect("it is done");
    });
    check(refused(), |client| {
        let paragraphs = child(client, &ROOT, "paragraphs");
        let entry = child(client, &paragraphs, &paragraph().to_string());
        client.put_object(&entry, "text", ObjType::Text).expect("it is done");
    });
}

#[test]
fn a_place_behind_nothing_is_not_the_beginning() {
    let mut server = Document::from_draft(&draft(), 0).expect("a draft can be written");
    let index = Index::of(&mut server).expect("it is a draft");
    let mut client = client_of(&mut server, &ACTOR);
    insert_words(&mut client);
    client.commit();
    let mut change = client.get_last_local_change().expect("a change").decode();
    let nothing = automerge::legacy::OpId::new(0, &ActorId::from(&[0; 16][..]));
    change.operations[0].key = automerge::legacy::Key::Seq(automerge::legacy::ElementId::Id(nothing));
    let forged = automerge::Change::from(change);
    let (person, standings) = (member(), Standings::default());
    let writer = Writer { person: &person, actor: ACTOR, standings: &standings };
    let verdict = vet(forged.raw_bytes(), writer, &index, &mut server).map(|_| ());
    assert_eq!(verdict, Err(Refused::NotAnAct("a place behind nothing")));
}

/// What the gate says of a change that is rewritten between the client and the server.
fn forge(
    honest: impl FnOnce(&mut AutoCommit),
    forge: impl FnOnce(&mut automerge::ExpandedChange),
) -> Result<(), Refused> {
    let mut own = draft();
    own.brackets.values_mut().for_each(|bracket| bracket.delegation = "Ours".into());
    let mut server = Document::from_draft(&own, 0).expect("a draft can be written");
    let index = Index::of(&mut server).expect("it is a draft");
    let mut client = client_of(&mut server, &ACTOR);
    honest(&mut client);
    client.commit();
    let mut change = client.get_last_local_change().expect("a change").decode();
    forge(&mut change);
    let forged = automerge::Change::from(change);
    let (person, standings) = (member(), Standings::default());
    let writer = Writer { person: &person, actor: ACTOR, standings: &standings };
    vet(forged.raw_bytes(), writer, &index, &mut server).map(|_| ())
}

fn withdraw(client: &mut AutoCommit) {
    let entry = child(client, &brackets(client), &bracket().to_string());
    client.put(&entry, "withdrawn", true).expect("it is done");
}

#[test]
fn a_write_replaces_what_stands_there() {
    assert_eq!(forge(withdraw, |_| {}), Ok(()));
    let nothing = || Err(Refused::NotAnAct("a write that replaces what is not there"));
    let of = |counter| automerge::legacy::OpId::new(counter, &ActorId::from(&ACTOR[..]));
    // An operation that nobody made, and one that it makes itself.
    assert_eq!(forge(withdraw, |change| change.operations[0].pred = vec![of(2_540_000)].into()), nothing());
    assert_eq!(forge(withdraw, |change| change.operations[0].pred = vec![of(change.start_op.get())].into()), nothing());
}

#[test]
fn what_is_deleted_stood_there() {
    let delete = |client: &mut AutoCommit| {
        let text = text(client);
        client.splice_text(&text, 0, 1, "").expect("it is done");
    };
    assert_eq!(forge(delete, |_| {}), Ok(()));
    let other = |counter: u64, actor: &ActorId| {
        let id = automerge::legacy::OpId::new(counter, actor);
        move |change: &mut automerge::ExpandedChange| {
            change.operations[0].key = automerge::legacy::Key::Seq(automerge::legacy::ElementId::Id(id.clone()));
            change.operations[0].pred = vec![id].into();
        }
    };
    let own = ActorId::from(&ACTOR[..]);
    let mut of_the_draft = None;
    assert_eq!(forge(delete, |change| of_the_draft = change.operations[0].pred.iter().next().cloned()), Ok(()));
    let genesis = of_the_draft.expect("a letter").actor().clone();
    let refused = || Err(Refused::NotAnAct("a deletion of what is not there"));
    for (counter, actor) in [(9_999, &own), (1, &genesis), (2, &genesis), (5_000, &genesis)] {
        assert_eq!(forge(delete, other(counter, actor)), refused(), "{counter}@{actor}");
    }
    // Everything that the import wrote: the letters of the paragraph stand in it, and nothing else does.
    let verdicts: Vec<_> = (3..200).map(|counter| forge(delete, other(counter, &genesis))).collect();
    assert_eq!(verdicts.iter().filter(|verdict| verdict.is_ok()).count(), "We reaffirm".len());
    let anchor = Err(Refused::NotAnAct("half a bracket taken away"));
    assert_eq!(verdicts.iter().filter(|verdict| **verdict == anchor).count(), 2);
    assert!(
        verdicts.iter().all(|verdict| verdict.is_ok() || *verdict == anchor || *verdict == refused()),
        "{verdicts:?}"
    );
}

#[test]
fn a_text_has_places_and_a_register_has_keys() {
    let misfit = || Err(Refused::NotAnAct("a key that does not fit"));
    let named = |change: &mut automerge::ExpandedChange| {
        change.operations[0].key = automerge::legacy::Key::Map("withdrawn".into());
    };
    assert_eq!(forge(insert_words, named), misfit());
    assert_eq!(forge(withdraw, |change| change.operations[0].insert = true), misfit());
}

#[test]
fn what_is_not_in_order_is_refused() {
    let mut server = Document::from_draft(&draft(), 0).expect("a draft can be written");
    let index = Index::of(&mut server).expect("it is a draft");
    let mut client = client_of(&mut server, &ACTOR);
    insert_words(&mut client);
    client.commit();
    insert_words(&mut client);
    client.commit();
    let second = client.get_last_local_change().expect("a change");
    let (person, standings) = (member(), Standings::default());
    let writer = Writer { person: &person, actor: ACTOR, standings: &standings };
    let verdict = vet(second.raw_bytes(), writer, &index, &mut server).map(|_| ());
    assert_eq!(verdict, Err(Refused::MissingDependency));
}

#[test]
fn garbage_is_refused() {
    let mut server = Document::from_draft(&draft(), 0).expect("a draft can be written");
    let index = Index::of(&mut server).expect("it is a draft");
    let (person, standings) = (member(), Standings::default());
    let writer = Writer { person: &person, actor: ACTOR, standings: &standings };
    let change = server.changes_since(&[]).expect("all")[1].raw_bytes().to_vec();
    for end in 0..change.len() {
        assert!(vet(&change[..end], writer, &index, &mut server).is_err(), "{end} bytes of a change");
    }
    for at in 0..change.len() {
        let mut flipped = change.clone();
        flipped[at] ^= 0x55;
        assert!(vet(&flipped, writer, &index, &mut server).is_err(), "byte {at} flipped");
    }
    let large = vec![1; client_core::gate::MAX_CHANGE + 1];
    assert_eq!(vet(&large, writer, &index, &mut server).map(|_| ()), Err(Refused::TooLarge));
}

/// Draws a line between branches of the bracket at an offset, as an honest client does.
fn draw_line(client: &mut AutoCommit, at: usize, id: BracketId) {
    let text = text(client);
    let block = client.split_block(&text, at).expect("it is done");
    client.put(&block, "t", "or").expect("it is done");
    client.put(&block, "id", id.to_string()).expect("it is done");
}

fn choice(client: &mut AutoCommit, on: bool) {
    let entry = child(client, &brackets(client), &bracket().to_string());
    client.put(&entry, "choice", on).expect("it is done");
}

fn wish(client: &mut AutoCommit, wish: &str) {
    let entry = child(client, &brackets(client), &bracket().to_string());
    client.put(&entry, "wish", wish).expect("it is done");
}

#[test]
fn any_member_makes_an_open_bracket_a_choice() {
    // `We [eaffirm]` after the deletion: the edges stand at 3 and 11.
    for at in [4, 7, 11] {
        let attempt = attempt(&member(), &ACTOR, |client| {
            let text = text(client);
            client.splice_text(&text, 4, 1, "").expect("it is done");
            draw_line(client, at, bracket());
            choice(client, true);
        });
        assert_eq!(attempt, Ok(()), "{at}");
    }
    // One line more in what is a choice already.
    assert_eq!(attempt(&member(), &ACTOR, |client| draw_line(client, 7, bracket())), Ok(()));
    // In a bracket that the same change opens: the replay of edits is one change.
    let opened = attempt(&member(), &ACTOR, |client| {
        open_bracket(client, "Alice", "Ours", &["close", "open"]);
        draw_line(client, 1, BracketId(Uuid::from_u128(77)));
    });
    assert_eq!(opened, Ok(()));
    let observer = Person { role: Role::Observer, ..member() };
    assert_eq!(attempt(&observer, &ACTOR, |client| draw_line(client, 7, bracket())), Err(Refused::NotAllowed));
}

#[test]
fn a_line_stands_inside_its_bracket() {
    for at in [0, 3, 13] {
        check(Refused::NotAnAct("a line between branches outside its bracket"), |client| {
            draw_line(client, at, bracket());
        });
    }
    check(Refused::NotAnAct("a line between branches outside its bracket"), |client| {
        open_bracket(client, "Alice", "Ours", &["close", "open"]);
        draw_line(client, 2, BracketId(Uuid::from_u128(77)));
    });
    let whole = Bracket { extent: Extent::Draft { opens: true, closes: true }, ..Bracket::new(bracket()) };
    let mut around = draft();
    around.paragraphs[0].content = vec![Inline::plain("We reaffirm")];
    around.brackets.insert(bracket(), whole);
    let verdict =
        attempt_on(&around, &Standings::default(), &member(), &ACTOR, |client| draw_line(client, 4, bracket()));
    assert_eq!(verdict, Err(Refused::NotAnAct("a line between branches outside its bracket")));
}

#[test]
fn a_line_belongs_to_a_bracket_that_is_there() {
    check(Refused::NotAnAct("a line between branches of no bracket"), |client| {
        draw_line(client, 7, BracketId(Uuid::from_u128(99)));
    });
    check(Refused::NotAnAct("an anchor without a bracket"), |client| {
        let text = text(client);
        let block = client.split_block(&text, 7).expect("it is done");
        client.put(&block, "t", "or").expect("it is done");
        client.put(&block, "id", "x").expect("it is done");
    });
}

#[test]
fn a_settled_bracket_gets_no_new_branch() {
    for state in [BracketState::Kept, BracketState::Deleted, BracketState::Picked(Some(0)), BracketState::Picked(None)]
    {
        let mut standings = Standings::default();
        standings.brackets.insert(bracket(), state);
        let verdict = attempt_on(&draft(), &standings, &member(), &ACTOR, |client| draw_line(client, 7, bracket()));
        assert_eq!(verdict, Err(Refused::Settled), "{state:?}");
    }
    let mut withdrawn = draft();
    withdrawn.brackets.values_mut().for_each(|bracket| bracket.withdrawn = true);
    let verdict =
        attempt_on(&withdrawn, &Standings::default(), &member(), &ACTOR, |client| draw_line(client, 7, bracket()));
    assert_eq!(verdict, Err(Refused::Settled));
}

#[test]
fn a_line_does_not_leave_nor_turn_into_an_edge() {
    check(Refused::NotAnAct("half a bracket taken away"), |client| {
        draw_line(client, 7, bracket());
        let text = text(client);
        client.splice_text(&text, 7, 1, "").expect("it is done");
    });
    check(Refused::NotAnAct("an anchor with something else in it"), |client| {
        draw_line(client, 7, bracket());
        let text = text(client);
        let block = client.get(&text, 7).expect("readable").expect("present").1;
        client.put(&block, "t", "close").expect("it is done");
    });
    check(Refused::NotAnAct("a bracket or a style with one edge"), |client| {
        let text = text(client);
        let block = client.split_block(&text, 7).expect("it is done");
        client.put(&block, "t", "or").expect("it is done");
    });
    let mut divided = draft();
    divided.paragraphs[0].content.insert(3, Inline::Anchor(Anchor::Or(bracket())));
    let verdict = attempt_on(&divided, &Standings::default(), &member(), &ACTOR, |client| {
        let text = text(client);
        client.splice_text(&text, 13, 1, "").expect("it is done");
    });
    assert_eq!(verdict, Err(Refused::NotAnAct("half a bracket taken away")));
}

#[test]
fn a_wish_changes_to_a_choice_with_its_lines_alone() {
    check(Refused::NotAnAct("a choice without branches"), |client| choice(client, true));
    for other in ["delete", "choose", "x"] {
        check(Refused::NotAnAct("a change to another's bracket"), |client| {
            draw_line(client, 7, bracket());
            wish(client, other);
        });
    }
    check(Refused::NotAnAct("a change to another's bracket"), |client| {
        draw_line(client, 7, bracket());
        let entry = child(client, &brackets(client), &bracket().to_string());
        client.put(&entry, "question", "mine").expect("it is done");
    });
    check(Refused::NotAnAct("a change to another's bracket"), |client| {
        draw_line(client, 7, bracket());
        let entry = child(client, &brackets(client), &bracket().to_string());
        client.delete(&entry, "wish").expect("it is done");
    });
    check(Refused::NotAnAct("a choice without branches"), |client| {
        open_bracket(client, "Alice", "Ours", &["close", "open"]);
        draw_line(client, 1, BracketId(Uuid::from_u128(77)));
        choice(client, true);
    });
}

/// A statement of a position as an honest client makes it, but for the fields given.
fn take_position(client: &mut AutoCommit, id: u128, fields: &[(&str, &str)]) {
    let positions = child(client, &ROOT, "positions");
    let entry = client.put_object(&positions, Uuid::from_u128(id).to_string(), ObjType::Map).expect("it is done");
    let subject = format!("bracket:{}", bracket());
    let honest = [("subject", subject.as_str()), ("stance", "retain"), ("by", "Alice"), ("delegation", "Ours")];
    for (key, value) in honest.iter().filter(|(key, _)| !fields.iter().any(|(other, _)| key == other)).chain(fields) {
        if !value.is_empty() {
            client.put(&entry, *key, *value).expect("it is done");
        }
    }
    client.put(&entry, "at", 5_i64).expect("it is done");
}

#[test]
fn any_member_takes_a_position() {
    for stance in ["retain", "delete", "reserve", "can-accept", "none"] {
        let fields = [("stance", stance), ("reason", "Our capital\nis asked.")];
        assert_eq!(attempt(&member(), &ACTOR, |client| take_position(client, 5, &fields)), Ok(()), "{stance}");
    }
    let branch = [("prefers", "branch:1/2")];
    assert_eq!(attempt(&member(), &ACTOR, |client| take_position(client, 5, &branch)), Ok(()));
    // On a bracket that the same change opens: the replay of edits is one change.
    let opened = attempt(&member(), &ACTOR, |client| {
        open_bracket(client, "Alice", "Ours", &["close", "open"]);
        let subject = format!("bracket:{}", Uuid::from_u128(77));
        take_position(client, 5, &[("subject", &subject)]);
        take_position(client, 6, &[]);
    });
    assert_eq!(opened, Ok(()));
    let observer = Person { role: Role::Observer, ..member() };
    assert_eq!(attempt(&observer, &ACTOR, |client| take_position(client, 5, &[])), Err(Refused::NotAllowed));
}

#[test]
fn a_position_is_taken_in_ones_own_name() {
    for field in [("by", "Bob"), ("delegation", "Another"), ("stance", "maybe"), ("prefers", "branch:2/2"), ("x", "y")]
    {
        check(Refused::NotAnAct("a position in another's name, or of another kind"), |client| {
            take_position(client, 5, &[field]);
        });
    }
    let long = "x".repeat(client_core::ops::MAX_REASON + 1);
    for reason in [long.as_str(), "a\u{202e}b"] {
        check(Refused::NotAnAct("a position in another's name, or of another kind"), |client| {
            take_position(client, 5, &[("reason", reason)]);
        });
    }
    for missing in ["by", "delegation", "stance", "subject"] {
        check(Refused::NotAnAct("a position that nobody signs"), |client| {
            take_position(client, 5, &[(missing, "")]);
        });
    }
    let nobody = Person { delegation: Delegation(String::new()), ..member() };
    let verdict = attempt(&nobody, &ACTOR, |client| take_position(client, 5, &[("delegation", "")]));
    assert_eq!(verdict, Err(Refused::NotAnAct("a position that nobody signs")));
}

#[test]
fn a_position_is_about_something_that_is_there() {
    for subject in [format!("bracket:{}", Uuid::nil()), format!("alternatives:{}", Uuid::nil())] {
        check(Refused::NotAnAct("a position on nothing"), |client| {
            take_position(client, 5, &[("subject", &subject)]);
        });
    }
    check(Refused::NotAnAct("a position in another's name, or of another kind"), |client| {
        take_position(client, 5, &[("subject", "paragraph:x")]);
    });
    for prefers in ["base", &format!("version:{}", paragraph())] {
        check(Refused::NotAnAct("a position on a version that is not there"), |client| {
            take_position(client, 5, &[("prefers", prefers)]);
        });
    }
    check(Refused::NotAnAct("a position on a version that is not there"), |client| {
        take_position(client, 5, &[("stance", "none"), ("prefers", "branch:0/2")]);
    });
}

/// `We reaffirm` with the alternative `We stress`.
fn with_alternatives() -> (Draft, String, ParagraphId) {
    let mut draft = draft();
    let set = AlternativeSetId(Uuid::from_u128(50));
    draft.alternatives.insert(set, AlternativeSet { id: set, base: vec![paragraph()] });
    let mut variant = Paragraph::new(ParagraphId(Uuid::from_u128(51)), ParagraphKind::Operative);
    variant.variant_of = Some(set);
    draft.paragraphs.push(variant);
    (draft, format!("alternatives:{set}"), ParagraphId(Uuid::from_u128(51)))
}

#[test]
fn of_alternatives_a_position_names_a_version() {
    let (draft, set, variant) = with_alternatives();
    let verdict = |fields: &[(&str, &str)]| {
        attempt_on(&draft, &Standings::default(), &member(), &ACTOR, |client| take_position(client, 5, fields))
    };
    let not_there = Err(Refused::NotAnAct("a position on a version that is not there"));
    let variant = format!("version:{variant}");
    let base = format!("version:{}", paragraph());
    for prefers in ["base", &variant] {
        assert_eq!(verdict(&[("subject", &set), ("prefers", prefers)]), Ok(()), "{prefers}");
    }
    assert_eq!(verdict(&[("subject", &set), ("stance", "reserve")]), Ok(()));
    assert_eq!(verdict(&[("subject", &set), ("stance", "none")]), Ok(()));
    assert_eq!(verdict(&[("subject", &set)]), not_there);
    for prefers in [&base, "branch:0/2"] {
        assert_eq!(verdict(&[("subject", &set), ("prefers", prefers)]), not_there, "{prefers}");
    }
}

/// The draft with a statement on its bracket.
fn supported(delegation: &str, stance: Stance) -> Draft {
    let mut draft = draft();
    draft.brackets.values_mut().for_each(|bracket| bracket.delegation = "Ours".into());
    let id = PositionId(Uuid::from_u128(5));
    let position = Position {
        id,
        subject: Topic::Bracket(bracket()),
        delegation: delegation.into(),
        by: "Bob".into(),
        at: 0,
        stance: Some(stance),
        preference: None,
        reason: String::new(),
        written: Written::default(),
    };
    draft.positions.insert(id, position);
    draft
}

#[test]
fn a_position_that_was_taken_stands() {
    let draft = supported("Ours", Stance::Delete);
    let verdict = |hostile: &dyn Fn(&mut AutoCommit)| {
        attempt_on(&draft, &Standings::default(), &member(), &ACTOR, |client| hostile(client))
    };
    let changed = Err(Refused::NotAnAct("a change to a position that was taken"));
    let exists = Err(Refused::NotAnAct("a position that exists already"));
    let entry =
        |client: &AutoCommit| child(client, &child(client, &ROOT, "positions"), &Uuid::from_u128(5).to_string());
    assert_eq!(verdict(&|client| client.put(entry(client), "stance", "retain").expect("it is done")), changed);
    assert_eq!(verdict(&|client| client.delete(entry(client), "stance").expect("it is done")), changed);
    assert_eq!(verdict(&|client| client.put(entry(client), "reason", "x").expect("it is done")), changed);
    assert_eq!(verdict(&|client| take_position(client, 5, &[])), exists);
    let remove = |client: &mut AutoCommit| {
        let positions = child(client, &ROOT, "positions");
        client.delete(&positions, Uuid::from_u128(5).to_string()).expect("it is done");
    };
    assert_eq!(verdict(&remove), exists);
    let not_a_map = |client: &mut AutoCommit| {
        let positions = child(client, &ROOT, "positions");
        client.put(&positions, Uuid::from_u128(6).to_string(), "retain").expect("it is done");
    };
    assert_eq!(verdict(&not_a_map), exists);
}

#[test]
fn a_bracket_that_others_support_is_not_withdrawn() {
    let withdraw = |client: &mut AutoCommit| {
        let entry = child(client, &brackets(client), &bracket().to_string());
        client.put(&entry, "withdrawn", true).expect("it is done");
    };
    for (delegation, stance, expected) in [
        ("Ours", Stance::Retain, Ok(())),
        ("Another", Stance::CanAccept, Ok(())),
        ("Another", Stance::Delete, Ok(())),
        ("Another", Stance::Reserve, Ok(())),
        ("Another", Stance::Retain, Err(Refused::Supported)),
    ] {
        let draft = supported(delegation, stance);
        let verdict = attempt_on(&draft, &Standings::default(), &member(), &ACTOR, withdraw);
        assert_eq!(verdict, expected, "{delegation} {stance:?}");
    }
}

/// A change that an honest client makes, with words, a bracket and a deletion in it.
fn honest() -> (Document, Index, Vec<u8>) {
    let mut server = Document::from_draft(&draft(), 0).expect("a draft can be written");
    let index = Index::of(&mut server).expect("it is a draft");
    let mut client = client_of(&mut server, &ACTOR);
    insert_words(&mut client);
    open_bracket(&mut client, "Alice", "Ours", &["close", "open"]);
    take_position(&mut client, 5, &[("reason", "so")]);
    let text = text(&client);
    client.splice_text(&text, 4, 2, "").expect("it is done");
    client.commit();
    let change = client.get_last_local_change().expect("a change").raw_bytes().to_vec();
    (server, index, change)
}

/// Puts the right checksum on a chunk: the first four bytes of SHA-256 over all behind it.
fn seal(chunk: &mut [u8]) {
    let digest = sha2::Sha256::digest(&chunk[8..]);
    chunk[4..8].copy_from_slice(&digest[..4]);
}

/// `PROPTEST_CASES=50000 cargo test -p client-core --test gate` tries more.
#[expect(clippy::disallowed_methods, reason = "how long a test runs is the caller's choice")]
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(2_000)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    /// What passes the gate can be applied, saved, loaded and read; what does not pass is refused without a panic.
    #[test]
    fn mutated_changes_harm_nothing(at in any::<prop::sample::Index>(), byte in any::<u8>(), more in any::<Option<(prop::sample::Index, u8)>>()) {
        let (mut server, index, mut change) = honest();
        let places = change.len() - 9;
        change[9 + at.index(places)] = byte;
        if let Some((at, byte)) = more {
            change[9 + at.index(places)] = byte;
        }
        seal(&mut change);
        let person = member();
        let writer = Writer { person: &person, actor: ACTOR, standings: &Standings::default() };
        if let Ok((_, mut after)) = vet(&change, writer, &index, &mut server) {
            let saved = after.save();
            let loaded = Document::load(&saved).expect("and saved, and loaded");
            let read = loaded.hydrate().expect("and read");
            prop_assert_eq!(read, after.hydrate().expect("here too"));
        }
    }
}

/// Puts a note's paragraph and its call as an honest client does, but for what is asked otherwise.
fn add_note(client: &mut AutoCommit, fields: &[(&str, &str)], calls: usize) {
    let id = Uuid::from_u128(78).to_string();
    add_paragraph(client, &id, fields);
    let text = text(client);
    for _ in 0..calls {
        let block = client.split_block(&text, 0).expect("it is done");
        client.put(&block, "t", "note").expect("it is done");
        client.put(&block, "id", id.as_str()).expect("it is done");
    }
}

fn add_paragraph(client: &mut AutoCommit, key: &str, fields: &[(&str, &str)]) {
    let paragraphs = child(client, &ROOT, "paragraphs");
    let entry = client.put_object(&paragraphs, key, ObjType::Map).expect("it is done");
    for (key, value) in fields {
        client.put(&entry, *key, *value).expect("it is done");
    }
    let words = client.put_object(&entry, "text", ObjType::Text).expect("it is done");
    client.splice_text(&words, 0, 0, "See annex.").expect("it is done");
}

const NOTE: [(&str, &str); 3] = [("kind", "note"), ("delegation", "Ours"), ("place", "8180")];

#[test]
fn a_note_comes_with_its_call_and_its_call_with_it() {
    assert_eq!(attempt(&member(), &ACTOR, |client| add_note(client, &NOTE, 1)), Ok(()));
    let refused = || Refused::NotAnAct("a note without its call, or a call without its note");
    check(refused(), |client| add_note(client, &NOTE, 0));
    check(refused(), |client| add_note(client, &NOTE, 2));
    for lacking in [&NOTE[..2], &[NOTE[0], NOTE[2]][..]] {
        check(refused(), |client| add_note(client, lacking, 1));
    }
    check(refused(), |client| {
        // A call to a paragraph that is there already.
        let text = text(client);
        let block = client.split_block(&text, 0).expect("it is done");
        client.put(&block, "t", "note").expect("it is done");
        client.put(&block, "id", paragraph().to_string()).expect("it is done");
    });
    check(refused(), |client| {
        // A note that calls itself.
        let id = Uuid::from_u128(79).to_string();
        add_paragraph(client, &id, &NOTE);
        let paragraphs = child(client, &ROOT, "paragraphs");
        let own = child(client, &child(client, &paragraphs, &id), "text");
        let block = client.split_block(&own, 0).expect("it is done");
        client.put(&block, "t", "note").expect("it is done");
        client.put(&block, "id", id).expect("it is done");
    });
}

#[test]
fn a_note_is_a_note_and_nothing_else() {
    let refused = || Refused::NotAnAct("a paragraph that is no note");
    for fields in [
        &[("kind", "note"), ("place", "nowhere")][..],
        &[("kind", "note"), ("place", "8180"), ("marker", "*")],
        &[("kind", "note"), ("place", "8180"), ("delegation", "Another")],
        &[("kind", "note"), ("place", "8180"), ("parent", "00000000-0000-0000-0000-000000000001")],
        &[("kind", "note"), ("place", "8180"), ("place", "80")],
    ] {
        check(refused(), |client| add_note(client, fields, 1));
    }
    // A paragraph that is no note has no call.
    let operative = [("kind", "operative"), ("place", "8180")];
    check(Refused::NotAnAct("a note without its call, or a call without its note"), |client| {
        add_note(client, &operative, 1);
    });
}

#[test]
fn nobody_puts_a_paragraph_in_the_place_of_another() {
    check(Refused::NotAnAct("a paragraph that exists already"), |client| {
        add_paragraph(client, &paragraph().to_string(), &NOTE);
    });
    // The same identity, spelt otherwise.
    let spelt = Uuid::from_u128(0xabcdef).to_string().to_uppercase();
    check(Refused::NotAnAct("an entry that exists already"), |client| add_paragraph(client, &spelt, &NOTE));
    check(Refused::NotAnAct("an operation outside words and brackets"), |client| {
        let paragraphs = child(client, &ROOT, "paragraphs");
        let entry = child(client, &paragraphs, &paragraph().to_string());
        client.put(&entry, "kind", "note").expect("it is done");
    });
    check(Refused::NotAnAct("an operation outside words and brackets"), |client| {
        let paragraphs = child(client, &ROOT, "paragraphs");
        client.delete(&paragraphs, paragraph().to_string()).expect("it is done");
    });
}

/// `[one][two] and [three]`, all opened by another delegation.
fn row() -> (Draft, [BracketId; 3]) {
    let ids = [21, 22, 23].map(|n| BracketId(Uuid::from_u128(n)));
    let mut draft = draft();
    let mut content = Vec::new();
    for (id, words) in ids.iter().zip(["one", "two", "three"]) {
        if words == "three" {
            content.push(Inline::plain(" and "));
        }
        content.extend([Inline::Anchor(Anchor::Open(*id)), Inline::plain(words), Inline::Anchor(Anchor::Close(*id))]);
        draft.brackets.insert(*id, Bracket { delegation: "Another".into(), ..Bracket::new(*id) });
    }
    draft.paragraphs[0].content.append(&mut content);
    (draft, ids)
}

/// Puts the register of a choice as an honest client does.
fn join_choice(client: &mut AutoCommit, key: &str, by: &str, brackets: &[BracketId]) -> automerge::ObjId {
    let choices = child(client, &ROOT, "choices");
    let entry = client.put_object(&choices, key, ObjType::Map).expect("it is done");
    client.put(&entry, "by", by).expect("it is done");
    client.put(&entry, "delegation", "Ours").expect("it is done");
    client.put(&entry, "at", 5_i64).expect("it is done");
    let list = client.put_object(&entry, "brackets", ObjType::List).expect("it is done");
    for (at, id) in brackets.iter().enumerate() {
        client.insert(&list, at, id.to_string()).expect("it is done");
    }
    entry
}

#[test]
fn brackets_side_by_side_are_joined_and_no_others() {
    let (draft, [one, two, three]) = row();
    let key = Uuid::from_u128(80).to_string();
    let join = |standings: &Standings, brackets: &[BracketId]| {
        attempt_on(&draft, standings, &member(), &ACTOR, |client| drop(join_choice(client, &key, "Alice", brackets)))
    };
    let open = Standings::default();
    assert_eq!(join(&open, &[one, two]), Ok(()));
    for brackets in [&[two, one][..], &[two, three], &[one], &[one, one], &[one, BracketId(Uuid::nil())]] {
        assert_eq!(join(&open, brackets), Err(Refused::NotJoined), "{brackets:?}");
    }
    let mut decided = Standings::default();
    decided.brackets.insert(one, BracketState::Kept);
    assert_eq!(join(&decided, &[one, two]), Err(Refused::Settled));
}

#[test]
fn a_choice_is_signed_and_written_once() {
    let (draft, [one, two, _]) = row();
    let key = Uuid::from_u128(80).to_string();
    let refused = |expected: &'static str, hostile: &dyn Fn(&mut AutoCommit)| {
        let found = attempt_on(&draft, &Standings::default(), &member(), &ACTOR, hostile);
        assert_eq!(found, Err(Refused::NotAnAct(expected)));
    };
    refused("a choice in another's name", &|client| drop(join_choice(client, &key, "Bob", &[one, two])));
    refused("an operation outside words and brackets", &|client| {
        drop(join_choice(client, &key.to_uppercase().replace('-', ""), "Alice", &[one, two]));
    });
    refused("a choice in another's name", &|client| {
        let entry = join_choice(client, &key, "Alice", &[one, two]);
        client.put(&entry, "colour", "red").expect("it is done");
    });
    refused("a choice that nobody signs", &|client| {
        let choices = child(client, &ROOT, "choices");
        client.put_object(&choices, key.as_str(), ObjType::Map).expect("it is done");
    });
    refused("a choice of something else", &|client| {
        let entry = join_choice(client, &key, "Alice", &[one, two]);
        let list = child(client, &entry, "brackets");
        client.delete(&list, 0).expect("it is done");
    });
    // One that is there already is left as it is, and its brackets are nobody's to withdraw.
    let mut joined = draft.clone();
    let id = client_core::model::ChoiceId(Uuid::from_u128(80));
    let choice = client_core::model::JoinedChoice {
        id,
        brackets: vec![one, two],
        joined_by: "Bob".into(),
        delegation: "Another".into(),
        joined_at: 3,
        withdrawn: false,
    };
    joined.choices.insert(id, choice);
    for bracket in [one, two] {
        let theirs = Bracket { delegation: "Ours".into(), ..Bracket::new(bracket) };
        joined.brackets.insert(bracket, theirs);
    }
    let attempt =
        |hostile: &dyn Fn(&mut AutoCommit)| attempt_on(&joined, &Standings::default(), &member(), &ACTOR, hostile);
    let another = Uuid::from_u128(81).to_string();
    assert_eq!(attempt(&|client| drop(join_choice(client, &another, "Alice", &[one, two]))), Err(Refused::NotJoined));
    assert_eq!(
        attempt(&|client| drop(join_choice(client, &key, "Alice", &[one, two]))),
        Err(Refused::NotAnAct("a choice that exists already"))
    );
    assert_eq!(
        attempt(&|client| {
            let entry = child(client, &child(client, &ROOT, "choices"), &key);
            let list = child(client, &entry, "brackets");
            client.insert(&list, 2, bracket().to_string()).expect("it is done");
        }),
        Err(Refused::NotAnAct("an operation outside words and brackets"))
    );
    assert_eq!(
        attempt(&|client| {
            let entry = child(client, &brackets(client), &one.to_string());
            client.put(&entry, "withdrawn", true).expect("it is done");
        }),
        Err(Refused::NotAnAct("a bracket that is one question with others"))
    );
}
