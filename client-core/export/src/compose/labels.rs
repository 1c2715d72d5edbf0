//! The labels of an edition: those of the draft, but for what the caller and the mode choose otherwise.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use client_core::model::{Draft, LabelScheme, Numeral, ParagraphId, Standings, numbering};

use crate::Mode;

/// The draft, its alternatives labelled as the caller wants.
pub(super) fn scheme(draft: Cow<'_, Draft>, wanted: Option<LabelScheme>) -> Cow<'_, Draft> {
    match wanted.filter(|wanted| *wanted != draft.label_scheme) {
        None => draft,
        Some(scheme) => {
            let mut draft = draft.into_owned();
            draft.label_scheme = scheme;
            Cow::Owned(draft)
        }
    }
}

/// How the paragraphs of a draft are printed.
pub(super) struct Labels {
    /// The label of each that has one.
    pub of: BTreeMap<ParagraphId, String>,
    /// Those that are in a set of alternatives without a decision, or under such a one.
    pub undecided: BTreeSet<ParagraphId>,
    /// Versions that stand in brackets of their own, since the draft is labelled as the Editorial Manual has it.
    pub bracketed: BTreeSet<ParagraphId>,
}

impl Labels {
    /// Of a draft as it is arranged.
    pub fn new(draft: &Draft, standings: &Standings, mode: Mode, language: &str) -> Self {
        let mut of = numbering::labels(draft, language);
        let mut undecided = BTreeSet::new();
        for set in draft.alternatives.values() {
            let variants: Vec<_> = draft.standing_variants(set.id, standings).map(|variant| variant.id).collect();
            match standings.alternatives.get(&set.id) {
                None if !variants.is_empty() => undecided.extend(set.base.iter().chain(&variants).copied()),
                // A chosen version takes the number of what it replaces.
                Some(chosen) if !mode.shows_open() => {
                    let number = set.base.first().and_then(|id| draft.paragraph(*id)?.numeral.as_ref());
                    if let Some(number @ Numeral::Number { .. }) = number {
                        let chosen = chosen.or_else(|| set.base.first().copied());
                        of.extend(chosen.map(|id| (id, format!("{}.", numbering::numeral(number)))));
                    }
                }
                Some(_) | None => {}
            }
        }
        let by_manual = draft.label_scheme == LabelScheme::EditorialManual && mode.shows_open();
        let bracketed = if by_manual { undecided.clone() } else { BTreeSet::new() };
        // Children are as undecided as the paragraph that they stand under.
        for paragraph in &draft.paragraphs {
            if paragraph.parent.is_some_and(|parent| undecided.contains(&parent)) {
                undecided.insert(paragraph.id);
            }
        }
        Self { of, undecided, bracketed }
    }
}
