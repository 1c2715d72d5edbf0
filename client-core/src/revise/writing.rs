use automerge::Change;

use super::{Left, before::once_more, supposed};
use crate::{
    gate::MAX_OPERATIONS,
    model::{
        self, Anchor, BracketId, Decision, InlineExt, ParagraphId, Phase, Proposal, ProposalId, Standings, Target,
    },
    ops::{Act, Circumstances, ProposeWords, Refusal, Splice},
    schema::{Document, Element, elements},
};

/// A document that is written into, act by act, and what comes of it.
pub(super) struct Writing<'a> {
    document: &'a mut Document,
    pub(super) circumstances: Circumstances<'a>,
    /// Under which decisions the draft is read: in a negotiation as if the own proposals were accepted.
    pub(super) standings: &'a Standings,
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
        (standings, reason): (&'a Standings, &str),
        decides: bool,
    ) -> Self {
        let reason = reason.to_owned();
        Self {
            document,
            circumstances,
            standings,
            reason,
            decides,
            changes: Vec::new(),
            decisions: Vec::new(),
            left: Vec::new(),
        }
    }

    /// Does an act; tells when it does not apply.
    pub(super) fn act(&mut self, paragraph: Option<ParagraphId>, act: &Act) -> bool {
        let before = act.before(self.document);
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

    /// Whether words change by bracket.
    pub(super) fn negotiates(&self) -> bool {
        self.circumstances.standings.phase == Phase::Negotiation
    }

    /// Makes edits of one paragraph, from its end to its beginning: by splices, or in a negotiation by proposals. Whether what stands
    /// where in it is known then.
    pub(super) fn words(&mut self, (paragraph, new): (ParagraphId, ParagraphId), edits: &[Splice]) -> bool {
        if !self.negotiates() || edits.is_empty() {
            return self.splice(paragraph, edits);
        }
        let units = self.document.content(paragraph).map(|content| elements(&content)).unwrap_or_default();
        for Splice { at, delete, insert, .. } in together(&units, edits) {
            let id = self.fresh_words(new, delete);
            let act = ProposeWords { id, paragraph, at, delete, insert, reason: self.reason.clone() };
            if !self.act(Some(paragraph), &Act::ProposeWords(act)) {
                break;
            }
        }
        false
    }

    /// The next identity of a proposal of words in a paragraph of the version: none of the brackets that may come of it is there.
    fn fresh_words(&self, new: ParagraphId, delete: usize) -> BracketId {
        let mut fresh = supposed::words(new);
        while supposed::all_of_words(fresh, delete).any(|id| self.document.bracket(id).is_some()) {
            fresh = once_more(fresh);
        }
        fresh
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

    /// Where a bracket opens and closes so that it does not cross own proposals which are read as if they were accepted: around
    /// those that begin where it begins, or end where it ends.
    pub(super) fn around_own(
        &self,
        (first, mut from): (ParagraphId, usize),
        (last, mut to): (ParagraphId, usize),
    ) -> (usize, usize) {
        if !self.negotiates() {
            return (from, to);
        }
        let units = |id| self.document.content(id).map(|content| elements(&content)).unwrap_or_default();
        let (begin, end) = (units(first), units(last));
        let proposed = |id: BracketId| {
            let decided = |standings: &Standings| standings.brackets.contains_key(&id);
            decided(self.standings) && !decided(self.circumstances.standings)
        };
        let opens = |at: usize| match begin.get(at) {
            Some(Element::Anchor(Anchor::Open(id))) if proposed(*id) => Some(*id),
            _ => None,
        };
        let closes = |at: usize| match end.get(at) {
            Some(Element::Anchor(Anchor::Close(id))) if proposed(*id) => Some(*id),
            _ => None,
        };
        let edge = |units: &[Element], anchor| units.iter().position(|unit| *unit == Element::Anchor(anchor));
        loop {
            let before = (from, to);
            if let Some(id) = from.checked_sub(1).and_then(opens) {
                let close = edge(&begin, Anchor::Close(id));
                if close.is_some_and(|close| first != last || close < to) {
                    from -= 1;
                } else if close == Some(to) {
                    (from, to) = (from - 1, to + 1);
                }
            }
            if let Some(id) = closes(to) {
                let open = edge(&end, Anchor::Open(id));
                if open.is_some_and(|open| first != last || open >= from) {
                    to += 1;
                }
            }
            if (from, to) == before {
                return before;
            }
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

/// Edits that follow one another with nothing but a space between them as one, so that one proposal comes of them; without those
/// that only take the space beside a bracket away, which is mended when the bracket is decided.
fn together(units: &[Element], edits: &[Splice]) -> Vec<Splice> {
    let space = |at: usize| match units.get(at) {
        Some(Element::Char(c, _)) if c.is_whitespace() => Some(*c),
        _ => None,
    };
    let anchor = |at: Option<usize>| matches!(at.and_then(|at| units.get(at)), Some(Element::Anchor(_)));
    let mut whole: Vec<Splice> = Vec::new();
    for edit in edits {
        let end = edit.at + edit.delete;
        if let (Some(c), Some(behind)) = (space(end), whole.last_mut().filter(|behind| behind.at == end + 1)) {
            behind.insert = format!("{}{c}{}", edit.insert, behind.insert);
            (behind.at, behind.delete) = (edit.at, edit.delete + 1 + behind.delete);
            continue;
        }
        whole.push(edit.clone());
    }
    let beside = |edit: &Splice| {
        let spaces = (edit.at..edit.at + edit.delete).all(|at| space(at).is_some());
        edit.insert.is_empty() && spaces && (anchor(edit.at.checked_sub(1)) || anchor(Some(edit.at + edit.delete)))
    };
    whole.retain(|edit| !beside(edit));
    whole
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
