//! The phase of negotiation: words change by bracket, for whoever keeps to the acts and for whoever does not; and what
//! comes too late for what was decided.

use automerge::{ActorId, AutoCommit, LoadOptions, ROOT, ReadDoc, TextEncoding, transaction::Transactable};
use client_core::{
    gate::{Index, Refused, Writer, vet},
    model::{
        Anchor, Bracket, BracketId, BracketState, Delegation, Draft, DraftId, DraftKind, Inline, Paragraph,
        ParagraphId, ParagraphKind, ParagraphStanding, Person, PersonId, Phase, Role, Standings, Wish,
    },
    ops::{Act, Circumstances, ProposeWords, Refusal, Splice, WithdrawBracket, is_free},
    schema::Document,
};
use uuid::Uuid;

const ACTOR: [u8; 16] = [7; 16];
const PARAGRAPH: ParagraphId = ParagraphId(Uuid::from_u128(1));

fn bracket(n: u128) -> BracketId {
    BracketId(Uuid::from_u128(n))
}

fn person(delegation: &str) -> Person {
    Person {
        id: PersonId(Uuid::from_u128(3)),
        name: "Alice".into(),
        delegation: Delegation(delegation.into()),
        role: Role::Member,
    }
}

fn negotiated() -> Standings {
    Standings { phase: Phase::Negotiation, ..Standings::default() }
}

/// One paragraph; `[` and `]` in `text` are the edges of a bracket of another delegation.
fn document(text: &str) -> Document {
    let mut draft = Draft::new(DraftId(Uuid::from_u128(9)), "test", "Test", DraftKind::Draft);
    let mut operative = Paragraph::new(PARAGRAPH, ParagraphKind::Operative);
    let theirs = bracket(2);
    for c in text.chars() {
        operative.content.push(match c {
            '[' => Inline::Anchor(Anchor::Open(theirs)),
            ']' => Inline::Anchor(Anchor::Close(theirs)),
            c => Inline::plain(c),
        });
    }
    if text.contains('[') {
        draft.brackets.insert(theirs, Bracket { delegation: "Theirs".into(), ..Bracket::new(theirs) });
    }
    draft.paragraphs.push(operative);
    Document::from_draft(&draft, 0).expect("a draft can be written")
}

/// The paragraph with its signs: `[+…+]` proposes words, `[-…-]` wishes them away, `[…]` is any other.
fn shown(document: &Document) -> String {
    let draft = document.hydrate().expect("a draft");
    let sign = |id: &BracketId| match draft.brackets.get(id) {
        Some(bracket) if bracket.withdrawn => "~",
        Some(bracket) if bracket.inserts => "+",
        Some(bracket) if bracket.wish == Wish::Delete => "-",
        _ => "",
    };
    let piece = |piece: &Inline| match piece {
        Inline::Text { text, .. } => text.clone(),
        Inline::Anchor(Anchor::Open(id)) => format!("[{}", sign(id)),
        Inline::Anchor(Anchor::Close(id)) => format!("{}]", sign(id)),
        Inline::Anchor(_) => "|".into(),
    };
    draft.paragraphs[0].content.iter().map(piece).collect()
}

