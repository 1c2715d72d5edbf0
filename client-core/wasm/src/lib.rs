//! What the page sees of client-core: bindings only, no rule of the negotiated text lives here.

use wasm_bindgen::prelude::wasm_bindgen;

/// The version of the core that the page runs; it is also the server's, both come from one build.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
