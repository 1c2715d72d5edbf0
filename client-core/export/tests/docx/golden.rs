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
    check(
        &edition("en", vec![operative(1, "9 bis.", runs)]),
        expect![[r#"
        <w:p><w:pPr><w:pStyle w:val="Paragraph"/><w:ind w:left="890" w:hanging="890"/></w:pPr><w:bookmarkStart w:id="1" w:name="_adref_00000000000000000000000000000001"/>
        <w:r><w:t xml:space="preserve">9 bis.</w:t><w:tab/></w:r>
        <w:r><w:rPr><w:b/><w:bCs/></w:rPr><w:t xml:space="preserve">Urges</w:t></w:r>
        <w:r><w:t xml:space="preserve"> States to </w:t></w:r>
        <w:r><w:rPr><w:rStyle w:val="BracketSign1"/></w:rPr><w:t xml:space="preserve">[</w:t></w:r>
        <w:r><w:t xml:space="preserve">act</w:t></w:r>
        <w:r><w:rPr><w:rStyle w:val="BracketSign"/></w:rPr><w:t xml:space="preserve">/</w:t></w:r>
        <w:r><w:t xml:space="preserve">wait</w:t></w:r>
        <w:r><w:rPr><w:rStyle w:val="BracketSign1"/></w:rPr><w:t xml:space="preserve">]</w:t></w:r>
        <w:r><w:t xml:space="preserve">.</w:t></w:r>
        <w:bookmarkEnd w:id="1"/></w:p>
    "#]],
    );
}

#[test]
fn what_came_and_went_says_who_and_when() {
    let runs =
        vec![text("We "), deleted("shall", "EU"), inserted("should", "G77"), inserted(" not", "G77"), text(" act.")];
    let mut whole = paragraph(2, ParagraphKind::SubItem, "(a)", vec![text("All of it.")]);
    whole.revision = came("Norway", 0);
    check(
        &edition("en", vec![operative(1, "", runs), Block::Paragraph(whole)]),
        expect![[r#"
        <w:p><w:pPr><w:pStyle w:val="Paragraph"/></w:pPr><w:bookmarkStart w:id="1" w:name="_adref_00000000000000000000000000000001"/>
        <w:r><w:t xml:space="preserve">We </w:t></w:r>
        <w:del w:id="2" w:author="EU" w:date="2005-01-04T11:04:05Z">
        <w:r><w:delText xml:space="preserve">shall</w:delText></w:r></w:del>
        <w:ins w:id="3" w:author="G77" w:date="2005-01-04T11:04:05Z">
        <w:r><w:t xml:space="preserve">should</w:t></w:r>
        <w:r><w:t xml:space="preserve"> not</w:t></w:r></w:ins>
        <w:r><w:t xml:space="preserve"> act.</w:t></w:r>
        <w:bookmarkEnd w:id="1"/></w:p>
        <w:p><w:pPr><w:pStyle w:val="SubItem"/><w:ind w:left="567" w:hanging="567"/><w:rPr>
        <w:ins w:id="4" w:author="Norway" w:date="1970-01-01T00:00:00Z"/></w:rPr></w:pPr><w:bookmarkStart w:id="5" w:name="_adref_00000000000000000000000000000002"/>
        <w:ins w:id="6" w:author="Norway" w:date="1970-01-01T00:00:00Z">
        <w:r><w:t xml:space="preserve">(a)</w:t><w:tab/></w:r>
        <w:r><w:t xml:space="preserve">All of it.</w:t></w:r></w:ins>
        <w:bookmarkEnd w:id="5"/></w:p>
    "#]],
    );
}

#[test]
fn notes_are_called_by_number_or_sign() {
    let mut found = edition("en", vec![operative(1, "1.", vec![text("One"), call(0), text(" two"), call(1)])]);
    found.notes = vec![note(7, "¹", "First."), note(8, "*", "Second.")];
    check(
        &found,
        expect![[r#"
        <w:p><w:pPr><w:pStyle w:val="Paragraph"/><w:ind w:left="567" w:hanging="567"/></w:pPr><w:bookmarkStart w:id="1" w:name="_adref_00000000000000000000000000000001"/>
        <w:r><w:t xml:space="preserve">1.</w:t><w:tab/></w:r>
        <w:r><w:t xml:space="preserve">One</w:t></w:r>
        <w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference w:id="1"/></w:r>
        <w:r><w:t xml:space="preserve"> two</w:t></w:r>
        <w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference w:customMarkFollows="1" w:id="2"/><w:t xml:space="preserve">*</w:t></w:r>
        <w:bookmarkEnd w:id="1"/></w:p>
    "#]],
    );
}

#[test]
fn a_thread_is_a_range_with_a_comment_for_each_remark() {
    use client_core_export::edition::Run;
    let runs = vec![text("We "), Run::ThreadStart(0), text("shall"), Run::ThreadEnd(0), text(" act.")];
    let mut found = edition("en", vec![operative(1, "", runs)]);
    found.threads = vec![thread(1, Some(1), false, &[("Ann", "EU", "Why?"), ("Bo", "US", "Because.")])];
    check(
        &found,
        expect![[r#"
        <w:p><w:pPr><w:pStyle w:val="Paragraph"/></w:pPr><w:bookmarkStart w:id="1" w:name="_adref_00000000000000000000000000000001"/>
        <w:r><w:t xml:space="preserve">We </w:t></w:r><w:commentRangeStart w:id="0"/><w:commentRangeStart w:id="1"/>
        <w:r><w:t xml:space="preserve">shall</w:t></w:r><w:commentRangeEnd w:id="0"/>
        <w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:commentReference w:id="0"/></w:r><w:commentRangeEnd w:id="1"/>
        <w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:commentReference w:id="1"/></w:r>
        <w:r><w:t xml:space="preserve"> act.</w:t></w:r>
        <w:bookmarkEnd w:id="1"/></w:p>
    "#]],
    );
}

#[test]
fn arabic_is_set_from_the_right_and_latin_in_it_is_not() {
    let emphatic = Style { bold: true, ..Style::default() };
    let runs =
        vec![set("نحث", emphatic, Role::Words, None), text(" الدول (WSIS II) "), open(1), text("كلها"), close(1)];
    check(
        &edition("ar", vec![operative(1, "11.", runs)]),
        expect![[r#"
        <w:p><w:pPr><w:pStyle w:val="Paragraph"/><w:bidi/><w:ind w:left="567" w:hanging="567"/></w:pPr><w:bookmarkStart w:id="1" w:name="_adref_00000000000000000000000000000001"/>
        <w:r><w:rPr><w:rFonts w:hint="cs"/><w:rtl/></w:rPr><w:t xml:space="preserve">11.</w:t><w:tab/></w:r>
        <w:r><w:rPr><w:rFonts w:hint="cs"/><w:b/><w:bCs/><w:rtl/></w:rPr><w:t xml:space="preserve">نحث</w:t></w:r>
        <w:r><w:rPr><w:rFonts w:hint="cs"/><w:rtl/></w:rPr><w:t xml:space="preserve"> الدول (</w:t></w:r>
        <w:r><w:t xml:space="preserve">WSIS II</w:t></w:r>
        <w:r><w:rPr><w:rFonts w:hint="cs"/><w:rtl/></w:rPr><w:t xml:space="preserve">) </w:t></w:r>
        <w:r><w:rPr><w:rStyle w:val="BracketSign2"/><w:rFonts w:hint="cs"/><w:rtl/></w:rPr><w:t xml:space="preserve">[</w:t></w:r>
        <w:r><w:rPr><w:rFonts w:hint="cs"/><w:rtl/></w:rPr><w:t xml:space="preserve">كلها</w:t></w:r>
        <w:r><w:rPr><w:rStyle w:val="BracketSign2"/><w:rFonts w:hint="cs"/><w:rtl/></w:rPr><w:t xml:space="preserve">]</w:t></w:r>
        <w:bookmarkEnd w:id="1"/></w:p>
    "#]],
    );
}

#[test]
fn chinese_asks_for_its_font_where_a_sign_has_two() {
    check(
        &edition("zh", vec![operative(1, "1.", vec![text("我们“重申”ICT……")])]),
        expect![[r#"
        <w:p><w:pPr><w:pStyle w:val="Paragraph"/><w:ind w:left="567" w:hanging="567"/></w:pPr><w:bookmarkStart w:id="1" w:name="_adref_00000000000000000000000000000001"/>
        <w:r><w:t xml:space="preserve">1.</w:t><w:tab/></w:r>
        <w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:t xml:space="preserve">我们“重申”ICT……</w:t></w:r>
        <w:bookmarkEnd w:id="1"/></w:p>
    "#]],
    );
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
    check(
        &found,
        expect![[r#"
            <w:tbl><w:tblPr><w:tblStyle w:val="ColumnsTable"/><w:tblW w:w="9638" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid><w:gridCol w:w="1985"/><w:gridCol w:w="5839"/><w:gridCol w:w="1814"/></w:tblGrid>
            <w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr><w:tc><w:tcPr><w:tcW w:w="1985" w:type="dxa"/></w:tcPr>
            <w:p><w:pPr><w:pStyle w:val="TableHead"/></w:pPr>
            <w:r><w:t xml:space="preserve">Idea</w:t></w:r></w:p></w:tc><w:tc><w:tcPr><w:tcW w:w="5839" w:type="dxa"/></w:tcPr>
            <w:p><w:pPr><w:pStyle w:val="TableHead"/></w:pPr>
            <w:r><w:t xml:space="preserve">Text</w:t></w:r></w:p></w:tc><w:tc><w:tcPr><w:tcW w:w="1814" w:type="dxa"/></w:tcPr>
            <w:p><w:pPr><w:pStyle w:val="TableHead"/></w:pPr>
            <w:r><w:t xml:space="preserve">Source</w:t></w:r></w:p></w:tc></w:tr>
            <w:tr><w:tc><w:tcPr><w:tcW w:w="1985" w:type="dxa"/></w:tcPr>
            <w:p><w:pPr><w:pStyle w:val="Idea"/></w:pPr>
            <w:r><w:t xml:space="preserve">Access</w:t></w:r></w:p></w:tc><w:tc><w:tcPr><w:tcW w:w="5839" w:type="dxa"/></w:tcPr>
            <w:p><w:pPr><w:pStyle w:val="Paragraph"/><w:shd w:val="clear" w:color="auto" w:fill="FFF6CC"/><w:ind w:left="390" w:hanging="390"/><w:jc w:val="left"/></w:pPr><w:bookmarkStart w:id="1" w:name="_adref_00000000000000000000000000000001"/>
            <w:r><w:t xml:space="preserve">1.</w:t><w:tab/></w:r>
            <w:r><w:t xml:space="preserve">Words</w:t></w:r>
            <w:r><w:rPr><w:rStyle w:val="Standing"/></w:rPr><w:t xml:space="preserve"> [agreed ad ref]</w:t></w:r>
            <w:bookmarkEnd w:id="1"/></w:p>
            <w:p><w:pPr><w:pStyle w:val="SubItem"/><w:ind w:left="855" w:hanging="515"/><w:jc w:val="left"/></w:pPr><w:bookmarkStart w:id="2" w:name="_adref_00000000000000000000000000000002"/>
            <w:r><w:t xml:space="preserve">(a)</w:t><w:tab/></w:r>
            <w:r><w:t xml:space="preserve">more</w:t></w:r>
            <w:bookmarkEnd w:id="2"/></w:p></w:tc><w:tc><w:tcPr><w:tcW w:w="1814" w:type="dxa"/></w:tcPr>
            <w:p><w:pPr><w:pStyle w:val="Source"/></w:pPr>
            <w:r><w:t xml:space="preserve">G/OS</w:t></w:r></w:p>
            <w:p><w:pPr><w:pStyle w:val="Source"/></w:pPr>
            <w:r><w:t xml:space="preserve">C3.1+2</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
            <w:p><w:pPr><w:pStyle w:val="Gap"/></w:pPr></w:p>
        "#]],
    );
}

#[test]
fn a_table_of_the_draft_repeats_its_head() {
    check(
        &edition("en", vec![table(&[&["Line", "Who"], &["C1"]])]),
        expect![[r#"
        <w:tbl><w:tblPr><w:tblStyle w:val="DraftTable"/><w:tblW w:w="9638" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid><w:gridCol w:w="4819"/><w:gridCol w:w="4819"/></w:tblGrid>
        <w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr><w:tc><w:tcPr><w:tcW w:w="4819" w:type="dxa"/></w:tcPr>
        <w:p><w:pPr><w:pStyle w:val="TableHead"/><w:jc w:val="left"/></w:pPr><w:bookmarkStart w:id="1" w:name="_adref_00000000000000000000000000001389"/>
        <w:r><w:t xml:space="preserve">Line</w:t></w:r>
        <w:bookmarkEnd w:id="1"/></w:p></w:tc><w:tc><w:tcPr><w:tcW w:w="4819" w:type="dxa"/></w:tcPr>
        <w:p><w:pPr><w:pStyle w:val="TableHead"/><w:jc w:val="left"/></w:pPr><w:bookmarkStart w:id="2" w:name="_adref_0000000000000000000000000000138a"/>
        <w:r><w:t xml:space="preserve">Who</w:t></w:r>
        <w:bookmarkEnd w:id="2"/></w:p></w:tc></w:tr>
        <w:tr><w:tc><w:tcPr><w:tcW w:w="9638" w:type="dxa"/><w:gridSpan w:val="2"/></w:tcPr>
        <w:p><w:pPr><w:pStyle w:val="TableText"/><w:jc w:val="left"/></w:pPr><w:bookmarkStart w:id="3" w:name="_adref_0000000000000000000000000000138b"/>
        <w:r><w:t xml:space="preserve">C1</w:t></w:r>
        <w:bookmarkEnd w:id="3"/></w:p></w:tc></w:tr></w:tbl>
        <w:p><w:pPr><w:pStyle w:val="Gap"/></w:pPr></w:p>
    "#]],
    );
}
