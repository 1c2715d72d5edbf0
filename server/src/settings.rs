//! How a server is set up: flags before environment before file before default, all of it in one struct.

mod provider;

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
};

use clap::{Args, ValueEnum};
use client_core::model::Timestamp;
use serde::Deserialize;
use url::Url;

use crate::{
    auth::{DAY, SessionLife},
    limits::{Allowed, at_least_one},
    press::FONTS_DIR,
    proxies::Proxies,
    tls,
};

/// Where a server listens when nothing else is said.
const LISTEN: &str = "127.0.0.1:8080";

/// What can be set. Flags are read by clap, which knows the environment; the same fields by serde from a TOML file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Args, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Settings {
    /// The address to listen on [default: 127.0.0.1:8080]
    #[arg(long, env = "ADREF_LISTEN", value_name = "ADDRESS")]
    pub listen: Option<String>,
    /// The address that people reach the server under, when it is another
    #[arg(long, env = "ADREF_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,
    /// A file with the key that checkpoints are signed with, such as a credential of systemd [default: server.key of the data]
    #[arg(long, env = "ADREF_SIGNING_KEY", value_name = "FILE")]
    pub signing_key: Option<PathBuf>,
    /// Begin without the seed documents
    #[arg(long, env = "ADREF_NO_SEED")]
    pub no_seed: bool,
    /// The address to give metrics on, for Prometheus; none without it
    #[arg(long, env = "ADREF_METRICS", value_name = "ADDRESS")]
    pub metrics: Option<SocketAddr>,
    /// The address of a proxy, or a network of proxies, that is believed about whom it speaks for; may be given more than once
    #[arg(long, env = "ADREF_TRUSTED_PROXY", value_name = "NETWORK", value_delimiter = ',')]
    pub trusted_proxy: Vec<String>,
    /// The server's certificate with its chain, in PEM: people then connect by TLS and by nothing else; needs the key
    #[arg(long, env = "ADREF_TLS_CERTIFICATE", value_name = "FILE")]
    pub tls_certificate: Option<PathBuf>,
    /// The key of the certificate, in PEM
    #[arg(long, env = "ADREF_TLS_KEY", value_name = "FILE")]
    pub tls_key: Option<PathBuf>,
    /// Connections at once, of everybody [default: 10000]
    #[arg(long, env = "ADREF_CONNECTIONS", value_name = "N")]
    pub connections: Option<u32>,
    /// Connections at once of one account, over all its windows and devices [default: 32]
    #[arg(long, env = "ADREF_CONNECTIONS_PER_ACCOUNT", value_name = "N")]
    pub connections_per_account: Option<u32>,
    /// Messages a second of one account; more wait [default: 200]
    #[arg(long, env = "ADREF_MESSAGES_PER_SECOND", value_name = "N")]
    pub messages_per_second: Option<u32>,
    /// KiB a second of one account; more wait [default: 1024]
    #[arg(long, env = "ADREF_KIBIBYTES_PER_SECOND", value_name = "N")]
    pub kibibytes_per_second: Option<u32>,
    /// People a second who may join from one address [default: 50]
    #[arg(long, env = "ADREF_JOINS_PER_SECOND", value_name = "N")]
    pub joins_per_second: Option<u32>,
    /// Answers a second that one account reads over HTTP, or one address without an account [default: 20]
    #[arg(long, env = "ADREF_READS_PER_SECOND", value_name = "N")]
    pub reads_per_second: Option<u32>,
    /// Dear answers over HTTP at once, such as exports; more wait [default: as many as there are processors]
    #[arg(long, env = "ADREF_DEAR_ANSWERS", value_name = "N")]
    pub dear_answers: Option<u32>,
    /// What is logged, such as `info` or `adref_server=debug` [default: info,tower_http=warn]
    #[arg(long, env = "ADREF_LOG", value_name = "FILTER")]
    pub log: Option<String>,
    /// How the log is written [default: text]
    #[arg(long, env = "ADREF_LOG_FORMAT", value_name = "FORMAT")]
    pub log_format: Option<LogFormat>,
    /// Days after which a session ends, however much it is used [default: 30]
    #[arg(long, env = "ADREF_SESSION_DAYS", value_name = "N")]
    pub session_days: Option<u32>,
    /// Hours after which a session ends that is not used [default: 168]
    #[arg(long, env = "ADREF_SESSION_IDLE_HOURS", value_name = "N")]
    pub session_idle_hours: Option<u32>,
    /// Where the fonts are that PDF is set in, with the folders below it [default: /usr/share/fonts]
    #[arg(long, env = "ADREF_FONTS_DIR", value_name = "DIR")]
    pub fonts_dir: Option<PathBuf>,
    /// Take changes to a text only where the device signed them that they come from
    #[arg(long, env = "ADREF_REQUIRE_SIGNATURES")]
    pub require_signatures: bool,
    /// The provider of identities that people may sign in by (OpenID Connect); none without it
    #[arg(long, env = "ADREF_OIDC_ISSUER", value_name = "URL")]
    pub oidc_issuer: Option<String>,
    /// The name that the provider gave this server
    #[arg(long, env = "ADREF_OIDC_CLIENT_ID", value_name = "ID")]
    pub oidc_client_id: Option<String>,
    /// A file with the secret that goes with it; ADREF_OIDC_CLIENT_SECRET has the secret itself
    #[arg(long, env = "ADREF_OIDC_CLIENT_SECRET_FILE", value_name = "FILE")]
    pub oidc_client_secret_file: Option<PathBuf>,
    /// What the provider is asked to make sure of, as it calls it (`acr`): one of these must have been met by whoever signs in; may be
    /// given more than once
    #[arg(long, env = "ADREF_OIDC_ACR", value_name = "CLASS", value_delimiter = ',')]
    pub oidc_acr: Vec<String>,
    /// How whoever signs in must have shown who it is, as the provider calls it (`amr`), such as mfa or hwk: by one of these at least; may
    /// be given more than once
    #[arg(long, env = "ADREF_OIDC_AMR", value_name = "METHOD", value_delimiter = ',')]
    pub oidc_amr: Vec<String>,
    /// Let the chair and the secretariat come in by the provider alone; their links are refused
    #[arg(long, env = "ADREF_REQUIRE_SIGN_IN")]
    pub require_sign_in: bool,
}

