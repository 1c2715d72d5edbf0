//! What is written as it stands comes in again: the same paragraphs, labels, brackets and alternatives.

use adref_tests::cop21::{Case, generate};
use client_core::{
    import::import,
    model::{Draft, DraftKind, Inline, InlineExt, ParagraphKind, Standings, Style},
};
use client_core_export::{
    Mode,
    compose::{Options, Source, compose},
    docx::{self, DocxOptions},
    edition::Edition,
    html, markdown, text,
};

use proptest::prelude::*;

use crate::shape::{Carries, shape};

/// A format that is written and read.
pub struct Format {
    pub file: &'static str,
    write: fn(&Edition) -> Vec<u8>,
    pub carries: Carries,
}

pub const FORMATS: [Format; 4] = [
    Format {
        file: "draft.txt",
        write: |edition| text::print(edition).into_bytes(),
        carries: Carries { styles: false, structure: false, signs: true, cells: false },
    },
    Format {
        file: "draft.md",
        write: |edition| markdown::write(edition).into_bytes(),
        carries: Carries { styles: true, structure: true, signs: false, cells: true },
    },
    Format {
        file: "draft.html",
        write: |edition| html::write(edition).into_bytes(),
        carries: Carries { styles: true, structure: true, signs: true, cells: true },
    },
    Format {
        file: "draft.docx",
        write: |edition| docx::write(edition, &DocxOptions::default()),
        carries: Carries { styles: true, structure: true, signs: true, cells: true },
    },
];

pub fn tunis() -> Vec<Draft> {
    let seed = include_bytes!("../../../seeds/002_7af3ffa0c4c50526.txt");
    let drafts = import("002_7af3ffa0c4c50526.txt", seed).expect("the seed").drafts;
    drafts.into_iter().filter(|draft| draft.kind == DraftKind::Draft).collect()
}

pub fn cop21(case: Case) -> Draft {
    let file = format!("{}.txt", case.name);
    let mut drafts = import(&file, generate(case).text.as_bytes()).expect("a text").drafts;
    let mut draft = drafts.remove(0);
    draft.language = "en".into();
    draft
}

/// Writes a draft in a format and reads it.
fn come_back(draft: &Draft, format: &Format) -> Result<Draft, String> {
    let options = Options { mode: Mode::AsItStands, ..Options::default() };
    let edition = compose(&Source::new(draft, &Standings::default()), &options).expect("nothing must be decided");
    let file = (format.write)(&edition);
    let read = client_core_import::read(format.file, &file, &Default::default()).map_err(|error| error.to_string())?;
    let [draft] = <[Draft; 1]>::try_from(read.imported.drafts).map_err(|all| format!("{} drafts", all.len()))?;
    Ok(draft)
}

/// What a draft is after it was written in a format and read: the same, as far as the format carries it.
fn check(name: &str, draft: &Draft, format: &Format) -> Result<(), String> {
    let (went, came) = (shape(draft, format.carries), shape(&come_back(draft, format)?, format.carries));
    let other = went.iter().zip(&came).position(|(went, came)| went != came);
    if let Some(at) = other {
        return Err(format!("{name} as {}:\n- {}\n+ {}", format.file, went[at], came[at]));
    }
    if went.len() != came.len() {
        return Err(format!("{name} as {}: {} paragraphs, {} came back", format.file, went.len(), came.len()));
    }
    Ok(())
}

#[test]
fn the_tunis_drafts_come_back() {
    for draft in tunis() {
        for format in &FORMATS {
            check(&draft.slug, &draft, format).unwrap_or_else(|difference| panic!("{difference}"));
        }
    }
}

#[test]
fn drafts_of_the_size_of_conferences_come_back() {
    for case in Case::ALL {
        let draft = cop21(case);
        for format in &FORMATS {
            check(case.name, &draft, format).unwrap_or_else(|difference| panic!("{difference}"));
        }
    }
}

/// Footnotes with signs of several kinds, called once and twice, from words and from a bracket.
#[test]
fn footnotes_come_back_and_stand_under_one_rule() {
    let one = "Draft declaration\n\n1. We urge* all+ States [to act**]; all* of+ them.\n\n2. We recall***.\n\n";
    let notes = ["* In principle.", "+ See A/60/687.", "** Or later.", "*** Of 2004."];
    let each: String = notes.iter().map(|note| format!("_____\n\n{note}\n\n")).collect();
    let together = format!("_____\n\n{}\n", notes.join("\n\n"));
    let read = |text: String| {
        let mut drafts = import("draft.txt", text.as_bytes()).expect("a text").drafts;
        Draft { language: "en".into(), ..drafts.remove(0) }
    };
    let draft = read(format!("{one}{together}"));
    let kinds = draft.paragraphs.iter().filter(|paragraph| paragraph.kind == ParagraphKind::Note);
    assert_eq!(kinds.count(), 4);
    // Both forms are read, and one is written.
    assert_eq!(read(format!("{one}{each}")), draft);
    let options = Options { mode: Mode::AsItStands, ..Options::default() };
    let edition = compose(&Source::new(&draft, &Standings::default()), &options).expect("nothing must be decided");
    assert_eq!(text::print(&edition), format!("{one}{together}"));
    for format in &FORMATS {
        check("footnotes", &draft, format).unwrap_or_else(|difference| panic!("{difference}"));
    }
}

