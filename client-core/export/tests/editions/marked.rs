//! What came and went between two moments, and in whose name.

use client_core::model::{BracketId, Decision, Draft, Entry, Standings, Wish};
use client_core_export::{
    Mode,
    compose::{Contribution, Options, Source},
};
use expect_test::{Expect, expect};
use uuid::Uuid;

use crate::support::*;

/// Two moments and what happened between.
struct Between<'a> {
    before: &'a Draft,
    after: &'a Draft,
    standings: Standings,
    entries: Vec<Entry>,
    contributions: Vec<Contribution>,
}

impl<'a> Between<'a> {
    fn new(before: &'a Draft, after: &'a Draft) -> Self {
        let (standings, entries, contributions) = Default::default();
        Self { before, after, standings, entries, contributions }
    }

    fn decide(mut self, decision: Decision) -> Self {
        let entry = decide(self.after, &mut self.standings, decision);
        self.entries.push(entry);
        self
    }

    fn wrote(mut self, delegation: &str, paragraph: usize) -> Self {
        let (delegation, paragraphs) = (delegation.into(), vec![self.after.paragraphs[paragraph].id]);
        self.contributions.push(Contribution { at: MORNING, delegation, paragraphs });
        self
    }

    #[track_caller]
    fn check(self, expected: Expect) {
        let then = Standings::default();
        let source = Source {
            against: Some((self.before, &then)),
            entries: &self.entries,
            contributions: &self.contributions,
            ..Source::new(self.after, &self.standings)
        };
        check_source(&source, &Options { mode: Mode::Marked, ..Options::default() }, expected);
    }
}

#[test]
fn nothing_is_marked_where_nothing_changed() {
    let draft = draft("1. We [solemnly] reaffirm.\n");
    Between::new(&draft, &draft).check(expect![[r#"
        1. We [solemnly] reaffirm.
    "#]]);
}

#[test]
fn words_that_somebody_wrote() {
    let before = draft("1. We reaffirm our commitment to peace.\n\n2. 我们重申对和平的承诺。\n");
    let mut after = before.clone();
    rewrite(&mut after, "reaffirm our commitment", "recall our firm commitment");
    rewrite(&mut after, "重申对和平", "回顾对发展");
    Between::new(&before, &after).wrote("EU", 0).wrote("US", 0).check(expect![[r#"
        1. We {-reaffirm|EU, US-}{+recall|EU, US+} our {+firm |EU, US+}commitment to peace.
        2. 我们{-重申对和平|unknown-}{+回顾对发展|unknown+}的承诺。
    "#]]);
}

#[test]
fn brackets_that_came_and_what_was_decided() {
    let before = draft("1. We [solemnly] reaffirm the [old] rules, [or not], and act.\n");
    let mut after = before.clone();
    enclose(&mut after, "act", 7, "G77", Wish::Delete);
    let id = |words: &str| bracket(&before, words);
    Between::new(&before, &after)
        .decide(Decision::KeepBracket(id("solemnly")))
        .decide(Decision::DeleteBracket(id("or not")))
        .decide(Decision::ReplaceBracket { bracket: id("old"), words: "new".into() })
        .check(expect![[r#"
            1. We {-[|Chair-}solemnly{-]|Chair-} reaffirm the {-[old]|Chair-}{+new|Chair+} rules{-, [or not]|Chair-}, and {+[|G77+}act{+]|G77+}.
        "#]]);
}

#[test]
fn words_that_came_with_their_bracket() {
    let before = draft("1. We reaffirm.\n");
    let mut after = before.clone();
    rewrite(&mut after, "We ", "We solemnly ");
    enclose(&mut after, "solemnly ", 7, "G77", Wish::Retain);
    after.brackets.get_mut(&BracketId(Uuid::from_u128(7))).expect("there").inserts = true;
    Between::new(&before, &after).wrote("G77", 0).check(expect![[r#"
        1. We {+[solemnly ]|G77+}reaffirm.
    "#]]);
    // Taken back, they go in the name of whom they came from.
    let mut later = after.clone();
    later.brackets.get_mut(&BracketId(Uuid::from_u128(7))).expect("there").withdrawn = true;
    Between::new(&after, &later).check(expect![[r#"
        1. We {-[solemnly ]|G77-}reaffirm.
    "#]]);
}

#[test]
fn paragraphs_that_came_went_and_changed_places() {
    let before = draft("1. One.\n\n2. Two.\n\n3. Three.\n\n4. Four.\n");
    let mut after = before.clone();
    after.paragraphs.remove(1);
    let first = after.paragraphs.remove(0);
    after.paragraphs.push(first);
    let mut fifth = after.paragraphs[0].clone();
    fifth.id = client_core::model::ParagraphId(Uuid::from_u128(5));
    fifth.numeral = None;
    after.paragraphs.push(fifth);
    let fifth = after.paragraphs.len() - 1;
    Between::new(&before, &after).wrote("Peru", fifth).check(expect![[r#"
        {-1. |unknown-}{-One.|unknown-}
        {-2. |unknown-}{-Two.|unknown-}
        3. Three.
        4. Four.
        {+1. |unknown+}{+One.|unknown+}
        {+|Peru+}{+Three.|Peru+}
    "#]]);
}

#[test]
fn a_version_that_was_chosen() {
    let before = draft("9. The first version.\n\nAlt 9. The second version.\n\n10. The next.\n");
    let set = *before.alternatives.keys().next().expect("a set");
    let variant = before.variants(set).next().expect("a variant").id;
    Between::new(&before, &before).decide(Decision::ChooseAlternative(set, Some(variant))).check(expect![[r#"
        {-9. |Chair-}{-The first version.|Chair-}
        Alt 9 The second version.
        10. The next.
    "#]]);
}
