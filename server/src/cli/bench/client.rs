use std::{
    collections::HashMap,
    sync::Arc,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU32, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use client_core::{
    model::{Paragraph, ParagraphId, ParagraphKind},
    ops::{Act, Splice},
    sync::{
        protocol::{ClientMessage, Credential, Hello, ServerMessage, VERSION, decode_client, decode_server, encode},
        session::{Effect, Session},
    },
};
use futures_util::{SinkExt, StreamExt};
use tokio::{
    net::TcpStream,
    sync::{Barrier, watch},
    time::{MissedTickBehavior, interval_at, sleep_until},
};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async, tungstenite::Message};

use crate::clock;

/// How many writers keep a replica of what all write. That of each further one holds its own edits alone: a hundred replicas of everything on
/// the same machine would be measured instead of the server.
const REPLICAS: u32 = 10;

/// How long stragglers may take after the last edit.
const PATIENCE: Duration = Duration::from_secs(20);

/// What every client is to do.
pub struct Plan {
    pub address: String,
    pub token: String,
    pub draft: String,
    pub writers: u32,
    pub pause: Duration,
    pub time: Duration,
}

/// Where clients write down what they saw.
pub struct Board {
    /// When each change was sent, by its bytes.
    sent: Mutex<HashMap<Vec<u8>, Instant>>,
    took_us: Mutex<Vec<u32>>,
    edits: AtomicU64,
    writing: AtomicU32,
    /// How many edits there were in all, once the last writer has stopped.
    total: watch::Sender<Option<u64>>,
    /// Everybody is in before anybody writes.
    ready: Barrier,
}

impl Board {
    pub fn new(writers: u32, clients: u32) -> Self {
        Self {
            sent: Mutex::default(),
            took_us: Mutex::default(),
            edits: AtomicU64::new(0),
            writing: AtomicU32::new(writers),
            total: watch::Sender::new(None),
            ready: Barrier::new(usize::try_from(clients).unwrap_or(usize::MAX).saturating_add(1)),
        }
    }

    /// Waits until everybody is in.
    pub async fn begins(&self) {
        self.ready.wait().await;
    }

