//! Drafts of the size that conferences reach through every writer, in every mode: nothing fails, no word is lost, brackets
//! balance, and the validators of the formats find no fault.

use std::collections::BTreeMap;

use adref_tests::cop21::{Case, generate};
use client_core::{
    import::check,
    model::{Decision, Draft, InlineExt, LabelScheme, Standings, Wish, occurrences},
};
use client_core_export::{
    Mode, akn,
    compose::{Options, Source, compose},
    csv,
    docx::{self, DocxOptions},
    html, json, markdown,
    matters::matters,
    text,
    whole::Whole,
    xlsx,
};

use crate::{comes_back::cop21, judges};

/// Every second bracket is decided, every second of these to go; every third was opened by a delegation, with a wish.
fn negotiated(case: Case) -> (Draft, Standings) {
    let mut draft = cop21(case);
    for (at, bracket) in draft.brackets.values_mut().enumerate().filter(|(at, _)| at % 3 == 0) {
        bracket.delegation = ["EU", "G77", "AOSIS"][at / 3 % 3].into();
        bracket.wish = if at % 2 == 0 { Wish::Retain } else { Wish::Delete };
        bracket.inserts = at % 6 == 0;
        bracket.opened_at = 1_449_000_000_000;
    }
    let mut standings = Standings::default();
    for (at, found) in occurrences(&draft).iter().enumerate().step_by(2) {
        let decision = if at % 4 == 0 { Decision::KeepBracket } else { Decision::DeleteBracket };
        standings.apply(&decision(found.bracket));
    }
    (draft, standings)
}

/// Nothing is open.
fn decided(draft: &Draft) -> Standings {
    let mut standings = Standings::default();
    draft.brackets.keys().for_each(|id| standings.apply(&Decision::KeepBracket(*id)));
    draft.alternatives.keys().for_each(|id| standings.apply(&Decision::ChooseAlternative(*id, None)));
    standings
}

/// How often each letter stands in a text.
fn letters(text: &str) -> BTreeMap<char, usize> {
    let mut counts = BTreeMap::new();
    text.chars().filter(|c| c.is_alphanumeric()).for_each(|c| *counts.entry(c).or_default() += 1);
    counts
}

#[track_caller]
fn assert_holds(name: &str, written: &str, words: &str) {
    let written = letters(written);
    for (letter, times) in letters(words) {
        let found = written.get(&letter).copied().unwrap_or_default();
        assert!(found >= times, "{name}: {letter} {found} times and not {times}");
    }
}

/// What stands between tags.
fn untagged(marked: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for c in marked.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => inside = false,
            c if !inside => text.push(c),
            _ => {}
        }
    }
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'").replace("&amp;", "&")
}

/// The words of a Word file: those of its text alone.
fn words_of(docx: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(docx)).expect("a package");
    let mut part = String::new();
    let mut file = archive.by_name("word/document.xml").expect("its text");
    std::io::Read::read_to_string(&mut file, &mut part).expect("UTF-8");
    untagged(part.split_once("<w:body>").expect("a body").1)
}

/// The body of a page.
fn body_of(html: &str) -> String {
    untagged(html.split_once("<main").expect("the text").1.split_once("</main>").expect("its end").0)
}

/// Signs of brackets that open, and that close.
fn signs(text: &str) -> (usize, usize) {
    let count = |signs: [char; 2]| text.chars().filter(|c| signs.contains(c)).count();
    (count(['[', '［']), count([']', '］']))
}

/// Each mode, plainly and with everything that can be chosen.
fn options() -> impl Iterator<Item = Options> {
    Mode::ALL.into_iter().flat_map(|mode| {
        let plain = Options { mode, ..Options::default() };
        let all = Options {
            mode,
            attribution: Some(true),
            columns: true,
            line_numbers: true,
            comments: true,
            scheme: Some(LabelScheme::Option),
            renumber: true,
            symbol: "FCCC/CP/2015/L.9".into(),
            date: "12 December 2015".into(),
            made_at: Some(1_449_878_400_000),
            ..plain.clone()
        };
        [plain, all]
    })
}

