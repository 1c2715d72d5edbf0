//! Text in, drafts and diagnostics out.
