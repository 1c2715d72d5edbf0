mod client;
mod import;
mod kill;
mod room;

use std::process::ExitCode;

use clap::{Args, Subcommand};

use super::Failure;

/// Measure.
#[derive(Debug, Args)]
pub struct Bench {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// How long the Tunis drafts take to come in
    Import(import::Import),
    /// How long an edit takes to reach everybody else in a room, over real sockets and after it is on disk
    Room(room::Room),
    /// Whether anything acknowledged is lost when the server is killed at random moments
    Kill(kill::Kill),
}

impl Bench {
    /// Measures.
    pub fn run(self) -> Result<ExitCode, Failure> {
        match self.what {
            What::Import(bench) => bench.run(),
            What::Room(bench) => bench.run(),
            What::Kill(bench) => bench.run(),
        }
    }
}
