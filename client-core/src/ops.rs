//! What a person does to the text: one type per act, each with a `check` that answers whether it would apply and an
//! `apply` that does it. The page, the terminal client and the simulator act through these alone.

mod add_note;
mod erase_lines;
mod join_choice;
mod offer_instead;
mod open_bracket;
mod part_choice;
mod parts;
mod propose;
mod propose_paragraph;
mod propose_row;
mod propose_words;
mod splice;
mod split_branches;
mod spots;
mod take_position;
mod withdraw_bracket;
mod withdraw_note;

use crate::{
    model::{BracketId, DraftKind, ParagraphId, Permission, Person, Phase, Standings, Timestamp, Wish},
    schema::{BracketOpening, Document, Element, SchemaError, elements},
};

pub use add_note::AddNote;
pub use erase_lines::EraseLines;
pub use join_choice::JoinChoice;
pub use offer_instead::OfferInstead;
pub use open_bracket::{OpenBracket, whole};
pub use part_choice::PartChoice;
pub use propose::{Propose, Proposed, WithdrawProposal};
pub(crate) use propose_paragraph::is_placed;
pub use propose_paragraph::{MAX_BASE, Place, ProposeParagraph};
pub(crate) use propose_row::MAX_CELLS;
pub use propose_row::ProposeRow;
pub use propose_words::ProposeWords;
pub use splice::Splice;
pub use split_branches::SplitBranches;
pub(crate) use spots::{Facts, Spot, spots};
pub use take_position::TakePosition;
pub use withdraw_bracket::WithdrawBracket;
pub use withdraw_note::WithdrawNote;

/// The longest piece of text that one act inserts, and the longest that it deletes, in code points.
pub const MAX_INSERT: usize = 20_000;

/// The most lines that one act draws between branches.
pub const MAX_LINES: usize = 32;

/// The longest reason, in code points.
pub const MAX_REASON: usize = 2_000;

/// An act of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Insert, delete or replace words.
    Splice(Splice),
    /// Open a bracket.
    OpenBracket(OpenBracket),
    /// Lift a bracket that one opened oneself.
    WithdrawBracket(WithdrawBracket),
    /// Make a bracket a choice.
    SplitBranches(SplitBranches),
    /// Change words as a negotiation allows: by bracket where they are not one's own proposal.
    ProposeWords(ProposeWords),
    /// Say what one's delegation says of a bracket or of alternatives.
    TakePosition(TakePosition),
    /// Propose a paragraph, a sub-item or an alternative.
    ProposeParagraph(ProposeParagraph),
    /// Propose a row of a table.
    ProposeRow(ProposeRow),
    /// Propose to move, split or merge.
    Propose(Propose),
    /// Take back a proposal of one's own.
    WithdrawProposal(WithdrawProposal),
    /// Add a footnote.
    AddNote(AddNote),
    /// Make adjacent brackets one question.
    JoinChoice(JoinChoice),
    /// Say which words a bracket is an alternative to.
    OfferInstead(OfferInstead),
    /// Take a question apart that one's own delegation made.
    PartChoice(PartChoice),
    /// Take lines between branches back that one's own delegation drew.
    EraseLines(EraseLines),
    /// Take a footnote of one's own delegation back, or put it there again.
    WithdrawNote(WithdrawNote),
}

impl Act {
    /// How many characters it writes and deletes at most, in code points.
    pub(crate) fn length(&self) -> usize {
        match self {
            Self::Splice(splice) => splice.size(),
            Self::ProposeWords(act) => act.delete.saturating_add(act.insert.chars().count()),
            Self::ProposeParagraph(act) => act.words.chars().count(),
            Self::AddNote(act) => act.words.chars().count(),
            Self::ProposeRow(act) => act.cells.iter().map(|(_, words)| words.chars().count()).sum(),
            Self::OpenBracket(_)
            | Self::WithdrawBracket(_)
            | Self::SplitBranches(_)
            | Self::TakePosition(_)
            | Self::Propose(_)
            | Self::WithdrawProposal(_)
            | Self::JoinChoice(_)
            | Self::OfferInstead(_)
            | Self::PartChoice(_)
            | Self::EraseLines(_)
            | Self::WithdrawNote(_) => 0,
        }
    }
}

