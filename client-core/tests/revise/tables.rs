//! Tables: the words of cells are written, rows come and go, and those that change places are told.

use client_core::{
    model::{
        Anchor, Bracket, Draft, DraftId, DraftKind, Inline, InlineExt, Paragraph, ParagraphId, ParagraphKind, Role,
        Standings,
    },
    revise::renewed,
};
use expect_test::{Expect, expect};
use proptest::prelude::*;
use uuid::Uuid;

use crate::{
    negotiation::{decided, negotiated},
    support::{Desk, bracket, cases, person, words},
};

/// A draft of one table between two paragraphs; rows by line, cells between bars, brackets as signs.
fn table(text: &str) -> Draft {
    let mut draft = Draft::new(DraftId(Uuid::from_u128(1)), "a", "A", DraftKind::Draft);
    let mut count = 0;
    let mut paragraph = |kind, parent, content: Vec<Inline>| {
        count += 1;
        let id = ParagraphId::derived(Uuid::from_u128(1), &format!("{count}"));
        draft.paragraphs.push(Paragraph { parent, content, ..Paragraph::new(id, kind) });
        id
    };
    let mut brackets = Vec::new();
    paragraph(ParagraphKind::Operative, None, vec![Inline::plain("We agree on this table.")]);
    let above = paragraph(ParagraphKind::Table, None, Vec::new());
    for line in text.lines() {
        let row = paragraph(ParagraphKind::Row, Some(above), Vec::new());
        for cell in line.split('|') {
            let mut content = Vec::new();
            for c in cell.trim().chars() {
                content.push(match c {
                    '[' => {
                        brackets.push(bracket(brackets.len() as u128 + 1));
                        Inline::Anchor(Anchor::Open(bracket(brackets.len() as u128)))
                    }
                    ']' => Inline::Anchor(Anchor::Close(bracket(brackets.len() as u128))),
                    c => Inline::plain(c.to_string()),
                });
            }
            paragraph(ParagraphKind::Cell, Some(row), content.normalised());
        }
    }
    paragraph(ParagraphKind::Operative, None, vec![Inline::plain("We thank the host.")]);
    draft.brackets = brackets.into_iter().map(|id| (id, Bracket::new(id))).collect();
    draft
}

#[track_caller]
fn check(role: Role, old: &str, new: &str, expect: Expect) {
    let (mut desk, version) = (Desk::new(&table(old)), renewed(table(new), "2"));
    let person = person(role, "Secretariat");
    let (prepared, _) = desk.apply(&version, &person);
    let mut told = desk.words().into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join("\n");
    prepared.left.iter().for_each(|left| told += &format!("\nleft: {}", left.code));
    expect.assert_eq(&told);
    assert_eq!(desk.apply(&version, &person).1, None, "the same version once more changes nothing");
}

