//! The names that elements go by: `eId` from what is printed, as people cite it; `wId` the identity, which never changes.

use std::collections::{BTreeMap, HashMap, HashSet};

use client_core::model::{Draft, ParagraphId, ParagraphKind};

/// The `eId` of each paragraph, each once: `para_9bis`, `para_9__subpara_a`.
pub(super) fn eids(draft: &Draft, labels: &BTreeMap<ParagraphId, String>) -> HashMap<ParagraphId, String> {
    let mut names: HashMap<ParagraphId, String> = HashMap::new();
    let mut taken: HashSet<String> = HashSet::new();
    let mut counted: HashMap<String, usize> = HashMap::new();
    for paragraph in &draft.paragraphs {
        let above = paragraph.parent.and_then(|parent| names.get(&parent)).map(|name| format!("{name}__"));
        let stem = format!("{}{}", above.unwrap_or_default(), prefix(paragraph.kind));
        let label = labels.get(&paragraph.id).map(|label| number(label)).unwrap_or_default();
        let wanted = match label.is_empty() {
            false => format!("{stem}_{label}"),
            true => {
                let count = counted.entry(stem.clone()).or_default();
                *count += 1;
                format!("{stem}_n{count}")
            }
        };
        let mut name = wanted.clone();
        while !taken.insert(name.clone()) {
            let count = counted.entry(wanted.clone()).or_insert(1);
            *count += 1;
            name = format!("{wanted}-{count}");
        }
        names.insert(paragraph.id, name);
    }
    names
}

/// What is left of a label in a name.
fn number(label: &str) -> String {
    label.chars().filter(|c| c.is_alphanumeric() || matches!(c, '+' | '-')).take(40).collect()
}

fn prefix(kind: ParagraphKind) -> &'static str {
    match kind {
        ParagraphKind::Title => "title",
        ParagraphKind::Front => "front",
        ParagraphKind::Heading => "sec",
        ParagraphKind::Preambular => "preambular",
        ParagraphKind::Operative => "para",
        ParagraphKind::SubItem => "subpara",
        ParagraphKind::Bullet => "point",
        ParagraphKind::Placeholder => "placeholder",
        ParagraphKind::Table => "table",
        ParagraphKind::HeadRow | ParagraphKind::Row => "tr",
        ParagraphKind::Cell => "td",
        ParagraphKind::Note => "note",
    }
}
