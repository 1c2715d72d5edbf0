//! Signing what a session sends, outside of it: a browser signs in its own time, and gives no key to anybody.

use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

use super::protocol::encode;
use crate::{
    chain::Link,
    checkpoint::Signed,
    device::{DeviceKey, change_message},
    model::DraftId,
    schema::parse_hash,
};

/// A push by itself, as [`super::protocol::ClientMessage::Push`] has it: the page would have to carry a reader of every other message
/// that it only ever writes.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Only {
    Push {
        changes: Vec<ByteBuf>,
        #[serde(default)]
        signatures: Vec<ByteBuf>,
    },
}

/// The changes of a frame that pushes some.
fn pushed(frame: &[u8]) -> Option<Vec<ByteBuf>> {
    let Only::Push { changes, .. } = ciborium::from_reader(frame).ok()?;
    Some(changes)
}

/// What a device is to sign of a frame that a session of the draft sends: nothing but of a push, and there of each change.
pub fn messages(frame: &[u8], draft: DraftId) -> Vec<Link> {
    let changes = pushed(frame).unwrap_or_default();
    changes.iter().map(|bytes| change_message(draft, &parse_hash(bytes))).collect()
}

/// The frame with the signatures of its [`messages`], in their order. Any other frame stays as it is.
pub fn signed(frame: Vec<u8>, signatures: &[Signed]) -> Vec<u8> {
    let Some(changes) = pushed(&frame) else { return frame };
    let signatures = signatures.iter().map(|signature| ByteBuf::from(signature.to_vec())).collect();
    encode(&Only::Push { changes, signatures })
}

/// The frame, signed where there is something to sign.
pub fn sign(frame: Vec<u8>, draft: DraftId, key: &DeviceKey) -> Vec<u8> {
    let signatures: Vec<Signed> = messages(&frame, draft).iter().map(|message| key.sign(message)).collect();
    if signatures.is_empty() { frame } else { signed(frame, &signatures) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sync::protocol::{ClientMessage, decode_client};

    #[test]
    fn a_push_is_signed_and_any_other_message_stays_as_it_is() {
        let (draft, key) = (DraftId(uuid::Uuid::from_u128(1)), DeviceKey::new(&[1; 32]));
        let push = |signatures| ClientMessage::Push { changes: vec![ByteBuf::from(vec![1, 2, 3])], signatures };
        let frame = sign(encode(&push(Vec::new())), draft, &key);
        let signature = key.sign(&change_message(draft, &parse_hash(&[1, 2, 3])));
        assert_eq!(decode_client(&frame), Ok(push(vec![ByteBuf::from(signature.to_vec())])));
        let other = encode(&ClientMessage::Need { heads: vec!["ab".into()] });
        assert_eq!(sign(other.clone(), draft, &key), other);
        assert_eq!(signed(b"no frame".to_vec(), &[]), b"no frame");
    }
}
