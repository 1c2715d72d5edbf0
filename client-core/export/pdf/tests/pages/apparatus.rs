//! What stands around the words: heads and feet, numbers of lines, notes, changes, comments, lists.

use client_core::model::{BracketId, CommentId, MatterKind, ParagraphId, ParagraphKind, ParagraphStanding, Style};
use client_core_export::{
    edition::{Block, Edition, Header, Note, Remark, Renumbered, Revision, Role, Row, Run, Table, Thread},
    text::Blocker,
};
use uuid::Uuid;

use crate::support::{MORNING, ask, changed, of, packed, paragraph, pdf, read, words};

fn plain(count: u128) -> Edition {
    let sentence = "Urges all States and other stakeholders to bridge the digital divide, and to do so in good time. ";
    of("en", "Tunis Agenda", (1..=count).map(|number| paragraph(number, vec![words(&sentence.repeat(3))])))
}

fn sign(text: &str, depth: u16) -> Run {
    let bracket = Some(BracketId(Uuid::from_u128(depth.into())));
    let role = if text == "[" { Role::Open { bracket, depth } } else { Role::Close { bracket, depth } };
    Run::Text { text: text.into(), style: Style::default(), role, revision: None }
}

#[test]
fn each_page_says_what_it_is_of() {
    let mut edition = plain(60);
    edition.header =
        Header { symbol: "A/CONF.1/L.2".into(), date: "12 January 2005".into(), status: "Text as it stands".into() };
    let (_, path) = pdf("heads", &edition);
    let text = ask("pdftotext", &["-raw"], &path);
    let pages: Vec<_> = text.split_terminator('\u{c}').map(packed).collect();
    assert!(pages.len() > 3);
    for (at, page) in pages.iter().enumerate() {
        assert!(page.starts_with("A/CONF.1/L.2Textasitstands12January2005"), "{page}");
        assert!(page.ends_with(&format!("Page{}of{}", at + 1, pages.len())), "{page}");
    }
}

#[test]
fn lines_are_numbered_when_asked() {
    let numbers = |edition: &Edition| {
        let (_, path) = pdf("lines", edition);
        let text = ask("pdftotext", &["-layout", "-f", "1", "-l", "1"], &path);
        let numbers = text.lines().filter_map(|line| line.split_whitespace().next()?.parse::<u32>().ok());
        numbers.collect::<Vec<_>>()
    };
    let mut edition = plain(10);
    assert_eq!(numbers(&edition), [0; 0]);
    edition.line_numbers = true;
    let found = numbers(&edition);
    assert!(found.len() > 20, "{found:?}");
    assert_eq!(found, (1..=u32::try_from(found.len()).expect("few")).collect::<Vec<_>>());
}

#[test]
fn notes_keep_their_signs_and_stand_at_the_foot() {
    let call = |note| Run::Note { note, revision: None };
    let mut edition = of(
        "en",
        "Notes",
        [
            paragraph(1, vec![words("First"), call(0), words(" and second"), call(1), words(".")]),
            paragraph(2, vec![words("First again"), call(0), words(".")]),
        ],
    );
    let note = |number, sign: &str, text: &str| Note {
        id: ParagraphId(Uuid::from_u128(number)),
        sign: sign.into(),
        runs: vec![words(text)],
        revision: None,
    };
    edition.notes = vec![note(11, "*", "One note."), note(12, "7", "Another."), note(13, "+", "Called by nothing.")];
    let text = read("notes", &edition);
    assert!(text.contains("First*andsecond7."), "{text}");
    assert!(text.contains("Firstagain*."), "{text}");
    assert!(text.contains("*Onenote.7Another."), "{text}");
    assert!(text.contains("Notes+Calledbynothing."), "{text}");
    assert_eq!(text.matches("Onenote").count(), 1);
}

#[test]
fn changes_are_underlined_and_struck_with_their_authors() {
    let mut whole = paragraph(3, vec![words("A whole paragraph came.")]);
    whole.revision = Some(Revision { inserted: true, author: "Brazil".into(), at: None });
    let edition = of(
        "en",
        "Marked",
        [
            paragraph(
                1,
                vec![words("States "), changed("shall", "EU", false), changed("should", "EU", true), words(" act.")],
            ),
            paragraph(
                2,
                vec![
                    sign("[", 0),
                    words("in "),
                    changed("good ", "G77 and China", true),
                    sign("[", 1),
                    words("due"),
                    sign("]", 1),
                    words(" time"),
                    sign("]", 0),
                    Run::Text {
                        text: " - EU; G77 delete".into(),
                        style: Style::default(),
                        role: Role::Attribution,
                        revision: None,
                    },
                ],
            ),
            whole,
        ],
    );
    let text = read("marked", &edition);
    assert!(text.contains("Statesshall–EUshould+EUact."), "{text}");
    assert!(text.contains("[ingood+G77andChina[due]time]-EU;G77delete"), "{text}");
    assert!(text.contains("Awholeparagraphcame.+Brazil"), "{text}");
    assert!(text.contains("AuthorinserteddeletedEU11G77andChina10Brazil10"), "{text}");
}

#[test]
fn what_stands_behind_the_text() {
    let mut first = paragraph(1, vec![Run::ThreadStart(0), words("Agreed words"), Run::ThreadEnd(0), words(".")]);
    first.standing = Some(ParagraphStanding::AgreedAdRef);
    let mut edition = of("en", "Lists", [first]);
    let id = ParagraphId(Uuid::from_u128(1));
    edition.threads = vec![Thread {
        id: CommentId(Uuid::from_u128(9)),
        paragraph: Some(id),
        quoted: "Agreed words".into(),
        resolved: true,
        remarks: vec![Remark {
            by: "Alice".into(),
            delegation: "EU".into(),
            at: MORNING,
            text: "Fine with us.\nThanks.".into(),
        }],
    }];
    edition.open = vec![Blocker {
        kind: MatterKind::Placeholder,
        label: "25.".into(),
        paragraph: Some(id),
        words: "to come".into(),
    }];
    edition.concordance = vec![
        Renumbered {
            id,
            before: "9 bis.".into(),
            after: "10.".into(),
            contributors: vec!["EU".into(), "G77".into()],
            reason: "moved".into(),
        },
        Renumbered { id, before: "11.".into(), after: String::new(), contributors: vec![], reason: String::new() },
    ];
    let text = read("lists", &edition);
    assert!(text.contains("AgreedwordsC1.agreedadref"), "{text}");
    assert!(text.contains("PlaceKindText25.placeholdertocome"), "{text}");
    assert!(text.contains("9bis.10.EU,G77moved11.–"), "{text}");
    assert!(text.contains("C11.resolvedAgreedwordsAlice(EU)2005-01-1209:00UTCFinewithus.Thanks."), "{text}");
}

#[test]
fn a_table_of_the_draft_repeats_its_head() {
    let cell = |text: String| {
        let mut cell = paragraph(1, vec![words(&text)]);
        cell.kind = ParagraphKind::Cell;
        cell.label = String::new();
        vec![cell]
    };
    let mut rows = vec![Row { head: true, cells: vec![cell("Action line".into()), cell("Moderator".into())] }];
    rows.extend((1..90).map(|at| Row { head: false, cells: vec![cell(format!("C{at} cell"))] }));
    let mut edition = of("en", "Table", []);
    edition.blocks.push(Block::Table(Table { rows }));
    edition.line_numbers = true;
    let text = read("table", &edition);
    assert!(text.matches("ActionlineModerator").count() > 1, "{text}");
    assert!(text.contains("C89cell"), "{text}");
}
