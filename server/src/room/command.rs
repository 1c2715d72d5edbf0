use std::sync::Arc;

use client_core::{
    device::Signing,
    model::Person,
    sync::{
        protocol::Hello,
        room::{Bringing, Brought, Shown},
    },
};
use tokio::sync::oneshot;

use super::{Outbox, RoomError};

/// What a room is asked.
pub enum Command {
    /// Somebody joins.
    Join(Box<Joining>),
    /// A later frame.
    Frame {
        /// The connection.
        connection: u64,
        /// The frame, still encoded.
        frame: Vec<u8>,
    },
    /// The connection ended.
    Leave {
        /// The connection.
        connection: u64,
    },
    /// Somebody asks for the draft as it is now.
    Read(oneshot::Sender<Result<RoomView, RoomError>>),
    /// A second version of the text comes in as one.
    Bring(Box<Bringing>, oneshot::Sender<Result<Brought, RoomError>>),
    /// Somebody may do more or less by now.
    Person {
        /// The connection.
        connection: u64,
        /// Who it is from here on.
        person: Person,
    },
}

/// Somebody who was let in.
pub struct Joining {
    /// The connection.
    pub connection: u64,
    /// Who.
    pub person: Person,
    /// The session's secret to hand back; empty when the client brought it.
    pub session: String,
    /// A fresh actor.
    pub actor: [u8; 16],
    /// What the client said.
    pub hello: Hello,
    /// Where to send to.
    pub outbox: Arc<Outbox>,
    /// The key that the session registered.
    pub signing: Signing,
}

/// A draft as it is on disk.
pub type RoomView = Shown;
