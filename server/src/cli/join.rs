mod brackets;
mod decide;
mod device;
mod doing;
mod entrance;
mod flags;
mod line;
mod look;
pub mod name;
mod outcome;
mod paragraphs;
pub mod problem;
mod report;
mod reverse;
mod ruling;
mod scene;
mod spot;
mod stances;
mod talk;
mod trust;
mod visit;
mod words;

use std::{
    collections::VecDeque,
    fs,
    io::{self, BufRead, IsTerminal, Read as _},
    path::{Path, PathBuf},
    process::ExitCode,
    thread,
};

use clap::{Args, ValueEnum};
use client_core::sync::{protocol::Credential, session::Session};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use super::{Failure, print, runtime, tell};
use crate::auth;
use entrance::Device;
use line::Read;
use problem::Problem;
use report::Reporter;
use scene::Habits;
use trust::Trust;
use visit::{Due, Visit};

/// The longest script, in bytes.
const MAX_SCRIPT: u64 = 4 << 20;

/// Take part in a draft from the terminal.
#[derive(Debug, Args)]
pub struct Join {
    /// An invitation link, in quotes: 'https://…/#/join/…'
    url: String,
    /// The draft; the first one without it
    #[arg(long, value_name = "SLUG")]
    draft: Option<String>,
    /// The name that others see
    #[arg(long, env = "USER", default_value = "Terminal")]
    name: String,
    /// The delegation to speak for, where the invitation leaves it open
    #[arg(long, default_value = "")]
    delegation: String,
    /// Insert this text; needs --paragraph
    #[arg(long, value_name = "TEXT", requires = "paragraph")]
    insert: Option<String>,
    /// Where to insert, in characters from 0 (a bracket's edge counts one); at the end without it
    #[arg(long, value_name = "N", requires = "insert")]
    at: Option<usize>,
    /// Open a bracket around these words
    #[arg(long, value_name = "WORDS")]
    bracket: Option<String>,
    /// What is wished of the bracket
    #[arg(long, value_enum, default_value_t = Wish::Retain, requires = "bracket")]
    wish: Wish,
    /// Why the bracket is opened, the position taken, or the paragraph proposed
    #[arg(long, default_value = "")]
    reason: String,
    /// Make this bracket a choice: each slash among its words becomes a line between branches. Its identity, or its number
    /// in `adref history`
    #[arg(long, value_name = "ID")]
    choice: Option<String>,
    /// Propose a paragraph with these words; needs --after, --before, --under or --alternative-to
    #[arg(long, value_name = "WORDS", requires = "place")]
    propose: Option<String>,
    /// Propose it behind this paragraph
    #[arg(long, value_name = "LABEL_OR_ID", group = "place", requires = "propose")]
    after: Option<String>,
    /// Propose it before this paragraph
    #[arg(long, value_name = "LABEL_OR_ID", group = "place", requires = "propose")]
    before: Option<String>,
    /// Propose it as the last sub-item of this paragraph
    #[arg(long, value_name = "LABEL_OR_ID", group = "place", requires = "propose")]
    under: Option<String>,
    /// Propose it as an alternative to this paragraph; give it again for each that follows, to replace a run
    #[arg(long, value_name = "LABEL_OR_ID", group = "place", requires = "propose")]
    alternative_to: Vec<String>,
    /// Propose to delete this paragraph, with what stands under it
    #[arg(long, value_name = "LABEL_OR_ID")]
    propose_deletion: Option<String>,
    /// Make this bracket one question with those beside it: `[a][b][c]`, of which one stays, or none
    #[arg(long, value_name = "ID")]
    join_choice: Option<String>,
    /// Make this bracket, whose words begin with a slash, a choice with the word before it: `a[/b]`
    #[arg(long, value_name = "ID")]
    instead: Option<String>,
    /// The paragraph: its label, such as 8 or "Alt 9", or its identity
    #[arg(long, value_name = "LABEL_OR_ID")]
    paragraph: Option<String>,
    /// Take a position: BRACKET=retain, delete, reserve, can-accept, or none to take it back; the bracket by its number or
    /// identity, and of a choice retain:2 for its second branch or retain:none for no text; or a version, "Alt 9=retain"
    #[arg(long, value_name = "BRACKET=STANCE")]
    position: Vec<String>,
    /// End when the own acts are on the server's disk
    #[arg(long)]
    once: bool,
    /// Go on and print what others do (the default)
    #[arg(long, conflicts_with = "once")]
    follow: bool,
    /// Print JSON, one value a line
    #[arg(long)]
    json: bool,
    /// Do the lines of this file, `-` for standard input, and end
    #[arg(long, value_name = "FILE", conflicts_with = "line")]
    script: Option<PathBuf>,
    /// Do the lines that are typed; the default at a keyboard when nothing else is asked for
    #[arg(short, long, conflicts_with_all = ["once", "script"])]
    interactive: bool,
    /// Sign what is written with the key of this device, which is made the first time and kept for whoever runs it; done without
    /// being asked for where the server takes nothing else
    #[arg(long)]
    sign: bool,
    /// Where the key of this device is [default: $XDG_STATE_HOME/adref or ~/.local/state/adref]
    #[arg(long, env = "ADREF_STATE_DIR", value_name = "DIR")]
    state_dir: Option<PathBuf>,
    /// A file with the certificate of the authority that vouches for the server, in PEM; those that the machine trusts without it
    #[arg(long, env = "ADREF_CA", value_name = "FILE")]
    ca: Option<PathBuf>,
    /// The meeting that decisions are taken in
    #[arg(long, value_name = "NAME", default_value = "")]
    meeting: String,
    /// Record decisions without asking, also those that decide more than was named
    #[arg(long)]
    yes: bool,
    /// One line, such as keep 4 or show 9; `help` lists what can be said
    #[arg(trailing_var_arg = true, value_name = "LINE")]
    line: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Wish {
    Retain,
    Delete,
}

impl Join {
    /// Joins, acts and prints.
    pub fn run(self) -> Result<ExitCode, Failure> {
        let bad = || Failure::new("this is no invitation link", "Give it whole, in quotes: 'https://…/#/join/…'.");
        let (base, token) = auth::token_of(&self.url).ok_or_else(bad)?;
        let Some(due) = self.due()? else { return Ok(ExitCode::SUCCESS) };
        let trust = Trust::read(self.ca.as_deref())?;
        let draft = self.draft.as_deref();
        let device = Device { asked: self.sign, place: self.state_dir.as_deref() };
        let entrance = entrance::enter(&base, &token, &self.name, &self.delegation, draft, device, &trust)?;
        let tls = trust.of_sockets()?;
        let session = Session::new(entrance.draft.as_str(), Credential::Session { secret: entrance.secret });
        let asked = !due.is_empty() || self.once || self.follow || self.script.is_some();
        let at_keyboard = self.interactive || (!asked && io::stdin().is_terminal());
        if at_keyboard && io::stdin().is_terminal() {
            tell("Type `help` for what can be said, `show` for the text, `quit` to end.");
        }
        let mut visit = Visit {
            session,
            device: entrance.device,
            directory: entrance.directory,
            habits: Habits { reason: self.reason, meeting: self.meeting, yes: self.yes },
            reporter: Reporter::new(self.json),
            due,
            typed: at_keyboard.then(keyboard),
            ends: self.once || ((self.script.is_some() || !self.line.is_empty()) && !self.follow),
            asking: None,
            refused: false,
            interactive: at_keyboard,
            is_in: false,
            doing: None,
        };
        runtime()?.block_on(async {
            tokio::select! {
                ended = visit.stay(&entrance.socket, &tls) => ended,
                _ = tokio::signal::ctrl_c() => Ok(ExitCode::SUCCESS),
            }
        })
    }

