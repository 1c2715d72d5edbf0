//! The real drafts, printed.

use client_core::{
    import::import,
    model::{
        BracketId, BracketState, Decision, Delegation, Draft, Entry, EntryId, InlineExt, MatterKind, Person, PersonId,
        Role, Standings, occurrences, open_matters,
    },
    ops::{Act, Circumstances, SplitBranches},
    record::{self, Request},
    schema::Document,
};
use client_core_export::{
    Mode,
    text::{Open, TextOptions, write},
};

fn draft(slug: &str) -> Draft {
    let source = include_bytes!("../../../seeds/002_7af3ffa0c4c50526.txt");
    let imported = import("002_7af3ffa0c4c50526.txt", source).expect("the seed can be read");
    imported.drafts.into_iter().find(|draft| draft.slug == slug).expect("the draft is in the seed")
}

fn print(draft: &Draft, standings: &Standings, mode: Mode) -> Result<String, Open> {
    write(draft, standings, &TextOptions { mode, labels: None })
}

fn count(text: &str, sign: char) -> usize {
    text.chars().filter(|c| *c == sign).count()
}

/// Keeps what is open until nothing is; a placeholder is no decision.
fn keep_everything(draft: &Draft) -> Standings {
    let mut standings = Standings::default();
    loop {
        let open = open_matters(draft, &standings);
        let mut decided = false;
        for matter in open {
            match matter.kind {
                MatterKind::Bracket(id) => drop(standings.brackets.insert(id, BracketState::Kept)),
                MatterKind::Alternatives(id) => drop(standings.alternatives.insert(id, None)),
                MatterKind::Placeholder | MatterKind::Proposal(_) => continue,
            }
            decided = true;
        }
        if !decided {
            return standings;
        }
    }
}

#[test]
fn as_it_stands_is_balanced_and_keeps_the_brackets() {
    for slug in ["tunis-commitment", "tunis-agenda"] {
        let text = print(&draft(slug), &Standings::default(), Mode::AsItStands).expect("always printed");
        // The stray bullet of the Agenda is printed as the source has it.
        let stray = usize::from(slug == "tunis-agenda");
        assert_eq!(count(&text, '[') + stray, count(&text, ']'), "{slug}");
        assert!(text.starts_with('['), "the bracket around both annexes");
    }
}

#[test]
fn the_rows_of_the_table_keep_their_names() {
    let text = print(&draft("tunis-agenda"), &Standings::default(), Mode::AsItStands).expect("always printed");
    for row in [
        "\nC1. 各国政府和所有利益相关方",
        "\nC7. 信息通信技术的各项应用 • 电子政务",
        "\nC11. 国际",
        "\nE. 跟进和评估 | --",
    ] {
        assert!(text.contains(row), "{row}");
    }
}

#[test]
fn the_commitment_as_it_stands_shows_every_alternative() {
    let text = print(&draft("tunis-commitment"), &Standings::default(), Mode::AsItStands).expect("always printed");
    for label in ["9. ", "备选9 ", "备选10+11 ", "备选11A ", "备选11B ", "14. [我们坚信"] {
        assert!(text.contains(label), "{label}");
    }
}

#[test]
fn final_refuses_while_anything_is_open_and_says_what() {
    let draft = draft("tunis-commitment");
    let Err(Open(blockers)) = print(&draft, &Standings::default(), Mode::Final) else { panic!("everything is open") };
    let kinds = |wanted: fn(&MatterKind) -> bool| blockers.iter().filter(|blocker| wanted(&blocker.kind)).count();
    // The bracket around both annexes, two in 4 (one inside the other or one), three in 8 and all of 14.
    assert!(kinds(|kind| matches!(kind, MatterKind::Bracket(_))) >= 6);
    assert_eq!(kinds(|kind| matches!(kind, MatterKind::Alternatives(_))), 3);
    assert_eq!(kinds(|kind| matches!(kind, MatterKind::Placeholder)), 2);
    assert!(blockers.iter().any(|blocker| blocker.label == "8." && blocker.words == "正如"));
}

#[test]
fn choosing_the_base_leaves_no_alternative() {
    let draft = draft("tunis-commitment");
    let standings = keep_everything(&draft);
    let text = print(&draft, &standings, Mode::Agreed).expect("always printed");
    assert!(!text.contains("备选"), "{text}");
    assert!(text.contains("\n... 11. 我们在此进一步承诺"), "what is open is listed");
    assert!(!text.contains(['[', ']', '［', '］']), "no signs in agreed text");
    assert!(text.contains("14. 我们坚信"));
}

#[test]
fn choosing_the_run_takes_its_number_and_makes_the_others_moot() {
    let draft = draft("tunis-commitment");
    let run = draft.alternatives.values().find(|set| set.base.len() == 2).expect("Alt 10+11");
    let chosen = draft.variants(run.id).next().expect("a variant").id;
    let mut standings = Standings::default();
    standings.alternatives.insert(run.id, Some(chosen));
    assert_eq!(standings.moot(&draft).len(), 4, "10, 11, 11A and 11B");
    let others = keep_everything(&draft);
    standings.brackets = others.brackets;
    let open = open_matters(&draft, &standings);
    let sets = open.iter().filter(|matter| matches!(matter.kind, MatterKind::Alternatives(_))).count();
    assert_eq!(sets, 1, "only Alt 9 is left to choose");
    let text = print(&draft, &standings, Mode::Agreed).expect("always printed");
    assert!(text.contains("\n10. 因此，我们将做出不懈努力"));
    assert!(!text.contains("\n11. "));
}

