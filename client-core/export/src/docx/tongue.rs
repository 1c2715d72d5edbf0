//! Languages and scripts: what a word processor must be told so that Chinese is set in a Chinese font and Arabic from the
//! right.

/// The languages of a text, as `w:lang` wants them: one for each of the three fonts of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tongue {
    /// Of Latin, Cyrillic, … letters.
    pub western: String,
    /// Of Chinese, Japanese and Korean ones.
    pub east_asian: String,
    /// Of Arabic, Hebrew, … ones.
    pub complex: String,
    /// Whether the language is written from the right.
    pub from_the_right: bool,
    /// Whether the language is written in East Asian characters.
    pub is_east_asian: bool,
}

/// Languages that are written from the right, by their primary subtag.
const FROM_THE_RIGHT: [&str; 10] = ["ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ur", "yi"];

impl Tongue {
    /// What a language (BCP 47) means for each font. What it does not say is what the United Nations would take.
    pub fn of(language: &str) -> Self {
        let primary = language.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        let tag = tag(language, &primary);
        let usual = |tag: &str| tag.to_owned();
        let from_the_right = FROM_THE_RIGHT.contains(&primary.as_str());
        let is_east_asian = matches!(primary.as_str(), "zh" | "ja" | "ko");
        let western = if from_the_right || is_east_asian { usual("en-GB") } else { tag.clone() };
        let complex = if from_the_right { tag.clone() } else { usual("ar-SA") };
        Self {
            western,
            east_asian: if is_east_asian { tag } else { usual("zh-CN") },
            complex,
            from_the_right,
            is_east_asian,
        }
    }

    /// The font of East Asian characters.
    pub fn east_asian_font(&self) -> &'static str {
        match self.east_asian.split('-').next() {
            Some("ja") => "MS Mincho",
            Some("ko") => "Batang",
            _ => "SimSun",
        }
    }

    /// Whether a paragraph is set from the right: as the language has it, unless its letters are all of the other kind.
    pub fn is_from_the_right(&self, text: &str) -> bool {
        let mut strong = text.chars().filter_map(is_strong);
        match strong.next() {
            None => self.from_the_right,
            Some(true) => true,
            Some(false) => self.from_the_right && strong.any(|rtl| rtl),
        }
    }
}

/// A language tag as word processors know it: with a country where one is usual.
fn tag(language: &str, primary: &str) -> String {
    let usual = match primary {
        "" | "und" => "x-none",
        "ar" => "ar-SA",
        "en" => "en-GB",
        "es" => "es-ES",
        "fa" => "fa-IR",
        "fr" => "fr-FR",
        "he" => "he-IL",
        "ja" => "ja-JP",
        "ko" => "ko-KR",
        "pt" => "pt-PT",
        "ru" => "ru-RU",
        "ur" => "ur-PK",
        "zh" => "zh-CN",
        _ => "",
    };
    let is_tag = language.len() <= 35 && language.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    match (language.contains('-') && is_tag, usual) {
        (true, _) => language.to_owned(),
        (false, "") if is_tag => language.to_owned(),
        (false, "") => "x-none".to_owned(),
        (false, usual) => usual.to_owned(),
    }
}

/// For each character whether it is set from the right. `base` is the direction of the paragraph: what is neither kind of
/// letter goes with its neighbours if they are of one kind, else with the paragraph (Unicode Annex 9, rules N1 and N2).
pub(super) fn directions(text: &str, base: bool) -> Vec<bool> {
    let strong: Vec<Option<bool>> = text.chars().map(is_strong).collect();
    let mut directions = Vec::with_capacity(strong.len());
    let mut before = base;
    let mut at = 0;
    while let Some(this) = strong.get(at) {
        match this {
            Some(rtl) => {
                before = *rtl;
                directions.push(*rtl);
                at += 1;
            }
            None => {
                let length = strong[at..].iter().take_while(|kind| kind.is_none()).count();
                let after = strong.get(at + length).copied().flatten().unwrap_or(base);
                directions.extend(std::iter::repeat_n(if before == after { before } else { base }, length));
                at += length;
            }
        }
    }
    directions
}

/// Whether a character is a letter that is written from the right.
pub(super) fn is_from_the_right(c: char) -> bool {
    is_strong(c) == Some(true)
}

/// Whether a letter is written from the right; `None` for what is no letter.
fn is_strong(c: char) -> Option<bool> {
    match c {
        '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' => Some(true),
        '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}' | '\u{200f}' => Some(true),
        '\u{200e}' => Some(false),
        _ if c.is_alphabetic() => Some(false),
        _ => None,
    }
}

/// Whether a character is East Asian, punctuation included.
pub(super) fn is_east_asian(c: char) -> bool {
    matches!(c,
        '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{9fff}' | '\u{a960}'..='\u{a97f}' | '\u{ac00}'..='\u{d7ff}'
        | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

/// Whether a character stands in fonts of both kinds, so that the run must say which is meant: quotation marks, dashes, ….
pub(super) fn is_ambiguous(c: char) -> bool {
    matches!(c, '\u{b7}' | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '\u{2460}'..='\u{24ff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, base: bool, expected: &str) {
        let found: String = directions(text, base).iter().map(|rtl| if *rtl { 'R' } else { 'L' }).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn signs_go_with_their_neighbours_or_the_paragraph() {
        check("[ab]", false, "LLLL");
        check("[اب]", true, "RRRR");
        check("اب [a b] ج", true, "RRRRLLLRRR");
        check("ab [اب] c", false, "LLLLRRLLL");
        check("a (اب، جد) b", false, "LLLRRRRRRLLL");
        check("11.", true, "RRR");
        check("", true, "");
    }

    #[test]
    fn a_paragraph_goes_as_its_letters_do() {
        let (arabic, english) = (Tongue::of("ar"), Tongue::of("en"));
        assert!(arabic.is_from_the_right("WSIS نص"));
        assert!(arabic.is_from_the_right("11."));
        assert!(!arabic.is_from_the_right("Only Latin."));
        assert!(english.is_from_the_right("نص WSIS"));
        assert!(!english.is_from_the_right("WSIS نص"));
    }
}
