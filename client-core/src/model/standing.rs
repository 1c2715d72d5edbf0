/// How far the negotiation of a draft is, and with it who may change which words (domain.md, "Square brackets").
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Phase {
    /// Members edit freely.
    #[default]
    Drafting,
    /// Words change by bracket only: what somebody adds is proposed in a bracket of the own delegation, what somebody
    /// takes away is bracketed with the wish "delete".
    Negotiation,
    /// Nothing changes.
    Closed,
}

impl Phase {
    const ALL: [Self; 3] = [Self::Drafting, Self::Negotiation, Self::Closed];

    /// The name used on the wire, on disk and in commands.
    pub fn name(self) -> &'static str {
        match self {
            Self::Drafting => "drafting",
            Self::Negotiation => "negotiation",
            Self::Closed => "closed",
        }
    }

    /// The phase with a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|phase| phase.name() == name)
    }
}

/// How far a paragraph is (domain.md, "Decisions"). One that is not listed in the standings is open; one whose words were
/// all decided away is deleted, which its brackets tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ParagraphStanding {
    /// Left aside for now.
    Suspended,
    /// Agreed in the room, subject to confirmation by capitals.
    AgreedAdRef,
    /// Agreed.
    Agreed,
}

impl ParagraphStanding {
    /// Whether the words are agreed: nobody changes them until the paragraph is reopened.
    pub fn is_agreed(self) -> bool {
        matches!(self, Self::AgreedAdRef | Self::Agreed)
    }

    /// The name used in views and commands.
    pub fn name(self) -> &'static str {
        match self {
            Self::Suspended => "suspended",
            Self::AgreedAdRef => "agreed-ad-ref",
            Self::Agreed => "agreed",
        }
    }
}
