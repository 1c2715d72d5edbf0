use std::collections::{BTreeMap, BTreeSet};

use crate::{
    import::{Difference, onto},
    model::{BracketId, Decision, Draft, ParagraphId, ParagraphKind, Standings},
    ops::Refusal,
    record::DecisionRefusal,
};

/// Something of a second version that was not written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// The paragraph of the draft; `None` where there is none.
    pub paragraph: Option<ParagraphId>,
    /// A stable name for the reason.
    pub code: &'static str,
    /// One sentence: what was not written, and why.
    pub message: String,
    /// The next step.
    pub hint: String,
    /// What the sentences name, for whoever says them in another language.
    pub values: Vec<(&'static str, String)>,
}

/// The code of everything that a second version can leave, in the order of the alphabet, beside those of acts and decisions that are
/// refused. The page has words for each of them in each of its languages (`left-` and the code).
pub const CODES: [&str; 17] = [
    "agreed",
    "arranged",
    "blank",
    "bracket",
    "bracket-to-lift",
    "call",
    "differs",
    "footnote-to-delete",
    "heading",
    "lone-sign",
    "move-to-accept",
    "moved",
    "no-place",
    "paragraph-to-delete",
    "paragraph-to-take-in",
    "tears-bracket",
    "uncalled",
];

impl Left {
    fn new(paragraph: Option<ParagraphId>, code: &'static str, message: &str, hint: &str) -> Self {
        debug_assert!(CODES.contains(&code), "{code} is not among the codes");
        Self { paragraph, code, message: message.into(), hint: hint.into(), values: Vec::new() }
    }

    pub(super) fn refused(paragraph: Option<ParagraphId>, refusal: &Refusal) -> Self {
        let (message, hint) = (refusal.to_string(), refusal.hint().into());
        Self { paragraph, code: refusal.code(), message, hint, values: Vec::new() }
    }

    pub(super) fn undecided(paragraph: Option<ParagraphId>, refusal: DecisionRefusal) -> Self {
        let (message, hint) = (refusal.to_string(), refusal.hint().into());
        Self { paragraph, code: refusal.code(), message, hint, values: Vec::new() }
    }

    pub(super) fn lifted(paragraph: ParagraphId) -> Self {
        let message = "a bracket is not in the file any more, and only a decision lifts it";
        Self::new(Some(paragraph), "bracket-to-lift", message, "The chair decides it, or brings the file in.")
    }

    pub(super) fn gone(paragraph: ParagraphId) -> Self {
        let message = "the paragraph is not in the file any more; it stands in a bracket with the wish to delete it";
        Self::new(Some(paragraph), "paragraph-to-delete", message, "The chair decides the bracket.")
    }

    pub(super) fn proposed(paragraph: ParagraphId) -> Self {
        let message = "the paragraph is new, and stands in a bracket until the chair takes it in";
        Self::new(Some(paragraph), "paragraph-to-take-in", message, "The chair decides the bracket.")
    }

    pub(super) fn blank(paragraph: ParagraphId) -> Self {
        let message = "the paragraph is not in the file, and has no words that could go";
        Self::new(Some(paragraph), "blank", message, "Nothing needs to be done.")
    }

    pub(super) fn moved(paragraph: ParagraphId) -> Self {
        let message = "the paragraph stands elsewhere in the file";
        Self::new(Some(paragraph), "moved", message, "Move it by hand.")
    }

    pub(super) fn move_proposed(paragraph: ParagraphId) -> Self {
        let message = "the paragraph stands elsewhere in the file, and it is proposed to move it";
        Self::new(Some(paragraph), "move-to-accept", message, "The chair accepts the proposal.")
    }

    pub(super) fn heading(paragraph: ParagraphId) -> Self {
        let message = "in the file the paragraph is a heading, or one of another level, or none any more";
        Self::new(
            Some(paragraph),
            "heading",
            message,
            "It stays what it is; bring the file in as a draft of its own to have it.",
        )
    }

    pub(super) fn arranged(paragraph: ParagraphId) -> Self {
        let message = "the paragraph was split or merged by a decision, and its words are others in the file";
        Self::new(Some(paragraph), "arranged", message, "Write the change by hand.")
    }

