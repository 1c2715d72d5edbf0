use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Args;
use client_core::checkpoint::short;

use super::{Failure, print, reading};
use crate::{
    clock,
    store::{
        Access, DataDir, Store,
        identity::{self, Place},
        sqlite::Sqlite,
    },
};

/// Show the keys that the server signs checkpoints with, or replace the one in use.
#[derive(Debug, Args)]
pub struct Key {
    /// Make a new key that the old one signs in; the server must not run
    #[arg(long)]
    rotate: bool,
    /// The file with the key, where the server is given one by --signing-key; it is written anew
    #[arg(long, env = "ADREF_SIGNING_KEY", value_name = "FILE")]
    signing_key: Option<PathBuf>,
}

impl Key {
    /// Shows or replaces.
    pub fn run(self, data: &Path) -> Result<ExitCode, Failure> {
        if self.rotate {
            let directory = DataDir::open(data, Access::Own)?;
            let mut store = Sqlite::open(&directory.database(), Access::Own)?;
            let place = Place::of(directory.path(), self.signing_key.as_deref());
            identity::rotate(place, &mut store, clock::now())?;
        }
        let mut text = String::new();
        for row in reading::store(data)?.keys()? {
            let how = match row.succession {
                Some(succession) => format!(" signed in by {}", short(&succession.before)),
                None => String::new(),
            };
            text.push_str(&format!("{}{how}\n", short(&row.key)));
        }
        if text.is_empty() {
            return Err(Failure::new("there is no key yet", "Start the server once: it makes one."));
        }
        print(&text)?;
        Ok(ExitCode::SUCCESS)
    }
}
