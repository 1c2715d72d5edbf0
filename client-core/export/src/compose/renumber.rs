//! New numbers for a release that asks for them, and the table from the old ones to the new ones (domain.md, "Numbers").

use std::collections::{BTreeMap, BTreeSet, HashMap};

use client_core::model::{
    BracketId, Change, Draft, Entry, Numeral, Paragraph, ParagraphId, ParagraphKind, ProposalState, Standings, Subject,
    numbering::{self, Suffix},
    read,
};

use super::{attribution::Names, labels::Labels, lines::Line};
use crate::{Mode, edition::Renumbered, words::Words};

/// Numbers the paragraphs of an arranged draft from 1, and letters from a under each parent. What is not printed any more
/// counts for nothing; `moved` are those that a decision brought elsewhere; a version takes part through the paragraph that it is a version of. Numbers begin again where the
/// draft has them begin again: at the title of an annex, and at a paragraph that had the number 1 itself.
pub(super) fn renumber(draft: &mut Draft, moved: &BTreeSet<ParagraphId>, standings: &Standings, mode: Mode) {
    let gone = gone(draft, standings);
    // A version that was chosen stands in the place of its base, which gives it its number.
    let chosen: HashMap<ParagraphId, ParagraphId> = standings
        .alternatives
        .iter()
        .filter_map(|(set, chosen)| Some((chosen.as_ref().copied()?, *draft.alternatives.get(set)?.base.first()?)))
        .collect();
    let mut number = 0;
    let mut letters: HashMap<Option<ParagraphId>, u32> = HashMap::new();
    let mut new: BTreeMap<ParagraphId, Numeral> = BTreeMap::new();
    for paragraph in &draft.paragraphs {
        if paragraph.kind == ParagraphKind::Title {
            number = 0;
        }
        let base = chosen.get(&paragraph.id);
        let counts = match (base, paragraph.variant_of) {
            (Some(_), _) => true,
            (None, Some(_)) => false,
            (None, None) => !gone.contains(&paragraph.id),
        };
        if !counts {
            continue;
        }
        let bearer = base.copied().unwrap_or(paragraph.id);
        let own = draft.paragraph(bearer).and_then(|bearer| bearer.numeral.as_ref());
        let next = match own {
            Some(Numeral::Number { .. } | Numeral::Between { letter: false, .. }) => {
                let first = matches!(own, Some(Numeral::Number { number: 1, suffix }) if *suffix == Suffix::NONE);
                number = if first && !moved.contains(&bearer) { 1 } else { number + 1 };
                Numeral::Number { number, suffix: Suffix::NONE }
            }
            Some(Numeral::Letter(_) | Numeral::Between { letter: true, .. }) => {
                let letter = letters.entry(paragraph.parent).or_default();
                *letter += 1;
                Numeral::Letter(*letter)
            }
            Some(Numeral::Named(_)) | None => continue,
        };
        new.insert(bearer, next.clone());
        if mode.shows_open() || base.is_none() {
            continue;
        }
        new.insert(paragraph.id, next);
    }
    for paragraph in &mut draft.paragraphs {
        if let Some(numeral) = new.remove(&paragraph.id) {
            paragraph.numeral = Some(numeral);
        }
    }
}

/// The paragraphs that have left the text: another version replaced them, they were proposed and not taken in, or all their
/// words were decided away.
fn gone(draft: &Draft, standings: &Standings) -> BTreeSet<ParagraphId> {
    let emptied = read(draft, standings).paragraphs.into_iter().filter(|read| read.emptied);
    let mut gone: BTreeSet<ParagraphId> = emptied.map(|read| read.paragraph.id).collect();
    gone.extend(standings.moot(draft));
    gone
}

/// The concordance of the lines that are printed. `old` is the arranged draft before [`renumber`].
pub(super) fn concordance(
    lines: &[Line],
    stored: &Draft,
    old: &Draft,
    standings: &Standings,
    entries: &[Entry],
    (names, words, language): (&Names<'_>, &Words, &str),
) -> Vec<Renumbered> {
    let labels = Labels::new(old, standings, Mode::AsItStands, language).of;
    let given = numbering::numerals(old);
    let printed: HashMap<ParagraphId, &str> =
        lines.iter().map(|line| (line.paragraph.id, line.label.as_str())).collect();
    let bears = |paragraph: &&Paragraph| {
        let named = matches!(given.get(&paragraph.id), None | Some(Numeral::Named(_)));
        let kind = !matches!(paragraph.kind, ParagraphKind::Note | ParagraphKind::Cell);
        kind && (!named || paragraph.variant_of.is_some())
    };
    let mut found = Vec::new();
    for paragraph in old.paragraphs.iter().filter(bears) {
        let before = labels.get(&paragraph.id).cloned().unwrap_or_default();
        let after = printed.get(&paragraph.id).map(|label| (*label).to_owned()).unwrap_or_default();
        let is_letter = matches!(given.get(&paragraph.id), Some(Numeral::Letter(_)));
        if is_letter && before == after {
            continue;
        }
        let (mut contributors, reason) = why(paragraph, stored, old, standings, entries, words);
        contributors.iter_mut().for_each(|name| *name = names.print(name));
        contributors.splice(0..0, paragraph.sources.iter().cloned());
        contributors.dedup();
        found.push(Renumbered { id: paragraph.id, before, after, contributors, reason });
    }
    found
}

/// Who had a part in where a paragraph stands, and why, as far as the record tells.
fn why(
    paragraph: &Paragraph,
    stored: &Draft,
    draft: &Draft,
    standings: &Standings,
    entries: &[Entry],
    words: &Words,
) -> (Vec<String>, String) {
    let mut contributors = Vec::new();
    let mut reasons: Vec<String> = Vec::new();
    let decided = |about: Subject| {
        let is_about = |entry: &&Entry| entry.decision.parts().iter().any(|part| part.subject() == Some(about));
        entries.iter().rev().find(is_about).map(|entry| entry.reason.clone()).filter(|reason| !reason.is_empty())
    };
    let mut bracket = |id: BracketId| {
        let register = draft.brackets.get(&id);
        contributors.extend(register.map(|bracket| bracket.delegation.clone()));
        let own = register.map(|bracket| bracket.reason.clone()).filter(|reason| !reason.is_empty());
        reasons.extend(decided(Subject::Bracket(id)).or(own));
    };
    if let Some(id) = paragraph.added_in {
        bracket(id);
    }
    for proposal in stored.proposals.values().filter(|p| standings.proposal(p) == ProposalState::Accepted) {
        let about = match proposal.change {
            Change::Move { paragraph: id, .. } => id == paragraph.id,
            Change::Split { paragraph: id } => paragraph.second_of == Some(id) || paragraph.id == id,
            Change::Merge { paragraph: id, .. } => paragraph.id == id,
        };
        if about {
            contributors.push(proposal.delegation.clone());
            let own = Some(proposal.reason.clone()).filter(|reason| !reason.is_empty());
            let moved = matches!(proposal.change, Change::Move { .. }).then(|| words.moved.to_owned());
            reasons.extend(decided(Subject::Proposal(proposal.id)).or(own).or(moved));
        }
    }
    let in_set = |set: &&client_core::model::AlternativeSet| {
        paragraph.variant_of == Some(set.id) || set.base.contains(&paragraph.id)
    };
    for set in draft.alternatives.values().filter(in_set) {
        reasons.extend(decided(Subject::Alternatives(set.id)));
    }
    contributors.retain(|name| !name.is_empty());
    reasons.dedup();
    (contributors, reasons.join("; "))
}
