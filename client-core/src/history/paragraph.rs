//! The life of a paragraph, and of a proposal to move, split or merge (domain.md, "Numbers", "Decisions").

use std::collections::BTreeSet;

use super::{About, HistoryError, LifeEvent, Log, StoredChange, What, decided, happened, holds, tell_change};
use crate::{
    model::{
        Anchor, Bracket, BracketId, Entry, Extent, Inline, ParagraphId, Position, Preference, Proposal, ProposalId,
        ProposalState, Standings, Subject, Topic, Wish, second_part,
    },
    schema::{Element, elements},
};

/// The life of a paragraph: where it came from, each change of its words, its deletion and every move, split and merge that
/// was proposed of it, and what the chair decided of all that. Oldest first. The second part of an accepted split has a life
/// of its own, which begins with the split. `changes` is the whole log in the server's order, `entries` the whole record.
///
/// # Errors
/// When the paragraph is unknown or the log cannot be read.
pub fn paragraph_life(
    changes: &[StoredChange],
    entries: &[Entry],
    id: ParagraphId,
) -> Result<Vec<LifeEvent>, HistoryError> {
    Log::read(changes, entries)?.paragraph(id)
}

/// The life of a proposal to move, split or merge: who proposed it and why, whether it was taken back, and what the chair
/// decided. Oldest first. As for [`paragraph_life`].
///
/// # Errors
/// When the proposal is unknown or the log cannot be read.
pub fn proposal_life(
    changes: &[StoredChange],
    entries: &[Entry],
    id: ProposalId,
) -> Result<Vec<LifeEvent>, HistoryError> {
    let log = Log::read(changes, entries)?;
    if !log.draft.proposals.contains_key(&id) {
        return Err(HistoryError::Unknown);
    }
    let mut events = log.proposals(&BTreeSet::from([id]));
    events.extend(log.decisions(|subject| (subject == Subject::Proposal(id)).then_some(About::Itself)));
    for event in &mut events {
        event.about = About::Itself;
    }
    events.sort_by_key(|event| event.at);
    Ok(events)
}

