//! Drafts of the size that conferences reach: imported, opened by several people, edited, bracketed, decided to the end
//! and printed.

use std::collections::BTreeMap;

use adref_tests::{
    Network,
    cop21::{Case, Text, generate},
};
use client_core::{
    import::{UnbalancedKind, check, import, source_text},
    model::{
        BracketId, Decision, Draft, DraftKind, Inline, InlineExt, MatterKind, ParagraphId, Phase, Role, Standings,
        Wish, occurrences, open_matters,
    },
    ops::{Act, OpenBracket, ProposeWords, Splice},
    record::MAX_PARTS,
    view,
};
use client_core_export::{
    Mode,
    text::{TextOptions, words, write},
};
use uuid::Uuid;

const MODES: [Mode; 3] = [Mode::AsItStands, Mode::Agreed, Mode::Final];

/// The text of a case and the draft that it is read as.
fn read(case: Case) -> (Text, Draft) {
    let text = generate(case);
    let imported = import(&format!("{}.txt", case.name), text.text.as_bytes()).expect("it is a text");
    let [draft] = <[Draft; 1]>::try_from(imported.drafts).expect("one document");
    (text, draft)
}

/// How often each character stands in a text, white space aside.
fn count(text: &str) -> BTreeMap<char, usize> {
    let mut counts = BTreeMap::new();
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        *counts.entry(c).or_default() += 1;
    }
    counts
}

fn print(draft: &Draft, standings: &Standings, mode: Mode) -> String {
    let options = TextOptions { mode, labels: Some("en".into()) };
    write(draft, standings, &options).unwrap_or_else(|open| panic!("{open}"))
}

/// A printed text balances but for the signs that had no partner in the source.
#[track_caller]
fn assert_balanced(printed: &str, slips: usize) {
    let report = check(printed.as_bytes()).expect("it is a text");
    assert_eq!(report.unbalanced_total, slips, "{:?}", report.unbalanced);
}

#[test]
fn the_texts_have_the_shape_that_they_say() {
    for case in Case::ALL {
        let text = generate(case);
        assert_eq!(text, generate(case), "{}: the same case, another text", case.name);
        assert!(text.text.len().abs_diff(case.bytes) < case.bytes / 20, "{}: {} bytes", case.name, text.text.len());
        let slips = if case.slips { (2, 3) } else { (0, 0) };
        assert_eq!((text.open, text.close), (case.brackets + slips.0, case.brackets + slips.1), "{}", case.name);
        assert_eq!(text.depth, case.depth + slips.0, "{}", case.name);
        assert_eq!(text.options, case.options, "{}", case.name);
        assert_eq!(text.mixed, usize::from(case.slips), "{}", case.name);
        let percent = text.across as f64 * 100.0 / case.brackets as f64;
        assert!((2.0..=3.5).contains(&percent), "{}: {percent} % across paragraphs", case.name);
        for form in ["modalit[y][ies]", "commitment[s]", "[/"] {
            assert!(text.text.contains(form), "{}: no {form}", case.name);
        }
    }
}

#[test]
fn the_count_of_check_is_the_count_of_the_generator() {
    for case in Case::ALL {
        let text = generate(case);
        let report = check(text.text.as_bytes()).expect("it is a text");
        assert_eq!((report.open, report.close), (text.open, text.close), "{}", case.name);
        assert_eq!((report.max_depth, report.options), (text.depth, text.options), "{}", case.name);
        let found: Vec<_> = report.unbalanced.iter().map(|sign| (sign.line, sign.column)).collect();
        let slips: Vec<_> = text.slips.iter().map(|slip| (slip.line, slip.column)).collect();
        assert_eq!(found, slips, "{}", case.name);
        for (sign, slip) in report.unbalanced.iter().zip(&text.slips) {
            assert_eq!(sign.kind == UnbalancedKind::Open, matches!(slip.sign, '[' | '［'), "{slip:?}");
        }
    }
}

#[test]
fn an_import_loses_no_character_and_counts_as_check_does() {
    for case in Case::ALL {
        let (text, draft) = read(case);
        assert_eq!(draft.kind, DraftKind::Draft);
        assert_eq!(count(&source_text(&draft)), count(&text.text), "{}", case.name);
        let found = occurrences(&draft);
        // A pair of two widths stays as signs among the words.
        assert_eq!(found.len(), text.open - text.slips.len().min(2) - text.mixed, "{}", case.name);
        assert_eq!(found.len(), draft.brackets.len(), "{}: a bracket stands nowhere", case.name);
        let view = view::draft(&draft, &Standings::default(), "en");
        let depth = view.brackets.iter().map(|bracket| bracket.depth).max();
        assert_eq!(depth, Some(case.depth), "{}", case.name);
        assert_eq!(view.open.brackets, found.len(), "{}", case.name);
        let across = draft.brackets.keys().filter(|id| draft.span(**id).len() > 1).count();
        assert_eq!(across, text.across, "{}", case.name);
    }
}

