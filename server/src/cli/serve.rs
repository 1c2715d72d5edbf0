use std::{path::PathBuf, process::ExitCode, sync::Arc};

use clap::Args;
use tokio::signal::unix::{Signal, SignalKind, signal};

use super::{Failure, print, runtime};
use crate::{
    server::{self, Config},
    settings::Settings,
    tls::Certificate,
};

/// What the process ends with when the disk failed (EX_IOERR of sysexits.h).
const DISK_FAILED: u8 = 74;

/// Run the server.
#[derive(Debug, Args)]
pub struct Serve {
    /// A file with settings, in TOML: the flags below without their dashes, such as `listen = "0.0.0.0:8080"`
    #[arg(long, env = "ADREF_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(flatten)]
    settings: Settings,
}

impl Serve {
    /// Takes what the flags leave out from the file.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn settle(&mut self) -> Result<&Settings, Failure> {
        if let Some(path) = self.config.take() {
            let given = std::mem::take(&mut self.settings);
            self.settings = given.or(Settings::read(&path)?);
        }
        Ok(&self.settings)
    }

    /// Serves until the process is asked to stop.
    pub fn run(self, data: PathBuf) -> Result<ExitCode, Failure> {
        let settings = self.settings;
        let config = Config {
            data,
            signing_key: settings.signing_key.clone(),
            listen: settings.listen().into(),
            public_url: settings.public_url()?,
            seed: !settings.no_seed,
            allowed: settings.allowed()?,
            tls: settings.tls()?,
            proxies: settings.proxies()?,
            metrics: settings.metrics,
            fonts: settings.fonts_dir().into(),
            must_sign: settings.require_signatures,
            must_sign_in: settings.require_sign_in,
            provider: settings.provider(std::env::var("ADREF_OIDC_CLIENT_SECRET").ok())?,
        };
        // Automerge panics on some of what hostile clients send; that is caught, and a line in the log is enough.
        std::panic::set_hook(Box::new(|panic| tracing::error!(%panic, "something panicked")));
        runtime()?.block_on(async {
            let failed = |error: std::io::Error| Failure::new(format!("signals cannot be heard: {error}"), "");
            let mut interrupt = signal(SignalKind::interrupt()).map_err(failed)?;
            let mut terminate = signal(SignalKind::terminate()).map_err(failed)?;
            let running = server::start(config).await?;
            let scheme = if running.certificate.is_some() { "https" } else { "http" };
            let mut text = format!("listening {scheme}://{}\n", running.address);
            if let Some(address) = running.metrics {
                text.push_str(&format!("metrics http://{address}/metrics\n"));
            }
            for (role, link) in &running.invitations {
                text.push_str(&format!("invitation {} {link}\n", role.name()));
            }
            // Only where there is something to read again: else it ends the process, as it does others.
            if let Some(certificate) = &running.certificate {
                tokio::spawn(renew(certificate.clone(), signal(SignalKind::hangup()).map_err(failed)?));
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

/// Reads the certificate again whenever that is asked for.
async fn renew(certificate: Arc<Certificate>, mut asked: Signal) {
    while asked.recv().await.is_some() {
        match certificate.reload() {
            Ok(()) => tracing::info!("the certificate was read again"),
            Err(error) => tracing::error!(%error, "the certificate was not read again: the one before is still shown"),
        }
    }
}