/// How the log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LogFormat {
    /// A line for people.
    Text,
    /// One JSON object a line.
    Json,
}

/// Why settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The file cannot be read.
    #[error("the settings in {} cannot be read: {reason}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// What the system or the reader said, with the line.
        reason: String,
    },
    /// An address is no web address.
    #[error("{0:?} is no address that people could open")]
    PublicUrl(String),
    /// A certificate without its key, or the other way round.
    #[error("of tls-certificate and tls-key one is set without the other")]
    HalfTls,
    /// People are sent to plain http, and the server speaks TLS alone.
    #[error("{0:?} is no address of https, and with tls-certificate the server speaks nothing else")]
    OpenPublicUrl(String),
    /// A proxy is none.
    #[error("{0:?} is no address and no network of a proxy")]
    Proxy(String),
    /// The provider is reached over a connection that others can read, or is no address.
    #[error("{0:?} is no address of https without a `?` or `#`")]
    Issuer(String),
    /// The provider's name for this server is missing.
    #[error("oidc-issuer is set without oidc-client-id")]
    NoClient,
    /// What goes with a provider is set, and no provider.
    #[error("{0} is set without oidc-issuer")]
    NoIssuer(&'static str),
    /// The file of the secret cannot be read.
    #[error("the secret in {path} cannot be read: {reason}")]
    Secret {
        /// Where.
        path: PathBuf,
        /// Why not.
        reason: String,
    },
    /// A limit lets nothing through.
    #[error("{0} must be at least 1")]
    Nothing(&'static str),
}

impl SettingsError {
    /// The next step.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::File { .. } => {
                "Look at the file; its fields are the flags of `adref serve --help` without the dashes."
            }
            Self::PublicUrl(_) => "Give it like https://drafts.example, without a path.",
            Self::HalfTls => "Give both, or leave both out.",
            Self::OpenPublicUrl(_) => "Give it like https://drafts.example, with a name that the certificate is for.",
            Self::Proxy(_) => "Give it like 10.0.0.7 or 10.0.0.0/8; a name is not looked up.",
            Self::Issuer(_) => "Give oidc-issuer as the provider writes it, like https://id.example.",
            Self::NoClient => "Register this server at the provider, and give the name it has there.",
            Self::NoIssuer(_) => "Give oidc-issuer, too, or leave both out.",
            Self::Secret { .. } => "Write the secret alone into it, and let the server read it.",
            Self::Nothing(_) => "Leave it out for the default.",
        }
    }
}

