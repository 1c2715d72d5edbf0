//! Lines joined to blocks: the paragraphs of the source before anything is known of their kind.

use super::{
    columns,
    glyph::{Glyph, is_han, is_url, is_wide, words},
    lines::Line,
    markers, notes,
};

/// A paragraph of the source.
#[derive(Clone, Debug)]
pub(super) struct Block {
    /// The words; never empty.
    pub glyphs: Vec<Glyph>,
    /// It is the first of a printed page.
    pub starts_page: bool,
    /// Its lines go on across an empty paragraph, so that joining them was a choice.
    pub over_gap: bool,
    /// Characters of its longest line.
    pub widest: usize,
    /// It stands under a page rule, where footnotes are.
    pub under_rule: bool,
    /// Page number, document symbol or address at the foot or head of a page.
    pub furniture: bool,
}

impl Block {
    fn new(line: Line, under_rule: bool) -> Self {
        Self {
            starts_page: line.starts_page(),
            over_gap: false,
            widest: line.glyphs.len(),
            under_rule,
            furniture: false,
            glyphs: line.glyphs,
        }
    }

    /// The characters.
    pub fn words(&self) -> String {
        words(&self.glyphs)
    }

    fn push(&mut self, line: Line, trailing: bool) {
        self.widest = self.widest.max(line.glyphs.len());
        self.over_gap |= line.after_gap;
        if let (Some(last), Some(first)) = (self.glyphs.last().copied(), line.glyphs.first())
            && (trailing || line.indented)
            && !is_wide(last.c)
            && !is_wide(first.c)
        {
            self.glyphs.push(Glyph { c: ' ', ..last });
        }
        self.glyphs.extend(line.glyphs);
    }
}

/// Blocks of a text that was extracted from printed pages.
pub(super) fn printed(lines: Vec<Line>) -> Vec<Block> {
    let tabled = lines.iter().any(|line| columns::heads(&words(&line.glyphs)).is_some());
    let mut blocks: Vec<Block> = Vec::new();
    let mut open: Option<(Block, Line)> = None;
    let mut furniture: Vec<Block> = Vec::new();
    let mut under_rule = false;
    let mut lines = lines.into_iter().peekable();
    while let Some(mut line) = lines.next() {
        line.glyphs = unjustified(line.glyphs);
        if line.is_rule() {
            blocks.extend(open.take().map(|(block, _)| block));
            under_rule = true;
            continue;
        }
        // The words of a footnote may stand on a line of their own under its sign, which looks like a new page.
        under_rule &= open.is_some() || !line.starts_page();
        let next_starts_page = lines.peek().is_some_and(Line::starts_page);
        if is_furniture(&line, tabled, next_starts_page || lines.peek().is_some_and(is_address)) {
            // It stands between two pages and not in the sentence that goes on across them.
            furniture.push(Block { furniture: true, ..Block::new(line, under_rule) });
        } else {
            let (block, last) = match open.take() {
                Some((mut block, last)) => {
                    block.push(line.clone(), last.trailing);
                    (block, line)
                }
                None => (Block::new(line.clone(), under_rule), line),
            };
            if ends(&last, lines.peek(), tabled) {
                blocks.push(block);
            } else {
                open = Some((block, last));
            }
        }
        if open.is_none() {
            blocks.append(&mut furniture);
        }
    }
    blocks.extend(open.map(|(block, _)| block));
    blocks.append(&mut furniture);
    blocks
}

/// Whether a paragraph ends with this line. The extraction prints a space after the last word of a paragraph; it prints one
/// too where a line breaks between two Latin words, which is the case that needs the rest of the rule.
fn ends(line: &Line, next: Option<&Line>, tabled: bool) -> bool {
    let Some(next) = next else { return true };
    if next.is_rule() {
        return true;
    }
    let chars: Vec<char> = next.glyphs.iter().map(|glyph| glyph.c).collect();
    // A dash between two numbers is a range and no bullet: `2 月 2` + `– 4 日`.
    let range = chars.first() == Some(&'–') && line.last().is_some_and(|c| c.is_ascii_digit());
    let marked = markers::read(&chars).is_some() && !range;
    if !line.trailing {
        return next.starts_page() && marked;
    }
    let Some(last) = line.last() else { return true };
    if marked || line.glyphs.last().is_some_and(|glyph| glyph.bold) || is_address(line) || is_address(next) {
        return true;
    }
    if line.glyphs.len() <= columns::NARROW {
        // A cell of the source column: `TFFM` + `结论 1`, `结论13;` + `C3.4`.
        let goes_on = last.is_ascii_alphabetic() || matches!(last, ',' | ';' | '、' | '；');
        return !(tabled && goes_on && next.glyphs.len() <= columns::NARROW);
    }
    let latin = last.is_ascii_alphanumeric() || matches!(last, ',' | '(' | '-' | '–');
    !(latin && line.width() >= 60 && !next.starts_page())
}

