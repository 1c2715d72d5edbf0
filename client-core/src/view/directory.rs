//! The directory of delegations as JSON: the same form in files, over HTTP and in the page.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::{DelegationKind, Directory, DirectoryEntry, DirectoryFault, Part};

/// A delegation in the directory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "describe", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DelegationView {
    /// Short and unique.
    pub code: String,
    /// `state`, `organisation` or `group`.
    pub kind: String,
    /// ISO 3166-1 alpha-2, of a State that has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub iso: Option<String>,
    /// Names by language: `ar`, `zh`, `en`, `fr`, `ru`, `es`; at least one.
    pub names: BTreeMap<String, String>,
    /// Of a group: the codes of its members.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<String>,
    /// `member`, `regional-coordinator`, `ex-officio`, `observer`, `contributor`, `secretariat` or `chair`.
    #[serde(default = "member")]
    pub role: String,
}

fn member() -> String {
    Part::Member.name().into()
}

impl From<&DirectoryEntry> for DelegationView {
    fn from(entry: &DirectoryEntry) -> Self {
        Self {
            code: entry.code.clone(),
            kind: entry.kind.name().into(),
            iso: entry.iso.clone(),
            names: entry.names.clone(),
            members: entry.members.clone(),
            role: entry.part.name().into(),
        }
    }
}

/// The directory that a list describes, in the same order.
///
/// # Errors
/// What is wrong with it.
pub fn read_directory(list: Vec<DelegationView>) -> Result<Directory, DirectoryFault> {
    let entry = |view: DelegationView| {
        let kind = DelegationKind::from_name(&view.kind);
        let part = Part::from_name(&view.role);
        Ok(DirectoryEntry {
            kind: kind.ok_or_else(|| DirectoryFault::Word(view.code.clone(), view.kind.clone()))?,
            part: part.ok_or_else(|| DirectoryFault::Word(view.code.clone(), view.role.clone()))?,
            code: view.code,
            iso: view.iso,
            names: view.names,
            members: view.members,
        })
    };
    Directory::new(list.into_iter().map(entry).collect::<Result<_, _>>()?)
}

/// The list that describes a directory.
pub fn write_directory(directory: &Directory) -> Vec<DelegationView> {
    directory.entries().iter().map(DelegationView::from).collect()
}
