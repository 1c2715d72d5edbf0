use super::{
    ImportError, MAX_LINES,
    dequadruple::{glyphs, is_quadrupled},
    glyph::{Glyph, is_han, is_wide},
};

/// A line with words.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// The characters without white space at the ends.
    pub glyphs: Vec<Glyph>,
    /// White space before the first word.
    pub indented: bool,
    /// White space after the last word. A printed text has it at the end of a paragraph.
    pub trailing: bool,
    /// The line before holds nothing at all, or white space.
    pub after_blank: bool,
    /// Between the words before and these there is a line of spaces only: an empty paragraph of a printed text.
    pub after_gap: bool,
}

impl Line {
    /// First line of a printed page: the extraction puts the page break as a space directly under the last line.
    pub fn starts_page(&self) -> bool {
        self.indented && !self.after_blank
    }

    /// Width in columns, wide characters counting two.
    pub fn width(&self) -> usize {
        self.glyphs.iter().map(|glyph| 1 + usize::from(is_wide(glyph.c))).sum()
    }

    /// A rule of the page: `_____`.
    pub fn is_rule(&self) -> bool {
        self.glyphs.len() >= 5 && self.glyphs.iter().all(|glyph| glyph.c == '_')
    }

    /// The last character.
    pub fn last(&self) -> Option<char> {
        self.glyphs.last().map(|glyph| glyph.c)
    }
}

/// The lines with words, bold undone.
pub(super) fn read(text: &str) -> Result<Vec<Line>, ImportError> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let quadrupled = is_quadrupled(text);
    let mut lines = Vec::new();
    let (mut after_blank, mut after_gap) = (true, false);
    for (index, line) in text.split('\n').enumerate() {
        if line.trim().is_empty() {
            after_blank = true;
            after_gap |= line.contains(' ');
            continue;
        }
        if lines.len() == MAX_LINES {
            return Err(ImportError::TooManyLines { limit: MAX_LINES });
        }
        let is_rule = line.trim().chars().all(|c| c == '_');
        let mut glyphs = glyphs(line, u32::try_from(index + 1).unwrap_or(u32::MAX), quadrupled && !is_rule);
        glyphs.truncate(glyphs.iter().rposition(|glyph| !glyph.c.is_whitespace()).map_or(0, |at| at + 1));
        glyphs.drain(..glyphs.iter().take_while(|glyph| glyph.c.is_whitespace()).count());
        lines.push(Line {
            glyphs,
            indented: line.starts_with(char::is_whitespace),
            trailing: line.trim_end_matches('\r').ends_with(char::is_whitespace),
            after_blank,
            after_gap,
        });
        (after_blank, after_gap) = (false, false);
    }
    if lines.iter().all(Line::is_rule) { Err(ImportError::Empty) } else { Ok(lines) }
}

/// Whether the text was extracted from printed pages: lines break inside sentences, and the last line of a paragraph ends
/// in a space.
pub(super) fn is_printed(lines: &[Line]) -> bool {
    let ended = lines.iter().filter(|line| line.trailing).count();
    let broken = lines.iter().filter(|line| !line.trailing && line.last().is_some_and(is_han)).count();
    lines.len() >= 10 && ended * 100 >= lines.len() * 15 && broken * 100 >= lines.len() * 20
}
