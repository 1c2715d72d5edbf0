use std::{
    sync::mpsc::{self, Receiver, Sender},
    thread::{self, JoinHandle},
};

use client_core::{model::DraftId, sync::room::Batch};
use tokio::sync::oneshot;

use super::{Store, StoreError};

/// How many batches one commit may carry.
const GROUP: usize = 64;

/// Work for the thread.
enum Job {
    Append(Box<Append>),
    Call(Call),
}

/// Something to run on the store.
type Call = Box<dyn FnOnce(&mut dyn Store) + Send>;

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
    pub fn start(name: &str, mut store: Box<dyn Store>) -> Result<Self, StoreError> {
        let (jobs, inbox) = mpsc::channel();
        let thread = thread::Builder::new()
            .name(name.into())
            .spawn(move || run(store.as_mut(), &inbox))
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
        E: From<StoreError> + Send + 'static,
        F: FnOnce(&mut dyn Store) -> Result<T, E> + Send + 'static,
    {
        let (done, answer) = oneshot::channel();
        self.send(Job::Call(Box::new(move |store| drop(done.send(ask(store))))));
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

fn run(store: &mut dyn Store, inbox: &Receiver<Job>) {
    let mut held = None;
    while let Some(job) = held.take().or_else(|| inbox.recv().ok()) {
        match job {
            Job::Call(ask) => ask(store),
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
                commit(store, group);
            }
        }
    }
}

/// One commit for all; when that fails, one for each, so that a batch that cannot be written spoils no other.
fn commit(store: &mut dyn Store, group: Vec<Append>) {
    let batches: Vec<_> = group.iter().map(|append| (append.draft, &append.batch)).collect();
    let together = store.append(&batches);
    let alone = group.len() == 1;
    for append in group {
        let Append { draft, batch, done } = append;
        let result = match &together {
            Ok(()) => Ok(()),
            Err(error) if alone => Err(error.clone()),
            Err(_) => store.append(&[(draft, &batch)]),
        };
        if let Err(error) = &result {
            tracing::error!(%draft, %error, "a batch could not be written");
        }
        drop(done.send(result));
    }
}
