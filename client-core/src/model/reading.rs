//! The text as it reads after the decisions taken so far: what was decided to go is gone, settled brackets have lost
//! their signs, and what is still open stands in brackets that nest.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Anchor, BracketId, BracketState, Draft, Extent, Inline, InlineExt, Paragraph, ParagraphId, ParagraphKind, Standings,
};

/// A paragraph as it reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read<'a> {
    /// The paragraph.
    pub paragraph: &'a Paragraph,
    /// What is left of its content: words, note calls, and the edges of open brackets. Brackets that crossed are cut into
    /// pieces that nest and keep their identity.
    pub content: Vec<Inline>,
    /// For each piece of `content`, where it stands in the paragraph's own content, in code points. Words that a decision put
    /// in the place of a bracket stand where the bracket opens; a sign that was cut stands where the other bracket has its own.
    pub places: Vec<usize>,
    /// Offsets in `content`, in code points, where a decision took something away: spacing and punctuation may need
    /// repair there.
    pub seams: Vec<usize>,
    /// Whether a decision took all its words away.
    pub emptied: bool,
}

/// The text as it reads, in reading order, without the paragraphs that another version has replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading<'a> {
    /// The paragraphs.
    pub paragraphs: Vec<Read<'a>>,
    /// The open brackets around the whole draft.
    pub around: Vec<BracketId>,
}

/// Reads a draft under what was decided. For what people read, give it the draft as accepted proposals arrange it
/// ([`Draft::arranged`]).
pub fn read<'a>(draft: &'a Draft, standings: &Standings) -> Reading<'a> {
    let moot = standings.moot(draft);
    let state = |id: &BracketId| draft.brackets.get(id).map(|bracket| standings.of(bracket));
    let whole = draft.brackets.values().filter(|bracket| matches!(bracket.extent, Extent::Draft { .. }));
    let (mut around, mut all_gone) = (Vec::new(), false);
    for bracket in whole {
        match standings.of(bracket) {
            BracketState::Open => around.push(bracket.id),
            decided => all_gone |= decided.hides(0),
        }
    }
    let closed = closed(draft, &moot);
    let notes = draft.paragraphs.iter().filter(|paragraph| draft.is_taken_back(paragraph, standings));
    let taken_back: BTreeSet<ParagraphId> = notes.map(|note| note.id).collect();
    // The brackets that hide what the scan is inside of, the undecided ones that it is inside of, and those of them whose
    // opening sign has been put out, outermost first; and in which branch of each bracket the scan is.
    let mut gone: Vec<BracketId> = Vec::new();
    let mut undecided: Vec<BracketId> = Vec::new();
    let mut open: Vec<BracketId> = Vec::new();
    let mut branches: BTreeMap<BracketId, u32> = BTreeMap::new();
    let mut paragraphs = Vec::new();
    for paragraph in draft.paragraphs.iter().filter(|paragraph| !moot.contains(&paragraph.id)) {
        let had_words = !paragraph.content.words().trim().is_empty();
        let mut read = Read { paragraph, content: Vec::new(), places: Vec::new(), seams: Vec::new(), emptied: false };
        let (mut at, mut place) = (0, 0);
        let mut push = |piece: Inline, at: &mut usize, here: usize| {
            *at += piece.len();
            read.content.push(piece);
            read.places.push(here);
        };
        for piece in &paragraph.content {
            let here = place;
            place += piece.len();
            let hidden = all_gone || !gone.is_empty();
            // Whether hidden words end here: a bracket that opened among them goes on behind them.
            let mut shown_again = false;
            match piece {
                Inline::Anchor(Anchor::Open(id)) if !closed.contains(id) || state(id).is_none() => {}
                Inline::Anchor(Anchor::Open(id)) => {
                    branches.insert(*id, 0);
                    match state(id) {
                        Some(BracketState::Open) => {
                            undecided.push(*id);
                            if !hidden {
                                open.push(*id);
                                push(piece.clone(), &mut at, here);
                            }
                        }
                        Some(decided) => {
                            read.seams.push(at);
                            let words = standings.replacements.get(id).filter(|words| !hidden && !words.is_empty());
                            if let Some(words) = words {
                                push(Inline::plain(words.as_str()), &mut at, here);
                            }
                            if decided.hides(0) {
                                gone.push(*id);
                            }
                        }
                        None => {}
                    }
                }
                Inline::Anchor(Anchor::Close(id)) => {
                    let was_inside = branches.remove(id).is_some();
                    undecided.retain(|inner| inner != id);
                    if gone.contains(id) {
                        gone.retain(|inner| inner != id);
                        read.seams.push(at);
                        shown_again = true;
                    } else if let Some(depth) = open.iter().position(|inner| inner == id) {
                        // Close what was opened inside and is still open, then open it again behind the sign.
                        let inner: Vec<BracketId> = open.drain(depth..).skip(1).collect();
                        for id in inner.iter().rev() {
                            push(Inline::Anchor(Anchor::Close(*id)), &mut at, here);
                        }
                        push(Inline::Anchor(Anchor::Close(*id)), &mut at, here);
                        for id in inner {
                            push(Inline::Anchor(Anchor::Open(id)), &mut at, here);
                            open.push(id);
                        }
                    } else if was_inside && state(id).is_some_and(|state| state != BracketState::Open) {
                        read.seams.push(at);
                    }
                }
                Inline::Anchor(Anchor::Or(id)) => {
                    let Some(branch) = branches.get_mut(id) else { continue };
                    *branch += 1;
                    match state(id) {
                        Some(BracketState::Open) if !hidden && open.contains(id) => push(piece.clone(), &mut at, here),
                        // The words of all branches stay, so what divides them stays.
                        Some(BracketState::Kept | BracketState::Withdrawn) if !hidden => {
                            push(piece.clone(), &mut at, here)
                        }
                        Some(decided @ BracketState::Picked(_)) => {
                            read.seams.push(at);
                            let was_hidden = gone.contains(id);
                            gone.retain(|inner| inner != id);
                            if decided.hides(*branch) { gone.push(*id) } else { shown_again = was_hidden }
                        }
                        _ => {}
                    }
                }
                Inline::Anchor(Anchor::Split(_) | Anchor::Erased(_)) => {}
                Inline::Anchor(Anchor::Note(note)) if taken_back.contains(note) => read.seams.push(at),
                Inline::Text { .. } | Inline::Anchor(Anchor::Note(_)) if hidden => {}
                Inline::Text { .. } | Inline::Anchor(Anchor::Note(_)) => push(piece.clone(), &mut at, here),
            }
            if shown_again && gone.is_empty() && !all_gone {
                for id in undecided.iter().filter(|id| !open.contains(id)).copied().collect::<Vec<_>>() {
                    push(Inline::Anchor(Anchor::Open(id)), &mut at, here);
                    open.push(id);
                }
            }
        }
        let blank = read.content.words().trim().is_empty();
        // A paragraph that was proposed goes with the bracket that it was proposed in, label included.
        read.emptied = blank && (had_words || draft.is_gone(paragraph, standings));
        paragraphs.push(read);
    }
    drop_uncalled_notes(draft, &mut paragraphs);
    drop_emptied_rows(draft, &mut paragraphs);
    Reading { paragraphs, around }
}

