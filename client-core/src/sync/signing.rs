//! Signing what a session sends, outside of it: a browser signs in its own time, and gives no key to anybody.

use serde_bytes::ByteBuf;

use super::protocol::{ClientMessage, decode_client, encode};
use crate::{
    chain::Link,
    checkpoint::Signed,
    device::{DeviceKey, change_message},
    model::DraftId,
    schema::parse_hash,
};

/// What a device is to sign of a frame that a session of the draft sends: nothing but of a push, and there of each change.
pub fn messages(frame: &[u8], draft: DraftId) -> Vec<Link> {
    match decode_client(frame) {
        Ok(ClientMessage::Push { changes, .. }) => {
            changes.iter().map(|bytes| change_message(draft, &parse_hash(bytes))).collect()
        }
        _ => Vec::new(),
    }
}

/// The frame with the signatures of its [`messages`], in their order. Any other frame stays as it is.
pub fn signed(frame: Vec<u8>, signatures: &[Signed]) -> Vec<u8> {
    match decode_client(&frame) {
        Ok(ClientMessage::Push { changes, .. }) => {
            let signatures = signatures.iter().map(|signature| ByteBuf::from(signature.to_vec())).collect();
            encode(&ClientMessage::Push { changes, signatures })
        }
        _ => frame,
    }
}

/// The frame, signed where there is something to sign.
pub fn sign(frame: Vec<u8>, draft: DraftId, key: &DeviceKey) -> Vec<u8> {
    let signatures: Vec<Signed> = messages(&frame, draft).iter().map(|message| key.sign(message)).collect();
    if signatures.is_empty() { frame } else { signed(frame, &signatures) }
}