fn is_address(line: &Line) -> bool {
    is_url(&words(&line.glyphs))
}

/// Page numbers, symbols of the document and addresses that the extraction puts between two pages.
fn is_furniture(line: &Line, tabled: bool, page_ends: bool) -> bool {
    let text = words(&line.glyphs);
    if is_url(&text) && !line.trailing && page_ends {
        return true;
    }
    // In a table form a lone number is the rest of a source (`结论2、` + `4`).
    if tabled || line.glyphs.len() > 30 {
        return false;
    }
    let number: String = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '–')).collect();
    let is_number = (1..=3).contains(&number.len()) && number.chars().all(|c| c.is_ascii_digit());
    let bare = text.trim_start_matches('(').trim_end_matches(')');
    let is_symbol = bare.contains('/')
        && bare.starts_with(|c: char| c.is_ascii_uppercase())
        && bare.chars().any(|c| c.is_ascii_digit())
        && bare.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || matches!(c, '/' | '-' | '.'));
    is_number || is_symbol
}

/// Runs of white space become one space, and the spaces that stretch a line of a narrow column (`其 他 利`) go: three or
/// more lone Han characters in a row are a stretched word.
fn unjustified(glyphs: Vec<Glyph>) -> Vec<Glyph> {
    let mut words: Vec<&[Glyph]> = glyphs.split(|glyph| glyph.c == ' ').filter(|word| !word.is_empty()).collect();
    let lone = |word: &[Glyph]| matches!(word, [glyph] if is_han(glyph.c));
    let mut kept: Vec<Glyph> = Vec::with_capacity(glyphs.len());
    let mut rest = words.as_mut_slice();
    while let Some((word, after)) = rest.split_first_mut() {
        let stretched = lone(word) as usize + after.iter().take_while(|next| lone(word) && lone(next)).count();
        if let (Some(last), Some(first)) = (kept.last().copied(), word.first()) {
            kept.push(Glyph { c: ' ', bold: last.bold && first.bold, ..last });
        }
        kept.extend_from_slice(word);
        let joined = if stretched >= 3 { stretched - 1 } else { 0 };
        let (joined, after) = after.split_at_mut(joined);
        joined.iter().for_each(|word| kept.extend_from_slice(word));
        rest = after;
    }
    kept
}

/// Blocks of any other text: a blank line or a marker begins one; a line of Latin words goes on in the next line. A rule is
/// that of the one block under it, and of the footnotes that follow.
pub(super) fn plain(lines: Vec<Line>) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut heading = false;
    let mut under_rule = false;
    for line in lines {
        if line.is_rule() {
            under_rule = true;
            continue;
        }
        // Opening brackets may stand before the number that they enclose.
        let chars: Vec<char> = line.glyphs.iter().skip_while(|glyph| glyph.opens()).map(|glyph| glyph.c).collect();
        let marker = markers::read(&chars).map(|(marker, _)| marker);
        let begins =
            line.after_blank || marker.is_some() || heading || line.glyphs.first().is_some_and(|g| is_wide(g.c));
        let address = is_address(&line);
        let begins = begins || address || under_rule;
        heading = address || matches!(marker, Some(markers::Marker::Hash(_)));
        match blocks.last_mut() {
            Some(block) if !begins && block.glyphs.last().is_some_and(|glyph| !is_wide(glyph.c)) => {
                block.push(line, true)
            }
            _ => blocks.push(Block::new(line, std::mem::take(&mut under_rule))),
        }
    }
    notes::go_on(&mut blocks);
    blocks
}
