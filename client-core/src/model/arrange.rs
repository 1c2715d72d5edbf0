//! The draft as accepted proposals arrange it. Nothing is written to the text: a decision that is reopened leaves no trace,
//! and no word can be added or lost ([0014](../../../docs/decisions/0014-moves-splits-and-merges-are-read-not-written.md)).

use std::{borrow::Cow, collections::BTreeSet};

use super::{
    Anchor, BracketId, Change, Draft, Inline, InlineExt, Paragraph, ParagraphId, Proposal, ProposalId, ProposalState,
    Standings, Target, numbering,
};

impl Draft {
    /// The same paragraphs with the same words, in the order and under the parents that accepted moves give them, and
    /// labelled by the scheme that was decided. Offsets in a paragraph stay what they are.
    pub fn ordered<'a>(&'a self, standings: &Standings) -> Cow<'a, Self> {
        let mut draft = Cow::Borrowed(self);
        if let Some(scheme) = standings.label_scheme.filter(|scheme| *scheme != self.label_scheme) {
            draft.to_mut().label_scheme = scheme;
        }
        for proposal in accepted(self, standings) {
            if let Change::Move { paragraph, to } = proposal.change {
                move_to(&mut draft.to_mut().paragraphs, paragraph, to);
            }
        }
        draft
    }

    /// The paragraphs that accepted moves have brought elsewhere.
    pub fn moved(&self, standings: &Standings) -> BTreeSet<ParagraphId> {
        let moved = accepted(self, standings).filter(|proposal| matches!(proposal.change, Change::Move { .. }));
        moved.map(|proposal| proposal.change.paragraph()).collect()
    }

    /// What people read: as [`Draft::ordered`], and with accepted splits and merges done. The second part of a split has an
    /// identity that follows from the proposal's ([`second_part`]). Such a draft holds no proposals, so that arranging it
    /// again changes nothing.
    pub fn arranged<'a>(&'a self, standings: &Standings) -> Cow<'a, Self> {
        let mut draft = self.ordered(standings);
        for proposal in accepted(self, standings) {
            match proposal.change {
                Change::Move { .. } => {}
                Change::Split { .. } => split(draft.to_mut(), proposal.id),
                Change::Merge { paragraph, next } => merge(draft.to_mut(), paragraph, next),
            }
        }
        if let Cow::Owned(owned) = &mut draft {
            owned.proposals.clear();
        }
        draft
    }

    /// The brackets whose two edges stand in this order, opening edge first.
    pub fn whole_brackets(&self) -> BTreeSet<BracketId> {
        let (mut opened, mut closed) = (BTreeSet::new(), BTreeSet::new());
        for piece in self.paragraphs.iter().flat_map(|paragraph| &paragraph.content) {
            match piece {
                Inline::Anchor(Anchor::Open(id)) => drop(opened.insert(*id)),
                Inline::Anchor(Anchor::Close(id)) if opened.contains(id) => drop(closed.insert(*id)),
                Inline::Text { .. } | Inline::Anchor(_) => {}
            }
        }
        closed
    }

    /// A paragraph and everything under it, as a range of positions in reading order; `None` when it is not here.
    pub fn subtree(&self, id: ParagraphId) -> Option<std::ops::Range<usize>> {
        subtree(&self.paragraphs, id)
    }

    /// Whether a paragraph, or one that it stands under, is a version of an alternative set: a
    /// variant, or the base of one that still stands.
    pub fn in_alternatives(&self, id: ParagraphId, standings: &Standings) -> bool {
        let Some(paragraph) = self.paragraph(id) else { return false };
        let mut sets = self.alternatives.values().filter(|set| set.base.contains(&id));
        paragraph.variant_of.is_some()
            || sets.any(|set| self.standing_variants(set.id, standings).next().is_some())
            || paragraph.parent.is_some_and(|parent| parent != id && self.in_alternatives(parent, standings))
    }
}

/// The identity of the second part of a split paragraph.
pub fn second_part(split: ProposalId) -> ParagraphId {
    ParagraphId::derived(split.0, "second part")
}

/// The accepted proposals, in the order in which they were accepted: of two moves of one paragraph the later one holds.
fn accepted<'a>(draft: &'a Draft, standings: &'a Standings) -> impl Iterator<Item = &'a Proposal> {
    let taken = standings.proposals.iter().filter(|(_, state)| *state == ProposalState::Accepted);
    taken.filter_map(|(id, _)| draft.proposals.get(id))
}

fn subtree(paragraphs: &[Paragraph], id: ParagraphId) -> Option<std::ops::Range<usize>> {
    let first = paragraphs.iter().position(|paragraph| paragraph.id == id)?;
    let mut inside = BTreeSet::from([id]);
    let below = paragraphs[first + 1..].iter().take_while(|paragraph| {
        let is_below = paragraph.parent.is_some_and(|parent| inside.contains(&parent));
        is_below && inside.insert(paragraph.id)
    });
    Some(first..first + 1 + below.count())
}

