use std::process::ExitCode;

use axum::{
    Router,
    body::Bytes,
    extract::{
        State, WebSocketUpgrade,
        ws::{Message, WebSocket},
    },
    routing::get,
};
use clap::Args;
use futures_util::{SinkExt, StreamExt};
use tokio::{net::TcpListener, sync::broadcast};

use crate::cli::{Failure, print, runtime};

/// How many messages wait for a slow reader before it misses some.
const WAITING: usize = 4_096;

/// A relay to compare with: it hands every message to everybody else, stores nothing and examines nothing.
#[derive(Debug, Args)]
pub struct Relay {}

impl Relay {
    /// Serves until it is killed.
    pub fn run(self) -> Result<ExitCode, Failure> {
        let failed = |error: std::io::Error| Failure::new(format!("the relay cannot listen: {error}"), "");
        runtime()?.block_on(async {
            let listener = TcpListener::bind("127.0.0.1:0").await.map_err(failed)?;
            print(&format!("listening http://{}\n", listener.local_addr().map_err(failed)?))?;
            let router = Router::new()
                .route("/ws/drafts/{slug}", get(upgrade))
                .with_state(broadcast::Sender::<Bytes>::new(WAITING));
            axum::serve(listener, router).await.map_err(failed)?;
            Ok(ExitCode::SUCCESS)
        })
    }
}

async fn upgrade(
    State(everybody): State<broadcast::Sender<Bytes>>,
    socket: WebSocketUpgrade,
) -> axum::response::Response {
    socket.read_buffer_size(4 << 10).on_upgrade(move |socket| hold(everybody, socket))
}

async fn hold(everybody: broadcast::Sender<Bytes>, socket: WebSocket) {
    let (mut sink, mut stream) = socket.split();
    let mut others = everybody.subscribe();
    loop {
        tokio::select! {
            heard = stream.next() => match heard {
                // An error says that nobody listens.
                Some(Ok(Message::Binary(frame))) => drop(everybody.send(frame)),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return,
            },
            frame = others.recv() => match frame {
                Ok(frame) => if sink.send(Message::Binary(frame)).await.is_err() { return },
                Err(broadcast::error::RecvError::Lagged(_)) => {}
                Err(broadcast::error::RecvError::Closed) => return,
            },
        }
    }
}
