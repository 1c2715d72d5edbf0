//! A second version of a document, written into the draft: words by ordinary acts of the person who brings it, and what a person
//! may not write, such as that a bracket of others is lifted, by decisions where that person decides
//! ([0042](../../docs/decisions/0042-a-second-version-is-acts-and-decisions.md)).
//!
//! What stays is not written: a word that both have keeps its character, a bracket its edges, its life and what was said of it.

mod align;
mod before;
mod comparing;
mod diff;
mod edits;
mod left;
mod lift;
mod matching;
mod moves;
mod notes;
mod paragraphs;
mod read_as;
mod renew;
mod rows;
mod spots;
mod supposed;
mod writing;

use std::collections::{BTreeMap, BTreeSet};

use automerge::Change;

use crate::{
    import::{Difference, Known, unprinted},
    model::{BracketId, Decision, Draft, DraftKind, ParagraphId, Permission, Phase, Standings},
    ops::{Act, Circumstances, OpenBracket, Refusal, Splice, WithdrawBracket},
    record,
    schema::Document,
};
use align::Aligned;
use comparing::{Compared, compared};
use matching::Asked;
use writing::Writing;

pub use left::Left;
pub use read_as::read_as;
pub use renew::renewed;

/// How often a version is compared with what came of it, and the rest written.
const ROUNDS: usize = 8;

/// What a second version makes of a draft.
#[derive(Clone, Debug)]
pub struct Revision {
    /// What it has changed, paragraph by paragraph, as it was before.
    pub differences: Vec<Difference>,
    /// What was written, and what is to be decided on it, until nothing was left to write.
    pub rounds: Vec<Round>,
    /// What does not read as in the version after all this, and what to do about it.
    pub left: Vec<Left>,
}

/// What was written at one time, on what was decided before.
#[derive(Clone, Debug)]
pub struct Round {
    /// The changes that were made in the document, in order.
    pub changes: Vec<Change>,
    /// What is to be decided on top of them; empty when whoever brings the version does not decide.
    pub decisions: Vec<Decision>,
    /// The heads of the document then.
    pub heads: Vec<String>,
}

/// Writes a version into a document, whose actor writes it. Applied to what came of it, the same version changes nothing; in a
/// negotiation it changes no word and no sign, but may take back a bracket of its own and open it anew where paragraphs that are alike
/// change places under brackets of others.
///
/// # Errors
/// When nothing of it can be written: the role, a reference, a draft that is closed, or that is negotiated by nobody's delegation.
pub fn revise(
    document: &mut Document,
    circumstances: Circumstances<'_>,
    version: &Draft,
    reason: &str,
) -> Result<Revision, Refusal> {
    let Circumstances { person, standings, now } = circumstances;
    if !person.role.may(Permission::Edit) {
        return Err(Refusal::NotAllowed(person.role.name()));
    }
    match standings.phase {
        _ if document.kind()? == DraftKind::Reference => return Err(Refusal::NotNegotiated),
        // What one proposed is told from what others did by the delegation.
        Phase::Negotiation if person.delegation.0.is_empty() => return Err(Refusal::NoDelegation),
        Phase::Drafting | Phase::Negotiation => {}
        Phase::Closed => return Err(Refusal::Closed),
    }
    let version = &*unprinted(&document.hydrate()?, standings, version);
    let mut revision: Option<Revision> = None;
    let mut standings = standings.clone();
    // A paragraph that was moved has its place when that is decided. Where paragraphs are alike, which of them is which stays
    // until nothing is left to write; then it is asked anew.
    let mut pairs: BTreeMap<ParagraphId, ParagraphId> = BTreeMap::new();
    for _ in 0..ROUNDS {
        let circumstances = Circumstances { person, standings: &standings, now };
        let (round, differences, found, left) = once(document, circumstances, version, (reason, &pairs))?;
        let revision = revision.get_or_insert_with(|| Revision { differences, rounds: Vec::new(), left: Vec::new() });
        revision.left = left;
        if round.changes.is_empty() && round.decisions.is_empty() {
            if pairs.is_empty() {
                break;
            }
            pairs.clear();
            continue;
        }
        pairs = found;
        round.decisions.iter().for_each(|decision| standings.apply(decision));
        revision.rounds.push(round);
    }
    Ok(revision.unwrap_or_else(|| Revision { differences: Vec::new(), rounds: Vec::new(), left: Vec::new() }))
}

