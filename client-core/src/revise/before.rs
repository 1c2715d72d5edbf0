//! What the same version has opened before: its brackets say which paragraph was which then, and stay what they are.

use std::collections::BTreeMap;

use crate::{
    model::{Anchor, BracketId, BracketState, Draft, Inline, ParagraphId},
    ops::Circumstances,
};

/// Which bracket of the version those of the draft are that it opened in the name of the same delegation, and that are open.
pub(super) fn opened(
    stored: &Draft,
    version: &Draft,
    circumstances: Circumstances<'_>,
) -> BTreeMap<BracketId, BracketId> {
    let mut opened = BTreeMap::new();
    for asked in version.brackets.keys() {
        let known = |id: &BracketId| stored.brackets.get(id);
        let names = std::iter::successors(Some(*asked), |id| Some(once_more(*id)));
        let own = names.map_while(|id| known(&id)).find(|own| {
            own.delegation == circumstances.person.delegation.0 && circumstances.standings.of(own) == BracketState::Open
        });
        opened.extend(own.map(|own| (own.id, *asked)));
    }
    opened
}

/// The identity of a bracket that is opened again.
pub(super) fn once_more(id: BracketId) -> BracketId {
    BracketId::derived(id.0, "once more")
}

/// The paragraphs of the draft in which the edges of those brackets stand, by those of the version that have the same edges.
/// Where what is alike was matched by how it reads, a bracket that was opened would make another match of it the next time, and
/// that one the first again.
pub(super) fn pairs(
    stored: &Draft,
    version: &Draft,
    opened: &BTreeMap<BracketId, BracketId>,
) -> BTreeMap<ParagraphId, ParagraphId> {
    if opened.is_empty() {
        return BTreeMap::new();
    }
    let edges = |draft: &Draft| -> BTreeMap<(BracketId, bool), ParagraphId> {
        let mut edges = BTreeMap::new();
        for paragraph in &draft.paragraphs {
            for piece in &paragraph.content {
                match piece {
                    Inline::Anchor(Anchor::Open(id)) => drop(edges.insert((*id, true), paragraph.id)),
                    Inline::Anchor(Anchor::Close(id)) => drop(edges.insert((*id, false), paragraph.id)),
                    Inline::Text { .. } | Inline::Anchor(_) => {}
                }
            }
        }
        edges
    };
    let (here, there) = (edges(stored), edges(version));
    let mut pairs = BTreeMap::new();
    for (own, asked) in opened {
        for opens in [true, false] {
            if let (Some(old), Some(new)) = (here.get(&(*own, opens)), there.get(&(*asked, opens))) {
                pairs.insert(*new, *old);
            }
        }
    }
    pairs
}
