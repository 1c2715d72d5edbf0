//! A server from start to stop.

use std::{net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};

use client_core::model::Role;
use tokio::{
    net::TcpListener,
    sync::{oneshot, watch},
    task::JoinHandle,
    time::timeout,
};

use crate::{
    app::App,
    attendance::{self, Attendance},
    auth::{self, AuthError},
    clock, http,
    importing::ImportingError,
    limits::{Allowed, Limits},
    links,
    metrics::{self, Metrics},
    press::Press,
    proxies::Proxies,
    room::Rooms,
    seed, serving,
    sign_in::{Provider, SignIn},
    store::{Access, Condition, DataDir, Database, StoreError},
    tls::{self, Certificate, CertificateError},
    turns::Turns,
};

/// How long open connections may take to hear that the server stops.
const FAREWELL: Duration = Duration::from_secs(5);

/// How to serve.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where the data is.
    pub data: PathBuf,
    /// The file with the key that it signs with; that of the data directory without it.
    pub signing_key: Option<PathBuf>,
    /// The address to listen on, such as `127.0.0.1:8080`; port 0 takes a free one.
    pub listen: String,
    /// The address that links begin with; the one listened on without it.
    pub public_url: Option<String>,
    /// Whether a new store begins with the seed documents.
    pub seed: bool,
    /// How much clients may ask.
    pub allowed: Allowed,
    /// Where the server's own certificate is, if it speaks TLS itself.
    pub tls: Option<tls::Files>,
    /// The proxies that are believed about whom they speak for.
    pub proxies: Proxies,
    /// Where to give metrics, if anywhere.
    pub metrics: Option<SocketAddr>,
    /// Where the fonts are that pages are set in.
    pub fonts: PathBuf,
    /// Whether changes are taken alone that a device signed.
    pub must_sign: bool,
    /// Whether the chair and the secretariat come in by who vouches for people alone.
    pub must_sign_in: bool,
    /// Who vouches for people, if anybody does.
    pub provider: Option<Provider>,
}

