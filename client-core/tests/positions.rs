//! Positions: who speaks for whom, who blocks, which statement holds, and what an act may do. By example.

use std::collections::BTreeMap;

use client_core::{
    model::{
        Anchor, Bracket, BracketId, Delegation, DelegationKind, Directory, DirectoryEntry, DirectoryFault, Draft,
        DraftId, DraftKind, Inline, Paragraph, ParagraphId, ParagraphKind, Part, Person, PersonId, Position,
        PositionId, Preference, Question, Role, Sides, Source, Stance, Standings, Topic, Wish, Written, holding, sides,
    },
    ops::{Act, Circumstances, Refusal, TakePosition, WithdrawBracket},
    schema::Document,
    view,
};
use uuid::Uuid;

const ALL: [(&str, &str); 6] =
    [("en", "Northland"), ("fr", "Norlande"), ("es", "Norlandia"), ("ru", "Северия"), ("zh", "北国"), ("ar", "الشمال")];

fn entry(code: &str, kind: DelegationKind, names: &[(&str, &str)], members: &[&str], part: Part) -> DirectoryEntry {
    DirectoryEntry {
        code: code.into(),
        kind,
        iso: None,
        names: names.iter().map(|(language, name)| ((*language).into(), (*name).into())).collect(),
        members: members.iter().map(|member| (*member).into()).collect(),
        part,
    }
}

/// Northland, Southland, Westland; the group Coast of the first two, the group Hills of the last two; the chair.
fn entries() -> Vec<DirectoryEntry> {
    let state = |code: &str, name: &str| entry(code, DelegationKind::State, &[("en", name)], &[], Part::Member);
    let group = |code: &str, name: &str, members: &[&str]| {
        entry(code, DelegationKind::Group, &[("en", name)], members, Part::Member)
    };
    vec![
        entry("N", DelegationKind::State, &ALL, &[], Part::Member),
        state("S", "Southland"),
        state("W", "Westland"),
        group("C", "Coast", &["N", "S"]),
        group("H", "Hills", &["S", "W"]),
        entry("CH", DelegationKind::Organisation, &[("en", "Chair")], &[], Part::Chair),
    ]
}

fn directory() -> Directory {
    Directory::new(entries()).expect("a sound directory")
}

fn bracket() -> BracketId {
    BracketId(Uuid::from_u128(2))
}

/// `Delegation: stance` or `Delegation: stance branch`, one a line, oldest first; `-` takes back.
fn statements(written: &str) -> Vec<Position> {
    let lines = written.lines().map(str::trim).filter(|line| !line.is_empty());
    let statement = |(number, line): (u64, &str)| {
        let (delegation, said) = line.split_once(": ").expect("a delegation and what it says");
        let mut said = said.split(' ');
        let stance = Stance::from_name(said.next().expect("a stance"));
        let branch = said.next().map(|branch| branch.parse().expect("a branch"));
        Position {
            id: PositionId(Uuid::from_u128(number.into())),
            subject: Topic::Bracket(bracket()),
            delegation: delegation.into(),
            by: "Alice".into(),
            at: 0,
            stance,
            preference: branch.map(|branch| Preference::Branch { branch: Some(branch), of: 2 }),
            reason: String::new(),
            written: Written { counter: number, actor: vec![1] },
        }
    };
    (1..).zip(lines).map(statement).collect()
}

fn fold(question: Question, opener: &str, written: &str) -> Sides {
    let statements = statements(written);
    let held = holding(&statements).remove(&Topic::Bracket(bracket())).unwrap_or_default();
    sides(question, opener, &held, &directory())
}

/// Who says what, how one knows, and who blocks.
#[track_caller]
fn check(wish: Wish, opener: &str, written: &str, expected: &[&str], blockers: &[&str]) {
    let branches = if wish == Wish::Choose { 2 } else { 1 };
    let sides = fold(Question::Words(wish, branches), opener, written);
    let told = sides.voices.iter().map(|voice| {
        let source = match &voice.source {
            Source::Own => String::new(),
            Source::Group(group) => format!(" through {group}"),
            Source::Opening => " by opening".into(),
        };
        let branch = match voice.preference {
            Some(Preference::Branch { branch: Some(branch), .. }) => format!(" {branch}"),
            _ => String::new(),
        };
        let dissents = if voice.dissents { ", dissents" } else { "" };
        format!("{}: {}{branch}{source}{dissents}", voice.delegation, voice.stance.name())
    });
    let told: Vec<String> = told.chain(sides.divided.iter().map(|name| format!("{name}: divided"))).collect();
    assert_eq!(told, expected);
    assert_eq!(sides.blockers, blockers);
}

#[test]
fn nobody_has_spoken() {
    check(Wish::Retain, "", "", &[], &[]);
}

