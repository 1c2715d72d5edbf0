//! The commands of the one binary `adref`.

mod backup;
mod bench;
mod bundle;
mod check;
mod comments;
mod delegations;
mod drafts;
mod export;
mod failure;
mod history;
mod import;
mod invite;
mod join;
mod key;
mod people;
mod play;
mod positions;
mod reading;
mod serve;
mod sessions;
mod table;
mod token;
mod verify;

use std::{
    io::{IsTerminal, Write},
    path::PathBuf,
    process::ExitCode,
};

use clap::{Parser, Subcommand, error::ErrorKind};
use tracing_subscriber::EnvFilter;

pub use failure::Failure;

use crate::settings::{LogFormat, Settings};

#[derive(Debug, Parser)]
#[command(name = "adref", version, about = "Draft, bracket and agree on negotiated texts", propagate_version = true)]
struct Arguments {
    /// Where the data is
    #[arg(long, global = true, env = "ADREF_DATA", default_value = "./data", value_name = "DIR")]
    data: PathBuf,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the server
    Serve(Box<serve::Serve>),
    /// Bring a text into the store
    Import(import::Import),
    /// Count the brackets and alternatives of a text, and say where they do not balance
    Check(check::Check),
    /// Write a draft as a file: text, Markdown, HTML, tables
    Export(export::Export),
    /// List the brackets and proposals of a draft, or tell the life of one, or of a paragraph
    History(history::History),
    /// List the drafts in the store
    Drafts(drafts::Drafts),
    /// Make an invitation link, list them, or revoke one
    Invite(invite::Invite),
    /// Take part in a draft from the terminal
    Join(Box<join::Join>),
    /// Measure
    Bench(bench::Bench),
    /// List the delegations, or bring a directory of them into the store
    Delegations(delegations::Delegations),
    /// Show who says what of the brackets and alternatives of a draft
    Positions(positions::Positions),
    /// Play a story: a negotiation written down, from the first proposal to the clean text
    Play(play::Play),
    /// List the comments on a draft, those that are not for everybody included
    Comments(comments::Comments),
    /// Check everything that is stored, or an exported bundle
    Verify(verify::Verify),
    /// Write what is needed to check who wrote what of a draft
    Bundle(bundle::BundleOf),
    /// Show the keys that the server signs with, or replace the one in use
    Key(key::Key),
    /// Copy the data to a new directory, beside a running server
    Backup(backup::Backup),
    /// Put a backup in the place of the data
    Restore(backup::Restore),
    /// List the people who joined, or change what one of them may do
    People(people::People),
    /// List the open sessions, or end some
    Sessions(sessions::Sessions),
    /// Make, list or revoke the tokens of programs
    Token(token::Token),
}

/// Runs the command that the process was started with.
pub fn run() -> ExitCode {
    let mut arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Nobody is left to tell when even this cannot be printed.
            let _ = error.print();
            let asked = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
            return if asked { ExitCode::SUCCESS } else { ExitCode::from(1) };
        }
    };
    let result = log(&mut arguments).and_then(|()| dispatch(arguments));
    match result {
        Ok(code) => code,
        Err(failure) => {
            let _ = writeln!(std::io::stderr(), "{failure}");
            failure.exit_code()
        }
    }
}

/// Whatever is asked for: what it traces is every byte on the line, the client's secret and the tokens of a sign-in among them.
const QUIET: &str = "ureq_proto=info";

/// Begins to log to standard error: a server what it does, other commands what fails.
fn log(arguments: &mut Arguments) -> Result<(), Failure> {
    let asked = match &mut arguments.command {
        Command::Serve(serve) => serve.settle()?.clone(),
        _ => Settings::default(),
    };
    // What is wrong with a certificate is told by the command itself.
    let usual = if matches!(arguments.command, Command::Serve(_)) {
        "info,tower_http=warn"
    } else {
        "error,rustls_platform_verifier=off"
    };
    let filter = match &asked.log {
        Some(log) => EnvFilter::try_new(log).map_err(|error| {
            Failure::new(format!("{log:?} is no filter for the log: {error}"), "Give it like `info`.")
        })?,
        None => EnvFilter::try_from_env("ADREF_LOG").unwrap_or_else(|_| EnvFilter::new(usual)),
    };
    let filter = match QUIET.parse() {
        Ok(quiet) => filter.add_directive(quiet),
        Err(_) => filter,
    };
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match asked.log_format {
        Some(LogFormat::Json) => lines.json().init(),
        Some(LogFormat::Text) | None => lines.with_ansi(std::io::stderr().is_terminal()).init(),
    }
    Ok(())
}

fn dispatch(arguments: Arguments) -> Result<ExitCode, Failure> {
    let data = arguments.data;
    match arguments.command {
        Command::Serve(command) => command.run(data),
        Command::Import(command) => command.run(&data),
        Command::Check(command) => command.run(),
        Command::Export(command) => command.run(&data),
        Command::History(command) => command.run(&data),
        Command::Drafts(command) => command.run(&data),
        Command::Invite(command) => command.run(&data),
        Command::Join(command) => command.run(),
        Command::Bench(command) => command.run(),
        Command::Delegations(command) => command.run(&data),
        Command::Positions(command) => command.run(&data),
        Command::Play(command) => command.run(&data),
        Command::Comments(command) => command.run(&data),
        Command::Verify(command) => command.run(&data),
        Command::Bundle(command) => command.run(&data),
        Command::Key(command) => command.run(&data),
        Command::Backup(command) => command.run(&data),
        Command::Restore(command) => command.run(&data),
        Command::People(command) => command.run(&data),
        Command::Sessions(command) => command.run(&data),
        Command::Token(command) => command.run(&data),
    }
}

/// Writes to standard output. Whoever stopped reading has read enough.
fn print(text: &str) -> Result<(), Failure> {
    print_bytes(text.as_bytes())
}

/// As [`print`], of a file that may be no text.
fn print_bytes(bytes: &[u8]) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Failure::new(format!("the output cannot be written: {error}"), "Write to another place."))
        }
        _ => Ok(()),
    }
}

/// Says something beside the output.
fn tell(text: &str) {
    // Nobody is left to tell when this cannot be printed.
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// Writes a value as JSON to standard output.
fn print_json(value: &impl serde::Serialize) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(value).map_err(|error| Failure::new(error.to_string(), "Report this."))?;
    print(&format!("{text}\n"))
}

/// A runtime for the commands that talk over a network.
fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::new(format!("no threads can be started: {error}"), "Close other programs."))
}
