//! JSON and back.

use crate::made_up::{made_up, open, seeds};
use client_core_export::json::{self, MAX_BYTES, ReadError, read, write};
use expect_test::{Expect, expect};
use proptest::prelude::*;

#[test]
fn the_seed_drafts_come_back_the_same() {
    for draft in seeds() {
        let whole = open(draft);
        assert_eq!(read(&write(&whole)).as_ref(), Ok(&whole), "{}", whole.draft.slug);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn whatever_fits_together_comes_back_the_same(seed: u64) {
        let whole = made_up(seed);
        let bytes = write(&whole);
        prop_assert_eq!(read(&bytes), Ok(whole.clone()));
        prop_assert_eq!(write(&whole), bytes);
    }

    /// A byte changed anywhere gives another draft or a refusal, and no panic.
    #[test]
    fn a_byte_that_is_another_harms_nothing(seed: u64, at: prop::sample::Index, byte: u8) {
        let mut bytes = write(&made_up(seed));
        let at = at.index(bytes.len());
        bytes[at] = byte;
        if let Ok(whole) = read(&bytes) {
            prop_assert_eq!(read(&write(&whole)), Ok(whole));
        }
    }
}

const SMALL: &str = r#"{
  "format": "adref-draft/1",
  "draft": {
    "id": "00000000-0000-0000-0000-000000000001",
    "slug": "small",
    "title": "A small draft",
    "language": "en",
    "kind": "draft",
    "paragraphs": [
      {
        "id": "00000000-0000-0000-0000-000000000002",
        "kind": "operative",
        "numeral": { "number": { "number": 9, "suffix": 1 } },
        "content": [
          { "words": "States " },
          { "open": "00000000-0000-0000-0000-000000000003" },
          { "styled": { "words": "shall", "bold": true } },
          { "close": "00000000-0000-0000-0000-000000000003" },
          { "words": " act." }
        ]
      }
    ],
    "brackets": [{ "id": "00000000-0000-0000-0000-000000000003", "wish": "delete" }]
  }
}
"#;

/// What reading says once `from` is `to`.
#[track_caller]
fn check(from: &str, to: &str, expected: Expect) {
    assert!(SMALL.contains(from), "{from}");
    let text = SMALL.replacen(from, to, 1);
    let said = match read(text.as_bytes()) {
        Ok(whole) => format!("{} paragraphs", whole.draft.paragraphs.len()),
        Err(error) => format!("{error}\n{}", error.hint()),
    };
    expected.assert_eq(&said);
}

