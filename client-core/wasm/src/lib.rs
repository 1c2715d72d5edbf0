//! client-core-wasm
