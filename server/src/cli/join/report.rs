use std::time::Duration;

use client_core::{
    gate::Touched,
    model::{
        AlternativeSetId, Anchor, BracketId, Change, CommentEntry, Decision, Draft, Inline, ParagraphId, ProposalId,
        Stance, Topic, numbering, occurrences,
    },
    sync::session::{Effect, Session},
    view,
};
use serde_json::{Value, json};

use super::{Problem, scene::Told};
use crate::{
    cli::{Failure, print, table::short, tell},
    clock,
};

/// Prints what happens, for people or as JSON.
pub struct Reporter {
    json: bool,
}

impl Reporter {
    pub fn new(json: bool) -> Self {
        Self { json }
    }

    /// Prints what a session asks to be shown.
    pub fn show(&self, effect: &Effect, session: &mut Session) -> Result<(), Failure> {
        match effect {
            Effect::Send(_) | Effect::Presence => Ok(()),
            Effect::Joined { .. } => self.joined(session),
            Effect::Changed(touched) => self.changed(touched, session),
            Effect::Recorded(entries) => entries.iter().try_for_each(|entry| {
                let decided = decided(&entry.decision, session.draft().as_deref());
                let sentence = decided.trim_end_matches('.');
                let text = format!("{} ({}) {sentence}. {}", entry.by, entry.delegation, entry.reason);
                let about = json!({"seq": entry.seq, "by": entry.by, "decided": decided, "reason": entry.reason});
                self.line("decided", text.trim_end(), about)
            }),
            Effect::Saved { pending: 0 } => {
                self.line("saved", "everything is on the server's disk", json!({"pending": 0}))
            }
            Effect::Saved { pending } => {
                self.line("sent", &format!("{pending} changes are on their way"), json!({"pending": pending}))
            }
            Effect::Refused { reason, message, hint, .. } => {
                let text = format!("{message} ({reason}). {hint}");
                self.line("refused", &text, json!({"reason": reason, "message": message, "hint": hint}))
            }
            Effect::Failed(problem) => {
                self.line("failed", &problem.message, json!({"code": problem.code, "hint": problem.hint}))
            }
            Effect::You => self.became(session),
            Effect::Commented(entries) => entries.iter().try_for_each(|entry| self.commented(entry)),
        }
    }

    /// This person may do something else from here on.
    fn became(&self, session: &Session) -> Result<(), Failure> {
        let Some(person) = session.person() else { return Ok(()) };
        let text = format!("you are {} now, and speak for {}", person.role.said(), person.delegation.0);
        self.line("you", &text, json!({"role": person.role.name(), "delegation": person.delegation.0}))
    }

    /// The connection is lost.
    pub fn lost(&self, pause: Duration) -> Result<(), Failure> {
        let text = format!("the connection is lost; trying again in {} ms", pause.as_millis());
        self.line("lost", &text, json!({"again_ms": pause.as_millis()}))
    }

    /// What a line shows.
    pub fn told(&self, told: &Told) -> Result<(), Failure> {
        // A list speaks for itself.
        if !self.json && told.text.ends_with('\n') {
            return print(&told.text);
        }
        self.line(told.event, &told.text, told.about.clone())
    }

    /// One sentence.
    pub fn said(&self, event: &str, text: &str) -> Result<(), Failure> {
        self.line(event, text, json!({"message": text}))
    }

    /// Help that was asked for.
    pub fn help(&self, text: &str) -> Result<(), Failure> {
        if self.json { self.line("help", text, json!({"text": text})) } else { print(text) }
    }

    /// Something was not done, and the visit goes on.
    pub fn problem(&self, problem: &Problem) -> Result<(), Failure> {
        if !self.json {
            tell(&Failure::from(problem.clone()).to_string());
        }
        self.event(problem)
    }

    /// The same for programs alone.
    pub fn event(&self, problem: &Problem) -> Result<(), Failure> {
        let about = json!({"reason": problem.reason, "message": problem.message, "hint": problem.hint});
        if self.json { self.line("refused", &problem.message, about) } else { Ok(()) }
    }

