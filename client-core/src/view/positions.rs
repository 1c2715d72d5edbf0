//! Who says what of every bracket and every set of alternatives, and what waits for somebody.

use std::collections::{BTreeSet, HashMap};

use serde::Serialize;

use crate::model::{
    AlternativeSetId, BracketId, Delegation, DelegationKind, Directory, DirectoryEntry, Draft, MatterKind, Preference,
    Question, Sides, Source, Standings, Topic, Voice, holding, occurrences, open_matters, sides,
};

/// Everybody's positions in a draft. Delegations are named by the name that is kept of them.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "describe", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct PositionsView {
    /// Columns of a matrix: the delegations of which positions are expected, in the order of the directory, groups behind
    /// them, then whoever else has said something, by name.
    pub delegations: Vec<PositionColumn>,
    /// Rows: every bracket in the order of the text, then every set of alternatives.
    pub subjects: Vec<SubjectPositions>,
    /// How many open subjects the reader's delegation has said nothing on.
    pub waiting: usize,
}

/// A delegation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "describe", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct PositionColumn {
    /// The name that is kept.
    pub name: String,
    /// Its code in the directory; `None` for one that is not listed.
    pub code: Option<String>,
    /// Whether it is a group.
    pub group: bool,
    /// Of a group: the members.
    pub members: Vec<String>,
    /// Whether the reader speaks for it.
    pub mine: bool,
}

/// The positions on one subject.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "describe", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct SubjectPositions {
    /// `bracket` or `alternatives`.
    pub kind: &'static str,
    /// Its identity.
    pub id: String,
    /// Whether it is still to be decided.
    pub open: bool,
    /// Whether it is open and the reader's delegation has said nothing, neither itself nor through a group.
    pub waits: bool,
    /// Who says what.
    pub voices: Vec<VoiceView>,
    /// Members whose groups differ.
    pub divided: Vec<String>,
    /// Those who want what is wished.
    pub supporters: Vec<String>,
    /// Those who want the opposite.
    pub opponents: Vec<String>,
    /// Those without whom there is no consensus.
    pub blockers: Vec<String>,
}

/// What a delegation says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "describe", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct VoiceView {
    /// The delegation.
    pub delegation: String,
    /// `retain`, `delete`, `reserve`, `can-accept`.
    pub stance: &'static str,
    /// Of a choice: the branch, counted from 0, or `none` for "no text"; of alternatives: the variant, or `base`.
    pub prefers: Option<String>,
    /// `own`; `group` when a group speaks for it; `opening` when its wish at the opening counts.
    pub source: &'static str,
    /// The group that speaks for it.
    pub group: Option<String>,
    /// Whether it says something else than its group.
    pub dissents: bool,
    /// Who said so.
    pub by: String,
    /// When.
    pub at: i64,
    /// Why.
    pub reason: String,
}

/// Works everybody's positions out. `me` is the delegation that the reader speaks for; empty for one who speaks for none.
pub fn positions(draft: &Draft, standings: &Standings, directory: &Directory, me: &str) -> PositionsView {
    let me = directory.canonical(me);
    // Of the chair and of the secretariat nobody expects a position.
    let listed = directory.find(me).map(|entry| entry.part.negotiates());
    let heard = !me.is_empty() && listed.unwrap_or(me != Delegation::CHAIR);
    let me = if heard { me } else { "" };
    let open: BTreeSet<Topic> =
        open_matters(draft, standings).iter().filter_map(|matter| subject(matter.kind)).collect();
    let held = holding(draft.positions.values());
    let none = Default::default();
    let subjects: Vec<(Topic, Sides)> = questions(draft)
        .into_iter()
        .map(|(subject, question, opener)| {
            (subject, sides(question, opener, held.get(&subject).unwrap_or(&none), directory))
        })
        .collect();
    let delegations = columns(&subjects, directory, me);
    let subjects: Vec<SubjectPositions> = subjects
        .into_iter()
        .map(|(subject, sides)| {
            let is_open = open.contains(&subject);
            let (kind, id) = named(subject);
            SubjectPositions {
                kind,
                id,
                open: is_open,
                waits: is_open && heard && sides.voice(me).is_none(),
                voices: sides.voices.iter().map(voice).collect(),
                divided: sides.divided,
                supporters: sides.supporters,
                opponents: sides.opponents,
                blockers: sides.blockers,
            }
        })
        .collect();
    let waiting = subjects.iter().filter(|subject| subject.waits).count();
    PositionsView { delegations, subjects, waiting }
}

