//! Lines joined to blocks: the paragraphs of the source before anything is known of their kind.

use super::{
    columns,
    glyph::{Glyph, is_han, is_url, is_wide, words},
    lines::Line,
    markers,
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
    while let Some(line) = lines.next() {
        if line.is_rule() {
            blocks.extend(open.take().map(|(block, _)| block));
            under_rule = true;
            continue;
        }
        under_rule &= !line.starts_page();
        let next_starts_page = lines.peek().is_some_and(Line::starts_page);
        if is_furniture(&line, tabled, next_starts_page || lines.peek().is_some_and(|next| is_address(next))) {
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
    for block in &mut blocks {
        block.glyphs = unjustified(std::mem::take(&mut block.glyphs));
    }
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
    let marked = markers::read(&chars).is_some();
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

/// Runs of white space become one space, and the spaces that justify a narrow column (`其 他 利 益`) go.
fn unjustified(glyphs: Vec<Glyph>) -> Vec<Glyph> {
    let mut kept: Vec<Glyph> = Vec::with_capacity(glyphs.len());
    for glyph in glyphs {
        if !glyph.c.is_whitespace() {
            kept.push(glyph);
        } else if kept.last().is_some_and(|last| last.c != ' ') {
            kept.push(Glyph { c: if glyph.c == '\t' { '\t' } else { ' ' }, ..glyph });
        }
    }
    let lone = |at: usize| {
        kept.get(at).is_some_and(|glyph| is_han(glyph.c))
            && at.checked_sub(1).and_then(|at| kept.get(at)).is_none_or(|glyph| glyph.c == ' ')
            && kept.get(at + 1).is_none_or(|glyph| glyph.c == ' ')
    };
    let between_han = |at: usize| {
        let before = at.checked_sub(1).and_then(|at| kept.get(at));
        before.is_some_and(|glyph| is_han(glyph.c)) && kept.get(at + 1).is_some_and(|glyph| is_han(glyph.c))
    };
    let is_justifying = |at: usize| {
        between_han(at)
            && (lone(at + 1) || at.checked_sub(1).is_some_and(lone))
            // One lone character is a word; beside another lone one it is a stretched word.
            && (lone(at + 1) && at.checked_sub(1).is_some_and(lone) || lone(at + 3) || at.checked_sub(3).is_some_and(lone))
    };
    (0..kept.len())
        .filter(|&at| !(kept.get(at).is_some_and(|glyph| glyph.c == ' ') && is_justifying(at)))
        .filter_map(|at| kept.get(at).copied())
        .collect()
}

/// Blocks of any other text: a blank line or a marker begins one; a line of Latin words goes on in the next line.
pub(super) fn plain(lines: Vec<Line>) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut heading = false;
    for line in lines {
        if line.is_rule() {
            continue;
        }
        // Opening brackets may stand before the number that they enclose.
        let chars: Vec<char> = line.glyphs.iter().skip_while(|glyph| glyph.opens()).map(|glyph| glyph.c).collect();
        let marker = markers::read(&chars).map(|(marker, _)| marker);
        let begins =
            line.after_blank || marker.is_some() || heading || line.glyphs.first().is_some_and(|g| is_wide(g.c));
        heading = matches!(marker, Some(markers::Marker::Hash(_)));
        match blocks.last_mut() {
            Some(block) if !begins && block.glyphs.last().is_some_and(|glyph| !is_wide(glyph.c)) => {
                block.push(line, true)
            }
            _ => blocks.push(Block::new(line, false)),
        }
    }
    blocks
}
