//! Akoma Ntoso and back, and what its schema says.

use client_core::model::{InlineExt, Paragraph, numbering};
use client_core_export::{
    akn::{AknOptions, MAX_BYTES, read, write},
    whole::Whole,
};
use expect_test::{Expect, expect};
use proptest::prelude::*;

use crate::{
    made_up::{made_up, open, seeds},
    schema::assert_valid,
};

const OPTIONS: AknOptions = AknOptions { date: 1_105_401_600_000, labels: None };

fn come_back(bytes: &[u8]) -> Whole {
    let read = read(bytes).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(read.diagnostics, []);
    read.whole
}

#[test]
fn the_seed_drafts_are_valid_and_come_back_the_same() {
    let wholes: Vec<Whole> = seeds().into_iter().map(open).collect();
    let documents: Vec<Vec<u8>> = wholes.iter().map(|whole| write(whole, &OPTIONS)).collect();
    for (whole, document) in wholes.iter().zip(&documents) {
        assert_eq!(&come_back(document), whole, "{}", whole.draft.slug);
    }
    assert_valid(&documents);
}

#[test]
fn whatever_is_written_is_valid() {
    let documents: Vec<Vec<u8>> = (0..400).map(|seed| write(&made_up(seed), &OPTIONS)).collect();
    assert_valid(&documents);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn whatever_fits_together_comes_back_the_same(seed: u64) {
        let whole = made_up(seed);
        let document = write(&whole, &OPTIONS);
        prop_assert_eq!(read(&document).map(|read| read.whole), Ok(whole.clone()));
        prop_assert_eq!(write(&whole, &OPTIONS), document);
    }

    /// A byte changed anywhere gives another draft or a refusal, and no panic.
    #[test]
    fn a_byte_that_is_another_harms_nothing(seed: u64, at: prop::sample::Index, byte: u8) {
        let mut document = write(&made_up(seed), &OPTIONS);
        let at = at.index(document.len());
        document[at] = byte;
        if let Ok(read) = read(&document) {
            prop_assert!(read.whole.check().is_ok());
        }
    }
}

/// What reading says of a document.
fn said(document: &str) -> String {
    match read(document.as_bytes()) {
        Ok(read) => format!("{} paragraphs", read.whole.draft.paragraphs.len()),
        Err(error) => format!("{error}\n{}", error.hint()),
    }
}

