//! A draft as it was.

use super::{HistoryError, StoredChange};
use crate::{
    model::{Draft, Entry, Standings, Timestamp},
    record,
    schema::{Document, parse_change},
};

/// A moment in the life of a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// A time: what the server had received until then, that millisecond included.
    Time(Timestamp),
    /// Just after an entry of the record, by its number from 1.
    Entry(u64),
}

impl Moment {
    /// Which time it is; `None` for an entry that is not in the record.
    pub fn time(self, entries: &[Entry]) -> Option<Timestamp> {
        match self {
            Self::Time(time) => Some(time),
            Self::Entry(number) => entries.iter().find(|entry| entry.seq == number).map(|entry| entry.at),
        }
    }
}

/// A draft as it was at a moment.
#[derive(Clone, Debug)]
pub struct Then {
    /// The text.
    pub draft: Draft,
    /// What was decided by then.
    pub standings: Standings,
    /// How many changes of the log it is made of.
    pub changes: usize,
    /// How many entries of the record hold.
    pub entries: usize,
}

/// The draft at a moment. `changes` is the log in the server's order, whole or up to the moment at least, `entries` the whole record.
///
/// # Errors
/// [`HistoryError::Unknown`] for a moment before the draft came in and for an entry that is not there;
/// [`HistoryError::Log`] when the log cannot be read.
pub fn at(changes: &[StoredChange], entries: &[Entry], moment: Moment) -> Result<Then, HistoryError> {
    let time = moment.time(entries).ok_or(HistoryError::Unknown)?;
    let decided = match moment {
        Moment::Time(time) => until(entries, |entry| entry.at > time),
        Moment::Entry(number) => until(entries, |entry| entry.seq > number),
    };
    let received = until(changes, |change| change.at > time);
    if received.is_empty() {
        return Err(HistoryError::Unknown);
    }
    let mut document = Document::empty();
    document.apply(received.iter().map(|change| parse_change(&change.bytes)).collect::<Result<Vec<_>, _>>()?)?;
    Ok(Then {
        draft: document.hydrate()?,
        standings: record::fold(decided),
        changes: received.len(),
        entries: decided.len(),
    })
}

/// The items before the first that is later.
fn until<T>(items: &[T], later: impl Fn(&T) -> bool) -> &[T] {
    let end = items.iter().position(later).unwrap_or(items.len());
    &items[..end]
}
