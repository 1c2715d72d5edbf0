//! What the writers make of an edition.

use client_core::model::{Bracket, BracketId, Draft, Inline, ParagraphKind, Standings, Style, Topic, Wish};
use client_core_export::{
    Mode,
    compose::{Options, Source, compose},
    csv, html, markdown, text, xlsx,
};
use expect_test::expect;
use uuid::Uuid;

use crate::support::*;

/// A draft with something of everything.
fn everything() -> Draft {
    let mut draft = draft(
        "Title of the draft\n\nChapter one\n\n1. We [solemnly] reaffirm * the <rules> & [a/b].\n\n(a) first_item;\n\n(b) 3. is no list.\n\n* See # the [annex].\n",
    );
    draft.paragraphs[0].kind = ParagraphKind::Title;
    propose(&mut draft, "solemnly", "EU \"27\" <x>");
    let topic = Topic::Bracket(bracket(&draft, "annex"));
    say(&mut draft, topic, "US", client_core::model::Stance::Retain, None);
    draft
}

fn edition(draft: &Draft, options: &Options) -> client_core_export::edition::Edition {
    compose(&Source::new(draft, &Standings::default()), options).expect("composed")
}

#[test]
fn markdown_escapes_what_is_a_sign() {
    let options = Options { mode: Mode::Compilation, ..Options::default() };
    expect![[r##"
        # Title of the draft

        Chapter one

        1\. We \[solemnly - EU "27" \<x\>\] reaffirm \* the \<rules\> \& \[a/b\].

        a\. first\_item;

        b\. 3. is no list.

        - See \# the \[annex - US retain\].
    "##]]
    .assert_eq(&markdown::write(&edition(&everything(), &options)));
}

#[test]
fn html_escapes_what_is_a_sign() {
    let options = Options {
        mode: Mode::Compilation,
        symbol: "A/<1>".into(),
        date: "12 January 2005".into(),
        labels: Some("ar".into()),
        ..Options::default()
    };
    let html = html::write(&edition(&everything(), &options));
    let body = html.split_once("<body>").expect("a body").1;
    expect![[r#"

        <header lang="ar" dir="rtl">
        <p class="symbol">A/&lt;1&gt;</p>
        <p class="date">12 January 2005</p>
        <p class="status">نص تجميعي</p>
        </header>
        <main>
        <h1 id="p-d60f0f33-b89e-51a3-99c7-f0ea3e418abe" class="title">Title of the draft</h1>
        <p id="p-32264bc6-9228-594d-90b3-39d5a7d04161" class="operative">Chapter one</p>
        <p id="p-ca093a57-c013-5b89-b70b-84bceb6bfff7" class="operative"><span class="label">1.</span> We <ins datetime="2005-01-12T09:00:00Z" title="EU &quot;27&quot; &lt;x&gt;, 2005-01-12 09:00"><b class="sign" data-bracket="0aad91dd-2b48-539f-8daf-5398787dbb20" data-depth="0">[</b>solemnly<span class="attribution" lang="ar" dir="rtl"> - EU "27" &lt;x&gt;</span><b class="sign" data-bracket="0aad91dd-2b48-539f-8daf-5398787dbb20" data-depth="0">]</b></ins> reaffirm * the &lt;rules&gt; &amp; <b class="sign" data-bracket="a515745d-3134-588a-b4bd-df5484b07f23" data-depth="0">[</b>a/b<b class="sign" data-bracket="a515745d-3134-588a-b4bd-df5484b07f23" data-depth="0">]</b>.</p>
        <p id="p-664615fe-3302-50c9-be4e-c1b84d8e6cbf" class="sub-item depth-1"><span class="label">a.</span> first_item;</p>
        <p id="p-ca9fa5f6-a4ab-5c64-8353-675e872b99e2" class="sub-item depth-1"><span class="label">b.</span> 3. is no list.</p>
        <p id="p-67d95b8a-76b3-5eb6-bd9a-0b99d0282fcf" class="bullet depth-2"><span class="label">•</span> See # the <b class="sign" data-bracket="dcfa9620-e7f0-5722-8389-0455f8dd0f1a" data-depth="0">[</b>annex<span class="attribution" lang="ar" dir="rtl"> - US إبقاء</span><b class="sign" data-bracket="dcfa9620-e7f0-5722-8389-0455f8dd0f1a" data-depth="0">]</b>.</p>
        </main>
        </body>
        </html>
    "#]].assert_eq(body);
}

#[test]
fn bold_words_keep_their_weight_wherever_they_stand() {
    let mut draft = draft("1. Words.\n");
    let bold = |words: &str| Inline::Text { text: words.into(), style: Style { bold: true, ..Style::default() } };
    let plain = |words: &str| Inline::plain(words);
    let mut check = |pieces: Vec<Inline>, expected: &str| {
        draft.paragraphs[0].content = pieces;
        assert_eq!(markdown::write(&edition(&draft, &Options::default())).trim(), format!("1\\. {expected}"));
    };
    check(vec![bold("Urges"), plain(" States")], "**Urges** States");
    check(vec![bold("Urges "), plain("States")], "**Urges** States");
    check(vec![plain("我们"), bold("重申"), plain("承诺")], "我们**重申**承诺");
    check(vec![plain("我们"), bold("“重申”"), plain("承诺")], "我们<strong>“重申”</strong>承诺");
}

#[test]
fn a_table_keeps_its_cells() {
    let mut draft = draft("1. One.\n");
    let kinds = [
        (ParagraphKind::Table, None, ""),
        (ParagraphKind::HeadRow, Some(0), ""),
        (ParagraphKind::Cell, Some(1), "Head | one"),
        (ParagraphKind::Cell, Some(1), "Two"),
        (ParagraphKind::Row, Some(0), ""),
        (ParagraphKind::Cell, Some(4), "a"),
        (ParagraphKind::Cell, Some(4), "b"),
        (ParagraphKind::Bullet, Some(6), "under b"),
    ];
    let id = |n: u128| client_core::model::ParagraphId(Uuid::from_u128(n + 100));
    for (n, (kind, parent, words)) in (0..).zip(kinds) {
        let mut paragraph = client_core::model::Paragraph::new(id(n), kind);
        paragraph.parent = parent.map(id);
        paragraph.content = if words.is_empty() { Vec::new() } else { vec![Inline::plain(words)] };
        draft.paragraphs.push(paragraph);
    }
    let edition = edition(&draft, &Options::default());
    expect![[r#"
        1\. One.

        | Head \| one | Two |
        | --- | --- |
        | a | b<br>• under b |
    "#]]
    .assert_eq(&markdown::write(&edition));
    expect![[r#"
        1. One.

        Head | one | Two

        a | b • under b
    "#]]
    .assert_eq(&text::print(&edition));
    let html = html::write(&edition);
    let table = html.split_once("<table").expect("a table").1.split_once("</table>").expect("its end").0;
    expect![[r#"
         class="own">
        <thead>
        <tr>
        <th scope="col"><span id="p-00000000-0000-0000-0000-000000000066">Head | one</span></th>
        <th scope="col"><span id="p-00000000-0000-0000-0000-000000000067">Two</span></th>
        </tr>
        </thead>
        <tbody>
        <tr>
        <td><span id="p-00000000-0000-0000-0000-000000000069">a</span></td>
        <td><p id="p-00000000-0000-0000-0000-00000000006a" class="cell">b</p>
        <p id="p-00000000-0000-0000-0000-00000000006b" class="bullet depth-1"><span class="label">•</span> under b</p>
        </td>
        </tr>
        </tbody>
    "#]]
    .assert_eq(table);
}

#[test]
fn three_columns() {
    let mut draft = draft("1. One.\n\n2. Two.\n");
    draft.paragraphs[0].idea = Some("Peace".into());
    draft.paragraphs[1].sources = vec!["C1".into(), "G/OS".into()];
    let edition = edition(&draft, &Options { columns: true, ..Options::default() });
    expect![[r#"
        | Idea | Text | Source |
        | --- | --- | --- |
        | Peace | 1\. One. |  |
        |  | 2\. Two. | C1<br>G/OS |
    "#]]
    .assert_eq(&markdown::write(&edition));
    expect![[r#"
        Idea: Peace

        1. One.

        2. Two.

        Source: C1, G/OS
    "#]]
    .assert_eq(&text::print(&edition));
    assert!(html::write(&edition).contains("<th scope=\"col\">Idea</th>"));
}

#[test]
fn what_stands_across_the_page_is_in_no_column() {
    let mut draft = draft("Annex 1\n\n1. One.\n\nChapter\n\nOrigins\n\n2. Two.\n");
    let kinds = [ParagraphKind::Front, ParagraphKind::Operative, ParagraphKind::Heading, ParagraphKind::Heading];
    for (paragraph, kind) in draft.paragraphs.iter_mut().zip(kinds) {
        paragraph.kind = kind;
    }
    // Who is named beside a heading is named in the column.
    draft.paragraphs[3].sources = vec!["C1".into()];
    let edition = edition(&draft, &Options { columns: true, ..Options::default() });
    expect![[r#"
        Annex 1

        | Idea | Text | Source |
        | --- | --- | --- |
        |  | 1\. One. |  |

        ## Chapter

        | Idea | Text | Source |
        | --- | --- | --- |
        |  | Origins | C1 |
        |  | 2\. Two. |  |
    "#]]
    .assert_eq(&markdown::write(&edition));
    let html = html::write(&edition);
    let rows: Vec<&str> = html.split("<tr>").skip(1).filter_map(|row| Some(row.split_once("</tr>")?.0)).collect();
    let told = |words: &str| rows.iter().filter(|row| row.contains(words)).count();
    assert_eq!(["Annex 1", "One.", "Chapter", "Origins", "Two."].map(told), [0, 1, 0, 1, 1], "{html}");
    assert!(html.contains("<td>C1</td>"));
}

#[test]
fn what_changed_is_marked_in_marked_alone() {
    let before = draft("1. We reaffirm our commitment.\n");
    let mut after = before.clone();
    rewrite(&mut after, "reaffirm", "recall");
    let standings = Standings::default();
    let source = Source { against: Some((&before, &standings)), ..Source::new(&after, &standings) };
    let edition = compose(&source, &Options { mode: Mode::Marked, ..Options::default() }).expect("composed");
    expect![[r#"
        1. We {--reaffirm--}{++recall++} our commitment.
    "#]]
    .assert_eq(&text::print(&edition));
    expect![[r#"
        1\. We <del title="unknown">reaffirm</del><ins title="unknown">recall</ins> our commitment.
    "#]]
    .assert_eq(&markdown::write(&edition));
    assert!(html::write(&edition).contains("<del title=\"unknown\">reaffirm</del><sup class=\"who\">unknown</sup>"));
}

#[test]
fn the_matters_as_a_table() {
    let mut draft = everything();
    // Nobody's words are run as a formula.
    let id = BracketId(Uuid::from_u128(5));
    let mut hostile = Bracket::new(id);
    hostile.delegation = "=HYPERLINK(\"http://example.org\")".into();
    hostile.reason = "\t+1".into();
    hostile.wish = Wish::Delete;
    draft.brackets.insert(id, hostile);
    enclose(&mut draft, "reaffirm", 5, "@SUM(1)", Wish::Delete);
    draft.brackets.get_mut(&id).expect("there").reason = "-1,\"2\"".into();
    let standings = Standings::default();
    let source = Source::new(&draft, &standings);
    let written = String::from_utf8(csv::write(&source, &Options::default())).expect("UTF-8");
    let without_ids: Vec<&str> =
        written.lines().map(|line| line.rsplit_once(',').map_or(line, |(rest, _)| rest)).collect();
    expect![[r#"
        Kind,Place,Text,Opened by,Opened at,Wish,Reason,State,retain,can accept,reserve,delete,Decided at,Meeting
        bracket,1.,solemnly,"EU ""27"" <x>",2005-01-12 09:00,retain,,open,"EU ""27"" <x>",,,,,
        bracket,1.,reaffirm,'@SUM(1),2005-01-12 09:00,delete,"'-1,""2""",open,,,,'@SUM(1),,
        bracket,1.,a/b,,,retain,,open,,,,,,
        bracket,b.,annex,,,retain,,open,US,,,,,"#]]
    .assert_eq(&without_ids.join("\n"));
    for cell in ["=1", "+1", "-1", "@1", "\t1", "\r1", " =1", "＝1"] {
        assert_eq!(csv::safe(cell), format!("'{cell}"));
    }
    for cell in ["", "1", "a=b", "[-]", "我们"] {
        assert_eq!(csv::safe(cell), cell);
    }
    let workbook = |at| {
        let options = Options { made_at: Some(at), ..Options::default() };
        xlsx::write(&source, &options).expect("a workbook")
    };
    assert!(workbook(MORNING).starts_with(b"PK"));
    assert_eq!(workbook(MORNING), workbook(MORNING), "the same bytes");
    assert_ne!(workbook(MORNING), workbook(MORNING + 86_400_000), "the time comes from the options");
}
