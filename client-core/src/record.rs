//! The record: decisions in one order per draft, written by the server alone, each entry sealed with the hash of the one
//! before it.

mod unsettled;

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use crate::{
    model::{
        BracketId, Decision, Draft, Entry, EntryId, ParagraphId, Permission, Person, Phase, ProposalId, ProposalState,
        Standings, Subject, Timestamp, occurrences,
    },
    ops::{is_bracket_sign, is_forbidden},
};
use unsettled::Unsettled;

/// The most decisions that one package holds.
pub const MAX_PARTS: usize = 64;

/// The longest name of a meeting, in code points.
pub const MAX_MEETING: usize = 200;

/// What somebody asks to be decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Identity of the entry to be; asking twice records once.
    pub id: EntryId,
    /// The decision.
    pub decision: Decision,
    /// In which meeting; may be empty.
    pub meeting: String,
    /// Why.
    pub reason: String,
    /// The heads of the text that the person saw.
    pub heads: Vec<String>,
}

/// Why a decision is not recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecisionRefusal {
    /// The role does not include it.
    #[error("only the chair decides")]
    NotAllowed,
    /// The bracket or the set is not in this draft.
    #[error("what is to be decided is not in this draft")]
    Unknown,
    /// The variant is not one of the set.
    #[error("the version chosen is not one of these alternatives")]
    NotAVariant,
    /// There is nothing to reopen.
    #[error("it is open already")]
    AlreadyOpen,
    /// The reason is too long.
    #[error("the reason is too long")]
    TooLong,
    /// The bracket is no choice, or has no such branch.
    #[error("the bracket has no such branch")]
    NotABranch,
    /// The choice has more or fewer branches than the chair saw.
    #[error("the branches of this choice have changed meanwhile")]
    BranchesChanged,
    /// The package is empty or holds another package.
    #[error("a package holds one decision or more, and no package")]
    NotAPackage,
    /// The package holds too many decisions.
    #[error("a package holds at most {MAX_PARTS} decisions")]
    TooManyParts,
    /// The package decides one matter twice.
    #[error("the package decides one matter twice")]
    Twice,
    /// Something in the paragraph is not decided.
    #[error("something in this paragraph is still open")]
    StillOpen,
    /// The paragraph is agreed.
    #[error("the paragraph is agreed")]
    Agreed,
    /// The draft is in this phase already.
    #[error("the draft is in this phase already")]
    SamePhase,
    /// The negotiation is closed.
    #[error("the negotiation of this draft is closed")]
    Closed,
    /// The words to come in the place of a bracket hold a sign or a character that words cannot hold.
    #[error("the words hold a bracket sign, a line break or a control character")]
    NotWords,
    /// The delegation has taken the proposal back.
    #[error("the delegation has taken this proposal back")]
    TakenBack,
    /// A bracket runs from the paragraph to another one.
    #[error("a bracket that runs over several paragraphs would be torn apart")]
    TearsBracket,
    /// The bracket is one question with others, and this does not answer the question.
    #[error("the bracket is one question with those beside it")]
    Joined,
}

impl DecisionRefusal {
    /// A stable name for the reason.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotAllowed => "not-allowed",
            Self::Unknown => "unknown-matter",
            Self::NotAVariant => "not-a-variant",
            Self::AlreadyOpen => "already-open",
            Self::TooLong => "too-long",
            Self::NotABranch => "not-a-branch",
            Self::BranchesChanged => "branches-changed",
            Self::NotAPackage => "not-a-package",
            Self::TooManyParts => "too-many-parts",
            Self::Twice => "twice",
            Self::StillOpen => "still-open",
            Self::Agreed => "agreed",
            Self::SamePhase => "same-phase",
            Self::Closed => "closed",
            Self::NotWords => "not-words",
            Self::TakenBack => "taken-back",
            Self::TearsBracket => "tears-bracket",
            Self::Joined => "joined-choice",
        }
    }

    /// The next step.
    pub fn hint(self) -> &'static str {
        match self {
            Self::NotAllowed => "Ask the chair to take the decision.",
            Self::Unknown | Self::NotAVariant | Self::NotABranch => "Reload the draft: it may have changed meanwhile.",
            Self::BranchesChanged => "Look at the branches again and pick one.",
            Self::NotAPackage => "Take the decision by itself.",
            Self::TooManyParts => "Take the decisions in several packages.",
            Self::Twice => "Leave one of the two out.",
            Self::Joined => "Decide its brackets as one package: one of them stays, or none; or reopen all of them.",
            Self::AlreadyOpen => "Look at its history: somebody reopened it.",
            Self::TooLong => "Shorten the text.",
            Self::StillOpen => "Decide the brackets and alternatives of the paragraph first.",
            Self::Agreed => "Reopen the paragraph first.",
            Self::SamePhase => "Look at the record: somebody switched it.",
            Self::Closed => "Switch the phase of the draft first.",
            Self::NotWords => "Write one line of words without brackets.",
            Self::TakenBack => "Ask the delegation to propose it again.",
            Self::TearsBracket => "Decide the bracket first.",
        }
    }
}

