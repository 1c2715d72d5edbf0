use std::{process::ExitCode, sync::Arc, time::Duration};

use clap::Args;
use serde::Serialize;
use tokio::task::JoinSet;

use super::{
    client::{Board, Outcome, Plan, take_part},
    host::Host,
    numbers::{each, part},
    relayed,
    scratch::Scratch,
};
use crate::cli::{Failure, print, print_json, runtime};

/// How long an edit takes to reach everybody else.
#[derive(Debug, Args)]
pub struct Room {
    /// How many connections
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(2..=5_000))]
    clients: u32,
    /// How many of them write; from the eleventh on they keep no replica of what the others write
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
    cpu_us_per_delivery: f64,
    relay_cpu_us_per_delivery: f64,
    relay_p95_ms: f64,
    peak_mb: u64,
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
                 processor time of a delivery: {:.1} µs; of a bare relay: {:.1} µs, p95 {:.1} ms\n\
                 most memory: {} MB\n\
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
                measured.cpu_us_per_delivery,
                measured.relay_cpu_us_per_delivery,
                measured.relay_p95_ms,
                measured.peak_mb,
                if measured.converged { "yes" } else { "NO" }
            ))?;
        }
        Ok(if measured.converged { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    async fn measure(&self, directory: &Scratch) -> Result<Measured, Failure> {
        let mut host = Host::serve(directory.path(), "127.0.0.1:0", true)?;
        let writers = self.writers.min(self.clients);
        let plan = Arc::new(Plan {
            address: host.address.clone(),
            token: host.token("member")?,
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
        board.begins().await;
        let before = host.used();
        let mut outcomes = Vec::new();
        while let Some(done) = tasks.join_next().await {
            outcomes.push(done.unwrap_or_else(|_| Outcome::lost()));
        }
        let after = host.used();
        host.stop()?;
        let mut measured = self.summarise(writers, &board, &outcomes);
        measured.cpu_us_per_delivery = each(after.cpu.saturating_sub(before.cpu), measured.deliveries);
        measured.peak_mb = after.peak >> 20;
        let relayed = self.relay(writers).await?;
        (measured.relay_cpu_us_per_delivery, measured.relay_p95_ms) = relayed;
        Ok(measured)
    }

    /// The same room with a bare relay in the server's place: processor time of a delivery, and p95 in milliseconds.
    async fn relay(&self, writers: u32) -> Result<(f64, f64), Failure> {
        let host = Host::relay()?;
        let pace = relayed::Pace {
            clients: self.clients,
            writers,
            pause: Duration::from_secs(1) / self.rate,
            time: Duration::from_secs(self.seconds),
        };
        let (before, mut took_us) = relayed::play(&host, pace).await;
        let used = host.used().cpu.saturating_sub(before.cpu);
        took_us.sort_unstable();
        Ok((each(used, took_us.len()), part(&took_us, 95)))
    }

    fn summarise(&self, writers: u32, board: &Board, outcomes: &[Outcome]) -> Measured {
        let mut took_us = board.latencies();
        took_us.sort_unstable();
        let at = |percent| part(&took_us, percent);
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
            cpu_us_per_delivery: 0.0,
            relay_cpu_us_per_delivery: 0.0,
            relay_p95_ms: 0.0,
            peak_mb: 0,
            converged: outcomes.iter().all(|outcome| outcome.complete) && heads.len() == 1,
        }
    }
}
