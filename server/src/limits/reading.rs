//! How much is read over HTTP: whoever reads faster is told when to come again.

use std::{
    hash::Hash,
    net::IpAddr,
    num::NonZeroU32,
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use client_core::model::PersonId;
use governor::{
    DefaultKeyedRateLimiter, Quota, RateLimiter,
    clock::{Clock, DefaultClock},
};

/// How many seconds of reading may be saved up and spent in one go: opening a draft asks for several things at once.
const SAVED: u32 = 30;

/// After how many answers those who have not read for long are forgotten.
const FORGET_EVERY: u32 = 1024;

/// What an answer counts for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cost {
    /// One: what is at hand.
    Plain,
    /// Ten: what is told from the log of a draft, or set as a file.
    Dear,
}

impl Cost {
    fn answers(self) -> NonZeroU32 {
        const TEN: NonZeroU32 = NonZeroU32::MIN.saturating_add(9);
        match self {
            Self::Plain => NonZeroU32::MIN,
            Self::Dear => TEN,
        }
    }
}

/// The buckets of everybody who reads.
#[derive(Debug)]
pub struct Reading {
    accounts: DefaultKeyedRateLimiter<PersonId>,
    addresses: DefaultKeyedRateLimiter<IpAddr>,
    answers: AtomicU32,
}

impl Reading {
    /// Buckets for so many answers a second each, all full.
    pub fn new(per_second: NonZeroU32) -> Self {
        let saved = NonZeroU32::MIN.saturating_add(SAVED - 1);
        let quota = Quota::per_second(per_second).allow_burst(per_second.saturating_mul(saved));
        Self { accounts: RateLimiter::keyed(quota), addresses: RateLimiter::keyed(quota), answers: AtomicU32::new(0) }
    }

    /// Takes an answer out of the bucket of an account.
    ///
    /// # Errors
    /// How long it takes until there is enough in it.
    pub fn of_account(&self, person: PersonId, cost: Cost) -> Result<(), Duration> {
        self.forget_now_and_then();
        take(&self.accounts, &person, cost)
    }

    /// Takes a plain answer out of the bucket of an address.
    ///
    /// # Errors
    /// The same.
    pub fn of_address(&self, address: IpAddr) -> Result<(), Duration> {
        self.forget_now_and_then();
        take(&self.addresses, &address, Cost::Plain)
    }

    /// Looks through all buckets, so not with every answer.
    fn forget_now_and_then(&self) {
        if self.answers.fetch_add(1, Ordering::Relaxed).is_multiple_of(FORGET_EVERY) {
            self.accounts.retain_recent();
            self.addresses.retain_recent();
        }
    }
}

fn take<K: Clone + Eq + Hash>(buckets: &DefaultKeyedRateLimiter<K>, whose: &K, cost: Cost) -> Result<(), Duration> {
    match buckets.check_key_n(whose, cost.answers()) {
        // Every bucket holds at least thirty answers.
        Ok(Ok(())) | Err(_) => Ok(()),
        Ok(Err(until)) => Err(until.wait_time_from(DefaultClock::default().now())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reads(of: &Reading, person: u128, cost: Cost) -> usize {
        (0..100).filter(|_| of.of_account(PersonId(uuid::Uuid::from_u128(person)), cost).is_ok()).count()
    }

    #[test]
    fn everybody_has_a_bucket_and_dear_answers_empty_it_sooner() {
        let reading = Reading::new(NonZeroU32::MIN);
        assert_eq!(reads(&reading, 1, Cost::Plain), 30);
        assert_eq!(reads(&reading, 2, Cost::Dear), 3);
        let wait = reading.of_account(PersonId(uuid::Uuid::from_u128(2)), Cost::Dear).expect_err("it is empty");
        assert!((Duration::from_secs(9)..=Duration::from_secs(10)).contains(&wait), "{wait:?}");
    }

    #[test]
    fn an_address_has_one_of_its_own() {
        let reading = Reading::new(NonZeroU32::MIN);
        let address = |last| IpAddr::from([192, 0, 2, last]);
        assert_eq!((0..100).filter(|_| reading.of_address(address(1)).is_ok()).count(), 30);
        assert!(reading.of_address(address(2)).is_ok());
    }
}
