use std::{path::Path, process::ExitCode};

use clap::{Args, builder::PossibleValuesParser};
use client_core::model::{Role, Timestamp};

use super::{
    Failure, print, reading,
    table::{Table, short},
};
use crate::{
    auth::{self, AuthError, Contradiction, DAY, Held, NewInvitation},
    clock,
    store::{Access, DataDir, Sessions, Store, sqlite::Sqlite},
};

/// Make an invitation link, list them, or revoke one. Works beside a running server.
#[derive(Debug, Args)]
pub struct Invite {
    /// What whoever joins by it may do
    #[arg(long, value_parser = PossibleValuesParser::new(["observer", "member", "chair"]), required_unless_present_any = ["revoke", "list"])]
    role: Option<String>,
    /// The delegation it speaks for; whoever joins gives one without it
    #[arg(long)]
    delegation: Option<String>,
    /// How many days it lives
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(i64).range(1..=366))]
    days: i64,
    /// How many people may join by it; any number without it
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    uses: Option<u32>,
    /// Revoke this link instead: the link, or its name in the list
    #[arg(long, value_name = "LINK", conflicts_with_all = ["role", "delegation", "uses", "list"])]
    revoke: Option<String>,
    /// With --revoke: end the sessions that were opened by the link, too
    #[arg(long, requires = "revoke")]
    end_sessions: bool,
    /// List the links that were made instead, by their names: the links themselves are kept by nobody
    #[arg(long, conflicts_with_all = ["role", "delegation", "uses"])]
    list: bool,
}

/// Refuses a link that promises what the directory does not allow; where it is the way to what the directory allows, says so.
pub fn examine(found: &Contradiction) -> Result<(), Failure> {
    let Contradiction { delegation, invited, left } = found;
    let (invited, left) = (invited.name(), left.name());
    if found.misleads() {
        return Err(Failure::new(
            format!("in the directory {delegation} is {left}: a link for {invited} gives no more than that"),
            "Make a link for what it is, or import a directory in which it is another (`adref delegations import`).",
        ));
    }
    eprintln!(
        "note: in the directory {delegation} is {left}: whoever joins may do what {left} may, not what {invited} may"
    );
    Ok(())
}

fn revoke(store: &mut dyn Store, link: &str, end_sessions: bool) -> Result<ExitCode, Failure> {
    let token = match auth::token_of(link) {
        Some((_, token)) => auth::hash(&token),
        None => {
            let known = store.invitations()?.into_iter().map(|(token, _)| token);
            let bad = "Give it whole, in quotes: 'http://…/#/join/…', or its name from `adref invite --list`.";
            let unknown = || Failure::new("this is no invitation link", bad);
            known.into_iter().find(|token| auth::name_of(token) == link).ok_or_else(unknown)?
        }
    };
    if !store.revoke_invitation(&token, clock::now())? {
        return Err(AuthError::UnknownInvitation.into());
    }
    let then = if end_sessions {
        format!("sessions ended: {}", store.end_sessions(Sessions::OfInvitation(token))?)
    } else {
        "sessions that were opened by it go on".into()
    };
    print(&format!("revoked: nobody joins by this link any more; {then}\n"))?;
    Ok(ExitCode::SUCCESS)
}

fn list(data: &Path) -> Result<ExitCode, Failure> {
    let now = clock::now();
    let mut table = Table::new(["LINK", "ROLE", "DELEGATION", "USED", "STATE", "ENDS", "MADE BY"]);
    for (token, row) in reading::store(data)?.invitations()? {
        let state = match auth::state(&row, now) {
            Held::Open => "open",
            Held::Revoked => "revoked",
            Held::Expired => "expired",
            Held::Used => "used up",
        };
        table.row([
            auth::name_of(&token),
            row.role.name().into(),
            short(row.delegation.as_deref().unwrap_or("any"), 40),
            row.max_uses.map_or_else(|| row.uses.to_string(), |most| format!("{} of {most}", row.uses)),
            state.into(),
            clock::written(row.expires_at),
            short(row.made_by.as_deref().unwrap_or(""), 40),
        ]);
    }
    print(&table.render())?;
    Ok(ExitCode::SUCCESS)
}

impl Invite {
    /// Makes or revokes.
    pub fn run(self, data: &Path) -> Result<ExitCode, Failure> {
        if self.list {
            return list(data);
        }
        let directory = DataDir::open(data, Access::Share)?;
        let mut store = Sqlite::open(&directory.database(), Access::Share)?;
        if let Some(link) = self.revoke {
            return revoke(&mut store, &link, self.end_sessions);
        }
        let role = self.role.as_deref().and_then(Role::from_name).unwrap_or(Role::Observer);
        let delegation = self.delegation.as_deref().map(auth::clean_name).transpose()?;
        let directory = store.delegations()?;
        if let Some(found) = delegation.as_deref().and_then(|name| auth::contradiction(&directory, role, name)) {
            examine(&found)?;
        }
        let life: Timestamp = self.days.saturating_mul(DAY);
        let token = auth::make(
            &mut store,
            NewInvitation { role, delegation, life, max_uses: self.uses, made_by: None },
            clock::now(),
        )?;
        print(&format!("{}\n", auth::link(&reading::base(&mut store)?, &token)))?;
        Ok(ExitCode::SUCCESS)
    }
}
