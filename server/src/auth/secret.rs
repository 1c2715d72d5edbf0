use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use client_core::model::Timestamp;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::AuthError;
use crate::store::SecretHash;

/// A fresh token or session secret: 128 random bits, base64url.
///
/// # Errors
/// [`AuthError::Randomness`].
pub fn secret() -> Result<String, AuthError> {
    Ok(URL_SAFE_NO_PAD.encode(random()?))
}

/// A fresh random identity.
///
/// # Errors
/// [`AuthError::Randomness`].
pub fn identity() -> Result<Uuid, AuthError> {
    Ok(uuid::Builder::from_random_bytes(random()?).into_uuid())
}

/// A fresh actor of a replica. Actors that are issued later sort behind those before: Automerge keeps them sorted, and one that
/// came between others would make it rewrite every operation of the document (docs/decisions/0023).
///
/// # Errors
/// [`AuthError::Randomness`].
pub fn actor(now: Timestamp) -> Result<[u8; 16], AuthError> {
    let mut bytes = random()?;
    // Behind the actor of an import, which is the identity of its draft; then 48 bits of time; the rest is random.
    let [_, _, time @ ..] = now.to_be_bytes();
    bytes[0] = 0xff;
    bytes[1..7].copy_from_slice(&time);
    Ok(bytes)
}

/// What the store keeps of a secret. Looking it up by hash takes a time that tells nothing about the secret.
pub fn hash(secret: &str) -> SecretHash {
    Sha256::digest(secret.as_bytes()).into()
}

/// What a session is called in lists, commands and addresses: 53 bits of a hash of what the store keeps, in decimal. It is the same as long as
/// the session lives, and tells nothing of the secret nor of its hash.
pub fn number_of(secret: &SecretHash) -> String {
    let digest = Sha256::new().chain_update(b"adref session number").chain_update(secret).finalize();
    let number = digest.iter().take(8).fold(0u64, |number, byte| (number << 8) | u64::from(*byte));
    (number >> 11).to_string()
}

fn random() -> Result<[u8; 16], AuthError> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|_| AuthError::Randomness)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actors_are_fresh_and_sort_as_they_are_issued() {
        let [first, second, later] =
            [1_763_000_000_000, 1_763_000_000_000, 1_763_000_000_001].map(|now| actor(now).expect("random"));
        assert_ne!(first, second);
        assert!(later > first && later > second, "{later:?}");
    }

    #[test]
    fn secrets_are_fresh_and_fit_a_link() {
        let (a, b) = (secret().expect("random"), secret().expect("random"));
        assert_ne!(a, b);
        assert_eq!(a.len(), 22);
        assert!(a.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_'), "{a}");
        assert_ne!(hash(&a), hash(&b));
        assert_ne!(number_of(&hash(&a)), number_of(&hash(&b)));
        assert!(number_of(&hash(&a)).parse::<u64>().is_ok_and(|number| number < 1 << 53), "{}", number_of(&hash(&a)));
    }
}
