mod onto;

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Args;
use client_core_import::Limits;
use serde::Serialize;

use super::{
    Failure, print, print_json,
    table::{Table, short},
};
use crate::{
    clock,
    importing::{self, ImportingError, Report},
    store::{Access, DataDir, DiagnosticRow, sqlite::Sqlite},
    verify::Bundle,
};

/// Bring a file into the store, or the bundle of a draft from another server. What a file is, its beginning says.
#[derive(Debug, Args)]
pub struct Import {
    /// The file: DOCX, ODT, PDF, HTML, Markdown, Akoma Ntoso, a draft as JSON, a bundle, or text in any encoding
    file: PathBuf,
    /// Store nothing: show what the file has changed of a draft, paragraph by paragraph
    #[arg(long, value_name = "DRAFT")]
    onto: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct ReportJson {
    drafts: Vec<ArrivalJson>,
    diagnostics: Vec<DiagnosticRow>,
}

#[derive(Serialize)]
struct ArrivalJson {
    slug: String,
    title: String,
    paragraphs: usize,
    brackets: usize,
    alternatives: usize,
    new: bool,
}

impl Import {
    /// Imports; the server must not run, since it holds the drafts open.
    pub fn run(self, data: &Path) -> Result<ExitCode, Failure> {
        let reading = |error: io::Error| Failure::reading(&self.file, &error);
        let mut file = BufReader::new(File::open(&self.file).map_err(reading)?);
        let is_bundle = Bundle::is_bundle(file.fill_buf().map_err(reading)?);
        let name = self.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        // Of a file that is too large no more than shows that it is.
        let whole = |file: BufReader<File>| {
            let mut bytes = Vec::new();
            file.take(Limits::default().file as u64 + 1).read_to_end(&mut bytes).map_err(reading).map(|_| bytes)
        };
        if let Some(draft) = &self.onto {
            return onto::run(data, draft, &name, &whole(file)?, self.json);
        }
        let directory = DataDir::open(data, Access::Own)?;
        let mut store = Sqlite::open(&directory.database(), Access::Own)?;
        let report = match is_bundle {
            true => {
                let bundle = Bundle::read_from(file).map_err(ImportingError::from)?;
                importing::import_bundle(&mut store, &name, bundle, clock::now())?
            }
            false => importing::import_into(&mut store, &name, &whole(file)?, clock::now())?,
        };
        if self.json {
            print_json(&json(report))?
        } else {
            print(&text(&name, &report))?
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn json(report: Report) -> ReportJson {
    let arrival = |draft: importing::Arrival| ArrivalJson {
        slug: draft.slug,
        title: draft.title,
        paragraphs: draft.paragraphs,
        brackets: draft.brackets,
        alternatives: draft.alternatives,
        new: draft.new,
    };
    ReportJson {
        drafts: report.drafts.into_iter().map(arrival).collect(),
        diagnostics: report.diagnostics.iter().map(DiagnosticRow::from).collect(),
    }
}

fn text(name: &str, report: &Report) -> String {
    let mut table = Table::new(["DRAFT", "TITLE", "PARAGRAPHS", "BRACKETS", "ALTERNATIVES", ""]);
    for draft in &report.drafts {
        table.row([
            draft.slug.clone(),
            short(&draft.title, 40),
            draft.paragraphs.to_string(),
            draft.brackets.to_string(),
            draft.alternatives.to_string(),
            if draft.new { "new" } else { "already there" }.into(),
        ]);
    }
    let mut text = table.render();
    if report.drafts.iter().all(|draft| !draft.new) {
        text.push_str(&format!("\n{name} was imported before: nothing changed.\n"));
    }
    if !report.diagnostics.is_empty() {
        text.push('\n');
    }
    for diagnostic in report.diagnostics.iter().map(DiagnosticRow::from) {
        text.push_str(&format!(
            "{name}:{}:{}: {}: {}\n  hint: {}\n",
            diagnostic.line, diagnostic.column, diagnostic.severity, diagnostic.message, diagnostic.hint
        ));
    }
    text
}
