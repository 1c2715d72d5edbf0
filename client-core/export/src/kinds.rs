//! What paragraphs are called where a file names their kind.

use client_core::model::ParagraphKind;

/// The name of a kind: lower case, with hyphens. Files that were written keep it.
pub(crate) fn name(kind: ParagraphKind) -> &'static str {
    match kind {
        ParagraphKind::Title => "title",
        ParagraphKind::Front => "front",
        ParagraphKind::Heading => "heading",
        ParagraphKind::Preambular => "preambular",
        ParagraphKind::Operative => "operative",
        ParagraphKind::SubItem => "sub-item",
        ParagraphKind::Bullet => "bullet",
        ParagraphKind::Placeholder => "placeholder",
        ParagraphKind::Table => "table",
        ParagraphKind::HeadRow => "head-row",
        ParagraphKind::Row => "row",
        ParagraphKind::Cell => "cell",
        ParagraphKind::Note => "note",
    }
}
