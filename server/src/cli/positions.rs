use std::{collections::HashMap, path::Path, process::ExitCode};

use clap::Args;
use client_core::view::{self, DraftView, PositionsView, SubjectPositions, VoiceView};
use serde::Serialize;

use super::{
    Failure, print, print_json, reading,
    table::{Table, short},
};
use crate::store::Store;

/// Show who says what of the brackets and alternatives of a draft.
#[derive(Debug, Args)]
pub struct Positions {
    /// The draft
    draft: String,
    /// Only what is open and waits for this delegation to speak: its name or its code
    #[arg(long, value_name = "DELEGATION")]
    waits_for: Option<String>,
    /// Only what somebody blocks
    #[arg(long)]
    blocked: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// One row.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    /// `8` for the bracket of that number, `Alt 9` for alternatives.
    name: String,
    place: String,
    words: String,
    #[serde(flatten)]
    positions: SubjectPositions,
}

impl Positions {
    /// Shows.
    pub fn run(self, data: &Path) -> Result<ExitCode, Failure> {
        let mut store = reading::store(data)?;
        let row = reading::find(&mut store, &self.draft)?;
        let stored = reading::open(&mut store, row)?;
        let directory = store.delegations()?;
        let me = self.waits_for.as_deref().unwrap_or_default();
        let draft = view::draft(&stored.draft, &stored.standings, "en");
        let PositionsView { subjects, .. } = view::positions(&stored.draft, &stored.standings, &directory, me);
        let known = |name: &str| {
            let spoke = stored.draft.positions.values().any(|position| position.delegation == name);
            spoke || directory.find(name).is_some()
        };
        if let Some(name) = self.waits_for.as_deref().filter(|name| !known(name)) {
            return Err(Failure::new(
                format!("no delegation is called {name}"),
                "`adref delegations` lists them; write the name or the code.",
            ));
        }
        let asked = |subject: &SubjectPositions| {
            (me.is_empty() || subject.waits) && (!self.blocked || (subject.open && !subject.blockers.is_empty()))
        };
        let rows = rows(&draft, subjects.into_iter().filter(asked).collect());
        if self.json {
            print_json(&rows)?
        } else {
            print(&matrix(&rows))?
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Positions on some subjects as a table, and as JSON.
pub fn listed(draft: &DraftView, subjects: Vec<SubjectPositions>) -> (String, serde_json::Value) {
    let rows = rows(draft, subjects);
    (matrix(&rows), serde_json::json!(rows))
}

fn rows(draft: &DraftView, subjects: Vec<SubjectPositions>) -> Vec<Row> {
    let names = names(draft);
    let row = |positions: SubjectPositions| {
        let (name, place, words) = names.get(positions.id.as_str()).cloned().unwrap_or_default();
        Row { name, place, words, positions }
    };
    subjects.into_iter().map(row).collect()
}

/// What people call each subject, where it stands, and its words.
fn names(draft: &DraftView) -> HashMap<&str, (String, String, String)> {
    let brackets = draft.brackets.iter().map(|bracket| {
        let place = if bracket.whole_draft { "whole draft".into() } else { bracket.place.clone() };
        (bracket.id.as_str(), (bracket.number.to_string(), place, bracket.words.clone()))
    });
    let sets = draft.alternatives.iter().map(|set| {
        let words = format!("{} versions", set.variants.len() + 1);
        (set.id.as_str(), (format!("Alt {}", set.label), set.label.clone(), words))
    });
    brackets.chain(sets).collect()
}

/// A column for each delegation that has said something.
fn matrix(rows: &[Row]) -> String {
    if rows.is_empty() {
        return "nothing is like that\n".into();
    }
    let mut spoken: Vec<&str> = Vec::new();
    for voice in rows.iter().flat_map(|row| &row.positions.voices) {
        if !spoken.contains(&voice.delegation.as_str()) {
            spoken.push(&voice.delegation);
        }
    }
    spoken.sort_unstable();
    let head = ["SUBJECT", "PLACE", "WORDS", "OPEN"].map(str::to_owned).into_iter();
    let columns = spoken.iter().map(|name| short(&name.to_uppercase(), 16));
    let mut table = Table::of(head.chain(columns).chain(["BLOCKED BY".into()]).collect());
    for row in rows {
        let positions = &row.positions;
        let first = [row.name.clone(), row.place.clone(), short(&row.words, 24)].into_iter();
        let open = if positions.open { "yes" } else { "no" }.to_owned();
        let cells = spoken.iter().map(|name| {
            let found = positions.voices.iter().find(|voice| voice.delegation == **name);
            found.map(cell).unwrap_or_default()
        });
        let blockers = if positions.open { short(&positions.blockers.join(", "), 60) } else { String::new() };
        table.add(first.chain([open]).chain(cells).chain([blockers]).collect());
    }
    format!("{}\n(…) through a group   <…> by opening the bracket   ! not as its group\n", table.render())
}

fn cell(voice: &VoiceView) -> String {
    let prefers = match voice.prefers.as_deref() {
        Some("none") => " no text".into(),
        Some("base") => " base".into(),
        Some(branch) => branch.parse::<u64>().map_or_else(|_| " variant".into(), |branch| format!(" {}", branch + 1)),
        None => String::new(),
    };
    let said = format!("{}{prefers}{}", voice.stance, if voice.dissents { " !" } else { "" });
    match voice.source {
        "group" => format!("({said})"),
        "opening" => format!("<{said}>"),
        _ => said,
    }
}
