//! Whatever the words are, they are read back, and the parts are XML.

use client_core::model::{ParagraphKind, Style};
use client_core_export::{
    docx::{DocxOptions, write},
    edition::{Block, Columns, Edition, Header, Paragraph, Revision, Role, Run},
};
use proptest::prelude::*;

use crate::{
    samples,
    support::{blocks, edition, note, operative, paragraph, paragraphs, parts, printed, text, thread},
};

/// Words that a writer of XML, of a word processor or of two directions could trip over.
fn hostile() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[\\x00-\\x1f\\x7f-\\u{9f}]{0,6}",
        "[\u{590}-\u{6ff}a-c \\[\\]0-9]{0,12}",
        "[\u{4e00}-\u{4e20}\u{20000}-\u{20010}“”…]{0,8}",
        Just("]]>".into()),
        Just("<w:t>&amp;&#0;</w:t>".into()),
        Just("\r\n\r\t \n".into()),
        Just("\u{fffe}\u{ffff}\u{feff}\u{202e}\u{200f}".into()),
    ]
}

prop_compose! {
    fn revision()(inserted: bool, author in hostile(), at: Option<i64>) -> Revision {
        Revision { inserted, author, at }
    }
}

fn run() -> impl Strategy<Value = Run> {
    let style = (any::<bool>(), any::<bool>(), any::<bool>()).prop_map(|(bold, italic, underline)| Style {
        bold,
        italic,
        underline,
    });
    let role = prop_oneof![
        Just(Role::Words),
        any::<u16>().prop_map(|depth| Role::Open { bracket: None, depth }),
        any::<u16>().prop_map(|depth| Role::Close { bracket: None, depth }),
        Just(Role::Attribution),
    ];
    let words = (hostile(), style, role, proptest::option::of(revision()))
        .prop_map(|(text, style, role, revision)| Run::Text { text, style, role, revision });
    prop_oneof![
        6 => words,
        1 => (0_usize..4, proptest::option::of(revision())).prop_map(|(note, revision)| Run::Note { note, revision }),
        1 => (0_usize..3).prop_map(Run::ThreadStart),
        1 => (0_usize..3).prop_map(Run::ThreadEnd),
    ]
}

fn block() -> impl Strategy<Value = Block> {
    let kind = prop_oneof![Just(ParagraphKind::Operative), Just(ParagraphKind::Title), Just(ParagraphKind::Heading)];
    let runs = proptest::collection::vec(run(), 0..6);
    (kind, hostile(), runs, proptest::option::of(revision()), 0_u128..4, any::<u8>(), hostile()).prop_map(
        |(kind, label, runs, revision, number, depth, idea)| {
            let sources = if depth % 2 == 0 { vec![idea.clone()] } else { Vec::new() };
            Block::Paragraph(Paragraph { revision, depth, idea, sources, ..paragraph(number, kind, &label, runs) })
        },
    )
}

fn any_edition() -> impl Strategy<Value = Edition> {
    let parts = (
        proptest::collection::vec(block(), 0..5),
        prop_oneof![Just("en".to_owned()), Just("ar".into()), Just("zh-Hans".into()), hostile()],
        any::<bool>(),
        (hostile(), hostile(), hostile()),
    );
    parts.prop_map(|(blocks, language, columns, (symbol, by, said))| {
        let mut found = edition(&language, blocks);
        found.columns = columns.then(Columns::default);
        found.header = Header { date: by.clone(), status: said.clone(), symbol };
        found.notes = vec![note(100, "1", &said), note(101, "*", &by), note(102, &said, "note")];
        found.threads = vec![
            thread(1, Some(1), false, &[(&by, &said, &said)]),
            thread(2, None, true, &[]),
            thread(3, Some(101), true, &[(&said, "", &by), (&by, &by, "")]),
        ];
        found
    })
}

/// Words as they are read: the end of a line is one character, and what XML has no way to say is a sign that something was
/// there.
fn legible(words: &str) -> String {
    let words = words.replace("\r\n", "\n").replace('\r', "\n");
    let is_control = |c: char| matches!(c, '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    words.chars().map(|c| if is_control(c) { '\u{fffd}' } else { c }).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn every_part_is_xml_and_the_words_come_back(edition in any_edition()) {
        let docx = write(&edition, &DocxOptions::default());
        prop_assert_eq!(&docx, &write(&edition, &DocxOptions::default()));
        let parts = parts(&docx);
        let mut read = parts.iter().map(|(name, part)| (name.as_str(), paragraphs(part))).collect::<Vec<_>>();
        read.retain(|(name, _)| *name == "word/document.xml");
        let all = read.into_iter().flat_map(|(_, paragraphs)| paragraphs);
        let mut all = all.map(|set| set.words).collect::<Vec<_>>().into_iter();
        // In the order of the edition; between them stand heads, ideas and sources.
        for paragraph in blocks(&edition) {
            let words = legible(&printed(paragraph));
            let signs = paragraph.runs.iter().any(|run| matches!(run, Run::Note { .. }));
            prop_assert!(
                all.by_ref().any(|read| if signs { contains_in_order(&read, &words) } else { read == words }),
                "{words:?} of {paragraph:?}"
            );
        }
    }
}

/// Whether some characters stand in a text in their order: the signs of notes stand between them.
fn contains_in_order(text: &str, characters: &str) -> bool {
    let mut text = text.chars();
    characters.chars().all(|c| text.any(|other| other == c))
}

#[test]
fn every_part_of_every_sample_is_xml() {
    for (name, edition) in samples::all() {
        for (part, xml) in parts(&write(&edition, &DocxOptions::default())) {
            assert!(xml.starts_with("<?xml"), "{name}: {part}");
            paragraphs(&xml);
        }
    }
}

#[test]
fn the_same_edition_gives_the_same_bytes() {
    for ((name, edition), (_, again)) in samples::all().into_iter().zip(samples::all()) {
        assert_eq!(write(&edition, &DocxOptions::default()), write(&again, &DocxOptions::default()), "{name}");
    }
}

#[test]
fn a_call_that_leads_nowhere_is_left_out() {
    let docx = write(
        &edition(
            "en",
            vec![operative(1, "1.", vec![text("Words"), Run::Note { note: 7, revision: None }, Run::ThreadEnd(9)])],
        ),
        &DocxOptions::default(),
    );
    let document = &parts(&docx)["word/document.xml"];
    assert_eq!(paragraphs(document)[0].words, "1.\tWords");
}
