use std::collections::{BTreeMap, BTreeSet};

use super::Role;

/// The six official languages of the United Nations (BCP 47), in the order in which a name is looked for when the reader's
/// own language has none.
pub const LANGUAGES: [&str; 6] = ["en", "fr", "es", "ru", "zh", "ar"];

/// The longest code, in code points.
const LONGEST_CODE: usize = 16;

/// The longest name, in code points.
const LONGEST_NAME: usize = 80;

/// What a delegation is (domain.md, "delegation, group").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DelegationKind {
    /// A State.
    State,
    /// An organisation, an office of the conference included.
    Organisation,
    /// Several delegations that speak with one voice.
    Group,
}

impl DelegationKind {
    const ALL: [Self; 3] = [Self::State, Self::Organisation, Self::Group];

    /// The name used in files, in the store and on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Organisation => "organisation",
            Self::Group => "group",
        }
    }

    /// The kind with a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// What a delegation is in the process. What a person may do is the lesser of the invitation's role and of this
/// ([`Role::within`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// Negotiates.
    Member,
    /// Negotiates, and may speak for the groups that it belongs to.
    RegionalCoordinator,
    /// Is at the table by office, and does not negotiate.
    ExOfficio,
    /// Is present.
    Observer,
    /// Sends contributions.
    Contributor,
    /// Serves the process.
    Secretariat,
    /// Presides.
    Chair,
}

impl Part {
    const ALL: [Self; 7] = [
        Self::Member,
        Self::RegionalCoordinator,
        Self::ExOfficio,
        Self::Observer,
        Self::Contributor,
        Self::Secretariat,
        Self::Chair,
    ];

    /// The name used in files, in the store and on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::RegionalCoordinator => "regional-coordinator",
            Self::ExOfficio => "ex-officio",
            Self::Observer => "observer",
            Self::Contributor => "contributor",
            Self::Secretariat => "secretariat",
            Self::Chair => "chair",
        }
    }

    /// The part with a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.name() == name)
    }

    /// Whether positions are expected of such a delegation.
    pub fn negotiates(self) -> bool {
        self.most() == Role::Member
    }

    /// The most that somebody may do who speaks for such a delegation.
    pub fn most(self) -> Role {
        match self {
            Self::Member | Self::RegionalCoordinator => Role::Member,
            Self::ExOfficio => Role::ExOfficio,
            Self::Observer => Role::Observer,
            Self::Contributor => Role::Contributor,
            Self::Secretariat => Role::Secretariat,
            Self::Chair => Role::Chair,
        }
    }
}

/// A delegation in the directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectoryEntry {
    /// Short and unique: capital letters, digits and hyphens.
    pub code: String,
    /// State, organisation or group.
    pub kind: DelegationKind,
    /// ISO 3166-1 alpha-2, of a State that has one.
    pub iso: Option<String>,
    /// Names by language, one of [`LANGUAGES`]; at least one.
    pub names: BTreeMap<String, String>,
    /// Of a group: the codes of its members.
    pub members: Vec<String>,
    /// What it is in the process.
    pub part: Part,
}

impl DirectoryEntry {
    /// The name in a language (BCP 47, the primary subtag counts), else in the first of [`LANGUAGES`] that has one.
    pub fn name(&self, language: &str) -> &str {
        let primary = language.split('-').next().unwrap_or(language);
        let found = std::iter::once(primary).chain(LANGUAGES).find_map(|language| self.names.get(language));
        found.map_or(self.code.as_str(), String::as_str)
    }

    /// The name that the document and the record keep, whatever language it was chosen in: one delegation, one name.
    pub fn canonical(&self) -> &str {
        self.name("")
    }
}

/// The delegations of a conference, in the order of their file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Directory {
    entries: Vec<DirectoryEntry>,
}

/// What is wrong with a directory; each names the code of the entry.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DirectoryFault {
    /// The code is empty, too long or has other characters.
    #[error("the code {0:?} is not made of up to {LONGEST_CODE} capital letters, digits and hyphens")]
    Code(String),
    /// Two entries have the code.
    #[error("the code {0} stands twice")]
    Twice(String),
    /// The entry has no name.
    #[error("{0} has no name")]
    NoName(String),
    /// A name is empty, too long, or has control characters.
    #[error("{0} has a name that is empty, longer than {LONGEST_NAME} characters or not printable")]
    Name(String),
    /// A name in a language that is none of the six.
    #[error("{0} has a name in {1:?}, which is not one of {LANGUAGES:?}")]
    Language(String, String),
    /// Two entries have a name.
    #[error("the name {0:?} belongs to {1} and to {2}")]
    NameTwice(String, String, String),
    /// The ISO code is none, or belongs to no State.
    #[error("{0} has an ISO 3166 code that is not two capital letters of a State")]
    Iso(String),
    /// Something that is no group has members.
    #[error("{0} is no group and has members")]
    NoGroup(String),
    /// A member that is unknown, is a group itself, or stands twice.
    #[error("the group {0} has the member {1}, which is unknown, a group, or listed twice")]
    Member(String, String),
    /// A kind or a role that is none.
    #[error("{0} is called {1:?}, which is neither a kind nor a role of a delegation")]
    Word(String, String),
}

