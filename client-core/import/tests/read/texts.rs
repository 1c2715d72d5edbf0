//! Markdown, HTML, OpenDocument, and text in any encoding.

use expect_test::{Expect, expect};

use crate::support::{package, read, told};

#[track_caller]
fn check(name: &str, text: &str, expect: Expect) {
    expect.assert_eq(&told(name, text.as_bytes()));
}

#[test]
fn markdown() {
    check(
        "a.md",
        "# Draft *Declaration*\n\n## I. Part\n\n1. We **urge** [all][most] States[^x]:\n\n    - point _one_\n\n7. We\n   call \\[upon\\]\n\nAlt 7: We ask\n\n| Idea | Text | Source |\n|---|---|---|\n| Aims | 8. We [hope] | C3 |\n\n[^x]: See A/60/687.\n\n[14]: words\n",
        expect![[r#"
            # a | Draft Declaration | Draft | und
            idea: Idea
            text: Text
            source: Source
            Title Draft /Declaration/
            Heading 1 I (I.) Part
            Operative 1. (1.) We *urge* ⟦all⟧⟦most⟧ States^¹^:
              Bullet • (•) point /one/
            Operative 7. (7.) We call ⟦upon⟧
            Operative Alt 7 (Alt 7:) We ask
            Operative 8. (8.) <Aims> We ⟦hope⟧ <- C3
            Operative ⟦14⟧: words
            Note ¹ (¹) See A/60/687.
            14:1 Note markdown-definitions
        "#]],
    );
}

#[test]
fn a_page_with_scripts_notes_tables_and_changes() {
    check(
        "a.html",
        r##"<!DOCTYPE html><html><head><title>T</title><style>p { color: red }</style><script>document.write("<p>no</p>")</script></head>
        <body><h1 class="title">Draft</h1><p>1. We <b>urge</b>
          [all] <ins title="France" datetime="2005-01-11T09:30:00Z">new</ins><del title="X">old</del> &amp; <span style="font-style: italic">more</span>&nbsp;x
          <a href="#fn1" class="footnote-ref" role="doc-noteref"><sup>1</sup></a></p>
        <ol type="a"><li>one</li><li><p>two</p><ul><li>deep</li></ul></li></ol><img src="http://localhost:1/x.png">
        <table><tr><th>Who</th><th>When</th></tr><tr><td colspan="2">We<br>all</td></tr></table>
        <section><ol><li id="fn1"><p>See A/60/687. <a href="#fnref1" class="footnote-back">back</a></p></li></ol></section></body></html>"##,
        expect![[r#"
            # a | Draft | Draft | und
            Title Draft
            Operative 1. (1.) We *urge* ⟦all⟧ ⟦France for France @1105435800 inserts: new⟧⟦X deletes: old⟧ & /more/ x ^¹^
              SubItem a. (a.) one
              SubItem b. (b.) two
                Bullet • (•) deep
            Table
              HeadRow
                Cell Who
                Cell When
              Row
                Cell We all
            Note ¹ (¹) See A/60/687.
            6:1 Note remote-content
            10:1 Note scripts
        "#]],
    );
}

#[test]
fn an_opendocument_file_with_changes_notes_lists_and_comments() {
    let content = r#"<office:document-content><office:automatic-styles>
      <style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>
      <text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/><text:list-level-style-number text:level="2" style:num-format="a" style:num-prefix="(" style:num-suffix=")"/></text:list-style>
      </office:automatic-styles><office:body><office:text>
      <text:tracked-changes>
        <text:changed-region xml:id="c1"><text:deletion><office:change-info><dc:creator>Japan</dc:creator><dc:date>2005-01-11T09:30:00</dc:date></office:change-info><text:p>strongly </text:p></text:deletion></text:changed-region>
        <text:changed-region xml:id="c2"><text:insertion><office:change-info><dc:creator>X</dc:creator><dc:date>2005-01-11T09:30:00</dc:date></office:change-info></text:insertion></text:changed-region>
      </text:tracked-changes>
      <text:h text:outline-level="1">Draft declaration</text:h>
      <text:list text:style-name="L" xml:id="l1"><text:list-item><text:p>We <text:change text:change-id="c1"/><text:span text:style-name="B">urge</text:span> all<text:change-start text:change-id="c2"/>, [even]<text:change-end text:change-id="c2"/><text:note text:id="ftn0" text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>See A/60/687.</text:p></text:note-body></text:note><office:annotation office:name="n1"><dc:creator>France</dc:creator><dc:date>2005-01-11T09:30:00</dc:date><text:p>Too</text:p><text:p>weak.</text:p></office:annotation> States<office:annotation-end office:name="n1"/>:</text:p>
        <text:list><text:list-item><text:p>first</text:p></text:list-item></text:list></text:list-item></text:list>
      <text:p>Between<text:note-ref text:ref-name="ftn0">1</text:note-ref><text:note-ref text:ref-name="ftn9">9</text:note-ref>.</text:p>
      <text:list text:style-name="L" text:continue-list="l1"><text:list-item><text:p>We<text:s text:c="2"/>call</text:p></text:list-item></text:list>
      <table:table><table:table-row><table:table-cell><text:p>Who</text:p></table:table-cell><table:table-cell table:number-columns-spanned="2"><text:p>[When]</text:p></table:table-cell><table:covered-table-cell/></table:table-row></table:table>
      </office:text></office:body></office:document-content>"#;
    let file = package(&[("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", content)]);
    expect![[r##"
        # a | Draft declaration | Draft | und
        Title Draft declaration
        Operative 1. (1.) We ⟦Japan for Japan @1105435800 deletes: strongly ⟧*urge* all⟦X @1105435800 inserts: , ⟦even⟧^¹^⟧ States:
          SubItem a. ((a)) first
        Operative Between^¹^9.
        Operative 2. (2.) We  call
        Table
          Row
            Cell Who
            Cell ⟦When⟧
        Note ¹ (¹) See A/60/687.
        France (France) at 1105435800000 on paragraph 1 " States": Too
        weak.
    "##]].assert_eq(&told("a.odt", &file));
}

#[test]
fn text_in_any_encoding() {
    let text = "我们重申 [在日内瓦] 所作的承诺，并强调国际合作的重要性。\n\n1. 我们促请各国政府。\n";
    let same = |bytes: &[u8], code: &[&str]| {
        let read = read("a.txt", bytes).expect("it reads").imported;
        let words: String = client_core::import::text_column(&read.drafts[0]);
        assert!(words.contains("承诺，并强调"), "{words}");
        let codes: Vec<_> = read.diagnostics.iter().map(|found| found.code).collect();
        assert_eq!(codes, code);
    };
    same(text.as_bytes(), &[]);
    same(&[b"\xef\xbb\xbf", text.as_bytes()].concat(), &[]);
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    same(&[b"\xff\xfe", wide.as_slice()].concat(), &[]);
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    same(&[b"\xfe\xff", wide.as_slice()].concat(), &[]);
    same(&encoding_rs::GB18030.encode(text).0, &["encoding-guessed"]);
    for (encoding, text) in [
        (
            encoding_rs::WINDOWS_1252,
            "1. Nous réaffirmons les décisions précédentes, y compris celles de l’Assemblée générale.\n",
        ),
        (encoding_rs::WINDOWS_1256, "1. نؤكد من جديد التزامنا بما جاء في إعلان المبادئ وخطة العمل وندعو جميع الدول\n"),
        (
            encoding_rs::WINDOWS_1251,
            "1. Мы подтверждаем наши обязательства и призываем все государства принять меры.\n",
        ),
    ] {
        let read = read("a.txt", &encoding.encode(text).0).expect("it reads").imported;
        let words = client_core::import::source_text(&read.drafts[0]);
        assert_eq!(words.trim(), text.trim());
        assert!(read.diagnostics[0].message.contains(encoding.name()), "{}", read.diagnostics[0].message);
    }
}
