//! A second version of a document: read, compared with a draft of the store, and written into it.

use std::collections::BTreeMap;

use client_core::{
    import::{Difference, Match, Words},
    model::{Diagnostic, Directory, Draft, ParagraphId, Person, Standings, Timestamp, numbering},
    revise::{Left, read_as, renewed},
    sync::room::{Brought, Effect, Event, Prepared, Room},
};
use client_core_export::{akn, json};
use client_core_import::Options;
use serde::Serialize;
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

use super::ImportingError;
use crate::{
    auth,
    store::{DraftRow, Load, Store},
};

/// A version of a draft, as a file has it.
pub struct Version {
    /// What the file is, as one says it.
    pub format: String,
    /// What is read in it.
    pub draft: Draft,
    /// What the reading was unsure of.
    pub diagnostics: Vec<Diagnostic>,
    /// The words around each of them.
    pub around: Vec<String>,
}

/// Reads a file as a version of a draft: of several drafts in it the one of the same name, as an import would have called it.
/// `name` is the file's name without its directories.
///
/// # Errors
/// [`ImportingError`].
pub fn read_version(name: &str, bytes: &[u8], directory: &Directory, of: &DraftRow) -> Result<Version, ImportingError> {
    // These keep the identities of the draft that they were written from.
    let whole = match (json::is_json(bytes), akn::is_akn(bytes)) {
        (true, _) => Some(("JSON", json::read(bytes)?, Vec::new())),
        (false, true) => akn::read(bytes).map(|read| Some(("Akoma Ntoso", read.whole, read.diagnostics)))?,
        (false, false) => None,
    };
    if let Some((format, whole, diagnostics)) = whole {
        let around = diagnostics.iter().map(|_| String::new()).collect();
        let draft = read_as(&whole.draft, &whole.standings);
        return Ok(Version { format: format.into(), draft, diagnostics, around });
    }
    let options = Options { directory: Some(directory), ..Options::default() };
    let client_core_import::Read { format, imported, around } = client_core_import::read(name, bytes, &options)?;
    let mut drafts = imported.drafts;
    let same = drafts.iter().position(|new| new.title == of.title || new.slug == of.slug).unwrap_or(0);
    if drafts.is_empty() {
        return Err(ImportingError::Document { slug: of.slug.clone(), reason: "the file has no draft".into() });
    }
    let draft = renewed(drafts.swap_remove(same), &hex(&Sha256::digest(bytes)));
    Ok(Version { format: format.to_string(), draft, diagnostics: imported.diagnostics, around })
}

/// Bytes in hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The room of a stored draft, from the log when the snapshot is no use.
///
/// # Errors
/// [`ImportingError`].
pub fn open(store: &mut dyn Store, row: &DraftRow) -> Result<Room, ImportingError> {
    if let Ok(room) = Room::open(store.load(row.id, Load::Cached)?) {
        return Ok(room);
    }
    Room::open(store.load(row.id, Load::FromLog)?)
        .map_err(|error| ImportingError::Document { slug: row.slug.clone(), reason: error.to_string() })
}

/// Makes a version ready to be written into a draft; nothing is stored.
///
/// # Errors
/// [`ImportingError::NotNow`] when nothing of it can be written.
pub fn prepare(
    room: &mut Room,
    version: &Draft,
    person: &Person,
    about: (&str, &str),
    now: Timestamp,
) -> Result<Prepared, ImportingError> {
    let actor = auth::actor(now).map_err(|_| ImportingError::Randomness)?;
    Ok(room.prepare(version, (person, actor), about, now)?)
}

/// Takes what was made ready in the same room: what is to be stored, if anything.
///
/// # Errors
/// [`ImportingError::Document`] when something of it does not pass, which is a defect.
pub fn take(
    room: &mut Room,
    prepared: &Prepared,
    slug: &str,
    now: Timestamp,
) -> Result<Option<client_core::sync::room::Batch>, ImportingError> {
    let bringing = Box::new(prepared.bringing.clone());
    match room.handle(Event::Bring { question: 0, bringing }, now).into_iter().next() {
        Some(Effect::Store(batch)) => Ok(Some(batch)),
        Some(Effect::Brought { brought: Brought::Stored, .. }) => Ok(None),
        _ => Err(ImportingError::Document { slug: slug.into(), reason: "a change does not pass".into() }),
    }
}