/// Moves a paragraph and what is under it. A target inside itself, or one that is not here, moves nothing: circles cannot
/// come about.
fn move_to(paragraphs: &mut Vec<Paragraph>, id: ParagraphId, to: Target) {
    let Some(range) = subtree(paragraphs, id) else { return };
    let start = range.start;
    let mut taken: Vec<Paragraph> = paragraphs.drain(range).collect();
    let place = match to {
        Target::After(sibling) => subtree(paragraphs, sibling).map(|s| (s.end, paragraphs[s.start].parent)),
        Target::FirstIn(None) => Some((0, None)),
        Target::FirstIn(Some(parent)) => subtree(paragraphs, parent).map(|s| (s.start + 1, Some(parent))),
    };
    let at = match (place, taken.first_mut()) {
        (Some((at, parent)), Some(first)) => {
            first.parent = parent;
            at
        }
        _ => start,
    };
    paragraphs.splice(at..at, taken);
}

fn split(draft: &mut Draft, id: ProposalId) {
    let mark = Inline::Anchor(Anchor::Split(id));
    let place = draft
        .paragraphs
        .iter()
        .enumerate()
        .find_map(|(at, paragraph)| Some((at, paragraph.content.iter().position(|piece| *piece == mark)?)));
    let Some((at, piece)) = place else { return };
    let second_id = second_part(id);
    let numeral = numbering::added_after(draft, draft.paragraphs[at].id);
    let first = &mut draft.paragraphs[at];
    let first_id = first.id;
    let mut rest = first.content.split_off(piece);
    rest.remove(0);
    trim_end(&mut first.content);
    trim_start(&mut rest);
    let second = Paragraph {
        level: first.level,
        added_in: first.added_in,
        second_of: Some(first_id),
        numeral,
        // A version stays one version: its second part goes with it.
        parent: if first.variant_of.is_some() { Some(first_id) } else { first.parent },
        content: rest,
        ..Paragraph::new(second_id, first.kind)
    };
    // What stands under the paragraph follows its last words.
    for child in draft.paragraphs.iter_mut().filter(|child| child.parent == Some(first_id)) {
        child.parent = Some(second_id);
    }
    draft.paragraphs.insert(at + 1, second);
    for set in draft.alternatives.values_mut() {
        if let Some(at) = set.base.iter().position(|base| *base == first_id) {
            set.base.insert(at + 1, second_id);
        }
    }
}

fn merge(draft: &mut Draft, id: ParagraphId, next: ParagraphId) {
    let position = |id| draft.paragraphs.iter().position(|paragraph| paragraph.id == id);
    let (Some(first), Some(at)) = (position(id), position(next)) else { return };
    if id == next || draft.paragraphs[first].variant_of != draft.paragraphs[at].variant_of {
        return;
    }
    let Some(range) = subtree(&draft.paragraphs, next).filter(|range| !range.contains(&first)) else { return };
    // What stands under the second comes to stand behind what stands under the first.
    let mut below: Vec<Paragraph> = draft.paragraphs.drain(range).collect();
    let second = below.remove(0);
    for child in below.iter_mut().filter(|child| child.parent == Some(next)) {
        child.parent = Some(id);
    }
    let end = subtree(&draft.paragraphs, id).map_or(draft.paragraphs.len(), |range| range.end);
    draft.paragraphs.splice(end..end, below);
    // What was proposed to the one meanwhile is proposed to both.
    for set in draft.alternatives.values_mut().filter(|set| set.base.contains(&next)) {
        let has_first = set.base.contains(&id);
        set.base.retain(|base| *base != next || !has_first);
        set.base.iter_mut().filter(|base| **base == next).for_each(|base| *base = id);
    }
    let Some(first) = draft.paragraphs.iter_mut().find(|paragraph| paragraph.id == id) else { return };
    if needs_space(&first.content.words(), &second.content.words()) {
        first.content.push(Inline::plain(" "));
    }
    first.content.extend(second.content);
    first.content = std::mem::take(&mut first.content).normalised();
    first.sources.extend(second.sources);
}

/// Whether words need a space between them: those of scripts that have spaces do.
fn needs_space(before: &str, after: &str) -> bool {
    let unspaced = |c: char| {
        c.is_whitespace()
            || matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
    };
    match (before.chars().next_back(), after.chars().next()) {
        (Some(end), Some(start)) => !unspaced(end) && !unspaced(start),
        _ => false,
    }
}

fn trim_end(content: &mut Vec<Inline>) {
    if let Some(Inline::Text { text, .. }) = content.last_mut() {
        text.truncate(text.trim_end().len());
    }
    content.retain(|piece| !piece.is_empty());
}

fn trim_start(content: &mut Vec<Inline>) {
    if let Some(Inline::Text { text, .. }) = content.first_mut() {
        *text = text.trim_start().to_owned();
    }
    content.retain(|piece| !piece.is_empty());
}