#[test]
fn the_words_of_cells_change() {
    check(
        Role::Secretariat,
        "Item | When | Who\nReport | 2005 | ITU\nReview | | ITU",
        "Item | When | Who\nReport | [2006] | ITU\nReview | 2015 | ITU and others",
        expect![[r#"
            We agree on this table.
            Item
            When
            Who
            Report
            [2006]
            ITU
            Review
            2015
            ITU and others
            We thank the host."#]],
    );
}

#[test]
fn rows_come_and_go() {
    let (old, new) =
        ("Item | When\nReport | 2005\nReview | 2015", "Item | When\nReview | 2016\nStudy | [none] yet\nTalk |");
    check(
        Role::Chair,
        old,
        new,
        expect![[r#"
        We agree on this table.
        Item
        When
        Review
        2016
        Study
        [none] yet
        Talk
        We thank the host."#]],
    );
    check(
        Role::Secretariat,
        old,
        new,
        expect![[r#"
        We agree on this table.
        Item
        When
        [Report
        2005]
        Review
        2016
        [Study
        [none] yet]
        [Talk
        ]
        We thank the host.
        left: paragraph-to-take-in
        left: paragraph-to-take-in
        left: paragraph-to-delete"#]],
    );
}

#[test]
fn a_row_before_all_others() {
    check(
        Role::Chair,
        "Report | 2005",
        "Item | When\nReport | 2005",
        expect![[r#"
        We agree on this table.
        Item
        When
        Report
        2005
        We thank the host."#]],
    );
}

#[test]
fn a_heading_of_another_level_is_told() {
    let heading = |level: u8| {
        let mut draft = table("Item");
        let own = Paragraph { level, ..Paragraph::new(ParagraphId(Uuid::from_u128(9)), ParagraphKind::Heading) };
        draft.paragraphs.insert(0, Paragraph { content: vec![Inline::plain("What we agreed")], ..own });
        draft
    };
    let mut desk = Desk::new(&heading(1));
    let (prepared, stored) = desk.apply(&renewed(heading(2), "2"), &person(Role::Chair, "Chair"));
    let told: Vec<&str> = prepared.left.iter().map(|left| left.code).collect();
    assert_eq!((told, stored), (vec!["heading"], None));
}

/// A table, and what an editor made of it.
fn pairs() -> impl Strategy<Value = (Vec<Vec<String>>, Vec<Vec<String>>)> {
    let cell = || prop::sample::select(vec!["", "2005", "ITU", "all [States]", "the Report of 2005", "yes"]);
    let rows = (1..4_usize).prop_flat_map(move |columns| {
        prop::collection::vec(prop::collection::vec(cell().prop_map(str::to_owned), columns), 1..6)
    });
    let edits =
        prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), cell(), 0_u8..8), 0..4);
    (rows, edits).prop_map(|(old, edits)| {
        let mut new = old.clone();
        for (row, column, words, how) in edits {
            let n = row.index(new.len());
            match how {
                0 => {
                    let mut own = new[n].clone();
                    own[0] = words.to_owned();
                    new.insert(n, own);
                }
                1 if new.len() > 1 => drop(new.remove(n)),
                2 => new.rotate_left(n),
                _ => {
                    let at = column.index(new[n].len());
                    new[n][at] = words.to_owned();
                }
            }
        }
        (old, new)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), max_shrink_iters: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_table_reads_as_the_file_but_for_what_is_told((old, new) in pairs()) {
        let text = |rows: &[Vec<String>]| rows.iter().map(|row| row.join("|")).collect::<Vec<_>>().join("\n");
        let (old, new) = (table(&text(&old)), renewed(table(&text(&new)), "2"));
        let mut secretariat = Desk::new(&old);
        secretariat.apply(&new, &person(Role::Secretariat, "Secretariat"));
        assert_eq!(secretariat.apply(&new, &person(Role::Secretariat, "Secretariat")).1, None, "once more, the secretariat");
        let (mut desk, person) = (Desk::new(&old), person(Role::Chair, "Chair"));
        let (prepared, _) = desk.apply(&new, &person);
        let told: Vec<&str> = prepared.left.iter().map(|left| left.code).collect();
        if told.is_empty() {
            let filled = |words: Vec<String>| words.into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>();
            assert_eq!(filled(desk.words()), filled(words(&new, &Standings::default())));
            // The chair takes the same in where the secretariat has brought it in.
            secretariat.apply(&new, &person);
            assert_eq!(filled(secretariat.words()), filled(words(&new, &Standings::default())));
        }
        // Rows that change places are told, and a row has no words to be taken away where it has none.
        assert!(told.iter().all(|code| ["moved", "blank"].contains(code)), "{told:?}");
        assert_eq!(desk.apply(&new, &person).1, None, "once more changes nothing");
    }

    #[test]
    fn a_table_is_proposed_and_can_be_refused((old, new) in pairs()) {
        let text = |rows: &[Vec<String>]| rows.iter().map(|row| row.join("|")).collect::<Vec<_>>().join("\n");
        let (old, new) = (table(&text(&old)), renewed(table(&text(&new)), "2"));
        let (mut desk, person) = (negotiated(&old), person(Role::Secretariat, "Secretariat"));
        // A blank cell in which words were proposed and refused is one whose words went.
        let filled = |words: Vec<String>| words.into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>();
        let (before, was) = (desk.room.draft().expect("a draft"), filled(desk.words()));
        desk.apply(&new, &person);
        let refused = decided(&mut desk, &before, false);
        let then = desk.room.draft().expect("a draft");
        assert_eq!(filled(words(&then, &refused)), was, "without it it reads as before");
        assert_eq!(desk.apply(&new, &person).1, None, "once more changes nothing");
    }
}
