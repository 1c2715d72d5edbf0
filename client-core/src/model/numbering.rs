//! Labels such as `9.`, `9 bis.`, `Alt 9`, `Alt 10+11`, `Alt 11A`, `a.`: computed, never stored (domain.md, "Numbers" and
//! "Alternatives").

use std::collections::{BTreeMap, BTreeSet};

use super::{AlternativeSet, Draft, LabelScheme, Numeral, Paragraph, ParagraphId, ParagraphKind};

mod added;
mod parse;

pub use added::{added_after, added_before, added_under, numerals};
pub use parse::{Given, parse};

/// The Latin multiplicative adverbs that number an added paragraph, in order.
const ADVERBS: [&str; 11] =
    ["bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "novies", "decies", "undecies", "duodecies"];

/// `bis`, `ter`, …: 0 is none, 1 is `bis`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Suffix(pub u8);

impl Suffix {
    /// No suffix.
    pub const NONE: Self = Self(0);

    /// Reads `bis` … `duodecies`, in any case.
    pub fn parse(text: &str) -> Option<Self> {
        let found = ADVERBS.iter().position(|adverb| adverb.eq_ignore_ascii_case(text))?;
        u8::try_from(found + 1).ok().map(Self)
    }

    /// The adverb; after `duodecies` the count itself, since Latin gives out before negotiators do.
    pub fn adverb(self) -> Option<String> {
        match self.0 {
            0 => None,
            n => Some(ADVERBS.get(usize::from(n) - 1).map_or_else(|| format!("[{}]", n + 1), |a| (*a).into())),
        }
    }
}

/// The word before the number of an alternative, by the language of the labels.
pub fn alternative_word(language: &str) -> &'static str {
    if language.starts_with("zh") { "备选" } else { "Alt" }
}

/// The label of each paragraph that has one. `language` is the language of the labels (BCP 47), not of the text.
pub fn labels(draft: &Draft, language: &str) -> BTreeMap<ParagraphId, String> {
    let given = numerals(draft);
    let mut labels = BTreeMap::new();
    let mut named = BTreeSet::new();
    labels.extend(signs(draft));
    for paragraph in &draft.paragraphs {
        if paragraph.variant_of.is_none()
            && let Some(label) = plain(paragraph, given.get(&paragraph.id))
        {
            labels.insert(paragraph.id, label);
        }
        // A row has no words of its own: its name is printed before those of its first cell.
        if let Some(row) = paragraph.parent.filter(|_| paragraph.kind == ParagraphKind::Cell)
            && let Some(name) = labels.get(&row).cloned()
            && named.insert(row)
        {
            labels.insert(paragraph.id, name);
        }
    }
    for set in draft.alternatives.values() {
        let variants: Vec<_> = draft.variants(set.id).map(|p| p.id).collect();
        for (index, id) in variants.iter().enumerate() {
            let label = match draft.label_scheme {
                LabelScheme::Alt => alternative(set, &given, language, (index, variants.len())),
                LabelScheme::Option => option(draft, set, index + 1, language),
                LabelScheme::EditorialManual => continue,
            };
            labels.insert(*id, label);
        }
        if draft.label_scheme == LabelScheme::Option
            && !variants.is_empty()
            && let Some(first) = set.base.first()
        {
            let option = option(draft, set, 0, language);
            labels.entry(*first).and_modify(|label| *label = format!("{label} {option}")).or_insert(option);
        }
    }
    if draft.label_scheme == LabelScheme::EditorialManual {
        labels.extend(added::versions(draft, &given).into_iter().map(|(id, label)| (id, format!("{label}."))));
    }
    labels
}

/// `Alt 9`, `Alt 11A`, `Alt 10+11`.
fn alternative(
    set: &AlternativeSet,
    given: &BTreeMap<ParagraphId, Numeral>,
    language: &str,
    (index, of): (usize, usize),
) -> String {
    let numbers: Vec<String> = set.base.iter().filter_map(|id| given.get(id)).map(numeral).collect();
    let letter = if of > 1 { letters(index, b'A') } else { String::new() };
    let word = alternative_word(language);
    let gap = if word.is_ascii() { " " } else { "" };
    format!("{word}{gap}{}{letter}", numbers.join("+"))
}

/// `Option 2`; of a set whose base is itself a version `(b)`, and one level below `(ii)`.
fn option(draft: &Draft, set: &AlternativeSet, index: usize, language: &str) -> String {
    let mut depth = 0;
    let mut base = set.base.first().copied();
    while let Some(above) = base.and_then(|id| draft.paragraph(id)?.variant_of).filter(|_| depth < 8) {
        depth += 1;
        base = draft.alternatives.get(&above).and_then(|set| set.base.first().copied());
    }
    match (depth, language.starts_with("zh")) {
        (0, true) => format!("备选案文{}", index + 1),
        (0, false) => format!("Option {}", index + 1),
        (1, _) => format!("({})", letters(index, b'a')),
        _ => format!("({})", roman(index + 1)),
    }
}

