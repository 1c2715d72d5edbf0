//! What the page sees of client-core: bindings only, no rule of the negotiated text lives here.
//!
//! Everything but frames crosses as JSON. Offsets on the page's side count UTF-16 code units, an anchor counting one; they
//! are converted here, at the edge ([`units`]).

mod json;
mod session;
pub mod units;

use wasm_bindgen::prelude::wasm_bindgen;

pub use session::Session;

/// The version of the core that the page runs; it is also the server's, both come from one build.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
