use super::{AlternativeSetId, ParagraphId};

/// Several versions of the same place (domain.md, "Alternatives"). The base is a paragraph or a run of paragraphs; the
/// variants are the paragraphs whose `variant_of` names this set, in reading order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlternativeSet {
    /// Identity.
    pub id: AlternativeSetId,
    /// The run of paragraphs that a variant replaces, in reading order; never empty.
    pub base: Vec<ParagraphId>,
}
