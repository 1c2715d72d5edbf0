//! What a delegation takes back of its own, by clients that are not bound to our acts.

use automerge::{ActorId, AutoCommit, LoadOptions, ObjId, ROOT, ReadDoc, TextEncoding, transaction::Transactable};
use client_core::{
    gate::{ACTOR as LENGTH, Index, Refused, Writer, vet},
    model::{
        Anchor, Bracket, BracketId, BracketState, ChoiceId, Delegation, Draft, DraftId, DraftKind, Inline,
        JoinedChoice, Paragraph, ParagraphId, ParagraphKind, ParagraphStanding, Person, PersonId, Phase, Role,
        Standings,
    },
    ops::{Act, Circumstances, OfferInstead, SplitBranches},
    schema::Document,
};
use uuid::Uuid;

const ACTOR: [u8; LENGTH] = [7; LENGTH];

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

fn bracket(n: u128) -> BracketId {
    BracketId(id(n))
}

fn person(name: &str, delegation: &str) -> Person {
    let delegation = Delegation(delegation.into());
    Person { id: PersonId(id(3)), name: name.into(), delegation, role: Role::Member }
}

/// `[one/two][three] and a[/b]`, a footnote of Ours and one of Another, and the question of the two brackets, by Ours.
fn draft() -> Draft {
    let mut draft = Draft::new(DraftId(id(9)), "test", "Test", DraftKind::Draft);
    let mut operative = Paragraph::new(ParagraphId(id(1)), ParagraphKind::Operative);
    let edges = |n, words: &str| {
        [Inline::Anchor(Anchor::Open(bracket(n))), Inline::plain(words), Inline::Anchor(Anchor::Close(bracket(n)))]
    };
    operative.content.extend(edges(11, "one/two"));
    operative.content.extend(edges(12, "three"));
    operative.content.push(Inline::plain(" and a"));
    operative.content.extend(edges(13, "/b"));
    operative.content.extend([21, 22].map(|n| Inline::Anchor(Anchor::Note(ParagraphId(id(n))))));
    draft.paragraphs.push(operative);
    for n in [11, 12, 13] {
        let by = if n == 12 { "Another" } else { "Ours" };
        draft.brackets.insert(bracket(n), Bracket { delegation: by.into(), ..Bracket::new(bracket(n)) });
    }
    for (n, by) in [(21, "Ours"), (22, "Another")] {
        let note = Paragraph::new(ParagraphId(id(n)), ParagraphKind::Note);
        draft.paragraphs.push(Paragraph { delegation: by.into(), ..note });
    }
    let choice = JoinedChoice {
        id: ChoiceId(id(31)),
        brackets: vec![bracket(11), bracket(12)],
        joined_by: "Alice".into(),
        delegation: "Ours".into(),
        joined_at: 3,
        withdrawn: false,
    };
    draft.choices.insert(choice.id, choice);
    draft
}

/// The draft after somebody of a delegation has made `one/two` a choice and offered b instead of a.
fn server(draft: &Draft, delegation: &str) -> Document {
    let mut document = Document::from_draft(draft, 0).expect("a draft can be written");
    document.set_actor(&[5; LENGTH]);
    let bob = person("Bob", delegation);
    let standings = Standings::default();
    let circumstances = Circumstances { person: &bob, standings: &standings, now: 4 };
    let offer = OfferInstead { id: bracket(14), bracket: bracket(13), from: 21 };
    Act::OfferInstead(offer).apply(&mut document, circumstances).expect("a member offers");
    let split = SplitBranches { bracket: bracket(11), at: vec![(ParagraphId(id(1)), 4)] };
    Act::SplitBranches(split).apply(&mut document, circumstances).expect("a member makes a choice");
    document.commit("prepared", 0);
    document
}

fn attempt_on(
    server: &mut Document,
    standings: &Standings,
    hostile: impl FnOnce(&mut AutoCommit),
) -> Result<(), Refused> {
    let index = Index::of(server).expect("it is a draft");
    let options = LoadOptions::new().text_encoding(TextEncoding::UnicodeCodePoint);
    let mut client = AutoCommit::load_with_options(&server.save(), options).expect("saved bytes load");
    client.set_actor(ActorId::from(&ACTOR[..]));
    hostile(&mut client);
    client.commit();
    let change = client.get_last_local_change().expect("a change");
    let alice = person("Alice", "Ours");
    let writer = Writer { person: &alice, actor: ACTOR, standings };
    vet(change.raw_bytes(), writer, &index, server).map(|_| ())
}

