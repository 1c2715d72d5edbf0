use super::{BracketId, ParagraphId, ProposalId};

/// How words are set. Bold carries meaning in a negotiated text: it marks the operative verbs (domain.md, "artefacts").
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Style {
    /// Bold.
    pub bold: bool,
    /// Italic.
    pub italic: bool,
    /// Underlined.
    pub underline: bool,
}

/// A point in a paragraph that is not a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Anchor {
    /// The opening edge of a bracket.
    Open(BracketId),
    /// The closing edge of a bracket.
    Close(BracketId),
    /// The line between two branches of a choice inside a bracket.
    Or(BracketId),
    /// A footnote call; the note is a paragraph of kind [`super::ParagraphKind::Note`].
    Note(ParagraphId),
    /// Where a proposal would split the paragraph.
    Split(ProposalId),
    /// A line between branches that the delegation which drew it took back. It counts one and is nothing.
    Erased(BracketId),
}

impl Anchor {
    /// The bracket whose edge or branch line this is.
    pub fn bracket(self) -> Option<BracketId> {
        match self {
            Self::Open(id) | Self::Close(id) | Self::Or(id) => Some(id),
            Self::Note(_) | Self::Split(_) | Self::Erased(_) => None,
        }
    }
}

/// A piece of a paragraph. In an offset, words count one per Unicode code point and an anchor counts one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Inline {
    /// Words of one style.
    Text {
        /// The words; never empty in a normalised paragraph.
        text: String,
        /// Their style.
        style: Style,
    },
    /// An anchor.
    Anchor(Anchor),
}

impl Inline {
    /// Unstyled words.
    pub fn plain(text: impl Into<String>) -> Self {
        Self::Text { text: text.into(), style: Style::default() }
    }

    /// Bold words.
    pub fn bold(text: impl Into<String>) -> Self {
        Self::Text { text: text.into(), style: Style { bold: true, ..Style::default() } }
    }

    /// Length in code points; an anchor is 1.
    pub fn len(&self) -> usize {
        match self {
            Self::Text { text, .. } => text.chars().count(),
            Self::Anchor(_) => 1,
        }
    }

    /// Whether the piece has no length.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Questions that one asks of a paragraph's content.
pub trait InlineExt {
    /// Length in code points, anchors counting one.
    fn length(&self) -> usize;
    /// The words alone, without anchors.
    fn words(&self) -> String;
    /// Joins neighbours of one style and drops empty pieces.
    fn normalised(self) -> Vec<Inline>;
}

impl InlineExt for Vec<Inline> {
    fn length(&self) -> usize {
        self.iter().map(Inline::len).sum()
    }

    fn words(&self) -> String {
        let mut words = String::new();
        for piece in self {
            if let Inline::Text { text, .. } = piece {
                words.push_str(text);
            }
        }
        words
    }

    fn normalised(self) -> Vec<Inline> {
        let mut pieces: Vec<Inline> = Vec::with_capacity(self.len());
        for piece in self {
            match (pieces.last_mut(), piece) {
                (_, Inline::Text { text, .. }) if text.is_empty() => {}
                (Some(Inline::Text { text: before, style: a }), Inline::Text { text, style: b }) if *a == b => {
                    before.push_str(&text)
                }
                (_, piece) => pieces.push(piece),
            }
        }
        pieces
    }
}
