//! What stands before the words of a paragraph: `8．`, `9 bis.`, `a.`, `(ii)`, `备选10+11：`, `•`, `第一章`, `##`.

use super::glyph::is_han;
use crate::model::numbering::Suffix;

/// A marker that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Marker {
    /// `9.`, `9 bis.`
    Number { number: u32, suffix: Suffix },
    /// `PP2bis.`, `OP 7 ter:`: whether it is preambular.
    Series { preambular: bool, number: u32, suffix: Suffix },
    /// `Article 5`, `第五条`: kept as printed.
    Article(String),
    /// `2.2.1`, and `1` before a tab: kept as printed.
    Decimal(String),
    /// `a.`, `(a)`, from 1.
    Letter(u32),
    /// `(ii)`
    Roman(String),
    /// `Alt 9`, `备选10+11：`, `备选11A.`: the numbers of the base.
    Alternative(Vec<u32>),
    /// `Option 1`
    Option(String),
    /// `•`, `●`, `-`, `–`
    Bullet,
    /// `第一章`
    Chapter(String),
    /// `一．`, `A.`
    Section(String),
    /// `#`, `##`: the depth.
    Hash(u8),
}

impl Marker {
    /// Whether paragraphs of negotiated texts are numbered so.
    pub fn is_of_a_draft(&self) -> bool {
        matches!(
            self,
            Self::Number { .. } | Self::Series { .. } | Self::Article(_) | Self::Alternative(_) | Self::Option(_)
        )
    }
}

/// A marker and how many characters it is long.
pub(super) type Found = (Marker, usize);

/// Reads the marker at the beginning of `chars`, which does not begin with white space.
pub(super) fn read(chars: &[char]) -> Option<Found> {
    // No marker is longer; a paragraph may be.
    let chars = chars.get(..chars.len().min(64))?;
    hash(chars)
        .or_else(|| bullet(chars))
        .or_else(|| chapter(chars))
        .or_else(|| alternative(chars))
        .or_else(|| option(chars))
        .or_else(|| series(chars))
        .or_else(|| article(chars))
        .or_else(|| number(chars))
        .or_else(|| letter(chars))
}

/// Whether what follows the `at`-th character leaves it a marker.
fn ends_word(chars: &[char], at: usize) -> bool {
    chars.get(at).is_none_or(|c| c.is_whitespace())
}

fn digits(chars: &[char]) -> usize {
    chars.iter().take_while(|c| c.is_ascii_digit()).count()
}

fn value(chars: &[char], length: usize) -> Option<u32> {
    (1..=4).contains(&length).then(|| chars.get(..length)?.iter().collect::<String>().parse().ok()).flatten()
}

fn spaces(chars: &[char], at: usize) -> usize {
    chars.iter().skip(at).take_while(|c| c.is_whitespace()).count()
}

fn hash(chars: &[char]) -> Option<Found> {
    let depth = chars.iter().take_while(|&&c| c == '#').count();
    let level = u8::try_from(depth).ok().filter(|level| (1..=6).contains(level))?;
    (chars.get(depth) == Some(&' ')).then_some((Marker::Hash(level), depth))
}

fn bullet(chars: &[char]) -> Option<Found> {
    let first = chars.first()?;
    let sure = matches!(first, '•' | '●' | '▪' | '◦' | '\u{F0B7}');
    let likely = matches!(first, '-' | '–' | '*' | '+') && chars.get(1) == Some(&' ');
    (sure || likely).then_some((Marker::Bullet, 1))
}

fn chapter(chars: &[char]) -> Option<Found> {
    if chars.first() != Some(&'第') {
        return None;
    }
    let count = chars.iter().skip(1).take_while(|&&c| is_numeral(c) || c.is_ascii_digit()).count();
    let ends = chars.get(count + 1).is_some_and(|&c| matches!(c, '章' | '部' | '节'));
    // A chapter is named in a sentence too (`第三章和第四章`): its name stands alone, or before a space or a note.
    let alone = chars.get(count + 2).is_none_or(|&c| c.is_whitespace() || matches!(c, '+' | '*'));
    (count > 0 && ends && alone).then(|| (Marker::Chapter(text(chars, count + 2)), count + 2))
}