#[test]
fn whoever_opens_a_bracket_has_said_what_it_wishes() {
    check(Wish::Retain, "Westland", "", &["Westland: retain by opening"], &[]);
    check(Wish::Delete, "Westland", "", &["Westland: delete by opening"], &[]);
    check(Wish::Choose, "Westland", "", &[], &[]);
    check(Wish::Delete, "Westland", "Westland: can-accept", &["Westland: can-accept"], &[]);
}

#[test]
fn a_group_speaks_for_its_members() {
    let told = ["Coast: delete", "Northland: delete through Coast", "Southland: delete through Coast"];
    check(Wish::Retain, "", "Coast: delete", &told, &["Coast", "Northland", "Southland"]);
    check(Wish::Delete, "", "Coast: delete", &told, &[]);
}

#[test]
fn a_member_that_dissents_speaks_for_itself() {
    check(
        Wish::Retain,
        "",
        "Northland: retain\nCoast: delete",
        &["Coast: delete", "Northland: retain, dissents", "Southland: delete through Coast"],
        &["Coast", "Southland"],
    );
    let agrees = ["Coast: retain", "Northland: retain", "Southland: retain through Coast"];
    check(Wish::Retain, "", "Northland: retain\nCoast: retain", &agrees, &[]);
    let again = ["Coast: delete", "Northland: delete through Coast", "Southland: delete through Coast"];
    check(Wish::Delete, "", "Northland: retain\nCoast: delete\nNorthland: -", &again, &[]);
}

#[test]
fn nobody_speaks_for_a_member_whose_groups_differ() {
    check(
        Wish::Retain,
        "",
        "Coast: delete\nHills: retain",
        &[
            "Coast: delete",
            "Hills: retain",
            "Northland: delete through Coast",
            "Westland: retain through Hills",
            "Southland: divided",
        ],
        &["Coast", "Northland"],
    );
}

#[test]
fn who_reserves_blocks_and_who_can_accept_does_not() {
    let told = ["Northland: can-accept", "Westland: reserve"];
    check(Wish::Retain, "", "Northland: can-accept\nWestland: reserve", &told, &["Westland"]);
}

#[test]
fn who_wants_another_branch_blocks_as_much_as_who_wants_the_first() {
    let told = ["Northland: retain 0", "Westland: retain 1"];
    check(Wish::Choose, "", "Northland: retain 0\nWestland: retain 1", &told, &["Northland", "Westland"]);
    let same = ["Northland: retain 1", "Westland: retain 1"];
    check(Wish::Choose, "", "Northland: retain 1\nWestland: retain 1", &same, &[]);
}

#[test]
fn a_branch_of_another_number_of_branches_is_no_preference() {
    let sides = fold(Question::Words(Wish::Choose, 3), "", "Northland: retain 1");
    assert_eq!(sides.voices[0].preference, None);
}

#[test]
fn one_delegation_has_one_voice_in_every_language() {
    check(Wish::Retain, "北国", "Norlande: delete\n北国: reserve", &["Northland: reserve"], &["Northland"]);
}

#[test]
fn the_newest_statement_holds_whatever_order_they_come_in() {
    let mut statements = statements("Northland: retain\nNorthland: delete\nWestland: retain\nWestland: -");
    for _ in 0..4 {
        statements.rotate_left(1);
        let held = &holding(&statements)[&Topic::Bracket(bracket())];
        assert_eq!(held.keys().collect::<Vec<_>>(), [&"Northland"]);
        assert_eq!(held["Northland"].stance, Some(Stance::Delete));
    }
    // Two of one delegation, offline at once: the same one holds everywhere.
    statements[0].written = Written { counter: 9, actor: vec![1] };
    statements[1].written = Written { counter: 9, actor: vec![2] };
    let (one, other) = (statements[0].clone(), statements[1].clone());
    let other = Position { delegation: one.delegation.clone(), stance: Some(Stance::Reserve), ..other };
    assert_eq!(holding([&one, &other]), holding([&other, &one]));
}

#[test]
fn names_are_found_in_every_language_and_fall_back() {
    let directory = directory();
    for name in ["Northland", "norlande", " Северия ", "北国", "الشمال", "N"] {
        assert_eq!(directory.canonical(name), "Northland", "{name}");
    }
    assert_eq!(directory.canonical("Elsewhere"), "Elsewhere");
    let north = directory.find("N").expect("listed");
    assert_eq!((north.name("zh-Hans"), north.name("de")), ("北国", "Northland"));
    let no_english = entry("X", DelegationKind::State, &[("ar", "الشرق"), ("ru", "Восток")], &[], Part::Member);
    assert_eq!((no_english.name("zh"), no_english.canonical()), ("Восток", "Восток"));
}

