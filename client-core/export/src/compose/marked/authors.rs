//! In whose name words came and went, as far as the draft, the record and the log tell.

use std::collections::{BTreeSet, HashMap};

use client_core::model::{
    Anchor, Bracket, BracketId, BracketState, Change, Draft, Entry, Inline, Paragraph, ParagraphId, Proposal,
    ProposalState, Standings, Subject, Timestamp, second_part,
};

use super::super::{Contribution, attribution::Names, cell::Cell, lines::Line};
use crate::{
    edition::{Revision, Role},
    words::Words,
};

/// A draft as it was at a moment, arranged.
pub(in super::super) struct Moment<'a> {
    draft: &'a Draft,
    standings: &'a Standings,
    /// Which brackets are open where a paragraph begins.
    inherited: HashMap<ParagraphId, Vec<BracketId>>,
}

impl<'a> Moment<'a> {
    /// An arranged draft under its decisions.
    pub fn new(draft: &'a Draft, standings: &'a Standings) -> Self {
        let mut inherited = HashMap::new();
        let mut open = Vec::new();
        for paragraph in &draft.paragraphs {
            inherited.insert(paragraph.id, open.clone());
            pass(&mut open, &paragraph.content, usize::MAX);
        }
        Self { draft, standings, inherited }
    }

    /// The brackets around a place, outermost first. What a decision put in the place of a bracket is inside it.
    fn around(&self, paragraph: &Paragraph, place: usize) -> Vec<BracketId> {
        let mut open = self.inherited.get(&paragraph.id).cloned().unwrap_or_default();
        pass(&mut open, &paragraph.content, place);
        open
    }

    fn state(&self, id: BracketId) -> Option<BracketState> {
        self.draft.brackets.get(&id).map(|bracket| self.standings.of(bracket))
    }
}

/// Goes through a paragraph as far as a place, that place included.
fn pass(open: &mut Vec<BracketId>, content: &[Inline], place: usize) {
    let mut at = 0;
    for piece in content {
        if at > place {
            break;
        }
        match piece {
            Inline::Anchor(Anchor::Open(id)) => open.push(*id),
            Inline::Anchor(Anchor::Close(id)) => open.retain(|other| other != id),
            Inline::Text { .. } | Inline::Anchor(_) => {}
        }
        at += piece.len();
    }
}

/// What tells who changed a draft between two moments.
pub(in super::super) struct Authors<'a> {
    /// The earlier moment.
    pub before: Moment<'a>,
    /// The later one.
    pub after: Moment<'a>,
    /// The proposals of the draft as it is stored.
    pub proposals: Vec<&'a Proposal>,
    /// The record.
    pub entries: &'a [Entry],
    /// The changes between the two moments, oldest first.
    pub contributions: &'a [Contribution],
    /// How names are printed.
    pub names: &'a Names<'a>,
    /// What is said where nobody is known.
    pub words: &'a Words,
}

/// Who, and when.
pub(super) type Who = (String, Option<Timestamp>);

