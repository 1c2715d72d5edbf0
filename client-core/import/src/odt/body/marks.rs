//! What stands between words: notes and references to them, comments, bookmarks.

use client_core::import::source::{Comment, Piece};

use super::{BOOKMARK, Walker};
use crate::xml::Tag;

impl Walker<'_> {
    pub(super) fn piece(&mut self, piece: Option<Piece>) {
        if let (Some(piece), Some(open)) = (piece, self.open.last_mut()) {
            open.paragraph.pieces.push(piece);
        }
    }

    pub(super) fn end_field(&mut self) {
        let mark = self.fields.end();
        self.piece(mark);
    }

    pub(super) fn note(&mut self, tag: &Tag<'_>) {
        let key = self.notes_seen;
        if let Some(name) = tag.get("text:id") {
            self.fields.name(name, key);
        }
        self.fields.call(key);
        self.notes_seen += 1;
        self.piece(Some(Piece::Note(key)));
        self.notes.push(key);
    }

    pub(super) fn annotation(&mut self, tag: &Tag<'_>) {
        let which = self.source.comments.len();
        let parent = tag.get("loext:parent-name").and_then(|name| self.names.get(&name)).copied();
        self.source.comments.push(Comment { answers: parent, ..Comment::default() });
        self.piece(Some(Piece::CommentStart(which)));
        match tag.get("office:name") {
            Some(name) => _ = self.names.insert(name, which),
            None => self.piece(Some(Piece::CommentEnd(which))),
        }
        self.comment = Some((which, "text"));
    }

    pub(super) fn bookmark(&mut self, tag: &Tag<'_>) {
        let name = tag.get("text:name").unwrap_or_default();
        let identity = name.strip_prefix(BOOKMARK).and_then(|hex| hex.parse().ok());
        match self.open.last_mut() {
            Some(open) if identity.is_some() => open.paragraph.identity = open.paragraph.identity.or(identity),
            None => self.identity = identity.or(self.identity),
            Some(_) => {}
        }
        if identity.is_none() {
            self.fields.begin_bookmark(name.clone(), name);
        }
    }
}
