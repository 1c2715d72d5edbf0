use automerge::Change;

use super::{Left, before::once_more};
use crate::{
    gate::MAX_OPERATIONS,
    model::{self, BracketId, Decision, InlineExt, ParagraphId, Proposal, ProposalId, Target},
    ops::{Act, Circumstances, Refusal, Splice},
    schema::{Document, Element, elements},
};

/// A document that is written into, act by act, and what comes of it.
pub(super) struct Writing<'a> {
    document: &'a mut Document,
    pub(super) circumstances: Circumstances<'a>,
    pub(super) reason: String,
    /// Whether the person decides.
    pub(super) decides: bool,
    pub(super) changes: Vec<Change>,
    /// What is to be decided, and in which paragraph.
    pub(super) decisions: Vec<(Option<ParagraphId>, Decision)>,
    pub(super) left: Vec<Left>,
}

impl<'a> Writing<'a> {
    pub(super) fn new(
        document: &'a mut Document,
        circumstances: Circumstances<'a>,
        reason: &str,
        decides: bool,
    ) -> Self {
        let reason = reason.to_owned();
        Self { document, circumstances, reason, decides, changes: Vec::new(), decisions: Vec::new(), left: Vec::new() }
    }

    /// Does an act; tells when it does not apply.
    pub(super) fn act(&mut self, paragraph: Option<ParagraphId>, act: &Act) -> bool {
        let before = (act.length() > MAX_OPERATIONS / 2).then(|| self.document.clone());
        match act.apply(self.document, self.circumstances) {
            Ok(_) => {
                self.changes.extend(self.document.commit_in_parts(before, act.name(), self.circumstances.now));
            }
            Err(refusal) => {
                self.refused(paragraph, &refusal);
                return false;
            }
        }
        true
    }

    /// Does splices of one paragraph, from its end to its beginning; those behind one that does not apply are not done.
    pub(super) fn splice(&mut self, paragraph: ParagraphId, splices: &[Splice]) -> bool {
        let mut size = 0;
        for splice in splices.iter().flat_map(parts) {
            let act = Act::Splice(splice);
            let Act::Splice(splice) = &act else { continue };
            if size > 0 && size + splice.size() > MAX_OPERATIONS {
                self.commit("edit");
                size = 0;
            }
            size += splice.size();
            if let Err(refusal) = act.apply(self.document, self.circumstances) {
                self.commit("edit");
                self.refused(Some(paragraph), &refusal);
                return false;
            }
        }
        self.commit("edit");
        true
    }

    fn commit(&mut self, name: &str) {
        self.changes.extend(self.document.commit(name, self.circumstances.now));
    }

    pub(super) fn may(&self, act: &Act) -> bool {
        act.check(self.document, self.circumstances).is_ok()
    }

    pub(super) fn refused(&mut self, paragraph: Option<ParagraphId>, refusal: &Refusal) {
        self.left.push(Left::refused(paragraph, refusal));
    }

    /// How long a paragraph is, in code points.
    pub(super) fn length(&self, paragraph: ParagraphId) -> usize {
        self.document.content(paragraph).map_or(0, |content| content.length())
    }

    /// Where something stands in a paragraph, in code points.
    pub(super) fn place(&self, paragraph: ParagraphId, is: impl Fn(&Element) -> bool) -> Option<usize> {
        self.document.content(paragraph).and_then(|content| elements(&content).iter().position(is))
    }

    /// The identity, or one that follows from it, which no bracket has.
    pub(super) fn fresh_bracket(&self, id: BracketId) -> BracketId {
        let mut fresh = id;
        while self.document.bracket(fresh).is_some() {
            fresh = once_more(fresh);
        }
        fresh
    }

    /// An identity for the proposal to move a paragraph which follows from where, and which none has.
    pub(super) fn fresh_proposal(&self, paragraph: ParagraphId, to: Target) -> ProposalId {
        let taken = self.document.proposals().unwrap_or_default();
        let place = match to {
            Target::After(sibling) => format!("after {}", sibling.0),
            Target::FirstIn(Some(parent)) => format!("first in {}", parent.0),
            Target::FirstIn(None) => "first".to_owned(),
        };
        let mut fresh = ProposalId::derived(paragraph.0, &place);
        while taken.contains_key(&fresh) {
            fresh = ProposalId::derived(fresh.0, "once more");
        }
        fresh
    }

    /// A proposal as the person makes it.
    pub(super) fn proposal(&self, id: ProposalId, change: model::Change) -> Proposal {
        let Circumstances { person, now, .. } = self.circumstances;
        Proposal {
            id,
            change,
            by: person.name.clone(),
            delegation: person.delegation.0.clone(),
            at: now,
            reason: self.reason.clone(),
            withdrawn: false,
        }
    }

    /// The same for a paragraph.
    pub(super) fn fresh_paragraph(&self, id: ParagraphId) -> ParagraphId {
        let mut fresh = id;
        while self.document.paragraph(fresh).is_some() {
            fresh = ParagraphId::derived(fresh.0, "once more");
        }
        fresh
    }
}

/// A splice as several, each not longer than one may be, in the order in which they are done.
fn parts(splice: &Splice) -> Vec<Splice> {
    if splice.size() <= MAX_OPERATIONS {
        return vec![splice.clone()];
    }
    let Splice { paragraph, at, delete, .. } = *splice;
    let part = |at, delete, insert| Splice { paragraph, at, delete, insert };
    let mut parts: Vec<Splice> = (0..delete.div_ceil(MAX_OPERATIONS))
        .map(|n| part(at, MAX_OPERATIONS.min(delete - n * MAX_OPERATIONS), String::new()))
        .collect();
    let chars: Vec<char> = splice.insert.chars().collect();
    parts.extend(chars.chunks(MAX_OPERATIONS).rev().map(|chunk| part(at, 0, chunk.iter().collect())));
    parts
}
