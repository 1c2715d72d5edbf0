//! Taking connections: how many at once, how long a client may take to ask, and an orderly end.

use std::{io, net::IpAddr, sync::Arc, time::Duration};

use axum::{Router, body::Body};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore, oneshot, watch},
    time::{sleep, timeout},
};
use tokio_rustls::TlsAcceptor;
use tower::Service;

use crate::{limits::Allowed, proxies::Proxies};

/// How long to wait before taking connections again when the system has no more of something.
const BREATH: Duration = Duration::from_millis(100);

/// How long requests under way may take when the server stops.
const FAREWELL: Duration = Duration::from_secs(5);

/// What a request knows of its connection. While a clone of it lives, the connection is counted.
#[derive(Clone, Debug)]
pub struct Peer {
    /// The address at the other end: of a proxy, where there is one that is not believed.
    pub address: IpAddr,
    _counted: Arc<OwnedSemaphorePermit>,
}

/// What every connection is served with.
#[derive(Clone)]
struct Serving {
    router: Router,
    allowed: Allowed,
    proxies: Arc<Proxies>,
    tls: Option<TlsAcceptor>,
}

/// Serves until `stopped` resolves: at most so many connections at once, later ones wait at the door. With something to shake hands with, TLS
/// and nothing else.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    (allowed, proxies): (Allowed, Proxies),
    tls: Option<TlsAcceptor>,
    stopped: oneshot::Receiver<()>,
) {
    let serving = Serving { router, allowed, proxies: Arc::new(proxies), tls };
    let stopping = watch::Sender::new(false);
    let seats = Arc::new(Semaphore::new(allowed.connections.min(Semaphore::MAX_PERMITS)));
    let mut stopped = std::pin::pin!(stopped);
    loop {
        let (socket, peer) = tokio::select! {
            _ = &mut stopped => break,
            taken = take(&listener, &seats) => taken,
        };
        if let Err(error) = socket.set_nodelay(true) {
            tracing::debug!(%error, "a socket keeps gathering small packets");
        }
        tokio::spawn(serving.clone().hold(socket, peer, stopping.subscribe()));
    }
    drop(listener);
    stopping.send_replace(true);
    // Each connection that lives holds a receiver.
    if timeout(FAREWELL, stopping.closed()).await.is_err() {
        tracing::warn!("some requests did not end in time");
    }
}

impl Serving {
    /// Holds a connection to its end. It is counted from its beginning, and a client has as long to shake hands as to ask.
    async fn hold(self, socket: TcpStream, peer: Peer, mut stop: watch::Receiver<bool>) {
        let Some(tls) = self.tls.clone() else { return self.converse(socket, peer, false, stop).await };
        let shaken = tokio::select! {
            shaken = timeout(self.allowed.patience, tls.accept(socket)) => shaken,
            () = asked(&mut stop) => return,
        };
        match shaken.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into())) {
            // In a box: a connection without TLS keeps no room for it.
            Ok(sealed) => Box::pin(self.converse(sealed, peer, true, stop)).await,
            Err(error) => tracing::debug!(%error, address = %peer.address, "somebody did not come to speak TLS"),
        }
    }

    /// Answers what is asked over a connection, until it ends or the server is to stop.
    async fn converse<S>(self, socket: S, peer: Peer, sealed: bool, mut stop: watch::Receiver<bool>)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let (router, proxies) = (self.router, self.proxies);
        let service = service_fn(move |request: hyper::Request<Incoming>| {
            let mut request = request.map(Body::new);
            let address = proxies.settle(peer.address, sealed, request.headers_mut());
            request.extensions_mut().insert(Peer { address, ..peer.clone() });
            // A router is always ready.
            router.clone().call(request)
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(self.allowed.patience)
            .serve_connection(TokioIo::new(socket), service)
            .with_upgrades();
        let mut connection = std::pin::pin!(connection);
        let ended = tokio::select! {
            ended = connection.as_mut() => ended,
            () = asked(&mut stop) => {
                connection.as_mut().graceful_shutdown();
                connection.await
            }
        };
        if let Err(error) = ended {
            tracing::debug!(%error, "a connection ended");
        }
    }
}

/// Waits until the server is to stop.
async fn asked(stop: &mut watch::Receiver<bool>) {
    // An error says that the server is gone: the same.
    drop(stop.wait_for(|stop| *stop).await);
}

/// The next connection, when there is a seat for it.
async fn take(listener: &TcpListener, seats: &Arc<Semaphore>) -> (TcpStream, Peer) {
    loop {
        let Ok(seat) = seats.clone().acquire_owned().await else { return std::future::pending().await };
        match listener.accept().await {
            Ok((socket, address)) => return (socket, Peer { address: address.ip(), _counted: Arc::new(seat) }),
            Err(error) => {
                // Out of descriptors, most likely: those who leave give some back.
                tracing::warn!(%error, "a connection could not be taken");
                sleep(BREATH).await;
            }
        }
    }
}
