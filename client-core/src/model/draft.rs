use std::{
    collections::{BTreeMap, HashMap},
    ops::Range,
};

use super::{
    AlternativeSet, AlternativeSetId, Anchor, Bracket, BracketId, BracketState, ChoiceId, DraftId, Inline,
    JoinedChoice, LabelScheme, Paragraph, ParagraphId, Position, PositionId, Proposal, ProposalId, Standings,
};

/// What a document is to the negotiation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DraftKind {
    /// A text under negotiation.
    Draft,
    /// A report that covers drafts, or a document of the process around them: read, not negotiated.
    Reference,
}

/// The columns of a draft's table form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Column {
    /// What the paragraph is about.
    Idea,
    /// The words.
    Text,
    /// Who proposed it.
    Source,
}

/// One negotiated document: a plain value, in reading order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Identity.
    pub id: DraftId,
    /// Short name for addresses and commands, such as `tunis-commitment`: ASCII lower case, digits and hyphens.
    pub slug: String,
    /// Title in the draft's language.
    pub title: String,
    /// BCP 47 tag of the text's language, such as `zh`.
    pub language: String,
    /// Draft or reference document.
    pub kind: DraftKind,
    /// The head of each column as the source printed it (`构思`, `案文`); empty when there is no table form.
    pub columns: BTreeMap<Column, String>,
    /// Every paragraph in reading order; children follow their parent.
    pub paragraphs: Vec<Paragraph>,
    /// The register of brackets.
    pub brackets: BTreeMap<BracketId, Bracket>,
    /// The register of alternative sets.
    pub alternatives: BTreeMap<AlternativeSetId, AlternativeSet>,
    /// Every statement of a position that was ever made; [`super::holding`] says which hold.
    pub positions: BTreeMap<PositionId, Position>,
    /// The register of proposals to move, split and merge paragraphs.
    pub proposals: BTreeMap<ProposalId, Proposal>,
    /// How alternatives are labelled; the record may have decided another way ([`Draft::ordered`]).
    pub label_scheme: LabelScheme,
    /// The register of adjacent brackets that were joined to one question.
    pub choices: BTreeMap<ChoiceId, JoinedChoice>,
}

impl Draft {
    /// An empty draft.
    pub fn new(id: DraftId, slug: impl Into<String>, title: impl Into<String>, kind: DraftKind) -> Self {
        Self {
            id,
            slug: slug.into(),
            title: title.into(),
            language: "und".into(),
            kind,
            columns: BTreeMap::new(),
            paragraphs: Vec::new(),
            brackets: BTreeMap::new(),
            alternatives: BTreeMap::new(),
            positions: BTreeMap::new(),
            proposals: BTreeMap::new(),
            label_scheme: LabelScheme::default(),
            choices: BTreeMap::new(),
        }
    }

    /// The paragraph with an identity.
    pub fn paragraph(&self, id: ParagraphId) -> Option<&Paragraph> {
        self.paragraphs.iter().find(|paragraph| paragraph.id == id)
    }

    /// The paragraphs that a bracket goes through, from the one of its opening edge to the one of its closing edge; none
    /// for a bracket that encloses nothing, or the whole draft.
    pub fn span(&self, bracket: BracketId) -> Vec<ParagraphId> {
        let holds = |anchor| self.paragraphs.iter().position(|p| p.content.contains(&Inline::Anchor(anchor)));
        match (holds(Anchor::Open(bracket)), holds(Anchor::Close(bracket))) {
            (Some(from), Some(to)) if from <= to => self.paragraphs[from..=to].iter().map(|p| p.id).collect(),
            _ => Vec::new(),
        }
    }

    /// The span of every bracket, as positions in [`Draft::paragraphs`]: one pass for all of them. One that encloses nothing,
    /// or the whole draft, has none.
    pub fn spans(&self) -> HashMap<BracketId, Range<usize>> {
        let (mut opens, mut closes) = (HashMap::new(), HashMap::new());
        for (at, paragraph) in self.paragraphs.iter().enumerate() {
            for piece in &paragraph.content {
                match piece {
                    Inline::Anchor(Anchor::Open(id)) => _ = opens.entry(*id).or_insert(at),
                    Inline::Anchor(Anchor::Close(id)) => _ = closes.entry(*id).or_insert(at),
                    Inline::Text { .. } | Inline::Anchor(_) => {}
                }
            }
        }
        let span =
            |(id, from): (BracketId, usize)| closes.get(&id).filter(|to| from <= **to).map(|to| (id, from..to + 1));
        opens.into_iter().filter_map(span).collect()
    }

    /// The variants of a set, in reading order.
    pub fn variants(&self, set: AlternativeSetId) -> impl Iterator<Item = &Paragraph> {
        self.paragraphs.iter().filter(move |paragraph| paragraph.variant_of == Some(set))
    }

    /// The variants of a set that can be chosen: those that were proposed and are taken back or deleted are left out.
    pub fn standing_variants<'a>(
        &'a self,
        set: AlternativeSetId,
        standings: &'a Standings,
    ) -> impl Iterator<Item = &'a Paragraph> {
        self.variants(set).filter(|variant| !self.is_gone(variant, standings))
    }

    /// Whether a paragraph was proposed and is not taken in (its bracket is taken back or deleted), or is a footnote that was
    /// taken back.
    pub fn is_gone(&self, paragraph: &Paragraph, standings: &Standings) -> bool {
        if self.is_taken_back(paragraph, standings) {
            return true;
        }
        let bracket = paragraph.added_in.and_then(|id| self.brackets.get(&id));
        bracket.is_some_and(|bracket| match standings.of(bracket) {
            BracketState::Deleted | BracketState::Retracted | BracketState::Picked(None) => true,
            BracketState::Replaced => standings.replacements.get(&bracket.id).is_none_or(String::is_empty),
            BracketState::Open | BracketState::Kept | BracketState::Withdrawn | BracketState::Picked(Some(_)) => false,
        })
    }

    /// The paragraphs directly under `parent`, in reading order.
    pub fn children(&self, parent: Option<ParagraphId>) -> impl Iterator<Item = &Paragraph> {
        self.paragraphs.iter().filter(move |paragraph| paragraph.parent == parent)
    }
}
