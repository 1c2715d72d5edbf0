//! What a page or a terminal shows of a draft: the model with labels, depths and standings worked out, ready to be
//! written as JSON (camel case). Offsets in text are implied by the pieces; see [`crate::model::Inline`].

mod build;
mod directory;
mod positions;
mod proposals;
mod threads;

use serde::Serialize;

pub use build::{Surroundings, draft, state, wish};
pub use directory::{DelegationView, read_directory, write_directory};
pub use positions::{
    PositionColumn, PositionsView, SubjectPositions, VoiceView, named, positions, prefers, subject_named,
};
pub use threads::{CommentPlaceView, CommentView, ThreadView, audience, threads};

/// A whole draft.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "describe", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct DraftView {
    /// Identity.
    pub id: String,
    /// Short name for addresses.
    pub slug: String,
    /// Title.
    pub title: String,
    /// BCP 47 tag of the text.
    pub language: String,
    /// `draft` or `reference`.
    pub kind: &'static str,
    /// Heads of the columns; `None` where the draft has no such column.
    pub columns: ColumnsView,
    /// Every paragraph, in reading order.
    pub paragraphs: Vec<ParagraphView>,
    /// Every bracket, by its first place in the text.
    pub brackets: Vec<BracketView>,
    /// Every set of alternatives, in reading order.
    pub alternatives: Vec<AlternativeView>,
    /// `drafting`, `negotiation`, `closed`.
    pub phase: &'static str,
    /// How many matters are open: undecided brackets, sets and placeholders.
    pub open: OpenMatters,
    /// Every proposal to move, split or merge, the newest first.
    pub proposals: Vec<ProposalView>,
    /// How alternatives are labelled: `alt`, `option`, `editorial-manual`.
    pub label_scheme: &'static str,
}

/// Heads of the three columns as the source printed them.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "describe", derive(utoipa::ToSchema))]
pub struct ColumnsView {
    /// What the paragraph is about.
    pub idea: Option<String>,
    /// The words.
    pub text: Option<String>,
    /// Who proposed it.
    pub source: Option<String>,
}

/// How many matters are open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "describe", derive(utoipa::ToSchema))]
pub struct OpenMatters {
    /// Brackets without a decision.
    pub brackets: usize,
    /// Sets of alternatives without a decision.
    pub alternatives: usize,
    /// Placeholders.
    pub placeholders: usize,
    /// Proposals to move, split or merge without a decision.
    pub proposals: usize,
}

/// One paragraph.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "describe", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ParagraphView {
    /// Identity.
    pub id: String,
    /// `title`, `front`, `heading`, `preambular`, `operative`, `subItem`, `bullet`, `placeholder`, `table`, `headRow`,
    /// `row`, `cell`, `note`.
    pub kind: &'static str,
    /// The paragraph it stands under.
    pub parent: Option<String>,
    /// How many parents it has.
    pub depth: usize,
    /// Depth of a heading, from 1; 0 elsewhere.
    pub level: u8,
    /// Computed label: `9.`, `9 bis.`, `Alt 10+11`, `a.`, `•`, `*`.
    pub label: Option<String>,
    /// Left column; at the first paragraph of its group.
    pub idea: Option<String>,
    /// Right column.
    pub sources: Vec<String>,
    /// The set of which this is a variant.
    pub variant_of: Option<String>,
    /// The sets of whose base this is part.
    pub base_of: Vec<String>,
    /// `open`: in no decided set; `chosen`; `moot`: another version was chosen; `gone`: it was proposed and not taken in.
    pub standing: &'static str,
    /// `suspended`, `agreed-ad-ref`, `agreed`, or `None` while it is open.
    pub agreement: Option<&'static str>,
    /// Words and anchors.
    pub content: Vec<PieceView>,
    /// The bracket in which a delegation proposed the whole paragraph.
    pub added_in: Option<String>,
    /// The paragraph that goes on with these words, under an accepted merge.
    pub joined_to: Option<String>,
}

/// A question that somebody made of adjacent brackets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "describe", derive(utoipa::ToSchema))]
pub struct QuestionView {
    /// Identity.
    pub id: String,
    /// Name of the person who joined them.
    pub by: String,
    /// In whose name: that delegation may take it apart again while nothing of it is decided.
    pub delegation: String,
}