impl Settings {
    /// The settings of a TOML file, such as `listen = "0.0.0.0:8080"`.
    ///
    /// # Errors
    /// [`SettingsError::File`].
    pub fn read(path: &Path) -> Result<Self, SettingsError> {
        let failed = |reason: String| SettingsError::File { path: path.into(), reason };
        let text = std::fs::read_to_string(path).map_err(|error| failed(error.to_string()))?;
        toml::from_str(&text).map_err(|error| failed(error.to_string()))
    }

    /// These, and what they leave out from `other`.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            listen: self.listen.or(other.listen),
            public_url: self.public_url.or(other.public_url),
            signing_key: self.signing_key.or(other.signing_key),
            no_seed: self.no_seed || other.no_seed,
            metrics: self.metrics.or(other.metrics),
            trusted_proxy: if self.trusted_proxy.is_empty() { other.trusted_proxy } else { self.trusted_proxy },
            tls_certificate: self.tls_certificate.or(other.tls_certificate),
            tls_key: self.tls_key.or(other.tls_key),
            connections: self.connections.or(other.connections),
            connections_per_account: self.connections_per_account.or(other.connections_per_account),
            messages_per_second: self.messages_per_second.or(other.messages_per_second),
            kibibytes_per_second: self.kibibytes_per_second.or(other.kibibytes_per_second),
            joins_per_second: self.joins_per_second.or(other.joins_per_second),
            reads_per_second: self.reads_per_second.or(other.reads_per_second),
            dear_answers: self.dear_answers.or(other.dear_answers),
            log: self.log.or(other.log),
            log_format: self.log_format.or(other.log_format),
            session_days: self.session_days.or(other.session_days),
            session_idle_hours: self.session_idle_hours.or(other.session_idle_hours),
            fonts_dir: self.fonts_dir.or(other.fonts_dir),
            require_signatures: self.require_signatures || other.require_signatures,
            oidc_issuer: self.oidc_issuer.or(other.oidc_issuer),
            oidc_client_id: self.oidc_client_id.or(other.oidc_client_id),
            oidc_client_secret_file: self.oidc_client_secret_file.or(other.oidc_client_secret_file),
            oidc_acr: if self.oidc_acr.is_empty() { other.oidc_acr } else { self.oidc_acr },
            oidc_amr: if self.oidc_amr.is_empty() { other.oidc_amr } else { self.oidc_amr },
            require_sign_in: self.require_sign_in || other.require_sign_in,
        }
    }

    /// Where to listen.
    pub fn listen(&self) -> &str {
        self.listen.as_deref().unwrap_or(LISTEN)
    }

    /// Where the fonts are that pages are set in.
    pub fn fonts_dir(&self) -> &Path {
        self.fonts_dir.as_deref().unwrap_or(Path::new(FONTS_DIR))
    }

    /// The address that links begin with, checked.
    ///
    /// # Errors
    /// [`SettingsError::PublicUrl`].
    pub fn public_url(&self) -> Result<Option<String>, SettingsError> {
        let Some(given) = &self.public_url else { return Ok(None) };
        let fits = Url::parse(given).is_ok_and(|url| {
            matches!(url.scheme(), "http" | "https") && url.has_host() && url.path() == "/" && url.query().is_none()
        });
        if fits { Ok(Some(given.clone())) } else { Err(SettingsError::PublicUrl(given.clone())) }
    }

    /// Where the server's certificate and its key are, if it speaks TLS itself.
    ///
    /// # Errors
    /// [`SettingsError::HalfTls`], [`SettingsError::OpenPublicUrl`].
    pub fn tls(&self) -> Result<Option<tls::Files>, SettingsError> {
        let (certificate, key) = match (&self.tls_certificate, &self.tls_key) {
            (None, None) => return Ok(None),
            (Some(certificate), Some(key)) => (certificate.clone(), key.clone()),
            _ => return Err(SettingsError::HalfTls),
        };
        match &self.public_url {
            Some(url) if !url.starts_with("https:") => Err(SettingsError::OpenPublicUrl(url.clone())),
            _ => Ok(Some(tls::Files { certificate, key })),
        }
    }

    /// The proxies that are believed.
    ///
    /// # Errors
    /// [`SettingsError::Proxy`].
    pub fn proxies(&self) -> Result<Proxies, SettingsError> {
        Proxies::read(&self.trusted_proxy).map_err(SettingsError::Proxy)
    }

    /// How much clients may ask.
    ///
    /// # Errors
    /// [`SettingsError::Nothing`].
    pub fn allowed(&self) -> Result<Allowed, SettingsError> {
        let usual = Allowed::default();
        let count = |name, given: Option<u32>, usual: usize| match given {
            Some(0) => Err(SettingsError::Nothing(name)),
            Some(given) => Ok(given as usize),
            None => Ok(usual),
        };
        let rate = |name, given: Option<u32>, usual| match given {
            Some(0) => Err(SettingsError::Nothing(name)),
            Some(given) => Ok(at_least_one(given)),
            None => Ok(usual),
        };
        let time = |name, given: Option<u32>, unit: Timestamp, usual: Timestamp| match given {
            Some(0) => Err(SettingsError::Nothing(name)),
            Some(given) => Ok(Timestamp::from(given).saturating_mul(unit)),
            None => Ok(usual),
        };
        Ok(Allowed {
            connections: count("connections", self.connections, usual.connections)?,
            of_account: count("connections-per-account", self.connections_per_account, usual.of_account)?,
            messages: rate("messages-per-second", self.messages_per_second, usual.messages)?,
            kibibytes: rate("kibibytes-per-second", self.kibibytes_per_second, usual.kibibytes)?,
            joins: rate("joins-per-second", self.joins_per_second, usual.joins)?,
            dear: count("dear-answers", self.dear_answers, usual.dear)?,
            reads: rate("reads-per-second", self.reads_per_second, usual.reads)?,
            sessions: SessionLife {
                absolute: time("session-days", self.session_days, DAY, usual.sessions.absolute)?,
                idle: time("session-idle-hours", self.session_idle_hours, DAY / 24, usual.sessions.idle)?,
            },
            ..usual
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> Result<Settings, String> {
        let directory = tempfile::tempdir().expect("a directory");
        let path = directory.path().join("adref.toml");
        std::fs::write(&path, text).expect("written");
        Settings::read(&path).map_err(|error| error.to_string())
    }

    #[test]
    fn flags_come_before_the_file_and_the_file_before_the_default() {
        let written =
            file("listen = \"0.0.0.0:80\"\nconnections = 5\nlog-format = \"json\"\ntrusted-proxy = [\"10.0.0.0/8\"]\n")
                .expect("readable");
        let flags = Settings { connections: Some(7), ..Settings::default() };
        let settings = flags.or(written);
        assert_eq!(settings.listen(), "0.0.0.0:80");
        assert_eq!(settings.log_format, Some(LogFormat::Json));
        assert_ne!(settings.proxies().expect("a network"), Proxies::default());
        let allowed = settings.allowed().expect("limits");
        assert_eq!((allowed.connections, allowed.of_account), (7, Allowed::default().of_account));
    }

    #[test]
    fn a_file_with_a_slip_is_told_with_its_line() {
        let told = file("listen = \"0.0.0.0:80\"\nconections = 5\n").expect_err("a misspelling");
        assert!(told.contains("conections") && told.contains("line 2"), "{told}");
        assert!(Settings::read(Path::new("/nowhere/adref.toml")).is_err());
    }

    #[test]
    fn limits_that_let_nothing_through_are_refused() {
        let none = Settings { messages_per_second: Some(0), ..Settings::default() };
        assert_eq!(
            none.allowed().map_err(|error| error.to_string()),
            Err("messages-per-second must be at least 1".into())
        );
    }

    #[test]
    fn tls_has_a_certificate_a_key_and_an_address_of_https() {
        let check = |certificate: Option<&str>, key: Option<&str>, url: Option<&str>| {
            let settings = Settings {
                tls_certificate: certificate.map(PathBuf::from),
                tls_key: key.map(PathBuf::from),
                public_url: url.map(str::to_owned),
                ..Settings::default()
            };
            settings.tls().map(|files| files.is_some()).map_err(|error| error.hint())
        };
        assert_eq!(check(None, None, Some("http://drafts.example")), Ok(false));
        assert_eq!(check(Some("c"), Some("k"), None), Ok(true));
        assert_eq!(check(Some("c"), Some("k"), Some("https://drafts.example")), Ok(true));
        assert!(check(Some("c"), None, None).is_err() && check(None, Some("k"), None).is_err());
        assert!(check(Some("c"), Some("k"), Some("http://drafts.example")).is_err());
    }

    #[test]
    fn a_public_address_has_no_path() {
        let check = |url: &str| Settings { public_url: Some(url.into()), ..Settings::default() }.public_url().is_ok();
        assert!(check("https://drafts.example") && check("http://127.0.0.1:8080"));
        assert!(!check("drafts.example") && !check("https://drafts.example/a") && !check("ftp://drafts.example"));
    }
}
