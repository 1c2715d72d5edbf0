//! TLS of the server's own, and the terminal that comes by it: real processes, and certificates made here.

use std::{
    io::{ErrorKind, Read, Write},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use adref_server::{limits::Allowed, tls};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use tempfile::TempDir;
use tokio_tungstenite::tungstenite::{self, Message, WebSocket};

use crate::{
    cli::{Served, adref, stderr, stdout},
    support::{DEADLINE, TestServer, bring_in},
};

/// An authority with a folder for what it makes.
struct Authority {
    folder: TempDir,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().expect("a key");
        let own = params.self_signed(&key).expect("a certificate");
        std::fs::write(folder.path().join("authority.pem"), own.pem()).expect("written");
        Self { folder, issuer: Issuer::new(params, key) }
    }

    /// Its own certificate.
    fn file(&self) -> PathBuf {
        self.folder.path().join("authority.pem")
    }

    /// A certificate for a name, with its key, in files called after `file`.
    fn certify(&self, file: &str, name: &str, set: impl FnOnce(&mut CertificateParams)) -> tls::Files {
        let mut params = CertificateParams::new([name.to_owned()]).expect("a name");
        set(&mut params);
        let key = KeyPair::generate().expect("a key");
        let made = params.signed_by(&key, &self.issuer).expect("a certificate");
        let at = |end: &str| self.folder.path().join(format!("{file}.{end}"));
        let files = tls::Files { certificate: at("crt"), key: at("key") };
        std::fs::write(&files.certificate, made.pem()).expect("written");
        std::fs::write(&files.key, key.serialize_pem()).expect("written");
        files
    }

    /// A certificate of this machine that holds.
    fn certify_here(&self) -> tls::Files {
        self.certify("here", "127.0.0.1", |_| {})
    }
}

fn flags(files: &tls::Files) -> Vec<&str> {
    let path = |path: &'static str, file: &'_ Path| [path, file.to_str().map(String::from).unwrap_or_default().leak()];
    let mut all = vec!["--no-seed"];
    all.extend(path("--tls-certificate", &files.certificate));
    all.extend(path("--tls-key", &files.key));
    all
}

type Sealed = StreamOwned<ClientConnection, TcpStream>;

/// A connection to a server by TLS, where an authority is believed: hands are shaken.
fn shake(address: &str, authority: &Path) -> std::io::Result<Sealed> {
    let mut roots = RootCertStore::empty();
    for one in tls::certificates(authority).expect("a certificate") {
        roots.add(one).expect("an authority");
    }
    let versions = ClientConfig::builder_with_provider(tls::provider()).with_safe_default_protocol_versions();
    let config = versions.expect("versions").with_root_certificates(roots).with_no_client_auth();
    let name = "127.0.0.1".try_into().expect("a name");
    let mut tls = ClientConnection::new(Arc::new(config), name).expect("a connection");
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(DEADLINE))?;
    while tls.is_handshaking() {
        tls.complete_io(&mut stream)?;
    }
    Ok(StreamOwned::new(tls, stream))
}

/// Asks whether the server lives; the first line of the answer.
fn alive(connection: &mut (impl Read + Write)) -> String {
    connection.write_all(b"GET /healthz HTTP/1.1\r\nHost: here\r\n\r\n").expect("asked");
    let mut answer = [0; 15];
    connection.read_exact(&mut answer).expect("an answer");
    String::from_utf8_lossy(&answer).into()
}

#[test]
fn people_join_by_https_from_the_terminal() {
    let (directory, authority) = (tempfile::tempdir().expect("a directory"), Authority::new());
    let slug = bring_in(directory.path());
    let files = authority.certify_here();
    let served = Served::start(directory.path(), &flags(&files));
    let link = served.link("member");
    assert!(link.starts_with("https://127.0.0.1:"), "{link}");
    let write = |words: &str| {
        let mut command = adref(directory.path());
        command.args(["join", link, "--draft", &slug, "--once", "--paragraph", "1", "--at", "0", "--insert", words]);
        command
    };
    let named = write("Today ").arg("--ca").arg(authority.file()).output().expect("it runs");
    assert!(named.status.success(), "{}", stderr(&named));
    // What the machine trusts is enough.
    let trusted = write("Now ").env("SSL_CERT_FILE", authority.file()).output().expect("it runs");
    assert!(trusted.status.success(), "{}", stderr(&trusted));
    let mut look = adref(directory.path());
    let read = look.args(["join", link, "--draft", &slug, "--ca"]).arg(authority.file()).arg("show").output();
    let read = stdout(&read.expect("it runs"));
    assert!(read.contains("Now Today We reaffirm"), "{read}");
    assert!(served.stop());
}

