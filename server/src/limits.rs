//! How much one account and one address may ask of the server. What is asked too fast waits, so that an honest client with much to
//! say is slowed down and loses nothing; only what would pile up is refused.

mod reading;

pub use reading::Cost;

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    num::{NonZero, NonZeroU32},
    sync::{
        Arc, Mutex, PoisonError, Weak,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use crate::auth::SessionLife;
use client_core::model::PersonId;
use governor::{DefaultDirectRateLimiter, DefaultKeyedRateLimiter, Quota, RateLimiter};
use reading::Reading;

/// The limits of a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowed {
    /// Connections at once, of everybody.
    pub connections: usize,
    /// WebSockets at once of one account, over all its windows and devices.
    pub of_account: usize,
    /// Messages a second of one account; five times as many in one go.
    pub messages: NonZeroU32,
    /// KiB a second of one account; sixteen times as many in one go.
    pub kibibytes: NonZeroU32,
    /// Invitations that one address may look up or use in a second; forty times as many in one go: a whole room joins from behind
    /// one address.
    pub joins: NonZeroU32,
    /// Answers over HTTP that one account may read in a second, or one address without an account; thirty times as many in one go.
    pub reads: NonZeroU32,
    /// Dear answers over HTTP that are worked on at once, of everybody.
    pub dear: usize,
    /// How many more may wait for their turn.
    pub waiting: usize,
    /// How long they may.
    pub dear_patience: Duration,
    /// How long a client may take to send the head of a request, or its first message.
    pub patience: Duration,
    /// How long sessions live.
    pub sessions: SessionLife,
}

/// A number that is not 0; 1 in its place.
pub const fn at_least_one(n: u32) -> NonZeroU32 {
    match NonZeroU32::new(n) {
        Some(n) => n,
        None => NonZeroU32::MIN,
    }
}

impl Default for Allowed {
    fn default() -> Self {
        Self {
            connections: 10_000,
            of_account: 32,
            messages: at_least_one(200),
            kibibytes: at_least_one(1024),
            joins: at_least_one(50),
            reads: at_least_one(20),
            dear: std::thread::available_parallelism().map_or(1, NonZero::get),
            waiting: 64,
            dear_patience: Duration::from_secs(10),
            patience: Duration::from_secs(10),
            sessions: SessionLife::default(),
        }
    }
}

/// Keeps the limits of a server.
#[derive(Debug)]
pub struct Limits {
    allowed: Allowed,
    accounts: Mutex<HashMap<PersonId, Weak<Account>>>,
    joins: DefaultKeyedRateLimiter<IpAddr>,
    reading: Reading,
}

#[derive(Debug)]
struct Account {
    seats: AtomicUsize,
    messages: DefaultDirectRateLimiter,
    kibibytes: DefaultDirectRateLimiter,
}

/// A connection of an account, for as long as it lives.
#[derive(Debug)]
pub struct Seat(Arc<Account>);

impl Limits {
    /// Limits that nobody has used yet.
    pub fn new(allowed: Allowed) -> Self {
        Self {
            allowed,
            accounts: Mutex::default(),
            joins: RateLimiter::keyed(quota(allowed.joins, 40)),
            reading: Reading::new(allowed.reads),
        }
    }

    /// One connection more of an account; `None` when it has as many as it may.
    pub fn enter(&self, person: PersonId) -> Option<Seat> {
        let mut accounts = self.accounts.lock().unwrap_or_else(PoisonError::into_inner);
        let account = match accounts.get(&person).and_then(Weak::upgrade) {
            Some(account) => account,
            None => {
                accounts.retain(|_, account| account.strong_count() > 0);
                let account = Arc::new(Account {
                    seats: AtomicUsize::new(0),
                    messages: RateLimiter::direct(quota(self.allowed.messages, 5)),
                    kibibytes: RateLimiter::direct(quota(self.allowed.kibibytes, 16)),
                });
                accounts.insert(person, Arc::downgrade(&account));
                account
            }
        };
        // Under the lock nobody else counts up.
        if account.seats.load(Ordering::Relaxed) >= self.allowed.of_account {
            return None;
        }
        account.seats.fetch_add(1, Ordering::Relaxed);
        Some(Seat(account))
    }

