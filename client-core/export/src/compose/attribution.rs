//! Who wants what, in the attribution grammar of domain.md: `[extreme - US; G77 delete]`,
//! `[unsustainable - EU, G77 retain / sustainable - US]`, `(Spain);`.

use std::collections::{BTreeMap, HashMap};

use client_core::model::{
    AlternativeSetId, Anchor, BracketId, BracketState, Change, Directory, Draft, Inline, InlineExt, ParagraphId,
    ParagraphKind, Position, Preference, Proposal, ProposalState, Question, Source as Heard, Stance, Standings, Style,
    Target, Topic, Voice, Wish, holding, numbering, occurrences, sides,
};

use super::{
    cell::{Cell, What, cells},
    lines::Line,
};
use crate::{
    edition::{Role, stands_across},
    words::Words,
};

/// The names of delegations in the order and the language in which they are printed.
pub(crate) struct Names<'a> {
    directory: Option<&'a Directory>,
    language: &'a str,
}

impl<'a> Names<'a> {
    /// With the directory of the conference, if there is one, in a language (BCP 47).
    pub fn new(directory: Option<&'a Directory>, language: &'a str) -> Self {
        Self { directory, language }
    }

    /// How a delegation is printed.
    pub fn print(&self, name: &str) -> String {
        let entry = self.directory.and_then(|directory| directory.find(name));
        entry.map_or(name, |entry| entry.name(self.language)).to_owned()
    }

    /// Where it stands among others: those of the directory first.
    fn rank(&self, name: &str) -> usize {
        let entries = self.directory.map(Directory::entries).unwrap_or_default();
        entries.iter().position(|entry| entry.canonical() == name).unwrap_or(usize::MAX)
    }
}

/// Everybody's statements on a draft.
pub(crate) struct Voices<'a> {
    draft: &'a Draft,
    directory: Directory,
    pub names: Names<'a>,
    words: &'a Words,
    labels: BTreeMap<ParagraphId, String>,
    held: BTreeMap<Topic, BTreeMap<&'a str, &'a Position>>,
}

impl<'a> Voices<'a> {
    pub fn new(draft: &'a Draft, names: Names<'a>, words: &'a Words) -> Self {
        let directory = names.directory.cloned().unwrap_or_default();
        let labels = numbering::labels(draft, names.language);
        Self { draft, directory, names, words, labels, held: holding(draft.positions.values()) }
    }

    /// Those who spoke on a bracket themselves, and its opener; a group's members are heard through it.
    pub fn on_bracket(&self, id: BracketId, branches: u32) -> Vec<Voice> {
        let Some(bracket) = self.draft.brackets.get(&id) else { return Vec::new() };
        self.on(Topic::Bracket(id), Question::Words(bracket.wish, branches), &bracket.delegation)
    }

    /// Those who spoke on a set of alternatives.
    pub fn on_set(&self, id: AlternativeSetId) -> Vec<Voice> {
        self.on(Topic::Alternatives(id), Question::Versions, "")
    }

    fn on(&self, topic: Topic, question: Question, opener: &str) -> Vec<Voice> {
        let none = BTreeMap::new();
        let sides = sides(question, opener, self.held.get(&topic).unwrap_or(&none), &self.directory);
        let mut voices: Vec<Voice> =
            sides.voices.into_iter().filter(|voice| !matches!(voice.source, Heard::Group(_))).collect();
        voices.sort_by_cached_key(|voice| (self.names.rank(&voice.delegation), voice.delegation.clone()));
        voices
    }