    pub fn latencies(&self) -> Vec<u32> {
        std::mem::take(&mut *self.took_us.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub fn edits(&self) -> u64 {
        self.edits.load(Ordering::SeqCst)
    }

    /// Writes down when changes were sent; how many there are.
    pub fn note_sent(&self, frame: &[u8]) -> u64 {
        let Ok(ClientMessage::Push { changes, .. }) = decode_client(frame) else { return 0 };
        let mut sent = self.sent.lock().unwrap_or_else(PoisonError::into_inner);
        let mut fresh = 0;
        for change in changes {
            sent.entry(change.into_vec()).or_insert_with(|| {
                fresh += 1;
                Instant::now()
            });
        }
        self.edits.fetch_add(fresh, Ordering::SeqCst);
        fresh
    }

    /// Writes down how long changes took; how many there are.
    pub fn note_received(&self, frame: &[u8]) -> u64 {
        let now = Instant::now();
        let Ok(ServerMessage::Changes { changes }) = decode_server(frame) else { return 0 };
        let took: Vec<u32> = {
            let sent = self.sent.lock().unwrap_or_else(PoisonError::into_inner);
            let since = |change: &serde_bytes::ByteBuf| sent.get(change.as_slice()).map(|at| now.duration_since(*at));
            changes.iter().filter_map(since).map(|took| u32::try_from(took.as_micros()).unwrap_or(u32::MAX)).collect()
        };
        let count = u64::try_from(took.len()).unwrap_or(0);
        self.took_us.lock().unwrap_or_else(PoisonError::into_inner).extend(took);
        count
    }

    fn stop_writing(&self) {
        if self.writing.fetch_sub(1, Ordering::SeqCst) == 1 {
            self.total.send_replace(Some(self.edits()));
        }
    }
}

/// How a client ended.
pub struct Outcome {
    /// Whether it has every edit of the others, and the server every one of its own.
    pub complete: bool,
    /// The heads of its replica; readers have none.
    pub heads: Option<Vec<String>>,
}

impl Outcome {
    pub fn lost() -> Self {
        Self { complete: false, heads: None }
    }
}

struct Client {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    /// A reader has none: a thousand replicas would be measured instead of the server.
    session: Option<Session>,
    /// Whether the session is shown what others write.
    replica: bool,
    board: Arc<Board>,
    own: u64,
    received: u64,
}

/// The paragraphs with words, where clients write; `None` before the draft is here.
pub fn places(session: &mut Session) -> Option<Vec<ParagraphId>> {
    let draft = session.draft()?;
    let has_words =
        |paragraph: &&Paragraph| paragraph.kind == ParagraphKind::Operative && !paragraph.content.is_empty();
    Some(draft.paragraphs.iter().filter(has_words).map(|paragraph| paragraph.id).collect())
}

/// One client, from joining to having everything.
pub async fn take_part(number: u32, writes: bool, plan: Arc<Plan>, board: Arc<Board>) -> Outcome {
    let client = join(number, writes, &plan, &board).await;
    board.ready.wait().await;
    let Some(mut client) = client else {
        if writes {
            board.stop_writing();
        }
        return Outcome::lost();
    };
    let alive = if writes { client.write(number, &plan).await } else { true };
    if writes {
        board.stop_writing();
    }
    let complete = alive && client.catch_up().await;
    let replica = client.replica;
    Outcome { complete, heads: client.session.as_mut().filter(|_| replica).map(Session::heads) }
}

async fn join(number: u32, writes: bool, plan: &Plan, board: &Arc<Board>) -> Option<Client> {
    let (socket, _) = connect_async(format!("ws://{}/ws/drafts/{}", plan.address, plan.draft)).await.ok()?;
    let credential = Credential::Invitation {
        token: plan.token.clone(),
        name: format!("Client {number}"),
        delegation: "Bench".into(),
    };
    let replica = number < REPLICAS;
    let mut client = Client { socket, session: None, replica, board: board.clone(), own: 0, received: 0 };
    if writes {
        let mut session = Session::new(plan.draft.as_str(), credential);
        let effects = session.opened(clock::now());
        client.session = Some(session);
        client.perform(effects).await?;
        while client.session.as_ref()?.person().is_none() {
            let message = client.next().await?;
            client.take(message).await?;
        }
    } else {
        let hello = Hello {
            version: VERSION,
            draft: plan.draft.clone(),
            credential,
            actor: None,
            heads: Vec::new(),
            record_seq: 0,
            last_comment: None,
        };
        client.socket.send(Message::binary(encode(&ClientMessage::Hello(hello)))).await.ok()?;
        // The welcome.
        client.next().await?;
    }
    Some(client)
}

impl Client {
    /// The next message. Nothing is lost when it is not waited for to the end.
    async fn next(&mut self) -> Option<Message> {
        self.socket.next().await?.ok()
    }

    async fn take(&mut self, message: Message) -> Option<()> {
        let Message::Binary(frame) = message else { return Some(()) };
        let received = self.board.note_received(&frame);
        self.received += received;
        if !self.replica && received > 0 {
            return Some(());
        }
        let effects = self.session.as_mut().map(|session| session.frame(&frame, clock::now()));
        self.perform(effects.unwrap_or_default()).await
    }

    async fn perform(&mut self, effects: Vec<Effect>) -> Option<()> {
        for effect in effects {
            if let Effect::Send(frame) = effect {
                self.own += self.board.note_sent(&frame);
                self.socket.send(Message::binary(frame)).await.ok()?;
            }
        }
        Some(())
    }

    /// Types into a paragraph of its own for as long as planned; whether the connection held.
    async fn write(&mut self, number: u32, plan: &Plan) -> bool {
        let Some(paragraph) = self.place(number) else { return false };
        let end = tokio::time::Instant::now() + plan.time;
        // People do not type in step.
        let first = tokio::time::Instant::now() + plan.pause * number / plan.writers.max(1);
        let mut ticks = interval_at(first, plan.pause);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Skip);
        loop {
            let message = tokio::select! {
                () = sleep_until(end) => return true,
                message = self.next() => message.map(Some),
                _ = ticks.tick() => Some(None),
            };
            let went_on = match message {
                Some(Some(message)) => self.take(message).await,
                Some(None) => match self.edit(paragraph) {
                    Some(effects) => self.perform(effects).await,
                    None => None,
                },
                None => None,
            };
            if went_on.is_none() {
                return false;
            }
        }
    }

    /// A paragraph with words; each writer has another, as far as they reach.
    fn place(&mut self, number: u32) -> Option<ParagraphId> {
        let places = places(self.session.as_mut()?)?;
        places.get(usize::try_from(number).ok()? % places.len().max(1)).copied()
    }

    fn edit(&mut self, paragraph: ParagraphId) -> Option<Vec<Effect>> {
        let session = self.session.as_mut()?;
        let splice = Splice { paragraph, at: 0, delete: 0, insert: "再".into() };
        let mut effects = session.act(&Act::Splice(splice), clock::now()).ok()?;
        effects.extend(session.flush(clock::now()));
        Some(effects)
    }

    /// Reads until everything is here; whether it came.
    async fn catch_up(&mut self) -> bool {
        let mut total = self.board.total.subscribe();
        let mut end = None;
        loop {
            let known = *total.borrow_and_update();
            if let Some(all) = known {
                let saved = self.session.as_ref().is_none_or(|session| session.pending() == 0);
                if saved && self.own + self.received >= all {
                    return true;
                }
                end.get_or_insert_with(|| tokio::time::Instant::now() + PATIENCE);
            }
            let deadline = end.unwrap_or_else(|| tokio::time::Instant::now() + 10 * PATIENCE);
            let message = tokio::select! {
                () = sleep_until(deadline) => return false,
                changed = total.changed() => if changed.is_err() { return false } else { continue },
                message = self.next() => message,
            };
            let Some(message) = message else { return false };
            if self.take(message).await.is_none() {
                return false;
            }
        }
    }
}
