//! All that a format which loses nothing carries: a draft, what is decided on it, and perhaps the record; and whether what came
//! in fits together.

use std::collections::{BTreeMap, BTreeSet};

use client_core::{
    model::{
        Anchor, BracketId, Change, Draft, Entry, Extent, Inline, MAX_JOINED, Paragraph, ParagraphId, ParagraphKind,
        Preference, ProposalId, Standings, Topic,
    },
    record,
};

/// A draft with its decisions. The draft is one as it is stored: not arranged by accepted proposals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whole {
    /// The text, with everything that stands in it and beside it.
    pub draft: Draft,
    /// What is decided now.
    pub standings: Standings,
    /// The decisions in their order; empty when they are not told.
    pub record: Vec<Entry>,
}

/// Something that does not fit together: a name of nothing, something that is there twice.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {what}")]
pub struct Unsound {
    /// Where, as a path of fields: `draft.paragraphs[3].content[5]`.
    pub path: String,
    /// What is wrong.
    pub what: String,
    /// The next step.
    pub hint: &'static str,
}

impl Unsound {
    pub(crate) fn new(path: impl Into<String>, what: impl Into<String>, hint: &'static str) -> Self {
        Self { path: path.into(), what: what.into(), hint }
    }
}

/// How deep paragraphs may stand under one another.
pub const MAX_NESTING: usize = 64;

const LISTED: &str = "List what is named, or leave the name out.";

/// The most characters of a slug.
const MAX_SLUG: usize = 200;

/// Says that something that is named is not there.
fn unknown(path: String, what: &str) -> Unsound {
    Unsound::new(path, format!("there is no such {what}"), LISTED)
}

impl Whole {
    /// Whether everything that is named is there, once, and where it can be. What passes can be kept as a document and read back
    /// the same.
    ///
    /// # Errors
    /// The first thing that does not fit.
    pub fn check(&self) -> Result<(), Unsound> {
        let Self { draft, standings, record } = self;
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if draft.slug.is_empty() || draft.slug.len() > MAX_SLUG || !draft.slug.chars().all(fits) {
            let hint = "Use lower case letters, digits and hyphens, at most 200.";
            return Err(Unsound::new("draft.slug", "it is no short name", hint));
        }
        let paragraphs = paragraphs(draft)?;
        edges(draft, &paragraphs)?;
        registers(draft, &paragraphs)?;
        decided(draft, standings, &paragraphs)?;
        if let Some(at) = record::first_broken(record) {
            let hint = "Export the draft again; the record of a file is not edited.";
            return Err(Unsound::new(format!("record[{at}]"), "it does not follow from the entry before", hint));
        }
        if !record.is_empty() && record::fold(record) != *standings {
            let hint = "Leave the record out, or the standings as the record has them.";
            return Err(Unsound::new("standings", "they are not what the record comes to", hint));
        }
        Ok(())
    }
}

/// The paragraphs by identity: each once, and behind the one that it stands under.
fn paragraphs(draft: &Draft) -> Result<BTreeMap<ParagraphId, &Paragraph>, Unsound> {
    let mut seen = BTreeMap::new();
    // From the top down to the paragraph before: what the next one can stand under.
    let mut above: Vec<ParagraphId> = Vec::new();
    for (at, paragraph) in draft.paragraphs.iter().enumerate() {
        let path = || format!("draft.paragraphs[{at}]");
        match paragraph.parent {
            None => above.clear(),
            Some(parent) => match above.iter().rposition(|id| *id == parent) {
                Some(found) => above.truncate(found + 1),
                None => {
                    let what = "the paragraph that it stands under does not stand before it, or ended before";
                    let hint = "Put what stands under a paragraph right behind it, in reading order.";
                    return Err(Unsound::new(format!("{}.parent", path()), what, hint));
                }
            },
        }
        above.push(paragraph.id);
        if above.len() > MAX_NESTING {
            let what = format!("more than {MAX_NESTING} paragraphs stand under one another");
            return Err(Unsound::new(path(), what, "Put it under one that stands higher."));
        }
        if seen.insert(paragraph.id, paragraph).is_some() {
            return Err(Unsound::new(path(), "a paragraph with this identity stands before", "List each once."));
        }
        if paragraph.variant_of.is_some_and(|set| !draft.alternatives.contains_key(&set)) {
            return Err(unknown(format!("{}.variant_of", path()), "set of alternatives"));
        }
        if paragraph.added_in.is_some_and(|bracket| !draft.brackets.contains_key(&bracket)) {
            return Err(unknown(format!("{}.added_in", path()), "bracket"));
        }
    }
    Ok(seen)
}

