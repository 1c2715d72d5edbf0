use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::Notify;

use super::{Ending, close_code, problem_frame};

/// The most frames that wait for one connection.
const MOST_FRAMES: usize = 256;

/// The most bytes that wait for one connection, beside a single larger frame.
const MOST_BYTES: usize = 4 << 20;

/// How many bytes may wait for a connection that is still listened to.
const HEARD: usize = 64 << 10;

/// What waits to be sent to one connection. Bounded: a reader that falls behind is let go, and catches up by
/// reconnecting.
#[derive(Debug, Default)]
pub struct Outbox {
    queue: Mutex<Queue>,
    wake: Notify,
    drained: Notify,
}

#[derive(Debug, Default)]
struct Queue {
    frames: VecDeque<Arc<[u8]>>,
    bytes: usize,
    /// On their way out.
    sending: usize,
    ending: Option<u16>,
}

/// What to do next on the socket.
#[derive(Debug, PartialEq, Eq)]
pub enum Next {
    /// Send these.
    Frames(VecDeque<Arc<[u8]>>),
    /// Close with this code.
    Close(u16),
}

impl Outbox {
    /// Queues a frame; lets the connection go when too much waits already.
    pub fn push(&self, frame: Arc<[u8]>) {
        let mut queue = self.lock();
        if queue.ending.is_some() {
            return;
        }
        let full = queue.frames.len() >= MOST_FRAMES || queue.bytes + frame.len() > MOST_BYTES;
        if full && !queue.frames.is_empty() {
            queue.frames.clear();
            queue.bytes = 0;
            drop(queue);
            self.end(Ending::Slow);
            return;
        }
        queue.bytes += frame.len();
        queue.frames.push_back(frame);
        drop(queue);
        self.wake.notify_one();
    }

    /// Tells the client why, and closes after what waits.
    pub fn end(&self, ending: Ending) {
        let problem = ending.problem();
        let code = close_code(&problem.code);
        self.push(problem_frame(problem));
        self.close(code);
    }

    /// Closes after what waits. The first ending counts.
    pub fn close(&self, code: u16) {
        self.lock().ending.get_or_insert(code);
        self.wake.notify_one();
        self.drained.notify_one();
    }

    /// Whether the connection is to end.
    pub fn is_closing(&self) -> bool {
        self.lock().ending.is_some()
    }

    /// Waits for something to do. Takes everything that waits at once.
    pub async fn next(&self) -> Next {
        loop {
            {
                let mut queue = self.lock();
                if !queue.frames.is_empty() {
                    queue.sending = std::mem::take(&mut queue.bytes);
                    return Next::Frames(std::mem::take(&mut queue.frames));
                }
                if let Some(code) = queue.ending {
                    return Next::Close(code);
                }
            }
            self.wake.notified().await;
        }
    }

    /// What [`Outbox::next`] gave last is with the system.
    pub fn sent(&self) {
        self.lock().sending = 0;
        self.drained.notify_one();
    }

    /// Waits until little is left to send.
    pub async fn drained(&self) {
        loop {
            {
                let queue = self.lock();
                if queue.bytes + queue.sending <= HEARD || queue.ending.is_some() {
                    return;
                }
            }
            self.drained.notified().await;
        }
    }

    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(length: usize) -> Arc<[u8]> {
        vec![0; length].into()
    }

    #[tokio::test]
    async fn a_reader_that_falls_behind_is_let_go() {
        let outbox = Outbox::default();
        for _ in 0..=MOST_FRAMES {
            outbox.push(frame(1));
        }
        assert_eq!(outbox.next().await, Next::Frames([problem_frame(Ending::Slow.problem())].into()));
        assert_eq!(outbox.next().await, Next::Close(4408));
    }

    #[tokio::test]
    async fn one_large_frame_passes_alone() {
        let outbox = Outbox::default();
        outbox.push(frame(MOST_BYTES + 1));
        assert_eq!(outbox.next().await, Next::Frames([frame(MOST_BYTES + 1)].into()));
        outbox.push(frame(1));
        outbox.push(frame(MOST_BYTES));
        assert!(outbox.is_closing());
    }

    #[tokio::test]
    async fn what_waits_goes_before_the_close() {
        let outbox = Outbox::default();
        outbox.push(frame(3));
        outbox.end(Ending::Shutdown);
        outbox.push(frame(4));
        outbox.close(4400);
        let expected = [frame(3), problem_frame(Ending::Shutdown.problem())];
        assert_eq!(outbox.next().await, Next::Frames(expected.into()));
        assert_eq!(outbox.next().await, Next::Close(1012));
    }
}
