//! The outbox over a plain socket and over TLS: the same holds of both.

use futures_util::StreamExt;
use rustls::{ClientConfig, RootCertStore, ServerConfig, pki_types::PrivateKeyDer};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, split},
    net::{TcpListener, TcpStream},
};
use tokio_rustls::{TlsAcceptor, TlsConnector};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{Message, protocol::Role},
};

use super::*;
use crate::tls;

fn message(length: usize) -> Arc<[u8]> {
    (0..length).map(|at| u8::try_from(at % 251).unwrap_or(0)).collect()
}

/// One end of a connection.
trait End: AsyncRead + AsyncWrite + Unpin + Send {}
impl<E: AsyncRead + AsyncWrite + Unpin + Send> End for E {}

/// An outbox, what its conversation would read, and the other side.
struct Pair {
    outbox: Outbox,
    read: Box<dyn AsyncRead + Send + Unpin>,
    client: Box<dyn End>,
}

async fn connected() -> (TcpStream, TcpStream) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let client = TcpStream::connect(listener.local_addr().expect("bound")).await.expect("connects");
    (listener.accept().await.expect("somebody connects").0, client)
}

async fn open() -> Pair {
    let (server, client) = connected().await;
    let (read, write) = server.into_split();
    Pair { outbox: Outbox::new(write), read: Box::new(read), client: Box::new(client) }
}

async fn sealed() -> Pair {
    let made = rcgen::generate_simple_self_signed(["here.example".to_owned()]).expect("a certificate");
    let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).expect("a key");
    let mut roots = RootCertStore::empty();
    roots.add(made.cert.der().clone()).expect("an authority");
    let versions = ServerConfig::builder_with_provider(tls::provider()).with_safe_default_protocol_versions();
    let config = versions.expect("versions").with_no_client_auth();
    let config = config.with_single_cert(vec![made.cert.der().clone()], key).expect("they belong together");
    let versions = ClientConfig::builder_with_provider(tls::provider()).with_safe_default_protocol_versions();
    let believing = versions.expect("versions").with_root_certificates(roots).with_no_client_auth();
    let (server, client) = connected().await;
    let (acceptor, connector) = (TlsAcceptor::from(Arc::new(config)), TlsConnector::from(Arc::new(believing)));
    let name = "here.example".try_into().expect("a name");
    let (server, client) = tokio::join!(acceptor.accept(server), connector.connect(name, client));
    let (read, write) = split(server.expect("hands are shaken"));
    Pair { outbox: Outbox::new(write), read: Box::new(read), client: Box::new(client.expect("hands are shaken")) }
}

/// All messages until the close, and its code.
async fn read(client: Box<dyn End>) -> (Vec<Vec<u8>>, Option<u16>) {
    let mut socket = WebSocketStream::from_raw_socket(client, Role::Client, None).await;
    let mut messages = Vec::new();
    while let Some(next) = socket.next().await {
        match next.expect("whole frames") {
            Message::Close(frame) => return (messages, frame.map(|frame| frame.code.into())),
            Message::Binary(bytes) => messages.push(bytes.to_vec()),
            _ => {}
        }
    }
    (messages, None)
}

#[tokio::test]
async fn messages_of_every_length_arrive_whole_and_in_order() {
    for pair in [open().await, sealed().await] {
        let Pair { outbox, read: _read, client } = pair;
        let lengths = [0, 1, 125, 126, 65_535, 65_536, 1 << 20, 3, 2 << 20];
        for length in lengths {
            outbox.push(message(length));
        }
        outbox.close(1000);
        let ((messages, code), ended) = tokio::join!(read(client), outbox.carry());
        let expected: Vec<Vec<u8>> = lengths.iter().map(|length| message(*length).to_vec()).collect();
        assert!(messages == expected, "{:?}", messages.iter().map(Vec::len).collect::<Vec<_>>());
        assert_eq!((code, ended), (Some(1000), Ended::Closed(1000)));
    }
}

#[tokio::test]
async fn what_the_system_takes_waits_for_nobody() {
    for pair in [open().await, sealed().await] {
        let Pair { outbox, read: _read, mut client } = pair;
        // The first message finds out that the socket can be written to.
        outbox.push(message(1));
        let mut bytes = [0; 3];
        tokio::select! {
            read = client.read_exact(&mut bytes) => drop(read.expect("arrives")),
            _ = outbox.carry() => panic!("nothing ends"),
        }
        outbox.push(message(2));
        let mut bytes = [0; 4];
        client.read_exact(&mut bytes).await.expect("arrives though nobody carries");
        assert_eq!(bytes, [0x82, 2, 0, 1]);
    }
}

#[tokio::test]
async fn a_reader_that_falls_behind_is_let_go() {
    for pair in [open().await, sealed().await] {
        let Pair { outbox, read: _read, client } = pair;
        let mut sent = 0;
        while !outbox.is_closing() {
            assert!(sent < 10_000, "some system takes everything");
            outbox.push(message(64 << 10));
            sent += 1;
        }
        let ((messages, code), ended) = tokio::join!(read(client), outbox.carry());
        let (last, before) = messages.split_last().expect("something arrives");
        assert!(before.len() < sent && before.iter().all(|own| **own == *message(64 << 10)));
        assert_eq!(**last, *problem_frame(Ending::Slow.problem()));
        assert_eq!((code, ended), (Some(4408), Ended::Closed(4408)));
    }
}

#[tokio::test]
async fn one_large_message_passes_alone() {
    for pair in [open().await, sealed().await] {
        let Pair { outbox, read: _read, client } = pair;
        outbox.push(message(MOST_BYTES + 1));
        outbox.close(1000);
        let ((messages, code), _) = tokio::join!(read(client), outbox.carry());
        assert_eq!((messages.len(), code), (1, Some(1000)));
    }
}

#[tokio::test]
async fn what_waits_goes_before_the_close_and_the_first_ending_counts() {
    for pair in [open().await, sealed().await] {
        let Pair { outbox, read: _read, client } = pair;
        outbox.push(message(3));
        outbox.end(Ending::Shutdown);
        outbox.push(message(4));
        outbox.close(4400);
        let ((messages, code), ended) = tokio::join!(read(client), outbox.carry());
        assert_eq!(messages, [message(3).to_vec(), problem_frame(Ending::Shutdown.problem()).to_vec()]);
        assert_eq!((code, ended), (Some(1012), Ended::Closed(1012)));
    }
}

#[tokio::test]
async fn a_client_that_is_gone_ends_the_conversation() {
    for pair in [open().await, sealed().await] {
        let Pair { outbox, read, client } = pair;
        drop(client);
        let ended = async {
            loop {
                // The system notices with the second message at the latest.
                outbox.push(message(1));
                tokio::task::yield_now().await;
            }
        };
        tokio::select! {
            ended = outbox.carry() => assert_eq!(ended, Ended::Gone),
            () = ended => {}
        }
        drop(read);
    }
}
