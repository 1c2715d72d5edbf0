//! client-core-export
