//! Where two versions of a paragraph differ.

use std::{hash::Hash, ops::Range};

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// What two versions are compared by: a character, or a sign between characters.
pub trait Unit: Eq + Hash {
    /// Whether it is a letter or digit of a script that writes words apart.
    fn is_letter(&self) -> bool;
    /// Whether it stands once at most in either version: where both have it, it is the same and is no difference.
    fn is_pin(&self) -> bool;
}

/// [`Unit::is_letter`] of a character.
pub fn is_letter(c: char) -> bool {
    let han = matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}');
    c.is_alphanumeric() && !han
}

/// The parts of `before` that others in `after` take the place of, in order. With `whole_words` a word that changes is one
/// part: what two words share by chance does not cut them.
pub fn differences<U: Unit>(before: &[U], after: &[U], whole_words: bool) -> Vec<(Range<usize>, Range<usize>)> {
    let mut found: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    for (old, new) in between_pins(before, after) {
        match found.last_mut() {
            Some((last_old, last_new))
                if whole_words
                    && is_island(&before[last_old.end..old.start])
                    && (ends_in_letter(&before[last_old.clone()]) || ends_in_letter(&after[last_new.clone()]))
                    && (begins_with_letter(&before[old.clone()]) || begins_with_letter(&after[new.clone()])) =>
            {
                (last_old.end, last_new.end) = (old.end, new.end);
            }
            _ => found.push((old, new)),
        }
    }
    if whole_words {
        let mut from = (0, 0);
        for at in 0..found.len() {
            let to = found.get(at + 1).map_or((before.len(), after.len()), |(old, new)| (old.start, new.start));
            let (old, new) = &mut found[at];
            if old.start < old.end && new.start < new.end {
                // As far as both have the same letters and no other difference begins.
                let same = |(old, new): &(&U, &U)| old.is_letter() && old == new;
                let (lead, other) = (before[from.0..old.start].iter().rev(), after[from.1..new.start].iter().rev());
                let left = lead.zip(other).take_while(same).count();
                let right = before[old.end..to.0].iter().zip(&after[new.end..to.1]).take_while(same).count();
                if before[old.start].is_letter() || after[new.start].is_letter() {
                    (old.start, new.start) = (old.start - left, new.start - left);
                }
                if before[old.end - 1].is_letter() || after[new.end - 1].is_letter() {
                    (old.end, new.end) = (old.end + right, new.end + right);
                }
            }
            from = (old.end, new.end);
        }
    }
    found
}

/// The parts that differ between the anchors that both have: an anchor that stands in both is in none, however much the words
/// around it look as if they had changed places with it.
fn between_pins<U: Unit>(before: &[U], after: &[U]) -> Vec<(Range<usize>, Range<usize>)> {
    let mut found = Vec::new();
    let (mut old, mut new) = (0, 0);
    let pins = before.iter().enumerate().filter(|(_, unit)| unit.is_pin());
    let pins = pins.map(|(at, unit)| (at, Some(unit))).chain([(before.len(), None)]);
    for (at, pin) in pins {
        let there = match pin {
            Some(pin) => after[new..].iter().position(|unit| unit == pin).map(|behind| new + behind),
            None => Some(after.len()),
        };
        let Some(there) = there else { continue };
        for op in capture_diff_slices(Algorithm::Myers, &before[old..at], &after[new..there]) {
            if !matches!(op, DiffOp::Equal { .. }) {
                let (from, to) = (op.old_range(), op.new_range());
                found.push((from.start + old..from.end + old, to.start + new..to.end + new));
            }
        }
        (old, new) = (at + 1, there + 1);
    }
    found
}

fn begins_with_letter<U: Unit>(units: &[U]) -> bool {
    units.first().is_some_and(Unit::is_letter)
}

fn ends_in_letter<U: Unit>(units: &[U]) -> bool {
    units.last().is_some_and(Unit::is_letter)
}

/// Whether what two changes have between them are letters of one word.
fn is_island<U: Unit>(between: &[U]) -> bool {
    between.iter().all(Unit::is_letter)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        model::{Anchor, Style},
        schema::Element,
    };

    fn check(before: &str, after: &str, whole_words: bool, expected: &[(&str, &str)]) {
        let units = |text: &str| text.chars().map(|c| (false, Element::Char(c, Style::default()))).collect::<Vec<_>>();
        let found = differences(&units(before), &units(after), whole_words);
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
    fn an_anchor_that_both_have_stays() {
        let id = crate::model::BracketId(uuid::Uuid::from_u128(1));
        let anchor = (false, Element::Anchor(Anchor::Open(id)));
        let unit = |c| (false, Element::Char(c, Style::default()));
        let (before, after) = ([unit('/'), anchor], [anchor, unit('/')]);
        assert_eq!(differences(&before, &after, false), [(0..1, 0..0), (2..2, 1..2)]);
        assert_eq!(differences(&after, &before, false), [(0..0, 0..1), (1..2, 2..2)]);
    }

    #[test]
    fn signs_around_a_word_leave_the_word() {
        let unit = |c: char| match c {
            '[' => (false, Element::Anchor(Anchor::Open(crate::model::BracketId(uuid::Uuid::from_u128(1))))),
            ']' => (false, Element::Anchor(Anchor::Close(crate::model::BracketId(uuid::Uuid::from_u128(1))))),
            c => (false, Element::Char(c, Style::default())),
        };
        let units = |text: &str| text.chars().map(unit).collect::<Vec<_>>();
        assert_eq!(differences(&units("We [all] act."), &units("We all act."), true), [(3..4, 3..3), (7..8, 6..6)]);
        assert_eq!(differences(&units("Act."), &units("[Act]."), true), [(0..0, 0..1), (3..3, 4..5)]);
    }

    #[test]
    fn what_came_together_stays_together() {
        let unit = |together| move |c| (together, Element::Char(c, Style::default()));
        let before: Vec<_> = "ab".chars().map(unit(false)).collect();
        let after: Vec<_> = "xa".chars().map(unit(true)).chain(before.clone()).collect();
        assert_eq!(differences(&before, &after, false), [(0..0, 0..2)]);
    }
}
