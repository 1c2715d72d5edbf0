//! What the chair may decide of paragraphs, of replacements and of the draft's phase, and what it makes of the text.

use client_core::{
    model::{
        AlternativeSet, AlternativeSetId, Anchor, Bracket, BracketId, Decision, Delegation, Draft, DraftId, DraftKind,
        EntryId, Inline, InlineExt, Paragraph, ParagraphId, ParagraphKind, ParagraphStanding, Person, PersonId, Phase,
        Role, Standings, read,
    },
    record::{self, DecisionRefusal, Request},
};
use uuid::Uuid;

const BRACKET: BracketId = BracketId(Uuid::from_u128(20));
const SET: AlternativeSetId = AlternativeSetId(Uuid::from_u128(30));

fn id(n: u128) -> ParagraphId {
    ParagraphId(Uuid::from_u128(n))
}

/// 1 `We [act].`, 2 with an alternative, 3 `Nothing is open.`, 4 a placeholder.
fn draft() -> Draft {
    let mut draft = Draft::new(DraftId(Uuid::from_u128(9)), "test", "Test", DraftKind::Draft);
    let [open, close] = [Anchor::Open(BRACKET), Anchor::Close(BRACKET)].map(Inline::Anchor);
    let texts = [
        vec![Inline::plain("We "), open, Inline::plain("act"), close, Inline::plain(".")],
        vec![Inline::plain("The base.")],
        vec![Inline::plain("Nothing is open.")],
        vec![Inline::plain("……")],
        vec![Inline::plain("The alternative.")],
    ];
    for (n, content) in (1..).zip(texts) {
        let kind = if n == 4 { ParagraphKind::Placeholder } else { ParagraphKind::Operative };
        draft.paragraphs.push(Paragraph { content, ..Paragraph::new(id(n), kind) });
    }
    draft.paragraphs[4].variant_of = Some(SET);
    draft.alternatives.insert(SET, AlternativeSet { id: SET, base: vec![id(2)] });
    draft.brackets.insert(BRACKET, Bracket::new(BRACKET));
    draft
}

fn decide(standings: &mut Standings, decision: Decision) -> Result<(), DecisionRefusal> {
    let person = Person {
        id: PersonId(Uuid::from_u128(1)),
        name: "Clara".into(),
        delegation: Delegation("Chair".into()),
        role: Role::Chair,
    };
    let request = Request {
        id: EntryId(Uuid::from_u128(2)),
        decision,
        meeting: "1st meeting".into(),
        reason: String::new(),
        heads: Vec::new(),
    };
    record::check(&request, &person, &draft(), standings)?;
    standings.apply(&request.decision);
    Ok(())
}

/// Takes decisions one after the other; answers what came of the last.
fn check(decisions: &[Decision], last: Result<(), DecisionRefusal>) -> Standings {
    let mut standings = Standings::default();
    let (end, before) = decisions.split_last().expect("a decision");
    for decision in before {
        decide(&mut standings, decision.clone()).expect("allowed");
    }
    assert_eq!(decide(&mut standings, end.clone()), last, "{decisions:?}");
    standings
}

fn words(standings: &Standings, n: usize) -> String {
    read(&draft(), standings).paragraphs[n - 1].content.words()
}

#[test]
fn a_paragraph_is_agreed_when_nothing_in_it_is_open() {
    let keep = Decision::KeepBracket(BRACKET);
    let choose = Decision::ChooseAlternative(SET, None);
    check(&[Decision::AgreeAdRef(id(3))], Ok(()));
    check(&[Decision::AgreeAdRef(id(1))], Err(DecisionRefusal::StillOpen));
    check(&[Decision::Agree(id(2))], Err(DecisionRefusal::StillOpen));
    check(&[Decision::Agree(id(4))], Err(DecisionRefusal::StillOpen));
    check(&[Decision::Agree(id(99))], Err(DecisionRefusal::Unknown));
    check(&[keep.clone(), Decision::Agree(id(1))], Ok(()));
    check(&[choose, Decision::Agree(id(2))], Ok(()));
    // What a package decides first counts for what comes behind.
    check(&[Decision::Package(vec![keep.clone(), Decision::AgreeAdRef(id(1))])], Ok(()));
    check(&[Decision::Package(vec![Decision::AgreeAdRef(id(1)), keep])], Err(DecisionRefusal::StillOpen));
}

