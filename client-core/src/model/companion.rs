//! What is decided with a decision: other places of the same question, brackets that stand or fall together.

use super::{BracketId, BracketState, Decision, Draft, Extent, Occurrence, Standings, occurrences};

/// Why something is decided with something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// A branch of one question with it: of such brackets one stays, or none, so it is not left out.
    Beside,
    /// Another place of the same question.
    Linked,
    /// They stand or fall together.
    Correlated,
    /// The branch that is picked is nothing but this bracket, as in `a/[b]`.
    Within,
    /// The version that is chosen was proposed in this bracket.
    Proposed,
}

impl Relation {
    /// Whether the decision can be taken without it.
    pub fn may_be_left_out(self) -> bool {
        !matches!(self, Self::Beside | Self::Proposed)
    }
}

/// Something that is decided with a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Companion {
    /// The bracket.
    pub bracket: BracketId,
    /// Why.
    pub relation: Relation,
    /// What is decided on it; `None` where the branch that is picked is not there to be picked.
    pub decision: Option<Decision>,
}

/// What is decided with `decision`, in the order of the text for each relation; none for what concerns nothing else, and
/// for a package (domain.md, "Square brackets": linked occurrences, correlated brackets).
pub fn companions(draft: &Draft, standings: &Standings, decision: &Decision) -> Vec<Companion> {
    let chosen = match decision {
        Decision::ChooseAlternative(_, Some(variant)) => draft.paragraph(*variant),
        _ => None,
    };
    // Who chooses a version that was proposed in a bracket keeps its words.
    let own = chosen.and_then(|variant| draft.brackets.get(&variant.added_in?));
    if let Some(own) = own.filter(|own| standings.of(own) == BracketState::Open) {
        let decision = Some(Decision::KeepBracket(own.id));
        return vec![Companion { bracket: own.id, relation: Relation::Proposed, decision }];
    }
    let Some(subject) = bracket_of(decision).and_then(|id| draft.brackets.get(&id)) else { return Vec::new() };
    let reopens = matches!(decision, Decision::ReopenBracket(_));
    let found = occurrences(draft);
    let joined = draft.choice_of(subject.id).map(|choice| choice.brackets.as_slice()).unwrap_or_default();
    let within = picked(&found, decision);
    let mut companions = Vec::new();
    for other in found.iter().filter(|other| other.bracket != subject.id) {
        let Some(register) = draft.brackets.get(&other.bracket) else { continue };
        let to_decide = match reopens {
            true => standings.brackets.contains_key(&register.id),
            false => standings.of(register) == BracketState::Open,
        };
        let same = |mine: &Option<String>, other: &Option<String>| mine.is_some() && mine == other;
        let is_within = within.is_some_and(|(outer, branch)| is_all_of(other, outer, branch));
        let relation = if joined.contains(&register.id) {
            Relation::Beside
        } else if !to_decide {
            continue;
        } else if is_within && register.extent == Extent::Anchored {
            Relation::Within
        } else if same(&subject.package, &register.package) {
            Relation::Correlated
        // What is a branch of another question is decided with that one alone.
        } else if same(&subject.question, &register.question) && draft.choice_of(register.id).is_none() {
            Relation::Linked
        } else {
            continue;
        };
        let decision = match relation {
            Relation::Beside if reopens => Some(Decision::ReopenBracket(register.id)),
            Relation::Beside => Some(Decision::DeleteBracket(register.id)),
            Relation::Within | Relation::Proposed => Some(Decision::KeepBracket(register.id)),
            Relation::Linked | Relation::Correlated => carried(&found, decision, other),
        };
        companions.push(Companion { bracket: register.id, relation, decision });
    }
    companions.sort_by_key(|companion| companion.relation);
    companions
}

fn bracket_of(decision: &Decision) -> Option<BracketId> {
    match decision.subject() {
        Some(super::Subject::Bracket(id)) => Some(id),
        _ => None,
    }
}

/// The bracket of which a branch with words is picked, and the branch.
fn picked<'a>(found: &'a [Occurrence], decision: &Decision) -> Option<(&'a Occurrence, u32)> {
    let Decision::PickBranch { bracket, branch: Some(branch), .. } = decision else { return None };
    found.iter().find(|found| found.bracket == *bracket).map(|found| (found, *branch))
}

