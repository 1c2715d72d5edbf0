use std::collections::{BTreeMap, BTreeSet};

use super::{
    AlternativeSetId, Bracket, BracketId, BracketState, Draft, EntryId, LabelScheme, ParagraphId, ParagraphStanding,
    Phase, Proposal, ProposalId, ProposalState, Timestamp,
};

/// What the chair can decide. A decision is an entry of the record, never a write to the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The words of a bracket stay, the brackets go.
    KeepBracket(BracketId),
    /// The words of a bracket go.
    DeleteBracket(BracketId),
    /// A decided bracket is open again.
    ReopenBracket(BracketId),
    /// One version of a set is chosen; `None` chooses the base.
    ChooseAlternative(AlternativeSetId, Option<ParagraphId>),
    /// A decided set is open again.
    ReopenAlternative(AlternativeSetId),
    /// Of a choice inside a bracket one branch stays.
    PickBranch {
        /// The bracket.
        bracket: BracketId,
        /// The branch, counted from 0; `None` is "no text".
        branch: Option<u32>,
        /// How many branches there were to pick from: a number alone would mean another branch after somebody drew
        /// one more line.
        of: u32,
    },
    /// Several decisions taken as one: all of them hold, or none was recorded. Packages do not nest.
    Package(Vec<Decision>),
    /// The words of a bracket go, and others that the room agreed on come in their place.
    ReplaceBracket {
        /// The bracket.
        bracket: BracketId,
        /// The words that come; unstyled.
        words: String,
    },
    /// A paragraph is agreed in the room, subject to confirmation by capitals.
    AgreeAdRef(ParagraphId),
    /// A paragraph is agreed.
    Agree(ParagraphId),
    /// A paragraph is left aside for now.
    Suspend(ParagraphId),
    /// An agreed or suspended paragraph is open again.
    ReopenParagraph(ParagraphId),
    /// The negotiation of the draft enters another phase.
    SetPhase(Phase),
    /// A proposal to move, split or merge is taken in.
    AcceptProposal(ProposalId),
    /// A proposal is not taken in.
    RejectProposal(ProposalId),
    /// A decided proposal is open again.
    ReopenProposal(ProposalId),
    /// How alternatives are labelled from now on.
    SetLabelScheme(LabelScheme),
}

/// What a decision is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A bracket.
    Bracket(BracketId),
    /// A set of alternatives.
    Alternatives(AlternativeSetId),
    /// A paragraph.
    Paragraph(ParagraphId),
    /// The draft as a whole.
    Draft,
    /// A proposal to move, split or merge.
    Proposal(ProposalId),
    /// How alternatives are labelled.
    LabelScheme,
}

impl Decision {
    /// The decisions that it consists of: those of a package, or itself.
    pub fn parts(&self) -> &[Self] {
        match self {
            Self::Package(parts) => parts,
            _ => std::slice::from_ref(self),
        }
    }

    /// What it is about; `None` for a package.
    pub fn subject(&self) -> Option<Subject> {
        match self {
            Self::KeepBracket(id)
            | Self::DeleteBracket(id)
            | Self::ReopenBracket(id)
            | Self::PickBranch { bracket: id, .. }
            | Self::ReplaceBracket { bracket: id, .. } => Some(Subject::Bracket(*id)),
            Self::ChooseAlternative(id, _) | Self::ReopenAlternative(id) => Some(Subject::Alternatives(*id)),
            Self::AgreeAdRef(id) | Self::Agree(id) | Self::Suspend(id) | Self::ReopenParagraph(id) => {
                Some(Subject::Paragraph(*id))
            }
            Self::SetPhase(_) => Some(Subject::Draft),
            Self::Package(_) => None,
            Self::AcceptProposal(id) | Self::RejectProposal(id) | Self::ReopenProposal(id) => {
                Some(Subject::Proposal(*id))
            }
            Self::SetLabelScheme(_) => Some(Subject::LabelScheme),
        }
    }
}

/// One entry of the record: a decision, who took it, when, why, and on which text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Place in the record, from 1, without gaps.
    pub seq: u64,
    /// Identity, chosen by whoever asked for the decision: asking twice records once.
    pub id: EntryId,
    /// When the server recorded it.
    pub at: Timestamp,
    /// Name of the person who decided.
    pub by: String,
    /// The delegation or office in whose name it was decided.
    pub delegation: String,
    /// What was decided.
    pub decision: Decision,
    /// In which meeting, such as `3rd meeting, 12 January, morning`; empty when nobody said.
    pub meeting: String,
    /// Why.
    pub reason: String,
    /// The heads of the text that the decision was taken on: hexadecimal change hashes, sorted.
    pub heads: Vec<String>,
    /// SHA-256 of the entry before this one; zeros for the first.
    pub previous: [u8; 32],
    /// SHA-256 of this entry, `previous` included.
    pub hash: [u8; 32],
}

/// What holds now: the record, folded. Later entries override earlier ones on the same matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standings {
    /// Decided brackets; a bracket that is not listed is open.
    pub brackets: BTreeMap<BracketId, BracketState>,
    /// Decided sets: the chosen variant, or `None` for the base. A set that is not listed is open.
    pub alternatives: BTreeMap<AlternativeSetId, Option<ParagraphId>>,
    /// The words that came in the place of those of a bracket, for each that is [`BracketState::Replaced`].
    pub replacements: BTreeMap<BracketId, String>,
    /// How far the paragraphs are; one that is not listed is open.
    pub paragraphs: BTreeMap<ParagraphId, ParagraphStanding>,
    /// How far the negotiation is.
    pub phase: Phase,
    /// Decided proposals, in the order in which they were decided: each once, accepted or rejected.
    pub proposals: Vec<(ProposalId, ProposalState)>,
    /// How alternatives are labelled; `None` leaves it to the draft.
    pub label_scheme: Option<LabelScheme>,
}