/// In what circumstances an act is done.
#[derive(Clone, Copy, Debug)]
pub struct Circumstances<'a> {
    /// Who acts.
    pub person: &'a Person,
    /// What the chair has decided.
    pub standings: &'a Standings,
    /// When.
    pub now: Timestamp,
}

impl Circumstances<'_> {
    /// The register of a bracket that this person opens now.
    fn opening(self, id: BracketId, wish: Wish, reason: &str, inserts: bool) -> BracketOpening {
        BracketOpening {
            id,
            by: self.person.name.clone(),
            delegation: self.person.delegation.0.clone(),
            at: self.now,
            wish,
            reason: reason.trim().to_owned(),
            inserts,
        }
    }
}

/// Why an act does not apply.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The role does not include it.
    #[error("{0} may not change the text")]
    NotAllowed(&'static str),
    /// The document is a reference.
    #[error("a reference document is read, not negotiated")]
    NotNegotiated,
    /// The paragraph is not in this draft.
    #[error("the paragraph is not in this draft")]
    NoParagraph,
    /// The bracket is not in this draft.
    #[error("the bracket is not in this draft")]
    NoBracket,
    /// The place lies outside the paragraph.
    #[error("place {at} lies outside the paragraph of {length} characters")]
    OutOfRange {
        /// The place asked for, in code points.
        at: usize,
        /// The paragraph's length, in code points.
        length: usize,
    },
    /// The text holds a bracket sign: brackets are opened, not typed as characters.
    #[error("a square bracket is opened around words, not written as a character")]
    BracketSign,
    /// The text holds a character that no paragraph can hold.
    #[error("the text holds a control character or a line break")]
    ControlCharacter,
    /// The text or the reason is too long.
    #[error("the text has {length} characters, more than the {limit} allowed")]
    TooLong {
        /// Its length.
        length: usize,
        /// The limit.
        limit: usize,
    },
    /// The bracket would close before it opens.
    #[error("the bracket would close before it opens")]
    Backwards,
    /// The words stand in a bracket that was decided to go.
    #[error("these words were deleted by a decision of the chair")]
    Decided,
    /// The bracket belongs to another delegation.
    #[error("only the delegation that opened a bracket can withdraw it")]
    NotYours,
    /// The bracket is decided or withdrawn.
    #[error("the bracket is not open any more")]
    Settled,
    /// A line between branches would stand outside its bracket.
    #[error("a line between branches stands inside its bracket")]
    OutsideBracket,
    /// The paragraph only holds others.
    #[error("a table has no words of its own: choose a cell")]
    NoWords,
    /// The paragraph is agreed.
    #[error("this paragraph is agreed")]
    Agreed,
    /// In a negotiation words change by bracket.
    #[error("in a negotiation words change only by bracket")]
    ByBracketOnly,
    /// The negotiation of the draft is closed.
    #[error("the negotiation of this draft is closed")]
    Closed,
    /// No paragraph can stand at the place.
    #[error("a paragraph cannot stand there")]
    NoPlace,
    /// The paragraph is a version of alternatives that are not decided.
    #[error("the paragraph is one of several versions")]
    InAlternatives,
    /// A paragraph would stand under itself.
    #[error("a paragraph cannot stand under itself")]
    Circle,
    /// One part of a split would have no words.
    #[error("there are no words on one side of the place")]
    NothingToSplit,
    /// The two paragraphs do not follow one another.
    #[error("only a paragraph and the next one can be merged")]
    NotNeighbours,
    /// The proposal is not in this draft.
    #[error("the proposal is not in this draft")]
    NoProposal,
    /// The document could not take it.
    #[error("the document could not take it: {0}")]
    Document(String),
    /// Who acts speaks for no delegation.
    #[error("a position is taken in the name of a delegation")]
    NoDelegation,
    /// The set of alternatives is not in this draft.
    #[error("the alternatives are not in this draft")]
    NoAlternatives,
    /// There is no position to take back.
    #[error("the delegation has taken no position on this")]
    NothingSaid,
    /// The branch or version that a position names is not there.
    #[error("there is no such branch or version to take a position on")]
    NotAVersion,
    /// Others have come to support the bracket.
    #[error("others support this bracket: {}", .0.join(", "))]
    Supported(Vec<String>),
    /// A footnote would be called from a footnote.
    #[error("a footnote has no footnotes")]
    NoteInNote,
    /// Brackets do not stand side by side.
    #[error("the brackets do not stand side by side")]
    NotAdjacent,
    /// A bracket is a branch of one question with others.
    #[error("the bracket is one question with those beside it")]
    Joined,
    /// Brackets stand or fall together.
    #[error("the brackets stand or fall together")]
    Correlated,
    /// There are no words right before a bracket that begins with a slash.
    #[error("an alternative begins with a slash, right behind the words that it is for")]
    NotBefore,
    /// The role does not include positions.
    #[error("{0} takes no position")]
    NoPosition(&'static str),
    /// The question that is to be taken apart is not in this draft.
    #[error("the question is not in this draft")]
    NoChoice,
    /// One's own delegation drew no line in the bracket that it could take back.
    #[error("the delegation drew no line in this bracket")]
    NoLines,
    /// Others have come to prefer one of the branches.
    #[error("others prefer one of these branches: {}", .0.join(", "))]
    Preferred(Vec<String>),
    /// Others have written in the footnote.
    #[error("there are words or brackets in this footnote")]
    NotEmpty,
}

impl Refusal {
    /// A stable name for the reason.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotAllowed(_) => "not-allowed",
            Self::NotNegotiated => "not-negotiated",
            Self::NoParagraph => "no-paragraph",
            Self::NoBracket => "no-bracket",
            Self::OutOfRange { .. } => "out-of-range",
            Self::BracketSign => "bracket-sign",
            Self::ControlCharacter => "control-character",
            Self::TooLong { .. } => "too-long",
            Self::Backwards => "backwards",
            Self::Decided => "decided",
            Self::NotYours => "not-yours",
            Self::Settled => "settled",
            Self::OutsideBracket => "outside-bracket",
            Self::NoWords => "no-words",
            Self::Agreed => "agreed",
            Self::ByBracketOnly => "by-bracket-only",
            Self::Closed => "closed",
            Self::NoPlace => "no-place",
            Self::InAlternatives => "in-alternatives",
            Self::Circle => "circle",
            Self::NothingToSplit => "nothing-to-split",
            Self::NotNeighbours => "not-neighbours",
            Self::NoProposal => "no-proposal",
            Self::Document(_) => "document",
            Self::NoDelegation => "no-delegation",
            Self::NoAlternatives => "no-alternatives",
            Self::NothingSaid => "nothing-said",
            Self::NotAVersion => "not-a-version",
            Self::Supported(_) => "supported",
            Self::NoteInNote => "note-in-note",
            Self::NotAdjacent => "not-adjacent",
            Self::Joined => "joined",
            Self::Correlated => "correlated",
            Self::NotBefore => "not-before",
            Self::NoPosition(_) => "no-position",
            Self::NoChoice => "no-choice",
            Self::NoLines => "no-lines",
            Self::Preferred(_) => "preferred",
            Self::NotEmpty => "not-empty",
        }
    }

    /// The next step.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::NotAllowed(_) | Self::NoPosition(_) => {
                "Ask the secretariat: it depends on your link and on the role of your delegation."
            }
            Self::NotNegotiated => "Propose the words in a draft.",
            Self::NoParagraph | Self::NoBracket | Self::OutOfRange { .. } | Self::Document(_) => {
                "Reload the draft and try again."
            }
            Self::BracketSign => "Select the words and choose Bracket.",
            Self::ControlCharacter => "Write it again without line breaks and special characters.",
            Self::TooLong { .. } => "Do it in parts.",
            Self::Backwards => "Select the words from their beginning to their end.",
            Self::Decided | Self::Settled => "Ask the chair to reopen the bracket.",
            Self::OutsideBracket => "Choose places between the edges of the bracket.",
            Self::NotYours => "Ask the delegation that opened it, or the chair.",
            Self::NoWords => "Choose a cell of the table.",
            Self::Agreed => "Ask the chair to reopen the paragraph.",
            Self::ByBracketOnly => "Propose the change in a bracket.",
            Self::Closed => "Ask the chair.",
            Self::NoDelegation => "Join again, and name the delegation that you speak for.",
            Self::NoAlternatives => "Reload the draft and try again.",
            Self::NothingSaid => "Look at the list of positions: it may have been taken back already.",
            Self::NotAVersion => "Look at the branches or versions again and name one.",
            Self::Supported(_) => "Ask these delegations to take their support back, or the chair to decide.",
            Self::NoPlace => "Choose a paragraph outside tables and notes.",
            Self::InAlternatives => "Wait until the chair has chosen between the versions.",
            Self::Circle => "Choose a place outside the paragraph.",
            Self::NothingToSplit => "Put the caret between words of the paragraph.",
            Self::NotNeighbours => "Propose to move one of them first.",
            Self::NoProposal => "Reload the draft and try again.",
            Self::NoteInNote => "Choose a place in the text.",
            Self::NotAdjacent => "Choose brackets with nothing but spaces between them.",
            Self::Joined => "It is decided with the others: ask the chair.",
            Self::Correlated => "Of such brackets none goes without the others: leave them as they are.",
            Self::NotBefore => "Choose words between the last sign and the bracket.",
            Self::NoChoice => "Reload the draft and try again.",
            Self::NoLines => "Ask the delegation that drew it, or the chair.",
            Self::Preferred(_) => "Ask these delegations to take their position back, or the chair to decide.",
            Self::NotEmpty => "Put a bracket around its call, with the wish to delete.",
        }
    }
}