fn every_writer(case: Case) {
    let (draft, standings) = negotiated(case);
    let slips = generate(case).slips.len();
    let (none, kept) = (Standings::default(), decided(&draft));
    let before = cop21(case);
    let mut files: BTreeMap<&str, Vec<(String, Vec<u8>)>> = BTreeMap::new();
    for (number, options) in options().enumerate() {
        let mode = options.mode;
        let standings = if mode == Mode::Final { &kept } else { &standings };
        let source = Source { against: Some((&before, &none)), ..Source::new(&draft, standings) };
        let edition = compose(&source, &options).unwrap_or_else(|open| panic!("{} {}: {open}", case.name, mode.name()));
        let name = format!("{} {} {number}", case.name, mode.name());
        // What the text says, with the marks of changes as words; every other format has at least its letters.
        let printed = text::print(&edition);
        let (page, word) = (html::write(&edition), docx::write(&edition, &DocxOptions::default()));
        let (body, body_word) = (body_of(&page), words_of(&word));
        let written = markdown::write(&edition).replace('\\', "");
        if mode.shows_open() {
            // What a decision took away stands in a marked text alone.
            let all: String = before.paragraphs.iter().map(|paragraph| paragraph.content.words()).collect();
            let words = if mode == Mode::Marked { all } else { printed.clone() };
            assert_holds(&name, &printed, &words);
        }
        for (format, text) in [("html", &body), ("docx", &body_word), ("markdown", &written)] {
            let text_alone = printed.split("\n--").next().unwrap_or_default();
            let head = [&options.symbol, &options.date, &edition.header.status].map(String::as_str).concat();
            assert_holds(&format!("{name} {format}"), &format!("{text}{head}"), text_alone);
            assert_eq!(
                signs(text).0.abs_diff(signs(text).1),
                signs(text_alone).0.abs_diff(signs(text_alone).1),
                "{name} {format}"
            );
        }
        if number % 2 == 0 && mode != Mode::Marked {
            let report = check(printed.split("\n--").next().unwrap_or_default().as_bytes()).expect("a text");
            assert!(report.unbalanced_total <= slips, "{name}: {:?}", report.unbalanced);
        }
        // The two modes with the most to say, and the one with the least, with everything that can be chosen: a validator takes
        // seconds for one of these.
        if number % 2 == 1 && matches!(mode, Mode::Compilation | Mode::Marked | Mode::Final) {
            files.entry("html").or_default().push((format!("{name}.html"), page.into_bytes()));
            files.entry("docx").or_default().push((format!("{name}.docx"), word));
        }
    }
    for (standings, name) in [(&none, "open"), (&standings, "half"), (&kept, "decided")] {
        let whole = Whole { draft: draft.clone(), standings: standings.clone(), record: Vec::new() };
        let written = json::write(&whole);
        serde_json::from_slice::<serde_json::Value>(&written).expect("JSON");
        assert_eq!(json::read(&written).as_ref(), Ok(&whole), "{} {name}", case.name);
        let document = akn::write(&whole, &akn::AknOptions { date: 1_449_878_400_000, labels: None });
        assert_eq!(akn::read(&document).map(|read| read.whole).as_ref(), Ok(&whole), "{} {name}", case.name);
        files.entry("akn").or_default().push((format!("{name}.xml"), document));
        let source = Source::new(&draft, standings);
        let rows = matters(&source, &Options::default()).rows.len();
        assert!(rows >= draft.brackets.len(), "{} {name}: {rows} rows", case.name);
        assert!(csv::write(&source, &Options::default()).len() > rows);
        assert!(xlsx::write(&source, &Options::default()).expect("a workbook").starts_with(b"PK"));
    }
    judges::docx(&files["docx"]);
    judges::html(&files["html"]);
    judges::akn(&files["akn"]);
}

#[test]
fn a_draft_of_1050_brackets() {
    every_writer(Case::MANY);
}

#[test]
fn a_draft_of_depth_10() {
    every_writer(Case::DEEP);
}

#[test]
fn a_draft_of_140_options() {
    every_writer(Case::OPTIONS);
}

#[test]
fn a_draft_that_does_not_balance() {
    every_writer(Case::UNBALANCED);
}
