//! Footnotes of a second version: their words are those of paragraphs, their calls stand among the words of others.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Left,
    align::{Aligned, Wanted},
    paragraphs::going,
    writing::Writing,
};
use crate::{
    import::Difference,
    model::{Anchor, BracketId, BracketState, Decision, Draft, Inline, ParagraphId, ParagraphKind, Wish},
    ops::{Act, AddNote, OpenBracket, ProposeWords, is_bracket_sign, is_forbidden},
    schema::Element,
};

/// The character that stands for the call of each note: one for a note of the draft and the one of the version that it is.
pub(super) type Calls = BTreeMap<ParagraphId, char>;

/// The first of them: no script has characters there.
const FIRST: u32 = 0x10_0000;

/// Whether a character stands for a call.
pub(super) fn is_call(c: char) -> bool {
    u32::from(c) >= FIRST
}

pub(super) fn is_note(draft: &Draft, id: ParagraphId) -> bool {
    draft.paragraph(id).is_some_and(|own| own.kind == ParagraphKind::Note)
}

/// Gives the notes of the draft and of the version their characters; `ids` says which are the same. Beyond as many as there are
/// characters the calls are not looked at.
pub(super) fn calls(stored: &Draft, version: &Draft, ids: &BTreeMap<ParagraphId, ParagraphId>) -> Calls {
    let notes = |draft: &'_ Draft| -> Vec<ParagraphId> {
        draft.paragraphs.iter().filter(|own| own.kind == ParagraphKind::Note).map(|own| own.id).collect()
    };
    let mut free = (FIRST..=u32::from(char::MAX)).filter_map(char::from_u32);
    let mut calls: Calls = notes(stored).into_iter().zip(&mut free).collect();
    for new in notes(version) {
        let c = ids.get(&new).and_then(|old| calls.get(old).copied()).or_else(|| free.next());
        calls.extend(c.map(|c| (new, c)));
    }
    calls
}

/// Takes the notes that the version calls elsewhere for others: the one goes, and the other is new.
pub(super) fn part(
    calls: &Calls,
    wanted: &[(ParagraphId, Wanted)],
    (differences, ids): (&mut Vec<Difference>, &mut BTreeMap<ParagraphId, ParagraphId>),
    aligned: &mut Vec<Aligned>,
) {
    let called: BTreeSet<char> =
        wanted.iter().flat_map(|(_, wanted)| &wanted.words).copied().filter(|c| is_call(*c)).collect();
    let kept: BTreeSet<char> = aligned.iter().flat_map(Aligned::kept_calls).collect();
    for difference in std::mem::take(differences) {
        let pair = match &difference {
            Difference::Same { old, new, .. } | Difference::Changed { old, new, .. } => Some((*old, *new)),
            Difference::New { .. } | Difference::Gone { .. } => None,
        };
        let elsewhere = |(_, new): &(ParagraphId, ParagraphId)| {
            calls.get(new).is_some_and(|c| called.contains(c) && !kept.contains(c))
        };
        let Some((old, new)) = pair.filter(elsewhere) else {
            differences.push(difference);
            continue;
        };
        ids.remove(&new);
        aligned.retain(|own| own.old != old);
        let (before, after) = difference.words();
        differences.extend([Difference::Gone { old, words: before }, Difference::New { new, words: after }]);
    }
}

/// Adds the notes that are new where the version calls them, and tells of calls that stand elsewhere.
pub(super) fn add(
    calls: &Calls,
    (differences, wanted): (&[Difference], &[(ParagraphId, Wanted)]),
    found: &BTreeMap<BracketId, BracketId>,
    aligned: &mut [Aligned],
    writing: &mut Writing<'_>,
) {
    let mut fresh: BTreeMap<char, (ParagraphId, &str)> = BTreeMap::new();
    for difference in differences {
        if let Difference::New { new, words } = difference
            && let Some(c) = calls.get(new)
        {
            fresh.insert(*c, (*new, words));
        }
    }
    for paragraph in aligned.iter_mut() {
        // What stands where is not known.
        if paragraph.length() != writing.length(paragraph.old) {
            continue;
        }
        for (at, c) in paragraph.missing_calls() {
            let Some((new, _)) = fresh.remove(&c) else {
                writing.left.push(Left::call(paragraph.old));
                continue;
            };
            let words = wanted.iter().find(|(id, _)| *id == new).map(|(_, wanted)| wanted.words.as_slice());
            let can_be = |c: &char| !is_bracket_sign(*c) && !is_forbidden(*c) && !is_call(*c);
            let place = paragraph.call_spot(at, |id| found.get(&id).copied());
            let id = writing.fresh_paragraph(new);
            let words: String = words.unwrap_or_default().iter().copied().filter(can_be).collect();
            if writing.negotiates() {
                propose(writing, (new, id), (paragraph.old, place), words);
                paragraph.items.clear();
                break;
            }
            let act = Act::AddNote(AddNote { id, at: (paragraph.old, place), words });
            if writing.act(Some(paragraph.old), &act) {
                paragraph.called(place, at);
            }
        }
    }
    for (_, words) in fresh.into_values() {
        writing.left.push(Left::no_place(words));
    }
}

