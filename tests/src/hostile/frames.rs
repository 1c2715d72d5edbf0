//! Frames that no peer of ours sends.

use client_core::{
    model::{Audience, Decision, Role},
    sync::{
        protocol::{self, ClientMessage, Credential, Cursor, WireResolve},
        session::Session,
    },
};
use uuid::Uuid;

use super::bytes;
use crate::{Network, paragraph_id, plan::beginning};

/// Sends spoilt frames of every kind to a room, over and over; whoever sent one comes again when the room ended the conversation.
/// Afterwards people write as if nothing had happened.
///
/// # Errors
/// What does not hold.
pub fn at_a_room(rounds: usize, seed: u64) -> Result<(), String> {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut network = Network::new(&beginning());
    for name in ["Alice", "Mallory"] {
        network.join(name, Role::Member);
    }
    network.join("Dana", Role::Chair);
    network.settle();
    let honest = said(&mut network)?;
    for _ in 0..rounds {
        network.connect("Mallory");
        let (one, other) = (random.usize(..honest.len()), random.usize(..honest.len()));
        let frame = bytes::spoilt(&honest[one], &honest[other], &mut random);
        network.send_raw("Mallory", frame);
        network.settle_without("nobody");
    }
    network.change("Alice", 1, 0, 0, "仍").map_err(|refusal| refusal.to_string())?;
    network.settle();
    let (here, there) = (network.room_text(), network.text("Dana"));
    if here == there && here.contains('仍') { Ok(()) } else { Err(format!("{here:?} here, {there:?} there")) }
}

/// Gives spoilt frames of a server to a client's session, a fresh one each time.
///
/// # Errors
/// What does not hold.
pub fn at_a_session(rounds: usize, seed: u64) -> Result<(), String> {
    let mut random = fastrand::Rng::with_seed(seed);
    let heard = heard()?;
    for _ in 0..rounds {
        let mut session = Session::new("test", Credential::Session { secret: "Bob".into() });
        drop(session.opened(1));
        let spoilt = random.usize(..heard.len());
        for (at, frame) in heard.iter().enumerate() {
            let frame = if at == spoilt { bytes::spoilt(frame, &heard[0], &mut random) } else { frame.clone() };
            drop(session.frame(&frame, 2));
        }
        drop(session.draft());
    }
    Ok(())
}

/// A frame of every kind that a client sends.
fn said(network: &mut Network) -> Result<Vec<Vec<u8>>, String> {
    let refused = |refusal: client_core::ops::Refusal| refusal.to_string();
    let mut frames = Vec::new();
    network.change("Mallory", 1, 0, 0, "Well ").map_err(refused)?;
    network.flush("Mallory");
    frames.push(network.take_frame("Mallory"));
    network.bracket("Mallory", 2, 0, 2).map_err(refused)?;
    frames.push(network.take_frame("Mallory"));
    let remark = network.about(2, 0..2, Audience::Everybody, "so");
    network.comment("Mallory", remark).map_err(|refusal| refusal.to_string())?;
    frames.push(network.take_frame("Mallory"));
    let cursor = Cursor { paragraph: paragraph_id(1).0, anchor: "s".into(), head: "e".into() };
    frames.push(protocol::encode(&ClientMessage::Presence { cursor: Some(cursor) }));
    frames.push(protocol::encode(&ClientMessage::Need { heads: vec!["00".repeat(32)] }));
    let decision = Decision::AgreeAdRef(paragraph_id(1));
    frames.push(protocol::encode(&ClientMessage::Decide {
        id: Uuid::from_u128(5),
        decision: (&decision).into(),
        meeting: "1st".into(),
        reason: "so".into(),
        heads: network.room.heads(),
    }));
    let resolve = WireResolve { id: Uuid::from_u128(6), thread: Uuid::from_u128(7), resolved: true };
    frames.push(protocol::encode(&ClientMessage::ResolveComment(resolve)));
    Ok(frames)
}

/// What a client hears, a frame of every kind: the welcome first.
fn heard() -> Result<Vec<Vec<u8>>, String> {
    let mut network = Network::new(&beginning());
    network.join("Alice", Role::Member);
    network.settle();
    network.join("Dana", Role::Chair);
    network.deliver_up("Dana");
    network.write();
    let mut frames = network.waiting("Dana");
    while network.deliver_down("Dana") {}
    network.change("Alice", 1, 0, 0, "Well ").map_err(|refusal| refusal.to_string())?;
    network.flush("Alice");
    let remark = network.about(2, 0..2, Audience::Everybody, "so");
    network.comment("Alice", remark).map_err(|refusal| refusal.to_string())?;
    let agreed = Decision::AgreeAdRef(paragraph_id(1));
    network.decide("Dana", agreed).map_err(|refusal| refusal.to_string())?;
    network.send_raw("Dana", vec![0xff]);
    for name in ["Alice", "Alice", "Dana"] {
        network.deliver_up(name);
        network.write();
    }
    frames.extend(network.waiting("Dana"));
    Ok(frames)
}