/// Whether a decision may be recorded now.
///
/// # Errors
/// The reason why not.
pub fn check(request: &Request, person: &Person, draft: &Draft, standings: &Standings) -> Result<(), DecisionRefusal> {
    if !person.role.may(Permission::Decide) {
        return Err(DecisionRefusal::NotAllowed);
    }
    if request.reason.chars().count() > crate::ops::MAX_REASON
        || request.meeting.chars().count() > MAX_MEETING
        || request.heads.len() > 64
        || request.heads.iter().any(|head| head.len() > 64)
    {
        return Err(DecisionRefusal::TooLong);
    }
    if let Decision::Package(parts) = &request.decision {
        if parts.is_empty() || parts.iter().any(|part| matches!(part, Decision::Package(_))) {
            return Err(DecisionRefusal::NotAPackage);
        }
        if parts.len() > MAX_PARTS {
            return Err(DecisionRefusal::TooManyParts);
        }
        let subjects: BTreeSet<_> = parts.iter().map(Decision::subject).collect();
        if subjects.len() < parts.len() {
            return Err(DecisionRefusal::Twice);
        }
    }
    // Each part on what the parts before it make: a paragraph may be agreed in the package that decides its brackets.
    let mut standings = standings.clone();
    let mut unsettled = Unsettled::default();
    for part in request.decision.parts() {
        check_part(part, draft, &standings, &mut unsettled)?;
        standings.apply(part);
        unsettled.applied(part);
    }
    check_joined(request.decision.parts(), draft)
}

/// Of brackets that were joined to one question one stays, or none, or all are reopened; and all of that at once (domain.md,
/// "Square brackets").
fn check_joined(parts: &[Decision], draft: &Draft) -> Result<(), DecisionRefusal> {
    for choice in draft.choices.values().filter(|choice| !choice.withdrawn) {
        let about: Vec<&Decision> = parts
            .iter()
            .filter(|part| matches!(part.subject(), Some(Subject::Bracket(id)) if choice.brackets.contains(&id)))
            .collect();
        let (mut staying, mut reopened) = (0, 0);
        for part in &about {
            match part {
                Decision::ReopenBracket(_) => reopened += 1,
                Decision::DeleteBracket(_) | Decision::PickBranch { branch: None, .. } => {}
                _ => staying += 1,
            }
        }
        let whole = about.len() == choice.brackets.len();
        let one_answer = if reopened > 0 { reopened == about.len() } else { staying <= 1 };
        if about.is_empty() || (whole && one_answer) {
            continue;
        }
        return Err(DecisionRefusal::Joined);
    }
    Ok(())
}

