use super::{Circumstances, MAX_INSERT, Refusal, check_reason, check_signs, not_agreed, short};
use crate::{
    model::{
        AlternativeSet, AlternativeSetId, Anchor, BracketId, Draft, Inline, Numeral, Paragraph, ParagraphId,
        ParagraphKind, Standings, Wish, numbering,
    },
    schema::Document,
};

/// The most paragraphs that one version replaces.
pub const MAX_BASE: usize = 64;

/// Proposes a paragraph. Its words stand in one bracket that the delegation opens and that proposes them
/// ([`crate::model::Bracket::inserts`]): what becomes of the bracket becomes of the paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposeParagraph {
    /// The paragraph's identity, fresh.
    pub id: ParagraphId,
    /// The bracket's identity, fresh.
    pub bracket: BracketId,
    /// Where.
    pub place: Place,
    /// The words; may be empty, and written afterwards.
    pub words: String,
    /// Why; may be empty.
    pub reason: String,
}

/// Where a new paragraph is to stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Behind a paragraph: `9 bis`.
    After(ParagraphId),
    /// Before a paragraph: `-1` before the first.
    Before(ParagraphId),
    /// Under a paragraph, as its last sub-item.
    Under(ParagraphId),
    /// As a version of a set, which exists or is made.
    Alternative {
        /// The set's identity, fresh for a new one. Where another set has the same base already, the version joins that.
        set: AlternativeSetId,
        /// The paragraphs that the version replaces: neighbours under one parent, in reading order. Not looked at when the
        /// set exists.
        base: Vec<ParagraphId>,
    },
}

/// What an act is going to write.
struct Plan {
    paragraph: Paragraph,
    /// The siblings that it is stored between.
    between: (Option<ParagraphId>, Option<ParagraphId>),
    /// A set that does not exist yet.
    set: Option<AlternativeSet>,
}

impl ProposeParagraph {
    pub(super) fn check(&self, document: &Document, circumstances: Circumstances<'_>) -> Result<(), Refusal> {
        self.plan(document, circumstances.standings).map(drop)
    }

    pub(super) fn apply(
        &self,
        document: &mut Document,
        circumstances: Circumstances<'_>,
    ) -> Result<Vec<ParagraphId>, Refusal> {
        let Plan { paragraph, between, set } = self.plan(document, circumstances.standings)?;
        let place = document.place_between(between.0, between.1);
        if let Some(set) = &set {
            document.add_set(set)?;
        }
        document.add_paragraph(&paragraph, &place)?;
        document.register_bracket(&circumstances.opening(self.bracket, Wish::Retain, &self.reason, true))?;
        document.fill_paragraph(&paragraph)?;
        Ok(vec![paragraph.id])
    }

    fn plan(&self, document: &Document, standings: &Standings) -> Result<Plan, Refusal> {
        short(&self.words, MAX_INSERT)?;
        check_reason(&self.reason)?;
        check_signs(&self.words)?;
        let stored = document.hydrate()?;
        if stored.paragraph(self.id).is_some() || stored.brackets.contains_key(&self.bracket) {
            return Err(Refusal::Document("the identity is in use".into()));
        }
        let shown = stored.ordered(standings);
        let mut plan = match &self.place {
            Place::After(id) => self.after(&shown, *id)?,
            Place::Before(id) => self.before(&shown, *id)?,
            Place::Under(id) => self.under(&shown, *id)?,
            Place::Alternative { set, base } => {
                let plan = self.alternative(&shown, *set, base)?;
                let set = plan.set.as_ref().or_else(|| stored.alternatives.get(&plan.paragraph.variant_of?));
                set.iter().flat_map(|set| &set.base).try_for_each(|id| not_agreed(standings, *id))?;
                plan
            }
        };
        let (parent, behind) = (plan.paragraph.parent, plan.between.0);
        plan.between = stored_gap(&stored, &shown, standings, parent, behind);
        let (open, close) = (Anchor::Open(self.bracket), Anchor::Close(self.bracket));
        plan.paragraph.content.push(Inline::Anchor(open));
        if !self.words.is_empty() {
            plan.paragraph.content.push(Inline::plain(self.words.as_str()));
        }
        plan.paragraph.content.push(Inline::Anchor(close));
        plan.paragraph.added_in = Some(self.bracket);
        Ok(plan)
    }

