//! A person's edits as text, so that they can be done again on a replica that does not share the changes they were made
//! in: for each paragraph, what was inserted and deleted between the server's version and one's own.

mod again;
mod between;

use std::collections::{BTreeMap, BTreeSet};

use automerge::Change;

use super::Replica;
use crate::{
    gate::Touched,
    model::{
        AlternativeSet, Anchor, Bracket, BracketId, BracketState, Inline, InlineExt, JoinedChoice, Paragraph,
        ParagraphId, Phase, Position, Proposal, ProposalId, Style, Timestamp, may_join,
    },
    ops::{Act, Circumstances, EraseLines, Refusal, Splice, WithdrawBracket},
    schema::{Element, Line, pieces},
};
use between::between;

/// What somebody did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Edits {
    paragraphs: Vec<Edit>,
    withdrawn: Vec<BracketId>,
    /// Brackets of others that became choices.
    choices: Vec<BracketId>,
    /// Statements of positions, oldest first.
    positions: Vec<Position>,
    /// New paragraphs, each with its place and the lines between branches in it, parents first.
    added: Vec<(Paragraph, String, Vec<Line>)>,
    /// The registers of the brackets that were opened in new paragraphs.
    brackets: Vec<Bracket>,
    /// New sets of alternatives.
    sets: Vec<AlternativeSet>,
    /// New proposals; the anchors of splits are among the runs.
    proposals: Vec<Proposal>,
    /// Proposals of one's own delegation that were taken back.
    taken_back: Vec<ProposalId>,
    /// Footnotes that were added; their calls and their words are among the edits of the paragraphs.
    notes: Vec<ParagraphId>,
    /// Brackets that were joined to one question.
    joined: Vec<JoinedChoice>,
    /// What was taken back of one's own, in acts: questions, lines between branches, footnotes.
    reversed: Vec<Act>,
}

/// What somebody did to one paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Edit {
    paragraph: ParagraphId,
    /// Runs, from the end of the paragraph to its beginning: where in the server's version (as a cursor there), how many
    /// units go, what comes.
    runs: Vec<Run>,
    /// The registers of the brackets that the runs open.
    brackets: Vec<Bracket>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Run {
    at: String,
    delete: usize,
    insert: Vec<Element>,
    /// The lines between branches among what comes, each with the slash whose place it took.
    lines: Vec<Line>,
}

/// Words that could not be kept in the draft; the host shows them, so that they can be copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lost {
    /// Where they were written.
    pub paragraph: ParagraphId,
    /// The words.
    pub words: String,
}

impl Edits {
    pub(super) fn is_empty(&self) -> bool {
        let old = self.paragraphs.is_empty() && self.withdrawn.is_empty() && self.choices.is_empty();
        let new = self.added.is_empty() && self.proposals.is_empty() && self.taken_back.is_empty();
        old && new
            && self.reversed.is_empty()
            && self.notes.is_empty()
            && self.joined.is_empty()
            && self.positions.is_empty()
    }

    /// Whether positions were taken.
    pub(super) fn has_positions(&self) -> bool {
        !self.positions.is_empty()
    }

    /// Whether brackets were joined to one question.
    pub(super) fn joins(&self) -> bool {
        !self.joined.is_empty()
    }

    /// Leaves out that brackets were joined.
    pub(super) fn leave_apart(&mut self) {
        self.joined.clear();
    }

    pub(super) fn lost(&self) -> Vec<Lost> {
        let added = self.added.iter().map(|(paragraph, ..)| (paragraph.id, paragraph.content.words()));
        let added = added.filter(|(_, words)| !words.is_empty()).map(|(paragraph, words)| Lost { paragraph, words });
        self.paragraphs.iter().filter_map(Edit::lost).chain(added).collect()
    }
}

impl Edit {
    fn lost(&self) -> Option<Lost> {
        let words: String = self.runs.iter().rev().map(|run| words(&run.insert)).collect::<Vec<_>>().join(" ");
        (!words.is_empty()).then_some(Lost { paragraph: self.paragraph, words })
    }
}