/// A note goes when a decision took its last call away. One that somebody bracketed in part stays, so that signs nest.
fn drop_uncalled_notes(draft: &Draft, paragraphs: &mut [Read<'_>]) {
    let call = |piece: &Inline| match piece {
        Inline::Anchor(Anchor::Note(note)) => Some(*note),
        _ => None,
    };
    let written: BTreeSet<ParagraphId> = draft.paragraphs.iter().flat_map(|p| &p.content).filter_map(call).collect();
    let left: BTreeSet<ParagraphId> = paragraphs.iter().flat_map(|read| &read.content).filter_map(call).collect();
    for read in paragraphs.iter_mut() {
        let plain = read.content.iter().all(|piece| matches!(piece, Inline::Text { .. }));
        if plain && written.contains(&read.paragraph.id) && !left.contains(&read.paragraph.id) {
            read.content.clear();
            read.places.clear();
            read.seams.clear();
            read.emptied = true;
        }
    }
}

/// A row of a table goes when a decision took the last words of it away, with the cells of it that had none.
fn drop_emptied_rows(draft: &Draft, paragraphs: &mut [Read<'_>]) {
    let is_row = |own: &Paragraph| matches!(own.kind, ParagraphKind::Row | ParagraphKind::HeadRow);
    let mut above: BTreeMap<ParagraphId, ParagraphId> = BTreeMap::new();
    for own in draft.paragraphs.iter().filter(|own| !is_row(own)) {
        let Some(parent) = own.parent else { continue };
        // What stands under a cell is of its row.
        match above.get(&parent).copied() {
            Some(row) => drop(above.insert(own.id, row)),
            None if own.kind == ParagraphKind::Cell => drop(above.insert(own.id, parent)),
            None => {}
        }
    }
    let row_of = |own: &Paragraph| if is_row(own) { Some(own.id) } else { above.get(&own.id).copied() };
    let (mut emptied, mut stay): (BTreeSet<ParagraphId>, BTreeSet<ParagraphId>) = Default::default();
    for read in paragraphs.iter() {
        let Some(row) = above.get(&read.paragraph.id) else { continue };
        if read.emptied {
            emptied.insert(*row);
        } else if !read.content.is_empty() {
            stay.insert(*row);
        }
    }
    for read in paragraphs.iter_mut() {
        read.emptied |= row_of(read.paragraph).is_some_and(|row| emptied.contains(&row) && !stay.contains(&row));
    }
}

/// The brackets whose two edges both stand in paragraphs that still count, opening edge first. The others read as if
/// they had no edge at all: one whose end went with a replaced paragraph would otherwise enclose the rest of the draft.
fn closed(draft: &Draft, moot: &BTreeSet<ParagraphId>) -> BTreeSet<BracketId> {
    let mut seen = BTreeSet::new();
    let mut closed = BTreeSet::new();
    for paragraph in draft.paragraphs.iter().filter(|paragraph| !moot.contains(&paragraph.id)) {
        for piece in &paragraph.content {
            match piece {
                Inline::Anchor(Anchor::Open(id)) => drop(seen.insert(*id)),
                Inline::Anchor(Anchor::Close(id)) if seen.contains(id) => drop(closed.insert(*id)),
                Inline::Text { .. } | Inline::Anchor(_) => {}
            }
        }
    }
    closed
}
