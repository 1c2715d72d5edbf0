//! Steps of a plan that take something back which has an act of its own for that.

use client_core::{
    model::{Anchor, Inline, ParagraphKind},
    ops::{Act, EraseLines, PartChoice, Refusal, WithdrawNote},
};

use crate::Network;

/// Somebody takes back a question, lines between branches or a footnote; which, is taken modulo what there is.
///
/// # Errors
/// A refusal that no state of the draft explains.
pub(super) fn reverse(network: &mut Network, name: &str, which: usize) -> Result<(), String> {
    let Some(draft) = network.client(name).session.draft() else { return Ok(()) };
    let pieces = || draft.paragraphs.iter().flat_map(|paragraph| &paragraph.content);
    let divided = pieces().filter_map(|piece| match piece {
        Inline::Anchor(Anchor::Or(bracket)) => Some(Act::EraseLines(EraseLines { bracket: *bracket })),
        _ => None,
    });
    let asked = draft.choices.keys().map(|choice| Act::PartChoice(PartChoice { choice: *choice }));
    let notes = draft.paragraphs.iter().filter(|paragraph| paragraph.kind == ParagraphKind::Note);
    let notes = notes.map(|note| Act::WithdrawNote(WithdrawNote { note: note.id, withdrawn: !note.withdrawn }));
    let acts: Vec<Act> = divided.chain(asked).chain(notes).collect();
    let Some(which) = which.checked_rem(acts.len()) else { return Ok(()) };
    match network.act(name, &acts[which]) {
        Ok(()) => Ok(()),
        Err(
            Refusal::NotYours
            | Refusal::NoLines
            | Refusal::Preferred(_)
            | Refusal::NotEmpty
            | Refusal::Settled
            | Refusal::Decided
            | Refusal::Agreed
            | Refusal::Closed,
        ) => Ok(()),
        Err(refusal) => Err(format!("{:?}: {refusal}", acts[which])),
    }
}
