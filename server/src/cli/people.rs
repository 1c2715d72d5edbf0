use std::{path::Path, process::ExitCode};

use clap::{ArgGroup, Args, Subcommand, builder::PossibleValuesParser};
use client_core::model::{Delegation, Person, PersonId, Role};
use serde::Serialize;

use super::{
    Failure, print, print_json, reading,
    table::{Table, short},
};
use crate::{
    auth, clock,
    store::{Access, Claim, DataDir, PersonRow, Store, Vouched, sqlite::Sqlite},
};

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

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("claim").required(true).args(["subject", "email"]))]
struct Register {
    /// The name that others see
    name: String,
    /// The provider, as the server's `oidc-issuer` has it
    #[arg(long)]
    issuer: String,
    /// The provider's own name for the person (`sub`)
    #[arg(long)]
    subject: Option<String>,
    /// An address of the person that the provider says is verified
    #[arg(long)]
    email: Option<String>,
    /// The delegation that they speak for
    #[arg(long)]
    delegation: String,
    /// What they may do, at most
    #[arg(long, value_parser = PossibleValuesParser::new(["observer", "member", "chair"]), default_value = "member")]
    role: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PersonJson {
    id: String,
    name: String,
    delegation: String,
    invited_as: &'static str,
    role: &'static str,
    joined_at: i64,
    sessions: usize,
}

impl People {
    /// Lists or changes.
    pub fn run(self, data: &Path) -> Result<ExitCode, Failure> {
        match self.command {
            Some(Command::Set(set)) => set.run(data),
            Some(Command::Register(register)) => register.run(data),
            None => list(data, self.json),
        }
    }
}

fn list(data: &Path, json: bool) -> Result<ExitCode, Failure> {
    let mut store = reading::store(data)?;
    let (people, directory, sessions) = (store.people()?, store.delegations()?, store.sessions()?);
    let now = clock::now();
    let lines = people.into_iter().map(|PersonRow { person, created_at }| {
        let theirs = sessions.iter().filter(|one| one.person.id == person.id && one.expires_at > now).count();
        let id = person.id.to_string();
        let invited_as = person.role.name();
        let Person { name, delegation, role, .. } = auth::in_role(person, &directory);
        let (delegation, role) = (delegation.0, role.name());
        PersonJson { id, name, delegation, invited_as, role, joined_at: created_at, sessions: theirs }
    });
    let lines: Vec<_> = lines.collect();
    if json {
        print_json(&lines)?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut table = Table::new(["PERSON", "NAME", "DELEGATION", "ROLE", "SESSIONS", "JOINED"]);
    for line in lines {
        let role = if line.role == line.invited_as {
            line.role.into()
        } else {
            format!("{} (invited: {})", line.role, line.invited_as)
        };
        let (name, delegation) = (short(&line.name, 40), short(&line.delegation, 40));
        table.row([line.id, name, delegation, role, line.sessions.to_string(), clock::written(line.joined_at)]);
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

impl Register {
    fn run(self, data: &Path) -> Result<ExitCode, Failure> {
        let claim = match (self.subject, self.email) {
            (Some(subject), _) => Claim::Subject(subject),
            (None, email) => Claim::Email(email.unwrap_or_default().to_lowercase()),
        };
        let vouched = Vouched { issuer: self.issuer, claim };
        let place = DataDir::open(data, Access::Share)?;
        let mut store = Sqlite::open(&place.database(), Access::Share)?;
        let directory = store.delegations()?;
        let person = Person {
            id: PersonId(auth::identity()?),
            name: auth::clean_name(&self.name)?,
            delegation: Delegation(directory.canonical(&auth::clean_name(&self.delegation)?).to_owned()),
            role: Role::from_name(&self.role).unwrap_or(Role::Observer),
        };
        if !store.register(&vouched, &person, clock::now())? {
            return Err(Failure::new(
                "somebody is registered so already",
                "`adref people set` changes what somebody may do.",
            ));
        }
        let person = auth::in_role(person, &directory);
        print(&format!(
            "{} may sign in, is {} and speaks for {}\n",
            person.name,
            person.role.said(),
            person.delegation.0
        ))?;
        Ok(ExitCode::SUCCESS)
    }
}