    fn commented(&self, entry: &CommentEntry) -> Result<(), Failure> {
        match entry {
            CommentEntry::Said(comment) => {
                let audience = view::audience(comment.audience);
                let text =
                    format!("{} ({}) comments, for {audience}: {}", comment.by, comment.delegation, comment.text);
                let about = json!({"thread": comment.thread.to_string(), "by": comment.by, "audience": audience,
                    "quoted": comment.quoted, "text": comment.text});
                self.line("comment", &text, about)
            }
            CommentEntry::Settled(resolution) => {
                let what = if resolution.resolved { "resolved" } else { "reopened" };
                let text = format!("{} ({}) {what} a thread of comments", resolution.by, resolution.delegation);
                let about = json!({"thread": resolution.thread.to_string(), "by": resolution.by, "what": what});
                self.line("thread", &text, about)
            }
        }
    }

    fn joined(&self, session: &mut Session) -> Result<(), Failure> {
        let (Some(draft), Some(person)) = (session.draft(), session.person()) else { return Ok(()) };
        let text = format!(
            "{} as {} ({}), {}; {} paragraphs",
            draft.title,
            person.name,
            person.delegation.0,
            person.role.name(),
            draft.paragraphs.len()
        );
        self.line("joined", &text, json!({"draft": draft.slug, "name": person.name, "role": person.role.name()}))
    }

    fn changed(&self, touched: &Touched, session: &mut Session) -> Result<(), Failure> {
        let Some(draft) = session.draft() else { return Ok(()) };
        let labels = numbering::labels(&draft, "en");
        for paragraph in draft.paragraphs.iter().filter(|paragraph| touched.paragraphs.contains(&paragraph.id)) {
            let label = labels.get(&paragraph.id).map_or("", String::as_str);
            let words = written(&paragraph.content);
            let about = json!({"paragraph": paragraph.id.to_string(), "label": label, "text": words});
            self.line("changed", &format!("{label} {words}"), about)?;
        }
        self.positions(touched, &draft)
    }

    /// The newest statement on each subject that is touched.
    fn positions(&self, touched: &Touched, draft: &Draft) -> Result<(), Failure> {
        for subject in &touched.positions {
            let on_it = draft.positions.values().filter(|position| position.subject == *subject);
            let Some(position) = on_it.max_by_key(|position| &position.written) else { continue };
            let (kind, id) = view::named(*subject);
            let stance = position.stance.map_or("none", Stance::name);
            let (by, delegation, reason) = (&position.by, &position.delegation, &position.reason);
            let words = match subject {
                Topic::Bracket(id) => occurrences(draft).into_iter().find(|found| found.bracket == *id),
                Topic::Alternatives(_) => None,
            };
            let words = words.map_or_else(|| kind.to_owned(), |found| format!("[{}]", short(&found.words, 60)));
            let text = format!("{by} ({delegation}) says {stance} of {words}. {reason}");
            let about = json!({"kind": kind, "id": id, "by": by, "delegation": delegation, "stance": stance});
            self.line("position", text.trim_end(), about)?;
        }
        Ok(())
    }

    fn line(&self, event: &str, text: &str, about: Value) -> Result<(), Failure> {
        let at = clock::now();
        if !self.json {
            return print(&format!("{}  {event}: {text}\n", clock::written(at)));
        }
        let mut value = json!({"event": event, "at": at});
        if let (Some(value), Value::Object(about)) = (value.as_object_mut(), about) {
            value.extend(about);
        }
        print(&format!("{value}\n"))
    }
}

