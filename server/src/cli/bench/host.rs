use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
    time::Duration,
};

use crate::{auth, cli::Failure};

/// Clock ticks in a second, as `/proc` counts processor time: the same on every Linux.
const TICKS: u64 = 100;

/// A server or a relay in a process of its own, so that what it uses is told apart from what its clients do. Dropping it kills it.
pub struct Host {
    child: Child,
    out: BufReader<ChildStdout>,
    /// Where it listens.
    pub address: String,
}

/// What a process has used.
#[derive(Clone, Copy, Debug, Default)]
pub struct Used {
    /// Processor time.
    pub cpu: Duration,
    /// Memory now, in bytes.
    pub resident: u64,
    /// The most memory that it ever had, in bytes.
    pub peak: u64,
}

impl Host {
    /// A server on a data directory, on a free port unless one is given. It lets one account be as fast as it can.
    ///
    /// # Errors
    /// When it does not start.
    pub fn serve(data: &Path, listen: &str, seed: bool) -> Result<Self, Failure> {
        let mut command = program()?;
        command.args(["serve", "--listen", listen, "--data"]).arg(data);
        for limit in ["messages-per-second", "kibibytes-per-second", "joins-per-second", "connections-per-account"] {
            command.args([format!("--{limit}"), "1000000".into()]);
        }
        if !seed {
            command.arg("--no-seed");
        }
        Self::start(command)
    }

    /// A relay: it hands every message to everybody else, and does nothing besides.
    ///
    /// # Errors
    /// When it does not start.
    pub fn relay() -> Result<Self, Failure> {
        let mut command = program()?;
        command.args(["bench", "relay"]);
        Self::start(command)
    }

    fn start(mut command: Command) -> Result<Self, Failure> {
        let failed = |error: std::io::Error| Failure::new(format!("no process can be started: {error}"), "");
        let quiet = command.env("ADREF_LOG", "off").stdin(Stdio::null()).stderr(Stdio::null()).stdout(Stdio::piped());
        let mut child = quiet.spawn().map_err(failed)?;
        let Some(out) = child.stdout.take() else { return Err(Failure::new("a process says nothing", "")) };
        let mut host = Self { child, out: BufReader::new(out), address: String::new() };
        host.address = host.line("listening http://")?;
        Ok(host)
    }

    /// The token of a standing invitation, as the server prints it when it starts: `chair`, `member`, `observer` in this order.
    ///
    /// # Errors
    /// When it printed none.
    pub fn token(&mut self, role: &str) -> Result<String, Failure> {
        let link = self.line(&format!("invitation {role} "))?;
        auth::token_of(&link).map(|(_, token)| token).ok_or_else(|| Failure::new("a server printed no link", ""))
    }

    /// What stands behind `prefix` in the next line that begins with it.
    fn line(&mut self, prefix: &str) -> Result<String, Failure> {
        loop {
            let mut line = String::new();
            match self.out.read_line(&mut line) {
                Ok(0) | Err(_) => return Err(Failure::new("a process ended before it was ready", "Start it by hand.")),
                Ok(_) => {}
            }
            if let Some(rest) = line.trim().strip_prefix(prefix) {
                return Ok(rest.into());
            }
        }
    }

    /// What it has used.
    pub fn used(&self) -> Used {
        let read = |file| std::fs::read_to_string(format!("/proc/{}/{file}", self.child.id())).unwrap_or_default();
        let (stat, status) = (read("stat"), read("status"));
        // Behind the name, which may hold anything: the state is field 3, user and system time are 14 and 15.
        let fields: Vec<u64> = stat
            .rsplit(')')
            .next()
            .unwrap_or_default()
            .split_whitespace()
            .map(|field| field.parse().unwrap_or(0))
            .collect();
        let ticks = fields.get(11).unwrap_or(&0) + fields.get(12).unwrap_or(&0);
        let size = |name| {
            let kib = status.lines().find_map(|line: &str| line.strip_prefix(name));
            kib.and_then(|kib| kib.trim().trim_end_matches(" kB").parse::<u64>().ok()).unwrap_or(0) << 10
        };
        Used { cpu: Duration::from_millis(ticks * 1000 / TICKS), resident: size("VmRSS:"), peak: size("VmHWM:") }
    }

    /// Asks it to stop (SIGTERM), and waits until it has.
    ///
    /// # Errors
    /// When it cannot be asked.
    pub fn stop(mut self) -> Result<(), Failure> {
        let failed = |error: std::io::Error| Failure::new(format!("a process cannot be stopped: {error}"), "");
        Command::new("kill").arg(self.child.id().to_string()).status().map_err(failed)?;
        self.child.wait().map_err(failed)?;
        Ok(())
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        // Gone already when it was stopped.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn program() -> Result<Command, Failure> {
    let failed = |error: std::io::Error| Failure::new(format!("this program cannot be found: {error}"), "");
    Ok(Command::new(std::env::current_exe().map_err(failed)?))
}
