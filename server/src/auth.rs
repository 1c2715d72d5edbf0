//! Who asks: invitations, sessions and the names people give themselves.
//!
//! Tokens and session secrets are 128 random bits; the store keeps their SHA-256 only, so that reading the data gives
//! nobody a way in.

mod error;
mod invitation;
mod name;
mod secret;
mod token;
mod way;

pub use error::AuthError;
pub use invitation::{
    Contradiction, Held, Joined, NewInvitation, contradiction, invite, join, link, look, make, name_of, state, token_of,
};
pub use name::{clean_delegation, clean_name};
pub use secret::{actor, hash, identity, number_of, secret};
pub use token::{Known, NewToken, TOKEN_MARK, held, known, make_token};
pub use way::{by_link, set_deciding};

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

/// The person of a session or a token by the hash of its secret; `None` where [`session`] refuses.
///
/// # Errors
/// [`StoreError`].
pub fn person_of(
    store: &mut dyn Store,
    secret: &SecretHash,
    directory: &Directory,
    now: Timestamp,
) -> Result<Option<Person>, StoreError> {
    let Some(known) = held(store, secret, now)? else { return Ok(None) };
    let person = in_role(known.writing(), directory);
    Ok(way::may_be_here(store, secret, &person)?.then_some(person))
}

/// The person of a session or a token, as the directory has the delegation now. Whoever has a token for reading alone is an
/// observer here: it is asked by what can write.
///
/// # Errors
/// As for [`known`].
pub fn session(store: &mut dyn Store, given: &str, now: Timestamp) -> Result<Person, AuthError> {
    Ok(known(store, given, now)?.writing())
}
