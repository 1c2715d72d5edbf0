//! The file itself: fonts, tags, the same bytes.

use std::{path::Path, process::Command};

use client_core_export::{Mode, compose::Options};

use crate::support::{FOLDER, ask, edition, options, pdf, tunis};

#[test]
fn all_fonts_are_embedded() {
    let (_, path) = pdf("fonts", &edition(&tunis("tunis-agenda"), &options(Mode::AsItStands)));
    let listed = ask("pdffonts", &[], &path);
    let fonts: Vec<_> = listed.lines().skip(2).collect();
    assert!(fonts.len() >= 3, "{listed}");
    for font in fonts {
        // The columns from behind: object id in two, then unicode, subset, embedded.
        let mut columns = font.split_whitespace().rev().skip(2);
        assert_eq!([columns.next(), columns.next(), columns.next()], [Some("yes"); 3], "{listed}");
    }
}

#[test]
fn the_file_says_what_it_is() {
    let (_, path) = pdf("info", &edition(&tunis("tunis-commitment"), &options(Mode::AsItStands)));
    let said = ask("pdfinfo", &[], &path);
    assert!(said.contains("Tagged:          yes"), "{said}");
    assert!(said.contains("Page size:       595.276 x 841.89 pts (A4)"), "{said}");
    assert!(said.contains("CreationDate:    Wed Jan 12 09:00:00 2005"), "{said}");
    let tree = ask("pdfinfo", &["-struct"], &path);
    for tag in ["H1", "P", "Note"] {
        assert!(tree.lines().any(|line| line.trim().split([' ', '"']).next() == Some(tag)), "{tag}: {tree}");
    }
}

#[test]
fn the_same_edition_gives_the_same_bytes() {
    let edition = edition(&tunis("tunis-agenda"), &options(Mode::AsItStands));
    let (first, _) = pdf("same", &edition);
    let (second, _) = pdf("same", &edition);
    assert!(first == second);
}

#[test]
fn another_process_gives_the_same_bytes() {
    let (here, _) = pdf("fonts", &edition(&tunis("tunis-agenda"), &options(Mode::AsItStands)));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("another");
    std::fs::create_dir_all(&folder).expect("a directory");
    let program = std::env::current_exe().expect("this program");
    let run = Command::new(program).args(["--exact", "file::all_fonts_are_embedded"]).env(FOLDER, &folder).output();
    let run = run.expect("this program runs");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stdout));
    let there = std::fs::read(folder.join("fonts.pdf")).expect("the other process wrote");
    assert!(here == there);
}

/// outloud (PyPI) reads a file as a screen reader does and holds it against the Matterhorn protocol of PDF/UA-1. What a
/// fault looks like to it is shown first: a file that does not ask for its title to be shown.
#[test]
fn the_files_conform_to_pdf_ua_1() {
    let judge = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../outloud/bin/outloud");
    let errors = |path: &Path| {
        let asked = Command::new(&judge).args(["--layer", "conformance"]).arg(path).output();
        let asked = asked.unwrap_or_else(|_| panic!("{} is missing: .ci/need.sh outloud", judge.display()));
        let said = String::from_utf8_lossy(&asked.stdout).into_owned();
        (!asked.status.success()).then_some(said)
    };
    let (mut spoilt, _) = pdf("conformance", &edition(&tunis("tunis-commitment"), &options(Mode::AsItStands)));
    let at = spoilt.windows(16).position(|bytes| bytes == b"/DisplayDocTitle").expect("the title is to be shown");
    spoilt[at + 1] = b'X';
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("spoilt.pdf");
    std::fs::write(&path, spoilt).expect("written");
    assert!(errors(&path).is_some(), "the judge finds no fault where there is one");
    for slug in ["tunis-commitment", "tunis-agenda"] {
        for columns in [false, true] {
            let options = Options { columns, line_numbers: columns, ..options(Mode::AsItStands) };
            let (_, path) = pdf(&format!("{slug}.ua"), &edition(&tunis(slug), &options));
            assert_eq!(errors(&path), None, "{slug}");
        }
    }
}
