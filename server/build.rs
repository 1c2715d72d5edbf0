//! The binary carries the page: it embeds `web/dist`, which `make web` fills.

use std::path::Path;

fn main() -> std::io::Result<()> {
    // A plain `cargo build` works without Node too: the folder is then there and empty, and the server says that it
    // was built without the page.
    std::fs::create_dir_all(Path::new(env!("CARGO_MANIFEST_DIR")).join("web/dist"))?;
    println!("cargo:rerun-if-changed=web/dist");
    Ok(())
}
