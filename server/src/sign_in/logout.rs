//! Logout tokens: the provider says that somebody is signed out there (OpenID Connect Back-Channel Logout 1.0).

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Mutex, PoisonError},
};

use client_core::model::Timestamp;
use openidconnect::{
    AdditionalClaims, IdToken, JsonWebTokenType, Nonce,
    core::{CoreGenderClaim, CoreJsonWebKey, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{LIFE, SKEW, SignInError, error::told};

/// What a logout token must say of itself.
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// The kinds of token that are taken: its own, or that of any, which older providers write.
const KINDS: [&str; 2] = ["logout+jwt", "JWT"];

/// The longest name of a token, in bytes, and how many names are kept in mind.
const LONGEST_NAME: usize = 255;
const MOST_NAMES: usize = 10_000;

/// What it says beside what every token does.
#[derive(Clone, Debug, Deserialize, Serialize)]
struct Claims {
    jti: String,
    events: BTreeMap<String, Value>,
}

impl AdditionalClaims for Claims {}

/// The same form as an identity token, with other claims.
type Token = IdToken<Claims, CoreGenderClaim, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm>;

/// Whom a logout token is about.
#[derive(Clone, Debug)]
pub struct Logout {
    /// The provider's own name for the person.
    pub subject: String,
    /// The name of the token.
    pub name: String,
}

/// A token that can be read, and is not believed yet.
pub struct Unverified(Token);

impl Unverified {
    /// Reads a token.
    ///
    /// # Errors
    /// [`SignInError::Logout`].
    pub fn read(token: &str) -> Result<Self, SignInError> {
        token.parse().map(Self).map_err(|error| SignInError::Logout(told(&error)))
    }

    /// What it says, if it is signed by the provider, for this server, of now, and a logout token.
    ///
    /// # Errors
    /// What it lacks.
    pub fn verified(
        &self,
        verifier: openidconnect::IdTokenVerifier<'_, CoreJsonWebKey>,
    ) -> Result<Logout, openidconnect::ClaimsVerificationError> {
        let kinds = KINDS.iter().filter_map(|kind| JsonWebTokenType::new((*kind).into()).normalize().ok());
        // An identity token has one; that nobody takes the one for the other.
        let without = |nonce: Option<&Nonce>| if nonce.is_some() { Err("it has a nonce".into()) } else { Ok(()) };
        let claims = self.0.claims(&verifier.set_allowed_jose_types(kinds), without)?;
        let own = claims.additional_claims();
        let other = |why: &str| openidconnect::ClaimsVerificationError::Other(why.into());
        if !own.events.get(EVENT).is_some_and(Value::is_object) {
            return Err(other("it says nothing of a logout"));
        }
        if own.jti.is_empty() || own.jti.len() > LONGEST_NAME {
            return Err(other("a name of another length than can be"));
        }
        Ok(Logout { subject: claims.subject().to_string(), name: own.jti.clone() })
    }
}

/// How often the provider is asked for its keys for the sake of a token that is signed with none that is known, in milliseconds.
const ANEW: Timestamp = 1000;

/// The tokens that were taken, as long as they could come again.
#[derive(Debug, Default)]
pub struct Taken {
    names: Mutex<HashMap<String, Timestamp>>,
    asked: Mutex<Timestamp>,
}

impl Taken {
    /// Takes a token, once.
    ///
    /// # Errors
    /// [`SignInError::Logout`] when it came before, or so many came that one could not be told from another.
    pub fn take(&self, name: &str, now: Timestamp) -> Result<(), SignInError> {
        let mut taken = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        taken.retain(|_, until| *until > now);
        if taken.contains_key(name) {
            return Err(SignInError::Logout("it came before".into()));
        }
        if taken.len() >= MOST_NAMES {
            return Err(SignInError::Logout("too many came".into()));
        }
        taken.insert(name.into(), now.saturating_add(LIFE + 2 * SKEW));
        Ok(())
    }

    /// Lets a token come again: what it asks for could not be done.
    pub fn give_back(&self, name: &str) {
        self.names.lock().unwrap_or_else(PoisonError::into_inner).remove(name);
    }

    /// Whether the provider may be asked for its keys by now; then it counts as asked.
    pub fn may_ask(&self, now: Timestamp) -> bool {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let may = now.saturating_sub(*asked) >= ANEW;
        if may {
            *asked = now;
        }
        may
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn made_up_tokens_do_not_ask_the_provider_all_the_time() {
        let taken = Taken::default();
        let asked = (10_000..15_000).filter(|now| taken.may_ask(*now));
        assert_eq!(asked.collect::<Vec<_>>(), [10_000, 11_000, 12_000, 13_000, 14_000]);
    }

    #[test]
    fn a_token_is_taken_once_and_forgotten_when_it_is_too_old_to_come() {
        let taken = Taken::default();
        assert!(taken.take("one", 0).is_ok() && taken.take("two", 0).is_ok());
        assert!(taken.take("one", LIFE + 2 * SKEW - 1).is_err());
        assert!(taken.take("one", LIFE + 2 * SKEW).is_ok());
        taken.give_back("one");
        assert!(taken.take("one", LIFE + 2 * SKEW).is_ok());
        let full = (0..MOST_NAMES).map(|name| taken.take(&format!("n{name}"), LIFE + 2 * SKEW)).filter(Result::is_err);
        assert_eq!(full.count(), 1, "“one” is kept in mind, too");
    }
}
