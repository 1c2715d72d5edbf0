//! Draft and standings -> view.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{
    AlternativeView, BracketView, ColumnsView, DraftView, OfferView, OpenMatters, ParagraphView, PieceView,
    QuestionView, proposals,
};
use crate::model::{
    Anchor, Beside, BracketId, BracketState, Column, Draft, DraftKind, Inline, MatterKind, Occurrence, Paragraph,
    ParagraphId, ParagraphKind, ProposalId, Standings, Style, Wish, numbering, occurrences, open_matters, second_part,
};

/// What a paragraph's view needs to know of the rest of the draft. Make one after a change of structure or standing.
#[derive(Clone, Debug)]
pub struct Surroundings {
    labels: BTreeMap<ParagraphId, String>,
    depths: HashMap<ParagraphId, usize>,
    bases: HashMap<ParagraphId, Vec<String>>,
    signs: BTreeMap<ParagraphId, String>,
    moot: BTreeSet<ParagraphId>,
    chosen: BTreeSet<ParagraphId>,
    agreements: HashMap<ParagraphId, &'static str>,
    /// Paragraphs that were proposed and are not taken in.
    gone: BTreeSet<ParagraphId>,
    parents: HashMap<ParagraphId, ParagraphId>,
    joined: HashMap<ParagraphId, ParagraphId>,
    splits: HashMap<ProposalId, (&'static str, Option<String>)>,
}

impl Surroundings {
    /// Works out labels, depths and standings. `language` is the language of the labels (BCP 47).
    pub fn of(draft: &Draft, standings: &Standings, language: &str) -> Self {
        let mut depths = HashMap::new();
        let mut bases: HashMap<ParagraphId, Vec<String>> = HashMap::new();
        let arranged = draft.arranged(standings);
        let labels = numbering::labels(&arranged, language);
        let joined = proposals::joined(draft, standings, &arranged);
        let splits = proposals::splits(draft, standings, &labels);
        let ordered = draft.ordered(standings);
        let draft = ordered.as_ref();
        let mut parents = HashMap::new();
        let mut gone = BTreeSet::new();
        for paragraph in &draft.paragraphs {
            let depth = paragraph.parent.and_then(|parent| depths.get(&parent)).map_or(0, |depth| depth + 1);
            depths.insert(paragraph.id, depth);
            parents.extend(paragraph.parent.map(|parent| (paragraph.id, parent)));
            if draft.is_gone(paragraph, standings) {
                gone.insert(paragraph.id);
            }
        }
        for set in draft.alternatives.values().filter(|set| stands(draft, standings, set)) {
            for id in &set.base {
                bases.entry(*id).or_default().push(set.id.to_string());
            }
        }
        let mut chosen = BTreeSet::new();
        for (set, choice) in &standings.alternatives {
            match (choice, draft.alternatives.get(set)) {
                (Some(variant), _) => drop(chosen.insert(*variant)),
                (None, Some(set)) => chosen.extend(&set.base),
                (None, None) => {}
            }
        }
        let moot = standings.moot(draft);
        let agreements = standings.paragraphs.iter().map(|(id, standing)| (*id, standing.name())).collect();
        let signs = numbering::signs(draft);
        Self { labels, depths, bases, signs, moot, chosen, gone, parents, joined, splits, agreements }
    }

    /// The view of one paragraph.
    pub fn paragraph(&self, paragraph: &Paragraph) -> ParagraphView {
        let standing = if self.moot.contains(&paragraph.id) {
            "moot"
        } else if self.gone.contains(&paragraph.id) {
            "gone"
        } else if self.chosen.contains(&paragraph.id) {
            "chosen"
        } else {
            "open"
        };
        ParagraphView {
            id: paragraph.id.to_string(),
            kind: kind(paragraph.kind),
            parent: self.parents.get(&paragraph.id).map(ToString::to_string),
            depth: self.depths.get(&paragraph.id).copied().unwrap_or(0),
            level: paragraph.level,
            label: self.labels.get(&paragraph.id).cloned(),
            idea: paragraph.idea.clone(),
            sources: paragraph.sources.clone(),
            variant_of: paragraph.variant_of.map(|id| id.to_string()),
            base_of: self.bases.get(&paragraph.id).cloned().unwrap_or_default(),
            standing,
            agreement: self.agreements.get(&paragraph.id).copied(),
            content: paragraph.content.iter().map(|piece| self.piece(piece)).collect(),
            added_in: paragraph.added_in.map(|id| id.to_string()),
            joined_to: self.joined.get(&paragraph.id).map(ToString::to_string),
        }
    }