    /// Everything that the command asks for, read before anything is done; `None` when it asks for help alone, which is given.
    fn due(&self) -> Result<Option<VecDeque<Due>>, Failure> {
        let given = |line| Due::Given(Box::new(line), String::new());
        let mut due: VecDeque<Due> = flags::lines(self)?.into_iter().map(given).collect();
        if !self.line.is_empty() {
            match line::parse(&self.line)? {
                Read::Line(line) => due.push_back(given(*line)),
                Read::Help(text) => {
                    print(&text)?;
                    return Ok(None);
                }
                Read::Nothing => {}
            }
        }
        if let Some(file) = &self.script {
            for (number, text) in (1..).zip(script(file)?.lines()) {
                let place = format!("line {number}: ");
                match line::read(text).map_err(|problem| problem.at(&place))? {
                    Read::Line(line) => due.push_back(Due::Given(line, place)),
                    Read::Help(text) => print(&text)?,
                    Read::Nothing => {}
                }
            }
        }
        Ok(Some(due))
    }
}

/// The lines of a script.
fn script(file: &Path) -> Result<String, Failure> {
    let mut text = String::new();
    let read = if file == Path::new("-") {
        io::stdin().lock().take(MAX_SCRIPT + 1).read_to_string(&mut text)
    } else {
        fs::File::open(file).and_then(|open| open.take(MAX_SCRIPT + 1).read_to_string(&mut text))
    };
    read.map_err(|error| Failure::reading(file, &error))?;
    if text.len() as u64 > MAX_SCRIPT {
        return Err(Failure::new("the script is longer than 4 MiB", "Do it in parts."));
    }
    Ok(text)
}

/// The lines that are typed, as they come.
fn keyboard() -> UnboundedReceiver<String> {
    let (sender, receiver) = unbounded_channel();
    // It ends with the input, or with the process.
    thread::spawn(move || {
        for text in io::stdin().lock().lines() {
            let Ok(text) = text else { break };
            if sender.send(text).is_err() {
                break;
            }
        }
    });
    receiver
}
