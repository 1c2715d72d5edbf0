use std::{
    fs,
    io::BufReader,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Args;

use super::{Failure, print, print_json, reading};
use crate::verify::{self, Bundle, Findings};

/// Check everything that is stored, or an exported bundle: hashes, chains, signatures. Works beside a running server.
#[derive(Debug, Args)]
pub struct Verify {
    /// A bundle (`adref bundle`) or another data directory; the data directory without it
    #[arg(value_name = "BUNDLE")]
    what: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Verify {
    /// Checks; ends with 1 when something does not hold.
    pub fn run(self, data: &Path) -> Result<ExitCode, Failure> {
        let findings = match &self.what {
            Some(file) if file.is_file() => {
                let opened = fs::File::open(file).map_err(|error| Failure::reading(file, &error))?;
                let unreadable = |error: verify::BundleError| {
                    Failure::new(format!("{}: {error}", file.display()), "Give a file that `adref bundle` wrote.")
                };
                Bundle::read_from(BufReader::new(opened)).map_err(unreadable)?.verify(None)
            }
            other => verify::store(&mut reading::store(other.as_deref().unwrap_or(data))?)?,
        };
        if self.json {
            print_json(&findings)?;
        } else {
            print(&told(&findings))?;
        }
        Ok(if findings.faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

fn told(findings: &Findings) -> String {
    let mut text = String::new();
    for looked in &findings.drafts {
        text.push_str(&format!(
            "{}: {} changes, {} decisions, {} comments, {} checkpoints hold\n",
            looked.draft, looked.changes, looked.record, looked.comments, looked.checkpoints
        ));
        if looked.elsewhere > 0 {
            text.push_str(&format!("  and {} signed by servers that it was kept on before\n", looked.elsewhere));
        }
    }
    for note in &findings.notes {
        text.push_str(&format!("note: {note}\n"));
    }
    for fault in &findings.faults {
        text.push_str(&format!("BROKEN: {}: {}\n", fault.place, fault.what));
    }
    let end = match findings.faults.len() {
        0 => "everything holds\n".into(),
        1 => "one thing does not hold; restore a backup\n".into(),
        faults => format!("{faults} things do not hold; restore a backup\n"),
    };
    text + &end
}
