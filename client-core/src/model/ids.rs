use std::{fmt, str::FromStr};

use uuid::Uuid;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub Uuid);

        impl $name {
            /// An identity that depends on nothing but `parent` and `name` (RFC 9562, version 5), so that reading the
            /// same source twice gives the same draft.
            pub fn derived(parent: Uuid, name: &str) -> Self {
                Self(Uuid::new_v5(&parent, name.as_bytes()))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), &self.0.simple().to_string()[..8])
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    };
}

id!(
    /// Identity of a draft.
    DraftId
);
id!(
    /// Identity of a paragraph; it outlives its number, its place and its words.
    ParagraphId
);
id!(
    /// Identity of a square bracket; it outlives its words.
    BracketId
);
id!(
    /// Identity of a set of alternatives.
    AlternativeSetId
);
id!(
    /// Identity of a person.
    PersonId
);
id!(
    /// Identity of an entry in the record.
    EntryId
);
id!(
    /// Identity of one statement of a position.
    PositionId
);
id!(
    /// Identity of a proposal to move, split or merge paragraphs.
    ProposalId
);
