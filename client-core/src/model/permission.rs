use super::{Part, PersonId};

/// What a person is in the room (domain.md, "GFC", "Right to propose and right to edit differ"). Each may do what those before
/// may, and more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Reads, and follows the history of every bracket.
    Observer,
    /// Sends proposals that the chair can take in.
    Contributor,
    /// Sits at the table by office: speaks in comments, does not negotiate.
    ExOfficio,
    /// Holds the pen: changes words, has no position.
    Secretariat,
    /// Edits the draft and takes positions.
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
    /// Send proposals to the chair, beside the text.
    Contribute,
    /// Say something to all, to one's own delegation or to the chair.
    Comment,
    /// Take a position in the name of one's delegation.
    TakePosition,
}

impl Role {
    /// Whether the role includes a permission. The page greys its buttons with this function and the server enforces it.
    pub fn may(self, permission: Permission) -> bool {
        match permission {
            Permission::Read => true,
            Permission::Edit => self >= Self::Secretariat,
            Permission::Decide => self >= Self::Chair,
            Permission::Contribute => self >= Self::Contributor,
            Permission::Comment => self >= Self::ExOfficio,
            Permission::TakePosition => self >= Self::Member,
        }
    }

    /// What somebody may do who has an invitation for this role, and speaks for a delegation that is `part` in the directory:
    /// the lesser of the two. A delegation that is not listed takes nothing away.
    pub fn within(self, part: Option<Part>) -> Self {
        part.map_or(self, |part| self.min(part.most()))
    }

    /// The name used on the wire and in commands.
    pub fn name(self) -> &'static str {
        match self {
            Self::Observer => "observer",
            Self::Contributor => "contributor",
            Self::ExOfficio => "ex-officio",
            Self::Secretariat => "secretariat",
            Self::Member => "member",
            Self::Chair => "chair",
        }
    }

    /// The role with a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// Every role, the least first.
    pub const ALL: [Self; 6] =
        [Self::Observer, Self::Contributor, Self::ExOfficio, Self::Secretariat, Self::Member, Self::Chair];

    /// The role as one says it of a person, with its article.
    pub fn said(self) -> &'static str {
        match self {
            Self::Observer => "an observer",
            Self::Contributor => "a contributor",
            Self::ExOfficio => "who is here ex officio",
            Self::Secretariat => "the secretariat",
            Self::Member => "a member",
            Self::Chair => "the chair",
        }
    }
}

/// A State, an organisation or a group, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Delegation(pub String);

impl Permission {
    /// Every permission, with the name that the page asks by.
    pub const ALL: [(Self, &str); 6] = [
        (Self::Read, "read"),
        (Self::Contribute, "contribute"),
        (Self::Comment, "comment"),
        (Self::Edit, "edit"),
        (Self::TakePosition, "position"),
        (Self::Decide, "decide"),
    ];

    /// The permission with a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == name).map(|(permission, _)| permission)
    }
}

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
