//! A person's edits as text, so that they can be done again on a replica that does not share the changes they were made
//! in: for each paragraph, what was inserted and deleted between the server's version and one's own.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use automerge::Change;

use super::Replica;
use crate::{
    gate::{Touched, unit_ids},
    model::{
        self, AlternativeSet, Anchor, Bracket, BracketId, BracketState, Inline, InlineExt, JoinedChoice, Paragraph,
        ParagraphId, ParagraphKind, Phase, Position, Proposal, ProposalId, Style, Timestamp, Topic, Wish, may_join,
    },
    ops::{
        Act, Circumstances, EraseLines, PartChoice, ProposeWords, Refusal, Splice, WithdrawBracket, WithdrawNote,
        is_slash,
    },
    redline::{Unit, differences, is_letter},
    schema::{BracketOpening, Document, Element, Line, elements, pieces},
};

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

    /// Does one run of an edit as a negotiation allows: words outside of what one's own delegation proposes come in brackets
    /// with fresh identities. What fails is left out.
    fn negotiate(
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
    fn redo_added(&mut self, edits: &Edits, touched: &mut Touched) -> Vec<Lost> {
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
    fn redo_proposals(&mut self, edits: &Edits) {
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
    fn register(&mut self, bracket: &Bracket) -> bool {
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
    fn say_again(&mut self, positions: &[Position]) -> BTreeSet<Topic> {
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

/// What was proposed between two versions of a draft.
fn proposed_between(server: &Document, own: &Document, edits: &mut Edits) {
    let here = server.paragraph_ids();
    let Ok(mine) = own.hydrate() else { return };
    // Footnotes come with their calls.
    let proposed = |new: &&Paragraph| !here.contains(&new.id) && new.kind != ParagraphKind::Note;
    for paragraph in mine.paragraphs.iter().filter(proposed) {
        let inside = |piece: &Inline| match piece {
            Inline::Anchor(Anchor::Open(id)) => mine.brackets.get(id).cloned(),
            _ => None,
        };
        edits.brackets.extend(paragraph.content.iter().filter_map(inside));
        let place = own.place(paragraph.id).unwrap_or_default();
        let units = elements(&paragraph.content).into_iter().enumerate();
        let lines = units.filter(|(_, unit)| matches!(unit, Element::Anchor(Anchor::Or(_))));
        let text = own.text(paragraph.id);
        let lines = lines.filter_map(|(at, _)| own.line(text.as_ref()?, at)).collect();
        edits.added.push((enclosed(paragraph), place, lines));
    }
    let sets = server.alternatives().unwrap_or_default();
    edits.sets = mine.alternatives.into_values().filter(|set| !sets.contains_key(&set.id)).collect();
    let proposals = server.proposals().unwrap_or_default();
    for proposal in mine.proposals.into_values() {
        match proposals.get(&proposal.id) {
            None => edits.proposals.push(proposal),
            Some(before) if proposal.withdrawn && !before.withdrawn => edits.taken_back.push(proposal.id),
            Some(_) => {}
        }
    }
}

/// A new paragraph with all its words inside the bracket that it was proposed in: some may have been written before it. A cell has
/// that bracket in common with its row.
fn enclosed(paragraph: &Paragraph) -> Paragraph {
    let in_row = matches!(paragraph.kind, ParagraphKind::Row | ParagraphKind::Cell);
    let Some(bracket) = paragraph.added_in.filter(|_| !in_row) else { return paragraph.clone() };
    let edges = [Inline::Anchor(Anchor::Open(bracket)), Inline::Anchor(Anchor::Close(bracket))];
    let stays = |piece: &&Inline| !edges.contains(piece) && !matches!(piece, Inline::Anchor(Anchor::Erased(_)));
    let mut content: Vec<Inline> = paragraph.content.iter().filter(stays).cloned().collect();
    let [open, close] = edges;
    content.insert(0, open);
    content.push(close);
    Paragraph { content, ..paragraph.clone() }
}

/// What lies between two versions of a draft, in some of its paragraphs; where words change by bracket, in whole words.
fn between(server: &Document, own: &Document, touched: BTreeSet<ParagraphId>, whole_words: bool) -> Edits {
    let known = server.brackets().unwrap_or_default();
    let mine = own.brackets().unwrap_or_default();
    let lifted = |bracket: &&Bracket| bracket.withdrawn && known.get(&bracket.id).is_none_or(|b| !b.withdrawn);
    let withdrawn: Vec<BracketId> = mine.values().filter(lifted).map(|bracket| bracket.id).collect();
    let mine_lifted: BTreeSet<BracketId> = withdrawn.iter().copied().collect();
    let split = |bracket: &&Bracket| {
        bracket.wish == Wish::Choose && known.get(&bracket.id).is_some_and(|before| before.wish != Wish::Choose)
    };
    let mut reversed: BTreeSet<BracketId> = BTreeSet::new();
    let choices = mine.values().filter(split).map(|bracket| bracket.id).collect();
    let asked = server.choices().unwrap_or_default();
    let mut joined = own.choices().unwrap_or_default();
    let parted: Vec<Act> = joined
        .values()
        .filter(|choice| choice.withdrawn && asked.get(&choice.id).is_some_and(|before| !before.withdrawn))
        .map(|choice| Act::PartChoice(PartChoice { choice: choice.id }))
        .collect();
    // Made and taken apart before anybody heard of it: never said.
    joined.retain(|id, choice| !choice.withdrawn && !asked.contains_key(id));
    let mut edits = Vec::new();
    let mut notes = Vec::new();
    for paragraph in touched {
        if own.text(paragraph).is_none() {
            continue;
        }
        let before = server.content(paragraph);
        let is_note = before.is_none() && own.paragraph(paragraph).is_some_and(|new| new.kind == ParagraphKind::Note);
        if before.is_none() && !is_note {
            continue;
        }
        notes.extend(is_note.then_some(paragraph));
        let before = before.unwrap_or_default();
        let before = elements(&before);
        let (after, drawn) = as_drawn(server, own, paragraph, &before, &mut reversed);
        let fresh = |id: BracketId| !known.contains_key(&id) && mine.get(&id).is_some_and(|bracket| bracket.inserts);
        let (old_units, new_units) =
            (before.iter().map(|unit| (false, *unit)).collect::<Vec<_>>(), marked(&after, fresh));
        let mut runs = Vec::new();
        for (old, new) in differences(&old_units, &new_units, whole_words).into_iter().rev() {
            let at = if is_note { Some("s".into()) } else { server.cursor(paragraph, old.start) };
            let Some(at) = at else { continue };
            let lines = drawn.get(new.clone()).unwrap_or_default().iter().flatten().cloned().collect();
            let insert = after.get(new).unwrap_or_default().to_vec();
            runs.push(Run { at, delete: old.len(), insert, lines });
        }
        let opened = |unit: &Element| match unit {
            Element::Anchor(Anchor::Open(id)) if !known.contains_key(id) => mine.get(id).cloned(),
            _ => None,
        };
        let brackets = runs.iter().flat_map(|run| &run.insert).filter_map(opened).collect();
        if !runs.is_empty() {
            edits.push(Edit { paragraph, runs, brackets });
        }
    }
    let said = server.positions().unwrap_or_default();
    let mine = own.positions().unwrap_or_default().into_values();
    let mut positions: Vec<Position> = mine.filter(|position| !said.contains_key(&position.id)).collect();
    positions.sort_by(|a, b| a.written.cmp(&b.written));
    let joined = joined.into_values().collect();
    let lifted = |id: &BracketId| mine_lifted.contains(id);
    let erased = reversed.into_iter().filter(|id| !lifted(id));
    let erased = erased.map(|bracket| Act::EraseLines(EraseLines { bracket }));
    let reversed = parted.into_iter().chain(erased).chain(notes_taken_back(server, own)).collect();
    let mut edits =
        Edits { paragraphs: edits, withdrawn, choices, positions, notes, joined, reversed, ..Edits::default() };
    proposed_between(server, own, &mut edits);
    edits
}

/// The footnotes that are taken back, or there again, in one version and not in the other.
fn notes_taken_back(server: &Document, own: &Document) -> Vec<Act> {
    let changed = |id: ParagraphId| {
        let note = own.paragraph(id).filter(|note| note.kind == ParagraphKind::Note)?;
        let before = server.paragraph(id).is_some_and(|before| before.withdrawn);
        (note.withdrawn != before).then_some(Act::WithdrawNote(WithdrawNote { note: id, withdrawn: note.withdrawn }))
    };
    own.paragraph_ids().into_iter().filter_map(changed).collect()
}

/// The units of a paragraph in one's own version as if no line between branches had been taken back since the server's; those
/// brackets join `reversed`. Beside them, for each unit, the line that was drawn there since.
fn as_drawn(
    server: &Document,
    own: &Document,
    paragraph: ParagraphId,
    before: &[Element],
    reversed: &mut BTreeSet<BracketId>,
) -> (Vec<Element>, Vec<Option<Line>>) {
    let units = elements(&own.content(paragraph).unwrap_or_default());
    let is_line = |unit: &Element| matches!(unit, Element::Anchor(Anchor::Or(_) | Anchor::Erased(_)));
    let text = own.text(paragraph);
    let Some(text) = text.filter(|_| units.iter().any(is_line)) else {
        let none = vec![None; units.len()];
        return (units, none);
    };
    let known: HashMap<_, (usize, Element)> =
        unit_ids(server, paragraph).into_iter().zip(before.iter().copied().enumerate()).collect();
    let ids = unit_ids(own, paragraph);
    let is_new = |at: usize| ids.get(at).is_some_and(|id| !known.contains_key(id));
    let slash = |unit: Option<&Element>| matches!(unit, Some(Element::Char(c, _)) if is_slash(*c));
    // The slashes that came again with the lines that went.
    let mut again: BTreeSet<usize> = BTreeSet::new();
    for (at, unit) in units.iter().enumerate() {
        let Element::Anchor(Anchor::Erased(_)) = unit else { continue };
        let stood = ids.get(at).and_then(|id| known.get(id));
        let also = |(place, _): &(usize, Element)| {
            let theirs = server.text(paragraph).map_or(0, |text| server.erasures(&text, *place));
            own.erasures(&text, at) > theirs
        };
        // One that somebody else of the delegation took back at the same time has the slash of each.
        if !stood.is_some_and(|stood| matches!(stood.1, Element::Anchor(Anchor::Or(_))) || also(stood)) {
            continue;
        }
        let behind = (at + 1..units.len()).find(|at| !matches!(units[*at], Element::Anchor(Anchor::Open(_))));
        let run = behind.into_iter().flat_map(|from| (from..units.len()).take_while(|at| slash(units.get(*at))));
        again.extend(run.into_iter().find(|at| is_new(*at) && !again.contains(at)));
    }
    let (mut drawn, mut lines) = (Vec::new(), Vec::new());
    for (at, unit) in units.iter().enumerate() {
        let was = ids.get(at).and_then(|id| known.get(id)).map(|(_, unit)| *unit);
        match (unit, was) {
            (Element::Anchor(Anchor::Erased(id)), Some(Element::Anchor(Anchor::Or(_)))) => {
                reversed.insert(*id);
                drawn.push(Element::Anchor(Anchor::Or(*id)));
                lines.push(None);
            }
            // Drawn and taken back before anybody saw it.
            (Element::Anchor(Anchor::Erased(_)), None) => {}
            _ if again.contains(&at) => {}
            _ => {
                drawn.push(*unit);
                let new = matches!(unit, Element::Anchor(Anchor::Or(_))) && was.is_none();
                lines.push(if new { own.line(&text, at) } else { None });
            }
        }
    }
    (drawn, lines)
}

/// A unit, and whether it came with others that stay together: then no unit of the other version is taken for it.
type Compared = (bool, Element);

impl Unit for Compared {
    fn is_letter(&self) -> bool {
        matches!(self.1, Element::Char(c, _) if is_letter(c))
    }

    /// A bracket has one edge of each kind, and may have several lines: of those none can be told from another.
    fn is_pin(&self) -> bool {
        matches!(self.1, Element::Anchor(anchor) if !matches!(anchor, Anchor::Or(_) | Anchor::Erased(_)))
    }
}

/// The units of a paragraph, those of fresh proposals marked: their words came with them, and none that stood there before is
/// among them.
fn marked(units: &[Element], is_fresh: impl Fn(BracketId) -> bool) -> Vec<Compared> {
    let mut inside: Vec<BracketId> = Vec::new();
    let mut marked = Vec::with_capacity(units.len());
    for unit in units {
        if let Element::Anchor(Anchor::Open(id)) = unit
            && is_fresh(*id)
        {
            inside.push(*id);
        }
        marked.push((!inside.is_empty(), *unit));
        if let Element::Anchor(Anchor::Close(id)) = unit {
            inside.retain(|open| open != id);
        }
    }
    marked
}

/// Whether an anchor belongs to one of some brackets.
fn is_of(anchor: Anchor, brackets: &BTreeSet<BracketId>) -> bool {
    anchor.bracket().is_some_and(|id| brackets.contains(&id))
}

fn words(units: &[Element]) -> String {
    units.iter().filter_map(|unit| if let Element::Char(c, _) = unit { Some(*c) } else { None }).collect()
}
