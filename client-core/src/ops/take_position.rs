use super::{Circumstances, Refusal, check_reason};
use crate::{
    model::{
        BracketId, ParagraphId, Permission, Position, PositionId, Preference, Stance, Topic, Written, holding,
        occurrences,
    },
    schema::Document,
};

/// Says what one's delegation says of a bracket or of alternatives, or takes it back. Whoever speaks last for a delegation
/// speaks for it; what was said before is kept (domain.md, "position").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakePosition {
    /// The statement's identity, fresh.
    pub id: PositionId,
    /// The bracket or the set of alternatives. Decided ones too: a delegation may want to be heard on them.
    pub subject: Topic,
    /// What is said; `None` takes back what one's delegation said before.
    pub stance: Option<Stance>,
    /// Of a choice the branch, of alternatives the version.
    pub preference: Option<Preference>,
    /// Why; may be empty.
    pub reason: String,
}

impl TakePosition {
    pub(super) fn check(&self, document: &Document, circumstances: Circumstances<'_>) -> Result<(), Refusal> {
        let delegation = circumstances.person.delegation.0.as_str();
        if delegation.is_empty() {
            return Err(Refusal::NoDelegation);
        }
        if !circumstances.person.role.may(Permission::TakePosition) {
            return Err(Refusal::NoPosition(circumstances.person.role.said()));
        }
        check_reason(&self.reason)?;
        if !document.knows(self.subject)? {
            return Err(match self.subject {
                Topic::Bracket(_) => Refusal::NoBracket,
                Topic::Alternatives(_) => Refusal::NoAlternatives,
            });
        }
        if self.stance.is_none() {
            let positions = document.positions_on(self.subject)?;
            let held = holding(&positions).remove(&self.subject).unwrap_or_default();
            return if held.contains_key(delegation) { Ok(()) } else { Err(Refusal::NothingSaid) };
        }
        if fits(document, self.subject, self.stance, self.preference)? { Ok(()) } else { Err(Refusal::NotAVersion) }
    }

    pub(super) fn apply(
        &self,
        document: &mut Document,
        circumstances: Circumstances<'_>,
    ) -> Result<Vec<ParagraphId>, Refusal> {
        document.take_position(&Position {
            id: self.id,
            subject: self.subject,
            delegation: circumstances.person.delegation.0.clone(),
            by: circumstances.person.name.clone(),
            at: circumstances.now,
            stance: self.stance,
            preference: self.preference.filter(|_| self.stance.is_some()),
            reason: self.reason.trim().to_owned(),
            written: Written::default(),
        })?;
        Ok(Vec::new())
    }
}

/// Whether a position names what it can be about: a branch of the choice as it is now, a version of the set. Of alternatives
/// it has to name one, unless everything is reserved.
fn fits(
    document: &Document,
    subject: Topic,
    stance: Option<Stance>,
    preference: Option<Preference>,
) -> Result<bool, Refusal> {
    Ok(match (subject, preference) {
        (Topic::Bracket(_), None) => true,
        (Topic::Bracket(id), Some(Preference::Branch { branch, of })) => {
            of > 1 && branch.is_none_or(|branch| branch < of) && branches(document, id)? == of
        }
        (Topic::Alternatives(_), None) => stance == Some(Stance::Reserve),
        (Topic::Alternatives(_), Some(Preference::Version(None))) => true,
        (Topic::Alternatives(set), Some(Preference::Version(Some(version)))) => {
            document.paragraph(version).is_some_and(|paragraph| paragraph.variant_of == Some(set))
        }
        (Topic::Bracket(_), Some(Preference::Version(_)))
        | (Topic::Alternatives(_), Some(Preference::Branch { .. })) => false,
    })
}

/// How many branches a bracket has.
fn branches(document: &Document, id: BracketId) -> Result<u32, Refusal> {
    let found = occurrences(&document.hydrate()?).into_iter().find(|found| found.bracket == id);
    Ok(found.map_or(1, |found| found.branch_count()))
}
