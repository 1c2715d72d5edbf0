use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Args;

use super::{Failure, print};
use crate::{
    backup::{self, BackupError},
    clock,
};

/// Copy the data to a new directory. Works beside a running server; the copy is of one moment, on disk, and was looked at.
#[derive(Debug, Args)]
pub struct Backup {
    /// A directory that is not there yet
    to: PathBuf,
}

/// Put a backup in the place of the data. No server may run.
#[derive(Debug, Args)]
pub struct Restore {
    /// What `adref backup` wrote
    from: PathBuf,
    /// Put it in the place of data that is there; that stays beside it
    #[arg(long)]
    replace: bool,
}

impl Backup {
    /// Copies.
    pub fn run(self, data: &Path) -> Result<ExitCode, Failure> {
        let findings = backup::backup(data, &self.to)?;
        let changes: usize = findings.drafts.iter().map(|looked| looked.changes).sum();
        print(&format!(
            "{} drafts with {changes} changes are in {}, and everything holds\n",
            findings.drafts.len(),
            self.to.display()
        ))?;
        Ok(ExitCode::SUCCESS)
    }
}

impl Restore {
    /// Restores.
    pub fn run(self, data: &Path) -> Result<ExitCode, Failure> {
        let aside = backup::restore(&self.from, data, self.replace, clock::now())?;
        let mut text = format!("{} holds what {} held\n", data.display(), self.from.display());
        if let Some(aside) = aside {
            text.push_str(&format!("what was there before is in {}\n", aside.display()));
        }
        print(&text)?;
        Ok(ExitCode::SUCCESS)
    }
}

impl From<BackupError> for Failure {
    fn from(error: BackupError) -> Self {
        Self::new(error.to_string(), error.hint())
    }
}
