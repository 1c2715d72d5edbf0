//! What a file holds. Types of the file's own: a field of the model may be renamed and no file is read differently.
//!
//! Each struct and field is described here, and docs/draft-json.schema.json is made of it.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::hex::Hex;

/// A draft with what was decided on it, and perhaps the record of the decisions.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(title = "Adref draft"))]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    /// Always `adref-draft/1`.
    pub format: String,
    /// The text, with everything that stands in it and beside it.
    pub draft: Draft,
    /// What is decided now. Where there is a record, it is what the record comes to.
    #[serde(default, skip_serializing_if = "Standings::is_empty")]
    pub standings: Standings,
    /// The decisions, in their order; each carries the hash of the one before. May be left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub record: Vec<Entry>,
}

/// One negotiated document.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct Draft {
    /// Identity.
    pub id: Uuid,
    /// Short name: ASCII lower case, digits and hyphens.
    pub slug: String,
    /// Title in the draft's language.
    pub title: String,
    /// BCP 47 tag of the text's language; `und` when nobody knows.
    pub language: String,
    /// Negotiated, or read.
    pub kind: DraftKind,
    /// The heads of the columns, when the source has table form.
    #[serde(default, skip_serializing_if = "Columns::is_empty")]
    pub columns: Columns,
    /// How alternatives are labelled, where the standings say nothing else.
    #[serde(default, skip_serializing_if = "LabelScheme::is_default")]
    pub label_scheme: LabelScheme,
    /// Every paragraph in reading order; what stands under a paragraph follows it.
    pub paragraphs: Vec<Paragraph>,
    /// The register of brackets, by identity.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub brackets: Vec<Bracket>,
    /// The sets of alternatives, by identity.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<AlternativeSet>,
    /// Every statement of a position that was ever made, by identity.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub positions: Vec<Position>,
    /// Proposals to move, split and merge paragraphs, by identity.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub proposals: Vec<Proposal>,
    /// Adjacent brackets that were made one question, by identity.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
}

/// What a document is to the negotiation.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub(super) enum DraftKind {
    /// A text under negotiation.
    Draft,
    /// Read, not negotiated.
    Reference,
}

/// The heads of the columns as the source printed them.
#[derive(Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct Columns {
    /// What the paragraph is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub idea: Option<String>,
    /// The words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Who proposed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

impl Columns {
    fn is_empty(&self) -> bool {
        self.idea.is_none() && self.text.is_none() && self.source.is_none()
    }
}

/// How alternatives are labelled.
#[derive(Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub(super) enum LabelScheme {
    /// `Alt 9`, `Alt 11A`, `Alt 10+11`.
    #[default]
    Alt,
    /// `Option 1`, below it `(a)`, below that `(i)`.
    Option,
    /// The first version keeps the numeral, the others are bis, ter.
    EditorialManual,
}

impl LabelScheme {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// A paragraph.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct Paragraph {
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
pub(super) enum ParagraphKind {
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
pub(super) enum Numeral {
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
pub(super) enum Piece {
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

/// The register of a bracket; its words stand between its two edges.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct Bracket {
    /// Identity.
    pub id: Uuid,
    /// Name of the person who opened it; empty when it came with the source.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub by: String,
    /// In whose name; empty when it came with the source.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub delegation: String,
    /// When, in milliseconds since 1970; 0 when it came with the source.
    #[serde(default, skip_serializing_if = "is_default")]
    pub at: i64,
    /// What the opener wants to become of the words.
    #[serde(default, skip_serializing_if = "Wish::is_default")]
    pub wish: Wish,
    /// Why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// It stands around the whole draft, and has no edges in the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whole: Option<Whole>,
    /// The source printed `［` and `］`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub full_width: bool,
    /// Brackets with the same value are one question in several places.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<String>,
    /// Brackets with the same value stand or fall together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub package: Option<String>,
    /// Lifted by the delegation that opened it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub withdrawn: bool,
    /// The words inside were proposed with it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub inserts: bool,
}

/// Which signs of a bracket around everything the source printed in this draft.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct Whole {
    /// The opening one.
    pub opens: bool,
    /// The closing one.
    pub closes: bool,
}

/// What becomes of the words, if it goes by the opener.
#[derive(Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub(super) enum Wish {
    /// They stay.
    #[default]
    Retain,
    /// They go.
    Delete,
    /// One of the branches is chosen.
    Choose,
}

impl Wish {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// Several versions of one place. The variants are the paragraphs whose `variant_of` names the set.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct AlternativeSet {
    /// Identity.
    pub id: Uuid,
    /// The paragraphs that a variant takes the place of.
    pub base: Vec<Uuid>,
}

/// What a delegation says of a bracket or of alternatives.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct Position {
    /// Identity.
    pub id: Uuid,
    /// What it is about.
    pub subject: Topic,
    /// In whose name.
    pub delegation: String,
    /// Name of the person.
    pub by: String,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// What is said; nothing takes back what was said before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stance: Option<Stance>,
    /// Which branch or version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preference: Option<Preference>,
    /// Why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// Of two statements of a delegation on one subject the one that is greater here holds: the counter first, then the actor.
    pub written: Written,
}

