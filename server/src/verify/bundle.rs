//! A bundle: what is needed to check who wrote what of one draft, and to go on with it on another server, as lines of JSON. What
//! people said is in it only when that was asked for.

mod lines;

use std::io::{self, BufRead, Read};

use client_core::{
    chain::{Link, START, comment_link},
    checkpoint::{self, Checkpoint, PublicKey, Signed},
    model::{CommentEntry, DraftId, Entry},
    record,
    sync::room::StoredChange,
};

use self::lines::{ChangeLine, Hex, KeyLine, Line, OriginLine};
use super::{Fault, Findings, Looked, draft};
use crate::store::{DraftRow, KeyRow, Store, StoreError, StoredCheckpoint};

/// The newest format of bundles: 3 with signatures of devices, 2 with comments or where the draft was kept before, 1 without.
const FORMAT: u32 = 3;

/// What a bundle begins with.
const BEGINS: &[u8] = b"{\"adref_bundle\":";

/// The longest line of a bundle, in bytes.
const MAX_LINE: u64 = 40 << 20;

/// The largest bundle that is read, in bytes. Lines are taken in one by one, and what is kept of them is less than half.
pub const MAX_BUNDLE: u64 = 256 << 20;

/// The setting that says where a draft was kept before, with its identity.
const ORIGINS: &str = "origins:";

/// Why a bundle cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    /// The line is none of a bundle.
    #[error("line {line} is no line of a bundle: {reason}")]
    Line {
        /// Which, from 1.
        line: usize,
        /// What is wrong.
        reason: String,
    },
    /// It does not begin like a bundle.
    #[error("the file is no bundle")]
    NoBundle,
    /// It was written by a newer version.
    #[error("the bundle has the format {0}, and this version knows {FORMAT}")]
    Newer(u32),
    /// It is longer than what is read.
    #[error("the bundle is larger than {MAX_BUNDLE} bytes, or a line of it than {MAX_LINE}")]
    TooLarge,
    /// The file cannot be read.
    #[error("the bundle cannot be read: {0}")]
    Reading(#[from] io::Error),
}

/// What a server signed of a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// Text and record.
    pub shown: Checkpoint,
    /// How far the log of comments went, the link of its last entry, and the signature of both. Not told without the comments.
    pub comments: Option<(u64, Link, Signed)>,
}

impl Signature {
    fn of(stored: StoredCheckpoint, comments: bool) -> Self {
        let StoredCheckpoint { shown, comments: count, comments_link, comments_signature } = stored;
        Self { shown, comments: comments.then_some((count, comments_link, comments_signature)) }
    }
}

/// A server that a draft was kept on before it came here: its keys, and the newest that each signed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The keys, in their order.
    pub keys: Vec<KeyRow>,
    /// The newest signature of each.
    pub signatures: Vec<Signature>,
}

/// Where a draft was kept before, the first first.
///
/// # Errors
/// [`StoreError`]; also when what is kept of it cannot be read.
pub fn origins(store: &mut dyn Store, draft: DraftId) -> Result<Vec<Origin>, StoreError> {
    let Some(text) = store.setting(&format!("{ORIGINS}{draft}"))? else { return Ok(Vec::new()) };
    let lines: Vec<OriginLine> = serde_json::from_str(&text)
        .map_err(|error| StoreError::Damaged(format!("where the draft {draft} was kept before ({error})")))?;
    Ok(lines.iter().map(|line| line.of(draft)).collect())
}

/// Keeps where a draft was before.
///
/// # Errors
/// [`StoreError`].
pub fn set_origins(store: &mut dyn Store, draft: DraftId, origins: &[Origin]) -> Result<(), StoreError> {
    let lines: Vec<OriginLine> = origins.iter().map(Into::into).collect();
    let text = serde_json::to_string(&lines).map_err(|error| StoreError::Other(error.to_string()))?;
    store.set_setting(&format!("{ORIGINS}{draft}"), &text)
}

/// How a bundle stands to the draft that is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// Everything in the bundle is stored, in the same order; more may have come since.
    Same,
    /// It goes on where what is stored ends.
    Longer,
    /// Something else is stored.
    Other,
}

