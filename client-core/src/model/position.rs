use std::collections::BTreeMap;

use super::{AlternativeSetId, BracketId, ParagraphId, PositionId, Timestamp};

/// What a delegation says of a bracket or an alternative (domain.md, "position").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stance {
    /// The words are to stay.
    Retain,
    /// The words are to go.
    Delete,
    /// The delegation is not ready to say: its capital, or another matter, comes first.
    Reserve,
    /// The delegation would not have written it so, and does not stand in the way.
    CanAccept,
}

impl Stance {
    /// All of them, in the order in which people are offered them.
    pub const ALL: [Self; 4] = [Self::Retain, Self::CanAccept, Self::Reserve, Self::Delete];

    /// The name used in the document, on the wire and in commands.
    pub fn name(self) -> &'static str {
        match self {
            Self::Retain => "retain",
            Self::Delete => "delete",
            Self::Reserve => "reserve",
            Self::CanAccept => "can-accept",
        }
    }

    /// The stance with a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stance| stance.name() == name)
    }
}

/// What a position is taken on. Another kind is one variant more here, a word in `schema/keys.rs`, and a row in
/// `view/positions.rs`; the compiler names the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// A bracket.
    Bracket(BracketId),
    /// A set of alternatives.
    Alternatives(AlternativeSetId),
}

/// Which of several versions a position is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Preference {
    /// A branch of a choice.
    Branch {
        /// The branch, counted from 0; `None` is "no text".
        branch: Option<u32>,
        /// How many branches there were: a number alone would mean another branch after somebody drew one more line.
        of: u32,
    },
    /// A version of a set of alternatives; `None` is the base.
    Version(Option<ParagraphId>),
}

/// Lamport order of the operation that made something: the counter, then the actor's bytes. The same on every replica,
/// whatever their clocks say.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Written {
    /// The operation's counter.
    pub counter: u64,
    /// The actor.
    pub actor: Vec<u8>,
}

/// One statement of a delegation on one subject. Statements are never changed: a newer one takes the place of an older one,
/// and all of them are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    /// Identity, fresh for each statement.
    pub id: PositionId,
    /// The bracket or the set of alternatives.
    pub subject: Topic,
    /// In whose name.
    pub delegation: String,
    /// Name of the person who spoke.
    pub by: String,
    /// When, by the speaker's clock.
    pub at: Timestamp,
    /// What is said; `None` takes back what was said before.
    pub stance: Option<Stance>,
    /// Which branch or version it is about.
    pub preference: Option<Preference>,
    /// Why; may be empty.
    pub reason: String,
    /// Which of two statements is the newer one.
    pub written: Written,
}

/// The statement that holds of each delegation on each subject: the newest by [`Written`]. One that was taken back is not
/// listed.
pub fn holding<'a>(
    positions: impl IntoIterator<Item = &'a Position>,
) -> BTreeMap<Topic, BTreeMap<&'a str, &'a Position>> {
    let mut newest: BTreeMap<Topic, BTreeMap<&str, &Position>> = BTreeMap::new();
    for position in positions {
        let of_subject = newest.entry(position.subject).or_default();
        let held = of_subject.entry(position.delegation.as_str()).or_insert(position);
        if position.written > held.written {
            *held = position;
        }
    }
    for of_subject in newest.values_mut() {
        of_subject.retain(|_, position| position.stance.is_some());
    }
    newest.retain(|_, of_subject| !of_subject.is_empty());
    newest
}

/// The other delegations that support a bracket: those whose statement that holds is to retain its words. Who can accept
/// them, or reserves, does not support them. While there is one, the delegation that opened the bracket does not lift it
/// alone (domain.md, "while nobody else has supported it").
pub fn supporters_beside<'a>(
    positions: impl IntoIterator<Item = &'a Position>,
    bracket: BracketId,
    opener: &str,
) -> Vec<&'a str> {
    let on_it = positions.into_iter().filter(|position| position.subject == Topic::Bracket(bracket));
    let held = holding(on_it).remove(&Topic::Bracket(bracket)).unwrap_or_default();
    let supports = |(delegation, position): (&'a str, &Position)| {
        (position.stance == Some(Stance::Retain) && delegation != opener).then_some(delegation)
    };
    held.into_iter().filter_map(supports).collect()
}
