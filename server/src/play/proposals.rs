//! What people do to paragraphs, and beside the text, in a story.

use client_core::{
    comments::{At, NewComment},
    model::{
        AlternativeSetId, Audience, BracketId, Change, ChoiceId, CommentId, CommentKind, Draft, ParagraphId, Proposal,
        ProposalId, ProposalState, Standings, Target, Timestamp, Wish,
    },
    ops::{
        self, AddNote, JoinChoice, OfferInstead, OpenBracket, Place, Propose, ProposeParagraph, Proposed,
        WithdrawProposal,
    },
};

use super::{
    find,
    stage::Stage,
    story::{About, Bracket, NewPlace, ProposalName},
};
use crate::store::Store;

impl Stage {
    /// A paragraph that somebody proposes.
    pub(super) fn new_paragraph(
        &mut self,
        draft: &Draft,
        place: &NewPlace,
        words: &str,
        reason: &str,
    ) -> Result<ops::Act, String> {
        let paragraph = |name: &String| find::paragraph(draft, name);
        let place = match place {
            NewPlace::After(name) => Place::After(paragraph(name)?),
            NewPlace::Before(name) => Place::Before(paragraph(name)?),
            NewPlace::Under(name) => Place::Under(paragraph(name)?),
            NewPlace::AlternativeTo(names) => {
                let base = names.iter().map(paragraph).collect::<Result<_, _>>()?;
                Place::Alternative { set: AlternativeSetId(self.fresh()), base }
            }
        };
        let (id, bracket) = (ParagraphId(self.fresh()), BracketId(self.fresh()));
        let (words, reason) = (words.to_owned(), reason.to_owned());
        Ok(ops::Act::ProposeParagraph(ProposeParagraph { id, bracket, place, words, reason }))
    }

    /// A proposal to move a paragraph: behind another one, or first under it.
    pub(super) fn moving(
        &mut self,
        draft: &Draft,
        at: &str,
        (behind, first_in): (Option<&str>, Option<&str>),
        reason: &str,
    ) -> Result<ops::Act, String> {
        let to = match (behind, first_in) {
            (Some(behind), None) => Target::After(find::paragraph(draft, behind)?),
            (None, Some(parent)) => Target::FirstIn(Some(find::paragraph(draft, parent)?)),
            (None, None) => Target::FirstIn(None),
            (Some(_), Some(_)) => return Err("one of `behind` and `first_in` says where to".into()),
        };
        Ok(self.proposing(Proposed::Move { paragraph: find::paragraph(draft, at)?, to }, reason))
    }

    /// A proposal to split a paragraph before some words.
    pub(super) fn splitting(
        &mut self,
        draft: &Draft,
        at: &str,
        before: &str,
        reason: &str,
    ) -> Result<ops::Act, String> {
        let paragraph = find::paragraph(draft, at)?;
        let (at, _) = find::words(draft, paragraph, before)?;
        Ok(self.proposing(Proposed::Split { paragraph, at }, reason))
    }

    pub(super) fn proposing(&mut self, what: Proposed, reason: &str) -> ops::Act {
        ops::Act::Propose(Propose { id: ProposalId(self.fresh()), what, reason: reason.into() })
    }

    /// A bracket around a whole paragraph with the wish that it goes.
    pub(super) fn deletion(
        &mut self,
        draft: &Draft,
        standings: &Standings,
        at: &str,
        reason: &str,
    ) -> Result<ops::Act, String> {
        let paragraph = find::paragraph(draft, at)?;
        let (from, to) = ops::whole(&draft.ordered(standings), paragraph).ok_or("the paragraph has no words")?;
        let id = BracketId(self.fresh());
        Ok(ops::Act::OpenBracket(OpenBracket { id, from, to, wish: Wish::Delete, reason: reason.into() }))
    }

    /// A footnote, called behind some words.
    pub(super) fn note(&mut self, draft: &Draft, at: &str, after: &str, words: &str) -> Result<ops::Act, String> {
        let paragraph = find::paragraph(draft, at)?;
        let (_, place) = find::words(draft, paragraph, after)?;
        Ok(ops::Act::AddNote(AddNote { id: ParagraphId(self.fresh()), at: (paragraph, place), words: words.into() }))
    }