impl Run {
    /// What comes. A line between the branches of a bracket that was settled meanwhile is the slash again that it was.
    fn insert_where(&self, is_settled: impl Fn(BracketId) -> bool) -> Vec<Element> {
        let mut lines = self.lines.iter();
        let unit = |unit: &Element| match unit {
            Element::Anchor(Anchor::Or(id)) => {
                let slash = lines.next().and_then(|line| line.slash);
                let slash = slash.map(|c| Element::Char(c, Style::default()));
                if is_settled(*id) { slash } else { Some(*unit) }
            }
            _ => Some(*unit),
        };
        self.insert.iter().filter_map(unit).collect()
    }

    /// A line that comes, as it was drawn but in somebody's name; of a bracket the first one that is not done yet.
    fn take_line(&self, taken: &mut usize, bracket: BracketId, delegation: &str) -> Line {
        let found = self.lines.iter().enumerate().skip(*taken).find(|(_, line)| line.bracket == bracket);
        *taken = found.map_or(*taken, |(at, _)| at + 1);
        let line = found.map(|(_, line)| line.clone());
        let plain = Line { bracket, delegation: String::new(), slash: None, within: None };
        Line { delegation: delegation.to_owned(), ..line.unwrap_or(plain) }
    }
}

impl Replica {
    /// What lies between the server's version and this one.
    pub(super) fn edits(&mut self) -> Edits {
        let mut touched: BTreeSet<ParagraphId> = BTreeSet::new();
        for pending in &self.pending {
            touched.extend(&pending.touched.paragraphs);
        }
        let confirmed: Vec<String> = self.confirmed.iter().cloned().collect();
        let Ok(server) = self.document.at(&confirmed) else { return Edits::default() };
        between(&server, &self.document, touched, self.negotiates())
    }

    /// What changes say that have no place in this replica any more, since another window went on as the same actor: what
    /// lies between what they build on and what they make of it.
    pub(super) fn stranded(&mut self, changes: &[(Change, Touched)]) -> Edits {
        let Some((first, _)) = changes.first() else { return Edits::default() };
        let deps: Vec<String> = first.deps().iter().map(ToString::to_string).collect();
        let Ok(base) = self.document.at(&deps) else { return Edits::default() };
        let mut mine = base.clone();
        let mut touched = BTreeSet::new();
        for (change, touches) in changes {
            // One that does not fit ends it: those behind build on it.
            if mine.apply([change.clone()]).is_err() {
                break;
            }
            touched.extend(&touches.paragraphs);
        }
        between(&base, &mine, touched, self.negotiates())
    }

    fn negotiates(&self) -> bool {
        self.standings.phase == Phase::Negotiation
    }

    /// Whether edits draw lines in brackets that are settled, as far as is known here.
    pub(super) fn has_settled_lines(&self, edits: &Edits) -> bool {
        let settled = self.settled();
        let mut units = edits.paragraphs.iter().flat_map(|edit| &edit.runs).flat_map(|run| &run.insert);
        units.any(|unit| matches!(unit, Element::Anchor(Anchor::Or(id)) if settled.contains(id)))
    }

    /// The brackets that are not open.
    fn settled(&self) -> BTreeSet<BracketId> {
        let brackets = self.document.brackets().unwrap_or_default();
        let is_settled = |bracket: &&Bracket| self.standings.of(bracket) != BracketState::Open;
        brackets.values().filter(is_settled).map(|bracket| bracket.id).collect()
    }