#[test]
fn a_certificate_that_does_not_hold_is_refused_with_what_to_do() {
    let (authority, another) = (Authority::new(), Authority::new());
    let past = |params: &mut CertificateParams| {
        (params.not_before, params.not_after) = (date_time_ymd(2001, 1, 1), date_time_ymd(2002, 1, 1));
    };
    let future = |params: &mut CertificateParams| {
        (params.not_before, params.not_after) = (date_time_ymd(4000, 1, 1), date_time_ymd(4001, 1, 1));
    };
    let check = |files: &tls::Files, ca: Option<&Path>, expected: &str, hint: &str| {
        let directory = tempfile::tempdir().expect("a directory");
        let served = Served::start(directory.path(), &flags(files));
        let mut command = adref(directory.path());
        command.args(["join", served.link("member"), "--once"]).env_remove("SSL_CERT_FILE");
        if let Some(ca) = ca {
            command.arg("--ca").arg(ca);
        }
        let output = command.output().expect("it runs");
        let told = stderr(&output);
        assert_eq!(output.status.code(), Some(1), "{told}");
        assert!(told.contains(expected) && told.contains(hint), "{expected}: {told}");
        // Nobody came in.
        let people = stdout(&adref(directory.path()).args(["people", "list", "--json"]).output().expect("it runs"));
        assert!(!people.contains("\"role\""), "{people}");
        assert!(served.stop());
    };
    let (here, own, other) = (authority.certify_here(), authority.file(), another.file());
    let unknown = "of an authority that this machine does not know";
    check(&here, None, unknown, "--ca FILE");
    check(&here, Some(&other), unknown, "--ca FILE");
    let elsewhere = authority.certify("elsewhere", "drafts.example", |_| {});
    check(&elsewhere, Some(&own), "for another name than the one in the link", "Use the link as it was given");
    check(&authority.certify("past", "127.0.0.1", past), Some(&own), "has expired", "Tell whoever runs the server");
    check(&authority.certify("future", "127.0.0.1", future), Some(&own), "does not hold yet", "the clock");
}

#[test]
fn a_link_is_carried_nowhere_else() {
    let door = TcpListener::bind("127.0.0.1:0").expect("a port");
    let link = format!("http://{}/#/join/AAAA", door.local_addr().expect("bound"));
    let asked = std::thread::spawn(move || {
        let (mut socket, _) = door.accept().expect("somebody connects");
        let mut head = [0; 1024];
        let length = socket.read(&mut head).expect("a request");
        let elsewhere = b"HTTP/1.1 308 Permanent Redirect\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        socket.write_all(elsewhere).expect("answered");
        String::from_utf8_lossy(&head[..length]).into_owned()
    });
    let directory = tempfile::tempdir().expect("a directory");
    let output = adref(directory.path()).args(["join", &link, "--once"]).output().expect("it runs");
    let told = stderr(&output);
    assert!(told.contains("sends you elsewhere") && told.contains("begins with https"), "{told}");
    assert!(asked.join().expect("it ends").starts_with("POST /api/sessions"));
}

#[test]
fn what_is_no_certificate_stops_the_start_and_the_terminal() {
    let (directory, authority) = (tempfile::tempdir().expect("a directory"), Authority::new());
    let (here, other) = (authority.certify_here(), authority.certify("other", "127.0.0.1", |_| {}));
    let check = |certificate: &Path, key: &Path, expected: &str| {
        let mut command = adref(directory.path());
        command.args(["serve", "--listen", "127.0.0.1:0", "--tls-certificate"]).arg(certificate);
        let output = command.arg("--tls-key").arg(key).output().expect("it runs");
        let told = stderr(&output);
        assert_eq!(output.status.code(), Some(1), "{told}");
        assert!(told.contains(expected) && told.contains("hint: "), "{told}");
    };
    check(&here.certificate, &other.key, "does not belong to the certificate");
    check(&here.key, &here.key, "no certificate in it");
    check(Path::new("/nowhere/at/all"), &here.key, "/nowhere/at/all cannot be used");
    let mut command = adref(directory.path());
    let output = command.args(["join", "https://127.0.0.1:1/#/join/AAAA", "--ca"]).arg(&here.key).output();
    let told = stderr(&output.expect("it runs"));
    assert!(told.contains("no certificate in it") && told.contains("hint: "), "{told}");
}