impl From<SchemaError> for Refusal {
    fn from(error: SchemaError) -> Self {
        Self::Document(error.to_string())
    }
}

impl Act {
    /// The act's name, kept as the message of its change.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Splice(_) => "edit",
            Self::OpenBracket(_) => "open bracket",
            Self::WithdrawBracket(_) => "withdraw bracket",
            Self::SplitBranches(_) => "make a choice",
            Self::ProposeWords(_) => "propose",
            Self::TakePosition(_) => "take a position",
            Self::ProposeParagraph(_) => "propose a paragraph",
            Self::ProposeRow(_) => "propose a row",
            Self::Propose(_) => "propose",
            Self::WithdrawProposal(_) => "withdraw a proposal",
            Self::AddNote(_) => "add note",
            Self::JoinChoice(_) => "join choice",
            Self::OfferInstead(_) => "offer instead",
            Self::PartChoice(_) => "part choice",
            Self::EraseLines(_) => "erase lines",
            Self::WithdrawNote(WithdrawNote { withdrawn: true, .. }) => "withdraw note",
            Self::WithdrawNote(_) => "restore note",
        }
    }

    /// Whether the act would apply now.
    ///
    /// # Errors
    /// The reason why not.
    pub fn check(&self, document: &Document, circumstances: Circumstances<'_>) -> Result<(), Refusal> {
        if !circumstances.person.role.may(Permission::Edit) {
            return Err(Refusal::NotAllowed(circumstances.person.role.name()));
        }
        if document.kind()? == DraftKind::Reference {
            return Err(Refusal::NotNegotiated);
        }
        if circumstances.standings.phase == Phase::Closed {
            return Err(Refusal::Closed);
        }
        match self {
            Self::Splice(act) => act.check(document, circumstances),
            Self::OpenBracket(act) => act.check(document, circumstances),
            Self::WithdrawBracket(act) => act.check(document, circumstances),
            Self::SplitBranches(act) => act.check(document, circumstances),
            Self::ProposeWords(act) => act.check(document, circumstances),
            Self::TakePosition(act) => act.check(document, circumstances),
            Self::ProposeParagraph(act) => act.check(document, circumstances),
            Self::ProposeRow(act) => act.check(document),
            Self::Propose(act) => act.check(document, circumstances),
            Self::WithdrawProposal(act) => act.check(document, circumstances),
            Self::AddNote(act) => act.check(document, circumstances),
            Self::JoinChoice(act) => act.check(document, circumstances),
            Self::OfferInstead(act) => act.check(document, circumstances),
            Self::PartChoice(act) => act.check(document, circumstances),
            Self::EraseLines(act) => act.check(document, circumstances),
            Self::WithdrawNote(act) => act.check(document, circumstances),
        }
    }

    /// Does it, after [`Act::check`]; the edits are pending until [`Document::commit`].
    ///
    /// # Errors
    /// The reason why it does not apply; then nothing has changed.
    pub fn apply(
        &self,
        document: &mut Document,
        circumstances: Circumstances<'_>,
    ) -> Result<Vec<ParagraphId>, Refusal> {
        self.check(document, circumstances)?;
        match self {
            Self::Splice(act) => act.apply(document),
            Self::OpenBracket(act) => act.apply(document, circumstances),
            Self::WithdrawBracket(act) => act.apply(document, circumstances),
            Self::SplitBranches(act) => act.apply(document, circumstances),
            Self::ProposeWords(act) => act.apply(document, circumstances),
            Self::TakePosition(act) => act.apply(document, circumstances),
            Self::ProposeParagraph(act) => act.apply(document, circumstances),
            Self::ProposeRow(act) => act.apply(document, circumstances),
            Self::Propose(act) => act.apply(document, circumstances),
            Self::WithdrawProposal(act) => act.apply(document),
            Self::AddNote(act) => act.apply(document, circumstances),
            Self::JoinChoice(act) => act.apply(document, circumstances),
            Self::OfferInstead(act) => act.apply(document, circumstances),
            Self::PartChoice(act) => act.apply(document),
            Self::EraseLines(act) => act.apply(document, circumstances),
            Self::WithdrawNote(act) => act.apply(document),
        }
    }
}

