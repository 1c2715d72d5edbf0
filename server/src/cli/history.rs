use std::{path::Path, process::ExitCode};

use clap::Args;
use client_core::{
    history::{HistoryError, bracket_life},
    model::BracketId,
    view::{self, BracketView},
};

use super::{
    Failure,
    join::name,
    print, print_json, reading,
    table::{Table, short},
};
use crate::{
    clock,
    http::{LifeEventJson, life_json},
    store::Store,
};

/// List the brackets of a draft, or tell the life of one.
#[derive(Debug, Args)]
pub struct History {
    /// The draft
    draft: String,
    /// The bracket: its number in the list, the beginning of its identity, or "[" and the beginning of its words
    #[arg(long, value_name = "ID")]
    bracket: Option<String>,
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
        let Some(name) = &self.bracket else {
            if self.json {
                print_json(&view.brackets)?
            } else {
                print(&list(&view.brackets))?
            }
            return Ok(ExitCode::SUCCESS);
        };
        let unknown = || {
            let hint = format!("`adref history {}` lists the brackets.", self.draft);
            Failure::new(format!("there is no bracket {name} in this draft"), hint)
        };
        let bracket = name::bracket(&view, name)?;
        let id: BracketId = bracket.id.parse().map_err(|_| unknown())?;
        let changes = store.changes(stored.row.id)?;
        let entries = store.entries(stored.row.id)?;
        let life = bracket_life(&changes, &entries, id).map_err(|error| match error {
            HistoryError::Unknown => unknown(),
            HistoryError::Log(error) => {
                Failure::new(format!("the log cannot be read: {error}"), "Restore a backup of the data directory.")
            }
        })?;
        let events = life_json(life);
        if self.json {
            print_json(&events)?
        } else {
            print(&tell(bracket, &events))?
        }
        Ok(ExitCode::SUCCESS)
    }
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

fn tell(bracket: &BracketView, events: &[LifeEventJson]) -> String {
    let mut text = format!("bracket {} at {}: {}\n", bracket.number, place(bracket), bracket.state);
    for event in events {
        let who = match (event.by.as_str(), event.delegation.as_str()) {
            ("", _) => "the source".into(),
            (by, "") => by.to_owned(),
            (by, delegation) => format!("{by} ({delegation})"),
        };
        text.push_str(&format!("{}  {who}: {}", clock::written(event.at), event.kind));
        if let Some(decision) = event.decision {
            text.push_str(&format!(", {decision}"));
            match (decision, event.branch) {
                ("pick", Some(branch)) => text.push_str(&format!(" branch {}", u64::from(branch) + 1)),
                ("pick", None) => text.push_str(" no text"),
                _ => {}
            }
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