#[test]
fn what_does_not_balance_is_told_with_place_and_hint() {
    for case in Case::ALL {
        let text = generate(case);
        let imported = import("draft.txt", text.text.as_bytes()).expect("it is a text");
        let about = |codes: &[&str]| -> Vec<_> {
            imported.diagnostics.iter().filter(|finding| codes.contains(&finding.code)).collect()
        };
        let strays = about(&["stray-open", "stray-close"]);
        assert_eq!(strays.len(), text.slips.len(), "{}", case.name);
        for (found, slip) in strays.iter().zip(&text.slips) {
            let opens = matches!(slip.sign, '[' | '［');
            assert_eq!(found.code, if opens { "stray-open" } else { "stray-close" }, "{slip:?}");
            assert_eq!((found.place.line, found.place.column), (slip.line, slip.column), "{slip:?}");
            assert!(found.hint.contains(if opens { "close the bracket" } else { "delete it" }), "{}", found.hint);
        }
        let mixed = about(&["mixed-bracket"]);
        assert_eq!(mixed.len(), text.mixed, "{}", case.name);
        assert!(mixed.iter().all(|found| !found.hint.is_empty()));
    }
}

/// A paragraph with words before its first bracket, and their length in code points.
fn plain_beginning(draft: &Draft, nth: usize) -> (ParagraphId, usize) {
    let plain = |paragraph: &client_core::model::Paragraph| match paragraph.content.first() {
        Some(words @ Inline::Text { .. }) if words.len() > 12 => Some((paragraph.id, words.len())),
        _ => None,
    };
    draft.paragraphs.iter().filter(|p| p.content.len() > 3).filter_map(plain).nth(nth).expect("such a paragraph")
}

/// A case opened in a room by two members and a chair, with an edit and a bracket of a member, and a proposal of the other
/// in the negotiation.
fn negotiated(case: Case) -> (Text, Draft, Network, BracketId, BracketId) {
    let (text, draft) = read(case);
    let mut network = Network::new(&draft);
    for (name, role) in [("Alice", Role::Member), ("Bob", Role::Member), ("Chair", Role::Chair)] {
        network.join(name, role);
    }
    network.settle();
    for name in ["Alice", "Bob", "Chair"] {
        let opened = network.client(name).session.draft().expect("a joined client");
        for (held, read) in opened.paragraphs.iter().zip(&draft.paragraphs) {
            assert_eq!(held, read, "{}: {name} sees another text", case.name);
        }
        assert!(*opened == draft, "{}: {name} sees another draft", case.name);
    }

    let (edited, _) = plain_beginning(&draft, 3);
    let act = Act::Splice(Splice { paragraph: edited, at: 3, delete: 0, insert: "zzz".into() });
    network.act("Alice", &act).expect("a member may edit");
    let (bracketed, length) = plain_beginning(&draft, 40);
    let opened = BracketId(Uuid::from_u128(1 << 100));
    let act = OpenBracket {
        id: opened,
        from: (bracketed, 2),
        to: (bracketed, length),
        wish: Wish::Delete,
        reason: "not agreed".into(),
    };
    network.act("Alice", &Act::OpenBracket(act)).expect("a member may bracket");
    network.settle();

    network.decide("Chair", Decision::SetPhase(Phase::Negotiation)).expect("the chair may");
    network.settle();
    let (proposed, _) = plain_beginning(&draft, 60);
    let id = BracketId(Uuid::from_u128(2 << 100));
    let act = ProposeWords { id, paragraph: proposed, at: 4, delete: 0, insert: "yyy".into(), reason: String::new() };
    network.act("Bob", &Act::ProposeWords(act)).expect("a member may propose");
    network.settle();
    (text, draft, network, opened, id)
}

#[track_caller]
fn assert_same_everywhere(network: &mut Network) {
    let held = network.room.draft().expect("a draft");
    let standings = network.room.standings().clone();
    for name in ["Alice", "Bob", "Chair"] {
        let session = &mut network.client(name).session;
        assert!(session.draft() == Some(held.clone()), "{name} sees another draft");
        assert_eq!(session.standings(), Some(&standings), "{name}");
    }
}

