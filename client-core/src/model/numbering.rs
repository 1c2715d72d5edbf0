//! Labels such as `9.`, `9 bis.`, `Alt 9`, `Alt 10+11`, `Alt 11A`, `a.`: computed, never stored (domain.md, "Numbers" and
//! "Alternatives").

use std::collections::{BTreeMap, BTreeSet};

use super::{Draft, Numeral, Paragraph, ParagraphId, ParagraphKind};

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
    let by_id: BTreeMap<ParagraphId, &Paragraph> = draft.paragraphs.iter().map(|p| (p.id, p)).collect();
    let mut labels = BTreeMap::new();
    let mut named = BTreeSet::new();
    labels.extend(signs(draft));
    for paragraph in &draft.paragraphs {
        if paragraph.variant_of.is_none()
            && let Some(label) = plain(paragraph)
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
        let numbers: Vec<String> =
            set.base.iter().filter_map(|id| by_id.get(id)?.numeral.as_ref()).map(numeral).collect();
        let variants: Vec<_> = draft.variants(set.id).map(|p| p.id).collect();
        for (index, id) in variants.iter().enumerate() {
            let letter = if variants.len() > 1 { letters(index, b'A') } else { String::new() };
            let word = alternative_word(language);
            let gap = if word.is_ascii() { " " } else { "" };
            labels.insert(*id, format!("{word}{gap}{}{letter}", numbers.join("+")));
        }
    }
    labels
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
fn superscript(number: u32) -> String {
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
fn plain(paragraph: &Paragraph) -> Option<String> {
    match (&paragraph.numeral, paragraph.kind) {
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
