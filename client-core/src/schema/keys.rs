//! Every key and word that the document stores; nothing else in this crate spells one.

use crate::model::{Anchor, BracketId, ParagraphId, ParagraphKind, Preference, Stance, Topic, Wish};

pub(crate) const ABOUT: &str = "about";
pub(crate) const PARAGRAPHS: &str = "paragraphs";
pub(crate) const BRACKETS: &str = "brackets";
pub(crate) const ALTERNATIVES: &str = "alternatives";
pub(crate) const PROPOSALS: &str = "proposals";

pub(crate) const CHOICES: &str = "choices";
pub(crate) const JOINED: &str = "brackets";

pub(super) const SCHEMA: &str = "schema";
pub(super) const SCHEMA_VERSION: &str = "adref/1";

pub(super) const ID: &str = "id";
pub(super) const SLUG: &str = "slug";
pub(super) const TITLE: &str = "title";
pub(super) const LANGUAGE: &str = "language";
pub(crate) const KIND: &str = "kind";
pub(super) const COLUMN_IDEA: &str = "column_idea";
pub(super) const COLUMN_TEXT: &str = "column_text";
pub(super) const COLUMN_SOURCE: &str = "column_source";

pub(crate) const TEXT: &str = "text";
pub(crate) const PARENT: &str = "parent";
pub(crate) const PLACE: &str = "place";
pub(crate) const LEVEL: &str = "level";
pub(crate) const NUMERAL: &str = "numeral";
pub(super) const MARKER: &str = "marker";
pub(super) const IDEA: &str = "idea";
pub(super) const SOURCES: &str = "sources";
pub(crate) const VARIANT_OF: &str = "variant_of";
pub(crate) const BASE: &str = "base";

/// The bracket in which a whole paragraph was proposed.
pub(crate) const ADDED_IN: &str = "added_in";

pub(crate) const OPENED_BY: &str = "by";
pub(crate) const DELEGATION: &str = "delegation";
pub(crate) const OPENED_AT: &str = "at";
pub(crate) const WISH: &str = "wish";
pub(crate) const REASON: &str = "reason";
pub(super) const WHOLE: &str = "whole";
pub(super) const FULL_WIDTH: &str = "full_width";
pub(super) const QUESTION: &str = "question";
pub(super) const PACKAGE: &str = "package";
pub(crate) const WITHDRAWN: &str = "withdrawn";
pub(crate) const INSERTS: &str = "inserts";

/// The keys of a proposal, beside those of who made it.
pub(crate) const PARAGRAPH: &str = "paragraph";
pub(crate) const NEXT: &str = "next";
pub(crate) const AFTER: &str = "after";
pub(crate) const FIRST_IN: &str = "first_in";
/// What [`FIRST_IN`] holds for the beginning of the draft.
pub(crate) const TOP: &str = "top";
/// What [`KIND`] holds in a proposal.
pub(crate) const MOVE: &str = "move";
pub(crate) const SPLIT: &str = "split";
pub(crate) const MERGE: &str = "merge";

/// The keys of an anchor's block.
pub(crate) const ANCHOR_KIND: &str = "t";
pub(crate) const ANCHOR_ID: &str = "id";

pub(crate) const BOLD: &str = "bold";
pub(crate) const ITALIC: &str = "italic";
pub(crate) const UNDERLINE: &str = "underline";
/// The names of the marks.
pub(crate) const STYLES: [&str; 3] = [BOLD, ITALIC, UNDERLINE];

/// The kind of a footnote's paragraph.
pub(crate) const NOTE: &str = "note";

const KINDS: [(ParagraphKind, &str); 13] = [
    (ParagraphKind::Title, "title"),
    (ParagraphKind::Front, "front"),
    (ParagraphKind::Heading, "heading"),
    (ParagraphKind::Preambular, "preambular"),
    (ParagraphKind::Operative, "operative"),
    (ParagraphKind::SubItem, "sub_item"),
    (ParagraphKind::Bullet, "bullet"),
    (ParagraphKind::Placeholder, "placeholder"),
    (ParagraphKind::Table, "table"),
    (ParagraphKind::HeadRow, "head_row"),
    (ParagraphKind::Row, "row"),
    (ParagraphKind::Cell, "cell"),
    (ParagraphKind::Note, NOTE),
];

pub(crate) fn paragraph_kind(kind: ParagraphKind) -> &'static str {
    KINDS.iter().find(|(known, _)| *known == kind).map_or("operative", |(_, name)| name)
}

/// A kind that this version does not know reads as an operative paragraph: its words are shown, nothing is lost.
pub(crate) fn parse_paragraph_kind(name: &str) -> ParagraphKind {
    KINDS.iter().find(|(_, known)| *known == name).map_or(ParagraphKind::Operative, |(kind, _)| *kind)
}