    /// Does edits on the replica as it is, as far as what was decided meanwhile leaves room for them; answers what they touch,
    /// and the words that there is no room for. Brackets keep their identity and their words.
    pub(super) fn redo(&mut self, edits: &Edits, now: Timestamp) -> (Touched, Vec<Lost>) {
        let mut touched = Touched { structure: true, ..Touched::default() };
        let mut lost = Vec::new();
        if self.standings.phase == Phase::Closed {
            return (touched, edits.lost());
        }
        // A note without its call has no place; its words are handed back.
        let called = self.called(edits);
        let delegation = self.person.delegation.0.clone();
        let notes = edits.notes.iter().copied().filter(|note| called.contains(note));
        touched.paragraphs.extend(notes.filter(|note| self.document.add_note(*note, &delegation).is_ok()));
        let settled = self.settled();
        let homeless = self.homeless(edits);
        // Fresh: an actor does edits again once.
        let namespace = uuid::Uuid::new_v5(&uuid::Uuid::nil(), self.document.actor());
        let mut divided: BTreeSet<BracketId> = BTreeSet::new();
        // Before others are drawn: those that come with these edits stay.
        let erased = self.erase_again(edits, now, &mut touched);
        lost.extend(self.redo_added(edits, &mut touched));
        let opened = edits.paragraphs.iter().flat_map(|edit| &edit.brackets);
        let mut unregistered: BTreeMap<BracketId, &Bracket> = opened.map(|bracket| (bracket.id, bracket)).collect();
        for edit in &edits.paragraphs {
            let uncalled = edits.notes.contains(&edit.paragraph) && !called.contains(&edit.paragraph);
            if uncalled || self.standings.is_agreed(edit.paragraph) {
                lost.extend(edit.lost());
                continue;
            }
            let Some(text) = self.document.text(edit.paragraph) else { continue };
            touched.paragraphs.insert(edit.paragraph);
            for (nth, run) in edit.runs.iter().enumerate() {
                let Some(at) = self.document.offset(edit.paragraph, &run.at) else { continue };
                let mut insert = run.insert_where(|id| settled.contains(&id));
                insert.retain(|unit| !matches!(unit, Element::Anchor(anchor) if is_of(*anchor, &homeless)));
                let mut delete = run.delete;
                if self.is_hidden(edit.paragraph, at) {
                    let late = words(&run.insert);
                    delete = 0;
                    lost.extend((!late.is_empty()).then_some(Lost { paragraph: edit.paragraph, words: late }));
                    // Edges stay: the other one may stand elsewhere.
                    insert.retain(|unit| matches!(unit, Element::Anchor(_)));
                }
                // Beside its edges: what is whole only together is in one of the parts in which much is sent.
                for unit in &insert {
                    let Element::Anchor(Anchor::Open(id) | Anchor::Close(id)) = unit else { continue };
                    if let Some(bracket) = unregistered.remove(id) {
                        touched.brackets.extend(self.register(bracket).then_some(*id));
                    }
                }
                // What fails in one run leaves the others: each is an edit of its own.
                if self.standings.phase == Phase::Negotiation {
                    let mut n = 0..;
                    let mut id = || {
                        BracketId::derived(namespace, &format!("{}/{nth}/{}", edit.paragraph, n.next().unwrap_or(0)))
                    };
                    self.negotiate(edit.paragraph, (at, delete), &insert, run, now, &mut id);
                    continue;
                }
                if self.document.splice(&text, at, delete, "").is_err() {
                    continue;
                }
                // Anchors before words, of which many are sent in parts.
                let (mut to, mut drawn) = (at, 0);
                let mut stand = Vec::new();
                for piece in pieces(&insert) {
                    let written = match &piece {
                        Inline::Text { .. } => false,
                        Inline::Anchor(Anchor::Or(id)) => {
                            let line = run.take_line(&mut drawn, *id, &delegation);
                            let written = self.document.draw_line(&text, to, &line).is_ok();
                            divided.extend(written.then_some(*id));
                            written
                        }
                        Inline::Anchor(anchor) => self.document.insert_anchor(&text, to, *anchor).is_ok(),
                    };
                    to += usize::from(written);
                    stand.extend((written || matches!(piece, Inline::Text { .. })).then_some(piece));
                }
                let mut to = at;
                for piece in &stand {
                    let written = match piece {
                        Inline::Text { text: words, .. } => self.document.splice(&text, to, 0, words).is_ok(),
                        Inline::Anchor(_) => true,
                    };
                    to += if written { piece.len() } else { 0 };
                }
            }
        }
        self.redo_proposals(edits);
        for bracket in edits.choices.iter().filter(|bracket| divided.contains(bracket)) {
            let written = self.document.make_choice(*bracket, true).is_ok();
            touched.brackets.extend(written.then_some(*bracket));
        }
        for choice in &edits.joined {
            // It may be that they stand apart by now, or that somebody was faster: then the question is theirs.
            let draft = self.document.hydrate().ok();
            let may = draft.is_some_and(|draft| may_join(&draft, &self.standings, &choice.brackets).is_ok());
            let own = JoinedChoice {
                joined_by: self.person.name.clone(),
                delegation: self.person.delegation.0.clone(),
                ..choice.clone()
            };
            let written = may && self.document.join_choice(&own).is_ok();
            touched.brackets.extend(own.brackets.iter().filter(|_| written));
        }
        for bracket in &edits.withdrawn {
            let act = Act::WithdrawBracket(WithdrawBracket { bracket: *bracket });
            if act.check(&self.document, self.circumstances(now)).is_err() {
                continue;
            }
            let written = self.document.withdraw_bracket(*bracket).is_ok();
            let mut lines = self.document.lines_by(*bracket, &delegation);
            lines.retain(|(.., line)| line.within.is_some());
            drop(self.document.erase_lines(&lines));
            touched.brackets.extend(written.then_some(*bracket));
        }
        for bracket in erased {
            let line = Inline::Anchor(Anchor::Or(bracket));
            let left = |id: &ParagraphId| self.document.content(*id).is_some_and(|content| content.contains(&line));
            if !self.document.paragraph_ids().iter().any(left) {
                drop(self.document.make_choice(bracket, false));
            }
        }
        for act in edits.reversed.iter().filter(|act| !matches!(act, Act::EraseLines(_))) {
            let Self { person, standings, document, .. } = self;
            let done = act.apply(document, Circumstances { person, standings, now });
            touched.paragraphs.extend(done.into_iter().flatten());
        }
        touched.positions = self.say_again(&edits.positions);
        (touched, lost)
    }