/// What a position is on.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub(super) enum Topic {
    /// A bracket.
    Bracket(Uuid),
    /// A set of alternatives.
    Alternatives(Uuid),
}

/// What is said.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub(super) enum Stance {
    /// The words are to stay.
    Retain,
    /// The words are to go.
    Delete,
    /// Not ready to say.
    Reserve,
    /// Does not stand in the way.
    CanAccept,
}

/// Which of several versions.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) enum Preference {
    /// A branch, of how many.
    Branch {
        /// Counted from 0; left out for "no text".
        #[serde(default, skip_serializing_if = "Option::is_none")]
        branch: Option<u32>,
        /// How many there were.
        of: u32,
    },
    /// A variant of a set of alternatives.
    Version(Uuid),
    /// The base of a set of alternatives.
    Base,
}

/// The order in which statements were made, the same for every reader.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
    /// A counter.
    pub counter: u64,
    /// Who wrote it, in hexadecimal digits.
    #[cfg_attr(test, schemars(with = "String"))]
    pub actor: Hex,
}

/// A proposal to move, split or merge paragraphs.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct Proposal {
    /// Identity.
    pub id: Uuid,
    /// What is proposed.
    pub change: Change,
    /// Name of the person.
    pub by: String,
    /// In whose name.
    pub delegation: String,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// Why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// Taken back.
    #[serde(default, skip_serializing_if = "is_default")]
    pub withdrawn: bool,
}

/// What is proposed.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) enum Change {
    /// A paragraph goes to another place, with what stands under it.
    Move {
        /// The paragraph.
        paragraph: Uuid,
        /// Where.
        to: Target,
    },
    /// A paragraph becomes two, where the piece `split` stands in it.
    Split {
        /// The paragraph.
        paragraph: Uuid,
    },
    /// A paragraph goes on with the words of the next.
    Merge {
        /// The paragraph.
        paragraph: Uuid,
        /// The one whose words follow.
        next: Uuid,
    },
}

/// A place among the paragraphs.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub(super) enum Target {
    /// Behind a paragraph and what stands under it.
    After(Uuid),
    /// First under a paragraph.
    FirstUnder(Uuid),
    /// First of the draft.
    First,
}

/// Adjacent brackets that are branches of one question.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct Choice {
    /// Identity.
    pub id: Uuid,
    /// The brackets, in the order of the text.
    pub brackets: Vec<Uuid>,
    /// Name of the person who joined them.
    pub by: String,
    /// In whose name.
    pub delegation: String,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// Taken apart again.
    #[serde(default, skip_serializing_if = "is_default")]
    pub withdrawn: bool,
}

/// What is decided now; what is not listed is open.
#[derive(Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct Standings {
    /// How far the negotiation is.
    #[serde(default, skip_serializing_if = "Phase::is_default")]
    pub phase: Phase,
    /// Decided brackets.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub brackets: Vec<BracketStanding>,
    /// The words that came in the place of a bracket's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replacements: Vec<Replacement>,
    /// Decided sets of alternatives.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<Chosen>,
    /// Paragraphs that are agreed or suspended.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub paragraphs: Vec<ParagraphStanding>,
    /// Decided proposals, in the order in which they were decided.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub proposals: Vec<ProposalStanding>,
    /// How alternatives are labelled, if that was decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label_scheme: Option<LabelScheme>,
}

impl Standings {
    fn is_empty(&self) -> bool {
        self.phase.is_default()
            && self.brackets.is_empty()
            && self.replacements.is_empty()
            && self.alternatives.is_empty()
            && self.paragraphs.is_empty()
            && self.proposals.is_empty()
            && self.label_scheme.is_none()
    }
}

