//! The negotiated text: what a draft, a square bracket and an alternative are, how several people change them at once,
//! and how replicas of a draft agree.
//!
//! This crate performs no I/O, reads no clock and draws no random number: whoever calls hands in the time and fresh
//! identities. It compiles natively (server, terminal client, simulator) and to wasm (the page).
//!
//! Offsets count **Unicode code points**, and an anchor (the edge of a bracket, a footnote call) counts as one; see
//! [`model::Inline`].

pub mod chain;
pub mod checkpoint;
pub mod comments;
pub mod device;
pub mod gate;
pub mod history;
pub mod import;
pub mod model;
pub mod ops;
pub mod record;
pub mod redline;
pub mod revise;
pub mod schema;
pub mod sync;
pub mod view;