/// A decision in words.
pub fn decided(decision: &Decision, draft: Option<&Draft>) -> String {
    let found = |id: &BracketId| draft.and_then(|d| occurrences(d).into_iter().find(|found| found.bracket == *id));
    let bracket = |id: &BracketId| short(&found(id).map(|found| found.words).unwrap_or_default(), 60);
    let label = |id: ParagraphId| draft.and_then(|draft| numbering::labels(draft, "en").remove(&id));
    let paragraph = |id: ParagraphId| label(id).map_or("a paragraph".into(), |label| format!("paragraph {label}"));
    let proposal = |id: &ProposalId| {
        let change = draft.and_then(|draft| draft.proposals.get(id)).map(|proposal| proposal.change);
        let what = match change {
            Some(Change::Move { .. }) => "move",
            Some(Change::Split { .. }) => "split",
            Some(Change::Merge { .. }) => "merge",
            None => "move, split or merge",
        };
        let about = change.map_or_else(|| "paragraphs".into(), |change| paragraph(change.paragraph()));
        format!("the proposal to {what} {about}")
    };
    let alternatives = |id: &AlternativeSetId| {
        let base = draft.and_then(|draft| draft.alternatives.get(id)).map(|set| set.base.clone()).unwrap_or_default();
        let labels: Vec<String> = base.into_iter().filter_map(label).collect();
        labels.iter().map(|label| label.trim_end_matches('.')).collect::<Vec<_>>().join("+")
    };
    match decision {
        Decision::KeepBracket(id) => format!("keeps [{}]", bracket(id)),
        Decision::DeleteBracket(id) => format!("deletes [{}]", bracket(id)),
        Decision::ReopenBracket(id) => format!("reopens [{}]", bracket(id)),
        Decision::ChooseAlternative(_, Some(id)) => match label(*id) {
            Some(label) => format!("chooses {label}"),
            None => "chooses an alternative".into(),
        },
        Decision::ChooseAlternative(id, None) => {
            format!("chooses {}, the text that the alternatives would replace", alternatives(id))
        }
        Decision::ReopenAlternative(id) => format!("reopens the alternatives to {}", alternatives(id)),
        Decision::PickBranch { bracket: id, branch, .. } => {
            let branch = branch.and_then(|branch| usize::try_from(branch).ok());
            let words = branch.and_then(|branch| found(id)?.branches.get(branch).cloned());
            let picked = words.map_or_else(|| "no text".into(), |words| format!("“{}”", short(&words, 60)));
            format!("picks {picked} of [{}]", bracket(id))
        }
        Decision::ReplaceBracket { bracket: id, words } => {
            format!("replaces [{}] by “{}”", bracket(id), short(words, 60))
        }
        Decision::AgreeAdRef(id) => format!("agrees {} ad referendum", paragraph(*id)),
        Decision::Agree(id) => format!("agrees {}", paragraph(*id)),
        Decision::Suspend(id) => format!("suspends {}", paragraph(*id)),
        Decision::ReopenParagraph(id) => format!("reopens {}", paragraph(*id)),
        Decision::SetPhase(phase) => format!("switches the phase to {}", phase.name()),
        Decision::Package(parts) => {
            let told: Vec<String> = parts.iter().map(|part| decided(part, draft)).collect();
            format!("decides as one: {}", told.join("; "))
        }
        Decision::AcceptProposal(id) => format!("accepts {}", proposal(id)),
        Decision::RejectProposal(id) => format!("rejects {}", proposal(id)),
        Decision::ReopenProposal(id) => format!("reopens {}", proposal(id)),
        Decision::SetLabelScheme(scheme) => format!("labels alternatives as {}", scheme.name()),
    }
}

/// A paragraph with its signs.
fn written(content: &[Inline]) -> String {
    content
        .iter()
        .map(|piece| match piece {
            Inline::Text { text, .. } => text.as_str(),
            Inline::Anchor(Anchor::Open(_)) => "[",
            Inline::Anchor(Anchor::Close(_)) => "]",
            Inline::Anchor(Anchor::Or(_)) => "/",
            Inline::Anchor(Anchor::Note(_)) => "*",
            Inline::Anchor(Anchor::Split(_) | Anchor::Erased(_)) => "",
        })
        .collect()
}