/// What the gate says of a change on the draft as Ours has prepared it, in a negotiation.
fn attempt(hostile: impl FnOnce(&mut AutoCommit)) -> Result<(), Refused> {
    let standings = Standings { phase: Phase::Negotiation, ..Standings::default() };
    attempt_on(&mut server(&draft(), "Ours"), &standings, hostile)
}

fn child(client: &AutoCommit, path: &[&str]) -> ObjId {
    path.iter().fold(ROOT, |parent, key| client.get(&parent, *key).expect("readable").expect("present").1)
}

fn put(client: &mut AutoCommit, map: &str, n: u128, key: &str, on: bool) {
    let entry = child(client, &[map, &id(n).to_string()]);
    client.put(&entry, key, on).expect("it is done");
}

fn text(client: &AutoCommit) -> ObjId {
    child(client, &["paragraphs", &id(1).to_string(), "text"])
}

/// Takes the line at an offset back, with or without its slash.
fn erase(client: &mut AutoCommit, at: usize, slash: &str) {
    let text = text(client);
    let line = client.get(&text, at).expect("readable").expect("present").1;
    client.put(&line, "withdrawn", true).expect("it is done");
    client.splice_text(&text, at + 1, 0, slash).expect("it is done");
}

#[test]
fn a_question_is_taken_apart_by_who_made_it_while_nothing_is_decided() {
    let part = |client: &mut AutoCommit| put(client, "choices", 31, "withdrawn", true);
    assert_eq!(attempt(part), Ok(()));
    let mut theirs = draft();
    theirs.choices.values_mut().for_each(|choice| choice.delegation = "Another".into());
    let verdict = attempt_on(&mut server(&theirs, "Ours"), &Standings::default(), part);
    assert_eq!(verdict, Err(Refused::NotAnAct("something of another delegation taken back")));
    let mut decided = Standings::default();
    decided.brackets.extend([(bracket(11), BracketState::Kept), (bracket(12), BracketState::Deleted)]);
    assert_eq!(attempt_on(&mut server(&draft(), "Ours"), &decided, part), Err(Refused::Settled));
    // It is not put together again by its old register, and nothing else of it changes.
    let outside = Refused::NotAnAct("an operation outside words and brackets");
    assert_eq!(attempt(|client| put(client, "choices", 31, "withdrawn", false)), Err(outside.clone()));
    assert_eq!(attempt(|client| put(client, "choices", 31, "at", true)), Err(outside));
    // Its brackets are one delegation's to withdraw again.
    let mut parted = draft();
    parted.choices.values_mut().for_each(|choice| choice.withdrawn = true);
    let withdraw = |client: &mut AutoCommit| put(client, "brackets", 11, "withdrawn", true);
    assert_eq!(attempt_on(&mut server(&parted, "Ours"), &Standings::default(), withdraw), Ok(()));
    let joined = Refused::NotAnAct("a bracket that is one question with others");
    assert_eq!(attempt(withdraw), Err(joined));
}

#[test]
fn lines_are_taken_back_by_who_drew_them_with_their_slashes() {
    assert_eq!(attempt(|client| erase(client, 4, "/")), Ok(()));
    assert_eq!(
        attempt(|client| {
            erase(client, 4, "/");
            put(client, "brackets", 11, "choice", false);
        }),
        Ok(())
    );
    // In a negotiation no other sign comes, and none elsewhere.
    for words in ["x", "//", "/x"] {
        assert_eq!(attempt(|client| erase(client, 4, words)), Err(Refused::ByBracketOnly), "{words}");
    }
    let elsewhere = |client: &mut AutoCommit| {
        erase(client, 4, "");
        let text = text(client);
        client.splice_text(&text, 2, 0, "/").expect("it is done");
    };
    assert_eq!(attempt(elsewhere), Err(Refused::ByBracketOnly));
    let another = attempt_on(&mut server(&draft(), "Another"), &Standings::default(), |client| erase(client, 4, "/"));
    assert_eq!(another, Err(Refused::NotAnAct("another's line between branches")));
    let mut decided = Standings::default();
    decided.brackets.insert(bracket(11), BracketState::Picked(Some(0)));
    let verdict = attempt_on(&mut server(&draft(), "Ours"), &decided, |client| erase(client, 4, "/"));
    assert_eq!(verdict, Err(Refused::Settled));
    let mut agreed = Standings::default();
    agreed.paragraphs.insert(ParagraphId(id(1)), ParagraphStanding::AgreedAdRef);
    let verdict = attempt_on(&mut server(&draft(), "Ours"), &agreed, |client| erase(client, 4, "/"));
    assert_eq!(verdict, Err(Refused::Agreed));
}

