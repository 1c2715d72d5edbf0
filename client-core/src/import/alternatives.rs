//! Alternatives and the paragraphs that they are alternatives to.

use std::collections::BTreeMap;

use super::{findings::Findings, raw::RawDraft};
use crate::model::{AlternativeSet, AlternativeSetId, ParagraphId, Severity};
use uuid::Uuid;

/// The sets of a draft, and the set of each paragraph that is a variant. `ids` are the identities of the paragraphs.
pub(super) fn resolve(
    root: Uuid,
    draft: &RawDraft,
    ids: &[ParagraphId],
    findings: &mut Findings,
) -> (BTreeMap<AlternativeSetId, AlternativeSet>, BTreeMap<usize, AlternativeSetId>) {
    let mut sets = BTreeMap::new();
    let mut variants = BTreeMap::new();
    if draft.paragraphs.iter().all(|raw| raw.alternative_to.is_empty()) {
        return (sets, variants);
    }
    // Numbers restart in each annex, so the paragraph before the alternative is preferred to the one after it.
    let mut by_number: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (at, raw) in draft.paragraphs.iter().enumerate() {
        by_number.entry(raw.number().unwrap_or(0)).or_default().push(at);
    }
    for (at, raw) in draft.paragraphs.iter().enumerate().filter(|(_, raw)| !raw.alternative_to.is_empty()) {
        let find = |number: &u32| {
            let candidates = by_number.get(number).filter(|_| *number > 0)?;
            let before = candidates.partition_point(|&candidate| candidate < at).checked_sub(1);
            candidates.get(before.unwrap_or(0)).and_then(|&found| ids.get(found)).copied()
        };
        let base: Option<Vec<ParagraphId>> = raw.alternative_to.iter().map(find).collect();
        let Some(base) = base else {
            let printed = raw.marker.clone().unwrap_or_default();
            let message = format!("\"{printed}\" is an alternative to a paragraph that is not in the text");
            let hint = "It was kept as a paragraph with its printed label; say what it is an alternative to.";
            findings
                .add("alternative-without-base", Severity::Warning, raw.place, message, hint)
                .with("label", printed);
            continue;
        };
        let key: Vec<String> = base.iter().map(ToString::to_string).collect();
        let id = AlternativeSetId::derived(root, &format!("alternatives to {}", key.join("+")));
        sets.entry(id).or_insert(AlternativeSet { id, base });
        variants.insert(at, id);
    }
    (sets, variants)
}