/// The units of a paragraph that has words.
fn units(document: &Document, paragraph: ParagraphId) -> Result<Vec<Element>, Refusal> {
    document.content(paragraph).map(|content| elements(&content)).ok_or(Refusal::NoParagraph)
}

/// Refuses a place behind the end.
fn within(at: usize, length: usize) -> Result<(), Refusal> {
    if at > length { Err(Refusal::OutOfRange { at, length }) } else { Ok(()) }
}

/// Refuses text that is too long.
fn short(text: &str, limit: usize) -> Result<(), Refusal> {
    let length = text.chars().count();
    if length > limit { Err(Refusal::TooLong { length, limit }) } else { Ok(()) }
}

/// Whether a reason can stand in the document, which the gate asks too: not longer than [`MAX_REASON`] code points, and of what
/// nobody sees only ends of lines.
pub(crate) fn check_reason(reason: &str) -> Result<(), Refusal> {
    short(reason, MAX_REASON)?;
    let unseen = reason.chars().any(|c| c != '\n' && is_forbidden(c));
    if unseen { Err(Refusal::ControlCharacter) } else { Ok(()) }
}

/// The signs that are brackets to a reader, full-width ones included.
pub fn is_bracket_sign(c: char) -> bool {
    matches!(c, '[' | ']' | '［' | '］')
}