/// How far the negotiation is.
#[derive(Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub(super) enum Phase {
    /// Members edit freely.
    #[default]
    Drafting,
    /// Words change by bracket only.
    Negotiation,
    /// Nothing changes.
    Closed,
}

impl Phase {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// What became of a bracket.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct BracketStanding {
    /// The bracket.
    pub bracket: Uuid,
    /// What became of it.
    pub state: BracketState,
}

/// What becomes of a bracket.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub(super) enum BracketState {
    /// Not agreed.
    Open,
    /// The words stay.
    Kept,
    /// The words go.
    Deleted,
    /// Lifted by its delegation; the words stay.
    Withdrawn,
    /// Lifted by its delegation; the words go with it.
    Retracted,
    /// The words go, others come.
    Replaced,
    /// One branch stays, counted from 0.
    Branch(u32),
    /// No branch stays.
    NoBranch,
}

/// Words that came in the place of others.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct Replacement {
    /// The bracket whose words went.
    pub bracket: Uuid,
    /// The words that came.
    pub words: String,
}

/// Which version of a set stands.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct Chosen {
    /// The set.
    pub set: Uuid,
    /// The variant; left out for the base.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variant: Option<Uuid>,
}

/// How far a paragraph is.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct ParagraphStanding {
    /// The paragraph.
    pub paragraph: Uuid,
    /// How far.
    pub standing: Standing,
}

/// How far a paragraph is.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub(super) enum Standing {
    /// Left aside.
    Suspended,
    /// Agreed ad referendum.
    AgreedAdRef,
    /// Agreed.
    Agreed,
}

/// What became of a proposal.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct ProposalStanding {
    /// The proposal.
    pub proposal: Uuid,
    /// What became of it.
    pub state: ProposalState,
}

/// What becomes of a proposal.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub(super) enum ProposalState {
    /// Not decided.
    Open,
    /// Taken in.
    Accepted,
    /// Not taken in.
    Rejected,
    /// Taken back.
    Withdrawn,
}

/// One entry of the record.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    /// Place in the record, from 1.
    pub seq: u64,
    /// Identity.
    pub id: Uuid,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// Name of the person who decided.
    pub by: String,
    /// In whose name.
    pub delegation: String,
    /// What was decided.
    pub decision: Decision,
    /// In which meeting.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub meeting: String,
    /// Why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// The hashes of the changes that the text consisted of, the newest ones.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub heads: Vec<String>,
    /// SHA-256 of the entry before, in hexadecimal digits; zeros for the first.
    #[cfg_attr(test, schemars(with = "String"))]
    pub previous: Hex,
    /// SHA-256 of this entry.
    #[cfg_attr(test, schemars(with = "String"))]
    pub hash: Hex,
}

/// A decision of the chair.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) enum Decision {
    /// The words of a bracket stay.
    KeepBracket(Uuid),
    /// The words of a bracket go.
    DeleteBracket(Uuid),
    /// A decided bracket is open again.
    ReopenBracket(Uuid),
    /// One version of a set stands.
    ChooseAlternative(Chosen),
    /// A decided set is open again.
    ReopenAlternative(Uuid),
    /// One branch of a choice stays.
    PickBranch {
        /// The bracket.
        bracket: Uuid,
        /// Counted from 0; left out for "no text".
        #[serde(default, skip_serializing_if = "Option::is_none")]
        branch: Option<u32>,
        /// How many there were.
        of: u32,
    },
    /// Several decisions taken as one.
    Package(Vec<Decision>),
    /// The words of a bracket go, others come.
    ReplaceBracket(Replacement),
    /// A paragraph is agreed ad referendum.
    AgreeAdRef(Uuid),
    /// A paragraph is agreed.
    Agree(Uuid),
    /// A paragraph is left aside.
    Suspend(Uuid),
    /// A paragraph is open again.
    ReopenParagraph(Uuid),
    /// The negotiation enters another phase.
    SetPhase(Phase),
    /// A proposal is taken in.
    AcceptProposal(Uuid),
    /// A proposal is not taken in.
    RejectProposal(Uuid),
    /// A decided proposal is open again.
    ReopenProposal(Uuid),
    /// How alternatives are labelled from now on.
    SetLabelScheme(LabelScheme),
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