fn check_part(
    decision: &Decision,
    draft: &Draft,
    standings: &Standings,
    unsettled: &mut Unsettled,
) -> Result<(), DecisionRefusal> {
    let known = match decision.subject() {
        Some(Subject::Bracket(id)) => draft.brackets.contains_key(&id),
        Some(Subject::Alternatives(set)) => draft.alternatives.contains_key(&set),
        Some(Subject::Paragraph(id)) => draft.paragraph(id).is_some_and(|paragraph| !paragraph.kind.is_container()),
        Some(Subject::Draft) => true,
        None => false,
        Some(Subject::Proposal(id)) => draft.proposals.contains_key(&id),
        Some(Subject::LabelScheme) => true,
    };
    if !known {
        return Err(DecisionRefusal::Unknown);
    }
    if standings.phase == Phase::Closed && !matches!(decision, Decision::SetPhase(_)) {
        return Err(DecisionRefusal::Closed);
    }
    if let Some(subject @ (Subject::Bracket(_) | Subject::Alternatives(_))) = decision.subject()
        && stands_in(draft, subject).iter().any(|paragraph| standings.is_agreed(*paragraph))
    {
        return Err(DecisionRefusal::Agreed);
    }
    match decision {
        Decision::ChooseAlternative(set, Some(variant))
            if !draft.standing_variants(*set, standings).any(|v| v.id == *variant) =>
        {
            Err(DecisionRefusal::NotAVariant)
        }
        Decision::ReopenBracket(id) if !standings.brackets.contains_key(id) => Err(DecisionRefusal::AlreadyOpen),
        Decision::ReopenAlternative(set) if !standings.alternatives.contains_key(set) => {
            Err(DecisionRefusal::AlreadyOpen)
        }
        Decision::PickBranch { bracket, branch, of } => check_pick(draft, *bracket, *branch, *of),
        Decision::ReplaceBracket { words, .. } => check_words(words),
        Decision::AgreeAdRef(id) | Decision::Agree(id) if unsettled.contains(draft, standings, *id) => {
            Err(DecisionRefusal::StillOpen)
        }
        Decision::ReopenParagraph(id) if !standings.paragraphs.contains_key(id) => Err(DecisionRefusal::AlreadyOpen),
        Decision::SetPhase(phase) if *phase == standings.phase => Err(DecisionRefusal::SamePhase),
        Decision::AcceptProposal(id) | Decision::RejectProposal(id) | Decision::ReopenProposal(id) => {
            check_proposal(decision, *id, draft, standings)
        }
        _ => Ok(()),
    }
}

/// The paragraphs that a bracket or a set of alternatives stands in. None for a bracket around the whole draft: what is
/// agreed is agreed under it.
fn stands_in(draft: &Draft, subject: Subject) -> Vec<ParagraphId> {
    match subject {
        Subject::Bracket(id) => draft.span(id),
        Subject::Alternatives(id) => {
            let base = draft.alternatives.get(&id).into_iter().flat_map(|set| set.base.iter().copied());
            base.chain(draft.variants(id).map(|variant| variant.id)).collect()
        }
        Subject::Paragraph(id) => vec![id],
        Subject::Draft | Subject::Proposal(_) | Subject::LabelScheme => Vec::new(),
    }
}

fn check_words(words: &str) -> Result<(), DecisionRefusal> {
    if words.chars().count() > crate::ops::MAX_INSERT {
        return Err(DecisionRefusal::TooLong);
    }
    let fits = !words.chars().any(|c| is_bracket_sign(c) || is_forbidden(c));
    if fits { Ok(()) } else { Err(DecisionRefusal::NotWords) }
}

fn check_pick(draft: &Draft, bracket: BracketId, branch: Option<u32>, of: u32) -> Result<(), DecisionRefusal> {
    let found = occurrences(draft).into_iter().find(|found| found.bracket == bracket);
    let branches = found.ok_or(DecisionRefusal::Unknown)?.branch_count();
    if branches < 2 || branch.is_some_and(|branch| branch >= of) {
        return Err(DecisionRefusal::NotABranch);
    }
    if branches == of { Ok(()) } else { Err(DecisionRefusal::BranchesChanged) }
}