#[test]
fn a_directory_that_is_not_sound_is_refused() {
    let fault = |change: fn(&mut Vec<DirectoryEntry>)| {
        let mut entries = entries();
        change(&mut entries);
        Directory::new(entries).expect_err("not sound")
    };
    assert_eq!(fault(|e| e[0].code = "n".into()), DirectoryFault::Code("n".into()));
    assert_eq!(fault(|e| e[1].code = "N".into()), DirectoryFault::Twice("N".into()));
    assert_eq!(fault(|e| e[0].names.clear()), DirectoryFault::NoName("N".into()));
    let twice = DirectoryFault::NameTwice("NORTHLAND".into(), "N".into(), "S".into());
    assert_eq!(fault(|e| drop(e[1].names.insert("fr".into(), "NORTHLAND".into()))), twice);
    let language = DirectoryFault::Language("S".into(), "de".into());
    assert_eq!(fault(|e| drop(e[1].names.insert("de".into(), "Süd".into()))), language);
    assert_eq!(fault(|e| drop(e[1].names.insert("fr".into(), " ".into()))), DirectoryFault::Name("S".into()));
    assert_eq!(fault(|e| e[3].iso = Some("QM".into())), DirectoryFault::Iso("C".into()));
    assert_eq!(fault(|e| e[0].iso = Some("qm".into())), DirectoryFault::Iso("N".into()));
    assert_eq!(fault(|e| e[0].members.push("S".into())), DirectoryFault::NoGroup("N".into()));
    for member in ["X", "H", "N"] {
        let bad = DirectoryFault::Member("C".into(), member.into());
        let mut entries = entries();
        entries[3].members.push(member.into());
        assert_eq!(Directory::new(entries).expect_err("not sound"), bad);
    }
}

fn person(delegation: &str, role: Role) -> Person {
    let delegation = Delegation(delegation.into());
    Person { id: PersonId(Uuid::from_u128(3)), name: "Alice".into(), delegation, role }
}

/// `We [reaffirm]`, opened by Northland.
fn document() -> Document {
    let mut draft = Draft::new(DraftId(Uuid::from_u128(9)), "test", "Test", DraftKind::Draft);
    let mut operative = Paragraph::new(ParagraphId(Uuid::from_u128(1)), ParagraphKind::Operative);
    let (open, close) = (Inline::Anchor(Anchor::Open(bracket())), Inline::Anchor(Anchor::Close(bracket())));
    operative.content = vec![Inline::plain("We "), open, Inline::plain("reaffirm"), close];
    draft.paragraphs.push(operative);
    draft.brackets.insert(bracket(), Bracket { delegation: "Northland".into(), ..Bracket::new(bracket()) });
    Document::from_draft(&draft, 0).expect("a draft can be written")
}

fn say(document: &mut Document, delegation: &str, stance: Option<Stance>) -> Result<(), Refusal> {
    let number = document.positions().expect("readable").len();
    let act = TakePosition {
        id: PositionId(Uuid::from_u128(number as u128)),
        subject: Topic::Bracket(bracket()),
        stance,
        preference: None,
        reason: String::new(),
    };
    act_as(document, &person(delegation, Role::Member), &Act::TakePosition(act))
}

fn act_as(document: &mut Document, person: &Person, act: &Act) -> Result<(), Refusal> {
    let circumstances = Circumstances { person, standings: &Standings::default(), now: 7 };
    act.apply(document, circumstances).map(|_| ())
}

#[test]
fn a_position_is_taken_in_the_name_of_a_delegation() {
    let mut document = document();
    assert_eq!(say(&mut document, "", Some(Stance::Retain)), Err(Refusal::NoDelegation));
    assert_eq!(say(&mut document, "Westland", None), Err(Refusal::NothingSaid));
    assert_eq!(say(&mut document, "Westland", Some(Stance::Reserve)), Ok(()));
    assert_eq!(say(&mut document, "Northland", None), Err(Refusal::NothingSaid));
    assert_eq!(say(&mut document, "Westland", None), Ok(()));
    assert_eq!(say(&mut document, "Westland", None), Err(Refusal::NothingSaid));
    assert_eq!(document.positions().expect("readable").len(), 2, "what was said is kept");
}

#[test]
fn a_position_is_about_something_that_is_there() {
    let mut document = document();
    let act = |subject, stance, preference, reason: &str| {
        let id = PositionId(Uuid::from_u128(1));
        Act::TakePosition(TakePosition { id, subject, stance, preference, reason: reason.into() })
    };
    let here = Topic::Bracket(bracket());
    let branch = Some(Preference::Branch { branch: Some(0), of: 2 });
    let retain = Some(Stance::Retain);
    let long = "x".repeat(client_core::ops::MAX_REASON + 1);
    let nowhere = Topic::Alternatives(client_core::model::AlternativeSetId(Uuid::nil()));
    let observer = person("Westland", Role::Observer);
    let cases = [
        (act(Topic::Bracket(BracketId(Uuid::nil())), retain, None, ""), "no-bracket"),
        (act(nowhere, retain, None, ""), "no-alternatives"),
        (act(here, retain, branch, ""), "not-a-version"),
        (act(here, retain, Some(Preference::Version(None)), ""), "not-a-version"),
        (act(here, retain, None, &long), "too-long"),
        (act(here, retain, None, "a\u{202e}b"), "control-character"),
    ];
    for (act, code) in cases {
        let refused = act_as(&mut document, &person("Westland", Role::Member), &act).expect_err("refused");
        assert_eq!(refused.code(), code);
        assert_eq!(act_as(&mut document, &observer, &act).expect_err("refused").code(), "not-allowed");
    }
    assert_eq!(document.positions().expect("readable").len(), 0);
}

