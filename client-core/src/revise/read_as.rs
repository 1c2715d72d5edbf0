use crate::model::{BracketId, Draft, Inline, Standings, read};

/// A draft as people read it: without what was decided to go, and without the brackets that were decided. What comes with its
/// decisions, from another server, is a version in this form.
pub fn read_as(draft: &Draft, standings: &Standings) -> Draft {
    let shown = draft.arranged(standings);
    let reading = read(&shown, standings);
    let paragraphs = reading.paragraphs.into_iter().filter(|read| !read.emptied).map(|read| {
        let mut own = read.paragraph.clone();
        own.content = read.content;
        own
    });
    let mut version = shown.clone().into_owned();
    version.paragraphs = paragraphs.collect();
    let anchors = version.paragraphs.iter().flat_map(|own| &own.content).filter_map(|piece| match piece {
        Inline::Anchor(anchor) => anchor.bracket(),
        Inline::Text { .. } => None,
    });
    let open: std::collections::BTreeSet<BracketId> = anchors.collect();
    version.brackets.retain(|id, _| open.contains(id));
    version
}
