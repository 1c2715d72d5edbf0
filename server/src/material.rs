//! What an export is made of, gathered from what is stored: a draft at a moment, another to compare it with, who wrote between,
//! and what was said of it.

use std::{ops::Range, sync::Arc};

use client_core::{
    history::{self, HistoryError, Moment, StoredChange},
    model::{CommentEntry, CommentId, CommentPlace, Directory, Draft, Entry, Standings, Timestamp},
    schema::{Document, parse_change},
};
use client_core_export::compose::{Contribution, Source};

use crate::clock;

/// Which moments are asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moments {
    /// When the text is taken; now without it.
    pub at: Option<Moment>,
    /// What it is compared with.
    pub against: Option<Moment>,
}

/// What is stored of a draft.
pub struct Stored {
    /// The text as it is now.
    pub draft: Arc<Draft>,
    /// What is decided now.
    pub standings: Standings,
    /// The whole record.
    pub entries: Vec<Entry>,
    /// The whole log of changes; it may be empty where no other moment, and no comment, is asked for.
    pub changes: Vec<StoredChange>,
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
        let Stored { mut draft, mut standings, mut entries, mut changes, mut comments, directory } = stored;
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
            comments.retain(|entry| said_at(entry) <= until);
            (draft, standings) = (Arc::new(then.draft), then.standings);
        }
        let since = before.as_ref().map_or(changes.len(), |before| before.changes);
        let contributions = changes.iter().skip(since).map(|change| Contribution {
            at: change.at,
            delegation: change.delegation.clone(),
            paragraphs: change.paragraphs.clone(),
        });
        let received = changes.last().map(|change| change.at);
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
