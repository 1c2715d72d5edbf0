//! Whole paragraphs of a second version: new ones, and those that are gone.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Left,
    align::{Aligned, Wanted},
    notes::{self, is_call},
    rows,
    writing::Writing,
};
use crate::{
    import::Difference,
    model::{AlternativeSetId, BracketId, BracketState, Decision, Draft, Paragraph, ParagraphId, ParagraphKind, Wish},
    ops::{
        Act, Circumstances, OpenBracket, Place, ProposeParagraph, WithdrawBracket, is_bracket_sign, is_forbidden,
        is_placed,
    },
};

/// Proposes what is new, and has it decided where the person decides.
pub(super) fn add(
    (stored, version): (&Draft, &Draft),
    wanted: &[(ParagraphId, Wanted)],
    differences: &[Difference],
    (ids, moved): (&mut BTreeMap<ParagraphId, ParagraphId>, &[ParagraphId]),
    aligned: &mut Vec<Aligned>,
    writing: &mut Writing<'_>,
) {
    let in_rows = rows::add((stored, version), wanted, differences, (ids, aligned), writing);
    for difference in differences {
        let Difference::New { new, words } = difference else { continue };
        // A cell whose words a decision took away is there, with none.
        let is_blank =
            || version.paragraph(*new).is_some_and(|own| own.kind == ParagraphKind::Cell && words.is_empty());
        if notes::is_note(version, *new) || in_rows.contains(new) || is_blank() {
            continue;
        }
        let wanted = wanted.iter().find(|(id, _)| id == new).map(|(_, wanted)| wanted.clone());
        let (Some(paragraph), Some(wanted)) = (version.paragraph(*new), wanted) else { continue };
        let place = if is_placed(version, paragraph) { place(stored, version, paragraph, (ids, moved)) } else { None };
        let Some(place) = place else {
            writing.left.push(Left::no_place(words));
            continue;
        };
        let chars = writable(&wanted);
        let id = writing.fresh_paragraph(*new);
        let bracket = writing.fresh_bracket(BracketId::derived(id.0, "added"));
        let act = Act::ProposeParagraph(ProposeParagraph {
            id,
            bracket,
            place,
            words: chars.iter().map(|(_, c)| *c).collect(),
            reason: writing.reason.clone(),
        });
        if !writing.act(None, &act) {
            continue;
        }
        ids.insert(*new, id);
        if chars.len() + wanted.words.iter().filter(|c| is_call(**c)).count() < wanted.words.len() {
            writing.left.push(Left::signs(id));
        }
        let items: Vec<usize> = chars.iter().map(|(n, _)| *n).collect();
        aligned.push(Aligned::proposed(id, (*new, wanted), &items, (1, 1)));
        if writing.decides {
            writing.decisions.push((Some(id), Decision::KeepBracket(bracket)));
        } else {
            writing.left.push(Left::proposed(id));
        }
    }
}

/// What of the words of a new paragraph can be written, with their places in the version.
pub(super) fn writable(wanted: &Wanted) -> Vec<(usize, char)> {
    let can_be = |c: &char| !is_bracket_sign(*c) && !is_forbidden(*c) && !is_call(*c);
    let shown = |c: char| if c.is_whitespace() { ' ' } else { c };
    wanted.words.iter().copied().map(shown).enumerate().filter(|(_, c)| can_be(c)).collect()
}

/// Where a new paragraph goes: beside the one that it stands beside in the version.
fn place(
    stored: &Draft,
    version: &Draft,
    paragraph: &Paragraph,
    (ids, moved): (&BTreeMap<ParagraphId, ParagraphId>, &[ParagraphId]),
) -> Option<Place> {
    if let Some(set) = paragraph.variant_of {
        let base: Option<Vec<ParagraphId>> =
            version.alternatives.get(&set)?.base.iter().map(|id| ids.get(id).copied()).collect();
        return Some(Place::Alternative { set: AlternativeSetId::derived(set.0, "here"), base: base? });
    }
    let siblings: Vec<&Paragraph> =
        version.children(paragraph.parent).filter(|sibling| sibling.variant_of.is_none()).collect();
    let at = siblings.iter().position(|sibling| sibling.id == paragraph.id)?;
    // What goes elsewhere says nothing of the place.
    let stays = |id: &ParagraphId| !moved.contains(id);
    let known =
        |sibling: &&Paragraph| ids.get(&sibling.id).copied().filter(stays).filter(|_| is_placed(version, sibling));
    if let Some(before) = siblings[..at].iter().rev().find_map(known) {
        return Some(Place::After(before));
    }
    if let Some(behind) = siblings[at + 1..].iter().find_map(known) {
        return Some(Place::Before(behind));
    }
    // None of its neighbours is known: nothing of the version is what the draft had.
    let Some(parent) = paragraph.parent.and_then(|id| version.paragraph(id)) else {
        return stored.children(None).filter(|own| is_placed(stored, own)).last().map(|last| Place::After(last.id));
    };
    let own = ids.get(&parent.id).copied()?;
    match parent.kind {
        ParagraphKind::Title | ParagraphKind::Heading | ParagraphKind::Front => Some(Place::After(own)),
        _ => Some(Place::Under(own)),
    }
}

