//! What a draft reads like under what was decided and withdrawn.

use client_core::model::{
    Anchor, Bracket, BracketId, BracketState, Draft, DraftId, DraftKind, Inline, InlineExt, Paragraph, ParagraphId,
    ParagraphKind, Standings, read,
};
use uuid::Uuid;

const BRACKET: BracketId = BracketId(Uuid::from_u128(2));

/// `We [urgently ]act.`
fn draft(bracket: Bracket) -> Draft {
    let mut draft = Draft::new(DraftId(Uuid::from_u128(9)), "test", "Test", DraftKind::Draft);
    let mut operative = Paragraph::new(ParagraphId(Uuid::from_u128(1)), ParagraphKind::Operative);
    let [open, close] = [Anchor::Open(BRACKET), Anchor::Close(BRACKET)].map(Inline::Anchor);
    operative.content = vec![Inline::plain("We "), open, Inline::plain("urgently "), close, Inline::plain("act.")];
    draft.paragraphs.push(operative);
    draft.brackets.insert(BRACKET, bracket);
    draft
}

fn check(bracket: Bracket, standings: &Standings, state: BracketState, words: &str) {
    let draft = draft(bracket);
    assert_eq!(standings.of(&draft.brackets[&BRACKET]), state);
    assert_eq!(read(&draft, standings).paragraphs[0].content.words(), words);
}

#[test]
fn a_withdrawn_bracket_leaves_the_words_that_were_there_and_takes_those_that_came_with_it() {
    let none = Standings::default();
    let bracket = || Bracket { withdrawn: true, ..Bracket::new(BRACKET) };
    check(bracket(), &none, BracketState::Withdrawn, "We urgently act.");
    check(Bracket { inserts: true, ..bracket() }, &none, BracketState::Retracted, "We act.");
    check(Bracket { inserts: true, ..Bracket::new(BRACKET) }, &none, BracketState::Open, "We urgently act.");
}
