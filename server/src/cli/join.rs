use std::process::ExitCode;

use clap::Args;

use super::Failure;

/// Take part in a draft from the terminal.
#[derive(Debug, Args)]
pub struct Join {
    /// link
    url: String,
}

impl Join {
    /// Joins.
    pub fn run(self) -> Result<ExitCode, Failure> {
        Err(Failure::new(self.url, ""))
    }
}
