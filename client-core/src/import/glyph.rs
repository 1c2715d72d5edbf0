use crate::model::{Place, Style};

/// A character of the text with its weight and its place in the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Glyph {
    /// The character.
    pub c: char,
    /// Whether it was printed bold.
    pub bold: bool,
    /// Whether it was printed italic.
    pub italic: bool,
    /// Whether it was underlined.
    pub underline: bool,
    /// What it is when it is no character.
    pub mark: Mark,
    /// Line in the source, from 1.
    pub line: u32,
    /// Column in the source, from 1; of a mark, which one it is, from 0.
    pub column: u32,
}

/// What a file says between two characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Mark {
    /// Nothing: a character.
    #[default]
    None,
    /// Here a tracked change begins.
    Open,
    /// Here it ends.
    Close,
    /// A call of a note.
    Note,
}

impl Glyph {
    /// Where the character stands in the source.
    pub fn place(self) -> Place {
        let column = if self.mark == Mark::None { self.column as usize } else { 1 };
        Place { line: self.line as usize, column }
    }

    /// A mark, which is one of several of its kind.
    pub fn marked(mark: Mark, which: u32, line: u32) -> Self {
        Self { c: '\u{fffc}', bold: false, italic: false, underline: false, mark, line, column: which }
    }

    /// How it is set.
    pub fn style(self) -> Style {
        Style { bold: self.bold, italic: self.italic, underline: self.underline }
    }

    /// Whether it opens a bracket.
    pub fn opens(self) -> bool {
        matches!(self.c, '[' | '［')
    }

    /// Whether it closes a bracket.
    pub fn closes(self) -> bool {
        matches!(self.c, ']' | '］')
    }
}

/// The characters alone.
pub(super) fn words(glyphs: &[Glyph]) -> String {
    glyphs.iter().filter(|glyph| glyph.mark == Mark::None).map(|glyph| glyph.c).collect()
}

/// Glyphs without white space at either end.
pub(super) fn trim(glyphs: &[Glyph]) -> &[Glyph] {
    let Some(start) = glyphs.iter().position(|glyph| !glyph.c.is_whitespace()) else { return &[] };
    let end = glyphs.iter().rposition(|glyph| !glyph.c.is_whitespace()).map_or(start, |at| at + 1);
    glyphs.get(start..end).unwrap_or_default()
}

/// A Han character.
pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// A character next to which a line may break without there being a space: Han, kana, CJK and full-width signs.
pub(super) fn is_wide(c: char) -> bool {
    is_han(c) || matches!(c, '\u{2018}'..='\u{201D}' | '\u{2026}' | '\u{3000}'..='\u{30FF}' | '\u{FF00}'..='\u{FFEF}')
}

/// A date such as `2005年1月11日`.
pub(super) fn is_date(text: &str) -> bool {
    let compact: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    compact.ends_with('日')
        && compact.contains('年')
        && compact.contains('月')
        && compact.chars().all(|c| c.is_ascii_digit() || matches!(c, '年' | '月' | '日'))
}

/// An address and nothing else.
pub(super) fn is_url(text: &str) -> bool {
    let text = text.trim();
    (text.starts_with("http://") || text.starts_with("https://") || text.starts_with("www."))
        && !text.contains(char::is_whitespace)
        && text.is_ascii()
}