impl Directory {
    /// A directory of these entries.
    ///
    /// # Errors
    /// The first [`DirectoryFault`].
    pub fn new(entries: Vec<DirectoryEntry>) -> Result<Self, DirectoryFault> {
        let mut codes: BTreeMap<&str, DelegationKind> = BTreeMap::new();
        let mut names: BTreeMap<String, &str> = BTreeMap::new();
        for entry in &entries {
            examine(entry)?;
            if codes.insert(&entry.code, entry.kind).is_some() {
                return Err(DirectoryFault::Twice(entry.code.clone()));
            }
            // A code is a name too: people write it.
            for name in entry.names.values().chain([&entry.code]) {
                match names.insert(folded(name), &entry.code) {
                    Some(other) if other != entry.code => {
                        return Err(DirectoryFault::NameTwice(name.clone(), other.into(), entry.code.clone()));
                    }
                    _ => {}
                }
            }
        }
        for entry in &entries {
            let mut seen = BTreeSet::new();
            for member in &entry.members {
                let known = codes.get(member.as_str()).is_some_and(|kind| *kind != DelegationKind::Group);
                if !known || !seen.insert(member) {
                    return Err(DirectoryFault::Member(entry.code.clone(), member.clone()));
                }
            }
        }
        Ok(Self { entries })
    }

    /// Every entry.
    pub fn entries(&self) -> &[DirectoryEntry] {
        &self.entries
    }

    /// The entry with a code, or with a name in any of the languages; capitals and spaces around it do not count.
    pub fn find(&self, name: &str) -> Option<&DirectoryEntry> {
        let wanted = folded(name);
        let fits = |entry: &&DirectoryEntry| {
            folded(&entry.code) == wanted || entry.names.values().any(|name| folded(name) == wanted)
        };
        self.entries.iter().find(fits)
    }

    /// The name under which a delegation is kept: that of its entry, or the one given when it is not listed.
    pub fn canonical<'a>(&'a self, name: &'a str) -> &'a str {
        self.find(name).map_or(name, DirectoryEntry::canonical)
    }

    /// What somebody with an invitation for a role may do in the name of a delegation.
    pub fn role(&self, invited: Role, delegation: &str) -> Role {
        invited.within(self.find(delegation).map(|entry| entry.part))
    }

    /// The groups that somebody of a delegation may speak for beside it: those that a regional coordinator belongs to.
    pub fn coordinates(&self, delegation: &str) -> Vec<&DirectoryEntry> {
        let coordinator = self.find(delegation).filter(|entry| entry.part == Part::RegionalCoordinator);
        let Some(coordinator) = coordinator else { return Vec::new() };
        self.entries.iter().filter(|entry| entry.members.contains(&coordinator.code)).collect()
    }

    /// The groups, each with the kept names of its members.
    pub fn groups(&self) -> impl Iterator<Item = (&DirectoryEntry, Vec<&str>)> {
        let member = |code: &String| self.entries.iter().find(|entry| entry.code == *code);
        self.entries
            .iter()
            .filter(|entry| entry.kind == DelegationKind::Group)
            .map(move |group| (group, group.members.iter().filter_map(member).map(DirectoryEntry::canonical).collect()))
    }
}

fn folded(name: &str) -> String {
    name.trim().to_lowercase()
}

fn examine(entry: &DirectoryEntry) -> Result<(), DirectoryFault> {
    let code = &entry.code;
    let in_code = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-';
    if code.is_empty() || code.chars().count() > LONGEST_CODE || !code.chars().all(in_code) {
        return Err(DirectoryFault::Code(code.clone()));
    }
    if entry.names.is_empty() {
        return Err(DirectoryFault::NoName(code.clone()));
    }
    for (language, name) in &entry.names {
        if !LANGUAGES.contains(&language.as_str()) {
            return Err(DirectoryFault::Language(code.clone(), language.clone()));
        }
        let printable = name.trim() == name && !name.is_empty() && !name.chars().any(char::is_control);
        if !printable || name.chars().count() > LONGEST_NAME {
            return Err(DirectoryFault::Name(code.clone()));
        }
    }
    if let Some(iso) = &entry.iso {
        let shaped = iso.len() == 2 && iso.chars().all(|c| c.is_ascii_uppercase());
        if !shaped || entry.kind != DelegationKind::State {
            return Err(DirectoryFault::Iso(code.clone()));
        }
    }
    if entry.kind != DelegationKind::Group && !entry.members.is_empty() {
        return Err(DirectoryFault::NoGroup(code.clone()));
    }
    Ok(())
}