    fn piece(&self, piece: &Inline) -> PieceView {
        match piece {
            Inline::Text { text, style: Style { bold, italic, underline } } => {
                PieceView::Text { s: text.clone(), b: *bold, i: *italic, u: *underline }
            }
            Inline::Anchor(Anchor::Open(id)) => PieceView::Open { id: id.to_string() },
            Inline::Anchor(Anchor::Close(id)) => PieceView::Close { id: id.to_string() },
            Inline::Anchor(Anchor::Or(id)) => PieceView::Or { id: id.to_string() },
            Inline::Anchor(Anchor::Split(id)) => {
                let (state, label) = self.splits.get(id).cloned().unwrap_or(("withdrawn", None));
                let second = (state == "accepted").then(|| second_part(*id).to_string());
                PieceView::Split { id: id.to_string(), state, label, second }
            }
            Inline::Anchor(Anchor::Note(id)) => {
                let sign = || self.signs.get(id).cloned().unwrap_or_else(|| "*".into());
                PieceView::Note {
                    id: id.to_string(),
                    sign: if self.gone.contains(id) { String::new() } else { sign() },
                }
            }
            Inline::Anchor(Anchor::Erased(id)) => PieceView::Erased { id: id.to_string() },
        }
    }
}

/// The view of a draft. `language` is the language of the labels (BCP 47).
pub fn draft(draft: &Draft, standings: &Standings, language: &str) -> DraftView {
    let surroundings = Surroundings::of(draft, standings, language);
    let ordered = draft.ordered(standings);
    let proposals = proposals::views(draft, standings, language, &surroundings.labels);
    let open_matters = open_matters(draft, standings);
    let draft = ordered.as_ref();
    let brackets = brackets(draft, standings, &surroundings);
    let alternatives = alternatives(draft, standings);
    let mut open = OpenMatters::default();
    for matter in open_matters {
        match matter.kind {
            MatterKind::Bracket(_) => open.brackets += 1,
            MatterKind::Alternatives(_) => open.alternatives += 1,
            MatterKind::Placeholder => open.placeholders += 1,
            MatterKind::Proposal(_) => open.proposals += 1,
        }
    }
    DraftView {
        id: draft.id.to_string(),
        slug: draft.slug.clone(),
        title: draft.title.clone(),
        language: draft.language.clone(),
        kind: match draft.kind {
            DraftKind::Draft => "draft",
            DraftKind::Reference => "reference",
        },
        columns: ColumnsView {
            idea: draft.columns.get(&Column::Idea).cloned(),
            text: draft.columns.get(&Column::Text).cloned(),
            source: draft.columns.get(&Column::Source).cloned(),
        },
        paragraphs: draft.paragraphs.iter().map(|paragraph| surroundings.paragraph(paragraph)).collect(),
        phase: standings.phase.name(),
        open,
        brackets,
        alternatives,
        proposals,
        label_scheme: draft.label_scheme.name(),
    }
}

/// Every bracket that stands somewhere, in the order of [`occurrences`].
fn brackets(draft: &Draft, standings: &Standings, surroundings: &Surroundings) -> Vec<BracketView> {
    let places = numbering::places(draft, &surroundings.labels);
    let place =
        |id: Option<ParagraphId>| id.and_then(|id| places.get(&id)).map_or_else(String::new, |p| (*p).to_owned());
    let beside = Beside::of(draft);
    let (mut questions, mut packages) = (HashMap::new(), HashMap::new());
    for bracket in draft.brackets.values() {
        for (same, key) in [(&mut questions, &bracket.question), (&mut packages, &bracket.package)] {
            if let Some(key) = key {
                same.entry(key).or_insert_with(Vec::new).push(bracket.id);
            }
        }
    }
    let view = |(index, found): (usize, Occurrence)| {
        let bracket = draft.brackets.get(&found.bracket)?;
        let others = |same: &HashMap<&String, Vec<BracketId>>, key: Option<&String>| -> Vec<String> {
            let all = key.and_then(|key| same.get(key)).into_iter().flatten();
            all.filter(|other| **other != bracket.id).map(ToString::to_string).collect()
        };
        Some(BracketView {
            id: bracket.id.to_string(),
            number: index + 1,
            opened_by: bracket.opened_by.clone(),
            delegation: bracket.delegation.clone(),
            opened_at: bracket.opened_at,
            wish: wish(bracket.wish),
            reason: bracket.reason.clone(),
            inserts: bracket.inserts,
            state: state(standings.of(bracket)),
            depth: found.around.len() + 1,
            whole_draft: found.paragraph.is_none(),
            paragraph: found.paragraph.map(|id| id.to_string()),
            place: place(found.paragraph),
            picked: match standings.of(bracket) {
                BracketState::Picked(branch) => branch,
                _ => None,
            },
            replacement: standings.replacements.get(&bracket.id).cloned(),
            words: found.words,
            branches: found.branches,
            linked: others(&questions, bracket.question.as_ref()),
            correlated: others(&packages, bracket.package.as_ref()),
            joined: draft
                .choice_of(bracket.id)
                .map_or_else(Vec::new, |choice| choice.brackets.iter().map(ToString::to_string).collect()),
            offers: offers(&beside, draft, standings, bracket.id),
            question: draft.choice_of(bracket.id).map(|choice| QuestionView {
                id: choice.id.to_string(),
                by: choice.joined_by.clone(),
                delegation: choice.delegation.clone(),
            }),
        })
    };
    occurrences(draft).into_iter().enumerate().filter_map(view).collect()
}

/// What may be offered of a bracket.
fn offers(beside: &Beside, draft: &Draft, standings: &Standings, id: BracketId) -> Vec<OfferView> {
    let row = beside.joinable(draft, standings, id);
    let join = (!row.is_empty()).then(|| OfferView::Join { brackets: row.iter().map(ToString::to_string).collect() });
    let instead = beside.words_before(draft, standings, id);
    let instead = instead.map(|words| OfferView::Instead { words: words.words.clone() });
    join.into_iter().chain(instead).collect()
}

fn alternatives(draft: &Draft, standings: &Standings) -> Vec<AlternativeView> {
    let position: HashMap<ParagraphId, usize> =
        draft.paragraphs.iter().enumerate().map(|(index, paragraph)| (paragraph.id, index)).collect();
    let mut sets: Vec<_> = draft.alternatives.values().filter(|set| stands(draft, standings, set)).collect();
    sets.sort_by_key(|set| {
        let first_variant = draft.variants(set.id).next().map(|variant| variant.id);
        (set.base.first().and_then(|id| position.get(id)), first_variant.and_then(|id| position.get(&id).copied()))
    });
    let given = numbering::numerals(draft);
    let view = |set: &&crate::model::AlternativeSet| {
        let numerals = set.base.iter().filter_map(|id| given.get(id)).map(numbering::numeral);
        let decided = standings.alternatives.get(&set.id);
        AlternativeView {
            id: set.id.to_string(),
            label: numerals.collect::<Vec<_>>().join("+"),
            base: set.base.iter().map(ToString::to_string).collect(),
            variants: draft.standing_variants(set.id, standings).map(|variant| variant.id.to_string()).collect(),
            state: if decided.is_some() { "decided" } else { "open" },
            chosen: decided.map(|chosen| chosen.map_or_else(|| "base".into(), |id| id.to_string())),
        }
    };
    sets.iter().map(view).collect()
}

/// Whether a set has a version to choose, or is decided.
fn stands(draft: &Draft, standings: &Standings, set: &crate::model::AlternativeSet) -> bool {
    standings.alternatives.contains_key(&set.id) || draft.standing_variants(set.id, standings).next().is_some()
}

/// The view's word for a kind.
fn kind(kind: ParagraphKind) -> &'static str {
    match kind {
        ParagraphKind::Title => "title",
        ParagraphKind::Front => "front",
        ParagraphKind::Heading => "heading",
        ParagraphKind::Preambular => "preambular",
        ParagraphKind::Operative => "operative",
        ParagraphKind::SubItem => "subItem",
        ParagraphKind::Bullet => "bullet",
        ParagraphKind::Placeholder => "placeholder",
        ParagraphKind::Table => "table",
        ParagraphKind::HeadRow => "headRow",
        ParagraphKind::Row => "row",
        ParagraphKind::Cell => "cell",
        ParagraphKind::Note => "note",
    }
}

/// The view's word for a wish.
pub fn wish(wish: Wish) -> &'static str {
    match wish {
        Wish::Retain => "retain",
        Wish::Delete => "delete",
        Wish::Choose => "choose",
    }
}

/// The view's word for a state.
pub fn state(state: BracketState) -> &'static str {
    match state {
        BracketState::Open => "open",
        BracketState::Kept => "kept",
        BracketState::Deleted => "deleted",
        BracketState::Withdrawn => "withdrawn",
        BracketState::Retracted => "retracted",
        BracketState::Replaced => "replaced",
        BracketState::Picked(_) => "picked",
    }
}
