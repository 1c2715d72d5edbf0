use std::{path::Path, process::ExitCode};

use clap::{ArgGroup, Args, Subcommand};

use super::{
    Failure, people, print, print_json, reading,
    table::{Table, short},
};
use crate::{
    auth, clock, roster,
    store::{Access, DataDir, Sessions as Which, Store, sqlite::Sqlite},
};

/// List the open sessions, or end some. Works beside a running server.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Sessions {
    #[command(subcommand)]
    command: Option<Command>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// End sessions; whoever is connected by one is out within a second
    End(End),
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("which").required(true).args(["session", "person", "all"]))]
struct End {
    /// A session as `adref sessions` lists it
    session: Option<String>,
    /// Every session of somebody: the identity as `adref people` lists it, or the name where nobody else has it
    #[arg(long)]
    person: Option<String>,
    /// Every session
    #[arg(long)]
    all: bool,
}

impl Sessions {
    /// Lists or ends.
    pub fn run(self, data: &Path) -> Result<ExitCode, Failure> {
        match self.command {
            Some(Command::End(end)) => end.run(data),
            None => list(data, self.json),
        }
    }
}

fn list(data: &Path, json: bool) -> Result<ExitCode, Failure> {
    let mut store = reading::store(data)?;
    let lines = roster::sessions(&mut store, None, clock::now())?;
    if json {
        print_json(&lines)?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut table = Table::new(["SESSION", "NAME", "DELEGATION", "ROLE", "INVITATION", "USED", "ENDS"]);
    for line in lines {
        table.row([
            line.id,
            short(&line.name, 40),
            short(&line.delegation, 40),
            line.role.into(),
            line.invitation.unwrap_or_default(),
            clock::written(line.used_at),
            clock::written(line.expires_at),
        ]);
    }
    print(&table.render())?;
    Ok(ExitCode::SUCCESS)
}

impl End {
    fn run(self, data: &Path) -> Result<ExitCode, Failure> {
        let place = DataDir::open(data, Access::Share)?;
        let mut store = Sqlite::open(&place.database(), Access::Share)?;
        let which = match (&self.session, &self.person) {
            (Some(session), _) => {
                let known = store.sessions()?.into_iter().map(|one| one.secret);
                let unknown = || Failure::new("there is no such session", "`adref sessions` lists them.");
                Which::One(known.into_iter().find(|one| auth::number_of(one) == *session).ok_or_else(unknown)?)
            }
            (None, Some(person)) => Which::OfPerson(people::find(&mut store, person)?.id),
            (None, None) => Which::All,
        };
        let ended = store.end_sessions(which)?;
        print(&format!("sessions ended: {ended}\n"))?;
        Ok(ExitCode::SUCCESS)
    }
}
