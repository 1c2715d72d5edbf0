use std::{
    collections::HashMap,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    time::Duration,
};

use client_core::{
    model::DraftId,
    sync::{
        protocol::{ServerMessage, decode_server},
        room::{Brought, Effect, Event, Room},
    },
};
use tokio::{
    sync::{mpsc, oneshot, watch},
    time::{Instant, sleep, sleep_until},
};

use super::{Command, Ending, Joining, Outbox, RoomError, RoomView, Rooms, close_code};
use crate::{
    clock,
    metrics::{Counted, Metrics},
    store::{Condition, Database, Load, StoreError, StoredCheckpoint},
};

/// How long a room stays open after the last one left.
const IDLE: Duration = Duration::from_secs(60);

/// How many changes may follow a snapshot before a new one is made.
const SNAPSHOT_EVERY: usize = 500;

/// How long what was written may wait until a checkpoint is signed over it.
const SIGN_EVERY: Duration = Duration::from_secs(10);

/// How long a draft is left alone until its text is put away; whoever comes then waits until it is read again.
pub const REST: Duration = Duration::from_secs(20);

/// How many events the room is handed at once.
const MOST_AT_ONCE: usize = 256;

/// A batch on its way to the disk.
struct Outstanding {
    batch: u64,
    changes: usize,
    since: Instant,
    answer: oneshot::Receiver<Result<(), StoreError>>,
}

/// The task of one draft.
pub(super) struct Task {
    draft: DraftId,
    database: Arc<Database>,
    rooms: Rooms,
    stop: watch::Receiver<bool>,
    room: Option<Room>,
    connections: HashMap<u64, Arc<Outbox>>,
    /// Who asked for the draft, by the number of the question.
    questions: HashMap<u64, oneshot::Sender<Result<RoomView, RoomError>>>,
    /// Who brought something, by the number of the question.
    brought: HashMap<u64, oneshot::Sender<Result<Brought, RoomError>>>,
    asked: u64,
    /// When the text is put away, unless something happens before.
    rest_at: Option<Instant>,
    outstanding: Option<Outstanding>,
    since_snapshot: usize,
    /// When what was written since the last checkpoint is signed.
    sign_at: Option<Instant>,
    condition: watch::Receiver<Condition>,
    /// Whether the room was opened to be read, since there is no room on the disk.
    read_only: bool,
}

impl Task {
    pub(super) fn new(draft: DraftId, database: Arc<Database>, rooms: Rooms, stop: watch::Receiver<bool>) -> Self {
        Self {
            draft,
            condition: database.condition(),
            database,
            rooms,
            stop,
            room: None,
            connections: HashMap::new(),
            questions: HashMap::new(),
            brought: HashMap::new(),
            asked: 0,
            rest_at: None,
            outstanding: None,
            since_snapshot: 0,
            sign_at: None,
            read_only: false,
        }
    }

    /// Takes what comes, without waiting for more: while a batch is on its way to the disk the room gathers the next, so
    /// batches grow with the load and nobody waits when there is none.
    pub(super) async fn run(mut self, mut inbox: mpsc::Receiver<Command>) {
        let _open = Counted::new(&self.rooms.metrics().rooms);
        let mut idle_at = Instant::now() + IDLE;
        loop {
            let quiet = self.connections.is_empty() && self.outstanding.is_none();
            tokio::select! {
                biased;
                () = stopped(&mut self.stop) => return self.shut_down().await,
                (batch, changes, result) = answered(&mut self.outstanding, self.rooms.metrics()) => {
                    self.stored(batch, changes, result).await;
                }
                command = inbox.recv() => match command {
                    Some(command) => self.take_all(command, &mut inbox).await,
                    None => return self.shut_down().await,
                },
                () = moment(self.sign_at) => self.sign().await,
                () = changed(&mut self.condition) => self.look_at_disk().await,
                () = due(self.room.as_ref()) => self.handle(vec![Event::Tick]).await,
                () = moment(self.rest_at) => self.rest().await,
                () = sleep_until(idle_at), if quiet => break,
            }
            if !self.connections.is_empty() {
                idle_at = Instant::now() + IDLE;
            }
        }
        self.snapshot().await;
        self.sign().await;
        self.rooms.retire(self.draft);
        inbox.close();
        while let Some(command) = inbox.recv().await {
            // Somebody came between the last look and the closing of the door.
            if self.rooms.send(self.draft, command).await.is_err() {
                return;
            }
        }
    }