    /// A plan whose gap begins behind a sibling as people see it; [`stored_gap`] makes it one of the document.
    fn new_plan(
        &self,
        kind: ParagraphKind,
        parent: Option<ParagraphId>,
        numeral: Option<Numeral>,
        behind: Option<ParagraphId>,
    ) -> Plan {
        let paragraph = Paragraph { parent, numeral, ..Paragraph::new(self.id, kind) };
        Plan { paragraph, between: (behind, None), set: None }
    }

    fn after(&self, shown: &Draft, id: ParagraphId) -> Result<Plan, Refusal> {
        let neighbour = placed(shown, id)?;
        // A version has no place of its own: behind it means behind what it would replace.
        let last = |set: &AlternativeSet| set.base.last().and_then(|id| shown.paragraph(*id));
        let base = neighbour.variant_of.and_then(|set| shown.alternatives.get(&set)).and_then(last);
        let named = base.unwrap_or(neighbour);
        let numeral = numbering::added_after(shown, named.id);
        // Behind a heading, whose name is no number, it is numbered by what follows.
        let numeral = match numeral {
            Some(Numeral::Named(_)) => {
                let next = shown.children(named.parent).skip_while(|sibling| sibling.id != named.id).nth(1);
                next.and_then(|next| numbering::added_before(shown, next.id))
            }
            numeral => numeral,
        };
        let behind = behind_versions(shown, named.id);
        Ok(self.new_plan(kind_beside(named.kind), named.parent, numeral, Some(behind)))
    }

    fn before(&self, shown: &Draft, id: ParagraphId) -> Result<Plan, Refusal> {
        let neighbour = placed(shown, id)?;
        if neighbour.variant_of.is_some() {
            return Err(Refusal::InAlternatives);
        }
        let siblings: Vec<&Paragraph> = shown.children(neighbour.parent).collect();
        let at = siblings.iter().position(|sibling| sibling.id == id).ok_or(Refusal::NoParagraph)?;
        let behind = at.checked_sub(1).map(|at| siblings[at].id);
        let numbered = siblings[..at].iter().rev().find(|sibling| sibling.variant_of.is_none());
        let numeral = match numbered.and_then(|sibling| numbering::added_after(shown, sibling.id)) {
            Some(numeral) if !matches!(numeral, Numeral::Named(_)) => Some(numeral),
            Some(_) | None => numbering::added_before(shown, id),
        };
        Ok(self.new_plan(kind_beside(neighbour.kind), neighbour.parent, numeral, behind))
    }

    fn under(&self, shown: &Draft, id: ParagraphId) -> Result<Plan, Refusal> {
        let parent = placed(shown, id)?;
        if matches!(parent.kind, ParagraphKind::Title | ParagraphKind::Heading | ParagraphKind::Front) {
            return Err(Refusal::NoPlace);
        }
        let last = shown.children(Some(id)).last().map(|child| child.id);
        Ok(self.new_plan(ParagraphKind::SubItem, Some(id), Some(numbering::added_under(shown, id)), last))
    }

