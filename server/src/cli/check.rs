use std::{
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Args;
use client_core::import::{self, CheckReport, Checker, UnbalancedKind};
use client_core_import::{Format, Limits, Options};
use serde::Serialize;

use super::{Failure, print, print_json, table::Table, tell};

/// How much of a text is read at a time, in bytes.
const PIECE: usize = 64 * 1024;

/// The most places that the table shows; JSON has more.
const SHOWN: usize = 1_000;

/// Count the brackets and alternatives of a file.
#[derive(Debug, Args)]
pub struct Check {
    /// The file, of any format that is imported; `-` reads text in UTF-8 from standard input
    file: PathBuf,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct CheckJson {
    open: usize,
    close: usize,
    max_depth: usize,
    unbalanced: Vec<UnbalancedJson>,
    alternatives: usize,
    options: usize,
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
        let report = if self.file == Path::new("-") {
            count(io::stdin().lock(), Path::new("standard input"))?
        } else {
            of_file(&self.file)?
        };
        if self.json {
            print_json(&json(&report))?;
            let more = report.unbalanced_total.saturating_sub(report.unbalanced.len());
            if more > 0 {
                tell(&format!("`unbalanced` lists the first {}; there are {more} more", report.unbalanced.len()));
            }
        } else {
            print(&text(&report))?
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// A text in UTF-8 may be of any size; what has to be taken apart is read whole, up to a limit.
fn of_file(path: &Path) -> Result<CheckReport, Failure> {
    let open = || File::open(path).map_err(|error| Failure::reading(path, &error));
    let mut head = Vec::new();
    open()?.take(PIECE as u64).read_to_end(&mut head).map_err(|error| Failure::reading(path, &error))?;
    let utf8 = match std::str::from_utf8(&head) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    };
    if utf8 && matches!(Format::of(&head), Ok(Format::Text)) {
        return count(open()?, path);
    }
    let (mut bytes, limits) = (Vec::new(), Limits::default());
    open()?.take(limits.file as u64 + 1).read_to_end(&mut bytes).map_err(|error| Failure::reading(path, &error))?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(client_core_import::check(&name, &bytes, &Options::default())?)
}

/// Reads piece by piece: a text may be larger than the memory.
fn count(mut text: impl Read, name: &Path) -> Result<CheckReport, Failure> {
    let (mut checker, mut piece) = (Checker::default(), vec![0; PIECE]);
    loop {
        match text.read(&mut piece) {
            Ok(0) => return Ok(checker.finish()?),
            Ok(length) => checker.feed(piece.get(..length).unwrap_or_default())?,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(Failure::reading(name, &error)),
        }
    }
}

fn kind(kind: UnbalancedKind) -> &'static str {
    match kind {
        UnbalancedKind::Open => "open",
        UnbalancedKind::Close => "close",
    }
}

fn json(report: &CheckReport) -> CheckJson {
    let place =
        |sign: &import::Unbalanced| UnbalancedJson { line: sign.line, column: sign.column, kind: kind(sign.kind) };
    CheckJson {
        open: report.open,
        close: report.close,
        max_depth: report.max_depth,
        unbalanced: report.unbalanced.iter().map(place).collect(),
        alternatives: report.alternatives,
        options: report.options,
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
        for sign in report.unbalanced.iter().take(SHOWN) {
            let meaning = match sign.kind {
                UnbalancedKind::Open => "opens, and nothing closes it",
                UnbalancedKind::Close => "closes, and nothing is open",
            };
            places.row([sign.line.to_string(), sign.column.to_string(), meaning.into()]);
        }
        text.push('\n');
        text.push_str(&places.render());
    }
    let more = report.unbalanced_total.saturating_sub(report.unbalanced.len().min(SHOWN));
    if more > 0 {
        text.push_str(&format!("… and {more} more\n"));
    }
    if !report.labels.is_empty() {
        text.push_str("\nLABELS\n");
        for label in &report.labels {
            text.push_str(label);
            text.push('\n');
        }
    }
    text
}
