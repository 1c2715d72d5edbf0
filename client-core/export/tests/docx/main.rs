//! The writer of DOCX: small parts as they are, hostile words, and what other programs make of its files.

mod golden;
mod judges;
mod samples;
mod support;
mod words;
