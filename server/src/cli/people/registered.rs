use std::{path::Path, process::ExitCode};

use clap::{ArgGroup, Args, builder::PossibleValuesParser};
use client_core::model::{Delegation, Person, PersonId, Role};
use serde::Serialize;

use super::find;
use crate::{
    auth,
    cli::{
        Failure, print, print_json, reading,
        table::{Table, short},
    },
    clock,
    store::{Access, Claim, DataDir, Store, sqlite::Sqlite},
};

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("claim").required(true).args(["subject", "email"]))]
pub struct Register {
    /// The name that others see
    #[arg(required_unless_present = "person")]
    name: Option<String>,
    /// The provider, as the server's `oidc-issuer` has it
    #[arg(long, env = "ADREF_OIDC_ISSUER", value_name = "URL")]
    issuer: String,
    /// The provider's own name for the person (`sub`)
    #[arg(long)]
    subject: Option<String>,
    /// An address of the person, of which the provider says that it is verified
    #[arg(long)]
    email: Option<String>,
    /// The delegation that they speak for
    #[arg(long, required_unless_present = "person")]
    delegation: Option<String>,
    /// What they may do, at most
    #[arg(long, value_parser = PossibleValuesParser::new(["observer", "member", "chair"]), default_value = "member")]
    role: String,
    /// Somebody who is here already, instead of somebody new: the identity as `adref people` lists it, or the name where nobody else has it
    #[arg(long, conflicts_with_all = ["name", "delegation", "role"])]
    person: Option<String>,
}

impl Register {
    pub fn run(self, data: &Path) -> Result<ExitCode, Failure> {
        let claim = self.claim()?;
        let place = DataDir::open(data, Access::Share)?;
        let mut store = Sqlite::open(&place.database(), Access::Share)?;
        let person = match &self.person {
            Some(asked) => find(&mut store, asked)?,
            None => self.somebody_new(&mut store)?,
        };
        if !store.register(&self.issuer, &claim, &person, clock::now())? {
            return Err(Failure::new(
                "somebody is registered so already",
                "`adref people registered` says who, `adref people set` changes what they may do.",
            ));
        }
        let directory = store.delegations()?;
        let Person { name, role, delegation, .. } = auth::in_role(person, &directory);
        print(&format!("{name} may sign in, is {} and speaks for {}\n", role.said(), delegation.0))?;
        Ok(ExitCode::SUCCESS)
    }

    fn claim(&self) -> Result<Claim, Failure> {
        match (self.subject.as_deref().map(str::trim), self.email.as_deref().map(str::trim)) {
            (Some(subject), _) if !subject.is_empty() => Ok(Claim::Subject(subject.into())),
            (None, Some(email))
                if email.split_once('@').is_some_and(|(box_, host)| !box_.is_empty() && !host.is_empty()) =>
            {
                Ok(Claim::Email(email.to_lowercase()))
            }
            _ => Err(Failure::new(
                "that names nobody at the provider",
                "Give an --email like amina@mission.example, or the --subject that the server's log says when somebody is turned away.",
            )),
        }
    }

    fn somebody_new(&self, store: &mut Sqlite) -> Result<Person, Failure> {
        let given = self.delegation.as_deref().unwrap_or_default();
        let delegation = store.delegations()?.canonical(&auth::clean_name(given)?).to_owned();
        Ok(Person {
            id: PersonId(auth::identity()?),
            name: auth::clean_name(self.name.as_deref().unwrap_or_default())?,
            delegation: Delegation(delegation),
            role: Role::from_name(&self.role).unwrap_or(Role::Observer),
        })
    }
}

#[derive(Debug, Args)]
pub struct Unregister {
    /// The identity as `adref people` lists it, or the name where nobody else has it
    person: String,
}

impl Unregister {
    pub fn run(self, data: &Path) -> Result<ExitCode, Failure> {
        let place = DataDir::open(data, Access::Share)?;
        let mut store = Sqlite::open(&place.database(), Access::Share)?;
        let person = find(&mut store, &self.person)?;
        if store.unregister(person.id)? == 0 {
            return Err(Failure::new(
                format!("{} is not registered", person.name),
                "`adref people registered` lists who is; `adref sessions end --person` ends sessions.",
            ));
        }
        print(&format!("{} may sign in no more, and the sessions are over\n", person.name))?;
        Ok(ExitCode::SUCCESS)
    }
}

#[derive(Debug, Args)]
pub struct Registered {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Line {
    person: String,
    name: String,
    issuer: String,
    /// `subject` or `email`.
    by: &'static str,
    value: String,
    registered_at: i64,
}

impl Registered {
    pub fn run(self, data: &Path) -> Result<ExitCode, Failure> {
        let mut store = reading::store(data)?;
        let people = store.people()?;
        let name_of = |id| people.iter().find(|row| row.person.id == id).map(|row| row.person.name.clone());
        let lines = store.registrations()?.into_iter().map(|one| {
            let (by, value) = one.claim.parts();
            let (name, value) = (name_of(one.person).unwrap_or_default(), value.to_owned());
            Line { person: one.person.to_string(), name, issuer: one.issuer, by, value, registered_at: one.created_at }
        });
        let lines: Vec<Line> = lines.collect();
        if self.json {
            print_json(&lines)?;
            return Ok(ExitCode::SUCCESS);
        }
        let mut table = Table::new(["PERSON", "NAME", "PROVIDER", "BY", "SINCE"]);
        for line in lines {
            let by = format!("{} {}", line.by, short(&line.value, 60));
            table.row([line.person, short(&line.name, 40), line.issuer, by, clock::written(line.registered_at)]);
        }
        print(&table.render())?;
        Ok(ExitCode::SUCCESS)
    }
}
