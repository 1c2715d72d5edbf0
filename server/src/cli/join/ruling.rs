//! A decision with what goes with it and what it would do, before it is asked for.

use std::collections::BTreeSet;

use client_core::{
    model::{BracketId, Decision, EntryId, Subject, companions},
    record::{self, Request},
};

use super::{
    Problem,
    decide::Recording,
    name,
    outcome::{Also, Outcome},
    scene::{Intent, Scene, Told, fresh},
};

/// A decision that may be asked for, with what it would do.
#[derive(Clone, Debug)]
pub struct Ruling {
    /// What is sent.
    pub request: Request,
    /// What it would do.
    pub outcome: Outcome,
    /// The same, to be shown.
    pub told: Told,
    /// It decides more than was named.
    pub confirm: bool,
    /// Nothing is recorded.
    pub dry_run: bool,
}

impl Ruling {
    /// Whether it would still do the same.
    pub fn still_holds(&self, scene: &Scene<'_>) -> bool {
        let also = self.outcome.also.clone();
        Outcome::of(scene, &self.request.decision, also, Vec::new()).reads_like(&self.outcome)
    }
}

/// What is asked for with some decisions, and what it would do.
pub fn rule(scene: &mut Scene<'_>, named: Vec<Decision>, recording: &Recording) -> Result<Intent, Problem> {
    let mut without = BTreeSet::new();
    for name in &recording.without {
        without.insert(name::bracket_id(name::bracket(&scene.view, name)?)?);
    }
    let (decision, also, unfit) = together(scene, named.clone(), recording.alone, &without);
    let request = Request {
        id: EntryId(fresh()?),
        decision,
        meeting: recording.meeting.clone().unwrap_or_else(|| scene.habits.meeting.clone()),
        reason: scene.reason(&recording.reason),
        heads: Vec::new(),
    };
    if let (Some(draft), Some(person)) = (scene.session.draft(), scene.session.person()) {
        record::check(&request, person, &draft, &scene.standings)?;
    }
    let outcome = Outcome::of(scene, &request.decision, also, unfit);
    let confirm = outcome.concerns_others() && !recording.yes && !scene.habits.yes;
    let told = outcome.told(scene, &named, confirm);
    Ok(Intent::Decide(Box::new(Ruling { request, outcome, told, confirm, dry_run: recording.dry_run })))
}

/// The decisions that were named with those that go with them, what was added, and the brackets where the branch is not there.
fn together(
    scene: &Scene<'_>,
    named: Vec<Decision>,
    alone: bool,
    without: &BTreeSet<BracketId>,
) -> (Decision, Vec<Also>, Vec<BracketId>) {
    let mut decided: BTreeSet<Subject> = named.iter().filter_map(Decision::subject).collect();
    let (mut parts, mut also, mut unfit) = (Vec::new(), Vec::new(), Vec::new());
    for part in named {
        let found = companions(&scene.draft, &scene.standings, &part);
        parts.push(part);
        for companion in found {
            let left_out = companion.relation.may_be_left_out() && (alone || without.contains(&companion.bracket));
            if left_out || decided.contains(&Subject::Bracket(companion.bracket)) {
                continue;
            }
            match companion.decision {
                Some(decision) => {
                    decided.insert(Subject::Bracket(companion.bracket));
                    also.push(Also { relation: companion.relation, decision: decision.clone() });
                    parts.push(decision);
                }
                None => unfit.push(companion.bracket),
            }
        }
    }
    let decision = if parts.len() == 1 { parts.remove(0) } else { Decision::Package(parts) };
    (decision, also, unfit)
}
