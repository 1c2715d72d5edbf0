use std::time::Duration;

/// The value that so many percent do not exceed, in milliseconds; `sorted` is in microseconds.
pub fn part(sorted: &[u32], percent: usize) -> f64 {
    let index = sorted.len().saturating_sub(1) * percent / 100;
    sorted.get(index).map_or(0.0, |us| f64::from(*us) / 1000.0)
}

/// A time divided by a number of things, in microseconds.
pub fn each(time: Duration, things: usize) -> f64 {
    // As many things as fit a measurement are counted exactly.
    #[expect(clippy::cast_precision_loss, reason = "fewer than 2^52")]
    let things = things.max(1) as f64;
    time.as_secs_f64() * 1e6 / things
}

/// Microseconds, as far as they fit.
pub fn micros(time: Duration) -> u32 {
    u32::try_from(time.as_micros()).unwrap_or(u32::MAX)
}