#[test]
fn entities_and_document_types_are_refused() {
    let bomb = "<!DOCTYPE akomaNtoso [<!ENTITY a SYSTEM \"file:///etc/hostname\">]>\n<akomaNtoso>&a;</akomaNtoso>";
    expect![[r#"
        line 1, column 1: this XML cannot be read: it has a document type, which is not read
        Save it as XML in UTF-8, without a document type."#]]
    .assert_eq(&said(bomb));
    expect![[r#"
        line 1, column 16: this XML cannot be read: it has an entity of its own, which is not read
        Save it as XML in UTF-8, without a document type."#]]
    .assert_eq(&said("<akomaNtoso><p>&a;</p></akomaNtoso>"));
    expect![[r#"
        the file is XML, but no Akoma Ntoso: its first element is "html"
        Choose an Akoma Ntoso 3.0 document."#]]
    .assert_eq(&said("<html><p>words</p></html>"));
    expect![[r#"
        line 1, column 21: this XML cannot be read: ill-formed document: expected `</p>`, but `</akomaNtoso>` was found
        Save it as XML in UTF-8, without a document type."#]]
    .assert_eq(&said("<akomaNtoso><p>words</akomaNtoso>"));
    expect![[r#"
        line 1, column 1: this XML cannot be read: there are words outside of all elements
        Save it as XML in UTF-8, without a document type."#]]
    .assert_eq(&said("words"));
}

#[test]
fn hostile_documents_are_refused_at_once() {
    expect![[r#"
        line 1, column 769: this XML cannot be read: elements stand more than 256 deep in one another
        Save it as XML in UTF-8, without a document type."#]]
    .assert_eq(&said(&"<a>".repeat(1_000_000)));
    expect![[r#"
        line 1, column 1200009: this XML cannot be read: it has more than 300000 elements
        Save it as XML in UTF-8, without a document type."#]]
    .assert_eq(&said(&format!("<akomaNtoso>{}</akomaNtoso>", "<p/>".repeat(1_000_000))));
    let attributes: String = (0..200_000).map(|n| format!(" a{n}=\"\"")).collect();
    expect![[r#"
        line 1, column 1: this XML cannot be read: an element has more than 32 attributes
        Save it as XML in UTF-8, without a document type."#]]
    .assert_eq(&said(&format!("<akomaNtoso{attributes}/>")));
    expect![[r#"
        the file has 16777217 bytes, more than the 16777216 that are read
        Check that the right file was chosen."#]]
    .assert_eq(&said(&" ".repeat(MAX_BYTES + 1)));
}

/// What reading says of a draft of the seeds once `from` is `to` in its document.
#[track_caller]
fn check(from: &str, to: &str, expected: Expect) {
    let whole = seeds().into_iter().map(open).find(|whole| whole.draft.slug == "tunis-commitment").expect("a seed");
    let document = String::from_utf8(write(&whole, &OPTIONS)).expect("UTF-8");
    assert!(document.contains(from), "{from}");
    expected.assert_eq(&said(&document.replacen(from, to, 1)));
}

#[test]
fn words_and_register_that_do_not_fit_are_refused_with_the_place() {
    check("<paragraph eId", "<paragraph eid", expect!["24 paragraphs"]);
    check(
        "class=\"open\"",
        "class=\"opens\"",
        expect![[r#"
        draft.brackets[5]: the text has not both edges of the bracket ef6f5dc2-f046-553a-bc4c-427126fa3c5b
        Put `open` and `close` into the text."#]],
    );
    check(
        "adref-draft/1",
        "adref-draft/9",
        expect![[r#"
        what the document says of itself in <proprietary>: the file has the format adref-draft/9, and this version reads adref-draft/1
        Read it with a newer version."#]],
    );
    check(
        "<preface>",
        "<preface>words",
        expect![[r#"
        line 24, column 1: there are words outside of a paragraph
        Export it again; or take out <proprietary>, and the document is read without what only Adref knows."#]],
    );
    check(
        "<preface>",
        "<preface><p>words</p>",
        expect![[r#"
        line 24, column 10: there are words outside of a paragraph
        Export it again; or take out <proprietary>, and the document is read without what only Adref knows."#]],
    );
    check(
        " wId=",
        " wid=",
        expect![[r#"
        line 25, column 76: there are words outside of a paragraph
        Export it again; or take out <proprietary>, and the document is read without what only Adref knows."#]],
    );
}

/// A document of another program.
const FOREIGN: &str = r##"<?xml version="1.0" encoding="UTF-8"?>
<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0">
  <statement name="resolutionDraft">
    <meta>
      <identification source="#x">
        <FRBRWork><FRBRthis value="/akn/un/statement/2005-01-11/7/!main"/></FRBRWork>
        <FRBRExpression><FRBRlanguage language="eng"/></FRBRExpression>
      </identification>
      <references source="#x"><TLCOrganization eId="fr" href="/x" showAs="Freedonia"/></references>
    </meta>
    <preface><p><docTitle>Draft resolution on shared rivers</docTitle></p></preface>
    <preamble><p><i>Recalling</i> its earlier
      resolutions,</p></preamble>
    <mainBody>
      <section eId="sec_1"><num>I.</num><heading>Principles</heading>
        <paragraph><num>1.</num><content>
          <p><b>Urges</b> States to [strengthen][review] cooperation<authorialNote marker="1"><p>As agreed.</p></authorialNote>;</p>
        </content></paragraph>
        <paragraph><num>2 bis.</num>
          <intro><p>Invites the Fund:</p></intro>
          <subparagraph><num>(a)</num><content><p>To report<ins refersTo="#fr"> yearly</ins>;</p></content></subparagraph>
          <subparagraph><num>(b)</num><content><p>To publish.</p></content></subparagraph>
        </paragraph>
      </section>
      <p>Closing words [without an end.</p>
    </mainBody>
  </statement>
</akomaNtoso>
"##;

#[test]
fn what_another_program_wrote_is_read_as_far_as_it_can_be_told() {
    let read = read(FOREIGN.as_bytes()).unwrap_or_else(|error| panic!("{error}"));
    let draft = &read.whole.draft;
    let labels = numbering::labels(draft, "en");
    let line = |paragraph: &Paragraph| {
        let label = labels.get(&paragraph.id).map(String::as_str).unwrap_or_default();
        format!("{:?} {label}| {}\n", paragraph.kind, paragraph.content.words())
    };
    let lines: String = draft.paragraphs.iter().map(line).collect();
    let brackets: Vec<_> =
        draft.brackets.values().map(|bracket| (bracket.delegation.as_str(), bracket.inserts)).collect();
    let codes: Vec<_> = read.diagnostics.iter().map(|found| found.code).collect();
    expect![[r#"
        Draft resolution on shared rivers | en
        Title | Draft resolution on shared rivers
        Preambular | Recalling its earlier resolutions,
        Heading I| Principles
        Operative 1.| Urges States to strengthenreview cooperation;
        Operative 2 bis.| Invites the Fund:
        SubItem a.| To report yearly;
        SubItem b.| To publish.
        Operative | Closing words [without an end.
        Note ¹| As agreed.
        [("", false), ("", true), ("", false)] ["stray-open"]"#]]
    .assert_eq(&format!("{} | {}\n{lines}{brackets:?} {codes:?}", draft.title, draft.language));
    assert_eq!(read.whole.check(), Ok(()));
    assert_eq!(come_back(&write(&read.whole, &OPTIONS)), read.whole);
}

/// An annex may have a title of its own and numbers that begin again; it is a part of the document all the same.
#[test]
fn a_document_with_a_second_title_is_one_draft() {
    let annex = r#"<p><docTitle>Annex on lakes</docTitle></p>
      <paragraph><num>1.</num><content><p>Decides.</p></content></paragraph>
    </mainBody>"#;
    let read = read(FOREIGN.replace("</mainBody>", annex).as_bytes()).unwrap_or_else(|error| panic!("{error}"));
    let words: Vec<String> = read.whole.draft.paragraphs.iter().map(|paragraph| paragraph.content.words()).collect();
    for said in ["Draft resolution on shared rivers", "Annex on lakes", "Decides."] {
        assert!(words.iter().any(|words| words == said), "{said}: {words:?}");
    }
}
