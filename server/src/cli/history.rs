use std::{path::Path, process::ExitCode};

use clap::Args;
use client_core::{
    history::{HistoryError, LifeEvent, bracket_life, paragraph_life, proposal_life},
    model::{BracketId, Draft, Paragraph, ParagraphId, ProposalId, numbering, second_part},
    view::{self, BracketView, DraftView, ProposalView},
};

use super::{
    Failure,
    join::name,
    print, print_json,
    reading::{self, Stored},
    table::{Table, short},
};
use crate::{
    clock,
    http::{LifeEventJson, LifeNames, life_json},
    store::Store,
};

/// List the brackets and proposals of a draft, or tell the life of a bracket, a paragraph or a proposal.
#[derive(Debug, Args)]
pub struct History {
    /// The draft
    draft: String,
    /// The bracket: its number in the list, the beginning of its identity, or "[" and the beginning of its words
    #[arg(long, value_name = "ID", conflicts_with_all = ["paragraph", "proposal"])]
    bracket: Option<String>,
    /// The paragraph: its label such as `9 bis`, under the label of its parent such as `6/a`, or its identity
    #[arg(long, value_name = "LABEL", conflicts_with = "proposal")]
    paragraph: Option<String>,
    /// The proposal to move, split or merge: its number in the list, or its identity
    #[arg(long, value_name = "ID")]
    proposal: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl History {
    /// Lists or tells.
    pub fn run(self, data: &Path) -> Result<ExitCode, Failure> {
        let mut store = reading::store(data)?;
        let row = reading::find(&mut store, &self.draft)?;
        let stored = reading::open(&mut store, row)?;
        let view = view::draft(&stored.draft, &stored.standings, "en");
        let proposals = oldest_first(&view);
        let (changes, entries) = (store.changes(stored.row.id)?, store.entries(stored.row.id)?);
        let (title, events) = if let Some(name) = &self.bracket {
            let bracket = name::bracket(&view, name)?;
            let id: BracketId = bracket.id.parse().map_err(|_| self.unknown("bracket", name))?;
            let title = format!("bracket {} at {}: {}", bracket.number, place(bracket), bracket.state);
            (title, bracket_life(&changes, &entries, id).map(|life| life.events))
        } else if let Some(name) = &self.paragraph {
            let id = self.find_paragraph(&stored, name)?;
            let label = LifeNames::new(&stored.draft, &stored.standings, "en").of(id).unwrap_or_default();
            (format!("paragraph {label}"), paragraph_life(&changes, &entries, id))
        } else if let Some(name) = &self.proposal {
            let mut numbered = (1..).zip(&proposals);
            let found =
                numbered.find(|(number, proposal): &(usize, _)| proposal.id == *name || number.to_string() == *name);
            let (number, proposal) = found.ok_or_else(|| self.unknown("proposal", name))?;
            let id: ProposalId = proposal.id.parse().map_err(|_| self.unknown("proposal", name))?;
            let title = format!("proposal {number}, to {} {}: {}", proposal.kind, proposal.place, proposal.state);
            (title, proposal_life(&changes, &entries, id))
        } else {
            if self.json {
                print_json(&view.brackets)?
            } else {
                print(&list(&view.brackets))?;
                if !proposals.is_empty() {
                    print(&format!("\n{}", list_proposals(&proposals)))?
                }
            }
            return Ok(ExitCode::SUCCESS);
        };
        let events = self.told(&stored, events)?;
        if self.json {
            print_json(&events)?
        } else {
            print(&tell(&title, &events))?
        }
        Ok(ExitCode::SUCCESS)
    }

    fn unknown(&self, what: &str, name: &str) -> Failure {
        let hint = match what {
            "paragraph" => format!("`adref export {}` prints the text with its labels.", self.draft),
            _ => format!("`adref history {}` lists the {what}s.", self.draft),
        };
        Failure::new(format!("there is no {what} {name} in this draft"), hint)
    }

    fn told(
        &self,
        stored: &Stored,
        events: Result<Vec<LifeEvent>, HistoryError>,
    ) -> Result<Vec<LifeEventJson>, Failure> {
        let events = events.map_err(|error| match error {
            HistoryError::Unknown => Failure::new(error.to_string(), "Nothing is told of what was never taken in."),
            HistoryError::Log(error) => {
                Failure::new(format!("the log cannot be read: {error}"), "Restore a backup of the data directory.")
            }
        })?;
        Ok(life_json(events, &LifeNames::new(&stored.draft, &stored.standings, "en")))
    }

    /// A paragraph by its identity or label. A label that several have needs that of the parent.
    fn find_paragraph(&self, stored: &Stored, name: &str) -> Result<ParagraphId, Failure> {
        if let Ok(id) = name.parse::<ParagraphId>() {
            let second = || stored.draft.proposals.keys().any(|split| second_part(*split) == id);
            let here = stored.draft.paragraph(id).is_some() || second();
            return if here { Ok(id) } else { Err(self.unknown("paragraph", name)) };
        }
        // As it is arranged now, second parts of splits included; then as it is stored, with what went on in another.
        let arranged = stored.draft.arranged(&stored.standings);
        let mut found = labelled(&arranged, name);
        if found.is_empty() {
            found = labelled(&stored.draft, name);
        }
        match found[..] {
            [only] => Ok(only),
            [] => Err(self.unknown("paragraph", name)),
            [one, other, ..] => Err(Failure::new(
                format!("several paragraphs are called {name}"),
                format!("Name the one above it too, such as 6/{name}, or give an identity: {one} or {other}."),
            )),
        }
    }
}

/// The paragraphs with a label; `6/a` names what stands under 6.
fn labelled(draft: &Draft, name: &str) -> Vec<ParagraphId> {
    let labels = numbering::labels(draft, "en");
    let is_at = |paragraph: &&Paragraph| {
        let mut under = Some(*paragraph);
        name.rsplit('/').all(|step| {
            let fits = |here: &&Paragraph| labels.get(&here.id).is_some_and(|label| bare(label) == bare(step));
            let here = under.filter(fits);
            under = here.and_then(|here| draft.paragraph(here.parent?));
            here.is_some()
        })
    };
    draft.paragraphs.iter().filter(is_at).map(|paragraph| paragraph.id).collect()
}

/// A label without the signs that only set it off.
fn bare(label: &str) -> String {
    let kept = |c: &char| !matches!(c, '.' | '(' | ')');
    label.trim().chars().filter(kept).collect::<String>().to_lowercase()
}

fn oldest_first(view: &DraftView) -> Vec<&ProposalView> {
    let mut proposals: Vec<_> = view.proposals.iter().collect();
    proposals.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
    proposals
}

fn list_proposals(proposals: &[&ProposalView]) -> String {
    let mut table = Table::new(["PROPOSAL", "WHAT", "PLACE", "STATE", "BY", "ID"]);
    for (number, proposal) in (1..).zip(proposals) {
        table.row([
            u64::to_string(&number),
            proposal.kind.into(),
            proposal.place.clone(),
            proposal.state.into(),
            proposal.delegation.clone(),
            proposal.id.clone(),
        ]);
    }
    table.render()
}

fn list(brackets: &[BracketView]) -> String {
    let mut table = Table::new(["NUMBER", "PLACE", "STATE", "WORDS", "ID"]);
    for bracket in brackets {
        table.row([
            bracket.number.to_string(),
            place(bracket),
            bracket.state.into(),
            short(&bracket.words, 40),
            bracket.id.clone(),
        ]);
    }
    table.render()
}

fn place(bracket: &BracketView) -> String {
    if bracket.whole_draft { "whole draft".into() } else { bracket.place.clone() }
}

fn tell(title: &str, events: &[LifeEventJson]) -> String {
    let mut text = format!("{title}\n");
    for event in events {
        let who = match (event.by.as_str(), event.delegation.as_str()) {
            ("", _) => "the source".into(),
            (by, "") => by.to_owned(),
            (by, delegation) => format!("{by} ({delegation})"),
        };
        text.push_str(&format!("{}  {who}: {}", clock::written(event.at), event.kind));
        if let Some(about) = about(event) {
            text.push_str(&format!(" {about}"));
        }
        if let Some(decision) = event.decision {
            text.push_str(&format!(", {decision}"));
            match (decision, event.branch) {
                ("pick", Some(branch)) => text.push_str(&format!(" branch {}", u64::from(branch) + 1)),
                ("pick", None) => text.push_str(" no text"),
                _ => {}
            }
        }
        if let Some(meeting) = &event.meeting {
            text.push_str(&format!(", meeting: {meeting}"));
        }
        if let Some(parts) = event.parts {
            text.push_str(&format!(", as one of {parts} decided together"));
        }
        if let Some(stance) = event.stance {
            text.push_str(if stance == "none" { ", taken back" } else { ", " });
            text.push_str(if stance == "none" { "" } else { stance });
        }
        if let Some(wish) = event.wish {
            text.push_str(&format!(", wish: {wish}"));
        }
        if let Some(reason) = event.reason.as_deref().filter(|reason| !reason.is_empty()) {
            text.push_str(&format!(", because: {}", short(reason, 200)));
        }
        text.push('\n');
        for (sign, words) in [(" ", &event.words), ("-", &event.before), ("+", &event.after)] {
            if let Some(words) = words {
                text.push_str(&format!("    {sign} [{words}]\n"));
            }
        }
        for (number, words) in (1..).zip(event.branches.iter().flatten()) {
            text.push_str(&format!("    {number} [{words}]\n"));
        }
    }
    text
}

/// What an event in the life of a paragraph happened to.
fn about(event: &LifeEventJson) -> Option<String> {
    let of = event.of.as_deref().unwrap_or_default();
    let other = event.other.as_deref().unwrap_or_default();
    Some(match (event.about?, event.to) {
        ("move", Some("after")) => format!("the move of {of} behind {other}"),
        ("move", Some("first-in")) => format!("the move of {of} to the beginning of {other}"),
        ("move", _) => format!("the move of {of} to the beginning"),
        ("split", _) => format!("the split of {of}"),
        ("merge", _) => format!("the merge of {of} with {other}"),
        ("addition", _) => "the proposed paragraph".into(),
        ("deletion", _) => "the proposed deletion".into(),
        ("alternatives", _) if !other.is_empty() => format!("the alternatives, {other}"),
        (about, _) => format!("the {about}"),
    })
}
