//! A file that holds several documents, one behind the other: where each begins.
//!
//! As in a printed text, a document begins with a page of its own: what stands on it before the title is its front matter. A file
//! of paragraphs says what its titles are, and has headings, breaks and rules that a printed text has not. It is cut where a
//! title comes after numbered paragraphs and the numbers behind it begin again; where less speaks for it, it stays whole.

use std::collections::{BTreeMap, BTreeSet};

use crate::import::{
    columns,
    findings::Findings,
    glyph::{is_date, is_url},
    markers::{self, Marker},
    prose::SHORT,
    source::{Paragraph, Piece, Shape},
};
use crate::model::{Place, Severity};

/// The most documents of one file; the last of them keeps the rest.
const MOST: usize = 32;

/// The paragraphs of each document, at least one list. A footnote goes with what calls it.
pub(super) fn documents(paragraphs: Vec<Paragraph>, is_one: bool, findings: &mut Findings) -> Vec<Vec<Paragraph>> {
    if is_one {
        return vec![paragraphs];
    }
    let mut cuts = Cutter::new(&paragraphs).cuts(findings);
    let shared = shared(&paragraphs, &cuts);
    cuts.retain(|cut| {
        if shared.contains(&cut.at) {
            second_title(&paragraphs, cut.title, Why::Notes, findings);
        }
        !shared.contains(&cut.at)
    });
    for cut in &cuts {
        let hint = "It came in as a draft of its own, since its numbers begin again; if it is a part of the one before, make its \
                    title a heading and import again.";
        let Some((place, title)) = title(&paragraphs, cut.title) else { continue };
        let message = format!("another document begins here: “{title}”");
        findings.add("another-document", Severity::Note, place, message, hint).with("title", title);
    }
    if cuts.is_empty() {
        return vec![paragraphs];
    }
    let mut documents = divided(paragraphs, &cuts);
    documents.iter_mut().for_each(|document| titled(document));
    documents
}

/// Where the title of a document stands, and how it begins.
fn title(paragraphs: &[Paragraph], at: usize) -> Option<(Place, String)> {
    let title = paragraphs.get(at)?;
    Some((title.place, title.words().trim().chars().take(2 * SHORT).collect()))
}

/// Why nothing is cut at a title.
#[derive(Clone, Copy)]
enum Why {
    Numbers,
    Notes,
}

fn second_title(paragraphs: &[Paragraph], at: usize, why: Why, findings: &mut Findings) {
    let Some((place, title)) = title(paragraphs, at) else { return };
    let (variant, because) = match why {
        Why::Numbers => ("numbers", "the numbers go on"),
        Why::Notes => ("notes", "footnotes are called on both sides"),
    };
    let message = format!("a second title stands here: “{title}”");
    let hint = format!(
        "It was kept in the same draft, since {because}; if it is another document, import it as a file of its own."
    );
    let named = findings.add("second-title", Severity::Note, place, message, hint);
    named.with("title", title).with("variant", variant);
}

/// Where a document begins, and which paragraph is its title.
struct Cut {
    at: usize,
    title: usize,
}

struct Cutter<'a> {
    paragraphs: &'a [Paragraph],
    /// Whether the first number behind each paragraph is the first of its series.
    anew: Vec<bool>,
    /// The first paragraphs of tables in the form of a draft.
    forms: BTreeSet<usize>,
}

impl<'a> Cutter<'a> {
    fn new(paragraphs: &'a [Paragraph]) -> Self {
        let mut forms = BTreeSet::new();
        let mut last = None;
        for (at, paragraph) in paragraphs.iter().enumerate() {
            let Shape::Cell(cell) = paragraph.shape else { continue };
            if last != Some(cell.table) && is_form(paragraphs.get(at..).unwrap_or_default(), cell.table) {
                forms.insert(at);
            }
            last = Some(cell.table);
        }
        let mut anew = vec![false; paragraphs.len()];
        let mut first = false;
        for (behind, paragraph) in anew.iter_mut().zip(paragraphs).rev() {
            *behind = first;
            first = number(paragraph).map_or(first, |number| number == 1);
        }
        Self { paragraphs, anew, forms }
    }