impl Standings {
    /// What became of a bracket: what the chair decided, else whether its opener withdrew it.
    pub fn of(&self, bracket: &Bracket) -> BracketState {
        self.state(bracket.id, bracket.withdrawn, bracket.inserts)
    }

    /// What became of a bracket of which no more is known than whether its opener withdrew it, and proposed the words in it.
    pub(crate) fn state(&self, id: BracketId, withdrawn: bool, inserts: bool) -> BracketState {
        let undecided = match (withdrawn, inserts) {
            (false, _) => BracketState::Open,
            (true, false) => BracketState::Withdrawn,
            (true, true) => BracketState::Retracted,
        };
        self.brackets.get(&id).copied().unwrap_or(undecided)
    }

    /// Whether a paragraph is agreed: nobody changes its words until it is reopened.
    pub fn is_agreed(&self, paragraph: ParagraphId) -> bool {
        self.paragraphs.get(&paragraph).is_some_and(|standing| standing.is_agreed())
    }

    /// What became of a proposal: what the chair decided, else whether its delegation took it back.
    pub fn proposal(&self, proposal: &Proposal) -> ProposalState {
        let undecided = if proposal.withdrawn { ProposalState::Withdrawn } else { ProposalState::Open };
        self.decided_proposal(proposal.id).unwrap_or(undecided)
    }

    /// What the chair decided on a proposal, if anything.
    pub fn decided_proposal(&self, id: ProposalId) -> Option<ProposalState> {
        self.proposals.iter().find(|(decided, _)| *decided == id).map(|(_, state)| *state)
    }

    fn decide_proposal(&mut self, id: ProposalId, state: Option<ProposalState>) {
        self.proposals.retain(|(decided, _)| *decided != id);
        self.proposals.extend(state.map(|state| (id, state)));
    }

    /// The paragraphs that another version has replaced: the variants that were not chosen, and the base where a
    /// variant was. Choosing `Alt 10+11` also makes the alternatives to 10 and to 11 moot (domain.md, "Alternatives").
    pub fn moot(&self, draft: &Draft) -> BTreeSet<ParagraphId> {
        let mut moot = BTreeSet::new();
        for (set, chosen) in &self.alternatives {
            let Some(set) = draft.alternatives.get(set) else { continue };
            moot.extend(draft.variants(set.id).map(|variant| variant.id).filter(|id| Some(*id) != *chosen));
            if chosen.is_some() {
                moot.extend(&set.base);
            }
        }
        // A set whose whole base is gone has nothing left to be an alternative to.
        let gone: Vec<_> = draft
            .alternatives
            .values()
            .filter(|set| !self.alternatives.contains_key(&set.id) && set.base.iter().all(|id| moot.contains(id)))
            .flat_map(|set| draft.variants(set.id).map(|variant| variant.id))
            .collect();
        moot.extend(gone);
        // Children go with the paragraph that they stand under; parents precede children in reading order.
        for paragraph in &draft.paragraphs {
            if paragraph.parent.is_some_and(|parent| moot.contains(&parent)) {
                moot.insert(paragraph.id);
            }
        }
        moot
    }

    /// Takes one decision into account.
    pub fn apply(&mut self, decision: &Decision) {
        if let Some(Subject::Bracket(id)) = decision.subject() {
            self.replacements.remove(&id);
        }
        match decision {
            Decision::KeepBracket(id) => drop(self.brackets.insert(*id, BracketState::Kept)),
            Decision::DeleteBracket(id) => drop(self.brackets.insert(*id, BracketState::Deleted)),
            Decision::ReopenBracket(id) => drop(self.brackets.remove(id)),
            Decision::ChooseAlternative(id, chosen) => drop(self.alternatives.insert(*id, *chosen)),
            Decision::ReopenAlternative(id) => drop(self.alternatives.remove(id)),
            Decision::PickBranch { bracket, branch, .. } => {
                self.brackets.insert(*bracket, BracketState::Picked(*branch));
            }
            Decision::Package(parts) => parts.iter().for_each(|part| self.apply(part)),
            Decision::ReplaceBracket { bracket, words } => {
                self.brackets.insert(*bracket, BracketState::Replaced);
                self.replacements.insert(*bracket, words.clone());
            }
            Decision::AgreeAdRef(id) => drop(self.paragraphs.insert(*id, ParagraphStanding::AgreedAdRef)),
            Decision::Agree(id) => drop(self.paragraphs.insert(*id, ParagraphStanding::Agreed)),
            Decision::Suspend(id) => drop(self.paragraphs.insert(*id, ParagraphStanding::Suspended)),
            Decision::ReopenParagraph(id) => drop(self.paragraphs.remove(id)),
            Decision::SetPhase(phase) => self.phase = *phase,
            Decision::AcceptProposal(id) => self.decide_proposal(*id, Some(ProposalState::Accepted)),
            Decision::RejectProposal(id) => self.decide_proposal(*id, Some(ProposalState::Rejected)),
            Decision::ReopenProposal(id) => self.decide_proposal(*id, None),
            Decision::SetLabelScheme(scheme) => self.label_scheme = Some(*scheme),
        }
    }
}
