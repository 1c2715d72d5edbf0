//! What a decision would make of the text, before it is recorded.

use std::collections::{BTreeMap, BTreeSet};

use client_core::{
    model::{
        BracketId, Decision, InlineExt, Matter, MatterKind, ParagraphId, Relation, Subject, numbering, open_matters,
    },
    view::{BracketView, ProposalView},
};
use client_core_export::text::sentences;
use serde_json::json;

use super::{
    report::decided,
    scene::{LABELS, Scene, Told},
};
use crate::cli::table::short;

/// Something that is decided although it was not named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Also {
    /// Why.
    pub relation: Relation,
    /// What.
    pub decision: Decision,
}

/// A paragraph that would read otherwise; `None` where it does not stand.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Changed {
    label: String,
    before: Option<String>,
    after: Option<String>,
}

/// What a decision would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// What is decided with what was named.
    pub also: Vec<Also>,
    /// The paragraphs that read otherwise.
    sentences: Vec<Changed>,
    /// The paragraphs that become moot: label and words.
    moot: Vec<(String, String)>,
    /// What is not open any more although nobody decides it.
    settles: Vec<String>,
    /// Where the branch that is picked is not there to be picked.
    unfit: Vec<String>,
}

impl Outcome {
    /// Works out what a decision would do to the draft of a scene.
    pub fn of(scene: &Scene<'_>, decision: &Decision, also: Vec<Also>, unfit: Vec<BracketId>) -> Self {
        let mut then = scene.standings.clone();
        then.apply(decision);
        let now = &scene.standings;
        let raw = &scene.draft_as_stored();
        let (before, after) = (sentences(raw, now, LABELS), sentences(raw, &then, LABELS));
        let (moot_before, moot_after) = (now.moot(raw), then.moot(raw));
        let newly: BTreeSet<ParagraphId> = moot_after.difference(&moot_before).copied().collect();
        let old: BTreeMap<_, _> = before.iter().map(|one| (one.paragraph, one)).collect();
        let new: BTreeMap<_, _> = after.iter().map(|one| (one.paragraph, one)).collect();
        let labels = numbering::labels(&scene.draft, LABELS);
        let places = numbering::places(&scene.draft, &labels);
        let mut changed = Vec::new();
        // In the order that people know, with what is new behind.
        let added = after.iter().filter(|one| !old.contains_key(&one.paragraph));
        for one in before.iter().chain(added).filter(|one| !newly.contains(&one.paragraph)) {
            let (was, is) = (old.get(&one.paragraph), new.get(&one.paragraph));
            let relabelled = matches!((was, is), (Some(was), Some(is)) if was.label != is.label);
            if was.map(|was| &was.words) != is.map(|is| &is.words) || relabelled {
                let printed = |one: &&client_core_export::text::Sentence| match relabelled {
                    true => format!("{} {}", one.label, one.words),
                    false => one.words.clone(),
                };
                let label = match places.get(&one.paragraph) {
                    Some(place) if one.label.is_empty() => (*place).to_owned(),
                    _ => one.label.clone(),
                };
                changed.push(Changed { label, before: was.map(printed), after: is.map(printed) });
            }
        }
        let moot = scene.draft.paragraphs.iter().filter(|paragraph| newly.contains(&paragraph.id));
        let moot = moot.map(|one| (labels.get(&one.id).cloned().unwrap_or_default(), one.content.words())).collect();
        let subjects: BTreeSet<Subject> = decision.parts().iter().filter_map(Decision::subject).collect();
        let open_then: BTreeSet<String> = open_matters(raw, &then).iter().map(key).collect();
        let settled = open_matters(raw, now).into_iter().filter(|matter| !open_then.contains(&key(matter)));
        let settled = settled.filter(|matter| subject(matter).is_none_or(|subject| !subjects.contains(&subject)));
        let settles = settled.map(|matter| settled_words(scene, &labels, &matter)).collect();
        let unfit = unfit.iter().filter_map(|id| view_of(scene, *id)).map(named).collect();
        Self { also, sentences: changed, moot, settles, unfit }
    }

    /// Whether it does anything to what was not named.
    pub fn concerns_others(&self) -> bool {
        let asked = self.also.iter().any(|also| also.relation != Relation::Proposed);
        asked || !self.moot.is_empty() || !self.settles.is_empty()
    }

    /// Whether something of what it does can be left out.
    pub fn may_be_alone(&self) -> bool {
        self.also.iter().any(|also| also.relation.may_be_left_out())
    }

    /// Whether another would make the same of the text.
    pub fn reads_like(&self, other: &Self) -> bool {
        (&self.sentences, &self.moot, &self.settles) == (&other.sentences, &other.moot, &other.settles)
    }

