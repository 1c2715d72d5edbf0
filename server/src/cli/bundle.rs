use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Args;

use super::{Failure, print, reading};
use crate::verify::Bundle;

/// Write what is needed to check who wrote what of a draft, and to go on with it on another server: its log of changes, its record,
/// the signed checkpoints. Comments are in it only when asked for.
#[derive(Debug, Args)]
pub struct BundleOf {
    /// Slug or identity of the draft
    draft: String,
    /// Where to write it; standard output without it
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Put in what people said, also what is for one delegation or for the chair alone
    #[arg(long)]
    comments: bool,
}

impl BundleOf {
    /// Writes it.
    pub fn run(self, data: &Path) -> Result<ExitCode, Failure> {
        let mut store = reading::store(data)?;
        let row = reading::find(&mut store, &self.draft)?;
        let text = Bundle::of(&mut store, &row, self.comments)?
            .write()
            .map_err(|error| Failure::new(format!("the bundle cannot be written: {error}"), "Report this."))?;
        match self.output {
            Some(file) => fs::write(&file, text).map_err(|error| {
                Failure::new(format!("{} cannot be written: {error}", file.display()), "Write to another place.")
            })?,
            None => print(&text)?,
        }
        Ok(ExitCode::SUCCESS)
    }
}
