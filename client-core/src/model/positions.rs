//! Who says what of one subject: the statements that hold, folded with the groups of the directory and with the wish that
//! the subject was put on the table with.

use std::collections::{BTreeMap, BTreeSet};

use super::{Directory, Position, Preference, Stance, Timestamp, Wish};

/// Where a voice comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// The delegation spoke.
    Own,
    /// A group spoke, of which the delegation is a member that did not speak itself; the kept name of the group.
    Group(String),
    /// The delegation opened the bracket, and has not spoken since: its wish is its position.
    Opening,
}

/// What a delegation says of a subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voice {
    /// The delegation or group, by its kept name.
    pub delegation: String,
    /// What it says.
    pub stance: Stance,
    /// Which branch or version it is about; `None` too when the choice has other branches now.
    pub preference: Option<Preference>,
    /// Where this comes from.
    pub source: Source,
    /// A member that speaks for itself and says something else than its group.
    pub dissents: bool,
    /// Who said so.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// Why.
    pub reason: String,
}

/// What is on the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// The words of a bracket, with the opener's wish and how many branches it has now.
    Words(Wish, u32),
    /// Which of several versions stands.
    Versions,
}

/// Everybody's positions on one subject.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sides {
    /// Who says what, by name.
    pub voices: Vec<Voice>,
    /// Members whose groups say different things, and who have not spoken themselves: nobody speaks for them.
    pub divided: Vec<String>,
    /// Those who want what is wished; for versions and choices, those who want one of them.
    pub supporters: Vec<String>,
    /// Those who want the opposite.
    pub opponents: Vec<String>,
    /// Those without whom there is no consensus: opponents, those who reserve, and where several versions or branches are
    /// wanted, those who want one of them.
    pub blockers: Vec<String>,
}

impl Sides {
    /// What a delegation says.
    pub fn voice(&self, delegation: &str) -> Option<&Voice> {
        self.voices.iter().find(|voice| voice.delegation == delegation)
    }
}

/// Folds the statements that hold on one subject ([`super::holding`]). `opener` is the delegation that opened the bracket,
/// empty when it came with the source.
///
/// A group speaks for its members; a member that speaks for itself is heard alone (domain.md, "delegation, group"). Where
/// two groups of a silent member differ, neither speaks for it.
pub fn sides(question: Question, opener: &str, held: &BTreeMap<&str, &Position>, directory: &Directory) -> Sides {
    let mut voices = own_voices(question, opener, held, directory);
    let mut divided = Vec::new();
    let mut groups_of: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (group, members) in directory.groups() {
        for member in members {
            groups_of.entry(member).or_default().push(group.canonical());
        }
    }
    let spoken = voices.clone();
    for (member, groups) in groups_of {
        let theirs: Vec<&Voice> = groups.iter().filter_map(|group| spoken.get(*group)).collect();
        let Some(first) = theirs.first() else { continue };
        let same = |voice: &&Voice| (voice.stance, voice.preference) == (first.stance, first.preference);
        match voices.get_mut(member) {
            Some(own) => {
                own.dissents = theirs.iter().any(|g| (g.stance, g.preference) != (own.stance, own.preference));
            }
            None if theirs.iter().all(same) => {
                let source = Source::Group(first.delegation.clone());
                voices.insert(member.into(), Voice { delegation: member.into(), source, ..(*first).clone() });
            }
            None => divided.push(member.to_owned()),
        }
    }
    let mut sides = Sides { voices: voices.into_values().collect(), divided, ..Sides::default() };
    take_sides(question, &mut sides);
    sides
}

/// Those who spoke, and the opener.
fn own_voices(
    question: Question,
    opener: &str,
    held: &BTreeMap<&str, &Position>,
    directory: &Directory,
) -> BTreeMap<String, Voice> {
    // One delegation may have spoken under its names in several languages.
    let mut newest: BTreeMap<&str, &Position> = BTreeMap::new();
    for (name, position) in held {
        let kept = newest.entry(directory.canonical(name)).or_insert(position);
        if position.written > kept.written {
            *kept = position;
        }
    }
    let mut voices: BTreeMap<String, Voice> = BTreeMap::new();
    for (name, position) in newest {
        let Some(stance) = position.stance else { continue };
        let preference = position.preference.filter(|preference| match (preference, question) {
            (Preference::Branch { of, .. }, Question::Words(_, branches)) => *of == branches,
            (Preference::Version(_), Question::Versions) => true,
            _ => false,
        });
        let voice = Voice {
            delegation: name.into(),
            stance,
            preference,
            source: Source::Own,
            dissents: false,
            by: position.by.clone(),
            at: position.at,
            reason: position.reason.clone(),
        };
        voices.insert(name.into(), voice);
    }
    let wished = match question {
        Question::Words(Wish::Retain, _) => Some(Stance::Retain),
        Question::Words(Wish::Delete, _) => Some(Stance::Delete),
        Question::Words(Wish::Choose, _) | Question::Versions => None,
    };
    let opener = directory.canonical(opener);
    if let Some(stance) = wished.filter(|_| !opener.is_empty()) {
        voices.entry(opener.into()).or_insert_with(|| Voice {
            delegation: opener.into(),
            stance,
            preference: None,
            source: Source::Opening,
            dissents: false,
            by: String::new(),
            at: 0,
            reason: String::new(),
        });
    }
    voices
}

fn take_sides(question: Question, sides: &mut Sides) {
    let (wanted, unwanted) = match question {
        Question::Words(Wish::Delete, _) => (Stance::Delete, Stance::Retain),
        Question::Words(Wish::Retain | Wish::Choose, _) | Question::Versions => (Stance::Retain, Stance::Delete),
    };
    let preferred = |voice: &Voice| (voice.stance == Stance::Retain).then_some(voice.preference).flatten();
    let versions: BTreeSet<Preference> = sides.voices.iter().filter_map(preferred).collect();
    for voice in &sides.voices {
        let name = &voice.delegation;
        if voice.stance == wanted {
            sides.supporters.push(name.clone());
        }
        if voice.stance == unwanted {
            sides.opponents.push(name.clone());
        }
        let apart = versions.len() > 1 && preferred(voice).is_some();
        if voice.stance == unwanted || voice.stance == Stance::Reserve || apart {
            sides.blockers.push(name.clone());
        }
    }
}
