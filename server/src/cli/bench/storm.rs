use std::{
    net::TcpListener,
    process::ExitCode,
    time::{Duration, Instant},
};

use clap::Args;
use client_core::sync::protocol::Credential;
use serde::Serialize;
use tokio::{
    task::JoinSet,
    time::{sleep, timeout},
};

use super::{
    grown,
    host::Host,
    light::{Light, invited},
    numbers::{micros, part},
    scratch::Scratch,
};
use crate::cli::{Failure, print, print_json, runtime};

/// How long it takes until everybody is back after the server was killed and started again.
#[derive(Debug, Args)]
pub struct Storm {
    /// How many connections
    #[arg(long, default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(1..=5_000))]
    clients: u32,
    /// How many operations the draft has
    #[arg(long, default_value_t = 50_000, value_parser = clap::value_parser!(u32).range(0..=1_000_000))]
    operations: u32,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Longer than anybody would wait.
const PATIENCE: Duration = Duration::from_secs(60);

#[derive(Serialize)]
struct Measured {
    clients: u32,
    operations: u32,
    back: usize,
    p50_ms: f64,
    all_ms: f64,
    peak_mb: u64,
}

impl Storm {
    /// Measures; ends with 1 when somebody is not back.
    pub fn run(self) -> Result<ExitCode, Failure> {
        let directory = Scratch::new()?;
        let draft = grown::draft(directory.path(), 1, self.operations as usize)?;
        let measured = runtime()?.block_on(self.measure(&directory, &draft))?;
        if self.json {
            print_json(&measured)?;
        } else {
            print(&format!(
                "{} connections to a draft of {} operations, the server killed and started again:\n\
                 back: {} of them, p50 {:.0} ms, the last after {:.0} ms; most memory: {} MB\n",
                measured.clients,
                measured.operations,
                measured.back,
                measured.p50_ms,
                measured.all_ms,
                measured.peak_mb
            ))?;
        }
        Ok(if measured.back == self.clients as usize { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    async fn measure(&self, directory: &Scratch, draft: &str) -> Result<Measured, Failure> {
        let failed = |error: std::io::Error| Failure::new(format!("no port is free: {error}"), "");
        let listen = TcpListener::bind("127.0.0.1:0").and_then(|port| port.local_addr()).map_err(failed)?.to_string();
        let mut host = Host::serve(directory.path(), &listen, false)?;
        let token = host.token("observer")?;
        let mut clients = Vec::new();
        for number in 0..self.clients {
            let credential = invited(&token, format!("Client {number}"));
            clients.push(Light::join(&listen, draft, credential, Vec::new()).await);
        }
        let known: Vec<_> = clients
            .iter()
            .flatten()
            .map(|client| (client.welcome.session.clone(), client.welcome.heads.clone()))
            .collect();
        drop(host);
        drop(clients);
        let began = Instant::now();
        let mut tasks = JoinSet::new();
        for (number, (secret, heads)) in known.into_iter().enumerate() {
            let (listen, draft) = (listen.clone(), draft.to_owned());
            tasks.spawn(async move {
                // As the page does: after a while that is not the same for everybody, and again.
                let mut pause = Duration::from_millis(250 + (number as u64 * 7_919) % 250);
                loop {
                    sleep(pause).await;
                    let credential = Credential::Session { secret: secret.clone() };
                    if let Some(client) = Light::join(&listen, &draft, credential, heads.clone()).await {
                        return (client.welcome.heads == heads).then(|| (micros(began.elapsed()), client));
                    }
                    pause = (pause * 2).min(Duration::from_secs(5));
                }
            });
        }
        let host = Host::serve(directory.path(), &listen, false)?;
        let (mut took_us, mut back) = (Vec::new(), Vec::new());
        while let Ok(Some(done)) = timeout(PATIENCE, tasks.join_next()).await {
            if let Ok(Some((took, client))) = done {
                took_us.push(took);
                back.push(client);
            }
        }
        took_us.sort_unstable();
        let peak_mb = host.used().peak >> 20;
        drop(back);
        host.stop()?;
        Ok(Measured {
            clients: self.clients,
            operations: self.operations,
            back: took_us.len(),
            p50_ms: part(&took_us, 50),
            all_ms: part(&took_us, 100),
            peak_mb,
        })
    }
}
