//! No character is lost: what an import holds and what the source printed are the same characters.

use std::collections::BTreeMap;

use client_core::import::{dequadruple, import, is_quadrupled, source_text, text_column};

use crate::support::SEEDS;

/// The characters of a source, bold undone, without page rules and white space.
pub fn printed(text: &str) -> Vec<char> {
    let quadrupled = is_quadrupled(text);
    let mut found = Vec::new();
    for line in text.split('\n') {
        let rule = line.trim();
        if rule.len() >= 5 && rule.chars().all(|c| c == '_') {
            continue;
        }
        if quadrupled && !rule.chars().all(|c| c == '_') {
            found.extend(dequadruple(line).iter().flat_map(|run| run.text.chars()).collect::<Vec<_>>());
        } else {
            found.extend(line.chars());
        }
    }
    found.retain(|c| !c.is_whitespace());
    found
}

pub fn count(chars: impl IntoIterator<Item = char>) -> BTreeMap<char, usize> {
    let mut counts = BTreeMap::new();
    for c in chars.into_iter().filter(|c| !c.is_whitespace()) {
        *counts.entry(c).or_default() += 1;
    }
    counts
}

#[test]
fn every_character_of_the_seeds() {
    for (name, bytes) in SEEDS {
        let source = printed(std::str::from_utf8(bytes).unwrap());
        let drafts = import(name, bytes).unwrap().drafts;
        let held: String = drafts.iter().map(source_text).collect();
        assert_eq!(count(held.chars()), count(source.iter().copied()), "{name}");
    }
}

#[test]
fn the_text_column_is_in_order() {
    for (name, bytes) in SEEDS {
        let mut source = printed(std::str::from_utf8(bytes).unwrap()).into_iter();
        let drafts = import(name, bytes).unwrap().drafts;
        // Page numbers and links between pages come after the paragraph that goes on across the pages.
        let front = |draft: &client_core::model::Draft| {
            let mut draft = draft.clone();
            draft.paragraphs.retain(|p| p.kind != client_core::model::ParagraphKind::Front);
            text_column(&draft)
        };
        let column: String = drafts.iter().map(front).collect();
        for c in column.chars().filter(|c| !c.is_whitespace()) {
            assert!(source.any(|printed| printed == c), "{name}: {c} is out of order");
        }
    }
}
