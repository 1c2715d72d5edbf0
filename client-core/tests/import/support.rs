//! The seed documents and questions that tests ask of them.

use client_core::import::{Imported, import};
use client_core::model::{Anchor, Bracket, Diagnostic, Draft, Inline, InlineExt, Paragraph, ParagraphKind, numbering};

use crate::dump::inline;

pub const SEEDS: [(&str, &[u8]); 5] = [
    ("000_f5c0fb1b3a270f9b.txt", include_bytes!("../../../seeds/000_f5c0fb1b3a270f9b.txt")),
    ("001_7b072de2455aec5a.txt", include_bytes!("../../../seeds/001_7b072de2455aec5a.txt")),
    ("002_7af3ffa0c4c50526.txt", include_bytes!("../../../seeds/002_7af3ffa0c4c50526.txt")),
    ("003_109704c1ce885dbf.txt", include_bytes!("../../../seeds/003_109704c1ce885dbf.txt")),
    ("004_82b41a7465f77ec1.txt", include_bytes!("../../../seeds/004_82b41a7465f77ec1.txt")),
];

pub fn seed(index: usize) -> Imported {
    let (name, bytes) = SEEDS[index];
    import(name, bytes).expect(name)
}

pub fn gfc() -> (Imported, Draft, Draft, Draft) {
    let found = seed(2);
    let [report, commitment, agenda] = <[Draft; 3]>::try_from(found.drafts.clone()).expect("three documents");
    (found, report, commitment, agenda)
}

pub fn label(draft: &Draft, paragraph: &Paragraph) -> String {
    numbering::labels(draft, "en").get(&paragraph.id).cloned().unwrap_or_default()
}

/// The paragraph with an English label, outside the sub-items.
pub fn numbered<'a>(draft: &'a Draft, wanted: &str) -> &'a Paragraph {
    let labels = numbering::labels(draft, "en");
    let top = |p: &&Paragraph| p.parent.is_none() && labels.get(&p.id).is_some_and(|label| label == wanted);
    draft.paragraphs.iter().find(top).unwrap_or_else(|| panic!("no paragraph {wanted}"))
}

pub fn words(draft: &Draft, paragraph: &Paragraph) -> String {
    inline(draft, &paragraph.content)
}

/// The words of a bracket that stands in one paragraph.
pub fn bracketed<'a>(draft: &'a Draft, paragraph: &Paragraph) -> Vec<(String, &'a Bracket)> {
    let mut found = Vec::new();
    for (at, piece) in paragraph.content.iter().enumerate() {
        if let Inline::Anchor(Anchor::Open(id)) = piece {
            let close = paragraph.content.iter().position(|piece| *piece == Inline::Anchor(Anchor::Close(*id)));
            if let Some(close) = close {
                found.push((paragraph.content[at + 1..close].to_vec().words(), &draft.brackets[id]));
            }
        }
    }
    found
}

pub fn sub_items<'a>(draft: &'a Draft, chapeau: &str) -> Vec<&'a Paragraph> {
    let parent = numbered(draft, chapeau).id;
    draft.children(Some(parent)).filter(|p| p.kind == ParagraphKind::SubItem).collect()
}

pub fn with_code<'a>(found: &'a Imported, code: &str) -> Vec<&'a Diagnostic> {
    found.diagnostics.iter().filter(|finding| finding.code == code).collect()
}
