//! The server as others meet it: HTTP, WebSocket, command line.

mod cli;
mod comments;
mod disk;
mod docs;
mod durable;
mod faults;
mod flips;
mod http;
mod limits;
mod play;
mod restore;
mod socket;
mod support;
mod verify;