fn check_proposal(
    decision: &Decision,
    id: ProposalId,
    draft: &Draft,
    standings: &Standings,
) -> Result<(), DecisionRefusal> {
    let state = draft.proposals.get(&id).map(|proposal| standings.proposal(proposal));
    if matches!(decision, Decision::ReopenProposal(_)) && standings.decided_proposal(id).is_none() {
        return Err(DecisionRefusal::AlreadyOpen);
    }
    if !matches!(decision, Decision::ReopenProposal(_)) && state == Some(ProposalState::Withdrawn) {
        return Err(DecisionRefusal::TakenBack);
    }
    // Paragraphs that change places must not turn a bracket round that runs from one to the other.
    let mut then = standings.clone();
    then.apply(decision);
    let whole = draft.arranged(standings).whole_brackets();
    if whole.is_subset(&draft.arranged(&then).whole_brackets()) { Ok(()) } else { Err(DecisionRefusal::TearsBracket) }
}

/// The entry that records a request after `last`.
pub fn seal(request: Request, person: &Person, last: Option<&Entry>, at: Timestamp) -> Entry {
    let mut entry = Entry {
        seq: last.map_or(1, |entry| entry.seq + 1),
        id: request.id,
        at,
        by: person.name.clone(),
        delegation: person.delegation.0.clone(),
        decision: request.decision,
        meeting: request.meeting.trim().to_owned(),
        reason: request.reason.trim().to_owned(),
        heads: request.heads,
        previous: last.map_or([0; 32], |entry| entry.hash),
        hash: [0; 32],
    };
    entry.hash = hash(&entry);
    entry
}

/// What holds after these entries, in their order.
pub fn fold<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Standings {
    let mut standings = Standings::default();
    for entry in entries {
        standings.apply(&entry.decision);
    }
    standings
}

/// Whether an entry is the next one after `last`, and is what its hash says.
pub fn follows(entry: &Entry, last: Option<&Entry>) -> bool {
    let (seq, previous) = last.map_or((0, [0; 32]), |last| (last.seq, last.hash));
    entry.seq == seq + 1 && entry.previous == previous && entry.hash == hash(entry)
}

/// The first entry that does not follow from the one before it, by its place from 0.
pub fn first_broken(entries: &[Entry]) -> Option<usize> {
    let mut previous = [0; 32];
    for (index, entry) in entries.iter().enumerate() {
        if entry.seq != index as u64 + 1 || entry.previous != previous || entry.hash != hash(entry) {
            return Some(index);
        }
        previous = entry.hash;
    }
    None
}

/// SHA-256 over every field but the hash itself. Each field is preceded by its length, so that no two entries share
/// their bytes: a package gives its number of parts before them.
fn hash(entry: &Entry) -> [u8; 32] {
    let mut digest = Sha256::new();
    let mut field = |bytes: &[u8]| {
        digest.update((bytes.len() as u64).to_be_bytes());
        digest.update(bytes);
    };
    field(b"adref record 2");
    field(&entry.previous);
    field(&entry.seq.to_be_bytes());
    field(entry.id.0.as_bytes());
    field(&entry.at.to_be_bytes());
    field(entry.by.as_bytes());
    field(entry.delegation.as_bytes());
    hash_decision(&entry.decision, &mut field);
    field(entry.meeting.as_bytes());
    field(entry.reason.as_bytes());
    for head in &entry.heads {
        field(head.as_bytes());
    }
    digest.finalize().into()
}

