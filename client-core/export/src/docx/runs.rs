//! The pieces of a paragraph: runs, tracked changes around them, calls of notes and the edges of comments.

use std::borrow::Cow;

use client_core::model::Style;

use super::{
    Setter,
    letters::{characters, languages, parts, short},
    plan::{self, Call, Place},
    styles::BRACKETS,
    tongue,
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
                What::Note(note) if self.called.get(*note) == Some(&true) => self.call_again(xml, *note, is_deleted),
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

    /// The call of a note. Only the first is one: another refers to it, as word processors do where one note is called twice.
    fn call(&mut self, xml: &mut Xml, note: usize, is_deleted: bool) {
        let (Some(call), Some(called)) = (self.plan.calls.get(note), self.called.get_mut(note)) else { return };
        if std::mem::replace(called, true) {
            return self.call_again(xml, note, is_deleted);
        }
        let sign = if let Call::Sign(sign) = call { Some(sign.clone()) } else { None };
        // Before the call, not around it: LibreOffice 7.4 loses the words of a note that a comment follows in its paragraph.
        for thread in self.threads_at(Place::Note(note)) {
            self.thread_start(xml, thread, Place::Note(note));
            self.thread_end(xml, thread, Place::Note(note));
        }
        let again = self.plan.again.get(note).copied().unwrap_or(false);
        let bookmark = again.then(|| (self.next_id(), self.name_of_call(note)));
        if let Some((id, name)) = &bookmark {
            xml.empty("w:bookmarkStart", &[("w:id", id), ("w:name", name)]);
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
        if let Some((id, _)) = &bookmark {
            xml.empty("w:bookmarkEnd", &[("w:id", id)]);
        }
    }

    /// A field that shows the sign of a note that was called before, and leads there.
    fn call_again(&self, xml: &mut Xml, note: usize, is_deleted: bool) {
        let part =
            |xml: &mut Xml, kind| xml.within("w:r", &[], |xml| xml.empty("w:fldChar", &[("w:fldCharType", kind)]));
        part(xml, "begin");
        xml.within("w:r", &[], |xml| {
            let name = if is_deleted { "w:delInstrText" } else { "w:instrText" };
            let instruction = format!(" NOTEREF {} \\f \\h ", self.name_of_call(note));
            xml.text(name, &[("xml:space", "preserve")], &instruction);
        });
        part(xml, "separate");
        let sign = self.edition.notes.get(note).map(plan::sign).unwrap_or_default();
        self.raised(xml, &sign, is_deleted);
        part(xml, "end");
    }

    /// The name of the bookmark around the first call of a note: at most 40 characters, and hidden by its first.
    fn name_of_call(&self, note: usize) -> String {
        self.edition.notes.get(note).map_or_else(String::new, |note| format!("_Ref{}", note.id.0.simple()))
    }

    /// The sign of a note as characters.
    fn sign_of(&self, xml: &mut Xml, note: usize, is_deleted: bool) {
        if let Some(note) = self.edition.notes.get(note) {
            self.raised(xml, &note.sign, is_deleted);
        }
    }

    fn raised(&self, xml: &mut Xml, sign: &str, is_deleted: bool) {
        xml.within("w:r", &[], |xml| {
            xml.within("w:rPr", &[], |xml| xml.value("w:rStyle", "FootnoteReference"));
            characters(xml, sign, is_deleted);
        });
    }
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