    fn cuts(&self, findings: &mut Findings) -> Vec<Cut> {
        let mut cuts: Vec<Cut> = Vec::new();
        // What the document under way has: numbers, a title that the program calls so, headings of the first level.
        let (mut counted, mut titled, mut heads) = (false, false, 0);
        let mut start = 0;
        for (at, paragraph) in self.paragraphs.iter().enumerate() {
            let said = !paragraph.is_blank();
            let title = paragraph.shape == Shape::Title && said;
            let head = is_head(paragraph) && said;
            let anew = self.anew.get(at).copied().unwrap_or(false);
            let begins = match () {
                _ if !counted || cuts.len() + 1 >= MOST => None,
                _ if title => Some((self.front(start, at).unwrap_or_else(|| self.dates(start, at)), at)),
                // Where every document has one heading of the first level, that is its title.
                _ if head && !titled && heads == 1 => self.front(start, at).map(|front| (front, at)),
                // The form of a draft: its title is the last line of the page before the heads of its columns.
                _ if self.forms.contains(&at) => {
                    self.front(start, at).and_then(|front| Some((front, self.line(front, at)?)))
                }
                _ => None,
            };
            match begins.filter(|_| anew) {
                Some((begins, title_at)) => {
                    cuts.push(Cut { at: begins, title: title_at });
                    (counted, titled, heads, start) = (false, false, 0, begins);
                }
                None if title && counted => {
                    second_title(self.paragraphs, at, Why::Numbers, findings);
                }
                None => {}
            }
            titled |= title;
            heads += usize::from(head);
            counted |= number(paragraph).is_some() || self.forms.contains(&at);
        }
        cuts
    }

    /// The first paragraph of the page at whose head the `at`-th stands, when there is nothing but front matter before it.
    fn front(&self, start: usize, at: usize) -> Option<usize> {
        let page = |at: usize| self.paragraphs.get(at).is_some_and(|paragraph| paragraph.starts_page);
        let mut first = at;
        while !page(first) {
            first = first.checked_sub(1).filter(|first| *first > start)?;
            self.paragraphs.get(first).filter(|paragraph| is_front(paragraph))?;
        }
        Some(first)
    }

    /// The first of the dates and names of annexes right before the `at`-th paragraph.
    fn dates(&self, start: usize, at: usize) -> usize {
        let is_date = |paragraph: &Paragraph| {
            let words = bare(paragraph);
            is_front(paragraph) && (is_date(&words) || is_annex(&words) || words.is_empty())
        };
        let before = self.paragraphs.get(start..at).unwrap_or_default();
        at - before.iter().rev().take_while(|paragraph| is_date(paragraph)).count()
    }

    /// The last line with words before the `at`-th paragraph that is no date.
    fn line(&self, front: usize, at: usize) -> Option<usize> {
        let lines = self.paragraphs.get(front..at)?;
        let line = lines.iter().rposition(|paragraph| !bare(paragraph).is_empty() && !is_date(&bare(paragraph)))?;
        Some(front + line)
    }
}

/// Whether a table that begins here is in the form of a draft.
fn is_form(paragraphs: &[Paragraph], table: u32) -> bool {
    let first =
        |paragraph: &&Paragraph| matches!(paragraph.shape, Shape::Cell(cell) if cell.table == table && cell.row == 0);
    let said: Vec<String> = paragraphs.iter().take_while(first).take(4).map(Paragraph::words).collect();
    columns::heads(&said.join(" ")).is_some()
}

/// A heading of the first level that no chapter has.
fn is_head(paragraph: &Paragraph) -> bool {
    paragraph.shape == Shape::Heading(1)
        && paragraph.label.is_none()
        && marker(paragraph).is_none()
        && !is_annex(&bare(paragraph))
}

/// The marker with which a paragraph begins, behind the signs of brackets.
fn marker(paragraph: &Paragraph) -> Option<Marker> {
    let words = paragraph.words();
    let chars: Vec<char> = match &paragraph.label {
        Some(label) => label.chars().chain([' ']).collect(),
        None => words.chars().skip_while(|c| is_sign(*c) || c.is_whitespace()).take(64).collect(),
    };
    markers::read(&chars).map(|(marker, _)| marker)
}

