//! What the caller chooses.

use client_core::model::{
    Audience, Change, Comment, CommentEntry, CommentId, CommentKind, CommentPlace, Decision, LabelScheme, PersonId,
    Proposal, ProposalId, Resolution, Standings, Target,
};
use client_core_export::{
    Mode,
    compose::{Options, Source, compose},
};
use expect_test::expect;
use uuid::Uuid;

use crate::support::*;

#[test]
fn the_label_scheme() {
    let draft = draft("9. The first version.\n\nAlt 9. The second version.\n\nAlt 9. The third version.\n");
    for (scheme, expected) in [
        (
            LabelScheme::Alt,
            expect![[r#"
            9. The first version.
            Alt 9A The second version.
            Alt 9B The third version.
        "#]],
        ),
        (
            LabelScheme::Option,
            expect![[r#"
            9. Option 1 The first version.
            Option 2 The second version.
            Option 3 The third version.
        "#]],
        ),
        (
            LabelScheme::EditorialManual,
            expect![[r#"
            9. [The first version.]
            9 bis. [The second version.]
            9 ter. [The third version.]
        "#]],
        ),
    ] {
        check(&draft, &Options { scheme: Some(scheme), ..Options::default() }, expected);
    }
}

#[test]
fn columns_are_there_when_they_are_asked_for() {
    let mut draft = draft("1. One.\n\n2. Two.\n");
    draft.paragraphs[0].idea = Some("Peace".into());
    draft.paragraphs[0].sources = vec!["C1".into(), "G/OS".into()];
    let standings = Standings::default();
    let source = Source::new(&draft, &standings);
    let edition = compose(&source, &Options { columns: true, ..Options::default() }).expect("composed");
    expect![[r#"
        Some(
            Columns {
                idea: "Idea",
                text: "Text",
                source: "Source",
            },
        )
    "#]]
    .assert_debug_eq(&edition.columns);
    let paragraph = |edition: &client_core_export::edition::Edition| match &edition.blocks[0] {
        client_core_export::edition::Block::Paragraph(paragraph) => (paragraph.idea.clone(), paragraph.sources.clone()),
        client_core_export::edition::Block::Table(_) => unreachable!("a paragraph"),
    };
    assert_eq!(paragraph(&edition), ("Peace".to_owned(), vec!["C1".to_owned(), "G/OS".to_owned()]));
    let plain = compose(&source, &Options::default()).expect("composed");
    assert_eq!((plain.columns.as_ref(), paragraph(&plain)), (None, Default::default()));
}

fn comment(id: u128, thread: u128, place: CommentPlace, quoted: &str, text: &str) -> CommentEntry {
    CommentEntry::Said(Comment {
        id: CommentId(Uuid::from_u128(id)),
        seq: 1,
        thread: CommentId(Uuid::from_u128(thread)),
        kind: CommentKind::Remark,
        audience: Audience::Everybody,
        author: PersonId(Uuid::from_u128(1)),
        by: "Dalia".into(),
        delegation: "Coastal Group".into(),
        at: MORNING,
        place,
        quoted: quoted.into(),
        text: text.into(),
    })
}

#[test]
fn threads_stand_around_their_words() {
    let draft = draft("1. We [solemnly] reaffirm our commitment.\n\n2. Two.\n");
    let first = draft.paragraphs[0].id;
    let words = |from: &str| CommentPlace::Words { paragraph: first, from: from.into(), to: String::new() };
    let gone = client_core::model::ParagraphId(Uuid::from_u128(99));
    let comments = [
        comment(1, 1, CommentPlace::Paragraph(draft.paragraphs[1].id), "", "On the paragraph."),
        comment(2, 2, words("x"), "We solemnly reaffirm", "On words, a sign between them."),
        comment(3, 3, CommentPlace::Bracket(bracket(&draft, "solemnly")), "", "On the bracket."),
        comment(4, 2, CommentPlace::Draft, "", "An answer."),
        comment(5, 5, CommentPlace::Draft, "", "On everything."),
        comment(6, 6, CommentPlace::Paragraph(gone), "", "On what is not there."),
        comment(7, 7, words("x"), "no such words", "On words that are gone."),
        comment(8, 8, words("y"), "", "On words whose place is known."),
        CommentEntry::Settled(Resolution {
            id: CommentId(Uuid::from_u128(9)),
            seq: 9,
            thread: CommentId(Uuid::from_u128(3)),
            resolved: true,
            author: PersonId(Uuid::from_u128(1)),
            by: "Dalia".into(),
            delegation: "Coastal Group".into(),
            at: MORNING,
        }),
    ];
    let standings = Standings::default();
    let spots = [(CommentId(Uuid::from_u128(8)), 14..23)];
    let source = Source { comments: &comments, spots: &spots, ..Source::new(&draft, &standings) };
    let options = Options { comments: true, ..Options::default() };
    check_source(
        &source,
        &options,
        expect![[r#"
        1. <1:<2:We <3:[solemnly]:3> <4:reaffirm:1> :4>our commitment.:2>
        2. <5:Two.:5>
    "#]],
    );
    let edition = compose(&source, &options).expect("composed");
    let told: Vec<String> = edition
        .threads
        .iter()
        .map(|thread| {
            let said: Vec<&str> = thread.remarks.iter().map(|remark| remark.text.as_str()).collect();
            format!("{} {} {:?}", thread.paragraph.is_some(), thread.resolved, said)
        })
        .collect();
    expect![[r#"
        [
            "false false [\"On everything.\"]",
            "true false [\"On words, a sign between them.\", \"An answer.\"]",
            "true false [\"On words that are gone.\"]",
            "true true [\"On the bracket.\"]",
            "true false [\"On words whose place is known.\"]",
            "true false [\"On the paragraph.\"]",
            "true false [\"On what is not there.\"]",
        ]
    "#]]
    .assert_debug_eq(&told);
    assert_eq!(compose(&source, &Options::default()).expect("composed").threads, []);
}

#[test]
fn numbers_anew_with_a_concordance() {
    let mut draft = draft(
        "1. One.\n\n1 bis. Between.\n\n2. [Two.]\n\n3. Three:\n\n(a) first;\n\n(b) [second;]\n\n(c) third.\n\n4. Four.\n\nAlt 4. Another four.\n\n5. Five.\n",
    );
    let id = ProposalId(Uuid::from_u128(1));
    let change = Change::Move { paragraph: draft.paragraphs[0].id, to: Target::After(draft.paragraphs[2].id) };
    let (by, delegation) = (String::new(), "Peru".to_owned());
    let proposal = Proposal { id, change, by, delegation, at: 1, reason: String::new(), withdrawn: false };
    draft.proposals.insert(id, proposal);
    let mut standings = Standings::default();
    let set = *draft.alternatives.keys().next().expect("a set");
    let variant = draft.variants(set).next().expect("a variant").id;
    let decisions = [
        Decision::DeleteBracket(bracket(&draft, "Two.")),
        Decision::DeleteBracket(bracket(&draft, "second;")),
        Decision::AcceptProposal(id),
        Decision::ChooseAlternative(set, Some(variant)),
    ];
    let entries: Vec<_> = decisions.into_iter().map(|decision| decide(&draft, &mut standings, decision)).collect();
    let source = Source { entries: &entries, ..Source::new(&draft, &standings) };
    let options = Options { mode: Mode::Final, renumber: true, ..Options::default() };
    check_source(
        &source,
        &options,
        expect![[r#"
        1. Between.
        2. One.
        3. Three:
        a. first;
        b. third.
        4. Another four.
        5. Five.
    "#]],
    );
    let edition = compose(&source, &options).expect("composed");
    let lines: Vec<String> = edition
        .concordance
        .iter()
        .map(|line| {
            let contributors = line.contributors.join(", ");
            format!("{} -> {} | {contributors} | {}", line.before, line.after, line.reason)
        })
        .collect();
    expect![[r#"
        [
            "1 bis. -> 1. |  | ",
            "2. ->  |  | ",
            "1. -> 2. | Peru | The room agreed.",
            "3. -> 3. |  | ",
            "b. ->  |  | ",
            "c. -> b. |  | ",
            "4. ->  |  | The room agreed.",
            "Alt 4 -> 4. |  | The room agreed.",
            "5. -> 5. |  | ",
        ]
    "#]]
    .assert_debug_eq(&lines);
    // Without it numbers do not move.
    check_source(
        &source,
        &Options { mode: Mode::Final, ..Options::default() },
        expect![[r#"
        1 bis. Between.
        1. One.
        3. Three:
        a. first;
        c. third.
        4. Another four.
        5. Five.
    "#]],
    );
}

#[test]
fn what_is_said_in_the_language_of_labels() {
    let draft = draft("1. One.\n");
    let status = |labels: &str| {
        let options = Options { mode: Mode::Compilation, labels: Some(labels.into()), ..Options::default() };
        compose(&Source::new(&draft, &Standings::default()), &options).expect("composed").header.status
    };
    let found = ["en", "fr-CA", "es", "ru", "zh-Hans", "ar", "de"].map(status);
    expect![[r#"
        [
            "Compilation text",
            "Texte de compilation",
            "Texto de compilación",
            "Компиляционный текст",
            "汇编案文",
            "نص تجميعي",
            "Compilation text",
        ]
    "#]]
    .assert_debug_eq(&found);
}
