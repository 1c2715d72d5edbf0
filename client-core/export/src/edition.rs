//! A draft composed for print: what stands on the page, in reading order, with what each piece of it is. Every writer (text,
//! HTML, DOCX, PDF, …) turns one [`Edition`] into its format; none of them decides anything about a negotiation.
//!
//! Composing it is [`crate::compose`]'s.

use client_core::model::{BracketId, CommentId, ParagraphId, ParagraphKind, ParagraphStanding, Style, Timestamp};

use crate::{Mode, text::Blocker};

/// A draft, ready to be set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edition {
    /// Title in the draft's language.
    pub title: String,
    /// Language of the text (BCP 47).
    pub language: String,
    /// Language of labels, headings and everything that is not the text (BCP 47).
    pub labels: String,
    /// What the text contains.
    pub mode: Mode,
    /// What stands at the head of each page; each may be empty.
    pub header: Header,
    /// When it is made, for formats that keep such a time; `None` where nobody said.
    pub made_at: Option<Timestamp>,
    /// The heads of the columns in table form; `None` in plain form.
    pub columns: Option<Columns>,
    /// Whether lines are numbered in the margin.
    pub line_numbers: bool,
    /// The text, in reading order. Footnotes are not in it.
    pub blocks: Vec<Block>,
    /// The footnotes, in the order of their calls; those that nothing calls come last.
    pub notes: Vec<Note>,
    /// The footnotes in the order of the draft, each with the paragraph behind which it stands there; `None` before all of
    /// them.
    pub note_places: Vec<(ParagraphId, Option<ParagraphId>)>,
    /// The threads of comments, if they are to be shown, in reading order.
    pub threads: Vec<Thread>,
    /// What is open, where the mode lists it behind the text.
    pub open: Vec<Blocker>,
    /// From old labels to new ones, where the paragraphs were renumbered.
    pub concordance: Vec<Renumbered>,
}

/// What stands at the head of each page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// The symbol of the document, such as `WSIS-II/PC-2/DT-1 (Rev.1)`.
    pub symbol: String,
    /// The date as it is printed.
    pub date: String,
    /// What kind of text it is, in the language of labels: `Compilation text`, `Agreed text`.
    pub status: String,
}

/// The heads of the columns in table form (domain.md, "idea, source").
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    /// What the paragraph is about.
    pub idea: String,
    /// The words.
    pub text: String,
    /// Who proposed it.
    pub source: String,
}

/// A block of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A paragraph of any kind but those of a table.
    Paragraph(Paragraph),
    /// A table of the draft itself (not the table form of the whole text).
    Table(Table),
}

/// A paragraph as it is set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// Whose words they are.
    pub id: ParagraphId,
    /// What it is.
    pub kind: ParagraphKind,
    /// Depth of a heading, from 1; 0 elsewhere.
    pub level: u8,
    /// How deep it stands under other paragraphs, from 0: what it is indented by.
    pub depth: u8,
    /// The printed label, such as `11.`, `Alt 10+11`, `(a)`; empty when it has none. A writer sets it as text: numbers that a
    /// word processor counts move when somebody edits (domain.md, "Numbers").
    pub label: String,
    /// The words and what stands between them.
    pub runs: Vec<Run>,
    /// The left column; empty when it has none or it is not to be shown.
    pub idea: String,
    /// The right column, one entry each; empty likewise.
    pub sources: Vec<String>,
    /// How far it is; `None` while open and where the mode does not show it.
    pub standing: Option<ParagraphStanding>,
    /// The whole paragraph (its mark of the paragraph included) came or went.
    pub revision: Option<Revision>,
}

impl Paragraph {
    /// Whether it stands across the page, centred, and outside the columns of the table form.
    pub fn stands_across(&self) -> bool {
        stands_across(self.kind)
    }

    /// Whether it is a row of the table form where headings stand between the rows: one that something is told beside is a row, too.
    pub fn is_row(&self) -> bool {
        let is_told = !self.idea.is_empty() || !self.sources.is_empty();
        !self.stands_across() && (is_told || self.kind != ParagraphKind::Heading)
    }
}

/// Whether paragraphs of a kind stand across the page.
pub(crate) fn stands_across(kind: ParagraphKind) -> bool {
    matches!(kind, ParagraphKind::Title | ParagraphKind::Front)
}

/// A table of the draft.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Its rows, in reading order.
    pub rows: Vec<Row>,
}

/// A row of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Whether it is a head row.
    pub head: bool,
    /// Each cell with its paragraphs: the cell's own, then those that stand under it.
    pub cells: Vec<Vec<Paragraph>>,
}

/// A piece of a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Run {
    /// Words or signs.
    Text {
        /// The characters; never empty.
        text: String,
        /// How they are set.
        style: Style,
        /// What they are.
        role: Role,
        /// Whether they came or went, where the mode marks changes.
        revision: Option<Revision>,
    },
    /// The call of a footnote: an index into [`Edition::notes`].
    Note {
        /// Which.
        note: usize,
        /// Whether the call came or went.
        revision: Option<Revision>,
    },
    /// The words of a thread begin: an index into [`Edition::threads`].
    ThreadStart(usize),
    /// The words of a thread end.
    ThreadEnd(usize),
}

/// What characters are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Role {
    /// Words of the text.
    #[default]
    Words,
    /// `[` of a bracket. One bracket may have several pieces (domain.md, "across paragraphs").
    Open {
        /// The bracket; `None` for one that is drawn around a whole version ([`client_core::model::LabelScheme`]).
        bracket: Option<BracketId>,
        /// How many brackets are around it, from 0.
        depth: u16,
    },
    /// `]` of a bracket.
    Close {
        /// The bracket; as above.
        bracket: Option<BracketId>,
        /// As for the sign that it closes.
        depth: u16,
    },
    /// `/` between the branches of a choice.
    Or {
        /// The bracket.
        bracket: BracketId,
    },
    /// Who proposed or supports the words before, in the attribution grammar of domain.md.
    Attribution,
}

/// A change that is marked.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Revision {
    /// Whether the words came (or else went).
    pub inserted: bool,
    /// In whose name: a delegation, or the chair; never empty.
    pub author: String,
    /// When; `None` when nobody knows.
    pub at: Option<Timestamp>,
}

/// A footnote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Its paragraph.
    pub id: ParagraphId,
    /// Its printed sign, such as `1` or `*`.
    pub sign: String,
    /// Its words; a footnote of a footnote is not called from here.
    pub runs: Vec<Run>,
    /// The whole note came or went.
    pub revision: Option<Revision>,
}

/// A thread of comments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thread {
    /// The comment that it begins with.
    pub id: CommentId,
    /// The paragraph that it is about; `None` for the whole draft.
    pub paragraph: Option<ParagraphId>,
    /// The words that it was about; may be empty.
    pub quoted: String,
    /// Whether it is resolved.
    pub resolved: bool,
    /// What was said, the first first.
    pub remarks: Vec<Remark>,
}

/// What somebody said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// Name of the person.
    pub by: String,
    /// In whose name; may be empty.
    pub delegation: String,
    /// When.
    pub at: Timestamp,
    /// The words.
    pub text: String,
}

/// A line of the concordance (domain.md, "concordance").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renumbered {
    /// The paragraph.
    pub id: ParagraphId,
    /// The label that it had.
    pub before: String,
    /// The label that it has; empty when it left the text.
    pub after: String,
    /// Who contributed to it.
    pub contributors: Vec<String>,
    /// Why it moved; may be empty.
    pub reason: String,
}
