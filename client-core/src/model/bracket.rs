use super::{BracketId, Timestamp};

/// What the one who opened a bracket wants to become of its words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Wish {
    /// The words are to stay.
    #[default]
    Retain,
    /// The words are to go: agreed words never vanish silently, they are bracketed with this wish.
    Delete,
    /// One of the branches is to be chosen.
    Choose,
}

/// Where a bracket stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Extent {
    /// Between its two anchors, in one paragraph or across several.
    #[default]
    Anchored,
    /// Around the whole draft. `opens` and `closes` say which of its two signs the source printed in this draft: one
    /// bracket may enclose several annexes (domain.md, "the whole document").
    Draft {
        /// The source printed the opening sign in this draft.
        opens: bool,
        /// The source printed the closing sign in this draft.
        closes: bool,
    },
}

/// The register of a bracket: a range of text that is not agreed. Its words lie between its anchors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bracket {
    /// Identity; outlives the words.
    pub id: BracketId,
    /// Name of the person who opened it; empty for a bracket that came with the source.
    pub opened_by: String,
    /// The delegation in whose name it was opened; empty for a bracket that came with the source.
    pub delegation: String,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// What the opener wishes.
    pub wish: Wish,
    /// Why it was opened.
    pub reason: String,
    /// Where it stands.
    pub extent: Extent,
    /// Signs as printed by the source when they are not `[` and `]` (full-width `［］`).
    pub full_width: bool,
    /// Linked occurrences carry one question: decide once, applied everywhere (domain.md, `[moderator/facilitator]`).
    pub question: Option<String>,
    /// Correlated brackets carry one package: they stand or fall together (domain.md, Commitment 8).
    pub package: Option<String>,
    /// Lifted by the delegation that opened it: the words stay, the signs go, unless the words came with it.
    pub withdrawn: bool,
    /// The words inside were proposed with the bracket, and go when it is withdrawn.
    pub inserts: bool,
}

impl Bracket {
    /// A bracket that stands between anchors, opened by nobody in particular at no known time.
    pub fn new(id: BracketId) -> Self {
        Self {
            id,
            opened_by: String::new(),
            delegation: String::new(),
            opened_at: 0,
            wish: Wish::Retain,
            reason: String::new(),
            extent: Extent::Anchored,
            full_width: false,
            question: None,
            package: None,
            withdrawn: false,
            inserts: false,
        }
    }
}

/// What became of a bracket; see [`super::Standings::of`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum BracketState {
    /// Not agreed.
    #[default]
    Open,
    /// Decided: the words stay, the brackets go.
    Kept,
    /// Decided: the words go.
    Deleted,
    /// Lifted by the delegation that opened it.
    Withdrawn,
    /// Decided: of a choice one branch stays, counted from 0; `None` is "no text".
    Picked(Option<u32>),
    /// Lifted by the delegation that had proposed the words: they go with it.
    Retracted,
    /// Decided: the words go, and others come in their place; see [`super::Standings::replacements`].
    Replaced,
}

impl BracketState {
    /// Whether the words of a branch, counted from 0, are decided away. Words outside a choice are in branch 0.
    pub fn hides(self, branch: u32) -> bool {
        match self {
            Self::Deleted | Self::Retracted | Self::Replaced => true,
            Self::Picked(picked) => picked != Some(branch),
            Self::Open | Self::Kept | Self::Withdrawn => false,
        }
    }
}
