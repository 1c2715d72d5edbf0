//! How much two texts have in common, word by word.

use std::collections::HashMap;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::Words;
use crate::import::glyph;

/// The longest paragraph that is compared word by word, in words.
const WORDS: usize = 4_000;

/// Words, signs and Han characters one by one.
pub(crate) fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut start = 0;
    let mut word = false;
    for (at, c) in text.char_indices() {
        let joins = c.is_alphanumeric() && !glyph::is_han(c);
        if !(word && joins) && at > start {
            tokens.push(text.get(start..at).unwrap_or_default());
            start = at;
        }
        word = joins;
    }
    tokens.extend(text.get(start..).filter(|rest| !rest.is_empty()));
    tokens
}

/// How much two texts have in common, from 0 to 1: the tokens that both have, however often.
pub(super) fn likeness(a: &str, b: &str) -> f32 {
    let (a, b) = (tokens(a), tokens(b));
    let said = |tokens: &[&str]| tokens.iter().filter(|token| !token.trim().is_empty()).count();
    let total = said(&a) + said(&b);
    if total == 0 {
        return 1.0;
    }
    let mut counts: HashMap<&str, usize> = HashMap::new();
    a.iter().filter(|token| !token.trim().is_empty()).for_each(|token| *counts.entry(token).or_insert(0) += 1);
    let mut common = 0;
    for token in b {
        if let Some(count) = counts.get_mut(token).filter(|count| **count > 0) {
            *count -= 1;
            common += 2;
        }
    }
    common as f32 / total as f32
}

/// From one text to the other.
pub(super) fn compared(a: &str, b: &str) -> Vec<Words> {
    let (a, b) = (tokens(a), tokens(b));
    if a.len() > WORDS || b.len() > WORDS {
        return vec![Words::Gone(a.concat()), Words::New(b.concat())];
    }
    let mut words = Vec::new();
    for operation in capture_diff_slices(Algorithm::Myers, &a, &b) {
        let gone = |from: usize, length: usize| a.get(from..from + length).unwrap_or_default().concat();
        let came = |from: usize, length: usize| b.get(from..from + length).unwrap_or_default().concat();
        match operation {
            DiffOp::Equal { old_index, len, .. } => words.push(Words::Kept(gone(old_index, len))),
            DiffOp::Delete { old_index, old_len, .. } => words.push(Words::Gone(gone(old_index, old_len))),
            DiffOp::Insert { new_index, new_len, .. } => words.push(Words::New(came(new_index, new_len))),
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                words.push(Words::Gone(gone(old_index, old_len)));
                words.push(Words::New(came(new_index, new_len)));
            }
        }
    }
    words
}
