use client_core::model::{DraftId, DraftKind};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::{log, values};
use crate::store::{DiagnosticRow, DraftRow, NewDraft, StoreError};

pub fn all(connection: &Connection) -> Result<Vec<DraftRow>, StoreError> {
    let mut statement = connection
        .prepare_cached("SELECT id, slug, title, language, kind, document, created_at FROM drafts ORDER BY rowid")?;
    let mut rows = statement.query([])?;
    let mut drafts = Vec::new();
    while let Some(row) = rows.next()? {
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
    Ok(drafts)
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
        "INSERT INTO drafts (id, slug, title, language, kind, document, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
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
    log::append(&transaction, row.id, &draft.batch)?;
    for (index, diagnostic) in (0_i64..).zip(draft.diagnostics.iter().map(DiagnosticRow::from)) {
        transaction
            .prepare_cached(
                "INSERT INTO diagnostics (draft, seq, code, severity, line, col, message, hint)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute(params![
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

pub fn diagnostics(connection: &Connection, draft: DraftId) -> Result<Vec<DiagnosticRow>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT code, severity, line, col, message, hint FROM diagnostics WHERE draft = ?1 ORDER BY seq",
    )?;
    let rows = statement.query_map([draft.0.as_bytes()], |row| {
        Ok(DiagnosticRow {
            code: row.get(0)?,
            severity: row.get(1)?,
            line: row.get(2)?,
            column: row.get(3)?,
            message: row.get(4)?,
            hint: row.get(5)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