    /// What is allowed.
    pub fn allowed(&self) -> &Allowed {
        &self.allowed
    }

    /// Whether an address may look up or use one invitation more now.
    pub fn may_join(&self, address: Option<IpAddr>) -> bool {
        self.joins.retain_recent();
        self.joins.check_key(&neighbourhood(address)).is_ok()
    }

    /// Whether an account may read one answer more now.
    ///
    /// # Errors
    /// How long it has to wait otherwise.
    pub fn may_read(&self, person: PersonId, cost: Cost) -> Result<(), Duration> {
        self.reading.of_account(person, cost)
    }

    /// Whether somebody without an account may, from an address.
    ///
    /// # Errors
    /// How long everybody there has to wait otherwise.
    pub fn may_read_unknown(&self, address: Option<IpAddr>) -> Result<(), Duration> {
        self.reading.of_address(neighbourhood(address))
    }
}

impl Seat {
    /// Waits until the account may send a message of so many bytes.
    pub async fn allow(&self, bytes: usize) {
        self.0.messages.until_ready().await;
        let kibibytes = u32::try_from(bytes.div_ceil(1024)).ok().and_then(NonZeroU32::new).unwrap_or(NonZeroU32::MIN);
        // A message has at most 1 MiB, which every quota holds in one go.
        let _always_fits = self.0.kibibytes.until_n_ready(kibibytes).await;
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.0.seats.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Whom an address stands for: one machine of IPv4, one network of IPv6, where everybody has 2⁶⁴ addresses to choose from.
fn neighbourhood(address: Option<IpAddr>) -> IpAddr {
    match address.unwrap_or(Ipv4Addr::UNSPECIFIED.into()).to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64)).into(),
        address => address,
    }
}

fn quota(per_second: NonZeroU32, burst: u32) -> Quota {
    let burst = at_least_one(per_second.get().saturating_mul(burst).max(1024));
    Quota::per_second(per_second).allow_burst(burst)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(n: u128) -> PersonId {
        PersonId(uuid::Uuid::from_u128(n))
    }

    #[test]
    fn an_account_has_so_many_connections_and_no_more() {
        let limits = Limits::new(Allowed { of_account: 2, ..Allowed::default() });
        let (first, second) = (limits.enter(person(1)), limits.enter(person(1)));
        assert!(first.is_some() && second.is_some());
        assert!(limits.enter(person(1)).is_none());
        assert!(limits.enter(person(2)).is_some(), "others are not counted");
        drop(first);
        assert!(limits.enter(person(1)).is_some(), "one left");
    }

    #[tokio::test]
    async fn who_sends_too_fast_waits_and_loses_nothing() {
        let limits = Limits::new(Allowed { messages: at_least_one(1), ..Allowed::default() });
        let seat = limits.enter(person(1)).expect("a seat");
        for _ in 0..1024 {
            seat.allow(10).await;
        }
        assert!(seat.0.messages.check().is_err(), "all in one go are used up, and a second has not passed");
    }

    #[test]
    fn one_address_joins_so_often() {
        let limits = Limits::new(Allowed { joins: at_least_one(1), ..Allowed::default() });
        let address = Some("192.0.2.1".parse().expect("an address"));
        let let_in = (0..2_000).filter(|_| limits.may_join(address)).count();
        assert!((1024..1100).contains(&let_in), "{let_in}");
        assert!(limits.may_join(Some("192.0.2.2".parse().expect("an address"))));
        let mapped = Some("::ffff:192.0.2.1".parse().expect("an address"));
        assert!(!limits.may_join(mapped), "the same address, as a socket of IPv6 names it");
    }

    #[test]
    fn a_network_of_ipv6_is_one_address() {
        let whom = |address: &str| neighbourhood(Some(address.parse().expect("an address")));
        assert_eq!(whom("2001:db8::1"), whom("2001:db8::ffff:2"));
        assert_ne!(whom("2001:db8::1"), whom("2001:db8:0:1::1"));
        assert_ne!(whom("192.0.2.1"), whom("192.0.2.2"));
    }
}
