//! Which words of two texts are the same ones.

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::notes::is_call;
use crate::import::tokens;

/// The most pairs of words that are weighed against each other; beyond it the shortest way from one text to the other is taken.
const WEIGHED: usize = 1_000_000;

/// The most words of which a way is looked for.
const WORDS: usize = 20_000;

/// A character as it is compared: all white space is one.
pub(super) fn folded(c: char) -> char {
    if c.is_whitespace() { ' ' } else { c }
}

/// For each of the words of one text which of the other's it is. With each come the signs of its brackets, and before which of its
/// characters they stand: they count, but less than a word, so that a bracket stays with its words.
pub(super) fn kept(
    (old, old_signs): (&[char], &[(usize, char)]),
    (new, new_signs): (&[char], &[(usize, char)]),
) -> Vec<Option<usize>> {
    let same = |(a, b): (&char, &char)| folded(*a) == folded(*b);
    // However the brackets differ, words that are the same stay.
    if old.len() == new.len() && old.iter().zip(new).all(same) {
        return (0..old.len()).map(Some).collect();
    }
    let (a, b) = (Tokens::of(old, old_signs), Tokens::of(new, new_signs));
    let (a, b) = (a.list(), b.list());
    let head = a.iter().zip(&b).take_while(|(a, b)| a.0 == b.0).count();
    let (rest_a, rest_b) = (&a[head..], &b[head..]);
    let tail = rest_a.iter().rev().zip(rest_b.iter().rev()).take_while(|(a, b)| a.0 == b.0).count();
    let (mid_a, mid_b) = (&rest_a[..rest_a.len() - tail], &rest_b[..rest_b.len() - tail]);
    let mut pairs: Vec<(usize, usize)> = (0..head).map(|n| (n, n)).collect();
    pairs.extend(matched(mid_a, mid_b).into_iter().map(|(n, m)| (head + n, head + m)));
    pairs.extend((0..tail).rev().map(|n| (a.len() - 1 - n, b.len() - 1 - n)));

    let mut kept: Vec<Option<usize>> = vec![None; old.len()];
    let mut keep = |one: Token<'_>, other: Token<'_>, length: usize| {
        let (Some(from), Some(to)) = (one.1, other.1) else { return };
        (0..length).for_each(|n| kept[from + n] = Some(to + n));
    };
    let mut before = (0, 0);
    for (n, m) in pairs.into_iter().chain([(a.len(), b.len())]) {
        // Another form of one word keeps its beginning.
        if (n, m) == (before.0 + 1, before.1 + 1) {
            let (one, other) = (a[before.0], b[before.1]);
            keep(one, other, one.0.chars().zip(other.0.chars()).take_while(|(a, b)| a == b).count());
        }
        if let (Some(one), Some(other)) = (a.get(n), b.get(m)) {
            keep(*one, *other, one.0.chars().count());
        }
        before = (n + 1, m + 1);
    }
    kept
}

/// A word or a sign, and where it begins; a sign of a bracket begins nowhere.
type Token<'a> = (&'a str, Option<usize>);

/// How much it says that a token is in both texts.
fn weight((text, from): Token<'_>) -> u32 {
    match from {
        None => 2,
        Some(_) if text.chars().any(is_call) => 4,
        Some(_) if text.chars().any(char::is_alphanumeric) => 4,
        Some(_) => 1,
    }
}

/// Pairs of equal tokens, in the order of both texts, that weigh most together.
fn matched(a: &[Token<'_>], b: &[Token<'_>]) -> Vec<(usize, usize)> {
    if a.len().saturating_mul(b.len()) > WEIGHED {
        return shortest(a, b);
    }
    // What the rests from each place on weigh at most.
    let width = b.len() + 1;
    let mut most = vec![0_u32; (a.len() + 1) * width];
    for n in (0..a.len()).rev() {
        for m in (0..b.len()).rev() {
            let one = if a[n].0 == b[m].0 { most[(n + 1) * width + m + 1] + weight(a[n]) } else { 0 };
            most[n * width + m] = one.max(most[(n + 1) * width + m]).max(most[n * width + m + 1]);
        }
    }
    let (mut n, mut m, mut pairs) = (0, 0, Vec::new());
    while n < a.len() && m < b.len() {
        let here = most[n * width + m];
        if a[n].0 == b[m].0 && here == most[(n + 1) * width + m + 1] + weight(a[n]) {
            pairs.push((n, m));
            (n, m) = (n + 1, m + 1);
        } else if here == most[(n + 1) * width + m] {
            n += 1;
        } else {
            m += 1;
        }
    }
    pairs
}

fn shortest(a: &[Token<'_>], b: &[Token<'_>]) -> Vec<(usize, usize)> {
    if a.len() > WORDS || b.len() > WORDS {
        return Vec::new();
    }
    let texts = |tokens: &[Token<'_>]| tokens.iter().map(|(text, _)| (*text).to_owned()).collect::<Vec<_>>();
    let mut pairs = Vec::new();
    for operation in capture_diff_slices(Algorithm::Myers, &texts(a), &texts(b)) {
        if let DiffOp::Equal { old_index, new_index, len } = operation {
            pairs.extend((0..len).map(|n| (old_index + n, new_index + n)));
        }
    }
    pairs
}

/// Words with the signs of their brackets, as they are compared.
struct Tokens {
    /// The words between signs, with where they begin; a sign begins nowhere.
    runs: Vec<(String, Option<usize>)>,
}

impl Tokens {
    fn of(words: &[char], signs: &[(usize, char)]) -> Self {
        let mut runs = Vec::new();
        let mut from = 0;
        let run = |from: usize, to: usize| (words[from..to].iter().copied().map(folded).collect(), Some(from));
        for (at, sign) in signs {
            if *at > from {
                runs.push(run(from, *at));
                from = *at;
            }
            runs.push((sign.to_string(), None));
        }
        if words.len() > from {
            runs.push(run(from, words.len()));
        }
        Self { runs }
    }

    /// One by one, with the place of each among the words.
    fn list(&self) -> Vec<(&str, Option<usize>)> {
        let mut list = Vec::new();
        for (text, from) in &self.runs {
            let mut at = *from;
            for token in tokens(text) {
                list.push((token, at));
                at = at.map(|at| at + token.chars().count());
            }
        }
        list
    }
}