#[test]
fn a_bracket_is_withdrawn_while_no_other_delegation_supports_it() {
    let withdraw = Act::WithdrawBracket(WithdrawBracket { bracket: bracket() });
    let north = person("Northland", Role::Member);
    for (delegation, stance, stands) in [
        ("Northland", Stance::Retain, false),
        ("Westland", Stance::CanAccept, false),
        ("Westland", Stance::Reserve, false),
        ("Westland", Stance::Delete, false),
        ("Westland", Stance::Retain, true),
        ("Coast", Stance::Retain, true),
    ] {
        let mut document = document();
        say(&mut document, delegation, Some(stance)).expect("said");
        let expected = if stands { Err(Refusal::Supported(vec![delegation.into()])) } else { Ok(()) };
        assert_eq!(act_as(&mut document, &north, &withdraw), expected, "{delegation} {stance:?}");
        if stands {
            say(&mut document, delegation, None).expect("taken back");
            assert_eq!(act_as(&mut document, &north, &withdraw), Ok(()));
        }
    }
}

#[test]
fn statements_outlive_saving_and_keep_their_order() {
    let mut document = document();
    for (actor, stance) in [(1, Stance::Retain), (2, Stance::Delete)] {
        document.set_actor(&[actor; 16]);
        say(&mut document, "Westland", Some(stance)).expect("said");
        document.commit("take a position", 0);
    }
    let before = document.hydrate().expect("a draft");
    let after = Document::load(&document.save()).expect("loads").hydrate().expect("a draft");
    assert_eq!(after, before);
    let held = &holding(after.positions.values())[&Topic::Bracket(bracket())];
    assert_eq!((held["Westland"].stance, held["Westland"].at), (Some(Stance::Delete), 7));
}

#[test]
fn what_waits_is_open_and_nobody_spoke_for_me() {
    let mut document = document();
    let waits = |document: &Document, standings: &Standings, me: &str| {
        let view = view::positions(&document.hydrate().expect("a draft"), standings, &directory(), me);
        view.waiting
    };
    let none = Standings::default();
    for (me, expected) in [("Westland", 1), ("Elsewhere", 1), ("Northland", 0), ("北国", 0), ("Chair", 0), ("", 0)] {
        assert_eq!(waits(&document, &none, me), expected, "{me}");
    }
    let unlisted = view::positions(&document.hydrate().expect("a draft"), &none, &Directory::default(), "Chair");
    assert_eq!(unlisted.waiting, 0, "with no directory the chair is nobody who is waited for either");
    say(&mut document, "Hills", Some(Stance::CanAccept)).expect("said");
    assert_eq!(waits(&document, &none, "Westland"), 0);
    say(&mut document, "Hills", None).expect("taken back");
    assert_eq!(waits(&document, &none, "Westland"), 1);
    let mut decided = Standings::default();
    decided.apply(&client_core::model::Decision::KeepBracket(bracket()));
    assert_eq!(waits(&document, &decided, "Westland"), 0);
}

#[test]
fn the_matrix_has_who_is_expected_and_who_spoke() {
    let mut document = document();
    say(&mut document, "Elsewhere", Some(Stance::Delete)).expect("said");
    let view = view::positions(&document.hydrate().expect("a draft"), &Standings::default(), &directory(), "Westland");
    let columns: Vec<_> = view.delegations.iter().map(|column| (column.name.as_str(), column.mine)).collect();
    let states = [("Northland", false), ("Southland", false), ("Westland", true)];
    let others = [("Coast", false), ("Hills", false), ("Elsewhere", false)];
    assert_eq!(columns, [states, others].concat());
    let said: BTreeMap<_, _> =
        view.subjects[0].voices.iter().map(|voice| (voice.delegation.as_str(), voice.stance)).collect();
    assert_eq!(said, BTreeMap::from([("Northland", "retain"), ("Elsewhere", "delete")]));
    assert_eq!(
        (&view.subjects[0].supporters, &view.subjects[0].opponents),
        (&vec!["Northland".into()], &vec!["Elsewhere".into()])
    );
}
