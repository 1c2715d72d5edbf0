//! The server as others meet it: HTTP, WebSocket, command line.

mod cli;
mod comments;
mod docs;
mod faults;
mod http;
mod limits;
mod lives;
mod play;
mod roles;
mod socket;
mod support;
mod terminal;
