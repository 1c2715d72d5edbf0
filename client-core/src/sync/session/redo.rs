//! A person's edits as text, so that they can be done again on a replica that does not share the changes they were made
//! in: for each paragraph, what was inserted and deleted between the server's version and one's own.

use std::collections::BTreeSet;

use automerge::Change;
use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::Replica;
use crate::{
    gate::Touched,
    model::{
        Anchor, Bracket, BracketId, BracketState, Inline, JoinedChoice, ParagraphId, ParagraphKind, Style, Wish,
        may_join,
    },
    ops::is_slash,
    schema::{BracketOpening, Document, Element, elements, pieces},
};

/// What somebody did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Edits {
    paragraphs: Vec<Edit>,
    withdrawn: Vec<BracketId>,
    /// Brackets of others that became choices.
    choices: Vec<BracketId>,
    /// Footnotes that were added; their calls and their words are among the edits of the paragraphs.
    notes: Vec<ParagraphId>,
    /// Brackets that were joined to one question.
    joined: Vec<JoinedChoice>,
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
    /// The slashes among what goes: a line between branches took their place.
    slashes: Vec<char>,
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
        self.paragraphs.is_empty()
            && self.withdrawn.is_empty()
            && self.choices.is_empty()
            && self.notes.is_empty()
            && self.joined.is_empty()
    }

    pub(super) fn lost(&self) -> Vec<Lost> {
        self.paragraphs.iter().filter_map(Edit::lost).collect()
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
        let mut slashes = self.slashes.iter();
        let unit = |unit: &Element| match unit {
            Element::Anchor(Anchor::Or(id)) => {
                let slash = slashes.next().map(|c| Element::Char(*c, Style::default()));
                if is_settled(*id) { slash } else { Some(*unit) }
            }
            _ => Some(*unit),
        };
        self.insert.iter().filter_map(unit).collect()
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
        between(&server, &self.document, touched)
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
        between(&base, &mine, touched)
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

    /// Does edits on the replica as it is. Brackets keep their identity and their words.
    pub(super) fn redo(&mut self, edits: &Edits) -> Touched {
        let mut touched = Touched { structure: true, ..Touched::default() };
        let settled = self.settled();
        let mut divided: BTreeSet<BracketId> = BTreeSet::new();
        // What fails leaves the rest: the words of a note without a paragraph have no place.
        touched.paragraphs.extend(edits.notes.iter().copied().filter(|note| self.document.add_note(*note).is_ok()));
        for edit in &edits.paragraphs {
            let Some(text) = self.document.text(edit.paragraph) else { continue };
            touched.paragraphs.insert(edit.paragraph);
            for run in &edit.runs {
                let Some(at) = self.document.offset(edit.paragraph, &run.at) else { continue };
                // What fails in one run leaves the others: each is an edit of its own.
                if self.document.splice(&text, at, run.delete, "").is_err() {
                    continue;
                }
                let mut to = at;
                for piece in pieces(&run.insert_where(|id| settled.contains(&id))) {
                    let written = match &piece {
                        Inline::Text { text: words, .. } => self.document.splice(&text, to, 0, words).is_ok(),
                        Inline::Anchor(anchor) => self.document.insert_anchor(&text, to, *anchor).is_ok(),
                    };
                    if let (true, Inline::Anchor(Anchor::Or(id))) = (written, &piece) {
                        divided.insert(*id);
                    }
                    to += if written { piece.len() } else { 0 };
                }
            }
        }
        for bracket in edits.paragraphs.iter().flat_map(|edit| &edit.brackets) {
            let opening = BracketOpening {
                id: bracket.id,
                by: self.person.name.clone(),
                delegation: self.person.delegation.0.clone(),
                at: bracket.opened_at,
                wish: bracket.wish,
                reason: bracket.reason.clone(),
            };
            let written = self.document.register_bracket(&opening).is_ok();
            touched.brackets.extend(written.then_some(bracket.id));
        }
        for bracket in edits.choices.iter().filter(|bracket| divided.contains(bracket)) {
            let written = self.document.wish_for_a_choice(*bracket).is_ok();
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
            let written = self.document.withdraw_bracket(*bracket).is_ok();
            touched.brackets.extend(written.then_some(*bracket));
        }
        touched
    }
}

/// What lies between two versions of a draft, in some of its paragraphs.
fn between(server: &Document, own: &Document, touched: BTreeSet<ParagraphId>) -> Edits {
    let known = server.brackets().unwrap_or_default();
    let mine = own.brackets().unwrap_or_default();
    let lifted = |bracket: &&Bracket| bracket.withdrawn && known.get(&bracket.id).is_none_or(|b| !b.withdrawn);
    let withdrawn = mine.values().filter(lifted).map(|bracket| bracket.id).collect();
    let split = |bracket: &&Bracket| {
        bracket.wish == Wish::Choose && known.get(&bracket.id).is_some_and(|before| before.wish != Wish::Choose)
    };
    let choices = mine.values().filter(split).map(|bracket| bracket.id).collect();
    let asked = server.choices().unwrap_or_default();
    let joined = own.choices().unwrap_or_default().into_values().filter(|new| !asked.contains_key(&new.id)).collect();
    let mut edits = Vec::new();
    let mut notes = Vec::new();
    for paragraph in touched {
        let Some(after) = own.content(paragraph) else { continue };
        let before = server.content(paragraph);
        let is_note = before.is_none() && own.paragraph(paragraph).is_some_and(|new| new.kind == ParagraphKind::Note);
        if before.is_none() && !is_note {
            continue;
        }
        notes.extend(is_note.then_some(paragraph));
        let before = before.unwrap_or_default();
        let (before, after) = (elements(&before), elements(&after));
        let mut runs = Vec::new();
        for op in capture_diff_slices(Algorithm::Myers, &before, &after).iter().rev() {
            if matches!(op, DiffOp::Equal { .. }) {
                continue;
            }
            let (old, new) = (op.old_range(), op.new_range());
            let at = if is_note { Some("s".into()) } else { server.cursor(paragraph, old.start) };
            let Some(at) = at else { continue };
            let insert = after.get(new).unwrap_or_default().to_vec();
            let slash = |unit: &Element| match unit {
                Element::Char(c, _) if is_slash(*c) => Some(*c),
                _ => None,
            };
            let slashes = before.get(old.clone()).unwrap_or_default().iter().filter_map(slash).collect();
            runs.push(Run { at, delete: old.len(), insert, slashes });
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
    Edits { paragraphs: edits, withdrawn, choices, notes, joined }
}

fn words(units: &[Element]) -> String {
    units.iter().filter_map(|unit| if let Element::Char(c, _) = unit { Some(*c) } else { None }).collect()
}
