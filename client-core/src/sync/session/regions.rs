//! Where two versions of a paragraph differ.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::schema::Element;

/// A unit, and whether it came with others that stay together: then no unit of the other version is taken for it.
pub(super) type Unit = (bool, Element);

/// The parts of `before` that others in `after` take the place of, in order. With `whole_words` a word that changes is one
/// part: what two words share by chance does not cut them.
pub(super) fn of(before: &[Unit], after: &[Unit], whole_words: bool) -> Vec<(Range<usize>, Range<usize>)> {
    let mut found: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, before, after) {
        if matches!(op, DiffOp::Equal { .. }) {
            continue;
        }
        let (old, new) = (op.old_range(), op.new_range());
        match found.last_mut() {
            Some((last_old, last_new)) if whole_words && is_island(&before[last_old.end..old.start]) => {
                (last_old.end, last_new.end) = (old.end, new.end);
            }
            _ => found.push((old, new)),
        }
    }
    if whole_words {
        for (old, new) in found.iter_mut().filter(|(old, new)| !old.is_empty() && !new.is_empty()) {
            let left = before[..old.start].iter().rev().take_while(|unit| is_letter(unit)).count();
            let right = before[old.end..].iter().take_while(|unit| is_letter(unit)).count();
            if is_letter(&before[old.start]) || is_letter(&after[new.start]) {
                (old.start, new.start) = (old.start - left, new.start - left);
            }
            if is_letter(&before[old.end - 1]) || is_letter(&after[new.end - 1]) {
                (old.end, new.end) = (old.end + right, new.end + right);
            }
        }
    }
    found
}

/// Whether what two changes have between them are letters of one word.
fn is_island(between: &[Unit]) -> bool {
    between.iter().all(is_letter)
}

/// A letter or digit of a script that writes words apart.
fn is_letter((_, unit): &Unit) -> bool {
    let han = |c: char| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}');
    matches!(unit, Element::Char(c, _) if c.is_alphanumeric() && !han(*c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Style;

    fn check(before: &str, after: &str, whole_words: bool, expected: &[(&str, &str)]) {
        let units = |text: &str| text.chars().map(|c| (false, Element::Char(c, Style::default()))).collect::<Vec<_>>();
        let found = of(&units(before), &units(after), whole_words);
        let cut =
            |text: &str, range: Range<usize>| text.chars().skip(range.start).take(range.len()).collect::<String>();
        let found: Vec<_> = found.into_iter().map(|(old, new)| (cut(before, old), cut(after, new))).collect();
        let found: Vec<_> = found.iter().map(|(old, new)| (old.as_str(), new.as_str())).collect();
        assert_eq!(found, expected, "{before} -> {after}");
    }

    #[test]
    fn words_change_whole() {
        check("We reaffirm.", "We recall.", true, &[("reaffirm", "recall")]);
        check("We act.", "We must act.", true, &[("", "must ")]);
        check("We act now.", "We act.", true, &[(" now", "")]);
        check("我们重申承诺。", "我们回顾承诺。", true, &[("重申", "回顾")]);
        check("a b c", "x b y", true, &[("a", "x"), ("c", "y")]);
    }

    #[test]
    fn or_as_little_as_possible() {
        check("We reaffirm.", "We recall.", false, &[("", "c"), ("ffirm", "ll")]);
    }

    #[test]
    fn what_came_together_stays_together() {
        let unit = |together| move |c| (together, Element::Char(c, Style::default()));
        let before: Vec<_> = "ab".chars().map(unit(false)).collect();
        let after: Vec<_> = "xa".chars().map(unit(true)).chain(before.clone()).collect();
        assert_eq!(of(&before, &after, false), [(0..0, 0..2)]);
    }
}
