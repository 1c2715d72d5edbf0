//! What is written when edits are done again, piece by piece.

use std::collections::{BTreeMap, BTreeSet};

use super::{Edits, Lost, Replica, Run, words};
use crate::{
    gate::Touched,
    model::{
        self, AlternativeSet, Anchor, Bracket, BracketId, Inline, InlineExt, Paragraph, ParagraphId, Position,
        Proposal, Timestamp, Topic,
    },
    ops::{Act, Circumstances, ProposeWords},
    schema::{BracketOpening, Element, Line, pieces},
};

impl Replica {
    /// Does one run of an edit as a negotiation allows: words outside of what one's own delegation proposes come in brackets
    /// with fresh identities. What fails is left out.
    pub(super) fn negotiate(
        &mut self,
        paragraph: ParagraphId,
        (at, delete): (usize, usize),
        insert: &[Element],
        run: &Run,
        now: Timestamp,
        fresh: &mut dyn FnMut() -> BracketId,
    ) {
        let alone = insert.iter().all(|unit| matches!(unit, Element::Char(..)));
        let mut propose = |replica: &mut Self, at, delete, insert: String| {
            if delete == 0 && insert.is_empty() {
                return;
            }
            let act = ProposeWords { id: fresh(), paragraph, at, delete, insert, reason: String::new() };
            let Replica { person, standings, document, .. } = replica;
            // What has no place any more was found before.
            drop(Act::ProposeWords(act).apply(document, Circumstances { person, standings, now }));
        };
        propose(self, at, delete, if alone { words(insert) } else { String::new() });
        let Some(text) = self.document.text(paragraph).filter(|_| !alone) else { return };
        let delegation = self.person.delegation.0.clone();
        let (mut to, mut drawn) = (at, 0);
        for piece in pieces(insert) {
            let before = self.document.length(&text);
            match piece {
                Inline::Text { text: words, .. } => propose(self, to, 0, words),
                Inline::Anchor(Anchor::Or(id)) => {
                    let line = run.take_line(&mut drawn, id, &delegation);
                    drop(self.document.draw_line(&text, to, &line));
                }
                Inline::Anchor(anchor) => drop(self.document.insert_anchor(&text, to, anchor)),
            }
            to += self.document.length(&text).saturating_sub(before);
        }
    }

    /// Proposes paragraphs again, each with all its words in the bracket that it was proposed in; answers the words of versions
    /// of what is agreed meanwhile, and of what builds on those.
    pub(super) fn redo_added(&mut self, edits: &Edits, touched: &mut Touched) -> Vec<Lost> {
        let known = self.document.alternatives().unwrap_or_default();
        let sets: BTreeMap<_, _> =
            edits.sets.iter().map(|set| (set.id, set)).chain(known.iter().map(|(id, set)| (*id, set))).collect();
        let here = self.document.paragraph_ids();
        let new = edits.added.iter().filter(|(paragraph, ..)| !here.contains(&paragraph.id));
        let mut added: Vec<_> = new.collect();
        let mut late: Vec<&Paragraph> = Vec::new();
        // What has no place takes along what stands under it, or is a version of it.
        loop {
            let gone: BTreeSet<ParagraphId> = late.iter().map(|paragraph| paragraph.id).collect();
            let has_no_place = |paragraph: &Paragraph| {
                let set = paragraph.variant_of.and_then(|set| sets.get(&set));
                let base = set.map(|set| set.base.as_slice()).unwrap_or_default();
                base.iter().any(|id| self.standings.is_agreed(*id) || gone.contains(id))
                    || paragraph.parent.is_some_and(|parent| gone.contains(&parent))
            };
            let (left_out, stays): (Vec<_>, Vec<_>) =
                added.into_iter().partition(|(paragraph, ..)| has_no_place(paragraph));
            added = stays;
            if left_out.is_empty() {
                break;
            }
            late.extend(left_out.into_iter().map(|(paragraph, ..)| paragraph));
        }
        let wanted = |set: &&AlternativeSet| added.iter().any(|(paragraph, ..)| paragraph.variant_of == Some(set.id));
        for set in edits.sets.iter().filter(|set| !known.contains_key(&set.id)).filter(wanted) {
            // A set without its version is none: the gate takes both or neither.
            drop(self.document.add_set(set));
        }
        for (paragraph, place, lines) in added {
            if self.document.add_paragraph(paragraph, place).is_err() {
                continue;
            }
            let delegation = &self.person.delegation.0;
            let signed = lines.iter().map(|line| Line { delegation: delegation.clone(), ..line.clone() });
            drop(self.document.sign_lines(paragraph.id, &signed.collect::<Vec<_>>()));
            touched.paragraphs.insert(paragraph.id);
            let opened = paragraph.content.iter().filter_map(|piece| match piece {
                Inline::Anchor(Anchor::Open(id)) => edits.brackets.iter().find(|bracket| bracket.id == *id),
                _ => None,
            });
            for bracket in opened {
                touched.brackets.extend(self.register(bracket).then_some(bracket.id));
            }
            drop(self.document.fill_paragraph(paragraph));
        }
        let lost = late.iter().map(|paragraph| Lost { paragraph: paragraph.id, words: paragraph.content.words() });
        lost.filter(|lost| !lost.words.is_empty()).collect()
    }

    /// Proposes moves, splits and merges again, and takes back what was taken back. A split whose place was lost is left out, and
    /// what names a paragraph that is not here.
    pub(super) fn redo_proposals(&mut self, edits: &Edits) {
        let known = self.document.proposals().unwrap_or_default();
        let here = self.document.paragraph_ids();
        let new = edits.proposals.iter().filter(|proposal| !known.contains_key(&proposal.id));
        for proposal in new.filter(|proposal| proposal.change.names().all(|id| here.contains(&id))) {
            let mark = Inline::Anchor(Anchor::Split(proposal.id));
            let content = self.document.content(proposal.change.paragraph()).unwrap_or_default();
            if matches!(proposal.change, model::Change::Split { .. }) && !content.contains(&mark) {
                continue;
            }
            let signed = Proposal {
                by: self.person.name.clone(),
                delegation: self.person.delegation.0.clone(),
                ..proposal.clone()
            };
            drop(self.document.register_proposal(&signed));
        }
        for id in &edits.taken_back {
            drop(self.document.withdraw_proposal(*id));
        }
    }

    /// Writes the register of a bracket again, in one's own name.
    pub(super) fn register(&mut self, bracket: &Bracket) -> bool {
        let opening = BracketOpening {
            id: bracket.id,
            by: self.person.name.clone(),
            delegation: self.person.delegation.0.clone(),
            at: bracket.opened_at,
            wish: bracket.wish,
            reason: bracket.reason.clone(),
            inserts: bracket.inserts,
        };
        self.document.register_bracket(&opening).is_ok()
    }

    /// Makes statements of positions again that are not here; answers what they are about.
    pub(super) fn say_again(&mut self, positions: &[Position]) -> BTreeSet<Topic> {
        let mut subjects = BTreeSet::new();
        let said = self.document.positions().unwrap_or_default();
        for position in positions.iter().filter(|position| !said.contains_key(&position.id)) {
            // The delegation may be another now that the person came in again.
            let (by, delegation) = (self.person.name.clone(), self.person.delegation.0.clone());
            let again = Position { by, delegation, ..position.clone() };
            let here = self.document.knows(position.subject).unwrap_or(false);
            let written = here && self.document.take_position(&again).is_ok();
            subjects.extend(written.then_some(position.subject));
        }
        subjects
    }
}
