//! The brackets of the draft that the version does not have.

use std::collections::{BTreeMap, BTreeSet};

use super::{Left, align::Aligned, matching::ends, writing::Writing};
use crate::{
    import::Difference,
    model::{Bracket, BracketId, BracketState, Decision, Draft, Extent, Paragraph, ParagraphId},
    ops::{Act, WithdrawBracket},
};

/// A bracket of the draft that is not in the version.
pub(super) struct Lifted {
    bracket: BracketId,
    /// The paragraph that it opens in.
    paragraph: ParagraphId,
    /// Its words go with it.
    whole: bool,
    /// The paragraph was proposed in it.
    proposes: bool,
    /// How it goes.
    how: How,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    Decide,
    Withdraw,
    /// Nobody here may do it.
    Leave,
}

/// The brackets that are not in the version. Words that go with theirs are left to what becomes of the bracket.
pub(super) fn lifted(
    stored: &Draft,
    aligned: &mut [Aligned],
    (found, asked_to_go): (&BTreeMap<BracketId, BracketId>, &BTreeSet<BracketId>),
    writing: &Writing<'_>,
) -> Vec<Lifted> {
    let mut lifted = Vec::new();
    for (id, ends) in ends(aligned) {
        let asked = |id: &BracketId| found.contains_key(id) || asked_to_go.contains(id);
        let Some(bracket) = stored.brackets.get(&id).filter(|_| !asked(&id)) else { continue };
        let is_open = writing.standings.of(bracket) == BracketState::Open && bracket.extent == Extent::Anchored;
        let Some((n, _)) = ends.open.or(ends.close) else { continue };
        if !is_open {
            continue;
        }
        let inside = aligned[n].inside(id).filter(|range| aligned[n].is_all_gone(range.clone()));
        let how = how(bracket, bracket.inserts && inside.is_none(), writing);
        // In a negotiation nothing is asked of words of others that are a question already.
        let goes = how == How::Decide || (how == How::Withdraw && bracket.inserts) || writing.negotiates();
        let whole = inside.clone().filter(|_| goes);
        if let Some(range) = whole.clone() {
            aligned[n].leave(range);
        }
        let (paragraph, whole) = (aligned[n].old, whole.is_some());
        let proposes = stored.paragraph(paragraph).is_some_and(|own| own.added_in == Some(id));
        lifted.push(Lifted { bracket: id, paragraph, whole, proposes, how });
    }
    lifted
}

/// The brackets whose two edges go with paragraphs that go, and that run over one which stays: there they would go on.
pub(super) fn left_behind(
    stored: &Draft,
    shown: &Draft,
    differences: &[Difference],
    writing: &Writing<'_>,
) -> Vec<Lifted> {
    let gone: BTreeSet<ParagraphId> = differences
        .iter()
        .filter_map(|difference| match difference {
            Difference::Gone { old, .. } => Some(*old),
            Difference::Same { .. } | Difference::Changed { .. } | Difference::New { .. } => None,
        })
        .collect();
    let spans = shown.spans();
    let mut lifted = Vec::new();
    for (id, bracket) in &stored.brackets {
        let Some(span) = spans.get(id).and_then(|range| shown.paragraphs.get(range.clone())) else { continue };
        let goes = |own: &Paragraph| gone.contains(&own.id);
        let (Some(first), Some(last)) = (span.first(), span.last()) else { continue };
        let astray = goes(first) && goes(last) && !span.iter().all(goes);
        if astray && writing.standings.of(bracket) == BracketState::Open {
            let how = how(bracket, bracket.inserts, writing);
            lifted.push(Lifted { bracket: *id, paragraph: first.id, whole: false, proposes: false, how });
        }
    }
    lifted
}

/// How a bracket may go: `inserts` says that it goes without the words that came with it.
fn how(bracket: &Bracket, inserts: bool, writing: &Writing<'_>) -> How {
    let own = !bracket.delegation.is_empty() && bracket.delegation == writing.circumstances.person.delegation.0;
    match own && !inserts {
        _ if writing.decides => How::Decide,
        // What is brought in can be refused, and a bracket that is taken back does not come again.
        _ if writing.negotiates() => How::Leave,
        true if writing.may(&Act::WithdrawBracket(WithdrawBracket { bracket: bracket.id })) => How::Withdraw,
        _ => How::Leave,
    }
}

/// Lifts them, or tells who does.
pub(super) fn lift(lifted: &[Lifted], writing: &mut Writing<'_>) {
    for Lifted { bracket, paragraph, whole, proposes, how } in lifted {
        match how {
            How::Decide if *whole => writing.decisions.push((Some(*paragraph), Decision::DeleteBracket(*bracket))),
            How::Decide => writing.decisions.push((Some(*paragraph), Decision::KeepBracket(*bracket))),
            How::Withdraw => {
                let act = Act::WithdrawBracket(WithdrawBracket { bracket: *bracket });
                writing.act(Some(*paragraph), &act);
            }
            How::Leave if *proposes => writing.left.push(Left::proposed(*paragraph)),
            How::Leave => writing.left.push(Left::lifted(*paragraph)),
        }
    }
}
