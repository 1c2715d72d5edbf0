//! Word files, made by hand: each is the least that shows one thing.

use expect_test::{Expect, expect};

use crate::support::{docx, docx_with, p, part, told};

#[track_caller]
fn check(body: &str, expect: Expect) {
    expect.assert_eq(&told("a.docx", &docx(body)));
}

#[test]
fn paragraphs_brackets_and_alternatives() {
    let body = [p("Draft declaration"), p("1. We [urge][call upon] States"), p("Alt 1: We [urge [strongly]] States")];
    check(
        &body.concat(),
        expect![[r#"
        # a | Draft declaration | Draft | und
        Title Draft declaration
        Operative 1. (1.) We ⟦urge⟧⟦call upon⟧ States
        Operative Alt 1 (Alt 1:) We ⟦urge ⟦strongly⟧⟧ States
    "#]],
    );
}

#[test]
fn words_that_were_inserted_and_deleted_stand_in_brackets_of_their_authors() {
    check(
        r#"<w:p><w:r><w:t xml:space="preserve">1. We </w:t></w:r>
        <w:del w:id="1" w:author="Japan" w:date="2005-01-11T09:30:00Z"><w:r><w:delText>urge</w:delText></w:r></w:del>
        <w:ins w:id="2" w:author="Japan" w:date="2005-01-11T09:30:00Z"><w:r><w:t>in</w:t></w:r></w:ins>
        <w:ins w:id="3" w:author="Japan" w:date="2005-01-11T09:30:00Z"><w:r><w:t>vite</w:t></w:r><w:del w:id="4" w:author="A. Person" w:date="2005-01-12T09:30:00Z"><w:r><w:delText xml:space="preserve"> and ask</w:delText></w:r></w:del></w:ins>
        <w:r><w:t xml:space="preserve"> all States.</w:t></w:r></w:p>"#,
        expect![[r#"
            # a | a | Draft | und
            Operative 1. (1.) We ⟦Japan for Japan @1105435800 deletes: urge⟧⟦Japan for Japan @1105435800 inserts: invite⟦A. Person @1105522200 deletes:  and ask⟧⟧ all States.
        "#]],
    );
}

#[test]
fn whoever_inserts_the_signs_of_a_bracket_opens_it() {
    check(
        r#"<w:p><w:r><w:t xml:space="preserve">1. We </w:t></w:r>
        <w:ins w:author="France" w:date="2005-01-11T09:30:00Z"><w:r><w:t>[</w:t></w:r></w:ins><w:r><w:t>strongly</w:t></w:r><w:ins w:author="France" w:date="2005-01-11T09:30:00Z"><w:r><w:t>]</w:t></w:r></w:ins>
        <w:r><w:t xml:space="preserve"> urge </w:t></w:r><w:del w:author="Japan"><w:r><w:delText>[</w:delText></w:r></w:del><w:r><w:t>all</w:t></w:r><w:del w:author="Japan"><w:r><w:delText>]</w:delText></w:r></w:del></w:p>"#,
        expect![[r#"
            # a | a | Draft | und
            Operative 1. (1.) We ⟦France for France @1105435800: strongly⟧ urge ⟦all⟧
            1:23 Warning tracked-bracket-sign
            1:27 Warning tracked-bracket-sign
        "#]],
    );
}

#[test]
fn a_whole_paragraph_that_was_inserted_and_one_that_was_moved() {
    check(
        r#"<w:p><w:r><w:t>1. We recall</w:t></w:r></w:p>
        <w:p><w:pPr><w:rPr><w:ins w:author="France"/></w:rPr></w:pPr><w:ins w:author="France"><w:r><w:t>1 bis. We note</w:t></w:r></w:ins></w:p>
        <w:moveFromRangeStart w:id="5" w:name="move1" w:author="Japan"/>
        <w:p><w:moveFrom w:author="Japan"><w:r><w:t>2. We go</w:t></w:r></w:moveFrom></w:p>
        <w:moveFromRangeEnd w:id="5"/>
        <w:p><w:r><w:t>3. We stay</w:t></w:r></w:p>
        <w:p><w:moveToRangeStart w:id="6" w:name="move1"/><w:moveTo w:author="Japan"><w:r><w:t>2. We go</w:t></w:r></w:moveTo><w:moveToRangeEnd w:id="6"/></w:p>
        <w:p><w:pPr><w:rPr><w:del w:author="Japan"/></w:rPr></w:pPr><w:r><w:t>4. We end</w:t></w:r></w:p>"#,
        expect![[r#"
            # a | a | Draft | und
            Operative 1. (1.) We recall
            Operative 1 bis. (1 bis.) ⟦France for France inserts: We note⟧ (added)
            Operative 2. (2.) ⟦Japan for Japan deletes move move1: We go⟧
            Operative 3. (3.) We stay
            Operative 2. (2.) ⟦Japan for Japan inserts move move1: We go⟧
            Operative 4. (4.) We end
            6:1 Warning tracked-paragraph-end
        "#]],
    );
}

#[test]
fn a_file_with_two_documents_is_two_drafts_with_their_changes_comments_and_notes() {
    let title =
        |words: &str| format!(r#"<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"#);
    let body = [
        title("Declaration"),
        p("1. We recall [all]"),
        r#"<w:p><w:r><w:t>2. We go</w:t></w:r><w:ins w:author="Japan"><w:r><w:t xml:space="preserve"> on</w:t></w:r></w:ins></w:p>
        <w:p><w:pPr><w:sectPr/></w:pPr></w:p>"#
            .to_owned(),
        p("[11 January 2005"),
        title("Agenda"),
        r#"<w:p><w:r><w:t xml:space="preserve">1. We act</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:commentRangeStart w:id="7"/><w:r><w:t xml:space="preserve"> now</w:t></w:r><w:commentRangeEnd w:id="7"/><w:ins w:author="France"><w:r><w:t>!</w:t></w:r></w:ins><w:r><w:t>]</w:t></w:r></w:p><w:sectPr/>"#
            .to_owned(),
    ];
    let styles = part("styles", r#"<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style>"#);
    let notes = part("footnotes", r#"<w:footnote w:id="2"><w:p><w:r><w:t>If at all.</w:t></w:r></w:p></w:footnote>"#);
    let said = |id, words| {
        format!(r#"<w:comment w:id="{id}" w:author="France"><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:comment>"#)
    };
    let comments = part("comments", &said(7, "When?"));
    let file = docx_with(
        &body.concat(),
        &[("word/styles.xml", &styles), ("word/footnotes.xml", &notes), ("word/comments.xml", &comments)],
    );
    expect![[r##"
        # a | Declaration | Draft | und
        Title Declaration
        Operative 1. (1.) We recall ⟦all⟧
        Operative 2. (2.) We go⟦Japan for Japan inserts:  on⟧
        # a-2 | Agenda | Draft | und
        Operative ⟦11 January 2005
        Title Agenda
        Operative 1. (1.) We act^¹^ now⟦France for France inserts: !⟧⟧
        Note ¹ (¹) If at all.
        6:1 Note another-document
        France (France) at 0 on paragraph 5 " now": When?
    "##]]
    .assert_eq(&told("a.docx", &file));
    let read = crate::support::read("a.docx", &file).expect("it reads");
    assert_eq!(read.imported.comments[0].draft, 1);
}

#[test]
fn a_field_that_refers_to_a_footnote_calls_it_again() {
    let call = r#"<w:bookmarkStart w:id="1" w:name="_Ref1"/><w:r><w:footnoteReference w:id="2"/></w:r><w:bookmarkEnd w:id="1"/>"#;
    let field = |instruction: &str, shown: &str| {
        format!(
            r#"<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{shown}</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>"#
        )
    };
    let simple = r#"<w:fldSimple w:instr=" NOTEREF &quot;_Ref1&quot; \f "><w:r><w:t>1</w:t></w:r></w:fldSimple>"#;
    let paragraph = |runs: &str| format!(r#"<w:p><w:r><w:t>1. We act</w:t></w:r>{runs}<w:r><w:t>.</w:t></w:r></w:p>"#);
    let body = [
        // One may come before what it refers to.
        paragraph(&field(r"NOTEREF _Ref1 \f \h", "1")),
        paragraph(call),
        paragraph(simple),
        // These refer to no footnote.
        paragraph(&field("NOTEREF _Ref2", "9")),
        paragraph(&field("REF _Ref1", "7")),
    ];
    let notes = part("footnotes", r#"<w:footnote w:id="2"><w:p><w:r><w:t>If at all.</w:t></w:r></w:p></w:footnote>"#);
    expect![[r#"
        # a | a | Draft | und
        Operative 1. (1.) We act^¹^.
        Operative 1. (1.) We act^¹^.
        Operative 1. (1.) We act^¹^.
        Operative 1. (1.) We act9.
        Operative 1. (1.) We act7.
        Note ¹ (¹) If at all.
    "#]]
    .assert_eq(&told("a.docx", &docx_with(&body.concat(), &[("word/footnotes.xml", &notes)])));
}

const NUMBERING: &str = r#"
<w:abstractNum w:abstractNumId="0">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/></w:lvl>
  <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="(%3)"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val=""/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="2">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/><w:isLgl/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="2"/></w:num>"#;

fn item(number: u8, level: u8, words: &str) -> String {
    format!(
        r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"#
    )
}

#[test]
fn labels_that_the_program_counts() {
    let body = [
        item(1, 0, "We urge:"),
        item(1, 1, "States;"),
        item(1, 2, "large;"),
        item(1, 2, "small;"),
        item(1, 1, "others."),
        item(2, 0, "a point"),
        item(1, 0, "We call"),
        item(1, 1, "again"),
        item(3, 0, "Anew"),
        item(4, 0, "Part"),
        item(4, 1, "Legal"),
    ];
    let numbering = part("numbering", NUMBERING);
    let file = docx_with(&body.concat(), &[("word/numbering.xml", &numbering)]);
    expect![[r#"
        # a | a | Draft | und
        Operative 1. (1.) We urge:
          SubItem a. ((a)) States;
            SubItem (i) ((i)) large;
            SubItem (ii) ((ii)) small;
          SubItem b. ((b)) others.
            Bullet • (•) a point
        Operative 2. (2.) We call
          SubItem a. ((a)) again
        Operative 7. (7.) Anew
        Heading 2 I (I.) Part
        Operative 1.1 (1.1) Legal
    "#]]
    .assert_eq(&told("a.docx", &file));
}

#[test]
fn headings_titles_notes_and_comments() {
    let styles = part(
        "styles",
        r#"<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/><w:rPr><w:b/></w:rPr></w:style>
        <w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:rPr><w:b/></w:rPr></w:style>
        <w:style w:type="paragraph" w:styleId="Mine"><w:name w:val="Mine"/><w:basedOn w:val="H1"/></w:style>
        <w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>"#,
    );
    let notes = part(
        "footnotes",
        r#"<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:t>----</w:t></w:r></w:p></w:footnote>
        <w:footnote w:id="2"><w:p><w:r><w:t>See A/60/687,</w:t></w:r></w:p><w:p><w:r><w:t>page 2.</w:t></w:r></w:p></w:footnote>
        <w:footnote w:id="3"><w:p><w:r><w:t>Later.</w:t></w:r></w:p></w:footnote>"#,
    );
    let comments = part(
        "comments",
        r#"<w:comment w:id="7" w:author="France" w:date="2005-01-11T09:30:00Z"><w:p w14:paraId="0A"><w:r><w:t>Too weak.</w:t></w:r></w:p><w:p w14:paraId="0B"><w:r><w:t>We prefer more.</w:t></w:r></w:p></w:comment>
        <w:comment w:id="8" w:author="X"><w:p w14:paraId="0C"><w:r><w:t>No.</w:t></w:r></w:p></w:comment>"#,
    );
    let extended = r#"<w15:commentsEx xmlns:w15="w15"><w15:commentEx w15:paraId="0B"/><w15:commentEx w15:paraId="0C" w15:paraIdParent="0B"/></w15:commentsEx>"#;
    let file = docx_with(
        r#"<w:p><w:pPr><w:pStyle w:val="Titel"/></w:pPr><w:r><w:t>A Declaration</w:t></w:r></w:p>
        <w:p><w:pPr><w:pStyle w:val="Mine"/></w:pPr><w:r><w:t>I. Beginning</w:t></w:r></w:p>
        <w:p><w:r><w:t xml:space="preserve">1. </w:t></w:r><w:r><w:rPr><w:rStyle w:val="Strong"/></w:rPr><w:t>We urge</w:t></w:r><w:r><w:footnoteReference w:id="3"/></w:r>
          <w:commentRangeStart w:id="7"/><w:r><w:rPr><w:i/><w:u w:val="single"/></w:rPr><w:t xml:space="preserve"> all States</w:t></w:r><w:commentRangeEnd w:id="7"/><w:r><w:commentReference w:id="7"/></w:r>
          <w:r><w:t> of m²</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:commentReference w:id="8"/></w:r></w:p>"#,
        &[
            ("word/styles.xml", &styles),
            ("word/footnotes.xml", &notes),
            ("word/comments.xml", &comments),
            ("word/commentsExtended.xml", extended),
        ],
    );
    expect![[r##"
        # a | A Declaration | Draft | und
        Title A Declaration
        Heading 1 I (I.) Beginning
        Operative 1. (1.) *We urge*^¹^_/ all States/_ of m²^²^
        Note ¹ (¹) Later.
        Note ² (²) See A/60/687, page 2.
        France (France) at 1105435800000 on paragraph 2 " all States": Too weak.
        We prefer more.
        X () at 0 on paragraph 2 "" answers 0: No.
    "##]]
    .assert_eq(&told("a.docx", &file));
}

fn row(cells: &[&str]) -> String {
    let cells: String = cells.iter().map(|cell| format!("<w:tc>{cell}</w:tc>")).collect();
    format!("<w:tr>{cells}</w:tr>")
}

#[test]
fn the_form_with_three_columns_and_another_table() {
    let form = [
        row(&[&p("Idea"), &p("Text"), &p("Source")]),
        row(&[&p("Aims"), &[p("1. We [urge] States:"), p("(a) all;")].concat(), &p("G/OS")]),
        row(&[&p(""), &p("2. We call."), &[p("C3"), p("Conclusion 5")].concat()]),
        row(&[&p("Later"), &p(""), &p("")]),
    ];
    let other = [row(&[&p("Who"), &p("When")]), row(&[&[p("We"), p("• now")].concat(), &p("[soon]")])];
    let body = format!("{}<w:tbl>{}</w:tbl>{}<w:tbl>{}</w:tbl>", p("Draft"), form.concat(), p("Annex"), other.concat());
    check(
        &body,
        expect![[r#"
        # a | Draft | Draft | und
        idea: Idea
        text: Text
        source: Source
        Title Draft
        Operative 1. (1.) <Aims> We ⟦urge⟧ States: <- G/OS
          SubItem a. ((a)) all;
        Operative 2. (2.) We call. <- C3 <- Conclusion 5
        Placeholder <Later>
        Operative Annex
        Table
          Row
            Cell Who
            Cell When
          Row
            Cell We
              Bullet • (•) now
            Cell ⟦soon⟧
    "#]],
    );
}

#[test]
fn fields_boxes_symbols_and_hidden_words() {
    check(
        r#"<w:p><w:r><w:t xml:space="preserve">1. See </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF x </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>paragraph 4</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>
        <w:r><w:rPr><w:vanish/></w:rPr><w:t xml:space="preserve"> (secret)</w:t></w:r><w:r><w:noBreakHyphen/><w:sym w:font="Symbol" w:char="F0B7"/><w:br/><w:t>on</w:t><w:tab/><w:t>on</w:t></w:r>
        <w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent><w:p><w:r><w:t>In a box</w:t></w:r></w:p></w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>In a box</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>
        <w:hyperlink><w:r><w:t xml:space="preserve"> &amp; a link</w:t></w:r></w:hyperlink></w:p>"#,
        expect![[r#"
            # a | In a box | Draft | und
            Title In a box
            Operative 1. (1.) See paragraph 4 (secret)‑• on	on & a link
            1:1 Warning hidden-text
            1:1 Note text-box
        "#]],
    );
}

#[test]
fn paragraphs_keep_the_identity_that_our_own_export_gave_them() {
    let id = "0123456789abcdef0123456789abcdef";
    let body = format!(
        r#"<w:p><w:bookmarkStart w:id="1" w:name="_adref_{id}"/><w:r><w:t>1. We urge</w:t></w:r><w:bookmarkEnd w:id="1"/></w:p>
        <w:p><w:bookmarkStart w:id="2" w:name="_adref_{id}"/><w:r><w:t>2. Twice the same</w:t></w:r></w:p>"#
    );
    let imported = crate::support::read("a.docx", &docx(&body)).expect("it reads").imported;
    let ids: Vec<String> =
        imported.drafts[0].paragraphs.iter().map(|paragraph| paragraph.id.0.simple().to_string()).collect();
    assert_eq!(ids[0], id);
    assert_ne!(ids[1], id);
    assert_eq!(crate::support::read("a.docx", &docx(&body)).expect("it reads").imported, imported, "and again");
}
