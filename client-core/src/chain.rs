//! The chain of a draft's log of changes, and that of its comments: what is kept of each entry is hashed together with the hash
//! of the entry before, so that nothing is altered, left out or put in between without breaking what follows. (The record's own
//! chain is in [`crate::record`].)

use sha2::{Digest, Sha256};

use crate::{
    history::StoredChange,
    model::{Audience, CommentEntry, CommentKind, CommentPlace, DraftId},
};

/// A hash in a chain: SHA-256.
pub type Link = [u8; 32];

/// What the first entry of a chain follows.
pub const START: Link = [0; 32];

/// Hashes fields, each preceded by its length, so that no two lists of fields share their bytes.
pub(crate) struct Fields(Sha256);

impl Fields {
    /// `what` tells one kind of hash from another.
    pub(crate) fn new(what: &str) -> Self {
        let mut fields = Self(Sha256::new());
        fields.add(what.as_bytes());
        fields
    }

    pub(crate) fn add(&mut self, bytes: &[u8]) {
        self.0.update((bytes.len() as u64).to_be_bytes());
        self.0.update(bytes);
    }

    pub(crate) fn finish(self) -> Link {
        self.0.finalize().into()
    }
}

/// The link of a stored change: over the link before it, the draft, its place in the log from 1, and everything that is kept of it. What
/// no device signed has two fields less.
pub fn change_link(previous: &Link, draft: DraftId, seq: u64, change: &StoredChange) -> Link {
    let mut fields = Fields::new("adref change 1");
    fields.add(previous);
    fields.add(draft.0.as_bytes());
    fields.add(&seq.to_be_bytes());
    fields.add(change.hash.as_bytes());
    fields.add(&change.actor);
    fields.add(change.person.as_ref().map_or(&[][..], |person| person.0.as_bytes()));
    fields.add(change.name.as_bytes());
    fields.add(change.delegation.as_bytes());
    fields.add(&change.at.to_be_bytes());
    fields.add(&change.bytes);
    fields.add(&change.paragraphs.iter().flat_map(|id| *id.0.as_bytes()).collect::<Vec<u8>>());
    fields.add(&change.brackets.iter().flat_map(|id| *id.0.as_bytes()).collect::<Vec<u8>>());
    if let Some(signed) = &change.signature {
        fields.add(&signed.key);
        fields.add(&signed.signature);
    }
    fields.finish()
}

/// The link of an entry of the log of comments: over the link before it, the draft, and everything that is kept of the entry.
pub fn comment_link(previous: &Link, draft: DraftId, entry: &CommentEntry) -> Link {
    let mut fields = Fields::new("adref comment 1");
    fields.add(previous);
    fields.add(draft.0.as_bytes());
    fields.add(&entry.seq().to_be_bytes());
    fields.add(entry.id().0.as_bytes());
    fields.add(entry.thread().0.as_bytes());
    fields.add(entry.author().0.as_bytes());
    match entry {
        CommentEntry::Said(comment) => {
            fields.add(match comment.kind {
                CommentKind::Remark => b"remark",
                CommentKind::Proposal => b"proposal",
            });
            fields.add(&comment.at.to_be_bytes());
            fields.add(comment.by.as_bytes());
            fields.add(comment.delegation.as_bytes());
            fields.add(match comment.audience {
                Audience::Everybody => b"everybody",
                Audience::Delegation => b"delegation",
                Audience::Chair => b"chair",
            });
            add_place(&mut fields, &comment.place);
            fields.add(comment.quoted.as_bytes());
            fields.add(comment.text.as_bytes());
        }
        CommentEntry::Settled(resolution) => {
            fields.add(if resolution.resolved { b"resolved" } else { b"reopened" });
            fields.add(&resolution.at.to_be_bytes());
            fields.add(resolution.by.as_bytes());
            fields.add(resolution.delegation.as_bytes());
        }
    }
    fields.finish()
}

fn add_place(fields: &mut Fields, place: &CommentPlace) {
    match place {
        CommentPlace::Draft => fields.add(b"draft"),
        CommentPlace::Paragraph(id) => {
            fields.add(b"paragraph");
            fields.add(id.0.as_bytes());
        }
        CommentPlace::Bracket(id) => {
            fields.add(b"bracket");
            fields.add(id.0.as_bytes());
        }
        CommentPlace::Words { paragraph, from, to } => {
            fields.add(b"words");
            fields.add(paragraph.0.as_bytes());
            fields.add(from.as_bytes());
            fields.add(to.as_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use uuid::Uuid;

    use super::*;
    use crate::{
        device::DeviceSignature,
        model::{BracketId, ParagraphId, PersonId},
    };

    fn change() -> StoredChange {
        StoredChange {
            hash: "ab".into(),
            actor: vec![1, 2],
            person: Some(PersonId(Uuid::from_u128(3))),
            name: "Alice".into(),
            delegation: "Freedonia".into(),
            at: 5,
            bytes: vec![6, 7],
            paragraphs: vec![ParagraphId(Uuid::from_u128(8))],
            brackets: vec![BracketId(Uuid::from_u128(9))],
            signature: Some(DeviceSignature { key: [10; 32], signature: [11; 64] }),
        }
    }

    #[test]
    fn no_field_of_a_change_can_be_altered_under_its_link() {
        let draft = DraftId(Uuid::from_u128(1));
        let altered: [fn(&mut StoredChange); 13] = [
            |_| {},
            |change| change.hash = "ac".into(),
            |change| change.actor = vec![1],
            |change| change.person = None,
            |change| change.name = "AliceF".into(),
            |change| (change.name, change.delegation) = ("AliceF".into(), "reedonia".into()),
            |change| change.at = 6,
            |change| change.bytes = vec![6],
            |change| change.paragraphs.clear(),
            |change| change.brackets.clear(),
            |change| change.signature = None,
            |change| change.signature.iter_mut().for_each(|signed| signed.key[0] = 1),
            |change| change.signature.iter_mut().for_each(|signed| signed.signature[0] = 1),
        ];
        let links = altered.map(|alter| {
            let mut change = change();
            alter(&mut change);
            change_link(&START, draft, 1, &change)
        });
        let mut links: BTreeSet<Link> = links.into_iter().collect();
        assert_eq!(links.len(), altered.len());
        links.insert(change_link(&START, draft, 2, &change()));
        links.insert(change_link(&[1; 32], draft, 1, &change()));
        links.insert(change_link(&START, DraftId(Uuid::from_u128(2)), 1, &change()));
        assert_eq!(links.len(), altered.len() + 3, "the place, the link before and the draft count, too");
    }
}
