//! The half of a socket that is written to, with or without TLS. Whoever has something writes what is taken at once, without being a task
//! that could be woken; waiting is another's.

use std::{
    future::poll_fn,
    io::{self, ErrorKind, IoSlice},
    pin::Pin,
    sync::{Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker},
};

use tokio::{
    io::{AsyncWrite as _, WriteHalf},
    net::{TcpStream, tcp::OwnedWriteHalf},
};
use tokio_rustls::server::TlsStream;

/// See the module.
#[derive(Debug)]
pub enum Wire {
    /// What is written is what goes out.
    Open(OwnedWriteHalf),
    /// It is encrypted. The library keeps up to 64 KiB that the system has not taken.
    Sealed(Mutex<WriteHalf<TlsStream<TcpStream>>>),
}

impl From<OwnedWriteHalf> for Wire {
    fn from(half: OwnedWriteHalf) -> Self {
        Self::Open(half)
    }
}

impl From<WriteHalf<TlsStream<TcpStream>>> for Wire {
    fn from(half: WriteHalf<TlsStream<TcpStream>>) -> Self {
        Self::Sealed(Mutex::new(half))
    }
}

impl Wire {
    /// Writes what is taken now; how many bytes that is.
    ///
    /// # Errors
    /// [`ErrorKind::WouldBlock`] when nothing is taken, and what the system says.
    pub fn try_write(&self, parts: &[IoSlice<'_>]) -> io::Result<usize> {
        match self {
            Self::Open(half) => half.try_write_vectored(parts),
            Self::Sealed(half) => now(|context| Pin::new(&mut *lock(half)).poll_write_vectored(context, parts)),
        }
    }

    /// Hands on what is kept here; whether all of it went.
    ///
    /// # Errors
    /// What the system says.
    pub fn try_flush(&self) -> io::Result<bool> {
        match self {
            Self::Open(_) => Ok(true),
            Self::Sealed(half) => match now(|context| Pin::new(&mut *lock(half)).poll_flush(context)) {
                Ok(()) => Ok(true),
                Err(error) if error.kind() == ErrorKind::WouldBlock => Ok(false),
                Err(error) => Err(error),
            },
        }
    }

    /// Waits until more is taken. A socket that failed counts as one that takes more.
    pub async fn writable(&self) {
        // What is wrong is said when something is written.
        drop(match self {
            Self::Open(half) => half.writable().await,
            Self::Sealed(half) => poll_fn(|context| Pin::new(&mut *lock(half)).poll_flush(context)).await,
        });
    }

    /// Says that nothing follows, as far as that can be said at once.
    pub fn finish(&self) {
        if let Self::Sealed(half) = self {
            // Who is gone needs not be told.
            drop(now(|context| Pin::new(&mut *lock(half)).poll_shutdown(context)));
        }
    }
}

/// What comes of it at once. Whoever waits for more asks again by [`Wire::writable`], and is woken then.
fn now<T>(ask: impl FnOnce(&mut Context<'_>) -> Poll<io::Result<T>>) -> io::Result<T> {
    match ask(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(result) => result,
        Poll::Pending => Err(ErrorKind::WouldBlock.into()),
    }
}

fn lock<T>(half: &Mutex<T>) -> MutexGuard<'_, T> {
    half.lock().unwrap_or_else(PoisonError::into_inner)
}
