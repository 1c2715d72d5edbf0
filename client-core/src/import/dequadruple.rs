//! The extraction of some PDF files prints a bold run four times over: `我们重申我们重申我们重申我们重申` is bold `我们重申`.

use super::glyph::{Glyph, Mark, is_han};

/// The longest bold run that is looked for, in characters; the longest seen is 27.
const LONGEST: usize = 80;

/// Words of one weight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The words, once.
    pub text: String,
    /// Whether they were printed four times, which is bold.
    pub bold: bool,
}

/// Undoes the quadrupling of one line.
pub fn dequadruple(line: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for glyph in glyphs(line, 1, true) {
        match runs.last_mut() {
            Some(run) if run.bold == glyph.bold => run.text.push(glyph.c),
            _ => runs.push(Run { text: glyph.c.into(), bold: glyph.bold }),
        }
    }
    runs
}

/// Whether a text was extracted in a way that quadruples bold. One run of four or more Han characters proves it; shorter
/// ones may be a manner of speaking (`好的好的好的好的`), so it takes three.
pub fn is_quadrupled(text: &str) -> bool {
    let mut score = 0;
    for line in text.lines() {
        let chars: Vec<char> = line.chars().collect();
        let mut at = 0;
        while at < chars.len() {
            // What proves it is a run of Han characters, so nothing else needs a look.
            let han = chars.get(at).is_some_and(|&c| is_han(c));
            let Some(period) = han.then(|| period(&chars, at)).flatten() else {
                at += 1;
                continue;
            };
            let unit = chars.get(at..at + period).unwrap_or_default();
            let han = unit.iter().filter(|&&c| is_han(c)).count();
            let varied = unit.iter().any(|c| Some(c) != unit.first());
            score += if han >= 4 && varied { 3 } else { u32::from(han >= 2 && varied) };
            if score >= 3 {
                return true;
            }
            at += 4 * period;
        }
    }
    false
}

/// The characters of a line, with their weight when the text is `quadrupled`.
pub(super) fn glyphs(line: &str, number: u32, quadrupled: bool) -> Vec<Glyph> {
    let chars: Vec<char> = line.chars().collect();
    let glyph = |at: usize, bold: bool| Glyph {
        c: chars.get(at).copied().unwrap_or(' '),
        bold,
        italic: false,
        underline: false,
        mark: Mark::None,
        line: number,
        column: u32::try_from(at + 1).unwrap_or(u32::MAX),
    };
    if !quadrupled {
        return (0..chars.len()).map(|at| glyph(at, false)).collect();
    }
    let mut glyphs: Vec<Glyph> = Vec::with_capacity(chars.len());
    let mut at = 0;
    while at < chars.len() {
        match period(&chars, at).filter(|&period| is_bold(&chars, at, period, &glyphs)) {
            Some(period) => {
                glyphs.extend((at..at + period).map(|at| glyph(at, true)));
                at += 4 * period;
            }
            None => {
                glyphs.push(glyph(at, false));
                at += 1;
            }
        }
    }
    embolden_between(&mut glyphs);
    glyphs
}

/// The shortest run that stands four times from `at` on. Where the character before a bold run is also its last one
/// (`申我们重申…`), the run is found one character early: the words are the same, the bold is off by one.
fn period(chars: &[char], at: usize) -> Option<usize> {
    let rest = chars.get(at..)?;
    (1..=LONGEST.min(rest.len() / 4)).find(|&period| {
        // The first characters of the four copies differ for nearly every period, so this ends early.
        rest.iter().zip(rest.iter().skip(period)).take(3 * period).all(|(a, b)| a == b)
    })
}

/// Whether a run that stands four times is a bold run. A single digit or ASCII sign (`10000`, `----`) is one only beside another
/// bold run.
fn is_bold(chars: &[char], at: usize, period_: usize, before: &[Glyph]) -> bool {
    let unit = chars.get(at..at + period_).unwrap_or_default();
    if unit.iter().all(|c| c.is_whitespace()) {
        return false;
    }
    if period_ > 1 || unit.iter().any(|&c| is_han(c) || "（）《》“”，：；、／".contains(c)) {
        return true;
    }
    let touches_before = before.iter().rev().find(|glyph| !glyph.c.is_whitespace()).is_some_and(|glyph| glyph.bold);
    let next = (at + 4..chars.len()).find(|&at| chars.get(at).is_some_and(|c| !c.is_whitespace()));
    touches_before || next.is_some_and(|next| period(chars, next).is_some())
}

/// Spaces between two bold runs are bold, and so are Latin letters that the extraction printed once between two bold
/// parentheses, `（（（（WSIS））））`.
fn embolden_between(glyphs: &mut [Glyph]) {
    let mut from = 0;
    while let Some(gap) = glyphs.iter().skip(from).position(|glyph| !glyph.bold).map(|at| at + from) {
        let end = glyphs.iter().skip(gap).position(|glyph| glyph.bold).map_or(glyphs.len(), |at| at + gap);
        let before = gap.checked_sub(1).and_then(|at| glyphs.get(at)).map(|glyph| glyph.c);
        let after = glyphs.get(end).map(|glyph| glyph.c);
        if let (Some(before), Some(after), Some(run)) = (before, after, glyphs.get_mut(gap..end)) {
            let blank = run.iter().all(|glyph| glyph.c.is_whitespace());
            let latin = (before, after) == ('（', '）') && run.iter().all(|glyph| glyph.c.is_ascii_alphanumeric());
            if blank || latin {
                run.iter_mut().for_each(|glyph| glyph.bold = true);
            }
        }
        from = end;
    }
}
