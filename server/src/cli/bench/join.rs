use std::{process::ExitCode, time::Instant};

use clap::Args;
use serde::Serialize;
use tokio::task::JoinSet;

use super::{
    grown,
    host::Host,
    light::{Light, invited},
    numbers::{micros, part},
    scratch::Scratch,
};
use crate::cli::{Failure, print, print_json, runtime};

/// How long it takes to join a draft with a long history.
#[derive(Debug, Args)]
pub struct Join {
    /// How many operations the history has
    #[arg(long, default_value_t = 50_000, value_parser = clap::value_parser!(u32).range(0..=1_000_000))]
    operations: u32,
    /// How many join at once
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=5_000))]
    clients: u32,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// How many join one after the other.
const ALONE: u32 = 50;

#[derive(Serialize)]
struct Measured {
    operations: u32,
    clients: u32,
    first_ms: f64,
    one_p50_ms: f64,
    hundred_p50_ms: f64,
    bytes: usize,
    failed: usize,
    peak_mb: u64,
}

impl Join {
    /// Measures; ends with 1 when somebody did not get in.
    pub fn run(self) -> Result<ExitCode, Failure> {
        let directory = Scratch::new()?;
        let draft = grown::draft(directory.path(), 1, self.operations as usize)?;
        let measured = runtime()?.block_on(self.measure(&directory, &draft))?;
        if self.json {
            print_json(&measured)?;
        } else {
            print(&format!(
                "a draft of {} operations, {} bytes to join it\n\
                 first after a start: {:.1} ms; one more: p50 {:.2} ms; {} at once: p50 {:.1} ms\n\
                 most memory: {} MB; not let in: {}\n",
                measured.operations,
                measured.bytes,
                measured.first_ms,
                measured.one_p50_ms,
                measured.clients,
                measured.hundred_p50_ms,
                measured.peak_mb,
                measured.failed,
            ))?;
        }
        Ok(if measured.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    async fn measure(&self, directory: &Scratch, draft: &str) -> Result<Measured, Failure> {
        let mut host = Host::serve(directory.path(), "127.0.0.1:0", false)?;
        let token = host.token("observer")?;
        let enter = |number: u32| {
            let (address, draft, credential) =
                (host.address.clone(), draft.to_owned(), invited(&token, format!("Client {number}")));
            async move {
                let began = Instant::now();
                let client = Light::join(&address, &draft, credential, Vec::new()).await;
                (micros(began.elapsed()), client)
            }
        };
        let (first, client) = enter(0).await;
        let bytes = client.as_ref().map_or(0, |client| client.bytes);
        let mut failed = usize::from(client.is_none());
        let mut alone = Vec::new();
        for number in 0..ALONE {
            let (took, client) = enter(number + 1).await;
            failed += usize::from(client.is_none());
            alone.push(took);
        }
        let mut tasks = JoinSet::new();
        for number in 0..self.clients {
            tasks.spawn(enter(number + 1_000));
        }
        let (mut together, mut clients) = (Vec::new(), Vec::new());
        while let Some(done) = tasks.join_next().await {
            let Ok((took, client)) = done else { continue };
            together.push(took);
            failed += usize::from(client.is_none());
            clients.push(client);
        }
        alone.sort_unstable();
        together.sort_unstable();
        let peak_mb = host.used().peak >> 20;
        drop(clients);
        host.stop()?;
        Ok(Measured {
            operations: self.operations,
            clients: self.clients,
            first_ms: part(&[first], 0),
            one_p50_ms: part(&alone, 50),
            hundred_p50_ms: part(&together, 50),
            bytes,
            failed,
            peak_mb,
        })
    }
}
