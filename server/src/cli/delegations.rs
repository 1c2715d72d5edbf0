use std::{
    fs::File,
    io::Read,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Args, Subcommand};
use client_core::{
    model::{Directory, DirectoryEntry},
    view,
};

use super::{
    Failure, print, print_json, reading,
    table::{Table, short},
};
use crate::{
    delegations::{self, MAX_BYTES},
    store::{Access, DataDir, Store, sqlite::Sqlite},
};

/// List the delegations, or bring a directory of them into the store.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Delegations {
    #[command(subcommand)]
    command: Option<Command>,
    /// The language of the names: ar, zh, en, fr, ru or es
    #[arg(long, value_name = "LANGUAGE", default_value = "en")]
    language: String,
    /// Print JSON, in the form that `import` reads
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Replace the directory by the one in a file; a running server serves it from then on
    Import {
        /// A JSON list: code, kind, names by language, members of a group, role
        file: PathBuf,
    },
}

impl Delegations {
    /// Lists or imports.
    pub fn run(self, data: &Path) -> Result<ExitCode, Failure> {
        if let Some(Command::Import { file }) = &self.command {
            return import(data, file);
        }
        let directory = reading::store(data)?.delegations()?;
        if self.json {
            print_json(&view::write_directory(&directory))?
        } else {
            print(&list(&directory, &self.language))?
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn import(data: &Path, file: &Path) -> Result<ExitCode, Failure> {
    let mut bytes = Vec::new();
    let read = File::open(file).and_then(|file| file.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes));
    read.map_err(|error| Failure::reading(file, &error))?;
    let hint = "Compare it with what `adref delegations --json` prints.";
    let directory = delegations::read(&bytes).map_err(|error| Failure::new(error.to_string(), hint))?;
    let place = DataDir::open(data, Access::Share)?;
    Sqlite::open(&place.database(), Access::Share)?.set_delegations(&directory)?;
    print(&format!("{} delegations, {} of them groups\n", directory.entries().len(), directory.groups().count()))?;
    Ok(ExitCode::SUCCESS)
}

fn list(directory: &Directory, language: &str) -> String {
    let mut table = Table::new(["CODE", "NAME", "KIND", "ISO", "ROLE", "MEMBERS"]);
    let name = |code: &String| directory.find(code).map_or_else(String::new, |entry| entry.name(language).to_owned());
    for entry in directory.entries() {
        let DirectoryEntry { code, kind, iso, members, part, .. } = entry;
        table.row([
            code.clone(),
            entry.name(language).into(),
            kind.name().into(),
            iso.clone().unwrap_or_default(),
            part.name().into(),
            short(&members.iter().map(name).collect::<Vec<_>>().join(", "), 80),
        ]);
    }
    table.render()
}
