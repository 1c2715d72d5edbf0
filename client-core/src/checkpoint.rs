//! Checkpoints: the server signs how far the logs of a draft go, so that it cannot tell another story later without being found
//! out. Whoever has seen one can ask of everything that comes after whether it contains it.
//!
//! Keys are Ed25519. Random bytes and time are handed in.

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};

use crate::{
    chain::{Fields, Link},
    model::{DraftId, Entry, Timestamp},
};

/// A public key.
pub type PublicKey = [u8; 32];

/// A signature.
pub type Signed = [u8; 64];

/// What a server signs with.
#[derive(Clone)]
pub struct ServerKey(SigningKey);

impl std::fmt::Debug for ServerKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ServerKey").field("public", &short(&self.public())).finish_non_exhaustive()
    }
}

impl ServerKey {
    /// The key of 32 random bytes.
    pub fn new(secret: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(secret))
    }

    /// What everybody may know of it.
    pub fn public(&self) -> PublicKey {
        self.0.verifying_key().to_bytes()
    }

    fn sign(&self, message: &Link) -> Signed {
        self.0.sign(message).to_bytes()
    }
}

/// The first eight bytes of a key, as people compare them.
pub fn short(key: &PublicKey) -> String {
    key.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// Whether a signature of a message is that of a key.
pub(crate) fn is_signed(key: &PublicKey, message: &Link, signature: &Signed) -> bool {
    let Ok(key) = VerifyingKey::from_bytes(key) else { return false };
    key.verify_strict(message, &Signature::from_bytes(signature)).is_ok()
}

/// How far the text and the record of a draft went at a moment, signed. (The log of comments has a signature of its own,
/// [`sign_comments`]: how often others confer is nobody's business.)
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// The draft.
    pub draft: DraftId,
    /// When it was signed.
    pub at: Timestamp,
    /// How many changes the log had.
    pub changes: u64,
    /// The link of the last one (`chain::change_link`).
    pub changes_link: Link,
    /// How many entries the record had.
    pub record: u64,
    /// The hash of the last one.
    pub record_hash: Link,
    /// Heads of the text, hexadecimal and sorted: all of these changes are in the log.
    pub heads: Vec<String>,
    /// The key that it is signed with.
    pub key: PublicKey,
    /// The signature.
    pub signature: Signed,
}

impl Checkpoint {
    /// Signs; `key` and `signature` are set.
    #[must_use]
    pub fn signed(mut self, key: &ServerKey) -> Self {
        self.key = key.public();
        self.signature = key.sign(&self.message());
        self
    }

    /// Whether the signature is that of the key.
    pub fn holds(&self) -> bool {
        is_signed(&self.key, &self.message(), &self.signature)
    }

    /// Whether the record agrees as far as the checkpoint goes.
    pub fn is_in_record(&self, entries: &[Entry]) -> bool {
        match self.record.checked_sub(1) {
            None => true,
            Some(last) => usize::try_from(last)
                .ok()
                .and_then(|last| entries.get(last))
                .is_some_and(|entry| entry.seq == self.record && entry.hash == self.record_hash),
        }
    }

    fn message(&self) -> Link {
        let mut fields = Fields::new("adref checkpoint 1");
        fields.add(self.draft.0.as_bytes());
        fields.add(&self.at.to_be_bytes());
        fields.add(&self.changes.to_be_bytes());
        fields.add(&self.changes_link);
        fields.add(&self.record.to_be_bytes());
        fields.add(&self.record_hash);
        for head in &self.heads {
            fields.add(head.as_bytes());
        }
        fields.finish()
    }
}

/// Signs how far the log of comments of a draft went.
pub fn sign_comments(key: &ServerKey, draft: DraftId, at: Timestamp, comments: u64, link: &Link) -> Signed {
    key.sign(&comments_message(draft, at, comments, link))
}

/// Whether a signature of [`sign_comments`] is that of the key.
pub fn comments_hold(
    (key, signature): (&PublicKey, &Signed),
    draft: DraftId,
    at: Timestamp,
    comments: u64,
    link: &Link,
) -> bool {
    is_signed(key, &comments_message(draft, at, comments, link), signature)
}

