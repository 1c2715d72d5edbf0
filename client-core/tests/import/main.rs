//! What an import must find: the five seed documents, small examples, hostile texts.

mod agenda;
mod commitment;
mod dump;
mod examples;
mod hostile;
mod lossless;
mod onto;
mod seeds;
mod support;
