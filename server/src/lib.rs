//! The server of Adref: HTTP, WebSocket, rooms, store and the commands of the one binary `adref`.
//!
//! What a draft is and how replicas agree is `client-core`'s; this crate gives it a clock, randomness, a disk and
//! sockets, and knows nothing of Automerge.

pub mod app;
pub mod attendance;
pub mod auth;
pub mod backup;
pub mod cli;
pub mod clock;
pub mod delegations;
pub mod devices;
pub mod export;
pub mod formats;
pub mod http;
pub mod importing;
pub mod limits;
pub mod links;
pub mod material;
pub mod metrics;
pub mod play;
pub mod press;
pub mod proxies;
pub mod refusals;
pub mod room;
pub mod roster;
pub mod seed;
pub mod server;
pub mod serving;
pub mod settings;
pub mod sign_in;
pub mod store;
pub mod tls;
pub mod turns;
pub mod verify;
pub mod ws;