pub(super) fn wish(wish: Wish) -> &'static str {
    match wish {
        Wish::Retain => "retain",
        Wish::Delete => "delete",
        Wish::Choose => "choose",
    }
}

pub(super) fn parse_wish(name: &str) -> Wish {
    match name {
        "delete" => Wish::Delete,
        "choose" => Wish::Choose,
        _ => Wish::Retain,
    }
}

/// The stored kind and identity of an anchor.
pub(crate) fn anchor_kind(anchor: Anchor) -> (&'static str, String) {
    match anchor {
        Anchor::Open(id) => ("open", id.to_string()),
        Anchor::Close(id) => ("close", id.to_string()),
        Anchor::Or(id) => ("or", id.to_string()),
        Anchor::Note(id) => ("note", id.to_string()),
        Anchor::Split(id) => (SPLIT, id.to_string()),
        Anchor::Erased(id) => ("or", id.to_string()),
    }
}

/// The anchor that a block stores; `None` for anything that is none.
pub(crate) fn parse_anchor(kind: &str, id: &str) -> Option<Anchor> {
    let bracket = || id.parse::<BracketId>().ok();
    match kind {
        "open" => bracket().map(Anchor::Open),
        "close" => bracket().map(Anchor::Close),
        "or" => bracket().map(Anchor::Or),
        "note" => id.parse::<ParagraphId>().ok().map(Anchor::Note),
        SPLIT => id.parse().ok().map(Anchor::Split),
        _ => None,
    }
}

/// Whether somebody drew lines between branches in a bracket that are still there.
pub(crate) const CHOICE: &str = "choice";
/// Of a line between branches: the slash that went for it.
pub(crate) const SLASH: &str = "slash";
/// Of a line between branches: the bracket that its slash stood in, behind the opening edge.
pub(crate) const SLASH_IN: &str = "in";

pub(crate) const POSITIONS: &str = "positions";
pub(crate) const SUBJECT: &str = "subject";
pub(crate) const STANCE: &str = "stance";
pub(crate) const PREFERS: &str = "prefers";

/// What is stored where a position is taken back.
const TAKEN_BACK: &str = "none";
/// What is stored where the base of a set of alternatives is preferred.
const BASE_VERSION: &str = "base";

/// `bracket:…`, `alternatives:…`.
pub(crate) fn subject(subject: Topic) -> String {
    match subject {
        Topic::Bracket(id) => format!("bracket:{id}"),
        Topic::Alternatives(id) => format!("alternatives:{id}"),
    }
}

/// `None` for a kind of subject that this version does not know.
pub(crate) fn parse_subject(text: &str) -> Option<Topic> {
    let (kind, id) = text.split_once(':')?;
    match kind {
        "bracket" => id.parse().ok().map(Topic::Bracket),
        "alternatives" => id.parse().ok().map(Topic::Alternatives),
        _ => None,
    }
}

pub(crate) fn stance(stance: Option<Stance>) -> &'static str {
    stance.map_or(TAKEN_BACK, Stance::name)
}

/// `None` for a word that is no stance; `Some(None)` where one is taken back.
pub(crate) fn parse_stance(name: &str) -> Option<Option<Stance>> {
    if name == TAKEN_BACK { Some(None) } else { Stance::from_name(name).map(Some) }
}

/// `branch:0/2`, `branch:-/2` for "no text", `version:…`, `base`.
pub(crate) fn preference(preference: Preference) -> String {
    match preference {
        Preference::Branch { branch: Some(branch), of } => format!("branch:{branch}/{of}"),
        Preference::Branch { branch: None, of } => format!("branch:-/{of}"),
        Preference::Version(Some(version)) => format!("version:{version}"),
        Preference::Version(None) => BASE_VERSION.into(),
    }
}

/// `None` for what is no preference, one for a branch that was never there included.
pub(crate) fn parse_preference(text: &str) -> Option<Preference> {
    if text == BASE_VERSION {
        return Some(Preference::Version(None));
    }
    let (kind, rest) = text.split_once(':')?;
    match kind {
        "version" => rest.parse().ok().map(|version| Preference::Version(Some(version))),
        "branch" => {
            let (branch, of) = rest.split_once('/')?;
            let of: u32 = of.parse().ok()?;
            let branch = if branch == "-" { None } else { Some(branch.parse().ok()?) };
            let there = of > 1 && branch.is_none_or(|branch: u32| branch < of);
            there.then_some(Preference::Branch { branch, of })
        }
        _ => None,
    }
}
