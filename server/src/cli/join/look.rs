//! What can be looked at: the text, brackets, alternatives, proposals, comments, positions.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use clap::Args;
use client_core::{
    model::{Anchor, Inline, InlineExt, ParagraphId, Read, numbering, read},
    view::{self, AlternativeView, SubjectPositions},
};
use client_core_export::repair;
use serde_json::{Value, json};

use super::{
    Problem, name,
    scene::{Intent, LABELS, Scene, Told},
};
use crate::cli::{
    positions,
    table::{Table, short},
};

/// Show the text as it stands: behind each bracket its number
#[derive(Clone, Debug, Default, PartialEq, Eq, Args)]
pub struct Show {
    /// These paragraphs, with what stands under them; all without one
    #[arg(allow_hyphen_values = true)]
    paragraphs: Vec<String>,
}

/// List the brackets
#[derive(Clone, Debug, Default, PartialEq, Eq, Args)]
pub struct Brackets {
    /// Only those that are open
    #[arg(long)]
    open: bool,
}

/// Show who says what of brackets and alternatives
#[derive(Clone, Debug, Default, PartialEq, Eq, Args)]
pub struct Positions {
    /// Only what waits for the own delegation to speak
    #[arg(long)]
    waits: bool,
    /// Only what somebody blocks
    #[arg(long)]
    blocked: bool,
}

impl Show {
    pub fn intent(&self, scene: &Scene<'_>) -> Result<Intent, Problem> {
        let mut wanted: BTreeSet<ParagraphId> = BTreeSet::new();
        for name in &self.paragraphs {
            let found = name::paragraph(&scene.draft, name)?.id;
            let range = scene.draft.subtree(found).unwrap_or_default();
            wanted.extend(scene.draft.paragraphs[range].iter().map(|paragraph| paragraph.id));
        }
        let stored = scene.draft_as_stored();
        let arranged = stored.arranged(&scene.standings);
        let labels = numbering::labels(&arranged, LABELS);
        let numbers: HashMap<&str, usize> =
            scene.view.brackets.iter().map(|bracket| (bracket.id.as_str(), bracket.number)).collect();
        let agreed: HashMap<&str, &str> = scene
            .view
            .paragraphs
            .iter()
            .filter_map(|paragraph| Some((paragraph.id.as_str(), paragraph.agreement?)))
            .collect();
        let (mut text, mut list) = (String::new(), Vec::new());
        for read in read(&arranged, &scene.standings).paragraphs {
            let id = read.paragraph.id;
            let shown = wanted.is_empty() || wanted.contains(&id);
            if !shown || read.emptied || read.paragraph.kind.is_container() {
                continue;
            }
            let words = words(&read, &labels, &numbers);
            let (label, id) = (labels.get(&id).map_or("", String::as_str), id.to_string());
            let agreement = agreed.get(id.as_str()).copied();
            let standing = agreement.map_or_else(String::new, |agreement| format!("({agreement}) "));
            text.push_str(format!("{}  {label} {standing}{words}", name::brief(&id)).trim_end());
            text.push('\n');
            list.push(json!({"id": id, "label": label, "words": words, "agreement": agreement}));
        }
        Ok(shown("text", text, Value::Array(list)))
    }
}

/// The words of a paragraph with signs, behind each bracket its number, mended where a decision took something away.
fn words(read: &Read<'_>, labels: &BTreeMap<ParagraphId, String>, numbers: &HashMap<&str, usize>) -> String {
    let (mut line, mut seams) = (String::new(), Vec::new());
    // Offsets in the content and in the line, in code points: they part where a sign is longer than the anchor.
    let (mut at, mut written) = (0, 0);
    for piece in &read.content {
        let shown = match piece {
            Inline::Text { text, .. } => text.clone(),
            Inline::Anchor(Anchor::Open(_)) => "[".into(),
            Inline::Anchor(Anchor::Close(id)) => {
                format!("]{}", raised(numbers.get(id.to_string().as_str()).copied().unwrap_or(0)))
            }
            Inline::Anchor(Anchor::Or(_)) => "/".into(),
            Inline::Anchor(Anchor::Note(note)) => labels.get(note).cloned().unwrap_or_default(),
            Inline::Anchor(Anchor::Split(_)) => "¶".into(),
            Inline::Anchor(Anchor::Erased(_)) => String::new(),
        };
        let end = at + piece.len();
        seams.extend(read.seams.iter().filter(|seam| (at..end).contains(seam)).map(|seam| written + seam - at));
        written += shown.chars().count();
        line.push_str(&shown);
        at = end;
    }
    seams.extend(read.seams.iter().filter(|seam| **seam >= at).map(|_| written));
    repair::at_seams(&line, &seams)
}

/// A number in raised digits.
fn raised(number: usize) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    number.to_string().bytes().filter_map(|digit| DIGITS.get(usize::from(digit.wrapping_sub(b'0')))).collect()
}

fn shown(event: &'static str, text: String, list: Value) -> Intent {
    let text = if text.is_empty() { "none\n".into() } else { text };
    Intent::Look(Told { event, text, about: json!({ event: list }) })
}

