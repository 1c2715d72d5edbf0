//! The log of comments of a draft.

use client_core::model::{
    Audience, BracketId, Comment, CommentEntry, CommentId, CommentKind, CommentPlace, DraftId, ParagraphId, PersonId,
    Resolution,
};
use rusqlite::{Connection, Row, Transaction, params};
use uuid::Uuid;

use super::values;
use crate::store::StoreError;

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT seq, id, thread, at, person, by_name, delegation, what, audience, place, subject, ",
            "from_cursor, to_cursor, quoted, text FROM comments WHERE draft = ?1 ",
            $rest
        )
    };
}

const SELECT_ALL: &str = select!("ORDER BY seq");
const SELECT_ONE: &str = select!("AND seq = ?2");

/// What is only there when something was said.
#[derive(Default)]
struct Said<'a> {
    audience: Option<&'static str>,
    place: Option<&'static str>,
    subject: Option<Uuid>,
    cursors: Option<(&'a str, &'a str)>,
    quoted: Option<&'a str>,
    text: Option<&'a str>,
}

impl<'a> Said<'a> {
    fn of(comment: &'a Comment) -> Self {
        let (place, subject, cursors) = match &comment.place {
            CommentPlace::Draft => ("draft", None, None),
            CommentPlace::Paragraph(id) => ("paragraph", Some(id.0), None),
            CommentPlace::Bracket(id) => ("bracket", Some(id.0), None),
            CommentPlace::Words { paragraph, from, to } => {
                ("words", Some(paragraph.0), Some((from.as_str(), to.as_str())))
            }
        };
        Self {
            audience: Some(audience_name(comment.audience)),
            place: Some(place),
            subject,
            cursors,
            quoted: Some(&comment.quoted),
            text: Some(&comment.text),
        }
    }
}

pub fn append(transaction: &Transaction<'_>, draft: DraftId, entry: &CommentEntry) -> Result<(), StoreError> {
    let seq = i64::try_from(entry.seq()).map_err(|_| StoreError::Conflict)?;
    let (at, by, delegation, what, said) = match entry {
        CommentEntry::Said(comment) => {
            let what = match comment.kind {
                CommentKind::Remark => "remark",
                CommentKind::Proposal => "proposal",
            };
            (comment.at, &comment.by, &comment.delegation, what, Said::of(comment))
        }
        CommentEntry::Settled(resolution) => {
            let what = if resolution.resolved { "resolved" } else { "reopened" };
            (resolution.at, &resolution.by, &resolution.delegation, what, Said::default())
        }
    };
    let written = transaction
        .prepare_cached(
            "INSERT INTO comments
             (draft, seq, id, thread, at, person, by_name, delegation, what, audience, place, subject,
              from_cursor, to_cursor, quoted, text)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
             ON CONFLICT DO NOTHING",
        )?
        .execute(params![
            draft.0.as_bytes(),
            seq,
            entry.id().0.as_bytes(),
            entry.thread().0.as_bytes(),
            at,
            entry.author().0.as_bytes(),
            by,
            delegation,
            what,
            said.audience,
            said.place,
            said.subject.as_ref().map(|id| id.as_bytes()),
            said.cursors.map(|(from, _)| from),
            said.cursors.map(|(_, to)| to),
            said.quoted,
            said.text
        ])?;
    if written > 0 {
        return Ok(());
    }
    let mut there = transaction.prepare_cached(SELECT_ONE)?;
    let mut rows = there.query(params![draft.0.as_bytes(), seq])?;
    let there = rows.next()?.map(read).transpose()?;
    if there.as_ref() == Some(entry) { Ok(()) } else { Err(StoreError::Conflict) }
}

pub fn all(connection: &Connection, draft: DraftId) -> Result<Vec<CommentEntry>, StoreError> {
    let mut statement = connection.prepare_cached(SELECT_ALL)?;
    let mut rows = statement.query([draft.0.as_bytes()])?;
    let mut entries = Vec::new();
    while let Some(row) = rows.next()? {
        entries.push(read(row)?);
    }
    Ok(entries)
}

fn read(row: &Row<'_>) -> Result<CommentEntry, StoreError> {
    let id = |column: usize| -> Result<Uuid, StoreError> { values::uuid(&row.get::<_, Vec<u8>>(column)?) };
    let seq = u64::try_from(row.get::<_, i64>(0)?).map_err(|_| values::unreadable("comment"))?;
    let (own, thread, author) = (CommentId(id(1)?), CommentId(id(2)?), PersonId(id(4)?));
    let (at, by, delegation) = (row.get(3)?, row.get(5)?, row.get(6)?);
    let kind = match row.get::<_, String>(7)?.as_str() {
        "remark" => CommentKind::Remark,
        "proposal" => CommentKind::Proposal,
        settled => {
            let resolved = settled == "resolved";
            return Ok(CommentEntry::Settled(Resolution {
                id: own,
                seq,
                thread,
                resolved,
                author,
                by,
                delegation,
                at,
            }));
        }
    };
    let place = match row.get::<_, String>(9)?.as_str() {
        "draft" => CommentPlace::Draft,
        "paragraph" => CommentPlace::Paragraph(ParagraphId(id(10)?)),
        "bracket" => CommentPlace::Bracket(BracketId(id(10)?)),
        _ => CommentPlace::Words { paragraph: ParagraphId(id(10)?), from: row.get(11)?, to: row.get(12)? },
    };
    Ok(CommentEntry::Said(Comment {
        id: own,
        seq,
        thread,
        kind,
        audience: audience(&row.get::<_, String>(8)?)?,
        author,
        by,
        delegation,
        at,
        place,
        quoted: row.get(13)?,
        text: row.get(14)?,
    }))
}

fn audience_name(audience: Audience) -> &'static str {
    match audience {
        Audience::Everybody => "everybody",
        Audience::Delegation => "delegation",
        Audience::Chair => "chair",
    }
}

/// An audience that this version does not know is an error, never a guess.
fn audience(name: &str) -> Result<Audience, StoreError> {
    match name {
        "everybody" => Ok(Audience::Everybody),
        "delegation" => Ok(Audience::Delegation),
        "chair" => Ok(Audience::Chair),
        _ => Err(values::unreadable("audience")),
    }
}
