//! Import -> document -> draft loses nothing, and gives the same bytes every time.

use client_core::{
    import::import,
    model::{Draft, InlineExt, Timestamp},
    schema::Document,
};

const SEEDS: [(&str, &[u8]); 5] = [
    ("000_f5c0fb1b3a270f9b.txt", include_bytes!("../../seeds/000_f5c0fb1b3a270f9b.txt")),
    ("001_7b072de2455aec5a.txt", include_bytes!("../../seeds/001_7b072de2455aec5a.txt")),
    ("002_7af3ffa0c4c50526.txt", include_bytes!("../../seeds/002_7af3ffa0c4c50526.txt")),
    ("003_109704c1ce885dbf.txt", include_bytes!("../../seeds/003_109704c1ce885dbf.txt")),
    ("004_82b41a7465f77ec1.txt", include_bytes!("../../seeds/004_82b41a7465f77ec1.txt")),
];

const AT: Timestamp = 1_105_401_600_000;

fn drafts() -> Vec<Draft> {
    SEEDS.iter().flat_map(|(name, bytes)| import(name, bytes).expect("a seed can be read").drafts).collect()
}

#[test]
fn a_document_gives_back_the_draft_it_was_made_of() {
    for draft in drafts() {
        let document = Document::from_draft(&draft, AT).expect("a draft can be written");
        assert_eq!(document.hydrate().expect("it is a draft"), draft, "{}", draft.slug);
    }
}

#[test]
fn a_saved_document_gives_back_the_draft() {
    for draft in drafts() {
        let bytes = Document::from_draft(&draft, AT).expect("a draft can be written").save();
        let document = Document::load(&bytes).expect("saved bytes load");
        assert_eq!(document.hydrate().expect("it is a draft"), draft, "{}", draft.slug);
    }
}

#[test]
fn the_same_draft_gives_the_same_changes() {
    let heads = |draft: &Draft| Document::from_draft(draft, AT).expect("a draft can be written").heads();
    for draft in drafts() {
        assert_eq!(heads(&draft), heads(&draft), "{}", draft.slug);
    }
}

#[test]
fn every_replica_shares_the_skeleton() {
    let first = |draft: &Draft| {
        let mut document = Document::from_draft(draft, AT).expect("a draft can be written");
        let changes = document.changes_since(&[]).expect("all changes");
        changes[0].raw_bytes().to_vec()
    };
    let drafts = drafts();
    assert!(drafts.windows(2).all(|pair| first(&pair[0]) == first(&pair[1])));
}

#[test]
fn bytes_that_are_no_document_are_refused() {
    for bytes in [&b""[..], b"[", &[0x85, 0x6f, 0x4a, 0x83], &[0; 64]] {
        assert!(Document::load(bytes).and_then(|document| document.hydrate()).is_err(), "{bytes:?}");
    }
}

#[test]
fn a_name_for_a_place_is_looked_up_in_its_paragraph_alone() {
    let drafts = drafts();
    let (draft, document) = (&drafts[0], Document::from_draft(&drafts[0], AT).expect("a draft can be written"));
    let mut paragraphs = draft.paragraphs.iter().filter(|paragraph| paragraph.content.words().len() > 9);
    let (one, other) = (paragraphs.next().expect("words").id, paragraphs.next().expect("more").id);
    let name = document.cursor(other, 1).expect("a place");
    assert_eq!(document.offset(other, &name), Some(1));
    assert_eq!(document.offset(one, &name), None, "a letter of another paragraph");
    let (_, actor) = name.split_once('@').expect("a counter and an actor");
    for counter in ["0", "1", "4294967295", "4294967296", "99999999999999999999"] {
        assert_eq!(document.offset(other, &format!("{counter}@{actor}")), None, "{counter}");
    }
    assert_eq!(document.offset(other, &format!("5@{}", "ab".repeat(16))), None, "of somebody unknown");
}
