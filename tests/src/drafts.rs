use client_core::model::{
    Draft, DraftId, DraftKind, Inline, Numeral, Paragraph, ParagraphId, ParagraphKind, numbering,
};
use uuid::Uuid;

/// The identity of the `n`-th paragraph of [`draft`], from 1.
pub fn paragraph_id(n: u32) -> ParagraphId {
    ParagraphId::derived(Uuid::NAMESPACE_OID, &n.to_string())
}

/// A draft with one numbered paragraph for each text.
pub fn draft(texts: &[&str]) -> Draft {
    let id = DraftId::derived(Uuid::NAMESPACE_OID, "draft");
    let mut draft = Draft::new(id, "test", "Test", DraftKind::Draft);
    for (number, text) in (1..).zip(texts) {
        let mut paragraph = Paragraph::new(paragraph_id(number), ParagraphKind::Operative);
        paragraph.numeral = Some(Numeral::Number { number, suffix: numbering::Suffix::NONE });
        if !text.is_empty() {
            paragraph.content = vec![Inline::plain(*text)];
        }
        draft.paragraphs.push(paragraph);
    }
    draft
}