    /// Takes a command and those that wait behind it: what they ask to be stored makes one batch.
    async fn take_all(&mut self, first: Command, inbox: &mut mpsc::Receiver<Command>) {
        let mut events = Vec::new();
        let mut next = Some(first);
        while let Some(command) = next.take() {
            match command {
                Command::Read(reply) => match self.room().await {
                    Ok(_) => {
                        self.asked += 1;
                        self.questions.insert(self.asked, reply);
                        events.push(Event::Read { question: self.asked });
                    }
                    Err(error) => drop(reply.send(Err(error))),
                },
                Command::Join(joining) => match self.room().await {
                    Ok(_) => {
                        let Joining { connection, person, session, actor, hello, outbox, signing } = *joining;
                        self.connections.insert(connection, outbox);
                        events.push(Event::Join { connection, person, session, actor, hello, signing });
                    }
                    Err(error) => {
                        tracing::error!(draft = %self.draft, %error, "a draft could not be loaded");
                        joining.outbox.end(match error {
                            RoomError::Damaged(_) => Ending::Damaged,
                            RoomError::Stopping | RoomError::Load(_) | RoomError::Reloading => Ending::Store,
                        });
                    }
                },
                Command::Frame { connection, frame } => {
                    if self.connections.get(&connection).is_some_and(|outbox| !outbox.is_closing()) {
                        events.push(Event::Frame { connection, frame });
                    }
                }
                Command::Leave { connection } => {
                    if self.connections.remove(&connection).is_some() {
                        events.push(Event::Leave { connection });
                    }
                }
                Command::Bring(bringing, reply) => match self.room().await {
                    Ok(_) => {
                        self.asked += 1;
                        self.brought.insert(self.asked, reply);
                        events.push(Event::Bring { question: self.asked, bringing });
                    }
                    Err(error) => drop(reply.send(Err(error))),
                },
                Command::Person { connection, person } => events.push(Event::Person { connection, person }),
            }
            if events.len() < MOST_AT_ONCE {
                next = inbox.try_recv().ok();
            }
        }
        self.handle(events).await;
    }

    /// Lets the room handle events and does what it asks for.
    async fn handle(&mut self, events: Vec<Event>) {
        let Some(room) = self.room.as_mut() else { return };
        if events.is_empty() {
            return;
        }
        if events.iter().any(|event| !matches!(event, Event::Tick)) {
            self.rest_at = Some(Instant::now() + REST);
        }
        let Ok(effects) = catch_unwind(AssertUnwindSafe(|| room.handle_all(events, clock::now()))) else {
            return self.reload("it panicked").await;
        };
        let mut last: HashMap<u64, Arc<[u8]>> = HashMap::new();
        let mut spoilt = false;
        for effect in effects {
            match effect {
                Effect::Send { connections, frame } => {
                    if let [one] = connections.as_slice() {
                        last.insert(*one, frame.clone());
                    }
                    let mut reached = 0;
                    for outbox in connections.iter().filter_map(|connection| self.connections.get(connection)) {
                        outbox.push(frame.clone());
                        reached += 1;
                    }
                    self.rooms.metrics().delivered(reached, frame.len());
                }
                Effect::Store(batch) => {
                    let (id, changes) = (batch.id, batch.changes.len());
                    let answer = self.database.append(self.draft, batch);
                    self.outstanding = Some(Outstanding { batch: id, changes, since: Instant::now(), answer });
                }
                Effect::Show { question, shown } => {
                    let unreadable = || RoomError::Load("the document cannot be read".into());
                    if let Some(reply) = self.questions.remove(&question) {
                        drop(reply.send(shown.map(|shown| *shown).ok_or_else(unreadable)));
                    }
                }
                Effect::Refused(rejected) => self.rooms.refusals().note(self.draft, rejected),
                Effect::Brought { question, brought } => {
                    spoilt |= brought == Brought::Refused;
                    if let Some(reply) = self.brought.remove(&question) {
                        drop(reply.send(Ok(brought)));
                    }
                }
                Effect::Close { connection } => {
                    if let Some(outbox) = self.connections.get(&connection) {
                        outbox.close(last.get(&connection).map_or(4400, |frame| code_of(frame)));
                    }
                }
            }
        }
        if spoilt {
            self.reload("what was brought in does not pass").await;
        }
    }