    /// `US; EU, G77 retain; Spain delete`: the one who proposes first, bare, then what the others say, in the order of
    /// `stances`. Empty when nobody says anything.
    pub fn list(&self, proposer: Option<&str>, voices: &[&Voice], stances: &[Stance]) -> String {
        let mut parts: Vec<String> = proposer.map(|name| self.names.print(name)).into_iter().collect();
        for stance in stances {
            let of_it = voices.iter().filter(|voice| voice.stance == *stance);
            let names: Vec<String> = of_it
                .filter(|voice| proposer != Some(voice.delegation.as_str()))
                .map(|voice| self.names.print(&voice.delegation))
                .collect();
            if !names.is_empty() {
                parts.push(format!("{} {}", names.join(", "), self.words.stance(*stance)));
            }
        }
        parts.join("; ")
    }
}

/// In this order, unless the opener wants the words to go.
const STANCES: [Stance; 4] = [Stance::Retain, Stance::CanAccept, Stance::Reserve, Stance::Delete];
const STANCES_OF_DELETION: [Stance; 4] = [Stance::Delete, Stance::Retain, Stance::CanAccept, Stance::Reserve];

/// What is printed at the signs of a bracket.
#[derive(Clone, Debug, Default)]
struct Marks {
    /// Behind the words of each branch.
    branches: Vec<String>,
    /// Before the sign that closes.
    end: String,
}

impl Voices<'_> {
    fn marks(&self, id: BracketId, branches: u32) -> Marks {
        let Some(bracket) = self.draft.brackets.get(&id) else { return Marks::default() };
        let voices = self.on_bracket(id, branches);
        let opener = self.directory.canonical(&bracket.delegation);
        let stances = if bracket.wish == Wish::Delete { &STANCES_OF_DELETION } else { &STANCES };
        // Who proposes words is named bare; who wants them to go, with the wish.
        let proposes =
            |voices: &[&Voice]| voices.iter().any(|voice| voice.delegation == opener && voice.stance == Stance::Retain);
        if branches < 2 {
            let voices: Vec<&Voice> = voices.iter().collect();
            let proposer = Some(opener).filter(|_| bracket.wish == Wish::Retain && proposes(&voices));
            return Marks { branches: vec![dash(&self.list(proposer, &voices, stances))], end: String::new() };
        }
        let on = |branch: Option<u32>| -> Vec<&Voice> {
            let of = branches;
            let preferred = Some(Preference::Branch { branch, of });
            voices.iter().filter(|voice| voice.preference == preferred).collect()
        };
        let branch = |branch: u32| {
            let voices = on(Some(branch));
            dash(&self.list(Some(opener).filter(|_| proposes(&voices)), &voices, stances))
        };
        let is_against = |voice: &&&Voice| voice.stance == Stance::Delete;
        let of_none: Vec<&Voice> = voices.iter().filter(|voice| voice.preference.is_none()).collect();
        let mut against: Vec<String> = on(None).iter().map(|voice| self.names.print(&voice.delegation)).collect();
        against.extend(of_none.iter().filter(is_against).map(|voice| self.names.print(&voice.delegation)));
        let others: Vec<&Voice> = of_none.iter().filter(|voice| !is_against(voice)).copied().collect();
        let mut end = String::new();
        if !against.is_empty() {
            end.push_str(&format!(" / {} - {}", self.words.no_text, against.join(", ")));
        }
        let others = self.list(None, &others, &STANCES);
        if !others.is_empty() {
            end.push_str(&format!(" ({})", others));
        }
        Marks { branches: (0..branches).map(branch).collect(), end }
    }
}

fn dash(list: &str) -> String {
    if list.is_empty() { String::new() } else { format!(" - {list}") }
}

/// What is told of.
pub(crate) struct Told<'a> {
    /// The draft before it was arranged.
    pub stored: &'a Draft,
    /// The draft as it is printed.
    pub draft: &'a Draft,
    /// What is decided.
    pub standings: &'a Standings,
    /// Whether sources have a column of their own.
    pub columns: bool,
}

