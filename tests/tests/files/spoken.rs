//! What an import is unsure of can be said by the page: each finding has the values that its sentences there name.

use std::collections::BTreeSet;

use client_core::model::Diagnostic;

const WORDS: &str = include_str!("../../../server/web/src/locales/en/adref.ftl");

/// What the page says under a key for a finding: of sentences to choose from the one for its value.
fn sentence(key: &str, found: &Diagnostic) -> String {
    let begin = format!("\n{key} = ");
    let (_, rest) = WORDS.split_once(&begin).unwrap_or_else(|| panic!("{key} is not said"));
    let lines: Vec<&str> = rest.lines().collect();
    let Some(by) = lines[0].strip_prefix("{ $").and_then(|line| line.strip_suffix(" ->")) else {
        return lines[0].to_owned();
    };
    let value = found.values.iter().find(|(name, _)| *name == by).map(|(_, value)| format!("[{value}] "));
    let choices = || lines[1..].iter().take_while(|line| line.starts_with(' ')).map(|line| line.trim());
    let chosen = value.and_then(|value| choices().find_map(|line| line.strip_prefix(value.as_str())));
    let other = choices().find_map(|line| line.strip_prefix("*[other] "));
    chosen.or(other).unwrap_or_else(|| panic!("{key} has no other sentence")).to_owned()
}

/// Names of values in a sentence.
fn named(sentence: &str) -> Vec<&str> {
    sentence.split("{ $").skip(1).filter_map(|rest| rest.split_once(' ')).map(|(name, _)| name).collect()
}

#[track_caller]
fn check(file: &str, bytes: &[u8]) -> BTreeSet<&'static str> {
    let read = client_core_import::read(file, bytes, &Default::default()).expect("a file");
    for found in &read.imported.diagnostics {
        let more = found.values.iter().any(|(name, _)| *name == "more");
        let code = if more { "more" } else { found.code };
        for key in [format!("finding-{code}"), format!("finding-{code}-hint")] {
            let sentence = sentence(&key, found);
            for name in named(&sentence) {
                let is_there = found.values.iter().any(|(known, _)| *known == name);
                assert!(is_there, "{file}: {key} names {name}: {:?}", found.values);
            }
        }
    }
    read.imported.diagnostics.iter().map(|found| found.code).collect()
}

#[test]
fn every_finding_names_what_the_page_says_of_it() {
    let mut met = BTreeSet::new();
    for (name, seed) in [
        ("000_f5c0fb1b3a270f9b.txt", include_bytes!("../../../seeds/000_f5c0fb1b3a270f9b.txt").as_slice()),
        ("001_7b072de2455aec5a.txt", include_bytes!("../../../seeds/001_7b072de2455aec5a.txt")),
        ("002_7af3ffa0c4c50526.txt", include_bytes!("../../../seeds/002_7af3ffa0c4c50526.txt")),
        ("004_82b41a7465f77ec1.txt", include_bytes!("../../../seeds/004_82b41a7465f77ec1.txt")),
    ] {
        met.extend(check(name, seed));
    }
    let slashes = "1. We urge all/some States.\n\n".repeat(300);
    met.extend(check("a.txt", slashes.as_bytes()));
    met.extend(check("a.txt", "1. We [urge all.\n\n2. We ask] them] and ［note].\n\nAlt 9. We go.\n".as_bytes()));
    met.extend(check("a.txt", b"1. We [urge all.\n"));
    met.extend(check("a.md", b"# One\n\n1\\. We [urge][^1] all.\n\n[14]: words\n\n[^1]:\n"));
    let page = "<!DOCTYPE html><h1 class=title>One</h1><p>1. We [urge] <script></script><img src='http://x.org/y'></p>\
                <p><ins title='X'>[</ins>a<del title='X'>]</del></p><h1 class=title>Two</h1><p>2. We</p>\
                <h1 class=title>Three</h1><p>1. Go.</p>";
    met.extend(check("a.html", page.as_bytes()));
    met.extend(check(
        "a.txt",
        &[b"1. R\xe9affirmons [d\xe9cid\xe9es] \xe0 Gen\xe8ve. ".as_slice(), &b" ".repeat(40)].concat(),
    ));
    let expected = [
        "alternative-without-base",
        "another-document",
        "bracket-around-drafts",
        "correlated-brackets",
        "encoding-guessed",
        "linked-brackets",
        "markdown-definitions",
        "mixed-bracket",
        "remote-content",
        "scripts",
        "second-title",
        "slash",
        "source-pairing",
        "stray-close",
        "stray-open",
        "tracked-bracket-sign",
    ];
    let absent: Vec<_> = expected.iter().filter(|code| !met.contains(*code)).collect();
    assert!(absent.is_empty(), "these were not met: {absent:?}; these were: {met:?}");
}