    fn alternative(&self, shown: &Draft, wanted: AlternativeSetId, base: &[ParagraphId]) -> Result<Plan, Refusal> {
        let same_base = || shown.alternatives.values().find(|set| set.base == base);
        let existing = shown.alternatives.get(&wanted).or_else(same_base);
        let set = match existing {
            Some(set) => set.clone(),
            None => AlternativeSet { id: wanted, base: base.to_vec() },
        };
        let first = placed(shown, *set.base.first().ok_or(Refusal::NoParagraph)?)?;
        if existing.is_none() {
            if base.len() > MAX_BASE {
                return Err(Refusal::TooLong { length: base.len(), limit: MAX_BASE });
            }
            // A run of neighbours; the versions of one of them may stand between.
            let run = shown.children(first.parent).skip_while(|sibling| sibling.id != first.id);
            let of_base = |sibling: &&Paragraph| sibling.variant_of.is_none() || sibling.variant_of == first.variant_of;
            let run: Vec<ParagraphId> = run.filter(of_base).map(|sibling| sibling.id).take(base.len()).collect();
            if run != base {
                return Err(Refusal::NotNeighbours);
            }
        }
        let last = *set.base.last().ok_or(Refusal::NoParagraph)?;
        let kind = if first.kind == ParagraphKind::Placeholder { ParagraphKind::Operative } else { first.kind };
        let behind = behind_versions(shown, last);
        let mut plan = self.new_plan(kind, first.parent, None, Some(behind));
        plan.paragraph.level = first.level;
        plan.paragraph.variant_of = Some(set.id);
        plan.set = existing.is_none().then_some(set);
        Ok(plan)
    }
}

/// A paragraph beside or under which another can stand: not in a table, no note.
fn placed(draft: &Draft, id: ParagraphId) -> Result<&Paragraph, Refusal> {
    let paragraph = draft.paragraph(id).ok_or(Refusal::NoParagraph)?;
    if is_placed(draft, paragraph) { Ok(paragraph) } else { Err(Refusal::NoPlace) }
}

/// Whether a paragraph stands in the run of the text: not in a table, no note.
pub(crate) fn is_placed(draft: &Draft, paragraph: &Paragraph) -> bool {
    if matches!(paragraph.kind, ParagraphKind::Note | ParagraphKind::Cell) || paragraph.kind.is_container() {
        return false;
    }
    match paragraph.parent.filter(|parent| *parent != paragraph.id).and_then(|parent| draft.paragraph(parent)) {
        Some(parent) => is_placed(draft, parent),
        None => true,
    }
}

/// The last sibling that is a version of a set which a paragraph closes, or the paragraph itself.
fn behind_versions(draft: &Draft, id: ParagraphId) -> ParagraphId {
    let parent = draft.paragraph(id).and_then(|paragraph| paragraph.parent);
    let closes = |set: &AlternativeSetId| draft.alternatives.get(set).is_some_and(|set| set.base.contains(&id));
    let versions = draft.children(parent).filter(|sibling| sibling.variant_of.as_ref().is_some_and(closes));
    versions.last().map_or(id, |version| version.id)
}

/// What a paragraph beside one of a kind is.
fn kind_beside(kind: ParagraphKind) -> ParagraphKind {
    match kind {
        ParagraphKind::Preambular | ParagraphKind::SubItem | ParagraphKind::Bullet => kind,
        _ => ParagraphKind::Operative,
    }
}

/// The siblings between which a new paragraph is stored, so that it reads directly behind `behind`: the last one up to it
/// that no move has brought there, and that one's follower in the document.
fn stored_gap(
    stored: &Draft,
    shown: &Draft,
    standings: &Standings,
    parent: Option<ParagraphId>,
    behind: Option<ParagraphId>,
) -> (Option<ParagraphId>, Option<ParagraphId>) {
    let moved = stored.moved(standings);
    let own: Vec<ParagraphId> = stored.children(parent).map(|child| child.id).collect();
    let mut before = None;
    for child in shown.children(parent).filter(|_| behind.is_some()) {
        if own.contains(&child.id) && !moved.contains(&child.id) {
            before = Some(child.id);
        }
        if Some(child.id) == behind {
            break;
        }
    }
    let next = match before.and_then(|id| own.iter().position(|child| *child == id)) {
        Some(at) => own.get(at + 1),
        None => own.first(),
    };
    (before, next.copied())
}
