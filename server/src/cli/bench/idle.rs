use std::{process::ExitCode, time::Duration};

use clap::Args;
use serde::Serialize;

use super::{
    grown,
    host::Host,
    light::{Light, invited},
    scratch::Scratch,
};
use crate::{
    cli::{Failure, print, print_json, runtime},
    room::REST,
};

/// How long to wait until what was used on the way has been given back.
const SETTLED: Duration = Duration::from_secs(3);

/// How much memory drafts and connections cost that do nothing.
#[derive(Debug, Args)]
pub struct Idle {
    /// How many drafts, with a connection each
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=5_000))]
    drafts: u32,
    /// How many connections more in one of them
    #[arg(long, default_value_t = 500, value_parser = clap::value_parser!(u32).range(1..=5_000))]
    clients: u32,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Measured {
    drafts: u32,
    clients: u32,
    start_ms: u64,
    stop_ms: u64,
    empty_mb: u64,
    kb_per_draft: u64,
    kb_per_connection: u64,
    failed: usize,
}

impl Idle {
    /// Measures; ends with 1 when somebody did not get in.
    pub fn run(self) -> Result<ExitCode, Failure> {
        let directory = Scratch::new()?;
        let mut drafts = Vec::new();
        for number in 0..self.drafts {
            drafts.push(grown::draft(directory.path(), number, 0)?);
        }
        let measured = runtime()?.block_on(self.measure(&directory, &drafts))?;
        if self.json {
            print_json(&measured)?;
        } else {
            print(&format!(
                "a server with {} drafts: started in {} ms, {} MB; stopped in {} ms\n\
                 an idle draft with a connection: {} KB; a further connection: {} KB\n\
                 not let in: {}\n",
                measured.drafts,
                measured.start_ms,
                measured.empty_mb,
                measured.stop_ms,
                measured.kb_per_draft,
                measured.kb_per_connection,
                measured.failed,
            ))?;
        }
        Ok(if measured.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    async fn measure(&self, directory: &Scratch, drafts: &[String]) -> Result<Measured, Failure> {
        let began = std::time::Instant::now();
        let mut host = Host::serve(directory.path(), "127.0.0.1:0", false)?;
        let start_ms = millis(began);
        let token = host.token("observer")?;
        let enter = async |draft: &str, number: usize| {
            Light::join(&host.address, draft, invited(&token, format!("Client {number}")), Vec::new()).await
        };
        let Some(draft) = drafts.first() else { return Err(Failure::new("there is no draft", "")) };
        // What the first of each kind makes the process fetch is not counted for the others.
        let mut clients = vec![enter(draft, 0).await];
        let empty = host.used().resident;
        for (number, draft) in drafts.iter().enumerate() {
            clients.push(enter(draft, number).await);
        }
        // Idle is what nobody has touched for a while.
        tokio::time::sleep(REST + SETTLED).await;
        let with_drafts = host.used().resident;
        for number in 0..self.clients as usize {
            clients.push(enter(draft, number).await);
        }
        tokio::time::sleep(SETTLED).await;
        let with_all = host.used().resident;
        let failed = clients.iter().filter(|client| client.is_none()).count();
        drop(clients);
        let began = std::time::Instant::now();
        host.stop()?;
        let each = |grown: u64, of: u32| (grown >> 10) / u64::from(of.max(1));
        Ok(Measured {
            drafts: self.drafts,
            clients: self.clients,
            start_ms,
            stop_ms: millis(began),
            empty_mb: empty >> 20,
            kb_per_draft: each(with_drafts.saturating_sub(empty), self.drafts),
            kb_per_connection: each(with_all.saturating_sub(with_drafts), self.clients),
            failed,
        })
    }
}

fn millis(since: std::time::Instant) -> u64 {
    u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX)
}
