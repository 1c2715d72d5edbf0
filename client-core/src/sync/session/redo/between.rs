//! What lies between two versions of a draft, as edits.

use std::collections::{BTreeSet, HashMap};

use super::{Edit, Edits, Run};
use crate::{
    gate::unit_ids,
    model::{Anchor, Bracket, BracketId, Inline, Paragraph, ParagraphId, ParagraphKind, Position, Wish},
    ops::{Act, EraseLines, PartChoice, WithdrawNote, is_slash},
    redline::{Unit, differences, is_letter},
    schema::{Document, Element, Line, elements},
};

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
pub(super) fn between(server: &Document, own: &Document, touched: BTreeSet<ParagraphId>, whole_words: bool) -> Edits {
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