impl Log<'_> {
    fn paragraph(&mut self, id: ParagraphId) -> Result<Vec<LifeEvent>, HistoryError> {
        // The second part of a split is not stored: its words are those behind the mark.
        let split = self.draft.proposals.keys().copied().find(|split| second_part(*split) == id);
        let stored = match split {
            None => id,
            Some(split) if was_accepted(self.entries, split) => self.holder(split).ok_or(HistoryError::Unknown)?,
            Some(_) => return Err(HistoryError::Unknown),
        };
        let paragraph = self.draft.paragraph(stored).ok_or(HistoryError::Unknown)?;
        let (added_in, variant_of) = (paragraph.added_in, paragraph.variant_of);

        let mut events = self.words(stored, split, added_in.is_some())?;
        let brackets = match split {
            None => added_in.map(|bracket| (bracket, About::Addition(bracket))),
            Some(_) => None,
        };
        let deletions = self.deletions(stored).into_iter().map(|bracket| (bracket, About::Deletion(bracket)));
        for (bracket, about) in brackets.into_iter().chain(deletions) {
            let told = self.bracket(bracket)?.into_iter();
            // Changes of the words are told of the paragraph.
            events.extend(
                told.filter(|event| !matches!(event.what, What::Changed { .. }))
                    .map(|event| LifeEvent { about, ..event }),
            );
        }
        let named = |proposal: &&Proposal| {
            proposal.change.names().any(|name| name == id || (split == Some(proposal.id) && name == stored))
        };
        let proposals: BTreeSet<ProposalId> = self.draft.proposals.values().filter(named).map(|p| p.id).collect();
        events.extend(self.proposals(&proposals));
        events.extend(self.positions(stored));
        let sets: BTreeSet<_> = self
            .draft
            .alternatives
            .values()
            .filter(|set| variant_of == Some(set.id) || set.base.contains(&stored))
            .map(|set| set.id)
            .collect();
        events.extend(self.decisions(|subject| match subject {
            // Both parts of a split are agreed together.
            Subject::Paragraph(about) if about == stored => Some(About::Itself),
            Subject::Proposal(proposal) if proposals.contains(&proposal) => Some(About::Proposal(proposal)),
            Subject::Alternatives(set) if sets.contains(&set) => Some(About::Alternatives(set)),
            _ => None,
        }));
        // Stable: what came first in the log stays first.
        events.sort_by_key(|event| event.at);
        if let Some(split) = split {
            since_the_split(&mut events, split);
        }
        Ok(events)
    }

    /// The paragraph in which a split has its mark.
    fn holder(&self, split: ProposalId) -> Option<ParagraphId> {
        let mark = Inline::Anchor(Anchor::Split(split));
        self.draft.paragraphs.iter().find(|paragraph| paragraph.content.contains(&mark)).map(|paragraph| paragraph.id)
    }

    /// How the words of a paragraph came and changed; with a split, those behind its mark.
    fn words(&self, id: ParagraphId, split: Option<ProposalId>, added: bool) -> Result<Vec<LifeEvent>, HistoryError> {
        let mut events = Vec::new();
        let mut heads: BTreeSet<String> = BTreeSet::new();
        let mut words: Option<String> = None;
        for (stored, change) in self.changes.iter().zip(&self.parsed) {
            for dep in change.deps() {
                heads.remove(&dep.to_string());
            }
            heads.insert(stored.hash.clone());
            if !stored.paragraphs.contains(&id) {
                continue;
            }
            let heads: Vec<String> = heads.iter().cloned().collect();
            let content = self.document.content_at(id, &heads)?.unwrap_or_default();
            let Some(after) = words_behind(&content, split) else { continue };
            match words.replace(after.clone()) {
                // A paragraph that was proposed is told of with its bracket, the second part of a split with the split.
                None if added || split.is_some() => {}
                None => events.push(happened(stored, What::Imported { words: after }, About::Itself)),
                Some(before) if before != after => {
                    tell_change(&mut events, happened(stored, What::Changed { before, after }, About::Itself));
                }
                Some(_) => {}
            }
        }
        Ok(events)
    }

    /// The brackets that wish all the words of a paragraph away, by their identities.
    fn deletions(&self, id: ParagraphId) -> Vec<BracketId> {
        let wished =
            |bracket: &&Bracket| bracket.wish == Wish::Delete && !matches!(bracket.extent, Extent::Draft { .. });
        let encloses = |bracket: BracketId| {
            let place = |edge: Anchor| {
                self.draft.paragraphs.iter().enumerate().find_map(|(at, paragraph)| {
                    let piece = paragraph.content.iter().position(|piece| *piece == Inline::Anchor(edge))?;
                    Some((at, &paragraph.content[..piece], &paragraph.content[piece..]))
                })
            };
            let own = self.draft.paragraphs.iter().position(|paragraph| paragraph.id == id);
            let is_bare = |pieces: &[Inline]| pieces.iter().all(|piece| matches!(piece, Inline::Anchor(_)));
            match (own, place(Anchor::Open(bracket)), place(Anchor::Close(bracket))) {
                (Some(own), Some((from, before, _)), Some((to, _, after))) => {
                    (from < own || (from == own && is_bare(before))) && (own < to || (own == to && is_bare(after)))
                }
                _ => false,
            }
        };
        let wished = self.draft.brackets.values().filter(wished).map(|bracket| bracket.id);
        wished.filter(|bracket| encloses(*bracket)).collect()
    }

    /// How proposals were made and taken back.
    fn proposals(&self, wanted: &BTreeSet<ProposalId>) -> Vec<LifeEvent> {
        let found = wanted.iter().filter_map(|id| {
            let (made, taken_back) = self.document.proposal_written(*id)?;
            Some((self.draft.proposals.get(id)?, made, taken_back))
        });
        let found: Vec<_> = found.collect();
        let mut events = Vec::new();
        for (stored, change) in self.changes.iter().zip(&self.parsed) {
            for (proposal, made, taken_back) in &found {
                let about = About::Proposal(proposal.id);
                if holds(change, made) {
                    events.push(happened(stored, What::Proposed { reason: proposal.reason.clone() }, about));
                }
                if proposal.withdrawn && taken_back.as_ref().is_some_and(|operation| holds(change, operation)) {
                    events.push(happened(stored, What::Withdrawn, about));
                }
            }
        }
        events
    }

    /// What delegations say of a paragraph as one of several versions.
    fn positions(&self, id: ParagraphId) -> Vec<LifeEvent> {
        let said = |position: &&Position| match (position.subject, position.preference) {
            (Topic::Alternatives(set), Some(Preference::Version(Some(version)))) => {
                version == id && self.draft.alternatives.contains_key(&set)
            }
            (Topic::Alternatives(set), Some(Preference::Version(None))) => {
                self.draft.alternatives.get(&set).is_some_and(|set| set.base.contains(&id))
            }
            _ => false,
        };
        let said: Vec<&Position> = self.draft.positions.values().filter(said).collect();
        let mut events = Vec::new();
        for (stored, change) in self.changes.iter().zip(&self.parsed) {
            for position in said.iter().filter(|position| holds(change, &position.written)) {
                let Topic::Alternatives(set) = position.subject else { continue };
                let what = What::Position { stance: position.stance, preferred: None, reason: position.reason.clone() };
                events.push(happened(stored, what, About::Alternatives(set)));
            }
        }
        events
    }

    /// The decisions on what `about` recognises.
    fn decisions(&self, about: impl Fn(Subject) -> Option<About>) -> Vec<LifeEvent> {
        let mut events = Vec::new();
        for entry in self.entries {
            for part in entry.decision.parts() {
                if let Some(about) = part.subject().and_then(&about) {
                    events.push(decided(entry, part, None, about));
                }
            }
        }
        events
    }
}

/// Whether the chair has ever taken a proposal in: what it made has a life even when that was reopened.
fn was_accepted(entries: &[Entry], proposal: ProposalId) -> bool {
    let mut standings = Standings::default();
    entries.iter().any(|entry| {
        standings.apply(&entry.decision);
        standings.decided_proposal(proposal) == Some(ProposalState::Accepted)
    })
}

/// Of the words of the whole paragraph only what happened since there are two is of the second part.
fn since_the_split(events: &mut Vec<LifeEvent>, split: ProposalId) {
    let proposed = events.iter().position(|event| event.about == About::Proposal(split));
    if let Some(proposed) = proposed {
        events.drain(..proposed);
    }
}

/// The words of a paragraph without signs; with a split those behind its mark, `None` while it has none.
fn words_behind(content: &[Inline], split: Option<ProposalId>) -> Option<String> {
    let units = elements(content);
    let from = match split {
        None => 0,
        Some(split) => units.iter().position(|unit| *unit == Element::Anchor(Anchor::Split(split)))?,
    };
    let words = units.into_iter().skip(from).filter_map(|unit| match unit {
        Element::Char(c, _) => Some(c),
        Element::Anchor(_) => None,
    });
    Some(words.collect::<String>().trim().to_owned())
}
