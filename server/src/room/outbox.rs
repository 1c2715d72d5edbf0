use std::{
    collections::VecDeque,
    io::{ErrorKind, IoSlice},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::{
    sync::Notify,
    time::{Instant, timeout_at},
};
use tokio_tungstenite::tungstenite::protocol::frame::{
    CloseFrame, Frame, FrameHeader,
    coding::{Data, OpCode},
};

use super::{Ending, close_code, problem_frame, wire::Wire};

/// The most messages that wait for one connection.
const MOST_FRAMES: usize = 256;

/// The most bytes that wait for one connection, beside a single larger message.
const MOST_BYTES: usize = 4 << 20;

/// How many bytes may wait for a connection that is still listened to.
const HEARD: usize = 64 << 10;

/// How many frames are handed to the system at once.
const TOGETHER: usize = 8;

/// The longest header of a frame that is not masked.
const HEAD: usize = 10;

/// How long a connection that is to end may take to read why.
pub const FAREWELL: Duration = Duration::from_secs(5);

/// What goes out on one connection. Whoever has something for it writes it to the socket at once, without another task being woken;
/// what the system does not take waits here. That is bounded: a reader that falls behind is let go, and catches up by
/// reconnecting.
#[derive(Debug)]
pub struct Outbox {
    queue: Mutex<Queue>,
    wake: Notify,
    drained: Notify,
}

#[derive(Debug, Default)]
struct Queue {
    /// `None` once the conversation is over.
    wire: Option<Arc<Wire>>,
    frames: VecDeque<Waiting>,
    bytes: usize,
    /// How much of the first frame is out, in bytes with its header.
    written: usize,
    /// The close code, and until when what waits may take.
    ending: Option<(u16, Instant)>,
}

/// A frame of a WebSocket (RFC 6455, 5.2). Its payload is shared by all who get it; from a server it is not masked.
#[derive(Debug)]
struct Waiting {
    head: [u8; HEAD],
    head_length: usize,
    payload: Arc<[u8]>,
}

impl Waiting {
    fn message(payload: Arc<[u8]>) -> Self {
        let header = FrameHeader { opcode: OpCode::Data(Data::Binary), ..FrameHeader::default() };
        let mut head = [0; HEAD];
        let mut rest = head.as_mut_slice();
        // The longest header fits.
        let room = if header.format(payload.len() as u64, &mut rest).is_ok() { rest.len() } else { 0 };
        Self { head, head_length: HEAD - room, payload }
    }

    /// Bytes that are frames already.
    fn raw(bytes: Vec<u8>) -> Self {
        Self { head: [0; HEAD], head_length: 0, payload: bytes.into() }
    }

    fn length(&self) -> usize {
        self.head_length + self.payload.len()
    }
}

/// How a connection ends.
#[derive(Debug, PartialEq, Eq)]
pub enum Ended {
    /// Everything is out, the close with this code, too.
    Closed(u16),
    /// The other side is gone, or does not read.
    Gone,
}

impl Outbox {
    /// For the half of a socket that is written to.
    pub fn new(wire: impl Into<Wire>) -> Self {
        let queue = Queue { wire: Some(Arc::new(wire.into())), ..Queue::default() };
        Self { queue: Mutex::new(queue), wake: Notify::new(), drained: Notify::new() }
    }

    /// Sends a message; lets the connection go when too much waits already.
    pub fn push(&self, message: Arc<[u8]>) {
        self.take(Waiting::message(message));
    }

    /// Sends frames as they are: a ping, or an answer to one.
    pub fn push_raw(&self, frames: Vec<u8>) {
        self.take(Waiting::raw(frames));
    }

    fn take(&self, frame: Waiting) {
        let mut queue = self.lock();
        if queue.ending.is_some() {
            return;
        }
        let full = queue.frames.len() >= MOST_FRAMES || queue.bytes + frame.length() > MOST_BYTES;
        if full && !queue.frames.is_empty() {
            queue.keep_begun();
            drop(queue);
            return self.end(Ending::Slow);
        }
        let is_first = queue.frames.is_empty();
        queue.bytes += frame.length();
        queue.frames.push_back(frame);
        // Behind others it waits for its turn.
        if is_first && !queue.write() {
            drop(queue);
            self.wake.notify_one();
        }
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
        let mut queue = self.lock();
        if queue.ending.is_none() {
            queue.ending = Some((code, Instant::now() + FAREWELL));
            let farewell = Frame::close(Some(CloseFrame { code: code.into(), reason: "".into() }));
            let mut bytes = Vec::new();
            // A vector takes everything.
            if farewell.format(&mut bytes).is_ok() {
                let frame = Waiting::raw(bytes);
                queue.bytes += frame.length();
                queue.frames.push_back(frame);
            }
        }
        drop(queue);
        self.wake.notify_one();
        self.drained.notify_one();
    }

    /// Whether the connection is to end.
    pub fn is_closing(&self) -> bool {
        self.lock().ending.is_some()
    }

    /// Writes what has to wait, until the connection ends.
    pub async fn carry(&self) -> Ended {
        loop {
            let (wire, until) = {
                let mut queue = self.lock();
                let all = queue.write();
                let Some(wire) = queue.wire.clone() else { return Ended::Gone };
                match queue.ending {
                    Some((code, _)) if all => return Ended::Closed(code),
                    ending if !all => (Some(wire), ending.map(|(_, until)| until)),
                    _ => (None, None),
                }
            };
            self.drained.notify_one();
            match (wire, until) {
                (None, _) => self.wake.notified().await,
                (Some(wire), None) => tokio::select! {
                    // An error is seen as the next thing is written.
                    () = wire.writable() => {}
                    () = self.wake.notified() => {}
                },
                (Some(wire), Some(until)) => {
                    if timeout_at(until, wire.writable()).await.is_err() {
                        return Ended::Gone;
                    }
                }
            }
        }
    }

    /// Lets go of the socket: nothing is written any more.
    pub fn let_go(&self) {
        let mut queue = self.lock();
        if let Some(wire) = queue.wire.take() {
            wire.finish();
        }
        queue.frames = VecDeque::new();
        queue.bytes = 0;
    }

    /// Waits until little is left to send.
    pub async fn drained(&self) {
        loop {
            {
                let queue = self.lock();
                if queue.bytes <= HEARD || queue.ending.is_some() {
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

impl Queue {
    /// Hands on what is taken; whether nothing waits any more. A socket that fails is let go.
    fn write(&mut self) -> bool {
        while !self.frames.is_empty() {
            let Some(wire) = &self.wire else { return false };
            let mut parts = [IoSlice::new(&[]); TOGETHER * 2];
            for (frame, pair) in self.frames.iter().zip(parts.chunks_exact_mut(2)) {
                pair[0] = IoSlice::new(&frame.head[..frame.head_length]);
                pair[1] = IoSlice::new(&frame.payload);
            }
            let count = self.frames.len().min(TOGETHER) * 2;
            let mut parts = &mut parts[..count];
            IoSlice::advance_slices(&mut parts, self.written);
            match wire.try_write(parts) {
                Ok(length) => self.advance(length),
                Err(error) if error.kind() == ErrorKind::WouldBlock => return false,
                Err(_) => {
                    self.wire = None;
                    return false;
                }
            }
        }
        if self.frames.capacity() > TOGETHER {
            self.frames = VecDeque::new();
        }
        match self.wire.as_ref().map(|wire| wire.try_flush()) {
            Some(Ok(all)) => all,
            Some(Err(_)) => {
                self.wire = None;
                false
            }
            None => true,
        }
    }

    /// So many bytes more are out.
    fn advance(&mut self, length: usize) {
        self.written += length;
        while let Some(first) = self.frames.front().map(Waiting::length).filter(|first| *first <= self.written) {
            self.written -= first;
            self.bytes -= first;
            self.frames.pop_front();
        }
    }

    /// Forgets what waits, but for a frame that has begun: what comes behind half of one cannot be read.
    fn keep_begun(&mut self) {
        self.frames.truncate(usize::from(self.written > 0));
        self.bytes = self.frames.iter().map(Waiting::length).sum();
    }
}

#[cfg(test)]
mod tests;
