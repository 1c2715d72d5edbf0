//! A second version of a document, written into the draft: words by ordinary acts of the person who brings it, and what a person
//! may not write, such as that a bracket of others is lifted, by decisions where that person decides
//! ([0042](../../docs/decisions/0042-a-second-version-is-acts-and-decisions.md)).
//!
//! What stays is not written: a word that both have keeps its character, a bracket its edges, its life and what was said of it.

mod align;
mod before;
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
mod writing;

use std::collections::{BTreeMap, BTreeSet};

use automerge::Change;

use crate::{
    import::{Difference, Known, onto_knowing, unprinted},
    model::{BracketId, Decision, Draft, DraftKind, ParagraphId, Permission, Phase, Standings, read},
    ops::{Act, Circumstances, OpenBracket, Refusal, Splice},
    record,
    schema::Document,
};
use align::{Aligned, Wanted};
use matching::{Asked, asked, matched};
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

/// Writes a version into a document, whose actor writes it. Applied to what came of it, the same version changes nothing.
///
/// # Errors
/// When nothing of it can be written: the role, a reference, a negotiation in which words change by bracket only.
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
        Phase::Drafting => {}
        // Word by word it would be a bracket beside each word of the other.
        Phase::Negotiation => return Err(Refusal::ByBracketOnly),
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
    let shown = stored.arranged(standings).into_owned();
    let opened = before::opened(&stored, version, circumstances);
    let mut known = Known { pairs: pairs.clone(), gone: paragraphs::asked_to_go(&stored, circumstances) };
    if known.pairs.is_empty() {
        known.pairs = before::pairs(&stored, version, &opened);
    }
    let mut differences = onto_knowing(&stored, standings, version, &known);
    let mut writing = Writing::new(document, circumstances, reason, person.role.may(Permission::Decide));
    let mut ids: BTreeMap<ParagraphId, ParagraphId> = BTreeMap::new();
    for difference in &differences {
        if let Difference::Same { old, new, .. } | Difference::Changed { old, new, .. } = difference {
            ids.insert(*new, *old);
        }
    }
    let calls = notes::calls(&stored, version, &ids);
    let none = Standings::default();
    let reading = read(version, &none);
    let wanted: Vec<(ParagraphId, Wanted)> =
        reading.paragraphs.iter().map(|read| (read.paragraph.id, Wanted::of(read, &calls))).collect();
    let mut aligned = lay_out((&stored, &shown), &calls, &wanted, &differences, &mut writing);
    notes::part(&calls, &wanted, (&mut differences, &mut ids), &mut aligned);
    let asked = asked(wanted.iter().map(|(id, wanted)| (*id, wanted)));
    let mut found = matched(&mut aligned, &asked, &opened);
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
    left::compare(&then, standings, &decisions, version, &mut left);
    left::headings(&then, version, &ids, &mut left);
    Ok((Round { changes, decisions, heads: document.heads() }, differences, ids, left))
}

/// The paragraphs of the draft that are in the version, each beside its own.
fn lay_out(
    (stored, shown): (&Draft, &Draft),
    calls: &notes::Calls,
    wanted: &[(ParagraphId, Wanted)],
    differences: &[Difference],
    writing: &mut Writing<'_>,
) -> Vec<Aligned> {
    let standings = writing.circumstances.standings;
    let reading = read(shown, standings);
    let reads: BTreeMap<ParagraphId, _> = reading.paragraphs.iter().map(|read| (read.paragraph.id, read)).collect();
    let wanted: BTreeMap<ParagraphId, &Wanted> = wanted.iter().map(|(id, wanted)| (*id, wanted)).collect();
    let mut aligned = Vec::new();
    for difference in differences {
        let (old, new, changed) = match difference {
            Difference::Same { old, new, .. } => (*old, *new, false),
            Difference::Changed { old, new, .. } => (*old, *new, true),
            Difference::New { .. } | Difference::Gone { .. } => continue,
        };
        let (Some(read), Some(wanted)) = (reads.get(&old), wanted.get(&new)) else { continue };
        let as_stored = stored.paragraph(old).is_some_and(|own| own.content == read.paragraph.content);
        match (as_stored, changed) {
            (true, _) if changed && standings.is_agreed(old) => writing.refused(Some(old), &Refusal::Agreed),
            (true, _) => aligned.push(Aligned::of(read, (new, (*wanted).clone()), calls, changed)),
            (false, true) => writing.left.push(Left::arranged(old)),
            (false, false) => {}
        }
    }
    aligned
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
    if !writing.splice(id, &acts) {
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
        if aligned[from].items.is_empty() && aligned[from].length() != writing.length(aligned[from].old) {
            continue;
        }
        let known = |id: BracketId| found.get(&id).copied();
        let (start, end) = (aligned[from].spot(&asked.open.1, known), aligned[to].spot(&asked.close.1, known));
        let end = if from == to { end.max(start) } else { end };
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