#[test]
fn deleting_the_correlated_brackets_of_8_leaves_a_clean_sentence() {
    let draft = draft("tunis-commitment");
    let mut standings = keep_everything(&draft);
    for bracket in draft.brackets.values().filter(|bracket| bracket.package.is_some()) {
        standings.brackets.insert(bracket.id, BracketState::Deleted);
    }
    let text = print(&draft, &standings, Mode::Agreed).expect("always printed");
    assert!(text.contains("信息通信技术革命作为一种手段可以对持续发展产生极大的积极影响。"), "{text}");
}

#[test]
fn the_same_draft_gives_the_same_bytes() {
    let print = || print(&draft("tunis-agenda"), &Standings::default(), Mode::AsItStands);
    assert_eq!(print(), print());
}

fn chair() -> Person {
    let id = PersonId(uuid::Uuid::from_u128(1));
    Person { id, name: "The chair".into(), delegation: Delegation("Chair".into()), role: Role::Chair }
}

/// The entry of the record that a decision of the chair makes.
fn decide(draft: &Draft, standings: &Standings, decision: Decision) -> Entry {
    let id = EntryId(uuid::Uuid::from_u128(2));
    let request = Request { id, decision, meeting: String::new(), reason: String::new(), heads: Vec::new() };
    assert_eq!(record::check(&request, &chair(), draft, standings), Ok(()));
    record::seal(request, &chair(), None, 0)
}

/// Makes a bracket a choice at the slashes among its words.
fn split(draft: &Draft, id: BracketId) -> Draft {
    let mut document = Document::from_draft(draft, 0).expect("a draft can be written");
    let (person, standings) = (chair(), Standings::default());
    let circumstances = Circumstances { person: &person, standings: &standings, now: 0 };
    let act = SplitBranches::at_slashes(draft, &standings, id).expect("there is a slash");
    Act::SplitBranches(act).apply(&mut document, circumstances).expect("the act applies");
    document.hydrate().expect("a draft")
}

#[test]
fn the_three_questions_of_the_agenda_are_made_choices_and_decided_once() {
    let mut draft = draft("tunis-agenda");
    let linked: Vec<BracketId> =
        draft.brackets.values().filter(|bracket| bracket.question.is_some()).map(|bracket| bracket.id).collect();
    assert_eq!(linked.len(), 3, "[主持人／协调人]");
    for id in &linked {
        draft = split(&draft, *id);
    }
    let choices = occurrences(&draft).into_iter().filter(|found| linked.contains(&found.bracket));
    for choice in choices {
        assert_eq!(choice.branches, ["主持人", "协调人"]);
        assert_eq!(choice.words, "主持人/协调人");
    }
    let as_it_stands = print(&draft, &Standings::default(), Mode::AsItStands).expect("always printed");
    assert_eq!(as_it_stands.matches("[主持人/协调人]").count(), 3, "{as_it_stands}");
    let others = keep_everything(&draft);
    let with = |branch| {
        let pick = |id: &BracketId| Decision::PickBranch { bracket: *id, branch, of: 2 };
        let entry = decide(&draft, &Standings::default(), Decision::Package(linked.iter().map(pick).collect()));
        let mut standings = others.clone();
        standings.apply(&entry.decision);
        let text = print(&draft, &standings, Mode::Agreed).expect("always printed");
        let count = |word: &str| text.matches(word).count();
        (count("主持人"), count("协调人"), count("/"))
    };
    let none = with(None);
    let (first, second) = (with(Some(0)), with(Some(1)));
    assert_eq!(first, (none.0 + 3, none.1, none.2));
    assert_eq!(second, (none.0, none.1 + 3, none.2));
}

#[test]
fn the_correlated_brackets_of_8_stand_or_fall_as_one_package() {
    let draft = draft("tunis-commitment");
    let correlated: Vec<BracketId> =
        draft.brackets.values().filter(|bracket| bracket.package.is_some()).map(|bracket| bracket.id).collect();
    assert_eq!(correlated.len(), 3);
    let mut others = keep_everything(&draft);
    others.brackets.retain(|id, _| !correlated.contains(id));
    let with = |decision: fn(BracketId) -> Decision| {
        let package = Decision::Package(correlated.iter().copied().map(decision).collect());
        let entry = decide(&draft, &others, package);
        let mut standings = others.clone();
        standings.apply(&entry.decision);
        let text = print(&draft, &standings, Mode::Agreed).expect("always printed");
        text.lines().find(|line| line.starts_with("8. ")).expect("8 is printed").to_owned()
    };
    let deleted = with(Decision::DeleteBracket);
    assert!(deleted.contains("信息通信技术革命作为一种手段可以对持续发展产生极大的积极影响。"), "{deleted}");
    let kept = with(Decision::KeepBracket);
    let words: Vec<String> = occurrences(&draft)
        .into_iter()
        .filter(|found| correlated.contains(&found.bracket))
        .map(|found| found.words)
        .collect();
    assert!(words.iter().all(|words| kept.contains(words.as_str())), "{kept}");
    assert!(!kept.contains(['[', ']']), "{kept}");
    let source = draft.paragraphs.iter().map(|paragraph| paragraph.content.words());
    assert!(source.into_iter().any(|words| kept.contains(words.trim())), "every word and no other: {kept}");
}

/// Compares with a file, or writes it when `UPDATE_EXPECT` is set.
fn golden(name: &str, text: &str) {
    let path = format!("{}/tests/golden/{name}", env!("CARGO_MANIFEST_DIR"));
    expect_test::expect_file![path].assert_eq(text);
}

#[test]
fn both_drafts_as_text() {
    for slug in ["tunis-commitment", "tunis-agenda"] {
        for mode in [Mode::AsItStands, Mode::Agreed] {
            let text = print(&draft(slug), &Standings::default(), mode).expect("nothing is refused");
            golden(&format!("{slug}.{}.txt", mode.name()), &text);
        }
    }
}