/// What follows a footnote and may be an item of a list is one, unless its sign is called.
#[test]
fn an_item_of_a_list_behind_a_footnote_is_none() {
    let kinds = |text: &str| {
        let drafts = import("draft.txt", text.as_bytes()).expect("a text").drafts;
        drafts[0].paragraphs.iter().map(|paragraph| paragraph.kind).collect::<Vec<_>>()
    };
    use ParagraphKind::{Bullet, Note, Operative};
    let text = "1. We urge+ States:\n\n_____\n+ All.\n\n* to act,\n\n* to pay.\n\n2. Decides.\n";
    assert_eq!(kinds(text), [Operative, Note, Bullet, Bullet, Operative]);
    assert_eq!(kinds(&text.replace("2. Decides", "2. Decides*")), [Operative, Note, Note, Bullet, Operative]);
}

/// Paragraphs as people write them: labels, words and signs of Markdown and HTML, brackets that balance.
fn texts() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        6 => "[a-z]{1,7}".prop_map(String::from),
        2 => "[我们重申承诺]{1,4}".prop_map(String::from),
        2 => prop::sample::select(vec!["<b>", "&amp;", "*", "_x_", "**y**", "#", "`z`", "~~", "^", "$", "{", "\\", "!", "=", "+", "1.", "(a)", "://", "\"", "'", "--", "|", "http://x.org"])
            .prop_map(String::from),
    ];
    let words = prop::collection::vec(word, 1..5).prop_map(|words| words.join(" "));
    let piece = prop_oneof![
        3 => words.clone(),
        2 => words.clone().prop_map(|words| format!("[{words}]")),
        1 => (words.clone(), words.clone()).prop_map(|(one, other)| format!("[{one}][{other}]")),
        1 => (words.clone(), words.clone()).prop_map(|(one, other)| format!("[{one} [{other}]]")),
        1 => (words.clone(), words.clone()).prop_map(|(one, other)| format!("[{one}/{other}]")),
    ];
    let content =
        ("[A-Z][a-z]{1,6}", prop::collection::vec(piece, 1..5), prop::sample::select(vec![".", ";", ",", ""]))
            .prop_map(|(first, pieces, end)| format!("{first} {}{end}", pieces.join(" ")));
    let paragraph = (0..4_usize, content.clone(), content).prop_map(|(kind, one, other)| (kind, one, other));
    prop::collection::vec(paragraph, 1..7).prop_map(|paragraphs| {
        let mut text = String::from("Draft declaration\n\n");
        for (at, (kind, one, other)) in paragraphs.into_iter().enumerate() {
            let number = at + 1;
            text += &match kind {
                0 => format!("{number}. {one}\n\n"),
                1 => format!("{number}. {one}\n\nAlt {number}. {other}\n\n"),
                2 => format!("{number}. {one}\n\n(a) {other}\n\n(b) {one}\n\n"),
                _ => format!("{number} bis. {one}\n\n"),
            };
        }
        text
    })
}

/// Sets words in styles, one after the other.
fn emphasise(draft: &mut Draft, styles: &[u8]) {
    let mut styles = styles.iter().cycle();
    for paragraph in draft.paragraphs.iter_mut().filter(|paragraph| paragraph.kind == ParagraphKind::Operative) {
        let mut content = Vec::new();
        for piece in std::mem::take(&mut paragraph.content) {
            let Inline::Text { text, .. } = &piece else {
                content.push(piece);
                continue;
            };
            for word in text.split_inclusive(' ') {
                let bits = styles.next().copied().unwrap_or_default();
                let style = Style { bold: bits & 1 > 0, italic: bits & 2 > 0, underline: bits & 4 > 0 };
                // A space between words is in no style: Markdown has none for it.
                let (word, space) = word.split_at(word.trim_end().len());
                content.extend((!word.is_empty()).then(|| Inline::Text { text: word.into(), style }));
                content.extend((!space.is_empty()).then(|| Inline::plain(space)));
            }
        }
        paragraph.content = content.normalised();
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_people_write_comes_back(text in texts(), styles in prop::collection::vec(0..8_u8, 1..9)) {
        let mut drafts = import("draft.txt", text.as_bytes()).expect("a text").drafts;
        let mut draft = drafts.remove(0);
        draft.language = "en".into();
        emphasise(&mut draft, &styles);
        for format in &FORMATS {
            let outcome = check("a draft", &draft, format);
            prop_assert!(outcome.is_ok(), "{}\n{text}", outcome.unwrap_err());
        }
    }
}
