//! Which way in a role takes. A server can be told that who decides comes in by the provider of identities alone: a link lets in whoever has
//! it, and a provider can ask for more.

use client_core::model::{Person, Role};

use super::AuthError;
use crate::store::{SecretHash, Store, StoreError};

/// The setting of the store, which commands beside the server read, too; and what it says when who decides must sign in.
const SETTING: &str = "deciding-roles";
const SIGN_IN: &str = "sign-in";

/// Whether a role decides: the chair on the text, the secretariat on what is brought in, and on who may do what.
pub fn decides(role: Role) -> bool {
    matches!(role, Role::Chair | Role::Secretariat)
}

/// Writes how who decides comes in.
///
/// # Errors
/// [`StoreError`].
pub fn set_deciding(store: &mut dyn Store, sign_in: bool) -> Result<(), StoreError> {
    store.set_setting(SETTING, if sign_in { SIGN_IN } else { "any" })
}

/// Refuses a link to a role that comes in by the provider of identities alone.
///
/// # Errors
/// [`AuthError::SignIn`], [`AuthError::Store`].
pub fn by_link(store: &mut dyn Store, role: Role) -> Result<(), AuthError> {
    if decides(role) && must_sign_in(store)? { Err(AuthError::SignIn) } else { Ok(()) }
}

/// Whether somebody may be here by a session, in the role that is left: one that a link opened is of no use to who decides.
///
/// # Errors
/// [`StoreError`].
pub fn may_be_here(store: &mut dyn Store, session: &SecretHash, person: &Person) -> Result<bool, StoreError> {
    Ok(!decides(person.role) || !must_sign_in(store)? || !store.opened_by_link(session)?)
}

fn must_sign_in(store: &mut dyn Store) -> Result<bool, StoreError> {
    Ok(store.setting(SETTING)?.is_some_and(|way| way == SIGN_IN))
}
