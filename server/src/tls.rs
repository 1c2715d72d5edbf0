//! The server's own TLS: its certificate and key, read from files and read again when somebody asks for it.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
};

use rustls::{
    Error as TlsError, InconsistentKeys, ServerConfig,
    crypto::{CryptoProvider, ring},
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
    server::{ClientHello, ResolvesServerCert},
    sign::CertifiedKey,
};
use tokio_rustls::TlsAcceptor;

/// Where certificate and key are, both in PEM.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Files {
    /// The server's certificate, and behind it those between it and an authority.
    pub certificate: PathBuf,
    /// The key of the first one.
    pub key: PathBuf,
}

/// Why a certificate cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CertificateError {
    /// A file cannot be read, or holds something else.
    #[error("{} cannot be used: {reason}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// What the system or the reader said.
        reason: String,
    },
    /// The key is of another certificate.
    #[error("the key in {} does not belong to the certificate in {}", key.display(), certificate.display())]
    Another {
        /// Where the certificate is.
        certificate: PathBuf,
        /// Where the key is.
        key: PathBuf,
    },
}

impl CertificateError {
    /// The next step.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::File { .. } => {
                "Give a certificate with its chain and its key, each in PEM, in files that the server may read."
            }
            Self::Another { .. } => "Give the key that the certificate was made for.",
        }
    }
}

/// What is shown to whoever connects: connections that begin later see what was read last.
#[derive(Debug)]
pub struct Certificate {
    files: Files,
    shown: RwLock<Arc<CertifiedKey>>,
}

impl Certificate {
    /// Reads the files.
    ///
    /// # Errors
    /// [`CertificateError`].
    pub fn open(files: Files) -> Result<Arc<Self>, CertificateError> {
        let shown = RwLock::new(Arc::new(read(&files)?));
        Ok(Arc::new(Self { files, shown }))
    }

    /// Reads the files again. When that fails what was shown before is shown on.
    ///
    /// # Errors
    /// [`CertificateError`].
    pub fn reload(&self) -> Result<(), CertificateError> {
        let fresh = Arc::new(read(&self.files)?);
        *self.shown.write().unwrap_or_else(PoisonError::into_inner) = fresh;
        Ok(())
    }

    /// What shakes hands with whoever connects: TLS 1.3 and 1.2, and HTTP/1.1 behind it.
    ///
    /// # Errors
    /// When there is nothing to encrypt with, which a test excludes.
    pub fn acceptor(self: &Arc<Self>) -> Result<TlsAcceptor, TlsError> {
        let versions = ServerConfig::builder_with_provider(provider()).with_safe_default_protocol_versions()?;
        let mut config = versions.with_no_client_auth().with_cert_resolver(self.clone());
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(TlsAcceptor::from(Arc::new(config)))
    }
}

impl ResolvesServerCert for Certificate {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.shown.read().unwrap_or_else(PoisonError::into_inner).clone())
    }
}

/// The one implementation of ciphers in the program.
pub fn provider() -> Arc<CryptoProvider> {
    Arc::new(ring::default_provider())
}

/// The certificates of a file in PEM, of which there is at least one.
///
/// # Errors
/// [`CertificateError::File`].
pub fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, CertificateError> {
    let failed = |reason: String| CertificateError::File { path: path.into(), reason };
    let read = CertificateDer::pem_file_iter(path).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let found = read.map_err(|error| failed(error.to_string()))?;
    if found.is_empty() { Err(failed("there is no certificate in it".into())) } else { Ok(found) }
}

fn read(files: &Files) -> Result<CertifiedKey, CertificateError> {
    let chain = certificates(&files.certificate)?;
    let of_key = |reason: String| CertificateError::File { path: files.key.clone(), reason };
    let key = PrivateKeyDer::from_pem_file(&files.key).map_err(|error| of_key(error.to_string()))?;
    CertifiedKey::from_der(chain, key, &provider()).map_err(|error| match error {
        TlsError::InconsistentKeys(InconsistentKeys::KeyMismatch) => {
            CertificateError::Another { certificate: files.certificate.clone(), key: files.key.clone() }
        }
        TlsError::InvalidCertificate(_) => {
            CertificateError::File { path: files.certificate.clone(), reason: error.to_string() }
        }
        other => of_key(other.to_string()),
    })
}

