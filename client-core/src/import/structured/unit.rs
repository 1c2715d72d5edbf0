//! Paragraphs of a file as characters with marks between them.

use crate::import::{
    findings::Findings,
    glyph::{Glyph, Mark, is_wide, trim},
    raw::RawDraft,
    source::{Paragraph, Piece, Shape, Tracked, TrackedKind},
};
use crate::model::{ParagraphId, Place, Severity, Style};

/// The longest quotation of what a comment is about, in code points.
const QUOTED: usize = 400;

/// A paragraph of the file.
pub(super) struct Unit {
    pub shape: Shape,
    pub label: Option<String>,
    pub depth: u8,
    pub identity: Option<ParagraphId>,
    /// The tracked change that brought the whole paragraph.
    pub added_in: Option<u32>,
    /// Without white space at either end.
    pub glyphs: Vec<Glyph>,
    pub place: Place,
}

/// What a comment is about.
#[derive(Clone, Default)]
pub(super) struct Remark {
    pub unit: Option<usize>,
    pub quoted: String,
}

/// What the paragraphs came to.
pub(super) struct Units {
    pub units: Vec<Unit>,
    /// For each comment of the file.
    pub remarks: Vec<Remark>,
    /// The keys of the notes in the order in which they are called first.
    pub calls: Vec<u32>,
}

/// Reads the paragraphs; tracked changes are added to the draft. A file has `comments` comments.
pub(super) fn units(
    paragraphs: Vec<Paragraph>,
    comments: usize,
    draft: &mut RawDraft,
    findings: &mut Findings,
) -> Units {
    let mut writer = Writer {
        draft,
        findings,
        glyphs: Vec::new(),
        stack: Vec::new(),
        remarks: vec![Remark::default(); comments],
        under_way: Vec::new(),
        calls: Vec::new(),
        line: 1,
        column: 0,
    };
    let units = paragraphs.into_iter().enumerate().map(|(at, paragraph)| writer.unit(at, paragraph)).collect();
    let Writer { remarks, mut calls, .. } = writer;
    let mut seen = std::collections::BTreeSet::new();
    calls.retain(|key| seen.insert(*key));
    Units { units, remarks, calls }
}

struct Writer<'a> {
    draft: &'a mut RawDraft,
    findings: &'a mut Findings,
    glyphs: Vec<Glyph>,
    /// The tracked changes under way, with their marks.
    stack: Vec<(Tracked, u32)>,
    remarks: Vec<Remark>,
    /// Comments that are about the words under way.
    under_way: Vec<usize>,
    calls: Vec<u32>,
    line: u32,
    column: u32,
}

