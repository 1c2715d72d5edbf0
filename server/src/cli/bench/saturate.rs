use std::{process::ExitCode, sync::Arc, time::Duration};

use clap::Args;
use client_core::{
    model::{InlineExt, Paragraph, ParagraphId},
    ops::{Act, Splice},
    sync::session::{Effect, Session},
};
use futures_util::{SinkExt, StreamExt};
use serde::Serialize;
use tokio::{
    task::JoinSet,
    time::{Instant, MissedTickBehavior, interval_at, sleep_until},
};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async, tungstenite::Message};

use super::{
    client::{Board, places},
    host::Host,
    light::invited,
    numbers::part,
    scratch::Scratch,
};
use crate::{
    cli::{Failure, print, print_json, runtime},
    clock,
};

/// What is tried one after the other, in edits a second of all together.
const STEPS: [u32; 10] = [500, 1_000, 1_500, 2_000, 2_600, 3_200, 4_000, 4_800, 5_600, 7_000];

/// What nobody should have to wait longer for, in milliseconds, for 99 of 100 edits.
const BEARABLE_MS: f64 = 250.0;

/// How many of the clients measure; the others only read.
const PROBES: u32 = 5;

/// How long the last edits may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// How a message begins that has changes of others: a map of one entry with this key.
const CHANGES: &[u8] = b"\xa1\x67changes";

/// How many edits a second one draft bears, all of them on disk before anybody sees them.
#[derive(Debug, Args)]
pub struct Saturate {
    /// How many connections, all of them writing
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(2..=1_000))]
    clients: u32,
    /// For how long at each step
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u64).range(1..=600))]
    seconds: u64,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Debug, Serialize)]
struct Step {
    asked_per_second: u32,
    edits_per_second: u64,
    p50_ms: f64,
    p99_ms: f64,
    complete: bool,
}

#[derive(Debug, Serialize)]
struct Measured {
    clients: u32,
    edits_per_second: u64,
    steps: Vec<Step>,
}

