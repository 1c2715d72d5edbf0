use std::{
    sync::mpsc::{self, Receiver, RecvTimeoutError, Sender},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use client_core::{model::DraftId, sync::room::Batch};
use tokio::sync::{oneshot, watch};

use super::{MayBeStore, Store, StoreError};

/// How many batches one commit may carry.
const GROUP: usize = 64;

/// How often a full disk is looked at.
const PROBE_EVERY: Duration = Duration::from_secs(1);

/// What a store can do now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// It reads and writes.
    Sound,
    /// There is no room on the disk: it reads. It is looked at again and again.
    Full,
    /// The disk failed. Nothing is written any more, since nobody knows what is on it; a new process has to look.
    Failed(StoreError),
}

/// Work for the thread.
enum Job {
    Append(Box<Append>),
    Call(Call),
}

/// Something to run on the store.
type Call = Box<dyn FnOnce(&mut dyn Store) -> Answer + Send>;

/// What went wrong with the store, and how to tell whoever asked.
type Answer = (Option<StoreError>, Box<dyn FnOnce()>);

/// A batch to commit.
struct Append {
    draft: DraftId,
    batch: Batch,
    done: oneshot::Sender<Result<(), StoreError>>,
}

/// A thread with a store of its own. Dropping the last handle lets it finish what was asked and end.
pub struct Worker {
    jobs: Option<Sender<Job>>,
    thread: Option<JoinHandle<()>>,
}

impl Worker {
    /// Starts the thread.
    ///
    /// # Errors
    /// [`StoreError::Other`] when the system gives no thread.
    pub fn start(
        name: &str,
        mut store: Box<dyn Store>,
        condition: watch::Sender<Condition>,
    ) -> Result<Self, StoreError> {
        let (jobs, inbox) = mpsc::channel();
        let thread = thread::Builder::new()
            .name(name.into())
            .spawn(move || {
                run(store.as_mut(), &inbox, &condition);
                if matches!(*condition.borrow(), Condition::Failed(_)) {
                    // Closing it would write what is in doubt into the database.
                    std::mem::forget(store);
                }
            })
            .map_err(|error| StoreError::Other(error.to_string()))?;
        Ok(Self { jobs: Some(jobs), thread: Some(thread) })
    }

    /// Asks for a batch to be written; batches that wait together share a commit.
    pub fn append(&self, draft: DraftId, batch: Batch) -> oneshot::Receiver<Result<(), StoreError>> {
        let (done, answer) = oneshot::channel();
        // A stopped thread drops `done`, which the receiver sees.
        self.send(Job::Append(Box::new(Append { draft, batch, done })));
        answer
    }

    /// Runs something on the store's thread.
    ///
    /// # Errors
    /// What it answers, or [`StoreError::Stopped`].
    pub async fn call<T, E, F>(&self, ask: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + MayBeStore + Send + 'static,
        F: FnOnce(&mut dyn Store) -> Result<T, E> + Send + 'static,
    {
        let (done, answer) = oneshot::channel();
        self.send(Job::Call(Box::new(move |store| {
            let answer = ask(store);
            let failure = answer.as_ref().err().and_then(MayBeStore::store).cloned();
            (failure, Box::new(move || drop(done.send(answer))))
        })));
        answer.await.unwrap_or_else(|_| Err(StoreError::Stopped.into()))
    }

    fn send(&self, job: Job) {
        if let Some(jobs) = &self.jobs
            && jobs.send(job).is_err()
        {
            tracing::error!("the store's thread has ended");
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        drop(self.jobs.take());
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the store's thread ended badly");
        }
    }
}

fn run(store: &mut dyn Store, inbox: &Receiver<Job>, condition: &watch::Sender<Condition>) {
    let mut held = None;
    let mut probed = Instant::now();
    loop {
        let full = *condition.borrow() == Condition::Full;
        if full && probed.elapsed() >= PROBE_EVERY {
            probed = Instant::now();
            if store.probe().is_ok() {
                tracing::info!("there is room on the disk again");
                condition.send_replace(Condition::Sound);
            }
        }
        let job = match held.take() {
            Some(job) => job,
            None if full => match inbox.recv_timeout(PROBE_EVERY) {
                Ok(job) => job,
                Err(RecvTimeoutError::Timeout) => continue,
                Err(RecvTimeoutError::Disconnected) => return,
            },
            None => match inbox.recv() {
                Ok(job) => job,
                Err(_) => return,
            },
        };
        match job {
            Job::Call(ask) => {
                let (failure, tell) = ask(store);
                note(failure.as_ref(), condition);
                tell();
            }
            Job::Append(first) => {
                let mut group = vec![*first];
                while group.len() < GROUP {
                    match inbox.try_recv() {
                        Ok(Job::Append(next)) => group.push(*next),
                        Ok(other) => {
                            held = Some(other);
                            break;
                        }
                        Err(_) => break,
                    }
                }
                commit(store, group, condition);
            }
        }
        // Whoever still waits learns that the store has stopped, as their channels are dropped.
        if matches!(*condition.borrow(), Condition::Failed(_)) {
            return;
        }
    }
}

/// What a failure says about the disk. To be called before anybody is told of it.
fn note(failure: Option<&StoreError>, condition: &watch::Sender<Condition>) {
    let now = match failure {
        Some(StoreError::Full) => Condition::Full,
        Some(error @ StoreError::Io(_)) => Condition::Failed(error.clone()),
        _ => return,
    };
    if *condition.borrow() != now {
        tracing::error!(condition = ?now, "the disk takes nothing any more");
        condition.send_replace(now);
    }
}

/// One commit for all; when that fails, one for each, so that a batch that cannot be written spoils no other. After a failure of the disk
/// itself nothing is tried again: a second flush may say that all is well when it is not.
fn commit(store: &mut dyn Store, group: Vec<Append>, condition: &watch::Sender<Condition>) {
    let batches: Vec<_> = group.iter().map(|append| (append.draft, &append.batch)).collect();
    let together = store.append(&batches);
    note(together.as_ref().err(), condition);
    let alone = group.len() == 1;
    for append in group {
        let Append { draft, batch, done } = append;
        let result = match &together {
            Ok(()) => Ok(()),
            Err(error) if alone || matches!(error, StoreError::Io(_)) => Err(error.clone()),
            Err(_) if matches!(*condition.borrow(), Condition::Failed(_)) => Err(StoreError::Stopped),
            Err(_) => store.append(&[(draft, &batch)]),
        };
        note(result.as_ref().err(), condition);
        if let Err(error) = &result {
            tracing::error!(%draft, %error, "a batch could not be written");
        }
        drop(done.send(result));
    }
}
