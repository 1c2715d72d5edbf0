//! Which bracket of the draft is which of the new version.

use std::collections::{BTreeMap, BTreeSet};

use super::align::{Aligned, Mark, Wanted};
use crate::model::{BracketId, ParagraphId};

/// Where the edges of a bracket of the draft stand: which aligned paragraph, which of its items. `None` for one that stands in
/// no paragraph of the version.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Ends {
    pub(super) open: Option<(usize, usize)>,
    pub(super) close: Option<(usize, usize)>,
}

/// A bracket of the version: in which of its paragraphs its edges stand, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) bracket: BracketId,
    pub(super) open: (ParagraphId, Mark),
    pub(super) close: (ParagraphId, Mark),
}

/// The brackets that people see in the draft.
pub(super) fn ends(aligned: &[Aligned]) -> BTreeMap<BracketId, Ends> {
    let mut found: BTreeMap<BracketId, Ends> = BTreeMap::new();
    for (n, paragraph) in aligned.iter().enumerate() {
        for (item, edge) in paragraph.edges() {
            let ends = found.entry(edge.bracket).or_default();
            if edge.opens { ends.open = Some((n, item)) } else { ends.close = Some((n, item)) }
        }
    }
    found
}

/// The brackets of the version, in the order in which they open.
pub(super) fn asked<'a>(version: impl Iterator<Item = (ParagraphId, &'a Wanted)>) -> Vec<Asked> {
    let mut open: BTreeMap<BracketId, (ParagraphId, Mark)> = BTreeMap::new();
    let mut asked: Vec<(usize, Asked)> = Vec::new();
    let mut order: BTreeMap<BracketId, usize> = BTreeMap::new();
    for (paragraph, wanted) in version {
        for mark in &wanted.marks {
            if mark.opens {
                order.insert(mark.bracket, order.len());
                open.insert(mark.bracket, (paragraph, *mark));
            } else if let Some(from) = open.remove(&mark.bracket) {
                let bracket = mark.bracket;
                asked.push((order[&bracket], Asked { bracket, open: from, close: (paragraph, *mark) }));
            }
        }
    }
    asked.sort_by_key(|(order, _)| *order);
    asked.into_iter().map(|(_, asked)| asked).collect()
}

/// A bracket of the draft, and where its edges stand.
type Candidate = (BracketId, (usize, usize), (usize, usize));

/// How sure a match is; the surest are made first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pass {
    Identity,
    Exact,
    Possible,
}

/// Finds for the brackets of the draft those of the version, and gives the edges of the found ones their places. `opened` are those
/// that the version has opened before.
pub(super) fn matched(
    aligned: &mut [Aligned],
    asked: &[Asked],
    opened: &BTreeMap<BracketId, BracketId>,
) -> BTreeMap<BracketId, BracketId> {
    let ends = ends(aligned);
    let mut found: BTreeMap<BracketId, BracketId> = BTreeMap::new();
    let mut done: BTreeSet<BracketId> = BTreeSet::new();
    // By the paragraphs of the version that they run from and to.
    let mut candidates: BTreeMap<(ParagraphId, ParagraphId), Vec<Candidate>> = BTreeMap::new();
    for (id, ends) in &ends {
        let (Some(open), Some(close)) = (ends.open, ends.close) else { continue };
        candidates.entry((aligned[open.0].new, aligned[close.0].new)).or_default().push((*id, open, close));
    }
    candidates.values_mut().for_each(|list| list.sort_by_key(|(_, open, _)| *open));
    for pass in [Pass::Identity, Pass::Exact, Pass::Possible] {
        for asked in asked {
            if done.contains(&asked.bracket) {
                continue;
            }
            let list = candidates.get(&(asked.open.0, asked.close.0)).map_or(&[][..], Vec::as_slice);
            let fit = list.iter().find(|(id, open, close)| {
                !found.contains_key(id)
                    && match pass {
                        Pass::Identity => opened.get(id).unwrap_or(id) == &asked.bracket,
                        Pass::Exact => [open, close].iter().all(|(n, item)| aligned[*n].is_fixed(*item)),
                        Pass::Possible => true,
                    }
                    && stands(aligned, *open, *close, asked)
            });
            if let Some((id, open, close)) = fit.copied() {
                aligned[open.0].take_mark(open.1, &asked.open.1);
                aligned[close.0].take_mark(close.1, &asked.close.1);
                found.insert(id, asked.bracket);
                done.insert(asked.bracket);
            }
        }
    }
    found
}

/// Whether both edges can stand where the version has them.
fn stands(aligned: &[Aligned], open: (usize, usize), close: (usize, usize), asked: &Asked) -> bool {
    // Its own two edges stand in their order as the version has them.
    aligned[open.0].can_stand(open.1, &asked.open.1) && aligned[close.0].can_stand(close.1, &asked.close.1)
}
