//! What a second version of a document has changed of a draft, and writing it into the draft.

use std::{path::Path, process::ExitCode};

use client_core::{
    import::onto,
    model::{Delegation, Person, PersonId, Role},
};
use serde::Serialize;

use crate::{
    cli::{Failure, print, print_json, reading},
    clock,
    importing::{
        ImportingError,
        version::{self, DifferenceJson, LeftJson},
    },
    store::{Access, DataDir, Store, sqlite::Sqlite},
};

/// The second version.
pub struct Onto<'a> {
    /// The draft, by its slug or identity.
    pub draft: &'a str,
    /// The file's name without its directories.
    pub name: &'a str,
    /// The file.
    pub bytes: &'a [u8],
    /// Whether to print JSON.
    pub json: bool,
}

/// In whose name it is written.
pub struct By {
    /// The name that the log tells.
    pub name: String,
    /// Whether the decisions are taken, too.
    pub decide: bool,
}

#[derive(Serialize)]
struct AppliedJson {
    paragraphs: Vec<DifferenceJson>,
    changes: usize,
    decisions: usize,
    left: Vec<LeftJson>,
}

impl Onto<'_> {
    /// Shows the differences; may run beside a server.
    pub fn compare(&self, data: &Path) -> Result<ExitCode, Failure> {
        let mut store = reading::store(data)?;
        let directory = store.delegations()?;
        let row = reading::find(&mut store, self.draft)?;
        let version = version::read_version(self.name, self.bytes, &directory, &row)?;
        let stored = reading::open(&mut store, row)?;
        let differences = onto(&stored.draft, &stored.standings, &version.draft);
        let told = version::told(&differences, (&stored.draft, &stored.standings), &version.draft, "en");
        match self.json {
            true => print_json(&told)?,
            false => print(&format!("{} Nothing was stored.\n", text(&told)))?,
        }
        Ok(ExitCode::SUCCESS)
    }

    /// Writes the version into the draft; the server must not run, since it holds the drafts open.
    pub fn apply(&self, data: &Path, by: By) -> Result<ExitCode, Failure> {
        let directory = DataDir::open(data, Access::Own)?;
        let mut store = Sqlite::open(&directory.database(), Access::Own)?;
        let delegations = store.delegations()?;
        let row = reading::find(&mut store, self.draft)?;
        let version = version::read_version(self.name, self.bytes, &delegations, &row)?;
        let mut room = version::open(&mut store, &row)?;
        let before = room.draft().map_err(|error| ImportingError::unreadable(&row.slug, &error))?;
        let standings = room.standings().clone();
        let (role, delegation) = match by.decide {
            true => (Role::Chair, Delegation::CHAIR),
            false => (Role::Secretariat, "Secretariat"),
        };
        let id = PersonId::derived(row.id.0, &format!("{} {}", role.name(), by.name));
        let person = Person { id, name: by.name, delegation: Delegation(delegation.into()), role };
        let (now, reason) = (clock::now(), format!("As in {}", self.name));
        let prepared = version::prepare(&mut room, &version.draft, &person, ("", &reason), now)?;
        let stored = version::take(&mut room, &prepared, &row.slug, now)?;
        let after = match &stored {
            Some(batch) => {
                store.append(&[(row.id, batch)])?;
                room.draft().map_err(|error| ImportingError::unreadable(&row.slug, &error))?
            }
            None => before.clone(),
        };
        let paragraphs = version::told(&prepared.differences, (&before, &standings), &version.draft, "en");
        let left = version::told_left(&prepared.left, &after, &standings, "en");
        let decisions = prepared.bringing.decisions();
        let applied = AppliedJson { paragraphs, changes: prepared.bringing.changes(), decisions, left };
        match self.json {
            true => print_json(&applied)?,
            false => print(&written(&applied, &row.slug))?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn written(applied: &AppliedJson, slug: &str) -> String {
    let mut told = text(&applied.paragraphs);
    match (applied.changes, applied.decisions) {
        (0, 0) => told.push_str(&format!(" {slug} was left as it is.\n")),
        (_, decisions) => told.push_str(&format!(" Written into {slug}; {decisions} decisions.\n")),
    }
    for left in &applied.left {
        let label = left.label.as_ref().map(|label| format!("{label} ")).unwrap_or_default();
        told.push_str(&format!("{label}{}\n  hint: {}\n", left.message, left.hint));
    }
    told
}

fn text(differences: &[DifferenceJson]) -> String {
    let (mut text, mut counts) = (String::new(), [0_usize; 4]);
    for difference in differences {
        let (count, sign) = match difference.what {
            "same" => (0, None),
            "changed" => (1, Some('~')),
            "new" => (2, Some('+')),
            _ => (3, Some('-')),
        };
        counts[count] += 1;
        let Some(sign) = sign else { continue };
        let label = difference.label.as_ref().map(|label| format!("{label} ")).unwrap_or_default();
        text.push_str(&format!("{sign} {label}"));
        for part in &difference.words {
            match part.what {
                "gone" if sign == '~' => text.push_str(&format!("{{-{}-}}", part.words)),
                "new" if sign == '~' => text.push_str(&format!("{{+{}+}}", part.words)),
                _ => text.push_str(&part.words),
            }
        }
        text.push('\n');
    }
    let [same, changed, new, gone] = counts;
    format!("{text}\n{same} the same, {changed} changed, {new} new, {gone} gone.")
}