/// What was written at one time, what the version differed in before, the paragraphs of the draft that those of the version are,
/// and what was not written.
type Once = (Round, Vec<Difference>, BTreeMap<ParagraphId, ParagraphId>, Vec<Left>);

/// Writes what a version differs in from the draft as it is now.
fn once(
    document: &mut Document,
    circumstances: Circumstances<'_>,
    version: &Draft,
    (reason, pairs): (&str, &BTreeMap<ParagraphId, ParagraphId>),
) -> Result<Once, Refusal> {
    let Circumstances { person, standings, now: _ } = circumstances;
    let stored = document.hydrate()?;
    let opened = before::opened(&stored, version, circumstances);
    let mut known = Known { pairs: pairs.clone(), gone: paragraphs::asked_to_go(&stored, circumstances) };
    if known.pairs.is_empty() {
        known.pairs = before::pairs(&stored, version, &opened);
    }
    let (mut left, mut again) = (Vec::new(), Vec::new());
    let negotiated = standings.phase == Phase::Negotiation;
    let supposed = negotiated.then(|| {
        let beside =
            |standings: &Standings| compared((&stored, version), standings, (&known, &opened), &mut Vec::new());
        let as_it_is = beside(standings);
        let away = supposed::asked_away(&stored, as_it_is.wanted.iter().map(|(id, _)| *id));
        let asked = as_it_is.found.keys().copied().filter(|id| !away.contains(id)).collect();
        let suppose = |again: &[BracketId]| supposed::standings(&stored, circumstances, (&asked, again));
        again = supposed::wanted_again(&stored, circumstances, &as_it_is.aligned, &asked);
        if !again.is_empty() {
            let (away, here) = (beside(&suppose(&[])), beside(&suppose(&again)));
            supposed::nearer(&stored, &mut again, (&away.aligned, &here.aligned));
        }
        suppose(&again)
    });
    let reads = supposed.as_ref().unwrap_or(standings);
    let shown = stored.arranged(reads).into_owned();
    let Compared { differences, mut ids, calls, wanted, mut aligned, asked, mut found } =
        compared((&stored, version), reads, (&known, &opened), &mut left);
    let decides = person.role.may(Permission::Decide) && !negotiated;
    let mut writing = Writing::new(document, circumstances, (reads, reason), decides);
    writing.left = left;
    for bracket in again {
        let paragraph = stored.span(bracket).first().copied();
        writing.act(paragraph, &Act::WithdrawBracket(WithdrawBracket { bracket }));
    }
    let mut lifted =
        lift::lifted(&stored, &mut aligned, (&found, &notes::asked_to_go(&stored, &differences)), &writing);
    lifted.extend(lift::left_behind(&stored, &shown, &differences, &writing));
    for paragraph in aligned.iter_mut().filter(|paragraph| paragraph.changed) {
        words(paragraph, &mut writing);
    }
    lift::lift(&lifted, &mut writing);
    let moved = moves::moved(&shown, &differences);
    paragraphs::add((&stored, version), &wanted, &differences, (&mut ids, &moved), &mut aligned, &mut writing);
    let moves = moves::moves((&stored, &shown, version), &moved, &ids, &mut writing);
    open(&asked, &ids, (&mut found, moves), &mut aligned, &mut writing);
    notes::add(&calls, (&differences, &wanted), &found, &mut aligned, &mut writing);
    paragraphs::remove(&stored, &differences, &mut writing);
    let Writing { changes, decisions, mut left, .. } = writing;
    let decisions = decidable(decisions, document, circumstances, &mut left)?;
    let then = document.hydrate()?;
    if !negotiated {
        left::compare(&then, standings, &decisions, version, &mut left);
    } else if changes.is_empty() {
        left::differs(&stored, &differences, &mut left);
    }
    left::headings(&then, version, &ids, &mut left);
    Ok((Round { changes, decisions, heads: document.heads() }, differences, ids, left))
}

