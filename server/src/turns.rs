//! Dear answers by turns: what is told from the log of a draft, set as a file or read from one takes a processor for long, so that
//! only so many are worked on at once. The others wait a little, and so many of them; who comes then is told to come again.

use std::{sync::Arc, time::Duration};

use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    task::{JoinError, spawn_blocking},
    time::timeout,
};

use crate::{
    limits::Allowed,
    metrics::{Counted, Metrics},
    store::{Database, MayBeStore, Store, StoreError},
};

/// After how long who was turned away is told to come again.
pub const COME_AGAIN: Duration = Duration::from_secs(5);

/// Too many wait already, or the wait was too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many dear answers are asked for at once")]
pub struct Busy;

/// Who is at work, and who waits.
#[derive(Debug)]
pub struct Turns {
    places: Arc<Semaphore>,
    queue: Semaphore,
    patience: Duration,
    metrics: Arc<Metrics>,
}

/// A dear answer is being worked on, for as long as this lives.
#[derive(Debug)]
pub struct Turn {
    _place: OwnedSemaphorePermit,
    _counted: Counted,
}

impl Turns {
    /// Turns that nobody has taken.
    pub fn new(allowed: &Allowed, metrics: Arc<Metrics>) -> Self {
        let most = Semaphore::MAX_PERMITS;
        Self {
            places: Arc::new(Semaphore::new(allowed.dear.min(most))),
            queue: Semaphore::new(allowed.waiting.min(most)),
            patience: allowed.dear_patience,
            metrics,
        }
    }

    /// Waits for a turn.
    ///
    /// # Errors
    /// [`Busy`].
    pub async fn take(&self) -> Result<Turn, Busy> {
        self.take_behind(async {}).await.map(|((), turn)| turn)
    }

    /// Waits for something else first, which may be scarcer, and takes no turn meanwhile.
    ///
    /// # Errors
    /// [`Busy`].
    pub async fn take_behind<T>(&self, first: impl Future<Output = T>) -> Result<(T, Turn), Busy> {
        let taken = async {
            let _seat = self.queue.try_acquire().map_err(|_| Busy)?;
            let _waits = Counted::new(&self.metrics.dear_waiting);
            let both = async { (first.await, self.places.clone().acquire_owned().await) };
            let (first, place) = timeout(self.patience, both).await.map_err(|_| Busy)?;
            Ok((first, place.map_err(|_| Busy)?))
        };
        let (first, place) = taken.await.inspect_err(|Busy| {
            self.metrics.dear_refused.inc();
        })?;
        Ok((first, Turn { _place: place, _counted: Counted::new(&self.metrics.dear_running) }))
    }
}

impl Turn {
    /// Reads from the store. The turn lasts until it has read, even where nobody waits for it any more.
    ///
    /// # Errors
    /// What `ask` answers, or [`StoreError::Stopped`].
    pub async fn read<T, E, F>(self, database: &Database, ask: F) -> Result<(Self, T), E>
    where
        T: Send + 'static,
        E: From<StoreError> + MayBeStore + Send + 'static,
        F: FnOnce(&mut dyn Store) -> Result<T, E> + Send + 'static,
    {
        database.read(move |store| ask(store).map(|told| (self, told))).await
    }

    /// Works off the threads that serve sockets. The turn lasts until it is done, even where nobody waits for it any more.
    ///
    /// # Errors
    /// When it panicked.
    pub async fn work<T: Send + 'static>(self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, JoinError> {
        let done = spawn_blocking(move || {
            let _turn = self;
            work()
        });
        done.await
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    fn turns(dear: usize, waiting: usize, patience: Duration) -> Turns {
        let allowed = Allowed { dear, waiting, dear_patience: patience, ..Allowed::default() };
        Turns::new(&allowed, Arc::default())
    }

    #[tokio::test]
    async fn so_many_work_so_many_wait_and_the_rest_is_told_to_come_again() {
        let turns = turns(2, 1, Duration::from_secs(3600));
        let (first, _second) = (turns.take().await.expect("a turn"), turns.take().await.expect("a turn"));
        let mut third = Box::pin(turns.take());
        assert!((&mut third).now_or_never().is_none(), "both turns are taken");
        assert_eq!(turns.take().await.err(), Some(Busy));
        drop(first);
        let third = third.await.expect("one was given back");
        assert!(turns.take().now_or_never().is_none(), "both are taken again, and nobody waits");
        // What is being worked on when nobody waits for it any more keeps its turn.
        let (begun, begins) = std::sync::mpsc::channel::<()>();
        let mut work = Box::pin(third.work(move || begins_at_last(&begins)));
        assert!((&mut work).now_or_never().is_none());
        drop(work);
        assert_eq!(turns.metrics.dear_running.get(), 2);
        drop(begun);
    }

    fn begins_at_last(begins: &std::sync::mpsc::Receiver<()>) {
        // Ends when the other side is dropped.
        let _ended = begins.recv();
    }

    #[tokio::test]
    async fn nobody_waits_for_ever_and_who_waits_for_something_scarcer_takes_no_turn() {
        let turns = turns(1, 2, Duration::from_millis(20));
        let mut scarce = Box::pin(turns.take_behind(std::future::pending::<()>()));
        assert!((&mut scarce).now_or_never().is_none());
        let turn = turns.take().await.expect("it is free");
        assert_eq!(scarce.await.err(), Some(Busy));
        assert_eq!(turns.take().await.err(), Some(Busy));
        drop(turn);
        assert_eq!((turns.metrics.dear_running.get(), turns.metrics.dear_waiting.get()), (0, 0));
        assert_eq!(turns.metrics.dear_refused.get(), 2);
    }
}
