//! The one binary of Adref.

use std::process::ExitCode;

fn main() -> ExitCode {
    adref_server::cli::run()
}
