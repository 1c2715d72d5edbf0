//! Who asks: invitations, sessions and the names people give themselves.
//!
//! Tokens and session secrets are 128 random bits; the store keeps their SHA-256 only, so that reading the data gives
//! nobody a way in.

mod error;
mod invitation;
mod name;
mod secret;

pub use error::AuthError;
pub use invitation::{
    Contradiction, Held, Joined, NewInvitation, contradiction, invite, join, link, look, make, name_of, state, token_of,
};
pub use name::{clean_delegation, clean_name};
pub use secret::{actor, hash, identity, secret};

use client_core::model::{Directory, Person, Timestamp};

use crate::store::{SecretHash, Store, StoreError};

/// A day in milliseconds.
pub const DAY: Timestamp = 24 * 60 * 60 * 1000;

/// A person with what may be done by it: the invitation's role, or less where the directory says so of the delegation. What is
/// stored is the invitation's role, so that another directory gives another answer.
pub fn in_role(person: Person, directory: &Directory) -> Person {
    let role = directory.role(person.role, &person.delegation.0);
    Person { role, ..person }
}

/// How long sessions live, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionLife {
    /// Without being used.
    pub idle: Timestamp,
    /// However much they are used.
    pub absolute: Timestamp,
}

impl Default for SessionLife {
    fn default() -> Self {
        Self { idle: 7 * DAY, absolute: 30 * DAY }
    }
}

/// The person of a session by the hash of its secret; `None` where [`session`] refuses.
///
/// # Errors
/// [`StoreError`](crate::store::StoreError).
pub fn person_of(
    store: &mut dyn Store,
    secret: &SecretHash,
    directory: &Directory,
    now: Timestamp,
) -> Result<Option<Person>, StoreError> {
    Ok(store.session(secret, now)?.map(|person| in_role(person, directory)))
}

/// The person of a session, as the directory has the delegation now.
///
/// # Errors
/// [`AuthError::Session`] for an unknown and for an expired one: which of the two it is, is nobody's business.
pub fn session(store: &mut dyn Store, given: &str, now: Timestamp) -> Result<Person, AuthError> {
    let person = store.session(&hash(given), now)?.ok_or(AuthError::Session)?;
    Ok(in_role(person, &store.delegations()?))
}
