//! What rooms refuse: counted by reason, and told in the log, so that whoever watches sees a client that tries what no client of ours does.

use std::{
    num::NonZeroU32,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use client_core::{
    model::{DraftId, PersonId},
    sync::room::Rejected,
};
use governor::{DefaultDirectRateLimiter, DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::metrics::Metrics;

/// Lines of the log in one go about one person; after that one a second.
const OF_PERSON: NonZeroU32 = NonZeroU32::MIN.saturating_add(9);

/// Lines of the log a second about all together.
const OF_ALL: NonZeroU32 = NonZeroU32::MIN.saturating_add(49);

/// Keeps account of what is refused.
#[derive(Debug)]
pub struct Refusals {
    metrics: Arc<Metrics>,
    people: DefaultKeyedRateLimiter<PersonId>,
    all: DefaultDirectRateLimiter,
    /// How many lines were left out since the last one.
    unsaid: AtomicU64,
}

impl Refusals {
    /// Nothing refused yet.
    pub fn new(metrics: Arc<Metrics>) -> Self {
        Self {
            metrics,
            people: RateLimiter::keyed(Quota::per_second(NonZeroU32::MIN).allow_burst(OF_PERSON)),
            all: RateLimiter::direct(Quota::per_second(OF_ALL)),
            unsaid: AtomicU64::new(0),
        }
    }

    /// Something was refused in a draft. No word of it is told.
    pub fn note(&self, draft: DraftId, Rejected { person, kind, reason }: Rejected) {
        self.metrics.refused(kind.name(), reason);
        if self.people.check_key(&person).is_err() || self.all.check().is_err() {
            self.unsaid.fetch_add(1, Ordering::Relaxed);
            return;
        }
        if self.people.len() > 1024 {
            self.people.retain_recent();
        }
        let unsaid = self.unsaid.swap(0, Ordering::Relaxed);
        tracing::info!(%draft, %person, kind = kind.name(), reason, unsaid, "something was refused");
    }
}
