//! What is composed and how it is written, by example.

mod chosen;
mod compilation;
mod generated;
mod marked;
mod support;
mod writers;