/// The number of a paragraph in the series of its document; of notes and headings, and of the cells of plain tables, none.
fn number(paragraph: &Paragraph) -> Option<u32> {
    if !matches!(paragraph.shape, Shape::Body | Shape::Item) {
        return None;
    }
    match marker(paragraph)? {
        Marker::Number { number, .. } | Marker::Series { number, .. } => Some(number),
        _ => None,
    }
}

fn is_sign(c: char) -> bool {
    matches!(c, '[' | '］' | '［' | ']')
}

/// The words without the signs of brackets at their ends.
fn bare(paragraph: &Paragraph) -> String {
    paragraph.words().trim_matches(|c: char| is_sign(c) || c.is_whitespace()).to_owned()
}

/// A line as it stands before a title: blank, a date, an address, a few words that are no sentence.
fn is_front(paragraph: &Paragraph) -> bool {
    let words = bare(paragraph);
    let short = words.chars().count() <= 3 * SHORT && !words.ends_with(|c| "。；，：、.;,:！？!?".contains(c));
    paragraph.shape == Shape::Body
        && paragraph.label.is_none()
        && (words.is_empty() || is_url(&words) || (short && marker(paragraph).is_none()))
}

/// The name of an annex and nothing else: `附件1`, `Annex II`.
fn is_annex(words: &str) -> bool {
    let lower = words.to_lowercase();
    let name =
        ["附件", "annex", "appendix", "annexe", "приложение", "anexo"].iter().any(|name| lower.starts_with(name));
    name && words.chars().count() <= 16
}

/// The cuts on both sides of which one footnote is called.
fn shared(paragraphs: &[Paragraph], cuts: &[Cut]) -> BTreeSet<usize> {
    let mut called: BTreeMap<u32, (usize, usize)> = BTreeMap::new();
    for (at, paragraph) in paragraphs.iter().enumerate() {
        for piece in &paragraph.pieces {
            if let Piece::Note(key) = piece {
                called.entry(*key).or_insert((at, at)).1 = at;
            }
        }
    }
    let mut shared = BTreeSet::new();
    for (first, last) in called.into_values() {
        shared.extend(cuts.iter().map(|cut| cut.at).filter(|at| (first + 1..=last).contains(at)));
    }
    shared
}

/// Gives each document its paragraphs, and its notes wherever they stand in the file.
fn divided(paragraphs: Vec<Paragraph>, cuts: &[Cut]) -> Vec<Vec<Paragraph>> {
    let of = |at: usize| cuts.partition_point(|cut| cut.at <= at);
    let mut callers: BTreeMap<u32, usize> = BTreeMap::new();
    for (at, paragraph) in paragraphs.iter().enumerate().filter(|(_, paragraph)| !is_note(paragraph)) {
        for piece in &paragraph.pieces {
            if let Piece::Note(key) = piece {
                callers.entry(*key).or_insert(of(at));
            }
        }
    }
    let mut documents: Vec<Vec<Paragraph>> = (0..=cuts.len()).map(|_| Vec::new()).collect();
    for (at, paragraph) in paragraphs.into_iter().enumerate() {
        let caller = if let Shape::Note(key) = paragraph.shape { callers.get(&key).copied() } else { None };
        if let Some(document) = documents.get_mut(caller.unwrap_or_else(|| of(at))) {
            document.push(paragraph);
        }
    }
    documents
}

fn is_note(paragraph: &Paragraph) -> bool {
    matches!(paragraph.shape, Shape::Note(_))
}

/// Makes the only heading of the first level the title, where the program names none; the others count from it.
fn titled(document: &mut [Paragraph]) {
    if document.iter().any(|paragraph| paragraph.shape == Shape::Title) {
        return;
    }
    let mut first = document.iter_mut().filter(|paragraph| paragraph.shape == Shape::Heading(1));
    let (Some(title), None) = (first.next(), first.next()) else { return };
    title.shape = Shape::Title;
    for paragraph in document {
        if let Shape::Heading(level) = &mut paragraph.shape {
            *level = level.saturating_sub(1).max(1);
        }
    }
}