/// What somebody types: where, how much goes, what comes.
type Typed = (usize, usize, &'static str);

fn propose(n: usize, (at, delete, insert): Typed) -> Act {
    let id = bracket(100 + n as u128);
    let (insert, reason) = (insert.into(), String::new());
    Act::ProposeWords(ProposeWords { id, paragraph: PARAGRAPH, at, delete, insert, reason })
}

/// Does acts as one delegation, each of which must pass the gate.
fn act_as(document: &mut Document, delegation: &str, standings: &Standings, acts: &[Act]) -> Result<(), Refusal> {
    let person = person(delegation);
    let mut client = document.clone();
    client.set_actor(&ACTOR);
    for act in acts {
        let index = Index::of(document).expect("it is a draft");
        act.apply(&mut client, Circumstances { person: &person, standings, now: 0 })?;
        let Some(change) = client.commit(act.name(), 0) else { continue };
        let writer = Writer { person: &person, actor: ACTOR, standings };
        let (_, after) = vet(change.raw_bytes(), writer, &index, document).expect("an act passes the gate");
        *document = after;
    }
    Ok(())
}

/// What a text looks like after one's own delegation has typed.
#[track_caller]
fn check(text: &str, typed: &[Typed], expected: &str) {
    let mut document = document(text);
    let acts: Vec<Act> = typed.iter().enumerate().map(|(n, typed)| propose(n, *typed)).collect();
    act_as(&mut document, "Ours", &negotiated(), &acts).expect("allowed");
    assert_eq!(shown(&document), expected);
}

#[test]
fn what_is_written_comes_in_a_bracket() {
    check("We act.", &[(3, 0, "must ")], "We [+must +]act.");
    check("We act.", &[(0, 0, "Today ")], "[+Today +]We act.");
    check("We act.", &[(7, 0, "现在")], "We act.[+现在+]");
    check("We act.", &[(3, 0, "")], "We [++]act.");
}

#[test]
fn what_is_deleted_stays_in_a_bracket_that_wishes_it_away() {
    check("We must act.", &[(3, 5, "")], "We [-must -]act.");
    check("We must act.", &[(3, 4, "shall")], "We [-must-][+shall+] act.");
    check("We [must] act.", &[(1, 5, "")], "W[-e [mu-]st] act.");
}

#[test]
fn ones_own_proposal_is_changed_as_it_is() {
    check("We act.", &[(3, 0, "must "), (5, 3, "ay")], "We [+may +]act.");
    check("We act.", &[(3, 0, "must "), (9, 0, "now ")], "We [+must now +]act.");
    check("We act.", &[(3, 0, "must "), (4, 5, "shall ")], "We [+shall +]act.");
    // Over its edge: what is one's own goes, the rest is bracketed.
    check("We act.", &[(3, 0, "must "), (4, 9, "")], "We [~~][-act-].");
}

#[test]
fn a_proposal_emptied_by_its_delegation_is_taken_back() {
    check("We act.", &[(3, 0, "must "), (4, 5, "")], "We [~~]act.");
}

#[test]
fn words_that_are_to_go_already_are_bracketed_once() {
    check("We must act.", &[(3, 5, ""), (4, 5, "")], "We [-must -]act.");
}

#[test]
fn a_proposal_of_others_is_theirs() {
    let mut document = document("We act.");
    act_as(&mut document, "Theirs", &negotiated(), &[propose(1, (3, 0, "must "))]).expect("allowed");
    act_as(&mut document, "Ours", &negotiated(), &[propose(2, (4, 4, "may"))]).expect("allowed");
    assert_eq!(shown(&document), "We [+[-must-][+may+] +]act.");
}

#[test]
fn a_splice_is_free_in_ones_own_proposal_alone() {
    let mut document = document("We act.");
    act_as(&mut document, "Ours", &negotiated(), &[propose(1, (3, 0, "must "))]).expect("allowed");
    let (ours, theirs, standings) = (person("Ours"), person("Theirs"), negotiated());
    let free = |person: &Person, at, delete| {
        is_free(&document, Circumstances { person, standings: &standings, now: 0 }, PARAGRAPH, at, delete)
    };
    assert_eq!(free(&ours, 4, 5), Ok(true));
    assert_eq!(free(&ours, 9, 0), Ok(true), "before the closing edge");
    assert_eq!(free(&ours, 10, 0), Ok(false), "behind it");
    assert_eq!(free(&ours, 4, 8), Ok(false), "over the edge");
    assert_eq!(free(&theirs, 5, 0), Ok(false));
    let act = |at| Act::Splice(Splice { paragraph: PARAGRAPH, at, delete: 0, insert: "x".into() });
    let circumstances = Circumstances { person: &ours, standings: &standings, now: 0 };
    assert_eq!(act(5).check(&document, circumstances), Ok(()));
    assert_eq!(act(0).check(&document, circumstances), Err(Refusal::ByBracketOnly));
}

#[test]
fn an_agreed_paragraph_and_a_closed_draft_are_left_alone() {
    let mut agreed = negotiated();
    agreed.paragraphs.insert(PARAGRAPH, ParagraphStanding::AgreedAdRef);
    let closed = Standings { phase: Phase::Closed, ..Standings::default() };
    let mut document = document("We act.");
    assert_eq!(act_as(&mut document, "Ours", &agreed, &[propose(1, (0, 0, "x"))]), Err(Refusal::Agreed));
    assert_eq!(act_as(&mut document, "Ours", &closed, &[propose(1, (0, 0, "x"))]), Err(Refusal::Closed));
    let bracket = WithdrawBracket { bracket: bracket(2) };
    assert_eq!(act_as(&mut document, "Ours", &closed, &[Act::WithdrawBracket(bracket)]), Err(Refusal::Closed));
}

/// What the gate says of a change by a client that keeps to nothing.
fn attempt(
    text: &str,
    standings: &Standings,
    hostile: impl FnOnce(&mut AutoCommit, &automerge::ObjId),
) -> Result<(), Refused> {
    let mut server = document(text);
    let index = Index::of(&mut server).expect("it is a draft");
    let options = LoadOptions::new().text_encoding(TextEncoding::UnicodeCodePoint);
    let mut client = AutoCommit::load_with_options(&server.save(), options).expect("saved bytes load");
    client.set_actor(ActorId::from(ACTOR));
    let child = |parent: &automerge::ObjId, key: &str| client.get(parent, key).expect("readable").expect("present").1;
    let text = child(&child(&child(&ROOT, "paragraphs"), &PARAGRAPH.to_string()), "text");
    hostile(&mut client, &text);
    client.commit();
    let change = client.get_last_local_change().expect("a change");
    let person = person("Ours");
    vet(change.raw_bytes(), Writer { person: &person, actor: ACTOR, standings }, &index, &mut server).map(drop)
}

/// Opens a bracket that says to have proposed the words from `from` to `to`.
fn claim(client: &mut AutoCommit, text: &automerge::ObjId, from: usize, to: usize) {
    let id = bracket(77).to_string();
    for (at, kind) in [(to, "close"), (from, "open")] {
        let block = client.split_block(text, at).expect("it is done");
        client.put(&block, "t", kind).expect("it is done");
        client.put(&block, "id", id.as_str()).expect("it is done");
    }
    let brackets = client.get(&ROOT, "brackets").expect("readable").expect("present").1;
    let entry = client.put_object(&brackets, id, automerge::ObjType::Map).expect("it is done");
    client.put(&entry, "by", "Alice").expect("it is done");
    client.put(&entry, "delegation", "Ours").expect("it is done");
    client.put(&entry, "at", 0).expect("it is done");
    client.put(&entry, "wish", "retain").expect("it is done");
    client.put(&entry, "inserts", true).expect("it is done");
}

#[test]
fn a_modified_client_changes_no_word_without_a_bracket() {
    let insert = |client: &mut AutoCommit, text: &automerge::ObjId| client.splice_text(text, 3, 0, "x").expect("done");
    let delete = |client: &mut AutoCommit, text: &automerge::ObjId| client.splice_text(text, 3, 1, "").expect("done");
    assert_eq!(attempt("We act.", &negotiated(), insert), Err(Refused::ByBracketOnly));
    assert_eq!(attempt("We act.", &negotiated(), delete), Err(Refused::ByBracketOnly));
    assert_eq!(
        attempt("We [act].", &negotiated(), |c, t| c.splice_text(t, 5, 0, "x").expect("done")),
        Err(Refused::ByBracketOnly)
    );
    assert_eq!(attempt("We act.", &Standings::default(), insert), Ok(()));
    let beside = attempt("We act.", &negotiated(), |client, text| {
        claim(client, text, 3, 3);
        client.splice_text(text, 0, 0, "x").expect("done");
    });
    assert_eq!(beside, Err(Refused::ByBracketOnly));
    let bold = attempt("We act.", &negotiated(), |client, text| {
        let mark = automerge::marks::Mark::new("bold".into(), true, 0, 2);
        client.mark(text, mark, automerge::marks::ExpandMark::After).expect("done");
    });
    assert_eq!(bold, Err(Refused::ByBracketOnly));
}

#[test]
fn words_beside_bold_ones_are_proposed_like_others() {
    let mut draft = Draft::new(DraftId(Uuid::from_u128(9)), "test", "Test", DraftKind::Draft);
    let mut operative = Paragraph::new(PARAGRAPH, ParagraphKind::Operative);
    operative.content =
        vec![Inline::bold("We reaffirm"), Inline::plain(", and "), Inline::bold("recall"), Inline::plain(".")];
    draft.paragraphs.push(operative);
    let mut document = Document::from_draft(&draft, 0).expect("a draft can be written");
    act_as(&mut document, "Ours", &negotiated(), &[propose(1, (13, 3, "or"))]).expect("allowed");
    assert_eq!(shown(&document), "We reaffirm, [-and-][+or+] recall.");
}

#[test]
fn nobody_claims_words_that_stood_there_before() {
    let claimed = Err(Refused::NotAnAct("a proposal of words that stood there before"));
    for standings in [Standings::default(), negotiated()] {
        assert_eq!(attempt("We act.", &standings, |client, text| claim(client, text, 0, 2)), claimed);
        assert_eq!(attempt("We act.", &standings, |client, text| claim(client, text, 2, 2)), Ok(()));
    }
}

#[test]
fn what_comes_too_late_for_a_decision_is_refused() {
    let inside = |client: &mut AutoCommit, text: &automerge::ObjId| client.splice_text(text, 5, 0, "x").expect("done");
    let outside = |client: &mut AutoCommit, text: &automerge::ObjId| client.splice_text(text, 0, 0, "x").expect("done");
    let mut standings = Standings::default();
    standings.brackets.insert(bracket(2), BracketState::Deleted);
    assert_eq!(attempt("We [act].", &standings, inside), Err(Refused::Late));
    assert_eq!(attempt("We [act].", &standings, outside), Ok(()));
    standings.brackets.insert(bracket(2), BracketState::Kept);
    assert_eq!(attempt("We [act].", &standings, inside), Ok(()));
    standings.paragraphs.insert(PARAGRAPH, ParagraphStanding::Agreed);
    assert_eq!(attempt("We [act].", &standings, outside), Err(Refused::Agreed));
    let closed = Standings { phase: Phase::Closed, ..Standings::default() };
    assert_eq!(attempt("We [act].", &closed, outside), Err(Refused::Closed));
}
