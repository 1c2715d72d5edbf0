//! Numbers of paragraphs that were added (domain.md, "Numbers"): given once, and never moved by one another.

use std::collections::{BTreeMap, BTreeSet};

use super::{Suffix, numeral};
use crate::model::{Draft, Numeral, Paragraph, ParagraphId, ParagraphKind};

/// Where a number means one paragraph: within an annex, and under one parent.
type Scope = (usize, Option<ParagraphId>);

/// The number of each paragraph that has one. What came with the source keeps its number, even twice (COP21 has `31 quater`
/// twice). Of paragraphs that were added apart under one number, the first in reading order keeps it and the others take
/// the next free one.
pub fn numerals(draft: &Draft) -> BTreeMap<ParagraphId, Numeral> {
    let mut taken: BTreeSet<(Scope, String)> = BTreeSet::new();
    let mut given: BTreeMap<ParagraphId, Numeral> = BTreeMap::new();
    let mut later = Vec::new();
    for was_added in [false, true] {
        for (scope, paragraph) in scoped(draft) {
            let Some(own) = &paragraph.numeral else { continue };
            if is_added(paragraph) != was_added {
                continue;
            }
            if taken.insert((scope, numeral(own))) || !was_added {
                given.insert(paragraph.id, own.clone());
            } else {
                later.push((scope, paragraph.id, own.clone()));
            }
        }
    }
    for (scope, id, own) in later {
        let free = successors(own).find(|next| taken.insert((scope, numeral(next))));
        given.extend(free.map(|free| (id, free)));
    }
    given
}

/// Whether a paragraph was added: by a delegation, or by splitting one.
fn is_added(paragraph: &Paragraph) -> bool {
    paragraph.added_in.is_some() || paragraph.second_of.is_some()
}

/// Labels of versions in the style of the Editorial Manual: the first keeps the numeral, the others take the next free
/// adverbs.
pub(super) fn versions(draft: &Draft, given: &BTreeMap<ParagraphId, Numeral>) -> BTreeMap<ParagraphId, String> {
    let mut taken: BTreeSet<(Scope, String)> =
        scoped(draft).filter_map(|(scope, p)| Some((scope, numeral(given.get(&p.id)?)))).collect();
    let mut labels = BTreeMap::new();
    let scopes: BTreeMap<ParagraphId, Scope> = scoped(draft).map(|(scope, p)| (p.id, scope)).collect();
    for set in draft.alternatives.values() {
        let Some((first, base)) = set.base.first().and_then(|id| Some((*id, given.get(id)?.clone()))) else { continue };
        let Some(scope) = scopes.get(&first).copied() else { continue };
        for variant in draft.variants(set.id) {
            let free = successors(base.clone()).find(|next| taken.insert((scope, numeral(next))));
            labels.extend(free.map(|free| (variant.id, numeral(&free))));
        }
    }
    labels
}

/// The number of a paragraph that is added behind another one: `9 bis`, or `9 -bis` where `9 bis` stands already. `None`
/// behind one that has none.
pub fn added_after(draft: &Draft, id: ParagraphId) -> Option<Numeral> {
    let given = numerals(draft);
    let own = given.get(&id)?;
    let next = successors(own.clone()).next()?;
    let scopes: Vec<(Scope, ParagraphId)> = scoped(draft).map(|(scope, p)| (scope, p.id)).collect();
    let scope = scopes.iter().find(|(_, paragraph)| *paragraph == id)?.0;
    let mut behind = scopes.iter().skip_while(|(_, paragraph)| *paragraph != id).skip(1);
    let follower = behind.find(|(other, paragraph)| *other == scope && given.contains_key(paragraph));
    // What stands directly behind has the number that would be next: the new one goes before that.
    let is_next = follower.is_some_and(|(_, paragraph)| given.get(paragraph).map(numeral) == Some(numeral(&next)));
    match (is_next, &next) {
        (true, Numeral::Number { number, suffix }) if *suffix != Suffix::NONE => {
            Some(Numeral::Between { letter: false, number: *number, suffix: *suffix, before: true })
        }
        (true, Numeral::Between { letter, number, suffix, .. }) => {
            Some(Numeral::Between { letter: *letter, number: *number, suffix: *suffix, before: true })
        }
        _ => Some(next),
    }
}

/// The number of a paragraph that is added before another one, when nothing numbered stands before that: `-1`.
pub fn added_before(draft: &Draft, id: ParagraphId) -> Option<Numeral> {
    match numerals(draft).get(&id)? {
        Numeral::Number { number, suffix } => {
            Some(Numeral::Between { letter: false, number: *number, suffix: *suffix, before: true })
        }
        Numeral::Letter(number) => {
            Some(Numeral::Between { letter: true, number: *number, suffix: Suffix::NONE, before: true })
        }
        Numeral::Between { letter, number, suffix, .. } => {
            Some(Numeral::Between { letter: *letter, number: *number, suffix: *suffix, before: true })
        }
        Numeral::Named(_) => None,
    }
}

/// The letter of a sub-item that is added at the end of those under a paragraph; under a sub-item `(i)`, `(ii)`.
pub fn added_under(draft: &Draft, parent: ParagraphId) -> Numeral {
    if draft.paragraph(parent).is_some_and(|paragraph| paragraph.kind == ParagraphKind::SubItem) {
        return Numeral::Named(format!("({})", super::roman(draft.children(Some(parent)).count() + 1)));
    }
    let letter = |child: &Paragraph| match child.numeral {
        Some(Numeral::Letter(letter)) => Some(letter),
        _ => None,
    };
    Numeral::Letter(draft.children(Some(parent)).filter_map(letter).max().unwrap_or(0) + 1)
}

/// The numbers that may follow one: `9 bis`, `9 ter`, …; for `1 -bis` the same again, counted.
fn successors(own: Numeral) -> impl Iterator<Item = Numeral> {
    (1..=u8::MAX).map_while(move |step| match &own {
        Numeral::Number { number, suffix } => {
            Some(Numeral::Number { number: *number, suffix: Suffix(suffix.0.checked_add(step)?) })
        }
        Numeral::Letter(number) => {
            Some(Numeral::Between { letter: true, number: *number, suffix: Suffix(step), before: false })
        }
        Numeral::Between { letter, number, suffix, before: false } => Some(Numeral::Between {
            letter: *letter,
            number: *number,
            suffix: Suffix(suffix.0.checked_add(step)?),
            before: false,
        }),
        // Latin has no word for what stands between; people count.
        Numeral::Between { before: true, .. } | Numeral::Named(_) => {
            Some(Numeral::Named(format!("{} ({})", numeral(&own), u32::from(step) + 1)))
        }
    })
}

/// Every paragraph that is no version, with where its number counts: numbers restart in each annex.
fn scoped(draft: &Draft) -> impl Iterator<Item = (Scope, &Paragraph)> {
    let mut annex = 0;
    draft.paragraphs.iter().filter_map(move |paragraph| {
        annex += usize::from(paragraph.kind == ParagraphKind::Title);
        paragraph.variant_of.is_none().then_some(((annex, paragraph.parent), paragraph))
    })
}
