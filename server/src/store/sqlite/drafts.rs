use client_core::model::{DraftId, DraftKind};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::{
    heads::{self, Heads, called},
    log, seal, values,
};
use crate::store::{DiagnosticRow, DraftRow, NewDraft, StoreError};

/// The drafts whose lines are as they were written, and how the others are called.
pub fn all(connection: &Connection) -> Result<(Vec<DraftRow>, Vec<String>), StoreError> {
    let mut statement = connection.prepare_cached(&seal::DRAFTS.select("ORDER BY rowid"))?;
    let mut rows = statement.query([])?;
    let (mut drafts, mut damaged, mut count) = (Vec::new(), Vec::new(), 0);
    while let Some(row) = rows.next()? {
        count += 1;
        let name = || {
            let slug = row.get::<_, String>(1).unwrap_or_default();
            format!("line {count} of the list of drafts ({slug})")
        };
        if let Err(error) = seal::DRAFTS.check(row, name) {
            damaged.push(error.to_string());
            continue;
        }
        drafts.push(DraftRow {
            id: DraftId(values::uuid(row.get_ref(0)?.as_blob().unwrap_or_default())?),
            slug: row.get(1)?,
            title: row.get(2)?,
            language: row.get(3)?,
            kind: values::kind(&row.get::<_, String>(4)?)?,
            document: row.get(5)?,
            created_at: row.get(6)?,
        });
    }
    // The negotiated drafts come before the documents around them.
    drafts.sort_by_key(|draft| draft.kind == DraftKind::Reference);
    Ok((drafts, damaged))
}

pub fn create(connection: &mut Connection, draft: &NewDraft) -> Result<bool, StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let row = &draft.row;
    let there: Option<Vec<u8>> = transaction
        .query_row("SELECT id FROM drafts WHERE id = ?1", [row.id.0.as_bytes()], |found| found.get(0))
        .optional()?;
    if there.is_some() {
        return Ok(false);
    }
    let slug: Option<Vec<u8>> =
        transaction.query_row("SELECT id FROM drafts WHERE slug = ?1", [&row.slug], |found| found.get(0)).optional()?;
    if slug.is_some() {
        return Err(StoreError::SlugTaken(row.slug.clone()));
    }
    transaction.execute(
        &seal::DRAFTS.insert(),
        params![
            row.id.0.as_bytes(),
            row.slug,
            row.title,
            row.language,
            values::kind_name(row.kind),
            row.document,
            row.created_at
        ],
    )?;
    let diagnostics = i64::try_from(draft.diagnostics.len()).unwrap_or(i64::MAX);
    heads::write(&transaction, row.id, &Heads { diagnostics, ..Heads::default() })?;
    log::append(&transaction, row.id, &draft.batch)?;
    for (index, diagnostic) in (0_i64..).zip(draft.diagnostics.iter().map(DiagnosticRow::from)) {
        transaction.prepare_cached(&seal::DIAGNOSTICS.insert())?.execute(params![
            row.id.0.as_bytes(),
            index,
            diagnostic.code,
            diagnostic.severity,
            diagnostic.line,
            diagnostic.column,
            diagnostic.message,
            diagnostic.hint
        ])?;
    }
    transaction.commit()?;
    Ok(true)
}

pub fn diagnostics(connection: &mut Connection, draft: DraftId) -> Result<Vec<DiagnosticRow>, StoreError> {
    let transaction = connection.transaction()?;
    let heads = heads::read(&transaction, draft)?;
    let name = |at: usize| format!("finding {} of the import of {}", at + 1, called(&transaction, draft));
    let mut statement = transaction.prepare_cached(&seal::DIAGNOSTICS.select("WHERE draft = ?1 ORDER BY seq"))?;
    let mut rows = statement.query([draft.0.as_bytes()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        seal::DIAGNOSTICS.check(row, || name(found.len()))?;
        if i64::try_from(found.len()) != Ok(row.get::<_, i64>(1)?) {
            return Err(StoreError::Damaged(name(found.len())));
        }
        found.push(DiagnosticRow {
            code: row.get(2)?,
            severity: row.get(3)?,
            line: row.get(4)?,
            column: row.get(5)?,
            message: row.get(6)?,
            hint: row.get(7)?,
        });
    }
    let whole = i64::try_from(found.len()) == Ok(heads.diagnostics);
    if whole { Ok(found) } else { Err(StoreError::Damaged(name(found.len()))) }
}