/// `i`, `ii`, `iii`, `iv`, …
fn roman(mut number: usize) -> String {
    const SIGNS: [(usize, &str); 9] =
        [(100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")];
    let mut text = String::new();
    for (value, sign) in SIGNS {
        while number >= value {
            text.push_str(sign);
            number -= value;
        }
    }
    text
}

/// The sign of each note: the one that it came with, or the next that is free. It is computed, so that two people who add a
/// note at the same time do not give one sign to both.
pub fn signs(draft: &Draft) -> BTreeMap<ParagraphId, String> {
    let notes = || draft.paragraphs.iter().filter(|paragraph| paragraph.kind == ParagraphKind::Note);
    let taken: BTreeSet<&str> = notes().filter_map(|note| note.marker.as_deref()).collect();
    let starred = (1..=3).flat_map(|times| ["*", "+"].map(|sign| sign.repeat(times)));
    let mut free = starred.chain((1..).map(superscript)).filter(|sign| !taken.contains(sign.as_str()));
    let sign = |note: &Paragraph| note.marker.clone().or_else(|| free.next()).unwrap_or_default();
    let mut found = BTreeMap::new();
    notes().map(|note| note.id).zip(notes().map(sign)).for_each(|(id, sign)| drop(found.insert(id, sign)));
    found
}

/// `¹`, `²`, …
pub(crate) fn superscript(number: u32) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    number.to_string().bytes().filter_map(|digit| DIGITS.get(usize::from(digit - b'0'))).collect()
}

/// How people name the place of each paragraph: its label, or that of the nearest one before it, alternatives and bullets
/// aside. `labels` comes from [`labels`].
pub fn places<'a>(draft: &Draft, labels: &'a BTreeMap<ParagraphId, String>) -> BTreeMap<ParagraphId, &'a str> {
    let mut places = BTreeMap::new();
    let mut last = "";
    for paragraph in &draft.paragraphs {
        let own = labels.get(&paragraph.id).map(String::as_str).filter(|label| *label != "•");
        if paragraph.variant_of.is_none() && paragraph.kind != ParagraphKind::Note {
            last = own.unwrap_or(last);
        }
        places.insert(paragraph.id, own.unwrap_or(last));
    }
    places
}

/// The label of a paragraph that is not an alternative.
fn plain(paragraph: &Paragraph, given: Option<&Numeral>) -> Option<String> {
    match (given, paragraph.kind) {
        (Some(Numeral::Named(name)), ParagraphKind::Row) => Some(format!("{name}.")),
        (Some(Numeral::Named(name)), _) => Some(name.clone()),
        (Some(numeral_), _) => Some(format!("{}.", numeral(numeral_))),
        (None, ParagraphKind::Bullet) => Some("•".into()),
        (None, _) => None,
    }
}

/// The number without its full stop.
pub fn numeral(numeral: &Numeral) -> String {
    match numeral {
        Numeral::Number { number, suffix } => match suffix.adverb() {
            Some(adverb) => format!("{number} {adverb}"),
            None => number.to_string(),
        },
        Numeral::Letter(n) => letters((*n).max(1) as usize - 1, b'a'),
        Numeral::Named(name) => name.clone(),
        Numeral::Between { letter, number, suffix, before } => {
            let stem = if *letter { letters((*number).max(1) as usize - 1, b'a') } else { number.to_string() };
            match (suffix.adverb(), before) {
                (Some(adverb), true) => format!("{stem} -{adverb}"),
                (Some(adverb), false) => format!("{stem} {adverb}"),
                (None, true) => format!("-{stem}"),
                (None, false) => stem,
            }
        }
    }
}

/// `a`…`z`, `aa`…: the `index`-th from 0, beginning at `first`.
fn letters(mut index: usize, first: u8) -> String {
    let mut reversed = Vec::new();
    loop {
        // `index % 26` fits a letter by construction.
        reversed.push(char::from(first + (index % 26) as u8));
        match index / 26 {
            0 => break,
            more => index = more - 1,
        }
    }
    reversed.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_go_on_after_z() {
        let found: Vec<_> = [0, 25, 26, 51, 52, 701, 702].map(|n| letters(n, b'a')).into();
        assert_eq!(found, ["a", "z", "aa", "az", "ba", "zz", "aaa"]);
    }

    #[test]
    fn suffixes_read_and_print() {
        for (n, adverb) in ADVERBS.iter().enumerate() {
            let suffix = Suffix::parse(adverb).expect("an adverb");
            assert_eq!(usize::from(suffix.0), n + 1);
            assert_eq!(suffix.adverb().as_deref(), Some(*adverb));
        }
        assert_eq!(Suffix::parse("BIS"), Some(Suffix(1)));
        assert_eq!(Suffix::parse("abis"), None);
    }
}