/// A numeral of the Chinese script.
pub(super) fn is_numeral(c: char) -> bool {
    "一二三四五六七八九十百".contains(c)
}

fn text(chars: &[char], length: usize) -> String {
    chars.iter().take(length).collect()
}

/// The length of one of `words` at the beginning, in any case.
fn word(chars: &[char], words: &[&str]) -> Option<usize> {
    words.iter().find_map(|word| {
        let length = word.chars().count();
        let found = chars.get(..length)?;
        word.chars().zip(found).all(|(a, b)| a.eq_ignore_ascii_case(b)).then_some(length)
    })
}

/// `Alt 9`, `Alt. 9`, `Alternative 2`, `备选9.`, `备选10+11：`, `备选11A.`
pub(super) fn alternative(chars: &[char]) -> Option<Found> {
    let mut at = word(chars, &["备选", "alternative", "alt.", "alt"])?;
    at += spaces(chars, at);
    let mut base = Vec::new();
    loop {
        let length = digits(chars.get(at..)?);
        base.push(value(chars.get(at..)?, length)?);
        at += length;
        match chars.get(at) {
            Some('+') => at += 1,
            _ => break,
        }
    }
    if chars.get(at).is_some_and(char::is_ascii_uppercase) {
        at += 1;
    }
    match chars.get(at) {
        Some('.' | '．' | ':' | '：' | ')') => at += 1,
        Some(c) if c.is_alphanumeric() => return None,
        _ => {}
    }
    Some((Marker::Alternative(base), at))
}

/// `Option 1`, `OPTION II:`, `备选方案1：`
pub(super) fn option(chars: &[char]) -> Option<Found> {
    let start = word(chars, &["备选方案", "option"])?;
    let mut at = start + spaces(chars, start);
    let number = digits(chars.get(at..)?);
    let roman = chars.iter().skip(at).take_while(|c| "IVX".contains(**c)).count();
    let letter = usize::from(chars.get(at).is_some_and(char::is_ascii_uppercase));
    at += [number, roman, letter].into_iter().find(|&length| length > 0)?;
    if chars.get(at).is_some_and(|c| c.is_ascii_alphanumeric()) {
        return None;
    }
    let label = text(chars, at);
    at += usize::from(chars.get(at).is_some_and(|c| matches!(c, '.' | '．' | ':' | '：' | ')')));
    Some((Marker::Option(label), at))
}

/// `PP1`, `OP7ter.`, `PP 2 bis:`, `New OP3:`
fn series(chars: &[char]) -> Option<Found> {
    let new = word(chars, &["new "]).unwrap_or(0);
    let capital = |at: usize, c: char| chars.get(new + at) == Some(&c);
    let preambular = capital(0, 'P') && capital(1, 'P');
    if !(preambular || capital(0, 'O') && capital(1, 'P')) {
        return None;
    }
    let start = new + 2 + spaces(chars, new + 2);
    let length = digits(chars.get(start..)?);
    let number = value(chars.get(start..)?, length).filter(|_| length <= 3)?;
    let mut at = start + length;
    let gap = at + spaces(chars, at) + usize::from(chars.get(at) == Some(&'.'));
    let adverb: String = chars.iter().skip(gap).take_while(|c| c.is_ascii_alphabetic()).collect();
    let suffix = Suffix::parse(&adverb);
    if suffix.is_some() {
        at = gap + adverb.chars().count();
    }
    at += usize::from(matches!(chars.get(at), Some('.' | ':' | '：' | ')')));
    ends_word(chars, at).then_some((Marker::Series { preambular, number, suffix: suffix.unwrap_or_default() }, at))
}

