//! The one binary of Adref.

use std::process::ExitCode;

/// Gives back what a draft or a crowd has used once it is gone; the system's keeps it for the next.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    adref_server::cli::run()
}