fn hash_decision(decision: &Decision, field: &mut dyn FnMut(&[u8])) {
    let (kind, matter, choice) = match decision {
        Decision::KeepBracket(id) => ("keep-bracket", id.0, None),
        Decision::DeleteBracket(id) => ("delete-bracket", id.0, None),
        Decision::ReopenBracket(id) => ("reopen-bracket", id.0, None),
        Decision::ChooseAlternative(set, variant) => ("choose-alternative", set.0, variant.map(|id| id.0)),
        Decision::ReopenAlternative(set) => ("reopen-alternative", set.0, None),
        Decision::PickBranch { bracket, branch, of } => {
            field(b"pick-branch");
            field(bracket.0.as_bytes());
            field(branch.map(u32::to_be_bytes).as_ref().map_or(&[][..], |index| index));
            field(&of.to_be_bytes());
            return;
        }
        Decision::Package(parts) => {
            field(b"package");
            field(&(parts.len() as u64).to_be_bytes());
            for part in parts {
                hash_decision(part, field);
            }
            return;
        }
        Decision::ReplaceBracket { bracket, words } => {
            field(b"replace-bracket");
            field(bracket.0.as_bytes());
            field(words.as_bytes());
            return;
        }
        Decision::AgreeAdRef(id) => ("agree-ad-ref", id.0, None),
        Decision::Agree(id) => ("agree", id.0, None),
        Decision::Suspend(id) => ("suspend", id.0, None),
        Decision::ReopenParagraph(id) => ("reopen-paragraph", id.0, None),
        Decision::SetPhase(phase) => {
            field(b"set-phase");
            field(phase.name().as_bytes());
            return;
        }
        Decision::AcceptProposal(id) => ("accept-proposal", id.0, None),
        Decision::RejectProposal(id) => ("reject-proposal", id.0, None),
        Decision::ReopenProposal(id) => ("reopen-proposal", id.0, None),
        Decision::SetLabelScheme(scheme) => {
            field(b"set-label-scheme");
            field(scheme.name().as_bytes());
            return;
        }
    };
    field(kind.as_bytes());
    field(matter.as_bytes());
    field(choice.as_ref().map_or(&[][..], |id| id.as_bytes()));
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::model::{AlternativeSetId, LabelScheme};

    fn entry(decision: Decision) -> Entry {
        Entry {
            seq: 7,
            id: EntryId(Uuid::from_u128(1)),
            at: 5,
            by: "Bob".into(),
            delegation: "Chair".into(),
            decision,
            meeting: "3rd".into(),
            reason: "as agreed".into(),
            heads: vec!["aa".into()],
            previous: [9; 32],
            hash: [0; 32],
        }
    }

    fn hex(decision: Decision) -> String {
        hash(&entry(decision)).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn the_hashes_of_records_that_are_kept_do_not_change() {
        let bracket = BracketId(Uuid::from_u128(2));
        assert_eq!(
            hex(Decision::KeepBracket(bracket)),
            "65335cd3442ff84fa1ad6a8431a010d2294ebb4aa2116bd92387ae70dfe99035"
        );
        let chosen = Some(crate::model::ParagraphId(Uuid::from_u128(3)));
        assert_eq!(
            hex(Decision::ChooseAlternative(AlternativeSetId(Uuid::from_u128(2)), chosen)),
            "f722c642ea65993899ed264c28d882ddbbc5d300c77582c21e0238d8cc4929df"
        );
    }

    #[test]
    fn no_two_decisions_share_a_hash() {
        let bracket = BracketId(Uuid::from_u128(2));
        let pick = |branch, of| Decision::PickBranch { bracket, branch, of };
        let other = Decision::DeleteBracket(BracketId(Uuid::from_u128(3)));
        let decisions = [
            Decision::KeepBracket(bracket),
            Decision::DeleteBracket(bracket),
            pick(None, 2),
            pick(Some(0), 2),
            pick(Some(1), 2),
            pick(Some(1), 3),
            Decision::Package(vec![pick(None, 2)]),
            Decision::Package(vec![pick(None, 2), other.clone()]),
            Decision::Package(vec![other, pick(None, 2)]),
            Decision::ReplaceBracket { bracket, words: "a".into() },
            Decision::ReplaceBracket { bracket, words: "b".into() },
            Decision::AgreeAdRef(ParagraphId(Uuid::from_u128(2))),
            Decision::Agree(ParagraphId(Uuid::from_u128(2))),
            Decision::Suspend(ParagraphId(Uuid::from_u128(2))),
            Decision::ReopenParagraph(ParagraphId(Uuid::from_u128(2))),
            Decision::SetPhase(Phase::Negotiation),
            Decision::SetPhase(Phase::Closed),
            Decision::AcceptProposal(ProposalId(Uuid::from_u128(2))),
            Decision::RejectProposal(ProposalId(Uuid::from_u128(2))),
            Decision::ReopenProposal(ProposalId(Uuid::from_u128(2))),
            Decision::SetLabelScheme(LabelScheme::Alt),
            Decision::SetLabelScheme(LabelScheme::Option),
        ];
        let hashes: BTreeSet<String> = decisions.iter().cloned().map(hex).collect();
        assert_eq!(hashes.len(), decisions.len());
    }
}
