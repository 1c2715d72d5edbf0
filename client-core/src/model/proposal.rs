use super::{ParagraphId, ProposalId, Timestamp};

/// What a delegation proposes to do with paragraphs as they are: no word comes or goes (domain.md, "Numbers"; the words
/// of a new paragraph are those of a bracket).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// A paragraph, with what stands under it, goes to another place.
    Move {
        /// The paragraph.
        paragraph: ParagraphId,
        /// Where it goes.
        to: Target,
    },
    /// A paragraph becomes two, at the anchor [`super::Anchor::Split`] that carries the proposal's identity.
    Split {
        /// The paragraph.
        paragraph: ParagraphId,
    },
    /// A paragraph goes on with the words of the next.
    Merge {
        /// The paragraph.
        paragraph: ParagraphId,
        /// The one whose words follow.
        next: ParagraphId,
    },
}

/// A place among the paragraphs, named by who stands there: it means the same whatever was moved meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Behind a paragraph and what stands under it, at its depth.
    After(ParagraphId),
    /// First under a paragraph, or first of the draft.
    FirstIn(Option<ParagraphId>),
}

/// The register of a proposal. It never changes but for `withdrawn`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Identity.
    pub id: ProposalId,
    /// What is proposed.
    pub change: Change,
    /// Name of the person who proposes.
    pub by: String,
    /// In whose name.
    pub delegation: String,
    /// When.
    pub at: Timestamp,
    /// Why.
    pub reason: String,
    /// Taken back by the delegation that made it.
    pub withdrawn: bool,
}

/// What became of a proposal; see [`super::Standings::proposal`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ProposalState {
    /// Not decided.
    Open,
    /// Decided: the text is arranged so.
    Accepted,
    /// Decided: the text stays as it is.
    Rejected,
    /// Taken back by the delegation that made it.
    Withdrawn,
}

impl Change {
    /// The paragraph that it is about.
    pub fn paragraph(self) -> ParagraphId {
        match self {
            Self::Move { paragraph, .. } | Self::Split { paragraph } | Self::Merge { paragraph, .. } => paragraph,
        }
    }

    /// Every paragraph that it names.
    pub fn names(self) -> impl Iterator<Item = ParagraphId> {
        let other = match self {
            Self::Move { to: Target::After(other), .. } | Self::Merge { next: other, .. } => Some(other),
            Self::Move { to: Target::FirstIn(other), .. } => other,
            Self::Split { .. } => None,
        };
        [self.paragraph()].into_iter().chain(other)
    }
}
