//! A file of another program, taken apart: paragraphs with what the program knew of them, before anything is read into
//! the words. Whoever reads a format fills a [`Source`]; [`super::from_source`] makes drafts of it.

use crate::model::{Diagnostic, ParagraphId, Place, Style, Timestamp};

/// The text of a file, in reading order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// It is one document, whatever titles it has.
    pub is_one: bool,
    /// BCP 47 tag of the text's language, when the file says it.
    pub language: Option<String>,
    /// Paragraphs, cells of tables and footnotes. A footnote may stand anywhere; it is read at the end.
    pub paragraphs: Vec<Paragraph>,
    /// What people said about the text; [`Piece::CommentStart`] says where.
    pub comments: Vec<Comment>,
    /// What the reader of the format was unsure of.
    pub diagnostics: Vec<Diagnostic>,
}

/// A paragraph of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paragraph {
    /// What the program knew it to be.
    pub shape: Shape,
    /// The number or bullet that the program counts and prints before the words, without the space between: `8.`, `(a)`.
    pub label: Option<String>,
    /// How deep in its list, from 0.
    pub depth: u8,
    /// The identity that our own export left in the file.
    pub identity: Option<ParagraphId>,
    /// Somebody inserted, or deleted, the whole paragraph, its end included.
    pub tracked: Option<Tracked>,
    /// Words and what stands between them.
    pub pieces: Vec<Piece>,
    /// The first of a page.
    pub starts_page: bool,
    /// Where it stands: in a file of paragraphs `line` is the number of the paragraph.
    pub place: Place,
}

/// What a program knows of a paragraph.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// Running text.
    #[default]
    Body,
    /// The title of the document.
    Title,
    /// A heading, from 1.
    Heading(u8),
    /// An item of a list, numbered or not.
    Item,
    /// Words in a cell of a table.
    Cell(Cell),
    /// A footnote or endnote: the key by which [`Piece::Note`] calls it.
    Note(u32),
}

/// A place in a table, counted from 0. A cell with several paragraphs has the same place for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Which table of the file.
    pub table: u32,
    /// Which row of it.
    pub row: u32,
    /// Which column of it; a merged cell counts as many as it covers.
    pub column: u32,
    /// The row repeats at the head of each page.
    pub head: bool,
}

/// A piece of a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Words of one style.
    Text {
        /// The words.
        text: String,
        /// How they are set.
        style: Style,
        /// Who inserted or deleted them, the outermost first: an insertion in which somebody deletes again is both.
        tracked: Vec<Tracked>,
    },
    /// The call of a footnote.
    Note(u32),
    /// Here begins what the comment of this index is about.
    CommentStart(usize),
    /// Here it ends.
    CommentEnd(usize),
}

impl Piece {
    /// Unstyled words that nobody tracked.
    pub fn plain(text: impl Into<String>) -> Self {
        Self::Text { text: text.into(), style: Style::default(), tracked: Vec::new() }
    }
}

/// A tracked change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tracked {
    /// Inserted or deleted.
    pub kind: TrackedKind,
    /// Who, as the file tells it; may be empty.
    pub author: String,
    /// When; 0 when the file does not say.
    pub at: Timestamp,
    /// Words that were moved are deleted at one place and inserted at another under one name.
    pub moved: Option<String>,
}

/// What a tracked change does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TrackedKind {
    /// The words are new.
    Insertion,
    /// The words are to go.
    Deletion,
}

/// Something said about the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comment {
    /// Who said it, as the file tells it; may be empty.
    pub author: String,
    /// When; 0 when the file does not say.
    pub at: Timestamp,
    /// What was said; lines are kept.
    pub text: String,
    /// The comment that it answers, by index.
    pub answers: Option<usize>,
}

impl Paragraph {
    /// Adds words, to the last piece where it is of their kind: programs cut runs at every proofreading mark.
    pub fn push(&mut self, words: &str, style: Style, tracked: &[Tracked]) {
        if words.is_empty() {
            return;
        }
        match self.pieces.last_mut() {
            Some(Piece::Text { text, style: before, tracked: by }) if *before == style && by.as_slice() == tracked => {
                text.push_str(words);
            }
            _ => self.pieces.push(Piece::Text { text: words.into(), style, tracked: tracked.to_vec() }),
        }
    }

    /// The words alone.
    pub fn words(&self) -> String {
        let mut words = String::new();
        for piece in &self.pieces {
            if let Piece::Text { text, .. } = piece {
                words.push_str(text);
            }
        }
        words
    }

    /// Whether it has no words and calls no note.
    pub fn is_blank(&self) -> bool {
        self.pieces.iter().all(|piece| match piece {
            Piece::Text { text, .. } => text.trim().is_empty(),
            Piece::Note(_) => false,
            Piece::CommentStart(_) | Piece::CommentEnd(_) => true,
        })
    }
}