/// Adds a note as a proposal: its call in a bracket, and its words in one.
fn propose(
    writing: &mut Writing<'_>,
    (new, note): (ParagraphId, ParagraphId),
    (paragraph, at): (ParagraphId, usize),
    words: String,
) {
    let reason = writing.reason.clone();
    let words_of = |id, paragraph, at, insert: String| {
        let reason = reason.clone();
        Act::ProposeWords(ProposeWords { id, paragraph, at, delete: 0, insert, reason })
    };
    let around = writing.fresh_bracket(BracketId::derived(new.0, "call"));
    let opened = writing.act(Some(paragraph), &words_of(around, paragraph, at, String::new()));
    // Among words that it proposed itself no other bracket opens.
    let at =
        writing.place(paragraph, |unit| *unit == Element::Anchor(Anchor::Open(around))).map_or(at, |open| open + 1);
    let add = Act::AddNote(AddNote { id: note, at: (paragraph, at), words: String::new() });
    if opened && writing.act(Some(paragraph), &add) && !words.is_empty() {
        let id = writing.fresh_bracket(BracketId::derived(new.0, "note"));
        writing.act(Some(paragraph), &words_of(id, note, 0, words));
    }
}

/// The brackets around calls of notes that a version before has asked to go, and that this one does not have either.
pub(super) fn asked_to_go(stored: &Draft, differences: &[Difference]) -> BTreeSet<BracketId> {
    let gone = differences.iter().filter_map(|difference| match difference {
        Difference::Gone { old, .. } if is_note(stored, *old) => Some(going(*old)),
        _ => None,
    });
    gone.collect()
}

/// Brackets the call of a note that is gone, with the wish to delete it, and has that decided where the person decides.
pub(super) fn remove((stored, note): (&Draft, ParagraphId), differences: &[Difference], writing: &mut Writing<'_>) {
    let calling = stored.paragraphs.iter().find(|own| own.content.contains(&Inline::Anchor(Anchor::Note(note))));
    let Some(calling) = calling.map(|own| own.id) else {
        writing.left.push(Left::no_call(note));
        return;
    };
    // It goes with its paragraph.
    let goes = |difference: &Difference| matches!(difference, Difference::Gone { old, .. } if *old == calling);
    let bracket = going(note);
    let open =
        stored.brackets.get(&bracket).is_some_and(|own| writing.circumstances.standings.of(own) == BracketState::Open);
    if differences.iter().any(goes) {
        if !writing.decides {
            writing.left.push(Left::gone(note));
        }
        return;
    }
    let id = if open { bracket } else { writing.fresh_bracket(bracket) };
    let Some(at) = writing.place(calling, |unit| *unit == Element::Anchor(Anchor::Note(note))) else { return };
    let (from, to) = ((calling, at), (calling, at + 1));
    let act = Act::OpenBracket(OpenBracket { id, from, to, wish: Wish::Delete, reason: writing.reason.clone() });
    if open || writing.act(Some(calling), &act) {
        // One with brackets in it would stay without its call.
        let inner = stored.paragraph(note).into_iter().flat_map(|own| &own.content).filter_map(|piece| match piece {
            Inline::Anchor(Anchor::Open(id)) => stored.brackets.get(id),
            _ => None,
        });
        let standings = writing.standings;
        let inner = inner.filter(|own| writing.decides && standings.of(own) == BracketState::Open);
        writing.decisions.extend(inner.map(|own| (Some(note), Decision::DeleteBracket(own.id))));
        match writing.decides {
            true => writing.decisions.push((Some(calling), Decision::DeleteBracket(id))),
            false => writing.left.extend([Left::note_gone(note), Left::note_gone(calling)]),
        }
    }
}