    /// Takes lines back again, as far as they may be; answers their brackets.
    fn erase_again(&mut self, edits: &Edits, now: Timestamp, touched: &mut Touched) -> Vec<BracketId> {
        let mut erased = Vec::new();
        for act in &edits.reversed {
            let Act::EraseLines(EraseLines { bracket }) = act else { continue };
            if act.check(&self.document, self.circumstances(now)).is_err() {
                continue;
            }
            let lines = self.document.lines_by(*bracket, &self.person.delegation.0);
            touched.paragraphs.extend(lines.iter().map(|(paragraph, ..)| *paragraph));
            if self.document.erase_lines(&lines).is_ok() {
                erased.push(*bracket);
            }
        }
        erased
    }

    /// Why something that was taken back can not be any more, as far as is known here: the person has to know.
    pub(super) fn hopeless(&self, edits: &Edits) -> Option<Refusal> {
        let why = |act: &Act| act.check(&self.document, self.circumstances(0)).err();
        let lifted = edits.withdrawn.iter().map(|bracket| Act::WithdrawBracket(WithdrawBracket { bracket: *bracket }));
        let refusals = lifted.filter_map(|act| why(&act)).chain(edits.reversed.iter().filter_map(why));
        // A note or a bracket that comes with the same edits is not here yet.
        refusals.into_iter().find(|refusal| !matches!(refusal, Refusal::NoParagraph | Refusal::NoBracket))
    }

    /// The notes that edits call from a paragraph that takes the call.
    fn called(&self, edits: &Edits) -> BTreeSet<ParagraphId> {
        let takes = |id| !self.standings.is_agreed(id) && self.document.text(id).is_some();
        let open = edits.paragraphs.iter().filter(|edit| takes(edit.paragraph));
        let units = open.flat_map(|edit| &edit.runs).flat_map(|run| &run.insert);
        units
            .filter_map(|unit| if let Element::Anchor(Anchor::Note(note)) = unit { Some(*note) } else { None })
            .collect()
    }

    /// The brackets that edits open and that have an edge in a paragraph that takes none.
    fn homeless(&self, edits: &Edits) -> BTreeSet<BracketId> {
        let takes = |id| !self.standings.is_agreed(id) && self.document.text(id).is_some();
        let closed = edits.paragraphs.iter().filter(|edit| !takes(edit.paragraph));
        let units = closed.flat_map(|edit| &edit.runs).flat_map(|run| &run.insert);
        let edge = |unit: &Element| match unit {
            Element::Anchor(Anchor::Open(id) | Anchor::Close(id)) => Some(*id),
            _ => None,
        };
        units.filter_map(edge).collect()
    }

    /// Whether a place lies among words that were decided away.
    fn is_hidden(&self, paragraph: ParagraphId, at: usize) -> bool {
        let act = Splice { paragraph, at, delete: 0, insert: String::new() };
        Act::Splice(act).check(&self.document, self.circumstances(0)) == Err(Refusal::Decided)
    }
}

/// Whether an anchor belongs to one of some brackets.
fn is_of(anchor: Anchor, brackets: &BTreeSet<BracketId>) -> bool {
    anchor.bracket().is_some_and(|id| brackets.contains(&id))
}

fn words(units: &[Element]) -> String {
    units.iter().filter_map(|unit| if let Element::Char(c, _) = unit { Some(*c) } else { None }).collect()
}
