use crate::model::{AlternativeSetId, Anchor, BracketId, Draft, Inline, ParagraphId};

/// The same draft under identities of its own. Those of a file without identities count its paragraphs from the beginning, so the
/// second version of a file of the same name would claim the identities of other paragraphs. `salt` tells versions apart: the
/// same one gives the same identities.
pub fn renewed(mut draft: Draft, salt: &str) -> Draft {
    let name = format!("version {salt}");
    let paragraph = |id: ParagraphId| ParagraphId::derived(id.0, &name);
    let bracket = |id: BracketId| BracketId::derived(id.0, &name);
    let set = |id: AlternativeSetId| AlternativeSetId::derived(id.0, &name);
    for own in &mut draft.paragraphs {
        own.id = paragraph(own.id);
        own.parent = own.parent.map(paragraph);
        own.variant_of = own.variant_of.map(set);
        own.added_in = own.added_in.map(bracket);
        for piece in &mut own.content {
            let Inline::Anchor(anchor) = piece else { continue };
            *anchor = match *anchor {
                Anchor::Open(id) => Anchor::Open(bracket(id)),
                Anchor::Close(id) => Anchor::Close(bracket(id)),
                Anchor::Or(id) => Anchor::Or(bracket(id)),
                Anchor::Erased(id) => Anchor::Erased(bracket(id)),
                Anchor::Note(id) => Anchor::Note(paragraph(id)),
                Anchor::Split(id) => Anchor::Split(id),
            };
        }
    }
    let brackets = std::mem::take(&mut draft.brackets).into_values().map(|mut own| {
        own.id = bracket(own.id);
        (own.id, own)
    });
    draft.brackets = brackets.collect();
    let alternatives = std::mem::take(&mut draft.alternatives).into_values().map(|mut own| {
        own.id = set(own.id);
        own.base.iter_mut().for_each(|id| *id = paragraph(*id));
        (own.id, own)
    });
    draft.alternatives = alternatives.collect();
    draft
}
