//! The formats that lose nothing.

mod akn;
mod json;
mod made_up;
mod schema;