/// Why a server does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {reason}")]
    Listen {
        /// The address.
        address: String,
        /// What the system said.
        reason: String,
        /// Whether another process listens there.
        in_use: bool,
    },
    /// The certificate cannot be used.
    #[error(transparent)]
    Certificate(#[from] CertificateError),
    /// TLS cannot be set up.
    #[error("TLS cannot be set up: {0}")]
    Tls(#[from] rustls::Error),
    /// The store cannot be opened.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The seed documents cannot be brought in.
    #[error("the seed documents cannot be brought in: {0}")]
    Seed(#[from] ImportingError),
    /// The invitations cannot be made.
    #[error("the invitations cannot be made: {0}")]
    Invitations(#[from] AuthError),
}

impl StartError {
    /// The next step.
    pub fn hint(&self) -> String {
        match self {
            Self::Listen { in_use: true, .. } => {
                "Stop the process that listens there, or choose another address with --listen.".into()
            }
            Self::Listen { .. } => "Give an address of this machine, such as --listen 127.0.0.1:8080.".into(),
            Self::Certificate(error) => error.hint().into(),
            Self::Tls(_) => "Report this.".into(),
            Self::Store(error) | Self::Seed(ImportingError::Store(error)) => error.hint().into(),
            Self::Seed(_) => "Start with --no-seed, and report this.".into(),
            Self::Invitations(error) => error.hint().into(),
        }
    }
}

/// A server that runs.
pub struct Running {
    /// Where it listens.
    pub address: SocketAddr,
    /// The address that links begin with.
    pub public_url: String,
    /// Where metrics are given.
    pub metrics: Option<SocketAddr>,
    /// What is shown to who connects by TLS, when the server speaks it itself.
    pub certificate: Option<Arc<Certificate>>,
    /// The standing invitations.
    pub invitations: Vec<(Role, String)>,
    app: Arc<App>,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<()>,
    watching: JoinHandle<()>,
}

/// Starts a server.
///
/// # Errors
/// [`StartError`].
pub async fn start(config: Config) -> Result<Running, StartError> {
    let directory = DataDir::open(&config.data, Access::Own)?;
    let refused = |error: std::io::Error| StartError::Listen {
        address: config.listen.clone(),
        in_use: error.kind() == std::io::ErrorKind::AddrInUse,
        reason: error.to_string(),
    };
    let certificate = config.tls.map(Certificate::open).transpose()?;
    let tls = certificate.as_ref().map(Certificate::acceptor).transpose()?;
    let listener = TcpListener::bind(&config.listen).await.map_err(refused)?;
    let address = listener.local_addr().map_err(refused)?;
    let public_url = match &config.public_url {
        Some(url) => url.trim_end_matches('/').to_owned(),
        None => format!("{}://{}", if tls.is_some() { "https" } else { "http" }, reachable(address)),
    };
    // Listened on by others than this machine, and nobody said that something before it speaks TLS.
    let open = !address.ip().is_loopback() && !public_url.starts_with("https:");
    if open || !http::is_private(&public_url) {
        tracing::warn!(
            %address,
            public_url,
            "over plain http anybody on the way can read what is sent and take sessions over: put TLS before it and set --public-url"
        );
    }
    let database = Arc::new(Database::open(directory, config.signing_key.as_deref())?);
    if config.seed {
        database.write(|store| seed::sow(store, clock::now())).await?;
    }
    let invitations = prepare(&database, &public_url, config.must_sign_in).await?;
    let metrics = Arc::new(Metrics::default());
    let given = match config.metrics {
        Some(address) => Some(metrics::serve(address, metrics.clone()).await.map_err(|error| StartError::Listen {
            address: address.to_string(),
            in_use: error.kind() == std::io::ErrorKind::AddrInUse,
            reason: error.to_string(),
        })?),
        None => None,
    };
    let sign_in = config.provider.map(|provider| Arc::new(SignIn::new(provider, &public_url)));
    let app = Arc::new(App {
        sign_in,
        must_sign: config.must_sign,
        rooms: Rooms::new(database.clone(), metrics.clone()),
        turns: Turns::new(&config.allowed, metrics.clone()),
        metrics,
        database,
        public_url: public_url.clone(),
        conversations: watch::Sender::new(0),
        limits: Limits::new(config.allowed),
        intake: Default::default(),
        attendance: Arc::new(Attendance::new(config.allowed.sessions.idle)),
        press: Press::new(config.fonts),
    });
    let watching = tokio::spawn(attendance::watch(Arc::downgrade(&app), app.attendance.clone()));
    let (stop, stopped) = oneshot::channel::<()>();
    let router = http::router(app.clone());
    let serving = tokio::spawn(serving::serve(listener, router, (config.allowed, config.proxies), tls, stopped));
    Ok(Running { address, public_url, metrics: given, certificate, invitations, app, stop, serving, watching })
}

async fn prepare(database: &Database, public_url: &str, must_sign_in: bool) -> Result<Vec<(Role, String)>, AuthError> {
    let (base, path) = (public_url.to_owned(), database.directory().path().to_owned());
    database
        .write(move |store| {
            let now = clock::now();
            store.forget_expired(now)?;
            store.set_setting("public-url", &base)?;
            auth::set_deciding(store, must_sign_in)?;
            links::standing(store, &path, &base, now)
        })
        .await
}

/// The address to write into links: one can connect to it, also when every interface is listened on.
fn reachable(address: SocketAddr) -> SocketAddr {
    let mut address = address;
    if address.ip().is_unspecified() {
        address.set_ip(match address {
            SocketAddr::V4(_) => std::net::Ipv4Addr::LOCALHOST.into(),
            SocketAddr::V6(_) => std::net::Ipv6Addr::LOCALHOST.into(),
        });
    }
    address
}

impl Running {
    /// Waits until the disk fails; then the process is to end, and a new one looks at what is on it.
    pub async fn failed(&self) -> StoreError {
        let mut condition = self.app.database.condition();
        let failed = condition.wait_for(|now| matches!(now, Condition::Failed(_))).await;
        match failed.as_deref() {
            Ok(Condition::Failed(error)) => error.clone(),
            _ => StoreError::Stopped,
        }
    }

    /// Stops: no new connections, what is being written is written, everybody is told to come back later.
    pub async fn stop(self) {
        // Whoever serves may have ended already.
        let _ = self.stop.send(());
        self.watching.abort();
        self.app.rooms.stop().await;
        let mut conversations = self.app.conversations.subscribe();
        if timeout(FAREWELL, conversations.wait_for(|open| *open == 0)).await.is_err() {
            tracing::warn!("some connections did not close in time");
        }
        let mut serving = self.serving;
        if timeout(FAREWELL, &mut serving).await.is_err() {
            serving.abort();
        }
        tracing::info!("stopped");
    }
}