/// Prints who wants what at every bracket, version and proposal, and who a paragraph is from unless a column tells it.
pub(crate) fn attribute(lines: &mut [Line], told: &Told<'_>, voices: &Voices<'_>) {
    at_brackets(lines, told.draft, told.standings, voices);
    let mut behind: HashMap<ParagraphId, Vec<String>> = HashMap::new();
    versions(told.draft, told.standings, voices, &mut behind);
    proposals(told.stored, told.standings, voices, &mut behind);
    // What is said of a row stands at its first cell.
    let mut carried: Vec<String> = Vec::new();
    let mut in_table = false;
    for line in lines {
        let kind = line.paragraph.kind;
        carried.extend(behind.remove(&line.paragraph.id).into_iter().flatten());
        if kind == ParagraphKind::Note {
            continue;
        }
        // What stands under a cell is in the table as well.
        in_table = kind.is_container() || kind == ParagraphKind::Cell || in_table && line.paragraph.parent.is_some();
        if kind.is_container() {
            continue;
        }
        let has_column = told.columns && !in_table && !stands_across(kind);
        if !line.paragraph.sources.is_empty() && !has_column {
            carried.insert(0, line.paragraph.sources.join(", "));
        }
        for said in carried.drain(..) {
            append(&mut line.row, &format!(" ({said})"));
        }
    }
}

/// Puts an attribution at the end of a paragraph, before a sign that separates it from the next (`(Spain);`).
fn append(row: &mut Vec<Cell>, text: &str) {
    let last = row.iter().rposition(|cell| !matches!(cell.what, What::Char(c) if c.is_whitespace()));
    let separates = |at: &usize| {
        row[*at].role == Role::Words && matches!(row[*at].what, What::Char(';' | ',' | '；' | '，' | '؛' | '،'))
    };
    let at = last.filter(separates).unwrap_or(row.len());
    let place = row.get(at.saturating_sub(1)).map_or(0, |cell| cell.place);
    row.splice(at..at, cells(text, Style::default(), Role::Attribution, place));
}

fn at_brackets(lines: &mut [Line], draft: &Draft, standings: &Standings, voices: &Voices<'_>) {
    let branches: HashMap<BracketId, u32> =
        occurrences(draft).iter().map(|found| (found.bracket, found.branch_count())).collect();
    let is_open = |id: &BracketId| draft.brackets.get(id).is_some_and(|b| standings.of(b) == BracketState::Open);
    // One that was cut into pieces is told of at the last.
    let mut closings: HashMap<BracketId, usize> = HashMap::new();
    for cell in lines.iter().flat_map(|line| &line.row) {
        if let Role::Close { bracket: Some(id), .. } = cell.role {
            *closings.entry(id).or_default() += 1;
        }
    }
    let mut told: HashMap<BracketId, Marks> = HashMap::new();
    let mut branch_of: HashMap<BracketId, usize> = HashMap::new();
    for line in lines {
        let mut row = Vec::with_capacity(line.row.len());
        for cell in std::mem::take(&mut line.row) {
            let id = match cell.role {
                Role::Close { bracket: Some(id), .. } => {
                    let left = closings.entry(id).or_default();
                    *left = left.saturating_sub(1);
                    Some(id).filter(|_| *left == 0)
                }
                Role::Or { bracket } => Some(bracket),
                _ => None,
            };
            let Some(id) = id.filter(is_open) else {
                row.push(cell);
                continue;
            };
            let count = branches.get(&id).copied().unwrap_or(1);
            let marks = told.entry(id).or_insert_with(|| voices.marks(id, count));
            let branch = branch_of.entry(id).or_default();
            let place = cell.place;
            let revision = cell.revision.clone();
            let said = |text: &str| {
                let cells = cells(text, Style::default(), Role::Attribution, place);
                cells.map(|cell| Cell { revision: revision.clone(), ..cell }).collect::<Vec<_>>()
            };
            row.extend(said(marks.branches.get(*branch).map_or("", String::as_str)));
            if matches!(cell.role, Role::Or { .. }) {
                *branch += 1;
                let spaced = marks.branches.iter().any(|branch| !branch.is_empty());
                let is_spaced = row.last().is_some_and(|cell| cell.what == What::Char(' '));
                row.extend(said(if spaced && !is_spaced { " " } else { "" }));
                row.push(cell);
                row.extend(said(if spaced { " " } else { "" }));
            } else {
                row.extend(said(&marks.end));
                row.push(cell);
            }
        }
        line.row = row;
    }
}