/// A character that text within a paragraph cannot hold: controls, line and paragraph separators, the object
/// replacement character (an anchor's shadow) and the marks that reorder what stands around them.
pub fn is_forbidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{fffc}' | '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A sign that divides branches where a person says so; full-width included.
pub fn is_slash(c: char) -> bool {
    matches!(c, '/' | '／')
}

/// What holds at each place of a paragraph for the delegation of the person who acts; see [`spots()`].
fn spots_of(document: &Document, units: &[Element], circumstances: Circumstances<'_>) -> Vec<Spot> {
    let Circumstances { person, standings, .. } = circumstances;
    let facts = |id| {
        let bracket = document.bracket(id)?;
        let own = !bracket.delegation.is_empty() && bracket.delegation == person.delegation.0;
        Some(Facts { state: standings.of(&bracket), inserts: bracket.inserts, wish: bracket.wish, own })
    };
    spots(units, &[], facts)
}

/// Whether a place lies among words that were decided away: in a bracket that was decided to go, or in a branch that was
/// not picked. Looks at this paragraph alone: words of such a bracket in its other paragraphs are not shown, so nobody
/// points into them.
fn deleted_at(document: &Document, units: &[Element], at: usize, circumstances: Circumstances<'_>) -> bool {
    spots_of(document, units, circumstances).get(at).is_some_and(|spot| spot.hidden.is_some())
}