#[test]
fn what_stands_in_an_agreed_paragraph_waits_for_it_to_be_reopened() {
    let (keep, agree) = (Decision::KeepBracket(BRACKET), Decision::AgreeAdRef(id(1)));
    let reopen = Decision::ReopenBracket(BRACKET);
    let reopen_paragraph = Decision::ReopenParagraph(id(1));
    check(&[keep.clone(), agree.clone(), reopen.clone()], Err(DecisionRefusal::Agreed));
    check(&[keep, agree, reopen_paragraph.clone(), reopen], Ok(()));
    check(&[reopen_paragraph], Err(DecisionRefusal::AlreadyOpen));
}

#[test]
fn an_agreement_is_confirmed_and_suspended_and_reopened() {
    let (ad_ref, agree) = (Decision::AgreeAdRef(id(3)), Decision::Agree(id(3)));
    let (suspend, reopen) = (Decision::Suspend(id(3)), Decision::ReopenParagraph(id(3)));
    let standing = |decisions: &[Decision]| check(decisions, Ok(())).paragraphs.get(&id(3)).copied();
    assert_eq!(standing(std::slice::from_ref(&ad_ref)), Some(ParagraphStanding::AgreedAdRef));
    assert_eq!(standing(&[ad_ref.clone(), agree]), Some(ParagraphStanding::Agreed));
    assert_eq!(standing(&[ad_ref.clone(), suspend]), Some(ParagraphStanding::Suspended));
    assert_eq!(standing(&[ad_ref, reopen]), None);
}

#[test]
fn other_words_come_in_the_place_of_a_bracket_and_go_when_it_is_decided_otherwise() {
    let replace = |words: &str| Decision::ReplaceBracket { bracket: BRACKET, words: words.into() };
    assert_eq!(words(&check(&[replace("agree")], Ok(())), 1), "We agree.");
    assert_eq!(words(&check(&[replace("agree"), replace("decide")], Ok(())), 1), "We decide.");
    assert_eq!(words(&check(&[replace("agree"), Decision::KeepBracket(BRACKET)], Ok(())), 1), "We act.");
    assert_eq!(words(&check(&[replace("agree"), Decision::ReopenBracket(BRACKET)], Ok(())), 1), "We act.");
    check(&[replace("[agree]")], Err(DecisionRefusal::NotWords));
    check(&[replace("agree\n")], Err(DecisionRefusal::NotWords));
    check(&[replace(&"a".repeat(20_001))], Err(DecisionRefusal::TooLong));
}

#[test]
fn a_closed_negotiation_takes_no_decision_but_to_open_again() {
    let close = Decision::SetPhase(Phase::Closed);
    check(&[close.clone(), Decision::KeepBracket(BRACKET)], Err(DecisionRefusal::Closed));
    check(&[close.clone(), close.clone()], Err(DecisionRefusal::SamePhase));
    check(&[Decision::SetPhase(Phase::Drafting)], Err(DecisionRefusal::SamePhase));
    let standings = check(&[close, Decision::SetPhase(Phase::Negotiation), Decision::KeepBracket(BRACKET)], Ok(()));
    assert_eq!(standings.phase, Phase::Negotiation);
}

#[test]
fn why_and_where_is_what_people_can_read() {
    let chair = Person {
        id: PersonId(Uuid::from_u128(1)),
        name: "Clara".into(),
        delegation: Delegation("Chair".into()),
        role: Role::Chair,
    };
    let verdict = |meeting: &str, reason: &str| {
        let request = Request {
            id: EntryId(Uuid::from_u128(2)),
            decision: Decision::KeepBracket(BRACKET),
            meeting: meeting.into(),
            reason: reason.into(),
            heads: Vec::new(),
        };
        record::check(&request, &chair, &draft(), &Standings::default())
    };
    assert_eq!(verdict("3rd meeting", "Agreed in the room,\nafter a break."), Ok(()));
    for (meeting, reason) in [("3rd\nmeeting", ""), ("\u{1b}[2J", ""), ("", "so \u{1b}]0;x"), ("", "\u{202e}so")] {
        let refused = Err(DecisionRefusal::ControlCharacter);
        assert_eq!(verdict(meeting, reason), refused, "{meeting:?} {reason:?}");
    }
}