    async fn stored(&mut self, batch: u64, changes: usize, result: Result<(), StoreError>) {
        if result.is_err() {
            // The room knows more than the disk does.
            return self.reload("a batch was not stored").await;
        }
        self.since_snapshot += changes;
        self.sign_at.get_or_insert_with(|| Instant::now() + SIGN_EVERY);
        self.handle(vec![Event::Stored { batch }]).await;
        if self.since_snapshot >= SNAPSHOT_EVERY {
            self.snapshot().await;
        }
    }

    /// The room, loaded when it is not.
    async fn room(&mut self) -> Result<&mut Room, RoomError> {
        let room = match self.room.take() {
            Some(room) => room,
            None => self.load().await?,
        };
        Ok(self.room.insert(room))
    }

    /// Opens from the snapshot; when that fails, from the log, which is the truth.
    async fn load(&mut self) -> Result<Room, RoomError> {
        let draft = self.draft;
        let mut reason = String::new();
        for load in [Load::Cached, Load::FromLog] {
            let stored = self.database.read(move |store| store.load(draft, load)).await;
            let stored = stored.map_err(|error: StoreError| match error {
                StoreError::Damaged(_) | StoreError::Corrupt(_) => RoomError::Damaged(error.to_string()),
                error => RoomError::Load(error.to_string()),
            })?;
            let after = stored.changes.len();
            let opened = tokio::task::spawn_blocking(move || Room::open(stored).map_err(|error| error.to_string()));
            match opened.await.unwrap_or_else(|_| Err("opening it panicked".into())) {
                Ok(mut room) => {
                    self.read_only = *self.condition.borrow() == Condition::Full;
                    room.set_read_only(self.read_only);
                    self.since_snapshot = after;
                    show(draft, &self.database, &mut room).await;
                    return Ok(room);
                }
                Err(error) => {
                    tracing::error!(%draft, ?load, %error, "a draft could not be opened");
                    reason = error;
                }
            }
        }
        Err(RoomError::Damaged(reason))
    }

    /// The room is not trusted any more. Everybody reconnects to one that is loaded from disk.
    async fn reload(&mut self, reason: &str) {
        tracing::error!(draft = %self.draft, reason, "the room is loaded again");
        self.room = None;
        for (_, reply) in self.questions.drain() {
            drop(reply.send(Err(RoomError::Reloading)));
        }
        for (_, reply) in self.brought.drain() {
            drop(reply.send(Err(RoomError::Reloading)));
        }
        for (_, outbox) in self.connections.drain() {
            outbox.end(Ending::Store);
        }
        // What is on its way to the disk belongs to what will be loaded.
        drop(self.settle().await);
    }

    /// Waits for the batch on its way.
    async fn settle(&mut self) -> Option<(u64, Result<(), StoreError>)> {
        let outstanding = self.outstanding.take()?;
        let result = outstanding.answer.await.unwrap_or(Err(StoreError::Stopped));
        Some((outstanding.batch, result))
    }

    /// Puts the text away.
    async fn rest(&mut self) {
        self.rest_at = None;
        let Some(room) = self.room.as_mut() else { return };
        if catch_unwind(AssertUnwindSafe(|| room.rest())).is_err() {
            self.reload("saving it panicked").await;
        }
    }

