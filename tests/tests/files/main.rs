//! Drafts as files: what is written comes in again, and other programs find no fault.

mod comes_back;
mod judges;
mod several;
mod shape;
mod spoken;
mod writers;
