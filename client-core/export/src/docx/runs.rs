//! The pieces of a paragraph: runs, tracked changes around them, calls of notes and the edges of comments.

use std::borrow::Cow;

use client_core::model::{ParagraphId, Style};

use super::{
    Setter,
    plan::{Call, Place},
    styles::BRACKETS,
    tongue::{self, Tongue},
    xml::{self, Xml},
};
use crate::edition::{Revision, Role, Run};

/// How many colours brackets have by their depth; see `styles.rs`.
pub(super) const BRACKET_COLOURS: usize = 6;

/// A piece of a paragraph.
pub(super) struct Piece<'a> {
    what: What<'a>,
    track: Track<'a>,
}

enum What<'a> {
    Words { text: Cow<'a, str>, look: Look },
    Note(usize),
    ThreadStart(usize),
    ThreadEnd(usize),
}

/// How characters are set.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Look {
    /// The character style.
    pub style: Option<&'static str>,
    /// Bold, italic, underlined.
    pub set: Style,
    /// Whether the words are in the language of labels.
    pub is_label: bool,
}

/// In which changes a piece stands. One that came and went again is in both, the deletion inside.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Track<'a> {
    inserted: Option<&'a Revision>,
    deleted: Option<&'a Revision>,
}

impl<'a> Track<'a> {
    fn of(own: Option<&'a Revision>, around: Option<&'a Revision>) -> Self {
        let of = |inserted| [own, around].into_iter().flatten().find(|revision| revision.inserted == inserted);
        Self { inserted: of(true), deleted: of(false) }
    }
}

impl<'a> Piece<'a> {
    /// Words with a look, in a change or not.
    pub fn words(text: impl Into<Cow<'a, str>>, look: Look, revision: Option<&'a Revision>) -> Self {
        Self { what: What::Words { text: text.into(), look }, track: Track::of(revision, None) }
    }

    /// A run of the edition, in a paragraph that came or went or did neither.
    pub fn run(run: &'a Run, around: Option<&'a Revision>) -> Self {
        match run {
            Run::Text { text, style, role, revision } => {
                let look = Look { style: of_role(*role), set: *style, is_label: *role == Role::Attribution };
                let track = Track::of(revision.as_ref(), around);
                Self { what: What::Words { text: text.as_str().into(), look }, track }
            }
            Run::Note { note, revision } => {
                Self { what: What::Note(*note), track: Track::of(revision.as_ref(), around) }
            }
            Run::ThreadStart(thread) => Self { what: What::ThreadStart(*thread), track: Track::default() },
            Run::ThreadEnd(thread) => Self { what: What::ThreadEnd(*thread), track: Track::default() },
        }
    }
}

/// The character style of what characters are.
fn of_role(role: Role) -> Option<&'static str> {
    match role {
        Role::Words => None,
        Role::Open { depth, .. } | Role::Close { depth, .. } => {
            BRACKETS.get(usize::from(depth) % BRACKET_COLOURS).map(|(id, _, _)| *id)
        }
        Role::Or { .. } => Some("BracketSign"),
        Role::Attribution => Some("Attribution"),
    }
}