impl Writer<'_> {
    fn unit(&mut self, at: usize, paragraph: Paragraph) -> Unit {
        self.glyphs.clear();
        self.line = u32::try_from(paragraph.place.line).unwrap_or(u32::MAX);
        self.column = 0;
        let first = self.draft.tracked.len();
        let added = paragraph.tracked.as_ref().filter(|by| is_all_of(&paragraph.pieces, by));
        let is_added = added.is_some_and(|by| by.kind == TrackedKind::Insertion);
        for piece in &paragraph.pieces {
            match piece {
                Piece::Text { text, style, tracked } => self.text(text, *style, tracked),
                Piece::Note(key) => {
                    self.calls.push(*key);
                    self.glyphs.push(Glyph::marked(Mark::Note, *key, self.line));
                }
                Piece::CommentStart(which) => {
                    if let Some(remark) = self.remarks.get_mut(*which).filter(|remark| remark.unit.is_none()) {
                        remark.unit = Some(at);
                        self.under_way.push(*which);
                    }
                }
                Piece::CommentEnd(which) => self.under_way.retain(|under_way| under_way != which),
            }
        }
        self.close_to(0);
        let glyphs = trim(&self.glyphs).to_vec();
        if let Some(by) = paragraph.tracked.as_ref().filter(|_| added.is_none() && !glyphs.is_empty()) {
            let what = match by.kind {
                TrackedKind::Insertion => "begins a new paragraph here",
                TrackedKind::Deletion => "joins this paragraph to the next one",
            };
            let message = format!("a tracked change of {} {what}", name(&by.author));
            let hint = "The paragraphs were kept as the file prints them; propose to split or merge them.";
            let variant = if by.kind == TrackedKind::Insertion { "begins" } else { "joins" };
            let named = self.findings.add("tracked-paragraph-end", Severity::Warning, paragraph.place, message, hint);
            named.with("variant", variant);
        }
        Unit {
            shape: paragraph.shape,
            label: paragraph.label,
            depth: paragraph.depth,
            identity: paragraph.identity,
            added_in: (is_added && self.draft.tracked.len() > first).then(|| u32::try_from(first).unwrap_or(u32::MAX)),
            glyphs,
            place: paragraph.place,
        }
    }

    fn text(&mut self, text: &str, style: Style, tracked: &[Tracked]) {
        // Somebody who tracks the signs of a bracket opens it, or wants it lifted; the words in it are not touched.
        let signs = text.chars().all(|c| is_sign(c) || c.is_whitespace()) && text.chars().any(is_sign);
        let by = tracked.last().filter(|_| signs && tracked.len() == 1);
        let held = self.stack.iter().zip(tracked).take_while(|((open, _), new)| open == *new).count();
        if let Some(by) = by.filter(|_| held == 0) {
            self.close_to(0);
            self.signs(text, style, by);
            return;
        }
        self.close_to(held);
        for new in tracked.iter().skip(held) {
            let which = u32::try_from(self.draft.tracked.len()).unwrap_or(u32::MAX);
            self.draft.tracked.push(new.clone());
            self.glyphs.push(Glyph::marked(Mark::Open, which, self.line));
            self.stack.push((new.clone(), which));
        }
        self.words(text, style);
    }

    fn signs(&mut self, text: &str, style: Style, by: &Tracked) {
        let from = self.glyphs.len();
        self.words(text, style);
        let signs = self.glyphs.iter().skip(from).filter(|glyph| glyph.opens() || glyph.closes());
        for glyph in signs {
            match by.kind {
                TrackedKind::Insertion => _ = self.draft.signed.insert(glyph.place(), by.clone()),
                TrackedKind::Deletion => {
                    let message = format!("{} deletes the sign of a bracket and not its words", name(&by.author));
                    let hint = "The bracket was kept: it is lifted by a decision, or by who opened it.";
                    let named =
                        self.findings.add("tracked-bracket-sign", Severity::Warning, glyph.place(), message, hint);
                    named.with("author", if by.author.is_empty() { "none" } else { &by.author });
                }
            }
        }
    }

    fn words(&mut self, text: &str, style: Style) {
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            self.column += 1;
            let c = match c {
                '\r' => continue,
                '\n' => {
                    let before = self.glyphs.last().map_or(' ', |glyph| glyph.c);
                    let after = chars.peek().copied().unwrap_or(' ');
                    // Between characters of a script without spaces a line breaks anywhere.
                    if before.is_whitespace() || is_wide(before) || is_wide(after) {
                        continue;
                    }
                    ' '
                }
                c => c,
            };
            let Style { bold, italic, underline } = style;
            let (line, column) = (self.line, self.column);
            self.glyphs.push(Glyph { c, bold, italic, underline, mark: Mark::None, line, column });
        }
        for which in &self.under_way {
            if let Some(remark) = self.remarks.get_mut(*which).filter(|remark| remark.quoted.len() < QUOTED) {
                remark.quoted.extend(text.chars().take(QUOTED));
            }
        }
    }

    /// Ends the tracked changes under way but for the first `held`.
    fn close_to(&mut self, held: usize) {
        while self.stack.len() > held {
            if let Some((_, which)) = self.stack.pop() {
                self.glyphs.push(Glyph::marked(Mark::Close, which, self.line));
            }
        }
    }
}

/// Whether all words of a paragraph are of a tracked change, and there are some.
fn is_all_of(pieces: &[Piece], by: &Tracked) -> bool {
    let mut some = false;
    pieces.iter().all(|piece| match piece {
        Piece::Text { tracked, .. } => {
            some = true;
            tracked.first() == Some(by)
        }
        Piece::Note(_) | Piece::CommentStart(_) | Piece::CommentEnd(_) => true,
    }) && some
}

fn is_sign(c: char) -> bool {
    matches!(c, '[' | ']' | '［' | '］')
}

fn name(author: &str) -> &str {
    if author.is_empty() { "somebody" } else { author }
}
