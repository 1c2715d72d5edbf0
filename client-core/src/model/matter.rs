//! What is still open in a draft: what a final text waits for (domain.md, "Clean text").

use super::{
    AlternativeSetId, BracketId, BracketState, Draft, InlineExt, ParagraphId, ParagraphKind, ProposalId, ProposalState,
    Standings, occurrences, read,
};

/// Something that is not decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matter {
    /// What it is.
    pub kind: MatterKind,
    /// Where; `None` for a bracket around the whole draft.
    pub paragraph: Option<ParagraphId>,
    /// The words concerned.
    pub words: String,
}

/// What can be open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MatterKind {
    /// A bracket without a decision.
    Bracket(BracketId),
    /// A set of alternatives without a decision.
    Alternatives(AlternativeSetId),
    /// A paragraph whose words are still to come.
    Placeholder,
    /// A proposal to move, split or merge without a decision.
    Proposal(ProposalId),
}

/// Everything that is open: brackets in the order of the text, then alternatives, placeholders, and proposals. What went with a
/// decision (a bracket inside deleted words, anything in a paragraph that another version replaced) is not open.
pub fn open_matters(draft: &Draft, standings: &Standings) -> Vec<Matter> {
    let proposals = &draft.proposals;
    let draft = draft.arranged(standings);
    let draft = draft.as_ref();
    let moot = standings.moot(draft);
    let state = |id: &BracketId| draft.brackets.get(id).map(|bracket| standings.of(bracket)).unwrap_or_default();
    let mut matters = Vec::new();
    for occurrence in occurrences(draft) {
        let gone = occurrence.around.iter().any(|outer| state(&outer.bracket).hides(outer.branch));
        let replaced = occurrence.paragraph.is_some_and(|id| moot.contains(&id));
        if state(&occurrence.bracket) == BracketState::Open && !gone && !replaced {
            let kind = MatterKind::Bracket(occurrence.bracket);
            matters.push(Matter { kind, paragraph: occurrence.paragraph, words: occurrence.words });
        }
    }
    for set in draft.alternatives.values() {
        let decided = standings.alternatives.contains_key(&set.id);
        let replaced = set.base.iter().all(|id| moot.contains(id));
        if !decided && !replaced && draft.standing_variants(set.id, standings).next().is_some() {
            let words = set.base.iter().filter_map(|id| draft.paragraph(*id)).map(|base| base.content.words());
            let words = words.collect::<Vec<_>>().join("\n");
            let kind = MatterKind::Alternatives(set.id);
            matters.push(Matter { kind, paragraph: set.base.first().copied(), words });
        }
    }
    for read in read(draft, standings).paragraphs {
        let words = read.content.words();
        let numbered = matches!(read.paragraph.kind, ParagraphKind::Operative | ParagraphKind::Preambular)
            && read.paragraph.numeral.is_some();
        let blank = words.trim().is_empty() && !read.emptied;
        let unfinished =
            read.paragraph.kind == ParagraphKind::Placeholder && (words.contains('…') || words.contains("..."));
        if unfinished || (blank && (numbered || read.paragraph.kind == ParagraphKind::Placeholder)) {
            matters.push(Matter { kind: MatterKind::Placeholder, paragraph: Some(read.paragraph.id), words });
        }
    }
    for proposal in proposals.values().filter(|proposal| standings.proposal(proposal) == ProposalState::Open) {
        let id = proposal.change.paragraph();
        let words = draft.paragraph(id).map(|paragraph| paragraph.content.words()).unwrap_or_default();
        if !moot.contains(&id) {
            matters.push(Matter { kind: MatterKind::Proposal(proposal.id), paragraph: Some(id), words });
        }
    }
    matters
}