impl Setter<'_> {
    /// Sets the pieces of a paragraph whose direction is given. `in_body` is false in a note, where neither notes nor
    /// comments can be.
    pub fn pieces(&mut self, xml: &mut Xml, pieces: &[Piece<'_>], from_the_right: bool, in_body: bool) {
        let whole: String = pieces
            .iter()
            .map(|piece| match &piece.what {
                What::Words { text, .. } => text.as_ref(),
                What::Note(_) | What::ThreadStart(_) | What::ThreadEnd(_) => "",
            })
            .collect();
        let directions = tongue::directions(&whole, from_the_right);
        let is_east_asian = whole.chars().any(tongue::is_east_asian);
        let mut at = 0;
        let mut open = Track::default();
        for piece in pieces {
            if piece.track != open {
                untrack(xml, open);
                self.track(xml, piece.track);
                open = piece.track;
            }
            let is_deleted = piece.track.deleted.is_some();
            match &piece.what {
                What::Words { text, look } => {
                    let length = text.chars().count();
                    let directions = directions.get(at..at + length).unwrap_or_default();
                    for (part, from_the_right) in parts(text, directions) {
                        let run = Setting { look: *look, from_the_right, is_east_asian, is_deleted };
                        self.words(xml, part, run);
                    }
                    at += length;
                }
                What::Note(note) if in_body => self.call(xml, *note, is_deleted),
                What::Note(note) => self.sign_of(xml, *note, is_deleted),
                What::ThreadStart(thread) if in_body => self.thread_start(xml, *thread, Place::Words),
                What::ThreadEnd(thread) if in_body => self.thread_end(xml, *thread, Place::Words),
                What::ThreadStart(_) | What::ThreadEnd(_) => {}
            }
        }
        untrack(xml, open);
    }

    fn track(&mut self, xml: &mut Xml, track: Track<'_>) {
        for (name, revision) in [("w:ins", track.inserted), ("w:del", track.deleted)] {
            if let Some(revision) = revision {
                self.revision(name, revision, |name, attributes| xml.open(name, attributes));
            }
        }
    }

    /// The element of a change, with its number, author and date.
    pub fn revision(
        &mut self,
        name: &'static str,
        revision: &Revision,
        write: impl FnOnce(&'static str, &[(&'static str, &str)]),
    ) {
        let id = self.next_id();
        let author = short(&revision.author);
        let date = revision.at.and_then(xml::date_time);
        let mut attributes = vec![("w:id", id.as_str()), ("w:author", author)];
        attributes.extend(date.as_deref().map(|date| ("w:date", date)));
        write(name, &attributes);
    }

    /// The mark of a paragraph, or of a row, that came or went.
    pub fn mark(&mut self, xml: &mut Xml, revision: &Revision) {
        let name = if revision.inserted { "w:ins" } else { "w:del" };
        self.revision(name, revision, |name, attributes| xml.empty(name, attributes));
    }

    fn words(&self, xml: &mut Xml, text: &str, run: Setting) {
        xml.within("w:r", &[], |xml| {
            self.properties(xml, text, run);
            characters(xml, text, run.is_deleted);
        });
    }

    fn properties(&self, xml: &mut Xml, text: &str, run: Setting) {
        let hint = if run.from_the_right {
            Some("cs")
        } else if text.chars().any(tongue::is_east_asian)
            || (run.is_east_asian && text.chars().any(tongue::is_ambiguous))
        {
            Some("eastAsia")
        } else {
            None
        };
        let Style { bold, italic, underline } = run.look.set;
        let tongue = if run.look.is_label { &self.labels } else { &self.text };
        let languages = languages(text, tongue, &self.text);
        let is_plain = run.look.style.is_none() && hint.is_none() && languages.is_empty();
        if is_plain && run.look.set == Style::default() {
            return;
        }
        xml.within("w:rPr", &[], |xml| {
            if let Some(style) = run.look.style {
                xml.value("w:rStyle", style);
            }
            if let Some(hint) = hint {
                xml.empty("w:rFonts", &[("w:hint", hint)]);
            }
            for (is_set, name, complex) in [(bold, "w:b", "w:bCs"), (italic, "w:i", "w:iCs")] {
                if is_set {
                    xml.empty(name, &[]);
                    xml.empty(complex, &[]);
                }
            }
            if underline {
                xml.value("w:u", "single");
            }
            if run.from_the_right {
                xml.empty("w:rtl", &[]);
            }
            if !languages.is_empty() {
                xml.empty("w:lang", &languages);
            }
        });
    }

    /// The call of a note. Only the first is one: of a second the sign is printed.
    fn call(&mut self, xml: &mut Xml, note: usize, is_deleted: bool) {
        let (Some(call), Some(called)) = (self.plan.calls.get(note), self.called.get_mut(note)) else { return };
        if std::mem::replace(called, true) {
            return self.sign_of(xml, note, is_deleted);
        }
        let sign = if let Call::Sign(sign) = call { Some(sign.clone()) } else { None };
        // Before the call, not around it: LibreOffice 7.4 loses the words of a note that a comment follows in its paragraph.
        for thread in self.threads_at(Place::Note(note)) {
            self.thread_start(xml, thread, Place::Note(note));
            self.thread_end(xml, thread, Place::Note(note));
        }
        xml.within("w:r", &[], |xml| {
            xml.within("w:rPr", &[], |xml| xml.value("w:rStyle", "FootnoteReference"));
            let id = (note + 1).to_string();
            match &sign {
                Some(sign) => {
                    xml.empty("w:footnoteReference", &[("w:customMarkFollows", "1"), ("w:id", &id)]);
                    characters(xml, sign, is_deleted);
                }
                None => xml.empty("w:footnoteReference", &[("w:id", &id)]),
            }
        });
    }

    /// The sign of a note as characters.
    fn sign_of(&self, xml: &mut Xml, note: usize, is_deleted: bool) {
        let Some(note) = self.edition.notes.get(note) else { return };
        xml.within("w:r", &[], |xml| {
            xml.within("w:rPr", &[], |xml| xml.value("w:rStyle", "FootnoteReference"));
            characters(xml, &note.sign, is_deleted);
        });
    }

    /// The threads that stand at a place.
    pub fn threads_at(&self, place: Place) -> Vec<usize> {
        (0..self.plan.places.len()).filter(|thread| self.plan.places.get(*thread) == Some(&place)).collect()
    }

    /// The threads about the whole of a paragraph; those about nothing that is set come with the first.
    pub fn threads_of(&mut self, id: ParagraphId) -> Vec<(usize, Place)> {
        let mut threads = Vec::new();
        if !std::mem::replace(&mut self.has_begun, true) {
            threads.extend(self.threads_at(Place::Beginning).into_iter().map(|thread| (thread, Place::Beginning)));
        }
        threads.extend(self.threads_at(Place::Paragraph(id)).into_iter().map(|at| (at, Place::Paragraph(id))));
        threads
    }

    /// Where the words of a thread begin, if this is its place and they did not yet.
    pub fn thread_start(&mut self, xml: &mut Xml, thread: usize, place: Place) {
        let is_here = self.plan.places.get(thread) == Some(&place);
        let Some(stage) = self.stages.get_mut(thread).filter(|stage| is_here && **stage == Stage::Waiting) else {
            return;
        };
        *stage = Stage::Begun;
        for id in self.comments_of(thread) {
            xml.empty("w:commentRangeStart", &[("w:id", &id.to_string())]);
        }
    }

    /// Where they end, if they began and did not end.
    pub fn thread_end(&mut self, xml: &mut Xml, thread: usize, place: Place) {
        let is_here = self.plan.places.get(thread) == Some(&place);
        let Some(stage) = self.stages.get_mut(thread).filter(|stage| is_here && **stage == Stage::Begun) else {
            return;
        };
        *stage = Stage::Ended;
        for id in self.comments_of(thread) {
            let id = id.to_string();
            xml.empty("w:commentRangeEnd", &[("w:id", &id)]);
            xml.within("w:r", &[], |xml| {
                xml.within("w:rPr", &[], |xml| xml.value("w:rStyle", "CommentReference"));
                xml.empty("w:commentReference", &[("w:id", &id)]);
            });
        }
    }
}

