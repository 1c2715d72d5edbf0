use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use futures_util::{SinkExt, StreamExt};
use tokio::{
    sync::Barrier,
    task::JoinSet,
    time::{MissedTickBehavior, interval_at, sleep_until},
};
use tokio_tungstenite::{connect_async, tungstenite::Message};

use super::{
    host::{Host, Used},
    numbers::micros,
};

/// As long as the change of one keystroke is on the wire.
const LENGTH: usize = 170;

/// How long the last messages may take.
const PATIENCE: Duration = Duration::from_secs(3);

/// How much is sent.
#[derive(Clone, Copy)]
pub struct Pace {
    pub clients: u32,
    pub writers: u32,
    pub pause: Duration,
    pub time: Duration,
}

/// Sends through a relay as a room would: what it had used before, and how long each delivery took in microseconds.
pub async fn play(host: &Host, pace: Pace) -> (Used, Vec<u32>) {
    let ready = Arc::new(Barrier::new(usize::try_from(pace.clients).unwrap_or(usize::MAX).saturating_add(1)));
    let began = Instant::now();
    let mut tasks = JoinSet::new();
    for number in 0..pace.clients {
        let (address, ready) = (host.address.clone(), ready.clone());
        tasks.spawn(async move { client(number, &address, pace, began, &ready).await.unwrap_or_default() });
    }
    ready.wait().await;
    let before = host.used();
    let mut took_us = Vec::new();
    while let Some(done) = tasks.join_next().await {
        took_us.extend(done.unwrap_or_default());
    }
    (before, took_us)
}

async fn client(number: u32, address: &str, pace: Pace, began: Instant, ready: &Barrier) -> Option<Vec<u32>> {
    let connected = connect_async(format!("ws://{address}/ws/drafts/relay")).await;
    ready.wait().await;
    let (mut socket, _) = connected.ok()?;
    let writes = number < pace.writers;
    let mut took_us = Vec::new();
    let end = tokio::time::Instant::now() + pace.time;
    let mut ticks = interval_at(tokio::time::Instant::now() + pace.pause * number / pace.writers.max(1), pace.pause);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Skip);
    loop {
        let now = tokio::time::Instant::now();
        tokio::select! {
            message = socket.next() => if let Message::Binary(frame) = message?.ok()? {
                // The first 8 bytes are the moment of sending, in microseconds of this process.
                let sent = frame.get(..8).and_then(|bytes| bytes.try_into().ok()).map(u64::from_le_bytes)?;
                took_us.push(micros(began.elapsed().saturating_sub(Duration::from_micros(sent))));
            },
            _ = ticks.tick(), if writes && now < end => {
                let mut frame = vec![0; LENGTH];
                frame[..8].copy_from_slice(&(began.elapsed().as_micros() as u64).to_le_bytes());
                socket.send(Message::binary(frame)).await.ok()?;
            }
            () = sleep_until(end + PATIENCE) => return Some(took_us),
        }
    }
}