/// A piece of a paragraph.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "describe", derive(utoipa::ToSchema))]
#[serde(tag = "t", rename_all = "camelCase")]
pub enum PieceView {
    /// Words of one style.
    Text {
        /// The words.
        s: String,
        /// Bold.
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        b: bool,
        /// Italic.
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        i: bool,
        /// Underlined.
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        u: bool,
    },
    /// The opening edge of a bracket.
    Open {
        /// The bracket.
        id: String,
    },
    /// The closing edge of a bracket.
    Close {
        /// The bracket.
        id: String,
    },
    /// The line between branches.
    Or {
        /// The bracket.
        id: String,
    },
    /// A footnote call.
    Note {
        /// The note's paragraph.
        id: String,
        /// Its sign, such as `*`; empty for a note that was taken back.
        sign: String,
    },
    /// Where a proposal splits the paragraph.
    Split {
        /// The proposal.
        id: String,
        /// `open`, `accepted`, `rejected`, `withdrawn`.
        state: &'static str,
        /// The label of the second part, once accepted.
        label: Option<String>,
        /// The identity of the second part, once accepted: it has a life of its own.
        #[serde(skip_serializing_if = "Option::is_none")]
        second: Option<String>,
    },
    /// A line between branches that was taken back: it counts one and shows nothing.
    Erased {
        /// The bracket.
        id: String,
    },
}

/// One bracket.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "describe", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct BracketView {
    /// Identity.
    pub id: String,
    /// Ordinal for people, from 1, by first place in the text.
    pub number: usize,
    /// Who opened it; empty when it came with the source.
    pub opened_by: String,
    /// In whose name; empty when it came with the source.
    pub delegation: String,
    /// When; 0 when it came with the source.
    pub opened_at: i64,
    /// `retain`, `delete`, `choose`.
    pub wish: &'static str,
    /// Why.
    pub reason: String,
    /// Whether the words inside were proposed with the bracket.
    pub inserts: bool,
    /// `open`, `kept`, `deleted`, `withdrawn`, `picked`, `retracted`, `replaced`.
    pub state: &'static str,
    /// The branch that was picked, counted from 0; `None` when "no text" was, and while none is.
    pub picked: Option<u32>,
    /// The words that came in the place of those of the bracket; `None` unless it was replaced.
    pub replacement: Option<String>,
    /// Nesting depth, from 1 for the outermost; a bracket around the whole draft counts.
    pub depth: usize,
    /// Whether it stands around the whole draft.
    pub whole_draft: bool,
    /// The paragraph of the opening edge; `None` for the whole draft.
    pub paragraph: Option<String>,
    /// The label of that paragraph, or of the nearest one before it that has one.
    pub place: String,
    /// The words between the edges, without signs; nested ones included, `/` between the branches of a choice.
    pub words: String,
    /// The words of each branch; one for a bracket that is no choice.
    pub branches: Vec<String>,
    /// Brackets that carry the same question, this one not included.
    pub linked: Vec<String>,
    /// Brackets that stand or fall with this one, this one not included.
    pub correlated: Vec<String>,
    /// The brackets of the question of which this one is a branch, this one included, in the order of the text; empty when it
    /// is a question of its own.
    pub joined: Vec<String>,
    /// What a person may make of it and of what stands beside it: to be offered, never assumed.
    pub offers: Vec<OfferView>,
    /// The question of which it is a branch.
    pub question: Option<QuestionView>,
}

/// What a person may make of a bracket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "describe", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum OfferView {
    /// `[a][b][c]` as one question.
    Join {
        /// The brackets, in the order of the text.
        brackets: Vec<String>,
    },
    /// `a[/b]` as a choice between the two.
    Instead {
        /// The words that end where the bracket begins, as they are proposed; the person may take more or fewer.
        words: String,
    },
}

/// One set of alternatives.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "describe", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct AlternativeView {
    /// Identity.
    pub id: String,
    /// The labels of the base, joined: `10+11`.
    pub label: String,
    /// The run that a variant replaces.
    pub base: Vec<String>,
    /// The variants, in reading order.
    pub variants: Vec<String>,
    /// `open` or `decided`.
    pub state: &'static str,
    /// What was chosen: `base`, a paragraph, or `None` while open.
    pub chosen: Option<String>,
}

/// One proposal to move, split or merge.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "describe", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ProposalView {
    /// Identity.
    pub id: String,
    /// `move`, `split`, `merge`.
    pub kind: &'static str,
    /// The paragraph that it is about.
    pub paragraph: String,
    /// The label of that paragraph, or of the nearest one before it that has one.
    pub place: String,
    /// Who proposed it.
    pub by: String,
    /// In whose name.
    pub delegation: String,
    /// When.
    pub at: i64,
    /// Why.
    pub reason: String,
    /// `open`, `accepted`, `rejected`, `withdrawn`.
    pub state: &'static str,
    /// While it is open: the paragraphs concerned and their neighbours as they read now.
    pub now: Vec<LineView>,
    /// While it is open: the same as they would read if it were accepted.
    pub then: Vec<LineView>,
}

/// A paragraph in a preview.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "describe", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct LineView {
    /// Label.
    pub label: Option<String>,
    /// Words.
    pub words: String,
    /// Whether the proposal is about it, and not about a neighbour.
    pub concerned: bool,
}