#[test]
fn a_certificate_is_read_again_and_whoever_is_connected_stays() {
    let (directory, first, second) = (tempfile::tempdir().expect("a directory"), Authority::new(), Authority::new());
    let slug = bring_in(directory.path());
    let files = first.certify_here();
    let served = Served::start(directory.path(), &flags(&files));
    let address = served.address().to_owned();
    let before = shake(&address, &first.file()).expect("hands are shaken");
    let (mut socket, _): (WebSocket<Sealed>, _) =
        tungstenite::client(format!("wss://{address}/ws/drafts/{slug}"), before).expect("a WebSocket");
    let renewed = second.certify_here();
    std::fs::copy(&renewed.key, &files.key).expect("copied");
    std::fs::copy(&renewed.certificate, &files.certificate).expect("copied");
    served.signal("HUP");
    let end = Instant::now() + DEADLINE;
    while shake(&address, &second.file()).is_err() {
        assert!(Instant::now() < end, "the new certificate is not shown");
    }
    assert!(shake(&address, &first.file()).is_err(), "the old one is not shown any more");
    // Who came before goes on.
    socket.send(Message::Ping(Vec::new().into())).expect("sent");
    assert!(matches!(socket.read().expect("an answer"), Message::Pong(_)));
    // Half a certificate is not shown.
    std::fs::write(&files.certificate, "-----BEGIN CERTIFICATE-----\n").expect("written");
    served.signal("HUP");
    for _ in 0..20 {
        let mut again = shake(&address, &second.file()).expect("the one before is still shown");
        assert_eq!(alive(&mut again), "HTTP/1.1 200 OK");
    }
    assert!(served.stop());
}

#[test]
fn who_does_not_shake_hands_in_time_is_let_go_and_nobody_is_answered_without() {
    let authority = Authority::new();
    let allowed = Allowed { patience: Duration::from_millis(200), ..Allowed::default() };
    let server = TestServer::start_sealed(authority.certify_here(), allowed);
    let connect = || {
        let stream = TcpStream::connect(server.address()).expect("a connection");
        stream.set_read_timeout(Some(DEADLINE)).expect("a deadline");
        stream
    };
    // Closed or reset, whichever the system says, and not left to wait.
    let ends = |mut stream: TcpStream| {
        let mut rest = Vec::new();
        let ended = stream.read_to_end(&mut rest);
        assert!(!ended.is_err_and(|error| error.kind() == ErrorKind::WouldBlock), "it is let go");
        rest
    };
    assert!(ends(connect()).is_empty(), "who says nothing");
    let mut begun = connect();
    // The head of a record, and nothing behind it.
    begun.write_all(&[22, 3, 1, 2, 0, 1]).expect("sent");
    assert!(ends(begun).is_empty());
    let mut open = connect();
    open.write_all(b"GET /healthz HTTP/1.1\r\nHost: here\r\n\r\n").expect("sent");
    let answer = ends(open);
    assert!(!answer.starts_with(b"HTTP"), "{}", String::from_utf8_lossy(&answer));
    // Behind the handshake one has as long as without.
    let mut slow = shake(&server.address().to_string(), &authority.file()).expect("hands are shaken");
    slow.write_all(b"GET /healthz HTTP/1.1\r\nHost: ").expect("half a head");
    let mut rest = Vec::new();
    let ended = slow.read_to_end(&mut rest);
    assert!(!ended.is_err_and(|error| error.kind() == ErrorKind::WouldBlock), "it is let go");
    assert!(rest.is_empty() || rest.starts_with(b"HTTP/1.1 408"), "{}", String::from_utf8_lossy(&rest));
}

#[test]
fn connections_are_counted_before_they_shake_hands() {
    let authority = Authority::new();
    let allowed = Allowed { connections: 2, ..Allowed::default() };
    let server = TestServer::start_sealed(authority.certify_here(), allowed);
    let address = server.address().to_string();
    let silent = TcpStream::connect(&address).expect("a connection");
    let mut one = shake(&address, &authority.file()).expect("hands are shaken");
    assert_eq!(alive(&mut one), "HTTP/1.1 200 OK");
    // The third waits at the door until one of the two leaves.
    let (address, file) = (address.clone(), authority.file());
    let (came, comes) = std::sync::mpsc::channel();
    let third = std::thread::spawn(move || {
        let mut third = shake(&address, &file).expect("hands are shaken");
        came.send(()).expect("told");
        alive(&mut third)
    });
    assert!(comes.recv_timeout(Duration::from_millis(200)).is_err(), "it waits");
    drop(silent);
    assert_eq!(third.join().expect("it ends"), "HTTP/1.1 200 OK");
}
