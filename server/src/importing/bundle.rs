//! A draft that comes whole from another server: its log, its record, what that server signed.

use std::{
    collections::BTreeMap,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use client_core::{
    checkpoint,
    gate::{self, ACTOR},
    model::{Diagnostic, Draft, PersonId, Place, Severity, Timestamp},
    record,
    sync::room::{Batch, Room, StoredDraft},
};
use client_core_export::whole::Whole;

use super::{ImportingError, Report, arrival, free_slug};
use crate::{
    store::{DraftRow, NewDraft, Store},
    verify::{self, Bundle, Comparison},
};

/// How many first changes of a draft are the server's own: the skeleton and the import.
const OWN_CHANGES: usize = 2;

/// Imports a bundle: looks at all of it, and stores it when it holds. The draft goes on with its log and its record; what the other
/// servers signed is kept beside it, and this server signs with its own key from here on.
///
/// # Errors
/// [`ImportingError`], and then nothing is stored: what is broken first; that the draft is here with another history, or with a
/// shorter one.
pub fn import_bundle(
    store: &mut dyn Store,
    name: &str,
    bundle: Bundle,
    now: Timestamp,
) -> Result<Report, ImportingError> {
    let findings = bundle.verify(None);
    if let Some(fault) = findings.faults.into_iter().next() {
        return Err(ImportingError::Broken { place: fault.place, what: fault.what });
    }
    let draft = text(&bundle)?;
    let there = store.drafts()?;
    if let Some(known) = there.iter().find(|row| row.id == bundle.draft) {
        return match bundle.compare(store)? {
            Comparison::Same => {
                Ok(Report { drafts: vec![arrival(&draft, known.slug.clone(), false)], diagnostics: Vec::new() })
            }
            Comparison::Longer => Err(ImportingError::Longer { slug: known.slug.clone() }),
            Comparison::Other => Err(ImportingError::OtherHistory { slug: known.slug.clone() }),
        };
    }
    let mut diagnostics = vec![origin(&bundle)];
    diagnostics.extend(findings.notes.into_iter().map(|note| {
        let hint = "Export the bundle again once that server has signed them.";
        diagnostic("unsigned", Severity::Warning, note.clone(), hint).with("said", note)
    }));
    let taken: Vec<String> = there.iter().map(|row| row.slug.clone()).collect();
    let slug = free_slug(&draft.slug, &taken);
    let row = DraftRow {
        id: draft.id,
        slug: slug.clone(),
        title: draft.title.clone(),
        language: draft.language.clone(),
        kind: draft.kind,
        document: name.into(),
        created_at: now,
    };
    // First: should the second not come about, this says something of a draft that is not here, and nobody asks.
    verify::set_origins(store, bundle.draft, &bundle.origins_with_own())?;
    let actors = actors(&bundle);
    let Bundle { changes, entries, comments, .. } = bundle;
    let batch = Batch { id: 0, changes, entries, actors, comments };
    let new = store.create(&NewDraft { row, batch, diagnostics: diagnostics.clone() })?;
    Ok(Report { drafts: vec![arrival(&draft, slug, new)], diagnostics })
}

/// The text that the log gives. The log is another server's word: each change is examined before Automerge sees it, and what makes
/// Automerge fail in spite of that fails here.
fn text(bundle: &Bundle) -> Result<Draft, ImportingError> {
    let broken = |place: String, what: &str| ImportingError::Broken { place, what: what.into() };
    for (at, change) in bundle.changes.iter().enumerate() {
        let by_server = at < OWN_CHANGES && change.person.is_none();
        if let Err(refused) = gate::examine_form(&change.bytes, by_server) {
            return Err(broken(format!("change {} of the draft {}", at + 1, bundle.slug), &refused.to_string()));
        }
    }
    let stored = StoredDraft {
        snapshot: None,
        changes: bundle.changes.iter().map(|change| change.bytes.clone()).collect(),
        entries: bundle.entries.clone(),
        actors: Vec::new(),
        comments: bundle.comments.clone(),
    };
    let log = || format!("the log of the draft {}", bundle.slug);
    let opened = catch_unwind(AssertUnwindSafe(|| Room::open(stored).ok()?.draft().ok()));
    let Ok(Some(draft)) = opened else { return Err(broken(log(), "it gives no text")) };
    let draft = Arc::unwrap_or_clone(draft);
    if draft.id != bundle.draft {
        return Err(broken(log(), "it is of another draft than the bundle says"));
    }
    let whole = Whole { draft, standings: record::fold(&bundle.entries), record: bundle.entries.clone() };
    match whole.check() {
        Ok(()) => Ok(whole.draft),
        Err(unsound) => Err(broken(format!("{}, {}", log(), unsound.path), &unsound.what)),
    }
}

/// The actors that people wrote as: nobody here is given one of them.
fn actors(bundle: &Bundle) -> Vec<([u8; ACTOR], PersonId)> {
    let written = bundle.changes.iter().filter_map(|change| {
        let actor = change.actor.get(..ACTOR)?.try_into().ok()?;
        Some((actor, change.person?))
    });
    written.collect::<BTreeMap<_, _>>().into_iter().collect()
}

/// Where the draft comes from.
fn origin(bundle: &Bundle) -> Diagnostic {
    let origins = bundle.origins_with_own();
    let keys: Vec<String> =
        origins.iter().filter_map(|origin| origin.keys.last()).map(|row| checkpoint::short(&row.key)).collect();
    let message = match keys.is_empty() {
        true => "the draft comes from another server, which signed nothing of it".into(),
        false => format!("the draft comes from another server; it was signed with the key {}", keys.join(", before ")),
    };
    let hint = "Compare the key with what `adref key` says there: a bundle proves no more than that whoever has the key signed it.";
    let severity = if keys.is_empty() { Severity::Warning } else { Severity::Note };
    let found = diagnostic("from-another-server", severity, message, hint);
    found.with("keys", if keys.is_empty() { "none".to_owned() } else { keys.join(", ") })
}

fn diagnostic(code: &'static str, severity: Severity, message: String, hint: &str) -> Diagnostic {
    Diagnostic::new(code, severity, Place::default(), message, hint)
}
