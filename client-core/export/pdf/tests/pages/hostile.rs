//! Words that would be commands, and texts of a size that nobody writes.

use client_core::model::{ParagraphKind, Style};
use client_core_export::edition::{Block, Header, Note, Role, Row, Run, Table};
use client_core_export_pdf::{PdfError, PdfOptions, write};
use proptest::prelude::*;

use crate::support::{MORNING, fonts, of, packed, paragraph, pdf, read, words};

#[test]
fn words_stay_words() {
    let hostile = r##"#eval("1+1") #{panic()} *bold* _it_ $x^2$ = Head @label <label> \ // no /* no */ ~ -- `raw` #set page(width: 1pt) [x] "q""##;
    let mut edition = of("en", hostile, [paragraph(1, vec![words(hostile)])]);
    edition.header = Header { symbol: "#eval(\"2\")".into(), date: "*d*".into(), status: "$s$".into() };
    let text = read("hostile", &edition);
    assert!(text.contains(&packed(hostile)), "{text}");
    assert!(text.starts_with("#eval(\"2\")$s$*d*"), "{text}");
}

#[test]
fn deep_and_wide_texts_are_set() {
    let many = (0..4000).map(|at| Run::Text {
        text: if at < 2000 { "[".into() } else { "]".into() },
        style: Style::default(),
        role: Role::Open { bracket: None, depth: u16::MAX },
        revision: None,
    });
    let mut deep = paragraph(2, vec![words("deep")]);
    (deep.depth, deep.level, deep.kind) = (u8::MAX, u8::MAX, ParagraphKind::Heading);
    let mut long = paragraph(3, vec![words(&"x".repeat(100_000))]);
    long.label = "label ".repeat(2000);
    long.depth = u8::MAX;
    let mut edition = of("en", &"title ".repeat(5000), [paragraph(1, many.collect()), deep, long]);
    edition.header.symbol = "symbol ".repeat(5000);
    edition.notes = (0..300)
        .map(|at| Note {
            id: paragraph(at, vec![]).id,
            sign: "sign ".repeat(99),
            runs: vec![words(&"note ".repeat(300))],
            revision: None,
        })
        .collect();
    edition
        .blocks
        .push(Block::Paragraph(paragraph(4, (0..300).map(|note| Run::Note { note, revision: None }).collect())));
    pdf("deep", &edition);
}

#[test]
fn what_is_too_large_is_refused() {
    let refusal = |edition| {
        let fonts = fonts(&edition);
        write(&edition, &PdfOptions { fonts: &fonts, created: None }).map(|bytes| bytes.len())
    };
    let big = of("en", "", [paragraph(1, vec![words(&"x ".repeat(3_000_000))])]);
    assert!(matches!(refusal(big), Err(PdfError::TooLarge { what: "the number of bytes", size: 6_000_000.., .. })));
    let mut wide = of("en", "", []);
    wide.blocks.push(Block::Table(Table { rows: vec![Row { head: false, cells: vec![vec![]; 1000] }] }));
    assert!(matches!(refusal(wide), Err(PdfError::TooLarge { what: "the number of columns", size: 1000, .. })));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Any characters in any mixture: a file comes out, and it is the same file the second time.
    #[test]
    fn whatever_the_words_are(texts in prop::collection::vec(any::<String>(), 0..12), language in "[a-zA-Z-]{0,8}") {
        let runs = texts.iter().filter(|text| !text.is_empty()).map(|text| words(text)).collect();
        let edition = of(&language, texts.first().map_or("", String::as_str), [paragraph(1, runs)]);
        let fonts = fonts(&edition);
        let options = PdfOptions { fonts: &fonts, created: Some(MORNING) };
        let first = write(&edition, &options);
        prop_assert!(first.is_ok(), "{:?}", first.err());
        prop_assert_eq!(first, write(&edition, &options));
    }
}