/// Makes the words of a paragraph those of the version.
fn words(paragraph: &mut Aligned, writing: &mut Writing<'_>) {
    let id = paragraph.old;
    let (edits, left_out) = paragraph.edits();
    if left_out {
        writing.left.push(Left::signs(id));
    }
    let splice = |edit: edits::Edit| Splice { paragraph: id, at: edit.at, delete: edit.delete, insert: edit.insert };
    let acts: Vec<Splice> = edits.into_iter().map(splice).collect();
    if !writing.words((id, paragraph.new), &acts) {
        // What stands where is not known any more.
        paragraph.items.clear();
    }
}

/// Opens the brackets of the version that the draft does not have. While paragraphs change places, those over several wait.
fn open(
    asked: &[Asked],
    ids: &BTreeMap<ParagraphId, ParagraphId>,
    (found, moves): (&mut BTreeMap<BracketId, BracketId>, bool),
    aligned: &mut [Aligned],
    writing: &mut Writing<'_>,
) {
    let done: BTreeSet<BracketId> = found.values().copied().collect();
    let by_new: BTreeMap<ParagraphId, usize> = aligned.iter().enumerate().map(|(n, own)| (own.new, n)).collect();
    for asked in asked.iter().filter(|asked| !done.contains(&asked.bracket)) {
        let (from, to) = (by_new.get(&asked.open.0).copied(), by_new.get(&asked.close.0).copied());
        let (Some(from), Some(to)) = (from, to) else {
            let near = ids.get(&asked.open.0).or(ids.get(&asked.close.0)).copied();
            writing.left.push(Left::bracket(near));
            continue;
        };
        if moves && from != to {
            continue;
        }
        let unknown = |own: &Aligned| own.items.is_empty() && own.length() != writing.length(own.old);
        if unknown(&aligned[from]) || unknown(&aligned[to]) {
            continue;
        }
        let known = |id: BracketId| found.get(&id).copied();
        let (start, end) = (aligned[from].spot(&asked.open.1, known), aligned[to].spot(&asked.close.1, known));
        let end = if from == to { end.max(start) } else { end };
        let (start, end) = writing.around_own((aligned[from].old, start), (aligned[to].old, end));
        let id = writing.fresh_bracket(asked.bracket);
        let act = Act::OpenBracket(OpenBracket {
            id,
            from: (aligned[from].old, start),
            to: (aligned[to].old, end),
            wish: Default::default(),
            reason: writing.reason.clone(),
        });
        if writing.act(Some(aligned[from].old), &act) {
            aligned[to].inserted(end, id, false);
            aligned[from].inserted(start, id, true);
            found.insert(id, asked.bracket);
        }
    }
}

/// The decisions that can be taken now; those that cannot are told.
fn decidable(
    decisions: Vec<(Option<ParagraphId>, Decision)>,
    document: &mut Document,
    circumstances: Circumstances<'_>,
    left: &mut Vec<Left>,
) -> Result<Vec<Decision>, Refusal> {
    let draft = document.hydrate()?;
    let mut standings = circumstances.standings.clone();
    let mut taken = Vec::new();
    for (paragraph, decision) in decisions {
        let request = record::Request {
            id: crate::model::EntryId(draft.id.0),
            decision,
            meeting: String::new(),
            reason: String::new(),
            heads: Vec::new(),
        };
        match record::check(&request, circumstances.person, &draft, &standings) {
            Ok(()) => {
                standings.apply(&request.decision);
                taken.push(request.decision);
            }
            Err(refusal) => left.push(Left::undecided(paragraph, refusal)),
        }
    }
    Ok(taken)
}