/// Whether words hold no bracket and nothing that a text within a paragraph cannot hold.
fn check_signs(words: &str) -> Result<(), Refusal> {
    if words.chars().any(is_bracket_sign) {
        return Err(Refusal::BracketSign);
    }
    if words.chars().any(is_forbidden) { Err(Refusal::ControlCharacter) } else { Ok(()) }
}

/// What words may be replaced by what, whoever proposed them. Answers the spots of the paragraph.
fn check_splice(
    document: &Document,
    circumstances: Circumstances<'_>,
    paragraph: ParagraphId,
    at: usize,
    delete: usize,
    insert: &str,
) -> Result<Vec<Spot>, Refusal> {
    let paragraph = document.paragraph(paragraph).ok_or(Refusal::NoParagraph)?;
    let units = elements(&paragraph.content);
    within(at, units.len())?;
    within(at.saturating_add(delete), units.len())?;
    short(insert, MAX_INSERT)?;
    if delete > MAX_INSERT {
        return Err(Refusal::TooLong { length: delete, limit: MAX_INSERT });
    }
    check_signs(insert)?;
    if paragraph.kind.is_container() {
        return Err(Refusal::NoWords);
    }
    not_agreed(circumstances.standings, paragraph.id)?;
    let spots = spots_of(document, &units, circumstances);
    if spots.get(at).is_some_and(|spot| spot.hidden.is_some()) { Err(Refusal::Decided) } else { Ok(spots) }
}

/// Refuses a change of an agreed paragraph.
fn not_agreed(standings: &Standings, paragraph: ParagraphId) -> Result<(), Refusal> {
    if standings.is_agreed(paragraph) { Err(Refusal::Agreed) } else { Ok(()) }
}

/// Whether a splice needs no bracket: outside a negotiation, and where it changes nothing but what the delegation of the
/// person itself proposed. Offsets in code points.
///
/// # Errors
/// Why the words cannot be changed at all.
pub fn is_free(
    document: &Document,
    circumstances: Circumstances<'_>,
    paragraph: ParagraphId,
    at: usize,
    delete: usize,
) -> Result<bool, Refusal> {
    let spots = check_splice(document, circumstances, paragraph, at, delete, "")?;
    Ok(changes_own_words_only(&units(document, paragraph)?, &spots, at, delete)
        || circumstances.standings.phase == Phase::Drafting)
}

fn changes_own_words_only(units: &[Element], spots: &[Spot], at: usize, delete: usize) -> bool {
    let own = |at: usize| spots.get(at).is_some_and(|spot| spot.proposal.is_some());
    let mut words = (at..at + delete).filter(|at| matches!(units.get(*at), Some(Element::Char(..))));
    own(at) && words.all(own)
}
