//! The server as others meet it: HTTP, WebSocket, command line.

mod api;
mod cli;
mod comments;
mod disk;
mod docs;
mod durable;
mod faults;
mod flips;
mod formats;
mod http;
mod identity;
mod intake;
mod interchange;
mod limits;
mod lives;
mod matrix;
mod play;
mod restore;
mod roles;
mod socket;
mod support;
mod terminal;
mod verify;
