//! Values to store.

use client_core::{
    model::{
        Audience, BracketId, Comment, CommentEntry, CommentId, CommentKind, CommentPlace, Decision, Diagnostic,
        DraftId, DraftKind, Entry, EntryId, ParagraphId, PersonId, Place, Resolution, Severity,
    },
    sync::room::{Batch, StoredChange},
};
use uuid::Uuid;

use crate::store::{DraftRow, NewDraft};

pub fn id(n: u128) -> DraftId {
    DraftId(Uuid::from_u128(n))
}

pub fn change(hash: &str) -> StoredChange {
    StoredChange {
        hash: hash.into(),
        actor: vec![1; 16],
        person: Some(PersonId(Uuid::from_u128(7))),
        name: "Alice".into(),
        delegation: "Freedonia".into(),
        at: 12,
        bytes: format!("change {hash}").into_bytes(),
        paragraphs: vec![ParagraphId(Uuid::from_u128(3)), ParagraphId(Uuid::from_u128(4))],
        brackets: vec![BracketId(Uuid::from_u128(5))],
    }
}

pub fn entry(seq: u64, decision: Decision, mark: u8) -> Entry {
    Entry {
        seq,
        id: EntryId(Uuid::from_u128(u128::from(seq))),
        at: 99,
        by: "Bob".into(),
        delegation: "Chair".into(),
        decision,
        meeting: "3rd meeting".into(),
        reason: "as agreed".into(),
        heads: vec!["aa".into(), "bb".into()],
        previous: [0; 32],
        hash: [mark; 32],
    }
}

pub fn said(seq: u64, place: CommentPlace) -> CommentEntry {
    CommentEntry::Said(Comment {
        id: CommentId(Uuid::from_u128(u128::from(seq))),
        seq,
        thread: CommentId(Uuid::from_u128(u128::from(seq))),
        kind: CommentKind::Remark,
        audience: Audience::Delegation,
        author: PersonId(Uuid::from_u128(7)),
        by: "Alice".into(),
        delegation: "Freedonia".into(),
        at: 12,
        place,
        quoted: "承诺".into(),
        text: "two\nlines".into(),
    })
}

pub fn settled(seq: u64, resolved: bool) -> CommentEntry {
    CommentEntry::Settled(Resolution {
        id: CommentId(Uuid::from_u128(u128::from(seq))),
        seq,
        thread: CommentId(Uuid::from_u128(1)),
        resolved,
        author: PersonId(Uuid::from_u128(8)),
        by: "Bob".into(),
        delegation: String::new(),
        at: 13,
    })
}

pub fn batch(changes: &[&str], entries: &[Entry]) -> Batch {
    Batch {
        id: 1,
        changes: changes.iter().map(|hash| change(hash)).collect(),
        entries: entries.to_vec(),
        actors: vec![([1; 16], PersonId(Uuid::from_u128(7)))],
        comments: Vec::new(),
    }
}

pub fn draft(n: u128, slug: &str) -> NewDraft {
    NewDraft {
        row: DraftRow {
            id: id(n),
            slug: slug.into(),
            title: "Tunis".into(),
            language: "zh".into(),
            kind: DraftKind::Draft,
            document: "source.txt".into(),
            created_at: 5,
        },
        batch: batch(&["a"], &[]),
        diagnostics: vec![Diagnostic::new(
            "stray-close",
            Severity::Warning,
            Place { line: 3, column: 4 },
            "A sign.",
            "Look.",
        )],
    }
}
