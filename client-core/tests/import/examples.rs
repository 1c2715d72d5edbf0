//! Small texts of any kind.

use client_core::import::import;
use expect_test::{Expect, expect};

use crate::dump::dump;

fn check(input: &str, expected: Expect) {
    let found = import("a text.md", input.as_bytes()).unwrap();
    let mut text: String = found.drafts.iter().map(dump).collect();
    for finding in &found.diagnostics {
        let place = finding.place;
        text += &format!("{}:{} {:?} {}\n", place.line, place.column, finding.severity, finding.code);
    }
    expected.assert_eq(&text);
}

#[test]
fn numbers_added_paragraphs_and_alternatives() {
    check(
        "1. We urge\n\n9 bis. We call\nupon States\n\n10. [Urges][Calls upon] States\n\nAlt 10. We note\n\nOption 1 Nothing\n",
        expect![[""]],
    );
}

#[test]
fn letters_bullets_and_headings() {
    check(
        "# Title\n\n## Part A\n\n1. We decide:\n(a) to act;\n(b) to wait;\n(ii) to see\n- one\n- two\n\na. lettered\n",
        expect![[""]],
    );
}

#[test]
fn a_bracket_across_paragraphs() {
    check("1. We [urge\n\n2. and call] upon\n", expect![[""]]);
}

#[test]
fn a_bracket_around_a_number() {
    check("[14. We [strongly] urge]\n", expect![[""]]);
}

#[test]
fn brackets_inside_words_and_nested() {
    check("1. commitment[s], modalit[y][ies], [a [b] c], ［宽］\n", expect![[""]]);
}

#[test]
fn strays_stay_in_the_words() {
    check("1. a] b [c\n\n2. d\n", expect![[""]]);
}

#[test]
fn mixed_widths_stay_in_the_words() {
    check("1. [a］ and ［b]\n", expect![[""]]);
}

#[test]
fn an_alternative_to_nothing() {
    check("1. We urge\n\nAlt 7: We call\n", expect![[""]]);
}

#[test]
fn bold_printed_four_times() {
    check("我们重申我们重申我们重申我们重申在日内瓦\n备选备选备选备选9999. 我们100000次\n9. 我们\n", expect![[""]]);
}

#[test]
fn neither_brackets_nor_numbers() {
    check("A letter\n\nDear Chair,\nthank you for your letter.\n", expect![[""]]);
}

#[test]
fn a_note_with_a_superscript() {
    check("1. We recall the Declaration¹ and WSIS+10.\n\n¹ See A/60/687.\n", expect![[""]]);
}