    pub(super) fn signs(paragraph: ParagraphId) -> Self {
        let message = "the file has a bracket sign here that belongs to no bracket";
        Self::new(Some(paragraph), "lone-sign", message, "Open the bracket that was meant by hand.")
    }

    pub(super) fn bracket(paragraph: Option<ParagraphId>) -> Self {
        let message = "a bracket of the file begins or ends in a paragraph that was not brought in";
        Self::new(paragraph, "bracket", message, "Open it by hand.")
    }

    pub(super) fn note_gone(paragraph: ParagraphId) -> Self {
        let message = "a footnote is not in the file any more; its call stands in a bracket with the wish to delete it";
        Self::new(Some(paragraph), "footnote-to-delete", message, "The chair decides the bracket.")
    }

    pub(super) fn no_call(note: ParagraphId) -> Self {
        let message = "a footnote is not in the file any more, and nothing calls it";
        Self::new(Some(note), "uncalled", message, "Delete its words by hand.")
    }

    pub(super) fn call(paragraph: ParagraphId) -> Self {
        let message = "the file calls one footnote twice";
        Self::new(Some(paragraph), "call", message, "Add another footnote where it is missing.")
    }

    pub(super) fn no_place(words: &str) -> Self {
        let short: String = words.chars().take(60).collect();
        let message = format!("a paragraph of the file has no place in the draft: {short}");
        let left = Self::new(None, "no-place", &message, "Write it by hand.");
        Self { values: vec![("words", short)], ..left }
    }
}

/// Tells which paragraphs are headings of another level than in the version: no act makes them so.
pub(super) fn headings(draft: &Draft, version: &Draft, ids: &BTreeMap<ParagraphId, ParagraphId>, left: &mut Vec<Left>) {
    let level = |draft: &Draft, id: &ParagraphId| {
        let own = draft.paragraph(*id)?;
        Some((own.kind == ParagraphKind::Heading).then_some(own.level))
    };
    for (new, old) in ids {
        if let (Some(before), Some(after)) = (level(draft, old), level(version, new))
            && before != after
        {
            left.push(Left::heading(*old));
        }
    }
}

/// Tells what still reads otherwise than in the version, where nothing said why.
pub(super) fn compare(
    draft: &Draft,
    standings: &Standings,
    decisions: &[Decision],
    version: &Draft,
    left: &mut Vec<Left>,
) {
    let mut standings = standings.clone();
    decisions.iter().for_each(|decision| standings.apply(decision));
    differs(draft, &onto(draft, &standings, version), left);
}

/// Tells which of the differences nothing was said of.
pub(super) fn differs(draft: &Draft, differences: &[Difference], left: &mut Vec<Left>) {
    let told: BTreeSet<ParagraphId> = left.iter().filter_map(|left| left.paragraph).collect();
    // A row is told of at its first cell.
    let of = |id: &ParagraphId| draft.paragraph(*id);
    let row = |id: &ParagraphId| of(id).filter(|own| own.kind == ParagraphKind::Cell)?.parent;
    let proposed: BTreeSet<BracketId> = told.iter().filter_map(|id| of(id)?.added_in).collect();
    let rows: BTreeSet<ParagraphId> = told.iter().filter_map(row).collect();
    let is_told = |difference: &Difference| match difference {
        Difference::Gone { old, .. } if row(old).is_some_and(|row| rows.contains(&row)) => true,
        Difference::Changed { old, .. } | Difference::Gone { old, .. } => {
            told.contains(old) || of(old).and_then(|own| own.added_in).is_some_and(|id| proposed.contains(&id))
        }
        // Told where it found no place.
        Difference::New { .. } | Difference::Same { .. } => true,
    };
    for difference in differences {
        match difference {
            Difference::Changed { old, .. } | Difference::Gone { old, .. } if !is_told(difference) => {
                let message = "the paragraph does not read as in the file";
                left.push(Left::new(Some(*old), "differs", message, "Compare it with the file."));
            }
            Difference::New { .. } | Difference::Same { .. } | Difference::Changed { .. } | Difference::Gone { .. } => {
            }
        }
    }
}