#[cfg(test)]
mod tests {
    use rustls::{
        ClientConfig, ClientConnection, ProtocolVersion, RootCertStore, ServerConnection, SupportedProtocolVersion,
        version::{TLS12, TLS13},
    };

    use super::*;

    /// A certificate in a folder of its own, and who vouches for it.
    fn certificate() -> (Arc<Certificate>, RootCertStore) {
        let made = rcgen::generate_simple_self_signed(["here.example".to_owned()]).expect("a certificate");
        let folder = tempfile::tempdir().expect("a folder");
        let files = Files { certificate: folder.path().join("crt"), key: folder.path().join("key") };
        std::fs::write(&files.certificate, made.cert.pem()).expect("written");
        std::fs::write(&files.key, made.signing_key.serialize_pem()).expect("written");
        let mut roots = RootCertStore::empty();
        roots.add(made.cert.der().clone()).expect("an authority");
        (Certificate::open(files).expect("readable"), roots)
    }

    fn server(certificate: &Arc<Certificate>) -> ServerConnection {
        let acceptor = certificate.acceptor().expect("versions");
        ServerConnection::new(acceptor.config().clone()).expect("a connection")
    }

    #[test]
    fn the_newest_version_is_spoken_and_none_before_the_last_but_one() {
        let (certificate, roots) = certificate();
        let check = |versions: &[&'static SupportedProtocolVersion], expected| {
            let config = ClientConfig::builder_with_provider(provider()).with_protocol_versions(versions);
            let config = config.expect("versions").with_root_certificates(roots.clone()).with_no_client_auth();
            let name = "here.example".try_into().expect("a name");
            let mut client = ClientConnection::new(Arc::new(config), name).expect("a connection");
            let mut server = server(&certificate);
            while client.is_handshaking() || server.is_handshaking() {
                let (mut there, mut back) = (Vec::new(), Vec::new());
                while client.wants_write() {
                    client.write_tls(&mut there).expect("written");
                }
                server.read_tls(&mut there.as_slice()).expect("read");
                server.process_new_packets().expect("accepted");
                while server.wants_write() {
                    server.write_tls(&mut back).expect("written");
                }
                client.read_tls(&mut back.as_slice()).expect("read");
                client.process_new_packets().expect("accepted");
            }
            assert_eq!(server.protocol_version(), Some(expected));
        };
        check(&[&TLS12, &TLS13], ProtocolVersion::TLSv1_3);
        check(&[&TLS12], ProtocolVersion::TLSv1_2);
        // Whoever offers TLS 1.1 (3, 2) at most: no session, one cipher, no compression.
        let mut hello = vec![3, 2];
        hello.extend([7; 32]);
        hello.extend([0, 0, 2, 0xc0, 0x13, 1, 0]);
        let length = u8::try_from(hello.len()).expect("short");
        let mut record = vec![22, 3, 1, 0, length + 4, 1, 0, 0, length];
        record.extend(hello);
        let mut server = server(&certificate);
        server.read_tls(&mut record.as_slice()).expect("read");
        assert!(matches!(server.process_new_packets(), Err(TlsError::PeerIncompatible(_))));
    }

    #[test]
    fn every_cipher_keeps_past_secrets_and_is_authenticated() {
        let suites = provider().cipher_suites.clone();
        assert!(!suites.is_empty());
        for suite in suites {
            let name = format!("{:?}", suite.suite());
            assert!(name.starts_with("TLS13_") || name.starts_with("TLS_ECDHE_"), "{name}");
            assert!(name.contains("_GCM_") || name.contains("_CHACHA20_POLY1305_"), "{name}");
        }
    }
}