impl Saturate {
    /// Measures, with more and more edits a second, until it is too much; ends with 1 when an edit is missing.
    pub fn run(self) -> Result<ExitCode, Failure> {
        let runtime = runtime()?;
        let mut measured = Measured { clients: self.clients, edits_per_second: 0, steps: Vec::new() };
        for asked in STEPS {
            let step = runtime.block_on(self.step(asked))?;
            let borne =
                step.complete && step.p99_ms <= BEARABLE_MS && step.edits_per_second * 10 >= u64::from(asked) * 9;
            if !self.json {
                print(&format!(
                    "{} edits/s asked: {} made, p50 {:.1} ms, p99 {:.1} ms{}\n",
                    step.asked_per_second,
                    step.edits_per_second,
                    step.p50_ms,
                    step.p99_ms,
                    if step.complete { "" } else { ", SOME MISSING" }
                ))?;
            }
            measured.steps.push(step.clone());
            if !borne {
                break;
            }
            measured.edits_per_second = step.edits_per_second;
        }
        if self.json {
            print_json(&measured)?;
        } else {
            print(&format!("{} clients: {} edits/s\n", measured.clients, measured.edits_per_second))?;
        }
        let complete = measured.steps.iter().all(|step| step.complete);
        Ok(if complete { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    async fn step(&self, asked: u32) -> Result<Step, Failure> {
        let directory = Scratch::new()?;
        let mut host = Host::serve(directory.path(), "127.0.0.1:0", true)?;
        let token = host.token("member")?;
        let board = Arc::new(Board::new(self.clients, self.clients));
        let pace = Duration::from_secs(1) * self.clients / asked;
        let mut tasks = JoinSet::new();
        for number in 0..self.clients {
            let (address, token, board, time) =
                (host.address.clone(), token.clone(), board.clone(), Duration::from_secs(self.seconds));
            tasks.spawn(async move {
                let writer = Writer::join(number, &address, &token, &board).await;
                board.begins().await;
                let mut writer = writer?;
                writer.write(number, pace, time).await
            });
        }
        board.begins().await;
        let mut complete = true;
        while let Some(done) = tasks.join_next().await {
            complete &= done.is_ok_and(|saved| saved == Some(true));
        }
        // Whoever comes now sees all of it.
        let mut last = Writer::join(u32::MAX, &host.address, &token, &board).await;
        let seen = last.as_mut().map_or(0, Writer::characters);
        complete &= seen == board.edits();
        drop(last);
        host.stop()?;
        let mut took_us = board.latencies();
        took_us.sort_unstable();
        Ok(Step {
            asked_per_second: asked,
            edits_per_second: board.edits() / self.seconds,
            p50_ms: part(&took_us, 50),
            p99_ms: part(&took_us, 99),
            complete,
        })
    }
}

/// A client that writes and does not take in what others do, as if it were far behind: fifty replicas would be measured
/// instead of the server.
struct Writer {
    socket: WebSocketStream<MaybeTlsStream<tokio::net::TcpStream>>,
    session: Session,
    board: Arc<Board>,
    probes: bool,
}

impl Writer {
    async fn join(number: u32, address: &str, token: &str, board: &Arc<Board>) -> Option<Self> {
        let draft = "tunis-commitment";
        let (socket, _) = connect_async(format!("ws://{address}/ws/drafts/{draft}")).await.ok()?;
        let mut session = Session::new(draft, invited(token, format!("Client {number}")));
        let effects = session.opened(clock::now());
        let mut writer = Self { socket, session, board: board.clone(), probes: number < PROBES };
        writer.perform(effects).await?;
        while writer.session.person().is_none() {
            let message = writer.socket.next().await?.ok()?;
            writer.take(message).await?;
        }
        Some(writer)
    }

    async fn take(&mut self, message: Message) -> Option<()> {
        let Message::Binary(frame) = message else { return Some(()) };
        if frame.starts_with(CHANGES) {
            if self.probes {
                self.board.note_received(&frame);
            }
            return Some(());
        }
        let effects = self.session.frame(&frame, clock::now());
        self.perform(effects).await
    }

    async fn perform(&mut self, effects: Vec<Effect>) -> Option<()> {
        for effect in effects {
            if let Effect::Send(frame) = effect {
                self.board.note_sent(&frame);
                self.socket.send(Message::binary(frame)).await.ok()?;
            }
        }
        Some(())
    }

    /// Types for a time, then waits until all of it is on disk; whether it is.
    async fn write(&mut self, number: u32, pace: Duration, time: Duration) -> Option<bool> {
        let paragraph = self.place(number)?;
        let end = Instant::now() + time;
        let mut ticks = interval_at(Instant::now() + pace * number / 50, pace);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
        loop {
            let writing = Instant::now() < end;
            if !writing && self.session.pending() == 0 {
                return Some(true);
            }
            tokio::select! {
                message = self.socket.next() => self.take(message?.ok()?).await?,
                _ = ticks.tick(), if writing => {
                    let splice = Splice { paragraph, at: 0, delete: 0, insert: "再".into() };
                    let mut effects = self.session.act(&Act::Splice(splice), clock::now()).ok()?;
                    effects.extend(self.session.flush(clock::now()));
                    self.perform(effects).await?;
                }
                () = sleep_until(end + PATIENCE) => return Some(false),
            }
        }
    }

    /// A paragraph with words; each writer has another, as far as they reach.
    fn place(&mut self, number: u32) -> Option<ParagraphId> {
        let places = places(&mut self.session)?;
        places.get(usize::try_from(number).ok()? % places.len().max(1)).copied()
    }

    /// How many of the characters that writers insert stand in the draft, beside those of the draft itself.
    fn characters(&mut self) -> u64 {
        let Some(draft) = self.session.draft() else { return 0 };
        let leading = |paragraph: &Paragraph| paragraph.content.words().chars().take_while(|c| *c == '再').count();
        draft.paragraphs.iter().map(|paragraph| leading(paragraph) as u64).sum()
    }
}
