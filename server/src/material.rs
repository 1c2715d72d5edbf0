//! What an export is made of, gathered from what is stored: a draft at a moment, another to compare it with, who wrote between,
//! and what was said of it.

use std::{ops::Range, sync::Arc};

use client_core::{
    history::{self, HistoryError, Moment, StoredChange},
    model::{CommentEntry, CommentId, CommentPlace, Directory, Draft, DraftId, Entry, Standings, Timestamp},
    schema::{Document, parse_change},
};
use client_core_export::compose::{Contribution, Source};

use crate::{
    clock,
    store::{Store, StoreError},
};

/// Which moments are asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moments {
    /// When the text is taken; now without it.
    pub at: Option<Moment>,
    /// What it is compared with.
    pub against: Option<Moment>,
}

/// How much of a log is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needed {
    /// Its end alone.
    End,
    /// What was received until a time.
    Until(Timestamp),
    /// All of it.
    All,
}

impl Moments {
    /// How much of the log an export asks for, of a draft with this record; where its comments stand is told from the log.
    pub fn needed(self, entries: &[Entry], comments: bool) -> Needed {
        let time = |moment: Option<Moment>| moment.and_then(|moment| moment.time(entries)).unwrap_or(Timestamp::MIN);
        match (self.at, self.against) {
            (None, None) if !comments => Needed::End,
            (None, _) => Needed::All,
            (at @ Some(_), against) => Needed::Until(time(at).max(time(against))),
        }
    }
}

impl Needed {
    /// Reads so much of the log of a draft, and when its last change was received.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn read(self, store: &mut dyn Store, draft: DraftId) -> Result<(Vec<StoredChange>, Timestamp), StoreError> {
        let changes = match self {
            Self::End => Vec::new(),
            Self::Until(time) => store.changes_until(draft, time)?,
            Self::All => store.changes(draft)?,
        };
        Ok((changes, store.log_end(draft)?.at))
    }
}

/// What is stored of a draft.
pub struct Stored {
    /// The text as it is now.
    pub draft: Arc<Draft>,
    /// What is decided now.
    pub standings: Standings,
    /// The whole record.
    pub entries: Vec<Entry>,
    /// The log of changes, as far as it is [`Needed`].
    pub changes: Vec<StoredChange>,
    /// When the last change of the log was received.
    pub received: Timestamp,
    /// The log of comments, as far as whoever asks may read it.
    pub comments: Vec<CommentEntry>,
    /// The delegations.
    pub directory: Directory,
}

/// All that a writer wants to know.
pub struct Material {
    draft: Arc<Draft>,
    standings: Standings,
    entries: Vec<Entry>,
    against: Option<(Draft, Standings)>,
    contributions: Vec<Contribution>,
    comments: Vec<CommentEntry>,
    spots: Vec<(CommentId, Range<usize>)>,
    directory: Directory,
    /// When the last of it was received or decided.
    pub last: Timestamp,
}

impl Material {
    /// Gathers what the moments ask for.
    ///
    /// # Errors
    /// [`HistoryError::Unknown`] for a moment that the draft does not have; [`HistoryError::Log`] when the log cannot be read.
    pub fn gather(stored: Stored, moments: Moments) -> Result<Self, HistoryError> {
        let Stored { mut draft, mut standings, mut entries, mut changes, received, mut comments, directory } = stored;
        let mut received = Some(received);
        let then = moments.at.map(|at| history::at(&changes, &entries, at)).transpose()?;
        let before = moments.against.map(|against| history::at(&changes, &entries, against)).transpose()?;
        if let Some(then) = then {
            let decided = entries.get(..then.entries).and_then(<[_]>::last).map(|entry| entry.at);
            let until = match moments.at {
                Some(Moment::Time(time)) => time,
                Some(Moment::Entry(_)) | None => decided.unwrap_or(Timestamp::MAX),
            };
            entries.truncate(then.entries);
            changes.truncate(then.changes);
            received = changes.last().map(|change| change.at);
            comments.retain(|entry| said_at(entry) <= until);
            (draft, standings) = (Arc::new(then.draft), then.standings);
        }
        let since = before.as_ref().map_or(changes.len(), |before| before.changes);
        let contributions = changes.iter().skip(since).map(|change| Contribution {
            at: change.at,
            delegation: change.delegation.clone(),
            paragraphs: change.paragraphs.clone(),
        });
        let decided = entries.last().map(|entry| entry.at);
        Ok(Self {
            contributions: contributions.collect(),
            spots: spots(&changes, &comments)?,
            against: before.map(|before| (before.draft, before.standings)),
            last: received.max(decided).unwrap_or_default(),
            draft,
            standings,
            entries,
            comments,
            directory,
        })
    }

    /// As the writers take it.
    pub fn source(&self) -> Source<'_> {
        Source {
            entries: &self.entries,
            against: self.against.as_ref().map(|(draft, standings)| (draft, standings)),
            contributions: &self.contributions,
            comments: &self.comments,
            spots: &self.spots,
            directory: Some(&self.directory),
            ..Source::new(&self.draft, &self.standings)
        }
    }
}

fn said_at(entry: &CommentEntry) -> Timestamp {
    match entry {
        CommentEntry::Said(comment) => comment.at,
        CommentEntry::Settled(resolution) => resolution.at,
    }
}

/// Where the words of threads stand: their names mean something in the document alone, which is made again from the log.
fn spots(changes: &[StoredChange], comments: &[CommentEntry]) -> Result<Vec<(CommentId, Range<usize>)>, HistoryError> {
    let named = comments.iter().filter_map(|entry| match entry {
        CommentEntry::Said(comment) if comment.id == comment.thread => match &comment.place {
            CommentPlace::Words { paragraph, from, to } => Some((comment.thread, *paragraph, from, to)),
            CommentPlace::Draft | CommentPlace::Paragraph(_) | CommentPlace::Bracket(_) => None,
        },
        CommentEntry::Said(_) | CommentEntry::Settled(_) => None,
    });
    let named: Vec<_> = named.collect();
    if named.is_empty() || changes.is_empty() {
        return Ok(Vec::new());
    }
    let mut document = Document::empty();
    document.apply(changes.iter().map(|change| parse_change(&change.bytes)).collect::<Result<Vec<_>, _>>()?)?;
    let found = named.into_iter().filter_map(|(thread, paragraph, from, to)| {
        let (from, to) = document.range(paragraph, from, to)?;
        Some((thread, from..to))
    });
    Ok(found.collect())
}

/// A moment as people write it: the number of an entry of the record, or a time. `None` for anything else.
pub fn read_moment(written: &str) -> Option<Moment> {
    if written.bytes().all(|byte| byte.is_ascii_digit()) {
        return written.parse().ok().map(Moment::Entry);
    }
    clock::read(written).map(Moment::Time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_of_the_log_is_read_than_is_asked_for() {
        let check = |at: Option<Moment>, against: Option<Moment>, comments, expected| {
            assert_eq!(Moments { at, against }.needed(&[], comments), expected, "{at:?} against {against:?}");
        };
        let time = |time| Some(Moment::Time(time));
        check(None, None, false, Needed::End);
        check(None, None, true, Needed::All);
        check(None, time(5), false, Needed::All);
        check(time(9), None, true, Needed::Until(9));
        check(time(3), time(9), false, Needed::Until(9));
        check(Some(Moment::Entry(4)), None, false, Needed::Until(Timestamp::MIN));
    }
}
