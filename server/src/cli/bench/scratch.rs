use std::path::{Path, PathBuf};

use crate::{auth, cli::Failure};

/// A directory that goes with the measurement.
pub struct Scratch(PathBuf);

impl Scratch {
    /// A name that nobody has; the directory is made by whoever uses it.
    ///
    /// # Errors
    /// When the system gives no random numbers.
    pub fn new() -> Result<Self, Failure> {
        Ok(Self(std::env::temp_dir().join(format!("adref-bench-{}", auth::identity()?))))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            tracing::warn!(%error, directory = %self.0.display(), "the scratch directory stays");
        }
    }
}
