//! The body of small editions, as it is.

use client_core::model::{ParagraphKind, ParagraphStanding, Style};
use client_core_export::{
    docx::{DocxOptions, write},
    edition::{Block, Columns, Edition, Role},
};
use expect_test::{Expect, expect};

use crate::support::{
    bold, call, came, close, deleted, edition, inserted, note, open, operative, or, paragraph, parts, set, table, text,
    thread,
};

/// The body of an edition, one element that matters a line: a paragraph, a row, the section.
fn body(edition: &Edition) -> String {
    let parts = parts(&write(edition, &DocxOptions::default()));
    let document = &parts["word/document.xml"];
    let from = document.find("<w:body>").expect("a body") + "<w:body>".len();
    let to = document.find("<w:sectPr>").expect("a section");
    let mut lines = document[from..to].to_owned();
    for name in ["<w:p>", "<w:r>", "<w:tbl>", "<w:tr>", "<w:ins ", "<w:del ", "<w:bookmarkEnd"] {
        lines = lines.replace(name, &format!("\n{name}"));
    }
    lines.trim_start().to_owned() + "\n"
}

fn check(edition: &Edition, expected: Expect) {
    expected.assert_eq(&body(edition));
}

#[test]
fn a_number_is_text_before_a_tabulator() {
    let runs = vec![bold("Urges"), text(" States to "), open(0), text("act"), or(0), text("wait"), close(0), text(".")];
    check(&edition("en", vec![operative(1, "9 bis.", runs)]), expect![[""]]);
}

#[test]
fn what_came_and_went_says_who_and_when() {
    let runs =
        vec![text("We "), deleted("shall", "EU"), inserted("should", "G77"), inserted(" not", "G77"), text(" act.")];
    let mut whole = paragraph(2, ParagraphKind::SubItem, "(a)", vec![text("All of it.")]);
    whole.revision = came("Norway", 0);
    check(&edition("en", vec![operative(1, "", runs), Block::Paragraph(whole)]), expect![[""]]);
}

#[test]
fn notes_are_called_by_number_or_sign() {
    let mut found = edition("en", vec![operative(1, "1.", vec![text("One"), call(0), text(" two"), call(1)])]);
    found.notes = vec![note(7, "¹", "First."), note(8, "*", "Second.")];
    check(&found, expect![[""]]);
}

#[test]
fn a_thread_is_a_range_with_a_comment_for_each_remark() {
    use client_core_export::edition::Run;
    let runs = vec![text("We "), Run::ThreadStart(0), text("shall"), Run::ThreadEnd(0), text(" act.")];
    let mut found = edition("en", vec![operative(1, "", runs)]);
    found.threads = vec![thread(1, Some(1), false, &[("Ann", "EU", "Why?"), ("Bo", "US", "Because.")])];
    check(&found, expect![[""]]);
}

#[test]
fn arabic_is_set_from_the_right_and_latin_in_it_is_not() {
    let emphatic = Style { bold: true, ..Style::default() };
    let runs =
        vec![set("نحث", emphatic, Role::Words, None), text(" الدول (WSIS II) "), open(1), text("كلها"), close(1)];
    check(&edition("ar", vec![operative(1, "11.", runs)]), expect![[""]]);
}

#[test]
fn chinese_asks_for_its_font_where_a_sign_has_two() {
    check(&edition("zh", vec![operative(1, "1.", vec![text("我们“重申”ICT……")])]), expect![[""]]);
}

#[test]
fn in_three_columns_each_paragraph_is_a_row() {
    let mut first = paragraph(1, ParagraphKind::Operative, "1.", vec![text("Words")]);
    first.idea = "Access".into();
    first.sources = vec!["G/OS".into(), "C3.1+2".into()];
    first.standing = Some(ParagraphStanding::AgreedAdRef);
    let mut below = paragraph(2, ParagraphKind::SubItem, "(a)", vec![text("more")]);
    below.depth = 1;
    let mut found = edition("en", vec![Block::Paragraph(first), Block::Paragraph(below)]);
    let head = |text: &str| text.to_owned();
    found.columns = Some(Columns { idea: head("Idea"), text: head("Text"), source: head("Source") });
    check(&found, expect![[""]]);
}

#[test]
fn a_table_of_the_draft_repeats_its_head() {
    check(&edition("en", vec![table(&[&["Line", "Who"], &["C1"]])]), expect![[""]]);
}
