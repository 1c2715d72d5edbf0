use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

use crate::cli::Failure;

/// A server in a process of its own. Dropping it kills it.
pub struct Process {
    child: Child,
    /// Where it listens.
    pub address: String,
}

impl Process {
    /// Starts one and waits until it listens.
    pub fn start(data: &Path) -> Result<Self, Failure> {
        let failed = |error: std::io::Error| Failure::new(format!("no server can be started: {error}"), "");
        let mut child = Command::new(std::env::current_exe().map_err(failed)?)
            .args(["serve", "--listen", "127.0.0.1:0", "--no-seed", "--data"])
            .arg(data)
            .env("ADREF_LOG", "off")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(failed)?;
        let mut line = String::new();
        if let Some(out) = child.stdout.take() {
            BufReader::new(out).read_line(&mut line).map_err(failed)?;
        }
        let mut process = Self { child, address: String::new() };
        match line.trim().strip_prefix("listening http://") {
            Some(address) => address.clone_into(&mut process.address),
            None => return Err(Failure::new("a server did not start again", "Look at what it said.")),
        }
        Ok(process)
    }

    /// Kills it (SIGKILL) and waits until it is gone.
    pub fn kill(&mut self) -> Result<(), Failure> {
        let failed = |error: std::io::Error| Failure::new(format!("a server cannot be killed: {error}"), "");
        self.child.kill().map_err(failed)?;
        self.child.wait().map_err(failed)?;
        Ok(())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Gone already when everything went well.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
