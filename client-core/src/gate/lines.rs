//! Lines between branches that a change draws, and brackets that it joins to one question: where they come to stand.

use std::collections::BTreeSet;

use super::Refused;
use crate::{
    model::{Anchor, BracketId, BracketState, ChoiceId, Draft, Inline, NotJoined, Standings, may_join},
    schema::Document,
};

/// Whether the brackets that a change draws lines in are open. `before` is without the change.
pub(super) fn examine_divided(
    lines: &BTreeSet<BracketId>,
    standings: &Standings,
    before: &Document,
) -> Result<(), Refused> {
    let before = before.brackets()?;
    let settled = |id: &BracketId| before.get(id).is_some_and(|bracket| standings.of(bracket) != BracketState::Open);
    if lines.iter().any(settled) { Err(Refused::Settled) } else { Ok(()) }
}

/// Whether lines between branches stand inside their brackets, and brackets that are joined side by side and open. Where an
/// insertion comes to stand only the document can tell that has applied it.
pub(super) fn examine_lines(
    lines: &BTreeSet<BracketId>,
    choices: &[ChoiceId],
    standings: &Standings,
    after: &Document,
) -> Result<(), Refused> {
    let mut after = after.hydrate()?;
    // Each as the others left the draft, and none as it left it itself.
    let made: Vec<_> = choices.iter().filter_map(|id| after.choices.remove(id)).collect();
    for choice in made {
        match may_join(&after, standings, &choice.brackets) {
            Ok(()) => drop(after.choices.insert(choice.id, choice)),
            Err(NotJoined::Settled) => return Err(Refused::Settled),
            Err(_) => return Err(Refused::NotJoined),
        }
    }
    if lines.iter().all(|id| lines_are_inside(&after, *id)) {
        Ok(())
    } else {
        Err(Refused::NotAnAct("a line between branches outside its bracket"))
    }
}

fn lines_are_inside(draft: &Draft, id: BracketId) -> bool {
    let mut inside = false;
    let mut anchors = draft.paragraphs.iter().flat_map(|paragraph| &paragraph.content);
    let holds = anchors.all(|piece| match piece {
        Inline::Anchor(Anchor::Open(open)) if *open == id => {
            inside = true;
            true
        }
        Inline::Anchor(Anchor::Close(close)) if *close == id => {
            inside = false;
            true
        }
        Inline::Anchor(Anchor::Or(or)) if *or == id => inside,
        _ => true,
    });
    // A bracket that nothing closes encloses nothing.
    holds && !inside
}
