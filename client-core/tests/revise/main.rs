//! A second version of a document, written into the draft.

mod examples;
mod generated;
mod negotiation;
mod support;
mod tables;