/// A paragraph of a comparison.
#[derive(Clone, Serialize, ToSchema)]
pub struct DifferenceJson {
    /// `same`, `changed`, `new` or `gone`.
    pub what: &'static str,
    /// Identity in the draft.
    pub old: Option<String>,
    /// Identity in the file.
    pub new: Option<String>,
    /// Its label: the draft's, else the file's.
    pub label: Option<String>,
    /// Of a changed one how it was found: `identity`, `words`, `brackets`, `label` or `likeness`.
    pub by: Option<&'static str>,
    /// The words, brackets as signs.
    pub words: Vec<WordsJson>,
}

/// Words of a comparison.
#[derive(Clone, Serialize, ToSchema)]
pub struct WordsJson {
    /// `kept`, `gone` or `new`.
    pub what: &'static str,
    /// The words.
    pub words: String,
}

/// Something of a file that was not, or would not be, written.
#[derive(Clone, Serialize, ToSchema)]
pub struct LeftJson {
    /// Identity of the paragraph in the draft; null where there is none.
    pub paragraph: Option<String>,
    /// Its label.
    pub label: Option<String>,
    /// A stable name for the reason.
    pub code: &'static str,
    /// One sentence.
    pub message: String,
    /// The next step.
    pub hint: String,
    /// What the sentences name, for whoever says them in another language.
    pub values: BTreeMap<&'static str, String>,
}

/// Tells differences, with the labels of the draft and of the version.
pub fn told(
    differences: &[Difference],
    (draft, standings): (&Draft, &Standings),
    version: &Draft,
    language: &str,
) -> Vec<DifferenceJson> {
    let labels = numbering::labels(&draft.arranged(standings), language);
    let new_labels = numbering::labels(version, language);
    let one = |what, words: &String| vec![WordsJson { what, words: words.clone() }];
    let tell = |difference: &Difference| {
        let (what, old, new, by, words) = match difference {
            Difference::Same { old, new, words } => ("same", Some(*old), Some(*new), None, one("kept", words)),
            Difference::New { new, words } => ("new", None, Some(*new), None, one("new", words)),
            Difference::Gone { old, words } => ("gone", Some(*old), None, None, one("gone", words)),
            Difference::Changed { old, new, by, words } => {
                let part = |part: &Words| match part {
                    Words::Kept(words) => WordsJson { what: "kept", words: words.clone() },
                    Words::Gone(words) => WordsJson { what: "gone", words: words.clone() },
                    Words::New(words) => WordsJson { what: "new", words: words.clone() },
                };
                let by = match by {
                    Match::Identity => "identity",
                    Match::Words => "words",
                    Match::Brackets => "brackets",
                    Match::Label => "label",
                    Match::Likeness => "likeness",
                };
                ("changed", Some(*old), Some(*new), Some(by), words.iter().map(part).collect())
            }
        };
        let label = old.map_or_else(|| new.and_then(|new| new_labels.get(&new)), |old| labels.get(&old)).cloned();
        let id = |id: Option<ParagraphId>| id.map(|id| id.to_string());
        DifferenceJson { what, old: id(old), new: id(new), label, by, words }
    };
    differences.iter().map(tell).collect()
}

/// Tells what is left, with the labels of the draft.
pub fn told_left(left: &[Left], draft: &Draft, standings: &Standings, language: &str) -> Vec<LeftJson> {
    let labels = numbering::labels(&draft.arranged(standings), language);
    let tell = |left: &Left| LeftJson {
        paragraph: left.paragraph.map(|id| id.to_string()),
        label: left.paragraph.and_then(|id| labels.get(&id)).cloned(),
        code: left.code,
        message: left.message.clone(),
        hint: left.hint.clone(),
        values: left.values.iter().cloned().collect(),
    };
    left.iter().map(tell).collect()
}
