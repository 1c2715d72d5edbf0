//! The paragraphs in which something is not decided: they cannot be agreed.

use std::collections::BTreeSet;

use super::stands_in;
use crate::model::{Decision, Draft, MatterKind, ParagraphId, Standings, Subject, open_matters};

/// What is found is kept for the other parts of a package, until one of them decides something that it depends on.
#[derive(Debug, Default)]
pub(super) struct Unsettled(Option<BTreeSet<ParagraphId>>);

impl Unsettled {
    /// Whether something in a paragraph is not decided: a bracket that stands in it or goes through it, alternatives to it,
    /// or words that are still to come. Of one draft, under the standings that the parts before have made.
    pub(super) fn contains(&mut self, draft: &Draft, standings: &Standings, id: ParagraphId) -> bool {
        self.0.get_or_insert_with(|| of(draft, standings)).contains(&id)
    }

    /// Takes note that a part was applied to the standings.
    pub(super) fn applied(&mut self, part: &Decision) {
        match part.subject() {
            Some(Subject::Paragraph(_) | Subject::Draft | Subject::LabelScheme) => {}
            Some(Subject::Bracket(_) | Subject::Alternatives(_) | Subject::Proposal(_)) | None => self.0 = None,
        }
    }
}

fn of(draft: &Draft, standings: &Standings) -> BTreeSet<ParagraphId> {
    let spans = draft.spans();
    let mut unsettled = BTreeSet::new();
    for matter in open_matters(draft, standings) {
        match matter.kind {
            MatterKind::Bracket(bracket) => {
                let through = spans.get(&bracket).map_or(&[][..], |span| &draft.paragraphs[span.clone()]);
                unsettled.extend(through.iter().map(|paragraph| paragraph.id));
            }
            MatterKind::Alternatives(set) => unsettled.extend(stands_in(draft, Subject::Alternatives(set))),
            MatterKind::Placeholder | MatterKind::Proposal(_) => unsettled.extend(matter.paragraph),
        }
    }
    unsettled
}
