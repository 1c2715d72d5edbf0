//! What a language tag (BCP 47) says of how a text is set.

use std::str::FromStr;

use typst::{layout::Dir, text::Lang};

/// How Chinese characters are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EastAsian {
    /// As in the mainland of China.
    Simplified,
    /// As in Hong Kong, Macao and Taiwan.
    Traditional,
    /// As in Japan.
    Japanese,
    /// As in Korea.
    Korean,
}

fn subtags(tag: &str) -> impl Iterator<Item = String> {
    tag.split(['-', '_']).map(str::to_ascii_lowercase)
}

/// The primary subtag, when it is one of two or three letters; English else.
pub(crate) fn primary(tag: &str) -> String {
    let primary = subtags(tag).next().unwrap_or_default();
    let known = (2..=3).contains(&primary.len()) && primary.chars().all(|c| c.is_ascii_alphabetic());
    if known { primary } else { "en".into() }
}

/// The region, in capitals.
pub(crate) fn region(tag: &str) -> Option<String> {
    let region = subtags(tag).skip(1).find(|part| part.len() == 2 && part.chars().all(|c| c.is_ascii_alphabetic()));
    region.map(|region| region.to_ascii_uppercase())
}

/// How the language draws Chinese characters; `None` when it is not written with them.
pub(crate) fn east_asian(tag: &str) -> Option<EastAsian> {
    let traditional = subtags(tag).any(|part| matches!(part.as_str(), "hant" | "tw" | "hk" | "mo"));
    match primary(tag).as_str() {
        "zh" | "yue" if traditional => Some(EastAsian::Traditional),
        "zh" | "yue" => Some(EastAsian::Simplified),
        "ja" => Some(EastAsian::Japanese),
        "ko" => Some(EastAsian::Korean),
        _ => None,
    }
}

/// Whether the language is written from right to left.
pub(crate) fn right_to_left(tag: &str) -> bool {
    Lang::from_str(&primary(tag)).is_ok_and(|language| language.dir() == Dir::RTL)
}
