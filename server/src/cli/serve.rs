use std::{path::PathBuf, process::ExitCode};

use clap::Args;
use tokio::signal::unix::{SignalKind, signal};
use url::Url;

use super::{Failure, print, runtime};
use crate::server::{self, Config};

/// What the process ends with when the disk failed (EX_IOERR of sysexits.h).
const DISK_FAILED: u8 = 74;

/// Run the server.
#[derive(Debug, Args)]
pub struct Serve {
    /// The address to listen on
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDRESS")]
    listen: String,
    /// The address that people reach the server under, when it is another
    #[arg(long, value_name = "URL", value_parser = public_url)]
    public_url: Option<String>,
    /// Begin without the seed documents
    #[arg(long)]
    no_seed: bool,
}

fn public_url(given: &str) -> Result<String, String> {
    let url = Url::parse(given).map_err(|error| error.to_string())?;
    let fits = matches!(url.scheme(), "http" | "https") && url.has_host() && url.path() == "/" && url.query().is_none();
    if fits { Ok(given.into()) } else { Err("give it like https://drafts.example".into()) }
}

impl Serve {
    /// Serves until the process is asked to stop.
    pub fn run(self, data: PathBuf) -> Result<ExitCode, Failure> {
        let config = Config { data, listen: self.listen, public_url: self.public_url, seed: !self.no_seed };
        runtime()?.block_on(async {
            let failed = |error: std::io::Error| Failure::new(format!("signals cannot be heard: {error}"), "");
            let mut interrupt = signal(SignalKind::interrupt()).map_err(failed)?;
            let mut terminate = signal(SignalKind::terminate()).map_err(failed)?;
            let running = server::start(config).await?;
            let mut text = format!("listening http://{}\n", running.address);
            for (role, link) in &running.invitations {
                text.push_str(&format!("invitation {} {link}\n", role.name()));
            }
            print(&text)?;
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
                error = running.failed() => return Err(Failure::from(error).with_code(DISK_FAILED)),
            }
            tracing::info!("stopping");
            tokio::select! {
                () = running.stop() => Ok(ExitCode::SUCCESS),
                // Asked twice: at once. What was acknowledged is on disk.
                _ = interrupt.recv() => Ok(ExitCode::FAILURE),
            }
        })
    }
}