#[test]
fn a_bracket_is_a_choice_as_long_as_it_has_lines() {
    let kept = Refused::NotAnAct("a choice that keeps its branches");
    assert_eq!(attempt(|client| put(client, "brackets", 11, "choice", false)), Err(kept.clone()));
    // Another delegation has drawn one more.
    let mut both = server(&draft(), "Ours");
    let bob = person("Bob", "Another");
    let standings = Standings::default();
    let circumstances = Circumstances { person: &bob, standings: &standings, now: 4 };
    let split = SplitBranches { bracket: bracket(11), at: vec![(ParagraphId(id(1)), 2)] };
    Act::SplitBranches(split).apply(&mut both, circumstances).expect("a member draws a line");
    both.commit("prepared", 0);
    let verdict = attempt_on(&mut both, &standings, |client| {
        erase(client, 5, "/");
        put(client, "brackets", 11, "choice", false);
    });
    assert_eq!(verdict, Err(kept));
}

#[test]
fn an_offer_is_taken_back_whole() {
    // `…a` is followed by the line, then by the bracket `b`.
    let erase_offer = |client: &mut AutoCommit| {
        let text = text(client);
        let line = client.get(&text, 23).expect("readable").expect("present").1;
        client.put(&line, "withdrawn", true).expect("it is done");
        client.splice_text(&text, 25, 0, "/").expect("it is done");
    };
    let half = Refused::NotAnAct("half an offer taken back");
    assert_eq!(attempt(erase_offer), Err(half));
    let whole = attempt(|client| {
        erase_offer(client);
        put(client, "brackets", 14, "withdrawn", true);
    });
    assert_eq!(whole, Ok(()));
}

#[test]
fn a_line_is_drawn_in_ones_own_name() {
    let draw = |key: &'static str, value: &'static str| {
        attempt(|client| {
            let text = text(client);
            let block = client.split_block(&text, 2).expect("it is done");
            client.put(&block, "t", "or").expect("it is done");
            client.put(&block, "id", bracket(11).to_string()).expect("it is done");
            client.put(&block, key, value).expect("it is done");
        })
    };
    assert_eq!(draw("delegation", "Ours"), Ok(()));
    let refused = Refused::NotAnAct("a line between branches in another's name");
    for (key, value) in [("delegation", "Another"), ("slash", "x"), ("slash", "//"), ("in", "x")] {
        assert_eq!(draw(key, value), Err(refused.clone()), "{key} {value}");
    }
    assert_eq!(draw("colour", "red"), Err(Refused::NotAnAct("an anchor of an unknown kind")));
}

#[test]
fn a_footnote_is_taken_back_by_who_added_it_while_it_is_empty() {
    for on in [true, false] {
        assert_eq!(attempt(|client| put(client, "paragraphs", 21, "withdrawn", on)), Ok(()), "{on}");
    }
    let foreign = Refused::NotAnAct("something of another delegation taken back");
    for n in [22, 1] {
        assert_eq!(attempt(|client| put(client, "paragraphs", n, "withdrawn", true)), Err(foreign.clone()), "{n}");
    }
    let take_back = |client: &mut AutoCommit| put(client, "paragraphs", 21, "withdrawn", true);
    let mut written = draft();
    written.paragraphs[1].content = vec![Inline::plain("See annex.")];
    let verdict = attempt_on(&mut server(&written, "Ours"), &Standings::default(), take_back);
    assert_eq!(verdict, Err(Refused::NotEmpty));
    for n in [1, 21] {
        let mut agreed = Standings::default();
        agreed.paragraphs.insert(ParagraphId(id(n)), ParagraphStanding::AgreedAdRef);
        assert_eq!(attempt_on(&mut server(&draft(), "Ours"), &agreed, take_back), Err(Refused::Agreed), "{n}");
    }
    let outside = Refused::NotAnAct("an operation outside words and brackets");
    assert_eq!(attempt(|client| put(client, "paragraphs", 21, "kind", true)), Err(outside));
}
