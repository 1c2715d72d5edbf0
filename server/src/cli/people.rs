mod registered;

use std::{path::Path, process::ExitCode};

use clap::{Args, Subcommand, builder::PossibleValuesParser};
use client_core::model::{Delegation, Person, Role};

use super::{
    Failure, print, print_json, reading,
    table::{Table, short},
};
use crate::{
    auth, clock, roster,
    store::{Access, DataDir, Store, sqlite::Sqlite},
};
use registered::{Register, Registered, Unregister};

/// List the people who joined, or change what one of them may do. Works beside a running server.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct People {
    #[command(subcommand)]
    command: Option<Command>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Give somebody another role or delegation; open connections have it within a second
    Set(Set),
    /// Let somebody sign in by the provider of identities, in this name and for this delegation
    Register(Register),
    /// Let somebody sign in no more, and end their sessions
    Unregister(Unregister),
    /// List by what people may sign in
    Registered(Registered),
}

#[derive(Debug, Args)]
struct Set {
    /// The identity as `adref people` lists it, or the name where nobody else has it
    person: String,
    /// What they may do, at most
    #[arg(long, value_parser = PossibleValuesParser::new(["observer", "member", "chair"]), required_unless_present = "delegation")]
    role: Option<String>,
    /// The delegation that they speak for
    #[arg(long)]
    delegation: Option<String>,
}

impl People {
    /// Lists or changes.
    pub fn run(self, data: &Path) -> Result<ExitCode, Failure> {
        match self.command {
            Some(Command::Set(set)) => set.run(data),
            Some(Command::Register(register)) => register.run(data),
            Some(Command::Unregister(unregister)) => unregister.run(data),
            Some(Command::Registered(registered)) => registered.run(data),
            None => list(data, self.json),
        }
    }
}

fn list(data: &Path, json: bool) -> Result<ExitCode, Failure> {
    let mut store = reading::store(data)?;
    let lines = roster::people(&mut store, clock::now())?;
    if json {
        print_json(&lines)?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut table = Table::new(["PERSON", "NAME", "DELEGATION", "ROLE", "SESSIONS", "SEEN", "JOINED"]);
    for line in lines {
        let role = if line.role == line.invited_as {
            line.role.into()
        } else {
            format!("{} (invited: {})", line.role, line.invited_as)
        };
        let (name, delegation) = (short(&line.name, 40), short(&line.delegation, 40));
        let (sessions, seen) = (line.sessions.to_string(), line.seen_at.map(clock::written).unwrap_or_default());
        table.row([line.id, name, delegation, role, sessions, seen, clock::written(line.joined_at)]);
    }
    print(&table.render())?;
    Ok(ExitCode::SUCCESS)
}

/// The one person with an identity or the beginning of it, or with a name.
///
/// # Errors
/// When there is none or more than one.
pub fn find(store: &mut dyn Store, asked: &str) -> Result<Person, Failure> {
    let people = store.people()?;
    let is_it =
        |person: &Person| person.name == asked || (asked.len() >= 4 && person.id.to_string().starts_with(asked));
    let mut found = people.into_iter().map(|row| row.person).filter(is_it);
    let hint = "`adref people` lists them with their identities.";
    match (found.next(), found.next()) {
        (Some(person), None) => Ok(person),
        (None, _) => Err(Failure::new(format!("nobody is called {asked}"), hint)),
        (Some(_), Some(_)) => Err(Failure::new(format!("several people are called {asked}"), hint)),
    }
}

impl Set {
    fn run(self, data: &Path) -> Result<ExitCode, Failure> {
        let place = DataDir::open(data, Access::Share)?;
        let mut store = Sqlite::open(&place.database(), Access::Share)?;
        let mut person = find(&mut store, &self.person)?;
        if let Some(role) = self.role.as_deref().and_then(Role::from_name) {
            person.role = role;
        }
        let directory = store.delegations()?;
        if let Some(delegation) = &self.delegation {
            person.delegation = Delegation(directory.canonical(&auth::clean_name(delegation)?).to_owned());
        }
        if !store.set_person(&person)? {
            return Err(Failure::new("the person cannot be changed", "`adref verify` says what is damaged."));
        }
        let person = auth::in_role(person, &directory);
        print(&format!("{} is {} and speaks for {}\n", person.name, person.role.said(), person.delegation.0))?;
        Ok(ExitCode::SUCCESS)
    }
}