/// Everything that a position can be taken on, with what is asked and who opened it.
fn questions(draft: &Draft) -> Vec<(Topic, Question, &str)> {
    let brackets = occurrences(draft).into_iter().filter_map(|found| {
        let bracket = draft.brackets.get(&found.bracket)?;
        let question = Question::Words(bracket.wish, found.branch_count());
        Some((Topic::Bracket(bracket.id), question, bracket.delegation.as_str()))
    });
    let place: HashMap<_, usize> = draft.paragraphs.iter().enumerate().map(|(at, p)| (p.id, at)).collect();
    let mut sets: Vec<_> = draft.alternatives.values().collect();
    sets.sort_by_key(|set| (set.base.first().and_then(|id| place.get(id)), set.id));
    let sets = sets.into_iter().map(|set| (Topic::Alternatives(set.id), Question::Versions, ""));
    brackets.chain(sets).collect()
}

fn columns(subjects: &[(Topic, Sides)], directory: &Directory, me: &str) -> Vec<PositionColumn> {
    let spoken: BTreeSet<&str> =
        subjects.iter().flat_map(|(_, sides)| &sides.voices).map(|voice| voice.delegation.as_str()).collect();
    let expected = |entry: &&DirectoryEntry| entry.part.negotiates() || spoken.contains(entry.canonical());
    let mut listed: Vec<&DirectoryEntry> = directory.entries().iter().filter(expected).collect();
    listed.sort_by_key(|entry| entry.kind == DelegationKind::Group);
    let members_of = |code: &str| {
        let found = directory.groups().find(|(group, _)| group.code == code);
        found.map(|(_, members)| members.into_iter().map(str::to_owned).collect()).unwrap_or_default()
    };
    let mut columns: Vec<PositionColumn> = listed
        .into_iter()
        .map(|entry| PositionColumn {
            name: entry.canonical().into(),
            code: Some(entry.code.clone()),
            group: entry.kind == DelegationKind::Group,
            members: members_of(&entry.code),
            mine: entry.canonical() == me,
        })
        .collect();
    let mut unlisted = spoken;
    unlisted.extend(Some(me).filter(|me| !me.is_empty()));
    let unlisted = unlisted.into_iter().filter(|name| directory.find(name).is_none());
    columns.extend(unlisted.map(|name| PositionColumn {
        name: name.into(),
        code: None,
        group: false,
        members: Vec::new(),
        mine: name == me,
    }));
    columns
}

/// What a matter is, as something that positions are taken on.
fn subject(kind: MatterKind) -> Option<Topic> {
    match kind {
        MatterKind::Bracket(id) => Some(Topic::Bracket(id)),
        MatterKind::Alternatives(id) => Some(Topic::Alternatives(id)),
        MatterKind::Placeholder | MatterKind::Proposal(_) => None,
    }
}

/// The view's words for a subject: its kind and its identity.
pub fn named(subject: Topic) -> (&'static str, String) {
    match subject {
        Topic::Bracket(id) => ("bracket", id.to_string()),
        Topic::Alternatives(id) => ("alternatives", id.to_string()),
    }
}

/// The subject with these words; `None` for a kind that is unknown.
pub fn subject_named(kind: &str, id: &str) -> Option<Topic> {
    match kind {
        "bracket" => id.parse().ok().map(|id: BracketId| Topic::Bracket(id)),
        "alternatives" => id.parse().ok().map(|id: AlternativeSetId| Topic::Alternatives(id)),
        _ => None,
    }
}

/// The view's word for a preference.
pub fn prefers(preference: Preference) -> String {
    match preference {
        Preference::Branch { branch: Some(branch), .. } => branch.to_string(),
        Preference::Branch { branch: None, .. } => "none".into(),
        Preference::Version(Some(version)) => version.to_string(),
        Preference::Version(None) => "base".into(),
    }
}

fn voice(voice: &Voice) -> VoiceView {
    let (source, group) = match &voice.source {
        Source::Own => ("own", None),
        Source::Group(group) => ("group", Some(group.clone())),
        Source::Opening => ("opening", None),
    };
    VoiceView {
        delegation: voice.delegation.clone(),
        stance: voice.stance.name(),
        prefers: voice.preference.map(prefers),
        source,
        group,
        dissents: voice.dissents,
        by: voice.by.clone(),
        at: voice.at,
        reason: voice.reason.clone(),
    }
}
