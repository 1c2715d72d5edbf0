//! Devices: a client may hold a key of its own and sign what it writes with it. The server keeps the signature beside the change, so that
//! it can be shown later that this device wrote it, and that the server did not put it into somebody's mouth.
//!
//! Keys are Ed25519. What is signed is the SHA-256 of fields that say what it is for, so that no signature holds for anything else.

use ed25519_dalek::{Signer, SigningKey};

use crate::{
    chain::{Fields, Link},
    checkpoint::{PublicKey, Signed, is_signed},
    model::{DraftId, PersonId},
};

/// The key of a device.
pub struct DeviceKey(SigningKey);

impl std::fmt::Debug for DeviceKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DeviceKey").finish_non_exhaustive()
    }
}

impl DeviceKey {
    /// The key of 32 random bytes.
    pub fn new(secret: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(secret))
    }

    /// What everybody may know of it.
    pub fn public(&self) -> PublicKey {
        self.0.verifying_key().to_bytes()
    }

    /// Signs a message of [`change_message`] or [`possession_message`].
    pub fn sign(&self, message: &Link) -> Signed {
        self.0.sign(message).to_bytes()
    }
}

/// What a device signs of a change: in which draft it is, and its hash in hexadecimal digits.
pub fn change_message(draft: DraftId, hash: &str) -> Link {
    let mut fields = Fields::new("adref change of a device 1");
    fields.add(draft.0.as_bytes());
    fields.add(hash.as_bytes());
    fields.finish()
}

/// What a device signs to show that it holds its key: for whom it will sign.
pub fn possession_message(person: PersonId) -> Link {
    let mut fields = Fields::new("adref device 1");
    fields.add(person.0.as_bytes());
    fields.finish()
}

/// Whether somebody who registers a key holds it.
pub fn possesses(key: &PublicKey, person: PersonId, proof: &Signed) -> bool {
    is_signed(key, &possession_message(person), proof)
}

/// What is asked of the changes that come by a conversation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Signing {
    /// Nothing: there is no key to hold them against.
    #[default]
    Free,
    /// That they are signed, with a key that was not registered when the conversation began: so none is taken.
    Required,
    /// That they are signed with this key, which the session registered.
    By(PublicKey),
}

impl Signing {
    /// Of a session with the key that it registered, on a server that may take signed changes alone.
    pub fn of(key: Option<PublicKey>, required: bool) -> Self {
        match key {
            Some(key) => Self::By(key),
            None if required => Self::Required,
            None => Self::Free,
        }
    }
}

/// What a device signed of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeviceSignature {
    /// The key of the device.
    pub key: PublicKey,
    /// The signature.
    pub signature: Signed,
}

impl DeviceSignature {
    /// Whether the device signed this change in this draft.
    pub fn holds(&self, draft: DraftId, hash: &str) -> bool {
        is_signed(&self.key, &change_message(draft, hash), &self.signature)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_signature_is_of_one_key_one_draft_one_change_and_one_purpose() {
        let (key, other) = (DeviceKey::new(&[1; 32]), DeviceKey::new(&[2; 32]));
        let (draft, person) = (DraftId(Uuid::from_u128(1)), PersonId(Uuid::from_u128(1)));
        let signature = key.sign(&change_message(draft, "ab"));
        let signed = DeviceSignature { key: key.public(), signature };
        assert!(signed.holds(draft, "ab"));
        assert!(!signed.holds(draft, "ac") && !signed.holds(DraftId(Uuid::from_u128(2)), "ab"));
        assert!(!DeviceSignature { key: other.public(), ..signed }.holds(draft, "ab"));
        assert!(!possesses(&key.public(), person, &signature));
        let proof = key.sign(&possession_message(person));
        assert!(possesses(&key.public(), person, &proof));
        assert!(!possesses(&key.public(), PersonId(Uuid::from_u128(2)), &proof));
        assert!(!possesses(&other.public(), person, &proof));
    }
}
