//! The server as others meet it: HTTP, WebSocket, command line.

mod cli;
mod http;
mod socket;
mod support;
