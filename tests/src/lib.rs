//! Support for the tests: a room and its clients in one process, without sockets, clocks or threads, so that a test reads
//! as a story and a failing plan can be replayed.

pub mod cop21;
mod drafts;
pub mod grown;
pub mod hostile;
mod network;
pub mod plan;

pub use drafts::{draft, paragraph_id};
pub use network::{Client, Network};