#[test]
fn a_file_by_hand_is_read() {
    check("format", "format", expect!["1 paragraphs"]);
    check("{\n", "\u{feff}{\n", expect!["1 paragraphs"]);
    assert!(json::is_json(SMALL.as_bytes()));
    assert!(!json::is_json(b"{\"format\": \"else\"}"));
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    check(
        "adref-draft/1",
        "adref-draft/2",
        expect![[r#"
        the file has the format adref-draft/2, and this version reads adref-draft/1
        Read it with a newer version."#]],
    );
    check(
        "adref-draft/1",
        "geojson",
        expect![[r#"
        the file is JSON, but no draft: it has no `format` that begins with adref-draft/
        Choose a file that was written by `adref export --format json`."#]],
    );
    check(
        "\"kind\": \"operative\"",
        "\"kind\": \"opertive\"",
        expect![[r#"
        draft.paragraphs[0].kind (line 12, column 26): unknown variant `opertive`, expected one of `title`, `front`, `heading`, `preambular`, `operative`, `sub-item`, `bullet`, `placeholder`, `table`, `head-row`, `row`, `cell`, `note`
        Compare the field with docs/draft-json.md."#]],
    );
    check(
        "\"numeral\"",
        "\"number\"",
        expect![[r#"
        draft.paragraphs[0].number (line 13, column 16): unknown field `number`, expected one of `id`, `kind`, `parent`, `level`, `numeral`, `marker`, `idea`, `sources`, `variant_of`, `added_in`, `delegation`, `withdrawn`, `content`
        Compare the field with docs/draft-json.md."#]],
    );
    check(
        "\"bold\": true",
        "\"bold\": 1",
        expect![[r#"
        draft.paragraphs[0].content[2].styled.bold (line 17, column 51): invalid type: integer `1`, expected a boolean
        Compare the field with docs/draft-json.md."#]],
    );
    check(
        "\"suffix\": 1",
        "\"suffix\": 256",
        expect![[r#"
        draft.paragraphs[0].numeral.number.suffix (line 13, column 59): invalid value: integer `256`, expected u8
        Compare the field with docs/draft-json.md."#]],
    );
    check(
        "\"slug\": \"small\"",
        "\"slug\": \"Small draft\"",
        expect![[r#"
        draft.slug: it is no short name
        Use lower case letters, digits and hyphens, at most 200."#]],
    );
    check(
        "{ \"close\": \"00000000-0000-0000-0000-000000000003\" },",
        "",
        expect![[r#"
        draft.brackets[0]: the text has not both edges of the bracket 00000000-0000-0000-0000-000000000003
        Put `open` and `close` into the text."#]],
    );
    check(
        "{ \"open\": \"00000000-0000-0000-0000-000000000003\" }",
        "{ \"open\": \"00000000-0000-0000-0000-000000000004\" }",
        expect![[r#"
            draft.paragraphs[0].content[1]: there is no such bracket
            List what is named, or leave the name out."#]],
    );
    check(
        "\"kind\": \"operative\",",
        "\"kind\": \"operative\", \"parent\": \"00000000-0000-0000-0000-000000000009\",",
        expect![[r#"
            draft.paragraphs[0].parent: the paragraph that it stands under does not stand before it, or ended before
            Put what stands under a paragraph right behind it, in reading order."#]],
    );
    check(
        "\n}\n",
        "\n}\n{}",
        expect![[r#"
        line 26, column 1: this is no JSON: trailing characters
        Save it as JSON in UTF-8, or export it again."#]],
    );
    check(
        "\n}\n",
        "",
        expect![[r#"
        line 24, column 3: this is no JSON: EOF while parsing an object
        Save it as JSON in UTF-8, or export it again."#]],
    );
    check(
        "\"language\": \"en\",",
        "",
        expect![[r#"
        draft (line 24, column 3): missing field `language`
        Compare the field with docs/draft-json.md."#]],
    );
}

#[test]
fn hostile_files_are_refused_at_once() {
    let deep = format!("{{\"format\": \"adref-draft/1\", \"draft\": {}", "[".repeat(1_000_000));
    assert_eq!(read(deep.as_bytes()), Err(ReadError::TooDeep(1)));
    let many = format!("{{\"format\": \"adref-draft/1\", \"draft\": [{}0]}}", "0,".repeat(2_000_000));
    assert_eq!(read(many.as_bytes()), Err(ReadError::TooMany(1)));
    let large = vec![b' '; MAX_BYTES + 1];
    assert_eq!(read(&large), Err(ReadError::TooLarge(MAX_BYTES + 1)));
    let name = format!("{{\"format\": \"adref-draft/1\", \"{}\u{1b}\": 1}}", "x".repeat(1_000_000));
    let error = read(name.as_bytes()).expect_err("an unknown field");
    assert!(error.to_string().chars().count() < 700, "the message stays short");
}

#[test]
fn a_record_that_was_touched_is_refused() {
    let whole = (0..).map(made_up).find(|whole| whole.record.len() > 3).expect("one of them has a record");
    let mut forged = whole.clone();
    forged.record[1].by.push_str(" and another");
    let error = read(&write(&forged)).expect_err("the chain is broken");
    assert_eq!(error.to_string(), "record[1]: it does not follow from the entry before");
    let mut forged = whole;
    forged.standings.phase = client_core::model::Phase::Closed;
    forged.standings.label_scheme = None;
    forged.standings.paragraphs.clear();
    forged.standings.proposals.clear();
    let error = read(&write(&forged)).expect_err("the standings are others");
    assert_eq!(error.to_string(), "standings: they are not what the record comes to");
}
