use std::panic::catch_unwind;

use client_core::{
    chain::{Link, START, change_link, comment_link},
    checkpoint::{self, Checkpoint, PublicKey},
    model::{DraftId, Entry},
    record,
    schema::parse_hash,
    sync::room::{Room, StoredChange, StoredDraft},
};

use super::{
    Fault, Findings, Looked,
    bundle::{Logs, look_at_origins},
};
use crate::store::{DraftRow, Load, Store, StoredCheckpoint, sqlite::Sqlite};

/// Looks at everything that is stored of a draft.
pub fn look(store: &mut Sqlite, row: &DraftRow, keys: &[PublicKey], findings: &mut Findings) -> Looked {
    let mut looked = Looked { draft: row.slug.clone(), ..Looked::default() };
    let mut faults = Vec::new();
    let mut damage = |error: &dyn std::fmt::Display| {
        let fault = Fault::new(format!("the draft {}", row.slug), error.to_string());
        if !faults.contains(&fault) {
            faults.push(fault);
        }
    };
    let changes = store.changes(row.id).map_err(|error| damage(&error)).ok();
    let entries = store.entries(row.id).map_err(|error| damage(&error)).ok();
    let comments = store.comments(row.id).map_err(|error| damage(&error)).ok();
    let checkpoints = store.checkpoints(row.id).map_err(|error| damage(&error)).unwrap_or_default();
    if let Err(error) = store.diagnostics(row.id) {
        damage(&error);
    }
    let origins = super::origins(store, row.id).map_err(|error| damage(&error)).unwrap_or_default();
    let opened =
        [Load::FromLog, Load::Cached].map(|load| store.load(row.id, load).map_err(|error| damage(&error)).ok());
    let name = |what: &str, number: usize| format!("{what} {number} of the draft {}", row.slug);
    let links = changes.map(|changes| {
        faults.extend(check_changes(row.id, &changes, |number| name("change", number)));
        looked.changes = changes.len();
        links_of(row.id, &changes)
    });
    if let Some(entries) = &entries {
        match record::first_broken(entries) {
            Some(at) => {
                faults.push(Fault::new(name("entry of the record", at + 1), "it does not follow from the one before"))
            }
            None => looked.record = entries.len(),
        }
    }
    let comment_links: Option<Vec<Link>> = comments.as_ref().map(|comments| {
        looked.comments = comments.len();
        let next = |link: &mut Link, entry| {
            *link = comment_link(link, row.id, entry);
            Some(*link)
        };
        comments.iter().scan(START, next).collect()
    });
    faults.extend(check_documents(&row.slug, opened));
    for (number, stored) in (1..).zip(&checkpoints) {
        let wrong = check_checkpoint(&stored.shown, links.as_deref(), entries.as_deref(), keys)
            .or_else(|| check_comments(stored, comment_links.as_deref()));
        match wrong {
            Some(what) => faults.push(Fault::new(name("checkpoint", number), what)),
            None => looked.checkpoints += 1,
        }
    }
    findings.faults.extend(faults);
    if let (Some(links), Some(entries), Some(comments)) = (&links, &entries, &comments) {
        let logs = Logs::of(row.id, links, entries, comments);
        looked.elsewhere = look_at_origins(&row.slug, &origins, &logs, findings);
    }
    looked
}

/// The first change that is not what its hash says, or not what a device signed.
pub fn check_changes(draft: DraftId, changes: &[StoredChange], name: impl Fn(usize) -> String) -> Option<Fault> {
    (1..).zip(changes).find_map(|(number, change)| {
        let wrong = if parse_hash(&change.bytes) != change.hash {
            "its bytes have another hash"
        } else if change.signature.is_some_and(|signed| !signed.holds(draft, &change.hash)) {
            "the signature of its device does not hold"
        } else {
            return None;
        };
        Some(Fault::new(name(number), wrong))
    })
}

/// The links of a log of changes.
pub fn links_of(draft: DraftId, changes: &[StoredChange]) -> Vec<Link> {
    let next = |link: &mut Link, (seq, change): (u64, &StoredChange)| {
        *link = change_link(link, draft, seq, change);
        Some(*link)
    };
    (1..).zip(changes).scan(START, next).collect()
}

/// What is wrong with a checkpoint. Logs that are damaged themselves are told elsewhere.
pub fn check_checkpoint(
    shown: &Checkpoint,
    links: Option<&[Link]>,
    entries: Option<&[Entry]>,
    keys: &[PublicKey],
) -> Option<&'static str> {
    if !keys.contains(&shown.key) {
        return Some("it is signed with a key that is not the server's");
    }
    if !shown.holds() {
        return Some("its signature does not hold");
    }
    if links.is_some_and(|links| at(links, shown.changes) != Some(shown.changes_link)) {
        return Some("the log of changes is another one than was signed");
    }
    if entries.is_some_and(|entries| !shown.is_in_record(entries)) {
        return Some("the record is another one than was signed");
    }
    None
}

fn check_comments(stored: &StoredCheckpoint, links: Option<&[Link]>) -> Option<&'static str> {
    let signed = (&stored.shown.key, &stored.comments_signature);
    let StoredCheckpoint { shown, comments, comments_link, .. } = stored;
    if !checkpoint::comments_hold(signed, shown.draft, shown.at, *comments, comments_link) {
        return Some("its signature of the comments does not hold");
    }
    let other = links.is_some_and(|links| at(links, *comments) != Some(*comments_link));
    other.then_some("the log of comments is another one than was signed")
}

/// The link behind so many entries.
pub fn at(links: &[Link], count: u64) -> Option<Link> {
    match usize::try_from(count).ok()?.checked_sub(1) {
        None => Some(START),
        Some(last) => links.get(last).copied(),
    }
}

/// Whether log and snapshot give one and the same draft.
fn check_documents(slug: &str, opened: [Option<StoredDraft>; 2]) -> Option<Fault> {
    let mut texts = Vec::new();
    for stored in opened.into_iter().flatten() {
        let text = catch_unwind(|| {
            let mut room = Room::open(stored).ok()?;
            let draft = room.draft().ok()?;
            Some((room.heads(), draft))
        });
        match text {
            Ok(Some(text)) => texts.push(text),
            Ok(None) | Err(_) => return Some(Fault::new(format!("the draft {slug}"), "its log gives no text")),
        }
    }
    let same = texts.windows(2).all(|pair| pair.first() == pair.last());
    (!same).then(|| Fault::new(format!("the snapshot of the draft {slug}"), "it is another text than the log gives"))
}
