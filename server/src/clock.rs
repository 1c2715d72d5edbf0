//! The one clock: the core is handed the time.

use std::time::{SystemTime, UNIX_EPOCH};

use client_core::model::Timestamp;

/// Now. A system clock set before 1970 counts as 1970.
pub fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp::try_from(since.as_millis()).unwrap_or(Timestamp::MAX)
}