impl Brackets {
    pub fn intent(&self, scene: &Scene<'_>) -> Result<Intent, Problem> {
        let listed: Vec<_> =
            scene.view.brackets.iter().filter(|bracket| !self.open || bracket.state == "open").collect();
        let mut table = Table::new(["NUMBER", "ID", "PLACE", "STATE", "BY", "WORDS"]);
        for bracket in &listed {
            let words = match bracket.branches.as_slice() {
                [_] => short(&bracket.words, 50),
                branches => {
                    let numbered: Vec<String> =
                        (1..).zip(branches).map(|(n, words)| format!("{n} {}", short(words, 20))).collect();
                    numbered.join(" / ")
                }
            };
            table.row([
                bracket.number.to_string(),
                name::brief(&bracket.id).into(),
                if bracket.whole_draft { "whole draft".into() } else { bracket.place.clone() },
                bracket.state.into(),
                bracket.delegation.clone(),
                words,
            ]);
        }
        let text = if listed.is_empty() { String::new() } else { table.render() };
        Ok(shown("brackets", text, json!(listed)))
    }
}

/// The alternatives, each with its versions.
pub fn alternatives(scene: &Scene<'_>) -> Intent {
    let labels = numbering::labels(&scene.draft, LABELS);
    let (mut text, mut list) = (String::new(), Vec::new());
    for set in &scene.view.alternatives {
        text.push_str(&format!("to {}: {}\n", set.label, set.state));
        let base: Vec<String> = set.base.iter().filter_map(|id| words_of(scene, id)).collect();
        let mut versions = vec![(format!("base {}", set.label), "base".to_owned(), base.join(" "))];
        for id in &set.variants {
            let label = id.parse().ok().and_then(|id| labels.get(&id)).cloned().unwrap_or_default();
            versions.push((label, id.clone(), words_of(scene, id).unwrap_or_default()));
        }
        for (label, id, words) in versions {
            let chosen = is_chosen(set, &id);
            let id = if id == "base" { String::new() } else { format!("{}  ", name::brief(&id)) };
            let sign = if chosen { "✓" } else { " " };
            text.push_str(&format!("  {sign} {label}  {id}{}\n", short(&words, 80)));
            list.push(json!({"to": set.label, "set": set.id, "version": label, "chosen": chosen, "words": words}));
        }
    }
    shown("alternatives", text, Value::Array(list))
}

fn is_chosen(set: &AlternativeView, id: &str) -> bool {
    set.chosen.as_deref() == Some(id)
}

fn words_of(scene: &Scene<'_>, id: &str) -> Option<String> {
    scene.draft.paragraph(id.parse().ok()?).map(|paragraph| paragraph.content.words())
}

/// The proposals to move, split and merge.
pub fn proposals(scene: &Scene<'_>) -> Intent {
    let mut text = String::new();
    for (at, proposal) in scene.view.proposals.iter().enumerate().rev() {
        let number = name::proposal_number(&scene.view, at);
        let by = format!("{} ({})", proposal.by, proposal.delegation);
        let because =
            if proposal.reason.is_empty() { String::new() } else { format!(", because: {}", proposal.reason) };
        text.push_str(&format!(
            "{number}  {}  {} {}, {}, by {by}{because}\n",
            name::brief(&proposal.id),
            proposal.kind,
            proposal.place,
            proposal.state
        ));
        for (when, lines) in [("now", &proposal.now), ("then", &proposal.then)] {
            for line in lines {
                let label = line.label.as_deref().unwrap_or_default();
                text.push_str(&format!("    {when}: {label} {}\n", short(&line.words, 80)));
            }
        }
    }
    shown("proposals", text, json!(scene.view.proposals))
}

/// The threads of comments that this person reads.
pub fn comments(scene: &mut Scene<'_>) -> Intent {
    let threads = scene.session.threads(LABELS);
    let mut text = String::new();
    for (number, thread) in (1..).zip(&threads) {
        let place = match (thread.place.kind, thread.place.label.as_str()) {
            ("draft", _) => "the draft".to_owned(),
            ("bracket", label) => format!("a bracket at {label}"),
            (_, label) => label.to_owned(),
        };
        let resolved = if thread.resolved { ", resolved" } else { "" };
        let (id, audience) = (name::brief(&thread.id), thread.audience);
        text.push_str(&format!("{number}  {id}  {place}, for {audience}{resolved}\n"));
        if !thread.quoted.is_empty() {
            text.push_str(&format!("    “{}”\n", short(&thread.quoted, 80)));
        }
        for comment in &thread.comments {
            let kind = if comment.kind == "proposal" { ", words that came late" } else { "" };
            let said = comment.text.replace('\n', "\n        ");
            text.push_str(&format!("    {} ({}){kind}: {said}\n", comment.by, comment.delegation));
        }
    }
    shown("comments", text, json!(threads))
}

impl Positions {
    pub fn intent(&self, scene: &Scene<'_>) -> Result<Intent, Problem> {
        let me = scene.delegation();
        let stored = scene.draft_as_stored();
        let found = view::positions(&stored, &scene.standings, scene.directory, &me);
        let asked = |subject: &SubjectPositions| {
            (!self.waits || subject.waits) && (!self.blocked || (subject.open && !subject.blockers.is_empty()))
        };
        let subjects = found.subjects.into_iter().filter(asked).collect();
        let (text, list) = positions::listed(&scene.view, subjects);
        Ok(shown("positions", text, list))
    }
}
