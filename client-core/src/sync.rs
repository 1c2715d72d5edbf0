//! How replicas of a draft agree: the messages, the client's session and the server's room.
//!
//! Session and room are state machines: events in, effects out. They open no socket and read no clock.

mod cached;
pub mod protocol;
pub mod room;
pub mod session;
pub mod signing;
