use super::PersonId;

/// What a person is in the room (domain.md, "GFC").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Reads, and follows the history of every bracket.
    Observer,
    /// Edits the draft.
    Member,
    /// Edits and decides.
    Chair,
}

/// What somebody may be allowed to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Permission {
    /// Read the text, the record and the history.
    Read,
    /// Change the text, open brackets.
    Edit,
    /// Decide brackets and alternatives, export the clean text.
    Decide,
}

impl Role {
    /// Whether the role includes a permission. The page greys its buttons with this function and the server enforces it.
    pub fn may(self, permission: Permission) -> bool {
        match permission {
            Permission::Read => true,
            Permission::Edit => self >= Self::Member,
            Permission::Decide => self >= Self::Chair,
        }
    }

    /// The name used on the wire and in commands.
    pub fn name(self) -> &'static str {
        match self {
            Self::Observer => "observer",
            Self::Member => "member",
            Self::Chair => "chair",
        }
    }

    /// The role with a name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Observer, Self::Member, Self::Chair].into_iter().find(|role| role.name() == name)
    }
}

/// A State, an organisation or a group, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Delegation(pub String);

impl Delegation {
    /// The name under which whoever presides speaks, unless the invitation names a delegation.
    pub const CHAIR: &str = "Chair";
}

/// Somebody in the room.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Person {
    /// Identity.
    pub id: PersonId,
    /// The name that others see.
    pub name: String,
    /// In whose name the person speaks.
    pub delegation: Delegation,
    /// What the person may do.
    pub role: Role,
}
