//! The file itself: fonts, tags, the same bytes.

use client_core_export::Mode;

use crate::support::{ask, edition, options, pdf, tunis};

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
