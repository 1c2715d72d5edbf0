//! The server as others meet it: HTTP, WebSocket, command line.

mod cli;
mod comments;
mod docs;
mod faults;
mod http;
mod limits;
mod play;
mod socket;
mod support;
