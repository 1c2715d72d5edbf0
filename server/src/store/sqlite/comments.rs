//! The log of comments of a draft.

use client_core::{
    chain::{Link, START, comment_link},
    model::{
        Audience, BracketId, Comment, CommentEntry, CommentId, CommentKind, CommentPlace, DraftId, ParagraphId,
        PersonId, Resolution,
    },
};
use rusqlite::{Connection, Row, Transaction, params};
use uuid::Uuid;

use super::{
    heads::{Heads, called},
    values,
};
use crate::store::StoreError;

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT seq, id, thread, at, person, by_name, delegation, what, audience, place, subject, ",
            "from_cursor, to_cursor, quoted, text, link FROM comments WHERE draft = ?1 ",
            $rest
        )
    };
}

const SELECT_ALL: &str = select!("ORDER BY seq");
/// The column of the link in these.
const LINK: usize = 15;

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

pub fn append(
    transaction: &Transaction<'_>,
    draft: DraftId,
    entry: &CommentEntry,
    heads: &mut Heads,
) -> Result<(), StoreError> {
    let seq = i64::try_from(entry.seq()).map_err(|_| StoreError::Conflict)?;
    if seq > heads.comments + 1 {
        return Err(StoreError::Conflict);
    }
    let link = comment_link(&heads.comments_link, draft, entry);
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
              from_cursor, to_cursor, quoted, text, link)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
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
            said.text,
            link
        ])?;
    if written > 0 {
        (heads.comments, heads.comments_link) = (seq, link);
        return Ok(());
    }
    let mut there = transaction.prepare_cached(SELECT_ONE)?;
    let mut rows = there.query(params![draft.0.as_bytes(), seq])?;
    let there = rows.next()?.map(read).transpose()?;
    if there.as_ref() == Some(entry) { Ok(()) } else { Err(StoreError::Conflict) }
}

/// The log, each entry looked at: the place, the chain, and that none lacks at the end.
pub fn all(connection: &Connection, draft: DraftId, heads: &Heads) -> Result<Vec<CommentEntry>, StoreError> {
    let damaged = |seq| StoreError::Damaged(format!("entry {seq} of the comments on {}", called(connection, draft)));
    let mut statement = connection.prepare_cached(SELECT_ALL)?;
    let mut rows = statement.query([draft.0.as_bytes()])?;
    let (mut entries, mut seq, mut link) = (Vec::new(), 0, START);
    while let Some(row) = rows.next()? {
        seq += 1;
        let (entry, stored) =
            read(row).and_then(|entry| Ok((entry, row.get::<_, Link>(LINK)?))).map_err(|_| damaged(seq))?;
        link = comment_link(&link, draft, &entry);
        if i64::try_from(entry.seq()) != Ok(seq) || link != stored {
            return Err(damaged(seq));
        }
        entries.push(entry);
    }
    let whole = (seq, link) == (heads.comments, heads.comments_link);
    if whole { Ok(entries) } else { Err(damaged(seq + 1)) }
}

/// Chains the entries that an older version wrote.
pub fn chain(transaction: &Transaction<'_>, draft: DraftId, heads: &mut Heads) -> Result<(), StoreError> {
    let mut statement = transaction.prepare(SELECT_ALL)?;
    let mut rows = statement.query([draft.0.as_bytes()])?;
    while let Some(row) = rows.next()? {
        let (seq, entry): (i64, _) = (row.get(0)?, read(row)?);
        (heads.comments, heads.comments_link) = (seq, comment_link(&heads.comments_link, draft, &entry));
        transaction.prepare_cached("UPDATE comments SET link = ?3 WHERE draft = ?1 AND seq = ?2")?.execute(params![
            draft.0.as_bytes(),
            seq,
            heads.comments_link
        ])?;
    }
    Ok(())
}

fn read(row: &Row<'_>) -> Result<CommentEntry, StoreError> {
    let id = |column: usize| -> Result<Uuid, StoreError> { values::uuid(&row.get::<_, Vec<u8>>(column)?) };
    let seq = u64::try_from(row.get::<_, i64>(0)?).map_err(|_| values::unreadable("comment"))?;
    let (own, thread, author) = (CommentId(id(1)?), CommentId(id(2)?), PersonId(id(4)?));
    let (at, by, delegation) = (row.get(3)?, row.get(5)?, row.get(6)?);
    let kind = match row.get::<_, String>(7)?.as_str() {
        "remark" => CommentKind::Remark,
        "proposal" => CommentKind::Proposal,
        settled @ ("resolved" | "reopened") => {
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
        _ => return Err(values::unreadable("comment")),
    };
    let place = match row.get::<_, String>(9)?.as_str() {
        "draft" => CommentPlace::Draft,
        "paragraph" => CommentPlace::Paragraph(ParagraphId(id(10)?)),
        "bracket" => CommentPlace::Bracket(BracketId(id(10)?)),
        "words" => CommentPlace::Words { paragraph: ParagraphId(id(10)?), from: row.get(11)?, to: row.get(12)? },
        _ => return Err(values::unreadable("place of a comment")),
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
