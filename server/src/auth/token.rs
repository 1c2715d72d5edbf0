//! Tokens: what a program shows in the place of a session. Each acts as a person of its own.

use client_core::model::{Delegation, Person, PersonId, Role, Timestamp};

use super::{AuthError, clean_delegation, clean_name, hash, identity, in_role, secret, way::may_be_here};
use crate::store::{SecretHash, Store, StoreError, TokenRow};

/// What every token begins with, so that people and scanners for secrets know one when they see it.
pub const TOKEN_MARK: &str = "adref_";

/// A token to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewToken {
    /// The name that others see.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// In whose name; without one the name stands for it, as for a person ([`clean_delegation`]).
    pub delegation: Option<String>,
    /// Whether it is for reading alone.
    pub reading: bool,
    /// How long it lives, in milliseconds.
    pub life: Timestamp,
}

/// Makes a token with a person for it. The secret is told once: the store keeps its hash.
///
/// # Errors
/// [`AuthError::Name`] for a name or delegation that cannot be shown.
pub fn make_token(store: &mut dyn Store, new: NewToken, now: Timestamp) -> Result<(String, TokenRow), AuthError> {
    let name = clean_name(&new.name)?;
    let delegation = clean_delegation(new.role, None, new.delegation.as_deref().unwrap_or_default(), &name)?;
    let delegation = store.delegations()?.canonical(&delegation).to_owned();
    let token = format!("{TOKEN_MARK}{}", secret()?);
    let row = TokenRow {
        id: identity()?,
        person: Person { id: PersonId(identity()?), name, delegation: Delegation(delegation), role: new.role },
        reading: new.reading,
        created_at: now,
        expires_at: now.saturating_add(new.life),
        revoked_at: None,
    };
    store.add_token(&hash(&token), &row)?;
    Ok((token, row))
}

/// Somebody who is known, and for what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Who, in the role that the directory leaves.
    pub person: Person,
    /// Whether by a token for reading alone.
    pub reading: bool,
}

/// Who shows a secret: that of a session, or a token.
///
/// # Errors
/// [`AuthError::Session`] for one that is unknown, has expired or was revoked: which of them, is nobody's business.
pub fn known(store: &mut dyn Store, given: &str, now: Timestamp) -> Result<Known, AuthError> {
    let secret = hash(given);
    let Known { person, reading } = held(store, &secret, now)?.ok_or(AuthError::Session)?;
    let person = in_role(person, &store.delegations()?);
    if !may_be_here(store, &secret, &person)? {
        return Err(AuthError::Session);
    }
    Ok(Known { person, reading })
}

/// The same by the hash of the secret, in the role that is stored; `None` where [`known`] refuses.
///
/// # Errors
/// [`StoreError`].
pub fn held(store: &mut dyn Store, secret: &SecretHash, now: Timestamp) -> Result<Option<Known>, StoreError> {
    if let Some(person) = store.session(secret, now)? {
        return Ok(Some(Known { person, reading: false }));
    }
    Ok(store.token(secret, now)?.map(|token| Known { person: token.person, reading: token.reading }))
}

impl Known {
    /// The person for whom it is to change something: who has a token for reading alone is an observer then.
    pub fn writing(self) -> Person {
        let Self { person, reading } = self;
        if reading { Person { role: Role::Observer, ..person } } else { person }
    }
}
