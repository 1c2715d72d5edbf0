//! The formats that lose nothing, with drafts as negotiations leave them and of the size that conferences reach.

use adref_tests::{
    cop21::{Case, generate},
    plan::{beginning, plans, played},
};
use client_core::{
    import::import,
    model::{Anchor, BracketId, Draft, Inline, PositionId, Stance, Topic, Written, holding},
    record,
    schema::Document,
};
use client_core_export::{
    akn::{self, AknOptions},
    json,
    whole::Whole,
};
use proptest::prelude::*;
use uuid::Uuid;

const OPTIONS: AknOptions = AknOptions { date: 0, labels: None };

/// Both formats give the same back.
fn comes_back(whole: &Whole) {
    assert_eq!(whole.check(), Ok(()));
    assert_eq!(json::read(&json::write(whole)).as_ref(), Ok(whole));
    let read = akn::read(&akn::write(whole, &OPTIONS)).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(&read.whole, whole);
}

#[test]
fn drafts_of_the_size_of_cop21_come_back_the_same() {
    for case in Case::ALL {
        let imported = import(&format!("{}.txt", case.name), generate(case).text.as_bytes()).expect("it is a text");
        for draft in imported.drafts {
            assert!(draft.brackets.len() > case.brackets / 2);
            comes_back(&Whole { draft, standings: Default::default(), record: Vec::new() });
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// People wrote at the same time, some of them offline; brackets, positions, proposals, footnotes, decisions.
    #[test]
    fn a_negotiated_draft_comes_back_the_same_with_its_record(plan in plans(40)) {
        let network = played(&plan).map_err(TestCaseError::fail)?;
        let mut room = network.room;
        let found = room.draft().map_err(|error| TestCaseError::fail(error.to_string()))?;
        let draft = Draft::clone(&found);
        let record = room.entries().to_vec();
        let whole = Whole { draft, standings: record::fold(&record), record };
        comes_back(&whole);
        // And it can be kept again, anew: all but the counters of when a position was written.
        let kept = Document::from_draft(&whole.draft, 0).and_then(|document| document.hydrate());
        let mut kept = kept.map_err(|error| TestCaseError::fail(error.to_string()))?;
        let held = |draft: &Draft| -> Vec<(Topic, String, PositionId)> {
            let all = holding(draft.positions.values()).into_iter();
            all.flat_map(|(topic, by)| by.into_iter().map(move |(who, said)| (topic, who.to_owned(), said.id))).collect()
        };
        prop_assert_eq!(held(&kept), held(&whole.draft));
        for (id, position) in &mut kept.positions {
            position.written = whole.draft.positions.get(id).map(|before| before.written.clone()).unwrap_or_default();
        }
        kept.label_scheme = whole.draft.label_scheme;
        prop_assert_eq!(kept, whole.draft);
    }
}

#[test]
fn a_line_that_was_taken_back_is_none_in_a_document_made_anew() {
    let mut draft = beginning();
    let bracket = client_core::model::Bracket::new(BracketId(Uuid::from_u128(7)));
    let anchors = [Anchor::Open(bracket.id), Anchor::Erased(bracket.id), Anchor::Close(bracket.id)];
    draft.paragraphs[0].content.extend(anchors.map(Inline::Anchor));
    draft.brackets.insert(bracket.id, bracket);
    let kept = Document::from_draft(&draft, 0).and_then(|document| document.hydrate()).expect("a document");
    assert_eq!(kept.paragraphs[0].content, draft.paragraphs[0].content);
}

#[test]
fn of_two_statements_the_newer_one_holds_in_a_document_made_anew() {
    let mut draft = beginning();
    let bracket = client_core::model::Bracket::new(BracketId(Uuid::from_u128(7)));
    draft.paragraphs[0].content.extend([Anchor::Open(bracket.id), Anchor::Close(bracket.id)].map(Inline::Anchor));
    // The newer one has the smaller identity.
    for (id, counter, stance) in [(2, 10, Stance::Retain), (1, 20, Stance::Delete)] {
        let position = client_core::model::Position {
            id: PositionId(Uuid::from_u128(id)),
            subject: Topic::Bracket(bracket.id),
            delegation: "EU".into(),
            by: "Alice".into(),
            at: 0,
            stance: Some(stance),
            preference: None,
            reason: String::new(),
            written: Written { counter, actor: vec![1] },
        };
        draft.positions.insert(position.id, position);
    }
    draft.brackets.insert(bracket.id, bracket);
    let kept = Document::from_draft(&draft, 0).and_then(|document| document.hydrate()).expect("a document");
    let held = holding(kept.positions.values());
    let said = held.values().flat_map(|by| by.values()).map(|position| position.stance).collect::<Vec<_>>();
    assert_eq!(said, [Some(Stance::Delete)]);
}