/// Whether a bracket is all that there is in a branch of another.
fn is_all_of(inner: &Occurrence, outer: &Occurrence, branch: u32) -> bool {
    let directly = inner.around.last().is_some_and(|around| around.bracket == outer.bracket && around.branch == branch);
    let words = usize::try_from(branch).ok().and_then(|branch| outer.branches.get(branch));
    directly && words.is_some_and(|words| !words.trim().is_empty() && words.trim() == inner.words.trim())
}

/// What a decision on one bracket means for another that is decided in the same way.
fn carried(found: &[Occurrence], decision: &Decision, other: &Occurrence) -> Option<Decision> {
    let bracket = other.bracket;
    Some(match decision {
        Decision::KeepBracket(_) => Decision::KeepBracket(bracket),
        Decision::DeleteBracket(_) => Decision::DeleteBracket(bracket),
        Decision::ReopenBracket(_) => Decision::ReopenBracket(bracket),
        Decision::ReplaceBracket { words, .. } => Decision::ReplaceBracket { bracket, words: words.clone() },
        Decision::PickBranch { branch: None, .. } if other.branch_count() > 1 => {
            Decision::PickBranch { bracket, branch: None, of: other.branch_count() }
        }
        Decision::PickBranch { branch: None, .. } => Decision::DeleteBracket(bracket),
        // The branch of the same words, wherever it stands there.
        Decision::PickBranch { .. } => {
            let (subject, branch) = picked(found, decision)?;
            let words = subject.branches.get(usize::try_from(branch).ok()?)?.trim();
            let same = other.branches.iter().position(|branch| branch.trim() == words)?;
            let of = Some(other.branch_count()).filter(|of| *of > 1)?;
            Decision::PickBranch { bracket, branch: Some(u32::try_from(same).ok()?), of }
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::model::{Anchor, Bracket, DraftId, DraftKind, Inline, Paragraph, ParagraphId, ParagraphKind};

    fn id(n: u128) -> BracketId {
        BracketId(Uuid::from_u128(n))
    }

    /// `[a/b] [b/a] [c]`: the first two ask one question, the third stands or falls with the first.
    fn draft() -> Draft {
        let mut draft = Draft::new(DraftId(Uuid::nil()), "small", "Small", DraftKind::Draft);
        let mut paragraph = Paragraph::new(ParagraphId(Uuid::from_u128(9)), ParagraphKind::Operative);
        for (n, branches) in [(1, &["a", "b"][..]), (2, &["b", "a"]), (3, &["c"])] {
            paragraph.content.push(Inline::Anchor(Anchor::Open(id(n))));
            for (at, words) in branches.iter().enumerate() {
                paragraph.content.extend((at > 0).then_some(Inline::Anchor(Anchor::Or(id(n)))));
                paragraph.content.push(Inline::plain(*words));
            }
            paragraph.content.push(Inline::Anchor(Anchor::Close(id(n))));
            draft.brackets.insert(id(n), Bracket::new(id(n)));
        }
        draft.paragraphs.push(paragraph);
        for (n, question, package) in [(1, Some("q"), Some("p")), (2, Some("q"), None), (3, None, Some("p"))] {
            let bracket = draft.brackets.get_mut(&id(n)).expect("there");
            bracket.question = question.map(str::to_owned);
            bracket.package = package.map(str::to_owned);
        }
        draft
    }

    #[test]
    fn the_branch_of_the_same_words_is_picked_elsewhere() {
        let decision = Decision::PickBranch { bracket: id(1), branch: Some(1), of: 2 };
        let found = companions(&draft(), &Standings::default(), &decision);
        let linked = Decision::PickBranch { bracket: id(2), branch: Some(0), of: 2 };
        assert_eq!(found[0], Companion { bracket: id(2), relation: Relation::Linked, decision: Some(linked) });
        // `[c]` has no such branch.
        assert_eq!(found[1], Companion { bracket: id(3), relation: Relation::Correlated, decision: None });
    }

    #[test]
    fn what_is_decided_is_not_decided_again() {
        let mut standings = Standings::default();
        standings.apply(&Decision::KeepBracket(id(3)));
        let found = companions(&draft(), &standings, &Decision::DeleteBracket(id(1)));
        assert_eq!(found.iter().map(|found| found.bracket).collect::<Vec<_>>(), [id(2)]);
        let found = companions(&draft(), &standings, &Decision::ReopenBracket(id(1)));
        assert_eq!(found.iter().map(|found| found.bracket).collect::<Vec<_>>(), [id(3)]);
    }
}
