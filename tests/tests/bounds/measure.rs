//! What reading a file costs: the processor time of the thread, and the memory that was asked for.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use client_core_import::{Options, Read, ReadError};
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

static TURN: Mutex<()> = Mutex::new(());

/// One test at a time, which each asks for: memory is counted for the whole process.
pub fn turn() -> MutexGuard<'static, ()> {
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What a hostile file may cost: 2 seconds in a release build, of which one that is not optimised takes several times.
pub const TIME: Duration = Duration::from_secs(if cfg!(debug_assertions) { 20 } else { 2 });
pub const BYTES: usize = 256 * 1024 * 1024;

/// Processor time of this thread, which waits for nobody while it reads: on a machine with other work the clock on the wall
/// would tell of that.
fn spent(since: Instant) -> Duration {
    let spent = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let spent = spent.as_deref().and_then(|line| line.split(' ').next()?.parse().ok());
    spent.map_or_else(|| since.elapsed(), Duration::from_nanos)
}

/// Does something that may not cost more than a hostile file may.
#[track_caller]
pub fn within<T>(name: &str, act: impl FnOnce() -> T) -> T {
    let now = Instant::now();
    let (before, used) = (spent(now), MEMORY.current_usage());
    MEMORY.reset_peak_usage();
    let done = act();
    let (time, bytes) = (spent(now).saturating_sub(before), MEMORY.peak_usage().saturating_sub(used));
    println!("{name}: {time:.1?}, {:.1} MiB", bytes as f64 / 1_048_576.0);
    assert!(time < TIME, "{name}: {time:?}");
    assert!(bytes < BYTES, "{name}: {bytes} bytes");
    done
}

/// Reads a hostile file. What it was made of is not counted.
#[track_caller]
pub fn read(name: &str, bytes: &[u8]) -> Result<Read, ReadError> {
    within(name, || client_core_import::read(name, bytes, &Options::default()))
}

/// What is said when a file is read: nothing, or why it is refused.
#[track_caller]
pub fn said(name: &str, bytes: &[u8]) -> String {
    read(name, bytes).map_or_else(|error| error.to_string(), |_| String::new())
}