/// How far the words of a thread are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    Waiting,
    Begun,
    Ended,
}

/// All that decides how a run is set.
#[derive(Clone, Copy)]
struct Setting {
    look: Look,
    from_the_right: bool,
    /// Whether the paragraph has East Asian characters.
    is_east_asian: bool,
    is_deleted: bool,
}

fn untrack(xml: &mut Xml, track: Track<'_>) {
    [track.inserted, track.deleted].into_iter().flatten().for_each(|_| xml.close());
}

/// A text in parts of one direction.
fn parts<'a>(text: &'a str, directions: &[bool]) -> Vec<(&'a str, bool)> {
    let mut parts = Vec::new();
    let mut from = 0;
    let mut last = directions.first().copied().unwrap_or_default();
    for ((at, _), direction) in text.char_indices().zip(directions) {
        if *direction != last {
            parts.push((&text[from..at], last));
            (from, last) = (at, *direction);
        }
    }
    parts.push((&text[from..], last));
    parts.retain(|(part, _)| !part.is_empty());
    parts
}

/// The languages of a run, where they are not those of the document: of words in the language of labels, and of letters
/// that the language is not written in.
fn languages<'a>(text: &str, tongue: &'a Tongue, usual: &Tongue) -> Vec<(&'static str, &'a str)> {
    let has = |low: char, high: char| text.chars().any(|c| (low..=high).contains(&c));
    let (is_latin, is_cyrillic) = (text.chars().any(|c| c.is_ascii_alphabetic()), has('\u{400}', '\u{52f}'));
    let cyrillic = matches!(tongue.western.split('-').next(), Some("be" | "bg" | "mk" | "ru" | "sr" | "uk"));
    let western = match (is_cyrillic, is_latin, cyrillic) {
        (true, _, false) => "ru-RU",
        (false, true, true) => "en-GB",
        _ => &tongue.western,
    };
    let east_asian = if has('\u{3041}', '\u{30ff}') {
        "ja-JP"
    } else if has('\u{ac00}', '\u{d7af}') {
        "ko-KR"
    } else {
        &tongue.east_asian
    };
    let complex =
        if has('\u{590}', '\u{5ff}') && !tongue.complex.starts_with("yi") { "he-IL" } else { &tongue.complex };
    let is_western = |c: char| c.is_alphabetic() && !tongue::is_east_asian(c) && !tongue::is_from_the_right(c);
    let mut languages = Vec::new();
    for (name, language, usual, counts) in [
        ("w:val", western, &usual.western, text.chars().any(is_western)),
        ("w:eastAsia", east_asian, &usual.east_asian, text.chars().any(tongue::is_east_asian)),
        ("w:bidi", complex, &usual.complex, text.chars().any(tongue::is_from_the_right)),
    ] {
        if counts && language != usual {
            languages.push((name, language));
        }
    }
    languages
}

/// The longest that word processors take for the name of an author, in UTF-16 units.
const LONGEST_AUTHOR: usize = 255;

/// A name as it may stand for an author.
pub(super) fn short(author: &str) -> &str {
    let mut units = 0;
    let end = author.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units > LONGEST_AUTHOR
    });
    end.map_or(author, |(at, _)| &author[..at])
}

/// Characters in a run: a tabulator and the end of a line have elements of their own.
pub(super) fn characters(xml: &mut Xml, text: &str, is_deleted: bool) {
    let name = if is_deleted { "w:delText" } else { "w:t" };
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(['\t', '\n', '\r']).unwrap_or(rest.len());
        let (words, after) = rest.split_at(end);
        if !words.is_empty() {
            xml.text(name, &[("xml:space", "preserve")], words);
        }
        rest = if let Some(after) = after.strip_prefix('\t') {
            xml.empty("w:tab", &[]);
            after
        } else if let Some(after) = after.strip_prefix("\r\n").or_else(|| after.strip_prefix(['\n', '\r'])) {
            xml.empty("w:br", &[]);
            after
        } else {
            after
        };
    }
}