    /// Brackets side by side as one question.
    pub(super) fn joining(&mut self, draft: &Draft, brackets: &[Bracket]) -> Result<ops::Act, String> {
        let brackets = brackets.iter().map(|name| find::bracket(draft, name).map(|found| found.bracket));
        let brackets = brackets.collect::<Result<_, _>>()?;
        Ok(ops::Act::JoinChoice(JoinChoice { id: ChoiceId(self.fresh()), brackets }))
    }

    /// Words before a bracket as the other branch of it.
    pub(super) fn offering(&mut self, draft: &Draft, bracket: &Bracket, words: &str) -> Result<ops::Act, String> {
        let found = find::bracket(draft, bracket)?;
        let paragraph = found.paragraph.ok_or("the bracket stands in no paragraph")?;
        let (from, _) = find::words(draft, paragraph, words)?;
        Ok(ops::Act::OfferInstead(OfferInstead { id: BracketId(self.fresh()), bracket: found.bracket, from }))
    }

    /// Says something beside the text.
    pub(super) fn comment(
        &mut self,
        by: &str,
        draft: &Draft,
        (about, audience, proposal): (&About, &str, bool),
        text: &str,
        now: Timestamp,
        store: &mut dyn Store,
    ) -> Result<(), String> {
        let id = CommentId(self.fresh());
        let audience = match audience {
            "all" => Audience::Everybody,
            "delegation" => Audience::Delegation,
            "chair" => Audience::Chair,
            other => return Err(format!("`{other}` is no audience")),
        };
        let place = match about {
            About { bracket: Some(name), .. } => At::Bracket(find::bracket(draft, name)?.bracket),
            About { at: Some(at), words: Some(words), .. } => {
                let paragraph = find::paragraph(draft, at)?;
                let (from, to) = find::words(draft, paragraph, words)?;
                At::Words { paragraph, from, to }
            }
            About { at: Some(at), .. } => At::Paragraph(find::paragraph(draft, at)?),
            About { at: None, .. } => At::Draft,
        };
        let kind = if proposal { CommentKind::Proposal } else { CommentKind::Remark };
        self.say(by, NewComment { id, thread: None, kind, audience, place, text: text.into() }, now, store)
    }

    /// Goes on with the thread of which some comment begins so.
    pub(super) fn answer(
        &mut self,
        by: &str,
        begins: &str,
        text: &str,
        now: Timestamp,
        store: &mut dyn Store,
    ) -> Result<(), String> {
        let thread = self.thread(by, begins)?;
        let new = NewComment {
            id: CommentId(self.fresh()),
            thread: Some(thread),
            kind: CommentKind::Remark,
            audience: Audience::Everybody,
            place: At::Draft,
            text: text.into(),
        };
        self.say(by, new, now, store)
    }
}

/// The proposal of a kind that names a paragraph, the last one that was made of several that were not taken back.
pub(super) fn proposal(draft: &Draft, name: &ProposalName) -> Result<ProposalId, String> {
    let paragraph = find::paragraph(draft, &name.at)?;
    let fits = |proposal: &&Proposal| {
        let kind = match proposal.change {
            Change::Move { .. } => "move",
            Change::Split { .. } => "split",
            Change::Merge { .. } => "merge",
        };
        kind == name.kind && !proposal.withdrawn && proposal.change.paragraph() == paragraph
    };
    let found = draft.proposals.values().filter(fits).max_by_key(|proposal| (proposal.at, proposal.id));
    found.map(|proposal| proposal.id).ok_or_else(|| format!("nobody proposed to {} “{}”", name.kind, name.at))
}

/// An own proposal, to be taken back.
pub(super) fn withdrawal(draft: &Draft, standings: &Standings, name: &ProposalName) -> Result<ops::Act, String> {
    let proposal = proposal(draft, name)?;
    match draft.proposals.get(&proposal).map(|found| standings.proposal(found)) {
        Some(ProposalState::Open) => Ok(ops::Act::WithdrawProposal(WithdrawProposal { proposal })),
        _ => Err(format!("the proposal to {} “{}” is not open", name.kind, name.at)),
    }
}

/// The paragraph that follows another one at its depth.
pub(super) fn next(draft: &Draft, standings: &Standings, id: ParagraphId) -> Result<ParagraphId, String> {
    let ordered = draft.ordered(standings);
    let parent = ordered.paragraph(id).and_then(|paragraph| paragraph.parent);
    let mut siblings = ordered.children(parent).skip_while(|sibling| sibling.id != id).skip(1);
    siblings.next().map(|next| next.id).ok_or_else(|| "nothing follows the paragraph".into())
}
