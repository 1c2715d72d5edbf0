//! Every matter of a draft as a row: brackets, sets of alternatives, proposals and placeholders, with who opened it, what
//! became of it, and who says what. For the tables that delegations keep.

use std::collections::{BTreeMap, HashMap};

use client_core::model::{
    AlternativeSetId, BracketId, BracketState, Draft, Entry, InlineExt, MatterKind, ParagraphId, Preference,
    ProposalState, Stance, Subject, Timestamp, Voice, Wish, numbering, occurrences, open_matters,
};

use crate::{
    compose::{Names, Options, Source, Voices},
    date,
    words::Words,
};

/// How many cells a row has.
pub const WIDTH: usize = 15;

/// The table: one head and the rows, in the order of the text; cells in the language of the labels.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matters {
    /// What each column is.
    pub heads: [String; WIDTH],
    /// The rows.
    pub rows: Vec<[String; WIDTH]>,
}

/// A row before it is printed.
#[derive(Default)]
struct Row {
    kind: &'static str,
    place: String,
    words: String,
    opened_by: String,
    opened_at: Option<Timestamp>,
    wish: &'static str,
    reason: String,
    state: String,
    voices: Vec<(Stance, String)>,
    decided: Option<(Timestamp, String)>,
    id: String,
}

/// Lists the matters of a draft.
pub fn matters(source: &Source<'_>, options: &Options) -> Matters {
    let language = options.labels.as_deref().unwrap_or(&source.draft.language);
    let words = Words::of(language);
    let arranged = source.draft.arranged(source.standings);
    let labels = numbering::labels(&arranged, language);
    let places = numbering::places(&arranged, &labels);
    let listing = Listing {
        source,
        draft: &arranged,
        words,
        voices: Voices::new(&arranged, Names::new(source.directory, language), words),
        places: places.into_iter().map(|(id, place)| (id, place.to_owned())).collect(),
    };
    let mut rows = listing.brackets();
    rows.extend(listing.alternatives(&labels));
    rows.extend(listing.proposals());
    rows.extend(listing.placeholders());
    Matters { heads: heads(words).map(str::to_owned), rows: rows.into_iter().map(|row| printed(row, words)).collect() }
}

fn heads(words: &Words) -> [&'static str; WIDTH] {
    [
        words.kind,
        words.place,
        words.text,
        words.opened_by,
        words.opened_at,
        words.wish,
        words.reason,
        words.state,
        words.retain,
        words.can_accept,
        words.reserve,
        words.delete,
        words.decided_at,
        words.meeting,
        "ID",
    ]
}

fn printed(row: Row, words: &Words) -> [String; WIDTH] {
    let time = |at: Option<Timestamp>| at.map(date::minute).unwrap_or_default();
    let who = |stance: Stance| {
        let names = row.voices.iter().filter(|(said, _)| *said == stance).map(|(_, name)| name.as_str());
        names.collect::<Vec<_>>().join("; ")
    };
    let (retain, can_accept, reserve, delete) =
        (who(Stance::Retain), who(Stance::CanAccept), who(Stance::Reserve), who(Stance::Delete));
    let (decided_at, meeting) = row.decided.map(|(at, meeting)| (Some(at), meeting)).unwrap_or_default();
    let place = if row.place.is_empty() && row.kind == words.bracket { String::new() } else { row.place };
    [
        row.kind.into(),
        place,
        row.words,
        row.opened_by,
        time(row.opened_at),
        row.wish.into(),
        row.reason,
        row.state,
        retain,
        can_accept,
        reserve,
        delete,
        time(decided_at),
        meeting,
        row.id,
    ]
}

struct Listing<'a> {
    source: &'a Source<'a>,
    draft: &'a Draft,
    words: &'a Words,
    voices: Voices<'a>,
    places: HashMap<ParagraphId, String>,
}