/// `Article 5`, `ARTICLE 12 bis.`, `Art. 3`, `第五条`: alone, or before a space.
fn article(chars: &[char]) -> Option<Found> {
    if chars.first() == Some(&'第') {
        let count = chars.iter().skip(1).take_while(|&&c| is_numeral(c) || c.is_ascii_digit()).count();
        let ends = count > 0 && chars.get(count + 1) == Some(&'条') && ends_word(chars, count + 2);
        return ends.then(|| (Marker::Article(text(chars, count + 2)), count + 2));
    }
    let start = word(chars, &["article", "art."])?;
    let from = start + spaces(chars, start);
    let length = digits(chars.get(from..)?);
    if from == start || !(1..=3).contains(&length) || !chars.first().is_some_and(char::is_ascii_uppercase) {
        return None;
    }
    let mut at = from + length;
    let adverb: String = chars.iter().skip(at + spaces(chars, at)).take_while(|c| c.is_ascii_alphabetic()).collect();
    if Suffix::parse(&adverb).is_some() {
        at += spaces(chars, at) + adverb.chars().count();
    }
    let label = text(chars, at);
    match chars.get(at) {
        Some('.' | '．' | ':' | '：') => at += 1,
        // `Article 5 says so`: a sentence goes on in lower case.
        Some(' ') if chars.get(at + 1).is_some_and(|c| c.is_lowercase() || matches!(c, ',' | '(')) => return None,
        None => {}
        Some(c) if c.is_whitespace() => {}
        Some(_) => return None,
    }
    ends_word(chars, at).then_some((Marker::Article(label), at))
}

fn number(chars: &[char]) -> Option<Found> {
    let length = digits(chars);
    if length == 0 {
        return None;
    }
    if let Some(found) = decimal(chars) {
        return Some(found);
    }
    let number = value(chars, length).filter(|_| length <= 3)?;
    let mut at = length;
    let gap = at + spaces(chars, at) + usize::from(chars.get(at) == Some(&'.'));
    let adverb = chars.iter().skip(gap).take_while(|c| c.is_ascii_alphabetic()).count();
    let suffix = Suffix::parse(&chars.iter().skip(gap).take(adverb).collect::<String>());
    if suffix.is_some() {
        at = gap + adverb;
    }
    match chars.get(at) {
        Some('.' | '．' | ')') if !chars.get(at + 1).is_some_and(char::is_ascii_digit) => at += 1,
        // `1、` numbers a paragraph, `4、` begins the rest of a list of numbers; only a space tells.
        Some('、') if ends_word(chars, at + 1) => at += 1,
        _ if suffix.is_some() && ends_word(chars, at) => {}
        _ => return None,
    }
    Some((Marker::Number { number, suffix: suffix.unwrap_or_default() }, at))
}

/// `2.2.1` before white space, `1` before a tab.
fn decimal(chars: &[char]) -> Option<Found> {
    let mut at = 0;
    let mut parts = 0;
    loop {
        let length = digits(chars.get(at..)?);
        if length == 0 || length > 3 {
            return None;
        }
        at += length;
        parts += 1;
        match chars.get(at) {
            Some('.') if chars.get(at + 1).is_some_and(char::is_ascii_digit) => at += 1,
            Some('\t') => break,
            Some(' ') if parts > 1 => break,
            _ => return None,
        }
    }
    Some((Marker::Decimal(text(chars, at)), at))
}

fn letter(chars: &[char]) -> Option<Found> {
    let first = *chars.first()?;
    let open = usize::from(matches!(first, '(' | '（'));
    let length = chars.iter().skip(open).take_while(|c| c.is_ascii_alphabetic()).count();
    let han = chars.iter().skip(open).take_while(|&&c| is_numeral(c)).count();
    if open == 0 && (1..=3).contains(&han) && chars.get(han).is_some_and(|&c| matches!(c, '．' | '.' | '、')) {
        return Some((Marker::Section(text(chars, han)), han + 1));
    }
    let end = open + length;
    let closed = match (open, chars.get(end)) {
        (1, Some(')' | '）')) => true,
        // `a.` stands before a space or a Han character; `a.m.` does not.
        (0, Some('.' | '．' | ')')) => ends_word(chars, end + 1) || chars.get(end + 1).is_some_and(|&c| is_han(c)),
        _ => false,
    };
    if !closed {
        return None;
    }
    let name: String = chars.iter().skip(open).take(length).collect();
    let letter = *chars.get(open)?;
    let marker = match length {
        1 if letter.is_ascii_lowercase() => Marker::Letter(u32::from(letter) - u32::from('a') + 1),
        1 if open == 0 => Marker::Section(name),
        2..=5 if open == 1 && name.chars().all(|c| "ivx".contains(c)) => Marker::Roman(text(chars, end + 1)),
        _ => return None,
    };
    Some((marker, end + 1))
}

#[cfg(test)]
mod tests;