fn comments_message(draft: DraftId, at: Timestamp, comments: u64, link: &Link) -> Link {
    let mut fields = Fields::new("adref comments checkpoint 1");
    fields.add(draft.0.as_bytes());
    fields.add(&at.to_be_bytes());
    fields.add(&comments.to_be_bytes());
    fields.add(link);
    fields.finish()
}

/// A key that takes the place of another, signed by the one before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Succession {
    /// The key before.
    pub before: PublicKey,
    /// The key from here on.
    pub key: PublicKey,
    /// When.
    pub at: Timestamp,
    /// By the key before.
    pub signature: Signed,
}

impl Succession {
    /// Signs a key in.
    pub fn signed(before: &ServerKey, key: PublicKey, at: Timestamp) -> Self {
        let signature = before.sign(&Self::message(&before.public(), &key, at));
        Self { before: before.public(), key, at, signature }
    }

    /// Whether the key before signed it.
    pub fn holds(&self) -> bool {
        is_signed(&self.before, &Self::message(&self.before, &self.key, self.at), &self.signature)
    }

    fn message(before: &PublicKey, key: &PublicKey, at: Timestamp) -> Link {
        let mut fields = Fields::new("adref key 1");
        fields.add(before);
        fields.add(key);
        fields.add(&at.to_be_bytes());
        fields.finish()
    }
}

/// Whether a key is another one, or came after it, each signed in by the one before. `keys` in their order.
pub fn follows(pinned: &PublicKey, key: &PublicKey, keys: &[Succession]) -> bool {
    let mut current = *pinned;
    for succession in keys {
        if succession.before == current && succession.holds() && current != *key {
            current = succession.key;
        }
    }
    current == *key
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn checkpoint() -> Checkpoint {
        Checkpoint {
            draft: DraftId(Uuid::from_u128(1)),
            at: 2,
            changes: 3,
            changes_link: [4; 32],
            record: 0,
            record_hash: [0; 32],
            heads: vec!["aa".into(), "bb".into()],
            key: [0; 32],
            signature: [0; 64],
        }
    }

    #[test]
    fn what_is_signed_cannot_be_altered() {
        let key = ServerKey::new(&[7; 32]);
        let whole = checkpoint().signed(&key);
        assert!(whole.holds());
        let altered: [fn(&mut Checkpoint); 9] = [
            |it| it.draft = DraftId(Uuid::from_u128(2)),
            |it| it.at = 3,
            |it| it.changes = 2,
            |it| it.changes_link = [5; 32],
            |it| it.record = 1,
            |it| it.record_hash = [1; 32],
            |it| it.heads = vec!["aabb".into()],
            |it| it.key = ServerKey::new(&[8; 32]).public(),
            |it| it.signature[0] ^= 1,
        ];
        for (index, alter) in altered.iter().enumerate() {
            let mut other = whole.clone();
            alter(&mut other);
            assert!(!other.holds(), "{index}");
        }
    }

    #[test]
    fn a_key_follows_another_only_when_that_one_signed_it_in() {
        let keys: Vec<ServerKey> = (1..=4).map(|number| ServerKey::new(&[number; 32])).collect();
        let signed = |from: usize, to: usize| Succession::signed(&keys[from], keys[to].public(), 5);
        let chain = [signed(0, 1), signed(1, 2)];
        assert!(follows(&keys[0].public(), &keys[2].public(), &chain));
        assert!(follows(&keys[1].public(), &keys[2].public(), &chain));
        assert!(follows(&keys[2].public(), &keys[2].public(), &[]));
        assert!(!follows(&keys[2].public(), &keys[0].public(), &chain), "not back");
        assert!(!follows(&keys[0].public(), &keys[3].public(), &chain));
        let forged = Succession { key: keys[3].public(), ..signed(0, 1) };
        assert!(!follows(&keys[0].public(), &keys[3].public(), &[forged]));
    }
}
