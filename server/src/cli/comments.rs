use std::{path::Path, process::ExitCode};

use clap::Args;
use client_core::view::{self, ThreadView};

use super::{Failure, print, print_json, reading};
use crate::{clock, store::Store};

/// List the comments on a draft: all of them, whoever they are for.
#[derive(Debug, Args)]
pub struct Comments {
    /// The draft
    draft: String,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Comments {
    /// Lists them.
    pub fn run(self, data: &Path) -> Result<ExitCode, Failure> {
        let mut store = reading::store(data)?;
        let row = reading::find(&mut store, &self.draft)?;
        let entries = store.comments(row.id)?;
        let stored = reading::open(&mut store, row)?;
        let threads = view::threads(&entries, &stored.draft, "en", |_, _, _| None);
        if self.json {
            print_json(&threads)?;
        } else if threads.is_empty() {
            print("no comments\n")?;
        } else {
            print(&tell(&threads))?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn tell(threads: &[ThreadView]) -> String {
    let mut text = String::new();
    for thread in threads {
        text.push_str(&format!("{}: {}", place(thread), audience(thread)));
        if let Some(by) = &thread.resolved_by {
            text.push_str(&format!(", {} by {by}", if thread.resolved { "resolved" } else { "reopened" }));
        }
        text.push('\n');
        if !thread.quoted.is_empty() {
            text.push_str(&format!("    “{}”\n", thread.quoted));
        }
        for comment in &thread.comments {
            let who = match comment.delegation.as_str() {
                "" => comment.by.clone(),
                delegation => format!("{} ({delegation})", comment.by),
            };
            let kind = if comment.kind == "proposal" { ", a proposal beside the text" } else { "" };
            text.push_str(&format!("    {}  {who}{kind}:\n", clock::written(comment.at)));
            for line in comment.text.lines() {
                text.push_str(&format!("        {line}\n"));
            }
        }
    }
    text
}

fn place(thread: &ThreadView) -> String {
    match (thread.place.kind, thread.place.label.as_str()) {
        ("draft", _) => "the draft".into(),
        ("bracket", "") => "a bracket".into(),
        ("bracket", label) => format!("a bracket at {label}"),
        (_, "") => "the text".into(),
        (_, label) => label.into(),
    }
}

/// Said in full: whoever runs the server reads what others may not, and must not pass it on by mistake.
fn audience(thread: &ThreadView) -> String {
    let delegation = if thread.delegation.is_empty() { "its author" } else { &thread.delegation };
    match thread.audience {
        "everybody" => "for everybody".into(),
        "chair" => format!("FOR {delegation} AND THE CHAIR ONLY"),
        _ => format!("FOR {delegation} ONLY"),
    }
}