fn negotiate_to_the_end(case: Case) {
    let (text, draft, mut network, opened, proposed) = negotiated(case);
    assert_same_everywhere(&mut network);
    let now = network.room.draft().expect("a draft");
    let brackets = occurrences(&now).len();
    assert_eq!(brackets, draft.brackets.len() + 2);
    // The sign pairs that are no brackets of the draft: of two widths.
    let slips = text.slips.len();
    let standing = print(&now, network.room.standings(), Mode::AsItStands);
    assert_balanced(&standing, slips);
    let report = check(standing.as_bytes()).expect("it is a text");
    assert_eq!(report.open, brackets + text.mixed + text.slips.iter().filter(|s| "[［".contains(s.sign)).count());
    assert_balanced(&print(&now, network.room.standings(), Mode::Agreed), slips);
    let refused = write(&now, network.room.standings(), &TextOptions { mode: Mode::Final, labels: None });
    assert_eq!(refused.expect_err("brackets are open").0.len(), brackets);

    // One decision, then one package as large as a package may be, then everything.
    network.decide("Chair", Decision::DeleteBracket(opened)).expect("the chair decides");
    network.settle();
    let open = |network: &mut Network| -> Vec<BracketId> {
        let draft = network.room.draft().expect("a draft");
        let matters = open_matters(&draft, network.room.standings());
        let bracket = |matter: &client_core::model::Matter| match matter.kind {
            MatterKind::Bracket(id) => id,
            other => panic!("{other:?} is open at {:?}", matter.paragraph),
        };
        matters.iter().map(bracket).collect()
    };
    assert_eq!(open(&mut network).len(), brackets - 1);
    let mut packages = 0;
    loop {
        let parts: Vec<_> = open(&mut network).into_iter().take(MAX_PARTS).map(Decision::KeepBracket).collect();
        if parts.is_empty() {
            break;
        }
        packages += 1;
        network.decide("Chair", Decision::Package(parts)).expect("the chair decides");
        network.settle();
        if packages == 1 {
            assert_eq!(open(&mut network).len(), brackets - 1 - MAX_PARTS);
            let now = network.room.draft().expect("a draft");
            assert_balanced(&print(&now, network.room.standings(), Mode::AsItStands), slips);
            assert_balanced(&print(&now, network.room.standings(), Mode::Agreed), slips);
        }
    }
    assert_eq!(packages, (brackets - 1).div_ceil(MAX_PARTS));
    assert_same_everywhere(&mut network);

    let now = network.room.draft().expect("a draft");
    let standings = network.room.standings();
    let view = view::draft(&now, standings, "en");
    assert_eq!((view.open.brackets, view.open.alternatives, view.open.placeholders), (0, 0, 0));
    let printed = MODES.map(|mode| print(&now, standings, mode));
    assert_eq!(printed[0], printed[1], "all is agreed");
    assert_eq!(printed[0], printed[2], "nothing is open");
    assert_balanced(&printed[2], slips);
    // Every word was kept but those of the one bracket, and the proposal came; the signs of the source's slips stay.
    let signs = printed[2].chars().filter(|c| "[]［］".contains(*c)).count();
    assert_eq!(signs, slips + 2 * text.mixed);
    assert!(printed[2].contains("zzz") && printed[2].contains("yyy"));
    assert!(now.brackets.contains_key(&proposed));
    let gone = occurrences(&now).into_iter().find(|found| found.bracket == opened).expect("it stands").words;
    let mut kept = count(&words(&now));
    for (c, times) in count(&gone) {
        *kept.entry(c).or_default() -= times;
    }
    kept.retain(|_, times| *times > 0);
    let labels: String = {
        let labels = client_core::model::numbering::labels(&now, "en");
        now.paragraphs.iter().filter_map(|paragraph| labels.get(&paragraph.id)).map(String::as_str).collect()
    };
    for (c, times) in count(&labels) {
        *kept.entry(c).or_default() += times;
    }
    assert_eq!(count(&printed[2]), kept, "the clean text has other words");
    assert!(now.paragraphs.iter().any(|paragraph| !paragraph.content.words().is_empty()));
}

#[test]
fn a_draft_of_1050_brackets_is_negotiated_to_the_end() {
    negotiate_to_the_end(Case::MANY);
}

#[test]
fn a_draft_of_depth_10_is_negotiated_to_the_end() {
    negotiate_to_the_end(Case::DEEP);
}

#[test]
fn a_draft_of_140_options_is_negotiated_to_the_end() {
    negotiate_to_the_end(Case::OPTIONS);
}

#[test]
fn a_draft_that_does_not_balance_is_negotiated_to_the_end() {
    negotiate_to_the_end(Case::UNBALANCED);
}
