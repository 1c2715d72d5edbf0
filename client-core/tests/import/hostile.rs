//! Texts that nobody means well with.

use client_core::import::{Checker, ImportError, UnbalancedKind, check, import, source_text};
use client_core::model::{DraftKind, InlineExt};
use proptest::prelude::*;

use crate::lossless::{count, printed};

#[test]
fn empty() {
    for text in ["", " \n\t\n", "\u{feff}", "____________\n"] {
        assert_eq!(import("x", text.as_bytes()), Err(ImportError::Empty), "{text:?}");
    }
    assert_eq!(check(b"").unwrap(), Default::default());
}

#[test]
fn not_utf8() {
    let bytes = [&"第一行\n".as_bytes()[..10], b"a", &[0xff, b'b']].concat();
    let expected = ImportError::NotUtf8 { line: 2, column: 2, offset: 11 };
    assert!(expected.to_string().contains("line 2, column 2 (byte 11)"));
    assert_eq!(import("x", &bytes).as_ref(), Err(&expected));
    assert_eq!(check(&bytes), Err(expected));
}

#[test]
fn too_large() {
    let bytes = vec![b'['; 20 * 1024 * 1024];
    assert!(matches!(import("x", &bytes), Err(ImportError::TooLarge { .. })));
    let report = check(&bytes).unwrap();
    assert_eq!((report.open, report.max_depth, report.unbalanced_total), (bytes.len(), bytes.len(), bytes.len()));
    assert_eq!(report.unbalanced.len(), 10_000);
    assert_eq!((report.unbalanced[9_999].column, report.unbalanced[9_999].kind), (10_000, UnbalancedKind::Open));
}

#[test]
fn a_text_in_pieces_is_the_same_text() {
    let text = "\u{feff}备选备选备选备选9999.  [甲/乙]\n  [Alt 9 ［é😀］]]\nOption 1\n\n]\nAlternative 2 [";
    let broken = [text.as_bytes(), &"😀".as_bytes()[..3]].concat();
    let wrong = [text.as_bytes(), &"😀".as_bytes()[..2], b"[x"].concat();
    for bytes in [text.as_bytes(), &broken, &wrong] {
        for size in 1..=bytes.len() {
            let mut checker = Checker::default();
            let fed = bytes.chunks(size).try_for_each(|piece| checker.feed(piece));
            assert_eq!(fed.and_then(|()| checker.finish()), check(bytes), "{size}");
        }
    }
    let report = check(text.as_bytes()).unwrap();
    assert_eq!((report.open, report.close, report.alternatives, report.options), (4, 5, 2, 1));
    assert!(matches!(check(&broken), Err(ImportError::NotUtf8 { line: 6, column: 16, .. })));
}

#[test]
fn too_many_lines() {
    assert!(matches!(import("x", "a\n".repeat(100_001).as_bytes()), Err(ImportError::TooManyLines { .. })));
}

#[test]
fn too_many_brackets_stay_as_signs() {
    let text = "[]".repeat(150_000);
    let found = import("x", text.as_bytes()).unwrap();
    assert_eq!(found.drafts[0].kind, DraftKind::Draft);
    assert_eq!(found.drafts[0].paragraphs[0].content.words(), text);
    assert!(found.drafts[0].brackets.is_empty());
    assert_eq!(found.diagnostics[0].code, "too-many-brackets");
}

#[test]
fn findings_of_one_kind_are_capped() {
    let found = import("x", "]".repeat(10_000).as_bytes()).unwrap();
    assert_eq!(found.diagnostics.len(), 201);
}

#[test]
fn check_finds_what_is_still_open_after_deep_nesting() {
    let text = format!("a\n第[{}{}］]]", "[".repeat(5000), "]".repeat(5000));
    let report = check(text.as_bytes()).unwrap();
    assert_eq!((report.max_depth, report.unbalanced_total), (5001, 2));
    let places: Vec<_> = report.unbalanced.iter().map(|u| (u.line, u.column, u.kind)).collect();
    assert_eq!(places, [(2, 10004, UnbalancedKind::Close), (2, 10005, UnbalancedKind::Close)]);
}

#[test]
fn check_knows_a_label_from_a_word() {
    let text = "Alternative 2: a\nalternatives 3\n[Option II: b]\nOPTION 1\nOptional\nsee Alt 9\n备选方案如下\n备选方案1：c\n备选12. d\n";
    let report = check(text.as_bytes()).unwrap();
    assert_eq!(report.labels, ["Alternative 2:", "Option II:", "OPTION 1", "备选方案1：", "备选12."]);
    assert_eq!((report.alternatives, report.options), (2, 3));
}

/// Texts of what a draft is made of.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("["),
        Just("]"),
        Just("［"),
        Just("］"),
        Just("\n"),
        Just("\n\n"),
        Just(" \n"),
        Just("\n "),
        Just("* "),
        Just("*"),
        Just("+"),
        Just("¹"),
        Just("/"),
        Just("1."),
        Just("9 bis. "),
        Just("a. "),
        Just("(b) "),
        Just("• "),
        Just("备选9."),
        Just("Alt 1+2"),
        Just("Option 1"),
        Just("第一章"),
        Just("附件"),
        Just("构思 案文 来源 \n"),
        Just("C3 "),
        Just("政府 \n"),
        Just("我们"),
        Just("我们重申我们重申我们重申我们重申"),
        Just("1111"),
        Just("，，，，"),
        Just("_____\n"),
        Just("word "),
        Just("# "),
        Just("--"),
        Just("C1. "),
        Just("……"),
        Just("\t"),
        Just("\r\n"),
        Just("http://x.y"),
        Just("2005年1月1日 \n"),
        Just("报告"),
        Just("其 他 利"),
        Just("8 \n"),
    ];
    prop::collection::vec(piece, 0..120).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn no_character_of_any_text_is_lost(text in texts()) {
        match import("x", text.as_bytes()) {
            Ok(found) => {
                let held: String = found.drafts.iter().map(source_text).collect();
                prop_assert_eq!(count(held.chars()), count(printed(&text)));
                prop_assert_eq!(Ok(found), import("x", text.as_bytes()));
            }
            Err(error) => prop_assert_eq!(error, ImportError::Empty),
        }
        prop_assert!(check(text.as_bytes()).is_ok());
    }

    #[test]
    fn no_bytes_are_too_strange(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = import("x", &bytes);
        let _ = check(&bytes);
    }

    #[test]
    fn no_text_is_too_strange(text in "\\PC{0,200}") {
        if let Ok(found) = import("x", text.as_bytes()) {
            let held: String = found.drafts.iter().map(source_text).collect();
            prop_assert_eq!(count(held.chars()), count(printed(&text)));
        }
    }
}
