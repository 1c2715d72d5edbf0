use std::{path::Path, process::ExitCode};

use clap::{Args, builder::PossibleValuesParser};
use client_core::model::{Role, Timestamp};

use super::{Failure, print, reading};
use crate::{
    auth::{self, Contradiction, DAY},
    clock,
    store::{Access, DataDir, Store, sqlite::Sqlite},
};

/// Make an invitation link, or revoke one. Works beside a running server.
#[derive(Debug, Args)]
pub struct Invite {
    /// What whoever joins by it may do
    #[arg(long, value_parser = PossibleValuesParser::new(["observer", "member", "chair"]), required_unless_present = "revoke")]
    role: Option<String>,
    /// The delegation it speaks for; whoever joins gives one without it
    #[arg(long)]
    delegation: Option<String>,
    /// How many days it lives
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(i64).range(1..=366))]
    days: i64,
    /// Revoke this link instead
    #[arg(long, value_name = "LINK", conflicts_with_all = ["role", "delegation"])]
    revoke: Option<String>,
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

impl Invite {
    /// Makes or revokes.
    pub fn run(self, data: &Path) -> Result<ExitCode, Failure> {
        let directory = DataDir::open(data, Access::Share)?;
        let mut store = Sqlite::open(&directory.database(), Access::Share)?;
        if let Some(link) = self.revoke {
            let bad = || Failure::new("this is no invitation link", "Give it whole, in quotes: 'http://…/#/join/…'.");
            let (_, token) = auth::token_of(&link).ok_or_else(bad)?;
            if !store.revoke_invitation(&auth::hash(&token), clock::now())? {
                return Err(auth::AuthError::UnknownInvitation.into());
            }
            print("revoked: nobody joins by this link any more; sessions that were opened by it go on\n")?;
            return Ok(ExitCode::SUCCESS);
        }
        let role = self.role.as_deref().and_then(Role::from_name).unwrap_or(Role::Observer);
        let delegation = self.delegation.as_deref().map(auth::clean_name).transpose()?;
        let directory = store.delegations()?;
        if let Some(found) = delegation.as_deref().and_then(|name| auth::contradiction(&directory, role, name)) {
            examine(&found)?;
        }
        let life: Timestamp = self.days.saturating_mul(DAY);
        let token = auth::invite(&mut store, role, delegation, life, clock::now())?;
        print(&format!("{}\n", auth::link(&reading::base(&mut store)?, &token)))?;
        Ok(ExitCode::SUCCESS)
    }
}
