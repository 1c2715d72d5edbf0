use std::{path::Path, process::ExitCode};

use clap::{Args, Subcommand, builder::PossibleValuesParser};
use client_core::model::{Role, Timestamp};
use serde::Serialize;
use uuid::Uuid;

use super::{Failure, invite, print, print_json, reading, table::Table};
use crate::{
    auth::{self, DAY, NewToken},
    clock,
    store::{Access, DataDir, Store, TokenRow, sqlite::Sqlite},
};

/// Make, list or revoke the tokens by which programs ask. Works beside a running server.
#[derive(Debug, Args)]
pub struct Token {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Make a token; it is printed once and kept as a hash
    Make(Make),
    /// List the tokens, those that hold no more included
    List(List),
    /// Revoke a token: the next request by it fails
    Revoke(Revoke),
}

#[derive(Debug, Args)]
struct Make {
    /// The name that others see of the program
    #[arg(long)]
    name: String,
    /// What it may do
    #[arg(long, value_parser = PossibleValuesParser::new(["observer", "member", "chair"]))]
    role: String,
    /// The delegation in whose name it acts; without one its name stands for it
    #[arg(long)]
    delegation: Option<String>,
    /// How many days it lives
    #[arg(long, default_value_t = 90, value_parser = clap::value_parser!(i64).range(1..=366))]
    days: i64,
    /// Let it read and change nothing
    #[arg(long)]
    read_only: bool,
}

#[derive(Debug, Args)]
struct List {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
struct Revoke {
    /// Its identity, as `adref token list` prints it, or enough of its beginning
    id: String,
}

/// A token in the list.
#[derive(Serialize)]
struct Listed {
    id: String,
    name: String,
    delegation: String,
    role: &'static str,
    read_only: bool,
    state: &'static str,
    created_at: Timestamp,
    expires_at: Timestamp,
}

impl Listed {
    fn of(row: &TokenRow, now: Timestamp) -> Self {
        Self {
            id: row.id.to_string(),
            name: row.person.name.clone(),
            delegation: row.person.delegation.0.clone(),
            role: row.person.role.name(),
            read_only: row.reading,
            state: match row.revoked_at {
                Some(_) => "revoked",
                None if row.expires_at <= now => "expired",
                None => "holds",
            },
            created_at: row.created_at,
            expires_at: row.expires_at,
        }
    }
}

impl Token {
    /// Makes, lists or revokes.
    pub fn run(self, data: &Path) -> Result<ExitCode, Failure> {
        match self.what {
            What::Make(make) => make.run(&mut shared(data)?)?,
            What::List(list) => list.run(&mut reading::store(data)?)?,
            What::Revoke(revoke) => revoke.run(&mut shared(data)?)?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn shared(data: &Path) -> Result<Sqlite, Failure> {
    let directory = DataDir::open(data, Access::Share)?;
    Ok(Sqlite::open(&directory.database(), Access::Share)?)
}

impl Make {
    fn run(self, store: &mut Sqlite) -> Result<(), Failure> {
        let role = Role::from_name(&self.role).unwrap_or(Role::Observer);
        let directory = store.delegations()?;
        if let Some(found) = self.delegation.as_deref().and_then(|name| auth::contradiction(&directory, role, name)) {
            invite::examine(&found)?;
        }
        let new = NewToken {
            name: self.name,
            role,
            delegation: self.delegation,
            reading: self.read_only,
            life: self.days.saturating_mul(DAY),
        };
        let (token, row) = auth::make_token(store, new, clock::now())?;
        eprintln!("note: {} is shown this once; it ends on {}", row.id, clock::written(row.expires_at));
        print(&format!("{token}\n"))
    }
}

impl List {
    fn run(self, store: &mut Sqlite) -> Result<(), Failure> {
        let now = clock::now();
        let tokens: Vec<Listed> = store.tokens()?.iter().map(|row| Listed::of(row, now)).collect();
        if self.json {
            return print_json(&tokens);
        }
        let mut table = Table::new(["ID", "NAME", "DELEGATION", "ROLE", "MAY", "STATE", "ENDS"]);
        for token in tokens {
            table.row([
                token.id,
                token.name,
                token.delegation,
                token.role.into(),
                if token.read_only { "read" } else { "all of its role" }.into(),
                token.state.into(),
                clock::written(token.expires_at),
            ]);
        }
        print(&table.render())
    }
}

impl Revoke {
    fn run(self, store: &mut Sqlite) -> Result<(), Failure> {
        let fits = |row: &TokenRow| !self.id.is_empty() && row.id.to_string().starts_with(&self.id);
        let found: Vec<Uuid> = store.tokens()?.iter().filter(|row| fits(row)).map(|row| row.id).collect();
        let hint = "`adref token list` lists them by their identities; a token itself is not needed here.";
        match found[..] {
            [id] => {
                store.revoke_token(id, clock::now())?;
                print("revoked: the next request by this token fails\n")
            }
            [] => Err(Failure::new("there is no such token", hint)),
            _ => Err(Failure::new("several tokens begin like this", hint)),
        }
    }
}
