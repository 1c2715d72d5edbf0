use std::{path::Path, process::ExitCode};

use clap::Args;
use client_core::{model::DraftKind, view};
use serde::Serialize;

use super::{
    Failure, print, print_json, reading,
    table::{Table, short},
};
use crate::store::Store;

/// List the drafts in the store.
#[derive(Debug, Args)]
pub struct Drafts {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct DraftJson {
    id: String,
    slug: String,
    title: String,
    language: String,
    kind: &'static str,
    paragraphs: usize,
    open: view::OpenMatters,
}

impl Drafts {
    /// Lists.
    pub fn run(self, data: &Path) -> Result<ExitCode, Failure> {
        let mut store = reading::store(data)?;
        let mut drafts = Vec::new();
        for row in store.drafts()? {
            let stored = reading::open(&mut store, row)?;
            drafts.push(DraftJson {
                id: stored.row.id.to_string(),
                slug: stored.row.slug,
                title: stored.row.title,
                language: stored.row.language,
                kind: match stored.row.kind {
                    DraftKind::Draft => "draft",
                    DraftKind::Reference => "reference",
                },
                paragraphs: stored.draft.paragraphs.len(),
                open: view::draft(&stored.draft, &stored.standings, "en").open,
            });
        }
        if self.json {
            print_json(&drafts)?;
            return Ok(ExitCode::SUCCESS);
        }
        let mut table = Table::new(["DRAFT", "TITLE", "KIND", "LANGUAGE", "PARAGRAPHS", "OPEN"]);
        for draft in drafts {
            let open = draft.open.brackets + draft.open.alternatives + draft.open.placeholders;
            let open = open + draft.open.proposals;
            table.row([
                draft.slug,
                short(&draft.title, 40),
                draft.kind.into(),
                draft.language,
                draft.paragraphs.to_string(),
                open.to_string(),
            ]);
        }
        print(&table.render())?;
        Ok(ExitCode::SUCCESS)
    }
}