/// What is needed to check who wrote what of a draft, and to go on with it.
#[derive(Clone, Debug)]
pub struct Bundle {
    /// The draft.
    pub draft: DraftId,
    /// Its short name where it comes from.
    pub slug: String,
    title: String,
    language: String,
    keys: Vec<KeyRow>,
    origins: Vec<Origin>,
    /// The log.
    pub changes: Vec<StoredChange>,
    /// As the bundle says.
    links: Vec<Link>,
    /// The record.
    pub entries: Vec<Entry>,
    /// What people said; empty when it is not in the bundle.
    pub comments: Vec<CommentEntry>,
    signatures: Vec<Signature>,
}

impl Bundle {
    /// The bundle of a stored draft, with what people said of it or without.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn of(store: &mut dyn Store, row: &DraftRow, comments: bool) -> Result<Self, StoreError> {
        let changes = store.changes(row.id)?;
        let mut origins = origins(store, row.id)?;
        if !comments {
            origins.iter_mut().flat_map(|origin| &mut origin.signatures).for_each(|signed| signed.comments = None);
        }
        let signatures = store.checkpoints(row.id)?.into_iter().map(|stored| Signature::of(stored, comments));
        Ok(Self {
            draft: row.id,
            slug: row.slug.clone(),
            title: row.title.clone(),
            language: row.language.clone(),
            keys: store.keys()?,
            origins,
            links: draft::links_of(row.id, &changes),
            changes,
            entries: store.entries(row.id)?,
            comments: if comments { store.comments(row.id)? } else { Vec::new() },
            signatures: signatures.collect(),
        })
    }

    /// As lines of JSON.
    ///
    /// # Errors
    /// What JSON cannot say, which would be a defect.
    pub fn write(&self) -> serde_json::Result<String> {
        let has_more = !self.origins.is_empty() || self.signatures.iter().any(|signed| signed.comments.is_some());
        let format = if self.changes.iter().any(|change| change.signature.is_some()) {
            FORMAT
        } else if has_more || !self.comments.is_empty() {
            2
        } else {
            1
        };
        let mut lines = vec![Line::AdrefBundle {
            format,
            draft: self.draft.0,
            slug: self.slug.clone(),
            title: self.title.clone(),
            language: self.language.clone(),
        }];
        lines.extend(self.keys.iter().map(|row| Line::Key(KeyLine::from(row))));
        lines.extend(self.origins.iter().map(|origin| Line::Origin(Box::new(origin.into()))));
        let changes = self.changes.iter().zip(&self.links);
        lines.extend(changes.map(|linked| Line::Change(Box::new(ChangeLine::from(linked)))));
        lines.extend(self.entries.iter().map(|entry| Line::Entry(Box::new(entry.into()))));
        lines.extend(self.comments.iter().map(|entry| Line::Comment(Box::new(entry.into()))));
        lines.extend(self.signatures.iter().map(|signed| Line::Checkpoint(Box::new(signed.into()))));
        let lines: Result<Vec<String>, _> = lines.iter().map(serde_json::to_string).collect();
        Ok(lines?.join("\n") + "\n")
    }

    /// Whether bytes begin like a bundle.
    pub fn is_bundle(bytes: &[u8]) -> bool {
        bytes.starts_with(BEGINS)
    }

    /// Reads what [`Bundle::write`] wrote.
    ///
    /// # Errors
    /// [`BundleError`].
    pub fn read(text: &str) -> Result<Self, BundleError> {
        Self::read_from(text.as_bytes())
    }

    /// The same, line by line: the file is not held as a whole.
    ///
    /// # Errors
    /// [`BundleError`].
    pub fn read_from(reader: impl BufRead) -> Result<Self, BundleError> {
        let mut reader = reader.take(MAX_BUNDLE + 1);
        let mut text = Vec::new();
        let mut next = || -> Result<Option<Vec<u8>>, BundleError> {
            text.clear();
            (&mut reader).take(MAX_LINE + 1).read_until(b'\n', &mut text)?;
            if reader.limit() == 0 || text.len() as u64 > MAX_LINE {
                return Err(BundleError::TooLarge);
            }
            if text.last() == Some(&b'\n') {
                text.pop();
            } else if text.is_empty() {
                return Ok(None);
            }
            Ok(Some(std::mem::take(&mut text)))
        };
        let first = next()?.filter(|line| Self::is_bundle(line)).and_then(|line| serde_json::from_slice(&line).ok());
        let Some(Line::AdrefBundle { format, draft, slug, title, language }) = first else {
            return Err(BundleError::NoBundle);
        };
        if format > FORMAT {
            return Err(BundleError::Newer(format));
        }
        let draft = DraftId(draft);
        let (keys, origins, changes, links, entries, comments, signatures) = Default::default();
        let mut bundle =
            Self { draft, slug, title, language, keys, origins, changes, links, entries, comments, signatures };
        let mut line = 1;
        while let Some(text) = next()? {
            line += 1;
            let wrong = |reason: String| BundleError::Line { line, reason };
            match serde_json::from_slice(&text).map_err(|error| wrong(error.to_string()))? {
                Line::AdrefBundle { .. } => return Err(wrong("a bundle begins once".into())),
                Line::Key(key) => bundle.keys.push(key.row()),
                Line::Origin(origin) => bundle.origins.push(origin.of(draft)),
                Line::Change(change) => {
                    let Hex(link) = change.link;
                    bundle.links.push(link);
                    bundle.changes.push(change.stored().ok_or_else(|| wrong("digits are missing".into()))?);
                }
                Line::Entry(entry) => bundle.entries.push((&*entry).into()),
                Line::Comment(comment) => bundle.comments.push(comment.entry.into_entry(comment.seq)),
                Line::Checkpoint(checkpoint) => bundle.signatures.push(checkpoint.of(draft)),
            }
        }
        Ok(bundle)
    }

    /// How the bundle stands to what is stored of its draft.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn compare(&self, store: &mut dyn Store) -> Result<Comparison, StoreError> {
        let links = draft::links_of(self.draft, &store.changes(self.draft)?);
        let own = draft::links_of(self.draft, &self.changes);
        let entries = store.entries(self.draft)?;
        let comments = store.comments(self.draft)?;
        let begins = own.iter().zip(&links).all(|(own, there)| own == there)
            && self.entries.iter().zip(&entries).all(|(own, there)| own.hash == there.hash)
            && self.comments.iter().zip(&comments).all(|(own, there)| own == there);
        let longer =
            own.len() > links.len() || self.entries.len() > entries.len() || self.comments.len() > comments.len();
        Ok(match (begins, longer) {
            (true, false) => Comparison::Same,
            (true, true) => Comparison::Longer,
            (false, _) => Comparison::Other,
        })
    }

    /// Where the draft was kept before, the server that the bundle comes from last.
    pub fn origins_with_own(&self) -> Vec<Origin> {
        let newest = |key: &KeyRow| {
            let own = self.signatures.iter().filter(|signed| signed.shown.key == key.key);
            own.max_by_key(|signed| (signed.shown.changes, signed.shown.record, signed.shown.at)).cloned()
        };
        let own = Origin { keys: self.keys.clone(), signatures: self.keys.iter().filter_map(newest).collect() };
        self.origins.iter().cloned().chain([own]).collect()
    }

    /// Looks at all of it. `trusted` is a key that is known from elsewhere; without it the keys of the bundle have to do.
    pub fn verify(&self, trusted: Option<&PublicKey>) -> Findings {
        let mut findings = Findings::default();
        super::look_at_keys(&self.keys, &mut findings);
        let mut looked = Looked { draft: self.slug.clone(), ..Looked::default() };
        let name = |what: &str, number: usize| format!("{what} {number} of the draft {}", self.slug);
        let keys: Vec<PublicKey> = self.keys.iter().map(|row| row.key).collect();
        if trusted.is_some_and(|trusted| !keys.contains(trusted)) {
            findings.faults.push(Fault::new("the keys", "the key that you trust is not among them"));
        }
        let links = draft::links_of(self.draft, &self.changes);
        match links.iter().zip(&self.links).position(|(link, said)| link != said) {
            Some(at) => {
                findings.faults.push(Fault::new(name("change", at + 1), "it does not follow from the one before"));
            }
            None => looked.changes = links.len(),
        }
        findings.faults.extend(draft::check_changes(self.draft, &self.changes, |number| name("change", number)));
        match record::first_broken(&self.entries) {
            Some(at) => {
                let place = name("entry of the record", at + 1);
                findings.faults.push(Fault::new(place, "it does not follow from the one before"));
            }
            None => looked.record = self.entries.len(),
        }
        match (1..).zip(&self.comments).find(|(seq, entry)| entry.seq() != *seq) {
            Some((seq, _)) => {
                let place = format!("comment {seq} of the draft {}", self.slug);
                findings.faults.push(Fault::new(place, "it does not follow from the one before"));
            }
            None => looked.comments = self.comments.len(),
        }
        let logs = Logs::of(self.draft, &links, &self.entries, &self.comments);
        for (number, signed) in (1..).zip(&self.signatures) {
            match logs.contradict(signed, &keys) {
                Some(what) => findings.faults.push(Fault::new(name("checkpoint", number), what)),
                None => looked.checkpoints += 1,
            }
        }
        looked.elsewhere = look_at_origins(&self.slug, &self.origins, &logs, &mut findings);
        let signed = self.signatures.iter().map(|signed| signed.shown.changes).max().unwrap_or(0);
        let beyond = u64::try_from(self.changes.len()).unwrap_or(u64::MAX).saturating_sub(signed);
        if beyond > 0 {
            findings.notes.push(format!("{beyond} changes of the draft {} came after the last checkpoint", self.slug));
        }
        findings.drafts.push(looked);
        findings
    }
}