    async fn snapshot(&mut self) {
        if self.since_snapshot == 0 || self.outstanding.is_some() || self.read_only {
            return;
        }
        let (draft, Some(room)) = (self.draft, self.room.as_mut()) else { return };
        let Ok(bytes) = catch_unwind(AssertUnwindSafe(|| room.snapshot())) else {
            return self.reload("saving it panicked").await;
        };
        self.since_snapshot = 0;
        let saved = self.database.write(move |store| store.save_snapshot(draft, &bytes)).await;
        if let Err(error) = saved {
            let error: StoreError = error;
            // Only a cache: the next one replaces it.
            tracing::warn!(%draft, %error, "a snapshot was not saved");
        }
    }

    /// There is no room on the disk, or there is again: everybody comes back to a room that is as the disk is.
    async fn look_at_disk(&mut self) {
        let full = *self.condition.borrow_and_update() == Condition::Full;
        if self.room.is_some() && full != self.read_only {
            self.reload(if full { "the disk is full" } else { "there is room on the disk again" }).await;
        }
    }

    /// Signs how far the draft has come, and shows it to whoever joins from here on.
    async fn sign(&mut self) {
        if let (Some(_), Some(room)) = (self.sign_at.take(), self.room.as_mut()) {
            show(self.draft, &self.database, room).await;
        }
    }

    /// Writes what the room still holds, then tells everybody to come back later.
    async fn shut_down(mut self) {
        while let Some((batch, result)) = self.settle().await {
            self.stored(batch, 1, result).await;
        }
        for outbox in self.connections.values() {
            outbox.end(Ending::Shutdown);
        }
        self.snapshot().await;
        self.sign().await;
    }
}

/// Signs how far a draft has come, and lets its room show it.
async fn show(draft: DraftId, database: &Database, room: &mut Room) {
    let signed = match database.checkpoint(draft, room.stored_heads()).await {
        Ok(signed) => Some(signed),
        Err(error) => {
            tracing::warn!(%draft, %error, "a checkpoint was not signed; the one before is shown");
            let stored = database.read(move |store| store.checkpoints(draft)).await;
            let stored: Result<Vec<StoredCheckpoint>, StoreError> = stored;
            stored.ok().and_then(|mut stored| stored.pop()).map(|last| last.shown)
        }
    };
    if let Some(signed) = signed {
        room.show_checkpoint(signed, database.keys().to_vec());
    }
}

/// Waits for the disk to be another; for ever when nobody is left who could say so.
async fn changed(condition: &mut watch::Receiver<Condition>) {
    if condition.changed().await.is_err() {
        std::future::pending().await
    }
}

/// Waits for a moment; for ever when there is none.
async fn moment(at: Option<Instant>) {
    match at {
        Some(at) => sleep_until(at).await,
        None => std::future::pending().await,
    }
}

/// Waits until the room has news to tell that it held back; for ever when it has none.
async fn due(room: Option<&Room>) {
    let Some(due) = room.and_then(Room::presence_due) else { return std::future::pending().await };
    let wait = u64::try_from(due.saturating_sub(clock::now())).unwrap_or(0);
    sleep(Duration::from_millis(wait)).await;
}

/// Waits for the server to stop.
async fn stopped(stop: &mut watch::Receiver<bool>) {
    // An error says that nobody is left who could stop it: the same.
    drop(stop.wait_for(|stop| *stop).await);
}

/// Waits for the disk; for ever when nothing is on its way.
async fn answered(outstanding: &mut Option<Outstanding>, metrics: &Metrics) -> (u64, usize, Result<(), StoreError>) {
    let Some(waiting) = outstanding.as_mut() else { return std::future::pending().await };
    let result = (&mut waiting.answer).await.unwrap_or(Err(StoreError::Stopped));
    let (batch, changes) = (waiting.batch, waiting.changes);
    match &result {
        Ok(()) => metrics.committed(changes, waiting.since.elapsed()),
        Err(_) => drop(metrics.failures.inc()),
    }
    *outstanding = None;
    (batch, changes, result)
}

/// The close code that fits the last words to a client.
fn code_of(frame: &[u8]) -> u16 {
    match decode_server(frame) {
        Ok(ServerMessage::Error(problem)) => close_code(&problem.code),
        _ => 4400,
    }
}