/// The bracket in which a paragraph stands that is gone from a version, or the call of a note.
pub(super) fn going(paragraph: ParagraphId) -> BracketId {
    BracketId::derived(paragraph.0, "gone")
}

/// The paragraphs that a version before has asked to go in the name of the same delegation, and nobody has decided yet.
pub(super) fn asked_to_go(stored: &Draft, circumstances: Circumstances<'_>) -> BTreeSet<ParagraphId> {
    let asked = |paragraph: &&Paragraph| {
        stored.brackets.get(&going(paragraph.id)).is_some_and(|own| {
            circumstances.standings.of(own) == BracketState::Open && own.delegation == circumstances.person.delegation.0
        })
    };
    let mut asked = stored.paragraphs.iter().filter(asked).map(|paragraph| paragraph.id).collect();
    rows::with_cells(stored, &mut asked);
    asked
}

/// Brackets what is gone, with the wish to delete it, and has that decided where the person decides.
pub(super) fn remove(stored: &Draft, differences: &[Difference], writing: &mut Writing<'_>) {
    let in_rows = rows::remove(stored, differences, writing);
    for difference in differences {
        let Difference::Gone { old, words } = difference else { continue };
        if in_rows.contains(old) {
            continue;
        }
        if notes::is_note(stored, *old) {
            notes::remove((stored, *old), differences, writing);
            continue;
        }
        let Some(paragraph) = stored.paragraph(*old) else {
            writing.left.push(Left::arranged(*old));
            continue;
        };
        let (from, to) = ((*old, 0), (*old, writing.length(*old)));
        leave(stored, &Leaving { paragraph, told: *old, from, to, blank: words.is_empty() }, writing);
    }
}

/// A paragraph or a row that goes.
pub(super) struct Leaving<'a> {
    pub(super) paragraph: &'a Paragraph,
    /// Where it is told of.
    pub(super) told: ParagraphId,
    /// Where its words begin and end.
    pub(super) from: (ParagraphId, usize),
    pub(super) to: (ParagraphId, usize),
    /// It has no words.
    pub(super) blank: bool,
}

/// Has it go: with the bracket that proposed it, or in one that asks for it.
pub(super) fn leave(stored: &Draft, leaving: &Leaving<'_>, writing: &mut Writing<'_>) {
    let Leaving { paragraph, told, from, to, blank } = *leaving;
    let standings = writing.circumstances.standings;
    let open = |id: &BracketId| stored.brackets.get(id).is_some_and(|own| standings.of(own) == BracketState::Open);
    let added = paragraph.added_in.filter(open);
    if blank && added.is_none() {
        writing.left.push(Left::blank(told));
        return;
    }
    if let (Some(bracket), true) = (added, writing.decides) {
        writing.decisions.push((Some(told), Decision::DeleteBracket(bracket)));
        return;
    }
    let withdraw = added.map(|bracket| Act::WithdrawBracket(WithdrawBracket { bracket }));
    if let Some(act) = withdraw.filter(|act| writing.may(act)) {
        writing.act(Some(told), &act);
        return;
    }
    if added.is_some() && writing.negotiates() {
        writing.left.push(Left::lifted(told));
        return;
    }
    let bracket = going(paragraph.id);
    if open(&bracket) && !writing.decides {
        writing.left.push(Left::gone(told));
        return;
    }
    let id = if open(&bracket) { bracket } else { writing.fresh_bracket(bracket) };
    let act = Act::OpenBracket(OpenBracket { id, from, to, wish: Wish::Delete, reason: writing.reason.clone() });
    if open(&id) || writing.act(Some(told), &act) {
        match writing.decides {
            true => writing.decisions.push((Some(told), Decision::DeleteBracket(id))),
            false => writing.left.push(Left::gone(told)),
        }
    }
}