impl Listing<'_> {
    fn place(&self, paragraph: Option<ParagraphId>) -> String {
        paragraph.and_then(|id| self.places.get(&id)).cloned().unwrap_or_default()
    }

    fn decided(&self, subject: Subject) -> Option<(Timestamp, String)> {
        let is_about = |entry: &&Entry| entry.decision.parts().iter().any(|part| part.subject() == Some(subject));
        let entry = self.source.entries.iter().rev().find(is_about)?;
        Some((entry.at, entry.meeting.clone()))
    }

    fn brackets(&self) -> Vec<Row> {
        let moot = self.source.standings.moot(self.draft);
        let mut rows = Vec::new();
        for found in occurrences(self.draft) {
            let Some(bracket) = self.draft.brackets.get(&found.bracket) else { continue };
            let state = self.source.standings.of(bracket);
            let is_moot = found.paragraph.is_some_and(|id| moot.contains(&id));
            let voices = self.voices.on_bracket(bracket.id, found.branch_count());
            let version = |voice: &Voice| match voice.preference {
                Some(Preference::Branch { branch: Some(branch), .. }) => {
                    let words = found.branches.get(usize::try_from(branch).unwrap_or(usize::MAX));
                    words.map(|words| words.trim().to_owned())
                }
                Some(Preference::Branch { branch: None, .. }) => Some(self.words.no_text.to_owned()),
                Some(Preference::Version(_)) | None => None,
            };
            let decided = match state {
                BracketState::Open | BracketState::Withdrawn | BracketState::Retracted => None,
                _ => self.decided(Subject::Bracket(bracket.id)),
            };
            rows.push(Row {
                kind: self.words.bracket,
                place: self.place(found.paragraph),
                words: found.words.clone(),
                opened_by: self.opened_by(bracket.id),
                opened_at: Some(bracket.opened_at).filter(|at| *at != 0),
                wish: match bracket.wish {
                    Wish::Retain => self.words.retain,
                    Wish::Delete => self.words.delete,
                    Wish::Choose => self.words.choose,
                },
                reason: bracket.reason.clone(),
                state: if is_moot && state == BracketState::Open {
                    self.words.moot.to_owned()
                } else {
                    self.bracket_state(bracket.id, state, &found.branches)
                },
                voices: self.said(&voices, version),
                decided,
                id: bracket.id.to_string(),
            });
        }
        rows
    }

    fn opened_by(&self, id: BracketId) -> String {
        let Some(bracket) = self.draft.brackets.get(&id) else { return String::new() };
        let delegation = self.voices.names.print(&bracket.delegation);
        match (bracket.opened_by.as_str(), delegation.as_str()) {
            ("", _) => delegation,
            (by, "") => by.to_owned(),
            (by, delegation) => format!("{delegation} ({by})"),
        }
    }

    fn bracket_state(&self, id: BracketId, state: BracketState, branches: &[String]) -> String {
        let words = self.words;
        match state {
            BracketState::Open => words.is_open.into(),
            BracketState::Kept => words.kept.into(),
            BracketState::Deleted => words.deleted.into(),
            BracketState::Withdrawn | BracketState::Retracted => words.withdrawn.into(),
            BracketState::Picked(None) => format!("{}: {}", words.picked, words.no_text),
            BracketState::Picked(Some(branch)) => {
                let branch = branches.get(usize::try_from(branch).unwrap_or(usize::MAX));
                format!("{}: {}", words.picked, branch.map_or("", |branch| branch.trim()))
            }
            BracketState::Replaced => {
                let by = self.source.standings.replacements.get(&id).map_or("", String::as_str);
                format!("{}: {by}", words.replaced)
            }
        }
    }

    /// Everybody's name by what they say, with the version they say it of.
    fn said(&self, voices: &[Voice], version: impl Fn(&Voice) -> Option<String>) -> Vec<(Stance, String)> {
        let name = |voice: &Voice| match version(voice) {
            Some(version) => format!("{} ({version})", self.voices.names.print(&voice.delegation)),
            None => self.voices.names.print(&voice.delegation),
        };
        voices.iter().map(|voice| (voice.stance, name(voice))).collect()
    }

    fn alternatives(&self, labels: &BTreeMap<ParagraphId, String>) -> Vec<Row> {
        let order: HashMap<ParagraphId, usize> =
            self.draft.paragraphs.iter().enumerate().map(|(at, paragraph)| (paragraph.id, at)).collect();
        let mut sets: Vec<_> = self.draft.alternatives.values().collect();
        sets.sort_by_key(|set| (set.base.first().and_then(|id| order.get(id)), set.id));
        let moot = self.source.standings.moot(self.draft);
        let label = |id: ParagraphId| labels.get(&id).cloned().unwrap_or_default();
        let mut rows = Vec::new();
        for set in sets {
            let versions = set.base.iter().copied().chain(self.draft.variants(set.id).map(|variant| variant.id));
            let text = |id: ParagraphId| {
                let words = self.draft.paragraph(id).map(|paragraph| paragraph.content.words()).unwrap_or_default();
                format!("{} {words}", label(id)).trim().to_owned()
            };
            let version = |voice: &Voice| match voice.preference {
                Some(Preference::Version(Some(id))) => Some(label(id)),
                Some(Preference::Version(None)) => Some(set.base.first().map(|id| label(*id)).unwrap_or_default()),
                Some(Preference::Branch { .. }) | None => None,
            };
            let state = match self.source.standings.alternatives.get(&set.id) {
                Some(chosen) => {
                    let chosen = chosen.or_else(|| set.base.first().copied());
                    format!("{}: {}", self.words.picked, chosen.map(label).unwrap_or_default())
                }
                None if set.base.iter().all(|id| moot.contains(id)) => self.words.moot.to_owned(),
                None => self.words.is_open.to_owned(),
            };
            let decided = self.source.standings.alternatives.contains_key(&set.id);
            rows.push(Row {
                kind: self.words.alternatives,
                place: self.place(set.base.first().copied()),
                words: versions.map(text).collect::<Vec<_>>().join("\n"),
                state,
                voices: self.said(&self.voices.on_set(set.id), version),
                decided: Some(()).filter(|()| decided).and_then(|()| self.decided(Subject::Alternatives(set.id))),
                id: AlternativeSetId::to_string(&set.id),
                ..Row::default()
            });
        }
        rows
    }

    fn proposals(&self) -> Vec<Row> {
        let mut proposals: Vec<_> = self.source.draft.proposals.values().collect();
        proposals.sort_by_key(|proposal| (proposal.at, proposal.id));
        let row = |proposal: &&client_core::model::Proposal| {
            let state = self.source.standings.proposal(proposal);
            Row {
                kind: self.words.proposal,
                place: self.place(Some(proposal.change.paragraph())),
                words: self.voices.proposed(self.source.draft, proposal),
                opened_by: match (self.voices.names.print(&proposal.delegation), proposal.by.as_str()) {
                    (delegation, "") => delegation,
                    (delegation, by) => format!("{delegation} ({by})"),
                },
                opened_at: Some(proposal.at).filter(|at| *at != 0),
                reason: proposal.reason.clone(),
                state: match state {
                    ProposalState::Open => self.words.is_open,
                    ProposalState::Accepted => self.words.accepted,
                    ProposalState::Rejected => self.words.rejected,
                    ProposalState::Withdrawn => self.words.withdrawn,
                }
                .into(),
                decided: match state {
                    ProposalState::Accepted | ProposalState::Rejected => self.decided(Subject::Proposal(proposal.id)),
                    ProposalState::Open | ProposalState::Withdrawn => None,
                },
                id: proposal.id.to_string(),
                ..Row::default()
            }
        };
        proposals.iter().map(row).collect()
    }

    fn placeholders(&self) -> Vec<Row> {
        let open = open_matters(self.source.draft, self.source.standings).into_iter();
        let placeholders = open.filter(|matter| matter.kind == MatterKind::Placeholder);
        let row = |matter: client_core::model::Matter| Row {
            kind: self.words.placeholder,
            place: self.place(matter.paragraph),
            words: matter.words,
            state: self.words.is_open.into(),
            id: matter.paragraph.map(|id| id.to_string()).unwrap_or_default(),
            ..Row::default()
        };
        placeholders.map(row).collect()
    }
}