    /// The same to be shown, under the decisions that were named.
    pub fn told(&self, scene: &Scene<'_>, named: &[Decision], confirm: bool) -> Told {
        let said = |decision: &Decision| decided(decision, Some(&scene.draft));
        let decides: Vec<String> = named.iter().map(said).collect();
        let mut text = format!("this {}\n", decides.join("; "));
        let (mut also, mut lines) = (Vec::new(), Vec::new());
        for Also { relation, decision } in &self.also {
            let place = match decision.subject() {
                Some(Subject::Bracket(id)) => view_of(scene, id).map(place_of).unwrap_or_default(),
                _ => String::new(),
            };
            let because = because(*relation);
            text.push_str(&format!("    also, {place}: {}: {because}\n", said(decision)));
            also.push(json!({"decides": said(decision), "place": place, "because": because}));
        }
        for place in &self.unfit {
            text.push_str(&format!("    not {place}: the branch is not there\n"));
        }
        for proposal in named.iter().filter_map(|decision| accepted(scene, decision)) {
            for (when, line) in proposal.now.iter().map(|l| ("now", l)).chain(proposal.then.iter().map(|l| ("then", l)))
            {
                let label = line.label.as_deref().unwrap_or_default();
                text.push_str(&format!("    {when}: {label} {}\n", short(&line.words, 80)));
                lines.push(json!({"when": when, "label": label, "words": line.words}));
            }
        }
        // What a proposal makes of the text stands there already.
        for one in self.sentences.iter().filter(|_| lines.is_empty()) {
            let words = |words: &Option<String>| words.clone().unwrap_or_else(|| "—".into());
            text.push_str(&format!("    at {}\n", if one.label.is_empty() { "the beginning" } else { &one.label }));
            text.push_str(&format!("        now:  {}\n", words(&one.before)));
            text.push_str(&format!("        then: {}\n", words(&one.after)));
        }
        for (label, words) in &self.moot {
            text.push_str(&format!("    becomes moot: {label} {}\n", short(words, 80)));
        }
        for what in &self.settles {
            text.push_str(&format!("    settles too: {what}\n"));
        }
        let sentences: Vec<_> = self
            .sentences
            .iter()
            .map(|one| json!({"label": one.label, "before": one.before, "after": one.after}))
            .collect();
        let moot: Vec<_> = self.moot.iter().map(|(label, words)| json!({"label": label, "words": words})).collect();
        let about = json!({"decides": decides, "also": also, "sentences": sentences, "lines": lines, "moot": moot,
            "settles": self.settles, "unfit": self.unfit, "confirm": confirm});
        Told { event: "would", text, about }
    }
}

/// The proposal that a decision takes in.
fn accepted<'a>(scene: &'a Scene<'_>, decision: &Decision) -> Option<&'a ProposalView> {
    let Decision::AcceptProposal(id) = decision else { return None };
    let id = id.to_string();
    scene.view.proposals.iter().find(|proposal| proposal.id == id)
}

fn because(relation: Relation) -> &'static str {
    match relation {
        Relation::Beside => "of one question one stays, or none",
        Relation::Linked => "another place of the same question",
        Relation::Correlated => "they stand or fall together",
        Relation::Within => "the branch is nothing but this bracket",
        Relation::Proposed => "the version was proposed in it",
    }
}

/// What tells a matter from others, wherever it stands.
fn key(matter: &Matter) -> String {
    match matter.kind {
        MatterKind::Placeholder => format!("{:?}", matter.paragraph),
        kind => format!("{kind:?}"),
    }
}

fn subject(matter: &Matter) -> Option<Subject> {
    match matter.kind {
        MatterKind::Bracket(id) => Some(Subject::Bracket(id)),
        MatterKind::Alternatives(id) => Some(Subject::Alternatives(id)),
        MatterKind::Proposal(id) => Some(Subject::Proposal(id)),
        MatterKind::Placeholder => None,
    }
}

fn view_of<'a>(scene: &'a Scene<'_>, id: BracketId) -> Option<&'a BracketView> {
    let id = id.to_string();
    scene.view.brackets.iter().find(|bracket| bracket.id == id)
}

fn place_of(bracket: &BracketView) -> String {
    let place = if bracket.whole_draft { "the whole draft" } else { &bracket.place };
    format!("bracket {} at {place}", bracket.number)
}

fn named(bracket: &BracketView) -> String {
    format!("{} [{}]", place_of(bracket), short(&bracket.words, 60))
}

fn settled_words(scene: &Scene<'_>, labels: &BTreeMap<ParagraphId, String>, matter: &Matter) -> String {
    let label = matter.paragraph.and_then(|id| labels.get(&id)).map_or("", String::as_str);
    match matter.kind {
        MatterKind::Bracket(id) => view_of(scene, id).map(named).unwrap_or_default(),
        MatterKind::Alternatives(_) => format!("the alternatives to {label}"),
        MatterKind::Placeholder => format!("the placeholder {label} {}", short(&matter.words, 40)),
        MatterKind::Proposal(_) => format!("a proposal to move, split or merge {label}"),
    }
}
