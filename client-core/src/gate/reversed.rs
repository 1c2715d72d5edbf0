//! The rules for what a delegation takes back of its own: a question of adjacent brackets, lines between branches, a footnote. The
//! same check as the act's, on the document as the room has it.

use std::collections::{BTreeMap, BTreeSet};

use super::{Refused, Writer};
use crate::{
    model::{Anchor, BracketId, ChoiceId, Inline, ParagraphId},
    ops::{Act, Circumstances, EraseLines, PartChoice, Refusal, WithdrawNote},
    schema::Document,
};

/// What a change takes back, as far as it has been read.
#[derive(Debug, Default)]
pub(super) struct Reversed {
    /// Questions that are taken apart.
    pub(super) parted: BTreeSet<ChoiceId>,
    /// Brackets that lose lines.
    pub(super) erased: BTreeSet<BracketId>,
    /// Brackets around words and what was offered beside them that lose their line.
    pub(super) offers: BTreeSet<BracketId>,
    /// Brackets that are said to be no choice any more.
    pub(super) unchosen: BTreeSet<BracketId>,
    /// Footnotes, each with whether it goes.
    pub(super) notes: BTreeMap<ParagraphId, bool>,
}

impl Reversed {
    /// Whether the acts would apply here, by this person. `document` is without the change.
    pub(super) fn examine(&self, writer: Writer<'_>, document: &Document) -> Result<(), Refused> {
        if !self.unchosen.is_subset(&self.erased) {
            return Err(Refused::NotAnAct("a choice that keeps its branches"));
        }
        let parted = self.parted.iter().map(|choice| Act::PartChoice(PartChoice { choice: *choice }));
        let erased = self.erased.iter().map(|bracket| Act::EraseLines(EraseLines { bracket: *bracket }));
        let notes = self.notes.iter().map(|(note, withdrawn)| (*note, *withdrawn));
        let notes = notes.map(|(note, withdrawn)| Act::WithdrawNote(WithdrawNote { note, withdrawn }));
        let circumstances = Circumstances { person: writer.person, standings: writer.standings, now: 0 };
        parted.chain(erased).chain(notes).try_for_each(|act| {
            act.check(document, circumstances).map_err(|refusal| match refusal {
                Refusal::Settled => Refused::Settled,
                Refusal::Agreed => Refused::Agreed,
                Refusal::Decided => Refused::Late,
                Refusal::Preferred(_) => Refused::Preferred,
                Refusal::NotEmpty => Refused::NotEmpty,
                Refusal::Document(_) => Refused::Malformed,
                _ => Refused::NotAnAct("something of another delegation taken back"),
            })
        })
    }

    /// Whether brackets that are said to be no choice have no line left; `after` has applied the change.
    pub(super) fn examine_choices(&self, after: &Document) -> Result<(), Refused> {
        let lines = self.unchosen.iter().map(|id| Inline::Anchor(Anchor::Or(*id))).collect::<Vec<_>>();
        let holds =
            |id: ParagraphId| after.content(id).is_some_and(|content| lines.iter().any(|l| content.contains(l)));
        if !lines.is_empty() && after.paragraph_ids().into_iter().any(holds) {
            return Err(Refused::NotAnAct("a choice that keeps its branches"));
        }
        Ok(())
    }
}
