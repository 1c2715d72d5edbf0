use client_core::model::Timestamp;
use sha2::{Digest, Sha256};

use crate::{
    auth::{self, AuthError},
    http::hex,
};

/// How long somebody may take at the provider, in milliseconds.
pub const LIFE: Timestamp = 10 * 60 * 1000;

/// A sign-in that was begun. Its value is kept by the browser alone, in a cookie; what goes to the provider is derived from it. So the server
/// remembers nothing of those who are there: nobody can crowd others out, and a restart loses nobody.
#[derive(Debug, PartialEq, Eq)]
pub struct Ticket {
    /// `SECRET.UNTIL.SLOT`.
    value: String,
    slot: usize,
}

impl Ticket {
    /// A fresh one for the tab that chose `slot`.
    ///
    /// # Errors
    /// [`AuthError::Randomness`].
    pub fn new(slot: &str, now: Timestamp) -> Result<Self, AuthError> {
        let before = format!("{}.{}.", auth::secret()?, now.saturating_add(LIFE));
        Ok(Self { slot: before.len(), value: before + slot })
    }

    /// The one in a cookie, if it is the one of this `state` and still holds.
    pub fn read(value: &str, state: &str, now: Timestamp) -> Option<Self> {
        let mut parts = value.splitn(3, '.');
        let (secret, until) = (parts.next()?, parts.next()?);
        let ticket = Self { value: value.into(), slot: secret.len() + until.len() + 2 };
        let holds = until.parse::<Timestamp>().is_ok_and(|until| until > now) && parts.next().is_some();
        (holds && ticket.state() == state).then_some(ticket)
    }

    /// Where the cookie of a state is kept: the slot of a cookie that no tab chose. `None` when no state looks like this.
    pub fn cookie_of(state: &str) -> Option<&str> {
        state.get(..40)
    }

    /// What the browser keeps.
    pub fn value(&self) -> &str {
        &self.value
    }

    /// The slot of the tab.
    pub fn slot(&self) -> &str {
        &self.value[self.slot..]
    }

    /// What the provider gives back with the browser.
    pub fn state(&self) -> String {
        self.derived("state")
    }

    /// What the provider puts into the identity token.
    pub fn nonce(&self) -> String {
        self.derived("nonce")
    }

    /// What proves that the code is redeemed by whom it was asked for (PKCE).
    pub fn verifier(&self) -> String {
        self.derived("verifier")
    }

    /// 64 hexadecimal digits, from which nothing of the value can be told.
    fn derived(&self, what: &str) -> String {
        let hash = Sha256::new().chain_update("adref sign-in ").chain_update(what).chain_update(" ");
        hex(&hash.chain_update(&self.value).finalize())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SLOT: &str = "tab0000000000001";

    #[test]
    fn a_ticket_is_read_with_its_own_state_within_its_time() {
        let ticket = Ticket::new(SLOT, 1000).expect("random");
        let other = Ticket::new(SLOT, 1000).expect("random");
        assert_eq!(ticket.slot(), SLOT);
        let read = |value: &str, now| Ticket::read(value, &ticket.state(), now);
        assert_eq!(read(ticket.value(), 1000 + LIFE - 1).as_ref(), Some(&ticket));
        assert_eq!(read(ticket.value(), 1000 + LIFE), None, "too late");
        assert_eq!(read(other.value(), 1000), None, "the state of another");
        let longer = ticket.value().replacen(".", ".9", 1);
        assert_eq!(read(&longer, 1000), None, "its time is part of what the state is over");
        for spoilt in ["", ".", "..", "a.b.c", "secret.99999999999999"] {
            assert_eq!(read(spoilt, 1000), None, "{spoilt}");
        }
    }

    #[test]
    fn what_is_derived_tells_nothing_of_the_rest() {
        let ticket = Ticket::new(SLOT, 0).expect("random");
        let derived = [ticket.state(), ticket.nonce(), ticket.verifier()];
        for (at, one) in derived.iter().enumerate() {
            // RFC 7636 asks for 43 to 128 characters.
            assert!(one.len() == 64 && one.bytes().all(|byte| byte.is_ascii_hexdigit()), "{one}");
            assert!(derived[..at].iter().all(|before| before != one));
        }
        assert_eq!(Ticket::cookie_of(&derived[0]).map(str::len), Some(40));
        assert_eq!(Ticket::cookie_of("short"), None);
    }
}
