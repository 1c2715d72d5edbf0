//! The paragraphs of a draft: their words, with what stands between them.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::is_default;

/// A paragraph.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(in crate::json) struct Paragraph {
    /// Identity.
    pub id: Uuid,
    /// What it is.
    pub kind: ParagraphKind,
    /// The paragraph that it stands under.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<Uuid>,
    /// Depth of a heading, from 1; 0 elsewhere.
    #[serde(default, skip_serializing_if = "is_default")]
    pub level: u8,
    /// The number that it was given. Labels are computed from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numeral: Option<Numeral>,
    /// The sign as the source printed it: `8．`, `•`, `*`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    /// Left column: what the group that begins here is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub idea: Option<String>,
    /// Right column: who proposed it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
    /// The set of alternatives of which it is a variant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variant_of: Option<Uuid>,
    /// The bracket in which a delegation proposed the whole paragraph.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub added_in: Option<Uuid>,
    /// Of a footnote that somebody added: in whose name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub delegation: String,
    /// Of such a footnote: taken back.
    #[serde(default, skip_serializing_if = "is_default")]
    pub withdrawn: bool,
    /// The words and what stands between them, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub content: Vec<Piece>,
}

/// What a paragraph is.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub(in crate::json) enum ParagraphKind {
    /// The title of the document or of an annex.
    Title,
    /// A line of the front matter.
    Front,
    /// A heading.
    Heading,
    /// A preambular paragraph.
    Preambular,
    /// An operative paragraph.
    Operative,
    /// A lettered sub-item.
    SubItem,
    /// A bullet.
    Bullet,
    /// The subject is named, the words are still to come.
    Placeholder,
    /// A table: holds rows, has no words.
    Table,
    /// The head row of a table.
    HeadRow,
    /// A row of a table.
    Row,
    /// A cell of a table.
    Cell,
    /// A footnote.
    Note,
}

/// The number that a paragraph was given.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(in crate::json) enum Numeral {
    /// `9`; with a suffix `9 bis`.
    Number {
        /// The number.
        number: u32,
        /// 1 is bis, 2 ter; 0 none.
        #[serde(default, skip_serializing_if = "is_default")]
        suffix: u8,
    },
    /// Counted from 1 = `a`.
    Letter(u32),
    /// A name that counts nothing: `C1`.
    Named(String),
    /// Between two numbers that were given: `-1`, `1 -bis`, `a bis`.
    Between {
        /// Whether `number` counts letters.
        letter: bool,
        /// The number.
        number: u32,
        /// 1 is bis, 2 ter; 0 none.
        #[serde(default, skip_serializing_if = "is_default")]
        suffix: u8,
        /// Whether it stands before what it names, and not behind.
        before: bool,
    },
}

/// A piece of a paragraph: words, or a place between them.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(in crate::json) enum Piece {
    /// Words as they are.
    Words(String),
    /// Words that are set in a style.
    Styled {
        /// The words.
        words: String,
        /// Bold.
        #[serde(default, skip_serializing_if = "is_default")]
        bold: bool,
        /// Italic.
        #[serde(default, skip_serializing_if = "is_default")]
        italic: bool,
        /// Underlined.
        #[serde(default, skip_serializing_if = "is_default")]
        underline: bool,
    },
    /// `[` of a bracket.
    Open(Uuid),
    /// `]` of a bracket.
    Close(Uuid),
    /// The line between two branches of a bracket.
    Or(Uuid),
    /// A line between branches that was taken back; it counts one and is nothing.
    Erased(Uuid),
    /// The call of a footnote: its paragraph.
    Note(Uuid),
    /// Where a proposal would split the paragraph.
    Split(Uuid),
}
