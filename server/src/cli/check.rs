use std::{
    fs,
    io::Read,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Args;
use client_core::import::{self, CheckReport, UnbalancedKind};
use serde::Serialize;

use super::{Failure, print, print_json, table::Table};

/// Count the brackets and alternatives of a text.
#[derive(Debug, Args)]
pub struct Check {
    /// The text, UTF-8; `-` reads standard input
    file: PathBuf,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct CheckJson<'a> {
    open: usize,
    close: usize,
    max_depth: usize,
    unbalanced: Vec<UnbalancedJson>,
    unbalanced_total: usize,
    alternatives: usize,
    options: usize,
    labels: &'a [String],
}

#[derive(Serialize)]
struct UnbalancedJson {
    line: usize,
    column: usize,
    kind: &'static str,
}

impl Check {
    /// Checks. What does not balance is a finding, not a failure.
    pub fn run(self) -> Result<ExitCode, Failure> {
        let bytes = if self.file == Path::new("-") {
            let mut bytes = Vec::new();
            std::io::stdin()
                .lock()
                .read_to_end(&mut bytes)
                .map_err(|error| Failure::reading(Path::new("standard input"), &error))?;
            bytes
        } else {
            fs::read(&self.file).map_err(|error| Failure::reading(&self.file, &error))?
        };
        let report = import::check(&bytes)?;
        if self.json {
            print_json(&json(&report))?
        } else {
            print(&text(&report))?
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn kind(kind: UnbalancedKind) -> &'static str {
    match kind {
        UnbalancedKind::Open => "open",
        UnbalancedKind::Close => "close",
    }
}

fn json(report: &CheckReport) -> CheckJson<'_> {
    let place =
        |sign: &import::Unbalanced| UnbalancedJson { line: sign.line, column: sign.column, kind: kind(sign.kind) };
    CheckJson {
        open: report.open,
        close: report.close,
        max_depth: report.max_depth,
        unbalanced: report.unbalanced.iter().map(place).collect(),
        unbalanced_total: report.unbalanced_total,
        alternatives: report.alternatives,
        options: report.options,
        labels: &report.labels,
    }
}

fn text(report: &CheckReport) -> String {
    let mut table = Table::new(["WHAT", "COUNT"]);
    for (what, count) in [
        ("opening brackets", report.open),
        ("closing brackets", report.close),
        ("deepest nesting", report.max_depth),
        ("alternatives", report.alternatives),
        ("options", report.options),
        ("unbalanced", report.unbalanced_total),
    ] {
        table.row([what.into(), count.to_string()]);
    }
    let mut text = table.render();
    if !report.unbalanced.is_empty() {
        let mut places = Table::new(["LINE", "COLUMN", "UNBALANCED"]);
        for sign in &report.unbalanced {
            let meaning = match sign.kind {
                UnbalancedKind::Open => "opens, and nothing closes it",
                UnbalancedKind::Close => "closes, and nothing is open",
            };
            places.row([sign.line.to_string(), sign.column.to_string(), meaning.into()]);
        }
        text.push('\n');
        text.push_str(&places.render());
    }
    let more = report.unbalanced_total.saturating_sub(report.unbalanced.len());
    if more > 0 {
        text.push_str(&format!("… and {more} more\n"));
    }
    text
}
