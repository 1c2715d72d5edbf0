mod client;
mod grown;
mod host;
mod idle;
mod import;
mod join;
mod kill;
mod light;
mod numbers;
mod relay;
mod relayed;
mod room;
mod saturate;
mod scratch;
mod storm;

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
    /// How long it takes to join a draft with a long history
    Join(join::Join),
    /// How much memory drafts and connections cost that do nothing
    Idle(idle::Idle),
    /// How long it takes until everybody is back after the server was killed
    Storm(storm::Storm),
    /// How many edits a second one draft bears
    Saturate(saturate::Saturate),
    /// Serve as the bare relay that the others are compared with
    #[command(hide = true)]
    Relay(relay::Relay),
}

impl Bench {
    /// Measures.
    pub fn run(self) -> Result<ExitCode, Failure> {
        match self.what {
            What::Import(bench) => bench.run(),
            What::Room(bench) => bench.run(),
            What::Kill(bench) => bench.run(),
            What::Join(bench) => bench.run(),
            What::Idle(bench) => bench.run(),
            What::Storm(bench) => bench.run(),
            What::Saturate(bench) => bench.run(),
            What::Relay(relay) => relay.run(),
        }
    }
}
