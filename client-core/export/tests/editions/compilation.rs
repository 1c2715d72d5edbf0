//! Who proposes what, and who says what of it (domain.md, "Attribution grammar").

use client_core::model::{
    Change, Directory, DirectoryEntry, Inline, Paragraph, ParagraphId, ParagraphKind, Preference, Proposal, ProposalId,
    Stance, Standings, Target, Topic, Wish,
};
use client_core_export::{
    Mode,
    compose::{Options, Source, compose},
    html,
};
use expect_test::expect;
use uuid::Uuid;

use crate::support::*;

fn options() -> Options {
    Options { mode: Mode::Compilation, ..Options::default() }
}

#[test]
fn who_proposes_and_who_says_what() {
    let mut draft = draft("1. To eradicate [extreme] poverty.\n");
    let topic = Topic::Bracket(bracket(&draft, "extreme"));
    check(
        &draft,
        &options(),
        expect![[r#"
        1. To eradicate [extreme] poverty.
    "#]],
    );
    open(&mut draft, "extreme", "US", Wish::Retain);
    check(
        &draft,
        &options(),
        expect![[r#"
        1. To eradicate [extreme - US] poverty.
    "#]],
    );
    say(&mut draft, topic, "G77", Stance::Delete, None);
    check(
        &draft,
        &options(),
        expect![[r#"
        1. To eradicate [extreme - US; G77 delete] poverty.
    "#]],
    );
    say(&mut draft, topic, "EU", Stance::Retain, None);
    say(&mut draft, topic, "Australia", Stance::Retain, None);
    say(&mut draft, topic, "Japan", Stance::Reserve, None);
    say(&mut draft, topic, "Norway", Stance::CanAccept, None);
    check(
        &draft,
        &options(),
        expect![[r#"
        1. To eradicate [extreme - US; Australia, EU retain; Norway can accept; Japan reserve; G77 delete] poverty.
    "#]],
    );
    // A delegation may turn against what it proposed.
    say(&mut draft, topic, "US", Stance::Delete, None);
    check(
        &draft,
        &options(),
        expect![[r#"
        1. To eradicate [extreme - Australia, EU retain; Norway can accept; Japan reserve; G77, US delete] poverty.
    "#]],
    );
}

#[test]
fn the_branches_of_a_choice() {
    let mut draft = split(
        &draft("1. [changing unsustainable/promoting sustainable] patterns\n"),
        "changing unsustainable/promoting sustainable",
    );
    let words = "changing unsustainable/promoting sustainable";
    open(&mut draft, words, "US", Wish::Choose);
    let topic = Topic::Bracket(bracket(&draft, words));
    check(
        &draft,
        &options(),
        expect![[r#"
        1. [changing unsustainable/promoting sustainable] patterns
    "#]],
    );
    let branch = |branch| Some(Preference::Branch { branch, of: 2 });
    say(&mut draft, topic, "EU", Stance::Retain, branch(Some(0)));
    say(&mut draft, topic, "G77", Stance::Retain, branch(Some(0)));
    say(&mut draft, topic, "US", Stance::Retain, branch(Some(1)));
    check(
        &draft,
        &options(),
        expect![[r#"
        1. [changing unsustainable - EU, G77 retain / promoting sustainable - US] patterns
    "#]],
    );
    say(&mut draft, topic, "Spain", Stance::Retain, branch(None));
    say(&mut draft, topic, "Japan", Stance::Delete, None);
    say(&mut draft, topic, "Norway", Stance::Reserve, None);
    check(
        &draft,
        &options(),
        expect![[r#"
        1. [changing unsustainable - EU, G77 retain / promoting sustainable - US / no text - Spain, Japan (Norway reserve)] patterns
    "#]],
    );
}

#[test]
fn what_is_proposed_to_come_and_to_go_is_marked() {
    let mut draft = draft("1. We [solemnly] reaffirm [the outcome of [all] summits] and [the] rules.\n");
    propose(&mut draft, "solemnly", "EU");
    propose(&mut draft, "the outcome of all summits", "G77");
    open(&mut draft, "all", "US", Wish::Delete);
    open(&mut draft, "the", "US", Wish::Delete);
    check(
        &draft,
        &options(),
        expect![[r#"
            1. We {+[solemnly - EU]|EU+} reaffirm {+[the outcome of [all - US delete] summits - G77]|G77+} and {-[the - US delete]|US-} rules.
        "#]],
    );
    // As it stands, nobody is named and nothing is marked.
    check(
        &draft,
        &Options::default(),
        expect![[r#"
        1. We [solemnly] reaffirm [the outcome of [all] summits] and [the] rules.
    "#]],
    );
    check(
        &draft,
        &Options { attribution: Some(true), ..Options::default() },
        expect![[r#"
        1. We [solemnly - EU] reaffirm [the outcome of [all - US delete] summits - G77] and [the - US delete] rules.
    "#]],
    );
    check(
        &draft,
        &Options { attribution: Some(false), ..options() },
        expect![[r#"
        1. We {+[solemnly]|EU+} reaffirm {+[the outcome of [all] summits]|G77+} and {-[the]|US-} rules.
    "#]],
    );
}

#[test]
fn a_whole_paragraph_that_is_proposed_or_wished_away() {
    let mut draft = draft("1. One.\n\n2. [Two is new.]\n\n3. [Three is old.]\n");
    propose(&mut draft, "Two is new.", "EU");
    draft.paragraphs[1].added_in = Some(bracket(&draft, "Two is new."));
    open(&mut draft, "Three is old.", "US", Wish::Delete);
    check(
        &draft,
        &options(),
        expect![[r#"
            1. One.
            {+2. |EU+}{+[Two is new. - EU]|EU+}
            {-3. |US-}{-[Three is old. - US delete]|US-}
        "#]],
    );
}

#[test]
fn versions_of_a_place() {
    let mut draft = draft("9. The first version.\n\nAlt 9. The second version.\n");
    let set = *draft.alternatives.keys().next().expect("a set");
    let topic = Topic::Alternatives(set);
    let variant = draft.variants(set).next().expect("a variant").id;
    say(&mut draft, topic, "EU", Stance::Retain, Some(Preference::Version(None)));
    say(&mut draft, topic, "US", Stance::Retain, Some(Preference::Version(Some(variant))));
    say(&mut draft, topic, "Japan", Stance::Delete, Some(Preference::Version(Some(variant))));
    say(&mut draft, topic, "Norway", Stance::Reserve, None);
    check(
        &draft,
        &options(),
        expect![[r#"
        9. The first version. (EU retain) (all versions: Norway reserve)
        Alt 9 The second version. (US retain; Japan delete)
    "#]],
    );
}

#[test]
fn proposals_of_paragraphs_and_sources() {
    let mut draft = draft("1. First of all; and then;\n\n2. Second.\n\n3. Third.\n");
    let id = |n: usize| draft.paragraphs[n].id;
    let changes = [
        Change::Move { paragraph: id(0), to: Target::After(id(2)) },
        Change::Move { paragraph: id(1), to: Target::FirstIn(None) },
        Change::Merge { paragraph: id(1), next: id(2) },
    ];
    for (n, change) in (1..).zip(changes) {
        let id = ProposalId(Uuid::from_u128(n));
        let (by, reason) = (String::new(), String::new());
        let at = i64::try_from(n).expect("small");
        let proposal = Proposal { id, change, by, delegation: "Peru".into(), at, reason, withdrawn: false };
        draft.proposals.insert(id, proposal);
    }
    draft.paragraphs[0].sources = vec!["Spain".into()];
    check(
        &draft,
        &options(),
        expect![[r#"
        1. First of all; and then (Spain) (Peru: move after 3);
        2. Second. (Peru: move to the beginning) (Peru: merge with 3)
        3. Third.
    "#]],
    );
    check(
        &draft,
        &Options { labels: Some("fr".into()), ..options() },
        expect![[r#"
        1. First of all; and then (Spain) (Peru: déplacer après 3);
        2. Second. (Peru: déplacer au début) (Peru: fusionner avec 3)
        3. Third.
    "#]],
    );
    // In a column of its own a source is not told a second time.
    check(
        &draft,
        &Options { columns: true, ..options() },
        expect![[r#"
        1. First of all; and then (Peru: move after 3);
        2. Second. (Peru: move to the beginning) (Peru: merge with 3)
        3. Third.
    "#]],
    );
}

#[test]
fn a_source_that_no_column_tells_stands_in_the_text() {
    let mut draft = draft("1. One.\n");
    let id = |n: u128| ParagraphId(Uuid::from_u128(n + 100));
    let kinds = [(ParagraphKind::Table, None), (ParagraphKind::Row, Some(0)), (ParagraphKind::Cell, Some(1))];
    for (n, (kind, parent)) in (0..).zip(kinds) {
        let mut paragraph = Paragraph::new(id(n), kind);
        paragraph.parent = parent.map(id);
        draft.paragraphs.push(paragraph);
    }
    let mut below = Paragraph::new(id(3), ParagraphKind::Bullet);
    below.parent = Some(id(2));
    draft.paragraphs.push(below);
    let mut front = Paragraph::new(id(4), ParagraphKind::Front);
    front.content = vec![Inline::plain("Annex")];
    draft.paragraphs.push(front);
    for (at, source) in [(0, "Peru"), (3, "Spain"), (4, "Japan"), (5, "Norway")] {
        draft.paragraphs[at].sources = vec![source.into()];
    }
    let standings = Standings::default();
    let source = Source::new(&draft, &standings);
    let edition = compose(&source, &Options { columns: true, ..options() }).expect("composed");
    let html = html::write(&edition);
    for name in ["Peru", "Spain", "Japan", "Norway"] {
        assert_eq!(html.matches(name).count(), 1, "{name}: {html}");
    }
}

#[test]
fn names_in_the_order_and_language_of_the_directory() {
    let mut draft = draft("1. To eradicate [extreme] poverty.\n");
    open(&mut draft, "extreme", "Southland", Wish::Delete);
    let topic = Topic::Bracket(bracket(&draft, "extreme"));
    let entry = |code: &str, kind, en: &str, zh: &str, members: &[&str]| DirectoryEntry {
        code: code.into(),
        kind,
        iso: None,
        names: [("en".to_owned(), en.to_owned()), ("zh".to_owned(), zh.to_owned())].into(),
        members: members.iter().map(|member| (*member).to_owned()).collect(),
        part: client_core::model::Part::Member,
    };
    use client_core::model::DelegationKind::{Group, State};
    let entries = vec![
        entry("S", State, "Southland", "南国", &[]),
        entry("N", State, "Northland", "北国", &[]),
        entry("G", Group, "Group", "集团", &["N", "A"]),
        entry("A", State, "Atland", "阿国", &[]),
    ];
    let directory = Directory::new(entries).expect("sound");
    // A member that says the same as its group through the group is not named again; one that dissents is.
    say(&mut draft, topic, "Group", Stance::Retain, None);
    say(&mut draft, topic, "Atland", Stance::Reserve, None);
    say(&mut draft, topic, "Unlisted", Stance::Retain, None);
    let standings = Standings::default();
    let source = Source { directory: Some(&directory), ..Source::new(&draft, &standings) };
    check_source(
        &source,
        &options(),
        expect![[r#"
            1. To eradicate {-[extreme - Southland delete; Group, Unlisted retain; Atland reserve]|Southland-} poverty.
        "#]],
    );
    check_source(
        &source,
        &Options { labels: Some("zh".into()), ..options() },
        expect![[r#"
            1. To eradicate {-[extreme - 南国 删除; 集团, Unlisted 保留; 阿国 待定]|南国-} poverty.
        "#]],
    );
}
