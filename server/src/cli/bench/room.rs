use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
    time::Duration,
};

use clap::Args;
use client_core::model::Role;
use serde::Serialize;
use tokio::task::JoinSet;

use super::client::{Board, Outcome, Plan, take_part};
use crate::{
    auth,
    cli::{Failure, print, print_json, runtime},
    limits::Allowed,
    server::{self, Config},
};

/// How long an edit takes to reach everybody else.
#[derive(Debug, Args)]
pub struct Room {
    /// How many connections
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(2..=5_000))]
    clients: u32,
    /// How many of them write
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    writers: u32,
    /// How many edits each of these makes a second
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=100))]
    rate: u32,
    /// For how long
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=3_600))]
    seconds: u64,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Measured {
    clients: u32,
    writers: u32,
    seconds: u64,
    edits: u64,
    deliveries: usize,
    p50_ms: f64,
    p95_ms: f64,
    p99_ms: f64,
    slowest_ms: f64,
    converged: bool,
}

impl Room {
    /// Measures; ends with 1 when the clients did not come to one text.
    pub fn run(self) -> Result<ExitCode, Failure> {
        let directory = Scratch::new()?;
        let measured = runtime()?.block_on(self.measure(&directory))?;
        if self.json {
            print_json(&measured)?;
        } else {
            print(&format!(
                "{} clients, {} of them writing, {} s: {} edits, {} deliveries\n\
                 edit on another's screen: p50 {:.1} ms, p95 {:.1} ms, p99 {:.1} ms, slowest {:.1} ms\n\
                 one text at the end: {}\n",
                measured.clients,
                measured.writers,
                measured.seconds,
                measured.edits,
                measured.deliveries,
                measured.p50_ms,
                measured.p95_ms,
                measured.p99_ms,
                measured.slowest_ms,
                if measured.converged { "yes" } else { "NO" }
            ))?;
        }
        Ok(if measured.converged { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    async fn measure(&self, directory: &Scratch) -> Result<Measured, Failure> {
        // What is measured is how fast the server is, not how fast it lets one account be.
        let most = std::num::NonZeroU32::MAX;
        let allowed = Allowed { messages: most, kibibytes: most, joins: most, ..Allowed::default() };
        let config = Config {
            data: directory.0.clone(),
            listen: "127.0.0.1:0".into(),
            public_url: None,
            seed: true,
            allowed,
            metrics: None,
        };
        let running = server::start(config).await?;
        let link = running.invitations.iter().find(|(role, _)| *role == Role::Member);
        let token = link.and_then(|(_, link)| auth::token_of(link)).map(|(_, token)| token).unwrap_or_default();
        let writers = self.writers.min(self.clients);
        let plan = Arc::new(Plan {
            address: running.address,
            token,
            draft: "tunis-commitment".into(),
            writers,
            pause: Duration::from_secs(1) / self.rate,
            time: Duration::from_secs(self.seconds),
        });
        let board = Arc::new(Board::new(writers, self.clients));
        let mut tasks = JoinSet::new();
        for number in 0..self.clients {
            tasks.spawn(take_part(number, number < writers, plan.clone(), board.clone()));
        }
        let mut outcomes = Vec::new();
        while let Some(done) = tasks.join_next().await {
            outcomes.push(done.unwrap_or_else(|_| Outcome::lost()));
        }
        running.stop().await;
        Ok(self.summarise(writers, &board, &outcomes))
    }

    fn summarise(&self, writers: u32, board: &Board, outcomes: &[Outcome]) -> Measured {
        let mut took_us = board.latencies();
        took_us.sort_unstable();
        let at = |part: usize| {
            let index = (took_us.len().saturating_sub(1)) * part / 100;
            took_us.get(index).map_or(0.0, |us| f64::from(*us) / 1000.0)
        };
        let mut heads: Vec<_> = outcomes.iter().filter_map(|outcome| outcome.heads.as_ref()).collect();
        heads.dedup();
        Measured {
            clients: self.clients,
            writers,
            seconds: self.seconds,
            edits: board.edits(),
            deliveries: took_us.len(),
            p50_ms: at(50),
            p95_ms: at(95),
            p99_ms: at(99),
            slowest_ms: at(100),
            converged: outcomes.iter().all(|outcome| outcome.complete) && heads.len() == 1,
        }
    }
}

/// A directory that goes with the measurement.
pub struct Scratch(PathBuf);

impl Scratch {
    /// A name that nobody has; the directory is made by whoever uses it.
    pub fn new() -> Result<Self, Failure> {
        let path = std::env::temp_dir().join(format!("adref-bench-{}", auth::identity()?));
        Ok(Self(path))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            tracing::warn!(%error, directory = %self.0.display(), "the scratch directory stays");
        }
    }
}