/// Every anchor names what is there, and every bracket has its two edges.
fn edges(draft: &Draft, paragraphs: &BTreeMap<ParagraphId, &Paragraph>) -> Result<(), Unsound> {
    let mut seen: BTreeSet<Anchor> = BTreeSet::new();
    for (at, paragraph) in draft.paragraphs.iter().enumerate() {
        for (piece_at, piece) in paragraph.content.iter().enumerate() {
            let Inline::Anchor(anchor) = piece else { continue };
            let path = || format!("draft.paragraphs[{at}].content[{piece_at}]");
            let twice = !seen.insert(*anchor);
            match anchor {
                Anchor::Open(id) | Anchor::Close(id) | Anchor::Or(id) | Anchor::Erased(id) => {
                    let Some(bracket) = draft.brackets.get(id) else { return Err(unknown(path(), "bracket")) };
                    if bracket.extent != Extent::Anchored {
                        let hint = "Leave out the edge, or `whole` in the register of the bracket.";
                        return Err(Unsound::new(path(), "the bracket stands around the whole draft", hint));
                    }
                    let is_edge = matches!(anchor, Anchor::Open(_) | Anchor::Close(_));
                    if twice && is_edge {
                        let what = "this edge of the bracket stands before";
                        return Err(Unsound::new(
                            path(),
                            what,
                            "A bracket has one edge that opens and one that closes.",
                        ));
                    }
                }
                Anchor::Note(id) => {
                    if paragraphs.get(id).is_none_or(|note| note.kind != ParagraphKind::Note) {
                        return Err(unknown(path(), "footnote"));
                    }
                }
                Anchor::Split(id) => {
                    let splits = |proposal: &ProposalId| {
                        let change = draft.proposals.get(proposal).map(|proposal| proposal.change);
                        change == Some(Change::Split { paragraph: paragraph.id })
                    };
                    if !splits(id) || twice {
                        return Err(unknown(path(), "proposal to split this paragraph"));
                    }
                }
            }
        }
    }
    let half = |id: &BracketId| !seen.contains(&Anchor::Open(*id)) || !seen.contains(&Anchor::Close(*id));
    let anchored = draft.brackets.values().enumerate().filter(|(_, bracket)| bracket.extent == Extent::Anchored);
    match anchored.into_iter().find(|(_, bracket)| half(&bracket.id)) {
        Some((at, bracket)) => {
            let what = format!("the text has not both edges of the bracket {}", bracket.id);
            Err(Unsound::new(format!("draft.brackets[{at}]"), what, "Put `open` and `close` into the text."))
        }
        None => Ok(()),
    }
}

/// What registers name is there.
fn registers(draft: &Draft, paragraphs: &BTreeMap<ParagraphId, &Paragraph>) -> Result<(), Unsound> {
    for (at, set) in draft.alternatives.values().enumerate() {
        if set.base.is_empty() {
            let path = format!("draft.alternatives[{at}].base");
            return Err(Unsound::new(path, "it is empty", "Name the paragraphs that a variant takes the place of."));
        }
        if let Some(missing) = set.base.iter().position(|id| !paragraphs.contains_key(id)) {
            return Err(unknown(format!("draft.alternatives[{at}].base[{missing}]"), "paragraph"));
        }
    }
    for (at, position) in draft.positions.values().enumerate() {
        let path = |field| format!("draft.positions[{at}].{field}");
        let known = match position.subject {
            Topic::Bracket(id) => draft.brackets.contains_key(&id),
            Topic::Alternatives(id) => draft.alternatives.contains_key(&id),
        };
        if !known {
            return Err(unknown(path("subject"), "bracket or set of alternatives"));
        }
        if let Some(Preference::Version(Some(version))) = position.preference
            && !paragraphs.contains_key(&version)
        {
            return Err(unknown(path("preference"), "paragraph"));
        }
    }
    for (at, proposal) in draft.proposals.values().enumerate() {
        if proposal.change.names().any(|id| !paragraphs.contains_key(&id)) {
            return Err(unknown(format!("draft.proposals[{at}].change"), "paragraph"));
        }
    }
    for (at, choice) in draft.choices.values().enumerate() {
        let path = format!("draft.choices[{at}].brackets");
        let distinct: BTreeSet<_> = choice.brackets.iter().collect();
        if !(2..=MAX_JOINED).contains(&choice.brackets.len()) || distinct.len() < choice.brackets.len() {
            return Err(Unsound::new(path, "they are no question", "Name 2 to 32 brackets, each once."));
        }
        if let Some(missing) = choice.brackets.iter().position(|id| !draft.brackets.contains_key(id)) {
            return Err(unknown(format!("{path}[{missing}]"), "bracket"));
        }
    }
    Ok(())
}

/// What was decided on is there.
fn decided(
    draft: &Draft,
    standings: &Standings,
    paragraphs: &BTreeMap<ParagraphId, &Paragraph>,
) -> Result<(), Unsound> {
    let of_brackets = [("brackets", standings.brackets.keys().collect::<Vec<_>>())];
    let of_words = [("replacements", standings.replacements.keys().collect::<Vec<_>>())];
    for (field, ids) in of_brackets.into_iter().chain(of_words) {
        if let Some(at) = ids.iter().position(|id| !draft.brackets.contains_key(id)) {
            return Err(unknown(format!("standings.{field}[{at}]"), "bracket"));
        }
    }
    for (at, (set, variant)) in standings.alternatives.iter().enumerate() {
        let path = format!("standings.alternatives[{at}]");
        if !draft.alternatives.contains_key(set) {
            return Err(unknown(path, "set of alternatives"));
        }
        let is_variant = |id: &ParagraphId| paragraphs.get(id).is_some_and(|p| p.variant_of == Some(*set));
        if variant.as_ref().is_some_and(|id| !is_variant(id)) {
            return Err(unknown(format!("{path}.variant"), "variant of this set"));
        }
    }
    if let Some(at) = standings.paragraphs.keys().position(|id| !paragraphs.contains_key(id)) {
        return Err(unknown(format!("standings.paragraphs[{at}]"), "paragraph"));
    }
    if let Some(at) = standings.proposals.iter().position(|(id, _)| !draft.proposals.contains_key(id)) {
        return Err(unknown(format!("standings.proposals[{at}]"), "proposal"));
    }
    Ok(())
}
