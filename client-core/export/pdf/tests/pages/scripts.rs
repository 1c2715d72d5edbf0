//! Scripts and directions.

use client_core::model::Style;
use client_core_export::edition::{Columns, Role, Run};
use client_core_export_pdf::{Fonts, PdfError, PdfOptions, write};

use crate::support::{ask, changed, of, packed, paragraph, pdf, read, words};

#[test]
fn arabic_runs_from_right_to_left() {
    let sign = |text: &str| Run::Text {
        text: text.into(),
        style: Style::default(),
        role: Role::Open { bracket: None, depth: 0 },
        revision: None,
    };
    let mut edition = of(
        "ar",
        "التزام تونس",
        [
            paragraph(
                1,
                vec![
                    Run::Text {
                        text: "نؤكد".into(),
                        style: Style { bold: true, ..Style::default() },
                        role: Role::Words,
                        revision: None,
                    },
                    words(" من جديد التزامنا ببناء مجتمع معلومات "),
                    sign("["),
                    words("جامع ذي توجه إنمائي"),
                    sign("]"),
                    words("، وفقا لأحكام WSIS-II لعام 2005. ".repeat(3).as_str()),
                ],
            ),
            paragraph(2, vec![words("نحث جميع الدول على "), changed("اتخاذ", "مجموعة الـ 77", true), words(" خطوات.")]),
        ],
    );
    let (_, path) = pdf("arabic", &edition);
    let text = ask("pdftotext", &[], &path);
    assert!(text.contains("من جديد التزامنا ببناء مجتمع معلومات"), "{text}");
    assert!(packed(&text).contains(&packed("صفحة 1 من 1")), "{text}");
    edition.columns =
        Some(Columns { idea: "الفكرة".into(), text: "النص".into(), source: "المصدر".into() });
    edition.line_numbers = true;
    pdf("arabic-columns", &edition);
}

#[test]
fn scripts_stand_beside_each_other() {
    let all = "Ελληνικά, Русский, 中文（简体）, עברית, العربية, हिन्दी, ไทย, 한국어, ½ × 2 → ☑";
    let text = read("scripts", &of("en", "Scripts", [paragraph(1, vec![words(all)])]));
    for word in ["Ελληνικά", "Русский", "中文（简体）", "한국어", "ไทย", "½×2→☑"] {
        assert!(text.contains(word), "{word}: {text}");
    }
}

#[test]
fn a_missing_font_is_named_with_its_package() {
    let edition = of("zh", "突尼斯承诺", [paragraph(1, vec![words("我们重申")])]);
    let refused = write(&edition, &PdfOptions { fonts: &Fonts::default(), created: None });
    let Err(error @ PdfError::Fonts(_)) = refused else { panic!("{refused:?}") };
    let said = error.to_string();
    assert!(said.contains("NotoSerifCJK-Regular.ttc"), "{said}");
    assert!(said.ends_with("install fonts-noto-cjk and fonts-noto-core"), "{said}");
}

#[test]
fn what_no_font_has_is_written_as_its_code_point() {
    let text = read(
        "unknown",
        &of("en", "Signs", [paragraph(1, vec![words("a \u{10ffff} b \u{e000}\u{1f600} a\u{64b}\0\u{7}c")])]),
    );
    assert!(text.contains("a‹U+10FFFF›b‹U+E000›"), "{text}");
    assert!(text.contains("a‹U+064B›c"), "{text}");
}
