//! Lines joined to paragraphs, by the gaps between them and by what begins them.

use std::collections::HashMap;

use client_core::{
    import::source::{Paragraph, Source},
    model::{Diagnostic, Place, Severity},
};

use super::page::Line;

/// Makes paragraphs of the lines of all pages.
pub(super) fn paragraphs(mut pages: Vec<Vec<Line>>, source: &mut Source) {
    for page in &mut pages {
        page.retain(|line| !line.text.trim().is_empty());
    }
    drop_furniture(&mut pages, source);
    let gap = usual_gap(&pages);
    let right = pages.iter().flatten().map(|line| line.end).fold(0.0, f32::max);
    let mut open: Option<(Paragraph, Line)> = None;
    let mut number = 0;
    for page in pages {
        for (at, line) in page.into_iter().enumerate() {
            number += 1;
            let goes_on = open.as_ref().is_some_and(|(_, last)| goes_on(last, &line, at == 0, gap, right));
            match open.take() {
                Some((mut paragraph, _)) if goes_on => {
                    paragraph.push("\n", Default::default(), &[]);
                    add(&mut paragraph, &line);
                    open = Some((paragraph, line));
                }
                before => {
                    source.paragraphs.extend(before.map(|(paragraph, _)| paragraph));
                    let place = Place { line: number, column: 1 };
                    let mut paragraph = Paragraph { place, starts_page: at == 0, ..Paragraph::default() };
                    add(&mut paragraph, &line);
                    open = Some((paragraph, line));
                }
            }
        }
    }
    source.paragraphs.extend(open.map(|(paragraph, _)| paragraph));
}

fn add(paragraph: &mut Paragraph, line: &Line) {
    for (words, style) in &line.runs {
        paragraph.push(words, *style, &[]);
    }
}

/// Whether a line goes on with the paragraph of the line before.
fn goes_on(last: &Line, line: &Line, new_page: bool, gap: f32, right: f32) -> bool {
    let said = last.text.trim_end();
    let ended = said.ends_with(['.', ';', ':', '!', '?', '。', '；', '：', '！', '？']);
    if begins_with_marker(&line.text) && (ended || line.x <= last.x + 1.0) {
        return false;
    }
    if (last.size - line.size).abs() > 0.15 * last.size.max(line.size) {
        return false;
    }
    if new_page {
        return !ended;
    }
    let step = last.y - line.y;
    if step <= 0.0 || step > 1.35 * gap {
        return false;
    }
    // A line that stops early has said what it has to say.
    !(ended && last.end < 0.85 * right) && last.end > 0.5 * right
}

/// Whether a line begins as a paragraph of its own: `1.`, `(a)`, `12 bis.`, `•`, `Alt 9`, `[14.`
fn begins_with_marker(text: &str) -> bool {
    let text = text.trim_start().trim_start_matches(['[', '［']);
    let head: Vec<char> = text.chars().take(12).collect();
    if head.first().is_some_and(|c| "•●▪◦".contains(*c)) || text.starts_with("Alt") || text.starts_with("Option ")
    {
        return true;
    }
    if text.starts_with("备选") {
        return true;
    }
    let open = usize::from(matches!(head.first(), Some('(' | '（')));
    let length = head.iter().skip(open).take_while(|c| c.is_ascii_alphanumeric()).count();
    let digits = head.iter().skip(open).take_while(|c| c.is_ascii_digit()).count();
    let end = head.get(open + length);
    let short = (1..=4).contains(&length) && (digits == length || length == 1 || open == 1);
    let bis = digits > 0
        && text
            .get(digits..)
            .is_some_and(|rest| rest.trim_start().starts_with("bis") || rest.trim_start().starts_with("ter"));
    bis || (short
        && matches!(end, Some('.' | ')' | '）' | '．'))
        && head.get(open + length + 1).is_none_or(|c| !c.is_ascii_digit()))
}

/// The gap between most lines that follow one another.
fn usual_gap(pages: &[Vec<Line>]) -> f32 {
    let mut steps: HashMap<i32, usize> = HashMap::new();
    for pair in pages.iter().flat_map(|page| page.windows(2)) {
        let step = pair[0].y - pair[1].y;
        if step > 2.0 && step < 60.0 {
            *steps.entry((step * 2.0).round() as i32).or_insert(0) += 1;
        }
    }
    let most = steps.into_iter().max_by_key(|(step, times)| (*times, -*step));
    most.map_or(14.0, |(step, _)| step as f32 / 2.0)
}

/// Takes away page numbers and what is printed again at the head or foot of most pages.
fn drop_furniture(pages: &mut [Vec<Line>], source: &mut Source) {
    let masked =
        |line: &Line| line.text.trim().chars().map(|c| if c.is_ascii_digit() { '#' } else { c }).collect::<String>();
    let mut times: HashMap<(bool, String), usize> = HashMap::new();
    for page in pages.iter() {
        for (first, line) in [(true, page.first()), (false, page.last())] {
            if let Some(line) = line {
                *times.entry((first, masked(line))).or_insert(0) += 1;
            }
        }
    }
    let enough = (pages.len() / 2).max(3);
    let mut dropped: Vec<String> = Vec::new();
    for page in pages.iter_mut() {
        for first in [true, false] {
            let Some(line) = (if first { page.first() } else { page.last() }) else { continue };
            let mask = masked(line);
            let number = mask.chars().count() <= 12 && mask.contains('#') && mask.chars().all(|c| "#-–/ ".contains(c));
            if number || times.get(&(first, mask)).is_some_and(|times| *times >= enough) {
                dropped.push(line.text.trim().to_owned());
                if first { _ = page.remove(0) } else { _ = page.pop() }
            }
        }
    }
    if let Some(example) = dropped.first() {
        let example: String = example.chars().take(60).collect();
        let count = dropped.len();
        let message = format!("{count} page numbers and repeated lines were left out, such as \"{example}\"");
        let hint = "Headers and footers of pages are not part of a draft.";
        let found = Diagnostic::new("page-furniture", Severity::Note, Place::default(), message, hint);
        source.diagnostics.push(found.with("variant", "lines").with("count", count).with("example", example));
    }
}