/// What is said of the versions of a place.
fn versions(draft: &Draft, standings: &Standings, voices: &Voices<'_>, behind: &mut HashMap<ParagraphId, Vec<String>>) {
    for set in draft.alternatives.values().filter(|set| !standings.alternatives.contains_key(&set.id)) {
        let said = voices.on_set(set.id);
        let of = |version: Option<ParagraphId>| {
            let preferred = Some(Preference::Version(version));
            let voices_: Vec<&Voice> = said.iter().filter(|voice| voice.preference == preferred).collect();
            voices.list(None, &voices_, &STANCES)
        };
        let of_all: Vec<&Voice> = said.iter().filter(|voice| voice.preference.is_none()).collect();
        let of_all = voices.list(None, &of_all, &STANCES);
        let base = set.base.last().copied();
        let all = if of_all.is_empty() { of_all } else { format!("{}: {of_all}", voices.words.all) };
        let versions = draft.variants(set.id).map(|variant| (Some(variant.id), of(Some(variant.id))));
        let told = std::iter::once((base, of(None))).chain(versions).chain([(base, all)]);
        for (paragraph, list) in told.filter(|(_, list)| !list.is_empty()) {
            if let Some(paragraph) = paragraph {
                behind.entry(paragraph).or_default().push(list);
            }
        }
    }
}

/// Proposals to move, split and merge that are open, oldest first.
fn proposals(
    stored: &Draft,
    standings: &Standings,
    voices: &Voices<'_>,
    behind: &mut HashMap<ParagraphId, Vec<String>>,
) {
    let mut open: Vec<&Proposal> =
        stored.proposals.values().filter(|proposal| standings.proposal(proposal) == ProposalState::Open).collect();
    open.sort_by_key(|proposal| (proposal.at, proposal.id));
    for proposal in open {
        let what = voices.proposed(stored, proposal);
        let said = format!("{}: {what}", voices.names.print(&proposal.delegation));
        behind.entry(proposal.change.paragraph()).or_default().push(said);
    }
}

impl Voices<'_> {
    /// What is proposed of a paragraph: `move after 9`. `stored` is the draft before it was arranged.
    pub fn proposed(&self, stored: &Draft, proposal: &Proposal) -> String {
        let name = |id: ParagraphId| {
            let label = self.labels.get(&id).map(|label| label.trim_end_matches('.').to_owned());
            let words = || stored.paragraph(id).map(|paragraph| quoted(&paragraph.content.words()));
            label.or_else(words).unwrap_or_default()
        };
        let words = self.words;
        match proposal.change {
            Change::Move { to: Target::After(sibling), .. } => format!("{} {}", words.move_after, name(sibling)),
            Change::Move { to: Target::FirstIn(Some(parent)), .. } => format!("{} {}", words.move_first, name(parent)),
            Change::Move { to: Target::FirstIn(None), .. } => words.move_first.to_owned(),
            Change::Split { paragraph } => {
                let content = stored.paragraph(paragraph).map(|paragraph| paragraph.content.as_slice());
                let mark = Inline::Anchor(Anchor::Split(proposal.id));
                let after = content.unwrap_or_default().iter().skip_while(|piece| **piece != mark);
                format!("{} {}", words.split, quoted(&after.cloned().collect::<Vec<_>>().words()))
            }
            Change::Merge { next, .. } => format!("{} {}", words.merge, name(next)),
        }
    }
}

/// The first words, in quotation marks.
fn quoted(words: &str) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let first: String = words.chars().take(24).collect();
    let more = if first.len() < words.len() { "…" } else { "" };
    format!("“{}{more}”", first.trim_end())
}
