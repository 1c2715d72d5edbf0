use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use client_core::{
    model::DraftId,
    sync::room::{Bringing, Brought},
};
use tokio::{
    sync::{mpsc, oneshot, watch},
    task::JoinHandle,
};

use super::{Command, RoomError, RoomView, task::Task};
use crate::{metrics::Metrics, refusals::Refusals, store::Database};

/// How many commands wait for a room before whoever sends has to wait.
const INBOX: usize = 512;

/// The rooms that are open. Cloning gives another handle to the same rooms.
#[derive(Clone)]
pub struct Rooms {
    shared: Arc<Shared>,
}

struct Shared {
    database: Arc<Database>,
    open: Mutex<HashMap<DraftId, Open>>,
    stop: watch::Sender<bool>,
    connections: AtomicU64,
    metrics: Arc<Metrics>,
    refusals: Refusals,
}

struct Open {
    inbox: mpsc::Sender<Command>,
    task: JoinHandle<()>,
}

impl Rooms {
    /// No room open yet.
    pub fn new(database: Arc<Database>, metrics: Arc<Metrics>) -> Self {
        let shared = Shared {
            database,
            open: Mutex::default(),
            stop: watch::Sender::new(false),
            connections: AtomicU64::new(1),
            refusals: Refusals::new(metrics.clone()),
            metrics,
        };
        Self { shared: Arc::new(shared) }
    }

    /// A number for a new connection.
    pub fn connection(&self) -> u64 {
        self.shared.connections.fetch_add(1, Ordering::Relaxed)
    }

    /// Whether the server stops.
    pub fn is_stopping(&self) -> bool {
        *self.shared.stop.borrow()
    }

    /// Hands a command to the room of a draft, which is opened when it is not open.
    ///
    /// # Errors
    /// [`RoomError::Stopping`].
    pub async fn send(&self, draft: DraftId, mut command: Command) -> Result<(), RoomError> {
        loop {
            let inbox = self.inbox(draft)?;
            match inbox.send(command).await {
                Ok(()) => return Ok(()),
                // The room closed meanwhile and has left the list: open it again.
                Err(mpsc::error::SendError(back)) => {
                    command = back;
                    self.forget(draft, &inbox);
                    // While the process ends no room opens any more: whoever tries for ever must let go of the thread.
                    tokio::task::yield_now().await;
                }
            }
        }
    }

    /// The draft as it is now, what was decided, and the record.
    ///
    /// # Errors
    /// [`RoomError`].
    pub async fn read(&self, draft: DraftId) -> Result<RoomView, RoomError> {
        let (reply, answer) = oneshot::channel();
        self.send(draft, Command::Read(reply)).await?;
        answer.await.unwrap_or(Err(RoomError::Reloading))
    }

    /// Brings a second version in, as one; answers when it is on disk.
    ///
    /// # Errors
    /// [`RoomError`]; then it is not known whether it is.
    pub async fn bring(&self, draft: DraftId, bringing: Bringing) -> Result<Brought, RoomError> {
        let (reply, answer) = oneshot::channel();
        self.send(draft, Command::Bring(Box::new(bringing), reply)).await?;
        answer.await.unwrap_or(Err(RoomError::Reloading))
    }

    /// Tells every client to come back later, waits for what is being written, and closes every room.
    pub async fn stop(&self) {
        self.shared.stop.send_replace(true);
        let open: Vec<_> = self.lock().drain().collect();
        for (draft, room) in open {
            drop(room.inbox);
            if room.task.await.is_err() {
                tracing::error!(%draft, "a room ended badly");
            }
        }
    }

    /// The inbox of a room that is open or opens now.
    fn inbox(&self, draft: DraftId) -> Result<mpsc::Sender<Command>, RoomError> {
        let mut open = self.lock();
        // Looked at under the lock: after `stop` drained the list, nothing is added to it.
        if self.is_stopping() {
            return Err(RoomError::Stopping);
        }
        let room = open.entry(draft).or_insert_with(|| {
            let (inbox, commands) = mpsc::channel(INBOX);
            let task = Task::new(draft, self.shared.database.clone(), self.clone(), self.shared.stop.subscribe());
            Open { inbox, task: tokio::spawn(task.run(commands)) }
        });
        Ok(room.inbox.clone())
    }

    /// Takes a room off the list, so that the next command opens a new one.
    pub(super) fn retire(&self, draft: DraftId) {
        self.lock().remove(&draft);
    }

    fn forget(&self, draft: DraftId, inbox: &mpsc::Sender<Command>) {
        let mut open = self.lock();
        if open.get(&draft).is_some_and(|room| room.inbox.same_channel(inbox)) {
            open.remove(&draft);
        }
    }

    /// What is counted.
    pub(super) fn metrics(&self) -> &Metrics {
        &self.shared.metrics
    }

    /// What is refused.
    pub(super) fn refusals(&self) -> &Refusals {
        &self.shared.refusals
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<DraftId, Open>> {
        self.shared.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::{sync::mpsc, time::Duration};

    use tokio::runtime::Builder;

    use super::*;
    use crate::store::{Access, DataDir};

    /// Says that it is gone.
    struct Gone(mpsc::Sender<()>);

    impl Drop for Gone {
        fn drop(&mut self) {
            let _ = self.0.send(());
        }
    }

    /// Whether somebody who sends a command while the runtime ends comes to an end with it.
    fn ends(command: Command) -> bool {
        let place = tempfile::tempdir().expect("a directory");
        let database =
            Database::open(DataDir::open(place.path(), Access::Own).expect("a directory"), None).expect("a store");
        let rooms = Rooms::new(Arc::new(database), Arc::default());
        let runtime = Builder::new_multi_thread().worker_threads(2).build().expect("a runtime");
        let (begin, begun) = mpsc::channel::<()>();
        let (gone, ended) = mpsc::channel();
        let (ready, is_ready) = mpsc::channel();
        runtime.spawn(async move {
            let _gone = Gone(gone);
            ready.send(()).expect("somebody waits");
            begun.recv().expect("somebody begins");
            drop(rooms.send(DraftId(uuid::Uuid::from_u128(1)), command).await);
        });
        is_ready.recv().expect("it runs");
        let (idle, left) = mpsc::channel();
        let idle = Gone(idle);
        runtime.spawn(async move {
            let _idle = idle;
            std::future::pending::<()>().await
        });
        runtime.shutdown_background();
        // From here on nothing is spawned any more.
        left.recv().expect("what waits is dropped");
        begin.send(()).expect("somebody waits");
        ended.recv_timeout(Duration::from_secs(10)).is_ok()
    }

    #[test]
    fn whoever_sends_while_the_process_ends_does_not_keep_it() {
        assert!(ends(Command::Leave { connection: 1 }), "somebody leaves");
        assert!(ends(Command::Read(oneshot::channel().0)), "somebody reads");
    }
}
