//! Whose certificates the terminal believes, and what to do about one that is not believed.

use std::{error::Error, io, path::Path, sync::Arc};

use rustls::{
    CertificateError as Flaw, ClientConfig, Error as TlsError, RootCertStore,
    pki_types::{CertificateDer, ServerName},
};
use rustls_platform_verifier::BuilderVerifierExt;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
};
use tokio_rustls::TlsConnector;
use tokio_tungstenite::{WebSocketStream, client_async, tungstenite};
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use url::Url;

use crate::{cli::Failure, tls};

/// What a WebSocket goes over: a connection, or TLS on one.
pub trait Way: AsyncRead + AsyncWrite + Send + Unpin {}
impl<W: AsyncRead + AsyncWrite + Send + Unpin> Way for W {}

/// A WebSocket of the terminal.
pub type Socket = WebSocketStream<Box<dyn Way>>;

/// Whose word counts for who a server is.
pub enum Trust {
    /// The authorities that the machine trusts.
    Machine,
    /// These, and no others.
    These(Vec<CertificateDer<'static>>),
}

impl Trust {
    /// The authorities of a file in PEM; those of the machine where none is named.
    pub fn read(file: Option<&Path>) -> Result<Self, Failure> {
        let Some(file) = file else { return Ok(Self::Machine) };
        let hint = "Give the certificate of the authority in PEM: it begins with -----BEGIN CERTIFICATE-----.";
        tls::certificates(file).map(Self::These).map_err(|error| Failure::new(error.to_string(), hint))
    }

    /// For what is asked over HTTP.
    pub fn of_requests(&self) -> TlsConfig {
        let roots = match self {
            Self::Machine => RootCerts::PlatformVerifier,
            Self::These(authorities) => {
                let own = |one: &CertificateDer<'_>| Certificate::from_der(one).to_owned();
                RootCerts::Specific(Arc::new(authorities.iter().map(own).collect()))
            }
        };
        TlsConfig::builder().root_certs(roots).build()
    }

    /// For WebSockets.
    pub fn of_sockets(&self) -> Result<TlsConnector, Failure> {
        let failed = |error: TlsError| Failure::new(format!("TLS cannot be set up: {error}"), "Report this.");
        let versions = ClientConfig::builder_with_provider(tls::provider()).with_safe_default_protocol_versions();
        let versions = versions.map_err(failed)?;
        let config = match self {
            Self::Machine => versions.with_platform_verifier().map_err(failed)?,
            Self::These(authorities) => {
                let mut roots = RootCertStore::empty();
                for authority in authorities {
                    roots.add(authority.clone()).map_err(failed)?;
                }
                versions.with_root_certificates(roots)
            }
        };
        Ok(TlsConnector::from(Arc::new(config.with_no_client_auth())))
    }
}

/// Connects to a WebSocket: by TLS to an address of `wss`, without it to one of `ws`.
///
/// # Errors
/// What stands in the way; of a certificate as [`flaw`] finds it.
pub async fn connect(tls: &TlsConnector, url: &Url) -> Result<Socket, tungstenite::Error> {
    let none = || io::Error::from(io::ErrorKind::InvalidInput);
    let host = url.host_str().ok_or_else(none)?.trim_matches(['[', ']']).to_owned();
    let connection = TcpStream::connect((host.as_str(), url.port_or_known_default().ok_or_else(none)?)).await?;
    let way: Box<dyn Way> = if url.scheme() == "wss" {
        let name = ServerName::try_from(host).map_err(io::Error::other)?;
        Box::new(tls.connect(name, connection).await?)
    } else {
        Box::new(connection)
    };
    Ok(client_async(url.as_str(), way).await?.0)
}

/// What to tell of a connection that failed.
pub fn told(error: &(dyn Error + 'static)) -> Failure {
    let Some(flaw) = flaw(error) else {
        return Failure::new(format!("cannot connect: {error}"), "Check the link, and that the server runs.");
    };
    let (what, hint) = match flaw {
        // The second: of another authority, which calls itself the same.
        Flaw::UnknownIssuer | Flaw::BadSignature => (
            "the server's certificate is of an authority that this machine does not know",
            "Ask whoever runs the server for the certificate of that authority, and give it with --ca FILE.",
        ),
        Flaw::Expired | Flaw::ExpiredContext { .. } => (
            "the server's certificate has expired",
            "Tell whoever runs the server, and look whether the clock of this machine is right.",
        ),
        Flaw::NotValidYet | Flaw::NotValidYetContext { .. } => {
            ("the server's certificate does not hold yet", "Look whether the clock of this machine is right.")
        }
        Flaw::NotValidForName | Flaw::NotValidForNameContext { .. } => (
            "the server's certificate is for another name than the one in the link",
            "Use the link as it was given to you. If that is what you did, somebody else may be answering: ask whoever runs the server.",
        ),
        _ => ("the server's certificate does not hold", "Tell whoever runs the server what is said here."),
    };
    Failure::new(format!("{what} ({flaw})"), hint)
}

/// What is wrong with a certificate, where that is what an error comes from.
fn flaw<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a Flaw> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(TlsError::InvalidCertificate(flaw)) = error.downcast_ref() {
            return Some(flaw);
        }
        next = behind(error);
    }
    None
}

/// What an error was made of. Not all of them say it as their cause.
fn behind<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    match error.downcast_ref() {
        Some(ureq::Error::Io(inner)) => return Some(inner),
        Some(ureq::Error::Rustls(inner)) => return Some(inner),
        _ => {}
    }
    let inner = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
    inner.map(|inner| inner as &(dyn Error + 'static)).or_else(|| error.source())
}
