use super::{AlternativeSetId, BracketId, Inline, ParagraphId, numbering::Suffix};

/// What a paragraph is in the draft (domain.md, "Words").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ParagraphKind {
    /// The title of the document or of an annex.
    Title,
    /// A line of the front matter: a date, a symbol, a list of annexes.
    Front,
    /// The heading of a chapter or section; `level` says how deep.
    Heading,
    /// A preambular paragraph (PP).
    Preambular,
    /// An operative or numbered paragraph (OP); unnumbered ones have no numeral.
    Operative,
    /// A lettered sub-item: `(a)`, `a.`.
    SubItem,
    /// A bullet.
    Bullet,
    /// A topic placeholder: the subject is named, the words are still to come.
    Placeholder,
    /// A table. Holds rows, has no words.
    Table,
    /// The head row of a table. Holds cells, has no words.
    HeadRow,
    /// A row of a table. Holds cells, has no words.
    Row,
    /// A cell of a table; bullets may stand under it.
    Cell,
    /// A footnote; `marker` is its sign (`*`, `+`).
    Note,
}

impl ParagraphKind {
    /// Whether the paragraph only holds others and has no words of its own.
    pub fn is_container(self) -> bool {
        matches!(self, Self::Table | Self::HeadRow | Self::Row)
    }
}

/// The number that a paragraph was given. Once given it does not move during negotiation (domain.md, "Numbers"); the
/// printed label is computed from it by [`super::numbering`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Numeral {
    /// `9`, `9 bis`.
    Number {
        /// The number.
        number: u32,
        /// `bis`, `ter`, … for a paragraph that was added after it.
        suffix: Suffix,
    },
    /// `a.`, counted from 1 = `a`.
    Letter(u32),
    /// A number of a chapter or a table row that is not computed: `第一章`, `C1`, `B`.
    Named(String),
    /// A number given between two others: `-1` before 1, `1 -bis` between 1 and 1 bis, `a bis` between a and b.
    Between {
        /// Whether `number` counts letters, from 1 = `a`.
        letter: bool,
        /// The number.
        number: u32,
        /// `bis`, `ter`, …
        suffix: Suffix,
        /// Whether it stands before what it names, and not behind.
        before: bool,
    },
}

/// A unit of negotiation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// Identity; never shown.
    pub id: ParagraphId,
    /// What the paragraph is.
    pub kind: ParagraphKind,
    /// The paragraph that it stands under: sub-item under its chapeau, cell under its row, bullet under its cell.
    pub parent: Option<ParagraphId>,
    /// Depth of a heading, from 1; 0 elsewhere.
    pub level: u8,
    /// The number that it was given.
    pub numeral: Option<Numeral>,
    /// The marker as the source printed it (`8．`, `备选10+11：`, `•`, `*`). Kept so that nothing of the source is lost;
    /// the label that people see is computed.
    pub marker: Option<String>,
    /// The left column: what the paragraph is about. Stands at the first paragraph of its group.
    pub idea: Option<String>,
    /// The right column: who proposed it. Each entry is one source as printed.
    pub sources: Vec<String>,
    /// The set of alternatives of which this paragraph is a variant (not the base).
    pub variant_of: Option<AlternativeSetId>,
    /// The bracket in which a delegation proposed the whole paragraph; `None` when it came with the source.
    pub added_in: Option<BracketId>,
    /// The paragraph of which this is the second part, under an accepted split; never stored.
    pub second_of: Option<ParagraphId>,
    /// The words and the anchors.
    pub content: Vec<Inline>,
    /// In whose name a footnote was added; empty when it came with the source, and for other paragraphs.
    pub delegation: String,
    /// A footnote that the delegation took back which added it; see [`super::Draft::is_taken_back`].
    pub withdrawn: bool,
}

impl Paragraph {
    /// An empty paragraph of a kind.
    pub fn new(id: ParagraphId, kind: ParagraphKind) -> Self {
        Self {
            id,
            kind,
            parent: None,
            level: 0,
            numeral: None,
            marker: None,
            idea: None,
            sources: Vec::new(),
            variant_of: None,
            added_in: None,
            second_of: None,
            content: Vec::new(),
            delegation: String::new(),
            withdrawn: false,
        }
    }
}