impl Authors<'_> {
    /// Whether the brackets around a place are others than at the place before.
    pub fn is_edge(&self, line: &Line, place: usize, inserted: bool) -> bool {
        let moment = if inserted { &self.after } else { &self.before };
        let at = |place| moment.around(&line.paragraph, place);
        place.checked_sub(1).is_some_and(|before| at(before) != at(place))
    }

    /// Who is behind a cell that came or went, as far as its brackets tell.
    pub fn cell(&self, line: &Line, cell: &Cell, inserted: bool) -> Option<Who> {
        match cell.role {
            Role::Open { bracket: Some(id), .. } | Role::Close { bracket: Some(id), .. } | Role::Or { bracket: id } => {
                self.sign(id, inserted)
            }
            _ => self.words(&line.paragraph, cell.place, inserted),
        }
    }

    /// Who is behind a whole paragraph that came, went, or stands elsewhere.
    pub fn paragraph(&self, paragraph: &Paragraph, inserted: bool, moved: bool) -> Revision {
        let who = if moved {
            self.moved(paragraph.id)
        } else {
            let chosen = || {
                let set = |draft: &Draft| {
                    let sets = draft.alternatives.values();
                    let is_in = |set: &&client_core::model::AlternativeSet| {
                        paragraph.variant_of == Some(set.id) || set.base.contains(&paragraph.id)
                    };
                    sets.filter(is_in).map(|set| set.id).collect::<BTreeSet<_>>()
                };
                let sets = set(self.after.draft);
                self.decided(|subject| matches!(subject, Subject::Alternatives(id) if sets.contains(&id)))
                    .filter(|_| self.before.standings.alternatives != self.after.standings.alternatives)
            };
            let added = paragraph.added_in.and_then(|id| self.sign(id, inserted));
            added.or_else(|| self.arranged(paragraph.id)).or_else(chosen)
        };
        let place = if inserted { &self.after } else { &self.before };
        let around = place.inherited.get(&paragraph.id).into_iter().flatten().copied().collect::<Vec<_>>();
        let inside = || self.changed(&around, inserted);
        self.revision(who.or_else(inside).or_else(|| self.contributed(paragraph.id)), inserted)
    }

    /// The change; in the name of somebody unknown where nobody is.
    pub fn revision(&self, who: Option<Who>, inserted: bool) -> Revision {
        let (author, at) = who.unwrap_or_else(|| (self.words.unknown.to_owned(), None));
        Revision { inserted, author, at }
    }

    /// Who drew a sign, or took it away.
    fn sign(&self, id: BracketId, inserted: bool) -> Option<Who> {
        let bracket = self.after.draft.brackets.get(&id)?;
        let decided = || self.decided(|subject| subject == Subject::Bracket(id));
        let was_there = self.before.draft.brackets.contains_key(&id);
        match self.after.state(id)? {
            _ if inserted && !was_there => opener(bracket, self.names).or_else(decided),
            BracketState::Withdrawn | BracketState::Retracted => {
                let (author, _) = opener(bracket, self.names)?;
                Some((author, None))
            }
            _ if self.before.state(id) != self.after.state(id) => decided(),
            _ => None,
        }
    }

    fn words(&self, paragraph: &Paragraph, place: usize, inserted: bool) -> Option<Who> {
        let moment = if inserted { &self.after } else { &self.before };
        let around = moment.around(paragraph, place);
        self.changed(&around, inserted)
    }

    /// Who changed what stands in some brackets, outermost first, so that words in them came or went.
    fn changed(&self, around: &[BracketId], inserted: bool) -> Option<Who> {
        let differs = |id: &BracketId| match (self.before.state(*id), self.after.state(*id)) {
            (None, Some(_)) => {
                // Words that came with their bracket; words that were bracketed had been there.
                inserted && self.after.draft.brackets.get(id).is_some_and(|bracket| bracket.inserts)
            }
            (before, after) => before != after,
        };
        around.iter().rev().find(|id| differs(id)).and_then(|id| self.sign(*id, inserted))
    }

    /// Who decided last on a subject.
    fn decided(&self, about: impl Fn(Subject) -> bool) -> Option<Who> {
        let is_about = |entry: &&Entry| entry.decision.parts().iter().filter_map(|part| part.subject()).any(&about);
        let entry = self.entries.iter().rev().find(is_about)?;
        let author = [&entry.delegation, &entry.by].into_iter().find(|name| !name.is_empty());
        let author = author.map_or_else(|| self.words.chair.to_owned(), |name| self.names.print(name));
        Some((author, Some(entry.at)))
    }

    fn moved(&self, id: ParagraphId) -> Option<Who> {
        let moves = |change: Change| matches!(change, Change::Move { paragraph, .. } if paragraph == id);
        self.proposed(|proposal| moves(proposal.change))
    }

    /// Who split or merged so that a paragraph came or went.
    fn arranged(&self, id: ParagraphId) -> Option<Who> {
        self.proposed(|proposal| match proposal.change {
            Change::Split { .. } => second_part(proposal.id) == id,
            Change::Merge { next, .. } => next == id,
            Change::Move { .. } => false,
        })
    }

    /// Who decided on the proposals of a kind, where that changed something.
    fn proposed(&self, wanted: impl Fn(&Proposal) -> bool) -> Option<Who> {
        let accepted = |standings: &Standings, id| standings.decided_proposal(id) == Some(ProposalState::Accepted);
        let changed = |proposal: &&&Proposal| {
            accepted(self.before.standings, proposal.id) != accepted(self.after.standings, proposal.id)
        };
        let ids: BTreeSet<_> = self
            .proposals
            .iter()
            .filter(|proposal| wanted(proposal))
            .filter(changed)
            .map(|proposal| proposal.id)
            .collect();
        self.decided(|subject| matches!(subject, Subject::Proposal(id) if ids.contains(&id)))
    }

    /// All those who wrote in a paragraph between the moments, and when the last of them did.
    pub fn contributed(&self, id: ParagraphId) -> Option<Who> {
        let touched = self.contributions.iter().filter(|one| one.paragraphs.contains(&id));
        let mut names: Vec<String> = Vec::new();
        let mut last = None;
        for one in touched.filter(|one| !one.delegation.is_empty()) {
            let name = self.names.print(&one.delegation);
            if !names.contains(&name) {
                names.push(name);
            }
            last = Some(one.at);
        }
        (!names.is_empty()).then(|| (names.join(", "), last))
    }
}

/// Who opened a bracket, and when.
fn opener(bracket: &Bracket, names: &Names<'_>) -> Option<Who> {
    let author = [&bracket.delegation, &bracket.opened_by].into_iter().find(|name| !name.is_empty())?;
    Some((names.print(author), Some(bracket.opened_at).filter(|at| *at != 0)))
}
