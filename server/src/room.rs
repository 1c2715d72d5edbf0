//! The task around the core's room: one per open draft, loaded on demand, dropped when nobody is left.
//!
//! The room decides (`client_core::sync::room`); this module moves its events and effects between sockets and disk.

mod command;
mod outbox;
mod problem;
mod rooms;
mod task;
mod wire;

pub use command::{Command, Joining, RoomView};
pub use outbox::{Ended, FAREWELL, Outbox};
pub use problem::{Ending, close_code, problem_frame, reason};
pub use rooms::Rooms;
pub use task::REST;

/// Why a room cannot answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RoomError {
    /// The server stops.
    #[error("the server is stopping")]
    Stopping,
    /// The draft could not be loaded.
    #[error("the draft cannot be loaded: {0}")]
    Load(String),
    /// What is stored of the draft is damaged; the others go on.
    #[error("the draft is damaged: {0}")]
    Damaged(String),
    /// The room met an error and is loaded again.
    #[error("the room is being loaded again")]
    Reloading,
}