/// The logs that signatures are held against.
pub(super) struct Logs<'a> {
    links: &'a [Link],
    entries: &'a [Entry],
    comments: Vec<Link>,
}

impl<'a> Logs<'a> {
    pub fn of(draft: DraftId, links: &'a [Link], entries: &'a [Entry], comments: &[CommentEntry]) -> Self {
        let next = |link: &mut Link, entry| {
            *link = comment_link(link, draft, entry);
            Some(*link)
        };
        Self { links, entries, comments: comments.iter().scan(START, next).collect() }
    }

    /// What is wrong with a signature.
    fn contradict(&self, signed: &Signature, keys: &[PublicKey]) -> Option<&'static str> {
        let Signature { shown, comments } = signed;
        draft::check_checkpoint(shown, Some(self.links), Some(self.entries), keys).or_else(|| {
            let (count, link, signature) = comments.as_ref()?;
            if !checkpoint::comments_hold((&shown.key, signature), shown.draft, shown.at, *count, link) {
                return Some("its signature of the comments does not hold");
            }
            (draft::at(&self.comments, *count) != Some(*link))
                .then_some("the log of comments is another one than was signed")
        })
    }
}

/// Holds what other servers signed of a draft against its logs; how many signatures hold.
pub(super) fn look_at_origins(slug: &str, origins: &[Origin], logs: &Logs<'_>, findings: &mut Findings) -> usize {
    let mut holding = 0;
    for (number, origin) in (1..).zip(origins) {
        let place = |what: &str| format!("{what} of server {number} that the draft {slug} was kept on before");
        let mut of_keys = Findings::default();
        super::look_at_keys(&origin.keys, &mut of_keys);
        let broken = of_keys.faults.into_iter();
        findings.faults.extend(broken.map(|fault| Fault { place: place(&fault.place), ..fault }));
        let keys: Vec<PublicKey> = origin.keys.iter().map(|row| row.key).collect();
        for signed in &origin.signatures {
            match logs.contradict(signed, &keys) {
                Some(what) => findings.faults.push(Fault::new(place("the checkpoint"), what)),
                None => holding += 1,
            }
        }
    }
    holding
}
